//! A page as a reader meets it, in lines that one can read and compare.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::fmt::Write;
use std::path::Path;

/// Elements that stand in a line of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
    "time", "button",
];

/// The words of a page, a block a line: headings as `# `, links as `[words](address)`,
/// pictures as `![description](address)`, a language as `{tag}`.
///
/// Only our own pages are read: well nested, attributes in double quotes, `<` and `>` escaped.
pub fn reading(html: &str) -> String {
    let mut out = String::new();
    let mut line = String::new();
    let mut links: Vec<String> = Vec::new();
    let mut rest = html;
    let mut hidden = 0;
    while let Some(at) = rest.find('<') {
        if hidden == 0 {
            line.push_str(&rest[..at]);
        }
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        rest = &rest[end..];
        let closing = tag.starts_with("</");
        let name: String =
            tag.trim_start_matches(['<', '/']).chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '!').collect();
        if matches!(name.as_str(), "script" | "style") {
            hidden = if closing { 0 } else { 1 };
            continue;
        }
        if !INLINE.contains(&name.as_str()) {
            flush(&mut line, &mut out);
        }
        if closing {
            if name == "a" {
                write!(line, "]({})", links.pop().unwrap_or_default()).expect("a string takes any text");
            }
            continue;
        }
        if let Some(lang) = attribute(tag, "lang") {
            write!(line, "{{{lang}}} ").expect("a string takes any text");
        }
        match name.as_str() {
            "a" => {
                line.push('[');
                links.push(attribute(tag, "href").unwrap_or_default().to_string());
            }
            "img" => {
                let (alt, src) = (attribute(tag, "alt").unwrap_or_default(), attribute(tag, "src").unwrap_or_default());
                writeln!(line, "![{alt}]({src})").expect("a string takes any text");
            }
            "svg" => {
                if let Some(label) = attribute(tag, "aria-label") {
                    writeln!(line, "({label})").expect("a string takes any text");
                }
            }
            "meta" if attribute(tag, "name") == Some("description") => {
                writeln!(line, "description: {}", attribute(tag, "content").unwrap_or_default())
                    .expect("a string takes any text");
            }
            "link" if attribute(tag, "rel") == Some("canonical") => {
                writeln!(line, "canonical: {}", attribute(tag, "href").unwrap_or_default())
                    .expect("a string takes any text");
            }
            "link" if attribute(tag, "rel") == Some("alternate") => {
                writeln!(line, "alternate: {}", attribute(tag, "href").unwrap_or_default())
                    .expect("a string takes any text");
            }
            "h1" | "h2" | "h3" | "h4" => {
                let depth = usize::from(name.as_bytes()[1] - b'0');
                write!(line, "{} ", "#".repeat(depth)).expect("a string takes any text");
            }
            "li" => line.push_str("- "),
            "td" | "th" => line.push_str("| "),
            _ => {}
        }
    }
    flush(&mut line, &mut out);
    out
}

/// A page's head and its main part, without the header, navigation and footer of every page.
pub fn without_frame(html: &str) -> String {
    let between = |start: &str, end: &str| {
        let from = html.find(start).unwrap_or_else(|| panic!("a page has {start}"));
        let to = html[from..].find(end).unwrap_or_else(|| panic!("a page has {end}"));
        &html[from..from + to]
    };
    format!("{}</head>{}", between("<html", "</head>"), between("<main", "</main>"))
}

fn flush(line: &mut String, out: &mut String) {
    for part in line.lines() {
        let words = part.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            out.push_str(&words);
            out.push('\n');
        }
    }
    line.clear();
}

/// The value of an attribute of our own making.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = tag[start..].find('"')? + start;
    Some(&tag[start..end])
}

/// Compares with a file, section by section (`== path`), and shows the first that differ.
/// With `UPDATE_EXPECT` set the file is written.
#[track_caller]
pub fn compare(file: &Path, now: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("folders can be made");
        std::fs::write(file, now).expect("the expected text can be written");
        return;
    }
    let before = std::fs::read_to_string(file).unwrap_or_default();
    if before == now {
        return;
    }
    let sections = |text: &str| -> std::collections::BTreeMap<String, String> {
        let parts = text.split("== ").skip(1);
        parts.map(|part| (part.lines().next().unwrap_or_default().to_string(), part.to_string())).collect()
    };
    let (old, new) = (sections(&before), sections(now));
    let mut message = String::new();
    for path in old.keys().chain(new.keys()).collect::<std::collections::BTreeSet<_>>() {
        let (was, is) = (old.get(path).map_or("", String::as_str), new.get(path).map_or("", String::as_str));
        if was != is && message.lines().count() < 60 {
            let first = was.lines().zip(is.lines()).find(|(was, is)| was != is);
            match first {
                Some((was, is)) => writeln!(message, "{path}\n  - {was}\n  + {is}"),
                None => writeln!(message, "{path}: {} lines, now {}", was.lines().count(), is.lines().count()),
            }
            .expect("a string takes any text");
        }
    }
    panic!("{} differs; UPDATE_EXPECT=1 accepts what is now\n{message}", file.display());
}
