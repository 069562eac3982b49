//! `srcset` → its candidates.
//! <https://html.spec.whatwg.org/multipage/images.html#srcset-attributes>

/// The candidates of a `srcset`: an address and what tells it apart from the others.
///
/// `a.jpg 300w, b.jpg 2x` → (`a.jpg`, `300w`), (`b.jpg`, `2x`)
pub fn candidates(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (typed, after) = rest.split_at(end);
        let address = typed.trim_end_matches(',');
        let (descriptor, after) = if address.len() < typed.len() {
            ("", after)
        } else {
            after.split_at(after.find(',').unwrap_or(after.len()))
        };
        rest = after;
        Some((address, descriptor.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_part_candidates_and_stand_in_addresses() {
        let of = |value| candidates(value).collect::<Vec<_>>();
        assert_eq!(of("a.jpg 300w, b.jpg 2x"), [("a.jpg", "300w"), ("b.jpg", "2x")]);
        assert_eq!(of(" a,b.jpg,\nc.jpg "), [("a,b.jpg", ""), ("c.jpg", "")]);
        assert_eq!(of(",,"), []);
    }
}
