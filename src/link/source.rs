//! Where the destinations of links and images stand in a text that is Markdown already.
//!
//! `[a](URL)`, `![a](URL)`, `[a]: URL`, `<URL>`, and the addresses in tags of HTML; none in code. An
//! address that stands bare in a text is no link of the author's and stays, as it does in HTML.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::html;
use crate::site::decode;

/// Attributes of HTML that hold one address.
const ATTRIBUTES: &[&str] = &["cite", "data", "href", "longdesc", "poster", "src"];

/// The longest destination that is looked for.
const LONGEST: usize = 1_000;

/// The text with each destination as `new` has it; `None` from it leaves one as it is.
pub(super) fn rewrite(text: &str, mut new: impl FnMut(&str) -> Option<String>) -> String {
    rewrite_lines(text, |_, destination| new(destination))
}

/// Every destination of a text with its line, counted from 1; entities and backslashes decoded.
#[must_use]
pub fn destinations(text: &str) -> Vec<(u64, String)> {
    let mut all = Vec::new();
    rewrite_lines(text, |line, destination| {
        all.push((line, destination.to_owned()));
        None
    });
    all
}

/// The lines on which each destination stands, counted from 1; destinations decoded.
pub(super) fn lines(text: &str) -> HashMap<String, VecDeque<u64>> {
    let mut lines: HashMap<String, VecDeque<u64>> = HashMap::new();
    for (line, destination) in destinations(text) {
        lines.entry(decode(&destination).into_owned()).or_default().push_back(line);
    }
    lines
}

fn rewrite_lines(text: &str, mut new: impl FnMut(u64, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    // Brackets that are open; the words of a link may go over lines, but not over paragraphs.
    let mut open = 0_usize;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let marker = ["```", "~~~"].into_iter().find(|it| line.trim_start().starts_with(it));
        if marker.is_some() && (fence.is_none() || fence == marker) {
            fence = if fence.is_none() { marker } else { None };
            out.push_str(line);
        } else if fence.is_some() {
            out.push_str(line);
        } else {
            open = if line.trim().is_empty() { 0 } else { open };
            rewrite_line(line, &mut open, &mut |destination| new(number, destination), &mut out);
        }
    }
    out
}

fn rewrite_line(
    line: &str,
    open: &mut usize,
    new: &mut impl FnMut(&str) -> Option<String>,
    out: &mut String,
) {
    let last_runs = last_runs(line);
    let (mut at, mut copied) = (0, 0);
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let found = match c {
            '`' => {
                let length = run(rest);
                at = end_of_code(line, at, length, &last_runs);
                continue;
            }
            '\\' => {
                at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            '[' => {
                *open += 1;
                None
            }
            ']' if *open > 0 => {
                *open -= 1;
                behind_bracket(rest, may_define(&line[..at]))
            }
            '<' => in_angles(rest),
            c if c.is_ascii_alphabetic() => attribute(rest, &line[..at]),
            _ => None,
        };
        let Some((start, length)) = found else {
            at += c.len_utf8();
            continue;
        };
        let (start, end) = (at + start, at + start + length);
        let address = &line[start..end];
        if let Some(instead) = new(&unescaped(address)) {
            if c == '<' && !is_web(&instead) {
                // Between angle brackets it would be a tag.
                out.push_str(&line[copied..at]);
                for part in ["[", address, "](", &instead, ")"] {
                    out.push_str(part);
                }
                copied = end + 1;
            } else {
                out.push_str(&line[copied..start]);
                out.push_str(&instead);
                copied = end;
            }
        }
        at = end;
    }
    out.push_str(&line[copied..]);
}

/// A destination without the backslashes and entities of Markdown.
fn unescaped(address: &str) -> Cow<'_, str> {
    if !address.contains(['&', '\\']) {
        return Cow::Borrowed(address);
    }
    let address = html::decode(address);
    let mut text = String::with_capacity(address.len());
    let mut chars = address.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            text.push(c);
        }
        if c == '\\' {
            text.extend(chars.next_if(char::is_ascii_punctuation));
        }
    }
    Cow::Owned(text)
}

fn is_web(address: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// How many backticks stand here in a row.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Where the last run of each number of backticks begins.
fn last_runs(line: &str) -> BTreeMap<usize, usize> {
    let mut last = BTreeMap::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'`', &line.as_bytes()[at..]) {
        let start = at + found;
        let length = run(&line[start..]);
        last.insert(length, start);
        at = start + length;
    }
    last
}

/// Where the code ends that a run of backticks opens; behind the run itself if it opens none.
fn end_of_code(line: &str, start: usize, length: usize, last: &BTreeMap<usize, usize>) -> usize {
    let mut at = start + length;
    if last.get(&length).is_none_or(|last| *last <= start) {
        return at;
    }
    while let Some(found) = memchr::memchr(b'`', &line.as_bytes()[at..]) {
        at += found;
        let closing = run(&line[at..]);
        at += closing;
        if closing == length {
            break;
        }
    }
    at
}

