//! Hosts that are not the site's, whose media files the new site takes in because the user named them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::site::Upload;
use crate::site::file_type::is_media;
use crate::site::path::{MAX_NAME, safe_name};
use crate::site::safe_path::marked;
use crate::site::upload::uncached;
use crate::site::url::{Url, decode, host_key};

/// Parameters that ask for a size of a picture or a version of a file
/// (<https://developer.wordpress.com/docs/photon/>), and not for another file. Sorted.
const SIZES: &[&str] = &[
    "_",
    "cb",
    "crop",
    "fit",
    "h",
    "height",
    "is-pending-load",
    "lb",
    "quality",
    "resize",
    "ssl",
    "strip",
    "t",
    "v",
    "ver",
    "version",
    "w",
    "width",
    "zoom",
];

/// The hosts, as keys.
#[derive(Debug, Default)]
pub(super) struct MediaHosts {
    exact: BTreeSet<String>,
    /// `pics.example` of `*.pics.example`, for itself and all hosts below it.
    above: BTreeSet<String>,
}

impl MediaHosts {
    /// `pics.example`, `*.pics.example`
    pub(super) fn of(named: &[String]) -> Self {
        let mut hosts = Self::default();
        for name in named {
            match name.strip_prefix("*.") {
                Some(above) => hosts.above.insert(host_key(above)),
                None => hosts.exact.insert(host_key(name)),
            };
        }
        hosts
    }

    /// The file that a URL names, if it is a media file on one of the hosts.
    ///
    /// `https://pics.example/2012/a.jpg` → `pics.example/2012/a.jpg`
    pub(super) fn find(&self, url: &Url<'_>) -> Option<Upload> {
        if (self.exact.is_empty() && self.above.is_empty()) || !url.is_web() {
            return None;
        }
        // A cache is a host like others where the user named it and not what it keeps.
        [uncached(*url), *url].iter().find_map(|url| {
            let host = url.host.filter(|host| self.has(host))?;
            upload(url, host)
        })
    }

    fn has(&self, host: &str) -> bool {
        let key = host_key(host);
        let mut below = key.match_indices('.').map(|(dot, _)| &key[dot + 1..]);
        self.exact.contains(&key)
            || self.above.contains(&key)
            || (!self.above.is_empty() && below.any(|above| self.above.contains(above)))
    }
}

fn upload(url: &Url<'_>, host: &str) -> Option<Upload> {
    let typed: Vec<&str> = url.path.split('/').filter(|name| !name.is_empty()).collect();
    let names: Vec<Cow<'_, str>> = typed.iter().map(|name| decode(name)).collect();
    let (last, folders) = names.split_last()?;
    if !is_media(last) || names.iter().any(|name| matches!(&**name, "." | "..")) {
        return None;
    }
    let query = url.query.filter(|query| is_of_file(query)).map(|it| it.replace("&amp;", "&"));
    let safe = |name: &str| if name.len() > MAX_NAME { shorten(name) } else { safe_name(name) };
    let folders: String = folders.iter().map(|name| safe(name) + "/").collect();
    let mut name = safe(last);
    let asked = query.as_ref().map_or(String::new(), |query| format!("?{query}"));
    // What no file system takes became a hyphen, which another file may have at the same place.
    let is_changed = names.iter().any(|name| safe(name) != **name);
    if is_changed || !asked.is_empty() {
        name = marked(&name, &format!("{}{asked}", if is_changed { url.path } else { "" }));
    }
    let key = host_key(host).replace([':', '[', ']'], "-");
    let scheme = url.scheme.map_or("https".to_owned(), str::to_ascii_lowercase);
    let address = format!("{scheme}://{}{}{asked}", without_user(host), url.path);
    Some(Upload {
        path: format!("{}/{folders}{name}", safe_name(&key)),
        address: Some(address.into()),
        is_elsewhere: true,
        ..Upload::default()
    })
}

