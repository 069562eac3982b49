//! Texts made of markup in any order with words between, none of which may be lost.

use proptest::prelude::*;

/// A text of up to `most` fragments with words behind some of them, and the words.
pub(crate) fn between(
    fragments: &'static [&'static str],
    most: usize,
) -> impl Strategy<Value = (String, Vec<String>)> {
    prop::collection::vec((0..fragments.len(), 0..3_u8), 0..most).prop_map(move |picks| {
        let mut text = String::new();
        let mut words = Vec::new();
        for (index, (fragment, kind)) in picks.into_iter().enumerate() {
            text += fragments[fragment];
            if kind == 0 {
                words.push(format!("word{index}z"));
                text += &words[words.len() - 1];
            }
        }
        (text, words)
    })
}
