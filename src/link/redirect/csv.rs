//! `redirects.csv`: `from,to,status`, for spreadsheets and the import of other hosts.
//!
//! By RFC 4180: a field with a comma, a quote or a line break stands in quotes, and quotes are
//! doubled; lines end in `\n` all the same, like those of all files here. Addresses are
//! percent-encoded. Endings are rules, not addresses, and are not listed.

use super::spelling::{encoded, encoded_value, location};
use super::{OldAddress, Redirects, Rendered};

/// Writes the file.
pub(super) fn render(redirects: &Redirects) -> Rendered<'_> {
    let mut text = String::from("from,to,status\n");
    for redirect in &redirects.exact {
        let from = match &redirect.from {
            OldAddress::Path(path) => encoded(path),
            OldAddress::Query { path, name, value } => {
                format!("{}?{name}={}", encoded(path), encoded_value(value))
            }
        };
        text.extend([&field(&from), ",", &field(&location(&redirect.to)), ",301\n"]);
    }
    Rendered { text, left_out: Vec::new() }
}

fn field(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
