//! HTML text → its tags and its text in order, without a tree.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// A piece of HTML.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'t> {
    /// An opening tag.
    Open(ScannedTag<'t>),
    /// A closing tag, by its name.
    Close(&'t str),
    /// Text, with its entities decoded.
    Text(&'t str),
}

/// An opening tag; made by [`scan`].
#[derive(Clone, Copy, Debug)]
pub struct ScannedTag<'t>(&'t Tag);

impl ScannedTag<'_> {
    /// The name in lower case.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let attribute = self.0.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
        Some(&attribute.value)
    }
}

/// Goes through the tags and the text of HTML as they stand there, matching nothing.
pub fn scan(html: &str, visit: impl FnMut(Piece<'_>)) {
    let tokenizer = Tokenizer::new(Visitor(RefCell::new(visit)), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // The visitor never asks for a script to be run, which is the only way to stop early.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
}

struct Visitor<F>(RefCell<F>);

impl<F: FnMut(Piece<'_>)> TokenSink for Visitor<F> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut visit = self.0.borrow_mut();
        match &token {
            Token::CharacterTokens(text) => visit(Piece::Text(text)),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                visit(Piece::Open(ScannedTag(tag)));
                return raw_content(&tag.name);
            }
            Token::TagToken(tag) => visit(Piece::Close(&tag.name)),
            Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// What some elements hold is text, whatever it looks like.
fn raw_content(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "iframe" | "noembed" | "noframes" | "style" | "xmp" => {
            TokenSinkResult::RawData(RawKind::Rawtext)
        }
        "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_through_everything_in_order() {
        let mut seen = Vec::new();
        scan("a<B class=x>&lt;b</b><script><i></script><br>c</z", |piece| {
            seen.push(match piece {
                Piece::Open(tag) => format!("<{} {:?}>", tag.name(), tag.attribute("class")),
                Piece::Close(name) => format!("</{name}>"),
                Piece::Text(text) => text.to_owned(),
            });
        });
        let seen = seen.join("|");
        assert_eq!(seen, "a|<b Some(\"x\")>|<|b|</b>|<script None>|<|i|>|</script>|<br None>|c");
    }
}
