//! Media in the output folder: whole or not there, made once, taken up again by the run after a kill.

use std::fs;
use std::io::Read as _;
use std::mem;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use pressdown::error::Error;
use pressdown::output::{
    Existing, Folder, Known, MediaStore, Mode, Outcome, Placed, Placing, Shared, Stale,
};
use pressdown::site::OutPath;

#[path = "support/desk.rs"]
mod desk;

use desk::Desk;

const JOURNAL: &str = "out/.pressdown-media.jsonl";
const SCRATCH: &str = "out/.pressdown-partial";
const URL: &str = "https://old.example/a.jpg";

impl Desk {
    /// A file that was changed so many seconds after 2001.
    #[expect(clippy::disallowed_methods, reason = "a test dates its input")]
    fn put_at(&self, name: &str, bytes: impl AsRef<[u8]>, seconds: u64) -> PathBuf {
        let path = self.put(name, bytes);
        let file = fs::File::options().append(true).open(&path).expect("it is there");
        file.set_modified(at(seconds)).expect("it can be dated");
        path
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.path(name)).ok()
    }

    fn folder(&self) -> Folder {
        self.folder_with(Existing::Keep, Mode::Write)
    }

    fn folder_with(&self, existing: Existing, mode: Mode) -> Folder {
        Folder::open(&self.path("out"), existing, mode).expect("the folder can be opened")
    }

    /// What there is in the output folder, but the manifest.
    fn names(&self) -> Vec<String> {
        let (root, mut names, mut folders) = (self.path("out"), Vec::new(), vec![self.path("out")]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() && !path.is_symlink() {
                    folders.push(path.clone());
                }
                let name = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
                names.push(name);
            }
        }
        names.retain(|name| name != ".pressdown.json");
        names.sort();
        names
    }
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + seconds)
}

fn out(path: &str) -> OutPath {
    OutPath::parse(path).expect("a safe path")
}

fn store(folder: &Folder) -> MediaStore<'_> {
    MediaStore::open(folder).expect("the journal can be read")
}

fn place(store: &MediaStore<'_>, path: &str, from: &Path, placing: Placing) -> Outcome {
    store.place(&out(path), from, placing).expect("it can be placed").outcome
}

/// A download that arrives whole.
fn download(store: &MediaStore<'_>, path: &str, bytes: &[u8]) -> Placed {
    let mut partial = store.partial(&out(path)).expect("it can be begun");
    partial.begin(URL, Some("\"1\""), None, None).expect("it can be begun");
    partial.write(bytes).expect("it can be written");
    let modified = Some("Wed, 21 Oct 2015 07:28:00 GMT");
    partial.commit(URL, Some("\"1\""), modified).expect("it can be placed")
}

/// Ends a run as a kill does: nothing is tidied up.
fn kill(store: MediaStore<'_>) {
    mem::forget(store);
}

fn finish(store: MediaStore<'_>) -> (Vec<String>, Vec<String>) {
    let finished = store.finish(Stale::Remove).expect("it can be finished");
    let names = |paths: Vec<OutPath>| paths.iter().map(OutPath::to_string).collect();
    (names(finished.removed), names(finished.kept))
}

#[test]
fn a_copy_is_made_once_and_again_when_its_source_changes() {
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    let run = |mode| {
        let folder = desk.folder_with(Existing::Keep, mode);
        let store = store(&folder);
        let outcome = place(&store, "static/2019/a.jpg", &from, Placing::Copy);
        assert_eq!(finish(store), (vec![], vec![]));
        outcome
    };
    assert_eq!(run(Mode::DryRun), Outcome::Created);
    assert!(!desk.path("out").exists());
    assert_eq!(run(Mode::Write), Outcome::Created);
    assert_eq!(desk.read("out/static/2019/a.jpg").as_deref(), Some(&b"one"[..]));
    let modified = fs::metadata(desk.path("out/static/2019/a.jpg")).expect("there").modified();
    assert_eq!(modified.expect("a time"), at(1));
    let names = [".pressdown-media.jsonl", "static", "static/2019", "static/2019/a.jpg"];
    assert_eq!(desk.names(), names);
    let journal = desk.read(JOURNAL);
    assert_eq!(run(Mode::Write), Outcome::Unchanged);
    assert_eq!(desk.read(JOURNAL), journal);
    // Only its time is another.
    desk.put_at("a.jpg", "one", 2);
    assert_eq!(run(Mode::DryRun), Outcome::Unchanged);
    assert_eq!(run(Mode::Write), Outcome::Unchanged);
    desk.put_at("a.jpg", "two", 3);
    assert_eq!(run(Mode::DryRun), Outcome::Updated);
    assert_eq!(run(Mode::Write), Outcome::Updated);
    assert_eq!(desk.read("out/static/2019/a.jpg").as_deref(), Some(&b"two"[..]));
    assert_eq!(desk.names(), names);
}

