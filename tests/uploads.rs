//! What a user has on disk of the uploads: folders, tar and zip archives, whole, cut off and hostile.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use pressdown::error::Error;
use pressdown::notice::Code;
use pressdown::source::{Size, Uploads};
use tar::{Builder, EntryType, Header};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[path = "support/desk.rs"]
mod desk;
#[path = "support/tree.rs"]
mod tree;

use desk::Desk;

const MOST: Size = Size(1 << 30);

/// `é` as one character, and as two, which is how macOS writes it.
const COMPOSED: &str = "2019/08/caf\u{e9}.jpg";
const DECOMPOSED: &str = "2019/08/cafe\u{301}.jpg";

impl Desk {
    /// A folder with such files, each of which holds its path.
    fn folder(&self, name: &str, files: &[&str]) -> PathBuf {
        for file in files {
            self.put(&format!("{name}/{file}"), file);
        }
        self.path(name)
    }
}

fn open(paths: &[&Path]) -> (Uploads, Vec<String>) {
    let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
    let (uploads, notices) = Uploads::open(&paths, MOST).expect("uploads");
    for notice in &notices {
        assert_eq!(notice.code, Code::UploadsUnread);
    }
    (uploads, notices.into_iter().map(|notice| notice.message).collect())
}

fn read(uploads: &Uploads, path: &str) -> Option<Vec<u8>> {
    let stored = uploads.find(path)?;
    let mut bytes = Vec::new();
    stored.open().expect("it can be opened").read_to_end(&mut bytes).expect("it can be read");
    assert_eq!(bytes.len() as u64, stored.bytes(), "{path}");
    Some(bytes)
}

fn text(uploads: &Uploads, path: &str) -> Option<String> {
    read(uploads, path).map(|bytes| String::from_utf8(bytes).expect("text"))
}

fn header(mut header: Header, name: &str, kind: EntryType, bytes: u64) -> Header {
    let field = &mut header.as_old_mut().name;
    field[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(bytes);
    header.set_mode(0o644);
    header.set_mtime(1_565_000_000);
    header.set_cksum();
    header
}

fn regular(name: &str, bytes: &[u8]) -> Header {
    header(Header::new_ustar(), name, EntryType::Regular, bytes.len() as u64)
}

fn tar<N: AsRef<str>, B: AsRef<[u8]>>(entries: impl IntoIterator<Item = (N, B)>) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, bytes) in entries {
        let bytes = bytes.as_ref();
        let header = regular("", bytes);
        // A name that is too long for its field gets a header of its own, as GNU tar does it.
        let mut header = Header::from_byte_slice(header.as_bytes()).clone();
        builder.append_data(&mut header, name.as_ref(), bytes).expect("a Vec takes all bytes");
    }
    builder.into_inner().expect("a Vec takes all bytes")
}

fn zip<N: AsRef<str>, B: AsRef<[u8]>>(
    entries: impl IntoIterator<Item = (N, B)>,
    method: CompressionMethod,
) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(name.as_ref(), options).expect("a name");
        writer.write_all(bytes.as_ref()).expect("a Vec takes all bytes");
    }
    writer.finish().expect("a Vec takes all bytes").into_inner()
}

/// Each name with itself as its content.
fn named<'n>(names: &'n [&str]) -> impl Iterator<Item = (&'n str, &'n str)> {
    names.iter().map(|name| (*name, *name))
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("a Vec takes all bytes");
    encoder.finish().expect("a Vec takes all bytes")
}

