//! A stretch of text → the same with the quotation marks, primes, dashes and dots that WordPress shows.
//!
//! What a straight mark becomes is decided by what stands beside it, one rule after the other over the
//! whole stretch. Marks are the English ones, which WordPress uses unless its translation has others.
//! <https://developer.wordpress.org/reference/functions/wptexturize/>

use std::ops::ControlFlow;

use super::sign::Sign::{self, Apostrophe, Candidate, Made, Opening, Typed};
use super::sign::{
    begins, begins_with_space, begins_word, ends, ends_with_space, ends_word, is_digit, is_number,
    is_word, opens, stands_apart,
};

/// What is replaced wherever it stands; the words are those that begin with an apostrophe.
const FIXED: &[(&str, &str)] = &[
    (" (tm)", " ™"),
    ("''", "”"),
    ("'bout", "’bout"),
    ("'cause", "’cause"),
    ("'em", "’em"),
    ("'nuff", "’nuff"),
    ("'round", "’round"),
    ("'tain't", "’tain’t"),
    ("'til", "’til"),
    ("'tis", "’tis"),
    ("'twas", "’twas"),
    ("'twere", "’twere"),
    ("'twill", "’twill"),
    ("...", "…"),
    ("``", "“"),
];

/// Marks of one kind.
#[derive(Clone, Copy)]
struct Kind {
    straight: char,
    opening: char,
    closing: char,
    /// The closing mark as people type it in HTML.
    entity: &'static str,
    prime: char,
}

const SINGLE: Kind =
    Kind { straight: '\'', opening: '‘', closing: '’', entity: "&#8217;", prime: '′' };
const DOUBLE: Kind =
    Kind { straight: '"', opening: '“', closing: '”', entity: "&#8221;", prime: '″' };

/// What a rule makes of the signs at a place: how many it takes, and what it writes for them.
type Rule = fn(&[Sign], usize, &mut Vec<Sign>) -> usize;

const SINGLE_RULES: &[Rule] =
    &[year_in_quotes, year, number_in_single_quotes, opening_single, apostrophe];
const DOUBLE_RULES: &[Rule] = &[number_in_double_quotes, opening_double];
const DASH_RULES: &[Rule] = &[three_hyphens, two_hyphens_apart, two_hyphens, hyphen_apart];

/// `"It's" -- 5' 3"...` → `“It’s” — 5′ 3″…`
pub(in crate::convert::lower) fn curl(text: &str) -> String {
    let mut signs = fixed(text);
    if signs.contains(&Typed('\'')) {
        signs = quotes(signs, SINGLE_RULES, SINGLE);
    }
    if signs.contains(&Typed('"')) {
        signs = quotes(signs, DOUBLE_RULES, DOUBLE);
    }
    if signs.contains(&Typed('-')) {
        signs = DASH_RULES.iter().fold(signs, |signs, rule| apply(*rule, &signs));
    }
    times(&mut signs);
    signs.into_iter().map(|sign| character(sign, SINGLE)).collect()
}

/// Whether there is anything that [`curl`] changes.
pub(in crate::convert::lower) fn has_marks(text: &str) -> bool {
    text.contains(['"', '\'', '-', '`', 'x']) || text.contains("...") || text.contains("(tm)")
}

fn character(sign: Sign, kind: Kind) -> char {
    match sign {
        Typed(c) | Made(c) => c,
        Opening => kind.opening,
        Apostrophe | Candidate => kind.closing,
    }
}

