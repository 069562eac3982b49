//! What damaged exports and hostile visitors leave.

use serde_json::Value;

use crate::export::{Item, export};
use crate::section::{Level, read};
use crate::{Run, by, comment, post};

fn json(run: &Run, end: &str) -> Value {
    serde_json::from_str(run.file(end)).expect("JSON")
}

/// Hugo would run what stands between its marks, or stop at it.
#[test]
fn no_shortcode_comes_from_a_visitor() {
    let text = "<a href=\"https://a.example/\" title=\"{{&lt; param secret &gt;}}\">l</a> \
                <a href=\"https://a.example/{{%raw%}}\">m</a> <img src=\"https://a.example/{{<x>}}\"> \
                {{< t >}} <code>{{< c >}}</code>";
    let url = "<wp:comment_author_url>https://e.example/{{&lt; u &gt;}}</wp:comment_author_url>";
    let all = post(&comment(1, 0, &(by("{{< n >}}", text, "comment") + url)));
    for form in ["section", "files"] {
        let run = Run::of_text(
            &all,
            &["--target", "hugo", "--comments", form, "--comment-nesting", "lists"],
        );
        for (path, text) in &run.files {
            // Front matter is no template.
            let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
            let runs = |mark: &str, except: &str| {
                body.match_indices(mark).any(|(at, _)| !body[at..].starts_with(except))
            };
            assert!(!runs("{{<", "{{</*") && !runs("{{%", "{{%/*"), "{path}: {text}");
        }
    }
    // Templates that render what is in data run what they find there, too; other systems know nothing of it.
    let options = ["--target", "hugo", "--comments", "json,isso", "--comment-body", "markdown"];
    let run = Run::of_text(&all, &options);
    let all = json(&run, "comments.json");
    let text = all["1"][0]["markdown"].as_str().expect("text");
    assert!(text.contains("`{{</* c */>}}`") && !text.contains("{{< "), "{text}");
    assert!(run.file("isso.xml").contains("`{{< c >}}`"));
}

/// Two sites, or a damaged one, have two posts with one number.
#[test]
fn posts_of_one_number_keep_their_comments() {
    let more = [comment(1, 0, &by("Ann", "First", "")), comment(2, 0, &by("Bob", "Second", ""))];
    let item = |link, slug, more| Item { link, slug, more, ..Item::default() };
    let items = [
        item("https://old.example/a/", "a", more[0].as_str()),
        item("https://old.example/b/", "b", more[1].as_str()),
    ];
    let text = export(&items);
    let words = |value: &Value| value[0]["html"].as_str().map(str::to_owned);
    let all = json(&Run::of_text(&text, &["--comments", "json"]), "comments.json");
    let said: Vec<_> = all.as_object().expect("a map").values().filter_map(words).collect();
    assert_eq!(said.len(), 2, "{all}");
    for jobs in ["1", "2"] {
        let run = Run::of_text(&text, &["--comments", "data", "-j", jobs]);
        let files = run.files.iter().filter(|(path, _)| path.starts_with("data/"));
        let said: String = files.map(|(_, text)| text.as_str()).collect();
        assert!(said.contains("First") && said.contains("Second"), "{said}");
        assert!(!run.said.contains("W041"), "{}", run.said);
    }
}

#[test]
fn numbers_that_nobody_has_lose_nothing() {
    let all = ["18446744073709551615", "0", "0", "9223372036854775808"].map(|id| {
        comment(7, 0, &by("Ann", &format!("Remark {id}"), ""))
            .replace("<wp:comment_id>7<", &format!("<wp:comment_id>{id}<"))
    });
    let export = post(&all.concat());
    let files = Run::of_text(&export, &["--comments", "files"]);
    assert_eq!(files.files.keys().filter(|path| path.contains(".comments/")).count(), 4);
    let run = Run::of_text(&export, &["--comments", "section,json"]);
    let (_, seen) = read(run.file("hello.md"), Level::Quote);
    let mut ids: Vec<_> = seen.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let all = json(&run, "comments.json");
    let comments = all["1"].as_array().expect("a list");
    assert!(comments.iter().all(|comment| !comment["id"].is_null()), "{all}");
}

