//! What a user may decide about content, whatever the generator.

use std::collections::BTreeMap;

/// How content is lowered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Which language the bodies are in.
    pub content: ContentKind,
    /// What becomes of shortcodes.
    pub shortcodes: ShortcodeRules,
    /// What becomes of embedded players and posts.
    pub embeds: EmbedForm,
    /// What becomes of quotation marks, dashes and dots.
    pub punctuation: Punctuation,
    /// What becomes of text that was decoded in the wrong encoding once.
    pub mojibake: Mojibake,
    /// Which file of a picture is shown.
    pub pictures: PictureSize,
}

/// Which language the bodies are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentKind {
    /// HTML, unless a body shows that it is Markdown.
    #[default]
    Auto,
    /// HTML, always.
    Html,
    /// Markdown, always: bodies stay as they are.
    Markdown,
}

/// What becomes of shortcodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortcodeRules {
    /// Those that nobody knows.
    pub unknown: UnknownShortcodes,
    /// The user's own rules by name; they go before everything that pressdown knows.
    pub own: BTreeMap<String, ShortcodeRule>,
}

/// What becomes of shortcodes that nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownShortcodes {
    /// They stay as they were written.
    #[default]
    Keep,
    /// What stands between their ends stays.
    Unwrap,
    /// They vanish with what stands between their ends.
    Drop,
}

/// What a user says of one shortcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShortcodeRule {
    /// `keep`, `unwrap` or `drop`.
    As(UnknownShortcodes),
    /// What is written in its place: `{{< $name $attrs >}}`.
    Template(String),
}

/// What becomes of embedded players and posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmbedForm {
    /// What the target says: a shortcode of the generator's where it has one, else the address alone
    /// on its line.
    #[default]
    Target,
    /// The address alone on its line.
    Link,
    /// The player that WordPress showed, as HTML.
    Player,
}

/// What becomes of quotation marks, dashes and dots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Punctuation {
    /// They stay as they were typed.
    #[default]
    Keep,
    /// They become what WordPress shows: curly quotes, long dashes, one character for three dots.
    WordPress,
    /// They become ASCII.
    Ascii,
}

/// What becomes of text that was decoded in the wrong encoding once: `cafÃ©`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mojibake {
    /// It stays, and is reported.
    #[default]
    Keep,
    /// It is repaired where that is certain.
    Fix,
}

/// Which file of a picture is shown, where WordPress made smaller copies of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureSize {
    /// The one that all copies were made from.
    #[default]
    Original,
    /// The one that the post shows.
    AsShown,
}
