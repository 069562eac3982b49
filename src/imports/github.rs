//! Discussions → files to post on GitHub, where giscus shows discussions and utterances shows issues.
//! Neither imports: whoever posts is the author there, and the day is the day, so each comment says
//! whose it is. A file holds the title that the page is found by, the body and each comment, below
//! lines that a script can tell them apart by.
//! <https://github.com/giscus/giscus/blob/main/client.ts>,
//! <https://github.com/utterance/utterances/blob/master/src/client.ts>

use crate::html;

use super::prose::{literal, silenced};
use super::talk::{Post, Talk};
use super::{Head, Imported, document};

/// The most characters of a post; GitHub takes 65,536, and 262,144 bytes.
const MAX_POST: usize = 65_000;

/// How many characters of what it answers stand above a reply.
const EXCERPT: usize = 100;

/// How many characters of the slug are in the name of a file.
const SLUG: usize = 40;

/// Which replies can stand below what they answer.
#[derive(Clone, Copy)]
enum Threads {
    /// Those to comments at the top.
    OneLevel,
    None,
}

/// <https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions>
pub(super) fn giscus(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    files("giscus", Threads::OneLevel, talks, head)
}

/// <https://docs.github.com/en/rest/issues/comments>
pub(super) fn utterances(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    files("utterances", Threads::None, talks, head)
}

/// The oldest item first, so that GitHub lists the newest first.
fn files(folder: &str, threads: Threads, talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    let mut talks: Vec<&Talk<'_>> = talks.iter().collect();
    talks.sort_by_key(|talk| (talk.date().in_gmt(), &talk.discussion.address));
    let width = talks.len().to_string().len().max(4);
    let documents = (1..)
        .zip(talks)
        .map(|(number, talk)| {
            let slug = safe(&talk.discussion.slug);
            document(&format!("{folder}/{number:0width$}-{slug}.md"), text(talk, threads, head))
        })
        .collect();
    Imported { documents, notices: Vec::new() }
}

fn text(talk: &Talk<'_>, threads: Threads, head: &Head<'_>) -> String {
    let address = head.address(talk.discussion);
    let mut out = format!("<!-- pressdown: title {} -->\n", term(&talk.discussion.address));
    part("body", &format!("Comments on [{}](<{address}>)", literal(talk.title)), &mut out);
    let excerpts: Vec<String> = talk.posts.iter().map(excerpt).collect();
    for post in &talk.posts {
        let answered = post.parent.map(|parent| (&talk.posts[parent], &*excerpts[parent]));
        let (kinds, quoted) = match threads {
            Threads::OneLevel if post.depth == 0 => (["comment", "reply"], None),
            // What stands right below a comment at the top shows what it answers.
            Threads::OneLevel => (["reply"; 2], answered.filter(|_| post.depth > 1)),
            Threads::None => (["comment"; 2], answered),
        };
        comment(post, kinds, quoted, &mut out);
    }
    out
}

