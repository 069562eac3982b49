//! A file that is wanted → its bytes in a sink: which of its addresses is asked, how often, and when
//! to stop.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use ureq::config::Config;
use ureq::{Agent, Proxy};

use super::address::Address;
use super::clock;
use super::connection;
use super::exchange;
use super::failure::{Again, Failure};
use super::host::{Chance, Host, Https, back_off};
use super::network;
use super::resolve::Guard;
use super::rules::Rules;

/// Who asks.
const USER_AGENT: &str = concat!("pressdown/", env!("CARGO_PKG_VERSION"));

/// The longest wait before a second attempt, which doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// How long one host is left alone in all because it asks to.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(600);

/// A broken transfer that brought so much more than all before it starts to count anew.
const PROGRESS: u64 = 1024 * 1024;

/// A file that is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Where it may be, in the order in which the addresses are tried: the next one only where the
    /// one before has nothing, or something else. For `http` also the same with `https` is tried.
    pub urls: &'a [String],
    /// The file's name, against which the content is checked.
    pub name: &'a str,
    /// The whole copy that the caller has: the address that it came from, and what the server said of it.
    /// If that still holds, nothing is fetched.
    pub known: Option<(&'a str, &'a Validators)>,
}

/// By what a server recognises a version of a file, as the server wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag`, with its quotes.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// What a broken transfer left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// How many bytes.
    pub bytes: u64,
    /// The address that was given to [`Sink::begin`].
    pub url: String,
    /// The validators that were given to [`Sink::begin`].
    pub validators: Validators,
    /// How many bytes the whole has, as [`Sink::begin`] was told.
    pub total: Option<u64>,
}

/// Where bytes go.
pub trait Sink {
    /// What a broken transfer left, if anything.
    fn held(&self) -> Option<Held>;
    /// A new body from its first byte: what was there is to be forgotten. `expected` bytes will come,
    /// if the server says how many. Without validators the transfer cannot go on where it breaks.
    fn begin(
        &mut self,
        url: &str,
        validators: &Validators,
        expected: Option<u64>,
    ) -> io::Result<()>;
    /// The next bytes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The copy that the caller has still holds.
    Unchanged,
    /// The sink has all of it.
    Whole {
        /// The address that answered, as the request lists it, or the same with `https`.
        url: String,
        /// Its place in the request's list.
        index: usize,
        /// By what the server recognises this version.
        validators: Validators,
        /// How many bytes, unpacked.
        bytes: u64,
    },
}

/// What fetches files: connections that are kept, and what is known of hosts. Many threads use one.
pub struct Client {
    agent: Agent,
    /// Without the proxy.
    direct: Agent,
    pub(super) rules: Arc<Rules>,
    pub(super) proxy: Option<Proxy>,
    hosts: Mutex<BTreeMap<String, Arc<Host>>>,
    chance: Chance,
    first_pause: Duration,
    pub(super) patience: Duration,
}

impl Client {
    /// A client of these rules, that keeps so many idle connections to one host.
    #[must_use]
    pub fn new(rules: Rules, connections_per_host: usize) -> Self {
        let rules = Arc::new(rules.spelt_out());
        let proxy = Proxy::try_from_env();
        let agent = agent(&rules, connections_per_host, proxy.clone());
        let direct = match &proxy {
            Some(_) => self::agent(&rules, connections_per_host, None),
            None => agent.clone(),
        };
        Self {
            agent,
            direct,
            rules,
            proxy,
            hosts: Mutex::default(),
            chance: Chance::default(),
            first_pause: FIRST_PAUSE,
            patience: PATIENCE_IN_ALL,
        }
    }

