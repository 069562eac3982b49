//! PHP's serialized values → the texts in them, each with the keys that lead to it. Plugins and
//! WordPress store what has parts in this form.
//!
//! In: `a:1:{s:4:"file";s:8:"pier.jpg";}`. Out: `pier.jpg` at `file`. Input that breaks the grammar
//! ends the reading where it breaks it, and there is nothing that it refuses before.
//! <https://www.php.net/manual/en/function.serialize.php>
//!
//! Lengths count bytes, and are often wrong: line ends became shorter, a database changed its
//! character set, somebody replaced the site's address everywhere. A text whose length does not lead
//! to its end goes up to the first quotation mark behind which the value goes on.

use memchr::memchr;

/// How many keys of a text are told; what lies deeper is not.
const DEPTH: usize = 3;

/// The keys that lead to a text; empty where there are fewer.
pub(super) type Keys<'a> = [&'a str; DEPTH];

/// The texts of a value, in order.
pub(super) fn texts(stored: &str) -> Texts<'_> {
    Texts { rest: stored, open: Vec::new(), has_others: false }
}

/// The texts of a value and, as text, what else it holds, in order.
pub(super) fn values(stored: &str) -> Texts<'_> {
    Texts { has_others: true, ..texts(stored) }
}

/// What [`texts`] and [`values`] give.
#[derive(Clone, Debug)]
pub(super) struct Texts<'a> {
    rest: &'a str,
    open: Vec<Open<'a>>,
    has_others: bool,
}

/// An array or an object that is open.
#[derive(Clone, Debug)]
struct Open<'a> {
    /// The class of an object.
    class: Option<&'a str>,
    /// The key whose value comes next.
    key: Option<&'a str>,
}

/// What may stand at a place.
#[derive(Clone, Copy)]
enum Turn {
    /// The whole value.
    Whole,
    /// A key, or the end of the array.
    Key,
    /// The value of a key.
    Value,
}

/// What stands at one place.
enum Part<'a> {
    Text(&'a str),
    /// A number, a flag, nothing, a reference, or an object that writes itself in its own form.
    Other(&'a str),
    Start(Option<&'a str>),
    End,
}

impl<'a> Iterator for Texts<'a> {
    type Item = (Keys<'a>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let turn = self.turn();
            match (turn, self.part(turn)?) {
                (Turn::Whole | Turn::Value, Part::Start(class)) => {
                    self.open.push(Open { class, key: None });
                }
                (Turn::Key, Part::Text(key) | Part::Other(key)) => {
                    self.open.last_mut()?.key = Some(key);
                }
                (Turn::Key, Part::End) => {
                    self.open.pop();
                    self.has_value();
                }
                (Turn::Value, Part::Other(_)) if !self.has_others => self.has_value(),
                (Turn::Value, Part::Text(text) | Part::Other(text)) => {
                    let keys = self.keys();
                    self.has_value();
                    if let Some(keys) = keys {
                        return Some((keys, text));
                    }
                }
                (Turn::Whole, Part::Text(_) | Part::Other(_) | Part::End)
                | (Turn::Key, Part::Start(_))
                | (Turn::Value, Part::End) => return None,
            }
        }
    }
}

impl<'a> Texts<'a> {
    fn turn(&self) -> Turn {
        match self.open.last() {
            None => Turn::Whole,
            Some(Open { key: None, .. }) => Turn::Key,
            Some(Open { key: Some(_), .. }) => Turn::Value,
        }
    }

    fn keys(&self) -> Option<Keys<'a>> {
        let mut keys = [""; DEPTH];
        for (place, open) in self.open.iter().enumerate() {
            *keys.get_mut(place)? = open.key?;
        }
        Some(keys)
    }

    /// The key that waited for a value has it.
    fn has_value(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.key = None;
        }
    }

    fn part(&mut self, turn: Turn) -> Option<Part<'a>> {
        if !may_stand(self.rest, turn) {
            return None;
        }
        if let Some(rest) = self.rest.strip_prefix('}') {
            self.rest = rest;
            return Some(Part::End);
        }
        let (form, rest) = self.rest.split_at_checked(2)?;
        self.rest = rest;
        match form {
            "s:" => self.text(turn).map(Part::Text),
            // An enumeration: `E:11:"Suit:Hearts";`
            "E:" => self.text(turn).map(Part::Other),
            "N;" => Some(Part::Other("")),
            "R:" | "b:" | "d:" | "i:" | "r:" => self.until(";").map(Part::Other),
            // `a:2:{`
            "a:" => self.until(":{").map(|_| Part::Start(None)),
            // `O:8:"stdClass":2:{`
            "O:" => {
                self.until(":\"")?;
                let class = self.until("\":")?;
                self.until(":{").map(|_| Part::Start(Some(class)))
            }
            // `C:11:"ArrayObject":4:{abcd}`
            "C:" => {
                self.until("\":")?;
                let length: usize = self.until(":{")?.parse().ok()?;
                let inside = self.rest.get(..length)?;
                self.rest = self.rest[length..].strip_prefix('}')?;
                Some(Part::Other(inside))
            }
            _ => None,
        }
    }

    /// What stands before a mark; the mark is read, too.
    fn until(&mut self, mark: &str) -> Option<&'a str> {
        let (before, rest) = self.rest.split_once(mark)?;
        self.rest = rest;
        Some(before)
    }

    /// What follows `s:`: `8:"pier.jpg";` → `pier.jpg`
    fn text(&mut self, turn: Turn) -> Option<&'a str> {
        let (length, rest) = self.rest.split_at(memchr(b':', self.rest.as_bytes())?);
        self.rest = rest.strip_prefix(":\"")?;
        let length: usize = length.parse().ok()?;
        let after = match turn {
            Turn::Key => Turn::Value,
            Turn::Value | Turn::Whole => Turn::Key,
        };
        let rest = self.rest;
        let ends_at = |at: usize| rest.get(at..).is_some_and(|rest| rest.starts_with("\";"));
        let goes_on = |at: usize| {
            let behind = &rest[at + 2..];
            behind.is_empty() || may_stand(behind, after)
        };
        let repaired = || rest.match_indices("\";").map(|(at, _)| at).find(|at| goes_on(*at));
        let end = Some(length).filter(|at| ends_at(*at)).or_else(repaired)?;
        self.rest = &rest[end + 2..];
        let text = &rest[..end];
        match (turn, self.open.last()?.class) {
            (Turn::Key, Some(class)) => Some(property(text, length, class)),
            _ => Some(text),
        }
    }
}

