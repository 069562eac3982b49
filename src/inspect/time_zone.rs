//! How far the site's clock was from GMT: from the pairs of local time and GMT that items have.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Known;
use super::daylight;
use crate::convert::offset;
use crate::wxr::Item;
use crate::wxr::date::parse_field;

/// A zone is named if so many of a hundred items agree with its clock: some were dated by hand, or before
/// the site moved.
const LEAST_AGREEMENT: u64 = 95;

/// How far an item's local time is from GMT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Distance {
    /// One of the two is missing, as in drafts.
    #[default]
    Unknown,
    /// As far as no zone is: somebody changed one of them.
    Implausible,
    /// So many minutes.
    Minutes(i64),
}

impl Distance {
    pub(super) fn of(item: &Item<'_>) -> Self {
        let gmt = parse_field(&item.date_gmt).and_then(|written| written.in_gmt());
        let (Some(written), Some(gmt)) = (parse_field(&item.date), gmt) else {
            return Self::Unknown;
        };
        offset(written.local, gmt).map_or(Self::Implausible, Self::Minutes)
    }
}

/// What the pairs of times say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeZone {
    /// The offsets, the most frequent first.
    pub offsets: Vec<Offset>,
    /// What they come to.
    pub verdict: Verdict,
    /// Items whose two times are further apart than any zone is from GMT.
    pub implausible: u64,
    /// Items that lack one of the two.
    pub unknown: u64,
}

/// One distance from GMT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offset {
    /// Minutes east of GMT.
    pub minutes: i64,
    /// How many items have it.
    pub items: u64,
    /// The first day on which one has it, in local time.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// Items by month, January first.
    pub months: [u64; 12],
}

/// What the offsets come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// No item has both times.
    #[default]
    Unknown,
    /// One offset, always.
    Fixed(i64),
    /// Two offsets that change with the seasons, as in a zone.
    Seasonal {
        /// Minutes east of GMT in winter.
        winter: i64,
        /// In summer.
        summer: i64,
        /// A zone that has these rules; others have them, too.
        zone: &'static str,
        /// How many items agree with its clock.
        agreeing: u64,
    },
    /// Several offsets without a rule: the setting was changed, or items were imported.
    Mixed,
}

impl Offset {
    /// As in RFC 3339: `-03:30`.
    #[must_use]
    pub fn written(&self) -> String {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let minutes = self.minutes.abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Fixed(_) => "fixed",
            Self::Seasonal { .. } => "seasonal",
            Self::Mixed => "mixed",
        }
    }
}

/// Looks at every pair of times.
pub(super) fn infer(known: &[Known<'_>]) -> TimeZone {
    let mut zone = TimeZone::default();
    let mut pairs = Vec::new();
    for item in known {
        match (item.facts.distance, item.facts.local) {
            (Distance::Minutes(minutes), Some(local)) => pairs.push((minutes, local.date())),
            (Distance::Implausible, _) => zone.implausible += 1,
            (Distance::Minutes(_) | Distance::Unknown, _) => zone.unknown += 1,
        }
    }
    zone.offsets = offsets(&pairs);
    zone.verdict = verdict(&zone.offsets, &pairs);
    zone
}

fn offsets(pairs: &[(i64, Date)]) -> Vec<Offset> {
    let mut offsets: BTreeMap<i64, Offset> = BTreeMap::new();
    for (minutes, day) in pairs {
        let offset = offsets.entry(*minutes).or_insert_with(|| Offset {
            minutes: *minutes,
            items: 0,
            first: *day,
            last: *day,
            months: [0; 12],
        });
        offset.items += 1;
        offset.first = offset.first.min(*day);
        offset.last = offset.last.max(*day);
        if let Some(month) =
            usize::try_from(day.month() - 1).ok().and_then(|index| offset.months.get_mut(index))
        {
            *month += 1;
        }
    }
    let mut offsets: Vec<Offset> = offsets.into_values().collect();
    offsets.sort_by_key(|offset| Reverse(offset.items));
    offsets
}

fn verdict(offsets: &[Offset], pairs: &[(i64, Date)]) -> Verdict {
    match offsets {
        [] => Verdict::Unknown,
        [only] => Verdict::Fixed(only.minutes),
        [..] => match daylight::best(pairs) {
            Some(best) if best.agreeing * 100 >= pairs.len() as u64 * LEAST_AGREEMENT => {
                Verdict::Seasonal {
                    winter: best.winter,
                    summer: best.winter + daylight::SHIFT,
                    zone: best.zone,
                    agreeing: best.agreeing,
                }
            }
            Some(_) | None => Verdict::Mixed,
        },
    }
}
