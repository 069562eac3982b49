//! Item → documents: body, front matter and comments; knows no files and no terminal.

pub mod lower;
