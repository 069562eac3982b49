//! The rules of the house: imports run downwards, only some rooms touch the world, what differs
//! between generators is data, and no file or function outgrows its idea.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from top to bottom. A room may import the rooms after it, and nothing before it.
const LAYERS: &[&[&str]] = &[
    &["cli"],
    &["run"],
    &["options"],
    &["config"],
    &["output", "report"],
    &["catalog", "imports"],
    &["inspect"],
    &["media", "convert"],
    &["link"],
    &["site"],
    &["target"],
    &["source", "fetch"],
    &["wxr"],
    &["markdown"],
    &["html"],
    &["notice"],
    &["error"],
];

/// Arrows that the order above would allow or forbid, and the design says otherwise.
const FORBIDDEN: &[(&str, &str, &str)] = &[
    ("catalog", "source", "the catalog knows no files"),
    ("convert", "source", "convert knows no files"),
    ("inspect", "source", "inspect knows no files"),
    ("link", "source", "link knows no files"),
    ("markdown", "notice", "the Markdown room stands alone"),
    ("fetch", "wxr", "fetch knows addresses, not exports"),
    ("media", "source", "media knows what is needed, not where it lies"),
    ("output", "wxr", "output knows documents, not items"),
    ("site", "source", "site knows no files"),
    ("target", "wxr", "target knows no WordPress"),
    ("wxr", "html", "the reader knows XML only"),
    ("wxr", "markdown", "the reader knows XML only"),
];

/// Arrows upwards that are meant: requests are what `run` takes, and a notice names a post.
const ALLOWED: &[(&str, &str)] = &[("run", "cli"), ("notice", "wxr")];

/// Crates that few rooms may name, most of them one, so that each can be replaced in an afternoon.
const OWNERS: &[(&str, &[&str])] = &[
    ("anstream", &["run"]),
    ("clap", &["cli"]),
    ("encoding_rs", &["source"]),
    ("flate2", &["fetch", "source"]),
    ("fs4", &["output"]),
    ("glob", &["source"]),
    ("html5ever", &["html"]),
    ("indicatif", &["output"]),
    ("md5", &["wxr"]),
    ("quick_xml", &["wxr"]),
    ("rayon", &["run"]),
    ("sha2", &["imports", "wxr"]),
    ("tar", &["source"]),
    ("tempfile", &["output", "source"]),
    ("toml", &["config", "target"]),
    ("unicode_normalization", &["markdown", "site", "source"]),
    ("unicode_properties", &["markdown"]),
    ("ureq", &["fetch"]),
    ("xxhash_rust", &["output"]),
    ("zip", &["source"]),
];

struct File {
    path: PathBuf,
    room: String,
    /// The lines without comments and without the unit tests at the end.
    code: Vec<(usize, String)>,
    /// All lines above the unit tests.
    length: usize,
}

fn files() -> Vec<File> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the sources") {
            let path = entry.expect("an entry of the sources").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(read(&path, &src));
            }
        }
    }
    assert!(files.len() > 20, "the sources are where the test looks");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn read(path: &Path, src: &Path) -> File {
    let text = fs::read_to_string(path).expect("a source file");
    let path = path.strip_prefix(src).expect("below the sources").to_owned();
    let first = path.components().next().expect("a name").as_os_str().to_string_lossy();
    let room = first.trim_end_matches(".rs").to_owned();
    let above_tests = text.split("#[cfg(test)]\nmod tests").next().expect("at least one part");
    let code = above_tests
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line.to_owned()))
        .collect();
    File { path, room, code, length: above_tests.lines().count() }
}

fn layer(room: &str) -> Option<usize> {
    LAYERS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that a line of code names by `crate::`.
fn imports(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().expect("at least one part")
    })
}

