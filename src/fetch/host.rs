//! Hosts: how fast one is asked, when it wants to be left alone, and whether anybody is there; shared
//! by all workers. How long to wait before another attempt.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::clock;
use super::failure::Failure;

/// Back-off ends here.
const LONGEST: Duration = Duration::from_secs(30);

/// After so many files in a row that were tried again in vain, the next are tried only once each.
const VAIN: u32 = 3;

/// After so many files in a row for which the host was too busy in spite of all waits, nothing is waited for.
const BUSY: u32 = 8;

/// A silence that takes no longer costs nothing: such a host is asked for every file.
const QUICK: Duration = Duration::from_millis(500);

/// What all workers know of one host.
#[derive(Debug, Default)]
pub(super) struct Host {
    state: Mutex<State>,
    /// Told when a probe is over.
    probed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// When the next request may leave.
    next: Option<Instant>,
    /// Until when the host wants to be left alone.
    rest: Option<Instant>,
    /// For how long in all it has wanted that.
    rested: Duration,
    /// The status and the wait that were too much.
    too_much: Option<(u16, Duration)>,
    /// Files in a row for which nobody answered.
    silent: u32,
    /// What the last of them failed with, if waiting for it took time.
    silence: Option<Failure>,
    probes: Probes,
    /// Files in a row that were refused again after a pause.
    refused: u32,
    /// Files in a row for which the host was too busy.
    busy: u32,
    https: Https,
}

/// Which files of a silent host are asked for all the same: with each probe that nobody answers, twice
/// as many pass by before the next.
#[derive(Debug, Default)]
struct Probes {
    is_out: bool,
    /// How many pass by between this probe and the next.
    gap: u32,
    /// How many of them are left.
    left: u32,
}