#[test]
fn an_unchanged_source_is_not_even_read() {
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    let folder = desk.folder();
    let first = store(&folder);
    assert_eq!(place(&first, "a.jpg", &from, Placing::Copy), Outcome::Created);
    finish(first);
    // Had it been read, the other content would show.
    desk.put_at("a.jpg", "two", 1);
    let second = store(&folder);
    assert_eq!(place(&second, "a.jpg", &from, Placing::Copy), Outcome::Unchanged);
    finish(second);
    assert_eq!(desk.read("out/a.jpg").as_deref(), Some(&b"one"[..]));
}

#[test]
fn what_a_person_edited_is_left_alone() {
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    let folder = desk.folder();
    let first = store(&folder);
    place(&first, "a.jpg", &from, Placing::Copy);
    finish(first);
    desk.put("out/a.jpg", "edited");
    desk.put("out/mine.jpg", "mine");
    drop(folder);
    for mode in [Mode::DryRun, Mode::Write, Mode::Write] {
        let folder = desk.folder_with(Existing::Keep, mode);
        let store = store(&folder);
        assert_eq!(store.known(&out("a.jpg")), Known::Edited);
        assert_eq!(place(&store, "a.jpg", &from, Placing::Copy), Outcome::Kept);
        assert_eq!(place(&store, "mine.jpg", &from, Placing::Symlink), Outcome::Kept);
        finish(store);
        assert_eq!(desk.read("out/a.jpg").as_deref(), Some(&b"edited"[..]));
    }
    // By chance it is what was to be written.
    desk.put("out/mine.jpg", "one");
    let folder = desk.folder();
    let third = store(&folder);
    assert_eq!(place(&third, "mine.jpg", &from, Placing::Copy), Outcome::Unchanged);
    assert_eq!(download(&third, "a.jpg", b"new").outcome, Outcome::Kept);
    finish(third);
    drop(folder);
    let folder = desk.folder_with(Existing::Overwrite, Mode::Write);
    let fourth = store(&folder);
    assert_eq!(place(&fourth, "a.jpg", &from, Placing::Copy), Outcome::Updated);
    // That made it nobody else's, so it is not removed with what is no longer wanted.
    assert_eq!(finish(fourth), (vec![], vec![]));
    assert_eq!(desk.read("out/mine.jpg").as_deref(), Some(&b"one"[..]));
    assert_eq!(desk.read("out/a.jpg").as_deref(), Some(&b"one"[..]));
}

#[test]
fn what_is_no_longer_wanted_is_removed_unless_it_was_edited_or_kept() {
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    let fill = || {
        let folder = desk.folder();
        let store = store(&folder);
        for path in ["a/edited.jpg", "b/gone.jpg", "c/kept.jpg", "d/lost.jpg"] {
            place(&store, path, &from, Placing::Copy);
        }
        finish(store);
    };
    fill();
    fs::remove_file(desk.path("out/d/lost.jpg")).expect("it was there");
    let journal = desk.read(JOURNAL);
    let folder = desk.folder();
    let finished = store(&folder).finish(Stale::Leave).expect("it can be finished");
    assert_eq!((finished.removed, finished.kept), (vec![], vec![]));
    assert_ne!(desk.read(JOURNAL), journal);
    drop(folder);
    fill();
    desk.put("out/a/edited.jpg", "edited");
    let folder = desk.folder();
    let last = store(&folder);
    last.keep(&out("c/kept.jpg"));
    let told = finish(last);
    let gone = ["b/gone.jpg", "d/lost.jpg"].map(str::to_owned).to_vec();
    assert_eq!(told, (gone, vec!["a/edited.jpg".to_owned()]));
    let names = [".pressdown-media.jsonl", "a", "a/edited.jpg", "c", "c/kept.jpg", "d"];
    assert_eq!(
        desk.names().iter().filter(|name| *name != "d").collect::<Vec<_>>(),
        names.iter().filter(|name| **name != "d").collect::<Vec<_>>()
    );
    // The file that was kept is still known for what it is.
    assert!(matches!(store(&folder).known(&out("c/kept.jpg")), Known::Same(_)));
    let last = store(&folder);
    assert_eq!(finish(last).0, ["c/kept.jpg"]);
    assert!(!desk.path(JOURNAL).exists());
}

