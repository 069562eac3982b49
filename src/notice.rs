//! Notices: everything lost, guessed, repaired or skipped, each with a stable code.
//!
//! Pure rooms return notices beside their values; only `report` shows them. `docs/notices.md`
//! documents each code, and a test holds the two together.

use crate::wxr::PostId;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something a user may want to know; nothing is wrong.
    Info,
    /// Something was lost, guessed or needs a person's eye.
    Warning,
    /// The export itself is damaged.
    Damage,
}

impl Severity {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Damage => "damage",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $id:literal, $name:literal, $severity:ident, $meaning:literal;)*) => {
        /// What happened. The identifier and the name of a code never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of their identifiers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable identifier, `W012`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// The stable name, `unknown-shortcode`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// One sentence that says what happened.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }
        }
    };
}

codes! {
    ExportCutOff = "W001", "export-cut-off", Damage, "The export ends before its last element is closed.";
    MalformedMarkup = "W002", "malformed-markup", Damage, "The XML of an item is malformed; what could be read was converted.";
    IllegalCharacter = "W003", "illegal-character", Warning, "A character that XML forbids was dropped.";
    NotUtf8 = "W004", "not-utf8", Warning, "Bytes that are not UTF-8 were read as Windows-1252, or replaced where they are not.";
    MissingPostId = "W005", "missing-post-id", Warning, "An item has no post id.";
    DuplicatePostId = "W006", "duplicate-post-id", Warning, "Two items have one post id.";
    UnusableDate = "W007", "unusable-date", Warning, "An item has no usable date, so its front matter has none.";
    UnsplitCdata = "W008", "unsplit-cdata", Warning, "A CDATA section holds its own end mark; the text was read up to the end tag of the field.";
    TextOutsideExport = "W009", "text-outside-export", Warning, "Text or markup that is no part of the export was skipped.";
    WrongEncoding = "W010", "wrong-encoding", Warning, "Text was decoded in the wrong encoding before it was exported.";
    DynamicBlock = "W011", "dynamic-block", Warning, "A block that is filled in when a page is shown left nothing.";
    UnknownShortcode = "W012", "unknown-shortcode", Warning, "A shortcode that pressdown does not know was kept as text, unwrapped or dropped.";
    MissingReusableBlock = "W013", "missing-reusable-block", Warning, "A reusable block that is not in the export, or not public, left nothing.";
    MissingAttachment = "W014", "missing-attachment", Warning, "An attachment that content asks for is not in the export.";
    ElementDropped = "W015", "element-dropped", Warning, "An element that a Markdown site cannot hold was dropped.";
    ConversionFailed = "W016", "conversion-failed", Warning, "An item could not be converted because of a fault in pressdown.";
    MissingFootnote = "W017", "missing-footnote", Warning, "A footnote that the text refers to is not in the export.";
    TextDiffers = "W018", "text-differs", Warning, "What was written does not show all that the HTML showed, or more.";
    BareAmpersand = "W019", "bare-ampersand", Warning, "An `&` that starts no reference was kept as text.";
    HtmlEntity = "W020", "html-entity", Warning, "The name of a character that XML does not know was read as HTML reads it.";
    BrokenLink = "W021", "broken-link", Warning, "A link points inside the site at nothing in the export.";
    LinkToUnpublished = "W022", "link-to-unpublished", Warning, "A link points at an item that was not written.";
    ArchiveLink = "W023", "archive-link", Warning, "A link points at an archive or feed that the output does not have.";
    UploadNotInExport = "W024", "upload-not-in-export", Warning, "A link points at an upload that the export does not list.";
    EmbeddedPictureKept = "W025", "embedded-picture-kept", Warning, "A picture in the text could not be written as a file and stays in the text.";
    FlashPlayer = "W026", "flash-player", Warning, "A Flash player was kept that no browser plays any more.";
    DeclaredEntity = "W027", "declared-entity", Warning, "The export declares entities of its own, which are not expanded.";
    DynamicShortcode = "W028", "dynamic-shortcode", Warning, "A shortcode that WordPress fills in when a page is shown stands for nothing in the export.";
    BuilderContent = "W029", "builder-content", Warning, "A page builder keeps the content of an item elsewhere, and not all of it could be read.";
    UnescapedMarkup = "W030", "unescaped-markup", Warning, "A field holds markup that was not escaped; it was read as HTML.";
    NameShortened = "W031", "name-shortened", Warning, "A file name was too long and was shortened.";
    NameClash = "W032", "name-clash", Warning, "Two items claimed one file name; one has its id added.";
    EncodingInDoubt = "W033", "encoding-in-doubt", Warning, "The encoding that an export declares is unknown, or does not fit all of its bytes.";
    ArchiveDamaged = "W034", "archive-damaged", Damage, "An archive is cut off or corrupt; what could be unpacked was read.";
    CutOffItem = "W035", "cut-off-item", Warning, "The export ends inside an item, which was written as a draft.";
    SeveralSites = "W036", "several-sites", Warning, "The exports are of several sites.";
    GuessedLink = "W037", "guessed-link", Warning, "A link points at an address that nothing has, and was led to the item or list whose name it holds.";
    MachineryLink = "W038", "machinery-link", Warning, "A link points at a part of WordPress itself, which the new site does not have.";
    MissingAnchor = "W039", "missing-anchor", Warning, "A link points at a place in a document that has no such place.";
    RedirectLeftOut = "W040", "redirect-left-out", Warning, "A redirect could not be written.";
    EditedFileKept = "W041", "edited-file-kept", Warning, "A file that was edited since the last run was not overwritten.";
    DeadLink = "W042", "dead-link", Warning, "A link of a written file leads to nothing that is there.";
    UnknownCommentType = "W043", "unknown-comment-type", Warning, "Comments of a type that pressdown does not know were left out.";
    NobodyToDrop = "W044", "nobody-to-drop", Warning, "No comment is what `--drop-comment` names.";
    CommentsLeftOut = "W045", "comments-left-out", Warning, "Comments that only one of several versions of an item has were left out.";
    MediaMissing = "W046", "media-missing", Warning, "A file that the site needs is neither in the uploads nor on the old site.";
    MediaNotFetched = "W047", "media-not-fetched", Warning, "A file that the site needs could not be fetched.";
    MediaStandIn = "W048", "media-stand-in", Warning, "Another copy of a file stands in for the one that is missing.";
    MediaNotPlaced = "W049", "media-not-placed", Warning, "A file that the site needs could not be put into its place.";
    Withheld = "I051", "withheld", Info, "An item that is not public was not written.";
    MarkdownBody = "I052", "markdown-body", Info, "A body that is Markdown already was left as it is.";
    SeveralLanguages = "I053", "several-languages", Info, "A text in several languages holds all of them.";
    TrackerDropped = "I054", "tracker-dropped", Info, "A picture that counts readers or fills space was dropped.";
    OtherEncoding = "I055", "other-encoding", Info, "An export is in another encoding than UTF-8, or than it declares.";
    NotAnExport = "I056", "not-an-export", Info, "A file in a folder or an archive is no WordPress export and was skipped.";
    TableOfContents = "I057", "table-of-contents", Info, "A table of contents that a plugin makes left nothing.";
    InferredHost = "I058", "inferred-host", Info, "A host is taken for another name of the site.";
    NearestLink = "I059", "nearest-link", Info, "A link was led to the nearest thing that the new site has.";
    ImportLeavesOut = "I060", "import-leaves-out", Info, "A file for another comment system leaves something out or had to be filled in.";
    CommentNotThere = "I061", "comment-not-there", Info, "A link to a comment that is not written leads to its post.";
    MediaGone = "I062", "media-gone", Info, "A file of an earlier run could not be renewed from the old site and was kept.";
    MediaRenamed = "I063", "media-renamed", Info, "Two files claimed one name; one of them got another.";
    MediaWithheld = "I064", "media-withheld", Info, "Files of items that are not published were left out.";
    UploadsUnread = "I065", "uploads-unread", Info, "Something among the uploads could not be used.";
}

/// A line of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which export, by its position among the inputs.
    pub export: usize,
    /// The line, counted from 1.
    pub line: u64,
}

/// One thing that happened, with what it happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub code: Code,
    /// The item that it happened to.
    pub post: Option<PostId>,
    /// Where in the export.
    pub place: Option<Place>,
    /// What was seen, in lower case and without a full stop.
    pub message: String,
}

impl Notice {
    /// A notice that does not know its post or place yet; the caller that does adds them.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, post: None, place: None, message: message.into() }
    }

    /// Whether the export itself is damaged.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        self.code.severity() == Severity::Damage
    }

    /// The same notice, told of the item and the line that it belongs to.
    #[must_use]
    pub fn at(mut self, post: Option<PostId>, place: Place) -> Self {
        self.post = self.post.or(post);
        self.place = self.place.or(Some(place));
        self
    }
}
