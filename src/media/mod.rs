//! Which media files a site needs.
