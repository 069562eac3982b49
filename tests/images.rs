//! Pictures of posts → the pictures of the new site, by a case file and by properties, with a media
//! library that is read from an export as WordPress writes it.

#[path = "support/bench.rs"]
mod bench;
#[path = "support/cases.rs"]
mod cases;
#[path = "support/export.rs"]
mod export;
#[path = "support/program.rs"]
mod program;
#[path = "support/tree.rs"]
mod tree;
#[path = "support/words.rs"]
mod words;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use bench::Bench;
use export::{Item, export};
use pressdown::convert::CommentRules;
use pressdown::convert::lower::{PictureSize, Rules};
use pressdown::convert::{Check, Converted, Writing, convert};
use pressdown::link::NO_PLACES;
use pressdown::markdown::Reading;
use pressdown::site::{Planning, Site, Survey};
use pressdown::target;
use pressdown::wxr::{self, Entry};

/// A file of the media library as XML: what WordPress knows of it beside its address.
struct File<'a> {
    id: &'a str,
    path: &'a str,
    alt: &'a str,
    /// `_wp_attachment_metadata`, the sizes and the original of a scaled upload.
    sizes: &'a [&'a str],
    original: &'a str,
    /// `_wp_attachment_backup_sizes`: keys and names.
    backups: &'a [(&'a str, &'a str)],
}

const NONE: File<'_> = File { id: "", path: "", alt: "", sizes: &[], original: "", backups: &[] };

/// The library that the case file describes.
const LIBRARY: &[File<'_>] = &[
    File {
        id: "11",
        path: "2012/05/pier.jpg",
        alt: "A \"wooden\" pier",
        sizes: &["pier-150x150.jpg", "pier-300x200.jpg", "pier-1024x683.jpg"],
        ..NONE
    },
    File {
        id: "12",
        path: "2019/08/bay-scaled.jpg",
        sizes: &["bay-300x120.jpg", "bay-1024x410.jpg"],
        original: "bay.jpg",
        ..NONE
    },
    File { id: "13", path: "2019/08/chart-100x200.png", ..NONE },
    File {
        id: "14",
        path: "2018/09/gull-e1234567890123.jpg",
        sizes: &["gull-e1234567890123-300x300.jpg"],
        backups: &[("full-orig", "gull.jpg"), ("medium-orig", "gull-300x225.jpg")],
        ..NONE
    },
    File {
        id: "15",
        path: "2021/01/plan.pdf",
        sizes: &["plan-pdf.jpg", "plan-pdf-212x300.jpg"],
        ..NONE
    },
    File { id: "16", path: "2009/02/net.jpg", alt: "Nets", ..NONE },
    File { id: "17", path: "2008/01/phone-rotated.jpg", sizes: &["phone-225x300.jpg"], ..NONE },
];

/// PHP's form of a text.
fn text(text: &str) -> String {
    format!("s:{}:\"{text}\";", text.len())
}

/// PHP's form of files by key.
fn files<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let file = |(key, name): (&str, &str)| {
        format!("{}a:2:{{{}{}{}i:9;}}", text(key), text("file"), text(name), text("width"))
    };
    let files: Vec<String> = files.map(file).collect();
    format!("a:{}:{{{}}}", files.len(), files.concat())
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

impl File<'_> {
    fn xml(&self) -> String {
        // The first size of a document is the whole first page, and is called so.
        let names = self.sizes.iter().enumerate().map(|(number, name)| match number {
            0 => ("full", *name),
            1 => ("medium", *name),
            _ => ("large", *name),
        });
        let mut metadata = format!("{}{}", text("sizes"), files(names));
        if !self.original.is_empty() {
            metadata += &[text("original_image"), text(self.original)].concat();
        }
        [
            format!(
                "<wp:attachment_url>https://old.example/wp-content/uploads/{}</wp:attachment_url>",
                self.path
            ),
            meta("_wp_attached_file", self.path),
            meta("_wp_attachment_metadata", &format!("a:2:{{{metadata}}}")),
            meta("_wp_attachment_backup_sizes", &files(self.backups.iter().copied())),
            meta("_wp_attachment_image_alt", self.alt),
        ]
        .concat()
    }
}

