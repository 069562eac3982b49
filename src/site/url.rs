//! Addresses of the old site: URL text ↔ host, path, query and fragment; what belongs to the site.
//!
//! WordPress content holds URLs that no strict parser accepts, and what cannot be understood must
//! stay as it was typed, so this splits by the grammar of RFC 3986, appendix B, and refuses nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::wxr::Channel;

/// The pieces of a URL, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// `https`, without the colon.
    pub scheme: Option<&'a str>,
    /// `www.example.org:8080`; present also in `//example.org/x`.
    pub host: Option<&'a str>,
    /// `/2013/04/hello/`.
    pub path: &'a str,
    /// What follows `?`.
    pub query: Option<&'a str>,
    /// What follows `#`.
    pub fragment: Option<&'a str>,
}

impl<'a> Url<'a> {
    /// The pieces of any text.
    #[must_use]
    pub fn split(text: &'a str) -> Self {
        let (rest, fragment) = cut(text.trim(), '#');
        let (rest, query) = cut(rest, '?');
        let (scheme, rest) = match rest.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, rest),
        };
        match rest.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                let (host, path) = rest.split_at(end);
                Self { scheme, host: Some(host), path, query, fragment }
            }
            None => Self { scheme, host: None, path: rest, query, fragment },
        }
    }

    /// Whether it can be the address of a page or file.
    #[must_use]
    pub fn is_web(&self) -> bool {
        let is_one =
            |scheme: &str| ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
        self.scheme.is_none_or(is_one)
    }

    /// The names and values of the query's parameters, as typed. `&#038;` and `&amp;` that were left in
    /// a URL count as `&`.
    pub fn parameters(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.query.unwrap_or_default().split(['&', ';']);
        pairs.filter_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            Some((key.trim_start_matches("amp;").trim_start_matches("#038;"), value))
        })
    }

    /// The value of a query parameter, as typed.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        self.parameters().find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// Splits at the first `mark`, which belongs to neither side.
fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// RFC 3986, section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// A host as a key: no user, no default port, no `www.`, lower case.
#[must_use]
pub fn host_key(host: &str) -> String {
    bare_host(host).to_ascii_lowercase()
}

/// The part of a host that tells it from others, in the case in which it is written.
pub(super) fn bare_host(host: &str) -> &str {
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(host);
    let host = host.trim_end_matches('.');
    match host.split_at_checked("www.".len()) {
        Some((www, bare)) if www.eq_ignore_ascii_case("www.") => bare,
        _ => host,
    }
}

/// Decodes percent-escapes, also doubled ones (`%25d0%25b0`). What is no valid UTF-8 when decoded
/// stays as it was typed: WordPress cuts slugs at 200 bytes, sometimes inside an escape.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    let once = decode_once(text);
    if once.contains('%') && text.contains("%25") {
        Cow::Owned(decode_once(&once).into_owned())
    } else {
        once
    }
}

fn decode_once(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// A path seen from the address that it stands at, without `.` and `..`: RFC 3986, section 5.2.4.
///
/// `../04/b/`, seen from `/2013/05/a/` → `/2013/04/b/`
#[must_use]
pub fn join(base: &str, path: &str) -> String {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    let ends_in_folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    let slash = if ends_in_folder && !names.is_empty() { "/" } else { "" };
    format!("/{}{slash}", names.join("/"))
}

/// An address of the site as a key for look-ups: the decoded path without slashes at its ends.
#[must_use]
pub fn path_key(path: &str) -> String {
    key_of_path(path).into_owned()
}

/// The same, copied only where something is escaped.
pub(super) fn key_of_path(path: &str) -> Cow<'_, str> {
    match decode(path) {
        Cow::Borrowed(path) => Cow::Borrowed(path.trim_matches('/')),
        Cow::Owned(path) => Cow::Owned(path.trim_matches('/').to_owned()),
    }
}

/// A text as it is compared where case does not count; copied only where that changes it.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// The addresses under which the exported sites live.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// The longest path first, so that a blog in a folder wins over its network's main site.
    roots: Vec<Root>,
    /// The path of the site that was named first.
    first: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Root {
    host: String,
    /// Without slashes at its ends; empty for a site at its domain's root.
    path: String,
    /// The path of the site that it stands for: its own, unless it is another name of the site.
    home: String,
    /// Which site it is, by its place among those that are exported.
    site: usize,
}

/// Where a URL points, seen from the exported sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Belonging<'a> {
    /// At a path below a site's root: the decoded path below the domain, and the part of it below
    /// the site's root, both without slashes at their ends.
    Site {
        /// `blog/2013/hello`.
        domain_path: Cow<'a, str>,
        /// `2013/hello`.
        site_path: Cow<'a, str>,
    },
    /// At another path of a site's domain: `/wp-content/…` of a network, or a neighbour.
    Domain {
        /// `wp-content/uploads/2013/04/a.jpg`.
        domain_path: Cow<'a, str>,
    },
    /// Elsewhere, or nowhere that a path could name (`mailto:`, `#top`).
    Elsewhere,
}

