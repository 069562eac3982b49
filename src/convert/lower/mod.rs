//! Post content → the HTML that WordPress would have shown: blocks, shortcodes, paragraphs.
