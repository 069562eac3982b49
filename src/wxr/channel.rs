//! What stands before, between and behind the items → the site, its authors and its terms.

use std::borrow::Cow;
use std::mem;

use super::elements::{Element, Elements, EndTag, Tag};
use super::entity::decode_html;
use super::fault::{Fault, Faults};
use super::foreign::Foreign;
use super::repair::repair;
use super::vocabulary::Vocabulary;
use super::{Author, Channel, Meta, Term};
use crate::notice::Code;

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

/// Reads a head, with what had to be repaired. What it declares is added to the vocabulary.
pub(super) fn read_head(bytes: &[u8], vocabulary: &mut Vocabulary) -> (Head, Vec<Fault>) {
    let mut faults = Faults::default();
    let text = repair(bytes, &mut faults);
    let mut elements = Elements::of(&text, vocabulary);
    let mut draft = Draft::default();
    loop {
        match elements.next() {
            Element::Start(tag) => start(&mut draft, &tag, &mut elements, &mut faults),
            Element::End(tag) => end(&mut draft, &tag, &elements, &mut faults),
            Element::Comment(comment) => {
                let channel = &mut draft.head.channel;
                if let Some(generator) = quoted(comment, "generator") {
                    generator.clone_into(&mut channel.generator);
                    put(&mut channel.created, quoted(comment, "created").unwrap_or_default());
                }
            }
            Element::Finished => break,
            other => draft.foreign.other(other, &elements, &mut faults),
        }
    }
    draft.foreign.finish(&elements, &mut faults);
    open(&mut draft, Open::Channel, &elements, &mut faults);
    faults.place(elements.text().as_bytes());
    *vocabulary = elements.into_vocabulary();
    (draft.head, faults.into_list())
}

/// The element whose fields are being read.
#[derive(Default)]
enum Open {
    #[default]
    Channel,
    Author(Author),
    Term(Term),
    /// A custom field of a term.
    TermMeta(Term, Meta<'static>),
}

/// A head that is being read.
#[derive(Default)]
struct Draft<'a> {
    head: Head,
    open: Open,
    foreign: Foreign<'a>,
}

fn start<'a>(
    draft: &mut Draft<'a>,
    tag: &Tag<'a>,
    elements: &mut Elements<'a>,
    faults: &mut Faults,
) {
    let name = tag.name.as_ref();
    if let Some(container) = container(name) {
        open(draft, container, elements, faults);
        return;
    }
    if name == "wp:termmeta" {
        draft.open = match mem::take(&mut draft.open) {
            Open::Term(term) => Open::TermMeta(term, Meta::default()),
            other => other,
        };
        return;
    }
    let is_known = !draft.foreign.holds(name)
        && match &mut draft.open {
            Open::Channel => elements.field(CHANNEL, tag, &mut draft.head.channel, faults),
            Open::Author(author) => elements.field(AUTHOR, tag, author, faults),
            Open::Term(term) => elements.field(TERM, tag, term, faults),
            Open::TermMeta(_, meta) => elements.field(META, tag, meta, faults),
        };
    if !is_known {
        draft.foreign.start(tag, elements, faults);
    }
}

fn end<'a>(draft: &mut Draft<'a>, tag: &EndTag<'a>, elements: &Elements<'a>, faults: &mut Faults) {
    let name = tag.name.as_ref();
    match (mem::take(&mut draft.open), container(name)) {
        (Open::TermMeta(mut term, meta), None) if name == "wp:termmeta" => {
            term.meta.push(meta);
            draft.open = Open::Term(term);
        }
        (Open::Author(author), Some(Open::Author(_))) => draft.head.authors.push(author),
        (Open::Term(term), Some(Open::Term(_))) => draft.head.terms.push(term),
        (Open::Channel, Some(Open::Channel)) => {}
        (other, Some(Open::Channel)) => {
            draft.open = other;
            open(draft, Open::Channel, elements, faults);
        }
        (other, _) => {
            draft.open = other;
            draft.foreign.end(tag, elements, faults);
        }
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

/// Opens an element, and puts the one that was open, because its end tag is missing, into the head.
fn open<'a>(draft: &mut Draft<'a>, next: Open, elements: &Elements<'a>, faults: &mut Faults) {
    let unclosed = match mem::replace(&mut draft.open, next) {
        Open::Channel => return,
        Open::Author(author) => {
            draft.head.authors.push(author);
            "wp:author"
        }
        Open::Term(term) => {
            draft.head.terms.push(term);
            "wp:term"
        }
        Open::TermMeta(mut term, meta) => {
            term.meta.push(meta);
            draft.head.terms.push(term);
            "wp:termmeta"
        }
    };
    let message = format!("`<{unclosed}>` is not closed");
    faults.tell(Code::MalformedMarkup, elements.position(), message);
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

const AUTHOR: &[(&str, Field<Author>)] = &[
    ("wp:author_display_name", seen!(display_name)),
    ("wp:author_id", |author, value| author.id = author.id.or(number(&value))),
    ("wp:author_login", text!(login)),
];

const META: &[(&str, Field<Meta<'static>>)] = &[
    ("wp:meta_key", |meta, value| meta.key = Cow::Owned(value.into_owned())),
    ("wp:meta_value", |meta, value| meta.value = Cow::Owned(value.into_owned())),
];

const TERM: &[(&str, Field<Term>)] = &[
    ("wp:cat_name", seen!(name)),
    ("wp:category_description", text!(description)),
    ("wp:category_nicename", text!(slug)),
    ("wp:category_parent", text!(parent)),
    ("wp:tag_description", text!(description)),
    ("wp:tag_name", seen!(name)),
    ("wp:tag_slug", text!(slug)),
    ("wp:term_description", text!(description)),
    ("wp:term_id", |term, value| term.id = term.id.or(number(&value))),
    ("wp:term_name", seen!(name)),
    ("wp:term_parent", text!(parent)),
    ("wp:term_slug", text!(slug)),
    ("wp:term_taxonomy", text!(taxonomy)),
];

/// The number that WordPress gave an author or a term; zero is none.
fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|number| *number != 0)
}

fn put(field: &mut String, value: &str) {
    if field.is_empty() {
        value.clone_into(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        let (head, faults) = read_head(text.as_bytes(), &mut Vocabulary::default());
        assert_eq!(faults, []);
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
