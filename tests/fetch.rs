//! Files from a server that misbehaves: what comes of each fault, over real sockets.

#[path = "support/fault_server.rs"]
mod fault_server;

use std::collections::BTreeSet;
use std::io;
use std::thread;
use std::time::Duration;

use fault_server::{ETAG, FaultServer, MODIFIED, SIZE, Seen, content};
use pressdown::fetch::{
    Client, Failure, Fetched, Header, Held, Private, Request, Rules, Sink, Validators,
};

/// What was written, in memory.
#[derive(Default)]
struct Memory {
    bytes: Vec<u8>,
    url: String,
    validators: Validators,
    expected: Option<u64>,
    begun: usize,
    /// Whether the disk is full.
    is_full: bool,
}

impl Sink for Memory {
    fn held(&self) -> Option<Held> {
        let (url, validators) = (self.url.clone(), self.validators.clone());
        let bytes = self.bytes.len() as u64;
        (bytes > 0).then_some(Held { bytes, url, validators, total: self.expected })
    }

    fn begin(
        &mut self,
        url: &str,
        validators: &Validators,
        expected: Option<u64>,
    ) -> io::Result<()> {
        self.bytes.clear();
        self.begun += 1;
        (self.url, self.validators, self.expected) = (url.to_owned(), validators.clone(), expected);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend(bytes);
        Ok(())
    }
}

/// A server, the rules for it as the site's own, and what has come.
struct Bench {
    server: FaultServer,
    rules: Rules,
    sink: Memory,
}

impl Bench {
    fn new() -> Self {
        let server = FaultServer::start();
        let rules = Rules {
            retries: 2,
            timeout: Duration::from_secs(20),
            own_hosts: BTreeSet::from([server.address.to_string()]),
            private: Private::OwnHosts,
            ..Rules::default()
        };
        Self { server, rules, sink: Memory::default() }
    }

    fn client(&self) -> Client {
        Client::new(self.rules.clone(), 8).with_first_pause(Duration::from_millis(1))
    }

    fn fetch(&mut self, path: &str) -> Result<Fetched, Failure> {
        self.fetch_all(&[path], None)
    }

    /// The first of several paths below `/up`.
    fn fetch_all(
        &mut self,
        paths: &[&str],
        known: Option<&Validators>,
    ) -> Result<Fetched, Failure> {
        let urls: Vec<String> = paths.iter().map(|path| self.server.url(&up(path))).collect();
        let name = paths[0].rsplit('/').next().unwrap_or_default().split('?').next();
        let known = known.map(|validators| (urls[0].as_str(), validators));
        let request = Request { urls: &urls, name: name.unwrap_or_default(), known };
        self.client().fetch(&request, &mut self.sink)
    }

    /// The requests for a path below `/up`.
    fn requests(&self, path: &str) -> Vec<Seen> {
        self.server.log().into_iter().filter(|seen| seen.path == up(path)).collect()
    }
}

fn up(path: &str) -> String {
    format!("/up/{path}")
}

fn known(etag: Option<&str>, modified: Option<&str>) -> Validators {
    Validators { etag: etag.map(str::to_owned), modified: modified.map(str::to_owned) }
}

#[test]
fn what_comes_whole_in_spite_of_the_fault() {
    // The path, requests for it, and bodies that were begun.
    for (path, requests, begun) in [
        ("2012/05/a.jpg", 1, 1),
        ("403-once/a.jpg", 2, 1),
        ("429-date/a.jpg", 2, 1),
        ("503-twice/a.jpg", 3, 1),
        ("chunked/a.jpg", 1, 1),
        ("close/a.jpg", 1, 1),
        ("gzip/a.jpg", 1, 1),
        ("gzip-reset/a.jpg", 2, 2),
        ("reset/a.jpg", 2, 1),
        ("reset-no-range/a.jpg", 2, 2),
        ("reset-plain/a.jpg", 2, 2),
        ("short-once/a.jpg", 2, 2),
        ("weak/a.jpg", 2, 2),
        ("to-relative/a.jpg", 1, 1),
        ("whole-part/a.jpg", 1, 1),
    ] {
        let mut bench = Bench::new();
        let fetched = bench.fetch(path).unwrap_or_else(|failure| panic!("{path}: {failure}"));
        let Fetched::Whole { url, index: 0, bytes, .. } = fetched else { panic!("{path}") };
        assert_eq!(url, bench.server.url(&up(path)), "{path}");
        assert_eq!(bytes, SIZE as u64, "{path}");
        assert!(bench.sink.bytes == content("a.jpg"), "{path}");
        assert_eq!(bench.requests(path).len(), requests, "{path}");
        assert_eq!(bench.sink.begun, begun, "{path}");
    }
}

