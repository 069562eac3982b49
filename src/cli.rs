//! Arguments → options.

mod comments;
mod content;
mod inputs;
mod inspect;
mod links;
mod media;
mod places;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::convert::Check;
use crate::error::{Error, nearest};
use crate::markdown::{Dialect, ElementSet, Images, Keep, Reading};
use crate::options::{Body, Convert, Data, Fragment, FragmentInput, Inspect, Talk, Warnings};
use crate::output::{Existing, Mode};
use crate::site::Hidden;
use crate::target::{self, Target};

use comments::CommentArgs;
use content::ContentArgs;
use inputs::InputArgs;
use inspect::InspectArgs;
use links::LinkArgs;
use media::MediaArgs;
use places::PlaceArgs;

/// Turn WordPress exports into Markdown sites.
///
/// In WordPress, Tools → Export gives the XML file that pressdown reads.
#[derive(Debug, Parser)]
#[command(name = "pressdown", version, args_conflicts_with_subcommands = true, max_term_width = 90)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    convert: ConvertArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Turn exports into a folder of Markdown files (the default)
    Convert(Box<ConvertArgs>),
    /// Turn one HTML fragment from standard input into Markdown
    Fragment(FragmentArgs),
    /// Print what exports hold and what a run would do with it; writes nothing
    Inspect(InspectArgs),
}

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that the user types")]
struct ConvertArgs {
    /// Folder to write into
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    output: PathBuf,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    links: LinkArgs,
    #[command(flatten)]
    places: PlaceArgs,
    #[command(flatten)]
    body: BodyArgs,
    /// Do not read what was written back to compare it with the HTML
    #[arg(long)]
    no_verify: bool,
    /// Also write content that is not public, marked as draft
    #[arg(long, value_name = "KIND", value_delimiter = ',', ignore_case = true)]
    include: Vec<IncludeArg>,
    #[command(flatten)]
    comments: CommentArgs,
    #[command(flatten)]
    media: MediaArgs,
    /// Also write data files for templates: site, authors, categories, tags, menus
    #[arg(long)]
    data: bool,
    #[command(flatten)]
    inputs: InputArgs,
    /// Items to convert side by side [default: one a core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Write over edited files, and into a folder that pressdown did not make
    #[arg(long)]
    force: bool,
    /// Print what would change and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write everything that happened to FILE, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Exit with 3 if there are warnings
    #[arg(long)]
    strict: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Args, Debug)]
struct TargetArgs {
    /// Generator to write for: hugo, markdown
    #[arg(short, long, value_name = "NAME", default_value = target::DEFAULT)]
    target: String,
    /// Conventions of a generator of your own, in the form of src/target/*.toml
    #[arg(long, value_name = "FILE", conflicts_with = "target")]
    target_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
struct FragmentArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Write for this renderer of Markdown, whatever the target says
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Dialect::presets()))]
    dialect: Option<String>,
    /// Read the body of a post as WordPress stores it, with shortcodes and without paragraphs
    #[arg(long)]
    classic: bool,
    #[command(flatten)]
    body: BodyArgs,
    /// Read what was written back and say where it differs from the HTML
    #[arg(long)]
    verify: bool,
}

