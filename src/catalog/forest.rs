//! Who stands above whom → a forest that holds each exactly once, whatever the export says.

/// How many may stand above one another; deeper ones are moved up, so that every reader of nested data
/// can follow.
const MAX_DEPTH: usize = 64;

/// One of the things, by its position, with those below it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) at: usize,
    pub(super) below: Vec<Tree>,
}

/// Of each thing, which one stands above it. Of a circle, the first stands at the top.
pub(super) fn forest(above: &[Option<usize>]) -> Vec<Tree> {
    let mut stated: Vec<Vec<usize>> = vec![Vec::new(); above.len()];
    for (at, above) in above.iter().enumerate() {
        if let Some(above) = above {
            stated[*above].push(at);
        }
    }
    // Where each is put: the thing above it, and its depth; `None` while it is nowhere.
    let mut places: Vec<Option<(Option<usize>, usize)>> = vec![None; above.len()];
    let tops = (0..above.len()).filter(|at| above[*at].is_none());
    for top in tops.chain(0..above.len()) {
        if places[top].is_some() {
            continue;
        }
        places[top] = Some((None, 0));
        let mut open = vec![top];
        while let Some(at) = open.pop() {
            let Some((grandparent, depth)) = places[at] else { continue };
            let place =
                if depth + 1 < MAX_DEPTH { (Some(at), depth + 1) } else { (grandparent, depth) };
            for below in &stated[at] {
                if places[*below].is_none() {
                    places[*below] = Some(place);
                    open.push(*below);
                }
            }
        }
    }
    let mut tops = Vec::new();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); above.len()];
    for (at, place) in places.iter().enumerate() {
        match place {
            Some((Some(above), _)) => below[*above].push(at),
            Some((None, _)) | None => tops.push(at),
        }
    }
    trees(&tops, &below)
}

fn trees(these: &[usize], below: &[Vec<usize>]) -> Vec<Tree> {
    these.iter().map(|at| Tree { at: *at, below: trees(&below[*at], below) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(trees: &[Tree]) -> String {
        let one = |tree: &Tree| format!("{}[{}]", tree.at, shape(&tree.below)).replace("[]", "");
        trees.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_stands_below_what_is_above_it() {
        assert_eq!(shape(&forest(&[Some(2), None, None, Some(0), Some(2)])), "1 2[0[3] 4]");
        assert_eq!(shape(&forest(&[])), "");
    }

    #[test]
    fn circles_start_with_their_first() {
        assert_eq!(shape(&forest(&[Some(2), Some(0), Some(1), Some(3), None])), "0[1[2]] 3 4");
    }

    #[test]
    fn what_is_too_deep_is_moved_up() {
        let above: Vec<Option<usize>> = (0..100_000_usize).map(|at| at.checked_sub(1)).collect();
        let mut level = forest(&above);
        let mut depth = 0;
        let mut all = 0;
        while !level.is_empty() {
            (depth, all) = (depth + 1, all + level.len());
            level = level.into_iter().flat_map(|tree| tree.below).collect();
        }
        assert_eq!((depth, all), (MAX_DEPTH, 100_000));
    }
}
