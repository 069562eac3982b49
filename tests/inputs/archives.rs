//! `.gz` and `.zip`, whole, cut off, corrupt, too large.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::export::{Item, export};
use crate::{Desk, harbor, one_post};

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("a Vec takes all bytes");
    encoder.finish().expect("a Vec takes all bytes")
}

/// A zip archive; a name that ends in `/` is a folder.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(entries, CompressionMethod::Deflated)
}

fn zip_with(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        if name.ends_with('/') {
            writer.add_directory(*name, options).expect("a name");
        } else {
            writer.start_file(*name, options).expect("a name");
            writer.write_all(bytes).expect("a Vec takes all bytes");
        }
    }
    writer.finish().expect("a Vec takes all bytes").into_inner()
}

/// A zip archive whose headers do not know the sizes yet, as a server sends one while it makes it.
fn streamed_zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut writer = ZipWriter::new_stream(Vec::new());
    for (name, bytes) in entries {
        writer.start_file(*name, options).expect("a name");
        writer.write_all(bytes).expect("a Vec takes all bytes");
    }
    writer.finish().expect("a Vec takes all bytes").into_inner()
}

/// Where these bytes stand last.
fn last(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).rposition(|window| window == wanted).expect("there")
}

#[test]
fn gzip_is_told_by_content_with_any_number_of_members() {
    let whole = one_post("1");
    let (first, second) = whole.split_at(whole.len() / 2);
    let plain = Desk::with("export.xml", &whole).run(&["export.xml"]);
    let members = [gz(first.as_bytes()), gz(b""), gz(second.as_bytes())].concat();
    for (name, bytes) in [("export.xml.gz", gz(whole.as_bytes())), ("export.xml", members)] {
        let run = Desk::with(name, bytes).run(&[name]);
        assert_eq!((run.code, run.exports()), (Some(0), vec![name]));
        assert_eq!(run.files, plain.files);
        assert_eq!(run.report["exports"][0]["bytes"], whole.len());
        assert_eq!(run.notices(), []);
    }
}

