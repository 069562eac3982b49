//! `pressdown inspect`: what exports hold, on the page and as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

#[path = "support/export.rs"]
mod export;
#[path = "support/program.rs"]
mod program;

use export::{Item, export};
use program::pressdown;

const HARBOR: &str = "samples/harbor/harbor.xml";
const LEDGER: &str = "samples/ledger-lane/ledger-lane.xml";
const NETWORK: &str = "tests/data/network/network.xml";
const OLD: &str = "tests/data/old-exporters/harbor-by-2.5.xml";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn inspect(exports: &[PathBuf], arguments: &[&str]) -> Output {
    let exports = exports.iter().map(|export| export.as_os_str());
    let arguments = arguments.iter().map(AsRef::as_ref);
    pressdown(["inspect".as_ref()].into_iter().chain(exports).chain(arguments))
}

fn page(export: &Path) -> String {
    let run = inspect(&[export.to_owned()], &[]);
    String::from_utf8(run.stdout).expect("UTF-8")
}

fn read_json(exports: &[PathBuf]) -> Value {
    let run = inspect(exports, &["--json"]);
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// An export of these items in a folder of its own.
#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn export_of(items: &[Item<'_>]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("export.xml");
    fs::write(&path, export(items)).expect("the export can be written");
    (folder, path)
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

fn sum(rows: &Value, field: &str) -> u64 {
    list(rows).iter().map(|row| number(&row[field])).sum()
}

/// The concerns of a kind, each as its count and names.
fn concerns(inspection: &Value, kind: &str) -> Vec<(u64, Vec<String>)> {
    let is_meant = |concern: &&Value| concern["kind"] == kind;
    let names = |concern: &Value| {
        list(&concern["names"]).iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let meant = list(&inspection["concerns"]).iter().filter(is_meant);
    meant.map(|concern| (number(&concern["count"]), names(concern))).collect()
}

/// Counted by a script with Python's `xml.etree`.
#[test]
fn harbor_holds_what_an_xml_parser_counts() {
    let harbor = read_json(&[path(HARBOR)]);
    let rows = list(&harbor["items"]).iter().map(|row| {
        let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        ((text("type"), text("status"), text("reason")), number(&row["items"]))
    });
    let rows: BTreeMap<_, _> = rows.collect();
    let items = |post_type: &str, status: &str, reason: &str| {
        rows.get(&(post_type.to_owned(), status.to_owned(), reason.to_owned())).copied()
    };
    assert_eq!(rows.len(), 20);
    assert_eq!(items("post", "publish", ""), Some(179));
    assert_eq!(items("post", "publish", "password-protected"), Some(1));
    assert_eq!(items("post", "draft", "draft"), Some(3));
    assert_eq!(items("page", "publish", ""), Some(12));
    assert_eq!(items("recipe", "publish", ""), Some(5));
    assert_eq!(items("attachment", "inherit", "media file"), Some(23));
    assert_eq!(items("nav_menu_item", "publish", "menu item"), Some(11));
    assert_eq!(sum(&harbor["items"], "items"), 249);

    let authors = list(&harbor["authors"])
        .iter()
        .map(|author| (author["login"].as_str().unwrap_or_default(), number(&author["items"])));
    let expected =
        [("zaneta", 64), ("keeper", 106), ("anders", 61), ("old.salt@pier", 17), ("", 1)];
    assert_eq!(authors.collect::<Vec<_>>(), expected);

    let taxonomies = list(&harbor["taxonomies"]).iter().map(|taxonomy| {
        let terms = list(&taxonomy["terms"]);
        let listed = terms.iter().filter(|term| term["listed"] == true).count();
        let used = terms.iter().filter(|term| number(&term["uses"]) > 0).count();
        (taxonomy["name"].as_str().unwrap_or_default(), listed, used, number(&taxonomy["uses"]))
    });
    let expected = [
        ("category", 14, 13, 225),
        ("post_tag", 16, 15, 98),
        ("nav_menu", 3, 2, 11),
        ("post_format", 0, 9, 9),
        ("ingredient", 4, 4, 7),
        ("season", 3, 3, 5),
        ("wp_theme", 0, 1, 3),
    ];
    assert_eq!(taxonomies.collect::<Vec<_>>(), expected);

    let comments = &harbor["comments"];
    assert_eq!(comments["total"], 87);
    assert_eq!(comments["comments"], json!({"approved": 83, "held": 1, "spam": 0, "trash": 1}));
    assert_eq!(comments["pingbacks"], json!({"approved": 2, "held": 0, "spam": 0, "trash": 0}));
    let media = &harbor["media"];
    let kinds = json!({"archive": 1, "audio": 2, "document": 2, "image": 16, "pdf": 1, "video": 1});
    assert_eq!(media["kinds"], kinds);
    assert_eq!(media["endings"]["jpg"], 12);
    let dates = &harbor["dates"];
    assert_eq!((&dates["first"], &dates["last"]), (&json!("1999-12-31"), &json!("2026-08-30")));
    assert_eq!((&dates["years"]["2006"], &dates["years"]["2017"]), (&json!(11), &json!(57)));
}

/// From the settings of the WordPress sites that the exports were made by.
#[test]
fn the_settings_of_a_site_are_inferred() {
    let harbor = read_json(&[path(HARBOR)]);
    let structure = json!({"structure": "/%year%/%monthnum%/%day%/%postname%/", "posts": 180});
    assert_eq!(harbor["permalinks"], json!({"posts": 180, "structures": [structure], "others": 0}));
    let zone = &harbor["time_zone"];
    assert_eq!((&zone["kind"], &zone["zone"]), (&json!("seasonal"), &json!("America/New_York")));
    let offsets: Vec<_> =
        list(&zone["offsets"]).iter().map(|it| (&it["offset"], &it["items"])).collect();
    assert_eq!(offsets, [(&json!("-04:00"), &json!(128)), (&json!("-05:00"), &json!(115))]);
    let network = read_json(&[path(NETWORK)]);
    let structure = json!({"structure": "/%category%/%postname%/", "posts": 4});
    assert_eq!(network["permalinks"]["structures"], json!([structure]));
    assert_eq!(network["exports"][0]["network"], "https://network.example/");
}

/// The report of `convert --dry-run`.
fn report(exports: &[PathBuf]) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (output, report) = (folder.path().join("out"), folder.path().join("report.json"));
    let fixed = ["--dry-run", "--quiet", "--no-verify"].map(AsRef::as_ref);
    let places = ["-o".as_ref(), output.as_os_str(), "--report".as_ref(), report.as_os_str()];
    let exports = exports.iter().map(|export| export.as_os_str());
    pressdown(exports.chain(fixed).chain(places));
    let text = fs::read_to_string(report).expect("the report");
    serde_json::from_str(&text).expect("JSON")
}

fn assert_agreement(exports: &[PathBuf]) {
    let (report, inspection) = (report(exports), read_json(exports));
    for total in ["items", "written", "merged", "skipped"] {
        assert_eq!(inspection["totals"][total], report["totals"][total], "{total}");
    }
    let mut groups: BTreeMap<String, u64> = BTreeMap::new();
    for item in list(&report["items"]) {
        let key = ["type", "status", "action", "reason"].map(|field| item[field].to_string());
        *groups.entry(key.join(" ")).or_default() += 1;
    }
    for group in list(&inspection["items"]) {
        let key = ["type", "status", "action", "reason"].map(|field| group[field].to_string());
        assert_eq!(groups.remove(&key.join(" ")), Some(number(&group["items"])), "{group}");
    }
    assert_eq!(groups, BTreeMap::new());
    assert_eq!(inspection["links"], report["totals"]["links"]);
    let names = |report: &Value, kind: &str| -> BTreeSet<String> {
        report[kind].as_object().expect("a map").keys().cloned().collect()
    };
    for kind in ["shortcodes", "blocks"] {
        assert_eq!(names(&inspection, kind), names(&report, kind));
        for name in names(&report, kind) {
            for (field, value) in report[kind][&name].as_object().expect("a map") {
                assert_eq!(&inspection[kind][&name][field], value, "{name} {field}");
            }
        }
    }
    let (said, comments) = (&report["totals"]["comments"], &inspection["comments"]["in_run"]);
    for state in ["held", "spam", "trash"] {
        assert_eq!(comments[state], said[state]);
    }
    let written = number(&said["written"]) + number(&said["pingbacks"]);
    assert_eq!(comments["written"], written);
    let notices = |lists: &[&Value]| -> Vec<String> {
        let mut notices: Vec<String> =
            lists.iter().flat_map(|it| list(it)).map(Value::to_string).collect();
        notices.sort_unstable();
        notices
    };
    let inspected = notices(&[&inspection["repairs"], &inspection["notices"]]);
    assert_eq!(inspected, notices(&[&report["notices"]]));
    let hosts = list(&inspection["hosts"]).iter().filter(|host| host["own"] == true);
    let own: u64 = hosts
        .flat_map(|host| ["links", "images", "embeds"].map(|field| number(&host[field])))
        .sum();
    assert_eq!(own, number(&inspection["links"]["internal"]));
}

#[test]
fn every_number_is_that_of_a_run() {
    assert_agreement(&[path(HARBOR)]);
    assert_agreement(&[path(LEDGER)]);
    assert_agreement(&[path(NETWORK)]);
    assert_agreement(&[path(OLD)]);
    assert_agreement(&[path(HARBOR), path(NETWORK)]);
}

#[test]
fn what_two_exports_hold_both_counts_once() {
    let (folder, copy) = export_of(&[]);
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    fs::copy(path(HARBOR), &copy).expect("the export can be copied");
    let (once, twice) = (read_json(&[path(HARBOR)]), read_json(&[path(HARBOR), copy.clone()]));
    for field in ["authors", "taxonomies", "comments", "media", "dates", "permalinks", "time_zone"]
    {
        assert_eq!(once[field], twice[field], "{field}");
    }
    assert_eq!(twice["totals"]["items"], 2 * 249);
    assert_agreement(&[path(HARBOR), copy]);
    drop(folder);
}

#[test]
fn counts_add_up() {
    for export in [HARBOR, LEDGER, NETWORK, OLD] {
        let inspection = read_json(&[path(export)]);
        assert_eq!(inspection["schema"], "pressdown/inspect/1");
        let totals = &inspection["totals"];
        assert_eq!(sum(&inspection["items"], "items"), number(&totals["items"]));
        let written = list(&inspection["items"]).iter().filter(|row| row["action"] == "written");
        let written: u64 = written.map(|row| number(&row["items"])).sum();
        assert_eq!(written, number(&totals["written"]));
        assert_eq!(sum(&inspection["authors"], "items"), number(&totals["items"]));
        assert_eq!(sum(&inspection["authors"], "written"), written);
        let years = inspection["dates"]["years"].as_object().expect("a map");
        let dated: u64 = years.values().map(number).sum();
        assert_eq!(dated + number(&inspection["dates"]["undated"]), written);
        for taxonomy in list(&inspection["taxonomies"]) {
            assert_eq!(sum(&taxonomy["terms"], "uses"), number(&taxonomy["uses"]));
        }
        let media = &inspection["media"];
        for field in ["kinds", "endings"] {
            let files: u64 = media[field].as_object().expect("a map").values().map(number).sum();
            assert_eq!(files, number(&media["attachments"]));
        }
        let permalinks = &inspection["permalinks"];
        let followed = sum(&permalinks["structures"], "posts") + number(&permalinks["others"]);
        assert_eq!(followed, number(&permalinks["posts"]));
        let zone = &inspection["time_zone"];
        let timed = sum(&zone["offsets"], "items")
            + number(&zone["implausible"])
            + number(&zone["unknown"]);
        assert_eq!(timed, number(&totals["items"]));
        let page = page(&path(export));
        assert!(page.contains(&format!("Items, {} ", totals["items"])), "{page}");
        assert!(page.contains(&format!(" {written} written by a run")), "{page}");
    }
}

/// How many columns a terminal needs, as far as these tests have characters.
fn width(line: &str) -> usize {
    let is_wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{ffe6}');
    line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

#[test]
fn no_line_is_wider_than_eighty_columns() {
    for export in [HARBOR, LEDGER, NETWORK, OLD] {
        let page = page(&path(export));
        assert!(page.lines().all(|line| width(line) <= 80), "{page}");
    }
    let long = "港の灯り".repeat(60);
    let link = format!("https://{}.example/{long}", "far.".repeat(50));
    let term = format!(
        "<category domain=\"{long}\" nicename=\"{long}\"><![CDATA[{long}]]></category>\
         <category domain=\"post_tag\" nicename=\"a\"><![CDATA[{long}]]></category>"
    );
    let content = format!("<a href=\"{link}\">x</a>\n\n[{} a=1]", "unknown_".repeat(20));
    let (folder, path) = export_of(&[
        Item { title: &long, post_type: &long, status: &long, more: &term, ..Item::default() },
        Item { id: "2", content: &content, more: &term, ..Item::default() },
    ]);
    let page = page(&path);
    assert!(page.contains("far.far.") && page.contains("unknown_unknown_"), "{page}");
    for line in page.lines() {
        assert!(width(line) <= 80, "{line}");
    }
    drop(folder);
}

/// What stands between the start tags of this name and their ends.
fn fields<'a>(export: &'a str, name: &str) -> BTreeSet<&'a str> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let rests = export.split(start.as_str()).skip(1);
    let values = rests.filter_map(|rest| rest.split_once(end.as_str()));
    let bare = |value: &'a str| value.trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    values.map(|(value, _)| bare(value)).filter(|value| !value.is_empty()).collect()
}

