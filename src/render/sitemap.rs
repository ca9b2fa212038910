//! Sitemaps (sitemaps.org, protocol 0.9): an index, one file a year, one for the rest.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::model::Archive;
use crate::plan::{Plan, Sitemap, listed};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Writes a sitemap of the plan.
///
/// # Errors
/// None but those of `out`.
pub fn sitemap(archive: &Archive, plan: &Plan, which: Sitemap, out: &mut Vec<u8>) -> io::Result<()> {
    let base_url = archive.config.base_url();
    let (root, child) = match which {
        Sitemap::Index => ("sitemapindex", "sitemap"),
        Sitemap::Year(_) | Sitemap::Others => ("urlset", "url"),
    };
    let addresses = listed(archive, plan, which);
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

/// `robots.txt` (RFC 9309): everything may be read.
pub fn robots(archive: &Archive) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", archive.config.base_url())
}
