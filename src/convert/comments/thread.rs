//! Comments → the order and the depth in which WordPress shows them.

use std::collections::{HashMap, HashSet};

use crate::site::{Pingbacks, Selection};
use crate::wxr::Comment;

/// A comment that is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) comment: &'a Comment<'a>,
    /// Its number, which no other one has: damaged exports have some without, and some twice.
    pub(super) id: u64,
    /// The shown comment that it answers.
    pub(super) parent: Option<u64>,
    /// How many stand above it; 0 at the top.
    pub(super) depth: usize,
}

/// The comments that are shown, in reading order: by date, then by id, each followed by its replies.
#[derive(Debug, Default)]
pub(super) struct Threads<'a> {
    pub(super) comments: Vec<Shown<'a>>,
    /// What other sites said with the replies to it, where that stands apart.
    pub(super) pingbacks: Vec<Shown<'a>>,
}

impl<'a> Threads<'a> {
    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Shown<'a>> {
        self.comments.iter().chain(&self.pingbacks)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.comments.is_empty() && self.pingbacks.is_empty()
    }
}

/// Arranges those of the comments that are selected. A reply to a comment that is not shown belongs to
/// the nearest one above it that is.
pub(super) fn arrange<'a>(comments: &'a [Comment<'a>], selection: &Selection) -> Threads<'a> {
    let mut shown: Vec<&Comment<'_>> =
        comments.iter().filter(|comment| selection.fate(comment).is_shown()).collect();
    shown.sort_by(|a, b| (&a.date_gmt, a.id).cmp(&(&b.date_gmt, b.id)));
    let ids = numbers(&shown);
    let parents = parents(comments, &shown);
    let mut replies: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut tops = Vec::new();
    for (index, parent) in parents.into_iter().enumerate() {
        if parent == 0 || parent == shown[index].id {
            tops.push(index);
        } else {
            replies.entry(parent).or_default().push(index);
        }
    }
    split(walk(&shown, &ids, &tops, &replies), selection.pingbacks)
}

/// A number for each comment: its own, unless it has none or another one took it.
fn numbers(shown: &[&Comment<'_>]) -> Vec<u64> {
    let mut free = shown.iter().map(|comment| comment.id).max().unwrap_or_default();
    let mut given = HashSet::with_capacity(shown.len());
    let mut taken: HashSet<u64> = shown.iter().map(|comment| comment.id).chain([0]).collect();
    let number = |comment: &&Comment<'_>| {
        if comment.id > 0 && given.insert(comment.id) {
            return comment.id;
        }
        while !taken.insert(free) {
            free = free.wrapping_add(1);
        }
        free
    };
    shown.iter().map(number).collect()
}

/// For each shown comment the nearest one above it that is shown too; 0 where there is none.
fn parents(comments: &[Comment<'_>], shown: &[&Comment<'_>]) -> Vec<u64> {
    let above: HashMap<u64, u64> = comments.iter().map(|c| (c.id, c.parent)).collect();
    let is_shown: HashSet<u64> = shown.iter().map(|c| c.id).collect();
    // What a hidden comment leads to is found once, however many replies hang below it.
    let mut through: HashMap<u64, u64> = HashMap::new();
    let mut nearest = |start: u64| {
        let mut passed = Vec::new();
        let mut at = start;
        let found = loop {
            if at == 0 || is_shown.contains(&at) {
                break at;
            }
            if let Some(known) = through.get(&at) {
                break *known;
            }
            // Hidden comments that answer each other in a loop end here.
            through.insert(at, 0);
            passed.push(at);
            at = above.get(&at).copied().unwrap_or(0);
        };
        through.extend(passed.into_iter().map(|id| (id, found)));
        found
    };
    shown.iter().map(|comment| nearest(comment.parent)).collect()
}

/// Every comment once: from the tops down, then whatever a loop of replies keeps away from them.
fn walk<'a>(
    shown: &[&'a Comment<'a>],
    ids: &[u64],
    tops: &[usize],
    replies: &HashMap<u64, Vec<usize>>,
) -> Vec<Shown<'a>> {
    let mut order = Vec::with_capacity(shown.len());
    let mut seen = vec![false; shown.len()];
    let in_loops = 0..shown.len();
    for start in tops.iter().copied().chain(in_loops) {
        let mut stack = vec![(start, None, 0)];
        while let Some((index, parent, depth)) = stack.pop() {
            if std::mem::replace(&mut seen[index], true) {
                continue;
            }
            let (comment, id) = (shown[index], ids[index]);
            order.push(Shown { comment, id, parent, depth });
            // Of two with one number, the first has the replies.
            if comment.id == id {
                let below = replies.get(&id).into_iter().flatten();
                stack.extend(below.rev().map(|reply| (*reply, Some(id), depth + 1)));
            }
        }
    }
    order
}

