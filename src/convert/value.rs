//! Values of fields, and fields as YAML: the front matter of posts and comments, and what data files hold.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_saphyr::{DoubleQuoted, FlowSeq, SerializerOptions, ser_options};

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text that somebody wrote: always quoted, so that no reader takes it for anything else.
    Text(String),
    /// A name or an address: quoted only where YAML needs it.
    Word(String),
    /// RFC 3339, bare: generators want a YAML timestamp.
    Moment(String),
    /// A number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// Texts.
    List(Vec<String>),
}

/// Keys with their values, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, Value)>);

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) | Self::Word(text) | Self::Moment(text) => {
                serializer.serialize_str(text)
            }
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(texts) => texts.serialize(serializer),
        }
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// The fields as YAML between two lines of hyphens.
#[must_use]
pub(super) fn yaml(fields: &Fields) -> String {
    let mut text = String::from("---\n");
    for (key, value) in &fields.0 {
        let line = match value {
            Value::Text(value) => pair(key, DoubleQuoted(value)),
            Value::Word(value) => pair(key, value),
            // The serializer would quote it, since it cannot know that a timestamp is meant.
            Value::Moment(value) => format!("{}: {value}\n", scalar(key)),
            Value::Number(value) => pair(key, value),
            Value::Flag(value) => pair(key, value),
            Value::List(values) => {
                pair(key, FlowSeq(values.iter().map(DoubleQuoted).collect::<Vec<_>>()))
            }
        };
        text.push_str(&line);
    }
    text.push_str("---\n");
    text
}

/// One `key: value` line.
fn pair(key: &str, value: impl Serialize) -> String {
    serde_saphyr::to_string_with_options(&BTreeMap::from([(key, value)]), options())
        .expect("strings, numbers and flags have a form in YAML")
}

fn scalar(key: &str) -> String {
    let text =
        serde_saphyr::to_string_with_options(&key, options()).expect("a string has a form in YAML");
    text.trim_end().to_owned()
}

/// One field a line: generators that are no YAML readers cut block scalars.
fn options() -> SerializerOptions {
    ser_options! { prefer_block_scalars: false }
}
