//! How links are written: the forms that a target file or `--link-style` names.

use serde::Deserialize;

use crate::error::nearest;
use crate::target::{BundleLinks, Media, Target};

/// The forms that have a name.
const NAMED: &[(&str, LinkForm)] = &[
    ("absolute", LinkForm::Absolute),
    ("file", LinkForm::File),
    ("relative", LinkForm::Relative),
    ("root", LinkForm::Root),
    ("wiki", LinkForm::Wiki),
];

/// What a template of a reference asks for.
const FILE: &str = "{file}";
/// As above.
const FRAGMENT: &str = "{fragment}";

/// How a link from one document to another is written.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "Written")]
pub enum LinkForm {
    /// `/about/crew/`: the address on the site, from its root.
    Root,
    /// `../../about/crew/`: the way from this document's address to the other's.
    Relative,
    /// `../about/crew.md`: the other file, relative to this one.
    File,
    /// `https://new.example/about/crew/`
    Absolute,
    /// `[[about/crew|The crew]]`: the name of the other file, in the links of wikis.
    Wiki,
    /// `@/about/crew.md`: the other file, in the words that the generator has for it.
    Reference(Reference),
}

/// What becomes of links to items that are not written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenLinks {
    /// They stay as they are.
    #[default]
    Keep,
    /// Their words alone stay.
    Text,
}

/// A generator's own words for a link to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    template: String,
    below: String,
}

/// How a link to an uploaded file is written.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum MediaLinkForm {
    /// Relative to the document's file.
    File,
    /// Below this address: `/wp-content/uploads/`.
    Under(String),
    /// The way from the document's address to a file below this address.
    Relative(String),
    /// On the new site, below this address.
    Absolute(String),
}

/// The form as a target file holds it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "links are a name or a table with `reference`")]
enum Written {
    Name(String),
    Reference(WrittenReference),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenReference {
    reference: String,
    #[serde(default)]
    below: String,
}

impl TryFrom<Written> for LinkForm {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written::Name(name) => {
                let form = NAMED.iter().find(|(known, _)| *known == name);
                form.map(|(_, form)| form.clone()).ok_or_else(|| {
                    let known = nearest(&name, NAMED.iter().map(|(known, _)| *known));
                    format!("there is no form of links `{name}`; the nearest is `{known}`")
                })
            }
            Written::Reference(WrittenReference { reference, below }) => {
                Reference::parse(&reference, &below).map(Self::Reference)
            }
        }
    }
}

impl LinkForm {
    /// Whether a generator or a wiki has words of its own for it, which no other reader of Markdown
    /// takes for a link.
    #[must_use]
    pub fn has_own_words(&self) -> bool {
        match self {
            Self::Wiki | Self::Reference(_) => true,
            Self::Root | Self::Relative | Self::File | Self::Absolute => false,
        }
    }
}

impl Reference {
    fn parse(template: &str, below: &str) -> Result<Self, String> {
        if !template.contains(FILE) {
            return Err(format!("the reference `{template}` does not hold `{FILE}`"));
        }
        let below = below.trim_matches('/');
        let below = if below.is_empty() { String::new() } else { format!("{below}/") };
        Ok(Self { template: template.to_owned(), below })
    }

    /// The file's path as the reference says it; `None` for a file that lies elsewhere.
    ///
    /// `content/posts/a.md`, below `content` → `posts/a.md`
    #[must_use]
    pub fn name<'f>(&self, file: &'f str) -> Option<&'f str> {
        file.strip_prefix(self.below.as_str())
    }

    /// Whether the generator's template language reads it before Markdown does: no destination of
    /// Markdown holds a blank.
    #[must_use]
    pub fn is_template(&self) -> bool {
        self.template.contains(' ')
    }

    /// The reference to a file that [`Reference::name`] named. The fragment, with its `#`, stands
    /// behind it where the template has no place for it.
    ///
    /// `posts/a.md` and `#top` → `{{< relref "/posts/a.md#top" >}}`
    #[must_use]
    pub fn fill(&self, name: &str, fragment: &str) -> String {
        let (before, behind) = self.template.split_once(FILE).expect("parse looked for it");
        let has_place = behind.contains(FRAGMENT);
        let behind = behind.replacen(FRAGMENT, fragment, 1);
        let fragment = if has_place { "" } else { fragment };
        format!("{before}{name}{behind}{fragment}")
    }
}

