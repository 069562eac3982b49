//! What becomes of text: punctuation, smilies, languages, encodings, formulas, bodies that are Markdown.

#[path = "support/cases.rs"]
mod cases;
#[path = "text/run.rs"]
mod run;
#[path = "support/words.rs"]
mod words;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use pressdown::convert::NO_COMMENTS;
use pressdown::convert::lower::{self, ContentKind, Context, Mojibake, Punctuation, Rules};
use pressdown::convert::{Check, Writing, from_post};
use pressdown::link::NO_PLACES;
use pressdown::markdown::{Dialect, Reading};
use pressdown::site::Site;
use pressdown::target::{self, Target};
use pressdown::wxr::Meta;

/// The rules that the words behind `html` ask for.
fn rules(kind: &str) -> Rules {
    let has = |word: &str| kind.split(' ').any(|it| it == word);
    let choose = |word: &str| if has(word) { Some(()) } else { None };
    let content = choose("content=markdown").map(|()| ContentKind::Markdown);
    let content = content.or(choose("content=html").map(|()| ContentKind::Html));
    let punctuation = choose("smart=wordpress").map(|()| Punctuation::WordPress);
    let punctuation = punctuation.or(choose("smart=ascii").map(|()| Punctuation::Ascii));
    Rules {
        content: content.unwrap_or_default(),
        punctuation: punctuation.unwrap_or_default(),
        mojibake: if has("fix-mojibake") { Mojibake::Fix } else { Mojibake::Keep },
        ..Rules::default()
    }
}

/// The target that the words behind `html` name, or the default one in the dialect that they name.
fn conventions(kind: &str) -> Target {
    let named = kind.split(' ').find(|word| target::names().any(|name| name == *word));
    let mut target = target::named(named.unwrap_or(target::DEFAULT)).expect("an embedded target");
    if let Some(dialect) = kind.split(' ').find_map(Dialect::preset) {
        target.markdown = dialect;
    }
    target
}

/// The Markdown of a case and its notices; of a title or an excerpt, its text.
fn written(case: &cases::Case) -> String {
    let (site, rules) = (Site::default(), rules(&case.kind));
    let target = conventions(&case.kind);
    let cx = Context { site: &site, post: None, meta: &[], rules: &rules, target: &target };
    if case.kind.contains("title") {
        return lower::line(&case.input, &cx) + "\n";
    }
    if case.kind.contains("excerpt") {
        return lower::excerpt(&case.input, &cx) + "\n";
    }
    let writing = Writing {
        target: &target,
        reading: Reading::default(),
        check: Check::Verify,
        rules: &rules,
        places: NO_PLACES,
        comments: NO_COMMENTS,
    };
    let body = from_post(&case.input, writing);
    let mut text = body.text;
    for notice in body.notices {
        text += &["<!-- ", notice.code.name(), ": ", &notice.message, " -->\n"].concat();
    }
    text
}

#[test]
fn anchors() {
    cases::check("tests/cases/content-anchors.md", written);
}

#[test]
fn text() {
    cases::check("tests/cases/content-text.md", written);
}

#[test]
fn notes_of_the_block_editor_are_curled_as_their_post_is() {
    let (site, rules, target) = (Site::default(), rules("smart=wordpress"), conventions(""));
    let notes = r#"[{"content":"\"It's\" so.","id":"a"}]"#;
    let meta = [Meta { key: "footnotes".into(), value: notes.into() }];
    let cx = Context { site: &site, post: None, meta: &meta, rules: &rules, target: &target };
    let html = lower::post("x<sup data-fn=\"a\"><a href=\"#a\">1</a></sup>", &cx).html;
    assert!(html.contains("“It’s” so."), "{html}");
}

/// What these steps look for, whole and broken, with nothing that a reader would read.
const FRAGMENTS: &[&str] = &[
    "'",
    "\"",
    "''",
    "``",
    "--",
    "---",
    " - ",
    "...",
    "(tm)",
    "5'",
    "6\"",
    "3x4",
    "'99",
    "“",
    "…",
    " :) ",
    ";-)",
    "[:en]",
    "[:de]",
    "[:]",
    "<!--:en-->",
    "<!--:-->",
    "{:en}",
    "{:}",
    "Ã©",
    "â€™",
    "Ã",
    "â€",
    "Ð\u{9f}",
    "ðŸŒ¸",
    "$latex ",
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "[latex]",
    "[/latex]",
    "[math]",
    "[mathjax]",
    "_",
    "^",
    "\\frac",
    "<math>",
    "</math>",
    "&lt;",
    "&nbsp;",
    "&#8217;",
    "\n\n",
    "\n",
    "## ",
    "- ",
    "```\n",
    "](",
    "](/",
    ")",
    "[",
    "]",
    "`",
    "<code>",
    "</code>",
    "<b>",
    "</b>",
    "[sc a=\"",
    "\"]",
    "<a title=\"",
    "<",
    ">",
];

/// The ways in which every text is converted below.
const WAYS: &[&str] =
    &["smart=wordpress", "smart=ascii fix-mojibake", "content=markdown", "hugo", "mdx", "kramdown"];

fn lowered(text: &str, kind: &str) -> String {
    let (site, rules, target) = (Site::default(), rules(kind), conventions(kind));
    let cx = Context { site: &site, post: None, meta: &[], rules: &rules, target: &target };
    let _ = (lower::line(text, &cx), lower::excerpt(text, &cx));
    lower::post(text, &cx).html
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn words_are_never_lost((text, words) in words::between(FRAGMENTS, 40)) {
        for way in WAYS {
            let html = lowered(&text, way);
            for word in &words {
                prop_assert!(html.contains(word.as_str()), "{way}: {word} is lost: {text:?} -> {html:?}");
            }
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC*", tail in "['\"$\\\\()\\[\\]:endâ€™Ãx0-9.` -]*") {
        for way in WAYS {
            let _ = lowered(&format!("{tail}{text}{tail}"), way);
        }
    }
}

/// Each is repeated to 30 KB and must come out at a size that keeps its proportion.
const TRAPS: &[&str] = &[
    "'",
    "\"",
    "\" ",
    " \"",
    "6\"",
    "-",
    "- ",
    ".",
    "x",
    "3x",
    "1,",
    "'9",
    "``",
    "(",
    ":) ",
    "8",
    "[:en]",
    "[:de]a",
    "[:en]a[:]",
    "<!--:en-->",
    "{:en}",
    "[:",
    "Ã",
    "Ã©",
    "â€™",
    "â",
    "à «",
    "ß…",
    "Ë…",
    "â¡¡",
    "ð",
    "$",
    "$$",
    "$latex",
    "$latex a",
    "$latex a$",
    "\\(",
    "\\(a",
    "\\[a\\]",
    "[latex]",
    "[latex]a[/latex]",
    "[math",
    "<math>",
    "<math>a</math>",
    "&",
    "&amp;",
    "&#8217;",
    "](",
    "[a](",
    "[a](b) ",
    "# a\n\n",
    "## a\n\n",
    "```\n",
    "- a\n",
    "`",
    "` `` ",
    "**a",
    "[a]: b\n",
    "<a href=\"",
    "[sc a=",
    "<code>",
    "[",
    "[a=",
];

#[test]
fn traps_stay_in_proportion() {
    for unit in TRAPS {
        let text = unit.repeat(30_000 / unit.len());
        for way in WAYS {
            let html = lowered(&text, way);
            let kept = html.len() <= 64 * text.len() + 1024;
            assert!(kept, "{way}: {unit:?}: {} bytes became {}", text.len(), html.len());
        }
    }
}
