//! What other comment systems import: each file is read back by a reader that knows nothing of how it was
//! written, and says who said what to whom, where and when. The forms are those of the pages that
//! `docs/comment-systems.md` names.

use jiff::civil::datetime;
use pressdown::convert::{Discussion, Moment, Said};
use pressdown::imports::{self, Head, Imported, SYSTEMS};
use pressdown::notice::Code;
use pressdown::wxr::CommentKind;

#[path = "imports/github.rs"]
mod github;
#[path = "imports/json.rs"]
mod json;
#[path = "imports/xml.rs"]
mod xml;

const HEAD: Head<'_> = Head { title: "Tea & Co", origin: "https://new.example" };

/// Markup, marks of XML, other scripts, names and numbers, and what XML forbids.
const AWKWARD_HTML: &str = "<p>Süß &amp; \"heiß\" ]]&gt; &lt;tea&gt; 🫖<br>\n]]> \u{8}@ann #12</p>";
const AWKWARD_MARKDOWN: &str = "Süß & \"heiß\" ]]> \\<tea> 🫖\\\n]]> \u{8}@ann #12";

fn moment(minute: i8, offset: i64) -> Moment {
    Moment { local: datetime(2011, 12, 18, 14, minute, 7, 0), offset: Some(offset) }
}

/// A comment that says `Hello from …`.
fn said(id: u64, parent: u64, author: &str) -> Said {
    Said {
        id,
        parent: (parent != 0).then_some(parent),
        depth: 0,
        kind: CommentKind::Comment,
        author: author.to_owned(),
        url: None,
        user: None,
        is_by_post_author: false,
        avatar: None,
        date: Some(moment(i8::try_from(id % 60).expect("below 60"), 60)),
        rating: None,
        html: format!("<p>Hello from {author}</p>"),
        markdown: format!("Hello from {author}\n"),
    }
}

fn discussion(address: &str, comments: Vec<Said>) -> Discussion {
    Discussion {
        post: None,
        title: "Tea <hot> & \"sweet\"".to_owned(),
        slug: "tea".to_owned(),
        address: address.to_owned(),
        permalink: format!("https://old.example{address}"),
        date: Some(moment(0, 60)),
        is_open: true,
        comments,
    }
}

/// Two items, whose comments have the same numbers.
fn discussions() -> Vec<Discussion> {
    let ann = || Said { url: Some("https://ann.example/?a=1&b=2".to_owned()), ..said(1, 0, "Ann") };
    let ping = |id, parent, kind| Said { kind, ..said(id, parent, "Another site") };
    let comments = vec![
        Said { html: AWKWARD_HTML.to_owned(), markdown: AWKWARD_MARKDOWN.to_owned(), ..ann() },
        Said { date: None, ..said(4, 1, "Bob \"B\" <b>") },
        ping(5, 4, CommentKind::Trackback),
        said(6, 5, "Čeněk"),
        ping(2, 0, CommentKind::Pingback),
        said(3, 2, "Dee"),
        Said { rating: Some(4), kind: CommentKind::Review, ..said(9, 0, "Eve") },
    ];
    let closed = Discussion {
        is_open: false,
        date: None,
        title: String::new(),
        ..discussion("/stra%C3%9Fe/", vec![ann(), said(4, 1, "@fay")])
    };
    let silent = discussion("/silent/", vec![ping(7, 0, CommentKind::Reaction)]);
    vec![discussion("/2011/tea.html", comments), silent, closed]
}

/// One comment as a system reads it: the page, who, to whom, when in GMT.
type Row = (String, String, String, String);

/// What must come out, whatever the system.
fn expected() -> Vec<Row> {
    [
        ("/2011/tea.html", "Ann", "", "2011-12-18 13:01:07"),
        // Without a date, it has that of what it answers.
        ("/2011/tea.html", "Bob \"B\" <b>", "Ann", "2011-12-18 13:01:07"),
        ("/2011/tea.html", "Čeněk", "Bob \"B\" <b>", "2011-12-18 13:06:07"),
        ("/2011/tea.html", "Dee", "", "2011-12-18 13:03:07"),
        ("/2011/tea.html", "Eve", "", "2011-12-18 13:09:07"),
        ("/stra%C3%9Fe/", "Ann", "", "2011-12-18 13:01:07"),
        ("/stra%C3%9Fe/", "@fay", "Ann", "2011-12-18 13:04:07"),
    ]
    .map(|(page, author, parent, date)| {
        (page.to_owned(), author.to_owned(), parent.to_owned(), date.to_owned())
    })
    .to_vec()
}

