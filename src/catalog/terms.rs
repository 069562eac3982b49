//! Categories, tags and every other taxonomy for readers: each term with those below it, what it was
//! called, what was said of it, and where its list of posts is.

use std::collections::{BTreeMap, HashMap};
use std::mem;

use serde::Serialize;

use super::forest::{Tree, forest};
use super::{DataFile, Scene, origin, path, text};
use crate::convert::{Document, Embedded, Writing, description};
use crate::link::Rewritten;
use crate::notice::Notice;
use crate::site::{Archive, ArchiveId, ArchiveKind, Site, is_for_readers, path_key};

#[derive(Serialize)]
struct Term {
    slug: String,
    name: String,
    /// Markdown.
    description: String,
    id: Option<u64>,
    /// The slug of the term above.
    parent: Option<String>,
    /// The address of the list of posts, if there is one.
    address: Option<String>,
    /// That of the old site.
    permalink: Option<String>,
    /// Public items that name the term itself.
    posts: u64,
    children: Vec<Term>,
}

/// What is said of a term.
#[derive(Debug, Default)]
pub(super) struct Described {
    text: String,
    pub(super) links: Rewritten,
    notices: Vec<Notice>,
}

pub(super) type Descriptions = BTreeMap<ArchiveId, Described>;

/// The files of all terms.
pub(super) struct Files {
    pub(super) categories: DataFile,
    pub(super) tags: DataFile,
    pub(super) taxonomies: DataFile,
}

/// The name of the file of a taxonomy.
fn file_name(taxonomy: &str) -> &'static str {
    match taxonomy {
        "category" => "categories",
        "post_tag" => "tags",
        _ => "taxonomies",
    }
}

/// The terms that get into files, with the taxonomy and the slug of each.
fn all(site: &Site) -> impl Iterator<Item = (ArchiveId, &Archive, &str, &str)> {
    site.archives.listed().filter_map(|(id, archive)| match &archive.kind {
        ArchiveKind::Term { taxonomy, slug } if is_for_readers(taxonomy) => {
            Some((id, archive, taxonomy.as_str(), slug.as_str()))
        }
        ArchiveKind::Home
        | ArchiveKind::Term { .. }
        | ArchiveKind::Author { .. }
        | ArchiveKind::Type(_)
        | ArchiveKind::Date(_) => None,
    })
}

/// Converts the descriptions of all terms that have one. Also gives the pictures that stood in them.
pub(super) fn describe(site: &Site, writing: Writing<'_>) -> (Descriptions, Vec<Embedded>) {
    let mut descriptions = Descriptions::new();
    let mut pictures = Vec::new();
    for (id, archive, taxonomy, _) in all(site) {
        if archive.description.trim().is_empty() {
            continue;
        }
        let from = origin(file_name(taxonomy), &archive.address, writing.target);
        let body = description(&archive.description, &from, site, writing);
        let text = body.text.trim_end().to_owned();
        descriptions.insert(id, Described { text, links: body.links, notices: body.notices });
        pictures.extend(body.files);
    }
    (descriptions, pictures)
}

/// Makes the files.
pub(super) fn files(mut descriptions: Descriptions, scene: &Scene<'_>) -> Files {
    let mut taxonomies: BTreeMap<&str, Vec<(ArchiveId, &Archive, &str)>> = BTreeMap::new();
    for (id, archive, taxonomy, slug) in all(scene.site) {
        taxonomies.entry(taxonomy).or_default().push((id, archive, slug));
    }
    let mut take = |taxonomy: &str| {
        let terms = taxonomies.remove(taxonomy).unwrap_or_default();
        nested(taxonomy, &terms, &mut descriptions, scene)
    };
    let (categories, tags) = (take("category"), take("post_tag"));
    let mut others = BTreeMap::new();
    let mut account = Account::default();
    for (taxonomy, terms) in &taxonomies {
        let (trees, of_terms) = nested(taxonomy, terms, &mut descriptions, scene);
        others.insert(*taxonomy, trees);
        account.links.add(of_terms.links);
        account.notices.extend(of_terms.notices);
    }
    Files {
        categories: file("category", &categories.0, categories.1, scene),
        tags: file("post_tag", &tags.0, tags.1, scene),
        taxonomies: file("", &others, account, scene),
    }
}

fn file(taxonomy: &str, value: &impl Serialize, account: Account, scene: &Scene<'_>) -> DataFile {
    let target = scene.writing.target;
    let text = text::write(value, &target.data);
    let document = Document { path: path(file_name(taxonomy), target), text };
    DataFile { document, links: account.links, notices: account.notices }
}

/// What happened while a file was made.
#[derive(Default)]
struct Account {
    links: Rewritten,
    notices: Vec<Notice>,
}

/// The terms of a taxonomy, each below the one above it.
fn nested(
    taxonomy: &str,
    terms: &[(ArchiveId, &Archive, &str)],
    descriptions: &mut Descriptions,
    scene: &Scene<'_>,
) -> (Vec<Term>, Account) {
    let site = scene.site;
    let positions: HashMap<&str, usize> =
        terms.iter().enumerate().map(|(at, (_, _, slug))| (*slug, at)).collect();
    let above = |slug: &str| site.terms.above(taxonomy, slug).map(|term| term.slug.as_str());
    let parents: Vec<Option<&str>> = terms.iter().map(|(_, _, slug)| above(slug)).collect();
    let of = |parent: Option<&str>| parent.and_then(|parent| positions.get(parent)).copied();
    let mut account = Account::default();
    let mut made: Vec<Option<Term>> = Vec::new();
    for ((id, archive, slug), parent) in terms.iter().zip(&parents) {
        let mut described = descriptions.remove(id).unwrap_or_default();
        // What happened to a description that is in the archive's file, too, was said there.
        let address = scene.address(*id, archive);
        if address.is_none() {
            account.notices.append(&mut described.notices);
        }
        account.links.add(mem::take(&mut described.links));
        made.push(Some(Term {
            slug: path_key(slug),
            name: archive.title.clone(),
            description: described.text,
            id: site.terms.get(taxonomy, slug).and_then(|term| term.id),
            parent: parent.map(path_key),
            address,
            permalink: site.old_address(&archive.path),
            posts: site.archives.own_items(*id),
            children: Vec::new(),
        }));
    }
    let trees = forest(&parents.iter().copied().map(of).collect::<Vec<_>>());
    (hang(&trees, &mut made), account)
}

fn hang(trees: &[Tree], terms: &mut [Option<Term>]) -> Vec<Term> {
    let mut hung = Vec::new();
    for Tree { at, below } in trees {
        let children = hang(below, terms);
        hung.extend(terms[*at].take().map(|term| Term { children, ..term }));
    }
    hung
}
