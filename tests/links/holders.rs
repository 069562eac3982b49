//! Everything that holds links: attributes, styles, blocks, comments, bodies that are Markdown.

use pressdown::convert::lower::{ContentKind, Rules};
use pressdown::markdown::{Keep, Reading};
use pressdown::notice::Code;
use pressdown::target::{self, LinkForm};

use crate::site::{body, converted, converted_by, markdown, written};

const KEPT: Reading = Reading {
    keep: Keep::Everything,
    html: pressdown::markdown::ElementSet::ALL,
    images: pressdown::markdown::Images::WithoutSize,
};

/// What HTML that stays becomes, and the uploads that it needs.
fn kept(html: &str) -> (String, Vec<String>) {
    let hugo = target::named("hugo").expect("an embedded target");
    let converted = converted(html, "", &hugo, KEPT);
    (body(&converted).to_owned(), converted.links.media.iter().map(|it| it.path.clone()).collect())
}

#[test]
fn html_that_stays_holds_no_old_address() {
    let moo = "https://old.com/wp-content/uploads/2025/11/moo.jpg";
    for (html, expected) in [
        (
            format!(
                "<div data-src=\"{moo}\" data-link=\"//www.old.com/?p=12\" data-id=\"about\">x</div>"
            ),
            "<div data-src=\"/wp-content/uploads/2025/11/moo.jpg\" data-link=\"/2012/05/hello-world/\" data-id=\"about\">x</div>",
        ),
        (
            format!("<div data-srcset=\"{moo} 1x, b.jpg 2x\">x</div>"),
            "<div data-srcset=\"/wp-content/uploads/2025/11/moo.jpg 1x, b.jpg 2x\">x</div>",
        ),
        (
            format!("<div style=\"color:red;background:url('{moo}?w=3')\">x</div>"),
            "<div style=\"color:red;background:url('/wp-content/uploads/2025/11/moo.jpg')\">x</div>",
        ),
        (
            format!("<style>.a{{background:url( {moo} )}}</style>"),
            "<style>.a{background:url(/wp-content/uploads/2025/11/moo.jpg)}</style>",
        ),
        (
            format!(
                "<blockquote cite=\"https://old.com/about/\"><table background=\"{moo}\"><tbody><tr><td>x</td></tr></tbody></table></blockquote>"
            ),
            "<blockquote cite=\"/about/\"><table background=\"/wp-content/uploads/2025/11/moo.jpg\"><tbody><tr><td>x</td></tr></tbody></table></blockquote>",
        ),
    ] {
        let (body, media) = kept(&html);
        assert_eq!(body.replace('\n', ""), expected);
        assert_eq!(media, ["2025/11/moo.jpg"]);
    }
}

#[test]
fn what_leads_elsewhere_stays_in_html_that_stays() {
    for html in [
        "<div data-src=\"https://other.com/a.jpg\" data-x=\"https://old.com/nowhere/\" data-y=\"/about/\">x</div>",
        "<div style=\"background:url(https://other.com/a.jpg)\">x</div>",
        "<div style=\"background:url('/wp-content/uploads/a.jpg\">x</div>",
        "<div style=\"background:url(data:image/png;base64,AAAA)\">x</div>",
    ] {
        assert_eq!(kept(html).0, html);
    }
}

/// They name what is shown anyway, so nothing is counted twice and nothing is missing.
#[test]
fn what_only_html_has_is_not_counted() {
    let hugo = target::named("hugo").expect("an embedded target");
    let html = "<div><img src=\"/wp-content/uploads/f.pdf\" data-src=\"/wp-content/uploads/f.pdf\" data-link=\"https://old.com/nowhere/\"></div>";
    let converted = converted(html, "", &hugo, KEPT);
    assert_eq!((converted.links.counts.internal, converted.links.counts.broken), (1, 0));
}

#[test]
fn no_program_is_linked_to_in_posts_comments_and_kept_html() {
    let spellings = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " &#1;javascript:alert(1)",
        "java&#9;script:alert(1)",
        "&#106;avascript&colon;alert(1)",
        "vbscript:x",
        "data:text/html,x",
    ];
    let hugo = target::named("hugo").expect("an embedded target");
    for spelling in spellings {
        let link = format!("<p><a href=\"{spelling}\" class=\"z\">words</a></p>");
        for reading in
            [Reading::default(), KEPT, Reading { keep: Keep::Everything, ..Reading::default() }]
        {
            let converted = converted(&link, &link, &hugo, reading);
            let told = converted.notices.iter().filter(|n| n.code == Code::ElementDropped);
            assert_eq!(told.count(), 2, "{:?}", converted.notices);
            let page = converted.document.text;
            let lower = page.to_lowercase();
            assert!(!lower.contains("script:") && !lower.contains("text/html"), "{page}");
            assert_eq!(page.matches("words").count(), 2, "{page}");
        }
        let form = format!(
            "<form action=\"{spelling}\"><button formaction=\"{spelling}\">b</button></form><svg><a xlink:href=\"{spelling}\"><text>t</text></a></svg><iframe src=\"{spelling}\"></iframe>"
        );
        let page = converted(&form, "", &hugo, KEPT).document.text.to_lowercase();
        assert!(!page.contains("script:") && !page.contains("text/html"), "{page}");
    }
}