/// Takes the threads apart that other sites began.
fn split(order: Vec<Shown<'_>>, pingbacks: Pingbacks) -> Threads<'_> {
    match pingbacks {
        Pingbacks::Keep | Pingbacks::Drop => Threads { comments: order, pingbacks: Vec::new() },
        Pingbacks::Separate => {
            let mut is_apart = false;
            let (pingbacks, comments) = order.into_iter().partition(|shown| {
                if shown.depth == 0 {
                    is_apart = shown.comment.kind.is_from_elsewhere();
                }
                is_apart
            });
            Threads { comments, pingbacks }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wxr::{Approval, CommentKind};

    fn comment(id: u64, parent: u64, approval: Approval) -> Comment<'static> {
        let date_gmt = format!("2011-12-18 14:31:{id:02}").into();
        Comment { id, date_gmt, approval, parent, ..Comment::default() }
    }

    fn approved(id: u64, parent: u64) -> Comment<'static> {
        comment(id, parent, Approval::Approved)
    }

    fn order(comments: &[Comment<'_>]) -> Vec<(u64, usize)> {
        let threads = arrange(comments, &Selection::default());
        threads.all().map(|shown| (shown.id, shown.depth)).collect()
    }

    #[test]
    fn replies_follow_what_they_answer() {
        let comments =
            [approved(4, 1), approved(3, 2), approved(2, 1), approved(1, 0), approved(5, 0)];
        assert_eq!(order(&comments), [(1, 0), (2, 1), (3, 2), (4, 1), (5, 0)]);
    }

    #[test]
    fn replies_to_hidden_comments_go_to_the_nearest_one_above() {
        let comments = [
            approved(1, 0),
            comment(2, 1, Approval::Spam),
            comment(3, 2, Approval::Trash),
            approved(4, 3),
            approved(5, 99),
        ];
        assert_eq!(order(&comments), [(1, 0), (4, 1), (5, 0)]);
    }

    #[test]
    fn loops_lose_nobody() {
        let hidden = |id, parent| comment(id, parent, Approval::Held);
        let comments = [
            approved(1, 2),
            approved(2, 1),
            approved(3, 3),
            hidden(4, 5),
            hidden(5, 4),
            approved(6, 4),
        ];
        let mut ids: Vec<u64> = order(&comments).iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        assert_eq!(ids, [1, 2, 3, 6]);
        let threads = arrange(&comments, &Selection::default());
        for shown in threads.all() {
            assert_eq!(shown.parent.is_none(), shown.depth == 0, "{shown:?}");
        }
    }

    #[test]
    fn missing_and_double_numbers_lose_nobody() {
        let comments = [approved(1, 0), approved(1, 0), approved(0, 0), approved(2, 1)];
        assert_eq!(order(&comments), [(3, 0), (1, 0), (2, 1), (4, 0)]);
    }

    #[test]
    fn what_other_sites_began_stands_apart() {
        let ping =
            |id| Comment { kind: CommentKind::Pingback, ..comment(id, 0, Approval::Approved) };
        let comments = [ping(1), approved(2, 0), approved(3, 1), approved(4, 2)];
        let arranged = |pingbacks| {
            let selection = Selection { pingbacks, ..Selection::default() };
            let threads = arrange(&comments, &selection);
            let ids = |shown: &[Shown<'_>]| shown.iter().map(|it| it.id).collect::<Vec<_>>();
            (ids(&threads.comments), ids(&threads.pingbacks))
        };
        assert_eq!(arranged(Pingbacks::Separate), (vec![2, 4], vec![1, 3]));
        assert_eq!(arranged(Pingbacks::Keep), (vec![1, 3, 2, 4], vec![]));
        assert_eq!(arranged(Pingbacks::Drop), (vec![2, 4, 3], vec![]));
    }
}
