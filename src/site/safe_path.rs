//! The path of an upload → one that every common file system takes, and no server takes for more than a file.

use std::borrow::Cow;

use crate::site::path::{MAX_NAME, safe_name};

/// The same path, or, where a name in it is unsafe, one with a mark that follows from the whole path, so that no
/// two become one.
///
/// `2019/05/a?.jpg` → `2019/05/a--0f3a9c12.jpg`, `.git/config` → `git/config-9a1b2c3d`
pub(super) fn safe_path(path: &str) -> Cow<'_, str> {
    let is_safe = |name: &str| name.len() <= MAX_NAME && safe_name(name) == name;
    if path.bytes().all(is_plain) && path.split('/').all(begins_and_ends_well) {
        return Cow::Borrowed(path);
    }
    if path.split('/').all(is_safe) {
        return Cow::Borrowed(path);
    }
    let mut names: Vec<String> = path.split('/').map(safe_name).collect();
    if let Some(last) = names.last_mut() {
        *last = marked(last, path);
    }
    Cow::Owned(names.join("/"))
}

/// What most names consist of, so that they need no closer look.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/')
}

/// Names of devices have three or four letters.
fn begins_and_ends_well(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem.len() > 4 && !name.ends_with('.') && name.len() <= MAX_NAME
        || !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name that tells a file apart: `a.jpg` → `a-0f3a9c12.jpg`
pub(super) fn marked(name: &str, by: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let dot = if name.contains('.') { "." } else { "" };
    let room = MAX_NAME.saturating_sub(ending.len() + "-00000000.".len());
    let cut = (0..=room.min(stem.len())).rfind(|end| stem.is_char_boundary(*end)).unwrap_or(0);
    format!("{}-{:08x}{dot}{ending}", &stem[..cut], fingerprint(by.as_bytes()))
}

/// FNV-1a of 32 bits (<https://datatracker.ietf.org/doc/draft-eastlake-fnv/>): the same on every machine
/// and in every version.
fn fingerprint(bytes: &[u8]) -> u32 {
    const START: u32 = 0x811c_9dc5;
    const PRIME: u32 = 0x0100_0193;
    bytes.iter().fold(START, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_stay() {
        for path in [
            "2019/05/pier.jpg",
            "a b.jpg",
            "ä.jpg",
            "x.tar.gz",
            "sites/2/2019/05/con-a.jpg",
            "1.jpg",
        ] {
            assert_eq!(safe_path(path), path);
        }
    }

    #[test]
    fn what_systems_and_servers_read_otherwise_gets_another_name() {
        let long = "x".repeat(300);
        for path in [
            ".htaccess",
            ".git/config",
            "2019/con.jpg",
            "a\u{1b}.jpg",
            "a?.jpg",
            "a.",
            "a:b.jpg",
            "a\u{202e}gpj.exe",
            &long,
        ] {
            let safe = safe_path(path);
            assert_ne!(safe, path);
            for name in safe.split('/') {
                assert_eq!(safe_name(name), name);
                assert!(name.len() <= MAX_NAME);
            }
        }
        assert_ne!(safe_path("a?.jpg"), safe_path("a*.jpg"));
    }

    #[test]
    fn fingerprints_by_the_vectors_of_their_specification() {
        assert_eq!(fingerprint(b""), 0x811c_9dc5);
        assert_eq!(fingerprint(b"a"), 0xe40c_292c);
        assert_eq!(fingerprint(b"foobar"), 0xbf9c_f968);
    }
}
