//! Character references: `&amp;`, `&#8217;`, `&nbsp;` → the characters they stand for.
//!
//! Text in, text out, borrowed where there is no reference. What is no reference stays as it is, so
//! a bare `&` or a cut `&am` costs nothing. XML text knows five names; the HTML in it keeps the rest
//! for the HTML parser. Names that readers see as plain text know the names that WordPress lets
//! authors write, which are those of HTML 4, with the meaning of HTML 5.

use std::borrow::Cow;

use memchr::memchr;

/// Decodes what XML decodes: the five names and the numeric references.
///
/// `&lt;b&gt; &#8217; &nbsp;` → `<b> ’ &nbsp;`
pub(super) fn decode_xml(text: &str) -> Cow<'_, str> {
    decode(text, xml_name, numbered)
}

/// Decodes what XML decodes, but keeps an escaped `<`.
///
/// The titles of exports that do not use CDATA were HTML before they were put into the XML, without
/// tags and without another escape, so `&lt;` is a `<` that readers saw.
///
/// `Ham &amp; eggs &#60;3` → `Ham & eggs &#60;3`
pub(super) fn decode_title(text: &str) -> Cow<'_, str> {
    decode(
        text,
        |name| if name == "lt" { None } else { xml_name(name) },
        |number| numbered(number).filter(|&character| character != '<'),
    )
}

/// Decodes all references of a piece of HTML that holds no tags.
///
/// `Salt &amp; Smoke &hellip;` → `Salt & Smoke …`
pub(super) fn decode_html(text: &str) -> Cow<'_, str> {
    decode(text, html_name, numbered)
}

/// What a name, or a number with its `x`, stands for.
type Meaning = fn(&str) -> Option<char>;

fn decode(text: &str, named: Meaning, numbered: Meaning) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        let (character, length) = match reference(rest, named, numbered) {
            Some((character, length)) => (Some(character), length),
            None => (None, 1),
        };
        let next = memchr(b'&', &rest.as_bytes()[length..]).map_or(rest.len(), |at| length + at);
        match character {
            Some(character) => {
                decoded.push(character);
                decoded.push_str(&rest[length..next]);
            }
            None => decoded.push_str(&rest[..next]),
        }
        rest = &rest[next..];
    }
    Cow::Owned(decoded)
}

/// The reference that the text starts with, and its length.
fn reference(text: &str, named: Meaning, numbered: Meaning) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((character, end + 1))
}

/// `&thetasym;`, and numbers with some zeros in front.
const LONGEST: usize = 16;

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        _ if number.contains('+') => return None,
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Old software writes `&#146;` for a quotation mark of Windows; HTML reads it so, XML does not.
    char::from_u32(code).filter(|character| !matches!(code, 0x7F..=0x9F) && is_legal(*character))
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

    #[test]
    fn xml_references_are_decoded_once_and_others_stay() {
        assert_eq!(decode_xml("a &amp;amp; &lt;b&gt; &#38; &#x26;"), "a &amp; <b> & &");
        assert_eq!(
            decode_xml("&nbsp;&unknown; a&b &am & &; &#; &#x;"),
            "&nbsp;&unknown; a&b &am & &; &#; &#x;"
        );
        assert_eq!(decode_xml("it&#8217;s &#146; &#0; &#xD800;"), "it’s &#146; &#0; &#xD800;");
        assert!(matches!(decode_xml("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn titles_keep_an_escaped_bracket() {
        assert_eq!(decode_title("a &amp; b &lt;b&gt; &#60; &#x3C;"), "a & b &lt;b> &#60; &#x3C;");
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
