//! Redirects: old addresses → new ones, as files for the servers and hosts that answer them.
//!
//! [`Redirects::new`] turns what the caller collected into a list without doubles, chains and loops;
//! each format is one file of this folder and one line of [`FORMATS`]. Nothing here reads or writes:
//! an address goes in decoded and comes out quoted and encoded by the rules of its format, so that
//! no text of an export can become a directive.

mod apache;
mod caddy;
mod csv;
mod endings;
mod join;
mod json;
mod netlify;
mod nginx;
mod spelling;
mod vercel;

use std::collections::HashSet;

pub use endings::feeds;
pub use join::Dropped;

/// An address of the old site that the new one answers at another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// Where the old site had it.
    pub from: OldAddress,
    /// Where it is now: a decoded path from the root of the domain, perhaps with a fragment
    /// (`/2012/05/hello/#comment-7`), or a whole URL (`https://…`), which is used as it is.
    pub to: String,
}

/// An address that WordPress answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OldAddress {
    /// Decoded, from the root of the domain: `/2012/05/hello/`. With and without the slash at its
    /// end it is the same address.
    Path(String),
    /// `/?p=12`: a parameter at a front page, whatever other parameters stand beside it.
    Query {
        /// The front page: `/`, or `/coast/` of a site in a folder.
        path: String,
        /// `p`.
        name: String,
        /// Decoded: `12`.
        value: String,
    },
}

/// What the new site answers at other addresses: redirects of single addresses, each source once,
/// and the endings (`/feed/`, `/amp/` …) that lead to the address before them.
#[derive(Debug, Default)]
pub struct Redirects {
    exact: Vec<Redirect>,
    /// Positions in `exact` whose source differs from another or from a live address in nothing
    /// but the case of letters.
    case_counts: HashSet<usize>,
    kept: Vec<String>,
    depth: usize,
}

/// A redirect at a path.
struct AtPath<'a> {
    /// As the caller gave it.
    written: &'a str,
    /// Without the slash at its end, but for `/`.
    path: &'a str,
    to: &'a str,
    /// Whether another address differs from it in nothing but the case of letters.
    case_counts: bool,
    redirect: &'a Redirect,
}

/// A redirect at a parameter.
struct AtQuery<'a> {
    /// Without the slash at its end, but for `/`.
    path: &'a str,
    name: &'a str,
    value: &'a str,
    to: &'a str,
    /// Whether another address differs from it in nothing but the case of letters.
    case_counts: bool,
    redirect: &'a Redirect,
}

impl Redirects {
    /// The redirects of single addresses, sorted.
    #[must_use]
    pub fn exact(&self) -> &[Redirect] {
        &self.exact
    }

    /// Addresses of the new site that look like an ending (a page whose slug is `feed`), so that no
    /// ending may lead away from them: without the slash at their end, sorted.
    #[must_use]
    pub fn kept(&self) -> &[String] {
        &self.kept
    }

    fn paths(&self) -> impl Iterator<Item = AtPath<'_>> {
        self.exact.iter().enumerate().filter_map(|(at, redirect)| match &redirect.from {
            OldAddress::Path(path) => Some(AtPath {
                written: path,
                path: rooted(path),
                to: &redirect.to,
                case_counts: self.case_counts.contains(&at),
                redirect,
            }),
            OldAddress::Query { .. } => None,
        })
    }

    fn queries(&self) -> impl Iterator<Item = AtQuery<'_>> {
        self.exact.iter().enumerate().filter_map(|(at, redirect)| match &redirect.from {
            OldAddress::Query { path, name, value } => Some(AtQuery {
                path: rooted(path),
                name,
                value,
                to: &redirect.to,
                case_counts: self.case_counts.contains(&at),
                redirect,
            }),
            OldAddress::Path(_) => None,
        })
    }
}

/// A path without the slash at its end: `/a/` → `/a`, `/` → nothing.
fn bare(path: &str) -> &str {
    path.trim_end_matches('/')
}

/// A path without the slash at its end, but for the root: `/a/` → `/a`, `/` → `/`.
fn rooted(path: &str) -> &str {
    let bare = bare(path);
    if bare.is_empty() { "/" } else { bare }
}

/// The redirects in one format.
#[derive(Debug)]
pub struct Rendered<'a> {
    /// The whole file.
    pub text: String,
    /// Those that the format has no words for.
    pub left_out: Vec<&'a Redirect>,
}

/// A kind of file that a server or a host reads.
#[derive(Debug)]
pub struct Format {
    /// What users call it.
    pub name: &'static str,
    /// Its path in the output.
    pub file: &'static str,
    /// Who reads it.
    pub reader: Reader,
    /// The redirects → the file.
    pub render: for<'a> fn(&'a Redirects) -> Rendered<'a>,
}

/// Who reads a file of redirects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The host, from among the published files, so that the generator must publish it.
    Host,
    /// A server or a person, from the project.
    Project,
}

/// All formats, by name.
pub const FORMATS: &[Format] = &[
    Format { name: "apache", file: ".htaccess", reader: Reader::Host, render: apache::render },
    Format {
        name: "caddy",
        file: "redirects.caddy",
        reader: Reader::Project,
        render: caddy::render,
    },
    Format { name: "csv", file: "redirects.csv", reader: Reader::Project, render: csv::render },
    Format { name: "json", file: "redirects.json", reader: Reader::Project, render: json::render },
    Format { name: "netlify", file: "_redirects", reader: Reader::Host, render: netlify::render },
    Format {
        name: "nginx",
        file: "redirects.nginx.conf",
        reader: Reader::Project,
        render: nginx::render,
    },
    Format { name: "vercel", file: "vercel.json", reader: Reader::Project, render: vercel::render },
];

/// The format of a name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn formats_are_sorted_and_have_files_of_their_own() {
        assert!(FORMATS.is_sorted_by(|a, b| a.name < b.name));
        let files: BTreeSet<&str> = FORMATS.iter().map(|format| format.file).collect();
        assert_eq!(files.len(), FORMATS.len());
        for known in FORMATS {
            assert_eq!(format(known.name).map(|format| format.file), Some(known.file));
            assert!((known.render)(&Redirects::default()).text.ends_with('\n'), "{}", known.name);
        }
        assert!(format("iis").is_none());
    }
}
