//! Small exports for tests, written as WordPress writes them.

use std::fmt::Write as _;

/// The fields of an item that tests care about; the rest is as for a plain published post.
pub(crate) struct Item<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) link: &'a str,
    pub(crate) slug: &'a str,
    pub(crate) status: &'a str,
    pub(crate) post_type: &'a str,
    pub(crate) password: &'a str,
    pub(crate) parent: &'a str,
    pub(crate) date: &'a str,
    pub(crate) date_gmt: &'a str,
    pub(crate) content: &'a str,
    /// Further elements as XML.
    pub(crate) more: &'a str,
}

impl Default for Item<'_> {
    fn default() -> Self {
        Self {
            id: "1",
            title: "Hello",
            link: "https://old.example/hello/",
            slug: "hello",
            status: "publish",
            post_type: "post",
            password: "",
            parent: "0",
            date: "2019-05-04 10:30:00",
            date_gmt: "2019-05-04 08:30:00",
            content: "Text.",
            more: "",
        }
    }
}

/// A whole export of the site `https://old.example`.
pub(crate) fn export(items: &[Item<'_>]) -> String {
    let mut text = String::from(
        r#"<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.4" created="2024-01-01 00:00" -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
	<title>Old</title>
	<link>https://old.example</link>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>https://old.example</wp:base_site_url>
	<wp:base_blog_url>https://old.example</wp:base_blog_url>
	<wp:author><wp:author_login><![CDATA[jdoe]]></wp:author_login><wp:author_display_name><![CDATA[Jane Doe]]></wp:author_display_name></wp:author>
"#,
    );
    for item in items {
        write_item(item, &mut text);
    }
    text.push_str("</channel>\n</rss>\n");
    text
}

fn write_item(item: &Item<'_>, text: &mut String) {
    let Item { id, title, link, slug, status, post_type, password, parent, .. } = item;
    let Item { date, date_gmt, content, more, .. } = item;
    write!(
        text,
        "<item>
	<title><![CDATA[{title}]]></title>
	<link>{link}</link>
	<dc:creator><![CDATA[jdoe]]></dc:creator>
	<content:encoded><![CDATA[{content}]]></content:encoded>
	<excerpt:encoded><![CDATA[]]></excerpt:encoded>
	<wp:post_id>{id}</wp:post_id>
	<wp:post_date><![CDATA[{date}]]></wp:post_date>
	<wp:post_date_gmt><![CDATA[{date_gmt}]]></wp:post_date_gmt>
	<wp:post_name><![CDATA[{slug}]]></wp:post_name>
	<wp:status><![CDATA[{status}]]></wp:status>
	<wp:post_parent>{parent}</wp:post_parent>
	<wp:menu_order>0</wp:menu_order>
	<wp:post_type><![CDATA[{post_type}]]></wp:post_type>
	<wp:post_password><![CDATA[{password}]]></wp:post_password>
	<wp:is_sticky>0</wp:is_sticky>
	{more}
</item>
"
    )
    .expect("a String takes every text");
}
