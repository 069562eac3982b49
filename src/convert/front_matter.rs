//! Item + site + target → ordered fields.

use std::collections::{BTreeMap, BTreeSet};

use crate::convert::Writing;
use crate::convert::date::{self, Moment};
use crate::convert::lower::{self, Context};
use crate::convert::value::{Fields, Value};
use crate::link;
use crate::site::{Attachment, Destination, Publication, Record, Site, Upload, Url};
use crate::site::{is_for_readers, path_key, taxonomy_key, term_slug};
use crate::target::{Field, Source, Target};
use crate::wxr::{Item, ItemTerm, PostId, private_name};

/// The fields of an item, in the target's order. What has no value is left out.
#[must_use]
pub(super) fn fields(
    item: &Item<'_>,
    record: &Record,
    site: &Site,
    writing: Writing<'_>,
) -> Fields {
    let mut fields = Vec::new();
    let Some(destination) = record.destination() else { return Fields::default() };
    let Writing { target, rules, .. } = writing;
    let context = Context::of_item(item, site, rules, target);
    let post = Post { item, record, destination, site, target, context };
    for Field { key, source } in &target.front_matter.fields {
        if matches!(source, Source::Taxonomies | Source::TaxonomySlugs) {
            fields.extend(taxonomies(&post, *source));
        } else if let Some(value) = value(*source, &post) {
            fields.push((key.clone(), value));
        }
    }
    Fields(fields)
}

/// What the value of a field is made from.
struct Post<'a> {
    item: &'a Item<'a>,
    record: &'a Record,
    destination: &'a Destination,
    site: &'a Site,
    target: &'a Target,
    context: Context<'a>,
}

fn value(source: Source, post: &Post<'_>) -> Option<Value> {
    match source {
        Source::Title => Some(Value::Text(lower::line(&post.item.title, &post.context))),
        Source::Date => date::published(post.item).map(moment),
        Source::Modified => modified(post),
        Source::Slug => slug(post),
        Source::Permalink => permalink(post),
        Source::Url => {
            Some(Value::Word(post.site.below_base(&post.destination.address).to_owned()))
        }
        Source::Author => author(post),
        Source::Categories => list(terms(post, "category", name)),
        Source::CategorySlugs => list(terms(post, "category", slug_of_term)),
        Source::Tags => list(terms(post, "post_tag", name)),
        Source::TagSlugs => list(terms(post, "post_tag", slug_of_term)),
        Source::Taxonomies | Source::TaxonomySlugs => None,
        Source::Aliases => list(aliases(post)),
        Source::Excerpt => text(lower::excerpt(&post.item.excerpt, &post.context)),
        Source::Image => image(post),
        Source::Enclosure => enclosure(post),
        Source::Draft => draft(post.destination.publication),
        Source::Comments => is_open(post.item).map(Value::Flag),
        Source::Weight => Some(post.item.menu_order).filter(|order| *order != 0).map(Value::Number),
        Source::Id => {
            post.record.id.and_then(|PostId(id)| i64::try_from(id).ok()).map(Value::Number)
        }
    }
}

fn moment(moment: Moment) -> Value {
    Value::Moment(moment.rfc3339())
}

fn modified(post: &Post<'_>) -> Option<Value> {
    let modified = date::modified(post.item)?;
    (date::published(post.item) != Some(modified)).then(|| moment(modified))
}

fn text(value: String) -> Option<Value> {
    (!value.is_empty()).then_some(Value::Text(value))
}

fn list(values: Vec<String>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::List(values))
}

fn slug(post: &Post<'_>) -> Option<Value> {
    let slug = path_key(&post.record.slug);
    (!slug.is_empty()).then_some(Value::Word(slug))
}

/// `?p=31` stood in for an address that the item never had.
fn permalink(post: &Post<'_>) -> Option<Value> {
    let url = Url::split(&post.record.link);
    let is_address = url.query.is_none() && url.host.is_some();
    is_address.then(|| Value::Word(post.record.link.to_string()))
}

fn author(post: &Post<'_>) -> Option<Value> {
    text(private_name(&lower::line(post.site.author(&post.item.creator), &post.context)))
}

fn draft(publication: Publication) -> Option<Value> {
    match publication {
        Publication::Public => None,
        Publication::Hidden => Some(Value::Flag(true)),
    }
}

/// Whether readers can comment on an item, where it says so.
pub(super) fn is_open(item: &Item<'_>) -> Option<bool> {
    match &*item.comment_status {
        "open" => Some(true),
        "closed" => Some(false),
        _ => None,
    }
}

