//! Chooses what emphasis is written with, so that it always renders.
//!
//! CommonMark's rules (6.2) say by the characters around a run of `*` or `_` whether it can open or
//! close emphasis. Each pair gets the first of its marker, the other marker and HTML tags that holds
//! under these rules whatever else the line holds.

use super::chain::choose_chain;
use super::flanks::{Class, after, before, is_left_flanking, may_close};
use super::token::{Line, Mark, Pair, Token, Written};
use crate::markdown::dialect::{Dialect, EmphasisMarker, EmphasisRules, StrongMarker, Support};

/// How many pairs around the place are written with a character, by what they say.
#[derive(Clone, Copy, Default)]
struct Around {
    emphasis: usize,
    strong: usize,
    /// Those whose start is one run with another's.
    in_runs: usize,
}

/// Chooses for every pair of the line.
pub(super) fn choose(line: &mut Line<'_>, dialect: &Dialect) {
    let mut around = Arounds::default();
    for at in 0..line.tokens.len() {
        match line.tokens[at] {
            Token::Open(number) if line.pairs[number].is_chosen => {
                join_runs(number, line, &mut around);
                around.count(line.pairs[number], |n| *n += 1);
            }
            Token::Open(number) => {
                if around.asterisks.emphasis + around.asterisks.strong == 0
                    && choose_chain(number, line, dialect)
                {
                    around.count(line.pairs[number], |n| *n += 1);
                    continue;
                }
                let written = choose_one(number, line, around, dialect);
                line.pairs[number].written = written;
                line.pairs[number].touches_outer_close = touches_outer_close(number, line);
                if let (Written::Asterisk, Some(inner)) = (written, strong_within(number, line))
                    && dialect.emphasis_rules == EmphasisRules::CommonMark
                {
                    line.pairs[inner].written = written;
                    line.pairs[inner].touches_outer_close = true;
                    line.pairs[inner].is_chosen = true;
                }
                join_runs(number, line, &mut around);
                around.count(line.pairs[number], |n| *n += 1);
            }
            Token::Close(number) => {
                around.count(line.pairs[number], |n| *n -= 1);
            }
            Token::Text(_)
            | Token::LinkOpen
            | Token::LinkClose(..)
            | Token::SourceClose(..)
            | Token::Wiki(..)
            | Token::Autolink(_)
            | Token::Image(..)
            | Token::Code(_)
            | Token::Raw(_)
            | Token::Source(_)
            | Token::Note(_)
            | Token::Break => {}
        }
    }
}

/// The pairs around the place, by what they are written with.
#[derive(Clone, Copy, Default)]
struct Arounds {
    asterisks: Around,
    underscores: Around,
    tildes: usize,
}

impl Arounds {
    fn count(&mut self, pair: Pair, change: fn(&mut usize)) {
        let around = match pair.written {
            Written::Asterisk => &mut self.asterisks,
            Written::Underscore => &mut self.underscores,
            Written::Tilde => return change(&mut self.tildes),
            Written::Html => return,
        };
        match pair.mark {
            Mark::Emphasis => change(&mut around.emphasis),
            Mark::Strong => change(&mut around.strong),
            Mark::Strikethrough => {}
        }
        if pair.opens_in_run {
            change(&mut around.in_runs);
        }
    }
}

/// Notes that two starts are one run.
fn join_runs(number: usize, line: &mut Line<'_>, arounds: &mut Arounds) {
    let pair = line.pairs[number];
    let Some(Token::Open(outer)) = pair.open.checked_sub(1).map(|at| line.tokens[at]) else {
        return;
    };
    if line.pairs[outer].written != pair.written {
        return;
    }
    line.pairs[number].opens_in_run = true;
    if !std::mem::replace(&mut line.pairs[outer].opens_in_run, true) {
        match pair.written {
            Written::Asterisk => arounds.asterisks.in_runs += 1,
            Written::Underscore => arounds.underscores.in_runs += 1,
            Written::Tilde | Written::Html => {}
        }
    }
}

fn choose_one(number: usize, line: &Line<'_>, around: Arounds, dialect: &Dialect) -> Written {
    let pair = line.pairs[number];
    let is_empty = pair.close == pair.open + 1;
    let underscore_first = match pair.mark {
        Mark::Strikethrough => {
            // Two of them in each other are four tildes to some readers.
            let holds = dialect.strikethrough == Support::Yes
                && !is_empty
                && around.tildes == 0
                && holds(Written::Tilde, number, line, Around::default(), dialect);
            return if holds { Written::Tilde } else { Written::Html };
        }
        Mark::Emphasis => dialect.emphasis == EmphasisMarker::Underscore,
        Mark::Strong => dialect.strong == StrongMarker::Underscores,
    };
    if dialect.emphasis_rules == EmphasisRules::Classic && crowds(number, line, around) {
        return Written::Html;
    }
    let mut candidates =
        [(Written::Asterisk, around.asterisks), (Written::Underscore, around.underscores)];
    if underscore_first {
        candidates.reverse();
    }
    // Emphasis in emphasis is easier to read with the other character.
    if pair.mark == Mark::Emphasis && candidates[0].1.emphasis > 0 {
        candidates.reverse();
    }
    let choice = candidates
        .into_iter()
        .find(|&(written, around)| !is_empty && holds(written, number, line, around, dialect));
    choice.map_or(Written::Html, |(written, _)| written)
}

