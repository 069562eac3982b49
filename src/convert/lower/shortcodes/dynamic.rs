//! Shortcodes that stand for nothing in an export: forms, lists of posts, shops, sliders and
//! advertisements, which a server makes whenever a page is shown.
//!
//! They are not replaced, but nobody needs to wonder what they are: the user's rules for unknown
//! shortcodes apply, and a notice of their own names them.

/// Names, sorted.
const NAMES: &[&str] = &[
    "ad",
    "add_to_cart",
    "addtoany",
    "adinserter",
    "adrotate",
    "ads",
    "adsense",
    "affiliate_button",
    "amazon_link",
    "archives",
    "best_selling_products",
    "blog_subscription_form",
    "caldera_form",
    "child_pages",
    "contact-field",
    "contact-form",
    "contact-form-7",
    "custom-facebook-feed",
    "custom-twitter-feeds",
    "digg",
    "display-posts",
    "do_widget",
    "download",
    "easyazon_infoblock",
    "edd_downloads",
    "envira-gallery",
    "featured_products",
    "fluentform",
    "foogallery",
    "formidable",
    "forminator_form",
    "give_form",
    "googleapps",
    "gravityform",
    "gravityforms",
    "instagram-feed",
    "jetpack-related-posts",
    "jetpack_subscription_form",
    "layerslider",
    "login_form",
    "mailerlite_form",
    "mailpoet_form",
    "mc4wp_form",
    "metaslider",
    "newsletter_form",
    "nggallery",
    "ninja_form",
    "ninja_forms",
    "poll",
    "portfolio",
    "product",
    "product_category",
    "product_page",
    "products",
    "recent-posts",
    "recent_posts",
    "recent_products",
    "related_posts",
    "rev_slider",
    "rev_slider_vc",
    "sale_products",
    "searchform",
    "sharedaddy",
    "singlepic",
    "sitemap",
    "smartslider3",
    "soliloquy",
    "su_menu",
    "su_posts",
    "su_siblings",
    "su_subpages",
    "subscribe2",
    "top_rated_products",
    "tweetmeme",
    "woocommerce_cart",
    "woocommerce_checkout",
    "woocommerce_my_account",
    "woocommerce_order_tracking",
    "wp-review",
    "wp_sitemap_page",
    "wpforms",
    "yarpp",
];

/// Whether a server makes what a shortcode of this name shows.
pub(super) fn is_dynamic(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_documented() {
        assert!(NAMES.is_sorted_by(|one, other| one < other));
        let page = include_str!("../../../../docs/shortcodes.md");
        for name in NAMES {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }
}