#[test]
fn harbor_is_the_same_in_every_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/uploads");
    let files: BTreeMap<String, Vec<u8>> = tree::files(&folder);
    assert!(files.len() > 50);
    let below = |prefix: &str| {
        files
            .iter()
            .map(move |(name, bytes)| (format!("{prefix}{name}"), bytes))
            .collect::<Vec<_>>()
    };
    let desk = Desk::new();
    for (name, bytes) in below("site/wp-content/uploads/") {
        desk.put(&name, bytes);
    }
    desk.put("site/wp-includes/logo.png", "none of the uploads");
    for (name, bytes) in below("backup/htdocs/wp-content/uploads/") {
        desk.put(&name, bytes);
    }
    desk.put("site/2024/page.html", "a year is no sign of uploads beside `wp-content`");
    let half = files.len() / 2;
    let forms = [
        vec![folder.clone()],
        vec![desk.path("site")],
        vec![desk.path("backup")],
        vec![desk.path("site/wp-content")],
        vec![desk.put("media.tar", tar(below("")))],
        // Parts of an export of WordPress.com.
        vec![
            desk.put("one.tar", tar(below("").into_iter().take(half))),
            desk.put("two.tar", tar(below("").into_iter().skip(half))),
        ],
        vec![desk.put("media.tar.gz", gz(&tar(below("./"))))],
        vec![desk.put("backup.tgz", gz(&tar(below("var/www/wp-content/uploads/"))))],
        vec![desk.put("deflated.zip", zip(below("uploads/"), CompressionMethod::Deflated))],
        vec![
            desk.put("stored.zip", zip(below("a/wp-content/uploads/"), CompressionMethod::Stored)),
        ],
        vec![desk.put("named.txt", zip(below("media export/"), CompressionMethod::Deflated))],
    ];
    for form in forms {
        let paths: Vec<&Path> = form.iter().map(PathBuf::as_path).collect();
        let (uploads, notices) = open(&paths);
        assert_eq!(notices, Vec::<String>::new(), "{form:?}");
        let all = uploads.all().expect("the folder can be listed");
        assert_eq!(all, files.keys().cloned().collect::<Vec<_>>(), "{form:?}");
        for (name, bytes) in &files {
            assert_eq!(read(&uploads, name).as_ref(), Some(bytes), "{form:?} {name}");
        }
        assert!(uploads.find("2019/08/nowhere.jpg").is_none());
        let here = |name: &&String| name.rsplit_once('/').expect("a folder").0 == "2019/08";
        let names: Vec<&str> =
            files.keys().filter(here).map(|name| &name["2019/08/".len()..]).collect();
        assert_eq!(uploads.siblings("2019/08/nowhere.jpg"), names, "{form:?}");
    }
}

#[test]
fn the_first_that_has_a_file_gives_it() {
    let desk = Desk::new();
    let folder = desk.folder("folder", &["2019/08/a.jpg", "2019/08/b.jpg"]);
    let archive = desk.put("media.tar", tar([("2019/08/b.jpg", "tar"), ("2019/08/c.jpg", "tar")]));
    let (uploads, _) = open(&[&folder, &archive]);
    assert_eq!(text(&uploads, "2019/08/b.jpg").as_deref(), Some("2019/08/b.jpg"));
    assert_eq!(text(&uploads, "2019/08/c.jpg").as_deref(), Some("tar"));
    assert_eq!(uploads.siblings("2019/08/x.jpg"), ["a.jpg", "b.jpg", "c.jpg"]);
    assert_eq!(uploads.all().expect("a list"), ["2019/08/a.jpg", "2019/08/b.jpg", "2019/08/c.jpg"]);
    let (uploads, _) = open(&[&archive, &folder]);
    assert_eq!(text(&uploads, "2019/08/b.jpg").as_deref(), Some("tar"));
    let stored = uploads.find("2019/08/b.jpg").expect("it is there");
    assert_eq!(stored.file(), None);
    assert!(stored.place().ends_with("media.tar/2019/08/b.jpg"), "{}", stored.place());
    assert_eq!(
        stored.modified(),
        Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_565_000_000))
    );
    let stored = uploads.find("2019/08/a.jpg").expect("it is there");
    assert_eq!(stored.file(), Some(folder.join("2019/08/a.jpg").as_path()));
}

