#!/usr/bin/env python3
"""An export of posts at addresses of every kind, each with a picture of its own and those of all others.

Usage: permalinks.py EXPORT.xml UPLOADS_DIR
"""
import pathlib
import sys

ADDRESSES = [
    "/2012/05/a.html",
    "/2012/05/a/",
    "/2012/05/b",
    "/2012/05/v1.2",
    "/2012/05/d e/",
    "/2012/05/é.html",
    "/x/y.php",
    "/2012/05/pier/",
    "/2012/05/pier/more/",
]

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
"""

ITEM = """<item><title>{id}</title><link>https://old.example{link}</link>
<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{id}</wp:post_id>
<wp:post_date>2019-05-04 10:30:00</wp:post_date><wp:post_date_gmt>2019-05-04 08:30:00</wp:post_date_gmt>
<wp:post_name>s{id}</wp:post_name><wp:status>{status}</wp:status><wp:post_parent>{parent}</wp:post_parent>
<wp:post_type>{type}</wp:post_type>{more}</item>
"""


def main():
    export, uploads = map(pathlib.Path, sys.argv[1:])
    uploads.mkdir(parents=True)
    url = "https://old.example/wp-content/uploads/p {}.jpg".format
    pictures = "".join(f'<p><img src="{url(at)}" alt="{at}"></p>' for at in range(len(ADDRESSES)))
    text = HEAD
    for at, link in enumerate(ADDRESSES):
        post = {"id": at + 1, "link": link, "status": "publish", "parent": 0, "type": "post"}
        text += ITEM.format(content=pictures, more="", **post)
        file = {"id": at + 101, "link": f"/?attachment_id={at + 101}", "status": "inherit", "parent": at + 1}
        more = f"<wp:attachment_url>{url(at)}</wp:attachment_url>"
        text += ITEM.format(content="", more=more, type="attachment", **file)
        (uploads / f"p {at}.jpg").write_text("a picture")
    export.write_text(text + "</channel></rss>\n", encoding="utf-8")


if __name__ == "__main__":
    main()
