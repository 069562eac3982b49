//! The user's configuration file → rules; TOML in, values out.
//!
//! ```toml
//! unknown-shortcodes = "unwrap"
//!
//! [shortcodes]
//! sc = '{{< $name $attrs >}}'
//! box = "unwrap"
//! ```

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::convert::lower::{ShortcodeRule, ShortcodeRules, UnknownShortcodes};
use crate::error::{Error, nearest};

/// The name of the file that is read where none is named.
pub const FILE_NAME: &str = "pressdown.toml";

/// The keys of a file.
const KEYS: &[&str] = &["shortcodes", "unknown-shortcodes"];

/// What may become of a shortcode, by the words for it.
const WAYS: &[(&str, UnknownShortcodes)] = &[
    ("drop", UnknownShortcodes::Drop),
    ("keep", UnknownShortcodes::Keep),
    ("unwrap", UnknownShortcodes::Unwrap),
];

/// What a configuration file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// What becomes of shortcodes; what is not said is left to others.
    pub unknown_shortcodes: Option<UnknownShortcodes>,
    /// Rules for shortcodes by name.
    pub shortcodes: BTreeMap<String, ShortcodeRule>,
}

impl Config {
    /// The rules for shortcodes; what was said on the command line goes before the file.
    #[must_use]
    pub fn shortcode_rules(self, said: Option<UnknownShortcodes>) -> ShortcodeRules {
        let unknown = said.or(self.unknown_shortcodes).unwrap_or_default();
        ShortcodeRules { unknown, own: self.shortcodes }
    }
}

/// Parses a configuration file; `place` names it in errors.
pub fn parse(text: &str, place: &str) -> Result<Config, Error> {
    let fault = |fault: Fault| Error::Config {
        place: format!("{place}:{}", line(text, fault.at)),
        cause: fault.cause,
        hint: fault.hint,
    };
    read(text).map_err(fault)
}

/// What is wrong with a file, and where.
struct Fault {
    at: usize,
    cause: String,
    hint: String,
}

fn read(text: &str) -> Result<Config, Fault> {
    let table = DeTable::parse(text).map_err(|error| Fault {
        at: error.span().map_or(0, |span| span.start),
        cause: error.message().to_owned(),
        hint: "the file is TOML; docs/configuration.md shows one".to_owned(),
    })?;
    let mut config = Config::default();
    for (key, value) in table.get_ref() {
        match key.get_ref().as_ref() {
            "unknown-shortcodes" => config.unknown_shortcodes = Some(way(value)?),
            "shortcodes" => config.shortcodes = rules(value)?,
            unknown => return Err(unknown_key(unknown, key.span().start)),
        }
    }
    Ok(config)
}

fn unknown_key(key: &str, at: usize) -> Fault {
    let nearest = nearest(key, KEYS.iter().copied());
    let cause = format!("there is no key `{key}`");
    Fault {
        at,
        cause,
        hint: format!("did you mean `{nearest}`? docs/configuration.md has all keys"),
    }
}

fn rules(table: &Spanned<DeValue<'_>>) -> Result<BTreeMap<String, ShortcodeRule>, Fault> {
    let Some(entries) = table.get_ref().as_table() else {
        return Err(not_text(table, "`shortcodes` is a table"));
    };
    let rule = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
        Ok((key.get_ref().to_string(), rule(value)?))
    };
    entries.iter().map(rule).collect()
}

fn rule(value: &Spanned<DeValue<'_>>) -> Result<ShortcodeRule, Fault> {
    let text = text(value)?;
    if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return way(value).map(ShortcodeRule::As);
    }
    Ok(ShortcodeRule::Template(text.to_owned()))
}

fn way(value: &Spanned<DeValue<'_>>) -> Result<UnknownShortcodes, Fault> {
    let text = text(value)?;
    let known = WAYS.iter().find(|(name, _)| *name == text);
    known.map(|(_, way)| *way).ok_or_else(|| Fault {
        at: value.span().start,
        cause: format!("`{text}` is no way to treat a shortcode"),
        hint: "the ways are `drop`, `keep` and `unwrap`; a template holds more than letters"
            .to_owned(),
    })
}

fn text<'v>(value: &'v Spanned<DeValue<'_>>) -> Result<&'v str, Fault> {
    value.get_ref().as_str().ok_or_else(|| not_text(value, "the value is a text in quotes"))
}

fn not_text(value: &Spanned<DeValue<'_>>, hint: &str) -> Fault {
    let cause = format!("the value is of type {}", value.get_ref().type_str());
    Fault { at: value.span().start, cause, hint: hint.to_owned() }
}

/// The line of a place, counted from 1.
fn line(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (String, String) {
        match parse(text, "own.toml") {
            Err(error) => (error.to_string(), error.hint().unwrap_or_default().to_owned()),
            Ok(config) => panic!("{text}: {config:?}"),
        }
    }

    #[test]
    fn every_kind_of_rule() {
        let text =
            "unknown-shortcodes = \"unwrap\"\n[shortcodes]\nsc = '{{< $name >}}'\nad = \"drop\"\n";
        let config = parse(text, "own.toml").expect("a configuration");
        assert_eq!(config.unknown_shortcodes, Some(UnknownShortcodes::Unwrap));
        let rules = config.shortcode_rules(Some(UnknownShortcodes::Drop));
        assert_eq!(rules.unknown, UnknownShortcodes::Drop);
        assert_eq!(rules.own["ad"], ShortcodeRule::As(UnknownShortcodes::Drop));
        assert_eq!(rules.own["sc"], ShortcodeRule::Template("{{< $name >}}".to_owned()));
    }

    #[test]
    fn faults_name_their_line_and_what_was_meant() {
        let (message, hint) = fault("\n[shortcode]\na = \"keep\"\n");
        assert_eq!(message, "own.toml:2: there is no key `shortcode`");
        assert!(hint.starts_with("did you mean `shortcodes`?"), "{hint}");
        let (message, _) = fault("[shortcodes]\na = \"unwarp\"\n");
        assert_eq!(message, "own.toml:2: `unwarp` is no way to treat a shortcode");
        let (message, _) = fault("unknown-shortcodes = 1\n");
        assert_eq!(message, "own.toml:1: the value is of type integer");
        let (message, _) = fault("[shortcodes]\n\na = \n");
        assert!(message.starts_with("own.toml:3: "), "{message}");
    }
}
