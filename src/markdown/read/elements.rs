//! The elements by name: what is done when one starts and when it ends.

use super::Visit;
use super::builder::Builder;
use super::{block, code, inline, media, notes, table};
use crate::html::{Dom, NodeId};

/// What is done when an element starts, and what when it ends.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    pub(super) enter: for<'a> fn(NodeId, &mut Builder<'a>) -> Visit,
    pub(super) leave: for<'a> fn(NodeId, &mut Builder<'a>),
}

macro_rules! handlers {
    ($($name:literal => $enter:path, $leave:path;)*) => {
        &[$(($name, Handler { enter: $enter, leave: $leave })),*]
    };
}

/// Elements that are not here vanish and leave what they hold.
const HANDLERS: &[(&str, Handler)] = handlers! {
    "a" => inline::enter_link, inline::leave_mark;
    "abbr" => inline::enter_element, inline::leave_mark;
    "address" => block::enter_wrapper, block::leave_wrapper;
    "article" => block::enter_wrapper, block::leave_wrapper;
    "aside" => block::enter_wrapper, block::leave_wrapper;
    "audio" => media::enter_player, inline::leave_nothing;
    "b" => inline::enter_strong, inline::leave_mark;
    "base" => media::skip, inline::leave_nothing;
    "bdo" => inline::enter_element, inline::leave_mark;
    "blockquote" => block::enter_quote, block::leave_quote;
    "br" => inline::enter_break, inline::leave_nothing;
    "button" => media::enter_button, media::leave_button;
    "canvas" => media::lose, inline::leave_nothing;
    "caption" => block::enter_caption, block::leave_caption;
    "center" => block::enter_wrapper, block::leave_wrapper;
    "cite" => inline::enter_citation, inline::leave_mark;
    "code" => code::enter_code, code::leave_code;
    "datalist" => media::lose, inline::leave_nothing;
    "dd" => block::enter_description, block::leave_description;
    "del" => inline::enter_strikethrough, inline::leave_mark;
    "details" => block::enter_details, block::leave_details;
    "dfn" => inline::enter_emphasis, inline::leave_mark;
    "dialog" => block::enter_wrapper, block::leave_wrapper;
    "dir" => block::enter_list, block::leave_list;
    "div" => block::enter_wrapper, block::leave_wrapper;
    "dl" => block::enter_definitions, block::leave_definitions;
    "dt" => block::enter_term, block::leave_term;
    "em" => inline::enter_emphasis, inline::leave_mark;
    "embed" => media::enter_frame, inline::leave_nothing;
    "fieldset" => block::enter_wrapper, block::leave_wrapper;
    "figcaption" => block::enter_caption, block::leave_caption;
    "figure" => block::enter_figure, block::leave_figure;
    "footer" => block::enter_wrapper, block::leave_wrapper;
    "form" => block::enter_wrapper, block::leave_wrapper;
    "frame" => media::lose, inline::leave_nothing;
    "frameset" => media::lose, inline::leave_nothing;
    "h1" => block::enter_heading, block::leave_heading;
    "h2" => block::enter_heading, block::leave_heading;
    "h3" => block::enter_heading, block::leave_heading;
    "h4" => block::enter_heading, block::leave_heading;
    "h5" => block::enter_heading, block::leave_heading;
    "h6" => block::enter_heading, block::leave_heading;
    "header" => block::enter_wrapper, block::leave_wrapper;
    "hgroup" => block::enter_wrapper, block::leave_wrapper;
    "hr" => block::enter_divider, inline::leave_nothing;
    "i" => inline::enter_emphasis, inline::leave_mark;
    "iframe" => media::enter_frame, inline::leave_nothing;
    "img" => media::enter_image, inline::leave_nothing;
    "input" => media::enter_input, inline::leave_nothing;
    "ins" => inline::enter_element, inline::leave_mark;
    "kbd" => inline::enter_element, inline::leave_mark;
    "legend" => block::enter_wrapper, block::leave_wrapper;
    "li" => block::enter_item, block::leave_item;
    "link" => media::skip, inline::leave_nothing;
    "listing" => code::enter_pre, inline::leave_nothing;
    "main" => block::enter_wrapper, block::leave_wrapper;
    "mark" => inline::enter_element, inline::leave_mark;
    "markdown-source" => media::enter_source, inline::leave_nothing;
    "math" => media::enter_foreign, inline::leave_nothing;
    "menu" => block::enter_list, block::leave_list;
    "meta" => media::skip, inline::leave_nothing;
    "nav" => block::enter_wrapper, block::leave_wrapper;
    "noembed" => media::lose, inline::leave_nothing;
    "noframes" => media::lose, inline::leave_nothing;
    "noscript" => media::lose, inline::leave_nothing;
    "object" => media::enter_frame, inline::leave_nothing;
    "ol" => block::enter_list, block::leave_list;
    "optgroup" => media::lose, inline::leave_nothing;
    "option" => media::lose, inline::leave_nothing;
    "p" => block::enter_paragraph, block::leave_paragraph;
    "param" => media::skip, inline::leave_nothing;
    "plaintext" => code::enter_pre, inline::leave_nothing;
    "pre" => code::enter_pre, inline::leave_nothing;
    "q" => inline::enter_element, inline::leave_mark;
    "ruby" => media::enter_foreign, inline::leave_nothing;
    "s" => inline::enter_strikethrough, inline::leave_mark;
    "samp" => code::enter_code, code::leave_code;
    "script" => media::lose, inline::leave_nothing;
    "search" => block::enter_wrapper, block::leave_wrapper;
    "section" => notes::enter_section, block::leave_wrapper;
    "select" => media::lose, inline::leave_nothing;
    "small" => inline::enter_element, inline::leave_mark;
    "source" => media::skip, inline::leave_nothing;
    "strike" => inline::enter_strikethrough, inline::leave_mark;
    "strong" => inline::enter_strong, inline::leave_mark;
    "style" => media::lose, inline::leave_nothing;
    "sub" => inline::enter_element, inline::leave_mark;
    "summary" => block::enter_summary, block::leave_wrapper;
    "sup" => notes::enter_superscript, inline::leave_mark;
    "svg" => media::enter_foreign, inline::leave_nothing;
    "table" => table::enter_table, table::leave_table;
    "td" => table::enter_cell, table::leave_cell;
    "template" => media::lose, inline::leave_nothing;
    "template-source" => media::enter_source, inline::leave_nothing;
    "textarea" => media::lose, inline::leave_nothing;
    "th" => table::enter_cell, table::leave_cell;
    "title" => media::lose, inline::leave_nothing;
    "tr" => table::enter_row, table::leave_row;
    "track" => media::skip, inline::leave_nothing;
    "tt" => code::enter_code, code::leave_code;
    "u" => inline::enter_element, inline::leave_mark;
    "ul" => block::enter_list, block::leave_list;
    "var" => inline::enter_emphasis, inline::leave_mark;
    "video" => media::enter_player, inline::leave_nothing;
    "xmp" => code::enter_pre, inline::leave_nothing;
};

