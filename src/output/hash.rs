//! [`Hash`](struct@Hash): what tells an edited file from the one that was written. Whole texts or streams in, 128 bits
//! out.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

const BUFFER: usize = 64 * 1024;

/// XXH3, 128 bits: it tells edits from what was written, and guards against nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(u128);

impl Hash {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The hash of a file, which is never held whole.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut hashing = Hashing::default();
        hashing.add_all(&mut File::open(path)?)?;
        Ok(hashing.finish())
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Hash {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

/// The hash of what has come of a stream so far.
#[derive(Default)]
pub(super) struct Hashing {
    state: Xxh3,
    bytes: u64,
}

impl Hashing {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// Adds all that is left of a stream.
    pub(super) fn add_all(&mut self, stream: &mut (impl Read + ?Sized)) -> io::Result<()> {
        let mut buffer = vec![0; BUFFER];
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => self.add(&buffer[..read]),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(cause),
            }
        }
    }

    /// How many bytes were added.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn finish(&self) -> Hash {
        Hash(self.state.digest128())
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
