//! HTML with places, frames, Flash players and other sites' scripts → the same with what is written
//! for each. What no provider knows stays as it is; text is never touched.

use super::answers::Answers;
use super::scripts::{self, Script};
use super::write::{self, Written};
use super::{PLACE, address, providers};
use crate::convert::lower::markup::{self, End, Tag, Token};
use crate::convert::lower::{Context, Lowered};
use crate::notice::{Code, Notice};

/// What begins a tag that this step may have to do with, in lower case.
const STARTS: &[&str] = &["<amp-", "<embed", "<iframe", "<object", "<script"];

/// Elements in which a tag is text.
const TEXT_ONLY: &[&str] = &["script", "style", "textarea"];

/// How many tags and texts behind `<object>` are looked over for its address.
const PARAMETERS: usize = 48;

/// Attributes that hold the address of a frame; all but the first are those of plugins that load it
/// late. Frames that stay get their address later, as pictures do.
const SOURCES: &[&str] = &["src", "data-src", "data-lazy-src"];

/// Players of AMP pages: element, the attribute that holds the id, and what stands before it.
const AMP: &[(&str, &str, &str)] = &[
    ("amp-dailymotion", "data-videoid", "https://www.dailymotion.com/video/"),
    ("amp-gist", "data-gistid", "https://gist.github.com/"),
    ("amp-instagram", "data-shortcode", "https://www.instagram.com/p/"),
    ("amp-twitter", "data-tweetid", "https://twitter.com/i/web/status/"),
    ("amp-vimeo", "data-videoid", "https://vimeo.com/"),
    ("amp-youtube", "data-videoid", "https://www.youtube.com/watch?v="),
];

/// Writes every embed of a text.
pub(in crate::convert::lower) fn resolve(
    html: String,
    cx: &Context<'_>,
    lowered: &mut Lowered,
) -> String {
    if !may_embed(&html) {
        return html;
    }
    let mut pass = Pass {
        html: &html,
        at: 0,
        copied: 0,
        out: String::with_capacity(html.len()),
        objects: Vec::new(),
        cx,
        answers: Answers::of(cx.meta),
        lowered,
    };
    while let Some(token) = markup::as_browser(&html[pass.at..]).next() {
        let start = pass.at;
        pass.at += token.raw().len();
        if let Token::Tag(tag) = token {
            pass.tag(&tag, start);
        }
    }
    pass.out.push_str(&html[pass.copied..]);
    pass.out
}

fn may_embed(html: &str) -> bool {
    memchr::memchr_iter(b'<', html.as_bytes())
        .any(|at| STARTS.iter().any(|start| begins_with(&html[at..], start)))
}

/// Whether it is an address of the web, also without its scheme.
fn is_web(url: &str) -> bool {
    ["http:", "https:", "//"].iter().any(|start| begins_with(url.trim_ascii_start(), start))
}

/// Whether a text begins with another, in any case.
fn begins_with(text: &str, start: &str) -> bool {
    let start = start.as_bytes();
    text.as_bytes().get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start))
}

/// How far a text is done.
struct Pass<'a> {
    html: &'a str,
    at: usize,
    /// How much of the text is in the output.
    copied: usize,
    out: String,
    /// The objects that are open, and whether something else was written for each.
    objects: Vec<bool>,
    cx: &'a Context<'a>,
    answers: Answers,
    lowered: &'a mut Lowered,
}

