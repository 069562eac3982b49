//! What among the uploads could not be used, told once a reason and not once a file.

use std::collections::BTreeMap;

use crate::notice::{Code, Notice};

/// How many files a notice names.
const NAMED: usize = 3;

/// Files that were passed over, by the reason.
#[derive(Debug, Default)]
pub(super) struct PassedOver(BTreeMap<&'static str, (usize, Vec<String>)>);

impl PassedOver {
    /// Adds a file. The reason is what it and others like it are.
    pub(super) fn add(&mut self, reason: &'static str, name: &str) {
        let (count, names) = self.0.entry(reason).or_default();
        *count += 1;
        if names.len() < NAMED {
            names.push(shown(name));
        }
    }

    /// One notice a reason.
    pub(super) fn notices(&self, place: &str) -> Vec<Notice> {
        let notice = |(reason, (count, names)): (&&str, &(usize, Vec<String>))| {
            let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let more = match count - names.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!("`{place}`: passed over {reason}: {}{more}", shown.join(", "));
            Notice::new(Code::UploadsUnread, message)
        };
        self.0.iter().map(notice).collect()
    }
}

/// Nothing is ever written there; but a name is shown to people, on terminals.
pub(super) fn shown(name: &str) -> String {
    name.replace(char::is_control, "\u{fffd}")
}
