//! Hosts: how fast one is asked, when it wants to be left alone, and whether anybody is there; shared
//! by all workers. How long to wait before another attempt.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::clock;

/// Back-off ends here.
const LONGEST: Duration = Duration::from_secs(30);

/// After so many files in a row that were tried again in vain, the next are tried only once each.
const VAIN: u32 = 3;

/// What all workers know of one host.
#[derive(Debug, Default)]
pub(super) struct Host {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the next request may leave.
    next: Option<Instant>,
    /// Until when the host wants to be left alone.
    rest: Option<Instant>,
    /// Files in a row for which nobody answered.
    silent: u32,
    /// Files in a row that were refused again after a pause.
    refused: u32,
    https: Https,
}

/// What is known of https where addresses say http.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Https {
    /// Nothing yet, or that it answers as http does.
    #[default]
    Maybe,
    /// Nobody answers.
    Never,
    /// Only https is answered.
    Only,
}

impl Host {
    /// Waits until a request may leave.
    pub(super) fn wait(&self, rate: Option<f64>) {
        let now = clock::now();
        let mut leaves = self.with(|state| {
            let Some(rate) = rate.filter(|rate| *rate > 0.0) else { return now };
            let leaves = state.next.map_or(now, |next| next.max(now));
            let gap = Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX);
            state.next = leaves.checked_add(gap).or(state.next);
            leaves
        });
        // Another worker may be told to rest while this one waits.
        loop {
            leaves = leaves.max(self.with(|state| state.rest).unwrap_or(leaves));
            let left = leaves.saturating_duration_since(clock::now());
            if left.is_zero() {
                return;
            }
            clock::sleep(left);
        }
    }

    /// All workers leave the host alone for so long.
    pub(super) fn rest(&self, duration: Duration) {
        let until = clock::now() + duration;
        self.with(|state| state.rest = Some(state.rest.map_or(until, |rest| rest.max(until))));
    }

    pub(super) fn heard(&self) {
        self.with(|state| state.silent = 0);
    }

    pub(super) fn not_heard(&self) {
        self.with(|state| state.silent = state.silent.saturating_add(1));
    }

    pub(super) fn is_silent(&self) -> bool {
        self.with(|state| state.silent >= VAIN)
    }

    pub(super) fn gave(&self) {
        self.with(|state| state.refused = 0);
    }

    pub(super) fn refused_again(&self) {
        self.with(|state| state.refused = state.refused.saturating_add(1));
    }

    /// Whether a refusal is the rule here, and no whim.
    pub(super) fn is_refusing(&self) -> bool {
        self.with(|state| state.refused >= VAIN)
    }

    pub(super) fn https(&self) -> Https {
        self.with(|state| state.https)
    }

    pub(super) fn learn_https(&self, https: Https) {
        self.with(|state| state.https = https);
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Chance enough that no two workers come back at once; nothing that is written depends on it.
#[derive(Debug, Default)]
pub(super) struct Chance {
    drawn: AtomicU64,
}

impl Chance {
    /// From 0 up to 1, another one each time (`SplitMix64`).
    pub(super) fn draw(&self) -> f64 {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        let mut mixed = drawn.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default();
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }
}

/// Exponential back-off with full jitter: anything up to `first` · 2ⁿ, and never over half a minute.
pub(super) fn back_off(first: Duration, failures: u32, chance: f64) -> Duration {
    let longest = first.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST);
    longest.mul_f64(chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_off_doubles_up_to_half_a_minute() {
        let first = Duration::from_millis(500);
        let longest: Vec<f64> =
            (0..8).map(|failures| back_off(first, failures, 1.0).as_secs_f64()).collect();
        assert_eq!(longest, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]);
        assert_eq!(back_off(first, u32::MAX, 1.0), LONGEST);
        assert_eq!(back_off(first, 3, 0.0), Duration::ZERO);
        assert_eq!(back_off(first, 3, 0.5), Duration::from_secs(2));
    }

    #[test]
    fn chance_is_spread_and_never_twice_the_same() {
        let chance = Chance::default();
        let mut drawn: Vec<f64> = (0..1000).map(|_| chance.draw()).collect();
        assert!(drawn.iter().all(|draw| (0.0..1.0).contains(draw)));
        let mean = drawn.iter().sum::<f64>() / 1000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
        drawn.sort_by(f64::total_cmp);
        drawn.dedup();
        assert!(drawn.len() > 990);
    }

    #[test]
    fn a_host_is_silent_after_three_files_and_until_it_is_heard() {
        let host = Host::default();
        (0..VAIN).for_each(|_| host.not_heard());
        assert!(host.is_silent());
        host.heard();
        assert!(!host.is_silent());
    }
}
