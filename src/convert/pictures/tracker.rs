//! Pictures that count readers or keep space open → nothing, and a notice.

use super::filled;
use crate::html::{Dom, NodeId};
use crate::notice::{Code, Notice};
use crate::site::{Site, Url, host_key};

/// Counters by host, whatever stands before it, and by the path, or its start up to a slash. Sorted.
const COUNTERS: &[(&str, &str)] = &[
    ("amazon-adsystem.com", "/e/ir"),
    ("assoc-amazon.ca", "/e/ir"),
    ("assoc-amazon.co.uk", "/e/ir"),
    ("assoc-amazon.com", "/e/ir"),
    ("assoc-amazon.de", "/e/ir"),
    ("assoc-amazon.es", "/e/ir"),
    ("assoc-amazon.fr", "/e/ir"),
    ("assoc-amazon.it", "/e/ir"),
    ("assoc-amazon.jp", "/e/ir"),
    ("b.scorecardresearch.com", "/"),
    ("blogger.googleusercontent.com", "/tracker/"),
    ("c.statcounter.com", "/"),
    ("facebook.com", "/tr"),
    ("feeds.feedburner.com", "/~r/"),
    ("feeds.wordpress.com", "/1.0/"),
    ("google-analytics.com", "/"),
    ("mc.yandex.ru", "/watch/"),
    ("met.vgwort.de", "/na/"),
    ("pixel.quantserve.com", "/"),
    ("pixel.wp.com", "/"),
    ("stats.wordpress.com", "/"),
];

/// Takes such pictures out, with the links that hold nothing else.
pub(super) fn remove(dom: &mut Dom, images: &[NodeId], site: &Site) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut parents = Vec::new();
    for image in images.iter().copied() {
        // Twins of a picture that a `<noscript>` held are out of the tree already.
        let Some(parent) = dom.parent(image) else { continue };
        if shows_nothing(dom, image, site) {
            notices.push(notice(filled(dom, image, "src").unwrap_or_default()));
            dom.remove(image);
            parents.push(parent);
        }
    }
    parents.dedup();
    for parent in parents {
        if dom.name(parent) == Some("a") && is_empty(dom, parent) {
            dom.remove(parent);
        }
    }
    notices
}

fn notice(address: &str) -> Notice {
    const LONGEST: usize = 80;
    let shown: String = address.chars().take(LONGEST).collect();
    let message = format!("the picture `{shown}` counts readers or fills space, and was dropped");
    Notice::new(Code::TrackerDropped, message)
}

/// Whether it is a counter, or a dot that means nothing. A dot of the site itself counts as one
/// only if nobody wrote an alternative for it.
fn shows_nothing(dom: &Dom, image: NodeId, site: &Site) -> bool {
    let Some(address) = filled(dom, image, "src") else { return false };
    let url = Url::split(address);
    if is_counter(&url) {
        return true;
    }
    let is_own = url.host.is_none() || site.upload(&url).is_some();
    is_dot(dom, image) && !(is_own && filled(dom, image, "alt").is_some())
}

fn is_counter(url: &Url<'_>) -> bool {
    let Some(host) = url.host.map(host_key) else { return false };
    COUNTERS.iter().any(|(counter, path)| {
        let before = host.strip_suffix(counter);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
            && (url.path == *path || path.ends_with('/') && url.path.starts_with(path))
    })
}

/// Whether it is at most one pixel wide and one high.
fn is_dot(dom: &Dom, image: NodeId) -> bool {
    ["width", "height"].iter().all(|side| {
        let typed = filled(dom, image, side).or_else(|| styled(dom, image, side));
        typed.is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"))
    })
}

/// The value of a property in `style`.
fn styled<'d>(dom: &'d Dom, element: NodeId, property: &str) -> Option<&'d str> {
    let declarations = dom.attribute(element, "style")?.split(';');
    declarations
        .filter_map(|declaration| declaration.split_once(':'))
        .find_map(|(name, value)| name.trim().eq_ignore_ascii_case(property).then(|| value.trim()))
}

fn is_empty(dom: &Dom, element: NodeId) -> bool {
    dom.children(element).all(|child| dom.text(child).is_some_and(|text| text.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_entry_counts() {
        assert!(COUNTERS.is_sorted());
        for (host, path) in COUNTERS {
            for before in ["", "www.", "ir-na."] {
                let name = if path.ends_with('/') { "x.gif" } else { "?x" };
                let address = format!("https://{before}{host}{path}{name}");
                assert!(is_counter(&Url::split(&address)), "{address}");
            }
            assert!(!is_counter(&Url::split(&format!("https://not{host}{path}"))), "{host}");
        }
        for other in
            ["http://feeds.feedburner.com/~ff/x?d=yIl2AUoC8zA", "https://facebook.com/tree.png"]
        {
            assert!(!is_counter(&Url::split(other)), "{other}");
        }
    }
}
