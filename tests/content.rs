//! Post content → the HTML that WordPress would have shown, by case files and by properties.

#[path = "support/cases.rs"]
mod cases;
#[path = "content/structure.rs"]
mod structure;
#[path = "support/words.rs"]
mod words;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use pressdown::config;
use pressdown::convert::lower::{
    self, Context, EmbedForm, Lowered, Mojibake, Rules, UnknownShortcodes,
};
use pressdown::html;
use pressdown::markdown::{self, Reading};
use pressdown::site::{Attachment, Attachments, Site};
use pressdown::target;
use pressdown::wxr::{Meta, PostId};

/// The custom field of the cases about footnotes.
const FOOTNOTES: &str =
    r#"[{"content":"See <em>here</em>.","id":"6a72"},{"content":"And there.","id":"9b1c"}]"#;

/// What other sites answered: a player, a post of another blog, a picture and a tweet.
const ANSWERS: &[&str] = &[
    r#"<iframe title="Clip" width="500" height="281" src="https://www.youtube.com/embed/abc123?feature=oembed" allowfullscreen></iframe>"#,
    r#"<blockquote class="wp-embedded-content"><a href="https://blog.example/2019/boats/">All [boats]</a></blockquote><iframe class="wp-embedded-content" sandbox="allow-scripts" src="https://blog.example/2019/boats/embed/"></iframe>"#,
    r#"<a href="https://www.flickr.com/photos/crew/12/"><img src="https://live.staticflickr.com/1/12.jpg" alt="A boat" /></a>"#,
    r#"<blockquote class="twitter-tweet"><p lang="en">Fog</p>&mdash; Crew (@crew) <a href="https://twitter.com/crew/status/12?ref_src=x">March 3, 2019</a></blockquote><script async src="https://platform.twitter.com/widgets.js"></script>"#,
    "{{unknown}}",
];

/// What a user may say of shortcodes.
const OWN_RULES: &str = r#"
[shortcodes]
ad = "drop"
box = '{{< box "${title}" >}}$content{{< /box >}}'
code = "keep"
em = "unwrap"
gallery = "keep"
home = "https://x.org"
sc = '{{< $name $attrs >}}'
youtube = '{{< youtube $1 >}}'
"#;

/// Files of post 7, and reusable blocks.
fn site() -> Site {
    let mut site = Site::default();
    fill(&mut site);
    site
}

fn fill(site: &mut Site) {
    let file = |id: u64, name: &str, title: &str, alt: &str, caption: &str| {
        let file = Attachment {
            url: format!("https://x.org/wp-content/uploads/{name}"),
            page: format!("https://x.org/post/{title}/"),
            title: title.to_owned(),
            alt: alt.to_owned(),
            caption: caption.to_owned(),
            parent: Some(PostId(7)),
            ..Attachment::default()
        };
        (PostId(id), file)
    };
    let blocks = [
        (
            553,
            "<!-- wp:paragraph -->\n<p>Opening hours: <em>nine</em> to five.</p>\n<!-- /wp:paragraph -->",
        ),
        (554, "<!-- wp:block {\"ref\":553} /--><!-- wp:block {\"ref\":554} /-->"),
        (
            555,
            "<!-- wp:paragraph {\"metadata\":{\"name\":\"greeting\"}} -->\n<p class=\"a\">Default</p>\n<!-- /wp:paragraph -->",
        ),
        (
            556,
            "<!-- wp:heading {\"metadata\":{\"name\":\"head\"}} -->\n<h2>Old</h2>\n<!-- /wp:heading -->\n\
             <!-- wp:button {\"metadata\":{\"name\":\"go\"}} -->\n\
             <div class=\"wp-block-button\"><a href=\"/a\">Go</a></div>\n<!-- /wp:button -->",
        ),
    ];
    site.attachments = Attachments::from_files([
        file(11, "a.jpg", "pier", "A \"wooden\" pier", "Low <em>tide</em>"),
        file(12, "b.png", "boat", "", ""),
        file(13, "plan.pdf", "plan", "", ""),
        file(14, "shanty.mp3", "shanty", "", ""),
        file(15, "launch.mp4", "launch", "", ""),
    ]);
    site.reusable_blocks =
        blocks.into_iter().map(|(id, html)| (PostId(id), html.to_owned())).collect();
}

