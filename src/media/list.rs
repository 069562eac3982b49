//! The files that a site needs → a list for other tools: one address a line, or JSON with all that the
//! export knows of each.

use serde::Serialize;

use crate::html::plain_text;
use crate::media::File;
use crate::site::{Site, mime};

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    files: Vec<FileOut<'a>>,
}

#[derive(Serialize)]
struct FileOut<'a> {
    url: &'a str,
    path: &'a str,
    upload: &'a str,
    mime: Option<&'static str>,
    width: Option<u32>,
    height: Option<u32>,
    alt: Option<&'a str>,
    title: Option<String>,
    caption: Option<String>,
    attachment: Option<u64>,
    posts: Vec<u64>,
    stand_ins: Vec<String>,
}

/// The addresses on the old site, one a line, as `wget -i` and `aria2c -i` read them. Files of which nothing
/// tells the address are left out.
#[must_use]
pub fn to_lines(files: &[File]) -> String {
    let mut text = String::new();
    for file in files.iter().filter(|file| !file.url.is_empty()) {
        text.push_str(&file.url);
        text.push('\n');
    }
    text
}

/// Everything about each file, schema `pressdown/media-list/1`.
#[must_use]
pub fn to_json(files: &[File], site: &Site) -> String {
    let files = files.iter().map(|file| of(file, site)).collect();
    let root = Root { schema: "pressdown/media-list/1", files };
    let mut text =
        serde_json::to_string_pretty(&root).expect("texts and numbers have a form in JSON");
    text.push('\n');
    text
}

fn of<'a>(file: &'a File, site: &'a Site) -> FileOut<'a> {
    let library = file.upload.attachment.and_then(|id| site.attachments.get(id));
    let plain = |html: &str| Some(plain_text(html)).filter(|text| !text.is_empty());
    // Of a resized copy the library tells the size of the original.
    let is_original = library.is_some_and(|it| it.copies.original(file.upload.name()).is_none());
    let pixels = library.and_then(|it| it.size).filter(|_| is_original);
    FileOut {
        url: &file.url,
        path: file.place.as_str(),
        upload: &file.upload.path,
        mime: mime(&file.upload.path),
        width: pixels.map(|(width, _)| width),
        height: pixels.map(|(_, height)| height),
        alt: library.map(|it| it.alt.as_str()).filter(|alt| !alt.is_empty()),
        title: library.and_then(|it| plain(&it.title)),
        caption: library.and_then(|it| plain(&it.caption)),
        attachment: file.upload.attachment.map(|id| id.0),
        posts: file.posts.iter().map(|post| post.0).collect(),
        stand_ins: site.stand_ins(&file.upload).iter().map(|name| file.url_beside(name)).collect(),
    }
}
