//! `--media-place bundle`: what was uploaded to a post lies with the post, and every link follows.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use pressdown::link::redirect::OldAddress;
use pressdown::link::{media, media_place, moved};
use pressdown::site::{Site, Url};
use pressdown::target::{self, LinkForm, MediaPlaces, Target};

use crate::bench::Bench;
use crate::export::{Item, export};
use crate::site::{at, planned};

const UPLOADS: &str = "https://old.example/wp-content/uploads";

fn bundled(name: &str) -> Target {
    let target = target::named(name).expect("an embedded target");
    target.with_media_places(MediaPlaces::Bundle).expect("it knows bundles")
}

/// The element that tells where the file of an attachment is.
fn file(path: &str) -> String {
    format!("<wp:attachment_url>{UPLOADS}/{path}</wp:attachment_url>")
}

fn upload<'a>(id: &'a str, parent: &'a str, more: &'a str) -> Item<'a> {
    let (post_type, status, link) =
        ("attachment", "inherit", "https://old.example/?attachment_id=0");
    Item { id, link, status, post_type, parent, more, ..Item::default() }
}

fn post<'a>(id: &'a str, link: &'a str, content: &'a str) -> Item<'a> {
    Item { id, link, content, ..Item::default() }
}

/// A site whose uploads are these: path and the post that each was uploaded to. Posts are 1 and 2, a page
/// is 3, a draft is 4.
fn items_with<'a>(more: &'a [String], of: &[(&'a str, &'a str)]) -> Vec<Item<'a>> {
    let mut items = vec![
        post("1", "https://old.example/2012/05/pier/", "Text."),
        post("2", "https://old.example/2013/06/boat/", "Text."),
        Item { post_type: "page", ..post("3", "https://old.example/about/", "Text.") },
        Item { status: "draft", ..post("4", "https://old.example/?p=4", "Text.") },
    ];
    items.extend(of.iter().zip(more).map(|((id, parent), more)| upload(id, parent, more)));
    items
}

/// Where the target has an upload.
fn place(path: &str, site: &Site, target: &Target) -> String {
    let url = format!("{UPLOADS}/{path}");
    media_place(&site.upload(&Url::split(&url)).expect("an upload"), site, target)
}

/// The link to it from the item with this number.
fn link(path: &str, from: u64, site: &Site, target: &Target) -> String {
    let url = format!("{UPLOADS}/{path}");
    let upload = site.upload(&Url::split(&url)).expect("an upload");
    let from = site.by_id(pressdown::wxr::PostId(from)).and_then(|it| it.destination());
    media(&upload, from.expect("a written item"), site, target)
}

#[test]
fn a_file_lies_with_the_post_that_it_was_uploaded_to() {
    let files = ["2012/05/a.jpg", "2012/05/b.jpg", "2012/05/c.jpg", "2012/05/d.jpg", "e.md"];
    let more: Vec<String> = files.iter().map(|path| file(path)).collect();
    let of = [("11", "1"), ("12", "3"), ("13", "4"), ("14", "0"), ("15", "1")];
    let xml = export(&items_with(&more, &of));
    for (name, folder, shared, document) in [
        (
            "hugo",
            "content/posts/2012/05/pier",
            "static/wp-content/uploads",
            "content/posts/2012/05/pier/index.md",
        ),
        ("markdown", "2012/05/pier", "wp-content/uploads", "2012/05/pier.md"),
    ] {
        let target = bundled(name);
        let (site, _) = planned(&xml, &target);
        assert_eq!(site.records[0].destination().expect("a post").path.as_str(), document);
        let at = |path: &str| place(path, &site, &target);
        assert_eq!(at("2012/05/a.jpg"), format!("{folder}/a.jpg"));
        // A copy lies beside its original.
        assert_eq!(at("2012/05/a-300x200.jpg"), format!("{folder}/a-300x200.jpg"));
        for path in
            ["2012/05/b.jpg", "2012/05/c.jpg", "2012/05/d.jpg", "e.md", "2012/05/unlisted.jpg"]
        {
            assert_eq!(at(path), format!("{shared}/{path}"), "{name}");
        }
        // Without the option nothing changes.
        let shared_target = target::named(name).expect("an embedded target");
        let (site, _) = planned(&xml, &shared_target);
        assert_eq!(
            place("2012/05/a.jpg", &site, &shared_target),
            format!("{shared}/2012/05/a.jpg")
        );
    }
}