impl Pass<'_> {
    fn tag(&mut self, tag: &Tag<'_>, start: usize) {
        let is_open = tag.end == End::Open;
        match tag.name.to_ascii_lowercase().as_str() {
            PLACE if is_open => self.address(markup::attribute(tag.raw, "url"), start),
            "iframe" if is_open => self.frame(tag, start),
            "object" if is_open => self.object(tag, start),
            "object" if self.objects.pop() == Some(true) => self.put("", start),
            "embed" | "param" if self.objects.last() == Some(&true) => self.put("", start),
            "embed" if is_open => self.flash(&flash_address(tag), start),
            "a" | "div" if is_open => self.empty(tag, start),
            name if is_open && TEXT_ONLY.contains(&name) => self.text_only(tag, start),
            name if is_open && name.starts_with("amp-") => self.amp(tag, start),
            _ => {}
        }
    }

    /// Writes something in place of what stands between a start and here.
    fn put(&mut self, html: &str, start: usize) {
        self.out.push_str(&self.html[self.copied..start]);
        self.out.push_str(html);
        self.copied = self.at;
    }

    /// Writes an embed; one that is a block takes the place of a paragraph that holds nothing else.
    fn write(&mut self, written: &Written, start: usize) {
        self.put("", start);
        let is_alone = self.out.ends_with("<p>") && self.html[self.at..].starts_with("</p>");
        if written.is_block && is_alone {
            self.out.truncate(self.out.len() - "<p>".len());
            self.at += "</p>".len();
            self.copied = self.at;
        }
        self.out.push_str(&written.html);
        self.lowered.embeds.extend(written.embed.clone());
    }

    /// Writes an embed in place of a box that stood apart from the words beside it.
    fn write_apart(&mut self, written: &Written, start: usize) {
        self.put("", start);
        let is_first = ["<p>", "\n", " "].iter().any(|it| self.out.ends_with(it));
        if !is_first && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.write(written, self.at);
        let behind = &self.html[self.at..];
        let is_last = ["</p>", "<br", "\n", " "].iter().any(|it| behind.starts_with(it));
        if !is_last && !behind.is_empty() {
            self.out.push(' ');
        }
    }

    fn address(&mut self, url: Option<&str>, start: usize) {
        if let Some(url) = url {
            let written = write::address(url, self.cx, &self.answers);
            self.write(&written, start);
        }
    }

    /// Goes behind an end tag that follows with nothing but blanks before it.
    fn skip_end(&mut self, end_tag: &str) -> bool {
        let behind = self.html[self.at..].trim_ascii_start();
        let is_empty = begins_with(behind, end_tag);
        if is_empty {
            self.at = self.html.len() - behind.len() + end_tag.len();
        }
        is_empty
    }

    /// `<iframe src="https://www.youtube.com/embed/a"></iframe>`; one that holds something stays.
    fn frame(&mut self, tag: &Tag<'_>, start: usize) {
        let mut urls = SOURCES.iter().filter_map(|name| markup::attribute(tag.raw, name));
        let Some(url) = urls.find(|url| is_web(url)) else { return };
        let written = write::frame(url, self.cx);
        if let Some(written) = written.filter(|_| self.skip_end("</iframe>")) {
            self.write_apart(&written, start);
        }
    }

    fn flash(&mut self, url: &str, start: usize) {
        if let Some(written) = write::flash(url, self.cx, &self.answers) {
            self.skip_end("</embed>");
            self.write_apart(&written, start);
        } else if self.objects.is_empty() {
            self.tell_of_flash(&[url.to_owned()]);
        }
    }

    /// `<object><param name="movie" value="http://www.youtube.com/v/a">…</object>`: its tags vanish, any
    /// text in it stays.
    fn object(&mut self, tag: &Tag<'_>, start: usize) {
        if self.objects.last() == Some(&true) {
            self.objects.push(true);
            return self.put("", start);
        }
        let urls = object_addresses(tag, &self.html[self.at..]);
        let written = urls.iter().find_map(|url| write::flash(url, self.cx, &self.answers));
        self.objects.push(written.is_some());
        if let Some(written) = written {
            self.write_apart(&Written { is_block: false, ..written }, start);
        } else {
            self.tell_of_flash(&urls);
        }
    }

    /// A player of a site that nobody knows stays; that it is dead must be said.
    fn tell_of_flash(&mut self, urls: &[String]) {
        if let Some(url) = urls.iter().find(|url| is_flash(url)) {
            let message = format!("the Flash player `{url}` was kept, which no browser plays");
            self.lowered.notices.push(Notice::new(Code::FlashPlayer, message));
        }
    }

    /// `<a data-pin-do="embedPin" href="…"></a>`, `<div class="fb-video" data-href="…"></div>`: a script
    /// fills them.
    fn empty(&mut self, tag: &Tag<'_>, start: usize) {
        let (name, end_tag) = if tag.is("a") { ("href", "</a>") } else { ("data-href", "</div>") };
        let url = markup::attribute(tag.raw, name).filter(|url| providers::read(url).is_some());
        if url.is_some() && self.skip_end(end_tag) {
            self.address(url, start);
        }
    }

    fn amp(&mut self, tag: &Tag<'_>, start: usize) {
        let row = AMP.iter().find(|(name, ..)| tag.is(name));
        let url = row.and_then(|(_, name, before)| {
            Some(format!("{before}{}", markup::attribute(tag.raw, name)?))
        });
        if let Some(url) = url.filter(|url| providers::read(url).is_some()) {
            self.skip_end(&format!("</{}>", tag.name));
            self.address(Some(&url), start);
        }
    }

    /// Goes behind an element whose inside is no HTML. An empty script of another site goes, or becomes
    /// what it shows.
    fn text_only(&mut self, tag: &Tag<'_>, start: usize) {
        let begin = self.at;
        let name = tag.name;
        let bytes = self.html.as_bytes();
        let end_tag = format!("</{name}");
        let end = memchr::memchr_iter(b'<', &bytes[begin..])
            .map(|at| begin + at)
            .find(|at| begins_with(&self.html[*at..], &end_tag));
        // Without an end, all that follows is inside.
        let Some(end) = end else {
            self.at = self.html.len();
            return;
        };
        let close = memchr::memchr(b'>', &bytes[end..]).map_or(bytes.len(), |at| end + at + 1);
        self.at = close;
        if !tag.is("script") || !self.html[begin..end].trim_ascii().is_empty() {
            return;
        }
        match scripts::read(tag.raw) {
            Script::Shows(url) => {
                let written = write::address(&url, self.cx, &self.answers);
                self.write_apart(&written, start);
            }
            Script::Loads => self.put("", start),
            Script::Other => {}
        }
    }
}

