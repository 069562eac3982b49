//! Content → the pieces that paragraphs are made of: text, comments, tags, and whole elements whose
//! inside is no text.

use crate::convert::lower::markup::{self, End, Tag, Token};

/// Elements that stand between paragraphs. WordPress knows them in lower case only.
const BLOCKS: &[&str] = &[
    "address",
    "area",
    "article",
    "aside",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "map",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose inside is no text.
const UNTOUCHED: &[&str] =
    &["markdown-source", "math", "pre", "script", "style", "svg", "template-source"];

/// A stretch that is never cut.
#[derive(Clone, Copy, Debug)]
pub(in crate::convert::lower) enum Piece<'a> {
    /// Text, possibly with newlines, never with a blank line.
    Text(&'a str),
    /// A comment.
    Comment(&'a str),
    /// A tag.
    Tag(Tag<'a>),
    /// A whole element whose inside is no text.
    Untouched(Tag<'a>),
}

impl<'a> Piece<'a> {
    /// As written.
    pub(in crate::convert::lower) fn raw(&self) -> &'a str {
        match self {
            Self::Text(raw) | Self::Comment(raw) => raw,
            Self::Tag(tag) | Self::Untouched(tag) => tag.raw,
        }
    }

    /// Whether it is nothing but white space.
    pub(in crate::convert::lower) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim_ascii().is_empty())
    }

    /// The tag, or the opening tag of an untouched element.
    pub(in crate::convert::lower) fn tag(&self) -> Option<&Tag<'a>> {
        match self {
            Self::Tag(tag) | Self::Untouched(tag) => Some(tag),
            Self::Text(_) | Self::Comment(_) => None,
        }
    }

    /// Whether paragraph tags beside it are dropped. WordPress asks only how the name begins, so
    /// `<picture>` and `<progress>` count as `<p>` here.
    pub(in crate::convert::lower) fn is_blockish(&self) -> bool {
        self.tag().is_some_and(|tag| BLOCKS.iter().any(|block| tag.name.starts_with(block)))
    }

    /// Whether it is the end tag of a block element.
    pub(in crate::convert::lower) fn closes_block(&self) -> bool {
        matches!(self, Self::Tag(tag) if tag.end == End::Close && is_block(tag.name))
    }
}

pub(in crate::convert::lower) fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// Whether it is `<br>` without attributes.
pub(in crate::convert::lower) fn is_break(tag: &Tag<'_>) -> bool {
    tag.name == "br"
        && tag.end == End::Open
        && tag.raw.trim_end_matches('>').trim_end_matches('/').trim_ascii_end() == "<br"
}

/// Tokens, with the elements whose inside is no text kept whole.
pub(in crate::convert::lower) struct Pieces<'a> {
    text: &'a str,
    tokens: markup::Tokens<'a>,
    /// Elements that have no end tag any more, so that nobody searches it twice.
    endless: [bool; UNTOUCHED.len()],
}

impl<'a> Pieces<'a> {
    pub(in crate::convert::lower) fn of(text: &'a str) -> Self {
        Self { text, tokens: markup::as_wordpress(text), endless: [false; UNTOUCHED.len()] }
    }

    /// The length of the element that a tag opens, if its inside is no text and it has an end.
    fn element(&mut self, tag: &Tag<'a>) -> Option<usize> {
        let index = UNTOUCHED.binary_search(&tag.name).ok()?;
        if tag.end == End::Close || self.endless[index] || tag.raw.ends_with("/>") {
            return None;
        }
        let end_tag = format!("</{}>", tag.name);
        let found = self.text[tag.raw.len()..].find(&end_tag);
        self.endless[index] = found.is_none();
        found.map(|at| tag.raw.len() + at + end_tag.len())
    }

    fn skip_to(&mut self, length: usize) {
        self.text = &self.text[length..];
        self.tokens = markup::as_wordpress(self.text);
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let piece = match self.tokens.next()? {
            Token::Text(text) => Piece::Text(text),
            Token::Comment(raw) => Piece::Comment(raw),
            Token::Tag(tag) => {
                if let Some(length) = self.element(&tag) {
                    let raw = &self.text[..length];
                    self.skip_to(length);
                    return Some(Piece::Untouched(Tag { raw, ..tag }));
                }
                Piece::Tag(tag)
            }
        };
        self.text = &self.text[piece.raw().len()..];
        Some(piece)
    }
}
