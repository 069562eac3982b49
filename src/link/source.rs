//! Where the destinations of links and images stand in a text that is Markdown already.
//!
//! `[a](URL)`, `![a](URL)`, `[a]: URL`, `<URL>`, and `href` and `src` of HTML; none in code. An address
//! that stands bare in a text is no link of the author's and stays, as it does in HTML.

use std::collections::BTreeMap;

/// The longest destination that is looked for.
const LONGEST: usize = 1_000;

/// The text with each destination as `new` has it; `None` from it leaves one as it is.
pub(super) fn rewrite(text: &str, mut new: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let marker = ["```", "~~~"].into_iter().find(|it| line.trim_start().starts_with(it));
        if marker.is_some() && (fence.is_none() || fence == marker) {
            fence = if fence.is_none() { marker } else { None };
            out.push_str(line);
        } else if fence.is_some() {
            out.push_str(line);
        } else {
            rewrite_line(line, &mut new, &mut out);
        }
    }
    out
}

fn rewrite_line(line: &str, new: &mut impl FnMut(&str) -> Option<String>, out: &mut String) {
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
            ']' => behind_bracket(rest, line[..at].trim_start().starts_with('[')),
            '<' => in_angles(rest),
            'h' | 's' => attribute(rest).filter(|_| is_in_tag(&line[copied..at])),
            _ => None,
        };
        let Some((start, length)) = found else {
            at += c.len_utf8();
            continue;
        };
        let (start, end) = (at + start, at + start + length);
        if let Some(instead) = new(&line[start..end]) {
            out.push_str(&line[copied..start]);
            out.push_str(&instead);
            copied = end;
        }
        at = end;
    }
    out.push_str(&line[copied..]);
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
    let mut depth = 0_usize;
    for (at, c) in inner.char_indices().take(LONGEST) {
        match c {
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

/// `<https://x.org/>`
fn in_angles(text: &str) -> Option<(usize, usize)> {
    let inner = &text[1..];
    if !(inner.starts_with("http://") || inner.starts_with("https://")) {
        return None;
    }
    let end = inner.as_bytes().iter().take(LONGEST).position(|byte| b"> \n".contains(byte))?;
    inner[end..].starts_with('>').then_some((1, end))
}

/// `href="URL"` and `src="URL"`
fn attribute(text: &str) -> Option<(usize, usize)> {
    let name = ["href=\"", "src=\""].into_iter().find(|name| text.starts_with(name))?;
    let inner = &text.as_bytes()[name.len()..];
    let end = memchr::memchr(b'"', &inner[..inner.len().min(LONGEST)])?;
    Some((name.len(), end))
}

/// Whether a tag is open at the end of a text.
fn is_in_tag(before: &str) -> bool {
    let near = &before.as_bytes()[before.len().saturating_sub(LONGEST)..];
    memchr::memrchr2(b'<', b'>', near).is_some_and(|at| near[at] == b'<')
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
            ("a ` [b](c) and `` [d](e)", "a ` [b](C) and `` [d](E)"),
        ] {
            assert_eq!(shouted(text), expected);
        }
    }

    #[test]
    fn code_and_text_stay() {
        for text in [
            "`[a](b)` ``[a](b) ` ``",
            "```\n[a](b)\n```",
            "~~~\n```\n[a](b)\n~~~",
            "\\](a) https://a.org/b",
            "a [b]: c",
            "[sc src=\"a\"]",
        ] {
            assert_eq!(shouted(text), text);
        }
    }
}