/// `me:secret@pics.example:8080` → `pics.example:8080`
fn without_user(host: &str) -> &str {
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

/// Whether a query is a part of what names a file, such as `id=5` or a signature. `1386345` alone is the
/// number of a version.
fn is_of_file(query: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    query.split('&').map(|pair| pair.trim_start_matches("amp;")).any(|pair| {
        let key = pair.split_once('=').map_or(pair, |(key, _)| key);
        !is_number(pair) && SIZES.binary_search(&key).is_err()
    })
}

/// A name that is too long for a file, cut. The mark that it gets follows from the whole of it.
fn shorten(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let room = MAX_NAME / 2;
    let cut = (0..=room.min(stem.len())).rfind(|end| stem.is_char_boundary(*end)).unwrap_or(0);
    let ending: String = ending.chars().take(10).collect();
    let dot = if ending.is_empty() { "" } else { "." };
    safe_name(&format!("{}{dot}{ending}", &stem[..cut]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(url: &str) -> Option<(String, String)> {
        let named = ["pics.example", "*.cdn.example", "i1.wp.com", "host.example:8080"];
        let hosts = MediaHosts::of(&named.map(str::to_owned));
        let upload = hosts.find(&Url::split(url))?;
        assert!(upload.is_elsewhere && upload.attachment.is_none());
        Some((upload.path, upload.address?.into()))
    }

    /// The path of the file; its address is the URL, but for what is told.
    fn path(url: &str) -> Option<String> {
        find(url).map(|(path, _)| path)
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(SIZES.is_sorted());
    }

    #[test]
    fn media_files_of_the_hosts_go_below_the_host() {
        for (url, expected) in [
            ("https://pics.example/2012/a.jpg", "pics.example/2012/a.jpg"),
            ("http://www.Pics.example//2012/a%20b.PDF", "pics.example/2012/a b.PDF"),
            ("https://x.cdn.example/a.webp", "x.cdn.example/a.webp"),
            ("https://a.b.cdn.example/a.webp", "a.b.cdn.example/a.webp"),
            ("https://cdn.example/a.mp4", "cdn.example/a.mp4"),
            ("https://host.example:8080/a.png", "host.example-8080/a.png"),
            ("https://i0.wp.com/pics.example/a.jpg?w=9", "pics.example/a.jpg"),
            ("https://i1.wp.com/else.example/a.jpg?w=9", "i1.wp.com/else.example/a.jpg"),
        ] {
            assert_eq!(path(url).as_deref(), Some(expected), "{url}");
        }
    }

    #[test]
    fn everything_else_stays_where_it_is() {
        for url in [
            "https://sub.pics.example/a.jpg",
            "https://xcdn.example/a.jpg",
            "https://else.example/a.jpg",
            "https://pics.example/a",
            "https://pics.example/a.html",
            "https://pics.example/a.php?b.jpg",
            "https://pics.example/x/../a.jpg",
            "https://pics.example/x/%2e%2e/a.jpg",
            "ftp://pics.example/a.jpg",
            "/a.jpg",
            "a.jpg",
            "data:image/png;base64,a.jpg",
        ] {
            assert_eq!(path(url), None, "{url}");
        }
    }

    #[test]
    fn a_query_names_another_file_unless_it_asks_for_a_size() {
        let address = |url: &str| find(url).expect(url).1;
        for query in ["w=300&h=2", "resize=4%2C3&ssl=1", "ver=5.1", "1386345", "w=1&amp;h=2", ""] {
            let url = format!("https://pics.example/a.jpg?{query}");
            assert_eq!(path(&url).as_deref(), Some("pics.example/a.jpg"), "{query}");
            assert_eq!(address(&url), "https://pics.example/a.jpg");
        }
        let (one, two) = ("https://pics.example/a.jpg?id=5", "https://pics.example/a.jpg?id=6");
        // FNV-1a of `?id=5`.
        assert_eq!(path(one).as_deref(), Some("pics.example/a-6a930c4d.jpg"));
        assert_ne!(path(one), path(two));
        assert_eq!(address(one), one);
        let signed = "https://pics.example/a.jpg?X-Sig=a%2Fb&amp;w=3";
        assert_eq!(address(signed), "https://pics.example/a.jpg?X-Sig=a%2Fb&w=3");
    }

    #[test]
    fn names_that_no_file_can_have_are_told_apart() {
        let (one, two) = ("https://pics.example/a%3Ab.jpg", "https://pics.example/a%2Fb.jpg");
        let (first, second) = (path(one).expect(one), path(two).expect(two));
        assert!(first.starts_with("pics.example/a-b-") && second.starts_with("pics.example/a-b-"));
        assert_ne!(first, second);
        let long = format!("https://pics.example/{}.jpg", "ш".repeat(300));
        let name = path(&long).expect("a name");
        assert!(name.len() < 255 + "pics.example/".len() && is_media(&name), "{name}");
        let secret = find("https://me:secret@pics.example/a.jpg").expect("a file");
        assert_eq!(secret.1, "https://pics.example/a.jpg");
    }
}
