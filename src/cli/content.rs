//! Arguments about content → [`Rules`].

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::config::{self, Config};
use crate::convert::lower::{
    ContentKind, EmbedForm, Mojibake, PictureSize, Punctuation, Rules, UnknownShortcodes,
};
use crate::error::Error;

#[derive(Args, Debug)]
pub(super) struct ContentArgs {
    /// What bodies are written in; `auto` sees for itself which are Markdown already
    #[arg(long, value_name = "KIND", default_value = "auto")]
    content: ContentArg,
    /// What becomes of shortcodes that pressdown does not know [default: keep]
    #[arg(long, value_name = "WAY")]
    shortcodes: Option<ShortcodesArg>,
    /// Rules of your own for shortcodes; without it, pressdown.toml beside the export
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What becomes of videos and posts of other sites: what the target says, the address alone
    /// on its line, or the player that WordPress showed
    #[arg(long, value_name = "FORM", default_value = "target")]
    embeds: EmbedsArg,
    /// What becomes of quotation marks, dashes and dots: as they were typed, as WordPress shows
    /// them, or ASCII
    #[arg(long, value_name = "STYLE", default_value = "keep")]
    smart: SmartArg,
    /// Repair text that was decoded in the wrong encoding once (`cafÃ©`)
    #[arg(long)]
    fix_mojibake: bool,
    /// Which file of a picture is shown: the one that was uploaded, or the smaller copy of it that
    /// the post shows
    #[arg(long, value_name = "SIZE", default_value = "original")]
    image_size: ImageSizeArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ImageSizeArg {
    Original,
    AsShown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ContentArg {
    Auto,
    Html,
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShortcodesArg {
    Keep,
    Unwrap,
    Drop,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EmbedsArg {
    Target,
    Link,
    Player,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SmartArg {
    Keep,
    Wordpress,
    Ascii,
}

impl ContentArgs {
    /// The rules that follow from the arguments and the configuration file.
    pub(super) fn into_rules(self, export: Option<&Path>) -> Result<Rules, Error> {
        let config = configuration(self.config.as_deref(), export)?;
        let said = self.shortcodes.map(ShortcodesArg::way);
        Ok(Rules {
            content: match self.content {
                ContentArg::Auto => ContentKind::Auto,
                ContentArg::Html => ContentKind::Html,
                ContentArg::Markdown => ContentKind::Markdown,
            },
            shortcodes: config.shortcode_rules(said),
            embeds: match self.embeds {
                EmbedsArg::Target => EmbedForm::Target,
                EmbedsArg::Link => EmbedForm::Link,
                EmbedsArg::Player => EmbedForm::Player,
            },
            punctuation: match self.smart {
                SmartArg::Keep => Punctuation::Keep,
                SmartArg::Wordpress => Punctuation::WordPress,
                SmartArg::Ascii => Punctuation::Ascii,
            },
            mojibake: if self.fix_mojibake { Mojibake::Fix } else { Mojibake::Keep },
            pictures: match self.image_size {
                ImageSizeArg::Original => PictureSize::Original,
                ImageSizeArg::AsShown => PictureSize::AsShown,
            },
        })
    }
}

impl ShortcodesArg {
    fn way(self) -> UnknownShortcodes {
        match self {
            Self::Keep => UnknownShortcodes::Keep,
            Self::Unwrap => UnknownShortcodes::Unwrap,
            Self::Drop => UnknownShortcodes::Drop,
        }
    }
}

/// The configuration file that is named, else the one beside the export, if there is one.
pub(super) fn configuration(named: Option<&Path>, export: Option<&Path>) -> Result<Config, Error> {
    match (named, export) {
        (Some(path), _) => read(path),
        (None, Some(export)) => {
            let path = export.with_file_name(config::FILE_NAME);
            if path.is_file() { read(&path) } else { Ok(Config::default()) }
        }
        (None, None) => Ok(Config::default()),
    }
}

fn read(path: &Path) -> Result<Config, Error> {
    let text =
        fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    config::parse(&text, &path.display().to_string())
}
