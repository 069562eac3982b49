//! Arguments about comments → what becomes of them.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use crate::catalog::CommentText;
use crate::convert::{AuthorNames, Avatars, CommentRules, Nesting};
use crate::error::{Error, nearest};
use crate::imports::{self, System};
use crate::options::{Comments, Store};
use crate::site::{Dropped, Pingbacks, Selection, Wanted};

#[derive(Args, Debug)]
pub(super) struct CommentArgs {
    /// Where comments go: a section below each post, files (one a comment), data (one file a post) or
    /// json (one file for all) for templates, or none; or what another comment system imports:
    /// artalk, commento, cusdis, disqus, giscus, isso, remark42, utterances, waline
    #[arg(
        long,
        value_name = "STORES",
        value_delimiter = ',',
        default_value = "section",
        value_parser = store
    )]
    comments: Vec<StoreArg>,
    /// How the section shows what answers what
    #[arg(long, value_name = "FORM", default_value = "quotes", ignore_case = true)]
    comment_nesting: NestingArg,
    /// What data files hold of what was said
    #[arg(long, value_name = "FORM", default_value = "html", ignore_case = true)]
    comment_body: BodyArg,
    /// What becomes of pingbacks, trackbacks and likes: they stay among the comments, stand apart
    /// behind them, or are left out
    #[arg(long, value_name = "WAY", default_value = "separate", ignore_case = true)]
    pingbacks: PingbacksArg,
    /// What readers learn of who wrote a comment
    #[arg(long, value_name = "FORM", default_value = "names", ignore_case = true)]
    comment_authors: AuthorsArg,
    /// Show pictures of those who wrote comments, by a hash of their e-mail address; from such a
    /// hash the address can be guessed
    #[arg(long, value_name = "HASH", ignore_case = true)]
    comment_avatars: Option<AvatarsArg>,
    /// Leave comments out: by number (`12`), those of a user (`user:3`) or of a name (`name:Ann`); a
    /// name reaches to the end, so that further ones need the option again
    #[arg(long, value_name = "WHICH", value_parser = dropped)]
    drop_comment: Vec<DropArg>,
}

/// What one use of the option names.
#[derive(Clone, Debug)]
struct DropArg(Vec<Dropped>);

