//! The list of files for other tools.

use std::fs;

use serde_json::Value;

use crate::{Run, attachment, harbor, post, sizes, text, written};

/// PAINS 47: no download at all, but every address that is needed, and where it goes.
#[test]
fn the_list_has_every_needed_file_and_fetches_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (lines, json) = (folder.path().join("media.txt"), folder.path().join("media.json"));
    let run = Run::of(&harbor(), &["--media-list", text(&lines)]);
    let again = Run::of(&harbor(), &["--media-list", text(&json)]);
    assert_eq!((run.code, again.code), (Some(0), Some(0)));
    assert!(run.placed().is_empty(), "nothing was asked to bring files");

    let lines = fs::read_to_string(lines).expect("the list");
    let list: Value =
        serde_json::from_str(&fs::read_to_string(json).expect("the list")).expect("JSON");
    let files = list["files"].as_array().expect("files");
    let urls: Vec<&str> = files.iter().filter_map(|file| file["url"].as_str()).collect();
    assert_eq!(lines.lines().collect::<Vec<_>>(), urls);
    assert_eq!(urls.len(), run.media().len());
    for url in &urls {
        assert!(url.starts_with("https://harborandhearth.example/wp-content/uploads/"), "{url}");
        assert!(url.is_ascii() && !url.contains([' ', '?', '#']), "{url}");
    }
    // What the media library of the site that was exported says of the picture (harbor.media.jsonl), and the
    // size that the file itself has.
    let pier = files.iter().find(|file| file["upload"] == "2012/05/pier.jpg").expect("the pier");
    assert_eq!(pier["path"], "wp-content/uploads/2012/05/pier.jpg");
    assert_eq!(pier["mime"], "image/jpeg");
    assert_eq!(pier["alt"], "A wooden pier at low tide");
    assert_eq!(pier["caption"], "The pier, looking north");
    assert_eq!((&pier["width"], &pier["height"]), (&Value::from(1600), &Value::from(1067)));
    assert_eq!(pier["attachment"], 13);
    assert!(!pier["posts"].as_array().expect("posts").is_empty());
}

/// Originals and not the copies of 300 pixels, wherever the library lists them.
#[test]
fn resized_pictures_ask_for_the_picture_in_full() {
    let small = "<img src=\"https://old.example/wp-content/uploads/2019/05/pier-300x200.jpg\">";
    let shown = post("1", "publish", &[])
        .replace("<content:encoded><![CDATA[", &format!("<content:encoded><![CDATA[{small}"));
    let library =
        attachment("9", "1", "2019/05/pier.jpg", &sizes("2019/05/pier.jpg", &["pier-300x200.jpg"]));
    let (_folder, export) = written(&(shown + &library));
    let run = Run::of(&export, &[]);
    assert_eq!(run.states().into_keys().collect::<Vec<_>>(), ["pier.jpg"]);
    assert_eq!(run.media()[0]["state"], "expected");
    assert_eq!(run.media()[0]["posts"], serde_json::json!([1]));
}

/// PAINS 44 and 45: a query asks for a size, and a cache hands out what the site has.
#[test]
fn queries_and_caches_are_no_part_of_a_file() {
    let shown = post("1", "publish", &["2019/05/a.jpg?w=1024", "2019/05/a.jpg?resize=300%2C200"]);
    let cached =
        shown.replace("https://old.example/wp-content", "https://i0.wp.com/old.example/wp-content");
    for items in [shown, cached] {
        let (_folder, export) = written(&items);
        let run = Run::of(&export, &[]);
        let urls: Vec<&Value> = run.media().iter().map(|file| &file["url"]).collect();
        assert_eq!(urls, ["https://old.example/wp-content/uploads/2019/05/a.jpg"]);
    }
}

/// PAINS 9: a bad escape in an address costs nobody anything.
#[test]
fn odd_names_are_escaped_for_requests_and_kept_on_disk() {
    let (_folder, export) =
        written(&post("1", "publish", &["2019/05/100%.jpg", "2019/05/a b.jpg", "2019/05/ä.jpg"]));
    let run = Run::of(&export, &[]);
    let all: Vec<(&str, &str)> = run
        .media()
        .iter()
        .map(|file| (file["path"].as_str().expect("a path"), file["url"].as_str().expect("a url")))
        .collect();
    let at = "https://old.example/wp-content/uploads/2019/05";
    assert_eq!(
        all,
        [
            ("wp-content/uploads/2019/05/100%.jpg", &*format!("{at}/100%25.jpg")),
            ("wp-content/uploads/2019/05/a b.jpg", &*format!("{at}/a%20b.jpg")),
            ("wp-content/uploads/2019/05/ä.jpg", &*format!("{at}/%C3%A4.jpg")),
        ]
    );
}

#[test]
fn another_home_of_the_uploads_replaces_the_old_one() {
    let (_folder, export) = written(&post("1", "publish", &["2019/05/a.jpg"]));
    let run = Run::of(&export, &["--media-base", "https://backup.example/files"]);
    assert_eq!(run.media()[0]["url"], "https://backup.example/files/2019/05/a.jpg");
}

#[test]
fn the_summary_says_what_to_do_when_nobody_brings_the_files() {
    let (_folder, export) = written(&post("1", "publish", &["2019/05/a.jpg"]));
    let run = Run::of(&export, &[]);
    assert!(run.said.contains("1 uploaded file expected in"), "{}", run.said);
    assert!(run.said.contains("--uploads"), "{}", run.said);
}

#[test]
fn other_hosts_are_where_they_are_and_odd_paths_are_told() {
    let shown = post("1", "publish", &["2019/05/a:b.jpg", "2019/05/c.jpg"]).replace(
        "<content:encoded><![CDATA[",
        "<content:encoded><![CDATA[<img src=\"https://pics.example/x/d.jpg\">",
    );
    let (_folder, export) = written(&shown);
    let run = Run::of(
        &export,
        &[
            "--media-base",
            "https://backup.example/",
            "--media-hosts",
            "pics.example",
            "--media-list",
            "-",
        ],
    );
    let printed: Vec<&str> = run.printed.lines().collect();
    let expected = [
        "https://backup.example/2019/05/a:b.jpg",
        "https://backup.example/2019/05/c.jpg",
        "https://pics.example/x/d.jpg",
    ];
    assert_eq!(printed, expected);
    let odd =
        run.media().iter().find(|file| file["url"] == "https://backup.example/2019/05/a:b.jpg");
    let path = odd.expect("the file")["path"].as_str().expect("a path");
    let marked = path.strip_prefix("wp-content/uploads/2019/05/a-b-");
    let marked = marked.and_then(|rest| rest.strip_suffix(".jpg"));
    assert!(marked.is_some_and(|mark| mark.len() == 8), "{path}");
}
