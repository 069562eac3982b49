//! Escapes text where a reader of Markdown would otherwise see something else, and only there.

use std::borrow::Cow;

use super::flanks::{Class, class, may_close, may_close_underscore, may_open, may_open_underscore};
use super::own::{escaped, first_bytes, own};
use crate::markdown::dialect::{
    AngleBrackets, Dialect, EmphasisRules, Math, NonBreakingSpace, Support,
};

/// Which bytes of a text need a look, and what a dialect's escapes start with.
pub(super) struct Bytes {
    kinds: [u8; 256],
    /// Do runs of `*` and `_` follow the rules of the first Markdown?
    is_classic: bool,
}

const LOOK: u8 = 1;
const TRAP: u8 = 2;
const OWN: u8 = 4;

impl Bytes {
    pub(super) fn new(dialect: &Dialect) -> Self {
        let mut kinds = [0; 256];
        for &byte in b"\\`*_[]<&~\n\t\r" {
            kinds[usize::from(byte)] = LOOK;
        }
        // The first byte of a no-break space.
        kinds[0xC2] = LOOK;
        for &byte in b"`*_]>~" {
            kinds[usize::from(byte)] |= TRAP;
        }
        for first in first_bytes(dialect) {
            kinds[usize::from(first)] |= LOOK | OWN;
        }
        if dialect.math == Math::Dollar {
            kinds[usize::from(b'$')] |= TRAP;
        }
        // Where a tilde cannot be escaped it is no markup inside of a line either.
        if !dialect.backslash_escapes.contains('~') {
            kinds[usize::from(b'~')] &= OWN;
        }
        Self { kinds, is_classic: dialect.emphasis_rules == EmphasisRules::Classic }
    }

    fn is(&self, byte: u8, kind: u8) -> bool {
        self.kinds[usize::from(byte)] & kind != 0
    }
}

/// What a line holds that could be markup together with something else in the line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traps {
    pub(super) asterisk: Trap,
    pub(super) underscore: Trap,
    pub(super) tilde: Trap,
    pub(super) backticks: u32,
    pub(super) dollars: u32,
    /// `](`
    pub(super) link: bool,
    /// `]:`
    pub(super) definition: bool,
    /// `>`, be it of a text or of markup.
    pub(super) angle: bool,
}

/// Whether a character has to be escaped where it could open or close.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Trap {
    /// Nothing was seen.
    #[default]
    None,
    /// Something that could open.
    Opened,
    /// Something that could open and something after it that could close, or real markup.
    Sprung,
}

impl Trap {
    fn see(&mut self, opens: bool, closes: bool) {
        match self {
            Self::Opened if closes => *self = Self::Sprung,
            Self::None if opens => *self = Self::Opened,
            Self::None | Self::Opened | Self::Sprung => {}
        }
    }

    fn is_sprung(self) -> bool {
        self == Self::Sprung
    }
}

/// What stands around a text.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) before: Class,
    pub(super) after: Class,
    /// What a blank that does not break looks like.
    pub(super) no_break: Class,
    /// The first character of what follows, as it will be written.
    pub(super) next: Option<char>,
}

/// Looks through a text for what could be markup.
pub(super) fn look(text: &str, around: Around, bytes: &Bytes, traps: &mut Traps) {
    let mut at = 0;
    let all = text.as_bytes();
    while let Some(found) = all[at..].iter().position(|&byte| bytes.is(byte, TRAP)) {
        at += found;
        let byte = all[at];
        let end = end_of_run(all, at);
        let next = all.get(end).map(|&b| char::from(b)).or(around.next);
        match byte {
            b'*' | b'_' | b'~' => {
                let (opens, closes) = flanks(text, at, end, (around, bytes));
                match byte {
                    b'*' if bytes.is_classic && end - at > 1 => traps.asterisk = Trap::Sprung,
                    b'_' if bytes.is_classic && end - at > 1 => traps.underscore = Trap::Sprung,
                    b'*' => traps.asterisk.see(opens, closes),
                    b'_' => traps.underscore.see(opens, closes),
                    _ => traps.tilde.see(opens, closes),
                }
            }
            b'`' => traps.backticks += 1,
            b'$' => traps.dollars += 1,
            b']' => {
                traps.link |= next == Some('(');
                traps.definition |= next == Some(':');
            }
            b'>' => traps.angle = true,
            _ => {}
        }
        at = end;
    }
}

pub(super) fn end_of_run(all: &[u8], at: usize) -> usize {
    let run = all[at..].iter().take_while(|&&byte| byte == all[at]).count();
    at + run
}

/// May the run open, may it close?
fn flanks(text: &str, start: usize, end: usize, (around, bytes): (Around, &Bytes)) -> (bool, bool) {
    let class = |c| if c == '\u{a0}' { around.no_break } else { class(c) };
    let before = text[..start].chars().next_back().map_or(around.before, class);
    let after = text[end..].chars().next().map_or(around.after, class);
    match text.as_bytes()[start] {
        b'*' | b'_' if bytes.is_classic && end - start > 1 => (true, true),
        b'*' if bytes.is_classic => (after != Class::SPACE, before != Class::SPACE),
        b'_' => (may_open_underscore(before, after), may_close_underscore(before, after)),
        // Not every renderer holds strikethrough to the rules of emphasis.
        b'~' => (after != Class::SPACE, before != Class::SPACE),
        _ => (may_open(before, after), may_close(before, after)),
    }
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Line,
    /// Between the brackets of a link, or in the words of an image.
    Brackets,
}

