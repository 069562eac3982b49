//! One link in every form that a target can ask for.

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use pressdown::html;
use pressdown::link::rewrite;
use pressdown::markdown::Reading;
use pressdown::site::{Destination, Site};
use pressdown::target::{self, LinkForm, Target};

use crate::program::pressdown;
use crate::site::{at, body, converted, here, markdown, own, planned, written, xml};

const HUGO: &str = r#"{ reference = '{{< relref "/{file}{fragment}" >}}', below = "content" }"#;
const JEKYLL: &str = "{ reference = '{% link {file} %}' }";
const PELICAN: &str = "{ reference = '{filename}/{file}' }";
const ZOLA: &str = "{ reference = '@/{file}' }";

/// PAINS 41: every spelling of the post's address, an upload, a term, a feed, another site.
const ADDRESSES: &str = r#"<p><a href="https://www.old.com/2012/05/hello-world/#more-12">a</a> <a href="http://old.com/?p=12">b</a> <a href="//old.com/2012/05/hello-world">c</a>
<a href="/2012/05/hello-world">d</a> <a href="https://old.com/wp-content/uploads/f.pdf">e</a>
<a href="https://old.com/2012/05/hello-world/?utm_source=letter#comment-3">f</a> <a href="https://other.com/2012/05/hello-world/">h</a></p>"#;

/// PAINS 42
const PICTURE: &str = r#"<a href="https://old.com/wp-content/uploads/2025/11/moo.jpg"><img src="https://old.com/wp-content/uploads/2025/11/moo-300x200.jpg" srcset="https://old.com/wp-content/uploads/2025/11/moo-1024x683.jpg 1024w" alt="Moo"></a>"#;

/// The post with `page` in place of its own and `paper` in place of the upload.
fn addresses(page: &str, paper: &str) -> String {
    format!(
        "[a]({page}) [b]({page}) [c]({page})  \n[d]({page}) [e]({paper})  \n\
         [f]({page}?utm_source=letter#comment-3) [h](https://other.com/2012/05/hello-world/)"
    )
}

fn root() -> Target {
    target::named("hugo").expect("an embedded target")
}

#[test]
fn the_forms_with_a_name() {
    let new = |form| at("https://new.example/", markdown(form));
    for (target, page, paper) in [
        (root(), "/2012/05/hello-world/", "/wp-content/uploads/f.pdf"),
        (
            markdown(LinkForm::File),
            "../../2012/05/hello-world.md",
            "../../wp-content/uploads/f.pdf",
        ),
        (
            markdown(LinkForm::Relative),
            "../../../2012/05/hello-world/",
            "../../../wp-content/uploads/f.pdf",
        ),
        (
            new(LinkForm::Absolute),
            "https://new.example/2012/05/hello-world/",
            "https://new.example/wp-content/uploads/f.pdf",
        ),
    ] {
        assert_eq!(written(ADDRESSES, &target), addresses(page, paper));
    }
}

#[test]
fn no_picture_is_half_local() {
    for (target, picture) in [
        (root(), "/wp-content/uploads/2025/11/moo"),
        (markdown(LinkForm::File), "../../wp-content/uploads/2025/11/moo"),
    ] {
        let body = written(PICTURE, &target);
        let full = format!("({picture}.jpg)");
        assert!(body.starts_with("[![Moo]("), "{body}");
        assert!(body.ends_with(&full) && !body.contains("old.com"), "{body}");
    }
}

/// PAINS 44
#[test]
fn files_have_no_queries() {
    let picture = |query| {
        let url = format!("https://old.com/wp-content/uploads/2025/11/moo.jpg{query}");
        format!("<img src=\"{url}\" alt=\"Moo\">")
    };
    for query in ["?w=1024", "?resize=420%2C300&ssl=1", "?ver=2"] {
        let page = written(&picture(query), &root());
        assert_eq!(page, "![Moo](/wp-content/uploads/2025/11/moo.jpg)");
        let page = written(&picture(query), &markdown(LinkForm::File));
        assert_eq!(page, "![Moo](../../wp-content/uploads/2025/11/moo.jpg)");
    }
}

