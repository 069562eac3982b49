//! One address, asked once: requests along its redirects, and what each status means.

use ureq::Body;
use ureq::http::{HeaderName, HeaderValue, Response, header};

use super::address::Address;
use super::answer::{self, Packing};
use super::body::{self, Incoming};
use super::client::{Client, Fetched, Held, Sink, Validators, Wanted};
use super::connection::Dripping;
use super::failure::{Failure, PATIENCE};
use super::network;
use super::resolve::PrivateHost;
use super::rules::Rules;

/// As many redirects are followed.
const REDIRECTS: usize = 10;

/// Asks once; a part that is held and turns out to be of no use is asked for as a whole.
pub(super) fn fetch(
    client: &Client,
    wanted: &Wanted<'_>,
    sink: &mut dyn Sink,
) -> Result<Fetched, Failure> {
    let held = sink.held().filter(|held| held.url == wanted.url && held.bytes > 0);
    let held = held.filter(|held| condition(&held.validators).is_some());
    match attempt(client, wanted, held.as_ref(), sink)? {
        Some(fetched) => Ok(fetched),
        None => attempt(client, wanted, None, sink)?
            .ok_or_else(|| Failure::Connection("a part came that nobody asked for".to_owned())),
    }
}

/// `None`: the part that is held does not go with what the server has.
fn attempt(
    client: &Client,
    wanted: &Wanted<'_>,
    held: Option<&Held>,
    sink: &mut dyn Sink,
) -> Result<Option<Fetched>, Failure> {
    let (response, address) = follow(client, wanted, held)?;
    let incoming = Incoming { wanted, most: client.rules.max_file };
    match response.status().as_u16() {
        200 | 203 => incoming.whole(response, sink).map(Some),
        204 => Err(Failure::Empty),
        206 => match held {
            Some(held) => incoming.rest(response, held, sink),
            // Some servers send all of it as a part, though nobody asked.
            None if body::is_all(response.headers()) => incoming.whole(response, sink).map(Some),
            None => {
                body::drain(response);
                Ok(None)
            }
        },
        304 if wanted.known().is_some() => Ok(Some(Fetched::Unchanged)),
        416 => match held {
            Some(held) => Ok(incoming.nothing_left(response, held)),
            None => Err(refusal(client, &address, 416, response)),
        },
        status => Err(refusal(client, &address, status, response)),
    }
}

/// The failure that a status means. A server that asks to be left alone is, by all workers.
fn refusal(client: &Client, address: &Address, status: u16, response: Response<Body>) -> Failure {
    let after = answer::retry_after(response.headers());
    body::drain(response);
    match status {
        404 | 410 => Failure::Gone { status },
        408 | 425 | 429 | 500 | 502..=504 | 520..=527 => {
            if let Some(after) = after.filter(|after| *after <= PATIENCE) {
                client.host(address).rest(status, after, client.patience);
            }
            Failure::Busy { status, after }
        }
        _ => Failure::Refused { status },
    }
}

/// The first answer that is no redirect, and who gave it.
fn follow(
    client: &Client,
    wanted: &Wanted<'_>,
    held: Option<&Held>,
) -> Result<(Response<Body>, Address), Failure> {
    let mut visited = vec![wanted.address.clone()];
    let mut was_secure = false;
    loop {
        let address = &visited[visited.len() - 1];
        admit(client, address)?;
        was_secure |= address.is_secure;
        let host = client.host(address);
        host.bear()?;
        host.wait(client.rules.rate);
        let is_trusted = is_trusted(&client.rules, address, was_secure);
        let response = ask(client, wanted, held, address, is_trusted)?;
        host.heard();
        let location = match response.status().as_u16() {
            301 | 302 | 303 | 307 | 308 => response.headers().get(header::LOCATION),
            _ => None,
        };
        let Some(location) = location else { return Ok((response, address.clone())) };
        // Some servers write letters into it that no header may hold.
        let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
        let next = address.join(&location).ok_or_else(|| Failure::bad_address(&location))?;
        body::drain(response);
        if visited.contains(&next) {
            return Err(Failure::RedirectLoop);
        }
        if visited.len() > REDIRECTS {
            return Err(Failure::TooManyRedirects);
        }
        visited.push(next);
    }
}

/// Whether an address may be told whose visitors ask: the site's own hosts, and never in the clear after
/// a hop that was not. The user's headers have a rule besides.
fn is_trusted(rules: &Rules, address: &Address, was_secure: bool) -> bool {
    rules.is_own(address) && (address.is_secure || !was_secure)
}

/// Whether an address may be asked, as far as its name says; the resolver looks behind names.
fn admit(client: &Client, address: &Address) -> Result<(), Failure> {
    if client.rules.may_be_private(address) {
        return Ok(());
    }
    // Behind a proxy nobody here sees where a name leads, and the proxy itself is the user's.
    let is_proxy = client.proxy.as_ref().is_some_and(|proxy| {
        let port = address.port.unwrap_or(if address.is_secure { 443 } else { 80 });
        proxy.host().eq_ignore_ascii_case(&address.host) && port == proxy.port()
    });
    if is_proxy || network::is_private_name(&address.host) {
        return Err(Failure::Private { host: address.authority() });
    }
    Ok(())
}

