//! A web server that misbehaves: a real one on 127.0.0.1, where a folder of the path names the fault.
//!
//! `/any/folders/FAULT/name.jpg`; a path without a fault is served as it should be. What a file holds
//! depends on its name alone ([`content`]), and what a path has done before on the path alone, so
//! tests choose names of their own. Where nothing else is said, a file has an `ETag`, a
//! `Last-Modified`, and parts of it can be asked for.
//!
//! A file to fetch is named as a picture; `slow`, `silent` and `endless` last until the client goes.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

/// The date that all files have.
pub(crate) const MODIFIED: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

/// The tag that all files have.
pub(crate) const ETAG: &str = "\"v1\"";

/// As many bytes a file has.
pub(crate) const SIZE: usize = 50_000;

const HALF: usize = SIZE / 2;

const PAGE: &[u8] = b"<!DOCTYPE html><html><head><title>Not found</title></head></html>";

/// What one fault does with a request; whether the connection goes on.
type Act = fn(&mut Call<'_>) -> io::Result<bool>;

/// Faults by the folder that names them.
const FAULTS: &[(&str, Act)] = &[
    ("401", |call| call.status("401 Unauthorized", "")),
    ("403", |call| call.status("403 Forbidden", "")),
    ("403-once", |call| call.first(1, |call| call.status("403 Forbidden", ""))),
    ("404", |call| call.status("404 Not Found", "")),
    ("410", |call| call.status("410 Gone", "")),
    ("429-date", |call| {
        let headers = format!("Date: {MODIFIED}\r\nRetry-After: {MODIFIED}\r\n");
        call.first(1, move |call| call.status("429 Too Many Requests", &headers))
    }),
    ("429-long", |call| call.status("429 Too Many Requests", "Retry-After: 3600\r\n")),
    ("429-seconds", |call| call.first(1, |call| call.rest(1))),
    ("503", |call| call.status("503 Service Unavailable", "")),
    ("503-twice", |call| call.first(2, |call| call.status("503 Service Unavailable", ""))),
    ("br", |call| call.send("Content-Encoding: br\r\n", &content(call.name))),
    ("chain", |call| call.chain()),
    ("chunked", |call| call.chunked(true)),
    ("chunked-short", |call| call.chunked(false)),
    ("close", |call| call.until_close(false)),
    ("close-reset", |call| call.until_close(true)),
    ("empty", |call| call.send("Content-Type: image/jpeg\r\n", b"")),
    ("endless", |call| call.forever(Duration::ZERO)),
    ("etag", |call| call.file(&content(call.name), Some(ETAG), None)),
    ("gzip", |call| call.send("Content-Encoding: gzip\r\n", &gzip(&content(call.name)))),
    ("gzip-bomb", |call| {
        let bomb = [&content(call.name)[..100], &[0; 500_000]].concat();
        call.send("Content-Encoding: gzip\r\n", &gzip(&bomb))
    }),
    ("gzip-reset", |call| {
        let packed = gzip(&content(call.name));
        let half = packed.len() / 2;
        call.first(1, |call| call.cut(packed.len(), "Content-Encoding: gzip\r\n", &packed[..half]))
    }),
    ("hang-up", |_| Ok(false)),
    ("html", |call| call.send("Content-Type: text/html; charset=UTF-8\r\n", PAGE)),
    ("html-as-jpeg", |call| call.send("Content-Type: image/jpeg\r\n", PAGE)),
    ("length-small", |call| {
        let bytes = content(call.name);
        call.write(&format!("HTTP/1.1 200 OK\r\nContent-Length: {HALF}\r\n\r\n"), &bytes)?;
        Ok(false)
    }),
    ("loop", |call| call.redirect(call.path)),
    ("modified", |call| call.file(&content(call.name), None, Some(MODIFIED))),
    ("odd-part", |call| call.odd_part()),
    ("plain", |call| call.file(&content(call.name), None, None)),
    ("redirect", |call| call.redirect_as_told()),
    ("reset", |call| call.first(1, |call| call.half(Some(ETAG)))),
    ("reset-always", |call| call.half(Some(ETAG))),
    ("reset-changed", |call| match call.before {
        0 => call.half(Some(ETAG)),
        _ => call.file(&content(&format!("new-{}", call.name)), Some("\"v2\""), None),
    }),
    ("reset-no-range", |call| match call.before {
        0 => call.half(Some(ETAG)),
        _ => call.send(&format!("ETag: {ETAG}\r\n"), &content(call.name)),
    }),
    ("reset-plain", |call| call.first(1, |call| call.half(None))),
    ("short", |call| call.short()),
    ("short-once", |call| call.first(1, Call::short)),
    ("silent", |call| call.forget()),
    ("slow", |call| call.forever(Duration::from_millis(20))),
    ("slow-head", |call| call.slow_head()),
    ("text", |call| call.send("Content-Type: text/plain\r\n", b"File not found.\n")),
    ("to-file", |call| call.redirect("file:///etc/passwd")),
    ("to-ftp", |call| call.redirect("ftp://old.example/a.jpg")),
    ("to-mapped", |call| call.redirect("http://[::ffff:127.0.0.1]/a.jpg")),
    ("to-metadata", |call| call.redirect("http://169.254.169.254/latest/meta-data/")),
    ("to-odd", |call| call.redirect("http://0x7f.1/a.jpg")),
    ("to-private", |call| call.redirect("http://10.0.0.1/a.jpg")),
    ("to-relative", |call| call.redirect(&format!("../plain/{}", call.name))),
    ("weak", |call| call.first(1, |call| call.half(Some("W/\"v1\"")))),
    ("whole-part", |call| {
        let headers = format!("Content-Range: bytes 0-{}/{SIZE}\r\n", SIZE - 1);
        call.answer("206 Partial Content", &headers, &content(call.name))
    }),
];

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// Which connection it came by, counted from 0.
    pub(crate) connection: usize,
    /// Whether it came while the server had asked to be left alone.
    pub(crate) is_too_early: bool,
}

