//! Text → tokens, for html5ever's tree builder.
//!
//! The same tokens as html5ever's own tokenizer gives, but that text comes in longer stretches, and
//! that parse errors, line numbers and the details of document types are not told. That one takes
//! input in pieces and so looks at it character by character; this one has it whole, and searches
//! for what ends a stretch.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::raw;
use super::reference::{Place, resolve};
use super::tag::{self, Names};

/// Gives all tokens of a text to a sink.
pub(super) fn tokenize<S: TokenSink>(html: &str, sink: &S) {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    if memchr::memchr(b'\r', html.as_bytes()).is_some() {
        run(&html.replace("\r\n", "\n").replace('\r', "\n"), sink);
    } else {
        run(html, sink);
    }
}

fn run<S: TokenSink>(html: &str, sink: &S) {
    let source = Source {
        html,
        shared: StrTendril::from_slice(html),
        has_nul: memchr::memchr(0, html.as_bytes()).is_some(),
    };
    let mut names = Names::default();
    let mut at = 0;
    while at < html.len() {
        at = match markup(&source, at) {
            Markup::Text(end) => {
                source.give_text(at, end, sink);
                end
            }
            Markup::Tag { kind, name } => match tag::read(&source, name, kind, &mut names) {
                Some((tag, end)) => give_tag(tag, end, &source, &mut names, sink),
                None => html.len(),
            },
            Markup::Comment { start, end, next } => {
                give(Token::CommentToken(source.kept(start, end)), sink);
                next
            }
            Markup::Nothing(next) => next,
            Markup::Declaration(start) => declaration(&source, start, sink),
        };
    }
    give(Token::EOFToken, sink);
    sink.end();
}

/// The text, and the same text as a buffer that tokens can share.
pub(super) struct Source<'h> {
    pub(super) html: &'h str,
    shared: StrTendril,
    has_nul: bool,
}

impl Source<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        self.html.as_bytes()
    }

    fn share(&self, start: usize, end: usize) -> StrTendril {
        let index = |at| u32::try_from(at).expect("a post is smaller than 4 GB");
        self.shared.subtendril(index(start), index(end - start))
    }

    /// A stretch as it is, but for NUL, which stands for a character that is not known.
    fn kept(&self, start: usize, end: usize) -> StrTendril {
        if self.has_nul && self.html[start..end].contains('\0') {
            return self.html[start..end].replace('\0', "\u{fffd}").into();
        }
        self.share(start, end)
    }

    /// A stretch with its character references resolved.
    pub(super) fn resolved(&self, start: usize, end: usize, place: Place) -> StrTendril {
        let text = &self.html[start..end];
        if memchr::memchr(b'&', text.as_bytes()).is_none() {
            return self.kept(start, end);
        }
        let resolved = resolve(text, place);
        if self.has_nul { resolved.replace('\0', "\u{fffd}").into() } else { resolved }
    }

    /// Text between tags, where the tree builder decides on each NUL.
    fn give_text<S: TokenSink>(&self, start: usize, end: usize, sink: &S) {
        if !self.has_nul {
            give(Token::CharacterTokens(self.resolved(start, end, Place::Text)), sink);
            return;
        }
        let mut at = start;
        for piece in self.html[start..end].split_inclusive('\0') {
            let text = piece.trim_end_matches('\0');
            if !text.is_empty() {
                let text = self.resolved(at, at + text.len(), Place::Text);
                give(Token::CharacterTokens(text), sink);
            }
            if text.len() < piece.len() {
                give(Token::NullCharacterToken, sink);
            }
            at += piece.len();
        }
    }
}

fn give<S: TokenSink>(token: Token, sink: &S) {
    // Only tags have an answer that matters.
    let _ = sink.process_token(token, 1);
}

enum Markup {
    /// Text up to here.
    Text(usize),
    Tag {
        kind: TagKind,
        name: usize,
    },
    Comment {
        start: usize,
        end: usize,
        next: usize,
    },
    /// `</>`
    Nothing(usize),
    /// What follows `<!`, if it is not a comment.
    Declaration(usize),
}

