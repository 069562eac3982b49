//! A value → the text of a data file, in the target's format.

use serde::Serialize;
use serde_saphyr::ser_options;

use crate::target::{DataFiles, DataFormat};

/// The text, with a newline at its end.
pub(super) fn write(value: &impl Serialize, files: &DataFiles) -> String {
    let text = match files.format {
        DataFormat::Json => {
            serde_json::to_string_pretty(value).expect("texts and numbers have a form in JSON")
        }
        // Quoted, so that no reader of whichever YAML takes a word for a flag, a number or a date.
        DataFormat::Yaml => serde_saphyr::to_string_with_options(
            value,
            ser_options! { prefer_block_scalars: false, quote_all: true },
        )
        .expect("texts and numbers have a form in YAML"),
    };
    format!("{}\n", text.trim_end())
}
