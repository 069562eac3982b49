//! Words of a heading → what a renderer makes of them before it looks for duplicates.
//!
//! `None` where that cannot be told for sure; then a heading is told its id.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::dialect::AutomaticIds;
use super::tree::Inline;

/// The id that a renderer makes of a heading which is alone in its document. `line` is the heading as
/// it was written, without its marker.
pub(super) fn slug(content: &[Inline<'_>], line: &str, rule: AutomaticIds) -> Option<String> {
    let words = words(content, rule)?;
    match rule {
        AutomaticIds::None => None,
        AutomaticIds::GithubLine => github_line(&words, line),
        AutomaticIds::GithubWords => Some(github_words(&words)),
        AutomaticIds::GithubSlugger => Some(github_words(&words.to_lowercase())),
        AutomaticIds::AsciiSlug => ascii_slug(&words),
        AutomaticIds::AsciiWords => Some(ascii_words(&words)),
        AutomaticIds::DashedWords => Some(dashed_words(&words)),
        AutomaticIds::CasedWords => cased_words(&words),
    }
}

/// The text of a heading; none if it holds what renderers read in different ways.
fn words(content: &[Inline<'_>], rule: AutomaticIds) -> Option<String> {
    let mut words = String::new();
    let mut rest = vec![(content.iter(), false)];
    while let Some((inlines, is_inside)) = rest.last_mut() {
        let is_inside = *is_inside;
        let Some(inline) = inlines.next() else {
            rest.pop();
            continue;
        };
        match inline {
            Inline::Text(text) | Inline::Code(text) => {
                if is_inside && rule == AutomaticIds::GithubLine && !is_one_run(inline) {
                    return None;
                }
                words.push_str(text);
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link { content, .. }
            | Inline::Element { content, .. } => {
                if rule == AutomaticIds::GithubLine && content.len() != 1 {
                    return None;
                }
                rest.push((content.iter(), true));
            }
            Inline::Break
            | Inline::FootnoteReference(_)
            | Inline::Html(_)
            | Inline::Image { .. }
            | Inline::Source(_) => return None,
        }
    }
    Some(words)
}

/// Of what emphasis or a link holds goldmark's callers may see the first run alone, and punctuation
/// can end one.
fn is_one_run(inline: &Inline<'_>) -> bool {
    match inline {
        Inline::Text(text) => text.chars().all(|c| c == ' ' || c.is_alphanumeric()),
        _ => false,
    }
}

/// <https://github.com/gohugoio/hugo/blob/master/markup/goldmark/autoid.go>: `Tea & *Cake*` →
/// `tea--cake`
///
/// Older versions read the line as it was written, newer ones its words. Where both come to the same
/// it is sure; an address that stands bare has no words, and two hyphens are a dash.
fn github_line(words: &str, line: &str) -> Option<String> {
    let of_words = letters_and_digits(words);
    let is_more_than_words = ["://", "www.", "@", "--"].iter().any(|part| words.contains(part));
    (!is_more_than_words && of_words == letters_and_digits(line)).then_some(of_words)
}

fn letters_and_digits(text: &str) -> String {
    let lower = |c: char| match c {
        ' ' | '-' => Some('-'),
        '_' => Some('_'),
        // Each character becomes one.
        _ if is_letter(c) || is_digit(c) => c.to_lowercase().next(),
        _ => None,
    };
    text.trim().chars().filter_map(lower).collect()
}

fn is_letter(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Letter
}

fn is_digit(c: char) -> bool {
    c.general_category() == GeneralCategory::DecimalNumber
}

/// <https://github.com/kramdown/parser-gfm> and <https://github.com/Flet/github-slugger>: `C'est là` →
/// `cest-là`
fn github_words(words: &str) -> String {
    let is_word = |c: &char| {
        let category = c.general_category();
        matches!(c, ' ' | '\t' | '-')
            || c.is_alphabetic()
            || is_digit(*c)
            || category == GeneralCategory::ConnectorPunctuation
            || c.general_category_group() == GeneralCategoryGroup::Mark
    };
    let lower = words.trim().chars().flat_map(char::to_lowercase).filter(is_word);
    lower.map(|c| if matches!(c, ' ' | '\t') { '-' } else { c }).collect()
}

/// <https://github.com/Stebalien/slug-rs>: `Crème, brûlée` → `creme-brulee`
///
/// It knows the sound of every character there is; here are those whose sound is the letter below the
/// accent, and marks.
fn ascii_slug(words: &str) -> Option<String> {
    let mut slug = String::new();
    for c in words.chars() {
        match base_letter(c) {
            Some(letter) if letter.is_ascii_alphanumeric() => {
                slug.push(letter.to_ascii_lowercase());
            }
            Some(_) if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            Some(_) => {}
            None => return None,
        }
    }
    Some(slug.trim_end_matches('-').to_owned())
}

/// The ASCII letter of a character that is one, with or without accent; a blank for marks.
fn base_letter(c: char) -> Option<char> {
    match c {
        _ if c.is_ascii() => Some(c),
        '\u{a0}' | '‐'..='―' | '‘' | '’' | '“' | '”' | '„' | '…' => Some(' '),
        '\u{c0}'..='\u{17f}' => {
            let mut base = None;
            decompose_canonical(c, |part| base = base.or(Some(part)));
            base.filter(char::is_ascii)
        }
        _ => None,
    }
}

/// <https://github.com/Python-Markdown/markdown/blob/master/markdown/extensions/toc.py>: `Crème
/// brûlée!` → `creme-brulee`
fn ascii_words(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = words.nfkd().filter(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_ascii() && is_space(*c)
    });
    joined(kept.collect::<String>().trim().to_ascii_lowercase().chars(), |c| {
        c == '-' || is_space(c)
    })
}

/// White space as `\s` has it in regular expressions of Unicode texts.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The same in JavaScript.
fn is_script_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{85}' || c == '\u{feff}'
}

/// Punctuation that becomes a hyphen in the two that follow.
const SPECIAL: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/";

/// <https://github.com/mdit-vue/mdit-vue/tree/main/packages/shared>: `3 “Été”` → `_3-ete`
fn dashed_words(words: &str) -> String {
    let is_special =
        |c: char| is_script_space(c) || SPECIAL.contains(c) || matches!(c, '“' | '”' | '‘' | '’');
    let kept = words.nfkd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\0'..='\u{1f}'));
    let slug = joined(kept, is_special);
    let slug = slug.trim_matches('-');
    let start = if slug.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
    format!("{start}{slug}").to_lowercase()
}

/// <https://github.com/hexojs/hexo-util/blob/master/lib/slugize.ts>: `Crème Brûlée` → `Creme-Brulee`
///
/// Quotes, dashes and dots are typeset before, and what is written like a tag is gone. Accents are
/// taken away by a list, of which here is what it has in common with Unicode.
fn cased_words(words: &str) -> Option<String> {
    let is_typeset =
        words.contains(['<', '"', '\'', '\u{a0}']) || words.contains("--") || words.contains("...");
    let is_listed = |c: char| {
        let is_latin = matches!(c,
            '\u{80}'..='\u{9f}' | '\u{180}'..='\u{2af}' | '\u{2183}'..='\u{2184}' | '\u{1d00}'..='\u{1eff}' | '\u{2000}'..='\u{206f}' | '\u{2460}'..='\u{24ff}'
            | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ff00}'..='\u{ffef}');
        is_latin
            || matches!(c, '\u{c0}'..='\u{17f}') && base_letter(c).is_none() && c.is_alphabetic()
    };
    if is_typeset || words.chars().any(is_listed) {
        return None;
    }
    let is_special = |c: char| is_script_space(c) || SPECIAL.contains(c);
    let plain = |c: char| base_letter(c).filter(char::is_ascii_alphabetic).unwrap_or(c);
    let kept = words.trim().chars().map(plain).filter(|c| *c > '\u{1f}');
    let slug = joined(kept, is_special).trim_matches('-').to_owned();
    (!INHERITED.contains(&slug.as_str())).then_some(slug)
}

/// What every object of JavaScript has, so that headings of these names are never the first.
const INHERITED: &[&str] = &[
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// One hyphen for each run of what is no part of a word.
fn joined(chars: impl Iterator<Item = char>, is_between: impl Fn(char) -> bool) -> String {
    let mut joined = String::new();
    for c in chars {
        match is_between(c) {
            true if joined.ends_with('-') => {}
            true => joined.push('-'),
            false => joined.push(c),
        }
    }
    joined
}

/// Words as people compare them: letters and digits alone, small, without accents. `the-long-shed` and
/// `The “Long” Shed!` are alike.
#[must_use]
pub fn folded(text: &str) -> String {
    let sound = |c: char| -> Cow<'static, str> {
        match c {
            'ß' | 'ẞ' => "ss".into(),
            'æ' | 'Æ' => "ae".into(),
            'œ' | 'Œ' => "oe".into(),
            'ø' | 'Ø' => "o".into(),
            'ł' | 'Ł' => "l".into(),
            'đ' | 'Đ' | 'ð' | 'Ð' => "d".into(),
            'ı' => "i".into(),
            _ => c.to_lowercase().to_string().into(),
        }
    };
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)) {
        folded.push_str(&sound(c));
    }
    folded.retain(|c| !is_combining_mark(c));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [AutomaticIds; 7] = [
        AutomaticIds::GithubLine,
        AutomaticIds::GithubWords,
        AutomaticIds::GithubSlugger,
        AutomaticIds::AsciiSlug,
        AutomaticIds::AsciiWords,
        AutomaticIds::DashedWords,
        AutomaticIds::CasedWords,
    ];

    /// As the renderers have it; `tests/e2e/heading_ids.py` holds more of them to it. `?` is unsure.
    #[test]
    fn words_become_ids() {
        for (text, expected) in [
            ("A & B", ["a--b", "a--b", "a--b", "a-b", "a-b", "a-b", "A-B"]),
            ("It’s 50%!", ["its-50", "its-50", "its-50", "it-s-50", "its-50", "it-s-50", "?"]),
            ("2 eggs", ["2-eggs", "2-eggs", "2-eggs", "2-eggs", "2-eggs", "_2-eggs", "2-eggs"]),
            ("a_b -- c", ["?", "a_b----c", "a_b----c", "a-b-c", "a_b-c", "a-b-c", "?"]),
            ("Größe", ["größe", "größe", "größe", "?", "groe", "große", "?"]),
            ("İ", ["i", "i\u{307}", "i\u{307}", "i", "i", "i", "I"]),
            ("ΣΑΣ", ["σασ", "σασ", "σας", "?", "", "σας", "ΣΑΣ"]),
            ("Мир й", ["мир-й", "мир-й", "мир-й", "?", "", "мир-и", "Мир-й"]),
            ("हिन्दी", ["हनद", "हिन्दी", "हिन्दी", "?", "", "हिन्दी", "हिन्दी"]),
            ("🚀", ["", "", "", "?", "", "🚀", "🚀"]),
            ("½ Ⅷ", ["-", "-ⅷ", "-ⅷ", "?", "12-viii", "_1⁄2-viii", "½-Ⅷ"]),
        ] {
            for (rule, expected) in RULES.into_iter().zip(expected) {
                let id = slug(&[Inline::Text(text.into())], text, rule);
                assert_eq!(id.as_deref().unwrap_or("?"), expected, "{rule:?}: {text}");
            }
        }
    }

    #[test]
    fn what_renderers_read_in_different_ways_is_unsure() {
        let image =
            Inline::Image { destination: "/i".into(), title: None, alternative: "a".into() };
        for inline in [image, Inline::Break, Inline::Html("<b>".into())] {
            for rule in RULES {
                assert_eq!(slug(std::slice::from_ref(&inline), "a", rule), None);
            }
        }
        let quoted = [Inline::Strong(vec![Inline::Text("it's".into())])];
        assert_eq!(slug(&quoted, "**it's**", AutomaticIds::GithubLine), None);
        assert_eq!(slug(&quoted, "**it's**", AutomaticIds::GithubWords).as_deref(), Some("its"));
        let entity = [Inline::Text("10\u{a0}km".into())];
        assert_eq!(slug(&entity, "10&nbsp;km", AutomaticIds::GithubLine), None);
    }

    #[test]
    fn words_are_alike_without_marks_and_accents() {
        for (one, other) in [
            ("the-long-shed", "The “Long” Shed!"),
            ("creme_brulee", "Crème brûlée"),
            ("strasse", "STRAẞE"),
            ("istanbul", "İstanbul"),
            ("ёлка", "Елка"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_eq!(folded("–!"), "");
    }
}