#[test]
fn what_fails_and_how_often_it_is_tried() {
    for (path, message, requests) in [
        ("401/a.jpg", "refused by the server: status 401", 1),
        ("403/a.jpg", "refused by the server: status 403", 2),
        ("404/a.jpg", "not on the server: status 404", 1),
        ("410/a.jpg", "not on the server: status 410", 1),
        (
            "429-long/a.jpg",
            "the server could not answer: status 429, and it asks to wait 3600 s",
            1,
        ),
        ("503/a.jpg", "the server could not answer: status 503", 3),
        ("br/a.jpg", "packed in a way that cannot be read: `br`", 1),
        ("chain/a.jpg?11", "more than ten redirects", 1),
        ("chunked-short/a.jpg", "the transfer broke off", 3),
        ("close-reset/a.jpg", "the transfer broke off", 3),
        ("empty/a.jpg", "the server sent an empty file", 1),
        ("html-as-jpeg/a.jpg", "not what the name says: an HTML page", 1),
        ("html/a.jpg", "not what the name says: an HTML page", 1),
        ("loop/a.jpg", "the redirects lead in a circle", 1),
        ("reset-always/a.jpg", "the transfer broke off", 3),
        ("short/a.jpg", "the transfer broke off", 3),
        ("text/a.jpg", "not what the name says: plain text", 1),
        ("to-file/a.jpg", "not an address of the web: `file://`", 1),
        ("to-ftp/a.jpg", "not an address of the web: `ftp://old.example`", 1),
        ("to-mapped/a.jpg", "`[::ffff:127.0.0.1]` is in a private network", 1),
        ("to-metadata/a.jpg", "`169.254.169.254` is in a private network", 1),
        ("to-odd/a.jpg", "`0x7f.1` is in a private network", 1),
        ("to-private/a.jpg", "`10.0.0.1` is in a private network", 1),
    ] {
        let mut bench = Bench::new();
        let failure = bench.fetch(path).expect_err(path);
        assert_eq!(failure.to_string(), message, "{path}");
        assert_eq!(bench.requests(path).len(), requests, "{path}");
    }
}

#[test]
fn what_takes_too_long_and_how_often_it_is_tried() {
    for (path, message) in [
        ("silent/a.jpg", "the server did not answer in time"),
        ("slow-head/a.jpg", "the server did not answer in time"),
        ("slow/a.jpg", "the server sends less than 1 KB a second"),
    ] {
        let mut bench = Bench::new();
        bench.rules.timeout = Duration::from_millis(400);
        bench.rules.retries = 1;
        let failure = bench.fetch(path).expect_err(path);
        assert_eq!(failure.to_string(), message, "{path}");
        assert_eq!(bench.requests(path).len(), 2, "{path}");
    }
}

#[test]
fn what_stops_at_the_size_that_is_allowed() {
    for (path, begun) in
        [("2012/a.jpg", 0), ("chunked/a.jpg", 1), ("endless/a.jpg", 1), ("gzip-bomb/a.jpg", 1)]
    {
        let mut bench = Bench::new();
        bench.rules.max_file = 40_000;
        let failure = bench.fetch(path).expect_err(path);
        assert_eq!(failure.to_string(), "larger than 40000 bytes", "{path}");
        assert_eq!(bench.sink.begun, begun, "{path}");
        assert!(bench.sink.bytes.len() <= 40_000, "{path}");
        assert_eq!(bench.requests(path).len(), 1, "{path}");
    }
}

