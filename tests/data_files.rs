//! `--data`: the site's head, authors, terms and menus against what WordPress itself says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Value, json};

#[path = "support/bench.rs"]
mod bench;
#[path = "support/export.rs"]
mod export;
#[path = "support/program.rs"]
mod program;
#[path = "support/tree.rs"]
mod tree;

use bench::Bench;
use export::Item;
use program::pressdown;
use tree::files;

const NAMES: [&str; 6] = ["authors", "categories", "menus", "site", "tags", "taxonomies"];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What a run with `--data` wrote, and its report.
struct Run {
    files: BTreeMap<String, Vec<u8>>,
    report: Value,
}

impl Run {
    fn of(export: &str, target: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (export, out, report) =
            (here(export).display().to_string(), path("out"), path("report"));
        let arguments =
            [&export, "-o", &out, "--report", &report, "-t", target, "--data"].map(str::to_owned);
        let run = pressdown(arguments);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let report = fs::read_to_string(report).expect("the report");
        let report = serde_json::from_str(&report).expect("JSON");
        Self { files: files(Path::new(&out)), report }
    }

    /// A data file by its name, in either format.
    fn data(&self, name: &str) -> Value {
        let text = |ending: &str| self.files.get(&format!("data/{name}.{ending}"));
        match (text("json"), text("yaml")) {
            (Some(json), None) => serde_json::from_slice(json).expect("JSON"),
            (None, Some(yaml)) => serde_yaml::from_slice(yaml).expect("YAML"),
            other => panic!("one file called {name}: {other:?}"),
        }
    }
}

static MARKDOWN: LazyLock<Run> = LazyLock::new(|| Run::of("samples/harbor/harbor.xml", "markdown"));
static HUGO: LazyLock<Run> = LazyLock::new(|| Run::of("samples/harbor/harbor.xml", "hugo"));
static WORDPRESS: LazyLock<Value> = LazyLock::new(|| {
    let text =
        fs::read_to_string(here("tests/data/harbor.site.json")).expect("what WordPress says");
    serde_json::from_str(&text).expect("JSON")
});

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// The references that WordPress writes.
fn plain(html: &str) -> String {
    html.replace("&quot;", "\"").replace("&amp;", "&")
}

/// A percent-encoded address as people read it.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.filter(|_| *first == b'%').and_then(|it| u8::from_str_radix(it, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Every term of a tree by its number.
fn by_number<'a>(terms: &'a Value, all: &mut BTreeMap<u64, &'a Value>) {
    for term in list(terms) {
        assert!(all.insert(term["id"].as_u64().expect("a number"), term).is_none(), "{term}");
        for child in list(&term["children"]) {
            assert_eq!(child["parent"], term["slug"]);
        }
        by_number(&term["children"], all);
    }
}

fn terms<'a>(run: &'a Run, taxonomy: &str, held: &'a mut Vec<Value>) -> BTreeMap<u64, &'a Value> {
    let value = match taxonomy {
        "category" => run.data("categories"),
        "post_tag" => run.data("tags"),
        other => run.data("taxonomies")[other].clone(),
    };
    held.push(value);
    let mut all = BTreeMap::new();
    by_number(&held[held.len() - 1], &mut all);
    all
}

const TAXONOMIES: [(&str, &str); 4] = [
    ("category", "categories"),
    ("ingredient", "ingredient"),
    ("post_tag", "tags"),
    ("season", "season"),
];

