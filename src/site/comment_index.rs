//! Which items have which comments, by the numbers that links name them by.

use std::collections::BTreeMap;

use crate::notice::{Code, Notice, Place};
use crate::site::Record;

/// The numbers of the comments that are written, each with the position of its record; sorted.
#[derive(Debug, Default)]
pub(super) struct CommentIndex(Vec<(u64, u32)>);

impl CommentIndex {
    pub(super) fn of(mut comments: Vec<(u64, u32)>) -> Self {
        comments.sort_unstable();
        comments.shrink_to_fit();
        Self(comments)
    }

    /// The items that have the comment with this number.
    pub(super) fn holders<'a>(
        &self,
        number: u64,
        records: &'a [Record],
    ) -> impl Iterator<Item = &'a Record> {
        let from = self.0.partition_point(|(other, _)| *other < number);
        let of_number = self.0[from..].iter().take_while(move |(other, _)| *other == number);
        of_number.map(|(_, index)| &records[*index as usize])
    }

    /// What a user must hear of comments that only a version of an item has that does not count.
    pub(super) fn lost(&self, records: &[Record]) -> Vec<Notice> {
        let record = |index: u32| &records[index as usize];
        let mut lost: BTreeMap<u32, u64> = BTreeMap::new();
        for of_number in self.0.chunk_by(|(a, _), (b, _)| a == b) {
            let indices = || of_number.iter().map(|(_, index)| *index);
            let counting = indices().filter(|index| !record(*index).is_repeated());
            let items: Vec<_> = counting.map(|index| record(index).id).collect();
            for index in indices().filter(|index| record(*index).is_repeated()) {
                if !items.contains(&record(index).id) {
                    *lost.entry(index).or_default() += 1;
                }
            }
        }
        lost.into_iter().map(|(index, number)| notice(record(index), number)).collect()
    }
}

fn notice(record: &Record, number: u64) -> Notice {
    let noun = if number == 1 { "comment" } else { "comments" };
    let message = format!("{number} {noun} that another version of the item lacks were left out");
    let place = Place { export: record.export, line: record.span.line };
    Notice::new(Code::CommentsLeftOut, message).at(record.id, place)
}