fn lowered(content: &str, meta: &[Meta<'_>], rules: &Rules, target_name: &str) -> Lowered {
    let site = site();
    let target = target::named(target_name).expect("an embedded target");
    let cx = Context { site: &site, post: Some(PostId(7)), meta, rules, target: &target };
    lower::post(content, &cx)
}

fn lower(content: &str) -> Lowered {
    lowered(content, &[], &Rules::default(), target::DEFAULT)
}

fn comment(content: &str) -> String {
    let (site, rules) = (Site::default(), Rules::default());
    let conventions = target::named(target::DEFAULT).expect("an embedded target");
    let cx = Context { site: &site, post: None, meta: &[], rules: &rules, target: &conventions };
    lower::comment(content, &cx)
}

/// The custom fields that a case asks for.
fn meta_of(kind: &str) -> Vec<Meta<'static>> {
    let mut meta = Vec::new();
    if kind.contains("footnotes") {
        meta.push(Meta { key: "footnotes".into(), value: FOOTNOTES.into() });
    }
    if kind.contains("answers") {
        meta.extend(ANSWERS.iter().enumerate().map(|(number, answer)| Meta {
            key: format!("_oembed_{number:032x}").into(),
            value: (*answer).into(),
        }));
    }
    meta
}

/// The rules that a case asks for.
fn rules_of(kind: &str) -> Rules {
    let embeds = match kind {
        kind if kind.contains("links") => EmbedForm::Link,
        kind if kind.contains("players") => EmbedForm::Player,
        _ => EmbedForm::Target,
    };
    let mojibake = if kind.contains("repaired") { Mojibake::Fix } else { Mojibake::Keep };
    let own = if kind.contains("own") { OWN_RULES } else { "" };
    let said = [("drop", UnknownShortcodes::Drop), ("unwrap", UnknownShortcodes::Unwrap)];
    let said = said.iter().find(|(word, _)| kind.contains(word)).map(|(_, way)| *way);
    let config = config::parse(own, "the case").expect("a configuration");
    Rules { embeds, mojibake, shortcodes: config.shortcode_rules(said), ..Rules::default() }
}

/// The target that a case is written for.
fn target_of(kind: &str) -> &'static str {
    if kind.contains("hugo") { "hugo" } else { target::DEFAULT }
}

/// The HTML of a case, and below it its notices as comments.
fn convert(case: &cases::Case) -> String {
    if case.kind.contains("comment") {
        return comment(&case.input);
    }
    if case.kind.contains("json") {
        let page = Meta { key: "_elementor_data".into(), value: case.input.as_str().into() };
        let empty = "<!-- empty --><p>&nbsp;</p>";
        return with_notices(lowered(empty, &[page], &Rules::default(), target::DEFAULT));
    }
    let target = target_of(&case.kind);
    let mut lowered = lowered(&case.input, &meta_of(&case.kind), &rules_of(&case.kind), target);
    // Between blocks WordPress leaves the newlines of the editor, which nobody sees.
    while case.kind.contains("blocks") && lowered.html.contains("\n\n") {
        lowered.html = lowered.html.replace("\n\n", "\n");
    }
    with_notices(lowered)
}

fn with_notices(lowered: Lowered) -> String {
    let mut text = lowered.html.trim_ascii().to_owned() + "\n";
    for notice in lowered.notices {
        text += &["<!-- ", notice.code.name(), ": ", &notice.message, " -->\n"].concat();
    }
    text
}

#[test]
fn paragraphs() {
    cases::check("tests/cases/content-paragraphs.md", convert);
}

#[test]
fn shortcodes() {
    cases::check("tests/cases/content-shortcodes.md", convert);
}

#[test]
fn blocks() {
    cases::check("tests/cases/content-blocks.md", convert);
}

#[test]
fn code() {
    cases::check("tests/cases/content-code.md", convert);
}

#[test]
fn elementor() {
    cases::check("tests/cases/content-elementor.md", convert);
}

