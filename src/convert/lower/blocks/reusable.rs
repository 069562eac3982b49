//! Content → the same with the content of reusable blocks (synced patterns) in place of their numbers.
//!
//! `<!-- wp:block {"ref":553} /-->` → `<!-- wp:block {"ref":553} -->…<!-- /wp:block -->`. A block inside
//! itself, and more than a page can hold, are left out with a notice.

use std::borrow::Cow;

use serde_json::Value;

use crate::convert::lower::{Context, markup};
use crate::notice::{Code, Notice};
use crate::wxr::PostId;

/// How much the reusable blocks of one post may hold together, in bytes: three blocks that hold each
/// other ten times over would otherwise fill a disk.
const LARGEST: usize = 4 << 20;

/// How deep reusable blocks may stand in each other.
const DEEPEST: usize = 32;

/// Content that is being read.
struct Source<'a> {
    rest: &'a str,
    id: Option<PostId>,
}

/// Puts the content of reusable blocks where they are used.
pub(in crate::convert::lower) fn include<'a>(
    content: &'a str,
    cx: &Context<'_>,
    notices: &mut Vec<Notice>,
) -> Cow<'a, str> {
    if !markup::holds(content, "wp:block ") && !markup::holds(content, "wp:core/block ") {
        return Cow::Borrowed(content);
    }
    let mut html = String::with_capacity(content.len());
    let mut included = 0;
    let mut sources = vec![Source { rest: content, id: None }];
    while let Some(source) = sources.last_mut() {
        let Some(found) = next_reference(source.rest) else {
            html.push_str(source.rest);
            if source.id.is_some() {
                html.push_str("<!-- /wp:block -->");
            }
            sources.pop();
            continue;
        };
        html.push_str(&source.rest[..found.start]);
        source.rest = &source.rest[found.end..];
        let saved = cx.site.reusable_blocks.get(&found.id).filter(|saved| {
            let inside_itself = sources.iter().any(|source| source.id == Some(found.id));
            !inside_itself && sources.len() <= DEEPEST && included + saved.len() <= LARGEST
        });
        if let Some(saved) = saved {
            included += saved.len();
            html.extend(["<!-- wp:block ", found.attributes, " -->"]);
            sources.push(Source { rest: saved, id: Some(found.id) });
        } else {
            notices.push(missing(&found, cx));
        }
    }
    Cow::Owned(html)
}

fn missing(found: &Reference<'_>, cx: &Context<'_>) -> Notice {
    let id = found.id.0;
    let message = if cx.site.reusable_blocks.contains_key(&found.id) {
        format!("reusable block {id} holds itself or too much")
    } else if cx.site.by_id(found.id).is_some() {
        format!("reusable block {id} is not public")
    } else {
        format!("reusable block {id} is not in the export")
    };
    Notice::new(Code::MissingReusableBlock, message)
}

/// The use of a reusable block.
struct Reference<'a> {
    id: PostId,
    attributes: &'a str,
    start: usize,
    end: usize,
}

/// The next self-closing `wp:block` that has a number.
fn next_reference(text: &str) -> Option<Reference<'_>> {
    let mut at = 0;
    loop {
        let start = at + text[at..].find("<!--")?;
        // The marks of `<!-->` overlap, and it holds no block.
        let end = start + 4 + text[start + 4..].find("-->")? + 3;
        if let Some((id, attributes)) = reference(&text[start + 4..end - 3]) {
            return Some(Reference { id, attributes, start, end });
        }
        at = end;
    }
}

fn reference(comment: &str) -> Option<(PostId, &str)> {
    let inner = comment.trim_ascii().strip_suffix('/')?.strip_prefix("wp:")?;
    let inner = inner.strip_prefix("core/").unwrap_or(inner).strip_prefix("block ")?;
    let attributes = inner.trim_ascii();
    let value: Value = serde_json::from_str(attributes).ok()?;
    Some((PostId(value.get("ref")?.as_u64()?), attributes))
}