#[test]
fn other_schemes_stay() {
    for url in ["mailto:a@b.example?subject=x", "tel:+4912", "sms:1", "ftp://old.com/about/"] {
        let link = format!("<a href=\"{url}\">x</a>");
        assert_eq!(written(&link, &markdown(LinkForm::File)), format!("[x]({url})"));
    }
}

/// What handlers of blocks make of attributes is rewritten like the HTML that was saved.
#[test]
fn addresses_in_blocks() {
    let moo = "https://old.com/wp-content/uploads/2025/11/moo.jpg";
    let about = "https://old.com/about/";
    for block in [
        format!(
            "<!-- wp:cover {{\"url\":\"{moo}\",\"id\":21}} --><div class=\"wp-block-cover\"><div class=\"wp-block-cover__inner-container\"><p>x</p></div></div><!-- /wp:cover -->"
        ),
        format!(
            "<!-- wp:cover {{\"url\":\"{moo}\"}} --><div class=\"wp-block-cover\" style=\"background-image:url({moo})\"><p>x</p></div><!-- /wp:cover -->"
        ),
        format!(
            "<!-- wp:file {{\"href\":\"{moo}\"}} --><div class=\"wp-block-file\"><a href=\"{moo}\">Paper</a><a href=\"{moo}\" class=\"wp-block-file__button\" download>Download</a></div><!-- /wp:file -->"
        ),
        format!(
            "<!-- wp:media-text {{\"mediaLink\":\"{about}\",\"mediaType\":\"image\"}} --><div class=\"wp-block-media-text\"><figure class=\"wp-block-media-text__media\"><a href=\"{about}\"><img src=\"{moo}\" alt=\"\"/></a></figure><div class=\"wp-block-media-text__content\"><p>x</p></div></div><!-- /wp:media-text -->"
        ),
        format!(
            "<!-- wp:button --><div class=\"wp-block-button\"><a class=\"wp-block-button__link\" href=\"{about}\">x</a></div><!-- /wp:button -->"
        ),
        format!(
            "<!-- wp:embed {{\"url\":\"{about}\",\"type\":\"wp-embed\"}} --><figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n{about}\n</div></figure><!-- /wp:embed -->"
        ),
    ] {
        let hugo = target::named("hugo").expect("an embedded target");
        let body = written(&block, &hugo);
        let leads =
            body.contains("](/about/)") || body.contains("](/wp-content/uploads/2025/11/moo.jpg)");
        assert!(leads && !body.contains("](https://old.com"), "{body}\n{block}");
    }
}

#[test]
fn links_of_bodies_that_are_markdown() {
    let target = markdown(LinkForm::File);
    for (source, expected) in [
        ("[a](https://old.com/about/ \"t\")", "[a](../../about.md \"t\")"),
        ("[a]\n\n[a]: <https://old.com/about/>", "[a]\n\n[a]: <../../about.md>"),
        ("> [a]: https://old.com/about/#b", "> [a]: ../../about.md#b"),
        ("<https://old.com/about/>", "[https://old.com/about/](../../about.md)"),
        ("<HTTPS://OTHER.com/about/>", "<HTTPS://OTHER.com/about/>"),
        (
            "<a title=x HREF='https://old.com/about/'>a</a>",
            "<a title=x HREF='../../about.md'>a</a>",
        ),
        (
            "<img alt=x src=https://old.com/wp-content/uploads/f.pdf>",
            "<img alt=x src=../../wp-content/uploads/f.pdf>",
        ),
        ("[a](https://old.com/?p=13&amp;utm=b)", "[a](../../about.md?utm=b)"),
        ("[a](JAVA&#115;cript:alert%281%29) [b](</about/>)", "[a](#) [b](<../../about.md>)"),
        ("`[a](/about/)`", "`[a](/about/)`"),
    ] {
        let rules = Rules { content: ContentKind::Markdown, ..Rules::default() };
        let converted = converted_by(&rules, (source, ""), &target, Reading::default());
        assert_eq!(body(&converted), expected);
    }
}