/// Hugo publishes the files of a bundle below the address of the page, and below `/a/` those of `/a.html`
/// (seen with 0.168).
#[test]
fn links_lead_to_where_a_file_is_published() {
    let more = [file("2012/05/a b.jpg"), file("c.jpg")];
    let mut items = items_with(&more, &[("11", "1"), ("12", "5")]);
    items.push(post("5", "https://old.example/2014/net.html", "Text."));
    let xml = export(&items);
    let styled = |form| bundled("hugo").with_links(form);
    let new = "https://new.example/blog/";
    for (target, own, other, page) in [
        (bundled("hugo"), "a%20b.jpg", "/2012/05/pier/a%20b.jpg", "/2014/net/c.jpg"),
        (
            at(new, bundled("hugo")),
            "a%20b.jpg",
            "/blog/2012/05/pier/a%20b.jpg",
            "/blog/2014/net/c.jpg",
        ),
        (
            bundled("hugo").rooted(),
            "/2012/05/pier/a%20b.jpg",
            "/2012/05/pier/a%20b.jpg",
            "/2014/net/c.jpg",
        ),
        (
            styled(LinkForm::Root),
            "/2012/05/pier/a%20b.jpg",
            "/2012/05/pier/a%20b.jpg",
            "/2014/net/c.jpg",
        ),
        (styled(LinkForm::Relative), "a%20b.jpg", "../../../2012/05/pier/a%20b.jpg", "net/c.jpg"),
        (
            at(new, styled(LinkForm::Absolute)),
            "https://new.example/blog/2012/05/pier/a%20b.jpg",
            "https://new.example/blog/2012/05/pier/a%20b.jpg",
            "https://new.example/blog/2014/net/c.jpg",
        ),
        (bundled("markdown"), "pier/a%20b.jpg", "../../2012/05/pier/a%20b.jpg", "net/c.jpg"),
    ] {
        let (site, _) = planned(&xml, &target);
        assert_eq!(link("2012/05/a b.jpg", 1, &site, &target), own);
        assert_eq!(link("2012/05/a b.jpg", 2, &site, &target), other);
        assert_eq!(link("c.jpg", 5, &site, &target), page);
    }
}

#[test]
fn names_in_a_bundle_are_unique() {
    let files = ["2012/05/a.jpg", "2013/06/a.jpg", "2013/06/A.JPG", "index.MD", "x/a-2.jpg"];
    let more: Vec<String> = files.iter().map(|path| file(path)).collect();
    let of = [("11", "1"), ("12", "1"), ("13", "1"), ("14", "1"), ("15", "1")];
    let target = bundled("hugo");
    let (site, _) = planned(&export(&items_with(&more, &of)), &target);
    let places: Vec<String> = files.iter().map(|path| place(path, &site, &target)).collect();
    let folder = "content/posts/2012/05/pier";
    let expected = ["a.jpg", "a-2.jpg", "A-3.JPG"].map(|name| format!("{folder}/{name}"));
    assert_eq!(places[..3], expected);
    assert_eq!(places[3], "static/wp-content/uploads/index.MD");
    let alike: BTreeSet<String> = places.iter().map(|place| place.to_lowercase()).collect();
    assert_eq!(alike.len(), files.len(), "{places:?}");
    // Copies have the number of their original, and the other original of that name has its own.
    assert_eq!(place("2013/06/a-90x60.jpg", &site, &target), format!("{folder}/a-2-90x60.jpg"));
}

#[test]
fn new_names_are_told() {
    let more = [file("2012/05/a.jpg"), file("2013/06/a.jpg"), file("2013/06/b.jpg")];
    let bench = Bench::with(&items_with(&more, &[("11", "1"), ("12", "1"), ("13", "2")]));
    let (_, _, report) = bench.run(&["-t", "hugo", "--media-place", "bundle"]);
    let notices = report["notices"].as_array().expect("notices").iter();
    let renamed: Vec<_> = notices.filter(|notice| notice["name"] == "media-renamed").collect();
    assert!(renamed.len() == 1 && renamed[0]["post"] == 12, "{renamed:?}");
}

#[test]
fn a_post_above_another_document_stays_a_file() {
    let more = [file("a.jpg"), file("b.jpg")];
    let mut items = items_with(&more, &[("11", "1"), ("12", "5")]);
    items.push(post("5", "https://old.example/2012/05/pier/more/", "Text."));
    let xml = export(&items);
    let target = bundled("hugo");
    let (site, _) = planned(&xml, &target);
    let path = |index: usize| site.records[index].destination().expect("a post").path.as_str();
    assert_eq!(path(0), "content/posts/2012/05/pier.md");
    assert_eq!(path(6), "content/posts/2012/05/pier/more/index.md");
    assert_eq!(place("a.jpg", &site, &target), "static/wp-content/uploads/a.jpg");
    assert_eq!(place("b.jpg", &site, &target), "content/posts/2012/05/pier/more/b.jpg");
}

