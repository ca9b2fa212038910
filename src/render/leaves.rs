//! The leaves of a volume -> the style sheet that names them.
//!
//! What stands at the head of a printed page can only be said in a style sheet, and a page may have
//! none inside of it. How the heads look is the theme's.

use std::fmt::Write;

use crate::view::part::Leaf;

/// The style sheet: each leaf is a page of its own name (CSS Paged Media 3, 8), with words in its margins.
pub fn leaves(leaves: &[Leaf]) -> String {
    let mut out = String::from("@charset \"utf-8\";\n");
    let put = |out: &mut String, edge: &str, words: &str| {
        write!(out, " @{edge} {{ content: {} }}", string(words)).expect("a string takes any text");
    };
    for Leaf { name, head, foot } in leaves {
        write!(out, ".{name} {{ page: {name} }}\n@page {name} {{").expect("a string takes any text");
        head.iter().for_each(|head| put(&mut out, "top-right", head));
        put(&mut out, "bottom-left", foot);
        out.push_str(" }\n");
    }
    out
}

/// Words as a string of CSS (CSSOM, serialize a string).
fn string(words: &str) -> String {
    let mut out = String::from("\"");
    for c in words.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0' => out.push('\u{fffd}'),
            c if c.is_control() => write!(out, "\\{:x} ", u32::from(c)).expect("a string takes any text"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let leaf =
            Leaf {
                name: "leaf-1".into(), head: Some("\"}\\ @import 'x';\n陈宁 </style>".into()), foot: String::new()
            };
        let expected = "@charset \"utf-8\";\n.leaf-1 { page: leaf-1 }\n@page leaf-1 { \
            @top-right { content: \"\\\"}\\\\ @import 'x';\\a 陈宁 </style>\" } @bottom-left { content: \"\" } }\n";
        assert_eq!(leaves(&[leaf]), expected);
    }
}
