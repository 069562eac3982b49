//! WordPress's pairs of local time and GMT → one moment with its offset.

use jiff::ToSpan as _;
use jiff::civil::DateTime;

use crate::wxr::Item;
use crate::wxr::date::{Written, parse_field, parse_pub_date};

/// The largest distance from GMT that any zone ever had, in minutes.
const MAX_OFFSET: i64 = 15 * 60;

/// A moment as readers of the old site saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Local time, or GMT where the local time is not known.
    pub local: DateTime,
    /// Minutes east of GMT; `None` where only the local time is known.
    pub offset: Option<i64>,
}

impl Moment {
    /// The moment that a pair of fields names. The offset follows from the two, so daylight saving
    /// time and moved sites are right for each post.
    #[must_use]
    pub(super) fn from_pair(local: &str, gmt: &str) -> Option<Self> {
        match (parse_field(local), parse_field(gmt).and_then(|gmt| gmt.in_gmt())) {
            (Some(Written { local, .. }), Some(gmt)) => match offset(local, gmt) {
                Some(offset) => Some(Self { local, offset: Some(offset) }),
                // The two were edited apart; GMT is what WordPress sorts by.
                None => Some(Self { local: gmt, offset: Some(0) }),
            },
            (None, Some(gmt)) => Some(Self { local: gmt, offset: Some(0) }),
            (Some(Written { local, offset }), None) => Some(Self { local, offset }),
            (None, None) => None,
        }
    }

    /// RFC 3339, without an offset where it is not known.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        format!("{}{}", self.local.strftime("%Y-%m-%dT%H:%M:%S"), self.zone())
    }

    /// For people: `2011-12-18 14:31 +01:00`, without the offset where it is not known.
    #[must_use]
    pub fn readable(&self) -> String {
        let text = self.local.strftime("%Y-%m-%d %H:%M").to_string();
        if self.offset.is_some() { format!("{text} {}", self.zone()) } else { text }
    }

    /// The same moment in GMT; the local time where the offset is not known.
    #[must_use]
    pub fn in_gmt(&self) -> DateTime {
        let minutes = self.offset.unwrap_or_default();
        self.local.checked_sub(minutes.minutes()).unwrap_or(self.local)
    }

    /// `+01:00`, nothing where it is not known.
    fn zone(&self) -> String {
        self.offset.map_or(String::new(), |offset| {
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.abs();
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        })
    }
}

/// Minutes between the two, if some zone could have them: whole quarters of an hour, and not more
/// than zones differ.
pub(crate) fn offset(local: DateTime, gmt: DateTime) -> Option<i64> {
    let seconds = local.duration_since(gmt).as_secs();
    let minutes = seconds / 60;
    (seconds % 900 == 0 && minutes.abs() <= MAX_OFFSET).then_some(minutes)
}

/// When an item was published: the first usable of GMT with local time, the last change, `pubDate`.
/// Drafts have a GMT date of zeros.
#[must_use]
pub(super) fn published(item: &Item<'_>) -> Option<Moment> {
    Moment::from_pair(&item.date, &item.date_gmt).or_else(|| modified(item)).or_else(|| {
        let Written { local, offset } = parse_pub_date(&item.pub_date)?;
        Some(Moment { local, offset })
    })
}

/// The local time at which an item was published, as its front matter has it.
#[must_use]
pub(crate) fn published_at(item: &Item<'_>) -> Option<DateTime> {
    published(item).map(|moment| moment.local)
}

/// When an item was last changed; `None` before WordPress 5.7.
#[must_use]
pub(super) fn modified(item: &Item<'_>) -> Option<Moment> {
    Moment::from_pair(&item.modified, &item.modified_gmt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(local: &str, gmt: &str) -> Option<String> {
        Moment::from_pair(local, gmt).map(|moment| moment.rfc3339())
    }

    #[test]
    fn the_offset_follows_from_the_pair() {
        let some = |text: &str| Some(text.to_owned());
        let zero = "0000-00-00 00:00:00";
        assert_eq!(
            text("2020-01-05 08:15:00", "2020-01-04 23:15:00"),
            some("2020-01-05T08:15:00+09:00")
        );
        assert_eq!(
            text("2020-07-05 08:15:00", "2020-07-05 11:45:00"),
            some("2020-07-05T08:15:00-03:30")
        );
        assert_eq!(text("2019-04-18 10:00:00", zero), some("2019-04-18T10:00:00"));
        assert_eq!(text(zero, "2019-04-18 10:00:00"), some("2019-04-18T10:00:00+00:00"));
        assert_eq!(
            text("2019-04-18 10:00:01", "2012-04-18 10:00:00"),
            some("2012-04-18T10:00:00+00:00")
        );
        assert_eq!(text(zero, zero), None);
        // What other tools write.
        assert_eq!(text("2013-04-05T06:07:08+02:00", ""), some("2013-04-05T06:07:08+02:00"));
        assert_eq!(
            text("2013-04-05T06:07:08+02:00", "2013-04-05T06:07:08+02:00"),
            some("2013-04-05T06:07:08+02:00")
        );
    }
}