fn holds(
    written: Written,
    number: usize,
    line: &Line<'_>,
    around: Around,
    dialect: &Dialect,
) -> bool {
    let pair = line.pairs[number];
    // `***` is one run, so what stands behind it is what the inner pair holds.
    let inner = match strong_within(number, line) {
        Some(inner) if written == Written::Asterisk => line.pairs[inner],
        _ => pair,
    };
    let (open_before, open_after) =
        (before(line, pair.open, dialect), after(line, inner.open, dialect));
    let (close_before, close_after) =
        (before(line, inner.close, dialect), after(line, pair.close, dialect));
    let flanks = is_left_flanking(open_before, open_after)
        && is_left_flanking(close_after, close_before)
        && (written != Written::Underscore
            || !open_before.may_be(Class::WORD) && !close_after.may_be(Class::WORD));
    if !flanks {
        return false;
    }
    // An opening run that can also close would close emphasis around it (rules 9 and 10 keep runs
    // of one and of two apart).
    let is_run_of_three = inner.open != pair.open;
    let same = match pair.mark {
        _ if is_run_of_three => around.emphasis + around.strong + around.in_runs,
        Mark::Emphasis => around.emphasis + around.in_runs,
        Mark::Strong => around.strong + around.in_runs,
        Mark::Strikethrough => 0,
    };
    if same > 0 && may_close(open_before, open_after) {
        return false;
    }
    if is_run_of_three && touches_any(written, number, line) {
        return false;
    }
    touches_rightly(written, number, line)
}

/// Would the first Markdown not read it: does it stand in its like, or does its run touch another?
fn crowds(number: usize, line: &Line<'_>, around: Arounds) -> bool {
    let nested = match line.pairs[number].mark {
        Mark::Emphasis => around.asterisks.emphasis + around.underscores.emphasis,
        Mark::Strong => around.asterisks.strong + around.underscores.strong,
        Mark::Strikethrough => 0,
    };
    let touches = |written| touches_any(written, number, line);
    nested > 0 || touches(Written::Asterisk) || touches(Written::Underscore)
}

/// Is the run one with that of the pair around it, at either end?
fn touches_any(written: Written, number: usize, line: &Line<'_>) -> bool {
    let pair = line.pairs[number];
    let ends = [pair.open.checked_sub(1), Some(pair.close + 1)];
    ends.into_iter().flatten().any(|at| match line.tokens.get(at) {
        Some(Token::Open(other) | Token::Close(other)) => line.pairs[*other].written == written,
        _ => false,
    })
}

/// The strong emphasis that is all that emphasis holds: `***words***`.
fn strong_within(number: usize, line: &Line<'_>) -> Option<usize> {
    let pair = line.pairs[number];
    let Some(&Token::Open(inner)) = line.tokens.get(pair.open + 1) else { return None };
    let holds_emphasis =
        matches!(line.tokens.get(pair.open + 2), Some(Token::Open(_) | Token::Close(_)));
    let is_all = line.pairs[inner].close + 1 == pair.close;
    let marks = (pair.mark, line.pairs[inner].mark);
    (is_all && !holds_emphasis && marks == (Mark::Emphasis, Mark::Strong)).then_some(inner)
}

/// Runs that touch are one run to a renderer; only a few of them are read as they are meant.
fn touches_rightly(written: Written, number: usize, line: &Line<'_>) -> bool {
    let pair = line.pairs[number];
    let outer = match pair.open.checked_sub(1).map(|at| line.tokens[at]) {
        Some(Token::Close(other)) if line.pairs[other].written == written => return false,
        Some(Token::Open(other)) if line.pairs[other].written == written => Some(other),
        _ => None,
    };
    let closes_with = match line.tokens.get(pair.close + 1) {
        Some(Token::Close(other)) if line.pairs[*other].written == written => Some(*other),
        _ => None,
    };
    let is_other = |other: usize| {
        line.pairs[other].mark != pair.mark
            && pair.mark != Mark::Strikethrough
            && !line.pairs[other].touches_outer_close
            && !opens_in_run(other, written, line)
    };
    match (outer, closes_with) {
        (None, None) => true,
        (Some(other), None) | (None, Some(other)) => is_other(other),
        // `***x***` is strong inside of emphasis.
        (Some(other), Some(_)) => is_other(other) && pair.mark == Mark::Strong,
    }
}

fn opens_in_run(number: usize, written: Written, line: &Line<'_>) -> bool {
    match line.pairs[number].open.checked_sub(1).map(|at| line.tokens[at]) {
        Some(Token::Open(other) | Token::Close(other)) => line.pairs[other].written == written,
        _ => false,
    }
}

fn touches_outer_close(number: usize, line: &Line<'_>) -> bool {
    let pair = line.pairs[number];
    match line.tokens.get(pair.close + 1) {
        Some(Token::Close(other)) => line.pairs[*other].written == pair.written,
        _ => false,
    }
}
