//! Names → IP addresses that may be asked. The check stands here, with the very addresses that the
//! socket is then opened to, so that a name cannot change its mind in between (DNS rebinding).

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Error, Proxy};

use super::address::Address;
use super::clock;
use super::network;
use super::rules::Rules;

/// How long an answer holds: ureq asks for each request anew.
const HOLDS: Duration = Duration::from_secs(30);

/// The host stands in a private network.
#[derive(Debug)]
pub(super) struct PrivateHost {
    pub(super) host: String,
}

impl fmt::Display for PrivateHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is in a private network", self.host)
    }
}

impl std::error::Error for PrivateHost {}

/// The resolver that knows the rules.
pub(super) struct Guard {
    rules: Arc<Rules>,
    /// The proxy of the environment may be private; it is what the user said.
    proxy: Option<Uri>,
    known: Mutex<BTreeMap<String, (Instant, Vec<SocketAddr>)>>,
    inner: DefaultResolver,
}

impl Guard {
    pub(super) fn new(rules: Arc<Rules>, proxy: Option<&Proxy>) -> Self {
        Self {
            rules,
            proxy: proxy.map(|proxy| proxy.uri().clone()),
            known: Mutex::default(),
            inner: DefaultResolver::default(),
        }
    }

    fn look_up(
        &self,
        key: String,
        ask: impl FnOnce() -> Result<ResolvedSocketAddrs, Error>,
    ) -> Result<Vec<SocketAddr>, Error> {
        let now = clock::now();
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, found)) = lock().get(&key)
            && now.saturating_duration_since(*since) < HOLDS
        {
            return Ok(found.clone());
        }
        let found: Vec<SocketAddr> = ask()?.iter().copied().collect();
        lock().insert(key, (now, found.clone()));
        Ok(found)
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let is_proxy =
            self.proxy.as_ref().is_some_and(|proxy| proxy.authority() == uri.authority());
        let address = Address::parse(&uri.to_string());
        let is_free =
            is_proxy || address.as_ref().is_some_and(|address| self.rules.may_be_private(address));
        let key = format!("{:?} {:?}", uri.scheme_str(), uri.authority());
        let found = self.look_up(key, || self.inner.resolve(uri, config, timeout))?;
        let mut addresses = self.empty();
        for socket in found.iter().filter(|socket| is_free || !network::is_private(socket.ip())) {
            addresses.push(*socket);
        }
        if addresses.is_empty() {
            let host = uri.host().unwrap_or_default().to_owned();
            return Err(Error::Other(Box::new(PrivateHost { host })));
        }
        Ok(addresses)
    }
}
