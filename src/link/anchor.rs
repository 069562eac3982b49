//! Links to places in a document, and the places: fragments → ids that are there.
//!
//! Plugins that make tables of contents give headings their ids when WordPress shows a post, so that the
//! stored text has links without places. Their headings are found by the words of the fragment.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use percent_encoding::percent_decode_str;

use crate::html::{Dom, NodeId};
use crate::link::resolve::{Resolved, resolve};
use crate::markdown::{MARKDOWN_SOURCE, folded};
use crate::site::{OutPath, Site, Url};

/// What the fragments of links came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// Ids that links of other documents point at; each is in the document.
    pub linked: Vec<String>,
    /// Fragments of the document's own links for which it has no place, each once, as written.
    pub missing: Vec<String>,
    /// The same of the links of other documents.
    pub unmet: Vec<String>,
}

/// The places in documents that other documents link to, by the document's path.
#[derive(Debug, Default)]
pub struct Places(BTreeMap<OutPath, BTreeSet<String>>);

/// No document links to a place in another.
pub const NO_PLACES: &Places = &Places(BTreeMap::new());

impl Places {
    /// Looks where the deep links of a site lead.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let mut places = Self::default();
        for link in &site.deep_links {
            let link = crate::html::decode(link);
            if let Resolved::Page(_, to) = resolve(&link, "/", site).resolved
                && let Some(fragment) = Url::split(&link).fragment
            {
                places.0.entry(to.path.clone()).or_default().insert(fragment.to_owned());
            }
        }
        places
    }

    /// The fragments of links to a document.
    pub fn of_document(&self, path: &OutPath) -> impl Iterator<Item = &str> {
        self.0.get(path).into_iter().flatten().map(String::as_str)
    }
}

/// Fragments that are no places of a text: the page itself, what is around the text, and what programs
/// do at a click. Sorted.
const AROUND: &[&str] = &["comments", "content", "main", "page", "primary", "respond", "top"];

/// Starts of such fragments. Sorted.
const AROUND_START: &[&str] = &[
    "!",
    "/",
    ":~:",
    "comment-",
    "div-comment-",
    "elementor-action",
    "li-comment-",
    "more-",
    "popmake-",
    "reply",
];

/// Attributes of links that run a program. Sorted.
const PROGRAMS: &[&str] = &[
    "aria-controls",
    "data-bs-slide",
    "data-bs-target",
    "data-bs-toggle",
    "data-slide",
    "data-slide-to",
    "data-target",
    "data-toggle",
    "onclick",
];

/// Gives each link to a place in the document, and each fragment in `wanted` that other documents link
/// to, its place.
///
/// `<a href="#The_Long_Shed">…</a><h2>The long shed</h2>` → `<h2 id="The_Long_Shed">`
pub fn settle_anchors(dom: &mut Dom, wanted: &[&str]) -> Anchors {
    let links = links(dom);
    let mut anchors = Anchors::default();
    if links.is_empty() && wanted.is_empty() {
        return anchors;
    }
    let mut places = Document::of(dom);
    // What is there as it is called keeps its id; then the others look for theirs.
    let (found, others): (Vec<_>, Vec<_>) =
        links.iter().partition(|(_, fragment)| places.has(fragment));
    places.used.extend(found.iter().map(|(_, fragment)| fragment.clone()));
    for (link, fragment) in others {
        match places.find(fragment, dom) {
            Some(id) if id == *fragment => {}
            Some(id) => dom.set_attribute(*link, "href", &format!("#{id}")),
            None if is_expected(*link, fragment, dom) => anchors.missing.push(fragment.clone()),
            None => {}
        }
    }
    for fragment in wanted {
        match places.claim(fragment, dom) {
            Some(id) => anchors.linked.push(id),
            None if is_place(fragment) => anchors.unmet.push((*fragment).to_owned()),
            None => {}
        }
    }
    for fragments in [&mut anchors.missing, &mut anchors.unmet] {
        let mut seen = HashSet::new();
        fragments.retain(|fragment| seen.insert(fragment.clone()));
    }
    // Ids in a text that is Markdown already are not known here.
    if dom.elements().any(|node| dom.name(node) == Some(MARKDOWN_SOURCE)) {
        anchors.missing.clear();
        anchors.unmet.clear();
    }
    anchors
}

/// The fragments of the links that a part of a document has to places in another part of it.
#[must_use]
pub fn fragments(dom: &Dom) -> Vec<String> {
    links(dom)
        .into_iter()
        .filter(|(link, fragment)| is_expected(*link, fragment, dom))
        .map(|(_, fragment)| fragment)
        .collect()
}