const TRANSPARENT: Handler =
    Handler { enter: inline::enter_transparent, leave: inline::leave_nothing };

/// Where the handlers are: at the hash of a name or behind it is its number and one, or nothing.
const SLOTS: [usize; 256] = {
    let mut slots = [0; 256];
    let mut number = 0;
    while number < HANDLERS.len() {
        let mut slot = hash(HANDLERS[number].0.as_bytes());
        while slots[slot] != 0 {
            slot = (slot + 1) % 256;
        }
        number += 1;
        slots[slot] = number;
    }
    slots
};

const fn hash(name: &[u8]) -> usize {
    match name {
        [] => 0,
        [one] => *one as usize,
        [first, second, ..] => {
            let last = name[name.len() - 1] as usize;
            (*first as usize * 97 + *second as usize * 39 + (last + name.len()) * 24) % 256
        }
    }
}

/// The handler of an element.
pub(super) fn handler(node: NodeId, dom: &Dom) -> &'static Handler {
    let name = dom.name(node).unwrap_or_default();
    find(name).map_or(&TRANSPARENT, |number| &HANDLERS[number].1)
}

fn find(name: &str) -> Option<usize> {
    let mut slot = hash(name.as_bytes());
    while let Some(number) = SLOTS[slot].checked_sub(1) {
        if HANDLERS[number].0 == name {
            return Some(number);
        }
        slot = (slot + 1) % 256;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(HANDLERS.is_sorted_by_key(|(name, _)| name));
    }

    #[test]
    fn names_are_found() {
        for (number, (name, _)) in HANDLERS.iter().enumerate() {
            assert_eq!(find(name), Some(number), "{name}");
        }
        for name in ["", "x", "span", "my-element"] {
            assert_eq!(find(name), None, "{name}");
        }
    }
}
