//! Redirects as the caller collected them + the addresses of the new site → [`Redirects`].
//!
//! Takes time in proportion to their number, whatever their order, and a chain of a million without
//! recursion.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::endings;
use super::spelling::location;
use super::{OldAddress, Redirect, Redirects, bare, rooted};

/// Beyond this many bytes, encoded, an address is none that WordPress or a browser would use, and
/// servers refuse the line that holds it.
const MAX_LENGTH: usize = 2000;

/// What is no redirect, by reason, in the order in which it came.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Another redirect with the same source came before.
    pub doubles: Vec<Redirect>,
    /// The source is an address of the new site.
    pub live: Vec<Redirect>,
    /// Members of a loop, and what leads into one.
    pub loops: Vec<Redirect>,
    /// No addresses: without a slash at the start, with control characters, longer than 2,000 bytes.
    pub unusable: Vec<Redirect>,
}

/// What becomes of one redirect before chains are followed.
enum Fate {
    Kept,
    Double,
    Live,
    Unusable,
    /// It leads where it starts, or was said before.
    Needless,
}

/// A source as a key.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Path(&'a str),
    Query(&'a str, &'a str, &'a str),
}

/// The end of a chain.
#[derive(Clone, Copy)]
struct End {
    /// The redirect whose target it is.
    last: usize,
    /// The redirect whose fragment the reader arrives with: the last of the chain that has one.
    fragment: Option<usize>,
}

impl Redirects {
    /// The redirects of `list`, of two with one source the first. `live` are the addresses of the
    /// new site, decoded, from the root of the domain; the slash at their end is ignored, the case
    /// of letters counts.
    ///
    /// `/a/` → `/b/`, `/b/` → `/c/` become `/a/` → `/c/`, `/b/` → `/c/`. A redirect to its own
    /// source is none, and so is a query to the page that answers it anyway.
    #[must_use]
    pub fn new<'a>(
        list: Vec<Redirect>,
        live: impl IntoIterator<Item = &'a str>,
    ) -> (Self, Dropped) {
        let live: HashSet<&str> = live.into_iter().map(bare).collect();
        let mut dropped = Dropped::default();
        let list = distinct(list, &live, &mut dropped);
        let mut exact = resolved(list, &mut dropped);
        exact.sort_unstable();
        let mut kept: Vec<String> =
            live.iter().filter(|path| endings::is_one(path)).map(|path| (*path).into()).collect();
        kept.sort_unstable();
        let sources = exact.iter().map(|redirect| path_of(&redirect.from));
        let depth = live.iter().copied().chain(sources).map(segments).max().unwrap_or(0);
        let case_counts = like_but_for_case(&exact, &live);
        (Self { exact, case_counts, kept, depth }, dropped)
    }
}

fn path_of(address: &OldAddress) -> &str {
    match address {
        OldAddress::Path(path) | OldAddress::Query { path, .. } => bare(path),
    }
}

fn segments(path: &str) -> usize {
    path.bytes().filter(|byte| *byte == b'/').count()
}

fn distinct(list: Vec<Redirect>, live: &HashSet<&str>, dropped: &mut Dropped) -> Vec<Redirect> {
    let fates = fates(&list, live);
    let mut kept = Vec::with_capacity(list.len());
    for (redirect, fate) in list.into_iter().zip(fates) {
        match fate {
            Fate::Kept => kept.push(redirect),
            Fate::Double => dropped.doubles.push(redirect),
            Fate::Live => dropped.live.push(redirect),
            Fate::Unusable => dropped.unusable.push(redirect),
            Fate::Needless => {}
        }
    }
    kept
}

fn fates(list: &[Redirect], live: &HashSet<&str>) -> Vec<Fate> {
    let mut known: HashMap<Key<'_>, &str> = HashMap::with_capacity(list.len());
    let fate = |redirect| fate(redirect, live, &mut known);
    list.iter().map(fate).collect()
}

fn fate<'a>(
    redirect: &'a Redirect,
    live: &HashSet<&str>,
    known: &mut HashMap<Key<'a>, &'a str>,
) -> Fate {
    let key = key(&redirect.from);
    if !is_usable(redirect) {
        return Fate::Unusable;
    }
    if leads_to_itself(redirect) {
        return Fate::Needless;
    }
    if matches!(key, Key::Path(path) if live.contains(path)) {
        return Fate::Live;
    }
    match known.entry(key) {
        Entry::Occupied(first) if *first.get() == redirect.to => Fate::Needless,
        Entry::Occupied(_) => Fate::Double,
        Entry::Vacant(place) => {
            place.insert(&redirect.to);
            Fate::Kept
        }
    }
}

fn key(address: &OldAddress) -> Key<'_> {
    match address {
        OldAddress::Path(path) => Key::Path(bare(path)),
        OldAddress::Query { path, name, value } => Key::Query(bare(path), name, value),
    }
}