#[test]
fn nothing_personal_and_no_hidden_title_is_shown() {
    let export = fs::read_to_string(path(HARBOR)).expect("the sample");
    let run = inspect(&[path(HARBOR)], &["--json"]);
    let shown = page(&path(HARBOR)) + &String::from_utf8(run.stdout).expect("UTF-8");
    let mut secrets = 0;
    for name in ["wp:author_email", "wp:comment_author_email", "wp:comment_author_IP"] {
        for secret in fields(&export, name) {
            secrets += 1;
            assert!(!shown.contains(secret), "{secret}");
        }
    }
    assert!(secrets > 30);
    for secret in fields(&export, "wp:post_password") {
        assert!(!shown.contains(secret), "{secret}");
    }
    // Titles of what is private or protected, from the truth about the sample.
    let items = export.split("<item>").skip(1);
    let hidden = items.filter(|item| {
        item.contains("<wp:status><![CDATA[private]]>")
            || !fields(item, "wp:post_password").is_empty()
    });
    let titles: Vec<&str> = hidden.flat_map(|item| fields(item, "title")).collect();
    assert_eq!(titles.len(), 3);
    for title in titles {
        assert!(!shown.contains(title), "{title}");
    }
}

#[test]
fn logins_that_are_addresses_lose_their_host() {
    let more = "<dc:creator><![CDATA[ann@mail.example]]></dc:creator>";
    let text =
        export(&[Item::default()]).replace("<dc:creator><![CDATA[jdoe]]></dc:creator>", more);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("export.xml");
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    fs::write(&path, text).expect("the export can be written");
    let page = page(&path);
    assert!(page.contains("ann@…") && !page.contains("mail.example"), "{page}");
}

