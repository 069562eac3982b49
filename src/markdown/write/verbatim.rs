//! What stands as it is: fences and raw HTML.

use std::borrow::Cow;

use super::code::write_verbatim;
use super::escape::Bytes;
use super::jsx::{Newlines, to_jsx};
use super::line::{Frame, Pen, write_line};
use super::page::Page;
use super::start::{Start, before_html};
use super::token::{Line, Token};
use crate::html;
use crate::markdown::dialect::{Containers, Dialect, FenceMarker, Highlight, HtmlSyntax, RawHtml};
use crate::markdown::source::{MARKDOWN_SOURCE, TEMPLATE_SOURCE};
use crate::markdown::tree::{CodeBlock, Inline, Source};

/// A fence around the lines, longer than any run of its marker in them.
pub(super) fn write_fence(code: &CodeBlock<'_>, dialect: &Dialect, page: &mut Page) {
    if dialect.containers == Containers::Plain && page.is_inside() {
        write_indented(&verbatim(&code.text, dialect), page);
        return;
    }
    let marker = match dialect.fence {
        FenceMarker::Backtick => '`',
        FenceMarker::Tilde => '~',
    };
    let longest = code.text.split(|c| c != marker).map(str::len).max().unwrap_or(0);
    let length = longest.max(2) + 1;
    page.open_line();
    page.out.extend(std::iter::repeat_n(marker, length));
    if let Some(language) = &code.language {
        page.out.extend(language.chars().filter(|c| !c.is_whitespace() && *c != '`'));
    }
    if !code.text.is_empty() {
        page.write_below(&verbatim(&code.text, dialect));
    }
    page.open_line();
    page.out.extend(std::iter::repeat_n(marker, length));
}

/// Lines that are code by four blanks.
fn write_indented(text: &str, page: &mut Page) {
    page.open_line();
    let indented = text.split('\n').map(|line| match line {
        "" => String::new(),
        line => format!("    {line}"),
    });
    page.write_lines(&indented.collect::<Vec<_>>().join("\n"));
}

fn verbatim<'t>(text: &'t str, dialect: &Dialect) -> Cow<'t, str> {
    if dialect.escapes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    write_verbatim(text, dialect, &mut escaped);
    Cow::Owned(escaped)
}

/// Raw HTML, or the text of it where the dialect takes none.
pub(super) fn write_html(html: &str, dialect: &Dialect, page: &mut Page) {
    match dialect.raw_html {
        RawHtml::Keep => {
            page.open_line();
            match dialect.html_syntax {
                HtmlSyntax::Html => {
                    let mut lines = String::with_capacity(html.len());
                    write_raw_html(html, dialect, &mut lines);
                    page.write_lines(&lines);
                }
                HtmlSyntax::Jsx => page.write_lines(&to_jsx(html, Newlines::Joined)),
            }
        }
        RawHtml::Strip => {
            let text = html::parse(html).inner_text(html::Dom::ROOT);
            let content =
                [Inline::Text(text.split_whitespace().collect::<Vec<_>>().join(" ").into())];
            let mut pen = Pen {
                dialect,
                bytes: Bytes::new(dialect),
                line: Line::default(),
                headings: Vec::new(),
            };
            page.open_line();
            let (prefix, out) = page.prefix_and_out();
            write_line(&content, Frame::Paragraph, prefix, &mut pen, out);
        }
    }
}

/// Raw HTML as it is, but for the sources in it: their tags go, and a generator finds its templates in
/// HTML, too, so they go out as they do elsewhere.
///
/// `<td><template-source>{{&lt; toc &gt;}}</template-source></td>` → `<td>{{< toc >}}</td>`
pub(super) fn write_raw_html(html: &str, dialect: &Dialect, out: &mut String) {
    let [open, close] = [format!("<{TEMPLATE_SOURCE}>"), format!("</{TEMPLATE_SOURCE}>")];
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once(open.as_str()) {
        let Some((template, behind)) = behind.split_once(close.as_str()) else { break };
        write_verbatim(&without_markdown_tags(before), dialect, out);
        out.push_str(&html::parse(template).inner_text(html::Dom::ROOT));
        rest = behind;
    }
    write_verbatim(&without_markdown_tags(rest), dialect, out);
}

fn without_markdown_tags(html: &str) -> Cow<'_, str> {
    if !html.contains(MARKDOWN_SOURCE) {
        return Cow::Borrowed(html);
    }
    let [open, close] = [format!("<{MARKDOWN_SOURCE}>"), format!("</{MARKDOWN_SOURCE}>")];
    Cow::Owned(html.replace(&open, "").replace(&close, ""))
}

/// Raw HTML in a line: what it starts there, if it starts anything, and what follows it.
pub(super) fn write_raw(
    html: &str,
    (start, following): (Option<Start>, &[Token<'_>]),
    dialect: &Dialect,
    out: &mut String,
) {
    match dialect.raw_html {
        RawHtml::Keep => match (html, dialect.highlight, dialect.html_syntax) {
            ("<mark>" | "</mark>", Highlight::Equals, _) => out.push_str("=="),
            (_, _, HtmlSyntax::Jsx) => out.push_str(&to_jsx(html, Newlines::Joined)),
            (_, _, HtmlSyntax::Html) => {
                out.push_str(before_html(html, start, following));
                write_tags(html, dialect, out);
            }
        },
        RawHtml::Strip => {}
    }
}

/// Where an element holds Markdown only if it says so, the opening tag says so.
fn write_tags(html: &str, dialect: &Dialect, out: &mut String) {
    let start = out.len();
    write_raw_html(html, dialect, out);
    let is_raw = |name: &String| {
        html[1..].strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with([' ', '>']))
    };
    let is_one_tag = html.starts_with('<') && html.find('>') == Some(html.len() - 1);
    if is_one_tag && dialect.raw_elements.iter().any(is_raw) && out.len() > start {
        out.insert_str(out.len() - 1, " markdown=\"span\"");
    }
}

/// Lines that are to go out as they are.
pub(super) fn write_source(source: &Source<'_>, dialect: &Dialect, page: &mut Page) {
    page.open_line();
    page.write_lines(&in_dialect(source, dialect));
}

/// A source on one line.
pub(super) fn write_inline_source(source: &Source<'_>, dialect: &Dialect, out: &mut String) {
    out.push_str(&in_dialect(source, dialect).replace('\n', " "));
}

/// A source with what the generator would take for its own escaped, unless it is meant so.
fn in_dialect<'t>(source: &'t Source<'_>, dialect: &Dialect) -> Cow<'t, str> {
    match source {
        Source::Markdown(text) => verbatim(text.trim_ascii_end(), dialect),
        Source::Template(text) => Cow::Borrowed(text.trim_ascii_end()),
    }
}
