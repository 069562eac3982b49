//! Private networks: which IP addresses and names are nobody's business on the open web.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that are not public, with the length of their prefixes.
const NETWORKS: &[([u8; 4], u32)] = &[
    // This network, and private.
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    // Carriers' own (RFC 6598).
    ([100, 64, 0, 0], 10),
    // Loopback.
    ([127, 0, 0, 0], 8),
    // Link-local, where clouds keep their metadata.
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    // Protocol assignments, documentation, and the old 6to4 relays.
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    // Benchmarks (RFC 2544), and documentation.
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // Multicast and reserved.
    ([224, 0, 0, 0], 3),
];

/// Whether an address is no public one: the special-purpose registries of IANA (RFC 6890), with the
/// forms of IPv6 that lead to such an IPv4 address.
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let is_in = |(network, length): &([u8; 4], u32)| {
        let outside = 32 - length;
        ip.to_bits() >> outside == u32::from_be_bytes(*network) >> outside
    };
    NETWORKS.iter().any(is_in)
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let v4_at = |at: usize| {
        let ([a, b], [c, d]) = (segments[at].to_be_bytes(), segments[at + 1].to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // The mapped form, and NAT64 (RFC 6052), by which networks without IPv4 see the public web.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => v4_at(6),
        // 6to4 (RFC 3056).
        [0x2002, ..] => v4_at(1),
        // Protocol assignments with Teredo (2001::/23), and documentation.
        [0x2001, ..0x200 | 0xdb8, ..] | [0x3fff, ..0x1000, ..] => true,
        // Only 2000::/3 is assigned to the public web.
        [first, ..] => !(0x2000..0x4000).contains(&first),
    }
}

/// Whether a host's name by itself leads into a private network, however its IP address is spelt:
/// `0x7f.1`, `2130706433`, `[::1]`, `localhost`.
pub(super) fn is_private_name(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        let ip = inner.trim_end_matches(']').parse::<Ipv6Addr>();
        return ip.is_ok_and(is_private_v6);
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    matches!(last, "localhost" | "local" | "internal" | "localdomain")
        || spelt(host).is_some_and(is_private_v4)
}

/// IPv4 as `inet_aton` reads it: one to four numbers, each decimal, octal or hexadecimal, the last
/// of which fills all bytes that are left.
fn spelt(host: &str) -> Option<Ipv4Addr> {
    let numbers: Vec<u64> = host.split('.').map(number).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|number| *number > 255) {
        return None;
    }
    let left = 4 - first.len();
    if *last >= 1 << (8 * left) {
        return None;
    }
    let high = first.iter().fold(0, |sum, number| sum << 8 | number);
    u32::try_from(high << (8 * left) | last).ok().map(Ipv4Addr::from_bits)
}

fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        None => (text, 10),
    };
    let is_number = !digits.starts_with('+');
    is_number.then(|| u64::from_str_radix(digits, radix).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks() {
        assert!(NETWORKS.is_sorted());
        for ip in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(is_private(ip.parse().expect("an address")), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "9.255.255.255",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.0.78.9",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "2002:101:101::",
            "64:ff9b::101:101",
            "::ffff:1.1.1.1",
        ] {
            assert!(!is_private(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn names_of_private_networks() {
        for host in [
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "0x7f000001",
            "2130706433",
            "017700000001",
            "0177.0.0.01",
            "10.1",
            "0",
            "0xa9fea9fe",
            "[::1]",
            "[::ffff:7f00:1]",
            "localhost",
            "a.localhost",
            "printer.local",
            "metadata.google.internal",
        ] {
            assert!(is_private_name(host), "{host}");
        }
        for host in [
            "old.example",
            "1.1.1.1",
            "16843009",
            "127.0.0.1.example",
            "1.2.3.4.5",
            "0x.example",
            "[2606:4700::1]",
        ] {
            assert!(!is_private_name(host), "{host}");
        }
    }
}