#[test]
fn terms_are_those_of_wordpress_with_name_parent_and_address() {
    for run in [&*MARKDOWN, &HUGO] {
        for (taxonomy, _) in TAXONOMIES {
            let mut held = Vec::new();
            let terms = terms(run, taxonomy, &mut held);
            let known = list(&WORDPRESS["terms"][taxonomy]);
            assert_eq!(terms.len(), known.len(), "{taxonomy}");
            for want in known {
                let term = terms[&want["id"].as_u64().expect("a number")];
                let parent = want["parent"].as_u64().expect("a number");
                let parent = terms.get(&parent).map_or(&Value::Null, |parent| &parent["slug"]);
                assert_eq!(text(&term["slug"]), decoded(text(&want["slug"])));
                assert_eq!(text(&term["name"]), plain(text(&want["name"])));
                assert_eq!(text(&term["permalink"]), decoded(text(&want["link"])));
                assert_eq!(term["parent"], *parent, "{term}");
            }
        }
        let names: Vec<String> =
            run.data("taxonomies").as_object().expect("a map").keys().cloned().collect();
        assert_eq!(names, ["ingredient", "season"]);
    }
}

#[test]
fn descriptions_are_markdown() {
    let own = [
        ("bread", "Flour, water, salt & **time**."),
        (
            "harbor",
            "Two lines of description,  \nthe second with \"quotes\" and a [link](/about/).",
        ),
    ];
    for run in [&*MARKDOWN, &HUGO] {
        for (taxonomy, _) in TAXONOMIES {
            let mut held = Vec::new();
            let terms = terms(run, taxonomy, &mut held);
            for want in list(&WORDPRESS["terms"][taxonomy]) {
                let term = terms[&want["id"].as_u64().expect("a number")];
                let own = own.iter().find(|(slug, _)| term["slug"] == **slug);
                let plain = plain(text(&want["description"]));
                assert_eq!(text(&term["description"]), own.map_or(&*plain, |(_, own)| own));
            }
        }
    }
}

/// The front matter that Hugo reads, of all posts, pages and recipes.
fn fronts() -> impl Iterator<Item = serde_yaml::Value> {
    let items = list(&HUGO.report["items"]).iter();
    items.filter_map(|item| item["path"].as_str()).map(|path| {
        let text = std::str::from_utf8(&HUGO.files[path]).expect("UTF-8");
        serde_yaml::from_str(text.split("---\n").nth(1).expect("front matter")).expect("YAML")
    })
}

#[test]
fn numbers_of_posts_are_those_of_the_files() {
    for (taxonomy, key) in TAXONOMIES {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for front in fronts() {
            for slug in front[key].as_sequence().into_iter().flatten() {
                *counts.entry(slug.as_str().expect("a slug").to_owned()).or_default() += 1;
            }
        }
        let mut held = Vec::new();
        let terms = terms(&HUGO, taxonomy, &mut held);
        for want in list(&WORDPRESS["terms"][taxonomy]) {
            let term = terms[&want["id"].as_u64().expect("a number")];
            let posts = term["posts"].as_u64().expect("a number");
            assert_eq!(posts, counts.remove(text(&term["slug"])).unwrap_or_default(), "{term}");
            // WordPress counts posts that ask for a password, too.
            assert!(posts <= want["count"].as_u64().expect("a number"), "{term}");
        }
        assert_eq!(counts, BTreeMap::new());
    }
}

/// Every address with its archive's file, or the page that it stands for.
#[test]
fn addresses_are_those_of_written_files() {
    let mut addresses = BTreeSet::new();
    for bytes in HUGO.files.values() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let url = text.lines().find_map(|line| line.strip_prefix("url: "));
        addresses.extend(url.map(|url| url.trim_matches(['"', '\'']).to_owned()));
    }
    let mut archives = 0;
    for (taxonomy, _) in TAXONOMIES {
        let mut held = Vec::new();
        for term in terms(&HUGO, taxonomy, &mut held).values() {
            let permalink = text(&term["permalink"]);
            let old = permalink.strip_prefix("https://harborandhearth.example").expect("own");
            match term["address"].as_str() {
                Some(address) => {
                    assert!(addresses.contains(address), "{address}");
                    assert_eq!(address, old);
                    archives += 1;
                }
                None => assert!(!addresses.contains(old), "{old}"),
            }
        }
    }
    assert!(archives > 30, "{archives}");
}