#[test]
fn a_wait_that_the_server_asks_for_is_kept_by_all_workers() {
    let mut bench = Bench::new();
    bench.rules.retries = 0;
    let client = bench.client();
    let fetch = |path: &str| {
        let urls = [bench.server.url(&up(path))];
        let request = Request { urls: &urls, name: "a.jpg", known: None };
        client.fetch(&request, &mut Memory::default())
    };
    let failure = fetch("429-seconds/a.jpg").expect_err("busy");
    assert!(matches!(failure, Failure::Busy { status: 429, .. }));
    thread::scope(|scope| {
        for path in ["429-seconds/a.jpg", "2012/b.jpg", "2012/c.jpg"] {
            scope.spawn(move || fetch(path).expect("a file"));
        }
    });
    let log = bench.server.log();
    assert_eq!(log.len(), 4);
    assert!(log.iter().all(|seen| !seen.is_too_early));
}

#[test]
fn a_broken_transfer_goes_on() {
    let mut bench = Bench::new();
    bench.rules.retries = 0;
    let failure = bench.fetch("reset/a.jpg").expect_err("half");
    assert!(matches!(failure, Failure::CutOff));
    assert_eq!(bench.sink.expected, Some(SIZE as u64));
    let half = bench.sink.bytes.len();
    assert_eq!(half, SIZE / 2);
    bench.fetch("reset/a.jpg").expect("the other half");
    assert!(bench.sink.bytes == content("a.jpg"));
    let requests = bench.requests("reset/a.jpg");
    assert_eq!(requests[1].headers["range"], format!("bytes={half}-"));
    assert_eq!(requests[1].headers["if-range"], ETAG);
    assert_eq!(requests[0].headers.get("range"), None);
}

#[test]
fn what_has_changed_in_between_starts_anew() {
    let mut bench = Bench::new();
    bench.fetch("reset-changed/a.jpg").expect("the new file");
    assert!(bench.sink.bytes == content("new-a.jpg"));
    assert_eq!(bench.sink.validators, known(Some("\"v2\""), None));
}

#[test]
fn an_odd_part_is_not_joined() {
    for oddity in ["tag", "no-tag", "date", "star", "short", "length", "total"] {
        let mut bench = Bench::new();
        let path = format!("odd-part/a.jpg?{oddity}");
        bench.fetch(&path).expect("the whole file");
        assert!(bench.sink.bytes == content("a.jpg"), "{oddity}");
        let requests = bench.requests(&path);
        let asked: Vec<bool> =
            requests.iter().map(|seen| seen.headers.contains_key("range")).collect();
        assert_eq!(asked, [false, true, false], "{oddity}");
    }
}

#[test]
fn a_part_of_another_address_is_forgotten() {
    let mut bench = Bench::new();
    bench.rules.retries = 0;
    bench.fetch("reset-always/a.jpg").expect_err("half");
    bench.fetch("2012/b.jpg").expect("a file");
    assert!(bench.sink.bytes == content("b.jpg"));
    assert_eq!(bench.requests("2012/b.jpg")[0].headers.get("range"), None);
}

#[test]
fn what_is_held_may_be_all_of_it_or_too_much() {
    let whole = content("a.jpg");
    for (held, requests) in [(whole.clone(), 1), ([&whole[..], b"!"].concat(), 2)] {
        let mut bench = Bench::new();
        let url = bench.server.url(&up("2012/a.jpg"));
        bench.sink.begin(&url, &known(Some(ETAG), None), None).expect("memory");
        bench.sink.bytes = held;
        let fetched = bench.fetch("2012/a.jpg").expect("a file");
        assert!(matches!(fetched, Fetched::Whole { bytes: 50_000, .. }));
        assert!(bench.sink.bytes == whole);
        assert_eq!(bench.requests("2012/a.jpg").len(), requests);
    }
}

#[test]
fn what_has_not_changed_is_not_fetched() {
    for (path, validators, fetched) in [
        ("etag/a.jpg", known(Some(ETAG), None), 0),
        ("etag/a.jpg", known(Some("\"v0\""), None), 1),
        ("modified/a.jpg", known(None, Some(MODIFIED)), 0),
        ("modified/a.jpg", known(None, Some("Sat, 05 Nov 1994 08:49:37 GMT")), 1),
        ("plain/a.jpg", known(Some(ETAG), Some(MODIFIED)), 1),
    ] {
        let mut bench = Bench::new();
        let outcome = bench.fetch_all(&[path], Some(&validators)).expect("an answer");
        assert_eq!(matches!(outcome, Fetched::Unchanged), fetched == 0, "{path}");
        assert_eq!(bench.sink.begun, fetched, "{path}");
    }
}

