//! Any text as the content of a post: lowering it ends, its size is bounded, and plain words stay.

#![no_main]

use libfuzzer_sys::fuzz_target;

use pressdown::convert::lower::{self, Context, Rules};
use pressdown::site::Site;
use pressdown::target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (site, rules) = (Site::default(), Rules::default());
    let target = target::named(target::DEFAULT).expect("an embedded target");
    let cx = Context { site: &site, post: None, meta: &[], rules: &rules, target: &target };
    let lowered = lower::post(&text, &cx);
    assert!(lowered.html.len() <= 64 * text.len() + 1024, "{} bytes", lowered.html.len());
    let comment = lower::comment(&text);
    assert!(comment.len() <= 64 * text.len() + 1024, "{} bytes", comment.len());
    if is_plain(&text) {
        assert_eq!(words(&lowered.html), words(&text));
        assert_eq!(words(&comment), words(&text));
    }
});

/// Is there nothing but words and blanks?
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '\n')
}

/// The words, without the tags that paragraphs are made of.
fn words(html: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in html.split(|c: char| c.is_ascii_whitespace() || "<>/".contains(c)) {
        if !matches!(word, "" | "p" | "br") {
            words.push(word);
        }
    }
    words
}