    /// The same with another longest wait before a second attempt, half a second if it is not said.
    #[must_use]
    pub fn with_first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }

    /// The same with another bound for all the time that one host asks to be left alone, ten minutes if it
    /// is not said. Where a host asks for more, its files fail at once.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Fetches a file into the sink, from the first of its addresses that has it.
    pub fn fetch(&self, request: &Request<'_>, sink: &mut dyn Sink) -> Result<Fetched, Failure> {
        let mut first = None;
        for (index, url) in request.urls.iter().enumerate() {
            let address = Address::parse(url).ok_or_else(|| Failure::bad_address(url))?;
            let twin = address.secure_twin();
            let is_twin = |url: &String| twin.is_some() && Address::parse(url) == twin;
            let is_listed = request.urls[index..].iter().any(is_twin);
            let wanted = Wanted { request, index, url: url.clone(), address };
            let fetched = match twin.filter(|_| !is_listed) {
                Some(twin) => self.fetch_either(&wanted, twin, sink),
                None => self.fetch_patiently(&wanted, self.retries(&wanted.address), sink),
            };
            match fetched {
                Err(failure)
                    if failure.is_elsewhere() || (is_listed && failure.may_want_https()) =>
                {
                    first.get_or_insert(failure);
                }
                other => return other,
            }
        }
        Err(first.unwrap_or(Failure::BadAddress { seen: String::new() }))
    }

    /// From an address that is http, or else from the same with https.
    fn fetch_either(
        &self,
        wanted: &Wanted<'_>,
        twin: Address,
        sink: &mut dyn Sink,
    ) -> Result<Fetched, Failure> {
        let host = self.host(&wanted.address);
        let rest = wanted.url.split_once(':').map_or("", |(_, rest)| rest);
        let secure = Wanted { url: format!("https:{rest}"), address: twin, ..*wanted };
        if host.https() == Https::Only {
            return self.fetch_patiently(&secure, self.retries(&secure.address), sink);
        }
        if self.rules.wants_https(&wanted.address) && host.https() == Https::Maybe {
            let fetched = self.fetch_patiently(&secure, self.retries(&secure.address), sink);
            let is_silent = fetched.as_ref().is_err_and(Failure::is_silence);
            host.learn_https(if is_silent { Https::Never } else { Https::Only });
            if !is_silent {
                return fetched;
            }
        }
        let fetched = self.fetch_patiently(wanted, self.retries(&wanted.address), sink);
        let failure = match fetched {
            Err(failure) if failure.may_want_https() && host.https() == Https::Maybe => failure,
            other => return other,
        };
        let mut second = self.fetch_patiently(&secure, 0, sink);
        if second.as_ref().is_err_and(Failure::is_busyness) {
            second = self.fetch_patiently(&secure, self.rules.retries, sink);
        }
        match second {
            Err(second) if second.is_silence() => {
                host.learn_https(Https::Never);
                Err(failure)
            }
            Err(Failure::Refused { .. }) if failure.is_elsewhere() => Err(failure),
            other => {
                if other.is_ok() && failure.is_silence() {
                    host.learn_https(Https::Only);
                }
                other
            }
        }
    }

    /// As often a file is tried again; where nobody has answered or had time for a while, not at all.
    fn retries(&self, address: &Address) -> u32 {
        let host = self.host(address);
        if host.is_silent() || host.is_busy() { 0 } else { self.rules.retries }
    }

    fn fetch_patiently(
        &self,
        wanted: &Wanted<'_>,
        retries: u32,
        sink: &mut dyn Sink,
    ) -> Result<Fetched, Failure> {
        let host = self.host(&wanted.address);
        let _leave = host.admit()?;
        let (mut failures, mut most_held, mut was_refused) = (0, held(sink), false);
        loop {
            let asked = clock::now();
            let failure = match exchange::fetch(self, wanted, sink) {
                Ok(fetched) => {
                    host.gave();
                    host.had_time();
                    return Ok(fetched);
                }
                Err(failure) => failure,
            };
            let is_busy = matches!(failure, Failure::Busy { .. });
            if !is_busy && !failure.is_silence() {
                host.had_time();
            }
            // Other workers may have learnt that it is of no use.
            let is_vain = is_busy && host.is_busy() || failure.is_silence() && host.is_silent();
            if held(sink) >= most_held + PROGRESS {
                (failures, most_held) = (0, held(sink));
            }
            let pause = match failure.again() {
                Again::Later if failures < retries && !is_vain => {
                    back_off(self.first_pause, failures, self.chance.draw())
                }
                Again::Once if !was_refused && retries > 0 && !host.is_refusing() => {
                    was_refused = true;
                    self.first_pause * 4
                }
                Again::Later | Again::Once | Again::Never => {
                    if failure.is_silence() {
                        host.not_heard(&failure, clock::now().saturating_duration_since(asked));
                    }
                    if is_busy {
                        host.busy_again();
                    }
                    if was_refused && failure.again() == Again::Once {
                        host.refused_again();
                    }
                    return Err(failure);
                }
            };
            failures += 1;
            clock::sleep(pause);
        }
    }

    /// Who asks there. What a proxy calls `localhost` is its own, so that is never asked for by one.
    pub(super) fn agent(&self, address: &Address) -> &Agent {
        if network::is_private_name(&address.host) { &self.direct } else { &self.agent }
    }

    /// What is known of an address's host.
    pub(super) fn host(&self, address: &Address) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = address.origin();
        match hosts.get(&origin) {
            Some(host) => Arc::clone(host),
            None => Arc::clone(hosts.entry(origin).or_default()),
        }
    }
}

impl<'a> Wanted<'a> {
    /// What the server said of the copy that the caller has, if it came from this very address.
    pub(super) fn known(&self) -> Option<&'a Validators> {
        self.request.known.filter(|(url, _)| *url == self.url).map(|(_, validators)| validators)
    }
}

/// Headers and proxies hold secrets.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

fn agent(rules: &Arc<Rules>, connections_per_host: usize, proxy: Option<Proxy>) -> Agent {
    let guard = Guard::new(Arc::clone(rules), proxy.as_ref());
    let timeout = Some(rules.timeout);
    let config = Config::builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .user_agent(USER_AGENT)
        .accept("*/*")
        .accept_encoding("identity")
        .timeout_resolve(timeout)
        .timeout_connect(timeout)
        .timeout_send_request(timeout)
        .timeout_recv_response(timeout)
        .timeout_per_read(timeout)
        .timeout_per_write(timeout)
        .input_buffer_size(64 * 1024)
        .output_buffer_size(32 * 1024)
        .max_idle_connections(connections_per_host.saturating_mul(4).max(8))
        .max_idle_connections_per_host(connections_per_host.max(1))
        .build();
    Agent::with_parts(config, connection::connector(rules.timeout), guard)
}

/// One of the addresses of a file that is wanted.
pub(super) struct Wanted<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) index: usize,
    /// As it is listed, or the same with https.
    pub(super) url: String,
    pub(super) address: Address,
}

fn held(sink: &dyn Sink) -> u64 {
    sink.held().map_or(0, |held| held.bytes)
}
