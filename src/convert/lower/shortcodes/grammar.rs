//! Where shortcodes stand in HTML: `[name attributes]`, `[name /]`, `[name]…[/name]`.
//!
//! Brackets inside tags, comments, scripts and styles are none. An end belongs to the nearest
//! beginning of its name. <https://codex.wordpress.org/Shortcode_API>

use std::collections::HashMap;

use crate::convert::lower::markup::{self, End, Token};

/// How many `]` inside quoted values are looked over before the first counts as the end.
const BRACKETS_IN_VALUES: usize = 8;

/// Something in brackets that may be a shortcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark<'a> {
    pub(super) name: &'a str,
    /// What stands between the name and the `]`.
    pub(super) attributes: &'a str,
    pub(super) kind: Kind,
    /// Where its `[` is.
    pub(super) start: usize,
    /// Where what follows its `]` is.
    pub(super) end: usize,
    /// Whether it stands in `<pre>` or `<code>`.
    pub(super) in_code: bool,
}

/// What stands in the brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[name]`, with the number of the mark that ends it.
    Begin(Option<usize>),
    /// `[/name]`.
    End,
}

/// A bracket in text.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    at: usize,
    opens: bool,
    in_code: bool,
}

/// Everything in a text that may be a shortcode, in order. Of a name that `is_known` WordPress would
/// be sure; an unknown one has neither tags nor brackets among its attributes.
pub(super) fn marks<'a>(html: &'a str, is_known: &dyn Fn(&str) -> bool) -> Vec<Mark<'a>> {
    let brackets = brackets(html);
    let closing: Vec<usize> = (0..brackets.len()).filter(|index| !brackets[*index].opens).collect();
    let mut marks: Vec<Mark<'_>> = Vec::new();
    let mut begun: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut index = 0;
    while index < brackets.len() {
        let behind = &closing[closing.partition_point(|closing| *closing < index)..];
        let Some((mark, next)) = mark(html, &brackets, index, behind, is_known) else {
            index += 1;
            continue;
        };
        index = next;
        if mark.kind == Kind::End {
            if let Some(begin) = begun.get_mut(mark.name).and_then(Vec::pop) {
                marks[begin].kind = Kind::Begin(Some(marks.len()));
            }
        } else if !mark.attributes.ends_with('/') {
            begun.entry(mark.name).or_default().push(marks.len());
        }
        marks.push(mark);
    }
    marks
}

/// The mark that begins at a bracket, and the number of the bracket behind it. `closing` are the
/// numbers of the `]` that follow.
fn mark<'a>(
    html: &'a str,
    brackets: &[Bracket],
    index: usize,
    closing: &[usize],
    is_known: &dyn Fn(&str) -> bool,
) -> Option<(Mark<'a>, usize)> {
    let first = brackets.get(index).filter(|bracket| bracket.opens)?;
    let behind = &html[first.at + 1..];
    let (kind, from) = match behind.strip_prefix('/') {
        Some(from) => (Kind::End, from),
        None => (Kind::Begin(None), behind),
    };
    let name = name(from)?;
    let from = html.len() - from.len() + name.len();
    let last = match kind {
        Kind::Begin(_) if is_known(name) => end_of_known(html, brackets, closing, from)?,
        Kind::Begin(_) | Kind::End => index + 1,
    };
    let end = brackets.get(last).filter(|bracket| !bracket.opens)?.at;
    let attributes = &html[from..end];
    let plausible = match kind {
        Kind::End => attributes.trim_ascii().is_empty(),
        Kind::Begin(_) => is_known(name) || !attributes.contains('<'),
    };
    let (start, in_code) = (first.at, first.in_code);
    plausible.then_some((Mark { name, attributes, kind, start, end: end + 1, in_code }, last + 1))
}

/// The name at the start of a text: a letter, then letters, digits, `_` and `-`.
pub(super) fn name(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(text.len());
    let name = &text[..end];
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let ends =
        text[end..].starts_with(|c: char| c.is_ascii_whitespace() || "]/=\u{a0}".contains(c));
    (begins && ends).then_some(name)
}

/// Which bracket ends a shortcode: the first `]` that leaves no quote open, if one is near.
fn end_of_known(html: &str, brackets: &[Bracket], closing: &[usize], from: usize) -> Option<usize> {
    let mut first = None;
    let mut from = from;
    let mut is_open = false;
    for index in closing.iter().copied().take(BRACKETS_IN_VALUES) {
        let bracket = &brackets[index];
        let quotes = html[from..bracket.at].bytes().filter(|byte| *byte == b'"').count();
        is_open ^= quotes % 2 == 1;
        if !is_open {
            return Some(index);
        }
        first = first.or(Some(index));
        from = bracket.at;
    }
    first
}

/// The brackets of a text that are text.
fn brackets(html: &str) -> Vec<Bracket> {
    let mut brackets = Vec::new();
    let mut code = 0_usize;
    let mut script = 0_usize;
    let mut at = 0;
    for token in markup::as_browser(html) {
        match token {
            Token::Text(text) => {
                if script == 0 {
                    let found = memchr::memchr2_iter(b'[', b']', text.as_bytes());
                    brackets.extend(found.map(|found| Bracket {
                        at: at + found,
                        opens: text.as_bytes()[found] == b'[',
                        in_code: code > 0,
                    }));
                }
                at += text.len();
            }
            Token::Comment(raw) => at += raw.len(),
            Token::Tag(tag) => {
                at += tag.raw.len();
                let depth = match tag.name.to_ascii_lowercase().as_str() {
                    "code" | "pre" => &mut code,
                    "script" | "style" => &mut script,
                    _ => continue,
                };
                *depth = match tag.end {
                    End::Open => *depth + 1,
                    End::Close => depth.saturating_sub(1),
                };
            }
        }
    }
    brackets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<&str> {
        marks(html, &|name| name == "gallery").iter().map(|mark| mark.name).collect()
    }

    #[test]
    fn brackets_that_are_text_are_no_marks() {
        assert_eq!(names("a[0] [1] [ ] [-x] [two <b>words</b>] [unclosed"), [""; 0]);
        assert_eq!(names("<a title=\"[gallery]\">x</a><!-- [gallery] -->"), [""; 0]);
        assert_eq!(names("<script>a = [gallery]</script>"), [""; 0]);
    }

    #[test]
    fn ends_belong_to_the_nearest_beginning() {
        let marks = marks("[a][a]x[/a][/a][/a]", &|_| false);
        let kinds: Vec<_> = marks.iter().map(|mark| mark.kind).collect();
        assert_eq!(
            kinds,
            [Kind::Begin(Some(3)), Kind::Begin(Some(2)), Kind::End, Kind::End, Kind::End]
        );
    }

    #[test]
    fn a_quoted_bracket_ends_nothing() {
        assert_eq!(marks("[gallery a=\"x [1] y\" b=2]", &|_| true)[0].end, 25);
        assert_eq!(marks("[gallery a=\"x] y", &|_| true)[0].end, 14);
    }
}
