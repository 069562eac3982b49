//! Discussions → the files that other comment systems import.
//!
//! Only what readers saw gets in. There is no e-mail address among the values; where a format tells its
//! users apart by one, a placeholder in a reserved domain stands for the name and the site of the
//! author. Knows no files and no terminal. `docs/comment-systems.md` names the source of each format.

mod artalk;
mod commento;
mod cusdis;
mod dates;
mod disqus;
mod github;
mod isso;
mod prose;
mod remark42;
mod talk;
mod waline;
mod xml;

use serde::Serialize;

use crate::convert::{Discussion, Document};
use crate::notice::{Code, Notice};
use crate::site::OutPath;

use talk::{Gathered, Talk};

/// The folder that all files go below.
pub const FOLDER: &str = "_comments";

/// What is known of the whole site.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its scheme and host without a slash at the end: `https://new.example`.
    pub origin: &'a str,
}

impl Head<'_> {
    /// The whole address of an item: `https://new.example/about/crew/`.
    fn address(&self, discussion: &Discussion) -> String {
        format!("{}{}", self.origin, discussion.address)
    }

    /// `new.example`
    fn host(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin, |(_, host)| host)
    }
}

/// A comment system that can take comments over.
#[derive(Clone, Copy, Debug)]
pub struct System {
    /// The word that users type.
    pub name: &'static str,
    /// Its own name.
    pub title: &'static str,
    /// What is written for it below [`FOLDER`].
    pub files: &'static str,
    /// Whether each comment must have a date.
    dates: Dates,
    render: fn(&[Talk<'_>], &Head<'_>) -> Imported,
}

/// What a format says of comments without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dates {
    Required,
    Optional,
}

/// The files for a system, and what happened on the way.
#[derive(Debug, Default)]
pub struct Imported {
    /// None if nobody said anything.
    pub documents: Vec<Document>,
    /// What the files lack, or have in addition.
    pub notices: Vec<Notice>,
}

/// All systems, sorted by their names.
pub const SYSTEMS: &[System] = &[
    System {
        name: "artalk",
        title: "Artalk",
        files: "artalk.json",
        dates: Dates::Required,
        render: artalk::render,
    },
    System {
        name: "commento",
        title: "Commento and Comentario",
        files: "commento.json",
        dates: Dates::Required,
        render: commento::render,
    },
    System {
        name: "cusdis",
        title: "Cusdis",
        files: "cusdis.xml",
        dates: Dates::Required,
        render: cusdis::render,
    },
    System {
        name: "disqus",
        title: "Disqus",
        files: "disqus.xml",
        dates: Dates::Required,
        render: disqus::render,
    },
    System {
        name: "giscus",
        title: "giscus",
        files: "giscus/*.md",
        dates: Dates::Optional,
        render: github::giscus,
    },
    System {
        name: "isso",
        title: "Isso",
        files: "isso.xml",
        dates: Dates::Required,
        render: isso::render,
    },
    System {
        name: "remark42",
        title: "Remark42",
        files: "remark42.json",
        dates: Dates::Required,
        render: remark42::render,
    },
    System {
        name: "utterances",
        title: "utterances",
        files: "utterances/*.md",
        dates: Dates::Optional,
        render: github::utterances,
    },
    System {
        name: "waline",
        title: "Waline",
        files: "waline.json",
        dates: Dates::Required,
        render: waline::render,
    },
];

/// The system with a name.
#[must_use]
pub fn system(name: &str) -> Option<&'static System> {
    SYSTEMS.iter().find(|system| system.name == name)
}

/// The files that a system imports. Takes time in proportion to the comments.
#[must_use]
pub fn documents(system: &System, discussions: &[Discussion], head: &Head<'_>) -> Imported {
    let Gathered { talks, from_elsewhere, undated } = talk::gather(discussions);
    let mut imported =
        if talks.is_empty() { Imported::default() } else { (system.render)(&talks, head) };
    if from_elsewhere > 0 {
        let pings = counted(from_elsewhere, "pingback");
        imported.notices.push(notice(system.title, &format!("{pings} left out")));
    }
    if undated > 0 && system.dates == Dates::Required {
        let comments = counted(undated, "comment");
        let message = format!("{comments} without a date got that of what is above");
        imported.notices.push(notice(system.title, &message));
    }
    imported
}

fn notice(title: &str, message: &str) -> Notice {
    Notice::new(Code::ImportLeavesOut, format!("for {title}: {message}"))
}

/// `1 comment`, `2 comments`
fn counted(count: usize, word: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {word}{ending}")
}

/// A file below the folder. `name` is one of ours, or made safe.
fn document(name: &str, text: String) -> Document {
    let path = OutPath::parse(&format!("{FOLDER}/{name}")).expect("names are safe");
    Document { path, text }
}

/// JSON with a newline at its end.
fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("texts and numbers have a form in JSON");
    format!("{text}\n")
}

/// A system's only file.
fn file(name: &str, text: String) -> Imported {
    Imported { documents: vec![document(name, text)], notices: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_sorted_and_found() {
        assert!(SYSTEMS.is_sorted_by(|a, b| a.name < b.name));
        for known in SYSTEMS {
            assert_eq!(system(known.name).map(|found| found.title), Some(known.title));
        }
        assert!(system("wordpress").is_none());
    }

    #[test]
    fn where_nobody_spoke_there_is_no_file() {
        let head = Head { title: "Site", origin: "https://new.example" };
        for system in SYSTEMS {
            let imported = documents(system, &[], &head);
            assert!(imported.documents.is_empty() && imported.notices.is_empty());
        }
    }
}
