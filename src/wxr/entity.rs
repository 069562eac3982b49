//! Character references: `&amp;`, `&#8217;`, `&nbsp;` → the characters they stand for.
//!
//! Text in, text out, borrowed where there is no reference. What is no reference stays as it is, so
//! a bare `&` or a cut `&am` costs nothing. XML text knows five names, and every other name that
//! stands in it is HTML's; entities that an export declares are not expanded. The names known are
//! those that WordPress lets authors write, which are those of HTML 4, with the meaning of HTML 5.

use std::borrow::Cow;

use memchr::memchr;

use super::fault::Faults;
use crate::notice::Code;

/// What XML text holds that XML does not allow.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Oddities<'a> {
    /// Each `&` that starts no reference.
    bare: Times<'a>,
    /// Names that only HTML knows.
    html: Times<'a>,
    /// References to characters that XML forbids.
    illegal: Times<'a>,
}

/// How often, and the offset and the text of the first.
#[derive(Debug, Default, PartialEq, Eq)]
struct Times<'a> {
    number: u64,
    at: usize,
    first: &'a str,
}

impl<'a> Times<'a> {
    fn add(&mut self, at: usize, seen: &'a str) {
        if self.number == 0 {
            (self.at, self.first) = (at, seen);
        }
        self.number += 1;
    }
}

impl Oddities<'_> {
    /// Puts them among the faults of the piece in which the text stands `at` an offset, in `field`.
    pub(super) fn tell(&self, at: usize, field: &str, faults: &mut Faults) {
        let bare = || format!("an `&` in `{field}`");
        faults.count(Code::BareAmpersand, at + self.bare.at, self.bare.number, bare);
        let html = || format!("`{}` in `{field}`", self.html.first);
        faults.count(Code::HtmlEntity, at + self.html.at, self.html.number, html);
        let illegal = || format!("`{}` in `{field}`", self.illegal.first);
        faults.count(Code::IllegalCharacter, at + self.illegal.at, self.illegal.number, illegal);
    }
}

/// Decodes the references of XML text, once.
///
/// `&lt;b&gt; &#8217; &eacute;` → `<b> ’ é`
pub(super) fn decode_xml<'a>(text: &'a str, odd: &mut Oddities<'a>) -> Cow<'a, str> {
    decode(text, &|_| true, odd)
}

/// The same, but keeps an escaped `<`.
///
/// The titles of exports that do not use CDATA were HTML before they were put into the XML, without
/// tags and without another escape, so `&lt;` is a `<` that readers saw.
///
/// `Ham &amp; eggs &#60;3` → `Ham & eggs &#60;3`
pub(super) fn decode_title<'a>(text: &'a str, odd: &mut Oddities<'a>) -> Cow<'a, str> {
    decode(text, &|character| character != '<', odd)
}

/// Decodes all references of a piece of HTML that holds no tags.
///
/// `Salt &amp; Smoke &hellip;` → `Salt & Smoke …`
pub(super) fn decode_html(text: &str) -> Cow<'_, str> {
    decode(text, &|_| true, &mut Oddities::default())
}

fn decode<'a>(
    text: &'a str,
    is_wanted: &dyn Fn(char) -> bool,
    odd: &mut Oddities<'a>,
) -> Cow<'a, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut at = first;
    while at < text.len() {
        let rest = &text[at..];
        let (meaning, length) = reference(rest);
        let seen = &rest[..length];
        match meaning {
            Meaning::Xml(character) | Meaning::Html(character) if !is_wanted(character) => {
                decoded.push_str(seen);
            }
            Meaning::Xml(character) => decoded.push(character),
            Meaning::Html(character) => {
                odd.html.add(at, seen);
                decoded.push(character);
            }
            Meaning::Illegal => odd.illegal.add(at, seen),
            // Old software writes `&#146;` for a quotation mark of Windows; HTML reads it so.
            Meaning::Windows => decoded.push_str(seen),
            Meaning::None => {
                odd.bare.add(at, seen);
                decoded.push_str(seen);
            }
        }
        at += length;
        let next = memchr(b'&', &text.as_bytes()[at..]).map_or(text.len(), |next| at + next);
        decoded.push_str(&text[at..next]);
        at = next;
    }
    Cow::Owned(decoded)
}

/// What a reference stands for.
enum Meaning {
    /// A character that XML names, by name or by number.
    Xml(char),
    /// A character that only HTML names.
    Html(char),
    /// The number of a character that XML forbids.
    Illegal,
    /// A number that HTML reads by the table of Windows-1252.
    Windows,
    /// It is none.
    None,
}

/// What the text starts with, and its length.
fn reference(text: &str) -> (Meaning, usize) {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';');
    let Some(end) = end else { return (Meaning::None, 1) };
    let name = &text[1..end];
    let meaning = match name.strip_prefix('#') {
        Some(number) => numbered(number),
        None => match xml_name(name) {
            Some(character) => Meaning::Xml(character),
            None => html_name(name).map_or(Meaning::None, Meaning::Html),
        },
    };
    let length = if matches!(meaning, Meaning::None) { 1 } else { end + 1 };
    (meaning, length)
}