fn is_usable(redirect: &Redirect) -> bool {
    let is_whole_url = ["https://", "http://"].iter().any(|it| redirect.to.starts_with(it));
    let is_source = match &redirect.from {
        OldAddress::Path(path) => is_path(path),
        OldAddress::Query { path, name, value } => {
            is_path(path) && is_name(name) && is_value(value)
        }
    };
    is_source && is_text(&redirect.to) && (is_whole_url || is_path(&redirect.to))
}

/// From the root of a domain. `//example.org/` would lead to another one.
fn is_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && is_text(path)
}

/// Names of parameters that WordPress and its plugins register.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        && is_text(name)
}

fn is_value(value: &str) -> bool {
    !value.is_empty() && is_text(value)
}

/// On one line, whoever reads it, and not too long.
fn is_text(text: &str) -> bool {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    // No character is spelled with more than three bytes for each of its own.
    let is_short = text.len() * 3 <= MAX_LENGTH || location(text).len() <= MAX_LENGTH;
    is_short && !text.contains(breaks)
}

/// Whether it leads to the page that answers its source anyway: a server of files ignores queries.
fn leads_to_itself(redirect: &Redirect) -> bool {
    path_of(&redirect.from) == bare(without_fragment(&redirect.to))
}

fn without_fragment(to: &str) -> &str {
    to.split_once('#').map_or(to, |(path, _)| path)
}

/// Every redirect with the end of its chain for its target.
fn resolved(list: Vec<Redirect>, dropped: &mut Dropped) -> Vec<Redirect> {
    let ends = ends(&list);
    // Most chains are one link long, and that has its target already.
    let new = |(at, end): (usize, &Option<End>)| {
        end.filter(|end| end.last != at).map(|end| target(end, &list))
    };
    let targets: Vec<Option<String>> = ends.iter().enumerate().map(new).collect();
    let mut kept = Vec::with_capacity(list.len());
    for ((mut redirect, end), target) in list.into_iter().zip(ends).zip(targets) {
        if end.is_none() {
            dropped.loops.push(redirect);
            continue;
        }
        redirect.to = target.unwrap_or(redirect.to);
        if !leads_to_itself(&redirect) {
            kept.push(redirect);
        }
    }
    kept
}

/// A target without a fragment of its own keeps the one that the reader came with (RFC 9110,
/// section 10.2.2).
fn target(end: End, list: &[Redirect]) -> String {
    let path = list[end.last].to.as_str();
    match end.fragment.filter(|at| *at != end.last) {
        Some(at) => {
            let fragment = list[at].to.split_once('#').map_or("", |(_, fragment)| fragment);
            format!("{}#{fragment}", without_fragment(path))
        }
        None => path.to_owned(),
    }
}

/// Where each redirect leads in the end; `None` if that is nowhere.
fn ends(list: &[Redirect]) -> Vec<Option<End>> {
    let next = following(list);
    let mut ends: Vec<Option<End>> = vec![None; list.len()];
    let mut seen = vec![false; list.len()];
    let mut walked = Vec::new();
    for start in 0..list.len() {
        let mut at = Some(start).filter(|at| !seen[*at]);
        while let Some(here) = at.filter(|at| !seen[*at]) {
            seen[here] = true;
            walked.push(here);
            at = next[here];
        }
        // Seen and without an end: known to lead into a loop, or walked just now, which is a loop.
        let mut end = at.and_then(|at| ends[at]);
        let is_loop = at.is_some() && end.is_none();
        while let Some(here) = walked.pop().filter(|_| !is_loop) {
            let own = Some(here).filter(|_| list[here].to.contains('#'));
            end = Some(match end {
                Some(end) => End { fragment: end.fragment.or(own), ..end },
                None => End { last: here, fragment: own },
            });
            ends[here] = end;
        }
        walked.clear();
    }
    ends
}

/// The redirect whose source is the target of each.
fn following(list: &[Redirect]) -> Vec<Option<usize>> {
    let mut sources: HashMap<&str, usize> = HashMap::with_capacity(list.len());
    for (at, redirect) in list.iter().enumerate() {
        if let OldAddress::Path(path) = &redirect.from {
            sources.insert(bare(path), at);
        }
    }
    let after = |redirect: &Redirect| sources.get(bare(without_fragment(&redirect.to))).copied();
    list.iter().map(after).collect()
}

/// Positions of the sources that differ from another source or a live address in nothing but the
/// case of ASCII letters. One of two such has capitals, which few addresses of WordPress have.
fn like_but_for_case(exact: &[Redirect], live: &HashSet<&str>) -> HashSet<usize> {
    let live_in_capitals =
        live.iter().filter(|path| has_capitals(path)).map(|path| path.to_ascii_lowercase());
    let mut uses: HashMap<String, usize> = live_in_capitals.map(|path| (path, 1)).collect();
    let sources: Vec<Cow<'_, str>> = exact.iter().map(|redirect| text(&redirect.from)).collect();
    for source in sources.iter().filter(|source| has_capitals(source)) {
        let folded = source.to_ascii_lowercase();
        let is_live = usize::from(live.contains(folded.as_str()));
        *uses.entry(folded).or_insert(is_live) += 1;
    }
    if uses.is_empty() {
        return HashSet::new();
    }
    for source in sources.iter().filter(|source| !has_capitals(source)) {
        if let Some(uses) = uses.get_mut(source.as_ref()) {
            *uses += 1;
        }
    }
    let is_like =
        |source: &str| uses.get(source.to_ascii_lowercase().as_str()).is_some_and(|uses| *uses > 1);
    (0..sources.len()).filter(|at| is_like(&sources[*at])).collect()
}

