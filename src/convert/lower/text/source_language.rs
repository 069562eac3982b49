//! Which language a body is written in: HTML as WordPress stores it, or Markdown already.
//!
//! Cautious, because Markdown taken for HTML is ugly, and HTML taken for Markdown is broken: no block
//! comments, no tags that WordPress's editors write, and Markdown of more than one kind.
//! The custom field `_wpcom_is_markdown` proves nothing: such bodies are stored as HTML.

use std::collections::BTreeSet;

use crate::convert::lower::blocks::has_blocks;
use crate::convert::lower::markup::{self, Token};

/// Tags that no editor of WordPress writes by itself, so that they may stand in Markdown, and the one
/// that stands for an address. Sorted.
const MAY_STAND: &[&str] = &[
    "abbr",
    "audio",
    "br",
    "details",
    "embed-address",
    "iframe",
    "img",
    "kbd",
    "mark",
    "script",
    "source",
    "sub",
    "summary",
    "sup",
    "video",
];

/// How far the end of an address is looked for.
const LONGEST_ADDRESS: usize = 2_000;

/// Signs of Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// ```` ``` ```` and its end, with something between.
    Fence,
    /// `## Words` behind a blank line.
    Heading,
    /// Words with `===` or `---` below.
    Underline,
    /// `[words](address)`
    Link,
    /// `![words](address)`
    Image,
    /// `[label]: address`
    Reference,
    /// Two lines in a row that begin with `-`, `*`, `+` or a number.
    List,
    /// `> words`
    Quote,
    /// `**words**`
    Strong,
    /// `` `code` ``
    Code,
}

/// Signs that hardly ever stand in a text that is no Markdown.
const STRONG: &[Sign] =
    &[Sign::Fence, Sign::Heading, Sign::Underline, Sign::Link, Sign::Image, Sign::Reference];

