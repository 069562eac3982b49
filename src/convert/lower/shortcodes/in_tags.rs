//! Shortcodes inside tags: WordPress runs those that it knows in the values of attributes.
//!
//! What pressdown knows stands for elements, which no attribute can hold, so only the user's templates
//! are written: `<a href="[home]/about">` with `home = "https://x.org"` → `<a href="https://x.org/about">`

use std::borrow::Cow;

use super::attributes::straighten;
use super::grammar;
use super::template::Template;
use crate::convert::lower::markup::{self, Token};
use crate::convert::lower::uses::{Fate, ShortcodeUses, count};
use crate::convert::lower::{ShortcodeRule, ShortcodeRules};

/// Writes the user's templates in the tags of a text.
pub(super) fn replace<'h>(
    html: &'h str,
    rules: &ShortcodeRules,
    uses: &mut ShortcodeUses,
) -> Cow<'h, str> {
    let has_template = rules.own.values().any(|rule| matches!(rule, ShortcodeRule::Template(_)));
    if !has_template {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    for token in markup::as_browser(html) {
        match token {
            Token::Tag(tag) => push_filled(tag.raw, rules, uses, &mut out),
            Token::Text(raw) | Token::Comment(raw) => out.push_str(raw),
        }
    }
    Cow::Owned(out)
}

fn push_filled(tag: &str, rules: &ShortcodeRules, uses: &mut ShortcodeUses, out: &mut String) {
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        rest = behind;
        let found = grammar::name(behind).and_then(|name| Some((name, rules.own.get(name)?)));
        let Some((name, ShortcodeRule::Template(text))) = found else {
            out.push('[');
            continue;
        };
        let Some((attributes, behind)) = behind[name.len()..].split_once(']') else {
            out.push('[');
            break;
        };
        let value = Template { text, name }.filled(&straighten(attributes));
        out.push_str(&markup::escape(&value));
        count(uses, name, Fate::Templated);
        rest = behind;
    }
    out.push_str(rest);
}
