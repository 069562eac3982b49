//! Texts in other encodings than UTF-8, and texts that say so and are not.

use encoding_rs::Encoding;

use crate::Desk;
use crate::archives::gz;
use crate::export::{Item, export};

/// An export that declares an encoding, with this text in it; in UTF-8.
fn declaring(label: &str, text: &str) -> String {
    let content = format!("{text}\n\n<b>{text}</b>");
    let export = export(&[Item { title: text, content: &content, ..Item::default() }]);
    export.replacen("encoding=\"UTF-8\"", &format!("encoding=\"{label}\""), 1)
}

fn encoded(text: &str, label: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(label.as_bytes()).expect("a label");
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{label} has these characters");
    bytes.into_owned()
}

fn in_utf_16(text: &str, of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(of).collect()
}

#[test]
fn every_encoding_gives_the_files_of_utf_8() {
    for (label, text, name) in [
        ("ISO-8859-1", "Fünf Äpfel für Zoë", "windows-1252"),
        ("iso-8859-2", "Příliš žluťoučký kůň", "ISO-8859-2"),
        ("iso-8859-15", "Prix : 5 €", "ISO-8859-15"),
        ("windows-1251", "Съешь ещё этих булок", "windows-1251"),
        ("cp1252", "“Naïve” — 5 €", "windows-1252"),
        ("windows-1256", "نص حكيم", "windows-1256"),
        ("KOI8-R", "Съешь ещё этих булок", "KOI8-R"),
        ("GBK", "我能吞下玻璃而不伤身体", "GBK"),
        ("gb2312", "中文字符", "GBK"),
        ("GB18030", "㐀𠀀中文", "gb18030"),
        ("Big5", "繁體中文網誌", "Big5"),
        ("EUC-JP", "いろはにほへと", "EUC-JP"),
        ("Shift_JIS", "ソ表 いろはにほへと", "Shift_JIS"),
        ("ISO-2022-JP", "いろはにほへと", "ISO-2022-JP"),
        ("euc-kr", "키스의 고유조건", "EUC-KR"),
        ("TIS-620", "เป็นมนุษย์", "windows-874"),
    ] {
        let plain = Desk::with("a.xml", declaring("UTF-8", text)).run(&["a.xml"]);
        assert_eq!((plain.code, plain.notices()), (Some(0), vec![]));
        let bytes = encoded(&declaring(label, text), label);
        let run = Desk::with("a.xml", &bytes).run(&["a.xml"]);
        assert_eq!(run.code, Some(0), "{label}: {}", run.said);
        assert_eq!(run.files, plain.files, "{label}");
        let message = format!("in `{name}`, and read as that");
        assert_eq!(run.notices(), [("I055", message.as_str())], "{label}");
        assert_eq!(run.report["notices"][0]["line"], 1);
        let packed = Desk::with("a.gz", gz(&bytes)).run(&["a.gz"]);
        assert_eq!(packed.files, plain.files, "{label}");
    }
}

#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    let text = "Größe 😀 漢字";
    let plain = Desk::with("a.xml", declaring("UTF-8", text)).run(&["a.xml"]);
    for (of, mark, name) in [
        (u16::to_le_bytes as fn(u16) -> [u8; 2], "\u{feff}", "UTF-16LE"),
        (u16::to_be_bytes, "\u{feff}", "UTF-16BE"),
        (u16::to_le_bytes, "", "UTF-16LE"),
        (u16::to_be_bytes, "", "UTF-16BE"),
    ] {
        let export = format!("{mark}{}", declaring("UTF-16", text)).replace('\n', "\r\n");
        let desk = Desk::with("a.xml", in_utf_16(&export, of));
        let run = desk.run(&["a.xml"]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        assert_eq!(run.files, plain.files);
        let message = format!("in `{name}`, and read as that");
        assert_eq!(run.notices(), [("I055", message.as_str())]);
        // Found by content, too.
        desk.put("b.xml", in_utf_16("<html></html>", of));
        assert_eq!(desk.run(&["."]).exports(), ["./a.xml"]);
    }
    let utf_32: Vec<u8> = declaring("UTF-32", text)
        .chars()
        .flat_map(|letter| u32::from(letter).to_le_bytes())
        .collect();
    let run = Desk::with("a.xml", utf_32).run(&["a.xml"]);
    assert_eq!(
        run.failure(),
        "error: a.xml:1: not a WordPress export: text in UTF-32\nhint: save the file as UTF-8\n"
    );
}

