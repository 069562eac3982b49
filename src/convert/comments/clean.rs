//! A comment as it was typed → a tree that no reader has to fear: anybody can write comments, and a
//! site of files has no WordPress that cleans them when they are shown.
//!
//! Only elements and attributes of a list stay, as in WordPress's own kses, with the elements that
//! are harmless beside those that kses lets visitors write. What runs, loads or asks for something
//! goes; the text that a reader could see stays, and so do the addresses of films and pages that
//! were shown inside. <https://developer.wordpress.org/reference/functions/wp_kses/>
//!
//! What is left holds no text that browsers read by rules of its own, as they do in scripts, styles,
//! SVG and `<noscript>`, so that a browser that reads the result finds nothing that is not there.

use std::collections::BTreeSet;

use super::address::{self, Scheme};
use crate::html::{Dom, Namespace, NodeId, serialize};

/// Elements that stay, and which of their attributes.
const KEPT: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "title"]),
    ("abbr", &["title"]),
    ("acronym", &["title"]),
    ("address", &[]),
    ("article", &[]),
    ("aside", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("big", &[]),
    ("blockquote", &["cite"]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &["class"]),
    ("col", &[]),
    ("colgroup", &[]),
    ("dd", &[]),
    ("del", &["datetime"]),
    ("details", &[]),
    ("dfn", &[]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("footer", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("header", &[]),
    ("hgroup", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["alt", "height", "src", "title", "width"]),
    ("ins", &["datetime"]),
    ("kbd", &[]),
    ("li", &["type", "value"]),
    ("main", &[]),
    ("mark", &[]),
    ("nav", &[]),
    ("ol", &["reversed", "start", "type"]),
    ("p", &[]),
    ("pre", &["class"]),
    ("q", &["cite"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("section", &[]),
    ("small", &[]),
    ("span", &[]),
    ("strike", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "headers", "rowspan", "scope"]),
    ("tfoot", &[]),
    ("th", &["colspan", "headers", "rowspan", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("tt", &[]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// Attributes that every element may have.
const ANYWHERE: &[&str] = &["dir", "lang"];

/// Attributes whose value is an address.
const ADDRESSES: &[&str] = &["cite", "href", "src"];

/// Elements that give way to one that shows the same and does nothing else.
const RENAMED: &[(&str, &str)] = &[
    ("center", "div"),
    ("dialog", "div"),
    ("dir", "ul"),
    ("fieldset", "div"),
    ("form", "div"),
    ("legend", "div"),
    ("listing", "pre"),
    ("marquee", "div"),
    ("menu", "ul"),
    ("plaintext", "pre"),
    ("search", "div"),
    ("xmp", "pre"),
];

/// Elements that show something from elsewhere, and the attribute that says from where.
const SHOWN: &[(&str, &str)] = &[
    ("audio", "src"),
    ("embed", "src"),
    ("frame", "src"),
    ("iframe", "src"),
    ("object", "data"),
    ("video", "src"),
];

/// Elements that go with all they hold: a reader sees nothing of it, or nothing that is text.
const DROPPED: &[&str] = &[
    "applet", "area", "audio", "base", "basefont", "bgsound", "canvas", "datalist", "embed",
    "frame", "frameset", "iframe", "input", "keygen", "link", "meta", "meter", "noembed",
    "noframes", "noscript", "param", "progress", "script", "select", "source", "style", "template",
    "title", "track", "video",
];

/// The same in SVG and MathML: what they keep for programs, and descriptions that are not shown.
const DROPPED_FOREIGN: &[&str] = &[
    "annotation",
    "annotation-xml",
    "defs",
    "desc",
    "metadata",
    "script",
    "style",
    "symbol",
    "title",
];

/// A name of an attribute that is longer is no name that anybody knows.
const LONGEST_NAME: usize = 32;

/// What becomes of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    /// It stays with these attributes.
    Kept(&'static [&'static str]),
    /// It gets another name.
    Renamed(&'static str),
    /// What it holds takes its place.
    Unwrapped,
    /// It goes with what it holds.
    Dropped,
    /// A link to this address takes its place.
    Linked(String),
    /// A picture that cannot be shown: the words for it take its place.
    Worded,
}

/// Takes out whatever a visitor should not have been able to write, and says what it was, sorted:
/// elements that did something, `onclick`, `javascript:`.
pub(in crate::convert) fn clean(dom: &mut Dom) -> Vec<String> {
    let mut removed = BTreeSet::new();
    let mut at = dom.first_child(Dom::ROOT);
    while let Some(node) = at {
        at = clean_node(dom, node, &mut removed);
    }
    removed.into_iter().collect()
}

/// The tree as HTML.
pub(in crate::convert) fn html(dom: &Dom) -> String {
    let mut html = String::new();
    serialize(dom, Dom::ROOT, &mut html);
    html
}

/// Cleans one node and gives the one that is next.
fn clean_node(dom: &mut Dom, node: NodeId, removed: &mut BTreeSet<String>) -> Option<NodeId> {
    let Some(name) = dom.name(node) else {
        let next = dom.following_tree(node, Dom::ROOT);
        if dom.comment(node).is_some() {
            dom.remove(node);
        }
        return next;
    };
    let fate = fate(dom, node, name);
    if matches!(fate, Fate::Dropped | Fate::Linked(_)) {
        removed.insert(name.to_owned());
    }
    note_attributes(dom, node, removed);
    let next = match fate {
        Fate::Kept(_) | Fate::Renamed(_) | Fate::Unwrapped => dom.following(node, Dom::ROOT),
        Fate::Dropped | Fate::Linked(_) | Fate::Worded => dom.following_tree(node, Dom::ROOT),
    };
    settle(dom, node, fate);
    next
}

fn settle(dom: &mut Dom, node: NodeId, fate: Fate) {
    match fate {
        Fate::Kept(attributes) => keep(dom, node, attributes),
        Fate::Renamed(name) => {
            keep(dom, node, &[]);
            dom.rename(node, name);
        }
        Fate::Unwrapped => dom.replace_by_children(node),
        Fate::Dropped => dom.remove(node),
        Fate::Linked(address) => {
            let text = dom.replace_by_text(node, &address);
            let link = dom.wrap(text, "a");
            dom.set_attribute(link, "href", &address);
        }
        Fate::Worded => {
            let words = dom.attribute(node, "alt").unwrap_or_default().to_owned();
            dom.replace_by_text(node, &words);
        }
    }
}

fn fate(dom: &Dom, node: NodeId, name: &str) -> Fate {
    if let Some(address) = shown(dom, node, name) {
        return Fate::Linked(address);
    }
    if dom.namespace(node) == Some(Namespace::Foreign) {
        let is_dropped = DROPPED_FOREIGN.binary_search(&name).is_ok();
        return if is_dropped { Fate::Dropped } else { Fate::Unwrapped };
    }
    if DROPPED.binary_search(&name).is_ok() {
        return Fate::Dropped;
    }
    let is_safe = |attribute| {
        let address = dom.attribute(node, attribute).map(address::scheme);
        address == Some(Scheme::Harmless)
    };
    match name {
        // Without its address it is no link, and without its picture no picture.
        "a" if !is_safe("href") => return Fate::Unwrapped,
        "img" if !is_safe("src") => return Fate::Worded,
        _ => {}
    }
    if let Some(attributes) = look_up(KEPT, name) {
        return Fate::Kept(attributes);
    }
    match look_up(RENAMED, name) {
        // The parser leaves forms empty where they stand between the rows of a table.
        Some(name) if dom.first_child(node).is_some() => Fate::Renamed(name),
        Some(_) | None => Fate::Unwrapped,
    }
}

fn look_up<V: Copy>(table: &[(&str, V)], name: &str) -> Option<V> {
    let at = table.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(table[at].1)
}

/// The address on the web of what an element shows; nothing for other elements.
fn shown(dom: &Dom, node: NodeId, name: &str) -> Option<String> {
    let attribute = look_up(SHOWN, name)?;
    let of = |node| dom.attribute(node, attribute).and_then(address::on_the_web);
    of(node).or_else(|| {
        let is_film = matches!(name, "audio" | "video");
        let mut sources = dom.children(node).filter(|child| dom.name(*child) == Some("source"));
        if is_film { sources.find_map(of) } else { None }
    })
}

/// Leaves these attributes on an element, as far as their values may stay.
fn keep(dom: &mut Dom, node: NodeId, attributes: &[&str]) {
    dom.retain_attributes(node, |name, value| {
        let is_kept = attributes.contains(&name) || ANYWHERE.contains(&name);
        is_kept && (!ADDRESSES.contains(&name) || address::scheme(value) == Scheme::Harmless)
    });
    if !attributes.contains(&"class") {
        return;
    }
    match dom.attribute(node, "class").map(language) {
        Some(Some(language)) => {
            let language = language.to_owned();
            dom.set_attribute(node, "class", &language);
        }
        Some(None) => dom.retain_attributes(node, |name, _| name != "class"),
        None => {}
    }
}

/// `hljs language-rust` → `language-rust`
fn language(class: &str) -> Option<&str> {
    // Unclosed formatting is cloned into each paragraph that follows: no clone may cost much.
    let mut words = class.get(..class.len().min(128))?.split_ascii_whitespace();
    words.find(|word| word.starts_with("language-"))
}

/// Says which attributes of an element could have run a program.
fn note_attributes(dom: &Dom, node: NodeId, removed: &mut BTreeSet<String>) {
    for (name, value) in dom.attributes(node) {
        if name.starts_with("on") && name.len() <= LONGEST_NAME {
            removed.insert(name.to_owned());
        } else if ADDRESSES.contains(&name)
            && let Scheme::Other(scheme) = address::scheme(value)
        {
            removed.insert(scheme);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::html::parse;

    fn cleaned(html: &str) -> (String, Vec<String>) {
        let mut dom = parse(html);
        let removed = clean(&mut dom);
        (super::html(&dom), removed)
    }

    /// Whether a browser would find anything in HTML that a visitor must not write; written down
    /// again, so that a gap in the tables above shows.
    fn faults(html: &str) -> Vec<String> {
        const ELEMENTS: &str = " a abbr acronym address article aside b bdi bdo big blockquote br \
            caption cite code col colgroup dd del details dfn div dl dt em figcaption figure footer h1 \
            h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp \
            section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt \
            u ul var wbr ";
        const ATTRIBUTES: &str = " alt cite class colspan datetime dir headers height href hreflang \
            lang reversed rowspan scope src start title type value width ";
        let dom = parse(html);
        let mut faults = Vec::new();
        let mut at = dom.first_child(Dom::ROOT);
        while let Some(node) = at {
            at = dom.following(node, Dom::ROOT);
            if dom.comment(node).is_some() || dom.namespace(node) == Some(Namespace::Foreign) {
                faults.push("a comment, SVG or MathML".to_owned());
            }
            let name = dom.name(node).unwrap_or("p");
            if !ELEMENTS.contains(&format!(" {name} ")) {
                faults.push(name.to_owned());
            }
            for (name, value) in dom.attributes(node) {
                let is_known = ATTRIBUTES.contains(&format!(" {name} "));
                let is_address = matches!(name, "href" | "src" | "cite");
                let is_class = name == "class" && !value.starts_with("language-");
                if !is_known || is_class || is_address && !is_safe(value) {
                    faults.push(format!("{name}={value}"));
                }
            }
        }
        faults
    }

    /// The first steps of the URL standard's parser.
    fn is_safe(address: &str) -> bool {
        let address: String =
            address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let address = address.trim_start_matches(|c| c <= ' ').to_ascii_lowercase();
        let Some((scheme, _)) = address.split_once(':') else { return true };
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        !is_scheme || ["http", "https", "mailto", "ftp", "tel"].contains(&scheme)
    }

    /// The text that is to be seen, by the fate of each element.
    fn visible(dom: &Dom) -> String {
        let mut text = String::new();
        let mut at = dom.first_child(Dom::ROOT);
        while let Some(node) = at {
            at = dom.following(node, Dom::ROOT);
            text.push_str(dom.text(node).unwrap_or_default());
            let Some(name) = dom.name(node) else { continue };
            match fate(dom, node, name) {
                Fate::Kept(_) | Fate::Renamed(_) | Fate::Unwrapped => continue,
                Fate::Dropped => {}
                Fate::Linked(address) => text.push_str(&address),
                Fate::Worded => text.push_str(dom.attribute(node, "alt").unwrap_or_default()),
            }
            at = dom.following_tree(node, Dom::ROOT);
        }
        text
    }

    #[test]
    fn tables_are_sorted() {
        assert!(KEPT.is_sorted_by(|a, b| a.0 < b.0));
        assert!(RENAMED.is_sorted_by(|a, b| a.0 < b.0));
        assert!(SHOWN.is_sorted_by(|a, b| a.0 < b.0));
        assert!(DROPPED.is_sorted());
        assert!(DROPPED_FOREIGN.is_sorted());
        assert!(RENAMED.iter().all(|(_, name)| look_up(KEPT, name).is_some()));
        assert!(DROPPED.iter().all(|name| look_up(KEPT, name).is_none()));
    }

    #[test]
    fn what_means_something_stays() {
        for html in [
            "<p>one <b>two</b> <em>three</em><br>four</p>",
            "<a href=\"https://a.example/?a=1&amp;b=2\" title=\"A\" hreflang=\"de\">a</a>",
            "<img src=\"/a.png\" alt=\"A\" title=\"B\" width=\"1\" height=\"2\">",
            "<ol start=\"3\" type=\"a\" reversed=\"\"><li value=\"7\">x</li></ol>",
            "<blockquote cite=\"https://a.example/\"><q cite=\"/b\">x</q></blockquote>",
            "<pre><code class=\"language-rust\" lang=\"en\">a &lt; b</code></pre>",
            "<del datetime=\"2011-12-18\">a</del><ins datetime=\"2011-12-18\">b</ins>",
            "<table><tbody><tr><th scope=\"col\">a</th><td colspan=\"2\">b</td></tr></tbody></table>",
        ] {
            assert_eq!(cleaned(html), (html.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn what_does_something_goes_and_its_text_stays() {
        for (html, expected, removed) in [
            ("a<script>b</script>c<style>d</style>", "ac", "script style"),
            ("<p class=x id=y style=color:red data-z=1>a</p>", "<p>a</p>", ""),
            ("<a href=/b rel=nofollow target=_blank id=c>a</a>", "<a href=\"/b\">a</a>", ""),
            ("<b onclick=alert(1) ONLOAD=x>a</b>", "<b>a</b>", "onclick onload"),
            ("<a href='java&#10;script:x'>a <i>b</i></a>", "a <i>b</i>", "javascript:"),
            ("<a name=top>a</a>", "a", ""),
            ("<img src='data:image/svg+xml,x' alt='A &amp; B'>", "A &amp; B", "data:"),
            ("<q cite=javascript:x>a</q>", "<q>a</q>", "javascript:"),
            ("a<!-- b -->c", "ac", ""),
            (
                "<form action=/x><label>a <input name=b></label><button>c</button></form>",
                "<div>a c</div>",
                "input",
            ),
            ("<select><option>a</select><textarea>b</textarea>", "b", "select"),
            ("<font color=red>a</font><x-y>b</x-y><center>c</center>", "ab<div>c</div>", ""),
            ("<xmp><b>a</xmp>", "<pre>&lt;b&gt;a</pre>", ""),
            (
                "<code class='hljs language-rust x'>a</code>",
                "<code class=\"language-rust\">a</code>",
                "",
            ),
            ("<code class=hljs>a</code>", "<code>a</code>", ""),
            ("<svg><text onload=x>a</text><title>b</title></svg>", "a", "onload title"),
            ("<math><mi>x</mi><mo>=</mo><annotation>y</annotation></math>", "x=", "annotation"),
            ("<noscript>a</noscript><template><b>c</template>d", "d", "noscript template"),
            (
                "<table><form><tr><td>a</table>",
                "<table><tbody><tr><td>a</td></tr></tbody></table>",
                "",
            ),
        ] {
            let removed: Vec<String> = removed.split_whitespace().map(str::to_owned).collect();
            assert_eq!(cleaned(html), (expected.to_owned(), removed), "{html}");
        }
    }

    #[test]
    fn what_was_shown_from_elsewhere_becomes_a_link() {
        let link = |address: &str| format!("<a href=\"{address}\">{address}</a>");
        for (html, address) in [
            ("<iframe src='//video.example/7' onload=x>a</iframe>", "https://video.example/7"),
            ("<embed src=https://video.example/7>", "https://video.example/7"),
            (
                "<object><param name=movie value=x><embed src=http://v.example/7></object>",
                "http://v.example/7",
            ),
            ("<object data=http://v.example/7>a<b>c</b></object>", "http://v.example/7"),
            (
                "<video><source src=x><source src=http://v.example/7><source src=http://v.example/8></video>",
                "http://v.example/7",
            ),
            (
                "<audio src=http://v.example/7><source src=http://v.example/8></audio>",
                "http://v.example/7",
            ),
        ] {
            assert_eq!(cleaned(html).0, link(address), "{html}");
        }
        for html in [
            "<iframe src=javascript:alert(1)>a</iframe>",
            "<iframe srcdoc='<script>x</script>'></iframe>",
            "<embed src=data:text/html,x>",
            "<object data=/x></object>",
        ] {
            assert_eq!(cleaned(html).0, "", "{html}");
        }
    }

    /// From the OWASP's collection and from reports on other cleaners.
    /// <https://cheatsheetseries.owasp.org/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.html>
    const ATTACKS: &[&str] = &[
        "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
        "<IMG SRC=\"javascript:alert('XSS');\">",
        "<IMG SRC=`javascript:alert(1)`>",
        "<IMG \"\"\"><SCRIPT>alert(\"XSS\")</SCRIPT>\"\\>",
        "<IMG SRC=# onmouseover=\"alert('xxs')\">",
        "<IMG SRC= onmouseover=\"alert('xxs')\">",
        "<IMG SRC=/ onerror=\"alert(1)\"></img>",
        "<img src=x onerror=\"&#0000106&#0000097&#0000118\">",
        "<a href=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>x</a>",
        "<a href=&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61>x</a>",
        "<a href=\"jav\tascript:alert(1)\">x</a>",
        "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        "<a href=\"jav&#x0D;ascript:alert(1)\">x</a>",
        "<a href=\" &#14;  javascript:alert(1)\">x</a>",
        "<a href=\"javascript&colon;alert(1)\">x</a>",
        "<a href=\"javascript&Tab;:alert(1)\">x</a>",
        "<a href=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\">x</a>",
        "<SCRIPT/XSS SRC=\"https://evil.example/x.js\"></SCRIPT>",
        "<BODY onload!#$%&()*~+-_.,:;?@[/|\\]^`=alert(\"XSS\")>",
        "<<SCRIPT>alert(\"XSS\");//\\<</SCRIPT>",
        "<SCRIPT SRC=//evil.example/.j>",
        "<IMG SRC=\"`<javascript:alert>`('XSS')\"",
        "</TITLE><SCRIPT>alert(\"XSS\");</SCRIPT>",
        "<INPUT TYPE=\"IMAGE\" SRC=\"javascript:alert('XSS');\">",
        "<BODY BACKGROUND=\"javascript:alert('XSS')\">",
        "<IMG DYNSRC=\"javascript:alert('XSS')\" LOWSRC=\"javascript:alert('XSS')\">",
        "<svg/onload=alert('XSS')>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
        "<svg><use href=\"data:image/svg+xml;base64,PHN2Zz4=#x\"/></svg>",
        "<LINK REL=\"stylesheet\" HREF=\"javascript:alert('XSS');\">",
        "<META HTTP-EQUIV=\"refresh\" CONTENT=\"0;url=javascript:alert('XSS');\">",
        "<TABLE BACKGROUND=\"javascript:alert('XSS')\"><TD BACKGROUND=\"javascript:x\">a",
        "<DIV STYLE=\"width: expression(alert('XSS'));\">a</DIV>",
        "<BASE HREF=\"javascript:alert('XSS');//\">",
        "<OBJECT TYPE=\"text/x-scriptlet\" DATA=\"https://evil.example/x.html\"></OBJECT>",
        "<EMBED SRC=\"data:image/svg+xml;base64,PHN2Zz4=\" AllowScriptAccess=\"always\">",
        "<!--[if gte IE 4]><SCRIPT>alert('XSS');</SCRIPT><![endif]-->",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!-- --!><img src=x onerror=alert(1)> -->",
        "<? echo('<SCR)'; echo('IPT>alert(1)</SCRIPT>'); ?>",
        "<XML ID=I><X><C><![CDATA[<IMG SRC=\"javas]]><![CDATA[cript:alert('XSS');\">]]></C></X></xml>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<a onmouseover=alert(1)//<b>x</a>",
        "<form><button formaction=javascript:alert(1)>x</button></form>",
        "<form id=a><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<details open ontoggle=alert(1)><summary>a</summary>b</details>",
        "<video><source onerror=alert(1)></video>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
        "<svg><desc><b><style><img title=\"</style><img src=x onerror=alert(1)>\"></b></desc></svg>",
        "<svg><foreignObject><iframe srcdoc=\"<script>x</script>\"></iframe></foreignObject></svg>",
        "<template><s><template><s><img src=x onerror=alert(1)>",
        "<select><template><img src=x onerror=alert(1)></template></select>",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
        "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
        "<plaintext><img src=x onerror=alert(1)>",
        "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>",
        "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
        "<a title='\"onmouseover=\"alert(1)' href=/x>x</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<a href=\"/x\" xlink:href=\"javascript:alert(1)\" formaction=javascript:x ping=/y>x</a>",
        "<isindex action=javascript:alert(1) type=image>",
        "<portal src=https://evil.example/></portal>",
    ];

    #[test]
    fn faults_are_seen() {
        for html in ["<img src=x onerror=y>", "<a href=' java&#9;script:x'>", "<svg>", "<!--a-->"] {
            assert!(!faults(html).is_empty(), "{html}");
        }
    }

    #[test]
    fn attacks_leave_nothing_that_runs() {
        for attack in ATTACKS {
            for context in
                ["", "<p>", "<table><tr><td>", "<a href=/x><b>", "<svg>", "<math><mtext>"]
            {
                let html = format!("{context}{attack}");
                let (clean, _) = cleaned(&html);
                assert_eq!(faults(&clean), Vec::<String>::new(), "{html} → {clean}");
                assert_eq!(faults(&cleaned(&clean).0), Vec::<String>::new(), "{html} → {clean}");
            }
        }
    }

    #[test]
    fn deep_and_wide_trees_are_cleaned_to_their_end() {
        for tag in ["x-y", "form", "b", "svg><g", "font", "div", "object", "blockquote", "center"] {
            let html = format!("{}x{}", format!("<{tag}>").repeat(3_000), "<p>y<br>".repeat(3_000));
            let (clean, _) = cleaned(&html);
            assert!(clean.contains('x') && clean.contains('y'), "{tag}");
        }
        let html = format!("<a href={}><code class='{0}'>{}", "x".repeat(50_000), "<p>y".repeat(9));
        assert_eq!(cleaned(&html).1, [":"]);
    }

    /// What attacks are made of, between spaces.
    const MARKS: &str = "< > </ <!-- --> \" ' = & &lt; &#10; /> <![CDATA[ ]]> onclick= href= src= \
        style= title=\" javascript: java&#9;script: data: https://a.example/ class=language-x alt=y \
        encoding=text/html";

    /// Elements that read what they hold in ways of their own.
    const NAMES: &str = "a annotation-xml b button caption code desc div embed font foreignObject form \
        iframe img input li math mglyph mi mtext noembed noscript object option p plaintext pre script \
        select source style svg table td template textarea title tr video x-y xmp";

    fn pieces() -> impl Strategy<Value = String> {
        let marks: Vec<&str> = MARKS.split(' ').filter(|mark| !mark.is_empty()).collect();
        let names: Vec<&str> = NAMES.split_whitespace().collect();
        let mark = (prop::sample::select(marks), any::<bool>())
            .prop_map(|(mark, apart)| format!("{}{mark}", if apart { " " } else { "" }));
        let name = prop::sample::select(names);
        let open = name.clone().prop_map(|name| format!("<{name}>"));
        let tag = name.clone().prop_map(|name| format!("<{name} "));
        let close = name.prop_map(|name| format!("</{name}>"));
        let piece = prop_oneof![3 => mark, 3 => open, 2 => tag, 2 => close, 1 => ".{0,4}", 1 => "[a-z]{1,3}"];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_forbidden_is_ever_left(html in pieces()) {
            let mut dom = parse(&html);
            let expected = visible(&dom);
            clean(&mut dom);
            prop_assert_eq!(&dom.inner_text(Dom::ROOT), &expected);
            let clean = super::html(&dom);
            prop_assert_eq!(faults(&clean), Vec::<String>::new(), "{}", clean);
            // Tables move what is misplaced in them, so the order may be another; a mark of the byte
            // order is none of the text at its start.
            const BYTE_ORDER_MARK: char = '\u{feff}';
            let letters = |text: &str| {
                let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != BYTE_ORDER_MARK).collect();
                letters.sort_unstable();
                letters
            };
            prop_assert_eq!(letters(&parse(&clean).inner_text(Dom::ROOT)), letters(&expected));
        }
    }
}
