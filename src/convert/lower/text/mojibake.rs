//! Text that was UTF-8, was read as Windows-1252 or Latin-1, and was stored that way: `CafÃ©` → `Café`.
//!
//! Only sequences are repaired that are one UTF-8 character each when they are turned back into bytes,
//! and that no language writes: `NÃO`, `MANHÃ…` and `à «` stay. Text that was damaged twice
//! (`ItÃ¢â‚¬â„¢s`) takes two rounds. Tags stay, because a file may really have such a name.

use std::borrow::Cow;

use crate::convert::lower::markup::{self, Token};

/// What Windows-1252 has where Latin-1 has control characters, sorted by character, with its byte.
const WINDOWS: &[(char, u8)] = &[
    ('Œ', 0x8c),
    ('œ', 0x9c),
    ('Š', 0x8a),
    ('š', 0x9a),
    ('Ÿ', 0x9f),
    ('Ž', 0x8e),
    ('ž', 0x9e),
    ('ƒ', 0x83),
    ('ˆ', 0x88),
    ('˜', 0x98),
    ('–', 0x96),
    ('—', 0x97),
    ('‘', 0x91),
    ('’', 0x92),
    ('‚', 0x82),
    ('“', 0x93),
    ('”', 0x94),
    ('„', 0x84),
    ('†', 0x86),
    ('‡', 0x87),
    ('•', 0x95),
    ('…', 0x85),
    ('‰', 0x89),
    ('‹', 0x8b),
    ('›', 0x9b),
    ('€', 0x80),
    ('™', 0x99),
];

/// Bytes of marks that may follow a capital at the end of a word: `MANHÃ…`, `«Å»`.
const MARKS: &[u8] = &[
    0x82, 0x84, 0x85, 0x86, 0x87, 0x8b, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9b, 0xa0,
    0xa9, 0xab, 0xae, 0xb7, 0xb9, 0xba, 0xbb, 0xaa, 0xb2, 0xb3,
];

/// Bytes that Windows-1252 has no character for, as browsers read them.
const UNDEFINED: &[char] = &['\u{81}', '\u{8d}', '\u{8f}', '\u{90}', '\u{9d}'];

/// How often text may have been damaged.
const ROUNDS: usize = 2;

/// The longest word that a sample shows.
const SAMPLE: usize = 40;

/// What was found in a text, or in several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::convert) struct Found {
    /// How many characters.
    pub(in crate::convert) count: usize,
    /// The first damaged word, and what it was.
    pub(in crate::convert) sample: Option<(String, String)>,
}

/// The text as it was before it was damaged; counts what was found.
///
/// `<a href="Ã©">itâ€™s</a>` → `<a href="Ã©">it’s</a>`
pub(in crate::convert) fn repair<'a>(html: &'a str, found: &mut Found) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(html);
    if !may_be_damaged(html) {
        return text;
    }
    for _ in 0..ROUNDS {
        let Some(repaired) = one_round(&text, found) else { break };
        text = Cow::Owned(repaired);
    }
    text
}

/// Whether a letter from `Â` to `ô` stands before another that is not ASCII: the first byte of a damaged
/// character became the one, its second byte the other.
fn may_be_damaged(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xC3, bytes)
        .any(|at| bytes.get(at + 2).is_some_and(|byte| !byte.is_ascii()))
}

/// One level of damage undone; `None` if there is none.
fn one_round(html: &str, found: &mut Found) -> Option<String> {
    if html.is_ascii() {
        return None;
    }
    let before = found.count;
    let mut out = String::with_capacity(html.len());
    for token in markup::as_browser(html) {
        match token {
            Token::Text(text) => push_repaired(text, &mut out, found),
            Token::Tag(_) | Token::Comment(_) => out.push_str(token.raw()),
        }
    }
    (found.count > before).then_some(out)
}

