//! [`Text`]: a piece of a text that many share. A million items have five texts each, and what an
//! allocator adds to every one of them would be as much as the texts.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// So many bytes are shared at least. What is longer is shared with nothing.
const CHUNK: usize = 1 << 16;

/// The length of a piece that is all of its chunk.
const WHOLE: u32 = u32::MAX;

/// A string that cannot be changed, in sixteen bytes.
#[derive(Clone, Default)]
pub struct Text {
    /// None where it is empty.
    chunk: Option<Arc<Box<str>>>,
    start: u32,
    length: u32,
}

impl Text {
    /// The first place at which `self` has this text, as a piece of the same chunk.
    pub(super) fn find(&self, text: &str) -> Option<Self> {
        let at = u32::try_from(self.as_str().find(text)?).ok()?;
        let start = self.start.checked_add(at)?;
        let length = u32::try_from(text.len()).ok().filter(|length| *length != WHOLE)?;
        Some(Self { chunk: self.chunk.clone(), start, length })
    }

    fn as_str(&self) -> &str {
        let chunk = self.chunk.as_ref().map_or("", |chunk| chunk);
        match self.length {
            WHOLE => chunk,
            length => &chunk[self.start as usize..][..length as usize],
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        let chunk = (!text.is_empty()).then(|| Arc::new(text.into_boxed_str()));
        Self { chunk, start: 0, length: WHOLE }
    }
}

/// Gathers texts until there are enough of them for a chunk.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Shared(Range<usize>),
    Own(Text),
}

impl Gathered {
    /// Takes in a text. One that the text before it holds takes no room.
    pub(super) fn add(&mut self, text: &str) {
        if text.len() > CHUNK {
            self.pieces.push(Piece::Own(text.to_owned().into()));
            return;
        }
        let held = match self.pieces.last() {
            Some(Piece::Shared(last)) => {
                self.text[last.clone()].find(text).map(|at| last.start + at)
            }
            Some(Piece::Own(_)) | None => None,
        };
        let start = held.unwrap_or(self.text.len());
        if held.is_none() {
            self.text.push_str(text);
        }
        self.pieces.push(Piece::Shared(start..start + text.len()));
    }

    /// Whether it is time to take them.
    pub(super) fn is_enough(&self) -> bool {
        self.text.len() > CHUNK
    }

    /// The texts in the order in which they came.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Text> {
        let chunk = Arc::new(self.text.as_str().into());
        self.text.clear();
        self.pieces.drain(..).map(move |piece| match piece {
            Piece::Shared(range) if range.is_empty() => Text::default(),
            Piece::Shared(range) => {
                let number = |at| u32::try_from(at).expect("chunks are short");
                let (start, length) = (number(range.start), number(range.len()));
                Text { chunk: Some(Arc::clone(&chunk)), start, length }
            }
            Piece::Own(text) => text,
        })
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_whatever_they_share() {
        let long = "ш".repeat(CHUNK);
        let texts = ["", "Piers", "https://old.example/pier/", "pier", "ш", long.as_str(), "", "ш"];
        let mut gathered = Gathered::default();
        for round in 0..2 {
            for text in texts {
                gathered.add(text);
            }
            assert!(!gathered.is_enough());
            let taken: Vec<Text> = gathered.take().collect();
            assert_eq!(taken.iter().map(|text| &**text).collect::<Vec<_>>(), texts, "{round}");
            let pier = taken[2].find("/pier/").expect("a piece");
            assert_eq!(&*pier, "/pier/");
            assert_eq!(taken[2].find("z"), None);
        }
        assert_eq!(Text::from("a".to_owned()).find("a"), Some(Text::from("a".to_owned())));
        assert_eq!(Text::from(String::new()), Text::default());
    }

    #[test]
    fn what_another_text_holds_takes_no_room() {
        let mut gathered = Gathered::default();
        gathered.add("https://old.example/pier/");
        gathered.add("pier");
        assert_eq!(gathered.text, "https://old.example/pier/");
        assert_eq!(size_of::<Text>(), 16);
    }
}