/// The title that giscus and utterances look for by default.
///
/// `/2019/05/04/tea.html` → `2019/05/04/tea`, `/` → `index`
fn term(address: &str) -> &str {
    let path = address.strip_prefix('/').unwrap_or(address);
    let is_word = |ending: &str| {
        !ending.is_empty() && ending.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    match path.rsplit_once('.') {
        _ if path.is_empty() => "index",
        Some((term, ending)) if is_word(ending) => term,
        Some(_) | None => path,
    }
}

/// `kinds` are those of its first part and of what was too long for that.
fn comment(
    post: &Post<'_>,
    [kind, following]: [&str; 2],
    quoted: Option<(&Post<'_>, &str)>,
    out: &mut String,
) {
    let author = author(post);
    let date = post.said.date.map(|date| format!(", {}", date.readable()));
    let date = date.unwrap_or_default();
    let answers = match quoted {
        Some((answered, _)) => format!(" to **{}**", literal(&answered.said.author)),
        None => String::new(),
    };
    let quote = match quoted {
        Some((_, excerpt)) if !excerpt.is_empty() => format!("> {excerpt}\n\n"),
        Some(_) | None => String::new(),
    };
    let text = silenced(&post.markdown());
    let mut pieces = split(&text, MAX_POST).into_iter();
    let first = pieces.next().unwrap_or_default();
    part(kind, &format!("**{author}**{answers}{date}\n\n{quote}{first}"), out);
    for piece in pieces {
        part(following, &format!("**{author}**, continued\n\n{piece}"), out);
    }
}

/// The name, with a link to the author's site.
fn author(post: &Post<'_>) -> String {
    let name = literal(&post.said.author);
    let is_web = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
    let breaks_out = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\');
    match post.said.url.as_deref().filter(is_web) {
        Some(url) if !url.contains(breaks_out) => format!("[{name}](<{url}>)"),
        Some(_) | None => name,
    }
}

/// The start of what somebody said, as Markdown on one line.
fn excerpt(post: &Post<'_>) -> String {
    let text = html::plain_text(&post.said.html);
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", literal(text[..end].trim_end())),
        None => literal(&text),
    }
}

/// A line that says what follows, and that. Nobody's text can look like such a line.
fn part(kind: &str, text: &str, out: &mut String) {
    let text = text.replace("<!-- pressdown:", "<!-- pressdown :");
    for part in ["<!-- pressdown: ", kind, " -->\n", text.trim_end(), "\n\n"] {
        out.push_str(part);
    }
}

/// Pieces of not more characters than a post may have: between paragraphs if that can be, or lines. Code
/// that is cut is code in both pieces.
fn split(text: &str, most: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut open: Option<&str> = None;
    // The names above and the quote take their part.
    let most = most - 5_000;
    while let Some((end, _)) = rest.char_indices().nth(most) {
        let piece = &rest[..end];
        let at = piece.rfind("\n\n").or_else(|| piece.rfind('\n')).filter(|at| *at > 0);
        let (piece, after) = rest.split_at(at.unwrap_or(end));
        let start = opening(open);
        open = open_behind(piece, open);
        let end = open.map_or(String::new(), |fence| format!("\n{fence}"));
        pieces.push(format!("{start}{piece}{end}"));
        rest = after.trim_start_matches('\n');
    }
    pieces.push(format!("{}{rest}", opening(open)));
    pieces
}

/// The line that opens the code again that a piece starts in.
fn opening(open: Option<&str>) -> String {
    open.map_or(String::new(), |fence| format!("{fence}\n"))
}

/// The fence of the code that is open at the end of a piece.
fn open_behind<'t>(piece: &'t str, mut open: Option<&'t str>) -> Option<&'t str> {
    for line in piece.lines() {
        let fence = fence(line);
        match open {
            None if !fence.is_empty() => open = Some(fence),
            Some(opened) if fence.starts_with(opened) && fence == line.trim() => open = None,
            None | Some(_) => {}
        }
    }
    open
}

/// The marks that a line starts with if they open or close code.
fn fence(line: &str) -> &str {
    let line = line.trim_start();
    let marks = line.len() - line.trim_start_matches(['`', '~']).len();
    if marks < 3 { "" } else { &line[..marks] }
}

/// A part of a file's name.
fn safe(slug: &str) -> String {
    let safe: String =
        slug.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(SLUG).collect();
    if safe.trim_matches('-').is_empty() { "item".to_owned() } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What the `pathname` case of giscus' client makes of them.
    #[test]
    fn titles_are_what_is_looked_for() {
        let cases = [
            ("/2019/05/04/tea/", "2019/05/04/tea/"),
            ("/tea.html", "tea"),
            ("/a.b/tea", "a.b/tea"),
            ("/v1.0/", "v1.0/"),
            ("/", "index"),
            ("/stra%C3%9Fe/", "stra%C3%9Fe/"),
        ];
        for (address, expected) in cases {
            assert_eq!(term(address), expected);
        }
    }

    #[test]
    fn long_texts_are_split_between_paragraphs() {
        let most = 5_000 + 10;
        assert_eq!(split("abc\n\ndefghijk", most), ["abc", "defghijk"]);
        assert_eq!(split("abc\ndefghijk", most), ["abc", "defghijk"]);
        assert_eq!(split("äöüäöüäöüäöü", most), ["äöüäöüäöüä", "öü"]);
        assert_eq!(split("short", most), ["short"]);
        let code = "```rust\nabc\ndef\n```\n\nxyz";
        assert_eq!(split(code, 5_000 + 12), ["```rust\nabc\n```", "```\ndef\n```\n\nxyz"]);
    }

    #[test]
    fn names_of_files_are_safe() {
        assert_eq!(safe("the-kettle"), "the-kettle");
        assert_eq!(safe("../Straße?"), "---Straße-");
        assert_eq!(safe(""), "item");
    }
}
