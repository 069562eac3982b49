//! PHP's serialized values → the texts in them, each with the keys that lead to it. Plugins and
//! WordPress store what has parts in this form.
//!
//! In: `a:1:{s:4:"file";s:8:"pier.jpg";}`. Out: `pier.jpg` at `file`. Lengths count bytes. Input that
//! breaks the grammar ends the reading where it breaks it, and there is nothing that it refuses
//! before. <https://www.php.net/manual/en/function.serialize.php>

/// How many keys of a text are told; what lies deeper is not.
const DEPTH: usize = 3;

/// The keys that lead to a text; empty where there are fewer.
pub(super) type Keys<'a> = [&'a str; DEPTH];

/// The texts of a value, in order.
pub(super) fn texts(stored: &str) -> Texts<'_> {
    Texts { rest: stored, open: Vec::new() }
}

/// What [`texts`] gives.
#[derive(Clone, Debug)]
pub(super) struct Texts<'a> {
    rest: &'a str,
    /// The arrays that are open, each with the key whose value comes next.
    open: Vec<Option<&'a str>>,
}

/// What stands at one place.
enum Part<'a> {
    Text(&'a str),
    /// A number, a flag, nothing, or a reference; a key can be one.
    Other(&'a str),
    Start,
    End,
}

impl<'a> Iterator for Texts<'a> {
    type Item = (Keys<'a>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match (self.part()?, self.open.last_mut()) {
                (Part::Start, None | Some(Some(_))) => self.open.push(None),
                (Part::Text(key) | Part::Other(key), Some(expected @ None)) => {
                    *expected = Some(key);
                }
                (Part::Text(text), Some(Some(_))) => {
                    let keys = self.keys();
                    self.has_value();
                    if let Some(keys) = keys {
                        return Some((keys, text));
                    }
                }
                (Part::Other(_), Some(Some(_))) => self.has_value(),
                (Part::End, Some(None)) => {
                    self.open.pop();
                    self.has_value();
                }
                _ => return None,
            }
        }
    }
}

impl<'a> Texts<'a> {
    fn keys(&self) -> Option<Keys<'a>> {
        let mut keys = [""; DEPTH];
        for (place, key) in self.open.iter().enumerate() {
            *keys.get_mut(place)? = (*key)?;
        }
        Some(keys)
    }

    /// The key that waited for a value has it.
    fn has_value(&mut self) {
        if let Some(key) = self.open.last_mut() {
            *key = None;
        }
    }

    fn part(&mut self) -> Option<Part<'a>> {
        if let Some(rest) = self.rest.strip_prefix('}') {
            self.rest = rest;
            return Some(Part::End);
        }
        match self.rest.as_bytes().first()? {
            b's' => self.text().map(Part::Text),
            b'N' | b'R' | b'b' | b'd' | b'i' | b'r' => {
                let (other, rest) = self.rest.split_once(';')?;
                self.rest = rest;
                Some(Part::Other(other.split_once(':').map_or(other, |(_, value)| value)))
            }
            // `a:2:{`, `O:8:"stdClass":2:{`
            b'a' | b'O' => {
                let (_, rest) = self.rest.split_once('{')?;
                self.rest = rest;
                Some(Part::Start)
            }
            _ => None,
        }
    }

    /// `s:8:"pier.jpg";` → `pier.jpg`
    fn text(&mut self) -> Option<&'a str> {
        let (length, rest) = self.rest.strip_prefix("s:")?.split_once(":\"")?;
        let length: usize = length.parse().ok()?;
        let text = rest.get(..length)?;
        self.rest = rest[length..].strip_prefix("\";")?;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(stored: &str, expected: &[(&str, &str)]) {
        let joined: Vec<(String, &str)> = texts(stored)
            .map(|(keys, text)| (keys.join("/").trim_end_matches('/').to_owned(), text))
            .collect();
        let joined: Vec<(&str, &str)> =
            joined.iter().map(|(keys, text)| (keys.as_str(), *text)).collect();
        assert_eq!(joined, expected);
    }

    #[test]
    fn texts_come_with_their_keys() {
        let stored = concat!(
            r#"a:4:{s:5:"width";i:16;s:4:"file";s:6:"a;".é";s:5:"sizes";a:1:{s:1:"m";a:2:{"#,
            r#"s:4:"file";s:9:"a-3x2.jpg";s:4:"more";a:1:{i:0;s:4:"deep";}}}s:4:"last";s:1:"z";}"#
        );
        holds(stored, &[("file", "a;\".é"), ("sizes/m/file", "a-3x2.jpg"), ("last", "z")]);
        holds(r#"a:2:{i:0;N;i:1;O:1:"x":1:{s:1:"k";s:1:"v";}}"#, &[("1/k", "v")]);
        holds("s:1:\"x\";", &[]);
        holds("", &[]);
    }

    #[test]
    fn what_breaks_the_grammar_ends_the_reading() {
        let good = r#"a:2:{s:1:"a";s:1:"1";"#;
        for tail in ["", "s:1:\"b\";s:9:\"2\";}", "s:1:\"b\";}", "x", "s:2:\"é;", "s:-1:\"\";"] {
            holds(&format!("{good}{tail}"), &[("a", "1")]);
        }
        holds("s:99999999999999999999:\"", &[]);
    }

    #[test]
    fn depth_is_no_danger() {
        assert_eq!(texts(&"a:1:{i:0;".repeat(100_000)).count(), 0);
        assert_eq!(texts(&"}".repeat(100_000)).count(), 0);
    }
}
