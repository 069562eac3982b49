//! What WordPress adds to the names of uploads: sizes, edits, the mark of a picture that was scaled down.

/// A name without its ending and without what WordPress adds for sizes and edits:
/// `pier-e1234567890123-300x200.jpg`, `pier-scaled.jpg` → `pier`.
#[must_use]
pub fn stem(name: &str) -> &str {
    let mut stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    while let Some((shorter, mark)) = stem.rsplit_once('-') {
        if !(is_size(mark) || is_edit(mark) || matches!(mark, "rotated" | "scaled")) {
            break;
        }
        stem = shorter;
    }
    stem
}

/// `300x200`
fn is_size(text: &str) -> bool {
    text.split_once('x').is_some_and(|(width, height)| is_number(width) && is_number(height))
}

/// `e1234567890123`: the moment of the edit.
fn is_edit(text: &str) -> bool {
    text.strip_prefix('e').is_some_and(|moment| moment.len() >= 13 && is_number(moment))
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `pier-300x200.jpg` → `pier.jpg`
pub(super) fn without_size(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    is_size(size).then(|| format!("{name}.{ending}"))
}

/// Whether a name is that of a picture that was scaled down: `pier-scaled.jpg` → `pier.jpg`
pub(super) fn without_scaled(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    stem.strip_suffix("-scaled").map(|stem| format!("{stem}.{ending}"))
}

/// `pier.jpg` → `pier-scaled.jpg`
pub(super) fn scaled(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    Some(format!("{stem}-scaled.{ending}"))
}

/// How many pixels a name says that a picture has; `None` where it says nothing.
pub(super) fn pixels(name: &str) -> Option<u64> {
    let (stem, _) = name.rsplit_once('.')?;
    let (_, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x').filter(|_| is_size(size))?;
    let number = |text: &str| text.parse::<u32>().map(u64::from).ok();
    Some(number(width)? * number(height)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_lose_sizes_and_edits_and_nothing_else() {
        for name in [
            "a.jpg",
            "a-300x200.jpg",
            "a-scaled.jpg",
            "a-e1234567890123-300x200.png",
            "a-rotated.jpg",
        ] {
            assert_eq!(stem(name), "a", "{name}");
        }
        for name in ["a-x.jpg", "a-3x.jpg", "a-e12.jpg", "a-300.jpg"] {
            assert_eq!(stem(name), name.trim_end_matches(".jpg"), "{name}");
        }
    }
}
