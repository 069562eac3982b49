//! The large sample: what WordPress itself would have answered, from its own rendering of every post
//! (`harbor.truth.jsonl`) and its lists of terms and users (`harbor.site.json`), against the output.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;

use pressdown::wxr::{self, Entry};

use crate::program::pressdown;
use crate::tree::files;

const HOST: &str = "harborandhearth.example";

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What WordPress answers behind every address, and so a pattern of every format does.
const ENDINGS: &[&str] = &["comment-page-1", "feed", "page/2"];

/// A run for a target, with redirects.
struct Run {
    files: BTreeMap<String, String>,
    report: Value,
    /// Old addresses, without the slash at their end, and the new ones.
    redirects: BTreeMap<String, String>,
}

fn run(target: &str) -> Run {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (output, report) = (folder.path().join("out"), folder.path().join("report.json"));
    let export = path("samples/harbor/harbor.xml");
    let fixed = ["-q", "-t", target, "--redirects", "json"].map(AsRef::as_ref);
    let places = [export.as_os_str(), "-o".as_ref(), output.as_os_str()];
    let report_to = ["--report".as_ref(), report.as_os_str()];
    let run = pressdown(places.into_iter().chain(fixed).chain(report_to));
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let text = fs::read_to_string(report).expect("the report");
    let files: BTreeMap<String, String> = files(&output)
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8")))
        .collect();
    let listed: Value = serde_json::from_str(&files["redirects.json"]).expect("JSON");
    let redirects = listed["redirects"].as_array().expect("a list").iter().map(|redirect| {
        let text = |name: &str| redirect[name].as_str().expect("a text").to_owned();
        let from = match redirect["kind"].as_str() {
            Some("query") => format!("/?{}={}", text("name"), text("value")),
            _ => bare(&text("from")),
        };
        (from, text("to"))
    });
    Run {
        redirects: redirects.collect(),
        report: serde_json::from_str(&text).expect("JSON"),
        files,
    }
}

static MARKDOWN: LazyLock<Run> = LazyLock::new(|| run("markdown"));
static HUGO: LazyLock<Run> = LazyLock::new(|| run("hugo"));

static TRUTH: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let text = fs::read_to_string(path("tests/data/harbor.truth.jsonl")).expect("the truth");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
});

fn bare(address: &str) -> String {
    address.trim_end_matches('/').to_owned()
}

/// What WordPress answers: decoded paths without slashes at their ends, and queries at the front page.
struct Live {
    paths: BTreeSet<String>,
    queries: BTreeSet<String>,
}

impl Live {
    fn add(&mut self, address: &str) {
        let path = address.split(HOST).nth(1).unwrap_or(address);
        match path.split_once('?') {
            Some((_, query)) => self.queries.insert(query.to_owned()),
            None => self.paths.insert(decoded(path).trim_matches('/').to_owned()),
        };
    }