#[test]
fn names_are_found_by_other_spellings() {
    let desk = Desk::new();
    let files = [
        DECOMPOSED,
        "2020/01/Boat.JPG",
        "2020/01/Two.jpg",
        "2020/01/two.JPG",
        "2021/M%C3%BCll.png",
    ];
    let folder = desk.folder("folder", &files);
    let archive = desk.put("a.zip", zip(named(&files), CompressionMethod::Deflated));
    for path in [&folder, &archive] {
        let (uploads, _) = open(&[path]);
        for (wanted, found) in [
            (COMPOSED, Some(DECOMPOSED)),
            (DECOMPOSED, Some(DECOMPOSED)),
            ("2020/01/boat.jpg", Some("2020/01/Boat.JPG")),
            ("2020/01/two.jpg", None),
            ("2020/01/Two.jpg", Some("2020/01/Two.jpg")),
            ("2021/Müll.png", Some("2021/M%C3%BCll.png")),
            ("2020/01", None),
            ("../folder/2020/01/Two.jpg", None),
            ("/2020/01/Two.jpg", None),
            ("2020/./01/Two.jpg", None),
            ("", None),
        ] {
            assert_eq!(text(&uploads, wanted).as_deref(), found, "{} {wanted}", path.display());
        }
    }
    // The right name in the second place is better than one in another case in the first.
    let other = desk.folder("other", &["2020/01/boat.jpg"]);
    let (uploads, _) = open(&[&folder, &other]);
    assert_eq!(text(&uploads, "2020/01/boat.jpg").as_deref(), Some("2020/01/boat.jpg"));
}

#[test]
fn a_folder_is_listed_once() {
    let desk = Desk::new();
    let folder = desk.folder("folder", &["2019/08/a.jpg"]);
    let (uploads, _) = open(&[&folder]);
    assert!(uploads.find(COMPOSED).is_none());
    desk.folder("folder", &[DECOMPOSED]);
    assert!(uploads.find(COMPOSED).is_none(), "only the listing knows that spelling");
    assert!(uploads.find(DECOMPOSED).is_some(), "no listing is needed for the name itself");
}

#[test]
fn what_servers_keep_in_the_folder_is_no_upload() {
    let files = [
        ".htaccess",
        "2019/.DS_Store",
        "2019/a.jpg",
        "2019/shell.PHP",
        "__MACOSX/2019/._a.jpg",
        "form/index.html",
        "game/index.html",
        "index.php",
    ];
    let desk = Desk::new();
    let game = format!("<title>Game</title>{}", "<p>A page that somebody uploaded.</p>".repeat(20));
    let bytes = |name: &str| if name == "game/index.html" { game.clone() } else { String::new() };
    for file in files {
        desk.put(&format!("folder/{file}"), bytes(file));
    }
    let entries = || files.map(|name| (name, bytes(name)));
    let archive = desk.put("a.tar", tar(entries()));
    let packed = desk.put("a.zip", zip(entries(), CompressionMethod::Stored));
    for path in [desk.path("folder"), archive, packed] {
        let (uploads, notices) = open(&[&path]);
        assert_eq!(notices, Vec::<String>::new());
        let all = uploads.all().expect("a list");
        assert_eq!(all, ["2019/a.jpg", "game/index.html"], "{}", path.display());
    }
}