/// The addresses that the item once had and that nothing has now, and those of its further pages.
fn aliases(post: &Post<'_>) -> Vec<String> {
    let site = post.site;
    let address = post.destination.address.trim_end_matches('/');
    let pages = (2..=post.record.pages).map(|page| format!("{address}/{page}/"));
    let former = site.former_paths(post.record).iter().filter(|path| site.by_path(path).is_none());
    let former = former.filter_map(|path| Some(format!("/{}/", site.rebased(path)?)));
    former.chain(pages).map(|address| site.below_base(&address).to_owned()).collect()
}

/// What a term is called, or its slug, for each of an item's terms of one taxonomy, each once.
fn terms(
    post: &Post<'_>,
    taxonomy: &str,
    text: fn(&ItemTerm<'_>, &Post<'_>) -> String,
) -> Vec<String> {
    let named = post.item.terms.iter().filter(|term| term.taxonomy == taxonomy);
    let mut seen = BTreeSet::new();
    let texts = named.map(|term| text(term, post)).filter(|text| !text.is_empty());
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// The name that readers saw, where an item tells a slug alone.
fn name(term: &ItemTerm<'_>, post: &Post<'_>) -> String {
    if !term.name.trim().is_empty() {
        return lower::line(&term.name, &post.context);
    }
    let known = post.site.terms.get(&term.taxonomy, &term.slug).map(|known| known.name.as_str());
    lower::line(known.filter(|name| !name.is_empty()).unwrap_or(&term.slug), &post.context)
}

fn slug_of_term(term: &ItemTerm<'_>, _: &Post<'_>) -> String {
    path_key(&term_slug(term))
}

/// Every taxonomy of the item that is meant for readers, by name.
fn taxonomies(post: &Post<'_>, source: Source) -> Vec<(String, Value)> {
    let text = if source == Source::TaxonomySlugs { slug_of_term } else { name };
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for term in &post.item.terms {
        let has_field = matches!(&*term.taxonomy, "category" | "post_tag");
        if has_field || !is_for_readers(&term.taxonomy) {
            continue;
        }
        let (key, text) = (taxonomy_key(&term.taxonomy, post.target), text(term, post));
        if !text.is_empty() && seen.insert((key.clone(), text.clone())) {
            fields.entry(key).or_default().push(text);
        }
    }
    fields.into_iter().filter_map(|(key, texts)| Some((key, list(texts)?))).collect()
}

/// A link to the featured image.
fn image(post: &Post<'_>) -> Option<Value> {
    let file = featured(post.item, post.site)?;
    Some(Value::Word(file_link(&file.url, post)))
}

/// Links to the sounds and films that a feed brings along.
fn enclosure(post: &Post<'_>) -> Option<Value> {
    let mut links: Vec<String> = enclosures(post.item).map(|url| file_link(url, post)).collect();
    match links.len() {
        0 | 1 => links.pop().map(Value::Word),
        _ => Some(Value::List(links)),
    }
}

/// A link to a file: on the new site where it is an upload, else as it is.
fn file_link(url: &str, post: &Post<'_>) -> String {
    match post.site.upload(&Url::split(url)) {
        Some(upload) => link::media(&upload, post.destination, post.site, post.target),
        None => url.to_owned(),
    }
}

/// The addresses in `enclosure` fields, each once: `url\nlength\ntype`, one field a file.
fn enclosures<'a>(item: &'a Item<'_>) -> impl Iterator<Item = &'a str> {
    let fields = item.meta.iter().filter(|meta| meta.key == "enclosure");
    let mut seen = BTreeSet::new();
    fields
        .map(|meta| meta.value.lines().next().unwrap_or_default().trim())
        .filter(move |url| !url.is_empty() && seen.insert(*url))
}

/// The uploaded files of the front matter.
pub(super) fn uploads<'a>(item: &'a Item<'_>, site: &'a Site) -> impl Iterator<Item = Upload> {
    let image = featured(item, site).map(|file| file.url.as_str());
    let urls = image.into_iter().chain(enclosures(item));
    urls.filter_map(|url| site.upload(&Url::split(url)))
}

/// The attachment that `_thumbnail_id` names.
pub(super) fn featured<'a>(item: &Item<'_>, site: &'a Site) -> Option<&'a Attachment> {
    let id = item.meta_value("_thumbnail_id")?.trim().parse().ok()?;
    site.attachments.get(PostId(id))
}
