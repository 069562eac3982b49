//! The inlines of one line as a flat list, so that deciding and writing need no recursion.

use crate::markdown::dialect::{AutolinkForm, Dialect, Support};
use crate::markdown::tree::{Inline, LinkSource, Source};

/// What stands in a line, in the order of the text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'b> {
    Text(&'b str),
    /// The start of emphasis; the number says which [`Pair`].
    Open(usize),
    Close(usize),
    LinkOpen,
    LinkClose(&'b str, Option<&'b str>),
    /// The end of a link whose destination goes out as it is.
    SourceClose(&'b str, Option<&'b str>),
    /// A note and the words for it.
    Wiki(&'b str, &'b str),
    Autolink(&'b str),
    Image(&'b str, Option<&'b str>, &'b str),
    Code(&'b str),
    Raw(&'b str),
    Source(&'b Source<'b>),
    Note(&'b str),
    Break,
}

/// What emphasis says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strikethrough,
}

/// What emphasis is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Asterisk,
    Underscore,
    Tilde,
    Html,
}

/// A start and an end of emphasis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) mark: Mark,
    pub(super) open: usize,
    pub(super) close: usize,
    pub(super) written: Written,
    /// Does the end touch the end of emphasis around it that is written with the same character?
    pub(super) touches_outer_close: bool,
    /// Is its start one run with the start of another pair?
    pub(super) opens_in_run: bool,
    /// Was it chosen together with the pair around it?
    pub(super) is_chosen: bool,
}

/// A line made flat.
#[derive(Default)]
pub(super) struct Line<'b> {
    pub(super) tokens: Vec<Token<'b>>,
    pub(super) pairs: Vec<Pair>,
}

/// Which forms of their own links may have.
#[derive(Clone, Copy)]
pub(super) struct Links {
    autolinks: Autolinks,
    sources: Support,
}

impl Links {
    /// None: this is how HTML has them.
    pub(super) const FULL: Self = Self { autolinks: Autolinks::Full, sources: Support::No };

    pub(super) fn of(dialect: &Dialect) -> Self {
        let autolinks = match dialect.autolinks {
            AutolinkForm::Yes => Autolinks::Short,
            AutolinkForm::Web => Autolinks::Web,
            AutolinkForm::No => Autolinks::Full,
        };
        Self { autolinks, sources: dialect.link_sources }
    }
}

/// Do links with their own address as text get a form of their own?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Autolinks {
    Short,
    /// Only those of the web, and plain mail addresses.
    Web,
    Full,
}

/// Fills `line` with the content.
pub(super) fn flatten<'b>(content: &'b [Inline<'_>], links: Links, line: &mut Line<'b>) {
    line.tokens.clear();
    line.pairs.clear();
    let mut open: Vec<(std::slice::Iter<'b, Inline<'_>>, Option<Token<'b>>)> = Vec::new();
    let mut at = content.iter();
    loop {
        let Some(inline) = at.next() else {
            let Some((outer, close)) = open.pop() else { return };
            at = outer;
            if let Some(token) = close {
                push_close(token, line);
            }
            continue;
        };
        if let Some((inner, close)) = push_open(inline, links, line) {
            open.push((std::mem::replace(&mut at, inner.iter()), Some(close)));
        }
    }
}

/// Pushes what an inline starts with. Gives what it holds and what ends it, if it holds anything.
fn push_open<'b, 'a>(
    inline: &'b Inline<'a>,
    links: Links,
    line: &mut Line<'b>,
) -> Option<(&'b [Inline<'a>], Token<'b>)> {
    let leaf = match inline {
        Inline::Emphasis(content) => return Some((content, push_pair(Mark::Emphasis, line))),
        Inline::Strong(content) => return Some((content, push_pair(Mark::Strong, line))),
        Inline::Strikethrough(content) => {
            return Some((content, push_pair(Mark::Strikethrough, line)));
        }
        Inline::Link { destination, title, content, source } => {
            let source = source.as_ref().filter(|_| links.sources == Support::Yes);
            match linked(
                destination,
                title.as_deref(),
                content,
                (source.map(|it| &**it), links.autolinks),
            ) {
                token @ (Token::LinkClose(..) | Token::SourceClose(..)) => {
                    line.tokens.push(Token::LinkOpen);
                    return Some((content, token));
                }
                leaf => leaf,
            }
        }
        Inline::Element { open, content, close } => {
            line.tokens.push(Token::Raw(open));
            return Some((content, Token::Raw(close)));
        }
        Inline::Text(text) => Token::Text(text),
        Inline::Code(text) => Token::Code(text),
        Inline::Image { destination, title, alternative } => {
            Token::Image(destination, title.as_deref(), alternative)
        }
        Inline::Break => Token::Break,
        Inline::FootnoteReference(label) => Token::Note(label),
        Inline::Html(html) => Token::Raw(html),
        Inline::Source(source) => Token::Source(source),
    };
    line.tokens.push(leaf);
    None
}

