//! Files from the web: an address → bytes in a [`Sink`], with everything that keeps it safe, and why
//! not when it fails.
//!
//! ```text
//! urls ──client──▶ one url ──exchange──▶ hops ──ureq──▶ answer ──body──▶ sink
//!        next, again          checked by address, network, resolve
//! ```
//!
//! This room knows addresses, not exports, and no files: where bytes go is the caller's. It alone
//! opens sockets and sleeps.

mod address;
mod answer;
mod body;
mod client;
mod clock;
mod connection;
mod exchange;
mod failure;
mod header;
mod host;
mod kind;
mod network;
mod punycode;
mod resolve;
mod rules;
mod sniff;

pub use client::{Client, Fetched, Held, Request, Sink, Validators};
pub use failure::Failure;
pub use header::Header;
pub use rules::{Private, Rules};
