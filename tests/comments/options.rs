//! What the options of comments do, and what the program says of it.

use crate::section::{Level, read};
use crate::{Run, by, comment, post};

#[test]
fn what_is_dropped_is_gone_and_counted() {
    let ann = by("Ann", "One", "comment");
    let user = by("Bob", "Two", "comment") + "<wp:comment_user_id>3</wp:comment_user_id>";
    let all = [
        comment(1, 0, &ann),
        comment(2, 1, &user),
        comment(3, 2, &by("Cy", "Three", "comment")),
        comment(4, 3, &by("Dee", "Four", "comment")),
    ];
    let export = post(&all.concat());
    let seen = |which: &str| {
        let run = Run::of_text(&export, &["--drop-comment", which]);
        let (_, seen) = read(run.file("hello.md"), Level::Quote);
        let seen: Vec<_> = seen.into_iter().map(|it| (it.id, it.depth)).collect();
        (seen, run.count("dropped"), run.said)
    };
    let (left, dropped, said) = seen("user:3");
    assert_eq!((left, dropped), (vec![(1, 0), (3, 1), (4, 2)], 1));
    assert!(said.contains("3 comments written; left out: 1 on request"), "{said}");
    assert_eq!(seen("1,3").0, [(2, 0), (4, 1)]);
    assert_eq!(seen("name:dee").0, [(1, 0), (2, 1), (3, 2)]);
    let (left, dropped, said) = seen("77");
    assert_eq!((left.len(), dropped), (4, 0));
    assert!(said.contains("W044") && said.contains("no comment is `77`"), "{said}");
}

#[test]
fn types_of_plugins_have_their_policy() {
    let rating = "<wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>4</wp:meta_value>\
                  </wp:commentmeta>";
    let all = [
        comment(1, 0, &(by("Ann", "Good kettle", "review") + rating)),
        comment(2, 0, &by("Shop", "Payment of 12", "order_note")),
        comment(3, 0, &by("Editor", "Reword this", "note")),
        comment(4, 0, &by("Pupil", "My answer", "sensei_user_answer")),
        comment(5, 0, &by("Bob", "From there", "social-twitter")),
        comment(6, 0, &by("Cy", "", "social-facebook-like")),
        comment(7, 0, &by("Dee", "What is it", "acme_thing")),
        comment(8, 0, &by("Other", "[...] kettle [...]", "pingback")),
    ];
    let run = Run::of_text(&post(&all.concat()), &[]);
    let text = run.file("hello.md");
    let (headings, seen) = read(text, Level::Quote);
    assert_eq!(headings, ["2 Responses", "2 Pingbacks"]);
    assert_eq!(seen.iter().map(|it| it.id).collect::<Vec<_>>(), [1, 5, 6, 8]);
    assert!(seen[0].byline.ends_with("★★★★☆"), "{}", seen[0].byline);
    assert!(seen[3].byline.contains("(pingback)"), "{}", seen[3].byline);
    for hidden in ["Payment", "Reword", "My answer", "What is it"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert_eq!((run.count("records"), run.count("unknown")), (3, 1));
    assert!(run.said.contains("W043"), "{}", run.said);
    let without = Run::of_text(&post(&all.concat()), &["--pingbacks", "drop"]);
    assert_eq!((without.count("pingbacks"), without.count("dropped")), (0, 2));
}

#[test]
fn nothing_runs() {
    let text = "<script>alert(1)</script><b onclick=\"x()\">bold</b> \
                <a href=\"java\tscript:alert(1)\">link</a> \
                <iframe src=\"https://video.example/7\"></iframe> <img src=x onerror=alert(2)>";
    let export = post(&comment(1, 0, &by("Ann", text, "comment")));
    for form in ["section", "files", "data", "json"] {
        for body in ["html", "markdown"] {
            let run = Run::of_text(&export, &["--comments", form, "--comment-body", body]);
            let all: String = run.files.values().cloned().collect();
            for bad in ["<script", "alert(", "onclick", "onerror", "script:", "<iframe"] {
                assert!(!all.contains(bad), "{form}: {bad} in {all}");
            }
            for good in ["bold", "link", "https://video.example/7"] {
                assert!(all.contains(good), "{form}: {good} in {all}");
            }
        }
    }
}

#[test]
fn links_to_comments_hold_or_lead_to_the_post() {
    let text = "<a href=\"https://old.example/hello/#comment-2\">there</a> \
                <a href=\"#comment-9\">gone</a> <a href=\"/?p=1#comment-3\">spam</a>";
    let spam = "<wp:comment_approved>spam</wp:comment_approved>";
    let all = [
        comment(1, 0, &by("Ann", text, "comment")),
        comment(2, 0, &by("Bob", "Two", "comment")),
        comment(3, 0, &(by("Cy", "Buy", "comment") + spam)),
    ];
    let run = Run::of_text(&post(&all.concat()), &["--link-style", "root"]);
    let text = run.file("hello.md");
    let line = text.lines().find(|line| line.starts_with("[there]")).expect("the comment");
    assert_eq!(line, "[there](#comment-2) [gone](/hello/) [spam](/hello/)");
    let notices = run.report["notices"].as_array().expect("a list");
    let told = notices.iter().filter(|notice| notice["code"] == "I061").count();
    assert_eq!(told, 2);
}

#[test]
fn the_heading_speaks_the_language_of_the_site() {
    let two = [1, 2].map(|id| comment(id, 0, &by("", "Text", "comment"))).concat();
    for (language, heading, nobody) in [
        ("en-US", "## 2 Responses", "**Anonymous**"),
        ("de-DE", "## 2 Antworten", "**Anonym**"),
        ("fr-FR", "## 2 réponses", "**Anonyme**"),
        ("x-none", "## 2 Responses", "**Anonymous**"),
    ] {
        let title = "<title>Old</title>";
        let with = format!("{title}<language>{language}</language>");
        let run = Run::of_text(&post(&two).replacen(title, &with, 1), &[]);
        let text = run.file("hello.md");
        assert!(text.contains(heading) && text.contains(nobody), "{language}: {text}");
    }
}

#[test]
fn a_second_run_removes_the_files_of_comments_that_are_gone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let export = post(&[1, 2].map(|id| comment(id, 0, &by("Ann", "Text", "comment"))).concat());
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    std::fs::write(path("export.xml"), export).expect("a folder to write into");
    let run = |more: &[&str]| {
        let (export, out) = (path("export.xml"), path("out"));
        let arguments = [export.as_str(), "-o", &out, "--comments", "files"];
        let done = crate::pressdown(arguments.into_iter().chain(more.iter().copied()));
        assert_eq!(done.status.code(), Some(0));
        crate::tree::files(&folder.path().join("out")).into_keys().collect::<Vec<_>>()
    };
    let first = ["hello.comments/comment-1.md", "hello.comments/comment-2.md", "hello.md"];
    assert_eq!(run(&[]), first);
    assert_eq!(run(&[]), first);
    assert_eq!(run(&["--drop-comment", "1"]), ["hello.comments/comment-2.md", "hello.md"]);
}