/// Whether an address is that of a Flash file.
fn is_flash(url: &str) -> bool {
    let path = url.split(['?', '#', '&']).next().unwrap_or(url);
    address::has_ending(path, "swf")
}

/// The address of a Flash player; old ones of Bilibili have its half in another attribute.
fn flash_address(tag: &Tag<'_>) -> String {
    let source = markup::attribute(tag.raw, "src").unwrap_or_default();
    match markup::attribute(tag.raw, "flashvars") {
        Some(variables) if !source.contains('?') => format!("{source}?{variables}"),
        _ => source.to_owned(),
    }
}

/// The addresses that an object and the parameters in it name.
fn object_addresses(tag: &Tag<'_>, behind: &str) -> Vec<String> {
    let data = markup::attribute(tag.raw, "data").map(str::to_owned);
    let mut urls: Vec<String> = data.into_iter().collect();
    for token in markup::as_browser(behind).take(PARAMETERS) {
        let Token::Tag(tag) = token else { continue };
        if tag.is("object") {
            break;
        }
        let name = markup::attribute(tag.raw, "name").unwrap_or_default();
        let names_film = ["movie", "src"].iter().any(|it| name.eq_ignore_ascii_case(it));
        if tag.is("param") && names_film {
            urls.extend(markup::attribute(tag.raw, "value").map(str::to_owned));
        } else if tag.is("embed") && tag.end == End::Open {
            urls.push(flash_address(&tag));
        }
    }
    urls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_known() {
        assert!(AMP.is_sorted());
        for (_, _, before) in AMP {
            assert!(providers::read(&format!("{before}1")).is_some(), "{before}");
        }
        assert!(STARTS.iter().any(|start| begins_with(&format!("<{PLACE}>"), start)));
    }

    #[test]
    fn tags_are_told_in_any_case() {
        assert!(may_embed("a < b <IFRAME src=x>"));
        assert!(!may_embed("a < b <i> é<"));
    }
}