#[derive(Args, Debug)]
struct BodyArgs {
    /// Keep every element, attribute and comment of the HTML
    #[arg(long)]
    keep_all: bool,
    /// Leave these elements HTML instead of Markdown, such as `table,figure`; `all` for every one
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = element)]
    keep_html: Vec<ElementSet>,
    /// Keep the width and height of images, which makes them HTML
    #[arg(long)]
    keep_image_size: bool,
    #[command(flatten)]
    content: ContentArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum IncludeArg {
    Draft,
    Pending,
    Future,
    Private,
    Password,
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Request {
    /// `pressdown convert`.
    Convert(Box<Convert>),
    /// `pressdown fragment`.
    Fragment(Fragment),
    /// `pressdown inspect`.
    Inspect(Inspect),
}

impl Cli {
    /// The options that follow from the arguments. Reads the target file, if one is named.
    pub fn into_request(self) -> Result<Request, Error> {
        match self.command {
            None => self.convert.into_options().map(Box::new).map(Request::Convert),
            Some(Command::Convert(args)) => args.into_options().map(Box::new).map(Request::Convert),
            Some(Command::Fragment(args)) => args.into_options().map(Request::Fragment),
            Some(Command::Inspect(args)) => args.into_options().map(Request::Inspect),
        }
    }
}

impl ConvertArgs {
    fn into_options(self) -> Result<Convert, Error> {
        let mut include: Vec<Hidden> = self.include.into_iter().map(IncludeArg::kind).collect();
        include.sort_unstable();
        include.dedup();
        let check = if self.no_verify { Check::Trust } else { Check::Verify };
        Ok(Convert {
            body: self.body.into_options(check, self.inputs.first())?,
            inputs: self.inputs.into_options(),
            output: self.output,
            redirects: self.links.redirects(),
            links: self.links.check(),
            target: self.links.apply(self.places.apply(self.target.load()?)?)?,
            include,
            comments: self.comments.into_options()?,
            media: self.media.into_options(),
            data: if self.data { Data::Write } else { Data::Leave },
            jobs: self.jobs,
            existing: if self.force { Existing::Overwrite } else { Existing::Keep },
            mode: if self.dry_run { Mode::DryRun } else { Mode::Write },
            report: self.report,
            warnings: if self.strict { Warnings::Deny } else { Warnings::Allow },
            talk: if self.quiet { Talk::Quiet } else { Talk::Normal },
        })
    }
}

impl FragmentArgs {
    fn into_options(self) -> Result<Fragment, Error> {
        let mut target = self.target.load()?;
        if let Some(dialect) = self.dialect.as_deref().and_then(Dialect::preset) {
            target.markdown = dialect;
        }
        let check = if self.verify { Check::Verify } else { Check::Trust };
        Ok(Fragment {
            target,
            input: if self.classic { FragmentInput::Post } else { FragmentInput::Html },
            body: self.body.into_options(check, None)?,
        })
    }
}

impl BodyArgs {
    fn into_options(self, check: Check, export: Option<&Path>) -> Result<Body, Error> {
        let keep = if self.keep_all { Keep::Everything } else { Keep::Sayable };
        let images = if self.keep_image_size { Images::WithSize } else { Images::WithoutSize };
        let html = self.keep_html.into_iter().fold(ElementSet::default(), ElementSet::with);
        let rules = self.content.into_rules(export)?;
        Ok(Body { reading: Reading { keep, html, images }, check, rules })
    }
}

/// `table` → the set of all tables; names that are none are told the nearest.
fn element(name: &str) -> Result<ElementSet, String> {
    let name = name.trim().to_ascii_lowercase();
    if name == "all" {
        return Ok(ElementSet::ALL);
    }
    if let Some(whole) = ElementSet::whole_of(&name) {
        return Err(format!("it stays with the `{whole}` that it is a part of"));
    }
    ElementSet::named(&name).ok_or_else(|| {
        let known = nearest(&name, ElementSet::names());
        format!("there is no such element; the nearest is `{known}`")
    })
}

impl TargetArgs {
    fn load(&self) -> Result<Target, Error> {
        match &self.target_file {
            None => target::named(&self.target),
            Some(path) => {
                let text = fs::read_to_string(path)
                    .map_err(|cause| Error::Read { path: path.clone(), cause })?;
                target::parse(&text, &path.display().to_string())
            }
        }
    }
}

impl IncludeArg {
    fn kind(self) -> Hidden {
        match self {
            Self::Draft => Hidden::Draft,
            Self::Pending => Hidden::Pending,
            Self::Future => Hidden::Future,
            Self::Private => Hidden::Private,
            Self::Password => Hidden::Password,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn elements_are_named_as_html_names_them() {
        let known = |name| element(name).expect("a known name");
        assert_eq!(known("Table"), ElementSet::named("table").expect("a known name"));
        assert_eq!(known("all"), ElementSet::ALL);
        let fault = |name| element(name).expect_err("no name that can be kept");
        assert_eq!(fault("tables"), "there is no such element; the nearest is `table`");
        assert_eq!(fault("figuer"), "there is no such element; the nearest is `figure`");
        assert_eq!(fault("td"), "it stays with the `table` that it is a part of");
    }

    #[test]
    fn the_help_names_every_target() {
        let help = Cli::command().render_help().to_string();
        let names = target::names().collect::<Vec<_>>().join(", ");
        assert!(help.contains(&names), "{names}");
    }
}
