//! Markdown tree → text.

use super::dialect::Dialect;
use super::tree::Block;

/// Writes Markdown: no blank line at its start, one newline at its end; nothing for no blocks.
#[must_use]
pub fn write(blocks: &[Block<'_>], dialect: &Dialect) -> String {
    let _ = (blocks, dialect);
    String::new()
}
