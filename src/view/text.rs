//! Stories, other pages, and the page for what is not there.

use std::io;

use super::Viewer;
use super::frame::Framing;
use super::page::{NotFoundPage, TextPage};
use super::part::{Fact, Link};
use crate::markdown;
use crate::model::Story;
use crate::plan::{Page, PageNumber};

pub(super) fn text(viewer: &Viewer<'_>, story: &Story) -> io::Result<TextPage> {
    let archive = &viewer.archive;
    let base = &story.base;
    let (is_story, told) = match viewer.page {
        Page::Story(handle) => (true, viewer.told_in(&archive.stories[handle])),
        Page::Text(handle) => (false, viewer.told_in(&archive.pages[handle])),
        _ => (false, (base.language, Vec::new())),
    };
    let news = Page::News(PageNumber::Newest);
    let mut crumbs = vec![(base.title.clone(), None)];
    if is_story {
        crumbs.insert(0, (viewer.page_name(news), Some(news)));
    }
    let mut facts: Vec<Fact> = Vec::new();
    if let Some(published) = story.published {
        facts.push(viewer.words_fact("published", viewer.words.moment(published)));
    }
    facts.extend(viewer.topics_fact(&story.matter.topics));
    let contents = viewer.body_contents(base);
    Ok(TextPage {
        frame: viewer.frame(Framing {
            description: story.matter.summary.as_ref().map(|summary| markdown::plain(summary)),
            crumbs,
            section: Some(if is_story { news } else { viewer.page }),
            told_in: Some(told),
            ..Framing::of(&base.title)
        }),
        kicker: is_story.then(|| viewer.page_link(news)),
        title: base.title.clone(),
        lang: viewer.foreign(base.language),
        summary: story.matter.summary.as_ref().map(|summary| viewer.inline(base, summary)),
        notice: viewer.draft_notice(base),
        byline: viewer.credits(&story.matter, story.published, &base.text(archive).body),
        sample: base.sample,
        facts,
        contents: if contents.len() >= 4 { contents } else { Vec::new() },
        about: story.about.iter().map(|meeting| viewer.page_link(Page::Meeting(*meeting))).collect(),
        has_body: !base.text(archive).body.is_empty,
        body: viewer.body(base),
        photos: viewer.photos(&story.matter, base),
        attachments: viewer.attachments(&story.matter)?,
        provenance: viewer.provenance(base, &story.matter),
    })
}

pub(super) fn not_found(viewer: &Viewer<'_>) -> NotFoundPage {
    let links: Vec<Link> = [Page::Home, Page::Archive, Page::Organizations].map(|page| viewer.page_link(page)).into();
    let title = viewer.word("page-not-found");
    NotFoundPage {
        frame: viewer.frame(Framing { hidden: true, crumbs: vec![(title.clone(), None)], ..Framing::of(&title) }),
        links,
    }
}
