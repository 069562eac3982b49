//! Where archives were on the old site, and where they are on the new one.

use super::gather::Sources;
use super::{Archive, ArchiveKind, ArchivePlace};
use crate::site::path::{OutPath, Tail};
use crate::site::policy::Publication;
use crate::site::record::Destination;
use crate::site::taken::Taken;
use crate::site::term::Terms;
use crate::site::url::{path_key, under};
use crate::target::{ArchiveFile, ArchivePage, Lister, Source, Target};

/// How many archives may want one path: names differ in what no file system takes.
const MOST_ALIKE: u32 = 100;

/// An archive at `path` below the site's root, without title and description.
pub(super) fn archive(
    kind: ArchiveKind,
    page: Option<&ArchivePage>,
    path: &str,
    sources: &Sources<'_>,
    files: &mut Taken,
) -> Archive {
    let address = match (path, page, sources.base) {
        // A generator's own front page is at the root of its site, wherever that of WordPress was.
        ("", Some(ArchivePage::Generated(_)), None) => "/".to_owned(),
        ("", _, _) => sources.home(),
        (path, _, _) => sources.home() + path + "/",
    };
    let is_listed_by_generator = match page {
        Some(ArchivePage::Generated(_)) => true,
        Some(ArchivePage::File(file)) => file.posts == Lister::Generator,
        None => false,
    };
    let feed = sources.target.archives.feed.as_ref().filter(|_| is_listed_by_generator);
    let place = match page {
        None => ArchivePlace::Nowhere,
        Some(ArchivePage::Generated(_)) => ArchivePlace::Generated,
        Some(ArchivePage::File(file)) => {
            claim(file, &kind, path, sources.target, files).map_or(ArchivePlace::Nowhere, |path| {
                let publication = Publication::Public;
                let destination =
                    Destination { path, address: address.clone().into(), publication };
                ArchivePlace::File(destination, file.clone())
            })
        }
    };
    Archive {
        kind,
        title: String::new(),
        description: String::new(),
        path: under(sources.roots.first(), path),
        feed: feed.map(|name| format!("{address}{name}")),
        address,
        place,
    }
}

/// A path that no other file has; none if there is no such path, as where the site has a page for its
/// front page.
fn claim(
    file: &ArchiveFile,
    kind: &ArchiveKind,
    path: &str,
    target: &Target,
    files: &mut Taken,
) -> Option<OutPath> {
    let mut template = file.path.clone();
    if let ArchiveKind::Term { taxonomy, slug } = kind {
        let safe = |text: &str| OutPath::fill("{path}", "", &[text], Tail::WhenShortened("0")).path;
        let (key, slug) = (safe(&taxonomy_key(taxonomy, target)), safe(&path_key(slug)));
        template = template.replace("{taxonomy}", key.as_str()).replace("{slug}", slug.as_str());
    }
    let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
    let tail = Tail::WhenShortened("archive");
    let first = OutPath::fill(&template, "archive", &names, tail).path;
    if files.insert(&first) {
        return Some(first);
    }
    if !template.contains("{path}") {
        return None;
    }
    let numbered = (1..MOST_ALIKE).map(|count| {
        let tail = format!("archive-{count}");
        OutPath::fill(&template, "archive", &names, Tail::Always(&tail)).path
    });
    numbered.into_iter().find(|path| files.insert(path))
}

/// `recipes` → `Recipes`: what WordPress calls a type, no export tells.
pub(super) fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The key that the front matter has for a taxonomy. One that is named like another field gets
/// `taxonomy_` before it.
#[must_use]
pub fn taxonomy_key(taxonomy: &str, target: &Target) -> String {
    let fields = &target.front_matter.fields;
    let of = |sources: [Source; 2]| fields.iter().find(|field| sources.contains(&field.source));
    let own = match taxonomy {
        "category" => of([Source::Categories, Source::CategorySlugs]),
        "post_tag" => of([Source::Tags, Source::TagSlugs]),
        _ => None,
    };
    if let Some(field) = own {
        return field.key.clone();
    }
    let is_taken = fields.iter().any(|field| field.key == taxonomy)
        || target.front_matter.reserved.iter().any(|key| key == taxonomy);
    if is_taken { format!("taxonomy_{taxonomy}") } else { taxonomy.to_owned() }
}

/// `blog/category/kitchen/bread`
pub(super) fn term_path(taxonomy: &str, slug: &str, front: &str, terms: &Terms) -> String {
    let base = base(taxonomy);
    let slug = path_key(slug);
    if taxonomy == "post_format" {
        return format!("{front}{base}/{}", slug.trim_start_matches("post-format-"));
    }
    let mut names: Vec<String> =
        terms.ancestors(taxonomy, &slug).iter().rev().map(|term| path_key(&term.slug)).collect();
    names.push(slug);
    format!("{front}{base}/{}", names.join("/"))
}

/// The first part of the addresses of a taxonomy's terms, unless somebody changed it, which no export
/// tells.
#[must_use]
pub fn base(taxonomy: &str) -> &str {
    match taxonomy {
        "post_tag" => "tag",
        "post_format" => "type",
        "product_cat" => "product-category",
        "product_tag" => "product-tag",
        taxonomy => taxonomy,
    }
}
