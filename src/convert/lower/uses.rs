//! How often shortcodes, blocks and embeds are used, and what became of them.

use std::collections::BTreeMap;

/// What became of a use of a shortcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is what it stands for in WordPress.
    Converted,
    /// It is written as the user's template says.
    Templated,
    /// It stands in the text as it was written.
    Kept,
    /// It is gone, and what stood between its ends stays.
    Unwrapped,
    /// It is gone with what stood between its ends.
    Dropped,
}

impl Fate {
    /// The words that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Converted => "converted",
            Self::Templated => "written by your template",
            Self::Kept => "kept as text",
            Self::Unwrapped => "unwrapped",
            Self::Dropped => "dropped",
        }
    }
}

/// Uses of shortcodes by name, and by what became of them.
pub type ShortcodeUses = BTreeMap<String, BTreeMap<Fate, u32>>;

/// How often a block is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlockUses {
    /// In all.
    pub count: u32,
    /// Of those, the ones that left nothing although WordPress would have shown something.
    pub left_nothing: u32,
}

impl BlockUses {
    /// Adds the uses in another place.
    pub fn add(&mut self, other: Self) {
        self.count += other.count;
        self.left_nothing += other.left_nothing;
    }
}

/// The address of another site's player or post that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedUse {
    /// Its page, as HTML holds it.
    pub address: String,
    /// Whether it is written as a link to that page.
    pub is_link: bool,
}

/// Counts one use.
pub(super) fn count(uses: &mut ShortcodeUses, name: &str, fate: Fate) {
    *uses.entry(name.to_owned()).or_default().entry(fate).or_default() += 1;
}

/// Counts all uses of another place.
pub(super) fn add(uses: &mut ShortcodeUses, others: ShortcodeUses) {
    for (name, fates) in others {
        let sums = uses.entry(name).or_default();
        for (fate, number) in fates {
            *sums.entry(fate).or_default() += number;
        }
    }
}
