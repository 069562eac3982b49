//! Media files of other hosts, and different files of one name.

use std::collections::BTreeSet;

use pressdown::link::moved;
use pressdown::link::redirect::{OldAddress, Redirect};
use pressdown::media::{Needed, Scope, Wish, plan};
use pressdown::notice::{Code, Notice};
use pressdown::site::{Planning, Site, Survey, Url};
use pressdown::target::{self, Target};
use pressdown::wxr;

use crate::bench::Bench;
use crate::export::{Item, export};

fn site(exports: &[String], target: &Target) -> (Site, Vec<Notice>) {
    let mut survey = Survey::default();
    for (at, xml) in exports.iter().enumerate() {
        wxr::read(xml.as_bytes(), at, &mut |entry| survey.add(entry, at)).expect("an export");
    }
    Site::from_survey(survey, Planning::for_target(target))
}

fn codes(report: &serde_json::Value, name: &str) -> usize {
    let notices = report["notices"].as_array().expect("notices");
    notices.iter().filter(|notice| notice["name"] == name).count()
}

const FOREIGN: &str = "<p><img src=\"https://pics.example/2012/a.jpg?w=300\" alt=\"a\"> \
    <a href=\"http://www.pics.example/b%20c.pdf\">b</a> \
    <a href=\"https://pics.example/about/\">c</a> \
    <img src=\"https://sub.pics.example/d.png\" alt=\"d\"></p>";

#[test]
fn hosts_stay_linked_unless_they_are_named() {
    let items = [Item { link: "https://old.example/here/", content: FOREIGN, ..Item::default() }];
    let bench = Bench::with(&items);
    let (_, _, report) = bench.run(&["-t", "hugo"]);
    let text = bench.text("content/posts/here.md");
    assert!(text.contains("![a](https://pics.example/2012/a.jpg?w=300)"), "{text}");
    assert_eq!(codes(&report, "upload-not-in-export"), 0);

    let (_, _, report) = bench.run(&["-t", "hugo", "--media-hosts", "pics.example"]);
    let text = bench.text("content/posts/here.md");
    for expected in [
        "![a](/wp-content/uploads/pics.example/2012/a.jpg)",
        "[b](/wp-content/uploads/pics.example/b%20c.pdf)",
        "[c](https://pics.example/about/)",
        "![d](https://sub.pics.example/d.png)",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert_eq!(codes(&report, "upload-not-in-export"), 0);

    bench.run(&["--media-hosts", "https://*.pics.example/"]);
    let text = bench.text("here.md");
    assert!(text.contains("![d](wp-content/uploads/sub.pics.example/d.png)"), "{text}");
    assert_eq!(bench.run(&["--media-hosts", "pics.example/folder"]).0, Some(2));
}

#[test]
fn an_alias_wins_over_a_media_host() {
    let content = "<img src=\"https://cdn.example/wp-content/uploads/a.jpg\" alt=\"a\">\
        <img src=\"https://cdn.example/b.jpg\" alt=\"b\">";
    let items = [Item { link: "https://old.example/here/", content, ..Item::default() }];
    let bench = Bench::with(&items);
    bench.run(&["-t", "hugo", "--alias-host", "cdn.example", "--media-hosts", "cdn.example"]);
    let text = bench.text("content/posts/here.md");
    assert!(text.contains("![a](/wp-content/uploads/a.jpg)"), "{text}");
    assert!(text.contains("![b](/wp-content/uploads/cdn.example/b.jpg)"), "{text}");
}

/// Two sites have their own `pier.jpg` of the same month.
#[test]
fn two_different_files_never_have_one_name() {
    let of = |host: &str, id: &str, name: &str| {
        let more = format!(
            "<wp:attachment_url>https://old.example/wp-content/uploads/2012/05/{name}</wp:attachment_url>"
        );
        let items = [Item {
            id,
            link: "https://old.example/file/",
            post_type: "attachment",
            status: "inherit",
            more: &more,
            ..Item::default()
        }];
        export(&items).replace("old.example", host)
    };
    let target = target::named("hugo").expect("an embedded target");
    let exports = [
        of("a.example", "1", "pier.jpg"),
        of("b.example", "2", "pier.jpg"),
        of("c.example", "3", "PIER.jpg"),
    ];
    let (site, notices) = site(&exports, &target);
    let renamed = notices.iter().filter(|notice| notice.code == Code::MediaRenamed);
    assert_eq!(renamed.count(), 2);

    let folder = "/wp-content/uploads/2012/05";
    let mut needed = Needed::default();
    for (url, place) in
        [("https://a.example", "2012/05/pier.jpg"), ("http://www.b.example", "2012/05/pier-2.jpg")]
    {
        let upload = site.upload(&Url::split(&format!("{url}{folder}/pier.jpg"))).expect("a file");
        assert_eq!(upload.place(), place);
        assert_eq!(upload.path, "2012/05/pier.jpg");
        let copy = format!("{url}{folder}/pier-300x200.jpg");
        let copy = site.upload(&Url::split(&copy)).expect("a copy");
        assert_eq!(copy.place(), place.replace(".jpg", "-300x200.jpg"));
        assert!(site.stand_ins(&copy).contains(&"pier.jpg".to_owned()), "names of the old site");
        needed.add(&[upload], None);
    }
    let upload = site.upload(&Url::split(&format!("//c.example{folder}/PIER.jpg"))).expect("one");
    assert_eq!(upload.place(), "2012/05/PIER-3.jpg");
    needed.add(&[upload], None);

    // The address of `pier.jpg` is that of the first one, which stays there.
    let (redirects, _) = moved(&site, &target, &BTreeSet::new(), []);
    let leads_away = |redirect: &Redirect| matches!(&redirect.from, OldAddress::Path(path) if path.contains("uploads"));
    assert!(!redirects.exact().iter().any(leads_away), "{redirects:?}");

    let plan = plan(needed, &Wish { scope: Scope::All, ..Wish::default() }, &site, &target);
    let files: Vec<(&str, &str)> =
        plan.files.iter().map(|file| (file.place.as_str(), file.url.as_str())).collect();
    let below = "static/wp-content/uploads/2012/05";
    assert_eq!(
        files,
        [
            (&*format!("{below}/PIER-3.jpg"), &*format!("https://c.example{folder}/PIER.jpg")),
            (&*format!("{below}/pier-2.jpg"), &*format!("https://b.example{folder}/pier.jpg")),
            (&*format!("{below}/pier.jpg"), &*format!("https://a.example{folder}/pier.jpg")),
        ]
    );
}
