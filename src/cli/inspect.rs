//! Arguments of `pressdown inspect` → [`Inspect`].

use std::path::PathBuf;

use clap::Args;

use super::content::configuration;
use super::inputs::InputArgs;
use crate::convert::lower::Rules;
use crate::error::Error;
use crate::options::{Form, Inspect, Talk};
use crate::target;

#[derive(Args, Debug)]
pub(super) struct InspectArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// Print everything as JSON (docs/inspect.md explains each field)
    #[arg(long)]
    json: bool,
    /// Rules of your own for shortcodes; without it, pressdown.toml beside the export
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Say nothing but errors beside what is printed
    #[arg(short, long)]
    quiet: bool,
}

impl InspectArgs {
    pub(super) fn into_options(self) -> Result<Inspect, Error> {
        let config = configuration(self.config.as_deref(), self.inputs.first())?;
        Ok(Inspect {
            target: target::named(target::DEFAULT)?,
            rules: Rules { shortcodes: config.shortcode_rules(None), ..Rules::default() },
            inputs: self.inputs.into_options(),
            form: if self.json { Form::Json } else { Form::Page },
            talk: if self.quiet { Talk::Quiet } else { Talk::Normal },
        })
    }
}
