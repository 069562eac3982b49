//! What shortcodes of plugins that show files come to: pictures, galleries, films, raw HTML.

use super::super::{embeds, markup};
use super::forms::{address, decoded, is_void, linked, text_of, wrapped};
use super::{Replacement, Shortcode, gallery, raw_html};
use crate::convert::lower::Context;
use crate::notice::{Code, Notice};
use crate::wxr::PostId;

/// `[slideshow ids="11,12"]` → what a gallery with these attributes is
pub(super) fn slideshow(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let chosen = attributes.first_of(&["ids", "images", "gallery_ids", "image_ids", "include"]);
    let is_gallery = chosen.is_some() || (code.name == "slideshow" && is_void(code));
    let ids = chosen.map_or(String::new(), |ids| format!("ids=\"{ids}\""));
    let shortcode = Shortcode { attributes: &ids, ..*code };
    let mut gallery = gallery::gallery(&shortcode, cx).filter(|_| is_gallery)?;
    gallery.html += &wrapped("", code.content.unwrap_or_default());
    Some(gallery)
}

/// `[image src="a.png" alt="A"]` → `<img src="a.png" alt="A" />`, also by the attachment's number
pub(super) fn image(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let content = code.content.map(str::trim_ascii).filter(|content| !content.is_empty());
    if let Some(content) = content.filter(|content| content.contains("<img")) {
        return Some(wrapped("", content).into());
    }
    let source = ["src", "image", "url", "custom_src", "image_external_link", "img", "attachment"]
        .iter()
        .find_map(|name| attributes.first_of(&[name]));
    let rest = source.and(content).map_or(String::new(), |content| wrapped("", content));
    let source = source.or(content.filter(|content| !content.contains(['<', ' ', '\n'])))?;
    let (source, alternative) = match picture(source, cx) {
        Ok(picture) => picture,
        Err(notice) => return Some(Replacement { html: rest, notices: vec![notice] }),
    };
    let alternative = text_of(&attributes, &["alt", "title_text"])
        .map_or(alternative, |text| markup::quote(&text));
    let image = format!("<img src=\"{}\" alt=\"{alternative}\" />", markup::quote(&source));
    let link = attributes.first_of(&["link", "href", "url"]).and_then(address);
    let link = link.filter(|link| *link != source);
    let caption = text_of(&attributes, &["caption"]);
    let caption = caption.map_or(String::new(), |text| format!("<figcaption>{text}</figcaption>"));
    Some(format!("<figure>{}{caption}</figure>{rest}", linked(image, link)).into())
}

/// The address of a picture that is given by its number or its address, and what stands for it.
fn picture(source: &str, cx: &Context<'_>) -> Result<(String, String), Notice> {
    let source = source.trim().split(['|', ',']).next().unwrap_or_default();
    let Ok(id) = source.parse() else { return Ok((source.to_owned(), String::new())) };
    match cx.site.attachments.get(PostId(id)) {
        Some(file) => Ok((markup::escape(&file.url), markup::escape(&file.alt))),
        None => Err(Notice::new(
            Code::MissingAttachment,
            format!("attachment `{id}` of a page builder is not in the export"),
        )),
    }
}

/// `[et_pb_video src="https://youtu.be/x"]` → the place of `https://youtu.be/x`, in a paragraph
pub(super) fn film(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let keys = ["src", "link", "url", "video", "video_link", "video_url", "mp4", "id"];
    let named = attributes.first_of(&keys);
    let given = decoded(named.or(code.content)?.trim_ascii());
    let rest = named.and(code.content).map_or(String::new(), |content| wrapped("", content));
    let is_number = given.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let address = match (code.name, is_number) {
        ("fusion_youtube", true) => format!("https://www.youtube.com/watch?v={given}"),
        ("fusion_vimeo", true) => format!("https://vimeo.com/{given}"),
        _ => address(&given)?,
    };
    Some(format!("<p>{}</p>{rest}", embeds::place(&address)).into())
}

/// `[vc_raw_html]PGI+eDwvYj4=[/vc_raw_html]` → `<b>x</b>`
pub(super) fn raw(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let content = code.content.or_else(|| attributes.first_of(&["code", "raw_content"]))?;
    let html = raw_html::decode(content).unwrap_or_else(|| content.to_owned());
    Some(wrapped("", &html).into())
}
