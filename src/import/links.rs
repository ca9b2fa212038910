//! The links of a text, as they lead from its new place.

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::inline::destination;
use crate::markdown::options;

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    Keep,
    New(String),
    /// Its words stay, the link goes.
    Nowhere,
}

/// A link that was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub destination: String,
    pub image: bool,
}

struct Open {
    start: usize,
    inner: Option<(usize, usize)>,
    destination: String,
    image: bool,
    by_reference: bool,
}

/// The text with its links put right; `to` says where each leads, by its address, whether it is an image,
/// and whether it has words.
pub fn relinked(text: &str, mut to: impl FnMut(&str, bool, bool) -> To) -> (String, Vec<Gone>) {
    // What is replaced, in the order of the text; none lies in another.
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut gone = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push(opened(range.start, dest_url.into_string(), link_type, false));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                open.iter_mut().for_each(|link| grow(link, range.start, range.end));
                open.push(opened(range.start, dest_url.into_string(), link_type, true));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let Some(link) = open.pop() else { continue };
                let (inner_start, inner_end) = link.inner.unwrap_or((range.end, range.end));
                // The backslash before an escaped letter belongs to no event.
                let inner_start =
                    inner_start - usize::from(text[..inner_start].ends_with('\\') && inner_start > link.start);
                let target = match to(&link.destination, link.image, link.inner.is_some()) {
                    To::Keep if link.by_reference => To::New(link.destination.clone()),
                    other => other,
                };
                match target {
                    To::Keep => {}
                    To::New(target) => {
                        edits.push((link.start, inner_start, if link.image { "![" } else { "[" }.to_string()));
                        edits.push((inner_end, range.end, format!("]({})", destination(&target))));
                    }
                    To::Nowhere => {
                        edits.push((link.start, inner_start, String::new()));
                        edits.push((inner_end, range.end, String::new()));
                        gone.push(Gone { destination: link.destination, image: link.image });
                    }
                }
            }
            _ => open.iter_mut().for_each(|link| grow(link, range.start, range.end)),
        }
    }
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end, new) in edits {
        if start >= at && start <= end {
            out.push_str(&text[at..start]);
            out.push_str(&new);
            at = end;
        }
    }
    out.push_str(&text[at..]);
    (out, gone)
}

fn opened(start: usize, destination: String, kind: LinkType, image: bool) -> Open {
    let by_reference = !matches!(kind, LinkType::Inline | LinkType::Autolink | LinkType::Email);
    Open { start, inner: None, destination, image, by_reference }
}

fn grow(link: &mut Open, start: usize, end: usize) {
    let inner = link.inner.get_or_insert((start, end));
    *inner = (inner.0.min(start), inner.1.max(end));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_on_or_leave_their_words() {
        let text = "See [the *bus*](/bus \"t\"), [![a pic](a.jpg)](/big), [ref][r] and ![](b.png).\n\n[r]: /ref\n";
        let (out, gone) = relinked(text, |to, _, _| match to {
            "/bus" => To::New("/news/bus.md".into()),
            "a.jpg" => To::New("x a.jpg".into()),
            "/ref" => To::New("/r.md".into()),
            _ => To::Nowhere,
        });
        assert_eq!(out, "See [the *bus*](/news/bus.md), ![a pic](<x a.jpg>), [ref](/r.md) and .\n\n[r]: /ref\n");
        assert_eq!(gone.iter().map(|gone| gone.destination.as_str()).collect::<Vec<_>>(), ["/big", "b.png"]);
    }
}