#[test]
fn tar_archives_of_every_age_are_read() {
    let long = format!("2019/08/{}.jpg", "long-".repeat(40));
    let desk = Desk::new();

    // Before 1988 headers had no magic.
    let mut v7 = Builder::new(Vec::new());
    let old = header(Header::new_old(), "2019/08/a.jpg", EntryType::new(0), 3);
    v7.append(&old, &b"old"[..]).expect("a Vec takes all bytes");
    let folder = header(Header::new_old(), "2019/09/", EntryType::new(0), 0);
    v7.append(&folder, &b""[..]).expect("a Vec takes all bytes");
    let v7 = v7.into_inner().expect("a Vec takes all bytes");
    assert_ne!(&v7[257..262], b"ustar");
    let (uploads, notices) = open(&[&desk.put("v7.tar", v7)]);
    assert_eq!(text(&uploads, "2019/08/a.jpg").as_deref(), Some("old"));
    assert_eq!((uploads.all().expect("a list").len(), notices.len()), (1, 0));

    // pax: the name is in a header of its own.
    let mut pax = Builder::new(Vec::new());
    pax.append_pax_extensions([("path", long.as_bytes())]).expect("a Vec takes all bytes");
    pax.append(&regular("2019/08/short.jpg", b"pax"), &b"pax"[..]).expect("a Vec takes all bytes");
    let pax = pax.into_inner().expect("a Vec takes all bytes");
    let (uploads, _) = open(&[&desk.put("pax.tar", pax)]);
    assert_eq!(text(&uploads, &long).as_deref(), Some("pax"));
    assert!(uploads.find("2019/08/short.jpg").is_none());

    // GNU: so it is, in another one.
    let gnu = tar([(long.as_str(), "gnu"), ("2019/08/b.jpg", "b")]);
    assert!(gnu.windows(13).any(|window| window == b"././@LongLink"));
    let (uploads, _) = open(&[&desk.put("gnu.tar", gnu)]);
    assert_eq!(text(&uploads, &long).as_deref(), Some("gnu"));
    assert_eq!(text(&uploads, "2019/08/b.jpg").as_deref(), Some("b"));

    // Archives behind each other, and a file that was added again.
    let both =
        [tar([("2019/a.jpg", "1"), ("2019/a.jpg", "2")]), tar([("2019/b.jpg", "3")])].concat();
    let (uploads, _) = open(&[&desk.put("both.tar", both)]);
    assert_eq!(text(&uploads, "2019/a.jpg").as_deref(), Some("2"));
    assert_eq!(text(&uploads, "2019/b.jpg").as_deref(), Some("3"));
}

/// A tar archive with what should not be in one.
fn hostile_tar() -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    let mut add = |header: &Header, bytes: &[u8]| {
        builder.append(header, bytes).expect("a Vec takes all bytes");
    };
    let link = |name, kind, target: &str| {
        let mut link = header(Header::new_ustar(), name, kind, 0);
        link.set_link_name_literal(target).expect("a short name");
        link.set_cksum();
        link
    };
    add(&regular("2019/a.jpg", b"a"), b"a");
    add(&regular("../x", b"out"), b"out");
    add(&regular("/etc/passwd", b"out"), b"out");
    add(&regular("C:/x", b"out"), b"out");
    add(&link("2019/link.jpg", EntryType::Symlink, "/etc/passwd"), b"");
    add(&link("2019/same.jpg", EntryType::Link, "2019/a.jpg"), b"");
    add(&link("2019/other.jpg", EntryType::Link, "/etc/shadow"), b"");
    add(&header(Header::new_ustar(), "2019/pipe", EntryType::Fifo, 0), b"");
    add(&header(Header::new_ustar(), "2019/disk", EntryType::Block, 0), b"");
    add(&regular("./2019//b.jpg", b"b"), b"b");
    builder.into_inner().expect("a Vec takes all bytes")
}

#[test]
fn a_hostile_tar_gives_its_files_and_nothing_else() {
    let desk = Desk::new();
    let (uploads, mut notices) = open(&[&desk.put("a.tar", hostile_tar())]);
    assert_eq!(uploads.all().expect("a list"), ["2019/a.jpg", "2019/b.jpg", "2019/same.jpg"]);
    // A hard link is another name of a file in the archive.
    assert_eq!(text(&uploads, "2019/same.jpg").as_deref(), Some("a"));
    notices.sort();
    assert_eq!(notices.len(), 4, "{notices:#?}");
    for (notice, told) in notices.iter().zip([
        &["links to what the archive does not hold", "`2019/other.jpg`"][..],
        &["names that lead out of the archive", "`../x`", "`/etc/passwd`", "`C:/x`"],
        &["symbolic links", "`2019/link.jpg`"],
        &["neither file nor folder", "`2019/pipe`", "`2019/disk`"],
    ]) {
        for part in told {
            assert!(notice.contains(part), "{notice} tells {part}");
        }
    }
}