#[test]
fn the_validators_are_told() {
    let mut bench = Bench::new();
    let fetched = bench.fetch("2012/a.jpg").expect("a file");
    let Fetched::Whole { validators, .. } = fetched else { panic!("whole") };
    assert_eq!(validators, known(Some(ETAG), Some(MODIFIED)));
}

#[test]
fn addresses_are_tried_in_order() {
    for (paths, index) in [
        (vec!["404/a.jpg", "410/a.jpg", "2012/a.jpg", "2013/a.jpg"], 2),
        (vec!["html/a.jpg", "empty/a.jpg", "2012/a.jpg"], 2),
        (vec!["2012/a.jpg", "2013/a.jpg"], 0),
    ] {
        let mut bench = Bench::new();
        let fetched = bench.fetch_all(&paths, None).expect("a file");
        assert!(matches!(fetched, Fetched::Whole { index: at, .. } if at == index));
        assert_eq!(bench.server.log().len(), index + 1);
    }
    // The reason that is told is that of the first; a server that is busy may have it.
    for (paths, message) in [
        (["404/a.jpg", "html/a.jpg"], "not on the server: status 404"),
        (["404/a.jpg", "503/a.jpg"], "the server could not answer: status 503"),
        (["503/a.jpg", "2012/a.jpg"], "the server could not answer: status 503"),
    ] {
        let mut bench = Bench::new();
        bench.rules.retries = 0;
        assert_eq!(bench.fetch_all(&paths, None).expect_err("no file").to_string(), message);
    }
}

#[test]
fn a_refusal_is_not_answered_by_another_file() {
    let mut bench = Bench::new();
    bench.rules.retries = 0;
    let failure = bench.fetch_all(&["403/a.jpg", "2012/a.jpg"], None).expect_err("forbidden");
    assert!(matches!(failure, Failure::Refused { status: 403 }));
    assert_eq!(bench.server.log().len(), 1);
}

#[test]
fn secrets_stay_with_the_sites_own_hosts() {
    let other = FaultServer::start();
    let mut bench = Bench::new();
    bench.rules.headers = vec![Header::parse("Cookie: session=secret").expect("a header")];
    bench.rules.referer = Some("http://old.example/".to_owned());
    let own = bench.server.address.to_string();
    bench.rules.own_hosts.insert(other.address.to_string());
    let path = format!("redirect/a.jpg?to={}", other.url("/2012/a.jpg"));
    bench.fetch(&path).expect("a file of another own host");
    for server in [&bench.server, &other] {
        assert_eq!(server.log()[0].headers["cookie"], "session=secret");
        assert_eq!(server.log()[0].headers["referer"], "http://old.example/");
    }
    bench.rules.own_hosts = BTreeSet::from([own]);
    let failure = bench.fetch(&path).expect_err("another port is another host");
    assert!(matches!(failure, Failure::Private { host } if host == other.address.to_string()));
    assert_eq!(other.log().len(), 1);
}

#[test]
fn a_secret_that_comes_back_is_not_told() {
    let mut bench = Bench::new();
    let failure =
        bench.fetch("redirect/a.jpg?to=gopher://old.example/session=secret").expect_err("odd");
    assert!(matches!(&failure, Failure::BadAddress { seen } if seen == "gopher://old.example"));
    assert!(!format!("{failure} {failure:?}").contains("secret"));
}

#[test]
fn secrets_of_a_site_at_https_never_go_in_the_clear() {
    let mut bench = Bench::new();
    bench.rules.headers = vec![Header::parse("Cookie: session=secret").expect("a header")];
    for (site, is_told) in
        [(Some("https://old.example/"), false), (None, false), (Some("http://old.example/"), true)]
    {
        bench.rules.referer = site.map(str::to_owned);
        bench.fetch("plain/a.jpg").expect("a file that needs no secret");
        let log = bench.server.log();
        let headers = &log[log.len() - 1].headers;
        assert_eq!(headers.contains_key("cookie"), is_told, "{site:?}");
        assert_eq!(headers.get("referer").map(String::as_str), site);
    }
}

