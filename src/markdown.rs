//! Markdown -> what is in it (links, headings, HTML), and Markdown -> HTML.
//!
//! Both read with the same options and give headings the same anchors. HTML in Markdown is
//! shown as text, or sanitized where the configuration allows it. Only schemes that
//! cannot run a script become links.

mod facts;

use memchr::memmem;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

pub use facts::{Facts, Heading, Link, facts};

use crate::config::RawHtml;
use facts::Anchors;

/// What of Markdown is read.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// Where a link of the text leads on the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Destination {
    pub href: String,
    /// Of a photo of the site, how it is shown.
    pub image: Option<Image>,
}

/// A photo, and the sizes in which it can be had.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Image {
    /// What a browser shows that knows of no sizes.
    pub src: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// The candidates in WebP, as `srcset` has them, where the photo itself is none.
    pub webp: Option<String>,
    /// The candidates in the photo's own format.
    pub own: Option<String>,
}

/// How wide an image in a text is: the measure of the themes, or the screen.
const SIZES: &str = "(min-width: 46.5em) 44.5rem, calc(100vw - 2rem)";

/// What is done with the links of a text: `None` leaves the words and takes the link away.
pub type Resolve<'a> = dyn Fn(&str) -> Option<Destination> + 'a;

/// Whether a browser may be given this as a link: it is relative, or of a scheme that runs nothing.
pub fn is_safe(destination: &str) -> bool {
    // Browsers skip control characters and spaces when they read a scheme (WHATWG URL, 4.4).
    let bare: String = destination.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    match bare.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel")
        }
        _ => true,
    }
}

/// Whether the link leaves the site.
pub fn is_external(destination: &str) -> bool {
    destination.starts_with("//")
        || destination.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']))
}

/// How a text is to stand on its page.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// Anchors that the record's page has besides those of the text.
    pub taken: &'a [&'a str],
    /// What stands before every anchor, where several texts share a page.
    pub prefix: &'a str,
    /// The level of the text's top headings.
    pub top: u8,
    pub raw: RawHtml,
}

/// The text as HTML, block by block.
pub fn html(text: &str, layout: Layout<'_>, resolve: &Resolve<'_>) -> String {
    // A vector of events that grows is copied as often.
    let mut events: Vec<Event<'_>> = Vec::with_capacity(text.len() / 8);
    events.extend(Parser::new_ext(text, options()));
    let has_top =
        events.iter().any(|event| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })));
    let lower = |level: HeadingLevel| {
        let top = usize::from(layout.top);
        let level = level as usize + usize::from(has_top) + top - 2;
        HeadingLevel::try_from(level.clamp(top, 6)).unwrap_or(HeadingLevel::H6)
    };
    let events = with_anchors(events, layout, lower);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut out, safe_events(events, layout.raw, resolve).into_iter());
    // Code may scroll sideways, and so by key. All text is escaped: what reads as a tag is one.
    let out = finish(out, layout.raw, layout.prefix);
    let has_code = memmem::find(out.as_bytes(), b"<pre>").is_some();
    if has_code { out.replace("<pre>", "<pre tabindex=\"0\">") } else { out }
}

/// The text as HTML inside a paragraph: blocks lose their tags.
pub fn html_inline(text: &str, raw: RawHtml, resolve: &Resolve<'_>) -> String {
    if is_words_alone(text) {
        return text.to_string();
    }
    html_of_inline(text, raw, resolve)
}

/// Whether a text is certain to be words that stand for themselves, in Markdown and in HTML.
fn is_words_alone(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '，' | '。' | '、' | '；');
    // A digit may begin a list; a space at an end is dropped.
    text.starts_with(char::is_alphabetic) && !text.ends_with(' ') && text.chars().all(is_plain)
}

fn html_of_inline(text: &str, raw: RawHtml, resolve: &Resolve<'_>) -> String {
    let mut events: Vec<Event<'_>> = Vec::new();
    for event in Parser::new_ext(text, options()) {
        let inline = match &event {
            Event::Start(tag) => is_inline(&tag.to_end()),
            Event::End(tag) => is_inline(tag),
            Event::Rule => false,
            _ => true,
        };
        if inline {
            events.push(event);
        } else if matches!(event, Event::End(_)) && !events.is_empty() {
            events.push(Event::SoftBreak);
        }
    }
    while matches!(events.last(), Some(Event::SoftBreak)) {
        events.pop();
    }
    let mut out = String::with_capacity(text.len() + 16);
    html::push_html(&mut out, safe_events(events, raw, resolve).into_iter());
    finish(out, raw, "")
}

