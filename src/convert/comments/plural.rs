//! A count and a language → which form of its nouns the language takes, by the rules of the CLDR for
//! whole numbers; fractions, and so the forms that only fractions have, are no count of comments.
//! <https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html>

use Category::{Few, Many, One, Other, Two, Zero};

/// The CLDR's name for a form of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// How a language counts; languages that count alike share a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// No noun has a plural: Japanese, Chinese.
    Never,
    /// One thing, and everything else: English, German.
    Single,
    /// Nothing counts as one thing: Persian.
    UpToOne,
    /// Whole millions are millions *of* something: Spanish, Italian, Portuguese of Portugal.
    SingleMillions,
    /// The same, and nothing counts as one thing: French, Portuguese of Brazil.
    UpToOneMillions,
    /// One, two to four, the rest: Czech, Slovak.
    Czech,
    /// One alone, what ends in two to four, the rest: Polish.
    Polish,
    /// What ends in one, in two to four, the rest: Russian, Ukrainian.
    Russian,
    /// The same, and the CLDR calls the rest otherwise: Croatian, Serbian.
    Serbian,
    /// One, up to what ends in nineteen, the rest *of* something: Romanian.
    Romanian,
    /// One, a pair, the rest: Hebrew.
    Hebrew,
    /// Every form there is: Arabic.
    Arabic,
}

impl Rule {
    /// The forms that a noun has, in the order in which they are written down.
    pub(super) fn categories(self) -> &'static [Category] {
        match self {
            Self::Never => &[Other],
            Self::Single | Self::UpToOne => &[One, Other],
            Self::SingleMillions | Self::UpToOneMillions => &[One, Many, Other],
            Self::Czech | Self::Serbian | Self::Romanian => &[One, Few, Other],
            Self::Polish | Self::Russian => &[One, Few, Many],
            Self::Hebrew => &[One, Two, Other],
            Self::Arabic => &[Zero, One, Two, Few, Many, Other],
        }
    }

    /// The form that a noun has behind a number.
    pub(super) fn category(self, count: usize) -> Category {
        match self {
            Self::Never => Other,
            Self::Single => if_else(count == 1, One, Other),
            Self::UpToOne => if_else(count <= 1, One, Other),
            Self::SingleMillions => if_else(count == 1, One, millions(count)),
            Self::UpToOneMillions => if_else(count <= 1, One, millions(count)),
            Self::Czech => match count {
                1 => One,
                2..=4 => Few,
                _ => Other,
            },
            Self::Polish if count == 1 => One,
            Self::Polish => if_else(ends_in_few(count), Few, Many),
            Self::Russian => slavic(count, Many),
            Self::Serbian => slavic(count, Other),
            Self::Romanian => match (count, count % 100) {
                (1, _) => One,
                (0, _) | (_, 1..=19) => Few,
                _ => Other,
            },
            Self::Hebrew => match count {
                1 => One,
                2 => Two,
                _ => Other,
            },
            Self::Arabic => match (count, count % 100) {
                (0, _) => Zero,
                (1, _) => One,
                (2, _) => Two,
                (_, 3..=10) => Few,
                (_, 11..=99) => Many,
                _ => Other,
            },
        }
    }
}

fn if_else(condition: bool, then: Category, otherwise: Category) -> Category {
    if condition { then } else { otherwise }
}

fn millions(count: usize) -> Category {
    if_else(count != 0 && count.is_multiple_of(1_000_000), Many, Other)
}

fn slavic(count: usize, rest: Category) -> Category {
    let ends_in_one = count % 10 == 1 && count % 100 != 11;
    if ends_in_one { One } else { if_else(ends_in_few(count), Few, rest) }
}

