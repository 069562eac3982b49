//! A file for Caddy, imported in the block of a site.
//!
//! By <https://caddyserver.com/docs/caddyfile/directives/map>: `map` compares by letter and runs
//! before everything else, `~` begins a pattern of RE2, what matches first counts. `{path}` and
//! `{query.p}` are decoded, `{uri}` is as it was sent. In quotes only `\"` is an escape, but
//! `{$NAME}` is replaced by the environment wherever it stands, and `{…}` in an output is a
//! placeholder (<https://caddyserver.com/docs/caddyfile/concepts>); so a key with braces, quotes or
//! backslashes is written as a pattern, and outputs have none of these, being percent-encoded.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::endings::PATTERN;
use super::spelling::{location, pattern};
use super::{AtQuery, Redirects, Rendered};

const HEAD: &str = "\
# Old addresses and where they are now. In the block of the site, where its `root` is set:
#     import redirects.caddy

# Addresses are the same with and without the slash at their end.
map {path} {pressdown_path} {
    \"~^(.+)/$\" \"${1}\"
    \"~^(.*)$\" \"${1}\"
}
";

/// Writes the file.
pub(super) fn render(redirects: &Redirects) -> Rendered<'_> {
    let mut text = HEAD.to_owned();
    let mut queries: BTreeMap<&str, Vec<AtQuery<'_>>> = BTreeMap::new();
    for it in redirects.queries() {
        queries.entry(it.name).or_default().push(it);
    }
    for (name, all) in queries {
        let source = format!("{{pressdown_path}}?{name}={{query.{name}}}");
        let entries =
            all.iter().map(|it| (format!("{}?{name}={}", it.path, it.value), location(it.to)));
        redirect(&mut text, &source, &format!("pressdown_arg_{name}"), entries);
    }
    let entries = redirects.paths().map(|it| (it.path.to_owned(), location(it.to)));
    redirect(&mut text, "{pressdown_path}", "pressdown_redirect", entries);
    endings(&mut text, redirects);
    Rendered { text, left_out: Vec::new() }
}

/// A map, and a redirect for what it knows.
fn redirect(
    text: &mut String,
    source: &str,
    name: &str,
    entries: impl Iterator<Item = (String, String)>,
) {
    let mut rows = String::new();
    for (from, to) in entries {
        writeln!(rows, "    {} \"{to}\"", key(&from)).expect("a string takes all");
    }
    if !rows.is_empty() {
        write!(
            text,
            "\nmap \"{source}\" {{{name}}} {{\n{rows}    default \"\"\n}}\n\
             @{name} expression `{{{name}}} != \"\"`\n\
             redir @{name} {{{name}}} 301\n"
        )
        .expect("a string takes all");
    }
}

fn key(from: &str) -> String {
    if from.contains(['"', '\\', '`', '{', '}']) {
        format!("\"~^{}$\"", pattern(from))
    } else {
        format!("\"{from}\"")
    }
}

/// The address before an ending is taken from the request as it was sent. Its segments are not empty
/// and hold no backslash, because browsers take `//` and `/\` for the beginning of a host.
fn endings(text: &mut String, redirects: &Redirects) {
    text.push_str(
        "\n# What WordPress adds to every address leads to that address, unless there is a file.\n\
         map {pressdown_path} {pressdown_kept} {\n",
    );
    for path in &redirects.kept {
        writeln!(text, "    {} \"kept\"", key(path)).expect("a string takes all");
    }
    write!(
        text,
        r#"    default ""
}}
map "{{pressdown_kept}}{{uri}}" {{pressdown_ending}} {{
    "~^((?:/[^/?\x5C]+)*?)/{PATTERN}/?(?:\?.*)?$" "${{1}}/"
    default ""
}}
@pressdown_ending {{
    expression `{{pressdown_ending}} != ""`
    not file {{path}} {{path}}/
}}
redir @pressdown_ending {{pressdown_ending}} 301
"#
    )
    .expect("a string takes all");
}
