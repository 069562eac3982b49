//! Strong emphasis that holds strong emphasis and nothing else: `****words****`.
//!
//! Only HTML says such a thing, and only where all of it is kept. CommonMark reads the markers as one
//! run, so the whole chain is chosen at once.

use super::flanks::{after, before, is_left_flanking};
use super::token::{Line, Mark, Token, Written};
use crate::markdown::dialect::{Dialect, EmphasisRules};

/// Deeper chains are left to the markers' turns, so that looking for them costs no more than once.
const LONGEST: usize = 8;

/// Chooses `**` for a whole chain where it renders as one; gives whether it does.
pub(super) fn choose_chain(number: usize, line: &mut Line<'_>, dialect: &Dialect) -> bool {
    if dialect.emphasis_rules == EmphasisRules::Classic {
        return false;
    }
    let Some((length, inner)) = chain(number, line) else { return false };
    let (outer, inner) = (line.pairs[number], line.pairs[inner]);
    let starts = (before(line, outer.open, dialect), after(line, inner.open, dialect));
    let ends = (before(line, inner.close, dialect), after(line, outer.close, dialect));
    if !is_left_flanking(starts.0, starts.1) || !is_left_flanking(ends.1, ends.0) {
        return false;
    }
    for at in outer.open..outer.open + length {
        if let Token::Open(link) = line.tokens[at] {
            line.pairs[link].written = Written::Asterisk;
            line.pairs[link].is_chosen = true;
        }
    }
    true
}

/// How many pairs there are in each other from this one on, and the innermost; none for fewer than
/// two, for emphasis in the words, and for what touches other emphasis.
fn chain(number: usize, line: &Line<'_>) -> Option<(usize, usize)> {
    let outer = line.pairs[number];
    let is_strong = |number: usize| line.pairs[number].mark == Mark::Strong;
    let stands_alone = [outer.open.checked_sub(1), Some(outer.close + 1)]
        .into_iter()
        .flatten()
        .all(|at| !matches!(line.tokens.get(at), Some(Token::Open(_) | Token::Close(_))));
    if !is_strong(number) || !stands_alone {
        return None;
    }
    let mut innermost = number;
    let mut length = 1;
    while let Some(&Token::Open(next)) = line.tokens.get(outer.open + length) {
        let is_all = line.pairs[next].close + 1 == line.pairs[innermost].close;
        if !is_strong(next) || !is_all || length == LONGEST {
            return None;
        }
        innermost = next;
        length += 1;
    }
    let inner = line.pairs[innermost];
    let is_plain = inner.close == inner.open + 2;
    (length > 1 && is_plain).then_some((length, innermost))
}