#[test]
fn a_download_goes_on_where_it_broke_off() {
    let desk = Desk::new();
    let folder = desk.folder();
    let bytes: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
    let (start, end) = bytes.split_at(300_001);
    let path = out("static/a.jpg");
    let first = store(&folder);
    let mut partial = first.partial(&path).expect("it can be opened");
    assert_eq!((partial.held(), partial.url(), partial.etag()), (0, None, None));
    assert!(partial.write(b"x").is_err(), "nobody said what it is a part of");
    partial.begin(URL, Some("\"1\""), Some("yesterday"), Some(9_999)).expect("it can be begun");
    partial.write(start).expect("it can be written");
    drop(partial);
    assert_eq!(first.known(&path), Known::Absent);
    // The next attempt of the same run, and the next run, which keeps it once more.
    assert_eq!(first.partial(&path).expect("it can be opened").held(), start.len() as u64);
    assert_eq!(finish(first), (vec![], vec![]));
    let second = store(&folder);
    second.keep(&path);
    finish(second);
    let third = store(&folder);
    let mut partial = third.partial(&path).expect("it can be opened");
    assert_eq!(partial.held(), start.len() as u64);
    assert_eq!(partial.url(), Some(URL));
    assert_eq!((partial.etag(), partial.modified()), (Some("\"1\""), Some("yesterday")));
    assert_eq!(partial.length(), Some(9_999));
    partial.write(end).expect("it can be written");
    let modified = "Wed, 21 Oct 2015 07:28:00 GMT";
    let placed = partial.commit(URL, Some("\"1\""), Some(modified)).expect("it can be placed");
    assert_eq!(placed, Placed { outcome: Outcome::Created, bytes: bytes.len() as u64 });
    finish(third);
    assert!(desk.read("out/static/a.jpg") == Some(bytes.clone()));
    let written = fs::metadata(desk.path("out/static/a.jpg")).expect("there").modified();
    assert_eq!(
        written.expect("a time"),
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_480)
    );
    assert!(!desk.path(SCRATCH).exists());

    let fourth = store(&folder);
    let Known::Same(record) = fourth.known(&path) else { panic!("it is what was written") };
    assert_eq!(record.bytes, bytes.len() as u64);
    assert_eq!(record.url.as_deref(), Some(URL));
    assert_eq!(record.etag.as_deref(), Some("\"1\""));
    assert_eq!(record.modified.as_deref(), Some(modified));
    // The same once more, and another one.
    assert_eq!(download(&fourth, "static/a.jpg", &bytes).outcome, Outcome::Unchanged);
    assert_eq!(download(&fourth, "static/a.jpg", b"new").outcome, Outcome::Updated);
    finish(fourth);
    assert_eq!(desk.read("out/static/a.jpg").as_deref(), Some(&b"new"[..]));
    assert_eq!(desk.names(), [".pressdown-media.jsonl", "static", "static/a.jpg"]);
}

#[test]
fn a_download_can_start_anew_and_be_given_up() {
    let desk = Desk::new();
    let folder = desk.folder();
    let path = out("a.jpg");
    let store = store(&folder);
    for bytes in [&b"small"[..], &vec![7; 100_000]] {
        let mut partial = store.partial(&path).expect("it can be opened");
        partial.begin(URL, None, None, None).expect("it can be begun");
        partial.write(bytes).expect("it can be written");
        drop(partial);
        let mut partial = store.partial(&path).expect("it can be opened");
        assert_eq!(partial.held(), bytes.len() as u64);
        partial.begin("https://new.example/", Some("\"2\""), None, None).expect("it can be begun");
        assert_eq!((partial.held(), partial.etag()), (0, Some("\"2\"")));
        partial.write(b"other").expect("it can be written");
        drop(partial);
        let partial = store.partial(&path).expect("it can be opened");
        assert_eq!((partial.held(), partial.url()), (5, Some("https://new.example/")));
        partial.discard();
        assert_eq!(store.partial(&path).expect("it can be opened").held(), 0);
    }
    finish(store);
    assert_eq!(desk.names(), Vec::<String>::new());
}

