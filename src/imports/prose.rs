//! Markdown → the same Markdown as other systems read it: only what they would misread is changed.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::html;

/// A character of no width that keeps GitHub from reading a name or a number, as other tools write it.
const SILENCE: &str = "&#8203;";

/// The bytes of the longest reference to a character that is looked at: `&#x00040;`
const MAX_REFERENCE: usize = 12;

/// What replaces a part of the source.
type Edit = (Range<usize>, String);

/// Line breaks as two spaces, which all Markdown knows; a backslash is younger than some renderers.
pub(super) fn with_old_breaks(markdown: &str) -> String {
    apply(markdown, breaks(markdown, "  "))
}

/// For a renderer that breaks lines at their ends, raises what stands between `^` and lowers what stands
/// between `~`, and shows names of characters as they are written, and every tag too.
pub(super) fn without_html(markdown: &str) -> String {
    let mut edits = breaks(markdown, "");
    let mut in_code = false;
    for (event, range) in events(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code && markdown[range.clone()].starts_with('&') => {
                let escaped = text
                    .chars()
                    .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]));
                edits.push((range, escaped.collect()));
            }
            Event::Text(_) if !in_code => edits.extend(raised(markdown, range)),
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    apply(markdown, edits)
}

/// A backslash for each sign that raises or lowers, unless it has one.
fn raised(markdown: &str, text: Range<usize>) -> Vec<Edit> {
    let signs = markdown[text.clone()].match_indices(['^', '~']);
    let places = signs.map(|(at, _)| text.start + at);
    let bare = places.filter(|at| !markdown[..*at].ends_with('\\'));
    bare.map(|at| (at..at, "\\".to_owned())).collect()
}

/// `@name`, `#12` and `GH-12` so that GitHub tells nobody and links nothing. Code stays as it is, and so
/// do addresses. <https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls>
pub(super) fn silenced(markdown: &str) -> String {
    let mut spoken = Vec::new();
    let mut in_code = false;
    for (event, range) in events(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::HtmlBlock) => spoken.extend(outside_tags(markdown, range)),
            Event::Text(_) if !in_code => spoken.push(range),
            _ => {}
        }
    }
    let places = loud(markdown, &spoken);
    apply(markdown, places.into_iter().map(|at| (at..at, SILENCE.to_owned())).collect())
}

/// Plain text as Markdown that shows it and nothing else.
pub(super) fn literal(text: &str) -> String {
    let mut markdown = String::new();
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '!') {
            markdown.push('\\');
        }
        markdown.push(c);
        let names_issue = markdown
            .as_bytes()
            .last_chunk::<3>()
            .is_some_and(|end| end.eq_ignore_ascii_case(b"gh-"));
        if matches!(c, '@' | '#') || names_issue {
            markdown.push_str(SILENCE);
        }
    }
    markdown
}

fn events(markdown: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
        .into_offset_iter()
}

/// The backslashes that break lines.
fn breaks(markdown: &str, instead: &str) -> Vec<Edit> {
    events(markdown)
        .filter(|(event, range)| {
            matches!(event, Event::HardBreak) && markdown[range.start..].starts_with('\\')
        })
        .map(|(_, range)| (range.start..range.start + 1, instead.to_owned()))
        .collect()
}

/// The parts of HTML that are no tags.
fn outside_tags(markdown: &str, html: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = html.start;
    // The mark that ends what the place is in: a tag, or a value of it.
    let mut until = None;
    for (at, c) in markdown[html.clone()].char_indices().map(|(at, c)| (html.start + at, c)) {
        match until {
            None if c == '<' => {
                parts.push(start..at);
                until = Some('>');
            }
            Some('>') if matches!(c, '"' | '\'') => until = Some(c),
            Some('>') if c == '>' => {
                until = None;
                start = at + 1;
            }
            Some(quote) if quote == c => until = Some('>'),
            None | Some(_) => {}
        }
    }
    if until.is_none() {
        parts.push(start..html.end);
    }
    parts
}