fn coloured(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pressdown"));
    command.arg("inspect").arg(path(LEDGER)).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.envs(variables.iter().copied());
    let run = command.output().expect("the program can be started");
    String::from_utf8(run.stdout).expect("UTF-8")
}

#[test]
fn colours_are_for_terminals() {
    let plain = coloured(&[]);
    assert!(!plain.contains('\u{1b}'), "a pipe is no terminal");
    let forced = coloured(&[("CLICOLOR_FORCE", "1")]);
    assert!(forced.contains("\u{1b}[1mLedger Lane\u{1b}[0m"), "{forced}");
    assert_eq!(coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), plain);
    let mut bare = String::new();
    for (index, part) in forced.split('\u{1b}').enumerate() {
        bare += if index == 0 { part } else { part.split_once('m').expect("a sequence").1 };
    }
    assert_eq!(bare, plain, "colours are all that differs");
}

#[test]
fn a_damaged_export_is_counted_as_far_as_it_goes() {
    let text = fs::read(path(HARBOR)).expect("the sample");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cut = folder.path().join("cut.xml");
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    fs::write(&cut, &text[..300_000]).expect("the export can be written");
    let run = inspect(std::slice::from_ref(&cut), &[]);
    assert_eq!(run.status.code(), Some(4));
    let inspection = read_json(std::slice::from_ref(&cut));
    assert_eq!(inspection["exports"][0]["damaged"], true);
    assert_eq!(inspection["repairs"][0]["code"], "W001");
    assert_eq!(concerns(&inspection, "damaged-export").len(), 1);
    assert_agreement(&[cut]);
    let run = inspect(&[path("tests/cmd/errors.in/page.html")], &[]);
    assert_eq!((run.status.code(), run.stdout.len()), (Some(1), 0));
    assert_eq!(pressdown(["inspect"]).status.code(), Some(2));
    assert_eq!(inspect(&[path(HARBOR)], &[]).status.code(), Some(0));
}

