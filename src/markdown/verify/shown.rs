//! What a document shows: its words, links, files and lines of code, whatever order they stand in.
//!
//! Both sides of a comparison, the [`Dom`](crate::html::Dom) and the Markdown read back, tell it the
//! same way: elements that open and close, and text. It keeps sums, which cost no memory and are
//! equal if the documents show the same; only where they differ is a document read again for lists.

/// How a document is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looking {
    /// Sums only.
    Sums,
    /// Lists as well, for people.
    Lists,
}

/// What a document shows.
#[derive(Debug)]
pub struct Shown {
    pub(super) words: Bag,
    pub(super) links: Bag,
    pub(super) files: Bag,
    pub(super) code: Bag,
    word: Word,
    line: String,
    /// Links that are open: where they lead, and how much had been shown when they opened.
    open_links: Vec<(Option<String>, u64)>,
    /// How much was shown.
    seen: u64,
    /// The element whose content is not shown, and how many of its name are open.
    skipped: Option<(String, usize)>,
    /// How many `<pre>` are open.
    verbatim: usize,
    /// How many `<svg>` and `<math>` are open.
    foreign: usize,
}

/// Things of one kind.
#[derive(Debug)]
pub(super) struct Bag {
    /// Equal for equal things in any order.
    sum: u64,
    pub(super) list: Option<Vec<String>>,
}

impl Bag {
    fn new(looking: Looking) -> Self {
        Self { sum: 0, list: (looking == Looking::Lists).then(Vec::new) }
    }

    fn add(&mut self, hash: u64, text: impl FnOnce() -> String) {
        // Added up as they are, two words could make up for two others.
        self.sum = self.sum.wrapping_add(scramble(hash));
        if let Some(list) = &mut self.list {
            list.push(text());
        }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.sum == other.sum
    }
}

/// The last step of `MurmurHash3`: every bit of the sum depends on every bit of the hash.
fn scramble(hash: u64) -> u64 {
    let mut hash = hash;
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// A word that is being read.
#[derive(Debug)]
struct Word {
    hash: u64,
    is_empty: bool,
    text: Option<String>,
}

impl Word {
    fn new(looking: Looking) -> Self {
        let text = (looking == Looking::Lists).then(String::new);
        Self { hash: 0, is_empty: true, text }
    }
}

/// Nine bits a byte keep words of seven letters apart without a multiplication.
fn hash(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, &byte| hash.rotate_left(9) ^ u64::from(byte))
}

/// Elements at whose borders a word ends. All others stand inside of lines.
const BREAKING: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "iframe",
    "img",
    "input",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "object",
    "ol",
    "option",
    "p",
    "plaintext",
    "pre",
    "rp",
    "rt",
    "search",
    "section",
    "select",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tspan",
    "ul",
    "video",
    "xmp",
];

/// Elements whose text nobody sees.
const UNSEEN: &[&str] = &[
    "canvas", "datalist", "frameset", "iframe", "noembed", "noframes", "noscript", "script",
    "select", "style", "template", "textarea",
];

fn has(names: &[&str], name: &str) -> bool {
    names.binary_search(&name).is_ok()
}

impl Shown {
    pub(super) fn new(looking: Looking) -> Self {
        let bag = || Bag::new(looking);
        Self {
            words: bag(),
            links: bag(),
            files: bag(),
            code: bag(),
            word: Word::new(looking),
            line: String::new(),
            open_links: Vec::new(),
            seen: 0,
            skipped: None,
            verbatim: 0,
            foreign: 0,
        }
    }