#[test]
fn the_front_page_has_an_address_and_a_file_where_links_need_one() {
    let link = "<a href=\"https://old.com/?utm_source=a\">x</a>";
    let base = "https://new.example/blog/";
    for (target, expected) in [
        (root(), "[x](/?utm_source=a)"),
        (markdown(LinkForm::Relative), "[x](../../../?utm_source=a)"),
        (at(base, root()), "[x](/blog/?utm_source=a)"),
        (at(base, markdown(LinkForm::Absolute)), "[x](https://new.example/blog/?utm_source=a)"),
        (markdown(LinkForm::File), "[x](../../index.md?utm_source=a)"),
    ] {
        assert_eq!(written(link, &target), expected);
    }
}

#[test]
fn uploads_lie_below_the_folder_of_the_new_site() {
    let link = "<a href=\"https://old.com/wp-content/uploads/f.pdf\">x</a>";
    let base = "https://new.example/n%C3%B6%20w/";
    for (form, expected) in [
        (LinkForm::Root, "/nö%20w/wp-content/uploads/f.pdf"),
        (LinkForm::Absolute, "https://new.example/nö%20w/wp-content/uploads/f.pdf"),
        (LinkForm::File, "../../wp-content/uploads/f.pdf"),
    ] {
        assert_eq!(written(link, &at(base, markdown(form))), format!("[x]({expected})"));
    }
}

