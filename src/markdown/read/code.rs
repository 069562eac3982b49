//! Code: `<pre>` in all its shapes, `<code>` in a line.

use std::borrow::Cow;

use super::builder::{Builder, LineKind};
use super::media::ends_line;
use super::{Keep, Visit};
use crate::html::{Dom, NodeId};
use crate::markdown::tree::{Block, CodeBlock, Inline};

/// `<pre class="brush: php">lines</pre>` → a fence
pub(super) fn enter_pre(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    builder.flush();
    builder.flush_anchors();
    // A fence holds neither links nor images, nor does it set words apart.
    if dom.elements_in(node).any(|inner| cannot_be_code(inner, dom)) || is_set(node, dom) {
        let html = builder.tidy(node);
        builder.push_block(Block::Html(html.into()));
        return Visit::Nothing;
    }
    push_fence(node, lines(node, dom), builder);
    Visit::Nothing
}

/// Is it text in which words are set apart, and nothing says that it is code?
fn is_set(node: NodeId, dom: &Dom) -> bool {
    const SETTING: &[&str] =
        &["b", "del", "em", "i", "ins", "mark", "s", "strong", "sub", "sup", "u"];
    let names = || dom.elements_in(node).filter_map(|inner| dom.name(inner));
    names().any(|name| SETTING.binary_search(&name).is_ok())
        && !names().any(|name| matches!(name, "code" | "kbd" | "samp"))
        && language(node, dom).is_none()
}

fn cannot_be_code(node: NodeId, dom: &Dom) -> bool {
    match dom.name(node) {
        Some("a") => dom.attribute(node, "href").is_some(),
        Some("img" | "iframe" | "video" | "audio") => true,
        _ => false,
    }
}

fn push_fence<'a>(node: NodeId, text: Cow<'a, str>, builder: &mut Builder<'a>) {
    let text = without_last_newline(text);
    let keeps_empty = builder.reading.keep == Keep::Everything;
    if text.trim().is_empty() && !keeps_empty {
        return;
    }
    let language = language(node, builder.dom);
    builder.push_block(Block::Code(CodeBlock { language, text }));
}

fn without_last_newline(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix('\n').unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.ends_with('\n') {
                text.pop();
            }
            Cow::Owned(text)
        }
    }
}

/// The text below a node, with a newline for each `<br>` and between blocks, as highlighters make
/// one of every line.
fn lines(node: NodeId, dom: &Dom) -> Cow<'_, str> {
    let mut text = Cow::Borrowed("");
    let mut at = dom.following(node, node);
    // The block that is open, if text stands in one.
    let mut block = None;
    let mut is_border = false;
    while let Some(inner) = at {
        let parent = block_around(inner, node, dom);
        let is_text = dom.text(inner).is_some_and(|part| !part.is_empty());
        is_border |= is_block(inner, dom);
        if is_text && (std::mem::take(&mut is_border) || parent != block) {
            if !text.is_empty() && !text.ends_with('\n') {
                text.to_mut().push('\n');
            }
            block = parent;
        }
        let part = match dom.text(inner) {
            Some(part) => part,
            None if dom.name(inner) == Some("br") => "\n",
            None => "",
        };
        if text.is_empty() {
            text = Cow::Borrowed(part);
        } else if !part.is_empty() {
            text.to_mut().push_str(part);
        }
        at = dom.following(inner, node);
    }
    text
}

fn is_block(node: NodeId, dom: &Dom) -> bool {
    const BLOCKS: &[&str] = &[
        "blockquote",
        "dd",
        "div",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "p",
        "pre",
        "section",
        "td",
        "th",
        "ul",
    ];
    dom.name(node).is_some_and(|name| BLOCKS.contains(&name))
}

/// The block below `top` that a text stands in.
fn block_around(node: NodeId, top: NodeId, dom: &Dom) -> Option<NodeId> {
    std::iter::successors(dom.parent(node), |&parent| dom.parent(parent))
        .take_while(|&parent| parent != top)
        .find(|&parent| is_block(parent, dom))
}

/// Attributes that name a language and nothing else.
const LANGUAGE_ATTRIBUTES: &[&str] =
    &["data-enlighter-language", "data-lang", "data-language", "lang", "language"];

/// Words that highlighters take for "no language".
const NO_LANGUAGE: &[&str] = &[
    "default",
    "false",
    "generic",
    "no-highlight",
    "nohighlight",
    "none",
    "plain",
    "plaintext",
    "raw",
];

