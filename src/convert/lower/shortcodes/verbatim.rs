//! Shortcodes that come before paragraphs, because their content is no prose: code, and addresses.
//!
//! Code goes out as `<pre><code class="language-x">`, its brackets as entities, so that nothing
//! behind this step takes it for anything else.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::attributes::Attributes;
use crate::convert::lower::Rules;
use crate::convert::lower::embeds;
use crate::convert::lower::markup::{self, End, Tag, Token};
use crate::convert::lower::uses::{Fate, ShortcodeUses, count};

/// Shortcodes that hold code in the language that their attributes name.
const CODE: &[&str] = &[
    "code",
    "codecolorer",
    "codesyntax",
    "crayon",
    "enlighter",
    "geshi",
    "prettify",
    "source",
    "sourcecode",
    "syntax",
];

/// Shortcodes that hold code in the language that they are named after; the second name is the one
/// that highlighters know. Empty: no language.
const LANGUAGES: &[(&str, &str)] = &[
    ("actionscript3", "actionscript"),
    ("apache", "apache"),
    ("applescript", "applescript"),
    ("as3", "actionscript"),
    ("bash", "bash"),
    ("c", "c"),
    ("c-sharp", "csharp"),
    ("cf", "coldfusion"),
    ("clojure", "clojure"),
    ("coldfusion", "coldfusion"),
    ("cpp", "cpp"),
    ("csharp", "csharp"),
    ("css", "css"),
    ("delphi", "delphi"),
    ("diff", "diff"),
    ("erlang", "erlang"),
    ("fsharp", "fsharp"),
    ("go", "go"),
    ("groovy", "groovy"),
    ("haskell", "haskell"),
    ("html", "html"),
    ("java", "java"),
    ("javafx", "java"),
    ("javascript", "javascript"),
    ("jfx", "java"),
    ("jquery", "javascript"),
    ("js", "javascript"),
    ("jscript", "javascript"),
    ("json", "json"),
    ("lua", "lua"),
    ("matlab", "matlab"),
    ("objc", "objectivec"),
    ("pascal", "pascal"),
    ("perl", "perl"),
    ("php", "php"),
    ("plain", ""),
    ("powershell", "powershell"),
    ("ps", "powershell"),
    ("py", "python"),
    ("python", "python"),
    ("r", "r"),
    ("rails", "ruby"),
    ("ruby", "ruby"),
    ("rust", "rust"),
    ("scala", "scala"),
    ("shell", "shell"),
    ("sql", "sql"),
    ("swift", "swift"),
    ("text", ""),
    ("vb", "vbnet"),
    ("vbnet", "vbnet"),
    ("xhtml", "xml"),
    ("xml", "xml"),
    ("xslt", "xml"),
    ("yaml", "yaml"),
];

/// Names that other plugins give to columns and quotations too; one line in them may be prose.
const AMBIGUOUS: &[&str] = &["c", "go", "html", "plain", "r", "source", "syntax", "text"];

/// Letters that `CodeColorer` takes behind `cc`, each a switch: `ccnl_php` has no line numbers.
const SWITCHES: &str = "bdeilnstw";

/// Replaces the shortcodes whose content is no prose; counts them by name. Those for which the user
/// has a rule stay.
pub(in crate::convert::lower) fn replace<'a>(
    content: &'a str,
    rules: &Rules,
    uses: &mut ShortcodeUses,
) -> Cow<'a, str> {
    let mut html = String::new();
    let mut copied = 0;
    let mut cursor = Cursor { content, at: 0, code: 0, pre: 0 };
    let mut endless = BTreeSet::new();
    while let Some(start) = cursor.next_bracket() {
        // In `<code>`, people write about shortcodes.
        if cursor.code > 0 {
            continue;
        }
        let Some(found) = element(content, start, &mut endless) else { continue };
        if rules.shortcodes.own.contains_key(found.name) {
            continue;
        }
        let Some(instead) = instead(&found) else { continue };
        html.push_str(&content[copied..start]);
        html.push_str(match cursor.pre {
            0 => &instead,
            _ => instead.trim_start_matches("<pre>").trim_end_matches("</pre>"),
        });
        copied = found.end;
        cursor.at = found.end;
        count(uses, found.name, Fate::Converted);
    }
    match copied {
        0 => Cow::Borrowed(content),
        _ => Cow::Owned(html + &content[copied..]),
    }
}

/// A place in content, and the elements that it is in.
struct Cursor<'a> {
    content: &'a str,
    at: usize,
    /// How many `<code>` and how many `<pre>` are open.
    code: usize,
    pre: usize,
}

impl Cursor<'_> {
    /// Where the next `[` in text is; the place must not be inside a tag.
    fn next_bracket(&mut self) -> Option<usize> {
        let bytes = self.content.as_bytes();
        let find = |from: usize| memchr::memchr(b'[', &bytes[from..]).map(|at| from + at);
        let mut bracket = find(self.at)?;
        while let Some(token) = markup::as_browser(&self.content[self.at..bracket]).next() {
            if let Token::Text(text) = token {
                self.at += text.len();
            }
            if self.at == bracket {
                break;
            }
            match markup::as_browser(&self.content[self.at..]).next()? {
                Token::Tag(tag) => self.pass(&tag),
                Token::Comment(raw) | Token::Text(raw) => self.at += raw.len(),
            }
            if self.at > bracket {
                bracket = find(self.at)?;
            }
        }
        self.at = bracket + 1;
        Some(bracket)
    }

    fn pass(&mut self, tag: &Tag<'_>) {
        self.at += tag.raw.len();
        let depth = match tag.name {
            "code" => &mut self.code,
            "pre" => &mut self.pre,
            _ => return,
        };
        *depth = match tag.end {
            End::Open => *depth + 1,
            End::Close => depth.saturating_sub(1),
        };
    }
}

