//! Formulas in TeX → source that goes out as it is, in the delimiters of the target.
//!
//! `$latex …$` (WordPress.com), `[latex]…[/latex]`, `\(…\)`, `\[…\]`, `$$…$$`, and `<math>` that tells
//! its TeX, if the target has formulas. A sign that could be text is a formula only if what stands in it reads like one, and a lone
//! `$` only in posts that ask for `MathJax` or `QuickLaTeX`: `$5 and $6` is money.
//! <https://wordpress.com/support/latex/>

use std::borrow::Cow;

use crate::convert::lower::markup::{self, End, Token, Within};
use crate::convert::lower::uses::{Fate, ShortcodeUses, count};
use crate::convert::lower::{Context, ShortcodeRules};
use crate::html;
use crate::markdown::{Dialect, HtmlSyntax, Math};

/// Shortcodes that hold a formula.
const SHORTCODES: &[&str] = &["equation", "katex", "latex", "math", "tex"];

/// Elements whose text is no formula.
const NOT_IN: &[&str] = &["code", "kbd", "math", "pre", "script", "style", "svg", "textarea", "tt"];

/// What a post says that has formulas between single dollars.
const DOLLAR_POSTS: &[&str] = &["[latexpage]", "[mathjax]"];

/// How far the end of a formula is looked for.
const LONGEST: usize = 4_000;

/// Options of `$latex …$`.
const OPTIONS: &[&str] = &["&bg=", "&fg=", "&s="];

/// How a formula stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Inline,
    Display,
}

/// A formula in a text.
struct Formula<'a> {
    form: Form,
    /// As written, entities and all.
    tex: &'a str,
    /// How long it is with its delimiters.
    length: usize,
    /// The shortcode that holds it.
    shortcode: Option<&'static str>,
}

/// What formulas are looked for with.
struct Search<'a> {
    /// Whether single dollars stand around formulas.
    dollars: bool,
    /// The user's own rules go first.
    rules: &'a ShortcodeRules,
    dialect: &'a Dialect,
}

/// Content with its formulas as source.
///
/// `$latex e^{i_1}_2&s=2$` → `<markdown-source>$e^{i_1}_2$</markdown-source>`
pub(in crate::convert::lower) fn keep<'a>(
    content: &'a str,
    cx: &Context<'_>,
    uses: &mut ShortcodeUses,
) -> Cow<'a, str> {
    let may_have = memchr::memchr2(b'$', b'\\', content.as_bytes()).is_some()
        || ["[/", "<math"].iter().any(|sign| markup::holds(content, sign));
    if !may_have {
        return Cow::Borrowed(content);
    }
    let dialect = &cx.target.markdown;
    let search = Search {
        dollars: DOLLAR_POSTS.iter().any(|sign| content.contains(sign)),
        rules: &cx.rules.shortcodes,
        dialect,
    };
    let mut html = String::with_capacity(content.len());
    let mut within = Within::none_of(NOT_IN);
    let mut tokens = markup::as_browser(content);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) if !within.is_inside() => push_text(text, &search, uses, &mut html),
            Token::Tag(tag)
                if tag.name == "math" && tag.end == End::Open && !within.is_inside() =>
            {
                let start = html.len();
                html.push_str(tag.raw);
                copy_element(&mut tokens, &mut html);
                let source = of_mathml(&html[start..], dialect);
                // Browsers show `<math>`, so it is only given up for what the renderer shows as well.
                if let Some(source) = source.filter(|_| dialect.math != Math::None) {
                    html.truncate(start);
                    html.push_str(&source);
                }
            }
            Token::Tag(tag) => {
                within.pass(&tag);
                html.push_str(tag.raw);
            }
            Token::Text(raw) | Token::Comment(raw) => html.push_str(raw),
        }
    }
    Cow::Owned(html)
}

/// Copies everything up to the end of the `<math>` that is open.
fn copy_element(tokens: &mut markup::Tokens<'_>, html: &mut String) {
    for token in tokens {
        html.push_str(token.raw());
        if matches!(token, Token::Tag(tag) if tag.is("math") && tag.end == End::Close) {
            break;
        }
    }
}

/// `<math display="block">…<annotation encoding="application/x-tex">x^2</annotation>…</math>` → its TeX
fn of_mathml(math: &str, dialect: &Dialect) -> Option<String> {
    let form = match markup::attribute(&math[..=math.find('>')?], "display") {
        Some("block") => Form::Display,
        _ => Form::Inline,
    };
    let (_, annotation) = math.split_once("encoding=\"application/x-tex\"")?;
    let (_, annotation) = annotation.split_once('>')?;
    let (tex, behind) = annotation.split_once('<')?;
    let is_whole = behind.starts_with("/annotation") && !tex.trim_ascii().is_empty();
    is_whole.then(|| written(tex, form, dialect))
}