fn has_capitals(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_uppercase())
}

/// A source as one text.
fn text(address: &OldAddress) -> Cow<'_, str> {
    match address {
        OldAddress::Path(path) => Cow::Borrowed(bare(path)),
        OldAddress::Query { path, name, value } => {
            Cow::Owned(format!("{}?{name}={value}", rooted(path)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(from: &str, to: &str) -> Redirect {
        Redirect { from: OldAddress::Path(from.into()), to: to.into() }
    }

    fn query(value: &str, to: &str) -> Redirect {
        let (path, name) = ("/".into(), "p".into());
        Redirect { from: OldAddress::Query { path, name, value: value.into() }, to: to.into() }
    }

    fn join(list: &[Redirect], live: &[&str]) -> (Vec<Redirect>, Dropped) {
        let (redirects, dropped) = Redirects::new(list.to_vec(), live.iter().copied());
        (redirects.exact, dropped)
    }

    #[test]
    fn chains_lead_to_their_end_with_the_last_fragment() {
        let list =
            [query("1", "/a/"), path("/a/", "/b"), path("/b/", "/c/#x"), path("/c", "/d/ü.jpg")];
        let (exact, dropped) = join(&list, &[]);
        assert_eq!(
            exact,
            [
                path("/a/", "/d/ü.jpg#x"),
                path("/b/", "/d/ü.jpg#x"),
                path("/c", "/d/ü.jpg"),
                query("1", "/d/ü.jpg#x"),
            ]
        );
        assert_eq!(dropped, Dropped::default());
    }

    #[test]
    fn loops_and_what_leads_into_them_are_returned() {
        let list = [
            path("/x/", "/a/"),
            path("/a/", "/b/"),
            path("/b/", "/a/"),
            path("/y/", "/x/"),
            path("/z/", "/e/"),
        ];
        let (exact, dropped) = join(&list, &[]);
        assert_eq!(exact, [path("/z/", "/e/")]);
        assert_eq!(dropped.loops, list[..4]);
    }

    #[test]
    fn what_leads_to_itself_is_no_redirect() {
        let list = [path("/a/", "/a"), path("/b", "/b/#x"), query("1", "/"), query("2", "/home/")];
        let home = [path("/home/", "/")];
        assert_eq!(
            join(&[&list[..], &home[..]].concat(), &["/"]),
            (home.to_vec(), Dropped::default())
        );
    }

    #[test]
    fn the_first_of_two_counts_and_live_addresses_stay() {
        let list = [
            path("/a/", "/b/"),
            path("/a", "/c/"),
            path("/a", "/b/"),
            path("/live", "/b/"),
            path("/Live/", "/b/"),
        ];
        let (exact, dropped) = join(&list, &["/live/", "/b/"]);
        assert_eq!(exact, [path("/Live/", "/b/"), path("/a/", "/b/")]);
        assert_eq!(dropped.doubles, [list[1].clone()]);
        assert_eq!(dropped.live, [list[3].clone()]);
    }

    #[test]
    fn what_is_no_address_is_returned() {
        let long = format!("/{}/", "ж".repeat(400));
        let list = [
            path("a/", "/b/"),
            path("/a\nb/", "/b/"),
            path("/a\u{85}/", "/b/"),
            path("/a/", "//evil.example/"),
            path("/a/", "javascript:alert(1)"),
            path(&long, "/b/"),
            query("", "/b/"),
        ];
        let (exact, dropped) = join(&list, &[]);
        assert_eq!(exact, []);
        assert_eq!(dropped.unusable, list);
    }

    #[test]
    fn a_long_chain_takes_no_stack() {
        let count = 50_000;
        for backwards in [false, true] {
            let mut list: Vec<Redirect> =
                (0..count).map(|at| path(&format!("/{at}/"), &format!("/{}/", at + 1))).collect();
            if backwards {
                list.reverse();
            }
            let (exact, _) = join(&list, &[]);
            assert_eq!(exact.len(), count);
            assert!(exact.iter().all(|redirect| redirect.to == format!("/{count}/")));
        }
    }

    #[test]
    fn sources_alike_but_for_case_are_marked() {
        let list = [path("/A/", "/x/"), path("/a/", "/y/"), path("/b/", "/x/"), path("/c/", "/x/")];
        let (redirects, _) = Redirects::new(list.to_vec(), ["/B/"]);
        let marked: Vec<&str> =
            redirects.paths().filter(|it| it.case_counts).map(|it| it.path).collect();
        assert_eq!(marked, ["/A", "/a", "/b"]);
    }
}
