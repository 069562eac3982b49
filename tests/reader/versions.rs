//! One site by the exporters of five versions of WordPress: what each wrote follows from what the
//! newest wrote and from what its format lacks.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use pressdown::wxr::{Approval, Item, Term};

use crate::{Export, file, read};

/// The exporters before today's, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exporter {
    V2_5,
    V3_0,
    V3_3,
    V4_4,
}

use Exporter::{V2_5, V3_0, V3_3, V4_4};

impl Exporter {
    fn export(self) -> Export {
        let name = match self {
            V2_5 => "2.5",
            V3_0 => "3.0",
            V3_3 => "3.3",
            V4_4 => "4.4",
        };
        read(&file(&format!("tests/data/old-exporters/harbor-by-{name}.xml")))
    }
}

/// Types that say that they must not be exported, drafts that nobody saved, and revisions: old
/// exporters wrote them all the same. An id, and the first exporter without it.
const NO_LONGER_WRITTEN: &[(u64, Exporter)] = &[(169, V3_3), (243, V3_0), (244, V3_0), (245, V3_3)];

/// Before 5.7 a title went through the filters for feeds, which drop tags and make numbers of
/// entities.
const TITLES_FOR_FEEDS: &[(u64, &str)] =
    &[(68, "🐟 Fish & chips 🍟"), (69, "AT&T ’ &#060;b> \u{a0} entities"), (99, "alert(1)")];

/// What an exporter wrote of an item.
fn item_by(
    exporter: Exporter,
    item: &Item<'static>,
    authors: &BTreeMap<&str, &str>,
) -> Item<'static> {
    let mut item = item.clone();
    // Since 5.7.
    item.modified = Cow::default();
    item.modified_gmt = Cow::default();
    if let Some((_, title)) = TITLES_FOR_FEEDS.iter().find(|(of, _)| *of == id(&item)) {
        item.title = Cow::Borrowed(title);
    }
    if exporter < V4_4 {
        with_space(&mut item.content);
        item.comments.iter_mut().for_each(|comment| with_space(&mut comment.content));
        // In 2.5, custom fields were no CDATA.
        item.meta
            .iter_mut()
            .filter(|_| exporter > V2_5)
            .for_each(|meta| with_space(&mut meta.value));
    }
    if exporter < V3_3 {
        // Who is no longer known has no name.
        let name = authors.get(&*item.creator).copied().unwrap_or_default();
        item.creator = name.replace('&', "&#38;").into();
        // Since 3.2.
        item.comments.iter_mut().for_each(|comment| comment.meta.clear());
        let written: &[&str] = match exporter {
            V2_5 => &["category", "post_tag"],
            V3_0 | V3_3 | V4_4 => &["category", "post_tag", "post_format", "ingredient"],
        };
        item.terms.retain(|term| written.contains(&&*term.taxonomy));
    }
    if exporter == V2_5 {
        item.excerpt = Cow::default();
        item.is_sticky = false;
        item.terms.sort_by_key(|term| term.taxonomy != "category");
    }
    item
}

/// Old exporters wrote a space behind a value that ends in `]`, and so kept the end of CDATA whole.
fn with_space(value: &mut Cow<'static, str>) {
    if value.ends_with(']') {
        value.to_mut().push(' ');
    }
}