/// A shortcode with both its ends.
struct Element<'a> {
    name: &'a str,
    attributes: &'a str,
    body: &'a str,
    end: usize,
}

/// The shortcode at a `[`, if it is one whose content is no prose and it has an end.
fn element<'a>(
    content: &'a str,
    start: usize,
    endless: &mut BTreeSet<&'a str>,
) -> Option<Element<'a>> {
    let from = &content[start + 1..];
    let length = from.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
    let name = &from[..length];
    let is_known = name == "embed" || is_code(name);
    let escaped = content[..start].ends_with('[');
    if !is_known || escaped || endless.contains(name) {
        return None;
    }
    let Some(attributes) = from[length..].find(']').map(|end| &from[length..length + end]) else {
        endless.insert(name);
        return None;
    };
    let body = start + 1 + length + attributes.len() + 1;
    let end_tag = format!("[/{name}]");
    let found = match name {
        // Only an address stands in it, so the next bracket must be its end.
        "embed" => {
            content[body..].find('[').filter(|at| content[body + at..].starts_with(&end_tag))
        }
        _ => content[body..].find(&end_tag),
    };
    let Some(found) = found else {
        if name != "embed" {
            endless.insert(name);
        }
        return None;
    };
    let end = body + found + end_tag.len();
    Some(Element { name, attributes, body: &content[body..body + found], end })
}

fn is_code(name: &str) -> bool {
    CODE.binary_search(&name).is_ok() || named_after(name).is_some() || code_colorer(name).is_some()
}

/// The switches and the language in a name of `CodeColorer`'s: `cc`, `ccn`, `cc_php`, `ccie_bash`.
fn code_colorer(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix("cc")?;
    let (switches, language) = rest.split_once('_').unwrap_or((rest, ""));
    let are_known = switches.chars().all(|c| SWITCHES.contains(c.to_ascii_lowercase()));
    are_known.then_some((switches, language))
}

fn named_after(name: &str) -> Option<&'static str> {
    let index = LANGUAGES.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(LANGUAGES[index].1)
}

fn instead(found: &Element<'_>) -> Option<String> {
    if found.name != "embed" {
        let is_code = AMBIGUOUS.binary_search(&found.name).is_err() || found.body.contains('\n');
        return is_code.then(|| code(found));
    }
    let url = found.body.trim_ascii();
    let is_url = url.starts_with("http") && !url.contains(['<', '>', '\n', ' ']);
    is_url.then(|| embeds::place(url))
}

/// `[code lang="r"]x <- 1[/code]` → `<pre><code class="language-r">x &lt;- 1</code></pre>`,
/// `[cci_r]x[/cci_r]` → `<code class="language-r">x</code>`
fn code(found: &Element<'_>) -> String {
    let attributes = Attributes::parse(found.attributes);
    let (switches, behind) = code_colorer(found.name).unwrap_or_default();
    let given = attributes.first_of(&["lang", "language"]).map(str::to_ascii_lowercase);
    let language = match &given {
        Some(language) => named_after(language).unwrap_or(language),
        None => named_after(found.name).or(named_after(behind)).unwrap_or(behind),
    };
    let class = match language {
        "" => String::new(),
        language => format!(" class=\"language-{}\"", markup::quote(language)),
    };
    let title = attributes
        .first_of(&["title"])
        .map_or(String::new(), |title| format!(" title=\"{}\"", markup::quote(title)));
    let body = found.body.strip_prefix('\n').unwrap_or(found.body).trim_ascii_end();
    let says =
        |name| attributes.get(name).is_some_and(|value| matches!(value, "1" | "on" | "true"));
    let encoded = switches.contains('e') || says("escaped") || is_encoded(body);
    let body = if encoded { body.to_owned() } else { markup::escape(body) };
    let body = body.replace('[', "&#91;").replace(']', "&#93;");
    if !body.contains('\n') && (switches.contains('i') || says("inline")) {
        return format!("<code{class}>{body}</code>");
    }
    format!("<pre{title}><code{class}>{body}</code></pre>")
}

/// Whether an editor made entities of all markup in the code.
///
/// The visual editor and `SyntaxHighlighter` store `&lt;` for `<`; then no bare one is left.
fn is_encoded(body: &str) -> bool {
    !body.contains(['<', '>']) && ["&lt;", "&gt;", "&amp;"].iter().any(|it| body.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(content: &str) -> String {
        replace(content, &Rules::default(), &mut ShortcodeUses::new()).into_owned()
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(CODE.is_sorted());
        assert!(LANGUAGES.is_sorted());
        assert!(AMBIGUOUS.is_sorted());
    }

    #[test]
    fn code_is_taken_as_it_is() {
        assert_eq!(
            replaced("[code lang=\"r\"]x <- a[1] & 2[/code]"),
            "<pre><code class=\"language-r\">x &lt;- a&#91;1&#93; &amp; 2</code></pre>"
        );
        assert_eq!(
            replaced("[php]a &lt; b[/php]"),
            "<pre><code class=\"language-php\">a &lt; b</code></pre>"
        );
    }

    #[test]
    fn what_has_no_end_or_stands_in_a_tag_stays() {
        for text in [
            "[code] x",
            "<a title=\"[code]\">x[/code]</a>",
            "[[code]x[/code]]",
            "[text]<b>prose</b>[/text]",
            "[text](url)",
        ] {
            assert_eq!(replaced(text), text);
        }
    }
}
