//! Different files that would have one name on the new site → a number for each but the first.
//!
//! WordPress keeps names apart in one folder of one site. Two sites, several hosts, and systems of files
//! that take `Pier.jpg` and `pier.jpg` for two files do not.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::notice::{Code, Notice};
use crate::site::attachment::{Attachment, Attachments};
use crate::site::marks::stem;
use crate::site::table::long_hash;
use crate::site::upload::{address, path, split};
use crate::site::url::{Belonging, Roots, Url, fold};
use crate::wxr::PostId;

/// The numbers of attachments that share their name with another file.
#[derive(Debug, Default)]
pub(super) struct Namesakes(BTreeMap<PostId, u32>);

impl Namesakes {
    /// Looks through the library; of several files of one name the one of the lowest id keeps it.
    pub(super) fn of(attachments: &Attachments, roots: &Roots) -> (Self, Vec<Notice>) {
        let files = attachments.files();
        let mut owners: HashMap<u64, u64> = HashMap::new();
        let mut late = Vec::new();
        for (id, file) in &files {
            let Some(path) = path(file) else { continue };
            let own = long_hash(&identity(file, roots));
            if *owners.entry(long_hash(&fold(&path))).or_insert(own) != own {
                late.push((*id, *file, path, own));
            }
        }
        let mut namesakes = Self::default();
        if late.is_empty() {
            return (namesakes, Vec::new());
        }
        let mut names = Names::of(&files);
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut notices = Vec::new();
        for (id, file, path, own) in late {
            // Several attachments can be one file, which keeps one number.
            let number = *numbers.entry(own).or_insert_with(|| names.claim(&path, file));
            namesakes.0.insert(id, number);
            let message = format!(
                "`{path}` is the name of another file, so this one becomes `{}`",
                numbered(&path, number)
            );
            let mut notice = Notice::new(Code::MediaRenamed, message);
            notice.post = Some(id);
            notices.push(notice);
        }
        (namesakes, notices)
    }

    /// The number of an attachment.
    pub(super) fn number(&self, id: PostId) -> Option<u32> {
        self.0.get(&id).copied()
    }
}

/// The paths of files and their copies, as they are compared where case does not count.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<u64>,
    /// The number that a path had last, so that many files of one name are no more work each.
    last: HashMap<u64, u32>,
}

impl Names {
    fn of(files: &[(PostId, &Attachment)]) -> Self {
        let mut names = Self::default();
        for (_, file) in files {
            let Some(path) = path(file) else { continue };
            names.take(&path);
            for copy in file.copies.names() {
                names.take(&beside(&path, copy));
            }
        }
        names
    }

    /// Takes a path; whether it was free.
    pub(super) fn take(&mut self, path: &str) -> bool {
        self.taken.insert(long_hash(&fold(path)))
    }

    /// Takes the names of a file and its copies, with a number where one of them has an owner.
    pub(super) fn place(&mut self, path: &str, file: &Attachment) -> Option<u32> {
        let copies = file.copies.names().map(|copy| beside(path, copy));
        let all: Vec<String> = copies.chain([path.to_owned()]).collect();
        if all.iter().any(|path| self.has(path)) {
            return Some(self.claim(path, file));
        }
        for path in all {
            self.take(&path);
        }
        None
    }

    fn has(&self, path: &str) -> bool {
        self.taken.contains(&long_hash(&fold(path)))
    }

    /// The first number from 2 on with which a file and all its copies have names of their own. They are
    /// taken then.
    pub(super) fn claim(&mut self, path: &str, file: &Attachment) -> u32 {
        let copies = file.copies.names().map(|copy| beside(path, copy));
        let all: Vec<String> = copies.chain([path.to_owned()]).collect();
        let key = |path: &String| long_hash(&fold(path));
        let last = all.iter().filter_map(|path| self.last.get(&key(path))).max();
        let is_free = |number: &u32| all.iter().all(|path| !self.has(&numbered(path, *number)));
        let number = (last.map_or(2, |last| last + 1)..u32::MAX).find(is_free).unwrap_or(0);
        for path in &all {
            self.last.insert(key(path), number);
            self.take(&numbered(path, number));
        }
        number
    }
}