#[test]
fn what_every_request_says() {
    let mut bench = Bench::new();
    bench.fetch("2012/a.jpg").expect("a file");
    let headers = &bench.server.log()[0].headers;
    assert_eq!(headers["user-agent"], concat!("pressdown/", env!("CARGO_PKG_VERSION")));
    assert_eq!(headers["accept"], "*/*");
    assert_eq!(headers["accept-encoding"], "identity");
    let names: Vec<&str> = headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
}

#[test]
fn private_networks_are_refused_unless_the_site_lives_there() {
    let mut bench = Bench::new();
    bench.rules.private = Private::Refuse;
    let failure = bench.fetch("2012/a.jpg").expect_err("loopback");
    assert!(matches!(failure, Failure::Private { .. }));
    // A name is looked up, and what it leads to is what counts.
    let urls = [format!("http://localhost:{}/2012/a.jpg", bench.server.address.port())];
    let request = Request { urls: &urls, name: "a.jpg", known: None };
    let failure = bench.client().fetch(&request, &mut bench.sink).expect_err("loopback");
    assert!(matches!(failure, Failure::Private { .. }));
    assert!(bench.server.log().is_empty());
}

#[test]
fn ten_redirects_are_followed() {
    let mut bench = Bench::new();
    bench.fetch("chain/a.jpg?10").expect("a file behind ten redirects");
    assert_eq!(bench.server.log().len(), 11);
}

#[test]
fn a_length_that_is_too_small_is_what_the_file_has() {
    let mut bench = Bench::new();
    bench.fetch("length-small/a.jpg").expect("as HTTP reads it");
    assert!(bench.sink.bytes == content("a.jpg")[..SIZE / 2]);
}

#[test]
fn names_that_say_gzip_stay_packed() {
    let mut bench = Bench::new();
    bench.fetch("gzip/a.tar.gz").expect("a file");
    assert!(bench.sink.bytes.starts_with(b"\x1f\x8b"));
    assert!(bench.sink.bytes != content("a.tar.gz"));
}

#[test]
fn a_disk_that_is_full_is_not_the_servers_fault() {
    let mut bench = Bench::new();
    bench.sink.is_full = true;
    let failure = bench.fetch("2012/a.jpg").expect_err("no room");
    assert!(matches!(failure, Failure::Disk(cause) if cause.kind() == io::ErrorKind::StorageFull));
    assert_eq!(bench.server.log().len(), 1);
}

#[test]
fn where_nobody_answers_three_files_are_tried_again_and_others_once() {
    let bench = Bench::new();
    let client = bench.client();
    let fetch = |path: &str| {
        let urls = [bench.server.url(path)];
        let request = Request { urls: &urls, name: "a.jpg", known: None };
        client.fetch(&request, &mut Memory::default())
    };
    for _ in 0..5 {
        let failure = fetch("/hang-up/a.jpg").expect_err("nobody");
        assert!(failure.to_string().starts_with("no connection: "), "{failure}");
    }
    assert_eq!(bench.server.log().len(), 3 * 3 + 2);
    fetch("/2012/b.jpg").expect("somebody after all");
    fetch("/hang-up/a.jpg").expect_err("nobody");
    assert_eq!(bench.server.log().len(), 11 + 1 + 3);
}

#[test]
fn where_waiting_for_an_answer_takes_time_few_files_wait() {
    let mut bench = Bench::new();
    bench.rules.timeout = Duration::from_millis(50);
    bench.rules.retries = 0;
    let client = bench.client();
    let fetch = |path: &str| {
        let urls = [bench.server.url(path)];
        let request = Request { urls: &urls, name: "a.jpg", known: None };
        client.fetch(&request, &mut Memory::default())
    };
    for _ in 0..100 {
        let failure = fetch("/silent/a.jpg").expect_err("nobody");
        assert_eq!(failure.to_string(), "the server did not answer in time");
    }
    // Three, and then with twice as many between them each time.
    assert_eq!(bench.server.log().len(), 3 + 7);
    let came = (0..100).filter(|_| fetch("/2012/b.jpg").is_ok()).count();
    assert_eq!(came, 100 - (137 - 100));
}