/// Whether a body is Markdown.
///
/// `## Plan\n\n- one\n- two` → yes; `# not a heading` and `2 * 3 * 4` → no
pub(in crate::convert::lower) fn is_markdown(content: &str) -> bool {
    let may_be = ["```", "~~~", "\n#", "](", "]: ", "\n---", "\n==="];
    let begins = content.starts_with('#');
    if has_blocks(content) || !begins && !may_be.iter().any(|sign| markup::holds(content, sign)) {
        return false;
    }
    let mut signs = Signs::default();
    let mut prose = String::with_capacity(content.len());
    for line in content.lines() {
        if signs.line(line) {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    signs.are_enough() && !has_tags_of_editors(&prose)
}

fn has_tags_of_editors(prose: &str) -> bool {
    markup::as_browser(prose).any(|token| match token {
        Token::Tag(tag) => {
            let name = tag.name.to_ascii_lowercase();
            // `<https://x.org>` and `<me@x.org>` are links in Markdown.
            let is_address = name.contains([':', '@']);
            !is_address && MAY_STAND.binary_search(&name.as_str()).is_err()
        }
        Token::Text(_) | Token::Comment(_) => false,
    })
}

/// What the lines so far have shown.
#[derive(Default)]
struct Signs {
    seen: BTreeSet<Sign>,
    headings: usize,
    links: usize,
    /// The marker of the open fence, and whether anything stands in it.
    fence: Option<(&'static str, bool)>,
    before: Before,
}

/// What stood on the line before.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    #[default]
    Blank,
    Item,
    Words,
}

impl Signs {
    /// Looks at a line; says whether it is prose.
    fn line(&mut self, line: &str) -> bool {
        let words = line.trim_ascii();
        let marker = ["```", "~~~"].into_iter().find(|marker| words.starts_with(marker));
        if let Some((open, has_code)) = self.fence {
            if marker == Some(open) && words.trim_start_matches(&open[..1]).is_empty() {
                if has_code {
                    self.seen.insert(Sign::Fence);
                }
                self.fence = None;
            } else if !words.is_empty() {
                self.fence = Some((open, true));
            }
            return false;
        }
        if let Some(marker) = marker {
            self.fence = Some((marker, false));
            return false;
        }
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if is_indented && self.before == Before::Blank {
            return false;
        }
        self.block(words);
        self.inlines(words);
        true
    }

    fn block(&mut self, words: &str) {
        let is_item = is_item(words);
        if is_heading(words) && self.before == Before::Blank {
            self.headings += 1;
            self.seen.insert(Sign::Heading);
        }
        if is_underline(words) && self.before == Before::Words {
            self.seen.insert(Sign::Underline);
        }
        if is_item && self.before == Before::Item {
            self.seen.insert(Sign::List);
        }
        if words.starts_with("> ") {
            self.seen.insert(Sign::Quote);
        }
        if is_reference(words) {
            self.links += 1;
            self.seen.insert(Sign::Reference);
        }
        self.before = match words {
            "" => Before::Blank,
            _ if is_item => Before::Item,
            _ => Before::Words,
        };
    }

    fn inlines(&mut self, words: &str) {
        let (mut open, mut searched) = (None, 0);
        for (at, _) in words.match_indices("](") {
            open = words[searched..at].rfind('[').map(|found| searched + found).or(open);
            searched = at;
            let Some(open) = open.filter(|_| is_address(&words.as_bytes()[at + 2..])) else {
                continue;
            };
            let is_image = words[..open].ends_with('!');
            self.links += 1;
            self.seen.insert(if is_image { Sign::Image } else { Sign::Link });
        }
        for (sign, mark) in [(Sign::Strong, "**"), (Sign::Code, "`")] {
            let mut parts = words.splitn(3, mark).skip(1);
            let inner = parts.next().filter(|inner| !inner.trim_ascii().is_empty());
            if inner.is_some() && parts.next().is_some() {
                self.seen.insert(sign);
            }
        }
    }

    /// A fence, two headings, two links, or two kinds of which one is hardly ever chance.
    fn are_enough(&self) -> bool {
        let has_strong = STRONG.iter().any(|sign| self.seen.contains(sign));
        let has_fence = self.seen.contains(&Sign::Fence);
        let is_more = self.seen.len() > 1 || self.headings > 2 || self.links > 1;
        has_fence || (has_strong && is_more)
    }
}

/// `## Words`, and `# Words` with more than a word or two, which could be a command.
fn is_heading(words: &str) -> bool {
    let level = words.len() - words.trim_start_matches('#').len();
    let text = &words[level..];
    (1..=6).contains(&level) && text.starts_with(' ') && !text.trim_ascii().is_empty()
}

/// `https://x.org/)`, `/a)`, `b.png)`, `#c)`
fn is_address(behind: &[u8]) -> bool {
    let near = &behind[..behind.len().min(LONGEST_ADDRESS)];
    memchr::memchr(b')', near)
        .is_some_and(|end| memchr::memchr3(b'/', b'#', b'.', &near[..end]).is_some())
}

/// `===`, `----`; three dashes stand between parts of a letter, too.
fn is_underline(words: &str) -> bool {
    let is_all =
        |mark: u8, least: usize| words.len() >= least && words.bytes().all(|byte| byte == mark);
    is_all(b'=', 3) || is_all(b'-', 4)
}

fn is_item(words: &str) -> bool {
    let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = number.len() < words.len() && number.starts_with(". ");
    is_numbered || ["- ", "* ", "+ "].iter().any(|marker| words.starts_with(marker))
}

/// `[label]: https://x.org/`
fn is_reference(words: &str) -> bool {
    let Some((label, target)) = words.strip_prefix('[').and_then(|rest| rest.split_once("]:"))
    else {
        return false;
    };
    let target = target.trim_ascii_start().trim_start_matches('<');
    !label.is_empty()
        && !label.contains('[')
        && (target.starts_with("http") || target.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(MAY_STAND.is_sorted());
    }

    #[test]
    fn markdown_is_recognized() {
        for text in [
            "## Heading\n\n- a_b\n- `code`\n\n    indented code\n",
            "Some [words](https://x.org/) and **more**.",
            "```c\n#include <vector>\n```",
            "See [a][1] and [b][2].\n\n[1]: https://x.org/1\n[2]: https://x.org/2",
            "Title\n=====\n\nText with `code`.",
            "![A pier](/wp-content/uploads/pier.jpg)\n\n> quoted",
            "# One\n\ntext\n\n## Two\n\ntext <kbd>x</kbd> <https://x.org>\n\n## Three",
        ] {
            assert!(is_markdown(text), "{text}");
        }
    }

    #[test]
    fn html_is_html() {
        for text in [
            "One paragraph.\n\nAnother with 2 * 3 * 4.",
            "# apt-get update\n# reboot",
            "- bread\n- milk\n\nand **stars**",
            "A <em>word</em>\n\n## and\n\n- a\n- b",
            "<p>## Heading</p>\n\n[a](https://x.org) **b**",
            "<!-- wp:paragraph -->\n<p>```\nx\n```</p>",
            "#1 in the charts\n\n---\n\nMore.",
            "He said [sic](!) and went.\n\n#hashtag",
            "array[0](x) and map[k](v)",
            "```\n\n```",
        ] {
            assert!(!is_markdown(text), "{text}");
        }
    }
}