/// Writes a text, escaped.
pub(super) fn write_text(
    text: &str,
    span: Span,
    around: Around,
    (traps, bytes, dialect): (&Traps, &Bytes, &Dialect),
    out: &mut String,
) {
    let all = text.as_bytes();
    // Where one bracket is escaped, as that of `[^1]` is, the others would not be balanced.
    let keeps_brackets = span == Span::Line
        || dialect.link_brackets == Support::Yes
            && !traps.link
            && is_balanced(all)
            && !text.contains("[^");
    let (mut start, mut at) = (0, 0);
    while let Some(found) = all[at..].iter().position(|&byte| bytes.is(byte, LOOK)) {
        at += found;
        let own = if bytes.is(all[at], OWN) { own(text, at, (traps, dialect)) } else { None };
        let (length, replacement) = match own {
            Some((length, replacement)) => (length, Some(replacement)),
            None => escape_at(text, at, around, keeps_brackets, (traps, bytes, dialect)),
        };
        if let Some(replacement) = replacement {
            out.push_str(&text[start..at]);
            out.push_str(&replacement);
            start = at + length;
        }
        at += length;
    }
    out.push_str(&text[start..]);
}

/// How many bytes are looked at, and what stands for them if they may not stand as they are.
type Escaped<'d> = (usize, Option<Cow<'d, str>>);

/// What Markdown would take for its own at one place of the text.
fn escape_at<'d>(
    text: &str,
    at: usize,
    around: Around,
    keeps_brackets: bool,
    (traps, bytes, dialect): (&Traps, &Bytes, &'d Dialect),
) -> Escaped<'d> {
    let all = text.as_bytes();
    let next = all.get(at + 1).map(|&b| char::from(b)).or(around.next);
    let replacement = match all[at] {
        marker @ (b'*' | b'_' | b'~') => {
            let end = end_of_run(all, at);
            let is_trap = traps.escape_run(text, at, end, (around, bytes));
            let run = || escaped(char::from(marker), dialect).repeat(end - at);
            return (end - at, is_trap.then(|| Cow::Owned(run())));
        }
        b'`' => (traps.backticks > 1).then_some("\\`"),
        b'\\' => next.is_none_or(|c| c.is_ascii_punctuation()).then_some("\\\\"),
        b'[' => {
            let is_note = next == Some('^');
            (traps.link || !keeps_brackets || is_note).then_some("\\[")
        }
        b']' => (!keeps_brackets).then_some("\\]"),
        b'<' => traps.escape_angle(next, &all[at + 1..]).then_some(angle(dialect)),
        b'&' => begins_entity(&all[at..], around.next).then_some("&amp;"),
        b'\n' | b'\r' | b'\t' => Some(" "),
        0xC2 if all.get(at + 1) == Some(&0xA0) => {
            return (2, non_breaking_space(dialect).map(Cow::Borrowed));
        }
        _ => None,
    };
    (1, replacement.map(Cow::Borrowed))
}

impl Traps {
    fn escape_run(&self, text: &str, start: usize, end: usize, around: (Around, &Bytes)) -> bool {
        let trap = match text.as_bytes()[start] {
            b'*' => self.asterisk,
            b'_' => self.underscore,
            _ => self.tilde,
        };
        if !trap.is_sprung() {
            return false;
        }
        let (opens, closes) = flanks(text, start, end, around);
        opens || closes
    }

    /// `<` starts a tag, a comment or an address only before these, and only if a `>` follows. For a
    /// declaration some renderers take the `>` of a quote on the next line.
    fn escape_angle(&self, next: Option<char>, rest: &[u8]) -> bool {
        match next {
            Some('!' | '?') => true,
            Some(c) => self.angle && (c.is_ascii_alphabetic() || c == '/' || begins_email(rest)),
            None => false,
        }
    }
}

/// `<1st@x.org>` is an address too (CommonMark 6.5).
fn begins_email(rest: &[u8]) -> bool {
    let end = rest.iter().position(|byte| matches!(byte, b'@' | b' ' | b'<' | b'>'));
    end.is_some_and(|end| end > 0 && rest[end] == b'@')
}

pub(super) fn angle(dialect: &Dialect) -> &'static str {
    match dialect.angle_brackets {
        AngleBrackets::Backslash => "\\<",
        AngleBrackets::Entity => "&lt;",
    }
}

fn non_breaking_space(dialect: &Dialect) -> Option<&'static str> {
    match dialect.non_breaking_space {
        NonBreakingSpace::Entity => Some("&nbsp;"),
        NonBreakingSpace::Character => None,
        NonBreakingSpace::Blank => Some(" "),
    }
}

fn is_balanced(all: &[u8]) -> bool {
    let mut open = 0usize;
    for &byte in all {
        match byte {
            b'[' => open += 1,
            b']' if open == 0 => return false,
            b']' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// Does it start with an entity, or with what the next text may make one of?
fn begins_entity(text: &[u8], next: Option<char>) -> bool {
    let is_open = text[1..].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '#' | ';'));
    is_entity(text) || text.len() < 34 && is_open && goes_on
}

/// Does it start with `&name;`, `&#1;` or `&#x1;` (CommonMark 6.2, entity references)?
pub(super) fn is_entity(text: &[u8]) -> bool {
    let rest = &text[1..text.len().min(34)];
    let (digits, is_digit): (&[u8], fn(&u8) -> bool) = match rest {
        [b'#', b'x' | b'X', rest @ ..] => (rest, u8::is_ascii_hexdigit),
        [b'#', rest @ ..] => (rest, u8::is_ascii_digit),
        [first, ..] if first.is_ascii_alphabetic() => (rest, u8::is_ascii_alphanumeric),
        _ => return false,
    };
    let length = digits.iter().take_while(|byte| is_digit(byte)).count();
    length > 0 && digits.get(length) == Some(&b';')
}