/// The words alone, for titles, feeds and descriptions.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(tag) if !is_inline(&tag) && !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Gives headings and footnotes the anchors that they have on their page.
fn with_anchors<'a>(
    events: Vec<Event<'a>>,
    layout: Layout<'_>,
    lower: impl Fn(HeadingLevel) -> HeadingLevel,
) -> Vec<Event<'a>> {
    let Layout { taken, prefix, .. } = layout;
    let mut anchors = Anchors::new(taken);
    let mut out: Vec<Event<'a>> = Vec::with_capacity(events.len());
    let mut start = None;
    let mut words = String::new();
    for event in events {
        match &event {
            Event::Start(Tag::Heading { .. }) => {
                start = Some(out.len());
                words.clear();
            }
            Event::Text(text) | Event::Code(text) if start.is_some() => words.push_str(text),
            Event::End(TagEnd::Heading(level)) => {
                if let Some(at) = start.take() {
                    let id = Some(CowStr::from(format!("{prefix}{}", anchors.next(&words))));
                    out[at] = Event::Start(Tag::Heading { level: lower(*level), id, classes: vec![], attrs: vec![] });
                }
                out.push(Event::End(TagEnd::Heading(lower(*level))));
                continue;
            }
            Event::FootnoteReference(name) => {
                out.push(Event::FootnoteReference(format!("{prefix}{name}").into()));
                continue;
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                out.push(Event::Start(Tag::FootnoteDefinition(format!("{prefix}{name}").into())));
                continue;
            }
            _ => {}
        }
        out.push(event);
    }
    out
}

/// Resolves links, gives images their size, and turns HTML into text.
fn safe_events<'a>(events: Vec<Event<'a>>, raw: RawHtml, resolve: &Resolve<'_>) -> Vec<Event<'a>> {
    // Tables get a frame.
    let mut out = Vec::with_capacity(events.len() + 16);
    let mut kept: Vec<bool> = Vec::new();
    let mut events = events.into_iter();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let to = resolve(&dest_url).filter(|_| is_safe(&dest_url));
                kept.push(to.is_some());
                if let Some(to) = to {
                    let link_type = if link_type == LinkType::Email { link_type } else { LinkType::Inline };
                    out.push(Event::Start(Tag::Link { link_type, dest_url: to.href.into(), title, id }));
                }
            }
            Event::End(TagEnd::Link) => {
                if kept.pop().unwrap_or(false) {
                    out.push(Event::End(TagEnd::Link));
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let alt = alt_of(&mut events);
                match resolve(&dest_url).filter(|_| is_safe(&dest_url)) {
                    Some(to) => out.push(Event::InlineHtml(image(&to, &alt).into())),
                    None => out.push(Event::Text(alt.into())),
                }
            }
            // A wide table scrolls in a frame of its own, by key as well.
            Event::Start(Tag::Table(_)) => {
                out.push(Event::Html("<div class=\"wide\" tabindex=\"0\">".into()));
                out.push(event);
            }
            Event::End(TagEnd::Table) => {
                out.push(event);
                out.push(Event::Html("</div>\n".into()));
            }
            Event::Html(html) | Event::InlineHtml(html) if raw == RawHtml::Escape => out.push(Event::Text(html)),
            Event::Start(Tag::HtmlBlock) if raw == RawHtml::Escape => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) if raw == RawHtml::Escape => out.push(Event::End(TagEnd::Paragraph)),
            event => out.push(event),
        }
    }
    out
}

/// The words up to the end of the image that has just begun.
fn alt_of<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let (mut alt, mut depth) = (String::new(), 1);
    for event in events {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => depth -= 1,
            Event::Text(words) | Event::Code(words) => alt.push_str(&words),
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    alt
}