/// The leave to ask for a file. If it is a probe, the other workers wait for what comes of it.
#[derive(Debug)]
pub(super) struct Leave<'h> {
    host: &'h Host,
    is_probe: bool,
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if self.is_probe {
            self.host.with(|state| state.probes.is_out = false);
            self.host.probed.notify_all();
        }
    }
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
            let rest = self.with(|state| state.rest.filter(|_| state.busy < BUSY));
            leaves = leaves.max(rest.unwrap_or(leaves));
            let left = leaves.saturating_duration_since(clock::now());
            if left.is_zero() {
                return;
            }
            clock::sleep(left);
        }
    }

    /// All workers leave the host alone for so long, unless it wants more than so much in all: then it is
    /// not asked any more.
    pub(super) fn rest(&self, status: u16, duration: Duration, most: Duration) {
        let now = clock::now();
        self.with(|state| {
            let before = state.rest.map_or(now, |rest| rest.max(now));
            let more = (now + duration).saturating_duration_since(before);
            if state.rested + more > most {
                state.too_much = Some((status, duration));
            } else if state.busy < BUSY {
                state.rested += more;
                state.rest = Some(before + more);
            }
        });
    }

    /// Whether the host may still be asked after all the rests that it wanted.
    pub(super) fn bear(&self) -> Result<(), Failure> {
        match self.with(|state| state.too_much) {
            Some((status, after)) => Err(Failure::Busy { status, after: Some(after) }),
            None => Ok(()),
        }
    }

    /// The leave to ask for a file; a host that is silent for long is asked but now and then.
    pub(super) fn admit(&self) -> Result<Leave<'_>, Failure> {
        let mut state = self.lock();
        while state.probes.is_out {
            state = self.probed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let silence = state.silence.as_ref().filter(|_| state.silent >= VAIN);
        let Some(silence) = silence.and_then(Failure::silence) else {
            return Ok(Leave { host: self, is_probe: false });
        };
        if let Some(left) = state.probes.left.checked_sub(1) {
            state.probes.left = left;
            return Err(silence);
        }
        let gap = state.probes.gap.saturating_mul(2).max(1);
        state.probes = Probes { is_out: true, gap, left: gap };
        Ok(Leave { host: self, is_probe: true })
    }

    /// Somebody answered.
    pub(super) fn heard(&self) {
        self.with(|state| {
            (state.silent, state.silence, state.probes) = (0, None, Probes::default());
        });
        self.probed.notify_all();
    }

    /// Nobody answered for a file, the last time after so long.
    pub(super) fn not_heard(&self, failure: &Failure, lasted: Duration) {
        let is_slow = matches!(failure, Failure::Timeout) || lasted >= QUICK;
        self.with(|state| {
            state.silent = state.silent.saturating_add(1);
            state.silence = failure.silence().filter(|_| is_slow);
        });
    }

    pub(super) fn is_silent(&self) -> bool {
        self.with(|state| state.silent >= VAIN)
    }

    pub(super) fn gave(&self) {
        self.with(|state| state.refused = 0);
    }

    /// The host had time for a file, whatever the answer.
    pub(super) fn had_time(&self) {
        self.with(|state| state.busy = 0);
    }

    pub(super) fn busy_again(&self) {
        self.with(|state| state.busy = state.busy.saturating_add(1));
    }

    /// Whether waiting is of no use here.
    pub(super) fn is_busy(&self) -> bool {
        self.with(|state| state.busy >= BUSY || state.too_much.is_some())
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

    /// One time-out does not undo what other workers have seen.
    pub(super) fn learn_https(&self, https: Https) {
        self.with(|state| {
            if state.https != Https::Only {
                state.https = https;
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
        (0..VAIN).for_each(|_| host.not_heard(&Failure::Timeout, Duration::ZERO));
        assert!(host.is_silent());
        host.heard();
        assert!(!host.is_silent());
    }

    /// Asks for so many files; which of them were asked for.
    fn asked(host: &Host, files: usize, failure: &Failure, lasted: Duration) -> Vec<usize> {
        let ask = |file: &usize| match host.admit() {
            Ok(_leave) => {
                host.not_heard(failure, lasted);
                true
            }
            Err(again) => {
                assert_eq!((*file, again.to_string()), (*file, failure.to_string()));
                false
            }
        };
        (0..files).filter(ask).collect()
    }

    #[test]
    fn a_silence_that_takes_time_is_probed_ever_more_rarely() {
        let host = Host::default();
        let files = asked(&host, 1000, &Failure::Timeout, Duration::ZERO);
        assert_eq!(files, [0, 1, 2, 3, 5, 8, 13, 22, 39, 72, 137, 266, 523]);
        host.heard();
        assert_eq!(asked(&host, 9, &Failure::Timeout, Duration::ZERO), [0, 1, 2, 3, 5, 8]);
    }

    #[test]
    fn a_silence_that_takes_no_time_is_asked_for_every_file() {
        let refused = Failure::Connection("refused".to_owned());
        assert_eq!(asked(&Host::default(), 50, &refused, Duration::ZERO).len(), 50);
        assert_eq!(asked(&Host::default(), 50, &refused, QUICK).len(), 9);
    }

    #[test]
    fn rests_are_borne_up_to_a_bound() {
        let (host, most) = (Host::default(), Duration::from_secs(600));
        // Two workers that are told the same wait once.
        for seconds in [300, 300, 599] {
            host.rest(429, Duration::from_secs(seconds), most);
            assert!(host.bear().is_ok(), "{seconds}");
        }
        host.rest(429, Duration::from_secs(602), most);
        let failure = host.bear().expect_err("too much");
        assert!(matches!(failure, Failure::Busy { status: 429, after: Some(_) }));
    }

    #[test]
    fn a_host_that_is_always_busy_gets_no_rest() {
        let host = Host::default();
        (0..BUSY).for_each(|_| host.busy_again());
        assert!(host.is_busy());
        host.rest(503, Duration::from_secs(60), Duration::from_secs(600));
        // It would sleep for a minute.
        host.wait(None);
        host.had_time();
        assert!(!host.is_busy());
    }
}