#[test]
fn where_the_server_is_always_busy_eight_files_are_tried_again_and_others_once() {
    let bench = Bench::new();
    let client = bench.client();
    let fetch = |path: &str| {
        let urls = [bench.server.url(path)];
        let request = Request { urls: &urls, name: "a.jpg", known: None };
        client.fetch(&request, &mut Memory::default())
    };
    for _ in 0..10 {
        let failure = fetch("/503/a.jpg").expect_err("busy");
        assert_eq!(failure.to_string(), "the server could not answer: status 503");
    }
    assert_eq!(bench.server.log().len(), 8 * 3 + 2);
    fetch("/2012/b.jpg").expect("it has time after all");
    fetch("/503/a.jpg").expect_err("busy");
    assert_eq!(bench.server.log().len(), 26 + 1 + 3);
}

#[test]
fn a_server_that_asks_for_too_long_in_all_is_not_asked_any_more() {
    let bench = Bench::new();
    let client = bench.client().with_patience(Duration::from_millis(500));
    for _ in 0..10 {
        let urls = [bench.server.url("/429-seconds/a.jpg")];
        let request = Request { urls: &urls, name: "a.jpg", known: None };
        let failure = client.fetch(&request, &mut Memory::default()).expect_err("busy");
        assert_eq!(
            failure.to_string(),
            "the server could not answer: status 429, and it asks to wait 1 s"
        );
        assert!(failure.hint().is_some_and(|hint| hint.starts_with("a second run")));
    }
    assert_eq!(bench.server.log().len(), 1);
}

#[test]
fn where_everything_is_forbidden_three_files_are_tried_again_and_others_once() {
    let bench = Bench::new();
    let client = bench.client();
    for number in 0..5 {
        let urls = [bench.server.url(&format!("/403/{number}.jpg"))];
        let request = Request { urls: &urls, name: "a.jpg", known: None };
        client.fetch(&request, &mut Memory::default()).expect_err("forbidden");
    }
    assert_eq!(bench.server.log().len(), 3 * 2 + 2);
}

#[test]
fn nobody_listens() {
    let mut bench = Bench::new();
    let closed = FaultServer::start().address;
    bench.rules.own_hosts.insert(closed.to_string());
    bench.rules.retries = 0;
    let urls = [format!("http://{closed}/a.jpg")];
    let request = Request { urls: &urls, name: "a.jpg", known: None };
    let failure = bench.client().fetch(&request, &mut bench.sink).expect_err("nobody");
    assert!(failure.to_string().starts_with("no connection: "), "{failure}");
}

#[test]
fn connections_are_used_again() {
    let bench = Bench::new();
    let client = bench.client();
    for number in 0..20 {
        for path in ["2012", "404", "html"] {
            let urls = [bench.server.url(&format!("/{path}/{number}.jpg"))];
            let request = Request { urls: &urls, name: "a.jpg", known: None };
            client.fetch(&request, &mut Memory::default()).ok();
        }
    }
    let log = bench.server.log();
    assert_eq!(log.len(), 60);
    assert!(log.iter().all(|seen| seen.connection == 0));
}

#[test]
fn many_threads_use_one_client() {
    let bench = Bench::new();
    let client = bench.client();
    thread::scope(|scope| {
        for thread in 0..8 {
            let (client, server) = (&client, &bench.server);
            scope.spawn(move || {
                for number in 0..20 {
                    let name = format!("{thread}-{number}.jpg");
                    let urls = [server.url(&format!("/2012/{name}"))];
                    let request = Request { urls: &urls, name: &name, known: None };
                    let mut sink = Memory::default();
                    client.fetch(&request, &mut sink).expect("a file");
                    assert!(sink.bytes == content(&name));
                }
            });
        }
    });
    let connections: BTreeSet<usize> =
        bench.server.log().iter().map(|seen| seen.connection).collect();
    assert!(connections.len() <= 8, "{connections:?}");
}