/// A web server that misbehaves, until it is dropped.
pub(crate) struct FaultServer {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    log: Mutex<Vec<Seen>>,
    /// Until when the server has asked to be left alone.
    rest: Mutex<Option<Instant>>,
    is_over: AtomicBool,
}

impl FaultServer {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let server = Self { address, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                if shared.is_over.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&shared)) else { continue };
                // A client that goes away in the middle is what some faults are about.
                thread::spawn(move || serve(&stream, connection, &shared).ok());
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, in order.
    pub(crate) fn log(&self) -> Vec<Seen> {
        self.shared.log.lock().expect("no panic in the server").clone()
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        // Wakes the listener.
        TcpStream::connect(self.address).ok();
    }
}

/// What the file of that name holds: the first bytes that its ending asks for, and noise.
pub(crate) fn content(name: &str) -> Vec<u8> {
    let magic: &[u8] = match name.rsplit('.').next().unwrap_or_default() {
        "jpg" | "jpeg" => b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "png" => b"\x89PNG\r\n\x1a\n",
        "gif" => b"GIF89a",
        "pdf" => b"%PDF-1.4\n",
        "zip" => b"PK\x03\x04",
        "mp3" => b"ID3\x03\0",
        "mp4" => b"\0\0\0\x20ftypisom",
        "gz" => b"\x1f\x8b",
        _ => b"",
    };
    let mut state =
        name.bytes().fold(1_u32, |state, byte| state.wrapping_mul(31) + u32::from(byte));
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    magic.iter().copied().chain(noise).take(SIZE).collect()
}

#[expect(clippy::disallowed_methods, reason = "the server sees who comes too early")]
fn now() -> Instant {
    Instant::now()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("a Vec takes all bytes");
    encoder.finish().expect("a Vec takes all bytes")
}

fn serve(stream: &TcpStream, connection: usize, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    loop {
        let Some(length) = wait_for_head(stream)? else { return Ok(()) };
        // The last byte stays unread until the answer is out: closing then resets the connection.
        let mut head = vec![0; length - 1];
        (&*stream).read_exact(&mut head)?;
        let mut seen = parse(&String::from_utf8_lossy(&head), connection);
        let rest = *shared.rest.lock().expect("no panic in the server");
        seen.is_too_early = rest.is_some_and(|rest| now() < rest);
        let before = {
            let mut log = shared.log.lock().expect("no panic in the server");
            let before = log.iter().filter(|other| other.path == seen.path).count();
            log.push(seen.clone());
            before
        };
        let path = seen.path.split('?').next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let act = path.split('/').find_map(|folder| FAULTS.iter().find(|fault| fault.0 == folder));
        let mut call = Call { stream, shared, seen: &seen, path: &seen.path, name, before };
        let goes_on = match act {
            Some((_, act)) => act(&mut call)?,
            None => call.sound()?,
        };
        if !goes_on {
            return Ok(());
        }
        (&*stream).read_exact(&mut [0])?;
    }
}