    /// A list of posts: its pages and its feed, too.
    fn add_list(&mut self, address: &str) {
        for ending in ["", "page/2/", "feed/"] {
            self.add(&format!("{}/{ending}", bare(address)));
        }
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

static LIVE: LazyLock<Live> = LazyLock::new(|| {
    let mut live = Live { paths: BTreeSet::new(), queries: BTreeSet::new() };
    for item in TRUTH.iter().filter(|item| is_public(item)) {
        let text = |name: &str| item[name].as_str().unwrap_or_default();
        live.add(text("permalink"));
        live.add(&format!("{}feed/", text("permalink")));
        live.add(&format!("{}comment-page-1/", text("permalink")));
        for page in 2..=item["pages"].as_u64().unwrap_or(1) {
            live.add(&format!("{}{page}/", text("permalink")));
        }
        for name in ["p", "page_id", "attachment_id"] {
            live.add(&format!("/?{name}={}", item["id"]));
        }
        if item["type"] == "post" {
            let date = text("date");
            let (year, month, day) = (&date[..4], &date[5..7], &date[8..10]);
            for list in
                [year.to_owned(), format!("{year}/{month}"), format!("{year}/{month}/{day}")]
            {
                live.add_list(&format!("/{list}/"));
            }
            live.add(&format!("/?m={year}{month}"));
        }
    }
    // The truth has no pages of files; the export has.
    let export = fs::read(path("samples/harbor/harbor.xml")).expect("the sample");
    wxr::read(&export[..], 0, &mut |entry| {
        if let Entry::Item(item, _) = entry
            && let ("attachment", Some(id)) = (&*item.post_type, item.id)
        {
            live.add(&item.link);
            live.add(&format!("/?attachment_id={}", id.0));
        }
    })
    .expect("an export");
    let site = fs::read_to_string(path("tests/data/harbor.site.json")).expect("the site");
    let site: Value = serde_json::from_str(&site).expect("JSON");
    for taxonomy in site["terms"].as_object().expect("taxonomies").values() {
        for term in taxonomy.as_array().expect("terms") {
            live.add_list(term["link"].as_str().expect("a link"));
            live.add(&format!("/?cat={}", term["id"]));
            live.add(&format!("/?tag={}", term["slug"].as_str().expect("a slug")));
        }
    }
    let wrote: BTreeSet<&str> =
        TRUTH.iter().filter_map(|item| item["author"]["slug"].as_str()).collect();
    for user in site["users"].as_array().expect("users") {
        if wrote.contains(user["slug"].as_str().expect("a slug")) {
            live.add_list(user["link"].as_str().expect("a link"));
        }
    }
    // From the menu: the archive of a type.
    live.add_list("/recipes/");
    live.add_list("/");
    live.add("/?s=rope");
    live
});

/// Whether readers can see an item.
fn is_public(item: &Value) -> bool {
    let has_password = item["password"].as_str().is_some_and(|password| !password.is_empty());
    let is_content = matches!(item["type"].as_str(), Some("page" | "post" | "recipe"));
    item["status"] == "publish" && !has_password && is_content
}

/// What a link of the old site is for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Live,
    /// Nothing, or a page that only somebody who is logged in sees.
    Dead,
    /// A file below the uploads.
    Upload,
    Elsewhere,
}

fn kind(link: &str, base: &str) -> Kind {
    let (link, fragment) = link.split_once('#').map_or((link, ""), |(link, rest)| (link, rest));
    if link.is_empty() && !fragment.is_empty() || link.is_empty() {
        return Kind::Elsewhere;
    }
    let lower = link.to_ascii_lowercase();
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    let path = match rest {
        Some(rest) => {
            let at = link.len() - rest.len();
            let end = rest.find('/').unwrap_or(rest.len());
            let host = rest[..end].trim_start_matches("www.").trim_end_matches(":443");
            if host != HOST {
                return Kind::Elsewhere;
            }
            link[at + end..].to_owned()
        }
        None if lower.contains(':') => return Kind::Elsewhere,
        None if link.starts_with('/') => link.to_owned(),
        None => joined(base, link),
    };
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let path = decoded(path).trim_matches('/').to_owned();
    if path.starts_with("wp-content/uploads/") {
        return Kind::Upload;
    }
    // Of other parameters WordPress takes no notice.
    let is_asked = matches!(path.as_str(), "" | "index.php") && !query.is_empty();
    let is_live = if is_asked {
        query.split('&').any(|pair| LIVE.queries.contains(pair))
    } else {
        LIVE.paths.contains(&path)
    };
    if is_live { Kind::Live } else { Kind::Dead }
}

/// A relative link of a page at an address.
fn joined(base: &str, link: &str) -> String {
    let mut names: Vec<&str> = base.trim_end_matches('/').split('/').skip(1).collect();
    for name in link.split('/') {
        match name {
            ".." => drop(names.pop()),
            "" | "." => {}
            name => names.push(name),
        }
    }
    format!("/{}/", names.join("/"))
}

/// The links of every post that readers could see, as WordPress rendered it: the post's id, its
/// address, the link.
fn links() -> Vec<(u64, String, String)> {
    // What WordPress fills in when it shows a post is no link of the post.
    let export = fs::read_to_string(path("samples/harbor/harbor.xml")).expect("the sample");
    let mut links = Vec::new();
    for item in TRUTH.iter().filter(|item| is_public(item)) {
        let id = item["id"].as_u64().expect("an id");
        let permalink = item["permalink"].as_str().expect("a link");
        let base = permalink.split(HOST).nth(1).expect("a path").to_owned();
        let html = item["content_html"].as_str().unwrap_or_default();
        for rest in html.split("<a ").skip(1) {
            let tag = rest.split('>').next().expect("a part");
            let Some(link) = tag.split("href=\"").nth(1).and_then(|it| it.split('"').next()) else {
                continue;
            };
            if export.contains(&format!("\"{link}\"")) {
                let link = link.replace("&amp;", "&").replace("&#038;", "&");
                links.push((id, base.clone(), link));
            }
        }
    }
    links
}

/// The links that a run says it could not lead anywhere, or only by a guess.
fn told(run: &Run) -> BTreeSet<String> {
    let unresolved = run.report["links"].as_array().expect("links");
    let unresolved = unresolved.iter().map(|link| link["url"].as_str().expect("a URL").to_owned());
    let notices = run.report["notices"].as_array().expect("notices");
    let guessed = notices.iter().filter(|it| it["name"] == "guessed-link").map(|notice| {
        let message = notice["message"].as_str().expect("a message");
        message.split('`').nth(1).expect("the link").to_owned()
    });
    unresolved.chain(guessed).collect()
}

#[test]
fn every_live_link_leads_on_and_every_dead_one_is_told() {
    for run in [&MARKDOWN, &HUGO] {
        let told = told(run);
        let mut counts = BTreeMap::new();
        for (id, base, link) in links() {
            let kind = kind(&link, &base);
            *counts.entry(format!("{kind:?}")).or_insert(0) += 1;
            match kind {
                Kind::Live => assert!(!told.contains(&link), "{id}: {link} is live"),
                Kind::Dead => assert!(told.contains(&link), "{id}: {link} is dead"),
                Kind::Upload | Kind::Elsewhere => {}
            }
        }
        assert!(counts["Live"] > 60 && counts["Dead"] >= 15, "{counts:?}");
    }
}

#[test]
fn every_written_link_leads_to_a_file_or_an_address_of_the_new_site() {
    let addresses: BTreeSet<String> = HUGO
        .files
        .iter()
        .filter(|(name, _)| is_document(name))
        .filter_map(|(_, text)| text.lines().find_map(|line| line.strip_prefix("url: ")))
        .map(|url| bare(url.trim_matches('"')))
        // Hugo makes these without files: the front page's feed and those of its lists.
        .flat_map(|url| [format!("{url}/index.xml"), url])
        .collect();
    let mut checked = (0, 0);
    for (name, link) in written(&MARKDOWN) {
        let path = decoded(link.split(['#', '?']).next().expect("a part"));
        if path.is_empty() || path.starts_with('/') || path.contains(':') || is_upload(&path) {
            continue;
        }
        checked.0 += 1;
        let here = format!("/{name}");
        let file = joined(here.rsplit_once('/').expect("a slash").0, &path);
        let file = file.trim_matches('/');
        assert!(MARKDOWN.files.contains_key(file), "{name}: {link} → {file}");
    }
    for (name, link) in written(&HUGO) {
        let path = decoded(link.split(['#', '?']).next().expect("a part"));
        if !path.starts_with('/') || is_upload(&path) || told(&HUGO).contains(&link) {
            continue;
        }
        checked.1 += 1;
        let address = bare(&path);
        assert!(addresses.contains(&address), "{name}: {link}");
    }
    assert!(checked.0 > 150 && checked.1 > 150, "{checked:?}");
}

fn is_document(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "md")
}

