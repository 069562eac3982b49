//! [`OutPath`]: where a file goes below the output folder. The only place that makes one.
//!
//! Names are safe on Linux, macOS and Windows
//! (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>) and never lead out of the
//! output folder; what an address holds beyond that stays in the front matter.

use std::borrow::Cow;
use std::fmt;

use crate::site::text::Text;
use crate::site::url::fold;

/// The longest name of a file or folder in bytes that common file systems take.
pub(super) const MAX_NAME: usize = 255;

/// A safe relative path with `/` between its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Text);

impl OutPath {
    /// A path that was written before, as the manifest names it; `None` if it is not safe.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_safe =
            |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']);
        text.split('/').all(is_safe).then(|| Self(text.to_owned().into()))
    }

    /// Fills a target's path template. `names` are the parts of an address, decoded but otherwise
    /// as they came; the template itself is trusted. `tail` is what tells the file apart when its
    /// name has to be shortened, or when another file has the same name.
    #[must_use]
    pub(super) fn fill(template: &str, post_type: &str, names: &[&str], tail: Tail<'_>) -> Filled {
        let mut safe: Vec<String> = names.iter().map(|name| safe_name(name)).collect();
        let last = safe.len().saturating_sub(1);
        let (folders, file) = safe.split_at_mut(last);
        for folder in folders {
            // A folder that is named like a file could stand where a file must go.
            if let Some((stem, "md")) = folder.rsplit_once('.') {
                *folder = format!("{stem}-md");
            }
        }
        if let (Tail::Always(tail), Some(file)) = (tail, file.first_mut()) {
            *file = format!("{file}-{tail}");
        }
        let path =
            template.replace("{type}", &safe_name(post_type)).replace("{path}", &safe.join("/"));
        let mut shortened = false;
        let names: Vec<String> = path
            .split('/')
            .filter(|name| !name.is_empty())
            .map(|name| {
                shortened |= name.len() > MAX_NAME;
                shorten(name, tail)
            })
            .collect();
        Filled { path: Self(names.join("/").into()), shortened }
    }

    /// The path with `/` between its names.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same for all paths that a file system which ignores case holds for one.
    #[must_use]
    pub(super) fn case_key(&self) -> Cow<'_, str> {
        fold(&self.0)
    }

    /// The same path in a text that it shares with others.
    pub(super) fn shared(text: Text) -> Self {
        Self(text)
    }

    /// The name of the file without its folders and its ending.
    #[must_use]
    pub(super) fn stem(&self) -> &str {
        let name = self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The path without the ending of the file: `about/crew`
    #[must_use]
    pub fn without_ending(&self) -> &str {
        self.0.rsplit_once('.').map_or(&*self.0, |(path, _)| path)
    }

    /// The way from this file to another one, `../about/crew.md`.
    #[must_use]
    pub fn relative_to(&self, other: &str) -> String {
        let here: Vec<&str> = self.0.split('/').collect();
        let there: Vec<&str> = other.split('/').collect();
        let shared = here[..here.len() - 1]
            .iter()
            .zip(&there[..there.len() - 1])
            .take_while(|(a, b)| a == b)
            .count();
        let mut way = "../".repeat(here.len() - 1 - shared);
        way.push_str(&there[shared..].join("/"));
        way
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What tells a file apart from others of its name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tail<'a> {
    /// Added when the name is too long.
    WhenShortened(&'a str),
    /// Always added.
    Always(&'a str),
}

/// A path, and whether a name had to be shortened for it.
pub(super) struct Filled {
    pub(super) path: OutPath,
    pub(super) shortened: bool,
}

/// Cuts a name to [`MAX_NAME`] bytes: its ending stays, and the tail is put before it.
fn shorten(name: &str, tail: Tail<'_>) -> String {
    if name.len() <= MAX_NAME {
        return name.to_owned();
    }
    let (Tail::WhenShortened(tail) | Tail::Always(tail)) = tail;
    let ending = if is_document(name) { ".md" } else { "" };
    let room = MAX_NAME - ending.len() - tail.len() - 1;
    let cut = (0..=room).rfind(|end| name.is_char_boundary(*end)).unwrap_or(0);
    let stem = name[..cut].trim_end_matches(['-', '.', ' ']);
    format!("{stem}-{tail}{ending}")
}

/// Whether a name is that of a file and not of a folder; [`OutPath::fill`] sees to it.
fn is_document(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "md")))
}