#[test]
fn generators_have_words_of_their_own() {
    let link = r#"<p><a href="/about/crew/">x</a> <a href="/about/#y" title="t">x</a> <a href="/about/?a=b">x</a></p>"#;
    for (target, expected) in [
        (own("markdown", ZOLA), r#"[x](@/about/crew.md) [x](@/about.md#y "t") [x](/about/?a=b)"#),
        (
            own("hugo", HUGO),
            r#"[x]({{< relref "/about/crew.md" >}}) [x]({{< relref "/about.md#y" >}} "t") [x](/about/?a=b)"#,
        ),
        (
            own("markdown", PELICAN),
            r#"[x]({filename}/about/crew.md) [x]({filename}/about.md#y "t") [x](/about/?a=b)"#,
        ),
        (
            own("markdown", JEKYLL),
            r#"[x]({% link about/crew.md %}) [x]({% link about.md %}#y "t") [x](/about/?a=b)"#,
        ),
        (own("markdown", "'wiki'"), r#"[[about/crew|x]] [x](../../about.md#y "t") [[about|x]]"#),
    ] {
        assert_eq!(written(link, &target), expected);
    }
}

/// Shortcodes are read in HTML, too, but Zola's and Obsidian's links are not.
#[test]
fn html_has_ordinary_links() {
    let html = r#"<table><tr><td rowspan="2"><a href="/about/crew/">x</a></td><td>y</td></tr><tr><td>z</td></tr></table>"#;
    for (target, expected) in [
        (own("markdown", ZOLA), "<a href=\"/about/crew/\">x</a>"),
        (own("hugo", HUGO), "<a href=\"/about/crew/\">x</a>"),
        (own("markdown", "'wiki'"), "<a href=\"../../about/crew.md\">x</a>"),
    ] {
        let body = written(html, &target);
        assert!(body.contains(expected), "{body}");
        let reading = Reading { keep: pressdown::markdown::Keep::Everything, ..Reading::default() };
        let kept = converted("<a class=\"y\" href=\"/about/crew/\">x</a>", "", &target, reading);
        assert!(!kept.document.text.contains("Source"), "{}", kept.document.text);
        assert!(!kept.document.text.contains("wikiNote"), "{}", kept.document.text);
    }
    let reading = Reading { keep: pressdown::markdown::Keep::Everything, ..Reading::default() };
    let kept = converted("<a href=\"/about/\">x</a>", "", &own("markdown", ZOLA), reading);
    assert_eq!(body(&kept), "[x](@/about.md)");
}

#[test]
fn wikis_show_plain_words_only() {
    let wiki = own("markdown", "'wiki'");
    for (html, expected) in [
        ("<a href=\"/about/crew/#shed\">The crew</a>", "[[about/crew#shed|The crew]]"),
        ("wow!<a href=\"/about/\">about</a>", "wow\\![[about]]"),
        ("[<a href=\"/about/\">x</a>](/y)", "\\[[[about|x]]](/y)"),
        ("<b><a href=\"/about/\">x</a></b>", "**[[about|x]]**"),
        ("<a href=\"/about/\"><b>x</b></a>", "[**x**](../../about.md)"),
        ("<a href=\"/about/\">a|b</a>", "[a|b](../../about.md)"),
        ("<a href=\"/about/\">[x]</a>", "[[x]](../../about.md)"),
        ("<a href=\"/about/#a|b\">x</a>", "[x](../../about.md#a|b)"),
        (
            "<a href=\"https://old.com/wp-content/uploads/f.pdf\">x</a>",
            "[x](../../wp-content/uploads/f.pdf)",
        ),
        (
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><a href=\"/about/\">x</a></td></tr></tbody></table>",
            "| a |\n| --- |\n| [[about\\|x]] |",
        ),
    ] {
        assert_eq!(written(html, &wiki), expected, "{html}");
    }
}

/// What a path or a fragment holds can neither end a reference nor begin another.
#[test]
fn references_cannot_be_broken_out_of() {
    for fragment in ["a\" >}}{{< x", "a%}{% x", "a) [b](c", "a'b", "a`b", "]] x", "a b"] {
        let link = format!("<a href='/about/#{}'>x</a>", fragment.replace('\'', "&#39;"));
        for target in [own("hugo", HUGO), own("markdown", JEKYLL), own("markdown", ZOLA)] {
            let body = written(&link, &target);
            let start = body.starts_with("[x](/about/#") || body.starts_with("[x](</about/#");
            assert!(start, "{body}");
        }
    }
    let link = "<a href='https://old.com/odd%20%22(a)%22%7B%7D/'>x</a>";
    assert_eq!(
        written(link, &own("hugo", HUGO)),
        "[x]({{< relref \"/odd -(a)-{}.md\" >}})"
            .replace("{{< relref \"/odd -(a)-{}.md\" >}}", "/odd%20%22%28a%29%22%7B%7D/")
    );
    assert_eq!(written(link, &own("markdown", ZOLA)), "[x](@/odd%20-%28a%29-%7B%7D.md)");
}

/// The attributes that carry them are ours: nobody can type one.
#[test]
fn references_cannot_be_typed() {
    let typed = "<a href=\"/about/\" destinationSource=\"{{< x >}}\" wikiNote=\"y\">x</a>";
    assert_eq!(written(typed, &markdown(LinkForm::File)), "[x](../../about.md)");
    let target = root();
    let page = converted("x", typed, &target, Reading::default());
    assert!(page.document.text.contains("[x](/about/)"), "{}", page.document.text);
}

#[test]
fn the_command_line_chooses_the_form() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    std::fs::write(
        path("export.xml"),
        xml("<a href=\"/about/\">x</a> <a href=\"/wp-content/uploads/f.pdf\">y</a>", ""),
    )
    .expect("the export can be written");
    let run = |arguments: &[&str]| {
        let output = path("out");
        let export = path("export.xml");
        let mut all = vec![export.as_str(), "-o", &output, "--force", "-q"];
        all.extend(arguments);
        let run = pressdown(all);
        let text = std::fs::read_to_string(folder.path().join("out/2019/05/here.md"));
        (run, text.unwrap_or_default())
    };
    for (arguments, expected) in [
        (vec!["--link-style", "root"], "[x](/about/) [y](/wp-content/uploads/f.pdf)"),
        (
            vec!["--link-style", "relative"],
            "[x](../../../about/) [y](../../../wp-content/uploads/f.pdf)",
        ),
        (vec!["--link-style", "FILE"], "[x](../../about.md) [y](../../wp-content/uploads/f.pdf)"),
        (
            vec!["--link-style=absolute", "--base-url=https://new.example"],
            "[x](https://new.example/about/) [y](https://new.example/wp-content/uploads/f.pdf)",
        ),
    ] {
        let (run, text) = run(&arguments);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        assert!(text.ends_with(&format!("{expected}\n")), "{text}");
    }
    let (refused, _) = run(&["--link-style", "absolute"]);
    let stderr = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        stderr.contains("absolute links need the address") && stderr.contains("hint: --base-url"),
        "{stderr}"
    );
    let (refused, _) = run(&["--base-url", "new.example"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// A spelling of an address of the site: what is typed, and the path that it means.
fn spelling() -> impl Strategy<Value = String> {
    let host = prop::sample::select(vec![
        "https://old.com",
        "http://www.old.com",
        "//OLD.com",
        "HTTPS://Old.Com:443",
        "http://old.com:80",
        "",
    ]);
    let path = prop::sample::select(vec![
        "/2012/05/hello-world",
        "/2012/05/Hello-World",
        "/about",
        "/about/crew",
        "/шел",
        "/%D1%88%d0%b5%D0%BB",
        "/odd%20%22(a)%22%7B%7D",
        "/odd \"(a)\"{}",
        "/..%2F..%2Fetc/passwd",
        "/2019/05/here",
        "/wp-content/uploads/2025/11/moo.jpg",
        "/wp-content/uploads/2025/11/moo-300x200.jpg",
        "/wp-content/uploads/../../../x",
        "/wp-content/uploads/%2e%2e/%2e%2e/x",
        "/about/moo",
        "/nowhere",
        "",
    ]);
    let query =
        prop::sample::select(vec!["", "", "?p=12", "?utm_source=a&amp=1", "?p=99", "?w=300"]);
    let fragment =
        prop::sample::select(vec!["", "", "#top", "#more-1", "#%D1%88", "#a b", "#comment-3"]);
    (host, path, any::<bool>(), query, fragment).prop_map(|(host, path, slash, query, fragment)| {
        let slash = if slash { "/" } else { "" };
        format!("{host}{path}{slash}{query}{fragment}")
    })
}

fn targets() -> Vec<Target> {
    let new = "https://new.example/";
    vec![
        root(),
        at(new, markdown(LinkForm::Absolute)),
        markdown(LinkForm::File),
        markdown(LinkForm::Relative),
        own("hugo", HUGO),
        own("markdown", JEKYLL),
        own("markdown", ZOLA),
        own("markdown", "'wiki'"),
    ]
}

fn serialized(dom: &html::Dom) -> String {
    let mut text = String::new();
    html::serialize(dom, html::Dom::ROOT, &mut text);
    text
}

/// How far above its start a way leads.
fn climbs(way: &str) -> usize {
    let path = way.split(['?', '#']).next().unwrap_or_default();
    let (mut depth, mut highest) = (0_i32, 0);
    for name in path.split('/') {
        let decoded = name.to_lowercase().replace("%2e", ".");
        depth += match decoded.as_str() {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        highest = highest.min(depth);
    }
    usize::try_from(-highest).expect("no way leads below its start")
}

/// Rewrites a link twice; what is wrong with what comes of it.
fn fault(typed: &str, here: &Destination, site: &Site, target: &Target) -> Option<String> {
    let mut link = String::from("<a href=\"");
    html::escape_attribute(typed, &mut link);
    let mut dom = html::parse(&(link + "\">x</a>"));
    let account = rewrite(&mut dom, here, site, target);
    let once = serialized(&dom);
    rewrite(&mut dom, here, site, target);
    let twice = serialized(&dom);
    if once != twice {
        return Some(format!("{once} became {twice}"));
    }
    let element = dom.elements().next().expect("a link");
    let href = dom.attribute(element, "href").expect("an address");
    if account.counts.rewritten == 0 {
        return (href != typed).then(|| format!("{typed} became {href} uncounted"));
    }
    let most = match &target.links {
        LinkForm::Relative => here.address.matches('/').count() - 1,
        _ => here.path.as_str().matches('/').count(),
    };
    let way = href.trim_start_matches("https://new.example");
    let most = if way.starts_with('/') { 0 } else { most };
    let is_new = !href.to_lowercase().contains("old.com") && climbs(way) <= most;
    (!is_new).then(|| format!("{typed} became {href}"))
}

#[test]
fn what_is_new_stays_and_nothing_leads_out_of_the_site() {
    let text = xml("x", "");
    let sites: Vec<(Target, Site)> = targets()
        .into_iter()
        .map(|target| {
            let (site, _) = planned(&text, &target);
            (target, site)
        })
        .collect();
    let config = ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    };
    let run = TestRunner::new(config).run(&spelling(), |typed| {
        for (target, site) in &sites {
            let fault = fault(&typed, here(site), site, target);
            prop_assert_eq!(fault, None, "{:?}", &target.links);
        }
        Ok(())
    });
    run.expect("no spelling is wrong");
}
