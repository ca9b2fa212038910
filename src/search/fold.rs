//! How texts and what is looked for in them are made alike: letter case, width and accents go.
//!
//! `search.js` of the theme does the same, character by character.

use icu_normalizer::DecomposingNormalizer;

use crate::lang;

/// Makes a text alike to others that mean the same letters.
pub fn fold(text: &str) -> String {
    let normalizer = DecomposingNormalizer::new_nfkd();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if is_plain_han(c) {
            out.push(c);
        } else {
            // Character by character, as browsers can do it: what stands beside changes nothing.
            let decomposed = normalizer.normalize_iter(std::iter::once(c));
            out.extend(decomposed.filter(|c| !is_accent(*c)).flat_map(char::to_lowercase));
        }
    }
    out
}

/// A Han character that is its own decomposition.
fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// The block of Combining Diacritical Marks.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a character is written without spaces around it: Han characters, and the marks among
/// them that stand for one (々, 〆, 〇).
pub fn is_han(c: char) -> bool {
    lang::is_han(c) || matches!(c, '\u{3005}'..='\u{3007}')
}

/// What a folded text is found by: its words, and every two Han characters that stand together.
pub fn terms(folded: &str) -> impl Iterator<Item = &str> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if is_han(first) {
                let after = &rest[first.len_utf8()..];
                let pair = after.chars().next().filter(|second| is_han(*second)).map(|second| {
                    let end = first.len_utf8() + second.len_utf8();
                    &rest[..end]
                });
                rest = after;
                if pair.is_some() {
                    return pair;
                }
            } else if first.is_alphanumeric() {
                let end = rest.find(|c| is_han(c) || !c.is_alphanumeric()).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                rest = after;
                return Some(word);
            } else {
                rest = &rest[first.len_utf8()..];
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_mean_the_same_are_alike() {
        assert_eq!(fold("Café ÉCOLE İzmir Straße Ａｂ１ ﬁn"), "cafe ecole izmir straße ab1 fin");
        assert_eq!(fold("述职，ＡＢＣ"), "述职,abc");
    }

    #[test]
    fn a_text_is_found_by_words_and_by_pairs_of_han_characters() {
        let found: Vec<String> = terms(&fold("2022年2月25日，Old-Well 村书记述职。")).map(str::to_string).collect();
        assert_eq!(found, ["2022", "2", "25", "old", "well", "村书", "书记", "记述", "述职"]);
    }
}