fn push_text(text: &str, search: &Search<'_>, uses: &mut ShortcodeUses, html: &mut String) {
    let (mut at, mut searched) = (0, 0);
    while let Some(found) = memchr::memchr3(b'$', b'\\', b'[', &text.as_bytes()[searched..]) {
        let start = searched + found;
        if let Some(sign) = DOLLAR_POSTS.iter().find(|sign| text[start..].starts_with(**sign)) {
            // It speaks to a plugin, not to readers.
            html.push_str(&text[at..start]);
            at = start + sign.len();
            searched = at;
            continue;
        }
        let Some(formula) = formula_at(text, start, search) else {
            // `$$` and `\\` are looked at once.
            let is_double = text[start..].starts_with("$$") || text[start..].starts_with("\\\\");
            searched = start + 1 + usize::from(is_double);
            continue;
        };
        html.push_str(&text[at..start]);
        html.push_str(&written(formula.tex, formula.form, search.dialect));
        if let Some(name) = formula.shortcode {
            count(uses, name, Fate::Converted);
        }
        at = start + formula.length;
        searched = at;
    }
    html.push_str(&text[at..]);
}

fn formula_at<'a>(text: &'a str, start: usize, search: &Search<'_>) -> Option<Formula<'a>> {
    let (before, text) = text.split_at(start);
    match text.as_bytes() {
        [b'$', b'$', ..] => between(text, "$$", "$$", Form::Display).filter(reads_like_tex),
        [b'$', b'l', b'a', b't', b'e', b'x', ..] => of_wordpress(text),
        [b'$', ..] if search.dollars => between(text, "$", "$", Form::Inline).filter(is_set_close),
        [b'\\', b'(', ..] => of_tex(text, b')', Form::Inline).filter(may_be_tex),
        [b'\\', b'[', ..] => of_tex(text, b']', Form::Display).filter(reads_like_tex),
        // `[[latex]…[/latex]]` is how one writes about it.
        [b'[', ..] if !before.ends_with('[') => of_shortcode(text, search.rules),
        _ => None,
    }
}

/// `$latex x&bg=fff$`, `$latex= x$`; a `\$` in it is a dollar.
fn of_wordpress(text: &str) -> Option<Formula<'_>> {
    let inner = text.strip_prefix("$latex")?;
    let inner = inner
        .strip_prefix([' ', '=', '\n', '\t', '\u{a0}'])
        .or_else(|| inner.strip_prefix("&nbsp;"))?;
    let start = text.len() - inner.len();
    let bytes = &inner.as_bytes()[..inner.len().min(LONGEST)];
    let end = memchr::memchr_iter(b'$', bytes).find(|at| *at == 0 || bytes[at - 1] != b'\\')?;
    let tex = without_options(&inner[..end]);
    let is_one = !tex.trim_ascii().is_empty() && !has_blank_line(tex);
    is_one.then_some(Formula { form: Form::Inline, tex, length: start + end + 1, shortcode: None })
}

/// `x&bg=ffffff&s=2` → `x`, however the `&` is spelled.
fn without_options(tex: &str) -> &str {
    let mut tex = tex;
    while let Some((before, value)) = tex.rsplit_once('=') {
        let is_value =
            value.trim_ascii().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let option = OPTIONS.iter().find_map(|option| {
            let name = &option[1..option.len() - 1];
            ["&amp;", "&#038;", "&#38;", "&"]
                .iter()
                .find_map(|and| before.strip_suffix(name)?.strip_suffix(and))
        });
        match option.filter(|_| is_value) {
            Some(shorter) => tex = shorter,
            None => break,
        }
    }
    tex
}

/// `[latex]x[/latex]`, `[katex display=true]x[/katex]`
fn of_shortcode<'a>(text: &'a str, rules: &ShortcodeRules) -> Option<Formula<'a>> {
    let name = SHORTCODES.iter().find(|name| text[1..].starts_with(**name))?;
    if rules.own.contains_key(*name) {
        return None;
    }
    let attributes = &text[1 + name.len()..];
    let attributes = &attributes[..memchr::memchr2(b']', b'[', attributes.as_bytes())?];
    if !(attributes.is_empty() || attributes.starts_with(' ')) {
        return None;
    }
    let is_display = attributes.contains("display") && !attributes.contains("false");
    let form = if is_display { Form::Display } else { Form::Inline };
    let begin = &text[..=1 + name.len() + attributes.len()];
    let formula = between(text, begin, &format!("[/{name}]"), form)?;
    Some(Formula { shortcode: Some(name), ..formula })
}

/// `\(x\)`, `\[x\]`; none begins in another.
fn of_tex(text: &str, end: u8, form: Form) -> Option<Formula<'_>> {
    let bytes = near(text).as_bytes();
    let begin = bytes[1];
    let found = memchr::memchr_iter(b'\\', &bytes[2..]).map(|at| at + 2).find(|at| {
        let next = bytes.get(at + 1);
        // Behind a backslash of its own it breaks the line: `\\[2pt]`.
        (next == Some(&end) || next == Some(&begin)) && bytes[at - 1] != b'\\'
    })?;
    let tex = &text[2..found];
    let is_one = bytes[found + 1] == end && !has_blank_line(tex.trim_ascii());
    (is_one && !tex.trim_ascii().is_empty()).then_some(Formula {
        form,
        tex,
        length: found + 2,
        shortcode: None,
    })
}

