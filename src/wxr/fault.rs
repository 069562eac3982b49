//! What had to be repaired in a piece of an export: gathered while it is read, placed when it is done.
//!
//! Faults that come in numbers (illegal characters, bare ampersands …) are counted and make one fault
//! a piece; the others are told one by one, up to a bound.

use memchr::memchr_iter;

use crate::notice::Code;

/// How many faults of one piece are told; more say nothing new.
const MOST: usize = 20;

/// Something that was repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it was.
    pub code: Code,
    /// The line, counted from 0 at the first of the piece.
    pub line: u64,
    /// What was seen, in lower case and without a full stop.
    pub message: String,
}

/// The faults of one piece.
#[derive(Debug, Default)]
pub(super) struct Faults {
    placed: Vec<Fault>,
    told: Vec<Told>,
    counted: Vec<Counted>,
}

#[derive(Debug)]
struct Told {
    code: Code,
    at: usize,
    message: String,
}

#[derive(Debug)]
struct Counted {
    code: Code,
    at: usize,
    number: u64,
    first: String,
}

impl Faults {
    /// Tells of one fault at an offset of the text.
    pub(super) fn tell(&mut self, code: Code, at: usize, message: impl Into<String>) {
        if self.told.len() < MOST {
            self.told.push(Told { code, at, message: message.into() });
        }
    }

    /// Counts faults of one kind, of which the first stands at an offset of the text.
    pub(super) fn count(
        &mut self,
        code: Code,
        at: usize,
        number: u64,
        first: impl FnOnce() -> String,
    ) {
        match self.counted.iter_mut().find(|counted| counted.code == code) {
            Some(counted) => counted.number += number,
            None if number > 0 => {
                self.counted.push(Counted { code, at, number, first: first() });
            }
            None => {}
        }
    }

    /// Turns the offsets of the faults so far, which are those of this text, into lines. Every repair
    /// leaves the line feeds where they are, so the lines are those of the export.
    pub(super) fn place(&mut self, text: &[u8]) {
        let counted = self.counted.drain(..).map(|counted| Told {
            code: counted.code,
            at: counted.at,
            message: sum(counted.code, counted.number, &counted.first),
        });
        let mut all: Vec<Told> = self.told.drain(..).chain(counted).collect();
        all.sort_by_key(|told| told.at);
        let (mut at, mut line) = (0, 0);
        for Told { code, at: to, message } in all {
            let to = to.clamp(at, text.len().max(at));
            line += memchr_iter(b'\n', &text[at..to]).count() as u64;
            at = to;
            self.placed.push(Fault { code, line, message });
        }
    }

    /// All faults, in the order of their lines. They must have been placed.
    pub(super) fn into_list(mut self) -> Vec<Fault> {
        self.placed.sort_by_key(|fault| fault.line);
        self.placed
    }
}

/// What is said of faults that were counted.
fn sum(code: Code, number: u64, first: &str) -> String {
    let done = match code {
        Code::IllegalCharacter => "dropped",
        Code::HtmlEntity | Code::NotUtf8 => "decoded",
        Code::TextOutsideExport => return format!("`{first}` was skipped"),
        _ => "kept",
    };
    match number {
        1 => format!("{first} was {done}"),
        _ => format!("{first} was {done}, and {} more", number - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_the_lines_of_their_offsets() {
        let mut faults = Faults::default();
        faults.tell(Code::MalformedMarkup, 4, "b");
        faults.count(Code::IllegalCharacter, 2, 1, || "U+0001".to_owned());
        faults.count(Code::IllegalCharacter, 5, 2, || unreachable!("the first is known"));
        faults.tell(Code::MalformedMarkup, 99, "c");
        faults.place(b"a\nb\nc\n");
        faults.tell(Code::MalformedMarkup, 0, "d");
        faults.place(b"");
        let placed = faults.into_list();
        let placed: Vec<_> =
            placed.iter().map(|fault| (fault.line, fault.message.as_str())).collect();
        assert_eq!(placed, [(0, "d"), (1, "U+0001 was dropped, and 2 more"), (2, "b"), (3, "c")]);
    }

    #[test]
    fn few_faults_are_told_of_one_piece() {
        let mut faults = Faults::default();
        for at in 0..100 {
            faults.tell(Code::MalformedMarkup, at, "x");
        }
        faults.place(b"");
        assert_eq!(faults.into_list().len(), MOST);
    }
}
