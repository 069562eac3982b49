//! Connections, watched: a body that drips is given up, and a reset is never taken for an end.
//!
//! The watch stands between the socket and TLS, where every byte passes; above TLS one would see a
//! record only when it is whole, however slowly it drips.

use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, RustlsConnector,
    TcpConnector, Transport,
};

use super::clock;

/// Bytes a second that a living line brings at the least.
const LEAST: f64 = 1024.0;

/// Less than 1 KB a second came over a whole window.
#[derive(Debug)]
pub(super) struct Dripping;

impl fmt::Display for Dripping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("less than 1 KB a second")
    }
}

impl std::error::Error for Dripping {}

/// Proxy, socket, watch, TLS.
pub(super) fn connector(window: Duration) -> impl Connector {
    ().chain(ConnectProxyConnector::default())
        .chain(TcpConnector::default())
        .chain(Watch { window })
        .chain(RustlsConnector::default())
}

#[derive(Debug)]
struct Watch {
    window: Duration,
}

impl<In: Transport> Connector<In> for Watch {
    type Out = Watched<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Watched<In>>, Error> {
        Ok(chained.map(|inner| Watched { inner, window: self.window, since: None, bytes: 0 }))
    }
}

#[derive(Debug)]
struct Watched<In> {
    inner: In,
    window: Duration,
    /// When the first byte of this window came.
    since: Option<Instant>,
    /// What has come since.
    bytes: u64,
}

impl<In: Transport> Watched<In> {
    fn count(&mut self, bytes: usize) -> Result<(), Error> {
        let now = clock::now();
        let Some(since) = self.since else {
            self.since = Some(now);
            return Ok(());
        };
        self.bytes += bytes as u64;
        let passed = now.saturating_duration_since(since);
        if passed < self.window {
            return Ok(());
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        let rate = self.bytes as f64 / passed.as_secs_f64();
        if rate < LEAST {
            return Err(Error::Other(Box::new(Dripping)));
        }
        (self.since, self.bytes) = (Some(now), 0);
        Ok(())
    }
}

impl<In: Transport> Transport for Watched<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        // A server may think before it answers; the time-out of answers limits that.
        (self.since, self.bytes) = (None, 0);
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let before = self.inner.buffers().input().len();
        let progress = self.inner.await_input(timeout).map_err(loud)?;
        let came = self.inner.buffers().input().len().saturating_sub(before);
        if came > 0 {
            self.count(came)?;
        }
        Ok(progress)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// ureq takes a reset for the end of a body that has no length, and the body for whole.
fn loud(error: Error) -> Error {
    match error {
        Error::Io(cause)
            if matches!(
                cause.kind(),
                io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted
            ) =>
        {
            Error::Io(io::Error::other("connection reset by the server"))
        }
        other => other,
    }
}