#[test]
fn a_zip_gives_every_export_in_it_and_names_the_rest() {
    let (one, two, three) = (one_post("1"), one_post("2"), one_post("3"));
    let entries: &[(&str, &[u8])] = &[
        ("site/", b""),
        ("site/export.002.xml", three.as_bytes()),
        ("site/export.000.xml", one.as_bytes()),
        ("site/export.001.xml.gz", &gz(two.as_bytes())),
        ("site/feed.xml", b"<rss version=\"2.0\"><channel><item>a</item></channel></rss>"),
        ("site/readme.txt", b"Thank you"),
        ("site/.hidden.xml", one.as_bytes()),
        ("__MACOSX/site/._export.000.xml", b"\0\x05\x16\x07"),
    ];
    let methods = [CompressionMethod::Deflated, CompressionMethod::Stored];
    let archives = methods.map(|method| zip_with(entries, method)).into_iter();
    for archive in archives.chain([streamed_zip(&entries[1..])]) {
        let run = Desk::with("site.zip", archive).run(&["site.zip"]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        assert_eq!(run.names(), ["post-1.md", "post-2.md", "post-3.md"]);
        let exports = [
            "site.zip/site/export.000.xml",
            "site.zip/site/export.001.xml.gz",
            "site.zip/site/export.002.xml",
        ];
        assert_eq!(run.exports(), exports);
        let feed = "`site.zip/site/feed.xml` was skipped: a plain RSS feed without `wp:` elements";
        let text = "`site.zip/site/readme.txt` was skipped: the file is not XML";
        assert_eq!(run.notices(), [("I056", feed), ("I056", text)]);
    }
}

#[test]
fn archives_in_archives_are_unpacked_three_deep() {
    let export = one_post("1");
    let mut archive = export.into_bytes();
    for depth in 1..=3 {
        archive = zip(&[("a", &archive)]);
        let run = Desk::with("a.zip", &archive).run(&["a.zip"]);
        assert_eq!((run.code, run.names()), (Some(0), vec!["post-1.md"]), "{depth}");
    }
    let deeper = zip(&[("a", &archive)]);
    let run = Desk::with("a.zip", deeper).run(&["a.zip"]);
    assert!(run.failure().contains("a.zip: the archive holds no WordPress export\nhint: "));
}

#[test]
fn an_archive_without_an_export_is_refused() {
    let run = Desk::with("a.zip", zip(&[("a.txt", b"a")])).run(&["a.zip"]);
    assert!(run.failure().contains("error: a.zip: the archive holds no WordPress export\nhint: "));
    let run = Desk::with("a.zip", zip(&[])).run(&["a.zip"]);
    assert!(run.failure().contains("error: a.zip: the archive holds no WordPress export\nhint: "));
    let run = Desk::with("a.gz", gz(b"{}")).run(&["a.gz"]);
    assert!(run.failure().contains("error: a.gz:1: not a WordPress export: JSON\nhint: "));
}

#[test]
fn other_archives_are_refused_by_their_kind() {
    let mut tar = vec![0; 512];
    tar[..10].copy_from_slice(b"export.xml");
    tar[257..262].copy_from_slice(b"ustar");
    let kinds: [(&[u8], &str); 6] = [
        (b"7z\xbc\xaf\x27\x1c\0\x04", "a 7z archive"),
        (b"Rar!\x1a\x07\x01\0", "a RAR archive"),
        (b"BZh91AY&SY", "a bzip2 archive"),
        (b"\xfd7zXZ\0\0\x04", "an xz archive"),
        (&tar, "a tar archive"),
        (&gz(&tar), "a tar archive"),
    ];
    for (bytes, kind) in kinds {
        let run = Desk::with("export.xml", bytes).run(&["export.xml"]);
        let message = format!(
            "error: export.xml:1: not a WordPress export: {kind}\n\
             hint: unpack it and give the `.xml` files inside\n"
        );
        assert_eq!(run.failure(), message);
    }
}

#[test]
fn what_is_encrypted_is_refused() {
    let mut archive = zip(&[("export.xml", one_post("1").as_bytes())]);
    // The first flag of the file's header, and that in the directory (APPNOTE, section 4.4.4).
    archive[6] |= 1;
    let directory = last(&archive, b"PK\x01\x02");
    archive[directory + 8] |= 1;
    let whole = Desk::with("site.zip", &archive).run(&["site.zip"]);
    let cut_off = Desk::with("site.zip", &archive[..directory]).run(&["site.zip"]);
    for run in [whole, cut_off] {
        assert_eq!(
            run.failure(),
            "error: site.zip/export.xml: cannot be unpacked: it is encrypted\n\
             hint: unpack it and give the `.xml` files inside\n"
        );
    }
}

#[test]
fn a_gzip_file_that_is_cut_off_gives_what_could_be_unpacked() {
    let whole = harbor();
    let packed = gz(&whole);
    let desk = Desk::with("harbor.xml.gz", &packed[..packed.len() / 2]);
    let run = desk.run(&["harbor.xml.gz"]);
    assert_eq!(run.code, Some(4), "{}", run.said);
    assert_eq!(run.report["exports"][0]["damaged"], true);
    let bytes = run.report["exports"][0]["bytes"].as_u64().expect("a number");
    let message = format!("`harbor.xml.gz` is cut off; {bytes} bytes of it were unpacked");
    assert_eq!(run.notices(), [("W034", message.as_str())]);
    // Half of the packed bytes are about half of the text.
    let bytes = usize::try_from(bytes).expect("small");
    assert!((whole.len() / 3..whole.len()).contains(&bytes), "{bytes}");
    let plain = Desk::with("harbor.xml", &whole[..bytes]).run(&["harbor.xml"]);
    assert_eq!(run.files, plain.files);
    assert_eq!(run.report["totals"]["items"], plain.report["totals"]["items"]);
}

#[test]
fn a_wrong_checksum_is_damage_and_everything_is_read() {
    let mut packed = gz(one_post("1").as_bytes());
    let checksum = packed.len() - 8;
    packed[checksum] ^= 1;
    let run = Desk::with("a.gz", packed).run(&["a.gz"]);
    assert_eq!((run.code, run.names()), (Some(4), vec!["post-1.md"]));
    assert_eq!(run.report["exports"][0]["damaged"], true);
    let mut archive = zip_with(&[("a.xml", one_post("1").as_bytes())], CompressionMethod::Stored);
    let title = last(&archive, b"Hello");
    archive[title] = b'J';
    let run = Desk::with("a.zip", archive).run(&["a.zip"]);
    assert_eq!((run.code, run.names()), (Some(4), vec!["post-1.md"]));
    assert!(run.notices()[0].1.starts_with("`a.zip/a.xml` is corrupt; "), "{:?}", run.notices());
    // The flag goes into what lies in the damaged file.
    let mut archive =
        zip_with(&[("a.gz", &gz(one_post("1").as_bytes()))], CompressionMethod::Stored);
    let checksum = last(&archive, b"PK\x01\x02") + 16;
    archive[checksum] ^= 1;
    let run = Desk::with("a.zip", archive).run(&["a.zip"]);
    assert_eq!((run.code, run.names()), (Some(4), vec!["post-1.md"]), "{}", run.said);
    assert_eq!(run.report["exports"][0]["damaged"], true);
}

#[test]
fn an_archive_that_breaks_off_at_once_is_told() {
    let packed = gz(one_post("1").as_bytes());
    let desk = Desk::with("a.gz", &packed[..14]);
    let run = desk.run(&["a.gz"]);
    let message = "error: a.gz: cannot be unpacked: it is cut off\nhint: download it again\n";
    assert_eq!(run.failure(), message);
    desk.put("b.xml", one_post("2"));
    let run = desk.run(&["."]);
    assert_eq!((run.code, run.names()), (Some(4), vec!["post-2.md"]));
    assert_eq!(run.notices(), [("W034", "`./a.gz` is cut off; 0 bytes of it were unpacked")]);
}

#[test]
fn a_zip_that_is_cut_off_is_read_as_far_as_it_goes() {
    let posts: Vec<String> = (1..=3).map(|id| one_post(&id.to_string())).collect();
    // In an order that is not that of the names.
    let entries: Vec<(&str, &[u8])> = ["b.xml", "c.txt", "a.xml", "d.xml"]
        .into_iter()
        .zip([posts[1].as_bytes(), b"no export", posts[0].as_bytes(), posts[2].as_bytes()])
        .collect();
    for archive in [zip(&entries), streamed_zip(&entries)] {
        let directory = archive.windows(4).position(|four| four == b"PK\x01\x02").expect("there");
        let run = Desk::with("a.zip", &archive[..directory + 20]).run(&["a.zip"]);
        assert_eq!(run.code, Some(4), "{}", run.said);
        assert_eq!(run.exports(), ["a.zip/a.xml", "a.zip/b.xml", "a.zip/d.xml"]);
        assert_eq!(run.names(), ["post-1.md", "post-2.md", "post-3.md"]);
        let cut_off = "`a.zip` is cut off before its directory; what is there was read";
        assert_eq!(run.notices()[0], ("W034", cut_off));
        assert_eq!(run.report["exports"][0]["damaged"], false);

        let file = last(&archive[..directory], b"PK\x03\x04");
        let run = Desk::with("a.zip", &archive[..file + 400]).run(&["a.zip"]);
        assert_eq!(run.code, Some(4), "{}", run.said);
        assert_eq!(run.exports().len(), 3);
        assert_eq!(run.report["exports"][2]["damaged"], true);
        for whole in ["post-1.md", "post-2.md"] {
            assert!(run.files.contains_key(whole), "{:?}", run.names());
        }
    }
}

#[test]
fn a_damaged_archive_removes_no_file_of_an_earlier_run() {
    let posts = [one_post("1"), one_post("2")];
    let archive = zip(&[("1.xml", posts[0].as_bytes()), ("2.xml", posts[1].as_bytes())]);
    let desk = Desk::with("a.zip", &archive);
    let second = last(&archive, b"PK\x03\x04");
    desk.put("cut.zip", &archive[..second]);
    assert_eq!(desk.run(&["a.zip"]).names(), ["post-1.md", "post-2.md"]);
    let again = desk.run_again(&["cut.zip"]);
    assert_eq!((again.code, again.names()), (Some(4), vec!["post-1.md", "post-2.md"]));
}

/// 64 MB that pack into some 64 kB.
fn bomb() -> Vec<u8> {
    let mut bomb = export(&[]).into_bytes();
    bomb.resize(64_000_000, 0);
    bomb
}

#[test]
fn a_bomb_ends_with_an_error_and_leaves_nothing() {
    let packed = gz(&bomb());
    let desk = Desk::with("bomb.gz", &packed);
    desk.put("bomb.zip", zip(&[("a/bomb.xml", &bomb())]));
    desk.put("twice.zip", zip(&[("bomb.gz", &packed)]));
    for (name, inside) in [
        ("bomb.gz", "bomb.gz"),
        ("bomb.zip", "bomb.zip/a/bomb.xml"),
        ("twice.zip", "twice.zip/bomb.gz"),
    ] {
        let run = desk.run(&[name, "--max-unpacked", "1MB"]);
        let message = format!(
            "error: {inside}: cannot be unpacked: the inputs take more than 1MB\n\
             hint: if they really are that large, --max-unpacked allows more\n"
        );
        assert_eq!(run.failure(), message);
        assert!(!desk.output().exists());
    }
    let run = desk.run_with(&["-", "--max-unpacked", "1MB"], &packed);
    assert!(run.failure().starts_with("error: standard input: cannot be unpacked: "));
}

#[test]
fn the_bound_is_on_all_inputs_together() {
    let post = one_post("1");
    let desk = Desk::with("a.gz", gz(post.as_bytes()));
    desk.put("b.gz", gz(one_post("2").as_bytes()));
    desk.put("c.xml", one_post("3"));
    let of = |bytes: usize| bytes.to_string();
    let enough = desk.run(&["a.gz", "b.gz", "c.xml", "--max-unpacked", &of(post.len() * 2)]);
    assert_eq!(enough.code, Some(0), "{}", enough.said);
    let short = desk.run(&["a.gz", "b.gz", "c.xml", "--max-unpacked", &of(post.len() * 2 - 1)]);
    assert!(short.failure().starts_with("error: b.gz: cannot be unpacked: "));
}

/// What is packed badly is read or refused, and never ends in a panic or a loop.
#[test]
fn every_damaged_archive_is_read_or_refused() {
    let content = "Text. ".repeat(40);
    let text = export(&[Item { content: &content, ..Item::default() }]);
    let archives = [
        gz(text.as_bytes()),
        zip(&[("a.xml", text.as_bytes()), ("b.gz", &gz(text.as_bytes()))]),
        streamed_zip(&[("a.xml", text.as_bytes()), ("b.xml", text.as_bytes())]),
    ];
    let desk = Desk::new();
    for archive in archives {
        for step in 0..24 {
            let at = archive.len() * step / 24;
            let mut flipped = archive.clone();
            flipped[at] ^= 0x55;
            for bytes in [&flipped[..], &archive[..at]] {
                desk.put("a", bytes);
                let run = desk.run(&["a"]);
                assert!(matches!(run.code, Some(0 | 1 | 4)), "{at}: {}", run.said);
            }
        }
    }
}