/// What stands at a place.
fn markup(source: &Source<'_>, start: usize) -> Markup {
    let bytes = source.bytes();
    if bytes[start] == b'<'
        && let Some(markup) = opened(source, start)
    {
        return markup;
    }
    let mut at = start + 1;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found;
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?') {
            return Markup::Text(at);
        }
        at += 1;
    }
    Markup::Text(bytes.len())
}

/// What a `<` opens; none if it is text.
fn opened(source: &Source<'_>, open: usize) -> Option<Markup> {
    let bytes = source.bytes();
    match bytes.get(open + 1)? {
        b'!' if bytes[open..].starts_with(b"<!--") => Some(comment(bytes, open + 4)),
        b'!' => Some(Markup::Declaration(open + 2)),
        b'?' => Some(bogus_comment(bytes, open + 1)),
        b'/' => match bytes.get(open + 2)? {
            b'>' => Some(Markup::Nothing(open + 3)),
            byte if byte.is_ascii_alphabetic() => {
                Some(Markup::Tag { kind: TagKind::EndTag, name: open + 2 })
            }
            _ => Some(bogus_comment(bytes, open + 2)),
        },
        byte if byte.is_ascii_alphabetic() => {
            Some(Markup::Tag { kind: TagKind::StartTag, name: open + 1 })
        }
        _ => None,
    }
}

/// A comment ends at `-->` or `--!>`, and `<!-->` and `<!--->` are whole.
fn comment(bytes: &[u8], start: usize) -> Markup {
    for abrupt in [">", "->"] {
        if bytes[start..].starts_with(abrupt.as_bytes()) {
            return Markup::Comment { start, end: start, next: start + abrupt.len() };
        }
    }
    for close in memchr::memchr_iter(b'>', &bytes[start..]).map(|found| start + found) {
        let content = &bytes[start..close];
        if let Some(content) = content.strip_suffix(b"--").or(content.strip_suffix(b"--!")) {
            return Markup::Comment { start, end: start + content.len(), next: close + 1 };
        }
    }
    let content = &bytes[start..];
    let content = ["--!", "--", "-"].iter().find_map(|end| content.strip_suffix(end.as_bytes()));
    let end = content.map_or(bytes.len(), |content| start + content.len());
    Markup::Comment { start, end, next: bytes.len() }
}

fn bogus_comment(bytes: &[u8], start: usize) -> Markup {
    let end = end_of_bogus(bytes, start);
    Markup::Comment { start, end, next: (end + 1).min(bytes.len()) }
}

fn end_of_bogus(bytes: &[u8], start: usize) -> usize {
    memchr::memchr(b'>', &bytes[start..]).map_or(bytes.len(), |found| start + found)
}

/// `<!DOCTYPE …>`, `<![CDATA[…]]>` in SVG and MathML, and what only looks like either.
fn declaration<S: TokenSink>(source: &Source<'_>, start: usize, sink: &S) -> usize {
    let bytes = source.bytes();
    let rest = &bytes[start..];
    if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
        give(Token::DoctypeToken(Doctype::default()), sink);
        return (end_of_bogus(bytes, start) + 1).min(bytes.len());
    }
    if rest.starts_with(b"[CDATA[")
        && sink.adjusted_current_node_present_but_not_in_html_namespace()
    {
        let start = start + 7;
        let length = memchr::memmem::find(&bytes[start..], b"]]>");
        let end = length.map_or(bytes.len(), |length| start + length);
        for piece in source.html[start..end].split_inclusive('\0') {
            let text = piece.trim_end_matches('\0');
            if !text.is_empty() {
                give(Token::CharacterTokens(text.into()), sink);
            }
            if text.len() < piece.len() {
                give(Token::NullCharacterToken, sink);
            }
        }
        return (end + 3).min(bytes.len());
    }
    let end = end_of_bogus(bytes, start);
    give(Token::CommentToken(source.kept(start, end)), sink);
    (end + 1).min(bytes.len())
}

