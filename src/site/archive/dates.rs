//! Archives of dates: one for each day, month and year that has posts, made when somebody asks.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{Archive, ArchiveKind, ArchivePlace};
use crate::site::path::{OutPath, Tail};
use crate::site::period::Period;
use crate::site::policy::Publication;
use crate::site::record::Destination;
use crate::target::{ArchiveFile, ArchivePage};

/// What archives of dates are made from.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// Public posts, the oldest first.
    pub(super) posts: Vec<(Date, u32)>,
    /// How the target has them.
    pub(super) page: Option<ArchivePage>,
    /// Periods whose file's path another file has.
    pub(super) taken: HashSet<Period>,
    /// What stands before the date: in the path below the old domain, and in the new address.
    pub(super) old_root: String,
    pub(super) new_root: String,
}

impl Dates {
    /// The posts of a period, the oldest first.
    pub(super) fn posts(&self, period: Period) -> &[(Date, u32)] {
        let start = self.posts.partition_point(|(day, _)| period.is_after(*day));
        let length = self.posts[start..].partition_point(|(day, _)| period.holds(*day));
        &self.posts[start..start + length]
    }

    /// Every year, month and day that has posts, in order.
    pub(super) fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> =
            self.posts.iter().flat_map(|(day, _)| Period::all_of(*day)).collect();
        periods.sort_unstable();
        periods.dedup();
        periods
    }

    /// The archive of a period, if it has posts.
    pub(super) fn archive(&self, period: Period) -> Option<Archive> {
        if self.posts(period).is_empty() {
            return None;
        }
        let address = format!("{}{}/", self.new_root, period.path());
        let place = match &self.page {
            Some(ArchivePage::Generated(_)) => ArchivePlace::Generated,
            Some(ArchivePage::File(file)) if !self.taken.contains(&period) => {
                let path = date_path(file, period);
                let publication = Publication::Public;
                let destination =
                    Destination { path, address: address.clone().into(), publication };
                ArchivePlace::File(destination, file.clone())
            }
            Some(ArchivePage::File(_)) | None => ArchivePlace::Nowhere,
        };
        Some(Archive {
            kind: ArchiveKind::Date(period),
            title: period.to_string(),
            description: String::new(),
            path: format!("{}{}", self.old_root, period.path()),
            address,
            place,
            feed: None,
        })
    }
}

/// The path of the file of a period.
pub(super) fn date_path(file: &ArchiveFile, period: Period) -> OutPath {
    let path = period.path();
    let names: Vec<&str> = path.split('/').collect();
    OutPath::fill(&file.path, "archive", &names, Tail::WhenShortened("archive")).path
}