#[test]
fn a_run_after_a_kill_knows_what_there_is() {
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    let folder = desk.folder();
    let killed = store(&folder);
    place(&killed, "a.jpg", &from, Placing::Copy);
    download(&killed, "b.jpg", b"bytes");
    let mut partial = killed.partial(&out("c.jpg")).expect("it can be opened");
    partial.begin(URL, None, None, None).expect("it can be begun");
    partial.write(&vec![7; 100_000]).expect("it can be written");
    partial.write(b"in memory").expect("it can be written");
    mem::forget(partial);
    kill(killed);
    // The last line was torn, and a copy was on its way.
    let mut journal = desk.read(JOURNAL).expect("a journal");
    assert_eq!(journal.split(|byte| *byte == b'\n').count(), 4);
    journal.extend(b"{\"path\":\"d.jpg\",\"byt");
    desk.put(JOURNAL, &journal);
    desk.put(&format!("{SCRATCH}/.pressdown-x1y2z3"), "half a co");
    desk.put(&format!("{SCRATCH}/{:032x}.part", 7), "of what nobody wants");
    desk.put(&format!("{SCRATCH}/{:032x}.json", 7), "{");

    drop(folder);
    let folder = desk.folder();
    let again = store(&folder);
    assert_eq!(place(&again, "a.jpg", &from, Placing::Copy), Outcome::Unchanged);
    assert!(matches!(again.known(&out("b.jpg")), Known::Same(record) if record.bytes == 5));
    again.keep(&out("b.jpg"));
    assert_eq!(again.partial(&out("c.jpg")).expect("it can be opened").held(), 100_000);
    assert_eq!(place(&again, "d.jpg", &from, Placing::Copy), Outcome::Created);
    kill(again);

    let last = store(&folder);
    for path in ["a.jpg", "b.jpg", "d.jpg"] {
        assert!(matches!(last.known(&out(path)), Known::Same(_)), "{path}");
        last.keep(&out(path));
    }
    last.keep(&out("c.jpg"));
    assert_eq!(finish(last), (vec![], vec![]));
    let journal = desk.read(JOURNAL).expect("a journal");
    let journal = String::from_utf8(journal).expect("text");
    let paths: Vec<&str> = journal.lines().skip(1).map(|line| &line[..15]).collect();
    assert_eq!(paths, ["{\"path\":\"a.jpg\"", "{\"path\":\"b.jpg\"", "{\"path\":\"d.jpg\""]);
    assert_eq!(desk.names().len(), 1 + 3 + 1 + 2, "{:?}", desk.names());
}

#[test]
fn a_kill_between_the_line_and_the_file_makes_nobody_s_edit() {
    let desk = Desk::new();
    let folder = desk.folder();
    let first = store(&folder);
    download(&first, "a.jpg", b"old");
    finish(first);
    let before = desk.read(JOURNAL).expect("a journal");
    let second = store(&folder);
    download(&second, "a.jpg", b"newer");
    kill(second);
    // As if the file had not been moved yet.
    assert!(desk.read(JOURNAL).expect("a journal").starts_with(&before));
    desk.put("out/a.jpg", "old");
    let third = store(&folder);
    assert!(matches!(third.known(&out("a.jpg")), Known::Same(record) if record.bytes == 3));
    assert_eq!(download(&third, "a.jpg", b"newest").outcome, Outcome::Updated);
    finish(third);
}

#[test]
fn entries_of_archives_are_received() {
    let desk = Desk::new();
    let folder = desk.folder();
    let bytes = vec![7; 200_000];
    let receive = |store: &MediaStore<'_>, mut bytes: &[u8], seconds| {
        store.receive(&out("x/a.jpg"), &mut bytes, Some(at(seconds))).expect("it can be placed")
    };
    let first = store(&folder);
    assert_eq!(first.unchanged(&out("x/a.jpg"), 200_000, Some(at(1))).expect("known"), None);
    let created = Placed { outcome: Outcome::Created, bytes: 200_000 };
    assert_eq!(receive(&first, &bytes, 1), created);
    finish(first);
    let modified = fs::metadata(desk.path("out/x/a.jpg")).expect("there").modified();
    assert_eq!(modified.expect("a time"), at(1));
    let second = store(&folder);
    let unchanged = Placed { outcome: Outcome::Unchanged, ..created };
    let known = second.unchanged(&out("x/a.jpg"), 200_000, Some(at(1))).expect("known");
    assert_eq!(known, Some(unchanged));
    assert_eq!(receive(&second, &bytes, 2), unchanged);
    assert_eq!(receive(&second, &bytes[1..], 3).outcome, Outcome::Updated);
    finish(second);
    // What breaks off leaves what is there.
    let third = store(&folder);
    let mut broken = (&b"xx"[..]).chain(Broken);
    assert!(third.receive(&out("x/a.jpg"), &mut broken, None).is_err());
    third.keep(&out("x/a.jpg"));
    finish(third);
    assert_eq!(desk.read("out/x/a.jpg").map(|bytes| bytes.len()), Some(199_999));
    assert_eq!(desk.names(), [".pressdown-media.jsonl", "x", "x/a.jpg"]);
}

