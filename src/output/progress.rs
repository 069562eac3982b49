//! One progress bar on stderr, by bytes, with the time that is left. The only user of indicatif.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar. It shows only where stderr is a terminal.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar over so many bytes.
    #[must_use]
    pub fn over(bytes: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        let style = "{msg:>10} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec}, {eta} left";
        let style = ProgressStyle::with_template(style).expect("the template is well-formed");
        bar.set_style(style.progress_chars("=> "));
        Self(bar)
    }

    /// No bar.
    #[must_use]
    pub fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Says what is being done now.
    pub fn stage(&self, name: &'static str) {
        self.0.set_message(name);
    }

    /// So many more bytes are done.
    pub fn advance(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
