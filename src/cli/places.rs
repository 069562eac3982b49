//! Arguments about the places of files → the target that has them there.

use clap::{Args, ValueEnum};

use crate::error::Error;
use crate::target::{MediaPlaces, Target};

#[derive(Args, Debug)]
pub(super) struct PlaceArgs {
    /// Where media files go: all into one folder, or what was uploaded to a post into a folder with
    /// the post [default: shared]
    #[arg(long, value_name = "PLACE", ignore_case = true)]
    media_place: Option<MediaPlaceArg>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum MediaPlaceArg {
    Shared,
    Bundle,
}

impl PlaceArgs {
    /// The target with these places.
    pub(super) fn apply(self, target: Target) -> Result<Target, Error> {
        let places = match self.media_place {
            Some(MediaPlaceArg::Bundle) => MediaPlaces::Bundle,
            Some(MediaPlaceArg::Shared) | None => MediaPlaces::Shared,
        };
        target.with_media_places(places)
    }
}
