//! Colours, as the escape sequences of terminals. No meaning is in a colour alone.

/// How a text stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// A heading.
    Bold,
    /// What matters less.
    Dim,
    /// What is drawn.
    Cyan,
    /// What is well.
    Green,
    /// What wants a look.
    Yellow,
    /// What is broken.
    Red,
}

impl Ink {
    /// The text in this colour. Painting comes after padding: the sequences take no columns.
    pub(super) fn paint(self, text: &str) -> String {
        if text.trim().is_empty() {
            return text.to_owned();
        }
        let code = match self {
            Self::Bold => 1,
            Self::Dim => 2,
            Self::Red => 31,
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Cyan => 36,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
