//! Rows of lists.

use super::Viewer;
use super::part::{Row, RowDate};
use crate::model::{Handle, Meeting, Report, Story, Told};
use crate::plan::Page;
use crate::yaml::Date;

impl Viewer<'_> {
    pub(super) fn row_date(&self, date: Date) -> RowDate {
        match date.day_known() {
            Some(day) => {
                RowDate { iso: date.to_string(), day: format!("{:02}", day.day()), month: self.words.month_short(day) }
            }
            None => {
                let month = date.month.map_or(String::new(), |month| self.words.month(month));
                RowDate { iso: date.to_string(), day: date.year.to_string(), month }
            }
        }
    }

    /// The line below a headline, `Sample` first.
    pub(super) fn meta(&self, sample: bool, parts: Vec<String>) -> String {
        let sample = sample.then(|| self.word("sample"));
        let parts: Vec<String> = sample.into_iter().chain(parts).filter(|part| !part.is_empty()).collect();
        parts.join(&self.word("sentence-gap"))
    }

    pub(super) fn meeting_row(&self, handle: Handle<Told<Meeting>>) -> Row {
        let meeting = self.archive.meetings.brief(handle, self.language);
        let mut parts: Vec<String> = self.status_word(meeting.sitting).into_iter().collect();
        if !meeting.sitting.standing.is_withdrawn() {
            parts.extend(meeting.place.map(str::to_string));
            if !meeting.chair.is_empty() {
                let names: Vec<String> = meeting.chair.iter().map(|actor| self.name(actor)).collect();
                parts.push(self.words.say("chaired-by", &[("name", (&self.words.list(&names)).into())]));
            }
            let filed = self.archive.report_count(handle);
            if filed > 0 {
                parts.push(self.words.say("reports-count", &[("count", filed.into())]));
            }
        }
        Row {
            date: Some(self.row_date(meeting.sitting.held)),
            mark: None,
            title: meeting.title.to_string(),
            lang: self.foreign(meeting.language),
            url: self.url(Page::Meeting(handle)),
            meta: self.meta(meeting.sitting.sample, parts),
            text: None,
            grade: None,
        }
    }

    pub(super) fn report_row(&self, handle: Handle<Told<Report>>) -> Row {
        let report = self.brief(handle);
        let mut parts = Vec::new();
        if let Some(word) = self.withdrawn_word(report.standing) {
            parts.push(word);
        } else {
            parts.push(self.secretary_name(report.secretary));
            parts.extend(report.organization.map(|handle| self.title(&self.archive.organizations, handle)));
        }
        Row {
            date: None,
            mark: Some(self.report_year(report.meeting)),
            title: self.report_title(handle),
            lang: self.foreign(report.language),
            url: self.url(Page::Report(handle)),
            meta: self.meta(report.sample, parts),
            text: None,
            grade: self.grade(report),
        }
    }

    pub(super) fn story_row(&self, handle: Handle<Told<Story>>) -> Row {
        let story = self.told(&self.archive.stories[handle]);
        let withdrawn = self.withdrawn_word(&story.base.standing);
        let published = story.published.map(|published| self.words.moment(published));
        Row {
            date: None,
            mark: None,
            title: story.base.title.clone(),
            lang: self.foreign(story.base.language),
            url: self.url(Page::Story(handle)),
            meta: self.meta(story.base.sample, withdrawn.into_iter().chain(published).collect()),
            text: None,
            grade: None,
        }
    }
}
