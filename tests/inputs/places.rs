//! Folders, patterns, standard input, and several files of one site.

use std::fs;

use pressdown::wxr::{self, Entry};

use crate::archives::{gz, zip};
use crate::{Desk, harbor, one_post};

#[test]
fn a_folder_gives_its_exports_by_content_in_the_order_of_the_paths() {
    let desk = Desk::with("site/b/export.txt", one_post("1"));
    desk.put("site/a.zip", zip(&[("x.xml", one_post("2").as_bytes())]));
    desk.put("site/b.xml.gz", gz(one_post("3").as_bytes()));
    desk.put("site/b/feed.xml", "<rss><channel><item>a</item></channel></rss>");
    desk.put("site/b/photo.jpg", b"\xff\xd8\xff\xe0");
    desk.put("site/.git/export.xml", one_post("4"));
    desk.put("site/b/.export.xml", one_post("5"));
    desk.put("site/__MACOSX/export.xml", one_post("6"));
    let run = desk.run(&["site"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(run.exports(), ["site/a.zip/x.xml", "site/b/export.txt", "site/b.xml.gz"]);
    assert_eq!(run.names(), ["post-1.md", "post-2.md", "post-3.md"]);
    let feed = "`site/b/feed.xml` was skipped: a plain RSS feed without `wp:` elements";
    let photo = "`site/b/photo.jpg` was skipped: the file is not XML";
    assert_eq!(run.notices(), [("I056", feed), ("I056", photo)]);
    assert_eq!(desk.run(&["site", "--strict"]).code, Some(0));
    // Each file once, however it is named.
    assert_eq!(desk.run(&["site/b/../a.zip", "site", "site/b"]).exports().len(), 3);
}

#[test]
fn a_folder_without_an_export_is_refused() {
    let desk = Desk::with("site/a.txt", "a");
    let run = desk.run(&["site"]);
    assert_eq!(
        run.failure(),
        "error: site: the folder holds no WordPress export\n\
         hint: pressdown reads WXR XML, also in `.gz` and `.zip`, whatever the names\n"
    );
}

#[test]
fn what_an_earlier_run_wrote_is_no_input() {
    let desk = Desk::with("export.xml", one_post("1"));
    let again = || {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_pressdown"))
            .args([".", "--report", "report.json"])
            .current_dir(desk.path(""))
            .output()
            .expect("the program can be started");
        assert_eq!(run.status.code(), Some(0));
        let report = fs::read_to_string(desk.path("report.json")).expect("a report");
        fs::remove_file(desk.path("report.json")).expect("a file");
        report
    };
    again();
    assert!(desk.path("output/post-1.md").exists());
    assert!(!again().contains("I056"));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_folder_hold_nobody_up() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with("site/export.xml", one_post("1"));
    symlink(desk.path("site"), desk.path("site/loop")).expect("a link can be made");
    symlink(desk.path("nowhere"), desk.path("site/nowhere.xml")).expect("a link can be made");
    let made = std::process::Command::new("mkfifo").arg(desk.path("site/pipe.xml")).status();
    assert!(made.expect("a command of every system").success());
    let run = desk.run(&["site"]);
    assert_eq!(run.names(), ["post-1.md"]);
    let skipped = [
        ("I056", "`site/nowhere.xml` was skipped: not a file"),
        ("I056", "`site/pipe.xml` was skipped: not a file"),
    ];
    assert_eq!(run.notices(), skipped);
}

/// As on systems that allow few open files.
#[cfg(unix)]
#[test]
fn a_folder_of_many_files_is_read() {
    let desk = Desk::new();
    for id in 1..=150 {
        desk.put(&format!("site/{id:03}.xml"), one_post(&id.to_string()));
    }
    let run = std::process::Command::new("sh")
        .args(["-c", "ulimit -n 100 && exec \"$0\" site"])
        .arg(env!("CARGO_BIN_EXE_pressdown"))
        .current_dir(desk.path(""))
        .output()
        .expect("the program can be started");
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(fs::read_dir(desk.path("output")).expect("a folder").count(), 151);
}

#[test]
fn a_pattern_gives_the_names_that_fit() {
    let desk = Desk::with("export.001.xml", one_post("2"));
    desk.put("export.000.xml", one_post("1"));
    desk.put("export.txt", "a");
    desk.put(".export.xml", "a");
    let run = desk.run(&["*.xml"]);
    assert_eq!(run.exports(), ["export.000.xml", "export.001.xml"]);
    assert_eq!(desk.run(&["export.00[01].xml"]).exports().len(), 2);
    assert_eq!(desk.run(&["export.00?.xml", "*1.xml"]).exports().len(), 2);
    // As if the shell had named the files.
    let run = desk.run(&["export.*"]);
    assert!(run.failure().starts_with("error: export.txt:1: not a WordPress export: "));
    let run = desk.run(&["*.zip"]);
    assert_eq!(
        run.failure(),
        "error: *.zip: no name fits the pattern\n\
         hint: pressdown reads WXR XML, also in `.gz` and `.zip`, whatever the names\n"
    );
}

#[cfg(unix)]
#[test]
fn a_file_is_named_before_a_pattern_is_tried() {
    let desk = Desk::with("export[1].xml", one_post("1"));
    desk.put("export1.xml", one_post("2"));
    assert_eq!(desk.run(&["export[1].xml"]).names(), ["post-1.md"]);
    let run = desk.run(&["export[2.xml"]);
    assert!(run.failure().starts_with("error: export[2.xml: cannot be read: "));
}

#[test]
fn standard_input_is_read_plain_and_packed() {
    let post = one_post("1");
    let desk = Desk::with("-", one_post("2"));
    let packed = zip(&[("a.xml", post.as_bytes())]);
    for (bytes, path) in [
        (post.clone().into_bytes(), "standard input"),
        (gz(post.as_bytes()), "standard input"),
        (packed, "standard input/a.xml"),
    ] {
        let run = desk.run_with(&["-", "-"], &bytes);
        assert_eq!((run.code, run.names()), (Some(0), vec!["post-1.md"]), "{}", run.said);
        assert_eq!(run.exports(), [path]);
    }
    assert_eq!(desk.run(&["./-"]).names(), ["post-2.md"]);
    let run = desk.run_with(&["-"], b"{}");
    assert!(run.failure().starts_with("error: standard input:1: not a WordPress export: JSON\n"));
    let run = desk.run(&["-"]);
    assert!(run.failure().contains("standard input:1: not a WordPress export: the file is empty"));
}

/// Parts of harbor, each with the whole head, as WordPress.com and WP-CLI write them.
fn parts(of: impl Fn(usize) -> usize, count: usize) -> Vec<String> {
    let whole = String::from_utf8(harbor()).expect("UTF-8");
    let mut items = Vec::new();
    let reading = wxr::read(whole.as_bytes(), 0, &mut |entry| {
        if let Entry::Item(_, span) = entry {
            let at = |offset: u64| usize::try_from(offset).expect("small");
            items.push(at(span.bytes.start)..at(span.bytes.end));
        }
    });
    reading.expect("an export");
    let mut parts = vec![whole[..items[0].start].to_owned(); count];
    for (index, item) in items.iter().enumerate() {
        parts[of(index)] += &whole[item.clone()];
    }
    parts.into_iter().map(|part| part + "</channel></rss>\n").collect()
}

#[test]
fn parts_of_a_site_give_the_files_of_the_whole_in_any_order_and_form() {
    let whole = Desk::with("harbor.xml", harbor()).run(&["harbor.xml"]).files;
    for parts in [parts(|index| index / 84, 3), parts(|index| index % 3, 3)] {
        let names = ["harbor.000.xml", "harbor.001.xml", "harbor.002.xml"];
        let desk = Desk::new();
        for (name, part) in names.iter().zip(&parts) {
            desk.put(&format!("parts/{name}"), part);
        }
        let entries: Vec<(&str, &[u8])> =
            names.into_iter().zip(parts.iter().map(String::as_bytes)).collect();
        desk.put("harbor.zip", zip(&entries));
        let [first, second, third] = names.map(|name| format!("parts/{name}"));
        for arguments in [
            &[first.as_str(), &second, &third][..],
            &[&third, &first, &second],
            &["parts"],
            &["parts/*.xml"],
            &["harbor.zip"],
            &["harbor.zip", &second],
        ] {
            let run = desk.run(arguments);
            assert_eq!(run.code, Some(0), "{}", run.said);
            assert!(run.files == whole, "{arguments:?}");
        }
    }
}

#[test]
fn inspect_takes_what_a_run_takes() {
    let desk = Desk::with("site/a.zip", zip(&[("a.xml", one_post("1").as_bytes())]));
    desk.put("site/b.txt", "Thank you");
    let packed = gz(one_post("2").as_bytes());
    desk.put("site/c.gz", &packed[..packed.len() - 4]);
    let inspect = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_pressdown"))
            .args(["inspect", "--json"])
            .args(arguments)
            .current_dir(desk.path(""))
            .output()
            .expect("the program can be started")
    };
    let run = inspect(&["site"]);
    assert_eq!(run.status.code(), Some(4), "{}", String::from_utf8_lossy(&run.stderr));
    let page: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let exports = page["exports"].as_array().expect("a list");
    let of = |export: &serde_json::Value| (export["path"].clone(), export["damaged"].clone());
    let expected = [("site/a.zip/a.xml", false), ("site/c.gz", true)];
    let expected = expected.map(|(path, damaged)| (path.into(), damaged.into()));
    assert_eq!(exports.iter().map(of).collect::<Vec<_>>(), expected);
    let repairs = page["repairs"].as_array().expect("a list");
    let codes: Vec<&str> =
        repairs.iter().map(|repair| repair["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["I056", "W034"]);
    assert_eq!(inspect(&["site", "--max-unpacked", "9"]).status.code(), Some(1));
}