fn import(name: &str, discussions: &[Discussion]) -> Imported {
    imports::documents(imports::system(name).expect("a system"), discussions, &HEAD)
}

/// The text of a system's only file.
fn file(name: &str, path: &str, discussions: &[Discussion]) -> String {
    let imported = import(name, discussions);
    let [document] = &*imported.documents else { panic!("one file for {name}") };
    assert_eq!(document.path.as_str(), path);
    assert!(document.text.ends_with('\n'));
    document.text.clone()
}

#[test]
fn what_is_left_out_is_told() {
    for system in SYSTEMS {
        let imported = imports::documents(system, &discussions(), &HEAD);
        let messages: Vec<&str> = imported
            .notices
            .iter()
            .inspect(|notice| assert_eq!(notice.code, Code::ImportLeavesOut))
            .map(|notice| &*notice.message)
            .collect();
        let has = |text: &str| messages.iter().any(|message| message.ends_with(text));
        assert!(has(": 3 pingbacks left out"), "{messages:?}");
        let needs_dates = !matches!(system.name, "giscus" | "utterances");
        assert_eq!(has(": 1 comment without a date got that of what is above"), needs_dates);
        assert!(messages.iter().all(|message| message.contains(system.title)), "{messages:?}");
    }
}

#[test]
fn the_manual_names_every_system_and_its_files() {
    let manual = include_str!("../docs/comment-systems.md");
    for system in SYSTEMS {
        let files = system.files.replace("*.md", "0001-….md");
        assert!(manual.contains(&format!("`{files}`")), "{files}");
        for word in system.title.split(" and ") {
            assert!(manual.contains(word), "{word}");
        }
    }
}

#[test]
fn only_pingbacks_make_no_file() {
    let discussions = &discussions()[1..2];
    for system in SYSTEMS {
        let imported = imports::documents(system, discussions, &HEAD);
        assert!(imported.documents.is_empty(), "{}", system.name);
        assert_eq!(imported.notices.len(), 1);
    }
}

#[test]
fn nothing_is_there_that_looks_like_a_readers_address() {
    for system in SYSTEMS {
        for document in imports::documents(system, &discussions(), &HEAD).documents {
            for (at, _) in document.text.match_indices('@') {
                let after = &document.text[at..];
                let is_ours = ["@comments.invalid", "@ann", "@fay", "@&#8203;"]
                    .iter()
                    .any(|known| after.starts_with(known));
                assert!(is_ours, "{}: {}", document.path, &after[..20.min(after.len())]);
            }
        }
    }
}

#[test]
fn files_are_below_the_folder_and_there_once() {
    for system in SYSTEMS {
        let imported = imports::documents(system, &discussions(), &HEAD);
        let mut paths: Vec<&str> = imported.documents.iter().map(|d| d.path.as_str()).collect();
        assert!(paths.iter().all(|path| path.starts_with(imports::FOLDER)), "{paths:?}");
        paths.dedup();
        assert_eq!(paths.len(), imported.documents.len());
    }
}

/// Thousands of levels: nothing may call itself for each of them.
#[test]
fn deep_threads_are_no_deep_stacks() {
    let depth: u64 = 5_000;
    let chain = (1..=depth).map(|id| said(id, id - 1, "Ann")).collect();
    let discussions = [discussion("/deep/", chain)];
    for system in SYSTEMS {
        let imported = imports::documents(system, &discussions, &HEAD);
        let text: String = imported.documents.into_iter().map(|document| document.text).collect();
        let count = text.matches("Hello from Ann").count();
        assert!(count >= usize::try_from(depth).expect("a small number"), "{}", system.name);
    }
}
