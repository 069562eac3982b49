//! HTML elements that hold Markdown.

use super::block::Step;
use super::jsx::{Newlines, to_jsx};
use super::page::{Gap, Page};
use crate::markdown::dialect::{Containers, Dialect, HtmlContent, HtmlSyntax, ImageWords, RawHtml};
use crate::markdown::tree::{Block, Spacing};

/// Is there no Markdown inside of HTML here?
pub(super) fn is_html_only(dialect: &Dialect, page: &Page) -> bool {
    let is_plain = dialect.containers == Containers::Plain && page.is_inside();
    dialect.raw_html == RawHtml::Keep && (dialect.html_content == HtmlContent::Html || is_plain)
}

pub(super) fn write_element<'b, 'a>(
    (open, blocks, close): (&'b str, &'b [Block<'a>], &'b str),
    steps: &mut Vec<Step<'b, 'a>>,
    dialect: &Dialect,
    page: &mut Page,
) {
    if dialect.raw_html == RawHtml::Keep {
        page.open_line();
        let end = open.find('>').filter(|_| dialect.html_content == HtmlContent::Attribute);
        match (end, dialect.html_syntax) {
            (Some(end), _) => {
                page.write_lines(&open[..end]);
                page.out.push_str(" markdown=\"1\"");
                page.write_lines(&open[end..]);
            }
            (None, HtmlSyntax::Html) => page.write_lines(open),
            (None, HtmlSyntax::Jsx) => page.write_lines(&to_jsx(open, Newlines::Kept)),
        }
        let gap = if blocks.is_empty() { Gap::Line } else { Gap::Blank };
        page.ask(gap);
        steps.push(Step::Close(gap, close));
    }
    steps.push(Step::blocks(blocks, Spacing::Loose));
}

/// A paragraph of elements alone would be taken for those elements.
pub(super) fn wrap_elements(start: usize, dialect: &Dialect, page: &mut Page) {
    let written = &page.out[start..];
    let is_alone = match dialect.html_syntax {
        HtmlSyntax::Jsx => written.starts_with('<') && written.ends_with('>'),
        HtmlSyntax::Html => {
            dialect.image_words == ImageWords::Plain
                && written.starts_with("<img ")
                && written.find('>') == Some(written.len() - 1)
        }
    };
    if is_alone {
        page.out.insert_str(start, "<p>");
        page.out.push_str("</p>");
    }
}
