//! Symbols of base 64 → bytes; what counts as padding or as blank is for the caller to say.

/// The bytes that symbols stand for; `None` where one of them is no symbol. Bits at the end that
/// make no whole byte are dropped.
pub(super) fn bytes(symbols: impl Iterator<Item = u8>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(symbols.size_hint().1.unwrap_or_default() / 4 * 3 + 2);
    let mut bits = 0_u32;
    let mut count = 0;
    for symbol in symbols {
        bits = bits << 6 | u32::from(value(symbol)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from(bits >> count));
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

/// The value of a symbol.
fn value(symbol: u8) -> Option<u8> {
    match symbol {
        b'A'..=b'Z' => Some(symbol - b'A'),
        b'a'..=b'z' => Some(symbol - b'a' + 26),
        b'0'..=b'9' => Some(symbol - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
