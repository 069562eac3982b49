//! Case files: Markdown in which a heading names a case, a fence holds the input, the next the output.
//!
//! `BLESS=1 cargo test` rewrites the outputs in place; the review is the diff.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// One case of a file.
pub(crate) struct Case {
    /// The heading above the fences.
    pub(crate) name: String,
    /// The info string of the first fence, `html classic`.
    pub(crate) kind: String,
    /// The text of the first fence.
    pub(crate) input: String,
    /// The text of the second fence.
    pub(crate) output: String,
    output_kind: String,
    output_bytes: Range<usize>,
}

#[expect(clippy::disallowed_methods, reason = "outputs are written on request")]
fn bless(path: &Path, text: &str) {
    fs::write(path, text).expect("the case file can be written");
}

/// Runs `convert` on every case of a file and fails with all differences at once.
pub(crate) fn check(path: &str, convert: impl Fn(&Case) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).expect("the case file is part of the repository");
    let cases = read(&text);
    assert!(!cases.is_empty(), "{}: no cases", path.display());
    let mut failures = String::new();
    let mut blessed = text.clone();
    for case in cases.iter().rev() {
        let got = convert(case);
        if got == case.output {
            continue;
        }
        blessed.replace_range(case.output_bytes.clone(), &fence(&got, &case.output_kind));
        let _ = write!(
            failures,
            "\n# {}\n--- input\n{}--- expected\n{}--- got\n{got}",
            case.name, case.input, case.output
        );
    }
    if std::env::var_os("BLESS").is_some() && blessed != text {
        bless(&path, &blessed);
        return;
    }
    assert!(failures.is_empty(), "{}:{failures}", path.display());
}

/// Pairs the fences of a file under their headings.
pub(crate) fn read(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut name = String::new();
    let mut heading = false;
    let mut fences: Vec<(String, String, Range<usize>)> = Vec::new();
    let mut inside = false;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                assert!(fences.is_empty(), "{name}: an input without an output");
                name.clear();
                heading = true;
            }
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Text(part) | Event::Code(part) if heading => name.push_str(&part),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fences.push((info.to_string(), String::new(), range));
                inside = true;
            }
            Event::Text(part) if inside => {
                fences.last_mut().expect("inside a fence").1.push_str(&part);
            }
            Event::End(TagEnd::CodeBlock) => {
                inside = false;
                if fences.len() == 2 {
                    let (output_kind, output, output_bytes) = fences.pop().expect("two fences");
                    let (kind, input, _) = fences.pop().expect("one fence");
                    cases.push(Case {
                        name: name.clone(),
                        kind,
                        input,
                        output,
                        output_kind,
                        output_bytes,
                    });
                }
            }
            _ => {}
        }
    }
    cases
}

/// A fence that holds the text, longer than any run of backticks in it.
fn fence(text: &str, info: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    format!("{ticks}{info}\n{text}{ticks}")
}
