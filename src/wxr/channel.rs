//! What stands before, between and behind the items → the site, its authors and its terms.

use std::borrow::Cow;
use std::mem;

use super::elements::{Element, Elements, Tag, note};
use super::entity::decode_html;
use super::repair::repair;
use super::{Author, Channel, Term};
use crate::notice::Notice;

/// The head of an export.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The site.
    pub(super) channel: Channel,
    /// Its authors, in file order.
    pub(super) authors: Vec<Author>,
    /// Its terms, in file order.
    pub(super) terms: Vec<Term>,
}

/// Reads a head, with what had to be repaired. The notices have no place yet.
pub(super) fn read_head(bytes: &[u8], notices: &mut Vec<Notice>) -> Head {
    let text = repair(bytes, notices);
    let mut elements = Elements::of(&text);
    let mut draft = Draft { head: Head::default(), open: Open::Channel, foreign: 0 };
    loop {
        match elements.next() {
            Element::Start(tag) => start(&mut draft, &tag, &mut elements, notices),
            Element::End(name) if is_container(name) => open(&mut draft, Open::Channel),
            Element::End(_) => draft.foreign = draft.foreign.saturating_sub(1),
            Element::Comment(comment) => {
                let channel = &mut draft.head.channel;
                if let Some(generator) = quoted(comment, "generator") {
                    generator.clone_into(&mut channel.generator);
                    put(&mut channel.created, quoted(comment, "created").unwrap_or_default());
                }
            }
            Element::Malformed(notice) => note(notices, notice),
            Element::Finished => break,
        }
    }
    open(&mut draft, Open::Channel);
    draft.head
}

/// The element whose fields are being read.
enum Open {
    Channel,
    Author(Author),
    Term(Term),
}

/// A head that is being read.
struct Draft {
    head: Head,
    open: Open,
    /// How many elements of other vocabularies are open; the `<title>` of an `<image>` is not the site's.
    foreign: usize,
}

fn start<'a>(
    draft: &mut Draft,
    tag: &Tag<'a>,
    elements: &mut Elements<'a>,
    notices: &mut Vec<Notice>,
) {
    let name = tag.name.as_ref();
    if let Some(container) = container(name) {
        open(draft, container);
        return;
    }
    let is_known = (draft.foreign == 0 || name.contains(':'))
        && match &mut draft.open {
            Open::Channel => elements.field(CHANNEL, tag, &mut draft.head.channel, notices),
            Open::Author(author) => elements.field(AUTHOR, tag, author, notices),
            Open::Term(term) => elements.field(TERM, tag, term, notices),
        };
    if !is_known && !tag.is_empty {
        draft.foreign += 1;
        elements.skip(tag);
    }
}

/// What an element opens that holds fields.
fn container(name: &str) -> Option<Open> {
    let term = |taxonomy: &str| Term { taxonomy: taxonomy.to_owned(), ..Term::default() };
    match name {
        "channel" | "rss" => Some(Open::Channel),
        // WordPress.com wrote the second name for some years.
        "wp:author" | "wp:wp_author" => Some(Open::Author(Author::default())),
        "wp:category" => Some(Open::Term(term("category"))),
        "wp:tag" => Some(Open::Term(term("post_tag"))),
        "wp:term" => Some(Open::Term(term(""))),
        _ => None,
    }
}

fn is_container(name: &str) -> bool {
    container(name).is_some()
        || name
            .strip_prefix("wxr:")
            .is_some_and(|local| container(&format!("wp:{local}")).is_some())
}

/// Opens an element, and puts the one that was open into the head.
fn open(draft: &mut Draft, next: Open) {
    match mem::replace(&mut draft.open, next) {
        Open::Channel => {}
        Open::Author(author) => draft.head.authors.push(author),
        Open::Term(term) => draft.head.terms.push(term),
    }
}