/// The export of a post and the library.
fn xml(content: &str) -> String {
    let library: Vec<String> = LIBRARY.iter().map(File::xml).collect();
    let mut items = vec![Item { content, ..Item::default() }];
    items.extend(LIBRARY.iter().zip(&library).map(|(file, more)| Item {
        id: file.id,
        link: "https://old.example/a-file/",
        status: "inherit",
        post_type: "attachment",
        more,
        ..Item::default()
    }));
    export(&items)
}

/// The post of an export, converted.
fn converted(xml: &str, rules: &Rules) -> Converted {
    let mut survey = Survey::default();
    let mut post = None;
    wxr::read(xml.as_bytes(), 0, &mut |entry| {
        if let Entry::Item(item, span) = entry {
            post = post.take().or_else(|| Some(item.clone().into_owned()));
            survey.add(Entry::Item(item, span), 0);
        } else {
            survey.add(entry, 0);
        }
    })
    .expect("an export");
    let target = target::named(target::DEFAULT).expect("an embedded target");
    let (site, _) = Site::from_survey(survey, Planning::for_target(&target));
    let reading = Reading::default();
    let writing = Writing {
        target: &target,
        reading,
        check: Check::Verify,
        rules,
        places: NO_PLACES,
        comments: &CommentRules::default(),
    };
    convert(&post.expect("a post"), &site.records[0], &site, writing).expect("a post has a file")
}

/// The Markdown of a case, and below it its files and notices as comments.
fn body(case: &cases::Case) -> String {
    let as_shown = case.kind.contains("as-shown");
    let pictures = if as_shown { PictureSize::AsShown } else { PictureSize::Original };
    let converted = converted(&xml(&case.input), &Rules { pictures, ..Rules::default() });
    let text = &converted.document.text;
    let mut body = text.split_once("\n---\n").expect("front matter").1.trim_start().to_owned();
    for file in &converted.files {
        let length = file.bytes.len().to_string();
        body += &["<!-- ", &length, " bytes in ", file.path.as_str(), " -->\n"].concat();
    }
    for notice in &converted.notices {
        body += &["<!-- ", notice.code.name(), ": ", &notice.message, " -->\n"].concat();
    }
    body
}

/// The paths of the uploads that an item needs.
fn media(converted: &Converted) -> Vec<String> {
    converted.links.media.iter().map(|upload| upload.path.clone()).collect()
}

#[test]
fn pictures() {
    cases::check("tests/cases/content-images.md", body);
}

#[test]
fn what_a_document_needs_are_originals() {
    let post = "<img src=\"/wp-content/uploads/2012/05/pier-300x200.jpg\">\
                <img src=\"https://i0.wp.com/old.example/wp-content/uploads/2019/08/bay-scaled.jpg?w=9\">";
    let needs = |pictures| media(&converted(&xml(post), &Rules { pictures, ..Rules::default() }));
    assert_eq!(needs(PictureSize::Original), ["2012/05/pier.jpg", "2019/08/bay-scaled.jpg"]);
    assert_eq!(needs(PictureSize::AsShown), ["2012/05/pier-300x200.jpg", "2019/08/bay-scaled.jpg"]);
}

/// The picture behind a caption and the link around it are one file, in full size.
#[test]
fn captions_show_the_upload() {
    let content = "[caption id=\"attachment_16\" align=\"aligncenter\" width=\"300\"]\
        <a href=\"https://old.example/wp-content/uploads/2012/05/pier.jpg\">\
        <img class=\"size-medium wp-image-11\" src=\"https://old.example/wp-content/uploads/2012/05/pier-300x200.jpg\" alt=\"Order\" /></a>\
         The [A, B] order of points[/caption]";
    let text = converted(&xml(content), &Rules::default()).document.text;
    let path = "wp-content/uploads/2012/05/pier.jpg";
    let body = format!("[![Order]({path})]({path})\n\n*The [A, B] order of points*\n");
    assert!(text.ends_with(&format!("---\n\n{body}")), "{text}");
}

