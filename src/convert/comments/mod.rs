//! Comments → a section below the body, files of their own, or values for other files; threaded, by the
//! same path as bodies.

mod address;
mod clean;
mod languages;
mod plural;
mod rules;
mod said;
mod section;
mod thread;
mod voice;
mod words;

use crate::convert::body::rewrite_links;
use crate::convert::discussion::Discussion;
use crate::convert::lower::{self, Context};
use crate::convert::{Document, Writing, pictures};
use crate::html::{self, Dom};
use crate::link::{self, Rewritten};
use crate::notice::{Code, Notice};
use crate::site::{CommentFate, Destination, Selection, Site};
use crate::target::Target;
use crate::wxr::{Comment, Item};

use thread::Threads;

pub use rules::{AuthorNames, Avatars, CommentForm, CommentRules, NO_COMMENTS, Nesting};
pub use said::fields;

/// What the comments of an item came to.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The section below the body: Markdown that ends with a newline, or nothing.
    pub(super) section: String,
    /// Files of their own.
    pub(super) files: Vec<Document>,
    /// One for each form that asks for values.
    pub(super) discussions: Vec<Discussion>,
    /// How many are there.
    pub(super) written: u64,
    pub(super) account: Account,
}

/// What happened on the way.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) notices: Vec<Notice>,
    /// Their links.
    pub(super) links: Rewritten,
    /// Fragments of their links to places in the body.
    pub(super) fragments: Vec<String>,
}

/// What everything that is made of comments may ask about.
#[derive(Clone, Copy)]
struct Scene<'a> {
    item: &'a Item<'a>,
    destination: &'a Destination,
    site: &'a Site,
    writing: Writing<'a>,
    context: Context<'a>,
}

/// Makes what the rules ask for; nothing where nobody said anything.
pub(super) fn of_item(
    item: &Item<'_>,
    destination: &Destination,
    site: &Site,
    writing: Writing<'_>,
) -> Made {
    let rules = writing.comments;
    let threads = thread::arrange(&item.comments, &rules.selection);
    let mut made = Made::default();
    made.account.notices.extend(unknown_types(item, &rules.selection));
    if threads.is_empty() || rules.forms.is_empty() {
        return made;
    }
    made.written = threads.all().count() as u64;
    let context = Context::of_item(item, site, writing.rules, writing.target);
    let scene = Scene { item, destination, site, writing, context };
    for (index, form) in rules.forms.iter().enumerate() {
        let mut account = Account::default();
        make(form, &threads, &scene, &mut made, &mut account);
        // Every further form has the same links and tells the same.
        if index == 0 {
            made.account.notices.append(&mut account.notices);
            made.account.links = account.links;
            made.account.fragments = account.fragments;
        }
    }
    made
}

fn make(
    form: &CommentForm,
    threads: &Threads<'_>,
    scene: &Scene<'_>,
    made: &mut Made,
    account: &mut Account,
) {
    match form {
        CommentForm::Section => made.section = section::section(threads, scene, account),
        CommentForm::Files => made.files = said::files(threads, scene, account),
        CommentForm::Values(target) => {
            made.discussions.push(said::discussion(threads, target, scene, account));
        }
    }
}

/// The body of one comment, as a part of the file at `from`, with the links of the new site.
fn read(
    comment: &Comment<'_>,
    from: &Destination,
    target: &Target,
    scene: &Scene<'_>,
    account: &mut Account,
) -> Dom {
    let Scene { site, writing, context, .. } = *scene;
    let writing = Writing { target, ..writing };
    let mut dom = html::parse(&lower::comment(&comment.content, &context));
    account.notices.extend(pictures::settle(&mut dom, site, writing.rules).notices);
    account.notices.extend(clean::clean(&mut dom).iter().map(|name| cleaned(comment, name)));
    lower::settle_attributes(&mut dom, &context);
    let mut links = rewrite_links(&mut dom, from, site, writing);
    account.notices.append(&mut links.notices);
    account.links.add(links);
    account.fragments.extend(link::fragments(&dom));
    dom
}

/// What a user must hear of what visitors cannot write.
fn cleaned(comment: &Comment<'_>, name: &str) -> Notice {
    let message = format!("`{name}` was dropped from comment {}", comment.id);
    Notice::new(Code::ElementDropped, message)
}

/// The address of an author's site; of another post of the site, which pinged this one, its new one.
fn address(
    url: &str,
    from: &Destination,
    target: &Target,
    scene: &Scene<'_>,
    account: &mut Account,
) -> String {
    let new = link::rewrite_address(url, from, scene.site, target, &mut account.links);
    account.notices.append(&mut account.links.notices);
    new.unwrap_or_else(|| url.to_owned())
}

/// What a user must hear about approved comments of which nobody knows what they are.
fn unknown_types(item: &Item<'_>, selection: &Selection) -> Option<Notice> {
    let is_unknown = |comment: &&Comment<'_>| selection.fate(comment) == CommentFate::Unknown;
    let mut unknown = item.comments.iter().filter(is_unknown).peekable();
    let name = unknown.peek()?.type_name.clone();
    let message = match unknown.count() {
        1 => format!("a comment of the type `{name}` was left out"),
        count => format!("{count} comments of types such as `{name}` were left out"),
    };
    Some(Notice::new(Code::UnknownCommentType, message))
}
