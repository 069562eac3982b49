//! `redirects.json`: everything that is known, for programs.
//!
//! ```json
//! {"schema": "pressdown/redirects/1",
//!  "redirects": [{"kind": "path", "from": "/a b/", "to": "/c/"},
//!                {"kind": "query", "from": "/", "name": "p", "value": "12", "to": "/c/"}],
//!  "endings": {"pattern": "…", "kept": ["/feed"]}}
//! ```
//!
//! Addresses are decoded. A path with one of the endings behind it leads to the path, unless the
//! whole is one of `kept`. One redirect stands on each line.

use serde_json::{Value, json};

use super::endings::PATTERN;
use super::{OldAddress, Redirect, Redirects, Rendered};

/// Writes the file.
pub(super) fn render(redirects: &Redirects) -> Rendered<'_> {
    let rows: Vec<String> = redirects.exact.iter().map(|it| row(it).to_string()).collect();
    let rows = rows.join(",\n    ");
    let pattern = Value::from(format!("^(.*?)/{PATTERN}/?$"));
    let kept = Value::from(redirects.kept.clone());
    let text = format!(
        "{{\n  \"schema\": \"pressdown/redirects/1\",\n  \"redirects\": [\n    {rows}\n  ],\n  \
         \"endings\": {{\n    \"pattern\": {pattern},\n    \"kept\": {kept}\n  }}\n}}\n"
    );
    Rendered { text, left_out: Vec::new() }
}

fn row(redirect: &Redirect) -> Value {
    match &redirect.from {
        OldAddress::Path(path) => json!({ "kind": "path", "from": path, "to": redirect.to }),
        OldAddress::Query { path, name, value } => json!({
            "kind": "query", "from": path, "name": name, "value": value, "to": redirect.to
        }),
    }
}
