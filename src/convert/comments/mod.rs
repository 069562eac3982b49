//! Comments → a section below the body, threaded by quotes. No e-mail or IP address reaches this
//! room: the reader does not keep them.

mod address;
#[cfg_attr(not(test), expect(dead_code, reason = "only bodies of posts are read so far"))]
mod clean;
mod languages;
mod plural;
#[cfg_attr(not(test), expect(dead_code, reason = "the section is written in English so far"))]
mod words;

use crate::convert::body::{differences, losses, readable, rewrite_links};
use crate::convert::date::Moment;
use crate::convert::lower::{self, Context};
use crate::convert::pictures;
use crate::convert::thread::{self, Shown};
use crate::convert::{Check, Writing};
use crate::html::{self, Dom};
use crate::link::{self, Rewritten};
use crate::markdown::{self, Block, Document, Heading, Inline};
use crate::notice::Notice;
use crate::site::{Destination, Site};
use crate::wxr::{Comment, CommentKind, Item};

/// The line above the section.
const MARK: &str = "<!-- comments -->\n\n";

/// The comments of an item as Markdown, and what happened on the way.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// Markdown that ends with a newline, or nothing.
    pub(super) text: String,
    /// What happened.
    pub(super) notices: Vec<Notice>,
    /// Their links.
    pub(super) links: Rewritten,
    /// Fragments of their links to places in the body.
    pub(super) fragments: Vec<String>,
}

/// The section of an item; empty if nobody said anything.
pub(super) fn section(
    item: &Item<'_>,
    destination: &Destination,
    site: &Site,
    writing: Writing<'_>,
) -> Section {
    let shown = thread::arrange(&item.comments);
    if shown.is_empty() {
        return Section::default();
    }
    let mut section = Section::default();
    let context = Context::of_item(item, site, writing.rules, writing.target);
    let doms: Vec<Dom> = shown
        .iter()
        .map(|shown| read(shown.comment, destination, (&context, writing), &mut section))
        .collect();
    let bylines: Vec<Block<'_>> = shown
        .iter()
        .map(|shown| byline(shown.comment, destination, &context, &mut section))
        .collect();
    let bodies: Vec<Document<'_>> =
        doms.iter().map(|dom| markdown::read(dom, &writing.reading)).collect();
    section.notices.extend(bodies.iter().flat_map(|body| losses(&body.losses)));
    let mut blocks = vec![heading(shown.len())];
    blocks.extend(nest(&shown, &bylines, bodies));
    let dialect = &writing.target.markdown;
    section.text = format!("{MARK}{}", markdown::write(&blocks, dialect));
    if writing.check == Check::Verify {
        let expect = |expected: &mut markdown::Shown| {
            expected.add_lines(&[heading(shown.len())]);
            for (byline, dom) in bylines.iter().zip(&doms) {
                expected.add_lines(std::slice::from_ref(byline));
                expected.add_dom(dom, &writing.reading, dialect);
            }
        };
        let readable = readable(&section.text, &blocks, writing.target);
        section.notices.extend(differences(&markdown::verify(expect, &readable, dialect)));
    }
    section
}

/// The body of one comment with the links of the new site.
fn read(
    comment: &Comment<'_>,
    destination: &Destination,
    (cx, writing): (&Context<'_>, Writing<'_>),
    section: &mut Section,
) -> Dom {
    let mut dom = html::parse(&lower::comment(&comment.content, cx));
    section.notices.extend(pictures::settle(&mut dom, cx.site, cx.rules).notices);
    lower::settle_attributes(&mut dom, cx);
    let mut links = rewrite_links(&mut dom, destination, cx.site, writing);
    section.notices.append(&mut links.notices);
    section.links.add(links);
    section.fragments.extend(link::fragments(&dom));
    dom
}

/// `## 3 Responses`
fn heading<'a>(count: usize) -> Block<'a> {
    let text = if count == 1 { "1 Response".to_owned() } else { format!("{count} Responses") };
    Block::Heading(Heading { level: 2, id: None, content: vec![Inline::Text(text.into())] })
}

/// Each comment below its author's line, each level of replies in a quote.
fn nest<'a>(
    shown: &[Shown<'a>],
    bylines: &[Block<'a>],
    bodies: Vec<Document<'a>>,
) -> Vec<Block<'a>> {
    let mut levels: Vec<Vec<Block<'a>>> = vec![Vec::new()];
    for ((shown, byline), body) in shown.iter().zip(bylines).zip(bodies) {
        // Replies are at most one level below what they answer.
        while levels.len() > shown.depth + 1 {
            close(&mut levels);
        }
        if levels.len() < shown.depth + 1 {
            levels.push(Vec::new());
        }
        let level = levels.last_mut().expect("the top level stays open");
        level.push(byline.clone());
        level.extend(body.blocks);
    }
    while levels.len() > 1 {
        close(&mut levels);
    }
    levels.pop().expect("the top level stays open")
}

/// Puts the deepest level into a quote of the one above it.
fn close(levels: &mut Vec<Vec<Block<'_>>>) {
    let replies = levels.pop();
    if let (Some(replies), Some(above)) = (replies, levels.last_mut()) {
        above.push(Block::Quote(replies));
    }
}

/// `**[Ann](https://ann.example/)**, 2011-12-18 14:31`, with the anchor that old links point at.
fn byline<'a>(
    comment: &Comment<'a>,
    destination: &Destination,
    cx: &Context<'_>,
    section: &mut Section,
) -> Block<'a> {
    let author = author(comment, destination, cx, section);
    let mut line = vec![anchor(comment.id), Inline::Strong(vec![author])];
    let mut rest = match comment.kind {
        CommentKind::Comment | CommentKind::Review | CommentKind::Record | CommentKind::Unknown => {
            String::new()
        }
        CommentKind::Pingback | CommentKind::Trackback | CommentKind::Reaction => {
            " (pingback)".to_owned()
        }
    };
    if let Some(moment) = Moment::from_pair(&comment.date, &comment.date_gmt) {
        rest.push_str(", ");
        rest.push_str(&moment.readable());
    }
    line.push(Inline::Text(rest.into()));
    Block::Paragraph(line)
}

fn anchor<'a>(id: u64) -> Inline<'a> {
    Inline::Html(format!("<a id=\"comment-{id}\"></a>").into())
}

/// The name, with a link to the author's site; for another post of the site, which pinged this one, to
/// that post.
fn author<'a>(
    comment: &Comment<'a>,
    from: &Destination,
    cx: &Context<'_>,
    section: &mut Section,
) -> Inline<'a> {
    let name = lower::line(&comment.author, cx);
    let name = if name.is_empty() { "Anonymous".to_owned() } else { name };
    let name = Inline::Text(name.into());
    let address = comment.author_url.trim();
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    if is_web && address.len() > "https://".len() {
        let new = link::rewrite_address(address, from, cx.site, cx.target, &mut section.links);
        section.notices.append(&mut section.links.notices);
        let destination = new.unwrap_or_else(|| address.to_owned()).into();
        Inline::Link { destination, title: None, content: vec![name], source: None }
    } else {
        name
    }
}