fn push_repaired(text: &str, out: &mut String, found: &mut Found) {
    let mut at = 0;
    let mut word = None;
    while let Some(c) = text[at..].chars().next() {
        let Some(run) = run_at(&text[at..]) else {
            let length = c.len_utf8() + ascii_length(&text[at + c.len_utf8()..]);
            out.push_str(&text[at..at + length]);
            at += length;
            continue;
        };
        if !is_plausible(&run, text, at) {
            out.push_str(&text[at..at + run.length]);
            at += run.length;
            continue;
        }
        if found.sample.is_none() {
            word = word.or(Some((word_start(text, at), out.len() - (at - word_start(text, at)))));
        }
        // A byte order mark is no character of the text.
        out.extend(run.decoded.chars().filter(|c| *c != '\u{feff}'));
        found.count += run.decoded.chars().count();
        at += run.length;
    }
    if let Some((from, to)) = word {
        found.sample = Some((first_word(&text[from..]), first_word(&out[to..])));
    }
}

fn ascii_length(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii).count()
}

/// Where the ASCII letters before a place begin.
fn word_start(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at];
    at - before.iter().rev().take(SAMPLE).take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

fn first_word(text: &str) -> String {
    text.split(|c: char| c.is_ascii_whitespace())
        .next()
        .unwrap_or("")
        .chars()
        .take(SAMPLE)
        .collect()
}

/// Characters in a row that are whole UTF-8 characters as bytes.
struct Run<'a> {
    /// How much of the text.
    length: usize,
    /// The bytes of the first character.
    first: Vec<u8>,
    decoded: String,
    /// What stands behind.
    behind: &'a str,
}

fn run_at(text: &str) -> Option<Run<'_>> {
    let (bytes, length) = character_at(text)?;
    let mut run = Run { length, decoded: decode(&bytes)?, first: bytes, behind: &text[length..] };
    // One that is of a kind with the first belongs to it; a long text is looked at once.
    while let Some((bytes, length)) = character_at(run.behind) {
        let Some(decoded) = decode(&bytes).filter(|_| is_kin(run.first[0], bytes[0])) else {
            break;
        };
        run.decoded.push_str(&decoded);
        run.length += length;
        run.behind = &run.behind[length..];
    }
    Some(run)
}

/// Whether characters with these first bytes stand beside each other in words.
fn is_kin(one: u8, other: u8) -> bool {
    let kind = |byte: u8| match byte {
        0xc2..=0xc6 | 0xcb => 0,
        0xce..=0xcf => 1,
        0xd0..=0xd1 => 2,
        0xd7 => 3,
        0xd8..=0xd9 => 4,
        0xe2 => 5,
        0xe0..=0xe1 | 0xe3..=0xef => 6,
        _ => 7,
    };
    kind(one) == kind(other)
}

fn decode(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

/// The bytes of the first and the following characters, as many as the first byte asks for.
fn character_at(text: &str) -> Option<(Vec<u8>, usize)> {
    let mut characters = text.chars();
    let first = byte(characters.next()?)?;
    let more = match first {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => return None,
    };
    let mut bytes = vec![first];
    for _ in 0..more {
        bytes.push(byte(characters.next()?).filter(|byte| (0x80..0xc0).contains(byte))?);
    }
    Some((bytes, text.len() - characters.as_str().len()))
}

/// The byte that Windows-1252 has for a character above ASCII.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        0x152..=0x2122 => {
            let index = WINDOWS.binary_search_by_key(&c, |(known, _)| *known).ok()?;
            Some(WINDOWS[index].1)
        }
        _ => None,
    }
}