#[test]
fn five_versions_wrote_the_same_items() {
    let new = read(&file("samples/harbor/harbor.xml"));
    let authors: BTreeMap<&str, &str> = new
        .authors
        .iter()
        .map(|author| (author.login.as_str(), author.display_name.as_str()))
        .collect();
    let mut expected: Vec<Item<'static>> = new.items.into_iter().map(|(item, _)| item).collect();
    expected.sort_by_key(id);
    for exporter in [V2_5, V3_0, V3_3, V4_4] {
        let old = exporter.export();
        assert!(!old.reading.is_damaged());
        let (more, mut written): (Vec<Item<'static>>, Vec<_>) =
            old.items.into_iter().map(|(item, _)| item).partition(is_no_longer_written);
        let more: BTreeSet<u64> = more.iter().map(id).collect();
        let was = NO_LONGER_WRITTEN.iter().filter(|(_, without)| exporter < *without);
        assert_eq!(more, was.map(|(id, _)| *id).collect());
        // The oldest put items in the order of their dates, the others in that of their types.
        written.sort_by_key(id);
        assert_eq!(written.len(), expected.len());
        for (mut item, of) in written.into_iter().zip(&expected) {
            // No longer written are comments in spam, and, since 3.3, who has the post open in the editor.
            item.comments.retain(|it| exporter >= V4_4 || it.approval != Approval::Spam);
            item.meta.retain(|meta| exporter >= V3_3 || meta.key != "_edit_lock");
            assert_eq!(item, item_by(exporter, of, &authors), "{exporter:?}");
        }
    }
}

fn id(item: &Item<'_>) -> u64 {
    item.id.expect("WordPress numbers all").0
}

fn is_no_longer_written(item: &Item<'_>) -> bool {
    NO_LONGER_WRITTEN.iter().any(|(of, _)| *of == id(item))
}

/// What an exporter wrote of a term.
fn term_by(exporter: Exporter, term: &Term, names: &BTreeMap<(&str, &str), &str>) -> Option<Term> {
    let mut term = term.clone();
    // Since 4.6.
    term.meta.clear();
    if exporter < V3_3 {
        // Numbers are told since 3.1.
        term.id = None;
        let parent = names.get(&(&*term.taxonomy, &*term.parent));
        term.parent = parent.map_or_else(String::new, |name| (*name).to_owned());
    }
    match (exporter, &*term.taxonomy) {
        (V2_5, taxonomy) if !matches!(taxonomy, "category" | "post_tag") => return None,
        // It told the parents of categories alone.
        (V3_0, taxonomy) if taxonomy != "category" => term.parent.clear(),
        _ => {}
    }
    Some(term)
}

#[test]
fn five_versions_wrote_the_same_terms() {
    let new = read(&file("samples/harbor/harbor.xml"));
    let names: BTreeMap<(&str, &str), &str> =
        new.terms.iter().map(|term| ((&*term.taxonomy, &*term.slug), &*term.name)).collect();
    for exporter in [V2_5, V3_0, V3_3, V4_4] {
        let mut old = exporter.export().terms;
        // 3.0 wrote WordPress's own taxonomies, too.
        let is_own = |term: &Term| matches!(&*term.taxonomy, "post_format" | "wp_theme");
        assert_eq!(old.iter().any(is_own), exporter == V3_0);
        old.retain(|term| !is_own(term));
        let mut expected: Vec<Term> =
            new.terms.iter().filter_map(|term| term_by(exporter, term, &names)).collect();
        // 3.0 put terms of own taxonomies in the order of their names, parents or not.
        old.sort_by(|a, b| (&a.taxonomy, &a.slug).cmp(&(&b.taxonomy, &b.slug)));
        expected.sort_by(|a, b| (&a.taxonomy, &a.slug).cmp(&(&b.taxonomy, &b.slug)));
        assert_eq!(old, expected, "{exporter:?}");
    }
}

#[test]
fn five_versions_wrote_the_same_site_and_authors() {
    let new = read(&file("samples/harbor/harbor.xml"));
    let [site] = &new.channels[..] else { panic!("one channel") };
    for exporter in [V2_5, V3_0, V3_3, V4_4] {
        let old = exporter.export();
        let [channel] = &old.channels[..] else { panic!("one channel") };
        assert_eq!(channel.title, site.title);
        assert_eq!(channel.link, site.link);
        assert_eq!(channel.description, site.description);
        assert_eq!(channel.base_site_url, site.base_site_url);
        assert_eq!(channel.base_blog_url, site.base_blog_url);
        // Before 3.1 there was no list of authors; items held their names.
        assert_eq!(old.authors, if exporter < V3_3 { Vec::new() } else { new.authors.clone() });
    }
}
