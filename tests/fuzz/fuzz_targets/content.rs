//! Any text as the content of a post: lowering it ends, its size is bounded, and plain words stay.

#![no_main]

use libfuzzer_sys::fuzz_target;

use pressdown::convert::lower::{
    self, Context, EmbedForm, Mojibake, Punctuation, Rules, UnknownShortcodes,
};
use pressdown::site::Site;
use pressdown::target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    let (site, rules) = (Site::default(), rules(*choice));
    let name = target::names().nth(usize::from(choice >> 7)).unwrap_or(target::DEFAULT);
    let target = target::named(name).expect("an embedded target");
    let cx = Context { site: &site, post: None, meta: &[], rules: &rules, target: &target };
    let lowered = lower::post(&text, &cx);
    assert!(lowered.html.len() <= 64 * text.len() + 1024, "{} bytes", lowered.html.len());
    let comment = lower::comment(&text, &cx);
    assert!(comment.len() <= 64 * text.len() + 1024, "{} bytes", comment.len());
    if is_plain(&text) {
        assert_eq!(words(&lowered.html), words(&text));
        assert_eq!(words(&comment), words(&text));
    }
});

/// What a user may decide, by the bits of a byte.
fn rules(choice: u8) -> Rules {
    let mut rules = Rules::default();
    rules.shortcodes.unknown = match choice & 3 {
        0 => UnknownShortcodes::Drop,
        1 => UnknownShortcodes::Unwrap,
        _ => UnknownShortcodes::Keep,
    };
    rules.embeds = match choice >> 2 & 3 {
        0 => EmbedForm::Link,
        1 => EmbedForm::Player,
        _ => EmbedForm::Target,
    };
    rules.punctuation = match choice >> 4 & 3 {
        0 => Punctuation::WordPress,
        1 => Punctuation::Ascii,
        _ => Punctuation::Keep,
    };
    rules.mojibake = if choice >> 6 & 1 == 0 { Mojibake::Keep } else { Mojibake::Fix };
    rules
}

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