#[test]
fn the_same_export_gives_the_same_bytes_and_no_file() {
    let (folder, export) = export_of(&[Item::default()]);
    let [once, again] =
        [(); 2].map(|()| inspect(std::slice::from_ref(&export), &["--json"]).stdout);
    assert!(!once.is_empty() && once == again);
    let files = fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(files, 1);
}

/// Published posts at these addresses, which all have the slug `low-tide`.
fn posts<'a>(links: &[&'a str], date: &'a str, date_gmt: &'a str) -> Vec<Item<'a>> {
    let ids = ["11", "12", "13", "14", "15"];
    let post = |(link, id): (&&'a str, &'a str)| Item {
        id,
        link,
        slug: "low-tide",
        date,
        date_gmt,
        more: "<category domain=\"category\" nicename=\"news\"><![CDATA[News]]></category>",
        ..Item::default()
    };
    links.iter().zip(ids).map(post).collect()
}

#[test]
fn permalink_structures_are_told_apart() {
    for (links, structures) in [
        (&["https://old.example/low-tide/"][..], &[("/%postname%/", 1)][..]),
        (&["https://old.example/archives/11"], &[("/archives/%post_id%", 1)]),
        (&["https://old.example/?p=11"], &[("/?p=%post_id%", 1)]),
        (&["https://old.example/news/low-tide/"], &[("/%category%/%postname%/", 1)]),
        (
            &["https://old.example/index.php/jdoe/low-tide"],
            &[("/index.php/%author%/%postname%", 1)],
        ),
        (
            &[
                "https://old.example/2012/05/low-tide.html",
                "https://old.example/2012/05/low-tide.html",
                "https://old.example/12",
            ],
            &[("/%year%/%monthnum%/%postname%.html", 2)],
        ),
    ] {
        let (folder, path) = export_of(&posts(links, "2012-05-19 08:07:06", "2012-05-19 06:07:06"));
        let permalinks = &read_json(&[path])["permalinks"];
        let expected: Vec<Value> = structures
            .iter()
            .map(|(structure, posts)| json!({"structure": structure, "posts": posts}))
            .collect();
        let others = links.len() as u64 - sum(&permalinks["structures"], "posts");
        assert_eq!(permalinks["structures"], json!(expected), "{links:?}");
        assert_eq!(permalinks["others"], others, "{links:?}");
        drop(folder);
    }
}

