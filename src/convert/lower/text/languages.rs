//! Text in several languages at once, as qTranslate and its successors store it → one text a language.
//!
//! `[:en]Hello[:de]Hallo[:]`, `<!--:en-->Hello<!--:--><!--:de-->Hallo<!--:-->`,
//! `{:en}Hello{:de}Hallo{:}`. <https://github.com/qtranslate/qtranslate-xt/wiki>
//! A mark needs a language of ISO 639-1, and a text needs an end mark or two languages: everything else
//! is text.

use std::borrow::Cow;

use crate::convert::lower::markup;

/// ISO 639-1.
const CODES: &[&str] = &[
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bi",
    "bm", "bn", "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de",
    "dv", "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy",
    "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia",
    "id", "ie", "ig", "ii", "ik", "io", "is", "it", "iu", "ja", "jv", "ka", "kg", "ki", "kj", "kk",
    "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg", "li", "ln", "lo",
    "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "na", "nb", "nd",
    "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl",
    "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk", "sl",
    "sm", "sn", "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk",
    "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa",
    "wo", "xh", "yi", "yo", "za", "zh", "zu",
];

/// What stands before and behind the code of a language.
const MARKS: &[(&str, &str)] = &[("[:", "]"), ("<!--:", "-->"), ("{:", "}")];

/// How many languages one text may have; more is no site, but an attack.
const MOST: usize = 32;

/// The text of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::convert) struct Version<'a> {
    /// `de`
    pub(in crate::convert) language: &'a str,
    /// With what belongs to all languages.
    pub(in crate::convert) text: String,
}

/// A mark in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark<'a> {
    /// Which of [`MARKS`] stand around it.
    form: usize,
    /// `None` ends the text of a language.
    language: Option<&'a str>,
    start: usize,
    end: usize,
}

/// The versions of a text, that of the site's language (`de-AT` or nothing) first; none if it has no
/// languages.
///
/// `[:en]Hello[:de]Hallo[:]!`, `de-AT` → `de`: `Hallo!`, `en`: `Hello!`
pub(in crate::convert) fn versions<'a>(text: &'a str, site: &str) -> Vec<Version<'a>> {
    if !MARKS.iter().any(|(before, _)| markup::holds(text, before)) {
        return Vec::new();
    }
    let parts = parts(text);
    let mut names: Vec<&str> = Vec::new();
    for language in parts.iter().filter_map(|(language, _)| *language) {
        if !names.contains(&language) && names.len() < MOST {
            names.push(language);
        }
    }
    let own = site.split(['-', '_']).next().unwrap_or_default();
    names.sort_by_key(|name| !name.eq_ignore_ascii_case(own));
    names.into_iter().map(|language| version(language, &parts)).collect()
}

/// A field that is one line, in the site's language.
pub(in crate::convert) fn in_own<'a>(text: &'a str, site: &str) -> Cow<'a, str> {
    match versions(text, site).into_iter().next() {
        Some(version) => Cow::Owned(version.text),
        None => Cow::Borrowed(text),
    }
}

fn version<'a>(language: &'a str, parts: &[(Option<&'a str>, &'a str)]) -> Version<'a> {
    let is_own = |part: &&(Option<&str>, &str)| part.0.is_none_or(|name| name == language);
    let text = parts.iter().filter(is_own).map(|(_, text)| *text).collect();
    Version { language, text }
}

/// The text cut at its marks, each part with its language; empty if it surely has none.
fn parts(text: &str) -> Vec<(Option<&str>, &str)> {
    let marks = marks(text);
    let sure: Vec<bool> = (0..MARKS.len()).map(|form| is_sure(form, &marks)).collect();
    if !sure.contains(&true) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let (mut language, mut at) = (None, 0);
    for mark in marks.into_iter().filter(|mark| sure[mark.form]) {
        parts.push((language, &text[at..mark.start]));
        language = mark.language;
        at = mark.end;
    }
    parts.push((language, &text[at..]));
    parts
}

/// Whether marks of a form are meant as such.
fn is_sure(form: usize, marks: &[Mark<'_>]) -> bool {
    let of_form = || marks.iter().filter(|mark| mark.form == form);
    let begins = of_form().filter(|mark| mark.language.is_some()).count();
    let ends = of_form().count() - begins;
    begins > 1 || (begins == 1 && ends > 0)
}

fn marks(text: &str) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    let mut searched = 0;
    while let Some(found) = memchr::memchr3(b'[', b'<', b'{', &text.as_bytes()[searched..]) {
        let start = searched + found;
        let mark = mark_at(text, start);
        searched = mark.map_or(start + 1, |mark| mark.end);
        marks.extend(mark);
    }
    marks
}

fn mark_at(text: &str, start: usize) -> Option<Mark<'_>> {
    let rest = &text[start..];
    let form = MARKS.iter().position(|(before, _)| rest.starts_with(before))?;
    let (before, behind) = MARKS[form];
    let inner = &rest[before.len()..];
    let language = inner.get(..2).filter(|code| CODES.binary_search(code).is_ok());
    let length = language.map_or(0, str::len);
    let end = start + before.len() + length + behind.len();
    inner[length..].starts_with(behind).then_some(Mark { form, language, start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, site: &str) -> Vec<String> {
        let versions = versions(text, site).into_iter();
        versions.map(|version| format!("{}={}", version.language, version.text)).collect()
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(CODES.is_sorted());
    }

    #[test]
    fn every_form_is_split() {
        for text in [
            "[:en]Hello[:de]Hallo[:]",
            "[:en]Hello[:de]Hallo",
            "<!--:en-->Hello<!--:--><!--:de-->Hallo<!--:-->",
            "{:en}Hello{:de}Hallo{:}",
        ] {
            assert_eq!(texts(text, ""), ["en=Hello", "de=Hallo"], "{text}");
            assert_eq!(texts(text, "de-AT"), ["de=Hallo", "en=Hello"], "{text}");
        }
        assert_eq!(texts("a [:en]b[:de]c[:] d", "xx"), ["en=a b d", "de=a c d"]);
        assert_eq!(in_own("[:en]a[:]", "fr"), "a");
    }

    #[test]
    fn what_is_no_language_is_text() {
        for text in ["[:xx]a[:]", "[:en]a", "[:]", "array[:de]", "{:en", "<!--: en-->", "a[:-1]"] {
            assert_eq!(texts(text, "en"), [""; 0], "{text}");
        }
    }
}