    /// An element opens.
    pub(super) fn open<'v>(&mut self, name: &str, attribute: impl Fn(&str) -> Option<&'v str>) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name);
            return;
        }
        if has(BREAKING, name) {
            self.end_word();
            self.end_line();
        }
        match name {
            "a" => {
                let href = attribute("href").map(plain_address);
                self.open_links.push((href, self.seen));
            }
            "img" => {
                self.file(attribute("src"));
                if let Some(alternative) = attribute("alt") {
                    self.words(alternative);
                    self.end_word();
                }
            }
            "audio" | "embed" | "iframe" | "source" | "video" => self.file(attribute("src")),
            "listing" | "plaintext" | "pre" | "xmp" => self.verbatim += 1,
            "math" | "svg" => self.foreign += 1,
            _ => {}
        }
        if has(UNSEEN, name) || name == "title" && self.foreign == 0 {
            self.skip(name);
        }
    }

    /// Nothing that stands before the end of this element is shown.
    pub(super) fn skip(&mut self, name: &str) {
        self.skipped = Some((name.to_owned(), 1));
    }

    /// An element closes.
    pub(super) fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        if has(BREAKING, name) {
            self.end_word();
            self.end_line();
        }
        match name {
            "a" => self.end_link(),
            "listing" | "plaintext" | "pre" | "xmp" => {
                self.verbatim = self.verbatim.saturating_sub(1);
            }
            "math" | "svg" => self.foreign = self.foreign.saturating_sub(1),
            _ => {}
        }
    }

    fn end_link(&mut self) {
        let Some((Some(address), seen)) = self.open_links.pop() else { return };
        // A link that shows nothing leads nowhere.
        if self.seen > seen {
            self.links.add(hash(0, address.as_bytes()), || address);
        }
    }

    fn file(&mut self, address: Option<&str>) {
        let Some(address) = address.filter(|address| !address.trim().is_empty()) else { return };
        let address = plain_address(address);
        self.seen += 1;
        self.files.add(hash(0, address.as_bytes()), || address);
    }

    /// Text, wherever it stands.
    pub(super) fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if self.verbatim > 0 {
            let mut lines = text.split('\n');
            self.line.push_str(lines.next().unwrap_or_default());
            for line in lines {
                self.end_line();
                self.line.push_str(line);
            }
        }
        self.words(text);
    }

    fn words(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            let mut hash = self.word.hash;
            // Words are short: hashing them while looking for their end is what costs least.
            while let Some(&byte) = bytes.get(at).filter(|byte| byte.is_ascii_graphic()) {
                hash = hash.rotate_left(9) ^ u64::from(byte);
                at += 1;
            }
            let letter = text[at..].chars().next();
            let other = letter.filter(|c| !c.is_whitespace() && !c.is_ascii_graphic());
            if let Some(c) = other {
                hash = self::hash(hash, &bytes[at..at + c.len_utf8()]);
                at += c.len_utf8();
            }
            if at > start {
                self.push(&text[start..at], hash);
            }
            if let (Some(c), None) = (letter, other) {
                self.end_word();
                at += c.len_utf8();
            }
        }
    }

    fn push(&mut self, part: &str, hash: u64) {
        self.seen += 1;
        self.word.hash = hash;
        self.word.is_empty = false;
        if let Some(text) = &mut self.word.text {
            text.push_str(part);
        }
    }

    /// A word ends here, if one was begun.
    pub(super) fn end_word(&mut self) {
        if self.word.is_empty {
            return;
        }
        let text = &mut self.word.text;
        self.words.add(self.word.hash, || text.as_mut().map(std::mem::take).unwrap_or_default());
        self.word.hash = 0;
        self.word.is_empty = true;
    }

    fn end_line(&mut self) {
        let line = self.line.trim_end();
        if !line.is_empty() {
            self.code.add(hash(0, line.as_bytes()), || line.to_owned());
        }
        self.line.clear();
    }

    /// The document ends.
    pub(super) fn end(&mut self) {
        self.end_word();
        self.end_line();
    }
}

/// An address without its percent signs, which may stand in it or not.
fn plain_address(address: &str) -> String {
    percent_encoding::percent_decode_str(address.trim()).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(BREAKING.is_sorted());
        assert!(UNSEEN.is_sorted());
    }

    #[test]
    fn words_end_at_blanks_and_blocks_only() {
        let mut shown = Shown::new(Looking::Lists);
        shown.text("un");
        shown.open("em", |_| None);
        shown.text("bel\u{a0}iev");
        shown.close("em");
        shown.text("able");
        shown.open("p", |_| None);
        shown.text("x\u{3000}y");
        shown.end();
        assert_eq!(
            shown.words.list,
            Some(vec!["unbel", "ievable", "x", "y"].into_iter().map(str::to_owned).collect())
        );
    }
}
