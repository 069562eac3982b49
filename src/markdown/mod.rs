//! Markdown: DOM → tree of blocks and inlines → text; knows nothing of WordPress.