/// What hurt users of other tools, from the body of a post to Markdown.
#[test]
fn pains() {
    cases::check("tests/cases/pains.md", |case| {
        let target = target_of(&case.kind);
        let lowered = lowered(&case.input, &meta_of(&case.kind), &rules_of(&case.kind), target);
        let dom = html::parse(&lowered.html);
        let conventions = target::named(target).expect("an embedded target");
        let document = markdown::read(&dom, &Reading::default());
        markdown::write(&document.blocks, &conventions.markdown)
    });
}

#[test]
fn embeds() {
    cases::check("tests/cases/content-embeds.md", convert);
}

#[test]
fn comments() {
    cases::check("tests/cases/content-comments.md", convert);
}

#[test]
fn uses_are_counted_by_name() {
    let lowered = lower(
        "[gallery] [sc a=1]x[/sc] [sic] a[0]\n\n[toc]\n\nno [citation needed] [code]x[/code] [[gallery]]",
    );
    let uses: Vec<_> = lowered
        .shortcodes
        .iter()
        .map(|(name, uses)| (name.as_str(), uses.values().sum()))
        .collect();
    assert_eq!(uses, [("code", 1_u32), ("gallery", 1), ("sc", 1), ("toc", 1)]);
    let lowered =
        lower("<!-- wp:list --><!-- wp:list-item /--><!-- wp:acme/x /--><!-- /wp:list -->");
    let uses: Vec<_> = lowered.blocks.keys().map(String::as_str).collect();
    assert_eq!(uses, ["acme/x", "core/list", "core/list-item"]);
}