/// Twelve to fourteen end in "teen" as all others do.
fn ends_in_few(count: usize) -> bool {
    matches!(count % 10, 2..=4) && !matches!(count % 100, 12..=14)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The integer samples of the CLDR 48.
    const SAMPLES: &[(Rule, Category, &[usize])] = &[
        (Rule::Never, Other, &[0, 1, 2, 15, 100, 1000, 1_000_000]),
        (Rule::Single, One, &[1]),
        (Rule::Single, Other, &[0, 2, 16, 21, 100, 1000, 1_000_000]),
        (Rule::UpToOne, One, &[0, 1]),
        (Rule::UpToOne, Other, &[2, 17, 100, 101, 1000, 1_000_000]),
        (Rule::SingleMillions, One, &[1]),
        (Rule::SingleMillions, Many, &[1_000_000, 2_000_000]),
        (Rule::SingleMillions, Other, &[0, 2, 16, 100, 1000, 1_000_001]),
        (Rule::UpToOneMillions, One, &[0, 1]),
        (Rule::UpToOneMillions, Many, &[1_000_000, 2_000_000]),
        (Rule::UpToOneMillions, Other, &[2, 17, 100, 1000, 1_000_001]),
        (Rule::Czech, One, &[1]),
        (Rule::Czech, Few, &[2, 3, 4]),
        (Rule::Czech, Other, &[0, 5, 19, 22, 101, 102, 1_000_000]),
        (Rule::Polish, One, &[1]),
        (Rule::Polish, Few, &[2, 3, 4, 22, 24, 32, 52, 62, 102, 1002]),
        (Rule::Polish, Many, &[0, 5, 12, 13, 14, 19, 21, 25, 101, 111, 112, 1_000_000]),
        (Rule::Russian, One, &[1, 21, 31, 71, 81, 101, 1001]),
        (Rule::Russian, Few, &[2, 3, 4, 22, 24, 32, 62, 102, 1002]),
        (Rule::Russian, Many, &[0, 5, 11, 12, 14, 19, 100, 111, 112, 1000, 1_000_000]),
        (Rule::Serbian, One, &[1, 21, 31, 71, 81, 101, 1001]),
        (Rule::Serbian, Few, &[2, 3, 4, 22, 24, 32, 62, 102, 1002]),
        (Rule::Serbian, Other, &[0, 5, 11, 12, 14, 19, 100, 111, 112, 1000, 1_000_000]),
        (Rule::Romanian, One, &[1]),
        (Rule::Romanian, Few, &[0, 2, 16, 19, 101, 102, 119, 1001]),
        (Rule::Romanian, Other, &[20, 35, 100, 120, 1000, 1_000_000]),
        (Rule::Hebrew, One, &[1]),
        (Rule::Hebrew, Two, &[2]),
        (Rule::Hebrew, Other, &[0, 3, 17, 100, 101, 102, 1000, 1_000_000]),
        (Rule::Arabic, Zero, &[0]),
        (Rule::Arabic, One, &[1]),
        (Rule::Arabic, Two, &[2]),
        (Rule::Arabic, Few, &[3, 10, 103, 110, 1003]),
        (Rule::Arabic, Many, &[11, 26, 99, 111, 1011]),
        (Rule::Arabic, Other, &[100, 101, 102, 200, 202, 300, 302, 1000, 1_000_000]),
    ];

    #[test]
    fn counts_as_the_cldr_does() {
        for (rule, category, counts) in SAMPLES {
            for count in *counts {
                assert_eq!(rule.category(*count), *category, "{rule:?} {count}");
            }
        }
    }

    #[test]
    fn every_form_is_listed_and_used() {
        for (rule, category, _) in SAMPLES {
            assert!(rule.categories().contains(category), "{rule:?} {category:?}");
            for listed in rule.categories() {
                let is_used = SAMPLES.iter().any(|(of, used, _)| of == rule && used == listed);
                assert!(is_used, "{rule:?} {listed:?}");
            }
            for count in (0..2_000).chain([999_999, 1_000_000, 1_000_001]) {
                assert!(rule.categories().contains(&rule.category(count)), "{rule:?} {count}");
            }
        }
    }
}