/// `](URL)`, `](<URL>)`, and at the start of a line `]: URL`
fn behind_bracket(text: &str, may_be_reference: bool) -> Option<(usize, usize)> {
    let (inner, is_inline) = match text.strip_prefix("](") {
        Some(inner) => (inner, true),
        None => (text.strip_prefix("]:").filter(|_| may_be_reference)?, false),
    };
    let inner = inner.trim_start_matches([' ', '\t']);
    let (inner, is_angled) = match inner.strip_prefix('<') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let start = text.len() - inner.len();
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (at, c) in inner.char_indices().take(LONGEST) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '>' if is_angled => return Some((start, at)),
            _ if is_angled => {}
            ')' if is_inline && depth == 0 => return Some((start, at)),
            c if c.is_ascii_whitespace() => return Some((start, at)),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (!is_inline && !is_angled && inner.len() < LONGEST).then_some((start, inner.len()))
}

/// Whether what stands before a closing bracket opened one at the start of a line or a quote. That of
/// a footnote holds words.
fn may_define(before: &str) -> bool {
    let label = before.trim_start_matches([' ', '\t', '>']);
    label.starts_with('[') && !label.starts_with("[^")
}

/// `<https://x.org/>`
fn in_angles(text: &str) -> Option<(usize, usize)> {
    let inner = &text[1..];
    if !is_web(inner) {
        return None;
    }
    let end = inner.as_bytes().iter().take(LONGEST).position(|byte| b"> \n".contains(byte))?;
    inner[end..].starts_with('>').then_some((1, end))
}

/// `href="URL"`, `SRC = 'URL'`, `href=URL`
fn attribute(text: &str, before: &str) -> Option<(usize, usize)> {
    let is_name =
        |name: &&&str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let name = ATTRIBUTES.iter().find(is_name)?;
    let value = text[name.len()..].trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
    if !before.ends_with([' ', '\t', '"', '\'']) || !is_in_tag(before) {
        return None;
    }
    let quote = value.bytes().next().filter(|byte| b"\"'".contains(byte));
    let inner = &value[usize::from(quote.is_some())..];
    let is_end = |byte: &u8| match quote {
        Some(quote) => *byte == quote,
        None => byte.is_ascii_whitespace() || *byte == b'>',
    };
    let length = inner.bytes().take(LONGEST).position(|byte| is_end(&byte))?;
    Some((text.len() - inner.len(), length))
}

/// Whether a tag is open at the end of a text.
fn is_in_tag(before: &str) -> bool {
    let near = &before.as_bytes()[before.len().saturating_sub(LONGEST)..];
    let is_tag = |at: usize| near.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    memchr::memrchr2(b'<', b'>', near).is_some_and(|at| near[at] == b'<' && is_tag(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shouted(text: &str) -> String {
        rewrite(text, |destination| Some(destination.to_uppercase()))
    }

    #[test]
    fn destinations_are_found() {
        for (text, expected) in [
            ("[a](b) ![c](d \"e\")", "[a](B) ![c](D \"e\")"),
            ("[a](<b c>) [x](y_(z)) w)", "[a](<B C>) [x](Y_(Z)) w)"),
            ("[a]: b\n[c]: <d>", "[a]: B\n[c]: <D>"),
            ("<https://a.org/b> <b>", "<HTTPS://A.ORG/B> <b>"),
            ("<img alt=\"x\" src=\"a\"> src=\"b\"", "<img alt=\"x\" src=\"A\"> src=\"b\""),
            (
                "<a title='t' HREF = 'b' poster=c><b src=d >",
                "<a title='t' HREF = 'B' poster=C><b src=D >",
            ),
            ("> [a]: b\n  [c]: d", "> [a]: B\n  [c]: D"),
            ("[a](x\\)y&amp;z)", "[a](X)Y&Z)"),
            ("a ` [b](c) and `` [d](e)", "a ` [b](C) and `` [d](E)"),
        ] {
            assert_eq!(shouted(text), expected);
        }
    }

    #[test]
    fn an_address_in_angles_that_is_no_longer_one_becomes_a_link() {
        let text = rewrite("a <https://a.org/b> c", |_| Some("../b.md".to_owned()));
        assert_eq!(text, "a [https://a.org/b](../b.md) c");
    }

    #[test]
    fn code_and_text_stay() {
        for text in [
            "`[a](b)` ``[a](b) ` ``",
            "```\n[a](b)\n```",
            "~~~\n```\n[a](b)\n~~~",
            "\\](a) https://a.org/b",
            "\\[a](b) !\\[c](d)",
            "a [b\n\nc](d)",
            "a [b]: c",
            "[sc src=\"a\"]",
            "[^1]: words",
            "a < b src=c",
        ] {
            assert_eq!(shouted(text), text);
        }
    }
}
