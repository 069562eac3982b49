//! Which other files beside an upload show the same, where it is missing itself, and where the old site has it.

use std::cmp::Reverse;

use crate::site::copies::Original;
use crate::site::marks::{pixels, scaled, stem, without_scaled, without_size};
use crate::site::upload::{path, split, whole_address};
use crate::site::url::Url;
use crate::site::{Site, Upload};

/// The names of files in the folder of an upload that can stand in for it, the best first: the picture in
/// full, then its copies from the largest to the smallest. Names of the library come before those that
/// WordPress would have given.
pub(super) fn stand_ins(upload: &Upload, site: &Site) -> Vec<String> {
    if upload.is_elsewhere {
        return Vec::new();
    }
    let name = upload.name();
    let mut names = Vec::new();
    if let Some(file) = upload.attachment.and_then(|id| site.attachments.get(id)) {
        if let Some(Original::Named(full)) = file.copies.original(name) {
            names.push(full.to_owned());
        }
        names.extend(path(file).map(|path| split(&path).1.to_owned()));
        let mut copies: Vec<&str> = file.copies.names().collect();
        copies.sort_by_key(|name| Reverse(pixels(name).unwrap_or(u64::MAX)));
        names.extend(copies.into_iter().map(str::to_owned));
    }
    let full = without_size(name).or_else(|| without_scaled(name));
    names.extend(
        Some(name)
            .filter(|name| without_scaled(name).is_none())
            .and_then(|name| scaled(full.as_deref().unwrap_or(name))),
    );
    names.extend(full);
    let mut better = Vec::new();
    for other in names {
        if other != name && has_ending_of(name, &other) && !better.contains(&other) {
            better.push(other);
        }
    }
    better
}

/// The resized copies of a file among the names of its folder, the largest first.
///
/// `pier.jpg` among `pier-1024x683.jpg`, `pier-2.jpg` → `pier-1024x683.jpg`
#[must_use]
pub fn copies_among<'a>(name: &str, names: &'a [String]) -> Vec<&'a str> {
    let own = stem(name);
    let is_copy = |other: &&str| {
        *other != name
            && has_ending_of(name, other)
            && stem(other) == own
            && (pixels(other).is_some() || without_scaled(other).is_some())
    };
    let mut copies: Vec<&str> = names.iter().map(String::as_str).filter(is_copy).collect();
    copies.sort_by_key(|name| (Reverse(pixels(name).unwrap_or(u64::MAX)), *name));
    copies
}

/// The address at which the old site has an upload, or an empty text where nothing tells.
pub(super) fn address(upload: &Upload, site: &Site) -> String {
    if let Some(address) = &upload.address {
        return address.to_string();
    }
    let Some(file) = upload.attachment.and_then(|id| site.attachments.get(id)) else {
        return String::new();
    };
    let whole = whole_address(&Url::split(&file.url), site);
    let (own, wanted) = (path(file), upload.name());
    if own.is_some_and(|own| split(&own).1 == wanted) {
        return whole;
    }
    format!("{}{}", split(&whole).0, wanted.replace('%', "%25"))
}

fn has_ending_of(name: &str, other: &str) -> bool {
    let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending(name) == ending(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::attachment::{Attachment, Attachments};
    use crate::site::copies::Copies;
    use crate::wxr::PostId;

    const SIZES: &str = concat!(
        r#"a:2:{s:5:"sizes";a:2:{s:6:"medium";a:1:{s:4:"file";s:15:"bay-300x120.jpg";}"#,
        r#"s:5:"large";a:1:{s:4:"file";s:16:"bay-1024x410.jpg";}}"#,
        r#"s:14:"original_image";s:7:"bay.jpg";}"#
    );

    fn site() -> Site {
        let attachment = Attachment {
            url: "https://old.com/wp-content/uploads/2019/08/bay-scaled.jpg?x=1".into(),
            copies: Copies::parse("bay-scaled.jpg", SIZES, ""),
            ..Attachment::default()
        };
        Site { attachments: Attachments::from_files([(PostId(3), attachment)]), ..Site::default() }
    }

    fn upload(path: &str, attachment: Option<u64>) -> Upload {
        Upload { path: path.into(), attachment: attachment.map(PostId), ..Upload::default() }
    }

    #[test]
    fn what_the_library_lists_stands_in_first_and_the_largest_of_it() {
        let all = stand_ins(&upload("2019/08/bay-scaled.jpg", Some(3)), &site());
        assert_eq!(all, ["bay.jpg", "bay-1024x410.jpg", "bay-300x120.jpg"]);
        let all = stand_ins(&upload("2019/08/bay-300x120.jpg", Some(3)), &site());
        assert_eq!(all[..3], ["bay-scaled.jpg", "bay.jpg", "bay-1024x410.jpg"]);
    }

    #[test]
    fn without_a_library_only_the_names_tell() {
        let of = |name: &str| stand_ins(&upload(name, None), &site());
        assert_eq!(of("2019/08/a-300x200.jpg"), ["a-scaled.jpg", "a.jpg"]);
        assert_eq!(of("a-scaled.jpg"), ["a.jpg"]);
        assert_eq!(of("a.jpg"), ["a-scaled.jpg"]);
        assert_eq!(of("a"), [""; 0]);
        let names = ["pier-2.jpg", "pier-1024x683.jpg", "pier-1024x683.webp", "pier-1536x1024.jpg"];
        let names = names.map(str::to_owned);
        assert_eq!(copies_among("pier.jpg", &names), ["pier-1536x1024.jpg", "pier-1024x683.jpg"]);
    }

    #[test]
    fn addresses_lose_their_query_and_keep_their_folder() {
        let at = |name: &str| address(&upload(&format!("2019/08/{name}"), Some(3)), &site());
        let folder = "https://old.com/wp-content/uploads/2019/08";
        assert_eq!(at("bay-scaled.jpg"), format!("{folder}/bay-scaled.jpg"));
        assert_eq!(at("bay-300x120.jpg"), format!("{folder}/bay-300x120.jpg"));
    }
}
