//! An address of a post → the permalink structures that would give it, in WordPress's own tags:
//! `2012/05/19/pier` → `/%year%/%monthnum%/%day%/%postname%/`.
//!
//! Several may: in May, `05/05` is a month and a day or a day and a month. The caller asks many posts.
//! <https://wordpress.org/documentation/article/customize-permalinks/#structure-tags>

use jiff::civil::DateTime;

/// How many bytes an address may have. WordPress cuts slugs at 200, and what is longer may be made to be
/// slow.
const LONGEST: usize = 2000;

/// How many readings of one address are followed.
const MOST_READINGS: usize = 32;

/// What a post's address may be made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Ingredients {
    pub(super) id: String,
    /// Decoded; empty where the post has none.
    pub(super) slug: String,
    pub(super) date: Option<DateTime>,
    /// The slugs of each category, with those of the categories above it before it.
    pub(super) categories: Vec<Vec<String>>,
    /// The author's name in addresses.
    pub(super) author: String,
}

/// How far an address is read.
#[derive(Clone, Debug, Default)]
struct Reading {
    /// `/%year%/%monthnum%`
    structure: String,
    /// How many parts are read.
    parts: usize,
    /// Whether a tag stands for the post alone.
    is_unique: bool,
}

/// The structures that give the decoded path `path`, which has no slashes at its ends. Structures without
/// a post's own name or number are none.
pub(super) fn structures(path: &str, ends_in_slash: bool, post: &Ingredients) -> Vec<String> {
    if path.len() > LONGEST {
        return Vec::new();
    }
    let parts: Vec<&str> = path.split('/').collect();
    let mut readings = vec![Reading::default()];
    let mut whole = Vec::new();
    while let Some(reading) = readings.pop() {
        if reading.parts == parts.len() {
            let slash = if ends_in_slash { "/" } else { "" };
            if reading.is_unique {
                whole.push(reading.structure + slash);
            }
            continue;
        }
        for (length, text) in next(&parts[reading.parts..], &reading.structure, post) {
            if readings.len() + whole.len() < MOST_READINGS {
                let is_unique = reading.is_unique || names_one_post(&text);
                let structure = format!("{}/{text}", reading.structure);
                readings.push(Reading { structure, parts: reading.parts + length, is_unique });
            }
        }
    }
    whole
}

fn names_one_post(text: &str) -> bool {
    ["%postname%", "%post_id%", "%second%"].iter().any(|tag| text.contains(tag))
}

/// What the next part, or the next few parts, may be: how many they are, and the tags. `before` is the
/// structure so far, which has each tag once.
fn next(parts: &[&str], before: &str, post: &Ingredients) -> Vec<(usize, String)> {
    let part = parts[0];
    let mut found: Vec<(usize, String)> = tags(part, post)
        .filter(|tag| !before.contains(tag) && follows(tag, before))
        .map(|tag| (1, tag.to_owned()))
        .collect();
    if found.is_empty() {
        let mixed = mixed(part, before, post);
        found.push((1, mixed.unwrap_or_else(|| part.to_owned())));
    }
    if !before.contains("%author%") && part == post.author {
        found.push((1, "%author%".to_owned()));
    }
    let categories = post.categories.iter().filter(|chain| {
        !before.contains("%category%")
            && parts.len() >= chain.len()
            && parts[..chain.len()] == chain[..]
    });
    found.extend(categories.map(|chain| (chain.len(), "%category%".to_owned())));
    found
}

/// The tags that stand for a whole part.
fn tags<'a>(part: &'a str, post: &'a Ingredients) -> impl Iterator<Item = &'static str> + 'a {
    let own = [(post.slug.as_str(), "%postname%"), (post.id.as_str(), "%post_id%")];
    let own = own.into_iter().filter(move |(value, _)| !value.is_empty() && *value == part);
    own.map(|(_, tag)| tag).chain(date_tags(part, post))
}

fn date_tags<'a>(part: &'a str, post: &Ingredients) -> impl Iterator<Item = &'static str> + 'a {
    let values = post.date.map(|date| {
        [
            (format!("{:04}", date.year()), "%year%"),
            (format!("{:02}", date.month()), "%monthnum%"),
            (format!("{:02}", date.day()), "%day%"),
            (format!("{:02}", date.hour()), "%hour%"),
            (format!("{:02}", date.minute()), "%minute%"),
            (format!("{:02}", date.second()), "%second%"),
        ]
    });
    let values = values.into_iter().flatten().filter(move |(value, _)| value == part);
    values.map(|(_, tag)| tag)
}