impl Roots {
    /// The roots that the channels of the exports name.
    #[must_use]
    pub fn from_channels<'a>(channels: impl IntoIterator<Item = &'a Channel>) -> Self {
        let mut roots = Self::default();
        for (number, channel) in channels.into_iter().enumerate() {
            // Of a network that is not the site's own address, but some exports have no other.
            let own = match channel.base_blog_url.as_str() {
                "" => &channel.base_site_url,
                own => own,
            };
            let addresses = [own, channel.link.as_str()];
            // One site may be exported in several parts, which differ in one of its addresses.
            let known = addresses.iter().find_map(|address| roots.known(address));
            for address in addresses {
                roots.add(address, known.unwrap_or(number));
            }
        }
        roots
    }

    /// The site that has this very address.
    fn known(&self, address: &str) -> Option<usize> {
        let url = Url::split(address);
        let (host, path) = (host_key(url.host?), path_key(url.path));
        let known = self.roots.iter().find(|root| root.host == host && root.path == path);
        known.map(|root| root.site)
    }

    fn add(&mut self, address: &str, site: usize) {
        let url = Url::split(address);
        let Some(host) = url.host.filter(|host| !host.is_empty()) else { return };
        let path = path_key(url.path);
        if self.roots.is_empty() {
            self.first.clone_from(&path);
        }
        self.put(Root { host: host_key(host), home: path.clone(), path, site });
    }

    /// Adds another name of the first site: `cdn.old.example`, `https://older.example/blog/`.
    pub(super) fn add_alias(&mut self, address: &str) {
        let has_scheme = address.contains("//");
        let slashes = if has_scheme { "" } else { "//" };
        let text = format!("{slashes}{address}");
        let url = Url::split(&text);
        let Some(host) = url.host.filter(|host| !host.is_empty()) else { return };
        let home = self.first.clone();
        self.put(Root { host: host_key(host), path: path_key(url.path), home, site: 0 });
    }

    fn put(&mut self, root: Root) {
        if !self.roots.iter().any(|known| known.host == root.host && known.path == root.path) {
            self.roots.push(root);
            self.roots
                .sort_by(|a, b| b.path.len().cmp(&a.path.len()).then_with(|| a.host.cmp(&b.host)));
        }
    }

    /// The front page of the site that was named first: `/`, or `/coast/` of a site in a folder.
    #[must_use]
    pub fn home(&self) -> String {
        match self.first.as_str() {
            "" => "/".to_owned(),
            first => format!("/{first}/"),
        }
    }

    /// The path of the site that was named first, without slashes at its ends.
    #[must_use]
    pub fn first(&self) -> &str {
        &self.first
    }

    /// Whether a URL lies below the address of one of the sites.
    #[must_use]
    pub fn is_below(&self, url: &Url<'_>) -> bool {
        matches!(self.locate(url), Belonging::Site { .. })
    }

    /// Whether the host of a URL, with the path of a site on it, is a site's.
    pub(super) fn has_host(&self, url: &Url<'_>) -> bool {
        self.locate(url) != Belonging::Elsewhere
    }

    /// Which site a URL belongs to, by its place among those that are exported. A URL without a host is
    /// of the first.
    pub(super) fn site_of(&self, url: &Url<'_>) -> Option<usize> {
        let (host, path) = (url.host.map(bare_host), key_of_path(url.path));
        let is_host = |root: &&Root| host.is_none_or(|it| it.eq_ignore_ascii_case(&root.host));
        let on_host = || self.roots.iter().filter(is_host);
        let root = on_host().find(|root| below(&path, &root.path).is_some());
        root.or_else(|| on_host().next()).map(|root| root.site)
    }

    /// The hosts of the sites, as keys, each once.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        let hosts: BTreeSet<&str> = self.roots.iter().map(|root| root.host.as_str()).collect();
        hosts.into_iter()
    }

    /// Where a URL points. A URL without a host is root-relative and counts as any root's.
    #[must_use]
    pub fn locate<'a>(&self, url: &Url<'a>) -> Belonging<'a> {
        if !url.is_web() {
            return Belonging::Elsewhere;
        }
        let host = url.host.map(bare_host);
        if host.is_none() && !url.path.starts_with('/') {
            return Belonging::Elsewhere;
        }
        let mut domain = self
            .roots
            .iter()
            .filter(|root| host.is_none_or(|host| host.eq_ignore_ascii_case(&root.host)))
            .peekable();
        if domain.peek().is_none() {
            return Belonging::Elsewhere;
        }
        let domain_path = key_of_path(url.path);
        let found = domain.find_map(|root| Some((root, below(&domain_path, &root.path)?.len())));
        let Some((root, length)) = found else { return Belonging::Domain { domain_path } };
        let site_path = end_of(&domain_path, length);
        let is_own = root.path == root.home;
        let domain_path =
            if is_own { domain_path } else { Cow::Owned(under(&root.home, &site_path)) };
        Belonging::Site { domain_path, site_path }
    }
}