/// Gives a tag, and after it the text that the tree builder wants to be taken as it is.
fn give_tag<S: TokenSink>(
    tag: Tag,
    end: usize,
    source: &Source<'_>,
    names: &mut Names,
    sink: &S,
) -> usize {
    let name = tag.name.clone();
    let bytes = source.bytes();
    let (content_end, place) = match sink.process_token(Token::TagToken(tag), 1) {
        TokenSinkResult::Continue
        | TokenSinkResult::Script(_)
        | TokenSinkResult::EncodingIndicator(_) => return end,
        TokenSinkResult::Plaintext => (bytes.len(), Place::Raw),
        TokenSinkResult::RawData(RawKind::Rcdata) => (raw::end(bytes, end, &name), Place::Text),
        TokenSinkResult::RawData(RawKind::Rawtext) => (raw::end(bytes, end, &name), Place::Raw),
        TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
            (raw::end_of_script(bytes, end), Place::Raw)
        }
    };
    if end < content_end {
        let content = match place {
            Place::Raw => source.kept(end, content_end),
            Place::Text | Place::Attribute => source.resolved(end, content_end, place),
        };
        give(Token::CharacterTokens(content), sink);
    }
    if content_end == bytes.len() {
        return content_end;
    }
    match tag::read(source, content_end + 2, TagKind::EndTag, names) {
        Some((tag, end)) => {
            give(Token::TagToken(tag), sink);
            end
        }
        None => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::fs;
    use std::path::Path;

    use html5ever::interface::{TokenizerResult, TreeSink as _};
    use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::html::bound::Bounded;
    use crate::html::parse::{builder, parse};
    use crate::html::{Dom, NodeId, serialize};

    /// Keeps the tokens that mean something, and asks for raw text as a tree builder would.
    #[derive(Default)]
    struct Recorder {
        tokens: RefCell<Vec<Token>>,
        is_foreign: Cell<bool>,
    }

    impl TokenSink for Recorder {
        type Handle = ();

        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            let mut tokens = self.tokens.borrow_mut();
            if let (Some(Token::CharacterTokens(text)), Token::CharacterTokens(more)) =
                (tokens.last_mut(), &token)
            {
                text.push_slice(more);
                return TokenSinkResult::Continue;
            }
            let says_nothing = match &token {
                Token::CharacterTokens(text) => text.is_empty(),
                token => matches!(token, Token::ParseError(_) | Token::DoctypeToken(_)),
            };
            if says_nothing {
                return TokenSinkResult::Continue;
            }
            let answer = match &token {
                Token::TagToken(tag) if &*tag.name == "svg" => {
                    self.is_foreign.set(tag.kind == TagKind::StartTag);
                    TokenSinkResult::Continue
                }
                Token::TagToken(tag) if tag.kind == TagKind::StartTag => match &*tag.name {
                    "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                    "style" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "plaintext" => TokenSinkResult::Plaintext,
                    _ => TokenSinkResult::Continue,
                },
                _ => TokenSinkResult::Continue,
            };
            tokens.push(token);
            answer
        }

        fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
            self.is_foreign.get()
        }
    }

    /// The tree builder takes a parse error for a token between `<pre>` and the newline to be dropped.
    struct WithoutErrors(Bounded);

    impl TokenSink for WithoutErrors {
        type Handle = NodeId;

        fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
            match token {
                Token::ParseError(_) => TokenSinkResult::Continue,
                token => self.0.process_token(token, line),
            }
        }

        fn end(&self) {
            self.0.end();
        }

        fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
            self.0.adjusted_current_node_present_but_not_in_html_namespace()
        }
    }

    fn by_html5ever<S: TokenSink>(html: &str, sink: S) -> S {
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        tokenizer.sink
    }

    fn written(dom: &Dom) -> String {
        let mut out = String::new();
        serialize(dom, Dom::ROOT, &mut out);
        out
    }

    fn compare(html: &str) {
        let ours = Recorder::default();
        tokenize(html, &ours);
        let theirs = by_html5ever(html, Recorder::default());
        assert_eq!(ours.tokens, theirs.tokens, "{html:?}");
        let theirs = by_html5ever(html, WithoutErrors(builder(html.len()))).0.builder.sink.finish();
        assert_eq!(written(&parse(html)), written(&theirs), "{html:?}");
    }

    /// Each test file as it is, cut off at many places, and each line of it.
    #[test]
    fn test_data_gives_the_tokens_of_html5ever() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in [
            "samples/harbor/harbor.xml",
            "tests/data/commonmark-spec.json",
            "tests/data/gfm-extensions.json",
            "tests/data/harbor.truth.jsonl",
        ] {
            let text = fs::read_to_string(root.join(name)).expect("a test file");
            let text = text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\/", "/");
            compare(&text);
            compare(&text.replace('\n', "\r\n"));
            text.lines().for_each(compare);
        }
    }

    #[test]
    fn odd_texts_give_the_tokens_of_html5ever() {
        for html in ODD {
            compare(html);
            for end in (0..html.len()).filter(|&end| html.is_char_boundary(end)) {
                compare(&html[..end]);
            }
        }
    }

    const ODD: &[&str] = &[
        "\u{feff}\u{feff}x",
        "<p/ / a/=b c==d \"e f='&lt;' g=&gt;h i = \t'&#38' a=2 A=3>",
        "<pre></>\nx</pre><pre><!DOCTYPE a \">\nx<pre>&#10;x<textarea>\r\nx",
        "<!--><!---><!----><!--->--><!--a--!>b<!--a--!-->b<!--a--->b<!--<!--><!--<!-- -->x",
        "<!-x><!x<?y></ z></a></><!DoCtYpE x>",
        "<svg><![CDATA[a\0<b>]]]>c<title>&amp;</title></svg><![CDATA[d]]>",
        "<script>a<!--<script>b</script>c--></script>d<script><!--></script>e",
        "<script><!-<script>--></script ><script><!--<SCRIPT/></sCript/>--</script>--></script>x",
        "<textarea>&amp;</text></textareas></TEXTAREA a='>' b>x<style>&amp;</style/>x",
        "<plaintext>&amp;\0</plaintext>",
        "&amp&notit;&notin;&not=&lang&&;&#;&#x;&#x41&#128;&#xD800;&#99999999999;&NotEqualTilde;",
        "<a href='?a=1&b=2&copy=3&copy;&amp&lt'>&am\rp; a\0b&\0</a\0 B\0=\0\r\n=c>",
        "a < b << c <3 <é <",
        "<DIV É=É\u{a0}x\x0By><dIv\x0Cid=a></Div é>",
    ];

    /// Pieces that mean something together.
    const PIECES: &[&str] = &[
        "<",
        ">",
        "</",
        "/>",
        "=",
        "\"",
        "'",
        " ",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u{c}",
        "\0",
        "&",
        ";",
        "#",
        "x",
        "1",
        "&#",
        "&#x",
        "&amp",
        "&lt;",
        "not",
        "in",
        "a",
        "b",
        "A",
        "é",
        "-",
        "--",
        "->",
        "-->",
        "!",
        "!>",
        "<!",
        "<!--",
        "<!-->",
        "--!>",
        "<?",
        "[CDATA[",
        "]]>",
        "]",
        "<svg>",
        "</svg>",
        "<math>",
        "<pre>",
        "<p",
        "<b ",
        "</b",
        "<a href=",
        "<script>",
        "<script",
        "</script",
        "</script>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<title>",
        "</title ",
        "<plaintext>",
        "<table>",
        "<td>",
        "doctype",
        "<!DOCTYPE ",
        "<br/>",
        "id=x ",
    ];

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 4_000,
            rng_seed: RngSeed::Fixed(1),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn any_text_gives_the_tokens_of_html5ever(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        ) {
            compare(&pieces.concat());
        }

        #[test]
        fn any_characters_give_the_tokens_of_html5ever(
            html in "[<>/!?&#;a-cA-C0-9\"'= \r\n\u{0}é\\-]{0,40}",
        ) {
            compare(&html);
        }
    }

    #[test]
    fn many_attributes_take_linear_time_and_the_first_of_a_name_counts() {
        let pair = |n| format!("a{n}=1 a{}=2 ", n / 2);
        let attributes = (0..50_000).map(pair).collect::<Vec<_>>().concat();
        let dom = parse(&format!("<p {attributes}>x"));
        let p = dom.elements().next().expect("a paragraph");
        assert_eq!(dom.attributes(p).count(), 50_000);
        assert!(dom.attributes(p).all(|(_, value)| value == "1"));
    }
}