/// Whether nobody would write this on purpose.
fn is_plausible(run: &Run<'_>, text: &str, at: usize) -> bool {
    let count = run.decoded.chars().count();
    let before = text[..at].chars().next_back();
    let ends_with_mark = MARKS.contains(&run.first[1]);
    let goes_on = run.behind.starts_with(char::is_alphabetic) || count > 1;
    // Nobody typed a control character, but Windows-1252 has none for five bytes.
    let is_control = |c: char| matches!(c, '\u{80}'..='\u{9f}') && !UNDEFINED.contains(&c);
    match run.first[0] {
        0xc2 if run.decoded.starts_with(is_control) => false,
        // `Ã©`, `Â°`: no capital stands before a small sign in a word, but one before `…` may end it.
        0xc2..=0xc3 => !ends_with_mark || goes_on || !before.is_some_and(char::is_uppercase),
        // `Å‚`, `Ä™`
        0xc4..=0xc5 => !ends_with_mark || goes_on || before.is_some_and(char::is_lowercase),
        // `Æ’`, `Ë†` and `Ëœ`, from text that was damaged twice
        0xc6 => goes_on && run.decoded.starts_with('ƒ'),
        0xcb => run.decoded.starts_with(['ˆ', '˜']),
        // `â€™`, `â„¢`, `âœ“`
        0xe2 => matches!(run.first[1], 0x80 | 0x82 | 0x84 | 0x86 | 0x88 | 0x9a | 0x9c | 0x9e),
        // `ï»¿` and ligatures
        0xef => count > 1 || run.decoded == "\u{feff}" || run.first[1] == 0xac,
        // Vietnamese: `áº¿`, but `está»…` ends a quotation.
        0xe1 if matches!(run.first[1], 0xba | 0xbb) => !MARKS.contains(&run.first[2]) || goes_on,
        // Greek, Cyrillic, Hebrew, Arabic, Asian scripts: one alone could be a letter before a mark.
        0xce..=0xd1 | 0xd7..=0xd9 | 0xe0..=0xee => count > 1,
        0xf0 => run.first[1] == 0x9f,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        repair(text, &mut Found::default()).into_owned()
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(WINDOWS.is_sorted());
    }

    /// Reads UTF-8 as Windows-1252, as browsers do.
    fn damaged(text: &str) -> String {
        let character = |byte| {
            WINDOWS.iter().find(|(_, known)| *known == byte).map_or(char::from(byte), |(c, _)| *c)
        };
        text.bytes().map(character).collect()
    }

    const WORDS: &[&str] = &[
        "Café",
        "it’s “so” – and…",
        "Łódź, część, źdźbło",
        "Žluťoučký kůň",
        "Größe, Öl, FRÖHLICH",
        "señor ¿qué? ¡olé!",
        "São João, não, amanhã",
        "naïve cœur à Noël",
        "İstanbul, ışık, ağaç",
        "Привет, мир",
        "Καλημέρα κόσμε",
        "שלום",
        "مرحبا",
        "日本語のテキスト",
        "नमस्ते",
        "สวัสดี",
        "🌸 party 👩",
        "100 €, 25 °C, ½ ™",
        "smørrebrød på Ærø",
        "tiếng Việt",
    ];

    #[test]
    fn what_was_damaged_once_or_twice_comes_back() {
        for word in WORDS {
            assert_eq!(repaired(&damaged(word)), *word);
            assert_eq!(repaired(&damaged(&damaged(word))), *word);
        }
    }

    #[test]
    fn what_people_write_stays() {
        let real = [
            "NÃO, MANHÃ… AMANHÃ” «IRMû",
            "câine, până, în, VÂND",
            "à « bonjour », voilà… é”—",
            "CAFÉ… É”, SÄ…, “Å”",
            "Ä – Ö — Ü",
            "3×… naïf",
            "Ñandú Ð ð Ÿ",
            "CHÂU Â…",
            "L’ÉTÉ’",
            "Spaß… Spaß”",
            "«está»…",
        ];
        for text in real.iter().chain(WORDS) {
            assert_eq!(repaired(text), *text);
        }
    }

    #[test]
    fn a_sample_shows_the_word() {
        let mut found = Found::default();
        assert_eq!(repair("two CafÃ©s, itâ€™s", &mut found), "two Cafés, it’s");
        let sample = Some(("CafÃ©s,".to_owned(), "Cafés,".to_owned()));
        assert_eq!(found, Found { count: 2, sample });
    }
}
