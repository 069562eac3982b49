//! Media files that the old site has, by a real server that misbehaves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::fault_server::{FaultServer, content};
use crate::{Run, post, text, uploads, written};

/// What all runs on loopback need, with waits that suit a test.
const DOWNLOAD: [&str; 6] =
    ["--media", "download", "--allow-private-hosts", "--media-timeout", "0.3", "--media-retries=2"];

/// An export of a site that lives on the server, whose post shows these uploads.
fn site(server: &FaultServer, paths: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let (folder, export) = written(&post("1", "publish", paths));
    move_to(server, &export);
    (folder, export)
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn move_to(server: &FaultServer, export: &Path) {
    let whole = fs::read_to_string(export).expect("the export");
    let address = format!("http://{}", server.address);
    fs::write(export, whole.replace("https://old.example", &address)).expect("the export");
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&DOWNLOAD[..], more].concat()
}

/// Each fault of the server with what becomes of the file: PAINS 47.
const OUTCOMES: &[(&str, &str, &str)] = &[
    ("401", "failed", "refused by the server: status 401"),
    ("403", "failed", "refused by the server: status 403"),
    ("403-once", "created", ""),
    ("404", "missing", "the old site does not have"),
    ("410", "missing", "the old site does not have"),
    ("429-date", "created", ""),
    ("429-long", "failed", "asks to wait 3600 s"),
    ("429-seconds", "created", ""),
    ("503", "failed", "could not answer: status 503"),
    ("503-twice", "created", ""),
    ("br", "failed", "packed in a way that cannot be read"),
    ("chunked", "created", ""),
    ("chunked-short", "failed", "broke off"),
    ("close", "created", ""),
    ("empty", "failed", "empty file"),
    ("endless", "failed", "larger than 100000 bytes"),
    ("gzip", "created", ""),
    ("gzip-bomb", "failed", "larger than 100000 bytes"),
    ("html", "failed", "not what the name says"),
    ("html-as-jpeg", "failed", "not what the name says"),
    ("loop", "failed", "in a circle"),
    ("reset", "created", ""),
    ("reset-no-range", "created", ""),
    ("short", "failed", "broke off"),
    ("short-once", "created", ""),
    ("silent", "failed", "did not answer in time"),
    ("slow", "failed", "less than 1 KB a second"),
    ("slow-head", "failed", "the server "),
    ("text", "failed", "not what the name says"),
    ("to-file", "failed", "not an address of the web"),
    ("to-mapped", "failed", "private network"),
    ("to-metadata", "failed", "private network"),
    ("to-odd", "failed", "private network"),
    ("to-private", "failed", "private network"),
    ("to-relative", "created", ""),
];

#[test]
fn every_fault_has_its_outcome_and_costs_no_other_file() {
    let server = FaultServer::start();
    let paths: Vec<String> =
        OUTCOMES.iter().map(|(fault, ..)| format!("{fault}/{fault}.jpg")).collect();
    let mut shown: Vec<&str> = paths.iter().map(String::as_str).collect();
    shown.push("plain/good.jpg");
    let (_folder, export) = site(&server, &shown);
    let run = Run::of(&export, &with(&["--media-max-file", "100kB"]));
    assert_eq!(run.code, Some(0), "{}", run.said);
    let states = run.states();
    let told: Vec<&str> = [run.notices("W046"), run.notices("W047")].concat();
    let placed = run.placed();
    for (fault, state, message) in OUTCOMES {
        let (name, path) = (format!("{fault}.jpg"), format!("{fault}/{fault}.jpg"));
        assert_eq!(&states[&name], state, "{fault}: {told:?}");
        let own = told.iter().find(|told| told.contains(&format!("/{path}`")));
        match own {
            None => assert_eq!(*message, "", "{fault}: {told:?}"),
            Some(own) => {
                assert!(own.contains(message) && own.ends_with("; shown by item 1"), "{own}");
            }
        }
        let whole = (*state == "created").then(|| content(&name));
        assert_eq!(placed.get(&path), whole.as_ref(), "{fault}");
    }
    assert_eq!(placed["plain/good.jpg"], content("good.jpg"));
    assert_eq!(Run::of(&export, &with(&["--strict", "--media-max-file", "100kB"])).code, Some(3));
    let clean = site(&server, &["plain/good.jpg"]);
    let entries = Run::of(&clean.1, &with(&["--strict"]));
    // The export lists no attachment for it, and says so; that is no matter of fetching.
    assert_eq!(entries.notices("W047").len() + entries.notices("W046").len(), 0);
}