/// One part of an address as a name that every common file system takes.
pub(super) fn safe_name(name: &str) -> String {
    let mut safe: String = name.chars().filter(|c| !is_invisible(*c)).map(safe_char).collect();
    let trimmed = safe.trim_end_matches(['.', ' ']).trim_start_matches(['.', ' ']);
    if trimmed.len() < safe.len() {
        safe = trimmed.to_owned();
    }
    if safe.is_empty() {
        return "_".to_owned();
    }
    if is_device(&safe) {
        safe.insert(safe.find('.').unwrap_or(safe.len()), '_');
    }
    safe
}

/// What no file name may hold becomes a hyphen.
fn safe_char(c: char) -> char {
    match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        c if c.is_control() => '-',
        c => c,
    }
}

/// Zero-width and direction marks, which make two names look alike. The joiners inside words and
/// emoji stay.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether Windows takes the name for a device, with whatever ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    match stem.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        _ => {
            let mut chars = stem.chars();
            matches!(
                (chars.by_ref().take(3).collect::<String>().as_str(), chars.as_str()),
                (
                    "COM" | "LPT",
                    "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
                )
            )
        }
    }
}

/// A name made from a title: letters and digits in lower case, everything else a hyphen.
#[must_use]
pub(super) fn slug_of_title(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.chars().filter(|c| !matches!(c, '\'' | '’')) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(names: &[&str]) -> String {
        OutPath::fill("{path}.md", "post", names, Tail::WhenShortened("7")).path.to_string()
    }

    #[test]
    fn names_are_safe_everywhere() {
        assert_eq!(fill(&["a/b\\c:d*e?f\"g<h>i|j"]), "a-b-c-d-e-f-g-h-i-j.md");
        assert_eq!(fill(&["con"]), "con_.md");
        assert_eq!(fill(&["Lpt1", "com0.x"]), "Lpt1_/com0_.x.md");
        assert_eq!(fill(&["a.", " b "]), "a/b.md");
        assert_eq!(fill(&["..", "..", "etc"]), "_/_/etc.md");
        assert_eq!(fill(&["a\u{202e}b\u{0}"]), "ab-.md");
        assert_eq!(fill(&["a.md", "b"]), "a-md/b.md");
        assert_eq!(fill(&["👩\u{200d}🍳"]), "👩\u{200d}🍳.md");
    }

    #[test]
    fn long_names_are_cut_between_characters_with_a_stable_tail() {
        let long = "ш".repeat(200);
        let path = fill(&[&long]);
        assert!(path.len() <= MAX_NAME && path.ends_with("ш-7.md"), "{path}");
        assert!(OutPath::fill("{path}.md", "post", &[&long], Tail::WhenShortened("7")).shortened);
    }

    #[test]
    fn relative_ways() {
        let path = |text| OutPath::parse(text).expect("a safe path");
        assert_eq!(path("2006/03/a.md").relative_to("2006/04/b.md"), "../04/b.md");
        assert_eq!(path("a.md").relative_to("b/c.md"), "b/c.md");
        assert_eq!(path("a/b/c.md").relative_to("a/b/c.md"), "c.md");
        assert_eq!(path("a/b/c.md").relative_to("d.md"), "../../d.md");
    }

    #[test]
    fn a_manifest_cannot_lead_out_of_the_folder() {
        for text in ["../x", "/etc/x", "a//b", "a/./b", "C:\\x", ""] {
            assert_eq!(OutPath::parse(text), None, "{text}");
        }
    }

    #[test]
    fn slugs_of_titles() {
        assert_eq!(slug_of_title("Don’t  Look — Now!"), "dont-look-now");
        assert_eq!(slug_of_title("👩‍🍳"), "");
        assert_eq!(slug_of_title("Über Größe"), "über-größe");
    }
}
