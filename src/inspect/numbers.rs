//! Values that come again and again, each kept once and named by a number.

use std::collections::HashMap;
use std::hash::Hash;

/// The values, by their numbers.
#[derive(Debug)]
pub(super) struct Numbers<T> {
    values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    /// The number of a value, a new one if it was never met.
    pub(super) fn number(&mut self, value: &T) -> u32 {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        // An export would need four thousand million different values to come here.
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.numbers.insert(value.clone(), number);
        number
    }

    /// The value of a number.
    pub(super) fn value(&self, number: u32) -> Option<&T> {
        self.values.get(usize::try_from(number).ok()?)
    }

    /// All values, in the order in which they were met.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_number() {
        let mut numbers = Numbers::default();
        assert_eq!(["a", "b", "a"].map(|value| numbers.number(&value)), [0, 1, 0]);
        assert_eq!(numbers.value(1), Some(&"b"));
        assert_eq!(numbers.value(2), None);
        assert_eq!(numbers.values(), ["a", "b"]);
    }
}
