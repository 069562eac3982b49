//! The words that the comments of a page show beside the comments, in the language of the site.
//!
//! A language is what WordPress says of the site, `de-AT`, `pt_BR`; one that is not known, or none,
//! is English. Digits are ASCII in every language, as in the rest of the page.

use super::languages::{ALIASES, LANGUAGES, Language};

/// What a language's words say where the number belongs.
const NUMBER: &str = "{}";

/// The heading of the comments of a page.
///
/// 3, `en-US` → `3 Responses`; 1, `de` → `1 Antwort`
#[must_use]
pub(super) fn heading(count: usize, language: &str) -> String {
    counted(count, find(language), |words| words.responses)
}

/// The heading of the links from other sites, where they stand apart.
///
/// 2, `en-US` → `2 Pingbacks`
#[must_use]
pub(super) fn pingbacks(count: usize, language: &str) -> String {
    counted(count, find(language), |words| words.pingbacks)
}

/// The name of who gave none.
#[must_use]
pub(super) fn anonymous(language: &str) -> &'static str {
    find(language).anonymous
}

/// What stands in brackets behind the name of the post's own author.
#[must_use]
pub(super) fn post_author(language: &str) -> &'static str {
    find(language).author
}

/// A noun behind its number.
fn counted(
    count: usize,
    words: &Language,
    noun: fn(&Language) -> &'static [&'static str],
) -> String {
    let category = words.rule.category(count);
    let forms = words.rule.categories().iter().zip(noun(words));
    let (_, form) = forms
        .into_iter()
        .find(|(of, _)| **of == category)
        .expect("a test checks that each language has a word for each form that its rule has");
    form.replace(NUMBER, &count.to_string())
}

/// The words of a language, or of the nearest one that is there: `de-AT` → `de`.
fn find(language: &str) -> &'static Language {
    let tag = language.trim().to_ascii_lowercase().replace('_', "-");
    let mut rest = tag.as_str();
    loop {
        if let Some(words) = named(rest).or_else(|| named(aliased(rest)?)) {
            return words;
        }
        match rest.rsplit_once('-') {
            Some((shorter, _)) => rest = shorter,
            None => return named("en").expect("English is there"),
        }
    }
}

fn named(tag: &str) -> Option<&'static Language> {
    let at = LANGUAGES.binary_search_by_key(&tag, |language| language.tag).ok()?;
    Some(&LANGUAGES[at])
}

fn aliased(tag: &str) -> Option<&'static str> {
    let at = ALIASES.binary_search_by_key(&tag, |(alias, _)| alias).ok()?;
    Some(ALIASES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::comments::plural::{Category, Rule};

    /// The languages in which the noun itself says how many there are.
    const SAYS_THE_NUMBER: &[(&str, Category)] =
        &[("ar", Category::One), ("ar", Category::Two), ("he", Category::One)];

    #[test]
    fn tables_are_sorted() {
        assert!(LANGUAGES.is_sorted_by(|a, b| a.tag < b.tag));
        assert!(ALIASES.is_sorted_by(|a, b| a.0 < b.0));
        for (alias, tag) in ALIASES {
            assert!(named(alias).is_none() && named(tag).is_some(), "{alias}");
        }
    }

    #[test]
    fn every_language_has_all_words() {
        for language in LANGUAGES {
            let tag = language.tag;
            assert_eq!(tag, tag.to_ascii_lowercase());
            for word in [language.anonymous, language.author] {
                assert!(!word.is_empty() && word.trim() == word, "{tag}");
            }
            for forms in [language.responses, language.pingbacks] {
                assert_eq!(forms.len(), language.rule.categories().len(), "{tag}");
                for (category, form) in language.rule.categories().iter().zip(forms) {
                    let numbers = usize::from(!SAYS_THE_NUMBER.contains(&(tag, *category)));
                    assert_eq!(form.matches(NUMBER).count(), numbers, "{tag}: {form}");
                    assert!(form.trim() == *form && form.len() > NUMBER.len(), "{tag}: {form}");
                }
            }
        }
    }

    #[test]
    fn numbers_stand_in_the_text() {
        for language in LANGUAGES {
            for count in [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000] {
                if !SAYS_THE_NUMBER.contains(&(language.tag, language.rule.category(count))) {
                    let number = count.to_string();
                    assert!(heading(count, language.tag).contains(&number), "{}", language.tag);
                    assert!(pingbacks(count, language.tag).contains(&number), "{}", language.tag);
                }
            }
        }
    }

    #[test]
    fn languages_are_found_however_they_are_written() {
        for (written, tag) in [
            ("", "en"),
            ("  ", "en"),
            ("-", "en"),
            ("tlh", "en"),
            ("en-US", "en"),
            ("EN_gb", "en"),
            ("de_DE", "de"),
            ("de-CH-informal", "de"),
            ("pt-BR", "pt"),
            ("pt-PT", "pt-pt"),
            ("pt_PT_ao90", "pt-pt"),
            ("pt-AO", "pt-pt"),
            ("nb-NO", "nb"),
            ("nn-NO", "nn"),
            ("no", "nb"),
            ("sr-RS", "sr"),
            ("sr-Latn", "sr-latn"),
            ("zh-CN", "zh"),
            ("zh-Hans-HK", "zh"),
            ("zh-TW", "zh-hant"),
            ("zh-HK", "zh-hant"),
            ("zh-Hant-HK", "zh-hant"),
            ("iw", "he"),
            ("de;x", "en"),
        ] {
            assert_eq!(find(written).tag, tag, "{written}");
        }
    }

    #[test]
    fn nouns_follow_their_numbers() {
        for (language, count, expected) in [
            ("en-US", 0, "0 Responses"),
            ("en-US", 1, "1 Response"),
            ("en-US", 3, "3 Responses"),
            ("de-DE", 1, "1 Antwort"),
            ("de-DE", 3, "3 Antworten"),
            ("fr-FR", 0, "0 réponse"),
            ("fr-FR", 3, "3 réponses"),
            ("es-ES", 3, "3 respuestas"),
            ("es-ES", 1_000_000, "1000000 de respuestas"),
            ("ja", 3, "3件のフィードバック"),
            ("pl-PL", 22, "22 odpowiedzi"),
            ("cs-CZ", 5, "5 reakcí"),
            ("ru-RU", 21, "21 ответ"),
            ("ru-RU", 22, "22 ответа"),
            ("ru-RU", 11, "11 ответов"),
            ("ro-RO", 19, "19 răspunsuri"),
            ("ro-RO", 20, "20 de răspunsuri"),
            ("he-IL", 1, "תגובה אחת"),
            ("ar", 2, "تعليقان"),
            ("ar", 11, "11 تعليقًا"),
        ] {
            assert_eq!(heading(count, language), expected);
        }
        assert_eq!(pingbacks(2, "en-US"), "2 Pingbacks");
        assert_eq!(pingbacks(5, "uk"), "5 пінгбеків");
        assert_eq!(anonymous("de-DE"), "Anonym");
        assert_eq!(post_author("pt-BR"), "autor");
    }

    #[test]
    fn languages_count_by_their_own_rules() {
        for (tag, rule) in [
            ("ja", Rule::Never),
            ("nl", Rule::Single),
            ("fr", Rule::UpToOneMillions),
            ("it", Rule::SingleMillions),
            ("fa", Rule::UpToOne),
            ("uk", Rule::Russian),
            ("sk", Rule::Czech),
            ("hr", Rule::Serbian),
        ] {
            assert_eq!(find(tag).rule, rule, "{tag}");
        }
    }
}