fn is_upload(path: &str) -> bool {
    path.contains("wp-content/uploads/")
}

/// Every link and picture of the written documents.
fn written(run: &Run) -> Vec<(String, String)> {
    let documents = run.files.iter().filter(|(name, _)| is_document(name));
    let of = |(name, text): (&String, &String)| {
        let body = text.splitn(3, "---\n").nth(2).expect(name);
        let found = pressdown::link::destinations(body).into_iter();
        found.map(|(_, link)| (name.clone(), link)).collect::<Vec<_>>()
    };
    documents.flat_map(of).collect()
}

/// Every address that WordPress answered is a page of the new site or a redirect to one.
#[test]
fn every_address_of_the_old_site_answers() {
    for run in [&MARKDOWN, &HUGO] {
        let items = run.report["items"].as_array().expect("items");
        let mut pages: BTreeSet<String> =
            items.iter().filter_map(|item| item["url"].as_str()).map(bare).collect();
        for text in run.files.values() {
            let permalink = text.lines().find_map(|line| line.strip_prefix("permalink: "));
            let path = permalink.and_then(|link| link.split(HOST).nth(1));
            pages.extend(path.map(|path| bare(&decoded(path))));
        }
        let answers = |address: &str| {
            let address = bare(address);
            pages.contains(&address) || run.redirects.contains_key(&address)
        };
        for path in &LIVE.paths {
            // What stands behind every address is a pattern of every format.
            let whole = ENDINGS
                .iter()
                .find_map(|ending| path.strip_suffix(ending)?.strip_suffix('/'))
                .unwrap_or(if ENDINGS.contains(&path.as_str()) { "" } else { path });
            assert!(answers(&format!("/{whole}")), "{path}");
        }
        // Page 149 is the front page, which answers every query that says nothing else.
        let queries =
            LIVE.queries.iter().filter(|query| query.starts_with("p=") || query.starts_with("m="));
        for query in queries.filter(|query| *query != "p=149") {
            assert!(answers(&format!("/?{query}")), "{query}");
        }
        for to in run.redirects.values() {
            let to = bare(to.split('#').next().expect("a part"));
            assert!(pages.contains(&to) || is_upload(&to) || to.ends_with("/index.xml"), "{to}");
        }
    }
}
