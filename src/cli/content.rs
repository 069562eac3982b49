//! Arguments about content → [`Rules`].

use clap::{Args, ValueEnum};

use crate::convert::lower::{
    ContentKind, EmbedForm, Mojibake, PictureSize, Punctuation, Rules, ShortcodeRules,
    UnknownShortcodes,
};

#[derive(Args, Debug)]
pub(super) struct ContentArgs {
    /// What bodies are written in; `auto` sees for itself which are Markdown already
    #[arg(long, value_name = "KIND", default_value = "auto")]
    content: ContentArg,
    /// What becomes of shortcodes that pressdown does not know
    #[arg(long, value_name = "WAY", default_value = "keep")]
    shortcodes: ShortcodesArg,
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
    /// The rules that follow from the arguments.
    pub(super) fn into_rules(self) -> Rules {
        Rules {
            content: match self.content {
                ContentArg::Auto => ContentKind::Auto,
                ContentArg::Html => ContentKind::Html,
                ContentArg::Markdown => ContentKind::Markdown,
            },
            shortcodes: ShortcodeRules {
                unknown: match self.shortcodes {
                    ShortcodesArg::Keep => UnknownShortcodes::Keep,
                    ShortcodesArg::Unwrap => UnknownShortcodes::Unwrap,
                    ShortcodesArg::Drop => UnknownShortcodes::Drop,
                },
                ..ShortcodeRules::default()
            },
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
        }
    }
}