/// Markup that content may hold in any order, whole or broken, with nothing a reader would read.
const FRAGMENTS: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "\t",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<br />",
    "<br>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<blockquote>",
    "</blockquote>",
    "<ul>\n<li>",
    "</li>",
    "</ul>",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<3 ",
    "> ",
    "&amp;",
    "& ",
    "é ",
    "—",
    "[",
    "]",
    "[[",
    "]]",
    "[x]",
    "[x a=1]",
    "[x a=&#8221;1&#8243; /]",
    "[/x]",
    "[gallery]",
    "[[gallery]]",
    "[/gallery]",
    "[audio]",
    "[/audio]",
    "[audio src=\"a.mp3\"]",
    "[caption]",
    "[caption width=\"1\" caption=\"c\"]",
    "[/caption]",
    "[code]",
    "[code lang=\"c\"]",
    "[/code]",
    "[youtube]",
    "[/youtube]",
    "[embed]",
    "[/embed]",
    "[gist]",
    "[/gist]",
    "[tweet 1]",
    "[tweet]",
    "[/tweet]",
    "[slideshare]1",
    "[/slideshare]",
    "[codepen_embed user=a slug_hash=b]",
    "[/codepen_embed]",
    "[video src=\"https://youtu.be/a\"]",
    "[/video]",
    "<iframe src=\"//www.youtube.com/embed/a\">",
    "<iframe data-src=\"//x.org/a\">",
    "</iframe>",
    "<param name=\"movie\" value=\"http://www.youtube.com/v/a\">",
    "<embed src=\"http://www.youtube.com/v/a\">",
    "<object data=\"http://vimeo.com/moogaloop.swf?clip_id=1\">",
    "<script src=\"//gist.github.com/a/1.js\">",
    "<script async src=\"//platform.twitter.com/widgets.js\"></script>",
    "<a data-pin-do=\"embedPin\" href=\"//www.pinterest.com/pin/1/\">",
    "<div data-href=\"https://www.facebook.com/a/posts/1\">",
    "<amp-youtube data-videoid=\"a\">",
    "<embed-address url=\"https://youtu.be/a\">",
    "<embed-address>",
    "\nhttps://youtu.be/a\n",
    "\nhttps://twitter.com/crew/status/12\n",
    "\nhttps://x.org/a.mp3\n",
    "[ref]",
    "[/ref]",
    "[note]",
    "[/note]",
    "((",
    "))",
    "(",
    "[vc_row]",
    "[/vc_row]",
    "[et_pb_blurb title=\"\" /]",
    "[tab title=1]",
    "[/tab]",
    "[quote]",
    "[/quote]",
    "[list]",
    "[/list]",
    "[heading]",
    "[/heading]",
    "[spoiler title=1]",
    "[/spoiler]",
    "[button]",
    "[/button]",
    "[hr]",
    "[toc]",
    "[/toc]",
    "[vc_raw_html]",
    "[/vc_raw_html]",
    "[vc_video link=\"https://x.org/a\"]",
    "[/vc_video]",
    "[vc_gallery images=1]",
    "[/vc_gallery]",
    "[fusion_imageframe]",
    "[vc_single_image image=11]",
    "[/vc_single_image]",
    "[/fusion_imageframe]",
    "[spoiler]",
    "[/box]",
    "[et_pb_a url=/a]",
    "[/et_pb_a]",
    "[cci]",
    "[/cci]",
    "[sc]",
    "[/sc]",
    "[box]",
    "[wpforms id=1]",
    "<pre lang=\"c\">",
    "<typed-note>",
    "<img src=\"a.png\" />",
    "<img class=\"emoji\" src=\"https://s.w.org/images/core/emoji/2/svg/1f338.svg\" />",
    "<img src='/wp-includes/images/smilies/icon_smile.gif'>",
    "<a href=\"b\">",
    "</a>",
    "<sup data-fn=\"6a72\">",
    "</sup>",
    "https://x.org/ ",
    "\nhttps://x.org/\n",
    "<!--more-->",
    "<!--nextpage-->",
    "<!-- wp:group -->",
    "<!-- /wp:group -->",
    "<!-- wp:paragraph {\"a\" -->",
    "<!-- wp:freeform -->",
    "<!-- /wp:freeform -->",
    "<!-- wp:more -->",
    "<!-- /wp:more -->",
    "<!-- wp:block {\"ref\":555} -->",
    "<!-- wp:block {\"ref\":554} /-->",
    "<!-- /wp:block -->",
    "<!-- wp:query -->",
    "<!-- wp:latest-posts /-->",
    "<!-- wp:footnotes -->",
    "<!-->",
    "<!--->",
    "<!-- wp:/-->",
    "<!-- /wp: -->",
    "<!-- wp:tabs -->",
    "<!-- wp:tab-list -->",
    "<!-- /wp:tab-list -->",
    "<!-- wp:tab-panel -->",
    "<!-- wp:accordion-heading -->",
    "<!-- /wp:accordion-heading -->",
    "<!-- wp:cover {\"url\":\"a.jpg\"} -->",
    "<!-- wp:verse -->",
    "<!-- wp:gallery -->",
    "<!-- wp:file -->",
    "<!-- wp:yoast/faq-block -->",
    "<span aria-hidden=\"true\">",
    "</span aria-hidden=\"true\">",
    "<button>",
    "<li class=\"blocks-gallery-item\">",
    "<ol style=\"list-style-type:lower-roman\">",
    "<figcaption>",
    "</figure>",
    "<object>",
    "</object>",
    "<option>",
    "<source>",
    "<track>",
    "</picture>",
    "<hr>",
];