#[test]
fn authors_are_those_who_wrote_by_the_names_that_readers_saw() {
    let wrote: BTreeSet<String> =
        fronts().filter_map(|front| Some(front["author"].as_str()?.to_owned())).collect();
    let users = list(&WORDPRESS["users"]).iter();
    let want: Vec<Value> = users
        .filter(|user| wrote.contains(&plain(text(&user["name"]))))
        .map(|user| json!([user["slug"], plain(text(&user["name"])), user["id"], user["link"]]))
        .collect();
    assert_eq!(want.len(), 4, "one never wrote");
    for run in [&*MARKDOWN, &HUGO] {
        let authors = run.data("authors");
        let seen: Vec<Value> = list(&authors)
            .iter()
            .map(|it| json!([it["slug"], it["name"], it["id"], it["permalink"]]))
            .collect();
        assert_eq!(seen, want);
        // One post links to this list.
        assert_eq!(authors[0]["address"], "/author/anders/");
    }
}

/// Exports before WordPress 3.1 hold the name that readers saw, as HTML, in the place of the login.
#[test]
fn an_author_is_called_as_in_front_matter() {
    for version in ["2.5", "3.0", "3.3", "4.4"] {
        let run = Run::of(&format!("tests/data/old-exporters/harbor-by-{version}.xml"), "hugo");
        let authors = run.data("authors");
        let names: BTreeSet<&str> = list(&authors).iter().map(|it| text(&it["name"])).collect();
        let want: BTreeSet<String> =
            list(&WORDPRESS["users"]).iter().map(|it| plain(text(&it["name"]))).collect();
        let want = want.iter().map(String::as_str).filter(|name| *name != "Never Wrote").collect();
        assert_eq!(names, want, "{version}");
    }
}

/// The entries below one, as WordPress has them; what is a draft is left out.
fn below(items: &Value, parent: u64) -> Value {
    let below = list(items).iter().filter(|it| it["parent"] == parent && it["object_id"] != 135);
    let entry = |it: &Value| {
        let url = text(&it["url"]);
        json!({
            "title": plain(text(&it["title"])),
            "address": url.strip_prefix("https://harborandhearth.example").unwrap_or(url),
            "children": self::below(items, it["id"].as_u64().expect("a number")),
        })
    };
    below.map(entry).collect()
}

#[test]
fn menus_are_those_of_wordpress_but_for_what_is_not_public() {
    let menus = list(&WORDPRESS["menus"]).iter();
    let want: BTreeMap<&str, Value> = menus
        .map(|menu| {
            let name = plain(text(&menu["name"]));
            (text(&menu["slug"]), json!({"name": name, "entries": below(&menu["items"], 0)}))
        })
        .collect();
    for run in [&*MARKDOWN, &HUGO] {
        assert_eq!(run.data("menus"), json!(want));
        let notices = list(&run.report["notices"]).iter();
        let menu: Vec<&Value> =
            notices.filter(|it| text(&it["message"]).contains("menu `foot`")).collect();
        assert_eq!(menu.len(), 1);
        assert_eq!(menu[0]["code"], "W022");
    }
}

#[test]
fn the_head_of_the_site_is_what_wordpress_says() {
    let word = |name: &str| plain(text(&WORDPRESS[name]));
    // `page:149:150`: the page in front, and the one that lists the posts.
    assert_eq!(word("front"), "page:149:150");
    let front = list(&HUGO.report["items"]).iter().find(|it| it["id"] == 149).expect("the page");
    let site = HUGO.data("site");
    let want = json!({
        "title": word("title"),
        "tagline": word("tagline"),
        "language": "en-US",
        "address": word("home"),
        "generator": format!("WordPress/{}", word("version")),
        "permalinks": word("permalink"),
        "front_page": { "title": front["title"], "address": "/", "file": front["path"] },
        "time_zone": { "kind": "seasonal", "name": word("timezone"), "offsets": ["-04:00", "-05:00"] },
    });
    assert_eq!(site, want);
    assert_eq!(MARKDOWN.data("site")["front_page"]["file"], "index.md");
}