/// What is uploaded to a post stands behind it in the export, in the order of its upload.
#[test]
fn galleries_show_the_library_in_its_order() {
    let picture = |name: &str, order: &str, caption: &str| {
        format!(
            "<wp:attachment_url>https://old.example/wp-content/uploads/2021/12/{name}</wp:attachment_url>\
             <wp:menu_order>{order}</wp:menu_order>\
             <excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded>{}",
            meta("_wp_attachment_image_alt", if caption.is_empty() { "" } else { "Alt of 11" })
        )
    };
    let (b, a) = (picture("b.jpg", "2", ""), picture("a.jpg", "1", "Caption of 11"));
    let attached = |id, more| Item {
        id,
        more,
        link: if id == "11" { "https://old.example/a/" } else { "https://old.example/b/" },
        status: "inherit",
        post_type: "attachment",
        parent: "1",
        ..Item::default()
    };
    let show = |content| {
        let items = [
            Item { content, ..Item::default() },
            attached("12", b.as_str()),
            attached("11", a.as_str()),
        ];
        let text = converted(&export(&items), &Rules::default()).document.text;
        text.split_once("---\n\n").expect("a body").1.to_owned()
    };
    let first = "![Alt of 11](wp-content/uploads/2021/12/a.jpg)\n\n*Caption of 11*\n";
    let second = "![](wp-content/uploads/2021/12/b.jpg)\n";
    let both = format!("{first}\n{second}");
    assert_eq!(show("[gallery link=\"none\"]"), both);
    assert_eq!(show("[gallery columns=\"3\" link=\"none\" ids=\"11,12\"]"), both);
    assert_eq!(show("[gallery link=\"none\" ids=\"12,11\"]"), format!("{second}\n{first}"));
    assert_eq!(show("[gallery include=\"11\" link=\"none\" orderby=\"rand\"]"), first);
    assert_eq!(show("[gallery exclude=\"12\" link=\"none\"]"), first);
    // The new site has no page for the picture, so links to that one lead to the file.
    let path = "wp-content/uploads/2021/12/b.jpg";
    assert_eq!(show("[gallery exclude=\"11\"]"), format!("[![]({path})]({path})\n"));
}

#[test]
fn what_the_front_matter_links_is_needed() {
    let url = "https://old.example/wp-content/uploads/2013/09/1.mp3";
    let more = meta("enclosure", &format!("{url}\n8044\naudio/mpeg"));
    let xml = export(&[Item { more: &more, ..Item::default() }]);
    assert_eq!(media(&converted(&xml, &Rules::default())), ["2013/09/1.mp3"]);
}

/// Two posts with the same picture in the text, and one of these with another one, too.
fn posts() -> [Item<'static>; 2] {
    const DOT: &str = "<img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\">";
    [
        Item { content: DOT, ..Item::default() },
        Item {
            id: "2",
            link: "https://old.example/2019/05/other/",
            content: DOT,
            ..Item::default()
        },
    ]
}

/// The bytes are those that the URI stands for: a PNG of 70 bytes.
#[test]
fn pictures_in_texts_become_files_of_the_output() {
    let bench = Bench::with(&posts());
    let file = "wp-content/uploads/embedded/6afbd3afd06f8dc88bb87e306a2416e9.png";
    let (_, stdout, _) = bench.run(&["--dry-run"]);
    assert_eq!(stdout, format!("create 2019/05/other.md\ncreate hello.md\ncreate {file}\n"));
    let (code, _, report) = bench.run(&[]);
    assert_eq!(code, Some(0));
    assert_eq!(report["totals"]["embedded_pictures"], 1);
    assert_eq!(bench.names(), ["2019/05/other.md", "hello.md", file]);
    assert!(bench.text("hello.md").contains(&format!("![]({file})")));
    assert!(bench.text("2019/05/other.md").contains(&format!("![](../../{file})")));
    let bytes = tree::files(&bench.output())[file].clone();
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.len() == 70);
    assert_eq!(bench.run(&["--dry-run"]).1, "");

    bench.rewrite(&posts()[..1]);
    bench.run(&[]);
    assert_eq!(bench.names(), ["hello.md", file]);
    bench.run(&["-t", "hugo"]);
    assert!(bench.names().contains(&format!("static/{file}")));
    assert!(bench.text("content/posts/hello.md").contains(&format!("![](/{file})")));
    bench.rewrite(&[Item::default()]);
    bench.run(&[]);
    assert_eq!(bench.names(), ["hello.md"]);
}

