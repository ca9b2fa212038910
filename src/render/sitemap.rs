//! Sitemaps (sitemaps.org, protocol 0.9): an index, one file a year, one for the rest.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::model::{Archive, Base, Filter, Language};
use crate::plan::{Content, Page, PageNumber, Plan, Sitemap, address};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Writes a sitemap of the plan.
///
/// # Errors
/// None but those of `out`.
pub fn sitemap(archive: &Archive, plan: &Plan, which: Sitemap, out: &mut Vec<u8>) -> io::Result<()> {
    let base_url = archive.config.base_url();
    let (root, child, addresses) = match which {
        Sitemap::Index => {
            let sitemaps = plan.paths.iter().filter_map(|(path, content)| match content {
                Content::Sitemap(Sitemap::Year(_) | Sitemap::Others) => Some(path.as_str().to_string()),
                _ => None,
            });
            ("sitemapindex", "sitemap", sitemaps.collect::<Vec<_>>())
        }
        which => ("urlset", "url", pages(archive, plan).remove(&which).unwrap_or_default()),
    };
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element(root).with_attribute(("xmlns", NAMESPACE)).write_inner_content(|xml| {
        for address in &addresses {
            xml.create_element(child).write_inner_content(|xml| {
                let url = format!("{base_url}{address}");
                xml.create_element("loc").write_text_content(BytesText::new(&url)).map(|_| ())
            })?;
        }
        Ok(())
    })?;
    writeln!(xml.into_inner())
}

/// The addresses of all pages that are to be found, by sitemap, in the order of the plan.
fn pages(archive: &Archive, plan: &Plan) -> BTreeMap<Sitemap, Vec<String>> {
    let mut pages: BTreeMap<Sitemap, Vec<String>> = BTreeMap::new();
    for content in plan.paths.values() {
        let Content::Page(language, page) = content else { continue };
        if let Some(which) = place(archive, *language, page) {
            pages.entry(which).or_default().push(address(archive, *language, page));
        }
    }
    pages
}

/// In which sitemap a page stands; `None` for what is withdrawn, untranslated or not to be found.
fn place(archive: &Archive, language: Language, page: &Page) -> Option<Sitemap> {
    let shown = |base: &Base, told: bool| (told && !base.standing.is_withdrawn()).then_some(());
    Some(match page {
        // A part of the tracker is found through the whole.
        Page::NotFound => return None,
        Page::Commitments(filter, number) if *filter != Filter::All || *number != PageNumber::Newest => return None,
        Page::Meeting(handle) => {
            let meeting = &archive.meetings[*handle];
            shown(&meeting.original.base, meeting.is_in(language))?;
            Sitemap::Year(meeting.original.held.year)
        }
        Page::Report(handle) => {
            let report = &archive.reports[*handle];
            shown(&report.original.base, report.is_in(language))?;
            Sitemap::Year(archive.meetings[report.original.meeting].original.held.year)
        }
        Page::Story(handle) => {
            let story = &archive.stories[*handle];
            shown(&story.original.base, story.is_in(language))?;
            story.original.published.map_or(Sitemap::Others, |published| Sitemap::Year(published.date.year))
        }
        Page::Text(handle) => {
            let text = &archive.pages[*handle];
            shown(&text.original.base, text.is_in(language))?;
            Sitemap::Others
        }
        Page::Person(handle) => archive.people[*handle].is_in(language).then_some(Sitemap::Others)?,
        Page::Organization(handle) => archive.organizations[*handle].is_in(language).then_some(Sitemap::Others)?,
        Page::Year(year, _) => Sitemap::Year(*year),
        _ => Sitemap::Others,
    })
}

/// `robots.txt` (RFC 9309): everything may be read.
pub fn robots(archive: &Archive) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", archive.config.base_url())
}
