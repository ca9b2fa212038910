//! What `serve` adds to a page: a script that hears of changes, and what is wrong with the files.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::escape::escape;

use crate::span::Position;

/// The script, in the browser's words.
pub const SCRIPT: &str = include_str!("live.js");
/// How errors look.
pub const STYLE: &str = include_str!("live.css");

/// An error in the site's files, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// The name of the check, if one found it.
    pub check: Option<&'static str>,
    /// The file below the site's folder, and where in it.
    pub place: Option<(String, Position)>,
    /// The line in three pieces; what is wrong is the second.
    pub line: Option<[String; 3]>,
    /// What stands under it.
    pub label: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Fault {
    /// Something that the machine failed at.
    pub fn of_machine(message: String) -> Fault {
        Fault { message, check: None, place: None, line: None, label: String::new(), help: None }
    }
}

/// How a browser asks a text editor to open a file.
#[derive(Clone, Debug)]
pub struct Editor {
    /// An address with `{file}`, `{line}` and `{column}` in it; empty for no links.
    pub pattern: String,
    /// The site's folder, with `/` between its parts.
    pub root: String,
}

impl Editor {
    /// The address that opens a file at a place.
    fn link(&self, file: &str, at: Position) -> Option<String> {
        const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b':');
        let path = format!("{}/{file}", self.root.trim_end_matches('/'));
        let path = utf8_percent_encode(path.trim_start_matches('/'), KEPT).to_string();
        let [line, column] = [at.line, at.column].map(|number| number.to_string());
        let link = self.pattern.replace("{file}", &path).replace("{line}", &line).replace("{column}", &column);
        (!link.is_empty()).then_some(link)
    }
}

/// A page with the script in it, and with what is wrong over it.
pub fn with_script(page: &[u8], turn: u64, faults: &[Fault]) -> Vec<u8> {
    let over = match faults.len() {
        0 => String::new(),
        count => format!(
            "<link rel=\"stylesheet\" href=\"/~minutebook/live.css\">\n\
             <details class=\"minutebook-faults\" open><summary>{}</summary>\
             <iframe src=\"/~minutebook/faults\" title=\"What is wrong\"></iframe></details>\n",
            escape(title(count)),
        ),
    };
    let state = crate::model::stable(&faults);
    let (whole, rest) = (crate::model::stable(&(page, state)), crate::model::stable(&(without_sheets(page), state)));
    let added = format!(
        "{over}<script src=\"/~minutebook/live.js\" data-turn=\"{turn}\" data-whole=\"{whole:x}\" \
         data-rest=\"{rest:x}\" defer></script>\n"
    );
    let at = rfind(page, b"</body>").unwrap_or(page.len());
    [&page[..at], added.as_bytes(), &page[at..]].concat()
}

/// The pieces of a page between its links to style sheets.
fn without_sheets(page: &[u8]) -> Vec<&[u8]> {
    const LINK: &[u8] = b"<link rel=\"stylesheet\"";
    let mut pieces = Vec::new();
    let mut left = page;
    while let Some(at) = memchr::memmem::find(left, LINK) {
        pieces.push(&left[..at]);
        let end = memchr::memchr(b'>', &left[at..]).map_or(left.len(), |end| at + end + 1);
        left = &left[end..];
    }
    pieces.push(left);
    pieces
}

fn rfind(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(text, what)
}

fn title(count: usize) -> String {
    match count {
        1 => "1 error; the page is shown as it was before".to_string(),
        count => format!("{count} errors; the page is shown as it was before"),
    }
}

/// What is shown while the records are still being read.
pub fn page_of_unread(turn: u64) -> Vec<u8> {
    let page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Reading the records</title>\n\
        <link rel=\"stylesheet\" href=\"/~minutebook/live.css\">\n</head>\n<body class=\"faults\">\n\
        <h1>Reading the records…</h1>\n\
        <p>The page comes by itself as soon as they are read. The next time it is there at once.</p>\n\
        <p lang=\"zh-Hans\">正在读取记录，读完后页面会自动显示。下次打开时无需等待。</p>\n</body>\n</html>\n";
    with_script(page.as_bytes(), turn, &[])
}

/// All that is wrong, as a page of its own.
pub fn page_of(faults: &[Fault], editor: &Editor, turn: u64) -> Vec<u8> {
    let heading = match faults.len() {
        0 => "Nothing is wrong any more".to_string(),
        1 => "One thing is wrong".to_string(),
        count => format!("{count} things are wrong"),
    };
    let items: String = faults.iter().map(|fault| item(fault, editor)).collect();
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{heading}</title>\n\
         <link rel=\"stylesheet\" href=\"/~minutebook/live.css\">\n</head>\n<body class=\"faults\">\n\
         <h1>{heading}</h1>\n\
         <p>This page changes as soon as a file is saved. <code>minutebook explain NAME</code> says more of the name \
         in brackets.</p>\n<ol>\n{items}</ol>\n</body>\n</html>\n"
    );
    with_script(page.as_bytes(), turn, &[])
}

fn item(fault: &Fault, editor: &Editor) -> String {
    let check = fault.check.map(|check| format!(" <small>[{check}]</small>")).unwrap_or_default();
    let mut item = format!("<li>\n<h2>{}{check}</h2>\n", escape(&fault.message));
    if let Some((file, at)) = &fault.place {
        let words = format!("{}:{}:{}", escape(file), at.line, at.column);
        item += &match editor.link(file, *at) {
            Some(link) => format!("<p><a href=\"{}\" target=\"_top\">{words}</a></p>\n", escape(&link)),
            None => format!("<p>{words}</p>\n"),
        };
    }
    if let Some([before, wrong, after]) = &fault.line {
        item +=
            &format!("<pre tabindex=\"0\">{}<mark>{}</mark>{}</pre>\n", escape(before), escape(wrong), escape(after));
    }
    for words in [Some(&fault.label).filter(|label| !label.is_empty()), fault.help.as_ref()].into_iter().flatten() {
        item += &format!("<p>{}</p>\n", escape(words));
    }
    item + "</li>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(pattern: &str) -> Editor {
        Editor { pattern: pattern.into(), root: "/home/li/街 记录".into() }
    }

    #[test]
    fn a_link_names_file_line_and_column() {
        let at = Position { line: 4, column: 8 };
        let link = editor("vscode://file/{file}:{line}:{column}").link("content/news/a.md", at);
        let path = "home/li/%E8%A1%97%20%E8%AE%B0%E5%BD%95/content/news/a.md";
        assert_eq!(link, Some(format!("vscode://file/{path}:4:8")));
        assert_eq!(editor("").link("content/news/a.md", at), None);
    }

    #[test]
    fn only_style_sheets_may_differ_where_the_rest_is_the_same() {
        let page = |sheet: &str, text: &str| {
            format!("<head><link rel=\"stylesheet\" href=\"{sheet}\"></head><body>{text}</body>")
        };
        let state = |page: String| {
            let page = String::from_utf8(with_script(page.as_bytes(), 1, &[])).unwrap();
            let of = |name: &str| page.split(name).nth(1).unwrap().split('"').nth(1).unwrap().to_string();
            (of("data-whole="), of("data-rest="))
        };
        let (first, styled, told) = (state(page("a", "x")), state(page("b", "x")), state(page("a", "y")));
        assert!(first.0 != styled.0 && first.1 == styled.1);
        assert!(first.0 != told.0 && first.1 != told.1);
    }
}
