//! Names of the entries of an archive → paths below the uploads folder.
//!
//! A backup holds `wp-content/uploads/` somewhere, one of `wp-content` begins with `uploads/`, a media
//! export of WordPress.com begins with the year; and whoever packs a folder by hand has its name first.

use std::collections::BTreeMap;

/// Why an entry cannot be one of the uploads.
pub(super) const LEADS_OUT: &str = "names that lead out of the archive";

const IN_CONTENT: &str = "wp-content/uploads/";
const UPLOADS: &str = "uploads/";

/// Where an entry lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'n> {
    /// Below a folder of uploads, or of a year.
    Uploads(&'n str),
    /// Nothing in the name tells.
    Unknown(&'n str),
}

/// The same name with single slashes and without `./`; `Err` if it leads out of the archive.
pub(super) fn clean(name: &str) -> Result<String, &'static str> {
    // Some archivers of Windows separate names as it does.
    let name = if name.contains('/') { name.to_owned() } else { name.replace('\\', "/") };
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    if drive || name.starts_with('/') || name.contains('\0') {
        return Err(LEADS_OUT);
    }
    let parts = || name.split('/').filter(|part| !matches!(*part, "" | "."));
    if parts().any(|part| part == "..") {
        return Err(LEADS_OUT);
    }
    Ok(parts().collect::<Vec<_>>().join("/"))
}

/// The path below the uploads folder of each name, by its position; of equal paths, the last name,
/// as with all that unpack archives.
pub(super) fn below_uploads(names: &[String]) -> BTreeMap<String, usize> {
    let skipped = wrapper(names).map_or(0, |folder| folder.len() + 1);
    let places: Vec<Place<'_>> = names.iter().map(|name| place(&name[skipped..])).collect();
    // What else is in a backup of a whole site is none of the uploads.
    let is_backup = names.iter().zip(&places).any(|(name, place)| match place {
        Place::Uploads(path) => path.len() < name.len() - skipped,
        Place::Unknown(_) => false,
    });
    let path = |(at, place): (usize, &Place<'_>)| match *place {
        Place::Unknown(_) if is_backup => None,
        Place::Uploads(path) | Place::Unknown(path) => Some((path.to_owned(), at)),
    };
    places.iter().enumerate().filter_map(path).collect()
}

fn place(name: &str) -> Place<'_> {
    if let Some((before, path)) = name.split_once(IN_CONTENT)
        && (before.is_empty() || before.ends_with('/'))
    {
        return Place::Uploads(path);
    }
    match name.strip_prefix(UPLOADS) {
        Some(path) => Place::Uploads(path),
        None if begins_with_year(name) => Place::Uploads(name),
        None => Place::Unknown(name),
    }
}

/// Whether a path begins as WordPress files uploads, `2019/08/pier.jpg`.
pub(super) fn begins_with_year(path: &str) -> bool {
    path.split_once('/').is_some_and(|(year, _)| is_year(year))
}

/// Whether a folder is named like a year.
pub(super) fn is_year(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// The one folder around all entries, where only below it they lie as uploads do.
fn wrapper(names: &[String]) -> Option<&str> {
    let (folder, _) = names.first()?.split_once('/')?;
    let inside = |name: &'_ str| name.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
    let inner: Vec<String> = names.iter().map(|name| inside(name)).collect::<Option<_>>()?;
    let is_told = |name: &String| matches!(place(name), Place::Uploads(_));
    (!names.iter().any(is_told) && inner.iter().any(is_told)).then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        below_uploads(&names).into_keys().collect()
    }

    #[test]
    fn names_are_cleaned_and_none_leads_out() {
        for (name, expected) in [
            ("./2019//08/./a.jpg", Ok("2019/08/a.jpg")),
            ("2019\\08\\a.jpg", Ok("2019/08/a.jpg")),
            ("2019/a..b.jpg", Ok("2019/a..b.jpg")),
            ("../x", Err(LEADS_OUT)),
            ("a/../../x", Err(LEADS_OUT)),
            ("/etc/passwd", Err(LEADS_OUT)),
            ("C:/x", Err(LEADS_OUT)),
            ("..\\x", Err(LEADS_OUT)),
            ("a\0b", Err(LEADS_OUT)),
        ] {
            assert_eq!(clean(name), expected.map(str::to_owned), "{name}");
        }
    }

    #[test]
    fn uploads_are_found_in_every_kind_of_backup() {
        for (names, expected) in [
            // A media export of WordPress.com.
            (&["2019/08/a.jpg", "2019/08/b.jpg"][..], &["2019/08/a.jpg", "2019/08/b.jpg"][..]),
            // A whole site, and one in a folder.
            (&["wp-content/uploads/2019/a.jpg", "wp-includes/x.js"], &["2019/a.jpg"]),
            (&["site/wp-content/uploads/a.jpg", "site/index.php"], &["a.jpg"]),
            // `wp-content`.
            (&["uploads/sites/2/a.jpg", "plugins/x.js"], &["sites/2/a.jpg"]),
            // Files without the folders of years.
            (&["a.jpg", "form/b.jpg"], &["a.jpg", "form/b.jpg"]),
            // Years beside the folders of plugins.
            (&["2019/a.jpg", "form/b.jpg"], &["2019/a.jpg", "form/b.jpg"]),
            // A folder that was packed with its name.
            (&["media/2019/a.jpg", "media/form/b.jpg"], &["2019/a.jpg", "form/b.jpg"]),
            (&["backup/uploads/2019/a.jpg", "backup/db.sql"], &["2019/a.jpg"]),
            (&["my-wp-content/uploads/a.jpg"], &["a.jpg"]),
        ] {
            assert_eq!(paths(names), expected, "{names:?}");
        }
    }
}
