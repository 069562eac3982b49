//! What stands beside a run of `*`, `_` or `~`, in the eyes of renderers: whether it can open or close.
//!
//! CommonMark's rules (6.2). Renderers differ in what they take for punctuation beyond ASCII, so a
//! character may be several things at once.

use super::token::{Line, Mark, Token};
use crate::markdown::dialect::{Dialect, NonBreakingSpace};

/// What a character may be: a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class(u8);

impl Class {
    pub(super) const SPACE: Self = Self(1);
    pub(super) const PUNCTUATION: Self = Self(2);
    pub(super) const WORD: Self = Self(4);
    const UNSURE: Self = Self(2 | 4);
    const BREAK: Self = Self(1 | 2);
    const ANY: Self = Self(1 | 2 | 4);

    pub(super) fn may_be(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What the character may be in the eyes of a renderer.
pub(super) fn class(c: char) -> Class {
    if c == '~' {
        // Where there is strikethrough, GitHub's renderer looks at what stands beyond.
        Class::ANY
    } else if c.is_whitespace() {
        Class::SPACE
    } else if c.is_ascii() {
        if c.is_ascii_punctuation() { Class::PUNCTUATION } else { Class::WORD }
    } else if c.is_alphanumeric() {
        Class::WORD
    } else {
        Class::UNSURE
    }
}

/// Is a run between the two certainly left-flanking?
pub(super) fn is_left_flanking(before: Class, after: Class) -> bool {
    !after.may_be(Class::SPACE)
        && (!after.may_be(Class::PUNCTUATION) || !before.may_be(Class::WORD))
}

/// Can a run of `*` or `~` between the two open emphasis, under some reading?
pub(super) fn may_open(before: Class, after: Class) -> bool {
    after != Class::SPACE
        && (after == Class::ANY
            || after.may_be(Class::WORD)
            || before.may_be(Class::SPACE)
            || before.may_be(Class::PUNCTUATION))
}

/// Can a run of `*` or `~` between the two close emphasis, under some reading?
pub(super) fn may_close(before: Class, after: Class) -> bool {
    may_open(after, before)
}

/// Can a run of `_` between the two open emphasis, under some reading?
pub(super) fn may_open_underscore(before: Class, after: Class) -> bool {
    may_open(before, after) && before != Class::WORD
}

/// Can a run of `_` between the two close emphasis, under some reading?
pub(super) fn may_close_underscore(before: Class, after: Class) -> bool {
    may_open_underscore(after, before)
}

/// What stands before the token, in the eyes of a renderer.
pub(super) fn before(line: &Line<'_>, at: usize, dialect: &Dialect) -> Class {
    let token = |back| at.checked_sub(back).and_then(|at| line.tokens.get(at));
    beside([token(1), token(2)], Side::Before, line, dialect)
}

/// What stands after the token, in the eyes of a renderer.
pub(super) fn after(line: &Line<'_>, at: usize, dialect: &Dialect) -> Class {
    let tokens = [line.tokens.get(at + 1), line.tokens.get(at + 2)];
    beside(tokens, Side::After, line, dialect)
}

/// What the nearest token on one side shows there; the one beyond it counts where that is a `~~`.
fn beside(
    [near, far]: [Option<&Token<'_>>; 2],
    side: Side,
    line: &Line<'_>,
    dialect: &Dialect,
) -> Class {
    let Some(token) = near else { return Class::SPACE };
    match token {
        Token::Text(text) => side.of(text).map_or(Class::UNSURE, |c| shown(c, dialect)),
        // A newline, or `<br>`.
        Token::Break => Class::BREAK,
        Token::Open(number) | Token::Close(number) if is_strike(*number, line) => {
            beyond(far, side, dialect)
        }
        Token::Open(_)
        | Token::Close(_)
        | Token::LinkOpen
        | Token::LinkClose(..)
        | Token::SourceClose(..)
        | Token::Wiki(..)
        | Token::Autolink(_)
        | Token::Image(..)
        | Token::Code(_)
        | Token::Raw(_)
        | Token::Source(_)
        | Token::Note(_) => Class::PUNCTUATION,
    }
}

fn is_strike(number: usize, line: &Line<'_>) -> bool {
    line.pairs[number].mark == Mark::Strikethrough
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Side {
    /// The character of a text on this side that touches what is in the middle.
    fn of(self, text: &str) -> Option<char> {
        match self {
            Self::Before => text.chars().next_back(),
            Self::After => text.chars().next(),
        }
    }
}

/// GitHub's reader looks past `~` when it asks what stands beside a run, others do not.
fn beyond(token: Option<&Token<'_>>, side: Side, dialect: &Dialect) -> Class {
    let further = match token {
        Some(Token::Text(text)) => side.of(text),
        Some(Token::Break) | None => Some(' '),
        Some(_) => Some('*'),
    };
    Class(Class::PUNCTUATION.0 | further.map_or(Class::ANY.0, |c| shown(c, dialect).0))
}

/// What a character looks like once it is written.
pub(super) fn shown(c: char, dialect: &Dialect) -> Class {
    if c == '\u{a0}' && dialect.non_breaking_space == NonBreakingSpace::Entity {
        return Class::PUNCTUATION;
    }
    if c == '~' {
        return Class::ANY;
    }
    class(c)
}
