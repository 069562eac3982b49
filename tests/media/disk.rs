//! Media files that lie on the user's disk.

use std::collections::BTreeSet;
use std::fs;

use crate::{Run, attachment, folder_with, harbor, names, post, sizes, text, uploads, written};

/// Everything that is referenced and exists is in place byte for byte; everything else is named.
#[test]
fn harbor_gets_every_file_that_exists() {
    let uploads = uploads();
    let run = Run::of(&harbor(), &["--uploads", text(&uploads)]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let placed = run.placed();
    let missing: BTreeSet<&str> = run.notices("W046").into_iter().collect();
    let mut count = 0;
    for file in run.media() {
        let path = file["path"].as_str().and_then(|path| path.strip_prefix("wp-content/uploads/"));
        let path = path.expect("below the uploads");
        match fs::read(uploads.join(path)) {
            Ok(bytes) => {
                assert_eq!(placed.get(path), Some(&bytes), "{path}");
                assert_eq!(file["bytes"], bytes.len(), "{path}");
                count += 1;
            }
            Err(_) if file["stand_in"].is_string() => assert!(placed.contains_key(path), "{path}"),
            Err(_) => assert!(missing.iter().any(|message| message.contains(path)), "{path}"),
        }
    }
    assert!(count > 15, "{count} files");
    assert_eq!(placed.len(), run.states().values().filter(|state| *state == "created").count());
    for message in missing {
        assert!(message.contains("; shown by item"), "{message}");
    }
}

#[test]
fn a_second_run_changes_nothing_and_leaves_edits_alone() {
    let uploads = folder_with(&["2019/05/a.jpg", "2019/05/b.jpg"]);
    let (_folder, export) = written(&post("1", "publish", &["2019/05/a.jpg", "2019/05/b.jpg"]));
    let arguments = ["--uploads", text(uploads.path())];
    let first = Run::of(&export, &arguments);
    let before = crate::tree::files(&first.output());
    let second = Run::again(first.folder, &export, &arguments);
    assert_eq!(
        second.states().values().collect::<BTreeSet<_>>(),
        BTreeSet::from([&"unchanged".to_owned()])
    );
    assert_eq!(crate::tree::files(&second.output()), before);
    edit(&second, "2019/05/a.jpg");
    let third = Run::again(second.folder, &export, &arguments);
    assert_eq!(third.states()["a.jpg"], "kept");
    assert_eq!(third.placed()["2019/05/a.jpg"], b"edited");
}

#[expect(clippy::disallowed_methods, reason = "a test edits what was written")]
fn edit(run: &Run, path: &str) {
    fs::write(run.output().join("wp-content/uploads").join(path), "edited").expect("the file");
}

#[test]
fn what_no_document_needs_any_more_is_removed() {
    let uploads = folder_with(&["2019/05/a.jpg", "2019/05/b.jpg"]);
    let (_one, both) = written(&post("1", "publish", &["2019/05/a.jpg", "2019/05/b.jpg"]));
    let (_two, one) = written(&post("1", "publish", &["2019/05/b.jpg"]));
    let arguments = ["--uploads", text(uploads.path())];
    let first = Run::of(&both, &arguments);
    // Without a place to take them from nothing is said of the files, and they stay.
    let without = Run::again(first.folder, &one, &[]);
    assert_eq!(names(&without).len(), 2);
    let second = Run::again(without.folder, &one, &arguments);
    assert_eq!(names(&second).into_iter().collect::<Vec<_>>(), ["2019/05/b.jpg"]);
}

/// PAINS 43: by the library's list or by the name, but told.
#[test]
fn another_copy_stands_in_for_what_is_missing_and_is_told() {
    let uploads =
        folder_with(&["2019/05/pier-300x200.jpg", "2019/05/pier-1024x683.jpg", "2019/05/gull.jpg"]);
    let library = attachment(
        "9",
        "1",
        "2019/05/pier.jpg",
        &sizes("2019/05/pier.jpg", &["pier-300x200.jpg", "pier-1024x683.jpg"]),
    );
    let shown = post("1", "publish", &["2019/05/pier.jpg", "2019/05/gull-640x480.jpg"]);
    for items in [format!("{shown}{library}"), shown] {
        let (_folder, export) = written(&items);
        let run = Run::of(&export, &["--uploads", text(uploads.path())]);
        let placed = run.placed();
        assert_eq!(placed["2019/05/pier.jpg"], b"2019/05/pier-1024x683.jpg");
        assert_eq!(placed["2019/05/gull-640x480.jpg"], b"2019/05/gull.jpg");
        assert_eq!(run.notices("W048").len(), 2, "{:?}", run.report["notices"]);
        assert!(run.notices("W048")[1].contains("`pier-1024x683.jpg` stands in"));
        assert!(
            run.said.contains("2 media files missing, and another copy stands in"),
            "{}",
            run.said
        );
    }
}

/// `map-1024x768.png` may be a name like any other.
#[test]
fn a_name_that_looks_like_a_size_is_taken_as_it_is() {
    let uploads = folder_with(&["2019/05/map.png", "2019/05/map-1024x768.png"]);
    let (_folder, export) = written(&post("1", "publish", &["2019/05/map-1024x768.png"]));
    let run = Run::of(&export, &["--uploads", text(uploads.path())]);
    assert_eq!(run.placed()["2019/05/map-1024x768.png"], b"2019/05/map-1024x768.png");
    assert!(run.notices("W048").is_empty());
}

#[test]
fn scopes_add_the_library_and_then_everything_but_nothing_that_is_hidden() {
    let all = [
        "2019/05/shown.jpg",
        "2019/05/library.jpg",
        "2019/05/library-300x200.jpg",
        "2019/05/secret.jpg",
        "2019/05/secret-300x200.jpg",
        "2019/05/stray.pdf",
    ];
    let uploads = folder_with(&all);
    let library = |path: &str, copy: &str| sizes(path, &[copy]);
    let items = post("1", "publish", &["2019/05/shown.jpg"])
        + &post("2", "private", &["2019/05/secret.jpg"])
        + &attachment(
            "8",
            "1",
            "2019/05/library.jpg",
            &library("2019/05/library.jpg", "library-300x200.jpg"),
        )
        + &attachment(
            "9",
            "2",
            "2019/05/secret.jpg",
            &library("2019/05/secret.jpg", "secret-300x200.jpg"),
        );
    let (_folder, export) = written(&items);
    let scoped = |scope: &str, more: &[&str]| {
        let fixed = ["--uploads", text(uploads.path()), "--media-scope", scope];
        let run = Run::of(&export, &[&fixed[..], more].concat());
        (names(&run), run.notices("I064").len())
    };
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(scoped("referenced", &[]), (set(&all[..1]), 0));
    assert_eq!(scoped("attached", &[]), (set(&all[..2]), 1));
    assert_eq!(scoped("all", &[]), (set(&[all[0], all[1], all[2], all[5]]), 1));
    // Drafts that are written on request bring their files along.
    let (private, told) = scoped("referenced", &["--include", "private"]);
    assert_eq!((private, told), (set(&[all[0], all[3]]), 0));
}

#[test]
fn archives_do_as_well_as_folders() {
    let uploads = uploads();
    let folder = Run::of(&harbor(), &["--uploads", text(&uploads)]);
    let packed = tempfile::tempdir().expect("a temporary folder");
    for (name, command) in
        [("media.tar", vec!["tar", "-cf"]), ("media.tar.gz", vec!["tar", "-czf"])]
    {
        let archive = packed.path().join(name);
        let packing = std::process::Command::new(command[0])
            .arg(command[1])
            .arg(&archive)
            .arg("-C")
            .arg(&uploads)
            .arg(".")
            .status();
        assert!(packing.expect("tar is installed").success());
        let run = Run::of(&harbor(), &["--uploads", text(&archive)]);
        assert_eq!(run.placed(), folder.placed(), "{name}");
        assert_eq!(run.states(), folder.states(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn links_instead_of_copies() {
    use std::os::unix::fs::MetadataExt as _;
    let uploads = folder_with(&["2019/05/a.jpg"]);
    let (_folder, export) = written(&post("1", "publish", &["2019/05/a.jpg"]));
    for (mode, is_link) in [("hardlink", false), ("symlink", true), ("copy", false)] {
        let run = Run::of(&export, &["--uploads", text(uploads.path()), "--media-mode", mode]);
        let file = run.output().join("wp-content/uploads/2019/05/a.jpg");
        let (own, source) = (
            fs::symlink_metadata(&file).expect("the file"),
            fs::metadata(uploads.path().join("2019/05/a.jpg")).expect("the source"),
        );
        assert_eq!(own.file_type().is_symlink(), is_link, "{mode}");
        assert_eq!(own.ino() == source.ino(), mode == "hardlink", "{mode}");
        assert_eq!(fs::read(&file).expect("the file"), b"2019/05/a.jpg", "{mode}");
    }
}

#[test]
fn the_first_place_that_has_a_file_counts() {
    let (one, two) = (folder_with(&["2019/05/a.jpg"]), folder_with(&["2019/05/b.jpg"]));
    edit_in(&two, "2019/05/a.jpg");
    let (_folder, export) = written(&post("1", "publish", &["2019/05/a.jpg", "2019/05/b.jpg"]));
    let run = Run::of(&export, &["--uploads", text(one.path()), "--uploads", text(two.path())]);
    assert_eq!(run.placed()["2019/05/a.jpg"], b"2019/05/a.jpg");
    assert_eq!(run.placed()["2019/05/b.jpg"], b"2019/05/b.jpg");
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn edit_in(folder: &tempfile::TempDir, path: &str) {
    fs::write(folder.path().join(path), "other").expect("the file");
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let uploads = folder_with(&["2019/05/a.jpg"]);
    let (_folder, export) = written(&post("1", "publish", &["2019/05/a.jpg", "2019/05/b.jpg"]));
    let run = Run::of(&export, &["--uploads", text(uploads.path()), "--dry-run"]);
    assert!(!run.output().exists());
    assert_eq!(run.states()["a.jpg"], "created");
    assert_eq!(run.states()["b.jpg"], "missing");
}

#[test]
fn what_is_missing_counts_under_strict() {
    let uploads = folder_with(&["2019/05/a.jpg"]);
    let (_folder, export) = written(&post("1", "publish", &["2019/05/b.jpg"]));
    let arguments = ["--uploads", text(uploads.path())];
    assert_eq!(Run::of(&export, &arguments).code, Some(0));
    assert_eq!(Run::of(&export, &[&arguments[..], &["--strict"]].concat()).code, Some(3));
}

/// Files that nobody could see stay where they are, in whatever spelling and size they lie there.
#[test]
fn nothing_of_what_is_hidden_gets_out() {
    let hidden = [
        "2019/05/secret-scaled.jpg",
        "2019/05/secret.jpg",
        "2019/05/secret.jpg.webp",
        "2019/05/secret@2x.jpg",
        "2019/05/priv.jpg",
        "2019/05/priv-300x200.jpg",
        "2019/05/trashed.jpg",
        "2019/05/cafe\u{301}.jpg",
        "2019/05/Geheim.JPG",
    ];
    let uploads =
        folder_with(&[&hidden[..], &["2019/05/open.jpg", "2019/05/secretary.jpg"]].concat());
    let with_status = |id: &str, path: &str, status: &str| {
        attachment(id, "0", path, "").replace(">inherit<", &format!(">{status}<"))
    };
    let items = post("1", "publish", &["2019/05/open.jpg"])
        + &post("2", "draft", &[])
        + &attachment("5", "2", "2019/05/secret.jpg", "")
        + &attachment("6", "2", "2019/05/caf\u{e9}.jpg", "")
        + &attachment("7", "2", "2019/05/geheim.jpg", "")
        + &with_status("8", "2019/05/priv.jpg", "private")
        + &with_status("9", "2019/05/trashed.jpg", "trash");
    let (_folder, export) = written(&items);
    for scope in ["referenced", "attached", "all"] {
        let run = Run::of(&export, &["--uploads", text(uploads.path()), "--media-scope", scope]);
        let expected: &[&str] = match scope {
            "all" => &["2019/05/open.jpg", "2019/05/secretary.jpg"],
            _ => &["2019/05/open.jpg"],
        };
        assert_eq!(names(&run).into_iter().collect::<Vec<_>>(), expected, "{scope}");
    }
}

/// Browsers choose among the candidates of a `srcset`, so each of them has to be there.
#[test]
fn every_candidate_of_kept_html_is_there() {
    let picture = "<table><tr><td><picture><source srcset=\"https://old.example/wp-content/uploads/2019/05/p.webp\">\
        <img src=\"https://old.example/wp-content/uploads/2019/05/p.jpg\" \
        srcset=\"https://old.example/wp-content/uploads/2019/05/p-300x200.jpg 300w\" alt=\"\"></picture></td></tr></table>";
    let shown = post("1", "publish", &[])
        .replace("<content:encoded><![CDATA[", &format!("<content:encoded><![CDATA[{picture}"));
    let uploads = folder_with(&["2019/05/p.webp", "2019/05/p.jpg", "2019/05/p-300x200.jpg"]);
    let (_folder, export) = written(&shown);
    for more in [&[][..], &["--keep-all"], &["--keep-html", "all"]] {
        let run = Run::of(
            &export,
            &[&["--uploads", text(uploads.path()), "--check-links"], more].concat(),
        );
        let document = std::fs::read_to_string(run.output().join("post-1.md")).expect("the post");
        for name in ["p.webp", "p.jpg", "p-300x200.jpg"] {
            let is_shown = document.contains(&format!("/{name}"));
            assert_eq!(
                is_shown,
                names(&run).contains(&format!("2019/05/{name}")),
                "{name}: {document}"
            );
        }
        assert!(run.notices("W042").is_empty());
    }
}

/// No media file is put over a document or a data file of the same run, also where everything may be written
/// over.
#[test]
fn documents_keep_their_places() {
    let uploads = folder_with(&["2019/05/site.json", "2019/05/plan.jpg", "2019/05/x.jpg/y.jpg"]);
    let data =
        post("1", "publish", &["2019/05/site.json", "2019/05/plan.jpg", "2019/05/plan.jpg/y.jpg"])
            .replace("post-1", "data");
    let (_folder, export) = written(&(data + &attachment("5", "1", "2019/05/site.json", "")));
    for more in [&[][..], &["--force"]] {
        let fixed = ["--uploads", text(uploads.path()), "--media-place", "bundle", "--data"];
        let run = Run::of(&export, &[&fixed[..], more].concat());
        let site = std::fs::read_to_string(run.output().join("data/site.json")).expect("the data");
        assert!(site.starts_with('{'), "{site}");
        let told = run.notices("W049");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().any(|it| it.contains("`data/site.json` is the place of a document")));
        assert!(told.iter().any(|it| it.contains("lies in a folder that is a file")));
    }
}

/// What terminals take for orders reaches none.
#[test]
fn messages_hold_no_orders_for_terminals() {
    let uploads = folder_with(&["2019/05/x.jpg"]);
    let (_folder, export) = written(&post("1", "publish", &["2019/05/a%1b[31mred%07.jpg"]));
    let run = Run::of(&export, &["--uploads", text(uploads.path())]);
    assert!(!run.said.contains(|c: char| c.is_control() && c != '\n'), "{:?}", run.said);
    assert!(
        run.media().iter().all(|file| !file["path"].as_str().expect("a path").contains('\u{1b}'))
    );
}