#[test]
fn archives_that_are_cut_off_give_what_is_there() {
    let names = ["2019/a.jpg", "2019/b.jpg", "2019/c.jpg"];
    let content = |name: &str| name.repeat(200);
    let entries = || names.map(|name| (name, content(name)));
    let desk = Desk::new();
    let whole = tar(entries());
    // In the middle of the second file, and of its header.
    for cut in [512 + 2048 + 512 + 100, 512 + 2048 + 100] {
        let (uploads, notices) = open(&[&desk.put("a.tar", &whole[..cut])]);
        assert_eq!(read(&uploads, "2019/a.jpg"), Some(content("2019/a.jpg").into_bytes()));
        assert_eq!((uploads.all().expect("a list").len(), notices.len()), (1, 1), "{notices:?}");
    }
    let packed = gz(&whole);
    let (uploads, notices) = open(&[&desk.put("a.tar.gz", &packed[..packed.len() - 12])]);
    assert!(uploads.find("2019/a.jpg").is_some());
    assert!(!notices.is_empty());
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let whole = zip(entries(), method);
        let third = whole.windows(10).position(|window| window == b"2019/c.jpg").expect("there");
        let (uploads, notices) = open(&[&desk.put("a.zip", &whole[..third + 20])]);
        assert_eq!(uploads.all().expect("a list"), ["2019/a.jpg", "2019/b.jpg"], "{method}");
        assert_eq!(read(&uploads, "2019/b.jpg"), Some(content("2019/b.jpg").into_bytes()));
        assert_eq!(notices.len(), 1, "{notices:?}");
    }
    // As a server sends one, its headers do not know the sizes.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut writer = ZipWriter::new_stream(Vec::new());
    for (name, bytes) in entries() {
        writer.start_file(name, options).expect("a name");
        writer.write_all(bytes.as_bytes()).expect("a Vec takes all bytes");
    }
    let whole = writer.finish().expect("a Vec takes all bytes").into_inner();
    let (uploads, _) = open(&[&desk.put("a.zip", &whole[..whole.len() - 30])]);
    assert_eq!(uploads.all().expect("a list"), names);
    for name in names {
        assert_eq!(read(&uploads, name), Some(content(name).into_bytes()));
    }
}

#[test]
fn no_cut_and_no_flipped_bit_ends_in_a_panic() {
    let entries = || [("2019/a.jpg", "a".repeat(700)), ("./uploads/b.jpg", "b".repeat(90))];
    let desk = Desk::new();
    for whole in [
        tar(entries()),
        hostile_tar(),
        zip(entries(), CompressionMethod::Stored),
        zip(entries(), CompressionMethod::Deflated),
    ] {
        let cuts = (0..whole.len()).step_by(13).map(|cut| whole[..cut].to_vec());
        let flips = (0..whole.len()).step_by(11).map(|at| {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            flipped
        });
        for bytes in cuts.chain(flips) {
            let path = desk.put("archive", bytes);
            let Ok((uploads, _)) = Uploads::open(&[path], MOST) else { continue };
            for name in uploads.all().expect("an archive can be listed") {
                let stored = uploads.find(&name).expect("it is listed");
                let mut read = Vec::new();
                let whole = stored.open().and_then(|mut stream| stream.read_to_end(&mut read));
                // What is read to its end has the length that was told.
                assert!(whole.is_err() || read.len() as u64 == stored.bytes(), "{name}");
            }
        }
    }
}

#[test]
fn a_damaged_zip_entry_is_an_error_and_no_file() {
    let mut bytes = zip([("2019/a.jpg", "x".repeat(5000))], CompressionMethod::Stored);
    bytes[2000] ^= 1;
    let desk = Desk::new();
    let (uploads, _) = open(&[&desk.put("a.zip", bytes)]);
    let stored = uploads.find("2019/a.jpg").expect("it is listed");
    let failed = stored.open().expect("it can be opened").read_to_end(&mut Vec::new());
    assert!(failed.expect_err("damaged").to_string().contains("checksum"));
}