#[test]
fn an_address_that_may_follow_two_structures_follows_that_of_the_others() {
    let post = |id, link, date| Item { id, link, date, slug: "tide", ..Item::default() };
    let blog = "<category domain=\"category\" nicename=\"blog\"><![CDATA[Blog]]></category>";
    let (folder, path) = export_of(&[
        post("1", "https://old.example/blog/2012/05/05/tide/", "2012-05-05 08:00:00"),
        post("2", "https://old.example/blog/2012/19/05/tide/", "2012-05-19 08:00:00"),
        Item {
            more: blog,
            ..post("3", "https://old.example/blog/2012/06/06/tide/", "2012-06-06 08:00:00")
        },
    ]);
    let structure = json!({"structure": "/blog/%year%/%day%/%monthnum%/%postname%/", "posts": 3});
    assert_eq!(read_json(&[path])["permalinks"]["structures"], json!([structure]));
    drop(folder);
}

#[test]
fn clocks_are_told_apart() {
    let zone = |times: &[(&str, &str)]| {
        let items: Vec<Item<'_>> = times
            .iter()
            .flat_map(|(date, gmt)| posts(&["https://old.example/a/"], date, gmt))
            .collect();
        let (folder, path) = export_of(&items);
        let zone = read_json(std::slice::from_ref(&path))["time_zone"].clone();
        let line = page(&path).lines().find(|line| line.contains("time zone")).map(str::to_owned);
        drop(folder);
        (zone, line.unwrap_or_default())
    };
    let (berlin, line) = zone(&[
        ("2012-01-19 08:00:00", "2012-01-19 07:00:00"),
        ("2012-07-19 08:00:00", "2012-07-19 06:00:00"),
    ]);
    assert_eq!((&berlin["kind"], &berlin["zone"]), (&json!("seasonal"), &json!("Europe/Berlin")));
    assert_eq!(line, "  time zone   UTC+01:00 in winter, UTC+02:00 in summer, as in Europe/Berlin");
    let (tokyo, line) = zone(&[
        ("2012-01-19 08:00:00", "2012-01-18 23:00:00"),
        ("2012-07-19 08:00:00", "2012-07-18 23:00:00"),
    ]);
    assert_eq!(tokyo["kind"], "fixed");
    assert_eq!(line, "  time zone   UTC+09:00 all year");
    let (moved, _) = zone(&[
        ("2012-01-19 08:00:00", "2012-01-18 23:00:00"),
        ("2013-01-19 08:00:00", "2013-01-19 07:00:00"),
        ("2014-01-19 08:00:00", "2010-01-19 07:00:00"),
        ("2015-01-19 08:00:00", "0000-00-00 00:00:00"),
    ]);
    assert_eq!(moved["kind"], "mixed");
    assert_eq!((&moved["implausible"], &moved["unknown"]), (&json!(1), &json!(1)));
}

