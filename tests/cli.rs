//! The command line as users type it: exact output and exit codes.
//!
//! `TRYCMD=overwrite cargo test --test cli` rewrites the files; the review is the diff.

#[test]
fn commands_say_what_the_files_say() {
    trycmd::TestCases::new().case("tests/cmd/*.md").case("tests/cmd/*.toml");
}