/// The length of the next request, once it is all there; `None` at the end of the connection.
fn wait_for_head(stream: &TcpStream) -> io::Result<Option<usize>> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let there = stream.peek(&mut buffer)?;
        let end = buffer[..there].windows(4).position(|window| window == b"\r\n\r\n");
        match end {
            Some(end) => return Ok(Some(end + 4)),
            None if there == 0 => return Ok(None),
            None => thread::yield_now(),
        }
    }
}

fn parse(head: &str, connection: usize) -> Seen {
    let mut lines = head.lines();
    let path = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let pair = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    Seen { path, headers: lines.filter_map(pair).collect(), connection, is_too_early: false }
}

/// One request that is to be answered.
struct Call<'a> {
    stream: &'a TcpStream,
    shared: &'a Shared,
    seen: &'a Seen,
    path: &'a str,
    name: &'a str,
    /// How many requests for this path came before.
    before: usize,
}

impl Call<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.seen.headers.get(name).map(String::as_str)
    }

    fn write(&mut self, head: &str, body: &[u8]) -> io::Result<()> {
        let mut stream = self.stream;
        stream.write_all(&[head.as_bytes(), body].concat())
    }

    fn answer(&mut self, status: &str, headers: &str, body: &[u8]) -> io::Result<bool> {
        let length = body.len();
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}\r\n");
        self.write(&head, body)?;
        Ok(true)
    }

    fn send(&mut self, headers: &str, body: &[u8]) -> io::Result<bool> {
        self.answer("200 OK", headers, body)
    }

    /// An error as WordPress shows it, with a page.
    fn status(&mut self, status: &str, headers: &str) -> io::Result<bool> {
        self.answer(status, &format!("Content-Type: text/html\r\n{headers}"), PAGE)
    }

    /// Asks to be left alone for so many seconds.
    fn rest(&mut self, seconds: u64) -> io::Result<bool> {
        let until = now() + Duration::from_secs(seconds);
        *self.shared.rest.lock().expect("no panic in the server") = Some(until);
        self.status("429 Too Many Requests", &format!("Retry-After: {seconds}\r\n"))
    }

    /// So the first times, and then as it should be.
    fn first(
        &mut self,
        times: usize,
        act: impl FnOnce(&mut Self) -> io::Result<bool>,
    ) -> io::Result<bool> {
        if self.before < times { act(self) } else { self.sound() }
    }

    fn sound(&mut self) -> io::Result<bool> {
        self.file(&content(self.name), Some(ETAG), Some(MODIFIED))
    }

    /// A file, a part of it, or that it has not changed (RFC 9110, sections 13 and 14).
    fn file(
        &mut self,
        bytes: &[u8],
        etag: Option<&str>,
        modified: Option<&str>,
    ) -> io::Result<bool> {
        let tag = etag.map_or(String::new(), |etag| format!("ETag: {etag}\r\n"));
        let date = modified.map_or(String::new(), |date| format!("Last-Modified: {date}\r\n"));
        let headers = format!("{tag}{date}");
        let is_same = match self.header("if-none-match") {
            Some(known) => etag == Some(known),
            None => modified.is_some() && self.header("if-modified-since") == modified,
        };
        if is_same {
            self.write(&format!("HTTP/1.1 304 Not Modified\r\n{headers}\r\n"), b"")?;
            return Ok(true);
        }
        let condition = self.header("if-range");
        let holds = condition.is_none() || condition == etag || condition == modified;
        let range = self.header("range").filter(|_| holds);
        let start = range.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'));
        match start.and_then(|start| start.parse::<usize>().ok()) {
            None => self.send(&headers, bytes),
            Some(start) if start >= bytes.len() => {
                let headers = format!("Content-Range: bytes */{}\r\n", bytes.len());
                self.status("416 Range Not Satisfiable", &headers)
            }
            Some(start) => {
                let (last, total) = (bytes.len() - 1, bytes.len());
                let headers = format!("{headers}Content-Range: bytes {start}-{last}/{total}\r\n");
                self.answer("206 Partial Content", &headers, &bytes[start..])
            }
        }
    }

    fn redirect(&mut self, to: &str) -> io::Result<bool> {
        self.status("302 Found", &format!("Location: {to}\r\n"))
    }

    /// `?to=URL`.
    fn redirect_as_told(&mut self) -> io::Result<bool> {
        let to = self.path.split_once("?to=").map_or("/", |(_, to)| to).to_owned();
        self.redirect(&to)
    }

    /// `chain/name.jpg?11`: as many redirects, and then the file.
    fn chain(&mut self) -> io::Result<bool> {
        let (path, left) = self.path.split_once('?').unwrap_or((self.path, "0"));
        match left.parse::<u32>().unwrap_or_default() {
            0 => self.sound(),
            left => self.redirect(&format!("{path}?{}", left - 1)),
        }
    }

    /// Announces so many bytes, sends some, and resets the connection.
    fn cut(&mut self, length: usize, headers: &str, bytes: &[u8]) -> io::Result<bool> {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{headers}\r\n");
        self.write(&head, bytes)?;
        Ok(false)
    }

    fn half(&mut self, etag: Option<&str>) -> io::Result<bool> {
        let tag = etag.map_or(String::new(), |etag| format!("ETag: {etag}\r\n"));
        self.cut(SIZE, &tag, &content(self.name)[..HALF])
    }

    /// `odd-part/name.jpg?star`: half of it, and then a part of another version, by which something is odd.
    fn odd_part(&mut self) -> io::Result<bool> {
        let headers = format!("ETag: {ETAG}\r\nLast-Modified: {MODIFIED}\r\n");
        if self.before == 0 {
            return self.cut(SIZE, &headers, &content(self.name)[..HALF]);
        }
        if self.header("range").is_none() {
            return self.sound();
        }
        let (last, other) = (SIZE - 1, &content(&format!("new-{}", self.name))[HALF..]);
        let later = format!("ETag: {ETAG}\r\nLast-Modified: Mon, 07 Nov 1994 08:49:37 GMT\r\n");
        let (headers, range, bytes) = match self.path.split_once('?').map_or("", |(_, odd)| odd) {
            "tag" => ("ETag: \"v2\"\r\n".to_owned(), format!("{HALF}-{last}/{SIZE}"), other),
            "no-tag" => (String::new(), format!("{HALF}-{last}/{SIZE}"), other),
            "date" => (later, format!("{HALF}-{last}/{SIZE}"), other),
            "star" => (headers, format!("{HALF}-{last}/*"), other),
            "short" => (headers, format!("{HALF}-{}/{SIZE}", HALF + 99), &other[..100]),
            "length" => (headers, format!("{HALF}-{last}/{SIZE}"), &other[..100]),
            _ => (headers, format!("{HALF}-{}/{}", HALF + 99, HALF + 100), &other[..100]),
        };
        let headers = format!("{headers}Content-Range: bytes {range}\r\n");
        self.answer("206 Partial Content", &headers, bytes)
    }

    /// Announces all and closes after half, without a reset.
    fn short(&mut self) -> io::Result<bool> {
        self.cut(SIZE, "", &content(self.name)[..HALF])?;
        self.stream.shutdown(std::net::Shutdown::Write)?;
        self.forget()
    }

    fn chunked(&mut self, is_whole: bool) -> io::Result<bool> {
        self.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"")?;
        for chunk in content(self.name).chunks(7000) {
            self.write(&format!("{:x}\r\n", chunk.len()), &[chunk, b"\r\n"].concat())?;
        }
        if is_whole {
            self.write("0\r\n\r\n", b"")?;
            return Ok(true);
        }
        self.stream.shutdown(std::net::Shutdown::Write)?;
        self.forget()
    }

    /// No length: the end of the connection is the end of the file, or a reset is not.
    fn until_close(&mut self, resets: bool) -> io::Result<bool> {
        let bytes = content(self.name);
        let sent = if resets { &bytes[..HALF] } else { &bytes[..] };
        self.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", sent)?;
        if resets {
            return Ok(false);
        }
        self.stream.shutdown(std::net::Shutdown::Write)?;
        self.forget()
    }

    /// A body without end, all at once or drop by drop.
    fn forever(&mut self, pause: Duration) -> io::Result<bool> {
        self.write("HTTP/1.1 200 OK\r\n\r\n", &content(self.name)[..1000])?;
        loop {
            let bytes = if pause.is_zero() { 10_000 } else { 1 };
            self.write("", &vec![0; bytes])?;
            thread::sleep(pause);
        }
    }

    fn slow_head(&mut self) -> io::Result<bool> {
        self.write("HTTP/1.1 200 OK\r\nX-Slow: ", b"")?;
        loop {
            self.write("a", b"")?;
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Nothing more, until the client goes.
    fn forget(&mut self) -> io::Result<bool> {
        let mut stream = self.stream;
        while stream.read(&mut [0; 100])? > 0 {}
        Ok(false)
    }
}
