//! The systems that show what is on GitHub.

use super::{Discussion, Said, discussion, discussions, import, said};

/// The parts of a file, with the word of the line above each.
fn parts(text: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let mark = line.strip_prefix("<!-- pressdown: ").and_then(|line| line.strip_suffix(" -->"));
        match (mark, parts.last_mut()) {
            (Some(mark), _) => parts.push((mark.to_owned(), String::new())),
            (None, Some((_, text))) => *text += &format!("{line}\n"),
            (None, None) => panic!("a file starts with a mark: {line}"),
        }
    }
    parts.into_iter().map(|(mark, text)| (mark, text.trim_end().to_owned())).collect()
}

fn file(system: &str, discussions: &[Discussion], path: &str) -> Vec<(String, String)> {
    let imported = import(system, discussions);
    let document = imported.documents.iter().find(|document| document.path.as_str() == path);
    parts(&document.unwrap_or_else(|| panic!("{path}")).text)
}

fn own(parts: &[(&str, &str)]) -> Vec<(String, String)> {
    parts.iter().map(|(mark, text)| ((*mark).to_owned(), (*text).to_owned())).collect()
}

// The `pathname` case of <https://github.com/giscus/giscus/blob/main/client.ts>. Replies of GitHub's
// discussions have none of their own: <https://docs.github.com/en/graphql/reference/objects#discussioncomment>
#[test]
fn giscus() {
    let parts = file("giscus", &discussions(), "_comments/giscus/0001-tea.md");
    let body = "Comments on [Tea \\<hot\\> \\& \"sweet\"](<https://new.example/2011/tea.html>)";
    let expected = own(&[
        ("title 2011/tea", ""),
        ("body", body),
        (
            "comment",
            "**[Ann](<https://ann.example/?a=1&b=2>)**, 2011-12-18 14:01 +01:00\n\n\
             Süß & \"heiß\" ]]> \\<tea> 🫖\\\n]]> \u{8}@&#8203;ann #&#8203;12",
        ),
        ("reply", "**Bob \"B\" \\<b\\>**\n\nHello from Bob \"B\" <b>"),
        (
            "reply",
            "**Čeněk** to **Bob \"B\" \\<b\\>**, 2011-12-18 14:06 +01:00\n\n\
             > Hello from Bob \"B\"\n\nHello from Čeněk",
        ),
        ("comment", "**Dee**, 2011-12-18 14:03 +01:00\n\nHello from Dee"),
        ("comment", "**Eve**, 2011-12-18 14:09 +01:00\n\n★★★★☆\n\nHello from Eve"),
    ]);
    assert_eq!(parts, expected);
}

// Issues have no replies at all: <https://docs.github.com/en/rest/issues/comments>
#[test]
fn utterances() {
    let parts = file("utterances", &discussions(), "_comments/utterances/0002-tea.md");
    let expected = own(&[
        ("title stra%C3%9Fe/", ""),
        ("body", "Comments on [tea](<https://new.example/stra%C3%9Fe/>)"),
        (
            "comment",
            "**[Ann](<https://ann.example/?a=1&b=2>)**, 2011-12-18 14:01 +01:00\n\nHello from Ann",
        ),
        (
            "comment",
            "**@&#8203;fay** to **Ann**, 2011-12-18 14:04 +01:00\n\n> Hello from Ann\n\n\
             Hello from @&#8203;fay",
        ),
    ]);
    assert_eq!(parts, expected);
}

#[test]
fn no_text_looks_like_a_mark_of_ours() {
    let mut sly = said(1, 0, "Ann");
    sly.markdown = "```\n<!-- pressdown: reply -->\n<!-- pressdown:: reply -->\n```\n".to_owned();
    let parts = file("giscus", &[discussion("/tea/", vec![sly])], "_comments/giscus/0001-tea.md");
    assert_eq!(parts.len(), 3, "{parts:?}");
}

// "Body is too long (maximum is 65536 characters)" is what GitHub's API answers.
#[test]
fn long_comments_are_several() {
    let mut long = said(1, 0, "Ann");
    long.markdown = "Ünïcödé ".repeat(9).trim_end().to_owned() + "\n\n";
    long.markdown = long.markdown.repeat(2_000);
    let words = long.markdown.matches("Ünïcödé").count();
    let reply = Said { html: "<p>x</p>".repeat(3), ..said(2, 1, "Bob") };
    let discussions = [discussion("/tea/", vec![long, reply])];
    for (system, following) in [("giscus", "reply"), ("utterances", "comment")] {
        let path = format!("_comments/{system}/0001-tea.md");
        let parts = file(system, &discussions, &path);
        assert_eq!(parts.len(), 6, "three for the long one");
        assert!(parts.iter().all(|(_, text)| text.chars().count() <= 65_536));
        let found: usize =
            parts[2..5].iter().map(|(_, text)| text.matches("Ünïcödé").count()).sum();
        assert_eq!(found, words);
        let kinds: Vec<&str> = parts[2..].iter().map(|(kind, _)| &**kind).collect();
        assert_eq!(kinds, ["comment", following, following, following]);
        assert!(parts[3].1.starts_with("**Ann**, continued\n\nÜnïcödé"));
    }
}

#[test]
fn the_oldest_item_is_posted_first() {
    let mut young = discussion("/young/", vec![said(1, 0, "Ann")]);
    young.slug = "young".to_owned();
    young.date = Some(super::moment(30, 60));
    let old = discussion("/old/", vec![said(1, 0, "Ann")]);
    let imported = import("giscus", &[young, old]);
    let paths: Vec<&str> = imported.documents.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(paths, ["_comments/giscus/0001-tea.md", "_comments/giscus/0002-young.md"]);
}
