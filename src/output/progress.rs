//! One progress bar on stderr with the time that is left: by bytes while exports are read, by files
//! while media are brought. The only user of indicatif.

use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar. It shows only where stderr is a terminal.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    /// The bytes of media files.
    media: AtomicU64,
}

impl Progress {
    /// A bar over so many bytes.
    #[must_use]
    pub fn over(bytes: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        let bar = Self { bar, media: AtomicU64::new(0) };
        bar.style("{msg:>10} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec}, {eta} left");
        bar
    }

    /// No bar.
    #[must_use]
    pub fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), media: AtomicU64::new(0) }
    }

    /// Says what is being done now.
    pub fn stage(&self, name: &'static str) {
        self.bar.set_message(name);
    }

    /// So many more bytes are done.
    pub fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// From now on the bar is over so many media files.
    pub fn files(&self, count: u64) {
        self.bar.reset();
        self.bar.set_length(count);
        self.bar.set_message("media");
        self.style("{msg:>10} [{bar:30}] {pos}/{len} files{prefix}, {eta} left");
    }

    /// So many more bytes of media files came.
    pub fn advance_media(&self, bytes: u64) {
        let bytes = self.media.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if !self.bar.is_hidden() {
            let seconds = self.bar.elapsed().as_secs().max(1);
            let (all, rate) = (HumanBytes(bytes), HumanBytes(bytes / seconds));
            self.bar.set_prefix(format!(", {all}, {rate}/s"));
        }
    }

    /// One more media file is done.
    pub fn advance_file(&self) {
        self.bar.inc(1);
    }

    /// Says something above the bar.
    pub fn say(&self, line: &str) {
        self.bar.println(line.replace(char::is_control, "\u{fffd}"));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn style(&self, template: &str) {
        let style = ProgressStyle::with_template(template).expect("the template is well-formed");
        self.bar.set_style(style.progress_chars("=> "));
    }
}
