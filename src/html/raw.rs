//! Where elements end whose content is text, whatever it looks like: `<textarea>`, `<script>`.

/// The start of the end tag, or the end of the text.
pub(super) fn end(bytes: &[u8], start: usize, name: &str) -> usize {
    memchr::memmem::find_iter(&bytes[start..], b"</")
        .map(|found| start + found)
        .find(|&at| is_name(bytes, at + 2, name))
        .unwrap_or(bytes.len())
}

/// The same for a `<script>`, in which `<!-- <script> … </script> -->` hides an end tag.
/// <https://html.spec.whatwg.org/#script-data-escaped-state>
pub(super) fn end_of_script(bytes: &[u8], start: usize) -> usize {
    let mut comment = Comment::None;
    let mut at = start;
    while let Some(found) = memchr::memchr2(b'<', b'-', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        let closes = rest.starts_with(b"</") && is_name(bytes, at + 2, "script");
        match comment {
            Comment::None | Comment::Open if closes => return at,
            Comment::None if rest.starts_with(b"<!--") => {
                comment = Comment::Open;
                // Its dashes may be those of its end.
                at += 1;
            }
            Comment::Open | Comment::HidesScript if rest.starts_with(b"-->") => {
                comment = Comment::None;
            }
            Comment::Open if rest[0] == b'<' && is_name(bytes, at + 1, "script") => {
                comment = Comment::HidesScript;
            }
            Comment::HidesScript if closes => comment = Comment::Open,
            Comment::None | Comment::Open | Comment::HidesScript => {}
        }
        at += 1;
    }
    bytes.len()
}

#[derive(Clone, Copy)]
enum Comment {
    None,
    Open,
    HidesScript,
}

/// Does a tag's name stand here, whole and in whatever case?
fn is_name(bytes: &[u8], at: usize, name: &str) -> bool {
    let end = at + name.len();
    bytes.get(at..end).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
        && matches!(bytes.get(end), Some(b'\t' | b'\n' | 0x0C | b' ' | b'/' | b'>'))
}
