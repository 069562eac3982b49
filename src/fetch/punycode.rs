//! Names of hosts in any script → the letters that name servers know: `müller` → `xn--mller-kva`
//! (RFC 3492). Upper and lower case are one; what else IDNA forbids, no name server has.

/// The parameters of RFC 3492, section 5.
const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 128;

/// A host in the letters that name servers know; `None` if it is too long for one.
pub(super) fn to_ascii(host: &str) -> Option<String> {
    let host = host.to_lowercase().replace(['。', '．'], ".");
    if host.is_ascii() {
        return Some(host);
    }
    let label = |label: &str| {
        if label.is_ascii() {
            Some(label.to_owned())
        } else {
            Some(format!("xn--{}", encode(label)?))
        }
    };
    let labels: Vec<String> = host.split('.').map(label).collect::<Option<_>>()?;
    Some(labels.join("."))
}

fn encode(label: &str) -> Option<String> {
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let plain = u32::try_from(out.len()).ok()?;
    let (mut done, mut code, mut delta, mut bias) = (plain, FIRST_CODE, 0_u32, FIRST_BIAS);
    if plain > 0 {
        out.push('-');
    }
    let length = u32::try_from(label.chars().count()).ok()?;
    while done < length {
        let next = label.chars().map(u32::from).filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for c in label.chars().map(u32::from) {
            if c < code {
                delta = delta.checked_add(1)?;
            } else if c == code {
                write_number(&mut out, delta, bias);
                bias = adapt(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        (delta, code) = (delta.checked_add(1)?, code + 1);
    }
    Some(out)
}

/// A number in digits whose weights follow the bias (section 3.3).
fn write_number(out: &mut String, number: u32, bias: u32) {
    let (mut left, mut position) = (number, BASE);
    loop {
        let threshold = position.saturating_sub(bias).clamp(LEAST, MOST);
        if left < threshold {
            out.push(digit(left));
            return;
        }
        out.push(digit(threshold + (left - threshold) % (BASE - threshold)));
        left = (left - threshold) / (BASE - threshold);
        position += BASE;
    }
}

fn digit(value: u32) -> char {
    // 0 to 25 are letters, and the figures follow.
    char::from_digit((value + 10) % BASE, BASE).unwrap_or_default()
}

/// The bias after a number (section 6.1).
fn adapt(delta: u32, done: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / done;
    let mut position = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        position += BASE;
    }
    position + (BASE - LEAST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_all_scripts() {
        for (host, ascii) in [
            ("Old.Example", "old.example"),
            ("www.Müller.example", "www.xn--mller-kva.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("例え.jp", "xn--r8jz45g.jp"),
            ("例え。jp", "xn--r8jz45g.jp"),
            ("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"),
            ("faß.example", "xn--fa-hia.example"),
            ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"),
        ] {
            assert_eq!(to_ascii(host).as_deref(), Some(ascii), "{host}");
        }
    }
}