#[derive(Clone, Copy, Debug)]
enum StoreArg {
    Store(Store),
    System(&'static System),
    None,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum NestingArg {
    Quotes,
    Lists,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BodyArg {
    Html,
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PingbacksArg {
    Keep,
    Separate,
    Drop,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AuthorsArg {
    Names,
    Initials,
    Anonymous,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AvatarsArg {
    GravatarMd5,
    GravatarSha256,
}

/// The names of stores.
const STORES: &[(&str, StoreArg)] = &[
    ("section", StoreArg::Store(Store::Section)),
    ("files", StoreArg::Store(Store::Files)),
    ("data", StoreArg::Store(Store::Data)),
    ("json", StoreArg::Store(Store::Json)),
    ("none", StoreArg::None),
];

/// `data`; names that are none are told the nearest.
fn store(name: &str) -> Result<StoreArg, String> {
    let name = name.trim().to_ascii_lowercase();
    let store = STORES.iter().find(|(known, _)| *known == name).map(|(_, store)| *store);
    store.or_else(|| imports::system(&name).map(StoreArg::System)).ok_or_else(|| {
        let systems = imports::SYSTEMS.iter().map(|system| system.name);
        let names = || STORES.iter().map(|(name, _)| *name).chain(systems.clone());
        let known = names().collect::<Vec<_>>().join(", ");
        format!("there is no such store; the nearest is `{}` of {known}", nearest(&name, names()))
    })
}

/// `12,user:3,name:Ann`
fn dropped(text: &str) -> Result<DropArg, String> {
    let mut all = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let is_name = text.trim_start().starts_with("name:");
        let (one, others) = match text.split_once(',') {
            Some((one, others)) if !is_name => (one, Some(others)),
            Some(_) | None => (text, None),
        };
        all.push(one_dropped(one)?);
        rest = others;
    }
    Ok(DropArg(all))
}

fn one_dropped(text: &str) -> Result<Dropped, String> {
    let number = |text: &str| text.trim().parse().ok().filter(|number| *number > 0);
    let dropped = match text.trim().split_once(':') {
        None => number(text).map(Dropped::Comment),
        Some(("user", user)) => number(user).map(Dropped::User),
        Some(("name", name)) => {
            Some(name.trim()).filter(|it| !it.is_empty()).map(|it| Dropped::Name(it.to_owned()))
        }
        Some(_) => None,
    };
    let wrong = "neither the number of a comment nor `user:NUMBER` nor `name:NAME`";
    dropped.ok_or_else(|| format!("`{text}` is {wrong}"))
}

impl CommentArgs {
    pub(super) fn into_options(self) -> Result<Comments, Error> {
        let (mut stores, mut systems) = (Vec::new(), Vec::new());
        for store in &self.comments {
            match store {
                StoreArg::Store(store) => stores.push(*store),
                StoreArg::System(system) => systems.push(*system),
                StoreArg::None => {}
            }
        }
        if stores.contains(&Store::Data) && stores.contains(&Store::Json) {
            return Err(Error::Stores);
        }
        systems.sort_by_key(|system| system.name);
        systems.dedup_by_key(|system| system.name);
        let is_wanted = !(stores.is_empty() && systems.is_empty());
        let dropped: BTreeSet<Dropped> =
            self.drop_comment.into_iter().flat_map(|drop| drop.0).collect();
        let selection = Selection {
            pingbacks: match self.pingbacks {
                PingbacksArg::Keep => Pingbacks::Keep,
                PingbacksArg::Separate => Pingbacks::Separate,
                PingbacksArg::Drop => Pingbacks::Drop,
            },
            dropped,
            written: if is_wanted { Wanted::Yes } else { Wanted::No },
        };
        let rules = CommentRules {
            selection,
            forms: Vec::new(),
            nesting: match self.comment_nesting {
                NestingArg::Quotes => Nesting::Quotes,
                NestingArg::Lists => Nesting::Lists,
            },
            authors: match self.comment_authors {
                AuthorsArg::Names => AuthorNames::Names,
                AuthorsArg::Initials => AuthorNames::Initials,
                AuthorsArg::Anonymous => AuthorNames::Anonymous,
            },
            avatars: match self.comment_avatars {
                None => Avatars::None,
                Some(AvatarsArg::GravatarMd5) => Avatars::GravatarMd5,
                Some(AvatarsArg::GravatarSha256) => Avatars::GravatarSha256,
            },
        };
        let text = match self.comment_body {
            BodyArg::Html => CommentText::Html,
            BodyArg::Markdown => CommentText::Markdown,
        };
        Ok(Comments { rules, stores, systems, text })
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser};

    use super::*;

    #[derive(Parser)]
    struct Holder {
        #[command(flatten)]
        _comments: CommentArgs,
    }

    #[test]
    fn who_is_left_out() {
        let all = dropped("12, user:3,name: Smith, John ").expect("three of them").0;
        let name = Dropped::Name("Smith, John".to_owned());
        assert_eq!(all, [Dropped::Comment(12), Dropped::User(3), name]);
        for wrong in ["0", "", "1,", "ann", "user:ann", "name:", "mail:ann"] {
            assert!(dropped(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_help_names_every_store() {
        let help = Holder::command().render_help().to_string();
        let names = STORES.iter().map(|(name, _)| *name);
        for name in names.chain(imports::SYSTEMS.iter().map(|system| system.name)) {
            assert!(help.contains(name), "{name}");
        }
    }

    #[test]
    fn stores_are_told_the_nearest() {
        let fault = store("sections").expect_err("no store");
        assert!(fault.contains("the nearest is `section` of section, files, data"), "{fault}");
    }
}