impl Target {
    /// The same with links of another form. Links to uploads follow it, unless it names files:
    /// where uploads have an address they keep it.
    #[must_use]
    pub fn with_links(mut self, form: LinkForm) -> Self {
        let address = self.media.address();
        match &form {
            LinkForm::Root | LinkForm::Relative | LinkForm::Absolute => {
                self.media.address_bundles();
            }
            LinkForm::File | LinkForm::Wiki | LinkForm::Reference(_) => {}
        }
        self.media.links = match &form {
            LinkForm::Root => MediaLinkForm::Under(address),
            LinkForm::Relative => MediaLinkForm::Relative(address),
            LinkForm::Absolute => MediaLinkForm::Absolute(address),
            LinkForm::File | LinkForm::Wiki | LinkForm::Reference(_) => self.media.links,
        };
        self.links = form;
        self
    }

    /// The target as data files see it: they stand in no folder of the site, so links start at its root.
    #[must_use]
    pub fn rooted(&self) -> Self {
        let mut target = self.clone();
        target.links = LinkForm::Root;
        target.media.links = MediaLinkForm::Under(target.media.address());
        target.media.address_bundles();
        target
    }
}

impl Media {
    /// Has files in bundles linked by their addresses.
    fn address_bundles(&mut self) {
        if let Some(bundle) = &mut self.bundle {
            bundle.links = BundleLinks::Address;
        }
    }

    /// Where uploads are on the site, with `/` at its end.
    fn address(&self) -> String {
        match &self.links {
            MediaLinkForm::File => format!("/{}/", self.folder.trim_matches('/')),
            MediaLinkForm::Under(address)
            | MediaLinkForm::Relative(address)
            | MediaLinkForm::Absolute(address) => address.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Holder {
        links: LinkForm,
    }

    fn parse(text: &str) -> Result<LinkForm, String> {
        let holder = toml::from_str::<Holder>(&format!("links = {text}"));
        holder.map(|holder| holder.links).map_err(|cause| cause.to_string())
    }

    fn reference(text: &str) -> Reference {
        let Ok(LinkForm::Reference(reference)) = parse(text) else { panic!("a reference: {text}") };
        reference
    }

    #[test]
    fn forms_have_names() {
        assert!(NAMED.is_sorted_by_key(|(name, _)| *name));
        for (name, form) in NAMED {
            assert_eq!(parse(&format!("'{name}'")).as_ref(), Ok(form));
        }
        let fault = parse("'fil'").expect_err("no form");
        assert!(fault.contains("`fil`; the nearest is `file`"), "{fault}");
    }

    #[test]
    fn references_are_templates() {
        let zola = reference("{ reference = '@/{file}', below = 'content/' }");
        assert_eq!(zola.name("content/posts/a.md"), Some("posts/a.md"));
        assert_eq!(zola.name("contents/a.md"), None);
        assert_eq!(zola.fill("posts/a.md", "#b"), "@/posts/a.md#b");
        assert!(!zola.is_template());
        let hugo =
            reference("{ reference = '{{< relref \"/{file}{fragment}\" >}}', below = 'content' }");
        assert_eq!(hugo.fill("a.md", "#b"), "{{< relref \"/a.md#b\" >}}");
        assert_eq!(hugo.fill("a.md", ""), "{{< relref \"/a.md\" >}}");
        assert!(hugo.is_template());
        let jekyll = reference("{ reference = '{% link {file} %}' }");
        assert_eq!(jekyll.name("_posts/a.md"), Some("_posts/a.md"));
        assert_eq!(jekyll.fill("_posts/a.md", "#b"), "{% link _posts/a.md %}#b");
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for text in ["{ reference = '@/' }", "{ reference = '@/{file}', under = 'x' }", "7"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
