//! Listings that were typed as `<code>` over several lines, without `<pre>` → `<pre><code>`.
//!
//! WordPress shows line breaks in them, but only `<pre>` says that the lines and their indents matter.

use std::borrow::Cow;

use crate::convert::lower::markup::{self, End, Token};

/// Gives each `<code>` that fills whole lines, and more than one, a `<pre>`.
///
/// `<code>\nline 1\nline 2\n</code>` → `<pre><code>line 1\nline 2</code></pre>`
pub(in crate::convert::lower) fn wrap(content: &str) -> Cow<'_, str> {
    if !markup::holds(content, "<code") {
        return Cow::Borrowed(content);
    }
    let mut html = String::new();
    let mut copied = 0;
    let mut at = 0;
    let mut pre = 0_usize;
    let mut tokens = markup::as_browser(content).peekable();
    while let Some(token) = tokens.next() {
        let start = at;
        at += token.raw().len();
        let Token::Tag(tag) = token else { continue };
        if tag.is("pre") {
            pre = if tag.end == End::Open { pre + 1 } else { pre.saturating_sub(1) };
        }
        let Some(Token::Text(text)) = tokens.peek() else { continue };
        let is_code = tag.is("code") && tag.end == End::Open && pre == 0;
        let end = at + text.len();
        if is_code && fills_lines(&content[..start], text, &content[end..]) {
            html.extend([&content[copied..start], "<pre>", tag.raw]);
            html.push_str(text.strip_prefix('\n').unwrap_or(text).trim_ascii_end());
            html.push_str("</code></pre>");
            copied = end + "</code>".len();
        }
    }
    match copied {
        0 => Cow::Borrowed(content),
        _ => Cow::Owned(html + &content[copied..]),
    }
}

/// Whether a text of several lines stands between `<code>` at the start of a line and `</code>` at
/// the end of one.
fn fills_lines(before: &str, text: &str, behind: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    let Some(behind) = behind.strip_prefix("</code>") else { return false };
    let behind = behind.trim_start_matches([' ', '\t']);
    text.trim_ascii().contains('\n')
        && (before.is_empty() || before.ends_with('\n'))
        && (behind.is_empty() || behind.starts_with('\n'))
}
