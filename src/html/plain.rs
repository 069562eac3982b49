//! HTML text → the plain text that a reader sees, on one line.

use std::cell::RefCell;

use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult};

use super::tokenize::tokenize;

/// Strips tags, decodes entities once and folds white space, as for a title or the name of a term.
///
/// `Fish &amp; <em>chips</em>` → `Fish & chips`
#[must_use]
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return fold(html);
    }
    let characters = Characters::default();
    tokenize(html, &characters);
    fold(&characters.0.into_inner())
}

/// Collects characters and drops every other token.
#[derive(Default)]
struct Characters(RefCell<String>);

impl TokenSink for Characters {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.0.borrow_mut().push_str(&text),
            // A break separates words; other tags do not.
            Token::TagToken(tag) if &*tag.name == "br" => self.0.borrow_mut().push(' '),
            Token::TagToken(_)
            | Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// White space and control characters fold to one space; a no-break space is a character of its own.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_ascii_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn decodes_once_and_strips_tags() {
        assert_eq!(
            plain_text("Top Gear 03&#215;13 &#8211; <em>crew</em>"),
            "Top Gear 03×13 – crew"
        );
        assert_eq!(plain_text("&amp;lt;"), "&lt;");
        assert_eq!(plain_text("a < b && c"), "a < b && c");
        assert_eq!(plain_text(" Line\nbreak\t "), "Line break");
        assert_eq!(plain_text("1&1 Q&A AT&T"), "1&1 Q&A AT&T");
    }
}