/// `generator="WordPress/6.4.2" created="2024-01-02 03:04"`, `created` → `2024-01-02 03:04`
fn quoted<'a>(comment: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = comment.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// A field that holds the value as it is.
macro_rules! text {
    ($field:ident) => {
        |target, value| put(&mut target.$field, &value)
    };
}

/// A field that holds the text that readers saw.
macro_rules! seen {
    ($field:ident) => {
        |target, value| put(&mut target.$field, &decode_html(&value))
    };
}

type Field<T> = for<'a> fn(&mut T, Cow<'a, str>);

const CHANNEL: &[(&str, Field<Channel>)] = &[
    ("description", seen!(description)),
    ("generator", text!(generator)),
    ("language", text!(language)),
    ("link", text!(link)),
    ("pubDate", text!(pub_date)),
    ("title", seen!(title)),
    ("wp:base_blog_url", text!(base_blog_url)),
    ("wp:base_site_url", text!(base_site_url)),
    ("wp:wxr_version", text!(wxr_version)),
];

const AUTHOR: &[(&str, Field<Author>)] =
    &[("wp:author_display_name", seen!(display_name)), ("wp:author_login", text!(login))];

const TERM: &[(&str, Field<Term>)] = &[
    ("wp:cat_name", seen!(name)),
    ("wp:category_description", text!(description)),
    ("wp:category_nicename", text!(slug)),
    ("wp:category_parent", text!(parent)),
    ("wp:tag_description", text!(description)),
    ("wp:tag_name", seen!(name)),
    ("wp:tag_slug", text!(slug)),
    ("wp:term_description", text!(description)),
    ("wp:term_name", seen!(name)),
    ("wp:term_parent", text!(parent)),
    ("wp:term_slug", text!(slug)),
    ("wp:term_taxonomy", text!(taxonomy)),
];

fn put(field: &mut String, value: &str) {
    if field.is_empty() {
        value.clone_into(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        let mut notices = Vec::new();
        let head = read_head(text.as_bytes(), &mut notices);
        assert_eq!(notices, []);
        head
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(CHANNEL.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(AUTHOR.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TERM.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn the_generator_comment_counts_before_the_element() {
        let both = "<!-- generator=\"WordPress/3.0\" created=\"x\" --><rss><channel><generator>http://wordpress.org/?v=3.0</generator>";
        assert_eq!(head(both).channel.generator, "WordPress/3.0");
        assert_eq!(head(both).channel.created, "x");
        let one = "<rss><channel><generator>https://wordpress.org/?v=6.9.4</generator>";
        assert_eq!(head(one).channel.generator, "https://wordpress.org/?v=6.9.4");
    }

    #[test]
    fn the_title_of_an_image_is_not_the_site_s() {
        let channel =
            head("<channel><image><title>Logo</title></image><title>Site</title>").channel;
        assert_eq!(channel.title, "Site");
    }

    #[test]
    fn both_forms_of_authors_and_all_forms_of_terms_are_read() {
        let head = head(
            "<wp:author><wp:author_login><![CDATA[a]]></wp:author_login></wp:author>\
             <wp:wp_author><wp:author_login>b</wp:author_login><wp:author_email>b@c.example</wp:author_email></wp:wp_author>\
             <wp:category><wp:category_nicename>c</wp:category_nicename><wp:cat_name><![CDATA[C &amp; c]]></wp:cat_name></wp:category>\
             <wp:tag><wp:tag_slug>t</wp:tag_slug></wp:tag>\
             <wp:term><wp:term_taxonomy>genre</wp:term_taxonomy><wp:term_slug>g</wp:term_slug></wp:term>",
        );
        let logins: Vec<_> = head.authors.iter().map(|author| author.login.as_str()).collect();
        assert_eq!(logins, ["a", "b"]);
        let terms: Vec<_> =
            head.terms.iter().map(|term| (term.taxonomy.as_str(), term.slug.as_str())).collect();
        assert_eq!(terms, [("category", "c"), ("post_tag", "t"), ("genre", "g")]);
        assert_eq!(head.terms[0].name, "C & c");
    }
}
