//! Arguments about links → the target with the form that was asked for.

use clap::{Args, ValueEnum};

use crate::error::{Error, nearest};
use crate::link::redirect::{self, FORMATS, Format};
use crate::options::LinkCheck;
use crate::target::{BaseUrl, HiddenLinks, LinkForm, Target};

#[derive(Args, Debug)]
pub(super) struct LinkArgs {
    /// How links inside the site are written, whatever the target says: by address, by the way
    /// from address to address, by file, or by whole address
    #[arg(long, value_name = "STYLE", ignore_case = true)]
    link_style: Option<LinkStyleArg>,
    /// Where the new site will live, such as `https://new.example/blog/`
    #[arg(long, value_name = "URL", value_parser = BaseUrl::parse)]
    base_url: Option<BaseUrl>,
    /// What becomes of links to drafts and other items that are not written: they stay as they
    /// are, or become plain text [default: keep]
    #[arg(long, value_name = "WAY", ignore_case = true)]
    hidden_links: Option<HiddenLinksArg>,
    /// Look whether what the links of the written files lead to is there, uploaded files too
    #[arg(long)]
    check_links: bool,
    /// Files that tell servers and hosts where old addresses are now; writes all lists of posts
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', value_parser = redirect_format)]
    redirects: Vec<&'static Format>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LinkStyleArg {
    Root,
    Relative,
    File,
    Absolute,
}

/// `nginx`; names that are none are told the nearest.
fn redirect_format(name: &str) -> Result<&'static Format, String> {
    redirect::format(name).ok_or_else(|| {
        let names = || FORMATS.iter().map(|format| format.name);
        let known = names().collect::<Vec<_>>().join(", ");
        format!("there is no such format; the nearest is `{}` of {known}", nearest(name, names()))
    })
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum HiddenLinksArg {
    Keep,
    Text,
}

impl LinkArgs {
    /// Whether the links of the output are looked at when it is written.
    pub(super) fn check(&self) -> LinkCheck {
        if self.check_links { LinkCheck::All } else { LinkCheck::None }
    }

    /// The formats of redirects that are asked for, each once.
    pub(super) fn redirects(&self) -> Vec<&'static Format> {
        let mut formats = self.redirects.clone();
        formats.sort_by_key(|format| format.name);
        formats.dedup_by_key(|format| format.name);
        formats
    }

    /// The target with these links.
    pub(super) fn apply(self, target: Target) -> Result<Target, Error> {
        let mut target = match self.link_style.map(LinkStyleArg::form) {
            Some(form) => target.with_links(form),
            None => target,
        };
        target.base_url = self.base_url;
        match self.hidden_links {
            Some(HiddenLinksArg::Keep) => target.hidden_links = HiddenLinks::Keep,
            Some(HiddenLinksArg::Text) => target.hidden_links = HiddenLinks::Text,
            None => {}
        }
        target.check_base_url()?;
        Ok(target)
    }
}

impl LinkStyleArg {
    fn form(self) -> LinkForm {
        match self {
            Self::Root => LinkForm::Root,
            Self::Relative => LinkForm::Relative,
            Self::File => LinkForm::File,
            Self::Absolute => LinkForm::Absolute,
        }
    }
}
