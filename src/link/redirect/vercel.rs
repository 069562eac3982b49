//! `vercel.json`.
//!
//! By <https://vercel.com/docs/project-configuration/vercel-json#redirects>: `source` is a pattern of
//! path-to-regexp 6, matched by letter with the path as it was sent; `has` asks for a parameter, whose
//! value is a pattern too; `permanent` means 308, so `statusCode` says 301; the first that matches
//! counts, and all of them go before files. At most 2,048 redirects, sources and destinations of at
//! most 4,096 characters (<https://openapi.vercel.sh/vercel.json>).

use serde_json::{Value, json};

use super::endings::PATTERN_WITHOUT_PAGES;
use super::spelling::{location, pattern, spellings};
use super::{Redirects, Rendered};

const MAX_LENGTH: usize = 4096;

/// Writes the file.
pub(super) fn render(redirects: &Redirects) -> Rendered<'_> {
    let mut rules = Vec::new();
    let mut left_out = Vec::new();
    for it in redirects.queries() {
        let has = json!([{ "type": "query", "key": it.name, "value": pattern(it.value) }]);
        let rule = rule(&source(it.path), &location(it.to), Some(has));
        rules.extend(rule.or_else(|| {
            left_out.push(it.redirect);
            None
        }));
    }
    for it in redirects.paths() {
        let rule = rule(&source(it.path), &location(it.to), None);
        rules.extend(rule.or_else(|| {
            left_out.push(it.redirect);
            None
        }));
    }
    rules.extend(rule(&ending(redirects), "/:path", None));
    let rules = rules.join(",\n    ");
    let text = format!("{{\n  \"redirects\": [\n    {rules}\n  ]\n}}\n");
    Rendered { text, left_out }
}

fn rule(source: &str, destination: &str, has: Option<Value>) -> Option<String> {
    if source.chars().count() > MAX_LENGTH || destination.len() > MAX_LENGTH {
        return None;
    }
    let mut rule = json!({ "source": source, "destination": destination, "statusCode": 301 });
    if let Some(has) = has {
        rule["has"] = has;
    }
    Some(rule.to_string())
}

/// `/straße` → `/stra(%[cC]3%9[fF]|ß)e{/}?`. What path-to-regexp has signs for is escaped or stands
/// in a group.
fn source(path: &str) -> String {
    let slash = if path == "/" { "" } else { "{/}?" };
    format!("{}{slash}", spellings(path, "("))
}

/// All endings at once, but for those addresses that look like one. The pages of lists are not among
/// them: a redirect goes before the file that a generator may have written there.
fn ending(redirects: &Redirects) -> String {
    let kept: Vec<String> = redirects
        .kept
        .iter()
        .map(|path| spellings(path.strip_prefix('/').unwrap_or(path), "(?:"))
        .collect();
    let unless = match kept.as_slice() {
        [] => String::new(),
        kept => format!("(?!(?:{})/?$)", kept.join("|")),
    };
    format!("/:path((?:{unless}(?:[^/]+/)*?))({PATTERN_WITHOUT_PAGES}){{/}}?")
}