/// The links to places in the document, with their fragments. Notes have their own.
fn links(dom: &Dom) -> Vec<(NodeId, String)> {
    let link = |node: NodeId| {
        let is_link = matches!(dom.name(node), Some("a" | "area"));
        let fragment = dom.attribute(node, "href").filter(|_| is_link)?.trim().strip_prefix('#')?;
        let is_note = matches!(dom.attribute(node, "role"), Some("doc-noteref" | "doc-backlink"));
        (!fragment.is_empty() && !is_note).then(|| (node, fragment.to_owned()))
    };
    dom.elements().filter_map(link).collect()
}

/// Would a reader miss the place?
fn is_expected(link: NodeId, fragment: &str, dom: &Dom) -> bool {
    let runs_program = dom.attributes(link).any(|(name, _)| PROGRAMS.binary_search(&name).is_ok())
        || matches!(dom.attribute(link, "role"), Some("button" | "tab"));
    !runs_program && is_place(fragment)
}

fn is_place(fragment: &str) -> bool {
    let fragment = fragment.to_lowercase();
    AROUND.binary_search(&fragment.as_str()).is_err()
        && !AROUND_START.iter().any(|start| fragment.starts_with(start))
}

/// The places of a document.
struct Document {
    ids: HashSet<String>,
    /// Ids that links point at.
    used: HashSet<String>,
    /// Headings by their words, in document order.
    headings: HashMap<String, Vec<NodeId>>,
}

impl Document {
    fn of(dom: &mut Dom) -> Self {
        let mut ids = HashSet::new();
        let mut headings: HashMap<String, Vec<NodeId>> = HashMap::new();
        for node in dom.elements() {
            let name = dom.name(node).unwrap_or_default();
            ids.extend(dom.attribute(node, "id").filter(|id| !id.is_empty()).map(str::to_owned));
            if name == "a" {
                ids.extend(dom.attribute(node, "name").map(str::to_owned));
            }
            if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                let text = dom.inner_text(node);
                let (key, german) = (folded(&text), folded(&with_umlauts_spelt(&text)));
                if german != key {
                    headings.entry(german).or_default().push(node);
                }
                headings.entry(key).or_default().push(node);
            }
        }
        headings.remove("");
        Self { ids, used: HashSet::new(), headings }
    }

    /// Does a browser find the place?
    fn has(&self, fragment: &str) -> bool {
        self.ids.contains(fragment)
    }

    /// The id of the place that a link of the document means. A heading without one gets the fragment.
    fn find(&mut self, fragment: &str, dom: &mut Dom) -> Option<String> {
        let decoded = decode(fragment);
        if self.ids.contains(&*decoded) {
            self.used.insert(decoded.to_string());
            return Some(decoded.into_owned());
        }
        let heading = self.heading(&decoded)?;
        let own = dom.attribute(heading, "id").filter(|id| !id.is_empty()).map(str::to_owned);
        let id = own.unwrap_or_else(|| self.give(heading, &decoded, dom));
        self.used.insert(id.clone());
        Some(id)
    }

    /// The same for a link that is not to be rewritten: an id that no link points at makes way.
    fn claim(&mut self, fragment: &str, dom: &mut Dom) -> Option<String> {
        let decoded = decode(fragment);
        let known = [fragment, &*decoded].into_iter().find(|id| self.ids.contains(*id));
        if let Some(id) = known {
            self.used.insert(id.to_owned());
            return Some(id.to_owned());
        }
        let heading = self.heading(&decoded)?;
        let own = dom.attribute(heading, "id").unwrap_or_default();
        if self.used.contains(own) {
            return None;
        }
        let id = self.give(heading, &decoded, dom);
        self.used.insert(id.clone());
        Some(id)
    }

    fn give(&mut self, heading: NodeId, id: &str, dom: &mut Dom) -> String {
        dom.set_attribute(heading, "id", id);
        self.ids.insert(id.to_owned());
        id.to_owned()
    }

    /// The heading whose words a fragment is made of: `The_Long_Shed`, `h-the-long-shed`, and
    /// `the-long-shed-2` for the second of them.
    fn heading(&self, fragment: &str) -> Option<NodeId> {
        let bare = fragment.strip_prefix("h-");
        [Some(fragment), bare].into_iter().flatten().find_map(|fragment| {
            if let Some(headings) = self.headings.get(&folded(fragment)) {
                return headings.first().copied();
            }
            let (words, number) = fragment.rsplit_once(['-', '_'])?;
            let number: usize = number.parse().ok()?;
            self.headings.get(&folded(words))?.get(number.checked_sub(1)?).copied()
        })
    }
}

