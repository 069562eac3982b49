//! Terms and what they mean.

use super::block::{Step, write_content};
use super::line::{Frame, Pen};
use super::page::{Gap, Page};
use crate::markdown::tree::{Block, Definition, Spacing};

/// The terms of the first definition, then its descriptions.
pub(super) fn write_definition<'b, 'a>(
    definitions: &'b [Definition<'a>],
    steps: &mut Vec<Step<'b, 'a>>,
    pen: &mut Pen<'b, '_>,
    page: &mut Page,
) {
    let Some((definition, rest)) = definitions.split_first() else { return };
    for term in &definition.terms {
        page.open_line();
        write_content(term, Frame::Heading, pen, page);
    }
    if !rest.is_empty() {
        steps.push(Step::Definitions(rest));
        steps.push(Step::Ask(Gap::Blank));
    }
    steps.push(Step::Description(&definition.descriptions));
}

pub(super) fn write_description<'b, 'a>(
    descriptions: &'b [Vec<Block<'a>>],
    steps: &mut Vec<Step<'b, 'a>>,
    page: &mut Page,
) {
    let Some((description, rest)) = descriptions.split_first() else { return };
    if description.len() > 1 {
        // Behind a blank line the first paragraph is one, as those after it are.
        page.ask(Gap::Blank);
    }
    let prefix = page.enter(":   ", "    ");
    steps.push(Step::Description(rest));
    steps.push(Step::Leave(prefix));
    steps.push(Step::blocks(description, Spacing::Loose));
}
