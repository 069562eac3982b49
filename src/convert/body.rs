//! HTML → Markdown with the links of the new site: the path that every body takes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::convert::lower::{self, BlockUses, Context, Lowered, ShortcodeUses};
use crate::convert::pictures::{self, Embedded};
use crate::convert::{Check, Writing};
use crate::html::{self, Dom};
use crate::link::{self, Anchors, Rewritten};
use crate::markdown::{self, Block, Dialect, Difference, Keep, Loss, Part, Shown, Support};
use crate::notice::{Code, Notice};
use crate::site::{Destination, Site};
use crate::target::Target;
use crate::wxr::Item;

/// A body as Markdown, and what happened on the way.
#[derive(Debug, Default)]
pub struct Body {
    /// Markdown that ends with a newline, or nothing.
    pub text: String,
    /// What happened.
    pub notices: Vec<Notice>,
    /// Its links, embeds among them.
    pub links: Rewritten,
    /// Uses of shortcodes by name.
    pub shortcodes: ShortcodeUses,
    /// Uses of blocks by name.
    pub blocks: BTreeMap<String, BlockUses>,
    /// Pictures that stood in it.
    pub files: Vec<Embedded>,
    /// Fragments that links elsewhere point at, and for which it has no place.
    pub unmet: Vec<String>,
}

/// The body of an item, at whose places links elsewhere point by the fragments in `wanted`.
pub(super) fn of_item(
    item: &Item<'_>,
    destination: &Destination,
    site: &Site,
    writing: Writing<'_>,
    wanted: &[&str],
) -> Body {
    let context = Context::of_item(item, site, writing.rules, writing.target);
    of_stored(&item.content, &context, destination, writing, wanted)
}

/// Content as WordPress stores it, as a part of the document at `destination`.
pub(super) fn of_stored(
    stored: &str,
    context: &Context<'_>,
    destination: &Destination,
    writing: Writing<'_>,
    wanted: &[&str],
) -> Body {
    let site = context.site;
    let Lowered { html, mut notices, shortcodes, blocks, embeds } = lower::post(stored, context);
    let mut dom = html::parse(&html);
    let settled = pictures::settle(&mut dom, site, writing.rules);
    notices.extend(settled.notices);
    lower::settle_attributes(&mut dom, context);
    let mut links = rewrite_links(&mut dom, destination, site, writing);
    notices.append(&mut links.notices);
    for embed in &embeds {
        links.hosts.add_embed(&embed.address, embed.is_link, site);
    }
    let (files, faults) =
        pictures::write_out(&mut dom, &settled.images, destination, writing.target);
    notices.extend(faults);
    let Anchors { linked, missing, unmet } = link::settle_anchors(&mut dom, wanted);
    notices.extend(missing.iter().map(|fragment| missing_anchor(fragment)));
    let text = write(&dom, &linked, writing, &mut notices);
    links.settle_candidates(&text);
    Body { text, notices, links, shortcodes, blocks, files, unmet }
}

/// What is said of a term, as a part of the file at `destination`.
#[must_use]
pub fn description(
    stored: &str,
    destination: &Destination,
    site: &Site,
    writing: Writing<'_>,
) -> Body {
    let Writing { rules, target, .. } = writing;
    let context = Context { site, post: None, meta: &[], rules, target };
    of_stored(stored, &context, destination, writing, &[])
}

/// HTML that belongs to no site, as `pressdown fragment` reads it. Places that it lacks may be around it.
#[must_use]
pub fn from_html(html: &str, writing: Writing<'_>) -> Body {
    let mut notices = Vec::new();
    let mut dom = html::parse(html);
    if writing.reading.keep == Keep::Sayable {
        link::settle_anchors(&mut dom, &[]);
    }
    let text = write(&dom, &[], writing, &mut notices);
    Body { text, notices, ..Body::default() }
}

/// The content of a post that belongs to no site.
#[must_use]
pub fn from_post(stored: &str, writing: Writing<'_>) -> Body {
    let nowhere = Site::default();
    let Writing { rules, target, .. } = writing;
    let context = Context { site: &nowhere, post: None, meta: &[], rules, target };
    let Lowered { html, mut notices, shortcodes, blocks, .. } = lower::post(stored, &context);
    notices.extend(lower::damage_in(std::iter::once(stored), &context));
    let mut dom = html::parse(&html);
    notices.extend(pictures::settle(&mut dom, &nowhere, rules).notices);
    lower::settle_attributes(&mut dom, &context);
    let anchors = link::settle_anchors(&mut dom, &[]);
    notices.extend(anchors.missing.iter().map(|fragment| missing_anchor(fragment)));
    let text = write(&dom, &[], writing, &mut notices);
    Body { text, notices, shortcodes, blocks, ..Body::default() }
}