/// What else a case may ask for, and a target.
const KINDS: &[(&str, &str)] =
    &[("answers", "hugo"), ("answers links", "markdown"), ("answers players", "markdown")];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn words_are_never_lost((text, words) in words::between(FRAGMENTS, 40)) {
        let html = lower(&text).html;
        for word in &words {
            prop_assert!(html.contains(word.as_str()), "{word} is lost: {text:?} -> {html:?}");
        }
        let (kind, target) = KINDS[text.len() % KINDS.len()];
        let html = lowered(&text, &meta_of(kind), &rules_of(kind), target).html;
        for word in &words {
            prop_assert!(html.contains(word.as_str()), "{word} is lost ({kind}): {text:?} -> {html:?}");
        }
        let html = comment(&text);
        for word in &words {
            prop_assert!(html.contains(word.as_str()), "{word} is lost: {text:?} -> {html:?}");
        }
    }

    #[test]
    fn unwrapping_and_templates_lose_no_words((text, words) in words::between(FRAGMENTS, 40)) {
        for kind in ["unwrap", "own"] {
            let mut rules = rules_of(kind);
            // What is dropped on request is lost on request.
            rules.shortcodes.own.remove("ad");
            let html = lowered(&text, &[], &rules, target::DEFAULT).html;
            for word in &words {
                prop_assert!(html.contains(word.as_str()), "{word} is lost: {text:?} -> {html:?}");
            }
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC*", tail in "[\\[\\]<>/!a-c =\"'\n-]*") {
        let _ = lower(&format!("{text}<!-- wp:{tail}"));
        let _ = lower(&format!("{tail}{text}"));
        let _ = comment(&format!("{tail}http://{text}{tail}"));
    }
}

/// Input that is costly to careless readers: each is repeated to 200 KB, on a thread with a stack of
/// 2 MB, and must come out at a size that keeps its proportion.
const TRAPS: &[(&str, &str)] = &[
    ("", "["),
    ("", "]"),
    ("", "[["),
    ("", "[a"),
    ("", "[a]"),
    ("", "[a]b[/a]"),
    ("", "[/a]"),
    ("", "[a b=\""),
    ("", "[[gallery]]"),
    ("", "[gallery "),
    ("", "[gallery id=99]\n\n"),
    ("", "[caption]"),
    ("", "[caption x=\""),
    ("", "[/caption]"),
    ("", "[code]"),
    ("", "[code "),
    ("[code]", "[/code]"),
    ("", "[embed]"),
    ("", "[embed]a[/embed]"),
    ("", "[embed]https://youtu.be/a[/embed]"),
    ("", "[gist]1[/gist]"),
    ("", "https://youtu.be/a\n"),
    ("https://youtu.be/", "a"),
    ("https://youtu.be/", "/"),
    ("https://www.youtube.com/watch?v=", "a&b="),
    ("", "<embed-address url=\""),
    ("", "<embed-address url=\"https://youtu.be/a\">"),
    ("", "<iframe src=//youtu.be/embed/a>"),
    ("", "<iframe src=//youtu.be/embed/a> "),
    ("<iframe src=//youtu.be/embed/a>", " "),
    ("", "<object>"),
    ("", "<object data=//youtu.be/embed/a>"),
    ("", "</object>"),
    ("<object>", "<param name=movie value=a>"),
    ("", "<embed src=//youtu.be/embed/a>"),
    ("", "<script src=//gist.github.com/1.js>"),
    ("", "<script src=//gist.github.com/1.js></script>"),
    ("", "<a href=//youtu.be/embed/a>"),
    ("<script>", "</"),
    ("", "[youtube]"),
    ("", "[ref]a[/ref]"),
    ("", "[ref]a"),
    ("", "[note]a"),
    ("", "((a b"),
    ("", "(("),
    ("((", "))"),
    ("", "((abc def))"),
    ("", "[vc_row]"),
    ("", "[vc_row]a[/vc_row]"),
    ("", "[et_pb_x title=\""),
    ("", "[tab title=a]b[/tab]<br />\n"),
    ("", "[hr /] "),
    ("", "[toc]"),
    ("", "[wpforms]"),
    ("", "[list]<li>"),
    ("", "[heading]"),
    ("", "[spoiler title=a]"),
    ("[spoiler title=a]", "</p><p>"),
    ("", "[cci_"),
    ("", "[vc_raw_html]JTND"),
    ("", "<pre lang=c"),
    ("", "<pre lang=c>a<"),
    ("", "[sc ${a}"),
    ("", "<typed-note>"),
    ("", "<"),
    ("", "</"),
    ("", "<b"),
    ("", "<b>"),
    ("", "<div>"),
    ("", "<p>"),
    ("", "<blockquote>"),
    ("", "<pre>"),
    ("", "</pre>"),
    ("", "<pre lang=c>"),
    ("", "<script>"),
    ("", "<textarea>a"),
    ("", "<br />"),
    ("", "<br> \n"),
    ("", "<option> "),
    ("", "\n<code>"),
    ("", "<code>\na\nb</code>\n"),
    ("", "<figcaption>\n"),
    ("", "\n"),
    ("", "\n "),
    ("", " "),
    ("", "a\n"),
    ("", "a\n\n"),
    ("", "&"),
    ("", "<!--"),
    ("", "<!--more-->"),
    ("", "<![CDATA["),
    ("", "https://x.org/\n"),
    ("", "www."),
    ("", "http://a("),
    ("http://", ")"),
    ("", "<sup data-fn=\"a\">"),
    ("", "<img class=\"emoji\" "),
    ("", "<img src=/twemoji/1f338-"),
    ("", "<img src=/twemoji/1f338.png>"),
    ("", "<!-- wp:x"),
    ("", "<!-- wp:x -->"),
    ("", "<!-- wp:x -->\n"),
    ("", "<!-- wp:x {\"a\":[[ -->"),
    ("", "<!-- /wp:x -->"),
    ("<!-- wp:y -->", "<!-- /wp:x -->"),
    ("", "<!-- wp:x /-->"),
    ("", "<!-- wp:query -->\n"),
    ("", "<!-- wp:freeform -->a"),
    ("", "<!-- wp:block -->a"),
    ("", "<!-- wp:block {\"ref\":554} /-->"),
    ("", "<!-- wp:block {\"ref\":1} /-->"),
    ("", "<!-- wp:footnotes /-->"),
    ("", "<!-- wp:tabs -->"),
    ("", "<!-- wp:tabs --><!-- wp:tab-list --><button>a</button><!-- /wp:tab-list -->"),
    ("<!-- wp:tabs -->", "<!-- wp:tab-list --><button>a</button><!-- /wp:tab-list -->"),
    ("", "<!-- wp:cover {\"url\":\"a\"} --><p>"),
    ("", "<!-- wp:acme/x --><div>"),
    ("", "<!-- wp:acme/x {\"a\":\"b c\"} /-->"),
    ("<!-- wp:accordion-heading -->", "<span aria-hidden=\"true\">"),
    ("<!-- wp:verse --><pre>", "<br>"),
    ("<!-- wp:gallery -->", "<li class=\"blocks-gallery-item\">"),
    ("<!-- wp:file -->", "<object"),
    ("<!-- wp:file -->", "<a href=b>"),
    ("<!-- wp:file --><a href=b>c</a>", "<a class=wp-block-file__button href=b>d</a>"),
    ("", "[code]\n\n## a\n\n```\nb\n```[/code]\n\n## c\n\n```\nd\n```\n"),
];

#[test]
fn traps_stay_in_proportion() {
    for (start, unit) in TRAPS {
        let text = format!("{start}{}", unit.repeat(200_000 / unit.len()));
        let plain = lower(&text);
        let own = lowered(&text, &[], &rules_of("own drop"), target::DEFAULT);
        assert!(own.html.len() <= 64 * text.len() + 1024, "{unit:?}: {}", own.html.len());
        let kept = plain.html.len() <= 64 * text.len() + 1024;
        assert!(kept, "{unit:?}: {} bytes became {}", text.len(), plain.html.len());
        let comment = comment(&text);
        assert!(comment.len() <= 8 * text.len() + 1024, "{unit:?}: a comment of {}", comment.len());
    }
}

#[test]
fn nesting_has_no_depth_that_breaks() {
    for (open, close) in [
        ("[caption]", "[/caption]"),
        ("[a]", "[/a]"),
        ("[audio src=a]", "[/audio]"),
        ("[vc_row]", "[/vc_row]"),
        ("[spoiler title=a]", "[/spoiler]"),
        ("((", "))"),
        ("<!-- wp:group -->", "<!-- /wp:group -->"),
        ("<!-- wp:freeform -->", "<!-- /wp:freeform -->"),
        ("<!-- wp:query -->\n", "<!-- /wp:query -->"),
        ("<blockquote>", "</blockquote>"),
        ("<pre>", "</pre>"),
    ] {
        let text = format!("{}inmost{}", open.repeat(50_000), close.repeat(50_000));
        assert!(lower(&text).html.contains("inmost"), "{open}");
    }
}
