//! A small site in memory, whose links are written for any target.

use pressdown::convert::CommentRules;
use pressdown::convert::lower::Rules;
use pressdown::convert::{Check, Converted, Writing, convert};
use pressdown::link::NO_PLACES;
use pressdown::markdown::Reading;
use pressdown::notice::Code;
use pressdown::site::{Destination, Planning, Site, Survey};
use pressdown::target::{self, BaseUrl, LinkForm, Target};
use pressdown::wxr::{self, Entry};

use crate::export::{Item, export};

const UPLOADS: &str = "https://old.com/wp-content/uploads";

/// The export of `https://old.com`: a post with this content and its neighbours.
pub(crate) fn xml(content: &str, comment: &str) -> String {
    let file = |path: &str| format!("<wp:attachment_url>{UPLOADS}/{path}</wp:attachment_url>");
    let (moo, paper) = (file("2025/11/moo.jpg"), file("f.pdf"));
    let comment = format!(
        "<wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>Ann</wp:comment_author>\
         <wp:comment_content><![CDATA[{comment}]]></wp:comment_content>\
         <wp:comment_approved>1</wp:comment_approved></wp:comment>"
    );
    let page = |id, link| Item { id, link, post_type: "page", ..Item::default() };
    let upload = |id, link, more| Item {
        id,
        link,
        more,
        post_type: "attachment",
        status: "inherit",
        ..Item::default()
    };
    let more = if comment.contains("[]") { "" } else { comment.as_str() };
    let items = [
        Item { id: "1", link: "https://old.com/2019/05/here/", content, more, ..Item::default() },
        Item {
            id: "12",
            link: "https://old.com/2012/05/hello-world/",
            more: ANSWER,
            ..Item::default()
        },
        page("13", "https://old.com/about/"),
        page("14", "https://old.com/about/crew/"),
        page("15", "https://old.com/%d1%88%d0%b5%d0%bb/"),
        page("16", "https://old.com/odd%20%22(a)%22%7B%7D/"),
        page("17", "https://old.com/..%2F..%2Fetc/passwd/"),
        upload("21", "https://old.com/about/moo/", &moo),
        upload("22", "https://old.com/about/f/", &paper),
    ];
    export(&items).replace("https://old.example", "https://old.com")
}

/// What links to `#comment-3` lead to.
const ANSWER: &str = "<wp:comment><wp:comment_id>3</wp:comment_id>\
    <wp:comment_approved>1</wp:comment_approved></wp:comment>";

/// The site for a target, and its first post as an item.
pub(crate) fn planned(xml: &str, target: &Target) -> (Site, wxr::Item<'static>) {
    let (mut survey, mut post) = (Survey::default(), None);
    wxr::read(xml.as_bytes(), 0, &mut |entry| {
        if let Entry::Item(item, _) = &entry {
            post = post.take().or_else(|| Some(item.clone().into_owned()));
        }
        survey.add(entry, 0);
    })
    .expect("an export");
    (Site::from_survey(survey, Planning::for_target(target)).0, post.expect("a post"))
}

/// Where the first post goes.
pub(crate) fn here(site: &Site) -> &Destination {
    site.records[0].destination().expect("the post is written")
}

/// What a post with this content comes to.
pub(crate) fn converted(
    content: &str,
    comment: &str,
    target: &Target,
    reading: Reading,
) -> Converted {
    converted_by(&Rules::default(), (content, comment), target, reading)
}

/// The same by other rules.
pub(crate) fn converted_by(
    rules: &Rules,
    (content, comment): (&str, &str),
    target: &Target,
    reading: Reading,
) -> Converted {
    let (site, post) = planned(&xml(content, comment), target);
    let writing = Writing {
        target,
        reading,
        check: Check::Verify,
        rules,
        places: NO_PLACES,
        comments: &CommentRules::default(),
    };
    let converted = convert(&post, &site.records[0], &site, writing).expect("the post is written");
    let differs = converted.notices.iter().find(|notice| notice.code == Code::TextDiffers);
    assert!(differs.is_none(), "{differs:?} in {}", converted.document.text);
    converted
}

/// The text below the front matter.
pub(crate) fn body(converted: &Converted) -> &str {
    converted.document.text.splitn(3, "---\n").nth(2).expect("a body").trim()
}

/// What a content becomes.
pub(crate) fn written(content: &str, target: &Target) -> String {
    body(&converted(content, "", target, Reading::default())).to_owned()
}

/// Plain Markdown with links of this form.
pub(crate) fn markdown(form: LinkForm) -> Target {
    target::named("markdown").expect("an embedded target").with_links(form)
}

/// A target of one's own: another one's file with these links.
pub(crate) fn own(name: &str, links: &str) -> Target {
    let file = format!("{}/src/target/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).expect("a target file");
    let line = text.lines().find(|line| line.starts_with("links = ")).expect("its links");
    target::parse(&text.replacen(line, &format!("links = {links}"), 1), "own.toml").expect("valid")
}

pub(crate) fn at(base: &str, target: Target) -> Target {
    Target { base_url: Some(BaseUrl::parse(base).expect("an address")), ..target }
}
