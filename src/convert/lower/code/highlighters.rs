//! `<pre>` of highlighter plugins → `<pre><code class="language-x">`, which is what HTML says for code.
//!
//! Each plugin had its own way to name the language; what none of them marks is left alone.

use std::borrow::Cow;

use crate::convert::lower::markup::{self, End, Tag, Token};

/// Attributes of `<pre>` or `<code>` whose value is a language.
const ATTRIBUTES: &[&str] = &["data-enlighter-language", "data-lang", "data-language", "lang"];

/// What stands before a language in a class; a blank may follow.
const PREFIXES: &[&str] = &["brush:", "lang:", "lang-", "language-"];

/// Values that name no language of programmers; `lang` may also say what people speak.
const NONE: &[&str] = &[
    "auto",
    "de",
    "default",
    "en",
    "enlighter",
    "es",
    "fr",
    "generic",
    "it",
    "ja",
    "no-highlight",
    "none",
    "null",
    "plain",
    "plaintext",
    "raw",
    "text",
    "txt",
    "zh",
];

/// Gives every highlighted `<pre>` a `<code>` whose class names the language.
///
/// `<pre class="brush: php">1;</pre>` → `<pre class="brush: php"><code class="language-php">1;</code></pre>`
pub(in crate::convert::lower) fn name_languages(html: &str) -> Cow<'_, str> {
    if !markup::holds(html, "<pre") {
        return Cow::Borrowed(html);
    }
    let mut named = String::new();
    let mut copied = 0;
    let mut at = 0;
    let mut wrapped = false;
    let mut tokens = markup::as_browser(html).peekable();
    while let Some(token) = tokens.next() {
        let (Token::Text(raw) | Token::Comment(raw) | Token::Tag(Tag { raw, .. })) = token;
        at += raw.len();
        let Token::Tag(pre) = token else { continue };
        if !pre.is("pre") {
            continue;
        }
        if pre.end == End::Close {
            if wrapped {
                named.push_str(html[copied..at - raw.len()].trim_ascii_end());
                named.push_str("</code>");
                copied = at - raw.len();
                wrapped = false;
            }
            continue;
        }
        let Some(language) = language(pre.raw) else { continue };
        let code = format!("<code class=\"language-{}\">", markup::quote(&language));
        match tokens.peek() {
            Some(Token::Tag(inner)) if inner.is("code") && inner.end == End::Open => {
                if !inner.raw.contains("language-") {
                    named.extend([&html[copied..at], &code]);
                    copied = at + inner.raw.len();
                }
            }
            _ if wrapped => {}
            _ => {
                named.extend([&html[copied..at], &code]);
                // A browser drops the newline behind `<pre>`, but not the one behind `<code>`.
                copied = at + usize::from(html[at..].starts_with('\n'));
                wrapped = true;
            }
        }
    }
    match copied {
        0 => Cow::Borrowed(html),
        _ => Cow::Owned(named + &html[copied..] + if wrapped { "</code>" } else { "" }),
    }
}

/// Makes text of the markup in each `<pre lang="…">`: WP-Syntax takes its body as it was typed, unless
/// `escaped="true"` or an editor made entities of all of it.
///
/// `<pre lang="php">echo "<b>";</pre>` → `<pre lang="php">echo &quot;&lt;b&gt;&quot;;</pre>`
pub(in crate::convert::lower) fn escape_raw(content: &str) -> Cow<'_, str> {
    let mut escaped = String::new();
    let mut copied = 0;
    for at in memchr::memmem::find_iter(content.as_bytes(), "<pre ") {
        if at < copied {
            continue;
        }
        let Some(length) = content[at + 1..].find(['<', '>']) else { break };
        let inside = at + length + 2;
        if !is_raw(&content[at..inside]) {
            continue;
        }
        let Some(length) = content[inside..].find("</pre>") else { break };
        let body = &content[inside..inside + length];
        if body.contains('<') {
            escaped.push_str(&content[copied..inside]);
            escaped.push_str(&markup::escape(body));
            copied = inside + length;
        }
    }
    match copied {
        0 => Cow::Borrowed(content),
        _ => Cow::Owned(escaped + &content[copied..]),
    }
}

/// Whether a `<pre>` is WP-Syntax's and its body no HTML.
fn is_raw(tag: &str) -> bool {
    let names_language =
        tag.ends_with('>') && markup::attribute(tag, "lang").is_some() && language(tag).is_some();
    let is_html = markup::attribute(tag, "escaped").is_some_and(|value| value == "true");
    names_language && !is_html
}

/// The language that a `<pre>` names.
fn language(raw: &str) -> Option<String> {
    let class = markup::attribute(raw, "class").unwrap_or_default();
    let of_class = PREFIXES.iter().find_map(|prefix| {
        let at = class.to_ascii_lowercase().find(prefix)?;
        let begins = at == 0 || class[..at].ends_with([' ', ';']);
        begins.then(|| class[at + prefix.len()..].trim_ascii_start())
    });
    let of_attribute = || ATTRIBUTES.iter().find_map(|name| markup::attribute(raw, name));
    let value = of_class.or_else(of_attribute)?;
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "+#_-.".contains(c)));
    let language = value[..end.unwrap_or(value.len())].to_ascii_lowercase();
    let usable = !language.is_empty() && NONE.binary_search(&language.as_str()).is_err();
    usable.then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(NONE.is_sorted());
        assert!(ATTRIBUTES.is_sorted());
    }

    #[test]
    fn each_plugin_names_its_language() {
        for (tag, language) in [
            ("<pre class=\"brush: powershell; gutter: false\">", "powershell"),
            ("<pre class=\"lang:php decode:true\" title=\"app/a.php\">", "php"),
            ("<pre class=\"EnlighterJSRAW\" data-enlighter-language=\"js\">", "js"),
            ("<pre lang=\"ruby\">", "ruby"),
            ("<pre class=\"wp-block-code language-bash\">", "bash"),
        ] {
            assert_eq!(super::language(tag).as_deref(), Some(language), "{tag}");
        }
        for tag in [
            "<pre>",
            "<pre lang=\"en\">",
            "<pre class=\"wp-block-verse\">",
            "<pre class=\"slang-x\">",
        ] {
            assert_eq!(super::language(tag), None, "{tag}");
        }
    }

    #[test]
    fn code_is_wrapped_once() {
        assert_eq!(
            name_languages("<pre lang=\"c\">\na\n</pre><pre class=\"lang-c\"><code>b</code></pre>"),
            "<pre lang=\"c\"><code class=\"language-c\">a</code></pre>\
             <pre class=\"lang-c\"><code class=\"language-c\">b</code></pre>"
        );
    }
}
