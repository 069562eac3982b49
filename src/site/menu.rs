//! Menus: the items of each, in the order and the depth in which WordPress showed them.

use std::collections::BTreeMap;

use crate::wxr::{Item, PostId};

/// An entry of a menu, as the export has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuItem {
    /// The number of the entry itself.
    pub id: u64,
    /// The slug of the menu.
    pub menu: String,
    /// HTML text; empty where the entry is called like what it leads to.
    pub title: String,
    /// Its place in the menu.
    pub order: i64,
    /// The entry above it; zero at the top.
    pub parent: u64,
    /// What it leads to.
    pub leads_to: MenuTarget,
}

/// What an entry of a menu leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MenuTarget {
    /// A post, a page or another item.
    Post(PostId),
    /// The archive of a term: the taxonomy, and the number of the term.
    Term(String, u64),
    /// The archive of a type of items.
    Type(String),
    /// An address that somebody typed.
    Custom(String),
    /// Nothing that can be found.
    #[default]
    Unknown,
}

impl MenuItem {
    /// The entry that an item is; `None` if it is none, or a draft.
    pub(super) fn of_item(item: &Item<'_>) -> Option<Self> {
        if item.post_type != "nav_menu_item" || item.status != crate::wxr::Status::Publish {
            return None;
        }
        let field = |key: &str| item.meta_value(key).unwrap_or_default().trim();
        let menu = item.terms.iter().find(|term| term.taxonomy == "nav_menu")?;
        let object = field("_menu_item_object").to_owned();
        let number: Option<u64> = field("_menu_item_object_id").parse().ok();
        let leads_to = match (field("_menu_item_type"), number) {
            ("post_type", Some(id)) => MenuTarget::Post(PostId(id)),
            ("taxonomy", Some(id)) => MenuTarget::Term(object, id),
            ("post_type_archive", _) => MenuTarget::Type(object),
            ("custom", _) => MenuTarget::Custom(field("_menu_item_url").to_owned()),
            _ => MenuTarget::Unknown,
        };
        Some(Self {
            id: item.id.map_or(0, |PostId(id)| id),
            menu: menu.slug.clone().into_owned(),
            title: item.title.clone().into_owned(),
            order: item.menu_order,
            parent: field("_menu_item_menu_item_parent").parse().unwrap_or_default(),
            leads_to,
        })
    }
}

/// The menus of a site by slug, each with its entries in order.
#[derive(Debug, Default)]
pub struct Menus(BTreeMap<String, Vec<MenuItem>>);

impl Menus {
    pub(super) fn add(&mut self, entry: MenuItem) {
        self.0.entry(entry.menu.clone()).or_default().push(entry);
    }

    /// Every menu by its slug, with its entries by their order, then their number.
    pub fn all(&self) -> impl Iterator<Item = (&str, Vec<&MenuItem>)> {
        self.0.iter().map(|(slug, entries)| {
            let mut entries: Vec<&MenuItem> = entries.iter().collect();
            entries.sort_by_key(|entry| (entry.order, entry.id));
            // Files of a split export may overlap.
            entries.dedup_by_key(|entry| entry.id);
            (slug.as_str(), entries)
        })
    }
}