/// The places in texts behind which GitHub must not read on. The texts are in order.
fn loud(markdown: &str, texts: &[Range<usize>]) -> Vec<usize> {
    let mut texts = texts.iter().peekable();
    let mut places = Vec::new();
    let mut in_address = false;
    let mut before = None;
    for (at, c) in markdown.char_indices() {
        let rest = &markdown[at..];
        while texts.next_if(|text| text.end <= at).is_some() {}
        let is_text = texts.peek().is_some_and(|text| text.start <= at);
        let starts = ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start));
        let goes_on = in_address && !c.is_whitespace() && c != '<';
        // What a backslash stands before is text; the backslash is not.
        in_address = is_text && starts || goes_on && (is_text || c == '\\');
        if is_text
            && !in_address
            && let Some(length) = mark(rest, before)
        {
            places.push(at + length);
        }
        before = is_text.then_some(c);
    }
    places
}

/// How long the mark is that a name or a number follows.
fn mark(rest: &str, before: Option<char>) -> Option<usize> {
    let is_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let starts = |start: usize, is: fn(char) -> bool| rest[start..].starts_with(is);
    let is_digit = |c: char| c.is_ascii_digit();
    match rest.as_bytes().first()? {
        b'@' => (!is_word && starts(1, char::is_alphanumeric)).then_some(1),
        // Also behind the name of a repository: `owner/name#12`.
        b'#' => (before != Some('&') && starts(1, is_digit)).then_some(1),
        b'g' | b'G' => {
            let is_mark = rest.get(..3).is_some_and(|mark| mark.eq_ignore_ascii_case("gh-"));
            (!is_word && is_mark && starts(3, is_digit)).then_some(3)
        }
        // The name of a character is read before names and numbers are looked for.
        b'&' => {
            let end = rest.bytes().take(MAX_REFERENCE).position(|byte| byte == b';')?;
            let decoded = html::decode(&rest[..=end]);
            matches!(&*decoded, "@" | "#").then_some(end + 1)
        }
        _ => None,
    }
}

/// The source with its edits, which are in order.
fn apply(source: &str, edits: Vec<Edit>) -> String {
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for (range, replacement) in edits {
        text.push_str(&source[done..range.start]);
        text.push_str(&replacement);
        done = range.end;
    }
    text.push_str(&source[done..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn github_is_told_no_names_and_no_numbers() {
        let cases = [
            (
                "@ann, see #12 (GH-7) and o/r#9",
                "@&#8203;ann, see #&#8203;12 (GH-&#8203;7) and o/r#&#8203;9",
            ),
            ("ann@mail.example", "ann@mail.example"),
            ("`@media` and #hash", "`@media` and #hash"),
            ("```css\n@media #12\n```", "```css\n@media #12\n```"),
            ("https://x.example/@ann#12 @bob", "https://x.example/@ann#12 @&#8203;bob"),
            ("[@ann](https://x.example/@ann)", "[@&#8203;ann](https://x.example/@ann)"),
            ("&#64;ann \\@bob", "&#64;&#8203;ann \\@&#8203;bob"),
            (
                "<div title=\"@a > #1\">\n@ann\n</div>",
                "<div title=\"@a > #1\">\n@&#8203;ann\n</div>",
            ),
            ("a <b title='@a'>@ann</b>", "a <b title='@a'>@&#8203;ann</b>"),
            ("a&#160;b &#x40;ann", "a&#160;b &#x40;&#8203;ann"),
            ("Größe @ñu", "Größe @&#8203;ñu"),
        ];
        for (source, expected) in cases {
            assert_eq!(silenced(source), expected);
        }
    }

    #[test]
    fn names_show_as_they_are() {
        assert_eq!(literal("@a_b <c>\n#1"), "@&#8203;a\\_b \\<c\\> #&#8203;1");
    }

    #[test]
    fn breaks_are_written_as_everybody_reads_them() {
        assert_eq!(
            with_old_breaks("a\\\nb\n\n> c\\\n> d\n\n`e\\`"),
            "a  \nb\n\n> c  \n> d\n\n`e\\`"
        );
        assert_eq!(without_html("a\\\nb &lt;c&gt; &eacute; `&lt;`"), "a\nb \\<c\\> é `&lt;`");
    }
}
