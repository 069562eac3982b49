//! Do two HTML texts show the same? Compared as trees, as `roundtrip.py` does.
//!
//! What does not count: attribute order, white space outside of `<pre>` and between blocks, `<b>` or
//! `<strong>`, `<i>` or `<em>`, `<s>` or `<del>`, the last newline of code.

use pressdown::html::{Dom, NodeId, parse};

/// A piece of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// An opening tag with its attributes, sorted.
    Open(String, Vec<(String, String)>),
    /// A closing tag.
    Close(String),
    /// Text.
    Text(String),
    /// A comment.
    Comment(String),
}

const BLOCKS: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "script",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// What Markdown can say, with the attributes that it can say.
const PLAIN: &[(&str, &[&str])] = &[
    ("a", &["href", "title"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("del", &[]),
    ("em", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("img", &["alt", "src", "title"]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("strong", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["align"]),
    ("th", &["align"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// Could Markdown say all of this without raw HTML?
pub(crate) fn is_sayable(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| match piece {
        Piece::Open(name, attributes) => {
            PLAIN.iter().find(|(plain, _)| plain == name).is_some_and(|(_, known)| {
                attributes.iter().all(|(name, _)| known.contains(&name.as_str()))
            })
        }
        Piece::Comment(_) => false,
        Piece::Close(_) | Piece::Text(_) => true,
    })
}

/// The tree of a text in a form that can be compared.
pub(crate) fn pieces(html: &str) -> Vec<Piece> {
    let dom = parse(html);
    let mut pieces = Vec::new();
    let mut at = dom.first_child(Dom::ROOT);
    while let Some(node) = at {
        open(&dom, node, &mut pieces);
        at = dom.first_child(node).or_else(|| close(&dom, node, &mut pieces));
    }
    trim(&pieces)
}

fn open(dom: &Dom, node: NodeId, pieces: &mut Vec<(Piece, bool)>) {
    if let Some(name) = dom.name(node) {
        let mut attributes: Vec<_> = dom
            .attributes(node)
            .map(|(name, value)| (name.to_owned(), percent(name, value)))
            .collect();
        attributes.sort();
        pieces.push((Piece::Open(same_name(name), attributes), is_verbatim(dom, node)));
    } else if let Some(text) = dom.text(node) {
        let verbatim = is_verbatim(dom, node);
        let text = if verbatim { text.to_owned() } else { collapse(text) };
        match pieces.last_mut() {
            Some((Piece::Text(before), _)) => before.push_str(&text),
            _ => pieces.push((Piece::Text(text), verbatim)),
        }
    } else if let Some(comment) = dom.comment(node) {
        pieces.push((Piece::Comment(comment.trim().to_owned()), false));
    }
}

/// Renderers write addresses with more or fewer percent signs.
fn percent(name: &str, value: &str) -> String {
    if !matches!(name, "href" | "src") {
        return value.to_owned();
    }
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |at: usize| rest.get(at).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, hex(1), hex(2)) {
            bytes.push(u8::try_from(high * 16 + low).expect("two digits are a byte"));
            rest = &rest[3..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn same_name(name: &str) -> String {
    match name {
        "b" => "strong",
        "i" => "em",
        "s" | "strike" => "del",
        name => name,
    }
    .to_owned()
}

fn is_verbatim(dom: &Dom, node: NodeId) -> bool {
    std::iter::successors(dom.parent(node), |&parent| dom.parent(parent))
        .any(|parent| matches!(dom.name(parent), Some("pre" | "textarea" | "script" | "style")))
}

fn collapse(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' if out.ends_with(' ') => {}
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn close(dom: &Dom, node: NodeId, pieces: &mut Vec<(Piece, bool)>) -> Option<NodeId> {
    let mut at = node;
    loop {
        if let Some(name) = dom.name(at) {
            pieces.push((Piece::Close(same_name(name)), false));
        }
        if let Some(next) = dom.next_sibling(at) {
            return Some(next);
        }
        at = dom.parent(at).filter(|&parent| parent != Dom::ROOT)?;
    }
}

fn is_edge(piece: Option<&(Piece, bool)>) -> bool {
    match piece {
        None | Some((Piece::Comment(_), _)) => true,
        Some((Piece::Open(name, _) | Piece::Close(name), _)) => BLOCKS.contains(&name.as_str()),
        Some((Piece::Text(_), _)) => false,
    }
}

fn trim(pieces: &[(Piece, bool)]) -> Vec<Piece> {
    let mut trimmed = Vec::new();
    for (at, (piece, verbatim)) in pieces.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| pieces.get(at));
        let after = pieces.get(at + 1);
        let Piece::Text(text) = piece else {
            trimmed.push(piece.clone());
            continue;
        };
        let mut text = text.clone();
        if *verbatim {
            let ends =
                matches!(after, Some((Piece::Close(name), _)) if name == "code" || name == "pre");
            if ends {
                text.truncate(text.trim_end_matches('\n').len());
            }
        } else {
            text = collapse(&text);
            if is_edge(before) {
                text.drain(..text.len() - text.trim_start_matches(' ').len());
            }
            if is_edge(after) {
                text.truncate(text.trim_end_matches(' ').len());
            }
        }
        if !text.is_empty() {
            trimmed.push(Piece::Text(text));
        }
    }
    trimmed
}