#[test]
fn imports_run_downwards() {
    let mut faults = Vec::new();
    for file in files() {
        let Some(here) = layer(&file.room) else {
            assert!(matches!(file.room.as_str(), "lib" | "main"), "{} has a layer", file.room);
            continue;
        };
        for (number, line) in &file.code {
            for there in imports(line).filter(|there| *there != file.room) {
                let below = layer(there).is_some_and(|there| there > here);
                let allowed = ALLOWED.contains(&(file.room.as_str(), there));
                if layer(there).is_some() && !below && !allowed {
                    faults.push(format!("{}:{number}: {there} lies above", file.path.display()));
                }
                for (from, to, why) in FORBIDDEN {
                    if *from == file.room && *to == there {
                        faults.push(format!("{}:{number}: {to}: {why}", file.path.display()));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_crate_has_its_room() {
    let mut faults = Vec::new();
    for file in files() {
        for (number, line) in &file.code {
            for (name, owners) in OWNERS {
                let names_it =
                    line.contains(&format!("{name}::")) || line.contains(&format!("use {name}"));
                if names_it && !owners.contains(&file.room.as_str()) && file.room != "main" {
                    faults.push(format!(
                        "{}:{number}: {name} belongs to {}",
                        file.path.display(),
                        owners.join(", ")
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_some_rooms_touch_the_world() {
    let doors: &[(&str, &[&str])] = &[
        ("std::fs", &["cli", "output", "source"]),
        ("fs::", &["cli", "output", "source"]),
        ("io::stdout", &["run"]),
        ("io::stderr", &["main", "run"]),
        ("io::stdin", &["run", "source"]),
        ("println!", &[]),
        ("eprintln!", &[]),
        ("std::env", &[]),
        ("net::Tcp", &["fetch"]),
        ("ToSocketAddrs", &["fetch"]),
        ("Instant", &["fetch"]),
        ("SystemTime", &["fetch", "output", "source"]),
        ("thread::scope", &["run"]),
        ("thread::sleep", &["fetch"]),
        ("thread::spawn", &[]),
        ("thread_local!", &[]),
        ("static ", &[]),
    ];
    let mut faults = Vec::new();
    for file in files() {
        for (number, line) in &file.code {
            for (door, rooms) in doors {
                let is_item = line.trim_start().trim_start_matches("pub ").starts_with(door);
                let opens = line.contains(door) && (*door != "static " || is_item);
                if opens && !rooms.contains(&file.room.as_str()) {
                    faults.push(format!("{}:{number}: {door}", file.path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_differs_between_generators_is_data() {
    let generators = [
        "astro",
        "docusaurus",
        "eleventy",
        "hexo",
        "hugo",
        "jekyll",
        "mkdocs",
        "nikola",
        "obsidian",
        "pelican",
        "vitepress",
        "zola",
    ];
    let mut faults = Vec::new();
    for file in files() {
        for (number, line) in &file.code {
            let is_embedding = line.contains("include_str!");
            for name in generators.iter().filter(|name| line.to_lowercase().contains(**name)) {
                if !is_embedding {
                    faults.push(format!("{}:{number}: {name}", file.path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_and_functions_keep_to_one_idea() {
    let mut faults = Vec::new();
    for file in files() {
        if file.length > 400 {
            faults.push(format!("{}: {} lines", file.path.display(), file.length));
        }
        faults.extend(long_functions(&file));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Functions of more than 60 lines; one that is a single flat `match` may have more.
fn long_functions(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Option<(usize, usize, &str)> = None;
    for (number, line) in &file.code {
        let indent = line.len() - line.trim_start().len();
        match open {
            None if is_function(line) && !line.trim_end().ends_with('}') => {
                open = Some((indent, *number, line));
            }
            Some((depth, start, name)) if indent == depth && line.trim_start().starts_with('}') => {
                let length = number - start + 1;
                let body = file.code.iter().filter(|(at, _)| (start..=*number).contains(at));
                if length > 60 && !is_flat_match(body.map(|(_, line)| line.as_str())) {
                    faults.push(format!(
                        "{}:{start}: {length} lines: {}",
                        file.path.display(),
                        name.trim()
                    ));
                }
                open = None;
            }
            None | Some(_) => {}
        }
    }
    faults
}

fn is_function(line: &str) -> bool {
    let line = line.trim_start();
    ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "const fn ", "pub const fn "]
        .iter()
        .any(|start| line.starts_with(start))
}

/// Whether the body is one `match` and nothing else.
fn is_flat_match<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = lines.collect();
    let depth = lines.first().map_or(0, |line| indent(line)) + 4;
    let body = lines.iter().skip_while(|line| !line.trim_end().ends_with('{')).skip(1);
    let mut statements = body.filter(|line| indent(line) == depth && !line.trim().is_empty());
    statements.next().is_some_and(|line| line.trim_start().starts_with("match "))
        && statements.all(|line| line.trim() == "}")
}
