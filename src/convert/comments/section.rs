//! Comments → a section below the body.

use crate::convert::Check;
use crate::convert::body::{differences, losses, readable};
use crate::convert::comments::thread::{Shown, Threads};
use crate::convert::comments::voice::Voice;
use crate::convert::comments::{Account, Nesting, Scene, address, read, words};
use crate::html::Dom;
use crate::markdown::{self, Block, Heading, Inline, Item, List, ListKind, Spacing};
use crate::wxr::CommentKind;

/// The line above the section.
const MARK: &str = "<!-- comments -->";

/// The deepest level that is shown; WordPress itself offers no more than ten. Deeper replies stand
/// beside the one that they answer.
const MAX_DEPTH: usize = 10;

/// Comments below one heading.
struct Part<'a> {
    heading: Block<'a>,
    shown: &'a [Shown<'a>],
    bylines: Vec<Block<'a>>,
    doms: Vec<Dom>,
}

/// The section as Markdown that ends with a newline.
pub(super) fn section(threads: &Threads<'_>, scene: &Scene<'_>, account: &mut Account) -> String {
    let language = scene.context.language();
    let mut parts = Vec::new();
    if !threads.comments.is_empty() {
        let title = words::heading(threads.comments.len(), language);
        parts.push(part(title, &threads.comments, scene, account));
    }
    if !threads.pingbacks.is_empty() {
        // Answers of readers to them stand there, too.
        let pingbacks = threads.pingbacks.iter().filter(|it| it.comment.kind.is_from_elsewhere());
        let title = words::pingbacks(pingbacks.count(), language);
        parts.push(part(title, &threads.pingbacks, scene, account));
    }
    let mut blocks = vec![Block::Html(MARK.into())];
    for part in &parts {
        blocks.push(part.heading.clone());
        blocks.extend(nest(part, scene, account));
    }
    let text = markdown::write(&blocks, &scene.writing.target.markdown);
    if scene.writing.check == Check::Verify {
        verify(&text, &blocks, &parts, scene, account);
    }
    text
}

fn part<'a>(
    title: String,
    shown: &'a [Shown<'a>],
    scene: &Scene<'_>,
    account: &mut Account,
) -> Part<'a> {
    let (target, destination) = (scene.writing.target, scene.destination);
    let dom = |shown: &Shown<'_>| read(shown.comment, destination, target, scene, account);
    let doms = shown.iter().map(dom).collect();
    let bylines = shown.iter().map(|shown| byline(shown, scene, account)).collect();
    let content = vec![Inline::Text(title.into())];
    let heading = Block::Heading(Heading { level: 2, id: None, content });
    Part { heading, shown, bylines, doms }
}

/// `**[Ann](https://ann.example/)**, 2011-12-18 14:31 +01:00`, with the anchor that old links point at.
fn byline<'a>(shown: &Shown<'a>, scene: &Scene<'_>, account: &mut Account) -> Block<'a> {
    let Shown { comment, id, .. } = *shown;
    let voice = Voice::of(comment, scene);
    let mut line = vec![Inline::Html(format!("<a id=\"comment-{id}\"></a>").into())];
    if let Some(avatar) = voice.avatar {
        let destination = avatar.into();
        line.push(Inline::Image { destination, title: None, alternative: "".into() });
        line.push(Inline::Text(" ".into()));
    }
    let name = Inline::Text(voice.author.into());
    let author = match voice.url {
        Some(url) => {
            let target = scene.writing.target;
            let destination = address(&url, scene.destination, target, scene, account).into();
            Inline::Link { destination, title: None, content: vec![name], source: None }
        }
        None => name,
    };
    line.push(Inline::Strong(vec![author]));
    let mut rest = String::new();
    match comment.kind {
        CommentKind::Pingback
        | CommentKind::Trackback
        | CommentKind::Mention
        | CommentKind::Reaction => {
            rest = format!(" ({})", comment.kind.name());
        }
        _ if voice.is_by_post_author => {
            rest = format!(" ({})", words::post_author(scene.context.language()));
        }
        CommentKind::Comment | CommentKind::Review | CommentKind::Record | CommentKind::Unknown => {
        }
    }
    if let Some(moment) = voice.date {
        rest = format!("{rest}, {}", moment.readable());
    }
    if let Some(stars) = voice.rating {
        let stars = usize::from(stars);
        rest = format!("{rest}, {}{}", "★".repeat(stars), "☆".repeat(5 - stars));
    }
    line.push(Inline::Text(rest.into()));
    Block::Paragraph(line)
}

/// Each comment below its author's line, each level of replies in a quote, or in a list.
fn nest<'a>(part: &'a Part<'a>, scene: &Scene<'_>, account: &mut Account) -> Vec<Block<'a>> {
    let nesting = scene.writing.comments.nesting;
    let mut levels: Vec<Level<'a>> = vec![Level::default()];
    for ((shown, byline), dom) in part.shown.iter().zip(&part.bylines).zip(&part.doms) {
        let body = markdown::read(dom, &scene.writing.reading);
        account.notices.extend(losses(&body.losses));
        let depth = shown.depth.min(MAX_DEPTH - 1);
        // Replies are at most one level below what they answer.
        while levels.len() > depth + 1 {
            close(&mut levels, nesting);
        }
        if levels.len() < depth + 1 {
            levels.push(Level::default());
        }
        let level = levels.last_mut().expect("the top level stays open");
        let mut blocks = vec![byline.clone()];
        blocks.extend(body.blocks);
        level.comments.push(blocks);
    }
    while levels.len() > 1 {
        close(&mut levels, nesting);
    }
    levels.pop().expect("the top level stays open").blocks(nesting)
}

/// Comments that answer the same one.
#[derive(Default)]
struct Level<'a> {
    comments: Vec<Vec<Block<'a>>>,
}

impl<'a> Level<'a> {
    fn blocks(self, nesting: Nesting) -> Vec<Block<'a>> {
        match nesting {
            Nesting::Quotes => self.comments.into_iter().flatten().collect(),
            Nesting::Lists => {
                let item = |blocks| Item { task: None, blocks };
                let items = self.comments.into_iter().map(item).collect();
                vec![Block::List(List { kind: ListKind::Bullet, spacing: Spacing::Loose, items })]
            }
        }
    }
}

/// Puts the deepest level below the last comment of the one above it.
fn close(levels: &mut Vec<Level<'_>>, nesting: Nesting) {
    let Some(replies) = levels.pop() else { return };
    let above = levels.last_mut().and_then(|above| above.comments.last_mut());
    let above = above.expect("replies stand below the one that they answer");
    match nesting {
        Nesting::Quotes => above.push(Block::Quote(replies.blocks(nesting))),
        Nesting::Lists => above.extend(replies.blocks(nesting)),
    }
}

/// Reads the section back.
fn verify(
    text: &str,
    blocks: &[Block<'_>],
    parts: &[Part<'_>],
    scene: &Scene<'_>,
    account: &mut Account,
) {
    let dialect = &scene.writing.target.markdown;
    let expect = |expected: &mut markdown::Shown| {
        for part in parts {
            expected.add_lines(std::slice::from_ref(&part.heading));
            for (byline, dom) in part.bylines.iter().zip(&part.doms) {
                expected.add_lines(std::slice::from_ref(byline));
                expected.add_dom(dom, &scene.writing.reading, dialect);
            }
        }
    };
    let readable = readable(text, blocks, scene.writing.target);
    account.notices.extend(differences(&markdown::verify(expect, &readable, dialect)));
}
