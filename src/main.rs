//! Parses the arguments, runs, prints the error and returns the exit code.

fn main() {}