struct Broken;

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("broken"))
    }
}

#[cfg(unix)]
#[test]
fn links_are_made_and_told_from_other_files() {
    use std::os::unix::fs::MetadataExt as _;
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    let folder = desk.folder();
    let inode = |path: &Path| fs::metadata(path).expect("there").ino();
    for (placing, first) in [
        (Placing::HardLink, Outcome::Created),
        (Placing::Symlink, Outcome::Updated),
        (Placing::Copy, Outcome::Updated),
        (Placing::HardLink, Outcome::Updated),
    ] {
        for outcome in [first, Outcome::Unchanged] {
            let store = store(&folder);
            assert_eq!(place(&store, "x/a.jpg", &from, placing), outcome, "{placing:?}");
            assert!(matches!(store.known(&out("x/a.jpg")), Known::Same(_)));
            assert_eq!(finish(store), (vec![], vec![]));
        }
        let there = desk.path("out/x/a.jpg");
        let link = fs::read_link(&there).ok();
        assert_eq!(link, (placing == Placing::Symlink).then(|| from.clone()));
        assert_eq!(inode(&there) == inode(&from), placing != Placing::Copy);
    }
    // A hard link changes with its source, which nobody did here.
    desk.put_at("a.jpg", "other", 2);
    let last = store(&folder);
    assert_eq!(place(&last, "x/a.jpg", &from, Placing::HardLink), Outcome::Unchanged);
    finish(last);
    desk.put_at("a.jpg", "once more", 3);
    let last = store(&folder);
    assert_eq!(place(&last, "x/a.jpg", &from, Placing::Copy), Outcome::Updated);
    assert_ne!(inode(&desk.path("out/x/a.jpg")), inode(&from));
    finish(last);
    assert_eq!(finish(store(&folder)).0, ["x/a.jpg"]);
    assert_eq!(fs::read(&from).expect("the source stays"), b"once more");
}

#[cfg(target_os = "linux")]
#[test]
fn a_hard_link_to_another_disk_is_a_copy() {
    use std::os::unix::fs::MetadataExt as _;
    let desk = Desk::new();
    let folder = desk.folder();
    let Ok(memory) = tempfile::tempdir_in("/dev/shm") else { return };
    let from = memory.path().join("a.jpg");
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    fs::write(&from, "one").expect("it can be written");
    for outcome in [Outcome::Created, Outcome::Unchanged] {
        let store = store(&folder);
        assert_eq!(place(&store, "a.jpg", &from, Placing::HardLink), outcome);
        finish(store);
    }
    assert_eq!(desk.read("out/a.jpg").as_deref(), Some(&b"one"[..]));
    assert_eq!(fs::metadata(desk.path("out/a.jpg")).expect("there").nlink(), 1);
}