/// What a file is, wherever it is asked for: the site and the path there, or else the address.
fn identity(file: &Attachment, roots: &Roots) -> String {
    let url = Url::split(&file.url);
    match (roots.site_of(&url), roots.locate(&url)) {
        (Some(site), Belonging::Site { domain_path, .. } | Belonging::Domain { domain_path }) => {
            format!("{site}:{domain_path}")
        }
        (Some(_) | None, _) => address(&url),
    }
}

fn beside(path: &str, name: &str) -> String {
    format!("{}{name}", split(path).0)
}

/// `2012/05/pier-300x200.jpg` and 2 → `2012/05/pier-2-300x200.jpg`, so that copies stay copies.
pub(super) fn numbered(path: &str, number: u32) -> String {
    let (folder, name) = split(path);
    let (stem, rest) = name.split_at(stem(name).len());
    format!("{folder}{stem}-{number}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Copies;
    use crate::wxr::Channel;

    fn library(urls: &[&str]) -> Attachments {
        let file = |url: &&str| Attachment { url: (*url).into(), ..Attachment::default() };
        let ids = (1..).map(PostId);
        Attachments::from_files(ids.zip(urls.iter().map(file)))
    }

    /// The numbers of all files, by the order of their ids; 0 for one that keeps its name.
    fn numbers(attachments: &Attachments) -> Vec<u32> {
        let channel = |link: &str| Channel { link: link.into(), ..Channel::default() };
        let sites = ["https://old.com/", "https://other.com/"].map(channel);
        let mut roots = Roots::from_channels(sites.iter());
        roots.add_alias("cdn.old.com");
        let (namesakes, notices) = Namesakes::of(attachments, &roots);
        let files = attachments.files();
        let numbers: Vec<u32> =
            files.iter().map(|(id, _)| namesakes.number(*id).unwrap_or(0)).collect();
        assert_eq!(notices.len(), numbers.iter().filter(|number| **number > 0).count());
        numbers
    }

    #[test]
    fn one_file_under_several_addresses_keeps_its_name() {
        let same = [
            "https://old.com/wp-content/uploads/2012/05/pier.jpg",
            "http://www.old.com/wp-content/uploads/2012/05/pier.jpg?x=1",
            "/wp-content/uploads/2012/05/pier.jpg",
            "//cdn.old.com/wp-content/uploads/2012/05/pier.jpg",
        ];
        assert_eq!(numbers(&library(&same)), [0, 0, 0, 0]);
    }

    #[test]
    fn different_files_of_one_name_get_numbers() {
        let urls = [
            "https://old.com/wp-content/uploads/2012/05/pier.jpg",
            "https://other.com/wp-content/uploads/2012/05/pier.jpg",
            "https://old.com/wp-content/uploads/2012/05/Pier.JPG",
            "https://old.com/wp-content/uploads/2012/05/pier-2.jpg",
            "https://other.com/wp-content/uploads/2012/05/pier.jpg",
            "https://old.com/wp-content/uploads/2012/06/pier.jpg",
        ];
        assert_eq!(numbers(&library(&urls)), [0, 3, 4, 0, 3, 0]);
    }

    #[test]
    fn a_number_is_free_for_all_copies() {
        let sizes = r#"a:1:{s:5:"sizes";a:1:{s:1:"m";a:1:{s:4:"file";s:12:"a-90x60.jpg";}}}"#;
        let file = |url: &str, copies| Attachment { url: url.into(), copies, ..<_>::default() };
        let copies = || Copies::parse("a.jpg", sizes, "");
        let files = [
            file("https://old.com/wp-content/uploads/a.jpg", copies()),
            file("https://other.com/wp-content/uploads/a.jpg", copies()),
            file("https://old.com/wp-content/uploads/a-2-90x60.jpg", Copies::default()),
        ];
        let library = Attachments::from_files((1..).map(PostId).zip(files));
        assert_eq!(numbers(&library), [0, 3, 0]);
    }

    #[test]
    fn numbers_stand_before_sizes() {
        for (path, expected) in [
            ("2012/05/pier.jpg", "2012/05/pier-2.jpg"),
            ("2012/05/pier-300x200.jpg", "2012/05/pier-2-300x200.jpg"),
            ("bay-scaled.jpg", "bay-2-scaled.jpg"),
            ("2012/README", "2012/README-2"),
            ("a.tar.gz", "a.tar-2.gz"),
        ] {
            assert_eq!(numbered(path, 2), expected);
        }
    }
}
