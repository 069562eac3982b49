//! A list of posts → a document: what the old site said of it, and the posts where no generator
//! lists them.

use std::mem;

use crate::convert::value::{self, Fields, Value};
use crate::convert::{Body, Document, Embedded, Writing, assemble, body};
use crate::link::{self, Rewritten};
use crate::markdown::{self, Block, Inline, Item, List, ListKind, Spacing};
use crate::notice::Notice;
use crate::site::{Archive, ArchiveId, ArchivePlace, Destination, Record, Site};
use crate::target::{Field, Lister, Source, Target};

/// What an archive came to.
#[derive(Debug)]
pub struct Listed {
    /// Which one it is.
    pub id: ArchiveId,
    /// Its file.
    pub document: Document,
    /// The links of its description.
    pub links: Rewritten,
    /// What happened on the way.
    pub notices: Vec<Notice>,
    /// Pictures that stood in its description.
    pub files: Vec<Embedded>,
}

/// Makes the file of an archive; `None` if it gets none.
#[must_use]
pub fn archive(id: ArchiveId, site: &Site, writing: Writing<'_>) -> Option<Listed> {
    let archive = site.archives.get(id)?;
    let ArchivePlace::File(destination, file) = &archive.place else { return None };
    let target = writing.target;
    let mut description = body::description(&archive.description, destination, site, writing);
    let posts = match file.posts {
        Lister::Generator => String::new(),
        Lister::File => {
            let members = site.archives.members(id);
            list(members.into_iter().map(|at| &site.records[at]), destination, target)
        }
    };
    let fields = value::yaml(&fields(&archive, site, target));
    let text = assemble(&fields, &description.text, &posts);
    let mut links = mem::take(&mut description.links);
    link::find_lines(&text, &mut links.unresolved);
    let document = Document { path: destination.path.clone(), text };
    let Body { notices, files, .. } = description;
    Some(Listed { id, document, links, notices, files })
}

/// The fields that an archive has, in the target's order.
fn fields(archive: &Archive, site: &Site, target: &Target) -> Fields {
    let value = |source| match source {
        Source::Title => Some(Value::Text(title(archive, site))),
        Source::Permalink => site.old_address(&archive.path).map(Value::Word),
        Source::Url => Some(Value::Word(site.below_base(&archive.address).to_owned())),
        Source::Date
        | Source::Modified
        | Source::Slug
        | Source::Author
        | Source::Categories
        | Source::CategorySlugs
        | Source::Tags
        | Source::TagSlugs
        | Source::Taxonomies
        | Source::TaxonomySlugs
        | Source::Aliases
        | Source::Excerpt
        | Source::Image
        | Source::Enclosure
        | Source::Draft
        | Source::Comments
        | Source::Weight
        | Source::Id => None,
    };
    let fields = target.front_matter.fields.iter();
    let field = |Field { key, source }: &Field| Some((key.clone(), value(*source)?));
    Fields(fields.filter_map(field).collect())
}

/// The front page has the name of the site.
fn title(archive: &Archive, site: &Site) -> String {
    if !archive.title.is_empty() {
        return archive.title.clone();
    }
    site.channels.values().map(|channel| channel.title.clone()).next().unwrap_or_default()
}

/// `- 2012-05-19: [Pictures of the pier](../05/19/pictures-of-the-pier.md)`
fn list<'a>(
    posts: impl Iterator<Item = &'a Record>,
    from: &Destination,
    target: &Target,
) -> String {
    let item = |record: &Record| -> Option<Item<'static>> {
        let to = record.destination()?;
        let title = if record.title.trim().is_empty() { &to.address } else { &record.title };
        let mut line = Vec::new();
        if let Some(day) = record.day {
            line.push(Inline::Text(format!("{day}: ").into()));
        }
        line.push(Inline::Link {
            destination: link::destination(to, from, target).into(),
            title: None,
            source: None,
            content: vec![Inline::Text(title.trim().to_owned().into())],
        });
        Some(Item { task: None, blocks: vec![Block::Paragraph(line)] })
    };
    let items: Vec<Item<'static>> = posts.filter_map(item).collect();
    if items.is_empty() {
        return String::new();
    }
    let list = List { kind: ListKind::Bullet, spacing: Spacing::Tight, items };
    markdown::write(&[Block::List(list)], &target.markdown)
}