#[cfg(unix)]
#[test]
fn equal_files_become_one_by_request() {
    use std::os::unix::fs::MetadataExt as _;
    let desk = Desk::new();
    let folder = desk.folder();
    let inode = |name: &str| fs::metadata(desk.path("out").join(name)).expect("there").ino();
    let fill = |store: &MediaStore<'_>| {
        for (path, bytes) in
            [("a.jpg", "equal"), ("b/b.jpg", "equal"), ("c.jpg", "other"), ("d.jpg", "")]
        {
            download(store, path, bytes.as_bytes());
        }
        download(store, "e.jpg", b"");
    };
    for _ in 0..2 {
        let store = store(&folder);
        fill(&store);
        assert_eq!(store.share(), Shared { files: 1, bytes: 5 });
        assert_eq!(inode("a.jpg"), inode("b/b.jpg"));
        assert_ne!(inode("d.jpg"), inode("e.jpg"), "nothing is saved");
        finish(store);
    }
    // A new file in one place is none in the other.
    let last = store(&folder);
    fill(&last);
    assert_eq!(download(&last, "b/b.jpg", b"newer").outcome, Outcome::Updated);
    finish(last);
    assert_eq!(desk.read("out/a.jpg").as_deref(), Some(&b"equal"[..]));
    assert!(!desk.path(SCRATCH).exists());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    desk.put("etc/passwd", "secret");
    fs::create_dir_all(desk.path("out/in")).expect("a folder");
    desk.put("out/.pressdown.json", "{\"schema\":\"pressdown/manifest/1\",\"files\":{}}");
    symlink(desk.path("etc"), desk.path("out/static")).expect("a link");
    symlink(desk.path("out/in"), desk.path("out/also")).expect("a link");
    symlink(desk.path("etc/passwd"), desk.path("out/file.jpg")).expect("a link");
    for existing in [Existing::Keep, Existing::Overwrite] {
        let folder = desk.folder_with(existing, Mode::Write);
        let store = store(&folder);
        for path in ["static/a.jpg", "static/x/a.jpg", "static/passwd"] {
            assert!(store.place(&out(path), &from, Placing::Copy).is_err(), "{path}");
            assert!(store.receive(&out(path), &mut &b"x"[..], None).is_err(), "{path}");
            assert_eq!(store.known(&out(path)), Known::Edited);
            let mut partial = store.partial(&out(path)).expect("it can be opened");
            partial.begin(URL, None, None, None).expect("it can be begun");
            partial.write(b"x").expect("it can be written");
            assert!(partial.commit(URL, None, None).is_err(), "{path}");
        }
        // A link that stays inside is the user's own.
        let outcome = place(&store, "also/a.jpg", &from, Placing::Copy);
        assert!(matches!(outcome, Outcome::Created | Outcome::Unchanged));
        let outcome = place(&store, "file.jpg", &from, Placing::Copy);
        assert_eq!(outcome == Outcome::Updated, existing == Existing::Overwrite);
        finish(store);
        assert_eq!(desk.read("etc/passwd").as_deref(), Some(&b"secret"[..]));
        assert_eq!(fs::read_dir(desk.path("etc")).expect("a folder").count(), 1);
    }
    assert_eq!(desk.read("out/file.jpg").as_deref(), Some(&b"one"[..]));
    // A planted folder for parts, and a planted journal.
    fs::remove_dir_all(desk.path("out")).expect("it was there");
    let folder = desk.folder();
    symlink(desk.path("etc"), desk.path(SCRATCH)).expect("a link");
    symlink(desk.path("etc/passwd"), desk.path(JOURNAL)).expect("a link");
    let planted = store(&folder);
    assert!(planted.place(&out("a.jpg"), &from, Placing::Copy).is_err());
    fs::remove_file(desk.path(SCRATCH)).expect("it was there");
    assert!(planted.place(&out("a.jpg"), &from, Placing::Copy).is_err());
    drop(planted);
    assert_eq!(desk.read("etc/passwd").as_deref(), Some(&b"secret"[..]));
    assert_eq!(desk.names().iter().filter(|name| name.ends_with("a.jpg")).count(), 0);
}

#[test]
fn many_threads_place_files_at_once() {
    let desk = Desk::new();
    let folder = desk.folder();
    let store = store(&folder);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for file in 0..50 {
                    let path = format!("x/{file}/{thread}.jpg");
                    let placed = download(store, &path, path.as_bytes());
                    assert_eq!(placed.outcome, Outcome::Created);
                }
            });
        }
    });
    finish(store);
    let journal = desk.read(JOURNAL).expect("a journal");
    assert_eq!(journal.split(|byte| *byte == b'\n').count(), 202);
    assert_eq!(desk.read("out/x/49/3.jpg").as_deref(), Some(&b"x/49/3.jpg"[..]));
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    let folder = desk.folder_with(Existing::Keep, Mode::DryRun);
    let store = store(&folder);
    assert_eq!(download(&store, "a.jpg", &vec![7; 100_000]).outcome, Outcome::Created);
    let mut bytes = &b"x"[..];
    let placed = store.receive(&out("b.jpg"), &mut bytes, None).expect("it can be told");
    assert_eq!(placed.outcome, Outcome::Created);
    assert_eq!(store.share(), Shared::default());
    assert!(store.room().is_some_and(|bytes| bytes > 0));
    finish(store);
    assert!(!desk.path("out").exists());
}

#[test]
fn a_folder_is_known_again_after_a_kill() {
    let desk = Desk::new();
    let killed = desk.folder();
    killed.write(&out("a.md"), b"a").expect("it can be written");
    // Nothing but the lock goes with it, as in a kill.
    drop(killed);
    let again = desk.folder();
    assert_eq!(again.write(&out("a.md"), b"a").expect("written"), Outcome::Unchanged);
    again.write(&out("b.md"), b"b").expect("it can be written");
    again.checkpoint().expect("the manifest can be written");
    drop(again);
    // What the checkpoint lists is pressdown's to change and to remove.
    let last = desk.folder();
    assert_eq!(last.write(&out("a.md"), b"new").expect("written"), Outcome::Updated);
    let finished = last.finish().expect("it can be finished");
    assert_eq!(finished.removed, [out("b.md")]);
    assert!(finished.kept.is_empty());
}

