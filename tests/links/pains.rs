//! What users of other tools suffered with addresses, links and files: pains 40 to 54 of the collection,
//! each with what is to come out.

use std::fs;

use serde_json::Value;

use crate::bench::Bench;
use crate::export::Item;

/// Runs with these arguments: the files and the report.
fn run(items: &[Item<'_>], arguments: &[&str]) -> (Bench, Value) {
    let bench = Bench::with(items);
    let (code, _, report) = bench.run(arguments);
    assert_eq!(code, Some(0));
    (bench, report)
}

/// The value of a field of the front matter, as it is written.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )
}

/// No. 40: a slug that no title gives, a former one, and an address that is only a number.
#[test]
fn old_addresses_go_on_to_answer() {
    let former = meta("_wp_old_slug", "tls-one-three") + &meta("_wp_old_date", "2019-02-28");
    let items = [
        Item {
            id: "812",
            title: "Enable TLS 1.3 «now»",
            link: "https://old.example/2019/03/how-to-enable-tls-1-3/",
            slug: "how-to-enable-tls-1-3",
            date: "2019-03-04 10:30:00",
            date_gmt: "2019-03-04 10:30:00",
            more: &former,
            ..Item::default()
        },
        Item { id: "9", link: "https://old.example/?p=9", slug: "", ..Item::default() },
    ];
    let formats = "netlify,nginx,apache,caddy,vercel,json,csv";
    let (bench, _) = run(&items, &["-t", "hugo", "--redirects", formats]);
    let text = bench.text("content/posts/2019/03/how-to-enable-tls-1-3.md");
    assert_eq!(field(&text, "slug"), Some("how-to-enable-tls-1-3"));
    assert_eq!(field(&text, "url"), Some("/2019/03/how-to-enable-tls-1-3/"));
    let aliases = "[\"/2019/02/how-to-enable-tls-1-3/\", \"/2019/02/tls-one-three/\", \"/2019/03/tls-one-three/\"]";
    assert_eq!(field(&text, "aliases"), Some(aliases));
    let csv = bench.text("redirects.csv");
    for line in [
        "/?p=812,/2019/03/how-to-enable-tls-1-3/,301",
        "/2019/03/tls-one-three/,/2019/03/how-to-enable-tls-1-3/,301",
        "/2019/02/tls-one-three/,/2019/03/how-to-enable-tls-1-3/,301",
    ] {
        assert!(csv.lines().any(|it| it == line), "{line} in {csv}");
    }
    for file in [
        "static/_redirects",
        "static/.htaccess",
        "redirects.nginx.conf",
        "redirects.caddy",
        "vercel.json",
    ] {
        assert!(bench.text(file).contains("tls-one-three"), "{file}");
    }
    // A number in place of an address is no address.
    let other = bench.text("content/posts/hello.md");
    assert_eq!((field(&other, "url"), field(&other, "permalink")), (Some("/hello/"), None));
}

/// No. 43: a copy is known by the library, not by its name.
#[test]
fn sizes_are_those_of_the_library() {
    let library = meta("_wp_attached_file", "2025/11/map-1024x768.png");
    let url = "<wp:attachment_url>https://old.example/wp-content/uploads/2025/11/map-1024x768.png</wp:attachment_url>";
    let more = url.to_owned() + &library;
    let items = [
        Item {
            content: "<img src=\"http://www.old.example/wp-content/uploads/2025/11/map-1024x768.png\" alt=\"Map\">",
            ..Item::default()
        },
        Item {
            id: "2",
            post_type: "attachment",
            status: "inherit",
            link: "https://old.example/map/",
            more: &more,
            ..Item::default()
        },
    ];
    let (bench, _) = run(&items, &[]);
    let text = bench.text("hello.md");
    assert!(text.contains("![Map](wp-content/uploads/2025/11/map-1024x768.png)"), "{text}");
}