/// The last bytes of a text.
fn end_of<'a>(text: &Cow<'a, str>, length: usize) -> Cow<'a, str> {
    let start = text.len() - length;
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(text) => Cow::Owned(text[start..].to_owned()),
    }
}

/// Both paths behind each other, without slashes at their ends: `blog` and `a/b` → `blog/a/b`
pub(super) fn under(home: &str, path: &str) -> String {
    match (home, path) {
        ("", path) => path.to_owned(),
        (home, "") => home.to_owned(),
        (home, path) => format!("{home}/{path}"),
    }
}

/// The part of `path` below `root`, if it lies there.
fn below<'a>(path: &'a str, root: &str) -> Option<&'a str> {
    if root.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(root)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::{RngSeed, TestRunner};

    use super::*;

    #[test]
    fn splits_by_rfc_3986() {
        let url = Url::split("HTTPS://www.Old.com:443/a/b/?p=12&#038;x=1#more");
        assert_eq!(url.scheme, Some("HTTPS"));
        assert_eq!(url.host, Some("www.Old.com:443"));
        assert_eq!(url.path, "/a/b/");
        assert_eq!(url.query, Some("p=12&"));
        assert_eq!(Url::split("?p=12&amp;x=1").parameter("x"), Some("1"));
        assert_eq!(Url::split("//old.com/x").host, Some("old.com"));
        assert_eq!(Url::split("mailto:a@b.c").scheme, Some("mailto"));
        assert_eq!(Url::split("/a:b").scheme, None);
    }

    #[test]
    fn hosts_are_alike_whatever_their_case_port_and_www() {
        for host in ["old.com", "www.old.com", "OLD.com:443", "user@old.com:80", "old.com."] {
            assert_eq!(host_key(host), "old.com");
        }
    }

    /// What copies nothing where it need not gives the same as what always copies.
    #[test]
    fn keys_are_those_of_the_plain_definitions() {
        fn plain_host(host: &str) -> String {
            let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            let host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(host);
            let host = host.trim_end_matches('.').to_ascii_lowercase();
            host.strip_prefix("www.").unwrap_or(&host).to_owned()
        }
        let piece = "www\\.|WWW\\.|[aAşİ/%.:@]|:80|:443|%2[fF5]|%C5%9E|%d0%b";
        let texts = proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat());
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        let config = ProptestConfig { rng_seed: RngSeed::Fixed(1), cases: 2_000, ..config };
        let check = |text: String| {
            prop_assert_eq!(host_key(&text), plain_host(&text));
            prop_assert_eq!(fold(&text), text.to_lowercase());
            prop_assert_eq!(path_key(&text), decode(&text).trim_matches('/').to_owned());
            Ok(())
        };
        TestRunner::new(config).run(&texts, check).expect("the keys are the same");
    }

    #[test]
    fn decodes_once_or_twice_and_never_cuts_a_character() {
        assert_eq!(decode("%d1%88"), "ш");
        assert_eq!(decode("%25d1%2588"), "ш");
        assert_eq!(decode("%d0%b"), "%d0%b");
        assert_eq!(decode("100%"), "100%");
    }

    #[test]
    fn joins_relative_paths() {
        assert_eq!(join("/2013/05/a/", "../../04/b/"), "/2013/04/b/");
        assert_eq!(join("/2013/05/a/", "x.pdf"), "/2013/05/a/x.pdf");
        assert_eq!(join("/2013/05/a", "./b"), "/2013/05/b");
        assert_eq!(join("/a/", "../../../.."), "/");
    }

    #[test]
    fn locates_below_a_root_in_a_folder() {
        let channel =
            Channel { base_blog_url: "https://network.example/coast".into(), ..Channel::default() };
        let roots = Roots::from_channels([&channel]);
        let locate = |url: &'static str| roots.locate(&Url::split(url));
        let site = |domain_path: &'static str, site_path: &'static str| Belonging::Site {
            domain_path: domain_path.into(),
            site_path: site_path.into(),
        };
        assert_eq!(locate("http://www.network.example/coast/a/"), site("coast/a", "a"));
        assert_eq!(locate("/coast"), site("coast", ""));
        assert_eq!(
            locate("https://network.example/coastal/"),
            Belonging::Domain { domain_path: "coastal".into() }
        );
        assert_eq!(locate("https://other.example/coast/"), Belonging::Elsewhere);
        assert_eq!(locate("a/b"), Belonging::Elsewhere);
        assert_eq!(locate("#a"), Belonging::Elsewhere);
    }
}