/// The formula between two delimiters, in one paragraph.
fn between<'a>(text: &'a str, begin: &str, end: &str, form: Form) -> Option<Formula<'a>> {
    let inner = text.strip_prefix(begin)?;
    let near = near(inner);
    let length = memchr::memmem::find(near.as_bytes(), end.as_bytes())?;
    let tex = &inner[..length];
    let is_one = !tex.trim_ascii().is_empty() && !has_blank_line(tex.trim_ascii());
    is_one.then_some(Formula {
        form,
        tex,
        length: begin.len() + length + end.len(),
        shortcode: None,
    })
}

/// As much of a text as one formula may be.
fn near(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn has_blank_line(tex: &str) -> bool {
    tex.contains("\n\n")
}

/// Whether something stands in it that stands in formulas.
fn reads_like_tex(formula: &Formula<'_>) -> bool {
    let tex = formula.tex.trim_ascii();
    let has_command =
        tex.as_bytes().windows(2).any(|two| two[0] == b'\\' && two[1].is_ascii_alphabetic());
    has_command || tex.contains(['^', '_', '=', '+', '{'])
}

/// The same, or it is one letter.
fn may_be_tex(formula: &Formula<'_>) -> bool {
    let tex = formula.tex.trim_ascii();
    reads_like_tex(formula) || (tex.len() == 1 && tex.as_bytes()[0].is_ascii_alphabetic())
}

/// `$x$`, but `$5 and $6` is money: no blank inside of the dollars, and no digit behind the first.
fn is_set_close(formula: &Formula<'_>) -> bool {
    let tex = formula.tex;
    let is_close = tex.trim_ascii().len() == tex.len() && !tex.contains('\n');
    is_close && (reads_like_tex(formula) || tex.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// A formula as the target writes it.
fn written(tex: &str, form: Form, dialect: &Dialect) -> String {
    let tex = html::decode(tex.trim_ascii());
    let tex: Vec<&str> = tex.lines().map(str::trim_ascii).filter(|line| !line.is_empty()).collect();
    let text = match (form, dialect.math) {
        (Form::Display, _) => format!("$$\n{}\n$$", tex.join("\n")),
        (Form::Inline, Math::DoubleDollar) => format!("$${}$$", tex.join(" ")),
        (Form::Inline, Math::Dollar | Math::None) => format!("${}$", tex.join(" ")),
    };
    if dialect.html_syntax == HtmlSyntax::Jsx && dialect.math == Math::None {
        // There `{` begins a program, so it must be written as text is.
        return markup::escape(&text).replace('[', "&#91;").replace('\n', " ");
    }
    markup::markdown_source(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(content: &str) -> String {
        let site = crate::site::Site::default();
        let rules = crate::convert::lower::Rules::default();
        let target = crate::target::named(crate::target::DEFAULT).expect("an embedded target");
        let cx = Context { site: &site, post: None, meta: &[], rules: &rules, target: &target };
        keep(content, &cx, &mut ShortcodeUses::new()).into_owned()
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(SHORTCODES.is_sorted());
        assert!(NOT_IN.is_sorted());
    }

    #[test]
    fn every_spelling_is_known() {
        let inline = "<markdown-source>$a_b$</markdown-source>";
        for typed in [
            "$latex a_b$",
            "$latex a_b&bg=ffffff&fg=000&s=-2$",
            "$latex a_b&amp;s=2$",
            "$latex=a_b$",
            "\\(a_b\\)",
        ] {
            assert_eq!(kept(typed), inline, "{typed}");
        }
        for name in SHORTCODES {
            assert_eq!(kept(&format!("[{name}]a_b[/{name}]")), inline, "{name}");
        }
        let display = "<markdown-source>$$\na_b\n$$</markdown-source>";
        for typed in ["$$a_b$$", "\\[ a_b \\]", "[katex display=true]a_b[/katex]"] {
            assert_eq!(kept(typed), display, "{typed}");
        }
        let in_dollars = "<markdown-source>$x$</markdown-source>";
        assert_eq!(kept("[mathjax]$x$ for $5 and $6"), format!("{in_dollars} for $5 and $6"));
    }

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(kept("$latex a &lt; b$"), "<markdown-source>$a &lt; b$</markdown-source>");
        assert_eq!(
            kept("$latex a &amp; b &amp;lt; c$"),
            "<markdown-source>$a &amp; b &amp;lt; c$</markdown-source>"
        );
    }

    #[test]
    fn text_is_no_formula() {
        for text in [
            "$5 and $6",
            "$$ and $$",
            "$x^2$ $$ y $$",
            "\\(see below\\)",
            "<code>$latex a$</code>",
            "<a title=\"$latex a$\">",
            "[math]",
            "C:\\[old]",
            "$latex",
            "$latex a",
            "[[latex]a^2[/latex]]",
        ] {
            assert_eq!(kept(text), text);
        }
    }
}