/// No. 49: escapes, doubled ones, and one that WordPress cut.
#[test]
fn names_of_all_scripts_are_read() {
    let link = |name: &str| format!("https://old.example/{name}/");
    let (once, twice) = ("%d1%88%d0%b5%d0%bb%d0%bb%d1%8b", "%25d0%25b0%25d0%25b1");
    let cut = "%d1%88%d0%b";
    let [first, second, third] = [once, twice, cut].map(link);
    let content = "<a href=\"/%D1%88%D0%B5%D0%BB%D0%BB%D1%8B/\">a</a> <a href=\"https://old.example/шеллы\">b</a> \
         <a href=\"/аб/\">c</a> <a href=\"/%d1%88%d0%b/\">d</a>";
    let items = [
        Item { content, ..Item::default() },
        Item { id: "2", link: &first, slug: once, ..Item::default() },
        Item { id: "3", link: &second, slug: twice, ..Item::default() },
        Item { id: "4", link: &third, slug: cut, ..Item::default() },
    ];
    let (bench, report) = run(&items, &["-t", "hugo"]);
    let text = bench.text("content/posts/шеллы.md");
    assert_eq!((field(&text, "slug"), field(&text, "url")), (Some("шеллы"), Some("/шеллы/")));
    let body = bench.text("content/posts/hello.md");
    let links = "[a](/шеллы/) [b](/шеллы/) [c](/аб/) [d](/%25d1%2588%25d0%25b/)";
    assert!(body.contains(links), "{body}");
    assert_eq!(report["totals"]["links"]["rewritten"], 4);
}

/// No. 50: a name of more bytes than a file system takes.
#[test]
fn long_names_are_cut_and_told() {
    let slug = "ш".repeat(180);
    let link = format!("https://old.example/{slug}/");
    let items = [Item { id: "7", link: &link, slug: &slug, ..Item::default() }];
    let (bench, report) = run(&items, &[]);
    let name = bench.names().into_iter().find(|name| name.ends_with("-7.md")).expect("a cut name");
    assert!(name.len() <= 255, "{name}");
    assert_eq!(field(&bench.text(&name), "slug"), Some(slug.as_str()));
    assert!(report["notices"].to_string().contains("name-shortened"));
}

/// No. 51: what no file system takes, and what leads out of the folder.
#[test]
fn names_are_safe_everywhere() {
    let items = [
        Item { id: "1", link: "https://old.example/a%3Ab%2Fc%3F/", slug: "a:b", ..Item::default() },
        Item { id: "2", link: "https://old.example/con/", slug: "con", ..Item::default() },
        Item {
            id: "3",
            link: "https://old.example/..%2F..%2Fetc/",
            slug: "../../x",
            ..Item::default()
        },
    ];
    let (bench, _) = run(&items, &[]);
    let names: Vec<String> =
        bench.names().into_iter().filter(|name| !name.starts_with(".pressdown")).collect();
    assert_eq!(names, ["-..-etc.md", "a-b-c-.md", "con_.md"]);
}

/// No. 52: neither slug nor title, several times.
#[test]
fn what_has_no_name_has_its_number() {
    let blank = |id| Item { id, title: " ", link: "", slug: "", ..Item::default() };
    let (bench, _) = run(&[blank("31"), blank("32")], &[]);
    assert_eq!(field(&bench.text("post-31.md"), "title"), Some("\"\""));
    assert!(bench.names().contains(&"post-32.md".to_owned()));
}

/// No. 53: pages below pages; for Hugo a file beside the folder, which hides nothing.
#[test]
fn pages_keep_their_folders() {
    let items = [
        Item {
            id: "117",
            post_type: "page",
            link: "https://old.example/parent/",
            slug: "parent",
            ..Item::default()
        },
        Item {
            id: "118",
            post_type: "page",
            parent: "117",
            link: "https://old.example/parent/child/",
            slug: "child",
            content: "<a href=\"/parent/\">up</a>",
            more: "<wp:menu_order>3</wp:menu_order>",
            ..Item::default()
        },
    ];
    let (bench, _) = run(&items, &["-t", "hugo"]);
    let child = bench.text("content/parent/child.md");
    assert_eq!(
        (field(&child, "url"), field(&child, "weight")),
        (Some("/parent/child/"), Some("3"))
    );
    assert!(child.contains("[up](/parent/)"));
    assert!(bench.names().contains(&"content/parent.md".to_owned()));
    let (bench, _) = run(&items, &[]);
    assert!(bench.text("parent/child.md").contains("[up](../parent.md)"));
}

/// No. 54: the tree as one likes it.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn the_layout_is_a_template() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("own.toml");
    let markdown =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/target/markdown.toml"));
    let own = markdown
        .expect("a target file")
        .replace("post = \"{path}.md\"", "post = \"{type}s/{path}/index.md\"");
    fs::write(&file, own).expect("a target file");
    let items = [
        Item {
            link: "https://old.example/2019/05/hello/",
            content: "<a href=\"/about/\">x</a>",
            ..Item::default()
        },
        Item {
            id: "2",
            post_type: "page",
            link: "https://old.example/about/",
            slug: "about",
            ..Item::default()
        },
    ];
    let (bench, _) = run(&items, &["--target-file", &file.display().to_string()]);
    let text = bench.text("posts/2019/05/hello/index.md");
    assert!(text.contains("[x](../../../../about.md)"), "{text}");
}
