//! Files that the user names one by one: the report, the list of media. They may be anything that can be
//! written to, so nothing but a file is ever replaced by one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::output::folder::replace_file;

/// Where the names lie that stand for what is open already, which another file must not take the place of.
const OPEN: [&str; 2] = ["/dev", "/proc"];

/// Writes a file that the user named. A regular one appears whole or not at all, where a link leads if it
/// is one; a pipe, a device and what is open already are written into. Folders above it are made.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = match place(path) {
        Ok(Place::File) => return replace_file(path, bytes),
        Ok(Place::Behind(real)) => return replace_file(&real, bytes),
        Ok(Place::Stream) => append(path).and_then(|mut stream| stream.write_all(bytes)),
        Err(cause) => Err(cause),
    };
    match written {
        // Who reads a pipe may have read enough.
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::Write { path: path.to_owned(), cause })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What is to be done with a name.
enum Place {
    /// To put a file there.
    File,
    /// To put a file where the link leads.
    Behind(PathBuf),
    /// To write into what there is.
    Stream,
}

fn place(path: &Path) -> io::Result<Place> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
    Ok(match fs::metadata(path) {
        Ok(_) if OPEN.iter().any(|folder| path.starts_with(folder)) => Place::Stream,
        Ok(there) if !there.is_file() && !there.is_dir() => Place::Stream,
        Ok(_) if is_link => Place::Behind(fs::canonicalize(path)?),
        // The file that a link waits for is made by writing into it.
        Err(_) if is_link => Place::Stream,
        Ok(_) | Err(_) => Place::File,
    })
}

/// Opens what is written into; what is there already stays in front.
#[expect(clippy::disallowed_methods, reason = "a pipe cannot be moved into its place")]
fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read as _;
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn files_and_links_to_files_are_replaced_whole() {
        let desk = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| desk.path().join(name);
        write_file(&at("a/b/file"), b"one").expect("it can be written");
        symlink("b/file", at("a/link")).expect("a link");
        symlink("link", at("a/chain")).expect("a link");
        let inode = || fs::metadata(at("a/b/file")).expect("it is there").ino();
        let before = inode();
        write_file(&at("a/chain"), b"two").expect("it can be written");
        assert_ne!(before, inode());
        assert_eq!(fs::read(at("a/b/file")).expect("it is there"), b"two");
        for link in ["a/link", "a/chain"] {
            assert!(at(link).is_symlink());
        }
        symlink("later", at("waits")).expect("a link");
        write_file(&at("waits"), b"three").expect("it can be written");
        assert!(at("waits").is_symlink());
        assert_eq!(fs::read(at("later")).expect("it is there"), b"three");
        assert!(write_file(desk.path(), b"four").is_err());
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads as another program may")]
    fn pipes_and_devices_are_written_into() {
        let desk = tempfile::tempdir().expect("a temporary folder");
        let pipe = desk.path().join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is everywhere");
        symlink("pipe", desk.path().join("link")).expect("a link");
        // Who also could write waits for nobody.
        let mut options = OpenOptions::new();
        let mut reader = options.read(true).write(true).open(&pipe).expect("it can be opened");
        for name in ["pipe", "link"] {
            write_file(&desk.path().join(name), b"one").expect("it can be written");
            let mut read = [0; 3];
            reader.read_exact(&mut read).expect("it is in the pipe");
            assert_eq!(&read, b"one");
            assert!(fs::metadata(&pipe).expect("it is there").file_type().is_fifo());
        }
        symlink("/dev/null", desk.path().join("null")).expect("a link");
        for path in [Path::new("/dev/null"), &desk.path().join("null")] {
            write_file(path, b"one").expect("it can be written");
            assert!(fs::metadata(path).expect("there").file_type().is_char_device());
        }
    }
}
