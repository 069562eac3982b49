//! Comments → values, and → files of their own.

use crate::convert::body;
use crate::convert::comments::thread::{Shown, Threads};
use crate::convert::comments::voice::Voice;
use crate::convert::comments::{Account, Scene, address, clean, read};
use crate::convert::discussion::{Discussion, Said};
use crate::convert::value::{self, Fields, Value};
use crate::convert::{Document, Writing, date, front_matter, lower};
use crate::link;
use crate::site::{Destination, OutPath, Record};
use crate::target::{CommentField, CommentSource, Target};
use crate::wxr::PostId;

/// The comments as values, with the links of a target.
pub(super) fn discussion(
    threads: &Threads<'_>,
    target: &Target,
    scene: &Scene<'_>,
    account: &mut Account,
) -> Discussion {
    let Scene { item, destination, site, .. } = *scene;
    let one = |shown: &Shown<'_>| said(shown, destination, target, scene, account);
    let comments = threads.all().map(one).collect();
    let address = &destination.address;
    Discussion {
        post: own_number(scene),
        title: lower::line(&item.title, &scene.context),
        slug: address.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned(),
        address: link::encode_whole(address),
        permalink: site.old_address(&item.link).unwrap_or_default(),
        date: date::published(item),
        is_open: front_matter::is_open(item) == Some(true),
        comments,
    }
}

/// The number of the item, unless another item has it, too: several sites can be converted together.
fn own_number(scene: &Scene<'_>) -> Option<PostId> {
    let is_own = |id: &PostId| {
        let known = scene.site.by_id(*id).and_then(Record::destination);
        known.is_some_and(|known| known.path == scene.destination.path)
    };
    scene.item.id.filter(is_own)
}

/// A Markdown file for each comment.
pub(super) fn files(
    threads: &Threads<'_>,
    scene: &Scene<'_>,
    account: &mut Account,
) -> Vec<Document> {
    let target = scene.writing.target;
    let post = scene.site.folder(scene.destination);
    let number = own_number(scene);
    let is_above = |field: &&CommentField| !is_body(field.source);
    let above: Vec<CommentField> =
        target.comments.fields.iter().filter(is_above).cloned().collect();
    let mut files = Vec::new();
    if let Some(beside) = &target.comments.beside {
        let path = OutPath::parse(&beside.path.replace("{post}", post));
        files.extend(path.map(|path| Document { path, text: beside.text.clone() }));
    }
    for shown in threads.all() {
        let path = target.comments.file.replace("{comment}", &shown.id.to_string());
        let path = OutPath::parse(&path.replace("{post}", post));
        let Some(path) = path else { continue };
        let from = Destination { path: path.clone(), ..scene.destination.clone() };
        let said = said(shown, &from, target, scene, account);
        let text = format!("{}\n{}", value::yaml(&fields(&said, number, &above)), said.markdown);
        files.push(Document { path, text });
    }
    files
}

fn is_body(source: CommentSource) -> bool {
    matches!(source, CommentSource::Html | CommentSource::Markdown)
}

fn said(
    shown: &Shown<'_>,
    from: &Destination,
    target: &Target,
    scene: &Scene<'_>,
    account: &mut Account,
) -> Said {
    let Voice { author, url, user, is_by_post_author, avatar, date, rating } =
        Voice::of(shown.comment, scene);
    let dom = read(shown.comment, from, target, scene, account);
    let writing = Writing { target, ..scene.writing };
    let html = clean::html(&dom);
    Said {
        id: shown.id,
        parent: shown.parent,
        depth: shown.depth,
        kind: shown.comment.kind,
        author,
        url: url.map(|url| address(&url, from, target, scene, account)),
        user,
        is_by_post_author,
        avatar,
        date,
        rating,
        html: html.trim_end().to_owned(),
        markdown: body::write(&dom, &[], writing, &mut account.notices),
    }
}

/// What is said of a comment, in the order of the fields.
#[must_use]
pub fn fields(said: &Said, post: Option<PostId>, fields: &[CommentField]) -> Fields {
    let value = |field: &CommentField| Some((field.key.clone(), value(said, post, field.source)?));
    Fields(fields.iter().filter_map(value).collect())
}

fn value(said: &Said, post: Option<PostId>, source: CommentSource) -> Option<Value> {
    let text = |text: &Option<String>| text.clone().map(Value::Word);
    match source {
        CommentSource::Id => Some(number(said.id)),
        CommentSource::Parent => said.parent.map(number),
        CommentSource::Depth => Some(number(said.depth as u64)),
        CommentSource::Type => Some(Value::Word(said.kind.name().to_owned())),
        CommentSource::Author => Some(Value::Text(said.author.clone())),
        CommentSource::Url => text(&said.url),
        CommentSource::User => text(&said.user),
        CommentSource::ByPostAuthor => said.is_by_post_author.then_some(Value::Flag(true)),
        CommentSource::Avatar => text(&said.avatar),
        CommentSource::Date => said.date.map(|date| Value::Moment(date.rfc3339())),
        CommentSource::Rating => said.rating.map(|stars| number(stars.into())),
        CommentSource::Post => post.map(|PostId(id)| number(id)),
        CommentSource::Html => Some(Value::Text(said.html.clone())),
        CommentSource::Markdown => Some(Value::Text(said.markdown.trim_end().to_owned())),
    }
}

/// Numbers of damaged exports may be larger than those of programs.
fn number(number: u64) -> Value {
    i64::try_from(number).map_or_else(|_| Value::Word(number.to_string()), Value::Number)
}