fn ask(
    client: &Client,
    wanted: &Wanted<'_>,
    held: Option<&Held>,
    address: &Address,
    is_trusted: bool,
) -> Result<Response<Body>, Failure> {
    let mut request = client.agent(address).get(address.to_string());
    if is_trusted {
        let headers = client.rules.headers.iter();
        for header in headers.filter(|_| client.rules.may_know_secrets(address)) {
            request = request.header(header.name.clone(), header.value.clone());
        }
        if let Some(referer) = &client.rules.referer {
            request = request.header(header::REFERER, referer);
        }
    }
    for (name, value) in conditions(wanted.known(), held) {
        request = request.header(name, value);
    }
    // A head that drips is no answer in time, whichever limit sees it first.
    request.call().map_err(|error| match failure(error) {
        Failure::TooSlow => Failure::Timeout,
        other => other,
    })
}

/// What makes a request conditional, or one for a part. A tag that no header can hold was none of
/// the server's.
fn conditions(
    known: Option<&Validators>,
    held: Option<&Held>,
) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let etag = known.and_then(|known| known.etag.clone());
    let modified = known.and_then(|known| known.modified.clone());
    let if_range = held.and_then(|held| condition(&held.validators)).map(str::to_owned);
    let range = held.map(|held| format!("bytes={}-", held.bytes));
    let all = [
        (header::IF_NONE_MATCH, etag),
        (header::IF_MODIFIED_SINCE, modified),
        (header::IF_RANGE, if_range),
        (header::RANGE, range),
    ];
    let value = |text: Option<String>| HeaderValue::from_str(&text?).ok();
    all.into_iter().filter_map(move |(name, text)| Some((name, value(text)?)))
}

/// What `If-Range` says: a strong tag, or else a date. A weak tag does not stand for bytes.
fn condition(validators: &Validators) -> Option<&str> {
    let sent = |text: &&str| HeaderValue::from_str(text).is_ok();
    let strong = validators.etag.as_deref().filter(|etag| !etag.starts_with("W/"));
    strong.or(validators.modified.as_deref()).filter(sent)
}

/// What an error of ureq means before the body.
pub(super) fn failure(error: ureq::Error) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::Timeout,
        ureq::Error::HostNotFound => Failure::Connection("no such host".to_owned()),
        ureq::Error::Tls(cause) => Failure::Tls(cause.to_owned()),
        ureq::Error::Rustls(cause) => Failure::Tls(cause.to_string()),
        ureq::Error::TlsRequired => Failure::Tls("the server speaks no TLS".to_owned()),
        ureq::Error::BadUri(seen) => Failure::bad_address(&seen),
        ureq::Error::Http(cause) => Failure::BadAddress { seen: cause.to_string() },
        ureq::Error::Io(cause) if is_inside(ureq::Error::Rustls, &cause) => {
            Failure::Tls(cause.to_string())
        }
        ureq::Error::Io(cause) => Failure::Connection(cause.to_string()),
        ureq::Error::Other(cause) => match cause.downcast::<PrivateHost>() {
            Ok(private) => Failure::Private { host: private.host },
            Err(cause) if cause.is::<Dripping>() => Failure::TooSlow,
            Err(cause) => Failure::Connection(cause.to_string()),
        },
        other => Failure::Connection(other.to_string()),
    }
}

/// Whether an error of the system holds one that ureq would give by itself; rustls is not named
/// here, ureq knows it.
fn is_inside<E: std::error::Error + 'static>(
    _: fn(E) -> ureq::Error,
    cause: &std::io::Error,
) -> bool {
    cause.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<E>)
}

/// The body as the file is named, or as the server packed it.
pub(super) fn unpacks(name: &str, packing: &Packing) -> Result<bool, Failure> {
    match packing {
        Packing::None => Ok(false),
        Packing::Gzip => Ok(!super::kind::is_gzip(name)),
        Packing::Other(name) => Err(Failure::Encoding(name.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_never_go_in_the_clear_after_https() {
        let rules = Rules { own_hosts: ["old.example".to_owned()].into(), ..Rules::default() };
        let trusts = |url, was_secure| {
            is_trusted(&rules, &Address::parse(url).expect("an address"), was_secure)
        };
        assert!(trusts("http://old.example/a.jpg", false));
        assert!(trusts("https://www.old.example/a.jpg", false));
        assert!(trusts("https://old.example/a.jpg", true));
        assert!(!trusts("http://old.example/a.jpg", true));
        assert!(!trusts("https://cdn.example/a.jpg", true));
        assert!(!trusts("http://old.example:8080/a.jpg", false));
    }

    #[test]
    fn parts_go_on_by_a_strong_tag_or_a_date() {
        let validators = |etag: Option<&str>, modified: Option<&str>| Validators {
            etag: etag.map(str::to_owned),
            modified: modified.map(str::to_owned),
        };
        for (validators, by) in [
            (validators(Some("\"a\""), Some("date")), Some("\"a\"")),
            (validators(Some("W/\"a\""), Some("date")), Some("date")),
            (validators(Some("W/\"a\""), None), None),
            (validators(None, None), None),
        ] {
            assert_eq!(condition(&validators), by);
        }
    }
}