/// WordPress sorts by GMT and then by the number, whatever the local time says.
#[test]
fn the_same_moment_is_sorted_by_number() {
    let at = |id, local: &str| {
        let local = format!("<wp:comment_date>{local}</wp:comment_date>");
        comment(id, 0, &(by("Ann", "Text", "") + &local)).replace(" 14:31:0", " 14:31:59x")
    };
    let all = at(2, "2011-12-18 10:00:00") + &at(1, "2011-12-18 16:00:00");
    let all = all.replace(":59x1", ":59").replace(":59x2", ":59");
    let run = Run::of_text(&post(&all), &[]);
    let (_, seen) = read(run.file("hello.md"), Level::Quote);
    assert_eq!(seen.iter().map(|it| it.id).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn persons_are_private_wherever_they_speak() {
    let url = "<wp:comment_author_url>https://jane.example/</wp:comment_author_url>";
    let mail = "<wp:comment_author_url>http://jane@mail.example</wp:comment_author_url>";
    let all = [
        comment(1, 0, &(by("Jane Person", "", "like") + url)),
        comment(2, 0, &(by("Jane Person", "Nice", "webmention") + url)),
        comment(3, 0, &by("jane@mail.example", "[...]", "pingback")),
        comment(4, 0, &(by("@jane@mail.example", "Hello", "") + mail)),
        comment(5, 0, &by("\u{202e}\u{200b}", "Hello", "")),
    ];
    let export = post(&all.concat());
    for form in ["section", "files", "data", "giscus"] {
        let run = Run::of_text(&export, &["--comments", form]);
        assert!(run.files.values().all(|text| !text.contains("mail.example")), "{form}");
        let run = Run::of_text(&export, &["--comments", form, "--comment-authors", "anonymous"]);
        let all: String = run.files.values().cloned().collect();
        assert!(!all.contains("Jane Person") && !all.contains("jane.example"), "{form}: {all}");
    }
    let run = Run::of_text(&export, &[]);
    assert!(run.file("hello.md").contains("**Anonymous**"));
}

#[test]
fn what_is_skipped_tells_no_address() {
    let all = comment(1, 0, &by("Ann", "Hello", ""));
    for damaged in [
        all.replacen("<wp:comment_author_email>", "", 1),
        all.replacen("<wp:comment_author_IP>", "", 1),
        all.replacen("<wp:comment_author_email>", "<wp:comment_author_email", 1),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
        std::fs::write(path("export.xml"), post(&damaged)).expect("a folder to write into");
        let arguments =
            [path("export.xml"), "-o".into(), path("out"), "--report".into(), path("r")];
        let run = crate::pressdown(arguments);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let report = std::fs::read_to_string(path("r")).expect("a report");
        for secret in ["mail.example", "192.0.2.7"] {
            assert!(!said.contains(secret) && !report.contains(secret), "{said}{report}");
        }
    }
}

#[test]
fn a_comment_is_a_place_of_its_own_post_alone() {
    let link = "<a href=\"/b/#comment-1\">x</a> <a href=\"/b/#div-comment-2\">y</a>";
    let more = [comment(1, 0, &by("Ann", "One", "")), comment(2, 0, &by("Bob", "Two", ""))];
    let item =
        |id, link, slug, content, more| Item { id, link, slug, content, more, ..Item::default() };
    let items = [
        item("1", "https://old.example/a/", "a", link, more[0].as_str()),
        item("2", "https://old.example/b/", "b", "Text", more[1].as_str()),
    ];
    let run = Run::of_text(&export(&items), &["--strict"]);
    assert!(run.file("a.md").contains("[x](b.md) [y](b.md#comment-2)"), "{}", run.file("a.md"));
}

/// Of an item that two files hold one version counts, with its comments.
#[test]
fn comments_of_another_version_are_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let one = comment(1, 0, &by("Ann", "One", ""));
    let two = comment(2, 0, &by("Bob", "Two", ""));
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    for (name, comments) in [("1.xml", one.clone()), ("2.xml", one + &two)] {
        std::fs::write(folder.path().join(name), post(&comments)).expect("a folder");
    }
    let run = Run::of(&folder.path().display().to_string(), &[]);
    let written = run.count("written");
    assert_eq!(run.said.contains("W045"), written == 1, "{}", run.said);
    assert!(written == 2 || run.said.contains("1 comment that another version"), "{}", run.said);
}