#[test]
fn one_run_at_a_time_writes_into_a_folder() {
    let desk = Desk::new();
    let first = desk.folder();
    for existing in [Existing::Keep, Existing::Overwrite] {
        let second = Folder::open(&desk.path("out"), existing, Mode::Write);
        let Err(busy @ Error::Busy { .. }) = second else { panic!("it has to wait") };
        assert!(busy.hint().is_some());
        assert!(busy.to_string().ends_with("out: another run is writing into this folder"));
        desk.folder_with(existing, Mode::DryRun);
    }
    first.write(&out("a.md"), b"a").expect("it can be written");
    first.finish().expect("it can be finished");
    assert_eq!(desk.names(), ["a.md"]);
    let killed = desk.folder();
    drop(killed);
    desk.folder().keep(&out("a.md"));
    assert_eq!(desk.names(), ["a.md"]);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes as another process may")]
fn a_part_that_is_not_what_came_is_thrown_away() {
    use std::io::Write as _;
    let desk = Desk::new();
    let folder = desk.folder();
    let store = store(&folder);
    for is_gone in [false, true] {
        let mut partial = store.partial(&out("a.jpg")).expect("it can be opened");
        partial.begin(URL, None, None, None).expect("it can be begun");
        partial.write(&vec![7; 100_000]).expect("it can be written");
        let part = fs::read_dir(desk.path(SCRATCH)).expect("a folder").flatten();
        let part = part
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|it| it == "part"));
        let part = part.expect("it is on disk");
        if is_gone {
            fs::remove_file(part).expect("it can be removed");
        } else {
            let mut file = fs::File::options().append(true).open(part).expect("it is there");
            file.write_all(b"of another run").expect("it can be written");
        }
        assert!(partial.commit(URL, None, None).is_err());
        assert_eq!(store.known(&out("a.jpg")), Known::Absent);
        assert_eq!(store.partial(&out("a.jpg")).expect("it can be opened").held(), 0);
    }
    assert_eq!(download(&store, "a.jpg", &vec![7; 100_000]).outcome, Outcome::Created);
    finish(store);
    assert_eq!(desk.names(), [".pressdown-media.jsonl", "a.jpg"]);
}

#[test]
fn what_a_person_put_there_stays_theirs_even_where_it_is_the_same() {
    let desk = Desk::new();
    let from = desk.put_at("a.jpg", "one", 1);
    drop(desk.folder());
    for name in ["copied.jpg", "received.jpg", "downloaded.jpg"] {
        desk.put(&format!("out/{name}"), "one");
    }
    fs::hard_link(&from, desk.path("out/linked.jpg")).expect("the disk has hard links");
    for existing in [Existing::Keep, Existing::Overwrite] {
        for placing in [Placing::Copy, Placing::HardLink, Placing::Symlink] {
            let folder = desk.folder_with(existing, Mode::Write);
            let store = store(&folder);
            assert_eq!(place(&store, "copied.jpg", &from, placing), Outcome::Unchanged);
            assert_eq!(place(&store, "linked.jpg", &from, placing), Outcome::Unchanged);
            let received = store.receive(&out("received.jpg"), &mut &b"one"[..], Some(at(1)));
            assert_eq!(received.expect("it can be placed").outcome, Outcome::Unchanged);
            assert_eq!(download(&store, "downloaded.jpg", b"one").outcome, Outcome::Unchanged);
            store.note_stand_in(&out("copied.jpg"), "b.jpg").expect("it can be noted");
            assert_eq!(store.share(), Shared::default());
            assert_eq!(finish(store), (vec![], vec![]));
            assert_eq!(desk.read(JOURNAL), None);
        }
    }
    // Nobody wants them any more.
    let folder = desk.folder();
    assert_eq!(finish(store(&folder)), (vec![], vec![]));
    assert_eq!(desk.names(), ["copied.jpg", "downloaded.jpg", "linked.jpg", "received.jpg"]);
}