/// A whole link, or its end.
fn linked<'b>(
    destination: &'b str,
    title: Option<&'b str>,
    content: &'b [Inline<'_>],
    (source, autolinks): (Option<&'b LinkSource<'_>>, Autolinks),
) -> Token<'b> {
    match (source, title) {
        (Some(LinkSource::Destination(source)), _) => return Token::SourceClose(source, title),
        (Some(LinkSource::Note(note)), None) => {
            if let Some(words) = plain_words(content) {
                return Token::Wiki(note, words);
            }
        }
        (Some(LinkSource::Note(_)) | None, _) => {}
    }
    let is_short = |address: &&str| match autolinks {
        Autolinks::Short => true,
        Autolinks::Web => is_of_the_web(address),
        Autolinks::Full => false,
    };
    match (autolink(destination, content).filter(is_short), title) {
        (Some(address), None) => Token::Autolink(address),
        _ => Token::LinkClose(destination, title),
    }
}

/// The words of a link, if they are the same with and without Markdown.
fn plain_words<'b>(content: &'b [Inline<'_>]) -> Option<&'b str> {
    let [Inline::Text(text)] = content else { return None };
    let is_plain = |c: char| {
        c.is_alphanumeric()
            || c == ' '
            || !c.is_ascii() && !c.is_whitespace()
            || ".,;:!?'()/-+".contains(c)
    };
    (text.chars().all(is_plain) && text.trim() == text && !text.is_empty()).then_some(text)
}

fn push_pair<'b>(mark: Mark, line: &mut Line<'b>) -> Token<'b> {
    let number = line.pairs.len();
    let open = line.tokens.len();
    let written = Written::Html;
    line.pairs.push(Pair {
        mark,
        open,
        close: open,
        written,
        touches_outer_close: false,
        opens_in_run: false,
        is_chosen: false,
    });
    line.tokens.push(Token::Open(number));
    Token::Close(number)
}

fn push_close<'b>(token: Token<'b>, line: &mut Line<'b>) {
    if let Token::Close(number) = token {
        line.pairs[number].close = line.tokens.len();
    }
    line.tokens.push(token);
}

/// `<https://…>` where the text of a link is its address (CommonMark 6.5).
fn autolink<'b>(destination: &'b str, content: &'b [Inline<'_>]) -> Option<&'b str> {
    let [Inline::Text(text)] = content else { return None };
    let is_odd = |c: char| c.is_ascii_control() || matches!(c, ' ' | '<' | '>' | '\\' | '`');
    // Some readers decode entities here, and every entity of theirs has a semicolon.
    let may_hold_entity = text.contains('&') && text.contains(';');
    if text.contains(is_odd) || text.contains(char::is_whitespace) || may_hold_entity {
        return None;
    }
    if destination == text && has_scheme(text) {
        return Some(text);
    }
    let is_mail = destination.strip_prefix("mailto:") == Some(text) && is_address(text);
    is_mail.then_some(text.as_ref())
}

fn is_of_the_web(address: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b".-_@".contains(&b);
    ["http://", "https://", "ftp://"].iter().any(|scheme| address.starts_with(scheme))
        || address.contains('@') && address.bytes().all(is_plain)
}

/// A letter, then 1 to 31 letters, digits, `+`, `.` and `-`, then a colon.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    (2..=32).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'))
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    !local.is_empty() && local.bytes().all(is_local) && domain.split('.').all(is_label)
}