/// Of `/net/` and `/net.html` the files would be published at one address.
#[test]
fn posts_with_one_address_for_their_files_are_not_both_bundles() {
    let more = [file("a.jpg"), file("x/a.jpg")];
    let mut items = items_with(&more, &[("11", "6"), ("12", "5")]);
    items.push(post("6", "https://old.example/net.html", "Text."));
    items.push(post("5", "https://old.example/net/", "Text."));
    let target = bundled("hugo");
    let (site, _) = planned(&export(&items), &target);
    assert_eq!(place("x/a.jpg", &site, &target), "content/posts/net/a.jpg");
    assert_eq!(link("x/a.jpg", 6, &site, &target), "/net/a.jpg");
    assert_eq!(place("a.jpg", &site, &target), "static/wp-content/uploads/a.jpg");
    assert_eq!(link("a.jpg", 6, &site, &target), "/wp-content/uploads/a.jpg");
}

#[test]
fn old_addresses_of_files_lead_to_their_places() {
    let more = [file("2012/05/a.jpg"), file("2012/05/b.jpg")];
    let mut items = items_with(&more, &[("11", "1"), ("12", "3")]);
    items[4].link = "https://old.example/2012/05/pier/a/";
    let target = bundled("hugo");
    let (site, _) = planned(&export(&items), &target);
    let copy = site.upload(&Url::split("/wp-content/uploads/2012/05/a-90x60.jpg"));
    let (redirects, _) = moved(&site, &target, &BTreeSet::new(), &copy);
    let to = |old: &str| {
        let found = redirects.exact().iter().find(|redirect| match &redirect.from {
            OldAddress::Path(path) => path.trim_end_matches('/') == old,
            OldAddress::Query { .. } => false,
        });
        found.map(|redirect| redirect.to.as_str())
    };
    assert_eq!(to("/wp-content/uploads/2012/05/a.jpg"), Some("/2012/05/pier/a.jpg"));
    // A copy that a document shows all the same.
    let place = "/2012/05/pier/a-90x60.jpg";
    assert_eq!(to("/wp-content/uploads/2012/05/a-90x60.jpg"), Some(place));
    assert_eq!(to("/2012/05/pier/a"), Some("/2012/05/pier/a.jpg"));
    assert_eq!(to("/wp-content/uploads/2012/05/b.jpg"), None);

    // Of a site that moves to another folder all files have new addresses.
    let target = at("https://new.example/blog/", target);
    let (site, _) = planned(&export(&items), &target);
    let (redirects, _) = moved(&site, &target, &BTreeSet::new(), &copy);
    let all: Vec<(&OldAddress, &str)> =
        redirects.exact().iter().map(|it| (&it.from, it.to.as_str())).collect();
    for (old, new) in [
        ("/wp-content/uploads/2012/05/a.jpg", "/blog/2012/05/pier/a.jpg"),
        ("/wp-content/uploads/2012/05/b.jpg", "/blog/wp-content/uploads/2012/05/b.jpg"),
    ] {
        assert!(all.contains(&(&OldAddress::Path(old.to_owned()), new)), "{old}: {all:?}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test puts uploads into their places")]
fn documents_and_checks_follow() {
    let picture = |name: &str| format!("<img src=\"{UPLOADS}/2012/05/{name}\" alt=\"x\">");
    let gallery = format!("{}[gallery ids=\"11,12\"]", picture("a-300x200.jpg"));
    let comment = format!(
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>11</wp:meta_value></wp:postmeta>\
         <wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>Ann</wp:comment_author>\
         <wp:comment_content><![CDATA[<a href=\"{UPLOADS}/2012/05/a.jpg\">See</a>]]></wp:comment_content>\
         <wp:comment_approved>1</wp:comment_approved></wp:comment>"
    );
    let sizes = r#"<wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key><wp:meta_value>2012/05/a.jpg</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key><wp:meta_value><![CDATA[a:1:{s:5:"sizes";a:1:{s:6:"medium";a:1:{s:4:"file";s:13:"a-300x200.jpg";}}}]]></wp:meta_value></wp:postmeta>"#;
    let more = [file("2012/05/a.jpg") + sizes, file("2012/05/b.jpg")];
    let mut items = items_with(&more, &[("11", "1"), ("12", "2")]);
    (items[0].content, items[0].more) = (&gallery, &comment);
    let other = picture("a.jpg");
    items[1].content = &other;

    let bench = Bench::with(&items);
    let arguments = ["-t", "hugo", "--media-place", "bundle", "--comments", "files"];
    bench.run(&arguments);
    let text = bench.text("content/posts/2012/05/pier/index.md");
    assert!(text.contains("\nimage: a.jpg\n"), "{text}");
    assert!(text.contains("](a.jpg)") && text.contains("](/2013/06/boat/b.jpg)"), "{text}");
    assert!(!text.contains("uploads/"), "{text}");
    let text = bench.text("content/posts/2013/06/boat/index.md");
    assert!(text.contains("](/2012/05/pier/a.jpg)"), "{text}");
    // A comment is no page of the bundle, and is shown who knows where.
    let text = bench.text("content/posts/2012/05/pier.comments/comment-5.md");
    assert!(text.contains("](/2012/05/pier/a.jpg)"), "{text}");

    let dead = |arguments: &[&str]| {
        let (_, _, report) = bench.run(arguments);
        let notices = report["notices"].as_array().expect("notices").clone();
        notices.iter().filter(|notice| notice["name"] == "dead-link").count()
    };
    for (target, places) in [
        ("hugo", ["content/posts/2012/05/pier/a.jpg", "content/posts/2013/06/boat/b.jpg"]),
        ("markdown", ["2012/05/pier/a.jpg", "2013/06/boat/b.jpg"]),
    ] {
        let arguments = ["-t", target, "--media-place", "bundle", "--check-links", "--force"];
        assert!(dead(&arguments) > 0, "{target}");
        for place in places {
            let file = bench.output().join(place);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, "a picture").expect("an upload");
        }
        assert_eq!(dead(&arguments), 0, "{target}");
    }
}

#[test]
fn a_target_without_bundles_says_so() {
    let bench = Bench::with(&[Item::default()]);
    let own = bench.output().with_extension("toml");
    let text = include_str!("../../src/target/markdown.toml");
    let (head, rest) = text.split_once("[media.bundle]").expect("bundles");
    let rest = &rest[rest.find("[data]").expect("data")..];
    write(&own, &format!("{head}{rest}"));
    let own = own.display().to_string();
    assert_eq!(bench.run(&["--target-file", &own]).0, Some(0));
    assert_eq!(bench.run(&["--target-file", &own, "--media-place", "bundle"]).0, Some(1));
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn write(path: &std::path::Path, text: &str) {
    fs::write(path, text).expect("a file");
}

/// Whatever is uploaded wherever: no two files have one place, on no file system, and the link of the
/// post that a file belongs to leads, by the way from file to file, to its place.
#[test]
fn places_are_unique_and_links_hold() {
    let config = ProptestConfig { rng_seed: RngSeed::Fixed(8), ..ProptestConfig::with_cases(128) };
    let name = "(2012/05|2013/06)/(a|A|b|index|a-2|ä c)(-90x60|-scaled)?\\.(jpg|JPG|md)";
    let parent = prop::sample::select(vec!["0", "1", "2", "3", "4"]);
    let library = prop::collection::btree_map(name, parent, 1..12);
    TestRunner::new(config)
        .run(&library, |library| {
            let more: Vec<String> = library.keys().map(|path| file(path)).collect();
            let ids: Vec<String> = (11..).take(more.len()).map(|id: u32| id.to_string()).collect();
            let parents = library.values().copied();
            let of: Vec<(&str, &str)> = ids.iter().map(String::as_str).zip(parents).collect();
            let xml = export(&items_with(&more, &of));
            for name in ["hugo", "markdown"] {
                let target = bundled(name);
                let (site, _) = planned(&xml, &target);
                let mut places = BTreeSet::new();
                let documents = site.records.iter().filter_map(|record| record.destination());
                places.extend(documents.map(|to| to.path.as_str().to_lowercase()));
                for path in library.keys() {
                    let place = place(path, &site, &target);
                    prop_assert!(places.insert(place.to_lowercase()), "{place} in {library:?}");
                    for (index, from) in [(0, 1), (1, 2)] {
                        let link = link(path, from, &site, &target);
                        let own = site.records[index].destination().expect("a post");
                        let folder = site.folder(own);
                        let is_own =
                            place.strip_prefix(folder).is_some_and(|it| it.starts_with('/'));
                        let from_root = match link.strip_prefix('/') {
                            Some(_) => continue,
                            None => pressdown::site::join(&format!("/{}", own.path), &link),
                        };
                        let from_root = pressdown::site::decode(&from_root).into_owned();
                        prop_assert!(is_own || name == "markdown");
                        prop_assert_eq!(from_root.trim_start_matches('/'), &place);
                    }
                }
            }
            Ok(())
        })
        .expect("it holds for every library");
}