#[test]
fn nothing_that_readers_could_not_see_is_in_the_data() {
    for run in [&*MARKDOWN, &HUGO] {
        let data: String = run
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("data/"))
            .map(|(_, bytes)| std::str::from_utf8(bytes).expect("UTF-8"))
            .collect();
        let hidden: Vec<&str> = list(&run.report["items"])
            .iter()
            .filter(|it| it["action"] == "skipped")
            .filter(|it| !matches!(text(&it["type"]), "nav_menu_item" | "wp_global_styles"))
            .map(|it| text(&it["title"]))
            .filter(|title| !title.is_empty())
            .collect();
        assert!(hidden.len() > 9, "{hidden:?}");
        for title in hidden {
            assert!(!data.contains(title), "{title}");
        }
        assert!(!data.contains('@'), "an e-mail address or a login");
        assert!(!data.contains("?p="), "the address of a draft");
    }
}

#[test]
fn data_files_are_counted_beside_those_of_items() {
    for run in [&*MARKDOWN, &HUGO] {
        let number = |name: &str| run.report["totals"][name].as_u64().expect("a number");
        assert_eq!(number("data_files"), NAMES.len() as u64);
        assert_eq!(number("files"), number("written"));
        let all = number("files") + number("archives") + number("data_files");
        assert_eq!(all, run.files.len() as u64);
        for (path, bytes) in run.files.iter().filter(|(path, _)| path.starts_with("data/")) {
            assert!(bytes.ends_with(b"\n") && !bytes.ends_with(b"\n\n"), "{path}");
        }
    }
}

#[test]
fn a_network_s_site_keeps_its_folder() {
    let run = Run::of("tests/data/network/network.xml", "hugo");
    let site = run.data("site");
    assert_eq!(site["address"], "https://network.example/coast");
    assert_eq!(site["front_page"], Value::Null);
    let categories = run.data("categories");
    let walks = list(&categories).iter().find(|it| it["slug"] == "walks").expect("the category");
    let cliffs = &walks["children"][0];
    assert_eq!(cliffs["name"], "Cliff walks");
    let permalink = text(&cliffs["permalink"]);
    assert!(permalink.starts_with("https://network.example/coast/"), "{permalink}");
    assert!(permalink.ends_with("/category/walks/cliffs/"), "{permalink}");
    if let Some(address) = cliffs["address"].as_str() {
        assert_eq!(permalink, format!("https://network.example{address}"));
    }
}

