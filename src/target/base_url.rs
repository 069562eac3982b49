//! Where the new site will live: `https://new.example/blog/` → its origin and the folder below it.

use percent_encoding::percent_decode_str;

use crate::error::Error;
use crate::target::{LinkForm, Target};

/// The address of the new site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// An address of the web without query and fragment. What is refused is said as the end of a
    /// sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").ok_or("it begins with no `https://`")?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(format!("`{scheme}` is neither `http` nor `https`"));
        }
        if let Some(mark) = rest.chars().find(|c| matches!(c, '?' | '#' | '\\' | '@')) {
            return Err(format!("`{mark}` has no place in the address of a site"));
        }
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !is_host(host) {
            return Err(format!("`{host}` is no host"));
        }
        let names = path.split('/').filter(|name| !name.is_empty()).map(folder_name);
        let names: Option<Vec<String>> = names.collect();
        let names = names.ok_or_else(|| format!("`{path}` is no path of a folder"))?;
        let path = names.iter().fold("/".to_owned(), |path, name| path + name + "/");
        Ok(Self { origin: format!("{scheme}://{}", host.to_lowercase()), path })
    }

    /// `https://new.example`
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// `/blog/`, decoded; `/` for a site at the root of its domain.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl Target {
    /// Refuses a form of links that needs the address of the new site where nobody gave it.
    pub fn check_base_url(&self) -> Result<(), Error> {
        if self.links != LinkForm::Absolute || self.base_url.is_some() {
            return Ok(());
        }
        Err(Error::Target {
            place: self.name.clone(),
            cause: "absolute links need the address of the new site".to_owned(),
            hint: "--base-url says where the new site will live, such as https://new.example/"
                .to_owned(),
        })
    }
}

/// Letters of all scripts, digits, `.` and `-`, with a port behind a colon; or an address in brackets.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port),
        _ => (text, "0"),
    };
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let is_name = match inner {
        Some(inner) => {
            inner.contains(':') && inner.chars().all(|c| c.is_ascii_hexdigit() || ":.".contains(c))
        }
        None => {
            name.chars().all(|c| c.is_alphanumeric() || ".-".contains(c)) && !name.starts_with('.')
        }
    };
    is_number && is_name && !name.is_empty()
}

/// A part of a path, decoded; none if it could be read as something else.
fn folder_name(typed: &str) -> Option<String> {
    let name = percent_decode_str(typed).decode_utf8().ok()?;
    let is_safe = typed.chars().all(is_of_path)
        && !matches!(&*name, "." | "..")
        && !name.contains(|c: char| c == '/' || c == '\\' || c.is_control());
    is_safe.then(|| name.into_owned())
}

/// What can stand in a path without being read as something else (RFC 3986, section 3.3).
fn is_of_path(c: char) -> bool {
    c.is_alphanumeric() || "-._~%!$&'()*+,;=:".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_an_origin_and_a_folder() {
        for (text, origin, path) in [
            ("https://new.example", "https://new.example", "/"),
            (" HTTP://New.Example:8080/ ", "http://new.example:8080", "/"),
            ("https://new.example/blog", "https://new.example", "/blog/"),
            ("https://new.example//a/b/", "https://new.example", "/a/b/"),
            ("https://münchen.example/Über/", "https://münchen.example", "/Über/"),
            ("https://new.example/%C3%9Cber/", "https://new.example", "/Über/"),
            ("http://[::1]:1313/", "http://[::1]:1313", "/"),
        ] {
            let base = BaseUrl::parse(text).expect(text);
            assert_eq!((base.origin(), base.path()), (origin, path));
        }
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused() {
        for text in [
            "new.example/blog",
            "/blog/",
            "ftp://new.example/",
            "https://",
            "https:///blog",
            "https://new.example/?a",
            "https://new.example/#a",
            "https://me@new.example/",
            "https://new.example:x/",
            "https://new.example:/",
            "https://new .example/",
            "https://new.example/a b/",
            "https://new.example/../",
            "https://new.example/%2e%2e/",
            "https://new.example/a%2Fb/",
            "https://new.example/%ff/",
            "https://new.example/\"/",
            "javascript://new.example/",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
