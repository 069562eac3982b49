//! `.htaccess` for Apache with `mod_rewrite`.
//!
//! By <https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html>: in a `.htaccess` file a pattern is
//! matched with the decoded path without the slash in front; `%{QUERY_STRING}` is as it was sent. In
//! a substitution `$` and `%` begin a back-reference unless `\` stands before them. `NE` keeps what
//! is encoded already and the `#`; `QSD` drops the query, which would come along otherwise. Patterns
//! are written without quotes and backslashes of their own, so that nothing ends an argument.

use std::fmt::Write as _;

use super::endings::PATTERN;
use super::spelling::{location, pattern, spellings};
use super::{Redirects, Rendered};

const HEAD: &str = "\
# Old addresses and where they are now: for the root folder of the site.
RewriteEngine On

# Files are what they are.
RewriteCond %{REQUEST_FILENAME} -f
RewriteRule ^ - [L]

";

/// Writes the file.
pub(super) fn render(redirects: &Redirects) -> Rendered<'_> {
    let mut text = HEAD.to_owned();
    for it in redirects.queries() {
        let value = spellings(it.value, "(?:");
        writeln!(text, "RewriteCond %{{QUERY_STRING}} \"(?:^|&){}={value}(?:&|$)\"", it.name)
            .expect("a string takes all");
        rule(&mut text, it.path, it.to);
    }
    for it in redirects.paths() {
        rule(&mut text, it.path, it.to);
    }
    text.push_str(
        "\n# What WordPress adds to every address leads to that address, unless there is a file.\n",
    );
    for path in &redirects.kept {
        writeln!(text, "RewriteRule \"^{}/?$\" - [L]", pattern(below_root(path)))
            .expect("a string takes all");
    }
    text.push_str("RewriteCond %{REQUEST_FILENAME} !-d\n");
    writeln!(text, "RewriteRule \"^((?:[^/]+/)*?){PATTERN}/?$\" \"/$1\" [R=301,L,QSD]")
        .expect("a string takes all");
    Rendered { text, left_out: Vec::new() }
}

fn rule(text: &mut String, path: &str, to: &str) {
    let slash = if path == "/" { "" } else { "/?" };
    let to = location(to).replace('%', "\\%");
    writeln!(
        text,
        "RewriteRule \"^{}{slash}$\" \"{to}\" [R=301,L,NE,QSD]",
        pattern(below_root(path))
    )
    .expect("a string takes all");
}

fn below_root(path: &str) -> &str {
    path.strip_prefix('/').unwrap_or(path)
}