fn image(to: &Destination, alt: &str) -> String {
    let alt = escape(alt);
    let Some(image) = &to.image else {
        return format!("<img src=\"{}\" alt=\"{alt}\" loading=\"lazy\">", escape(&to.href));
    };
    let candidates = |srcset: &str| format!(" srcset=\"{}\" sizes=\"{SIZES}\"", escape(srcset));
    let own = image.own.as_deref().map(candidates).unwrap_or_default();
    let Image { src, width, height, webp, .. } = image;
    let src = escape(src);
    let img = format!("<img src=\"{src}\"{own} alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">");
    match webp.as_deref().map(candidates) {
        Some(webp) => format!("<picture><source type=\"image/webp\"{webp}>{img}</picture>"),
        None => img,
    }
}

/// Text for an HTML attribute or element.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(feature = "raw-html")]
fn finish(html: String, raw: RawHtml, prefix: &str) -> String {
    match raw {
        RawHtml::Escape => html,
        RawHtml::Sanitize => ammonia::Builder::default()
            .id_prefix(Some(prefix))
            .add_generic_attributes(["id"])
            .add_tags(["picture", "source"])
            .add_tag_attributes("img", ["loading", "srcset", "sizes"])
            .add_tag_attributes("source", ["type", "srcset", "sizes"])
            .add_allowed_classes("sup", ["footnote-reference", "footnote-definition-label"])
            .add_allowed_classes("div", ["footnote-definition", "wide"])
            .add_tag_attributes("div", ["tabindex"])
            .link_rel(None)
            .clean(&html)
            .to_string(),
    }
}

#[cfg(not(feature = "raw-html"))]
fn finish(html: String, _: RawHtml, _: &str) -> String {
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout<'_> = Layout { taken: &[], prefix: "", top: 2, raw: RawHtml::Escape };

    fn html_of(text: &str) -> String {
        let same = |to: &str| Some(Destination { href: to.to_string(), image: None });
        html(text, LAYOUT, &same)
    }

    proptest::proptest! {
        #[test]
        fn words_alone_are_as_they_would_be_if_they_were_read(text in "[a1é中国（]?[aé1中，。、； ,.\\-_*(]{0,12}") {
            let none = |_: &str| None;
            let read = html_of_inline(&text, RawHtml::Escape, &none);
            proptest::prop_assert_eq!(html_inline(&text, RawHtml::Escape, &none), read);
        }
    }

    #[test]
    fn html_is_shown_as_text() {
        assert_eq!(html_of("a <b>b</b>"), "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n");
        assert_eq!(html_of("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    }

    #[test]
    fn what_could_run_is_no_link() {
        for bad in ["javascript:alert(1)", "JaVaScRiPt:x", "java\tscript:x", "data:text/html,x", "vbscript:x"] {
            assert!(!is_safe(bad), "{bad}");
            assert!(!html_of(&format!("[x](<{bad}>)")).contains("href"), "{bad}");
        }
        assert!(is_safe("../a/index.md") && is_safe("https://example.org/") && is_safe("?a:b"));
    }

    #[cfg(feature = "raw-html")]
    #[test]
    fn sanitized_html_keeps_what_is_harmless() {
        let same = |to: &str| Some(Destination { href: to.to_string(), image: None });
        let out = html(
            "a <em onclick=\"x()\">b</em><script>x()</script>",
            Layout { raw: RawHtml::Sanitize, ..LAYOUT },
            &same,
        );
        assert_eq!(out, "<p>a <em>b</em></p>\n");
    }

    #[test]
    fn what_may_scroll_sideways_can_be_scrolled_by_key() {
        let table = "| a |\n|---|\n| b |\n";
        for raw in [RawHtml::Escape, RawHtml::Sanitize] {
            let html = html(&format!("{table}\n```\n<pre>\n```\n"), Layout { raw, ..LAYOUT }, &|_| None);
            assert!(html.starts_with("<div class=\"wide\" tabindex=\"0\"><table>"), "{html}");
            assert!(html.contains("</table>\n</div>\n<pre tabindex=\"0\"><code>&lt;pre&gt;"), "{html}");
        }
    }

    #[test]
    fn headings_begin_at_two_and_anchors_are_unique() {
        let out = html_of("# Work\n\n## Work\n\n### 主持人点评！");
        assert_eq!(
            out,
            "<h2 id=\"work\">Work</h2>\n<h3 id=\"work-2\">Work</h3>\n<h4 id=\"主持人点评\">主持人点评！</h4>\n"
        );
        let anchors: Vec<_> =
            facts("# Work\n\n## Work", &[]).headings.into_iter().map(|heading| heading.anchor).collect();
        assert_eq!(anchors, ["work", "work-2"]);
        let taken = facts("# Problems\n\n## Contents", &["problems"]).headings;
        assert_eq!([&taken[0].anchor, &taken[1].anchor], ["problems-2", "contents-2"]);
    }

    #[test]
    fn a_link_is_pointed_at_where_it_is_written() {
        let text = "see [the *meeting*](../a/index.md) and ![](b.png)";
        let facts = facts(text, &[]);
        let written: Vec<_> = facts.links.iter().map(|link| &text[link.span.start..link.span.end]).collect();
        assert_eq!(written, ["../a/index.md", "b.png"]);
        assert!(!facts.links[0].wordless && facts.links[1].wordless);
    }
}
