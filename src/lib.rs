//! pressdown turns WordPress exports (WXR XML) into Markdown sites.
//!
//! ```text
//!  exports ──source──▶ bytes ──wxr──▶ entries ──site──▶ index                  pass 1: survey
//!  exports ──────────────────  wxr ──▶ item ──convert──▶ documents ──output──▶ files
//!                                       │                                      pass 2: convert, in parallel
//!    content ─lower─▶ HTML ─parse─▶ DOM ─link─▶ DOM ─build─▶ Markdown tree ─write─▶ text ┐
//!    fields  ─front matter───────────────────────────────────────────────────▶ metadata ├▶ Document
//!    comments ─thread, then the same body path───────────────────────────────▶ text     ┘
//! ```
//!
//! Pass 1 keeps per item only what an index needs, never a body; pass 2 reads each item again by its
//! byte range. [`inspect`] counts what both passes see, where nothing is to be written. Everything between
//! an item and its document is pure: values in, values and [`notice::Notice`]s out. Imports run downwards
//! in the order below, and a test checks it.

pub mod cli;
pub mod config;
pub mod options;
pub mod run;

pub mod output;
pub mod report;

pub mod catalog;
pub mod imports;

pub mod inspect;

pub mod media;

pub mod convert;
pub mod link;

pub mod site;
pub mod target;

pub mod fetch;
pub mod source;
pub mod wxr;

pub mod html;
pub mod markdown;

pub mod error;
pub mod notice;
