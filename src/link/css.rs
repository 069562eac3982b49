//! Where the addresses of a style stand: `url(…)`, with or without quotation marks.
//!
//! <https://www.w3.org/TR/css-syntax-3/#consume-url-token>; what cannot be read so stays as it is.

/// The style with each address as `new` has it; `None` from it leaves one as it is, and `None` in all
/// says that nothing changed.
pub(super) fn rewrite(style: &str, mut new: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(start) = find(&style[at..]).map(|found| at + found) {
        at = start;
        let Some(address) = address(&style[start..]) else { continue };
        if let Some(instead) = new(&address.text) {
            out.push_str(&style[copied..start]);
            out.push_str(&quoted(&instead, address.quote));
            copied = start + address.length;
        }
        at = start + address.length;
    }
    (copied > 0).then(|| out + &style[copied..])
}

/// Where the next `url(` ends.
fn find(style: &str) -> Option<usize> {
    let bytes = style.as_bytes();
    let is_url = |at: &usize| {
        let name = bytes.get(at.wrapping_sub(3)..*at);
        name.is_some_and(|name| name.eq_ignore_ascii_case(b"url"))
    };
    memchr::memchr_iter(b'(', bytes).find(is_url).map(|at| at + 1)
}

/// What stands between the brackets.
struct Address {
    text: String,
    quote: Option<char>,
    /// Up to the closing bracket.
    length: usize,
}

fn address(style: &str) -> Option<Address> {
    let typed = style.trim_start();
    let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
    let mut at = usize::from(quote.is_some());
    let mut text = String::new();
    loop {
        let c = typed[at..].chars().next()?;
        at += c.len_utf8();
        match (c, quote) {
            ('\\', _) => {
                let (escaped, length) = escape(&typed[at..])?;
                text.push(escaped);
                at += length;
            }
            (_, Some(quote)) if c == quote => break,
            ('\n', Some(_)) | ('"' | '\'' | '(', None) => return None,
            (')', None) => {
                at -= 1;
                break;
            }
            (_, None) if c.is_ascii_whitespace() => break,
            _ => text.push(c),
        }
    }
    let rest = typed[at..].trim_start();
    rest.starts_with(')').then(|| Address { text, quote, length: style.len() - rest.len() })
}

/// `28 x` → `(`, and that it takes three bytes
fn escape(typed: &str) -> Option<(char, usize)> {
    let digits = typed.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    if digits == 0 {
        let c = typed.chars().next().filter(|c| *c != '\n')?;
        return Some((c, c.len_utf8()));
    }
    let c = u32::from_str_radix(&typed[..digits], 16).ok().and_then(char::from_u32)?;
    let blank = typed[digits..].starts_with(|c: char| c.is_ascii_whitespace());
    Some((c, digits + usize::from(blank)))
}

/// An address with the quotation marks that it had, or with those that it needs.
fn quoted(address: &str, quote: Option<char>) -> String {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "\"'()\\".contains(c);
    let Some(quote) = quote.or_else(|| address.contains(is_odd).then_some('"')) else {
        return address.to_owned();
    };
    let mut text = String::from(quote);
    for c in address.chars() {
        if c == quote || c == '\\' {
            text.push('\\');
        }
        text.push(c);
    }
    text.push(quote);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shouted(style: &str) -> Option<String> {
        rewrite(style, |address| Some(address.to_uppercase()))
    }

    #[test]
    fn addresses_are_found() {
        for (style, expected) in [
            ("background:url(a.jpg)", "background:url(A.JPG)"),
            ("background: URL( 'a b.jpg' ) no-repeat", "background: URL('A B.JPG') no-repeat"),
            ("a:url(\"x\");b:url(y)", "a:url(\"X\");b:url(Y)"),
            ("a:url(x\\28 1\\).jpg)", "a:url(\"X(1).JPG\")"),
            ("a:url('it\\'s')", "a:url('IT\\'S')"),
        ] {
            assert_eq!(shouted(style).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_cannot_be_read_stays() {
        for style in
            ["color:red", "a:url(", "a:url('x)", "a:url(x y)", "a:curl", "a:url(x\\", "(url"]
        {
            assert_eq!(shouted(style), None, "{style}");
        }
        assert_eq!(rewrite("a:url(x)", |_| None), None);
    }
}