/// Rewrites the links of a text to the new site, in Markdown and in the HTML that stays.
pub(super) fn rewrite_links(
    dom: &mut Dom,
    destination: &Destination,
    site: &Site,
    writing: Writing<'_>,
) -> Rewritten {
    let mut rewritten = link::rewrite(dom, destination, site, writing.target);
    if writing.reading.keeps_attributes() {
        link::rewrite_kept(dom, destination, site, writing.target, &mut rewritten);
    }
    rewritten
}

/// The text as any reader of Markdown can read it: with ordinary destinations where the target has
/// words of its own for links.
pub(super) fn readable<'t>(text: &'t str, blocks: &[Block<'_>], target: &Target) -> Cow<'t, str> {
    if !target.links.has_own_words() {
        return text.into();
    }
    let dialect = Dialect { link_sources: Support::No, ..target.markdown.clone() };
    markdown::write(blocks, &dialect).into()
}

/// What a user must hear of a link to a place that is not there.
pub(super) fn missing_anchor(fragment: &str) -> Notice {
    Notice::new(Code::MissingAnchor, format!("there is no place `#{fragment}`"))
}

/// The same of links in other documents.
pub(super) fn missing_for_others(fragment: &str) -> Notice {
    let message = format!("there is no place `#{fragment}`, to which another item links");
    Notice::new(Code::MissingAnchor, message)
}

pub(super) fn write(
    dom: &Dom,
    linked: &[String],
    writing: Writing<'_>,
    notices: &mut Vec<Notice>,
) -> String {
    let read = markdown::read_linked(dom, &writing.reading, linked);
    notices.extend(losses(&read.losses));
    let dialect = &writing.target.markdown;
    let text = markdown::write(&read.blocks, dialect);
    if writing.check == Check::Verify {
        let expect = |shown: &mut Shown| shown.add_dom(dom, &writing.reading, dialect);
        let readable = readable(&text, &read.blocks, writing.target);
        notices.extend(differences(&markdown::verify(expect, &readable, dialect)));
    }
    text
}

/// One notice for each kind of difference.
pub(super) fn differences(differences: &[Difference]) -> Vec<Notice> {
    let notice = |difference: &Difference| {
        let what = match difference.part {
            Part::Words => "words",
            Part::Links => "links",
            Part::Files => "images or players",
            Part::Code => "lines of code",
        };
        let mut message = String::new();
        let sides = [("lacks", &difference.missing), ("has too many", &difference.added)];
        for (verb, list) in sides.into_iter().filter(|(_, list)| !list.is_empty()) {
            message.push_str(if message.is_empty() { "the Markdown " } else { " and " });
            let _ = write!(message, "{verb} {what}: {}", some_of(list));
        }
        Notice::new(Code::TextDiffers, message)
    };
    differences.iter().map(notice).collect()
}

/// A few of a list, and how many more there are.
fn some_of(list: &[String]) -> String {
    const SHOWN: usize = 5;
    const LONGEST: usize = 60;
    let quote = |text: &String| match text.char_indices().nth(LONGEST) {
        None => format!("`{text}`"),
        Some((end, _)) => format!("`{}…`", &text[..end]),
    };
    let mut text = list.iter().take(SHOWN).map(quote).collect::<Vec<_>>().join(", ");
    if list.len() > SHOWN {
        let _ = write!(text, " and {} more", list.len() - SHOWN);
    }
    text
}

/// One notice for each kind of loss.
pub(super) fn losses(losses: &[Loss]) -> Vec<Notice> {
    let mut counts: BTreeMap<&Loss, u32> = BTreeMap::new();
    for loss in losses {
        *counts.entry(loss).or_default() += 1;
    }
    let notice = |(loss, count): (&Loss, u32)| {
        let times = if count == 1 { String::new() } else { format!(", {count} times") };
        match loss {
            Loss::Element(name) => {
                Notice::new(Code::ElementDropped, format!("`<{name}>` was dropped{times}"))
            }
            Loss::UnsafeLink(address) => {
                let message = format!("the link `{address}` was dropped{times}, its text kept");
                Notice::new(Code::ElementDropped, message)
            }
            Loss::Nesting(tags) => {
                let message =
                    format!("{tags} tags nested too deeply were dropped, their text kept");
                Notice::new(Code::ElementDropped, message)
            }
        }
    };
    counts.into_iter().map(notice).collect()
}
