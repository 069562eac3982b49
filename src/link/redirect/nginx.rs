//! Maps for nginx, included in the `http` context; the lines for the `server` context stand in the
//! comment at the top and never change.
//!
//! By <https://nginx.org/en/docs/http/ngx_http_map_module.html>: keys are compared without regard to
//! case unless they are patterns (`~`); strings go before patterns, patterns in their order; the
//! keys `default`, `include`, `hostnames` and `volatile` mean something else, but ours begin with a
//! slash. `$uri` is decoded and without double slashes, `$arg_p` is as it was sent. In quotes, `\`
//! escapes `"` and itself. A hash is built before the first map, so its sizes have to stand first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::endings::PATTERN;
use super::spelling::{encoded_value, location, pattern, spellings};
use super::{AtPath, AtQuery, Redirect, Redirects, Rendered};

const HEAD: &str = "\
# Old addresses and where they are now.
#
# Include this file in the `http` block, in front of any other `map`:
#
#     include /etc/nginx/redirects.nginx.conf;
#
# and put these lines into the `server` block of the site, behind its `root`:
#
#     if ($pressdown_redirect) { return 301 $pressdown_redirect; }
#     set $pressdown_missing $pressdown_ending;
#     if (-e $request_filename) { set $pressdown_missing \"\"; }
#     if ($pressdown_missing) { return 301 $pressdown_missing; }
";

/// nginx takes these without being told, on all machines.
const BUCKET_SIZE: usize = 64;
const MAX_SIZE: usize = 2048;

/// What an entry takes in a bucket beside its key: a pointer, a length, what is lost to alignment,
/// and the pointer that ends the bucket.
const ENTRY: usize = 32;

/// One map: its key is looked up in what `source` says.
struct Map {
    source: String,
    name: String,
    entries: Vec<Entry>,
}

/// Writes the file.
pub(super) fn render(redirects: &Redirects) -> Rendered<'_> {
    let (maps, left_out) = maps(redirects);
    let mut text = HEAD.to_owned();
    sizes(&mut text, &maps, redirects);
    text.push_str(
        "\n# Addresses are the same with and without the slash at their end.\n\
         map $uri $pressdown_uri {\n    default $uri;\n    \
         \"~^(?<pressdown_bare>.+)/$\" $pressdown_bare;\n}\n",
    );
    let mut otherwise = "\"\"";
    for map in &maps {
        write_map(&mut text, map, otherwise);
        otherwise = &map.name;
    }
    let found = Map {
        source: "$pressdown_uri".into(),
        name: "$pressdown_redirect".into(),
        entries: Vec::new(),
    };
    write_map(&mut text, &found, otherwise);
    endings(&mut text, redirects);
    Rendered { text, left_out }
}

/// A map of the paths, and one for each parameter, whose default will be the map before it.
fn maps(redirects: &Redirects) -> (Vec<Map>, Vec<&Redirect>) {
    let mut left_out = Vec::new();
    let mut queries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for it in redirects.queries() {
        // A variable of nginx has no hyphens, and its name is without case.
        if it.name.contains('-') {
            left_out.push(it.redirect);
        } else {
            let name = it.name.to_ascii_lowercase();
            let entry = query_entry(&it, &name);
            queries.entry(name).or_default().push(entry);
        }
    }
    let mut maps = vec![Map {
        source: "$pressdown_uri".into(),
        name: "$pressdown_path".into(),
        entries: redirects.paths().map(|it| path_entry(&it)).collect(),
    }];
    maps.extend(queries.into_iter().map(|(name, entries)| Map {
        source: format!("$pressdown_uri?{name}=$arg_{name}"),
        name: format!("$pressdown_arg_{name}"),
        entries,
    }));
    (maps, left_out)
}

/// A key and its value, both quoted.
struct Entry {
    key: String,
    to: String,
}

fn path_entry(it: &AtPath<'_>) -> Entry {
    let key = if it.case_counts { exactly(&pattern(it.path)) } else { quoted(it.path) };
    Entry { key, to: quoted(&location(it.to)) }
}

fn query_entry(it: &AtQuery<'_>, name: &str) -> Entry {
    let key = if it.case_counts {
        exactly(&format!("{}\\?{name}={}", pattern(it.path), spellings(it.value, "(?:")))
    } else {
        quoted(&format!("{}?{name}={}", it.path, encoded_value(it.value)))
    };
    Entry { key, to: quoted(&location(it.to)) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A pattern has neither quotes nor a backslash that nginx would take for its own.
fn exactly(pattern: &str) -> String {
    format!("\"~^{pattern}$\"")
}

fn sizes(text: &mut String, maps: &[Map], redirects: &Redirects) {
    let kept = redirects.kept.iter().map(String::len);
    let keys = maps.iter().flat_map(|map| &map.entries).map(|entry| entry.key.len());
    let longest = keys.chain(kept).max().unwrap_or(0);
    let entries = maps.iter().map(|map| map.entries.len());
    let most = entries.chain([redirects.kept.len()]).max().unwrap_or(0);
    let bucket = (longest + ENTRY).next_power_of_two();
    let max = (most * 2).next_power_of_two();
    text.push('\n');
    if bucket > BUCKET_SIZE {
        writeln!(text, "map_hash_bucket_size {bucket};").expect("a string takes all");
    }
    if max > MAX_SIZE {
        writeln!(text, "map_hash_max_size {max};").expect("a string takes all");
    }
}

fn write_map(text: &mut String, map: &Map, otherwise: &str) {
    write!(text, "\nmap \"{}\" {} {{\n    default {otherwise};\n", map.source, map.name)
        .expect("a string takes all");
    for entry in &map.entries {
        writeln!(text, "    {} {};", entry.key, entry.to).expect("a string takes all");
    }
    text.push_str("}\n");
}

/// The address before an ending is taken from the request as it was sent, because `$uri` is decoded
/// and a line break of it would end the header. Its segments are not empty and hold no backslash,
/// because browsers take `//` and `/\` for the beginning of a host.
fn endings(text: &mut String, redirects: &Redirects) {
    text.push_str(
        "\n# What WordPress adds to every address leads to that address, unless there is a file.",
    );
    let kept = Map {
        source: "$pressdown_uri".into(),
        name: "$pressdown_kept".into(),
        entries: redirects
            .kept
            .iter()
            .map(|path| Entry { key: quoted(path), to: "kept".into() })
            .collect(),
    };
    write_map(text, &kept, "\"\"");
    let ending = Map {
        source: "$pressdown_kept$request_uri".into(),
        name: "$pressdown_ending".into(),
        entries: vec![Entry {
            key: format!(r#""~^(?<pressdown_before>(?:/[^/?\x5C]+)*?)/{PATTERN}/?(?:\?.*)?$""#),
            to: "$pressdown_before/".into(),
        }],
    };
    write_map(text, &ending, "\"\"");
}