fn fixed(text: &str) -> Vec<Sign> {
    let mut signs = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = match first {
            '\'' | '.' | '`' | ' ' => FIXED.iter().find(|(typed, _)| rest.starts_with(typed)),
            _ => None,
        };
        if let Some((typed, made)) = found {
            signs.extend(made.chars().map(|c| if c.is_ascii() { Typed(c) } else { Made(c) }));
            rest = &rest[typed.len()..];
        } else {
            signs.push(Typed(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    signs
}

fn quotes(signs: Vec<Sign>, rules: &[Rule], kind: Kind) -> Vec<Sign> {
    let signs = rules.iter().fold(signs, |signs, rule| apply(*rule, &signs));
    let mut decided = Vec::with_capacity(signs.len());
    for (index, sentence) in signs.split(|sign| *sign == Opening).enumerate() {
        if index > 0 {
            decided.push(Made(kind.opening));
        }
        let start = decided.len();
        decided.extend_from_slice(sentence);
        close(&mut decided[start..], index > 0, kind);
    }
    let as_made = |sign| match sign {
        Apostrophe => Made(kind.closing),
        sign => sign,
    };
    decided.into_iter().map(as_made).collect()
}

fn apply(rule: Rule, signs: &[Sign]) -> Vec<Sign> {
    let mut out = Vec::with_capacity(signs.len());
    let mut at = 0;
    while at < signs.len() {
        let taken = rule(signs, at, &mut out);
        if taken == 0 {
            out.push(signs[at]);
        }
        at += taken.max(1);
    }
    out
}

/// Decides the straight marks of a stretch that follows an opening mark (`is_open`) or none.
fn close(sentence: &mut [Sign], is_open: bool, kind: Kind) {
    let straight = Typed(kind.straight);
    if !sentence.contains(&straight) {
        return;
    }
    if is_open && !has_closing(sentence, kind) {
        let candidates = mark_candidates(sentence, straight);
        if candidates > 1 {
            choose_closing(sentence, kind);
        } else {
            turn(sentence, Candidate, Made(kind.closing));
        }
        turn_behind_digits(sentence, straight, Made(kind.prime));
    } else {
        turn_behind_digits(sentence, straight, Made(kind.prime));
        mark_candidates(sentence, straight);
        turn(sentence, Candidate, Made(kind.closing));
    }
    if kind.straight == '"' {
        turn(sentence, straight, Made(kind.closing));
    }
}

fn has_closing(sentence: &[Sign], kind: Kind) -> bool {
    (0..sentence.len()).any(|at| match sentence[at] {
        Made(c) => c == kind.closing,
        Typed('&') => begins(&sentence[at..], kind.entity),
        Typed(_) | Opening | Apostrophe | Candidate => false,
    })
}

/// Marks what stands where a closing mark would; says how many there are.
fn mark_candidates(sentence: &mut [Sign], straight: Sign) -> usize {
    let mut count = 0;
    for at in 0..sentence.len() {
        if sentence[at] == straight && ends_word(&sentence[at + 1..]) {
            sentence[at] = Candidate;
            count += 1;
        }
    }
    count
}

/// Of several candidates those behind no digit close; else the last before a full stop, else the last.
fn choose_closing(sentence: &mut [Sign], kind: Kind) {
    let closing = Made(kind.closing);
    let mut has_closed = false;
    for at in (0..sentence.len()).rev() {
        if sentence[at] == Candidate && !is_digit(sentence[..at].last()) {
            sentence[at] = closing;
            has_closed = true;
        }
    }
    if !has_closed {
        let is_candidate = |at: &usize| sentence[*at] == Candidate;
        let before_stop = |at: &usize| sentence.get(at + 1) == Some(&Typed('.'));
        let last = (0..sentence.len()).rev().find(|at| is_candidate(at) && before_stop(at));
        let last = last.or_else(|| (0..sentence.len()).rev().find(is_candidate));
        if let Some(last) = last {
            sentence[last] = closing;
        }
    }
    turn_behind_digits(sentence, Candidate, Made(kind.prime));
    turn(sentence, Candidate, closing);
}

fn turn(sentence: &mut [Sign], from: Sign, to: Sign) {
    sentence.iter_mut().filter(|sign| **sign == from).for_each(|sign| *sign = to);
}

fn turn_behind_digits(sentence: &mut [Sign], from: Sign, to: Sign) {
    for at in 1..sentence.len() {
        if sentence[at] == from && is_digit(Some(&sentence[at - 1])) {
            sentence[at] = to;
        }
    }
}

/// `'99'` and `'99"` → `’99’`, `’99”`, at the end of a word
fn year_in_quotes(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    let closing = match signs.get(at + 3) {
        Some(Typed('\'')) => SINGLE.closing,
        Some(Typed('"')) => DOUBLE.closing,
        _ => return 0,
    };
    let digits = is_digit(signs.get(at + 1)) && is_digit(signs.get(at + 2));
    if signs[at] != Typed('\'') || !digits || !ends_word(&signs[at + 4..]) {
        return 0;
    }
    out.extend([Apostrophe, signs[at + 1], signs[at + 2], Made(closing)]);
    4
}

/// `'99` → `’99`, but `'999`, `'99%` and `'99.5` are none
fn year(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    let digits = is_digit(signs.get(at + 1)) && is_digit(signs.get(at + 2));
    let goes_on = match signs.get(at + 3) {
        Some(Typed('%')) => true,
        Some(Typed('.' | ',')) => is_digit(signs.get(at + 4)),
        sign => is_digit(sign),
    };
    if signs[at] != Typed('\'') || !digits || goes_on {
        return 0;
    }
    out.push(Apostrophe);
    1
}

/// `'0.42'` → `‘0.42’`
fn number_in_single_quotes(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    number_in_quotes(signs, at, SINGLE, out)
}

/// `"0.42"` → `“0.42”`
fn number_in_double_quotes(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    number_in_quotes(signs, at, DOUBLE, out)
}

fn number_in_quotes(signs: &[Sign], at: usize, kind: Kind, out: &mut Vec<Sign>) -> usize {
    let straight = Typed(kind.straight);
    if signs[at] != straight || !begins_word(&signs[..at]) || !is_digit(signs.get(at + 1)) {
        return 0;
    }
    let inner = &signs[at + 1..];
    let length = inner.iter().take_while(|sign| is_number(**sign)).count();
    if inner.get(length) != Some(&straight) {
        return 0;
    }
    out.push(Opening);
    out.extend_from_slice(&inner[..length]);
    out.push(Made(kind.closing));
    length + 2
}

/// `('a` → `(‘a`
fn opening_single(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    let before = &signs[..at];
    if signs[at] != Typed('\'') || !(opens(before) || before.last() == Some(&Typed('"'))) {
        return 0;
    }
    out.push(Opening);
    1
}

/// `("a` → `(“a`
fn opening_double(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    if signs[at] != Typed('"') || !opens(&signs[..at]) || begins_with_space(&signs[at + 1..]) {
        return 0;
    }
    out.push(Opening);
    1
}

/// `it's` → `it’s`
fn apostrophe(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    if signs[at] != Typed('\'') || ends_with_space(&signs[..at]) {
        return 0;
    }
    let behind = &signs[at + 1..];
    let is_end = match behind.first() {
        None => true,
        Some(Typed(c)) => ".,:;!?\"'(){}[]-".contains(*c),
        Some(_) => false,
    };
    let before_angle = begins(behind, "&lt;") || begins(behind, "&gt;");
    if is_end || before_angle || begins_with_space(behind) {
        return 0;
    }
    out.push(Apostrophe);
    1
}

/// `a---b` → `a—b`
fn three_hyphens(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    dash(begins(&signs[at..], "---"), 3, '—', out)
}

/// `a -- b` → `a — b`
fn two_hyphens_apart(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    dash(begins(&signs[at..], "--") && stands_apart(signs, at, 2), 2, '—', out)
}

/// `1--2` → `1–2`, but `xn--` begins an international domain name
fn two_hyphens(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    dash(begins(&signs[at..], "--") && !ends(&signs[..at], "xn"), 2, '–', out)
}

/// `a - b` → `a – b`
fn hyphen_apart(signs: &[Sign], at: usize, out: &mut Vec<Sign>) -> usize {
    dash(signs[at] == Typed('-') && stands_apart(signs, at, 1), 1, '–', out)
}

fn dash(is_dash: bool, length: usize, made: char, out: &mut Vec<Sign>) -> usize {
    if !is_dash {
        return 0;
    }
    out.push(Made(made));
    length
}

/// `3x4` → `3×4`, but `0x3f` is a number
fn times(signs: &mut [Sign]) {
    for at in 0..signs.len() {
        if signs[at] == Typed('x') && factor_before(&signs[..at]) && factor_behind(&signs[at + 1..])
        {
            signs[at] = Made('×');
        }
    }
}

/// Whether a number ends here that began with a word.
fn factor_before(signs: &[Sign]) -> bool {
    if !is_digit(signs.last()) {
        return false;
    }
    let found = (0..signs.len()).rev().try_for_each(|at| {
        let begins = is_digit(signs.get(at)) && !is_word(signs[..at].last());
        let is_zero = signs[at] == Typed('0') && at + 1 == signs.len();
        match is_number(signs[at]) {
            _ if begins && !is_zero => ControlFlow::Break(true),
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(false),
        }
    });
    found == ControlFlow::Break(true)
}

/// Whether a number begins here that ends with its word.
fn factor_behind(signs: &[Sign]) -> bool {
    let digits = signs.iter().take_while(|sign| is_digit(Some(sign))).count();
    digits > 0 && !is_word(signs.get(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(FIXED.is_sorted());
    }

    /// From WordPress's documentation of `wptexturize` and its own test suite's inputs.
    #[test]
    fn marks_follow_their_neighbours() {
        for (typed, shown) in [
            ("\"It's\"", "“It’s”"),
            ("He said 'no'.", "He said ‘no’."),
            ("Class of '99", "Class of ’99"),
            ("'Class of '99'", "‘Class of ’99’"),
            ("'Class of '99's'", "‘Class of ’99’s’"),
            ("}\"Class of '99\"{", "}”Class of ’99″{"),
            ("'33 scored less than 50' on it", "’33 scored less than 50′ on it"),
            ("word '999 '9 '99% '99.9", "word ‘999 ‘9 ‘99% ‘99.9"),
            ("\"a 9' plus a '9', maybe a 9' '9'\"", "“a 9′ plus a ‘9’, maybe a 9′ ‘9’”"),
            ("'0.42'", "‘0.42’"),
            ("word'( word \"' word", "word'( word “‘ word"),
            ("&lt;\"word\"&gt;&nbsp;\"word\"", "&lt;“word”&gt;&nbsp;“word”"),
            ("word---\"quote\"--word", "word—“quote”–word"),
            ("- - --", "– – —"),
            ("12' 6\"", "12′ 6″"),
            ("\"a 6\" board\"", "“a 6″ board”"),
            ("'tis 'cause", "’tis ’cause"),
            ("word (\"quoted\")", "word (“quoted”)"),
            ("``so''", "“so”"),
            ("a -- b, 1--2, a---b, a - b", "a — b, 1–2, a—b, a – b"),
            ("xn--caf-dma", "xn--caf-dma"),
            ("wait... (tm)", "wait… ™"),
            ("3x4 0x3f 0.5x2 a5x3 3x4x5", "3×4 0x3f 0.5×2 a5x3 3x4x5"),
            ("\"'Nested,' she said.\"", "“‘Nested,’ she said.”"),
        ] {
            assert_eq!(curl(typed), shown, "{typed}");
        }
    }
}