#[test]
fn what_is_too_large_leaves_nothing_and_what_broke_off_leaves_its_part() {
    let server = FaultServer::start();
    for (shown, leaves) in
        [(&["endless/a.jpg", "gzip-bomb/b.jpg"][..], false), (&["reset-always/c.jpg"], true)]
    {
        let (_folder, export) = site(&server, shown);
        let run = Run::of(&export, &with(&["--media-max-file", "200kB"]));
        assert_eq!(run.notices("W047").len(), shown.len(), "{}", run.said);
        assert_eq!(run.output().join(".pressdown-partial").exists(), leaves, "{shown:?}");
    }
}

#[test]
fn what_a_killed_run_has_is_not_fetched_again() {
    let server = FaultServer::start();
    let shown = ["etag/a.jpg", "etag/b.jpg", "silent/c.jpg"];
    let (_folder, export) = site(&server, &shown);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("out");
    let mut child = Command::new(env!("CARGO_BIN_EXE_pressdown"))
        .args([&export, Path::new("-o"), &output])
        .args(["--media", "download", "--allow-private-hosts", "--media-timeout", "60"])
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be started");
    let placed = |name: &str| output.join("wp-content/uploads").join(name);
    for _ in 0..400 {
        if placed(shown[0]).exists() && placed(shown[1]).exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    child.kill().expect("it waits for the silent file");
    child.wait().expect("it is gone");
    let before = server.log().len();
    let run = Run::again(folder, &export, &DOWNLOAD);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(run.states()["a.jpg"], "unchanged", "{:?}", run.states());
    assert_eq!(run.placed()[shown[1]], content("b.jpg"));
    let asked = &server.log()[before..];
    for seen in asked.iter().filter(|seen| seen.path.contains("etag/")) {
        assert!(seen.headers.contains_key("if-none-match"), "{seen:?}");
    }
}

#[test]
fn a_broken_transfer_goes_on_in_the_next_run() {
    let server = FaultServer::start();
    let (_folder, export) = site(&server, &["reset/d.jpg"]);
    let first = Run::of(&export, &[&DOWNLOAD[..5], &["--media-retries=0"]].concat());
    assert_eq!(first.states()["d.jpg"], "failed");
    assert!(first.placed().is_empty());
    let second = Run::again(first.folder, &export, &DOWNLOAD);
    assert_eq!(second.states()["d.jpg"], "created");
    assert_eq!(second.placed()["reset/d.jpg"], content("d.jpg"));
    let ranges: Vec<_> =
        server.log().iter().filter_map(|seen| seen.headers.get("range").cloned()).collect();
    assert_eq!(ranges.len(), 1, "{ranges:?}");
    assert!(!second.output().join(".pressdown-partial").exists());
}

#[test]
fn headers_reach_the_site_alone() {
    let (server, other) = (FaultServer::start(), FaultServer::start());
    let elsewhere = format!("redirect/e.jpg?http://{}/plain/e.jpg", other.address);
    let (_folder, export) = site(&server, &["plain/f.jpg", &elsewhere]);
    let run = Run::of(&export, &with(&["--media-header", "Cookie: a=b"]));
    let cookies = |server: &FaultServer| {
        server.log().iter().filter(|seen| seen.headers.contains_key("cookie")).count()
    };
    assert!(cookies(&server) > 0);
    assert_eq!(cookies(&other), 0);
    assert!(!run.report.to_string().contains("a=b") && !run.said.contains("a=b"));
}

#[test]
fn private_networks_are_refused_unless_they_are_allowed() {
    let server = FaultServer::start();
    let (_folder, export) = site(&server, &["plain/g.jpg"]);
    let run = Run::of(&export, &["--media", "download", "--media-timeout", "0.3"]);
    assert_eq!(run.states()["g.jpg"], "failed");
    assert!(run.notices("W047")[0].contains("--allow-private-hosts"), "{:?}", run.notices("W047"));
    assert!(server.log().is_empty());
}

#[test]
fn what_lies_on_disk_is_not_fetched() {
    let server = FaultServer::start();
    let disk = crate::folder_with(&["plain/h.jpg"]);
    let (_folder, export) = site(&server, &["plain/h.jpg", "plain/i.jpg"]);
    let run = Run::of(&export, &with(&["--uploads", text(disk.path())]));
    assert_eq!(run.placed()["plain/h.jpg"], b"plain/h.jpg");
    assert_eq!(run.placed()["plain/i.jpg"], content("i.jpg"));
    assert!(server.log().iter().all(|seen| seen.path.ends_with("/i.jpg")));
    assert!(uploads().is_dir());
}

#[test]
fn no_more_comes_than_is_allowed_in_all() {
    let server = FaultServer::start();
    let (_folder, export) = site(&server, &["plain/j.jpg", "plain/k.jpg", "plain/l.jpg"]);
    let run = Run::of(&export, &with(&["--media-max-total", "110kB", "--media-jobs", "1"]));
    let came: u64 = run.placed().values().map(|bytes| bytes.len() as u64).sum();
    assert!(came <= 110_000, "{came}");
    assert!(run.notices("W047")[0].contains("--media-max-total"), "{:?}", run.notices("W047"));
}

#[test]
fn files_of_one_content_take_their_room_once_on_request() {
    let server = FaultServer::start();
    let (_folder, export) = site(&server, &["plain/m.jpg", "etag/m.jpg", "plain/n.jpg"]);
    let run = Run::of(&export, &with(&["--media-dedupe"]));
    let placed = run.placed();
    assert_eq!(placed["plain/m.jpg"], placed["etag/m.jpg"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let number = |path: &str| {
            let file = run.output().join("wp-content/uploads").join(path);
            fs::metadata(file).expect("the file").ino()
        };
        assert_eq!(number("plain/m.jpg"), number("etag/m.jpg"));
        assert_ne!(number("plain/m.jpg"), number("plain/n.jpg"));
    }
}

/// Nothing that a run has to go without takes away what an earlier one brought.
#[test]
fn what_is_there_stays_whatever_fails() {
    let server = FaultServer::start();
    let shown = ["etag/o.jpg", "etag/p.jpg", "plain/q.jpg"];
    let (_folder, export) = site(&server, &shown);
    let first = Run::of(&export, &DOWNLOAD);
    assert_eq!(first.placed().len(), 3);
    let full = Run::again(first.folder, &export, &with(&["--media-max-total", "1B"]));
    assert_eq!(full.placed().len(), 3, "{:?}", full.states());
    drop(server);
    let dead = Run::again(full.folder, &export, &with(&["--media-jobs", "1"]));
    assert_eq!(dead.placed().len(), 3, "{:?}", dead.states());
    assert_eq!(dead.states()["o.jpg"], "unchanged");
    assert_eq!((dead.notices("I062").len(), dead.notices("W047").len()), (2, 0));
}

#[test]
fn a_stand_in_is_told_in_every_run_and_gives_way_to_the_file_itself() {
    let server = FaultServer::start();
    let disk = crate::folder_with(&["plain/r-300x200.jpg"]);
    let (_folder, export) = site(&server, &["plain/r.jpg"]);
    let uploads = ["--uploads", text(disk.path())];
    let first = Run::of(&export, &uploads);
    let second = Run::again(first.folder, &export, &uploads);
    assert_eq!(second.states()["r.jpg"], "unchanged");
    assert_eq!(second.notices("W048").len(), 1);
    assert_eq!(second.media()[0]["stand_in"], "r-300x200.jpg");
    let third = Run::again(second.folder, &export, &with(&uploads));
    assert_eq!(third.states()["r.jpg"], "updated");
    assert_eq!(third.placed()["plain/r.jpg"], content("r.jpg"));
    assert!(third.notices("W048").is_empty());
    let fourth = Run::again(third.folder, &export, &uploads);
    assert_eq!(fourth.placed()["plain/r.jpg"], content("r.jpg"), "nothing is put over it");
    assert!(fourth.media()[0]["stand_in"].is_null());
}

#[test]
fn force_writes_over_edits_and_a_dry_run_asks_nobody() {
    let server = FaultServer::start();
    let (_folder, export) = site(&server, &["etag/s.jpg", "plain/t.jpg"]);
    let dry = Run::of(&export, &with(&["--dry-run"]));
    assert_eq!(dry.states()["s.jpg"], "created");
    assert!(server.log().is_empty() && !dry.output().exists());
    let first = Run::again(dry.folder, &export, &DOWNLOAD);
    edit(&first, "etag/s.jpg");
    let second = Run::again(first.folder, &export, &DOWNLOAD);
    assert_eq!(second.states()["s.jpg"], "kept");
    let third = Run::again(second.folder, &export, &with(&["--force"]));
    assert_eq!(third.states()["s.jpg"], "updated");
    assert_eq!(third.placed()["etag/s.jpg"], content("s.jpg"));
}

#[expect(clippy::disallowed_methods, reason = "a test edits what was written")]
fn edit(run: &Run, path: &str) {
    fs::write(run.output().join("wp-content/uploads").join(path), "edited").expect("the file");
}
