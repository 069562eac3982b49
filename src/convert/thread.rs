//! Comments → the order and the depth in which WordPress shows them.

use std::collections::{HashMap, HashSet};

use crate::wxr::{Approval, Comment, CommentKind};

/// The deepest level that is shown; WordPress itself offers no more than ten. Deeper replies stand
/// beside the one that they answer.
const MAX_DEPTH: usize = 10;

/// A comment that is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) comment: &'a Comment<'a>,
    /// 0 at the top.
    pub(super) depth: usize,
}

/// The approved comments in reading order: by date, then by id, each followed by its replies. A
/// reply to a comment that is not shown belongs to the nearest one above it that is.
pub(super) fn arrange<'a>(comments: &'a [Comment<'a>]) -> Vec<Shown<'a>> {
    let mut shown: Vec<&Comment<'_>> = comments.iter().filter(|c| is_shown(c)).collect();
    shown.sort_by(|a, b| (&a.date_gmt, &a.date, a.id).cmp(&(&b.date_gmt, &b.date, b.id)));
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
    walk(&shown, &tops, &replies)
}

fn is_shown(comment: &Comment<'_>) -> bool {
    comment.approval == Approval::Approved && comment.kind != CommentKind::Record
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
    tops: &[usize],
    replies: &HashMap<u64, Vec<usize>>,
) -> Vec<Shown<'a>> {
    let mut order = Vec::with_capacity(shown.len());
    let mut seen = vec![false; shown.len()];
    let in_loops = 0..shown.len();
    for start in tops.iter().copied().chain(in_loops) {
        let mut stack = vec![(start, 0)];
        while let Some((index, depth)) = stack.pop() {
            if std::mem::replace(&mut seen[index], true) {
                continue;
            }
            let comment = shown[index];
            order.push(Shown { comment, depth: depth.min(MAX_DEPTH - 1) });
            let below = replies.get(&comment.id).into_iter().flatten();
            stack.extend(below.rev().map(|reply| (*reply, depth + 1)));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(id: u64, parent: u64, approval: Approval) -> Comment<'static> {
        Comment {
            id,
            author: "Ann".into(),
            author_url: "".into(),
            date: "".into(),
            date_gmt: format!("2011-12-18 14:31:{id:02}").into(),
            content: "".into(),
            approval,
            kind: CommentKind::Comment,
            parent,
            meta: Vec::new(),
            ..Comment::default()
        }
    }

    fn order(comments: &[Comment<'_>]) -> Vec<(u64, usize)> {
        arrange(comments).iter().map(|shown| (shown.comment.id, shown.depth)).collect()
    }

    #[test]
    fn replies_follow_what_they_answer() {
        let approved = |id, parent| comment(id, parent, Approval::Approved);
        let comments =
            [approved(4, 1), approved(3, 2), approved(2, 1), approved(1, 0), approved(5, 0)];
        assert_eq!(order(&comments), [(1, 0), (2, 1), (3, 2), (4, 1), (5, 0)]);
    }

    #[test]
    fn replies_to_hidden_comments_go_to_the_nearest_one_above() {
        let approved = |id, parent| comment(id, parent, Approval::Approved);
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
        let approved = |id, parent| comment(id, parent, Approval::Approved);
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
    }

    #[test]
    fn depth_is_bounded() {
        let comments: Vec<_> = (1..60).map(|id| comment(id, id - 1, Approval::Approved)).collect();
        assert_eq!(order(&comments).len(), 59);
        assert!(order(&comments).iter().all(|(_, depth)| *depth < MAX_DEPTH));
    }
}