#[test]
fn what_is_in_utf_8_is_read_as_that_whatever_it_declares() {
    let text = "Fünf Äpfel, 漢字";
    let plain = Desk::with("a.xml", declaring("UTF-8", text)).run(&["a.xml"]);
    for label in
        ["ISO-8859-1", "windows-1251", "GBK", "UTF-16", "Shift_JIS", "ISO-2022-JP", "x-own"]
    {
        let run = Desk::with("a.xml", declaring(label, text)).run(&["a.xml"]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        assert_eq!(run.files, plain.files, "{label}");
        let message = format!("declared as `{label}`, but in UTF-8, and read as that");
        assert_eq!(run.notices(), [("I055", message.as_str())]);
    }
}

#[test]
fn a_stray_byte_makes_no_other_encoding() {
    let text = declaring("ISO-8859-1", &"Äpfel ".repeat(30));
    let mut bytes = text.into_bytes();
    let at = bytes.windows(3).rposition(|three| three == b"pfe").expect("there");
    bytes[at] = 0xff;
    let run = Desk::with("a.xml", bytes).run(&["a.xml"]);
    let (_, post) = run.files.first_key_value().expect("a file");
    assert!(String::from_utf8_lossy(post).contains("Äpfel Äpfel"));
    assert_eq!(run.notices()[0].0, "I055");
}

#[test]
fn ascii_is_the_same_in_all_encodings() {
    for label in ["UTF-8", "utf8", "US-ASCII", "ISO-8859-1", "GBK", "ISO-2022-JP", ""] {
        let run = Desk::with("a.xml", declaring(label, "Plain")).run(&["a.xml"]);
        assert_eq!((run.code, run.notices()), (Some(0), vec![]), "{label}");
    }
}

#[test]
fn the_declaration_may_stand_behind_other_text_and_not_in_a_post() {
    let bytes = encoded(&declaring("windows-1251", "Булок"), "windows-1251");
    let warned = [&b"<br />\n<b>Warning</b>: foo in <b>x.php</b><br />\n"[..], &bytes].concat();
    let run = Desk::with("a.xml", warned).run(&["a.xml"]);
    assert_eq!(run.notices(), [("I055", "in `windows-1251`, and read as that")]);
    let notices = run.report["notices"].as_array().expect("a list");
    let transcoded = notices.iter().find(|notice| notice["code"] == "I055").expect("a notice");
    assert_eq!(transcoded["line"], 3);
    let office = "<?xml version=\"1.0\" encoding=\"windows-1251\"?> Zoë";
    let run = Desk::with("a.xml", declaring("UTF-8", office)).run(&["a.xml"]);
    assert_eq!(run.notices(), []);
}

#[test]
fn what_means_nothing_in_its_encoding_is_counted() {
    let text = declaring("Shift_JIS", "いろは ほへと");
    let mut bytes = encoded(&text, "Shift_JIS");
    // No character of Shift_JIS has the byte 0xff.
    while let Some(at) = bytes.windows(2).position(|pair| pair == b" \x82") {
        bytes[at] = 0xff;
    }
    let run = Desk::with("a.xml", &bytes).run(&["a.xml"]);
    assert_eq!(run.code, Some(0));
    let replaced = "3 places are no text in `Shift_JIS` and became `\u{fffd}`";
    let read = "in `Shift_JIS`, and read as that";
    assert_eq!(run.notices(), [("W033", replaced), ("I055", read)]);
    let post = String::from_utf8(run.files["hello.md"].clone()).expect("UTF-8");
    assert!(post.contains("いろは\u{fffd}ほへと"), "{post}");
}

#[test]
fn a_label_that_nobody_knows_is_a_warning() {
    let mut bytes = declaring("x-own", "Zo# Zo#").into_bytes();
    for byte in bytes.iter_mut().skip(600).filter(|byte| **byte == b'#') {
        *byte = 0xeb;
    }
    let run = Desk::with("a.xml", bytes).run(&["a.xml"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let message = "declared as `x-own`, which cannot be read; read as UTF-8 instead";
    assert_eq!(run.notices(), [("W033", message)]);
}

#[test]
fn transcoding_counts_as_unpacking() {
    let bytes = encoded(&declaring("KOI8-R", "Съешь ещё"), "KOI8-R");
    let run = Desk::with("a.xml", bytes).run(&["a.xml", "--max-unpacked", "1kB"]);
    assert!(run.failure().starts_with("error: a.xml: cannot be unpacked: "));
}