fn decode(fragment: &str) -> Cow<'_, str> {
    percent_decode_str(fragment).decode_utf8().unwrap_or(Cow::Borrowed(fragment))
}

/// `Größe` → `Groeße`, as WordPress spells it in German.
fn with_umlauts_spelt(text: &str) -> String {
    let spelt = |c: char| match c {
        'ä' | 'Ä' => Ok("ae"),
        'ö' | 'Ö' => Ok("oe"),
        'ü' | 'Ü' => Ok("ue"),
        _ => Err(c),
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match spelt(c) {
            Ok(letters) => out.push_str(letters),
            Err(c) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::{parse, serialize};

    /// The document with its places, and the fragments that have none.
    fn settled(html: &str, wanted: &[&str]) -> (String, Anchors) {
        let mut dom = parse(html);
        let anchors = settle_anchors(&mut dom, wanted);
        let mut shown = String::new();
        serialize(&dom, Dom::ROOT, &mut shown);
        (shown, anchors)
    }

    #[test]
    fn tables_are_sorted() {
        assert!(AROUND.is_sorted() && AROUND_START.is_sorted() && PROGRAMS.is_sorted());
    }

    #[test]
    fn a_heading_is_found_by_its_words() {
        for (fragment, heading, id) in [
            ("the-long-shed", "The long shed", "the-long-shed"),
            ("The_Long_Shed", "The “long” <em>shed</em>!", "The_Long_Shed"),
            ("h-the-long-shed", "The long shed", "h-the-long-shed"),
            ("die-groesse", "Die Größe", "die-groesse"),
            ("die-grosse", "Die Größe", "die-grosse"),
            ("%d0%b2%d0%b0%d0%b6%d0%bd%d0%be", "Важно", "важно"),
            ("WHATS-NEW", "What’s new?", "WHATS-NEW"),
        ] {
            let link = |fragment| format!("<a href=\"#{fragment}\">x</a>");
            let (html, anchors) = settled(&format!("{}<h2>{heading}</h2>", link(fragment)), &[]);
            assert_eq!(html, format!("{}<h2 id=\"{id}\">{heading}</h2>", link(id)));
            assert_eq!(anchors, Anchors::default());
        }
    }

    #[test]
    fn the_second_of_two_is_found_by_its_number() {
        let (html, anchors) = settled("<a href=\"#End-2\">x</a><h2>End</h2><h2>End</h2>", &[]);
        assert_eq!(html, "<a href=\"#End-2\">x</a><h2>End</h2><h2 id=\"End-2\">End</h2>");
        assert_eq!(anchors, Anchors::default());
        let (_, anchors) = settled("<a href=\"#End-3\">x</a><h2>End</h2><h2>End</h2>", &[]);
        assert_eq!(anchors.missing, ["End-3"]);
    }

    #[test]
    fn places_that_are_there_stay() {
        let html = "<a href=\"#a\">x</a><a href=\"#b\">x</a><a name=\"a\"></a><h2 id=\"b\">A</h2>";
        assert_eq!(settled(html, &[]), (html.to_owned(), Anchors::default()));
        let (html, _) = settled("<a href=\"#A_b\">x</a><h2 id=\"own\">A b</h2>", &[]);
        assert_eq!(html, "<a href=\"#own\">x</a><h2 id=\"own\">A b</h2>");
    }

    #[test]
    fn what_no_reader_misses_is_not_missing() {
        let (_, anchors) = settled(
            "<a href=\"#\">x</a><a href=\"#top\">x</a><a href=\"#comment-7\">x</a>\
             <a href=\"#tab\" data-toggle=\"tab\">x</a><a href=\"#gone\">x</a><a href=\"#gone\">y</a>\
             <a role=\"doc-noteref\" href=\"#fn-1\">1</a>",
            &["respond", "lost", "lost"],
        );
        assert_eq!(anchors.missing, ["gone"]);
        assert_eq!(anchors.unmet, ["lost"]);
    }

    #[test]
    fn other_documents_find_their_places() {
        let (html, anchors) =
            settled("<h2 id=\"old\">The end</h2><p id=\"p\">x</p>", &["the-end", "p", "p2"]);
        assert_eq!(html, "<h2 id=\"the-end\">The end</h2><p id=\"p\">x</p>");
        assert_eq!(anchors.linked, ["the-end", "p"]);
        assert_eq!(anchors.unmet, ["p2"]);
        // An id that a link of the document itself points at stays.
        let (_, anchors) =
            settled("<a href=\"#old\">x</a><h2 id=\"old\">The end</h2>", &["the-end"]);
        assert_eq!(anchors.unmet, ["the-end"]);
    }
}
