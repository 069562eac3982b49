//! `pressdown fragment`: one HTML fragment or post body from stdin, Markdown on stdout.

use std::io::{self, Read as _};
use std::path::PathBuf;

use crate::convert::{from_html, from_post};
use crate::error::Error;
use crate::options::{Fragment, FragmentInput};
use crate::run::Done;

pub(super) fn run(options: &Fragment) -> Result<Done, Error> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::Read { path: PathBuf::from("standard input"), cause })?;
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let writing = options.body.writing(&options.target);
    let body = match options.input {
        FragmentInput::Html => from_html(&text, writing),
        FragmentInput::Post => from_post(&text, writing),
    };
    super::print(&body.text)?;
    for notice in &body.notices {
        super::talk(&format!(
            "{}: {}: {}\n",
            notice.code.severity().name(),
            notice.code.name(),
            notice.message
        ));
    }
    Ok(Done::Well)
}