/// `&thetasym;`, and numbers with some zeros in front.
const LONGEST: usize = 16;

fn numbered(number: &str) -> Meaning {
    let code = match number.strip_prefix(['x', 'X']) {
        _ if number.contains('+') => return Meaning::None,
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    match code.map(|code| (code, char::from_u32(code))) {
        Err(_) => Meaning::None,
        Ok((0x7F..=0x9F, _)) => Meaning::Windows,
        Ok((_, Some(character))) if is_legal(character) => Meaning::Xml(character),
        Ok(_) => Meaning::Illegal,
    }
}

/// Whether XML 1.0 allows the character.
pub(super) fn is_legal(character: char) -> bool {
    !matches!(character, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

fn xml_name(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "apos" => Some('\''),
        "gt" => Some('>'),
        "lt" => Some('<'),
        "quot" => Some('"'),
        _ => None,
    }
}

fn html_name(name: &str) -> Option<char> {
    let found = NAMES.binary_search_by_key(&name, |(known, _)| known);
    found.ok().map(|at| NAMES[at].1)
}

#[rustfmt::skip]
const NAMES: [(&str, char); 253] = [
    ("AElig", 'Æ'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Agrave", 'À'), ("Alpha", 'Α'),
    ("Aring", 'Å'), ("Atilde", 'Ã'), ("Auml", 'Ä'), ("Beta", 'Β'), ("Ccedil", 'Ç'), ("Chi", 'Χ'),
    ("Dagger", '‡'), ("Delta", 'Δ'), ("ETH", 'Ð'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Egrave", 'È'),
    ("Epsilon", 'Ε'), ("Eta", 'Η'), ("Euml", 'Ë'), ("Gamma", 'Γ'), ("Iacute", 'Í'), ("Icirc", 'Î'),
    ("Igrave", 'Ì'), ("Iota", 'Ι'), ("Iuml", 'Ï'), ("Kappa", 'Κ'), ("Lambda", 'Λ'), ("Mu", 'Μ'),
    ("Ntilde", 'Ñ'), ("Nu", 'Ν'), ("OElig", 'Œ'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Ograve", 'Ò'),
    ("Omega", 'Ω'), ("Omicron", 'Ο'), ("Oslash", 'Ø'), ("Otilde", 'Õ'), ("Ouml", 'Ö'), ("Phi", 'Φ'),
    ("Pi", 'Π'), ("Prime", '″'), ("Psi", 'Ψ'), ("Rho", 'Ρ'), ("Scaron", 'Š'), ("Sigma", 'Σ'),
    ("THORN", 'Þ'), ("Tau", 'Τ'), ("Theta", 'Θ'), ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Ugrave", 'Ù'),
    ("Upsilon", 'Υ'), ("Uuml", 'Ü'), ("Xi", 'Ξ'), ("Yacute", 'Ý'), ("Yuml", 'Ÿ'), ("Zeta", 'Ζ'),
    ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'), ("aelig", 'æ'), ("agrave", 'à'),
    ("alefsym", 'ℵ'), ("alpha", 'α'), ("amp", '&'), ("and", '∧'), ("ang", '∠'), ("apos", '\''),
    ("aring", 'å'), ("asymp", '≈'), ("atilde", 'ã'), ("auml", 'ä'), ("bdquo", '„'), ("beta", 'β'),
    ("brvbar", '¦'), ("bull", '•'), ("cap", '∩'), ("ccedil", 'ç'), ("cedil", '¸'), ("cent", '¢'),
    ("chi", 'χ'), ("circ", 'ˆ'), ("clubs", '♣'), ("cong", '≅'), ("copy", '©'), ("crarr", '↵'),
    ("cup", '∪'), ("curren", '¤'), ("dArr", '⇓'), ("dagger", '†'), ("darr", '↓'), ("deg", '°'),
    ("delta", 'δ'), ("diams", '♦'), ("divide", '÷'), ("eacute", 'é'), ("ecirc", 'ê'),
    ("egrave", 'è'), ("empty", '∅'), ("emsp", '\u{2003}'), ("ensp", '\u{2002}'), ("epsilon", 'ε'),
    ("equiv", '≡'), ("eta", 'η'), ("eth", 'ð'), ("euml", 'ë'), ("euro", '€'), ("exist", '∃'),
    ("fnof", 'ƒ'), ("forall", '∀'), ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'),
    ("frasl", '⁄'), ("gamma", 'γ'), ("ge", '≥'), ("gt", '>'), ("hArr", '⇔'), ("harr", '↔'),
    ("hearts", '♥'), ("hellip", '…'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'),
    ("igrave", 'ì'), ("image", 'ℑ'), ("infin", '∞'), ("int", '∫'), ("iota", 'ι'), ("iquest", '¿'),
    ("isin", '∈'), ("iuml", 'ï'), ("kappa", 'κ'), ("lArr", '⇐'), ("lambda", 'λ'), ("lang", '⟨'),
    ("laquo", '«'), ("larr", '←'), ("lceil", '⌈'), ("ldquo", '“'), ("le", '≤'), ("lfloor", '⌊'),
    ("lowast", '∗'), ("loz", '◊'), ("lrm", '\u{200E}'), ("lsaquo", '‹'), ("lsquo", '‘'),
    ("lt", '<'), ("macr", '¯'), ("mdash", '—'), ("micro", 'µ'), ("middot", '·'), ("minus", '−'),
    ("mu", 'μ'), ("nabla", '∇'), ("nbsp", '\u{A0}'), ("ndash", '–'), ("ne", '≠'), ("ni", '∋'),
    ("not", '¬'), ("notin", '∉'), ("nsub", '⊄'), ("ntilde", 'ñ'), ("nu", 'ν'), ("oacute", 'ó'),
    ("ocirc", 'ô'), ("oelig", 'œ'), ("ograve", 'ò'), ("oline", '‾'), ("omega", 'ω'),
    ("omicron", 'ο'), ("oplus", '⊕'), ("or", '∨'), ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'),
    ("otilde", 'õ'), ("otimes", '⊗'), ("ouml", 'ö'), ("para", '¶'), ("part", '∂'), ("permil", '‰'),
    ("perp", '⊥'), ("phi", 'φ'), ("pi", 'π'), ("piv", 'ϖ'), ("plusmn", '±'), ("pound", '£'),
    ("prime", '′'), ("prod", '∏'), ("prop", '∝'), ("psi", 'ψ'), ("quot", '"'), ("rArr", '⇒'),
    ("radic", '√'), ("rang", '⟩'), ("raquo", '»'), ("rarr", '→'), ("rceil", '⌉'), ("rdquo", '”'),
    ("real", 'ℜ'), ("reg", '®'), ("rfloor", '⌋'), ("rho", 'ρ'), ("rlm", '\u{200F}'),
    ("rsaquo", '›'), ("rsquo", '’'), ("sbquo", '‚'), ("scaron", 'š'), ("sdot", '⋅'), ("sect", '§'),
    ("shy", '\u{AD}'), ("sigma", 'σ'), ("sigmaf", 'ς'), ("sim", '∼'), ("spades", '♠'), ("sub", '⊂'),
    ("sube", '⊆'), ("sum", '∑'), ("sup", '⊃'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'),
    ("supe", '⊇'), ("szlig", 'ß'), ("tau", 'τ'), ("there4", '∴'), ("theta", 'θ'), ("thetasym", 'ϑ'),
    ("thinsp", '\u{2009}'), ("thorn", 'þ'), ("tilde", '˜'), ("times", '×'), ("trade", '™'),
    ("uArr", '⇑'), ("uacute", 'ú'), ("uarr", '↑'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uml", '¨'),
    ("upsih", 'ϒ'), ("upsilon", 'υ'), ("uuml", 'ü'), ("weierp", '℘'), ("xi", 'ξ'), ("yacute", 'ý'),
    ("yen", '¥'), ("yuml", 'ÿ'), ("zeta", 'ζ'), ("zwj", '\u{200D}'), ("zwnj", '\u{200C}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(text: &str) -> (Cow<'_, str>, [u64; 3]) {
        let mut odd = Oddities::default();
        let decoded = decode_xml(text, &mut odd);
        (decoded, [odd.bare.number, odd.html.number, odd.illegal.number])
    }

    #[test]
    fn references_are_decoded_once() {
        let sound = xml("a &amp;amp; &lt;b&gt; &#38; &#x26; it&#8217;s");
        assert_eq!(sound, ("a &amp; <b> & & it’s".into(), [0, 0, 0]));
        assert!(matches!(xml("plain").0, Cow::Borrowed("plain")));
    }

    #[test]
    fn what_xml_does_not_allow_is_counted() {
        assert_eq!(
            xml("&unknown; a&b &am & &; &#; &#x;"),
            ("&unknown; a&b &am & &; &#; &#x;".into(), [7, 0, 0])
        );
        assert_eq!(xml("&eacute;&nbsp;"), ("é\u{A0}".into(), [0, 2, 0]));
        assert_eq!(xml("a&#0;b&#11;c&#x1;d&#xD800;e"), ("abcde".into(), [0, 0, 4]));
        assert_eq!(xml("&#146;"), ("&#146;".into(), [0, 0, 0]));
    }

    #[test]
    fn titles_keep_an_escaped_bracket() {
        let decoded = decode_title("a &amp; b &lt;b&gt; &#60; &#x3C;", &mut Oddities::default());
        assert_eq!(decoded, "a & b &lt;b> &#60; &#x3C;");
    }

    #[test]
    fn html_names_are_decoded() {
        assert_eq!(
            decode_html("Salt &amp; Smoke &hellip; &Eacute;&thetasym;"),
            "Salt & Smoke … Éϑ"
        );
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