#[test]
fn pictures_of_comments_are_pictures_too() {
    let comment = "<wp:comment><wp:comment_id>8</wp:comment_id><wp:comment_author>Ann</wp:comment_author>\
        <wp:comment_content><![CDATA[<img src=\"blank.gif\" data-src=\"/a.jpg\" alt=\"A\" />\
        <img src=\"//t.example/\" width=\"1\" height=\"1\" />]]></wp:comment_content>\
        <wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment>";
    let xml = export(&[Item { more: comment, ..Item::default() }]);
    let converted = converted(&xml, &Rules::default());
    assert!(converted.document.text.ends_with("\n\n![A](/a.jpg)\n"), "{}", converted.document.text);
    assert!(converted.notices.iter().any(|notice| notice.code.name() == "tracker-dropped"));
}

#[test]
fn an_edited_picture_is_kept() {
    let bench = Bench::with(&posts());
    bench.run(&[]);
    let file = bench.output().join(bench.names().last().expect("the picture"));
    save(&file, "mine");
    let (_, _, report) = bench.run(&[]);
    assert_eq!(report["notices"][0]["name"], "edited-file-kept");
    assert_eq!(std::fs::read_to_string(&file).expect("the picture"), "mine");
}

#[expect(clippy::disallowed_methods, reason = "a test edits what was written")]
fn save(path: &std::path::Path, text: &str) {
    std::fs::write(path, text).expect("the file can be written");
}

/// Markup of pictures that may stand in any order, whole or broken.
const FRAGMENTS: &[&str] = &[
    "<p>",
    "</p>",
    "<a href=\"/wp-content/uploads/2012/05/pier-1024x683.jpg\">",
    "<a href=\"/x/\">",
    "</a>",
    "<noscript><img src=\"a.jpg\"></noscript>",
    "<noscript><iframe src=\"https://x.example/\"></iframe></noscript>",
    "<picture>",
    "<source srcset=\"/wp-content/uploads/2012/05/pier.jpg 2x\">",
    "</picture>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<img>",
    "<img src=\"/wp-content/uploads/2012/05/pier-300x200.jpg\">",
    "<img class=\"wp-image-12\" src=\"/wp-content/uploads/2019/08/bay-9x9.jpg\">",
    "<img src=\"data:image/gif;base64,R0lGODdhAQABAPAAAP///wAAACwAAAAAAQABAEACAkQBADs=\" data-src=\"a.jpg\">",
    "<img src=\"data:image/png;base64,====================================================================================\">",
    "<img src=\"blank.gif\" srcset=\"a.jpg 1w, b.jpg 2w,,\">",
    "<img class=\"alignleft\" src=\"a.jpg\">",
    "<img width=1 height=1 src=\"https://c.example/hit.gif\">",
    "<img class=\"emoji\" alt=\"🌸\" src=\"x\">",
    "<img src=\"https://s.w.org/images/core/emoji/2/svg/1f338.svg\">",
    "<iframe data-src=\"https://x.example/\"></iframe>",
    "<table>",
    "<td>",
    " ",
    "\n\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn words_around_pictures_are_never_lost((text, words) in words::between(FRAGMENTS, 30)) {
        let converted = converted(&xml(&text), &Rules::default());
        for word in &words {
            prop_assert!(converted.document.text.contains(word.as_str()), "{word} is lost: {text:?}");
        }
    }
}

/// Markup that is costly to careless readers: what is made of twice as much is twice as large.
#[test]
fn traps_stay_in_proportion() {
    for unit in FRAGMENTS.iter().copied().chain([
        "<noscript>",
        "<noscript><img src=a.jpg>",
        "</noscript>",
        "<img src=a.jpg><noscript><img src=a.jpg></noscript>",
        "<a href=/wp-content/uploads/a.jpg><table><td>",
        "<img srcset=\"a.jpg,\">",
    ]) {
        let text = unit.repeat(100_000 / unit.len());
        let converted = converted(&xml(&text), &Rules::default());
        let size = converted.document.text.len();
        assert!(size <= 64 * text.len() + 4096, "{unit:?}: {} bytes became {size}", text.len());
    }
}