/// An entry of the menu `top`.
fn entry(kind: &str, object: &str, id: &str, url: &str, parent: &str) -> String {
    let meta = [
        ("_menu_item_type", kind),
        ("_menu_item_object", object),
        ("_menu_item_object_id", id),
        ("_menu_item_url", url),
        ("_menu_item_menu_item_parent", parent),
    ];
    let fields = meta.map(|(key, value)| {
        format!(
            "<wp:postmeta><wp:meta_key>{key}</wp:meta_key>\
             <wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        )
    });
    let menu = "<category domain=\"nav_menu\" nicename=\"top\"><![CDATA[Top]]></category>";
    format!("{menu}{}", fields.concat())
}

fn bench_with_menu() -> Bench {
    let page = |id, link, title, status| Item {
        id,
        link,
        title,
        status,
        post_type: "page",
        ..Item::default()
    };
    let entries = [
        ("20", "", entry("post_type", "page", "2", "", "0")),
        ("21", "", entry("post_type", "page", "1", "", "20")),
        ("22", "Gone", entry("post_type", "page", "99", "", "0")),
        ("23", "", entry("post_type", "page", "98", "", "0")),
        ("24", "Run", entry("custom", "custom", "24", "javascript:alert(1)", "0")),
        ("25", "Plans", entry("custom", "custom", "25", "https://old.example/?page_id=2", "0")),
        ("26", "Years", entry("custom", "custom", "26", "https://www.old.example/2019/", "0")),
        ("27", "Ring", entry("custom", "custom", "27", "#", "28")),
        ("28", "Rung", entry("custom", "custom", "28", "mailto:a@b.example", "27")),
        ("29", "Logo", entry("post_type", "attachment", "3", "", "0")),
        ("30", "Lost", entry("taxonomy", "category", "77", "", "0")),
    ];
    let mut items = vec![
        page("1", "https://old.example/about/", "About &amp; more", "publish"),
        page("2", "https://old.example/?page_id=2", "Secret plans", "draft"),
        Item { id: "4", link: "https://old.example/2019/05/hello/", ..Item::default() },
        Item {
            id: "3",
            link: "https://old.example/about/logo/",
            post_type: "attachment",
            status: "inherit",
            title: "The logo",
            more: "<wp:attachment_url>https://old.example/wp-content/uploads/2019/05/logo.png</wp:attachment_url>",
            ..Item::default()
        },
    ];
    items.extend(entries.iter().map(|(id, title, more)| Item {
        id,
        title,
        more,
        link: "https://old.example/?p=20",
        post_type: "nav_menu_item",
        content: "",
        ..Item::default()
    }));
    Bench::with(&items)
}

#[test]
fn entries_of_menus_lead_to_what_is_there_or_say_that_it_is_not() {
    let bench = bench_with_menu();
    let leaf =
        |title: &str, address: &str| json!({"title": title, "address": address, "children": []});
    let missing =
        |title: &str| json!({"title": title, "address": null, "missing": true, "children": []});
    let want = json!({"top": {"name": "Top", "entries": [
        leaf("About & more", "/about/"),
        missing("Gone"),
        missing("Run"),
        leaf("Years", "/2019/"),
        {"title": "Ring", "address": "#", "children": [leaf("Rung", "mailto:a@b.example")]},
        leaf("Logo", "/wp-content/uploads/2019/05/logo.png"),
        missing("Lost"),
    ]}});
    // What is written as a draft is no more public than before.
    for include in [&["--data"][..], &["--data", "--include", "draft"]] {
        let (code, _, _) = bench.run(include);
        assert_eq!(code, Some(0));
        let menus: Value = serde_json::from_str(&bench.text("data/menus.json")).expect("JSON");
        assert_eq!(menus, want);
        // Something leads there, so the list of its posts is written.
        assert!(bench.names().contains(&"2019.md".to_owned()), "{:?}", bench.names());
    }
}

#[test]
fn data_files_are_files_like_all_others() {
    let bench = bench_with_menu();
    let (_, listed, _) = bench.run(&["--data", "--dry-run"]);
    for name in NAMES {
        assert!(listed.contains(&format!("create data/{name}.json\n")), "{listed}");
    }
    bench.run(&["--data"]);
    let (_, listed, report) = bench.run(&["--data", "--dry-run"]);
    assert_eq!((listed.as_str(), &report["totals"]["data_files"]), ("", &json!(6)));
    let (_, listed, report) = bench.run(&["--dry-run"]);
    assert!(listed.contains("remove data/menus.json\n"), "{listed}");
    assert_eq!(report["totals"]["data_files"], 0);
}

#[test]
fn an_address_that_serves_as_a_name_is_not_told() {
    let bench = Bench::with(&[Item::default()]);
    let text = fs::read_to_string(bench.export()).expect("the export");
    let text = text.replace("jdoe", "ann@mail.example").replace("Jane Doe", "");
    write(&bench.export(), &text);
    bench.run(&["--data"]);
    let authors: Value = serde_json::from_str(&bench.text("data/authors.json")).expect("JSON");
    assert_eq!(authors[0]["name"], "ann@…");
    assert_eq!(authors[0]["posts"], 1);
    assert!(!bench.text("data/authors.json").contains("mail.example"));
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("the export can be written");
}