#[test]
fn encrypted_zip_entries_are_told() {
    let mut bytes = zip(named(&["2019/a.jpg", "2019/b.jpg"]), CompressionMethod::Stored);
    // The flag stands in front of the file and in the directory (APPNOTE, section 4.4.4).
    let directory = bytes.windows(4).position(|it| it == b"PK\x01\x02").expect("there");
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    let desk = Desk::new();
    let (uploads, notices) = open(&[&desk.put("a.zip", bytes)]);
    assert_eq!(uploads.all().expect("a list"), ["2019/b.jpg"]);
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    assert!(notice.contains("passed over encrypted files: `2019/a.jpg`"), "{notice}");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.put("secret/passwd", "secret");
    let folder = desk.folder("folder", &["2019/a.jpg"]);
    let link = |from: &str, to: &str| symlink(desk.path(from), desk.path(to)).expect("a link");
    link("secret/passwd", "folder/2019/out.jpg");
    link("secret", "folder/out");
    link("folder/2019/a.jpg", "folder/2019/in.jpg");
    link("folder", "folder/2019/again");
    let made = std::process::Command::new("mkfifo").arg(desk.path("folder/2019/pipe.jpg")).status();
    assert!(made.expect("mkfifo").success());
    let (uploads, _) = open(&[&folder]);
    for path in ["2019/out.jpg", "out/passwd", "2019/OUT.jpg", "2019/pipe.jpg", "2019/PIPE.jpg"] {
        assert!(uploads.find(path).is_none(), "{path}");
    }
    assert_eq!(text(&uploads, "2019/in.jpg").as_deref(), Some("2019/a.jpg"));
    assert_eq!(text(&uploads, "2019/again/2019/a.jpg").as_deref(), Some("2019/a.jpg"));
    assert_eq!(uploads.siblings("2019/x.jpg"), ["a.jpg", "in.jpg"]);
    assert_eq!(uploads.all().expect("a list"), ["2019/a.jpg", "2019/in.jpg"]);
    let notices: Vec<String> = uploads.notices().into_iter().map(|it| it.message).collect();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert!(notices[0].contains("links out of the folder"), "{}", notices[0]);
    assert!(notices[1].contains("neither file nor folder: `2019/pipe.jpg`"), "{}", notices[1]);
    // A whole folder that leads out is none of the uploads, either.
    desk.folder("site/wp-content", &["index.php"]);
    link("secret", "site/wp-content/uploads");
    let (uploads, _) = open(&[&desk.path("site")]);
    assert!(uploads.find("passwd").is_none());
    assert!(uploads.find("wp-content/uploads/passwd").is_none());
}

#[test]
fn what_is_neither_folder_nor_archive_is_an_error() {
    let desk = Desk::new();
    for path in [
        desk.put("a.tar", "no tar"),
        desk.put("a.tar.gz", gz(b"<rss>")),
        desk.put("empty.zip", ""),
        desk.put("long.tar", vec![0; 4096]),
    ] {
        let failed = Uploads::open(&[path], MOST).expect_err("no uploads");
        assert!(matches!(failed, Error::NotUploads { .. }), "{failed}");
        assert!(failed.hint().expect("a hint").contains("wp-content/uploads"));
    }
    let failed = Uploads::open(&[desk.path("nowhere")], MOST).expect_err("no uploads");
    assert!(matches!(failed, Error::Read { .. }), "{failed}");
    let large = desk.put("large.tgz", gz(&tar([("2019/a.jpg", vec![0; 100_000])])));
    let failed = Uploads::open(&[large], Size(50_000)).expect_err("too large");
    assert!(matches!(failed, Error::Unpacked { .. }), "{failed}");
}