/// The language that a `<pre>`, or the `<code>` in it, says it holds.
fn language(node: NodeId, dom: &Dom) -> Option<Cow<'_, str>> {
    let code = dom.elements_in(node).find(|&inner| dom.name(inner) == Some("code"));
    [Some(node), code]
        .into_iter()
        .flatten()
        .find_map(|node| {
            let named = LANGUAGE_ATTRIBUTES.iter().find_map(|name| dom.attribute(node, name));
            named.or_else(|| from_class(dom.attribute(node, "class")?))
        })
        .map(str::trim)
        .filter(|language| !language.is_empty() && !language.contains(char::is_whitespace))
        .filter(|language| !NO_LANGUAGE.contains(&language.to_ascii_lowercase().as_str()))
        .map(Cow::Borrowed)
}

/// `language-x`, `lang-x`, `lang:x`, `brush: x`, `hljs x` and `sourceCode x` name a language.
fn from_class(class: &str) -> Option<&str> {
    let mut words = class.split_ascii_whitespace();
    let mut is_known = false;
    while let Some(word) = words.next() {
        if let Some(language) = word.strip_prefix("language-") {
            return Some(language);
        }
        let prefixed = ["lang-", "lang:", "brush:", "highlight-source-"]
            .iter()
            .find_map(|prefix| word.strip_prefix(prefix));
        let first = |language: &'_ str| language.split(';').next().unwrap_or_default().len();
        match prefixed {
            Some("") => return words.next().map(|language| &language[..first(language)]),
            Some(language) => return Some(&language[..first(language)]),
            None if is_known => return Some(word),
            None => is_known = word == "hljs" || word == "sourceCode",
        }
    }
    None
}

/// `<code>words</code>` → `` `words` ``; lines that stand alone → a fence
pub(super) fn enter_code(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let has_elements = dom
        .elements_in(node)
        .any(|inner| matches!(dom.name(inner), Some("a" | "img" | "br")) || is_block(inner, dom));
    let text = lines(node, dom);
    // A cell holds no fence.
    let in_cell = matches!(builder.line_kind, LineKind::Cell);
    let stands_alone =
        !dom.elements_in(node).any(|inner| cannot_be_code(inner, dom) || is_block(inner, dom))
            && !in_cell
            && !builder.has_seen
            && builder.mark == 0
            && ends_line(node, builder);
    if stands_alone && text.trim_matches(['\n', ' ']).contains('\n') {
        builder.flush();
        builder.flush_anchors();
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\n').unwrap_or(text)),
            Cow::Owned(text) => {
                Cow::Owned(text.strip_prefix('\n').map(str::to_owned).unwrap_or(text))
            }
        };
        push_fence(node, text, builder);
        return Visit::Nothing;
    }
    if has_elements {
        builder.in_code += 1;
        return Visit::Children;
    }
    if !text.is_empty() || builder.reading.keep == Keep::Everything {
        push_span(text, builder);
    }
    Visit::Nothing
}

pub(super) fn leave_code(_: NodeId, builder: &mut Builder<'_>) {
    builder.in_code -= 1;
}

/// A code span. Newlines at its ends are blanks around it: inside, Markdown would take them away.
pub(super) fn push_span<'a>(text: Cow<'a, str>, builder: &mut Builder<'a>) {
    let blank = |c: char| c.is_ascii_whitespace();
    let (start, end) =
        (text.len() - text.trim_start_matches(blank).len(), text.trim_end_matches(blank).len());
    let starts = builder.reading.keep == Keep::Sayable && text[..start].contains('\n');
    let ends = builder.reading.keep == Keep::Sayable && text[end.max(start)..].contains('\n');
    if !starts && !ends {
        builder.push_atom(Inline::Code(one_line(text)));
        return;
    }
    let from = if starts { start } else { 0 };
    let to = if ends { end.max(from) } else { text.len() };
    if starts {
        builder.push_blank();
    }
    if from < to {
        builder.push_atom(Inline::Code(Cow::Owned(on_one_line(&text[from..to]).into_owned())));
    }
    if ends {
        builder.push_blank();
    }
}

fn one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => on_one_line(text),
        Cow::Owned(text) => Cow::Owned(on_one_line(&text).into_owned()),
    }
}

/// A code span is one line.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.lines().map(str::trim).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_name_languages() {
        let cases = [
            ("language-rust", Some("rust")),
            ("wp-block-code lang-js", Some("js")),
            ("brush: php; gutter: false", Some("php")),
            ("brush:php;gutter:false", Some("php")),
            ("lang:css decode:true", Some("css")),
            ("hljs python", Some("python")),
            ("wp-block-preformatted", None),
        ];
        for (class, language) in cases {
            assert_eq!(from_class(class), language, "{class}");
        }
    }
}