#[cfg(unix)]
#[test]
fn a_source_that_is_its_own_place_is_left_as_it_is() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    drop(desk.folder());
    let theirs = desk.put_at("out/up/theirs.jpg", "one", 1);
    let elsewhere = desk.put_at("elsewhere.jpg", "one", 1);
    symlink(&elsewhere, desk.path("out/up/linked.jpg")).expect("a link");
    symlink(desk.path("out/up"), desk.path("also")).expect("a link");
    symlink(&theirs, desk.path("leads.jpg")).expect("a link");
    let folder = desk.folder();
    let first = store(&folder);
    let from = desk.put_at("a.jpg", "one", 1);
    assert_eq!(place(&first, "up/ours.jpg", &from, Placing::Copy), Outcome::Created);
    assert_eq!(place(&first, "up/ourlink.jpg", &from, Placing::Symlink), Outcome::Created);
    finish(first);
    drop(folder);
    let journal = desk.read(JOURNAL);
    let names = ["theirs.jpg", "linked.jpg", "ours.jpg", "ourlink.jpg"];
    for existing in [Existing::Keep, Existing::Overwrite] {
        for placing in [Placing::Copy, Placing::HardLink, Placing::Symlink] {
            let folder = desk.folder_with(existing, Mode::Write);
            let store = store(&folder);
            for name in names {
                for source in ["out/up", "out/../out/up", "also"] {
                    let from = desk.path(source).join(name);
                    let outcome = place(&store, &format!("up/{name}"), &from, placing);
                    assert_eq!(outcome, Outcome::Unchanged, "{source}/{name} {placing:?}");
                }
            }
            let outcome = place(&store, "up/theirs.jpg", &desk.path("leads.jpg"), placing);
            assert_eq!(outcome, Outcome::Unchanged);
            assert_eq!(finish(store), (vec![], vec![]));
            assert_eq!(desk.read(JOURNAL), journal);
        }
    }
    let link = |name: &str| fs::read_link(desk.path("out/up").join(name)).ok();
    assert_eq!(names.map(link), [None, Some(elsewhere), None, Some(from)]);
    let folder = desk.folder();
    assert_eq!(finish(store(&folder)).0, ["up/ourlink.jpg", "up/ours.jpg"]);
    assert_eq!(desk.read("out/up/theirs.jpg").as_deref(), Some(&b"one"[..]));
}

#[test]
fn what_lies_among_the_parts_and_is_none_stays() {
    let desk = Desk::new();
    let folder = desk.folder();
    let key = format!("{:032x}", 7);
    for name in ["mine.txt", "mine.part", "link-mine", ".pressdown-mine", "0123.json", "é"] {
        desk.put(&format!("{SCRATCH}/{name}"), "mine");
    }
    for name in [".pressdown-a1B2c3".to_owned(), format!("{key}.part"), format!("{key}.json")] {
        desk.put(&format!("{SCRATCH}/{name}"), "nobody's");
    }
    finish(store(&folder));
    assert_eq!(desk.names().len(), 1 + 6, "{:?}", desk.names());
}

#[test]
fn bytes_without_their_facts_are_no_part() {
    let desk = Desk::new();
    let folder = desk.folder();
    let first = store(&folder);
    let mut partial = first.partial(&out("a.jpg")).expect("it can be opened");
    partial.begin(URL, None, None, None).expect("it can be begun");
    partial.write(&vec![7; 100_000]).expect("it can be written");
    drop(partial);
    kill(first);
    for entry in fs::read_dir(desk.path(SCRATCH)).expect("a folder").flatten() {
        if entry.path().extension().is_some_and(|it| it == "json") {
            fs::remove_file(entry.path()).expect("it can be removed");
        }
    }
    let second = store(&folder);
    assert_eq!(download(&second, "a.jpg", &vec![8; 100_000]).outcome, Outcome::Created);
    finish(second);
    assert!(desk.read("out/a.jpg") == Some(vec![8; 100_000]));
}

#[cfg(unix)]
#[test]
fn the_folder_of_parts_is_no_link() {
    let desk = Desk::new();
    let folder = desk.folder();
    let from = desk.put_at("a.jpg", "one", 1);
    let mine = format!("mine/{:032x}.part", 7);
    desk.put(&format!("out/{mine}"), "mine");
    std::os::unix::fs::symlink("mine", desk.path(SCRATCH)).expect("a link");
    let store = store(&folder);
    let refused = store.place(&out("a.jpg"), &from, Placing::Copy).expect_err("it is refused");
    assert!(refused.to_string().ends_with(".pressdown-partial is no folder"));
    let mut partial = store.partial(&out("b.jpg")).expect("it can be opened");
    partial.begin(URL, None, None, None).expect("it can be begun");
    assert!(partial.write(&vec![7; 100_000]).is_err());
    drop(partial);
    assert_eq!(finish(store), (vec![], vec![]));
    assert_eq!(desk.names(), [".pressdown-partial", "mine", &mine]);
}