/// Whether a tag may stand behind a structure: times of day stand behind the larger unit, so a number that
/// is the month's and the minute's is the month's.
fn follows(tag: &str, before: &str) -> bool {
    match tag {
        "%hour%" => before.contains("%day%"),
        "%minute%" => before.contains("%hour%"),
        "%second%" => before.contains("%minute%"),
        _ => true,
    }
}

/// A part that holds more than one tag, or a tag and words: `pier.html` → `%postname%.html`
fn mixed(part: &str, before: &str, post: &Ingredients) -> Option<String> {
    let slug = Some(post.slug.as_str()).filter(|slug| !slug.is_empty());
    let mixed = match slug.and_then(|slug| part.split_once(slug)) {
        Some((left, right)) if !left.ends_with(in_word) && !right.starts_with(in_word) => {
            let left = numbers(left, before, post);
            let right = numbers(right, &format!("{before}{left}"), post);
            format!("{left}%postname%{right}")
        }
        Some(_) | None => numbers(part, before, post),
    };
    (mixed != part).then_some(mixed)
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// The same with tags for the numbers that are the post's.
fn numbers(text: &str, before: &str, post: &Ingredients) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number = &rest[..end];
        let id = Some("%post_id%").filter(|_| number == post.id);
        let tag = id.into_iter().chain(date_tags(number, post));
        let is_new = |tag: &&str| {
            !before.contains(tag) && !out.contains(tag) && follows(tag, &format!("{before}{out}"))
        };
        let tag = tag.into_iter().find(is_new);
        out.push_str(tag.unwrap_or(number));
        rest = &rest[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    fn read(path: &str) -> Vec<String> {
        let post = Ingredients {
            id: "31".to_owned(),
            slug: "low-tide".to_owned(),
            date: Some(datetime(2012, 5, 19, 8, 7, 6, 0)),
            categories: vec![vec!["sea".to_owned(), "tides".to_owned()], vec!["news".to_owned()]],
            author: "ann".to_owned(),
        };
        structures(path, true, &post)
    }

    #[test]
    fn each_tag_is_read() {
        for (path, structure) in [
            ("2012/05/19/low-tide", "/%year%/%monthnum%/%day%/%postname%/"),
            ("2012/05/low-tide", "/%year%/%monthnum%/%postname%/"),
            ("archives/31", "/archives/%post_id%/"),
            ("low-tide", "/%postname%/"),
            ("index.php/2012/low-tide", "/index.php/%year%/%postname%/"),
            ("2012/05/19/08/07/06", "/%year%/%monthnum%/%day%/%hour%/%minute%/%second%/"),
            ("low-tide.html", "/%postname%.html/"),
            ("31-low-tide", "/%post_id%-%postname%/"),
            ("2012-05-19-low-tide", "/%year%-%monthnum%-%day%-%postname%/"),
            ("p31", "/p%post_id%/"),
        ] {
            assert_eq!(read(path), [structure], "{path}");
        }
    }

    #[test]
    fn names_that_may_be_words_are_read_both_ways() {
        assert_eq!(read("ann/low-tide"), ["/%author%/%postname%/", "/ann/%postname%/"]);
        assert_eq!(read("news/31"), ["/%category%/%post_id%/", "/news/%post_id%/"]);
        assert_eq!(
            read("sea/tides/low-tide"),
            ["/%category%/%postname%/", "/sea/tides/%postname%/"]
        );
    }

    #[test]
    fn a_number_of_two_units_is_the_larger_one_s() {
        let post = Ingredients {
            slug: "a".to_owned(),
            date: Some(datetime(2011, 5, 17, 5, 5, 5, 0)),
            ..Ingredients::default()
        };
        assert_eq!(structures("2011/05/a", true, &post), ["/%year%/%monthnum%/%postname%/"]);
    }

    #[test]
    fn an_address_without_the_post_in_it_has_no_structure() {
        assert_eq!(read("2012/05/19/another"), [""; 0]);
        assert_eq!(read("about"), [""; 0]);
        assert_eq!(read("follow-tides"), [""; 0]);
        assert_eq!(read(""), [""; 0]);
    }

    #[test]
    fn an_address_made_to_be_ambiguous_has_few_readings() {
        let post = Ingredients {
            categories: vec![vec!["a".to_owned()]; 50],
            author: "a".to_owned(),
            slug: "a".to_owned(),
            ..Ingredients::default()
        };
        assert!(structures(&["a"; 200].join("/"), true, &post).len() <= MOST_READINGS);
    }
}