#[test]
fn a_former_domain_is_noticed() {
    let content = "<a href=\"https://www.older.example/2012/hello-you/\">a</a> \
        <img src=\"http://older.example/wp-content/uploads/2012/a-300x200.jpg\"> \
        <a href=\"https://elsewhere.example/hello-you/\">b</a> \
        <a href=\"https://elsewhere.example/x/\">c</a> <a href=\"https://elsewhere.example/\">d</a>";
    let (folder, path) = export_of(&[
        Item { content, ..Item::default() },
        Item { id: "2", link: "https://old.example/2012/hello-you/", ..Item::default() },
        Item {
            id: "3",
            post_type: "attachment",
            status: "inherit",
            more: "<wp:attachment_url>https://old.example/wp-content/uploads/2012/a.jpg</wp:attachment_url>",
            ..Item::default()
        },
    ]);
    let inspection = read_json(&[path]);
    let former = [(2, vec!["older.example".to_owned()])];
    // The size of a copy is the library's word, so `a-300x200.jpg` is none without it.
    let former_or_page_only = concerns(&inspection, "former-domain");
    assert!(former_or_page_only == former, "{inspection}");
    drop(folder);
}

#[test]
fn what_needs_an_eye_is_named() {
    let (folder, path) = export_of(&[
        Item { content: "[mystery a=1] [contact-form-7 id=3] [gallery]", ..Item::default() },
        Item { id: "1", link: "https://old.example/b/", ..Item::default() },
        Item { id: "", link: "https://old.example/c/", ..Item::default() },
        Item { id: "5", title: "", slug: "", link: "https://old.example/d/", ..Item::default() },
        Item { id: "6", status: "private", title: "Secret plan", ..Item::default() },
        Item { id: "7", password: "s3cret", ..Item::default() },
        Item { id: "8", content: "[vc_row]x[/vc_row]", ..Item::default() },
        Item { id: "9", content: "<!-- wp:latest-posts /-->", ..Item::default() },
    ]);
    let inspection = read_json(std::slice::from_ref(&path));
    let named = |name: &str| vec![name.to_owned()];
    let none: Vec<String> = Vec::new();
    for (kind, expected) in [
        ("hidden-items", vec![(1, named("private")), (1, named("password"))]),
        ("duplicate-ids", vec![(1, none.clone())]),
        ("missing-ids", vec![(1, none.clone())]),
        ("untitled-items", vec![(1, none.clone())]),
        ("items-without-slug", vec![(1, none)]),
        ("unknown-shortcodes", vec![(1, named("mystery"))]),
        ("filled-in-shortcodes", vec![(1, named("contact-form-7"))]),
        ("empty-blocks", vec![(1, named("core/latest-posts"))]),
        ("page-builder", vec![(1, named("WPBakery"))]),
    ] {
        assert_eq!(concerns(&inspection, kind), expected, "{kind}");
    }
    assert!(!page(&path).contains("Secret plan"));
    assert_eq!(inspection["shortcodes"]["mystery"]["known"], "no");

    let rules = folder.path().join("pressdown.toml");
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    fs::write(rules, "[shortcodes]\nmystery = \"keep\"\n").expect("the file can be written");
    let inspection = read_json(&[path]);
    assert_eq!(concerns(&inspection, "unknown-shortcodes"), [], "the user has decided");
}