/// Whether what follows can be read at such a place. The end of a wrong length is looked for by
/// this, too, so that no text is searched that is not read then.
fn may_stand(rest: &str, turn: Turn) -> bool {
    let bytes = rest.as_bytes();
    let is_digit = bytes.get(2).is_some_and(u8::is_ascii_digit);
    let is_key = match bytes {
        [b's', b':', ..] => is_digit,
        [b'i', b':', ..] => is_digit || bytes.get(2) == Some(&b'-'),
        _ => false,
    };
    match turn {
        Turn::Key => is_key || bytes.first() == Some(&b'}'),
        Turn::Whole | Turn::Value => match bytes {
            [b'N', b';', ..] | [b'd', b':', ..] => true,
            [b'C' | b'E' | b'O' | b'R' | b'a' | b'b' | b'r', b':', ..] => is_digit,
            _ => is_key,
        },
    }
}

/// The name of a property, which PHP writes as `\0*\0name` where it is protected and as
/// `\0Class\0name` where it is private. XML holds no zero bytes, so in an export they are gone as a
/// rule, and only the length tells that they were there.
fn property<'a>(stored: &'a str, length: usize, class: &str) -> &'a str {
    if let Some((_, name)) = stored.rsplit_once('\0') {
        return name;
    }
    let name = stored.strip_prefix('*').or_else(|| stored.strip_prefix(class));
    name.filter(|_| length == stored.len() + 2).unwrap_or(stored)
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
        assert_eq!(joined, expected, "{stored}");
    }

    #[test]
    fn texts_come_with_their_keys() {
        let stored = concat!(
            r#"a:4:{s:5:"width";i:16;s:4:"file";s:6:"a;".é";s:5:"sizes";a:1:{s:1:"m";a:2:{"#,
            r#"s:4:"file";s:9:"a-3x2.jpg";s:4:"more";a:1:{i:0;s:4:"deep";}}}s:4:"last";s:1:"z";}"#
        );
        holds(stored, &[("file", "a;\".é"), ("sizes/m/file", "a-3x2.jpg"), ("last", "z")]);
        assert!(values(stored).any(|it| it == (["width", "", ""], "16")));
        holds(r#"a:2:{i:0;N;i:1;O:1:"x":1:{s:1:"k";s:1:"v";}}"#, &[("1/k", "v")]);
        holds("s:1:\"x\";", &[]);
        holds("", &[]);
    }

    /// Each written by PHP 8.
    #[test]
    fn values_of_every_type_stand_between_the_texts() {
        let stored = concat!(
            r#"a:10:{i:-1;b:1;i:0;i:-7;i:1;d:0.5;i:2;d:-INF;i:3;d:NAN;i:4;R:2;i:5;N;i:6;"#,
            r#"E:11:"Suit:Hearts";i:7;C:11:"ArrayObject":21:{x:i:0;a:0:{};m:a:0:{}}i:8;s:1:"z";}"#
        );
        holds(stored, &[("8", "z")]);
    }

    #[test]
    fn properties_have_their_names_whoever_may_see_them() {
        let stored = concat!(
            "a:1:{i:0;O:4:\"Pier\":3:{s:1:\"a\";s:1:\"1\";",
            "s:4:\"\0*\0b\";s:1:\"2\";s:7:\"\0Pier\0c\";s:1:\"3\";}}"
        );
        let want = [("0/a", "1"), ("0/b", "2"), ("0/c", "3")];
        holds(stored, &want);
        holds(&stored.replace('\0', ""), &want);
        holds(r#"O:1:"C":1:{s:2:"*b";s:1:"2";}"#, &[("*b", "2")]);
        holds(r#"a:1:{s:4:"*b";s:1:"2";}"#, &[("*b", "2")]);
    }

    #[test]
    fn wrong_lengths_are_repaired() {
        let holds_alt = |stored: &str, alt: &str| {
            holds(stored, &[("file", "a.jpg"), ("alt", alt), ("last", "z")]);
        };
        let stored = |length: usize, alt: &str| {
            format!(
                r#"a:3:{{s:4:"file";s:5:"a.jpg";s:3:"alt";s:{length}:"{alt}";s:4:"last";s:1:"z";}}"#
            )
        };
        // Of `\r\n` the reader of XML left one byte.
        holds_alt(&stored(4, "a\nb"), "a\nb");
        // `é` was one byte in Latin-1.
        holds_alt(&stored(4, "café"), "café");
        // The site's address was replaced.
        let moved = "https://new.example/a";
        holds_alt(&stored(17, moved), moved);
        holds_alt(&stored(60, moved), moved);
        // The length ends within a character or beyond the end, or the text holds marks.
        holds_alt(&stored(1, "é"), "é");
        holds_alt(&stored(99, "x"), "x");
        holds_alt(&stored(0, "a \"q\"; s: b"), "a \"q\"; s: b");
        // A right length counts, whatever the text looks like.
        holds_alt(&stored(12, "x\";s:1:\"y\";}"), "x\";s:1:\"y\";}");
        let keys = r#"a:2:{s:9:"a";a:1:{s:0:"b";s:1:"1";}s:1:"last";s:5:"z";}"#;
        holds(keys, &[("a/b", "1"), ("last", "z")]);
    }

    #[test]
    fn what_breaks_the_grammar_ends_the_reading() {
        let good = r#"a:2:{s:1:"a";s:1:"1";"#;
        for tail in
            ["", "s:1:\"b\";}", "x", "s:2:\"é;", "s:-1:\"\";", "a:0:{}", "i:x;i:1;", "s:1:b"]
        {
            holds(&format!("{good}{tail}"), &[("a", "1")]);
        }
        holds("s:99999999999999999999:\"", &[]);
        holds(r#"a:1:{i:0;C:1:"é":9:{}}"#, &[]);
    }

    /// Each took a naive reader quadratic time or a deep stack.
    #[test]
    fn no_input_is_a_danger() {
        for hostile in [
            "a:1:{i:0;",
            "O:1:\"x\":1:{i:0;",
            "}",
            "s:9:\"a\";",
            "s:9:\"a\";sé",
            "s:1:\"a\";i:x;",
            "s:1:\"a\";",
            "s:0:\"",
            "i:0;s:9:\"",
            "i:0;s:9:\"\";",
            "i:0;C:1:\"",
        ] {
            let _ = texts(&hostile.repeat(100_000)).count();
            let _ = texts(&format!("a:1:{{{}", hostile.repeat(100_000))).count();
        }
    }
}
