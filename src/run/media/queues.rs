//! [`Queues`]: whose file is fetched next. Each host has a queue and so many workers at the most; all
//! hosts are served side by side, those first that have the fewest workers.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The files of all hosts.
pub(super) struct Queues {
    queues: Mutex<Vec<Queue>>,
    /// How many workers one host has at the most.
    jobs: usize,
}

/// The files of one host.
struct Queue {
    files: VecDeque<usize>,
    workers: usize,
}

/// A file to fetch; its host has a worker until this is dropped.
pub(super) struct Turn<'q> {
    queues: &'q Queues,
    queue: usize,
    pub(super) file: usize,
}

impl Queues {
    pub(super) fn new(hosts: impl IntoIterator<Item = Vec<usize>>, jobs: usize) -> Self {
        let queues = hosts.into_iter().map(|files| Queue { files: files.into(), workers: 0 });
        Self { queues: Mutex::new(queues.collect()), jobs }
    }

    /// As many workers find something to do at a time.
    pub(super) fn workers(&self) -> usize {
        self.lock().iter().map(|queue| queue.files.len().min(self.jobs)).sum()
    }

    /// The next file for a worker; `None` if nothing is left that the workers of its host do not do.
    pub(super) fn next(&self) -> Option<Turn<'_>> {
        let mut queues = self.lock();
        let open = queues
            .iter_mut()
            .enumerate()
            .filter(|(_, queue)| !queue.files.is_empty() && queue.workers < self.jobs);
        let (index, queue) = open.min_by_key(|(_, queue)| queue.workers)?;
        let file = queue.files.pop_front()?;
        queue.workers += 1;
        Some(Turn { queues: self, queue: index, file })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(queue) = self.queues.lock().get_mut(self.queue) {
            queue.workers -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_get_workers_by_turns() {
        let queues = Queues::new([vec![10, 11, 12, 13], vec![20], vec![30, 31, 32]], 2);
        assert_eq!(queues.workers(), 2 + 1 + 2);
        let mut turns: Vec<Turn<'_>> = std::iter::from_fn(|| queues.next()).collect();
        let files = |turns: &[Turn<'_>]| turns.iter().map(|turn| turn.file).collect::<Vec<_>>();
        assert_eq!(files(&turns), [10, 20, 30, 11, 31]);
        // A worker goes where it is needed.
        turns.remove(1);
        assert!(queues.next().is_none(), "the other hosts have their two");
        turns.remove(0);
        turns.extend(queues.next());
        assert_eq!(files(&turns), [30, 11, 31, 12]);
        turns.clear();
        assert_eq!(files(&std::iter::from_fn(|| queues.next()).collect::<Vec<_>>()), [13, 32]);
    }

    #[test]
    fn a_host_without_a_worker_comes_first() {
        let queues = Queues::new([vec![10, 11, 12], vec![20]], 64);
        let first = queues.next().map(|turn| turn.file);
        let second = queues.next();
        assert_eq!((first, second.as_ref().map(|turn| turn.file)), (Some(10), Some(11)));
        assert_eq!(queues.next().map(|turn| turn.file), Some(20));
    }
}
