//! What users of other tools suffer: pains 6, 76 and 77.

use std::fmt::Write as _;

use crate::section::{Level, read};
use crate::{Run, by, comment, post};

/// 6: comments are dropped, or published with everything.
#[test]
fn approved_comments_are_kept_threaded_and_told_apart() {
    let body = "First line\nsecond line <a href=\"http://y.org\">y</a>";
    let spam = "<wp:comment_approved>spam</wp:comment_approved>";
    let local = "<wp:comment_date>2011-12-18 15:31:08</wp:comment_date>";
    let all = [
        comment(8, 0, &(by("Ann", body, "") + local)),
        comment(9, 0, &(by("Buy", "ropes", "") + spam)),
        comment(10, 8, &by("Bob", "Reply", "")),
    ];
    let run = Run::of_text(&post(&all.concat()), &[]);
    let text = run.file("hello.md");
    assert!(text.contains("**Ann**, 2011-12-18 15:31 +01:00\n"), "{text}");
    assert!(text.contains("First line  \nsecond line [y](http://y.org)\n"), "{text}");
    let (_, seen) = read(text, Level::Quote);
    assert_eq!(seen.iter().map(|it| (it.id, it.depth)).collect::<Vec<_>>(), [(8, 0), (10, 1)]);
    assert_eq!((run.count("written"), run.count("spam")), (2, 1));
    assert!(!text.contains("ropes") && !text.contains("mail.example") && !text.contains("192.0"));
}

/// 76: giscus and utterances have no import; the files are prepared with author and date.
#[test]
fn discussions_are_ready_to_be_posted() {
    let all = [
        comment(1, 0, &by("Ann", "Ask @github about #12", "comment")),
        comment(2, 1, &by("Bob", "Why?", "comment")),
    ];
    for system in ["giscus", "utterances"] {
        let run = Run::of_text(&post(&all.concat()), &["--comments", system]);
        let text = run.file(&format!("_comments/{system}/0001-hello.md"));
        assert!(text.contains("**Ann**, 2011-12-18 14:31"), "{text}");
        // Neither a person nor an issue of somebody's repository is meant.
        assert!(!text.contains("@github") && !text.contains("#12"), "{text}");
        assert!(text.contains("Why?") && text.contains("hello"), "{text}");
    }
}

/// 77: an answer to spam is not lost, and nothing points at what is gone.
#[test]
fn answers_to_removed_comments_go_up() {
    let with = |approved: &str| {
        by("Cy", "x", "comment") + &format!("<wp:comment_approved>{approved}</wp:comment_approved>")
    };
    let ann = by("Ann", "Text", "comment");
    let all = [
        comment(1, 0, &ann),
        comment(2, 1, &with("spam")),
        comment(3, 2, &with("trash")),
        comment(4, 3, &ann),
        comment(5, 4, &ann),
        comment(6, 99, &ann),
        comment(7, 8, &ann),
        comment(8, 7, &ann),
    ];
    let run = Run::of_text(&post(&all.concat()), &["--comments", "section,json"]);
    let (_, seen) = read(run.file("hello.md"), Level::Quote);
    let order: Vec<_> = seen.iter().map(|it| (it.id, it.depth)).collect();
    assert_eq!(order, [(1, 0), (4, 1), (5, 2), (6, 0), (7, 0), (8, 1)]);
    let json: serde_json::Value = serde_json::from_str(run.file("comments.json")).expect("JSON");
    let parents: Vec<_> = json["1"].as_array().expect("a list").iter().collect();
    let parents: Vec<_> = parents.iter().map(|it| it["parent"].as_u64()).collect();
    assert_eq!(parents, [None, Some(1), Some(4), None, None, Some(7)]);
}

#[test]
fn ten_thousand_answers_to_answers_are_all_there() {
    const DEEP: u64 = 10_000;
    let mut all = String::new();
    for id in 1..=DEEP {
        let text = format!("Remark {id}");
        write!(all, "{}", comment(id, id - 1, &by("Ann", &text, "comment"))).expect("a String");
    }
    let all = all.replace(" 14:31:", " 00:00:");
    let run = Run::of_text(&post(&all), &["--comments", "section,data"]);
    let (headings, seen) = read(run.file("hello.md"), Level::Quote);
    assert_eq!(headings, ["10000 Responses"]);
    assert_eq!(seen.len() as u64, DEEP);
    for (index, comment) in seen.iter().enumerate() {
        assert_eq!(comment.words, format!("Remark {}", index + 1));
        // WordPress itself nests ten levels at most.
        assert_eq!(comment.depth, index.min(9));
    }
    let data: serde_json::Value = serde_json::from_str(run.file("comments/1.json")).expect("JSON");
    let last = data.as_array().expect("a list").last().expect("a comment");
    assert_eq!((last["id"].as_u64(), last["depth"].as_u64()), (Some(DEEP), Some(DEEP - 1)));
}
