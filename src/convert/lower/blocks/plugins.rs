//! Blocks of plugins whose content is data, not HTML.

use serde_json::Value;

use super::handlers::{Shown, parent};
use crate::convert::lower::blocks::Block;
use crate::convert::lower::markup;
use crate::convert::lower::paragraphs::autop;

/// How many words of a block's data a notice names.
const SHOWN: usize = 3;

/// How long each of them may be.
const LONGEST: usize = 60;

/// `{"code":"let a = 1;","language":"js"}` → `<pre><code class="language-js">let a = 1;</code></pre>`
///
/// What is saved beside it is the same code coloured, once more for a button that copies it.
pub(in crate::convert::lower) fn code_block_pro(block: &Block<'_>) -> Shown {
    let Some(code) = block.text("code").filter(|code| !code.trim().is_empty()) else {
        return parent(block);
    };
    // Older versions stored what stands in the HTML, so `&lt;` for `<`, and never a bare one.
    let is_encoded = !code.contains(['<', '>']) && markup::has_entity(&code);
    let code = if is_encoded { code } else { markup::escape(&code) };
    let language = block.text("language").unwrap_or_default();
    let class = match language.as_str() {
        "" | "plaintext" | "text" => String::new(),
        language => format!(" class=\"language-{}\"", markup::escape(language)),
    };
    Shown::As(format!("<pre><code{class}>{code}</code></pre>"))
}

/// `{"questions":[{"title":"When?","content":"Now."}]}` → `<p><strong>When?</strong></p><p>Now.</p>`
pub(in crate::convert::lower) fn questions(block: &Block<'_>) -> Shown {
    let entries = entries(block, "questions", ["jsonQuestion", "title"], ["jsonAnswer", "content"]);
    unsaved(block, entries.flat_map(|(title, text)| [bold(&title), autop(&text)]).collect())
}

/// `{"steps":[{"title":"Mix","content":"Stir."}]}` →
/// `<ol><li><p><strong>Mix</strong></p><p>Stir.</p></li></ol>`
pub(in crate::convert::lower) fn steps(block: &Block<'_>) -> Shown {
    let entries = entries(block, "steps", ["jsonName", "title"], ["jsonText", "content"]);
    let items: String = entries
        .flat_map(|(title, text)| {
            ["<li>".to_owned(), bold(&title), autop(&text), "</li>".to_owned()]
        })
        .collect();
    let description = block.text("jsonDescription").or_else(|| block.text("description"));
    let before = description.map_or(String::new(), |text| autop(&text));
    unsaved(block, if items.is_empty() { before } else { format!("{before}<ol>{items}</ol>") })
}

/// What stands for a block that saved no HTML.
fn unsaved(block: &Block<'_>, html: String) -> Shown {
    if block.inner.trim_ascii().is_empty() && !html.is_empty() {
        Shown::As(html)
    } else {
        parent(block)
    }
}

fn bold(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("<p><strong>{title}</strong></p>") }
}

/// Titles and texts of a list, under the names that one plugin or the other gave them.
fn entries(
    block: &Block<'_>,
    list: &str,
    titles: [&'static str; 2],
    texts: [&'static str; 2],
) -> impl Iterator<Item = (String, String)> {
    let list = match block.attributes().remove(list) {
        Some(Value::Array(entries)) => entries,
        _ => Vec::new(),
    };
    let text = |entry: &Value, keys: [&str; 2]| {
        let value = keys.iter().find_map(|key| entry.get(key)?.as_str());
        value.unwrap_or_default().to_owned()
    };
    list.into_iter().map(move |entry| (text(&entry, titles), text(&entry, texts)))
}

/// What the data of a block that saved nothing says in words, for a person to look for.
///
/// `{"lat":59.9,"markers":[{"title":"The old pier"}]}` → `` `The old pier` ``
pub(in crate::convert::lower) fn words_of(attributes: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<Value>(attributes) else { return Vec::new() };
    let mut words = Vec::new();
    let mut values = vec![&value];
    while let Some(value) = values.pop() {
        match value {
            Value::String(text) if is_prose(text) => {
                let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
                words.push(text[..end].trim().to_owned());
            }
            Value::Array(inner) => values.extend(inner.iter().rev()),
            Value::Object(inner) => {
                let fields = inner.iter().filter(|(key, _)| !key.starts_with('_'));
                values.extend(fields.map(|(_, value)| value).collect::<Vec<_>>().into_iter().rev());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        if words.len() == SHOWN {
            break;
        }
    }
    words
}

/// Names of classes, colours and addresses have no blanks; what people write has.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    words.count() > 1 && !text.contains("://") && !text.contains('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_wrote_counts_as_words() {
        let data =
            r#"{"name":"acf/x","data":{"text":"Two words","_text":"field_1 x","c":"a b c"},"n":1}"#;
        assert_eq!(words_of(data), ["a b c", "Two words"]);
        assert!(words_of("{\"url\":\"https://x.org/a b\",").is_empty());
        assert!(words_of("{\"class\":\"wide\"}").is_empty());
    }
}
