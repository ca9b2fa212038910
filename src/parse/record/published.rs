//! Records that are published as texts: meetings, reports, stories and pages.

use super::*;

/// The keys that every published text may have, whatever its kind.
pub trait Published {
    fn title(&self) -> Option<&Text>;
    fn summary(&self) -> Option<&Markdown>;
    fn photos(&self) -> &[Photo];
    fn attachments(&self) -> &[OrText<Attachment>];
    fn topics(&self) -> &[Exact];
    fn source(&self) -> Option<&Source>;
    fn credits(&self) -> [Option<&Person>; 3];
    fn review(&self) -> &[Review];
    fn corrections(&self) -> &[Correction];
    fn draft(&self) -> bool;
    fn embargo(&self) -> Option<Moment>;
    fn withdrawn(&self) -> Option<&Withdrawal>;
    fn public_until(&self) -> Option<Date>;
    fn sample(&self) -> bool;
    fn aliases(&self) -> &[Exact];

    /// Takes out those of them that are words: what only the record's own page, and those that list it, show.
    fn take_words_out(&mut self);

    /// Takes out those that put the record on lists, and those that say whether it may be shown.
    fn take_lists_out(&mut self);
}

/// `record!` with the keys of `Published`: the summary below the keys that say what it is, the others at the end.
macro_rules! published {
    ($(#[doc = $about:literal])+ $record:ident { $($head:tt)* } { $($own:tt)* }) => {
        record! {
            $(#[doc = $about])+
            $record {
                $($head)*
                /// The standfirst: at most about 300 characters, 120 of Chinese.
                summary: Option<Markdown>, "摘要";
                $($own)*
                /// Photos beside the file; the first is the lead photo.
                photos: Vec<Photo>, "图片";
                /// Files for readers to download.
                attachments: Vec<OrText<Attachment>>, "附件";
                /// Topics, by their ids in the configuration.
                topics: Many<Exact>, "关键词";
                /// Whose text this is, if it was taken from somewhere.
                source: Option<OrText<Source>>, "来源";
                /// Who wrote it.
                author: Option<OrText<Person>>, "作者";
                /// Who edited it.
                editor: Option<OrText<Person>>, "编辑";
                /// Who took the photos.
                photographer: Option<OrText<Person>>, "摄影";
                /// Who signed it off.
                review: Vec<Review>, "审核";
                /// What was corrected; only ever added to.
                corrections: Vec<Correction>, "更正";
                /// Not public yet.
                draft: Option<Flag>, "草稿";
                /// Not public before this day or minute.
                embargo: Option<Moment>, "解禁";
                /// Taken back: the address keeps title, date and reason.
                withdrawn: Option<Withdrawal>, "撤稿";
                /// The last day on which it is public.
                public_until: Option<Date>, "公示期";
                /// Invented for demonstration; the page says so.
                sample: Option<Flag>, "示例";
                /// Old addresses that lead here.
                aliases: Vec<Exact>, "旧地址";
            }
        }

        impl Published for $record {
            fn title(&self) -> Option<&Text> {
                self.title.as_ref()
            }
            fn summary(&self) -> Option<&Markdown> {
                self.summary.as_ref()
            }
            fn photos(&self) -> &[Photo] {
                &self.photos
            }
            fn attachments(&self) -> &[OrText<Attachment>] {
                &self.attachments
            }
            fn topics(&self) -> &[Exact] {
                &self.topics
            }
            fn source(&self) -> Option<&Source> {
                self.source.as_deref()
            }
            fn credits(&self) -> [Option<&Person>; 3] {
                [self.author.as_deref(), self.editor.as_deref(), self.photographer.as_deref()]
            }
            fn review(&self) -> &[Review] {
                &self.review
            }
            fn corrections(&self) -> &[Correction] {
                &self.corrections
            }
            fn draft(&self) -> bool {
                self.draft == Some(Flag(true))
            }
            fn embargo(&self) -> Option<Moment> {
                self.embargo
            }
            fn withdrawn(&self) -> Option<&Withdrawal> {
                self.withdrawn.as_ref()
            }
            fn public_until(&self) -> Option<Date> {
                self.public_until
            }
            fn sample(&self) -> bool {
                self.sample == Some(Flag(true))
            }
            fn aliases(&self) -> &[Exact] {
                &self.aliases
            }
            fn take_words_out(&mut self) {
                self.title = None;
                self.summary = None;
                self.photos.clear();
                self.attachments.clear();
                self.aliases.clear();
                self.source = None;
                (self.author, self.editor, self.photographer) = (None, None, None);
                self.review.clear();
                self.corrections.clear();
            }
            fn take_lists_out(&mut self) {
                self.topics = Default::default();
                self.corrections.clear();
                (self.draft, self.withdrawn) = Default::default();
                (self.embargo, self.public_until) = (None, None);
            }
        }
    };
}

published! {
    /// `content/meetings/ID/index.md`: a meeting.
    Meeting {
        /// The headline.
        title: Option<Text>, "标题"; required;
        /// The day of the meeting.
        held: Option<Date>, "日期"; required;
        /// When it began.
        time: Option<Clock>, "时间";
        /// When it ended.
        end_time: Option<Clock>, "结束时间";
        /// The last day, if it took several.
        ended: Option<Date>, "结束日期";
        /// When the story went out; news and feeds sort by it.
        published: Option<Moment>, "发布";
        /// The work year reported on.
        covers: Option<Covers>, "年度";
    } {
        /// The series, by its id in the configuration.
        series: Option<Exact>, "类型";
        /// Scheduled, held, cancelled or postponed; held once the day is past.
        status: Option<Status>, "状态";
        /// Why it was cancelled or postponed.
        reason: Option<Markdown>, "原因";
        /// The document number.
        number: Option<Exact>, "文号";
        /// The index number.
        index_number: Option<Exact>, "索引号";
        /// The disclosure class.
        disclosure: Option<Text>, "公开类别";
        /// Whether the minutes were adopted, and where.
        minutes: Option<Minutes>, "纪要";
        /// Where it was held.
        place: Option<OrText<Venue>>, "地点";
        /// The organization that convened it.
        organizer: Option<Ref>, "主办";
        /// Who presided.
        chair: Many<OrText<Person>>, "主持";
        /// Who made a speech.
        speakers: Many<OrText<Person>>, "讲话";
        /// Who was present.
        present: Many<OrText<Person>>, "出席";
        /// Who sat in.
        in_attendance: Many<OrText<Person>>, "列席";
        /// Who sent apologies.
        apologies: Many<OrText<Person>>, "请假";
        /// Who was absent.
        absent: Many<OrText<Person>>, "缺席";
        /// How many were expected and present.
        attendance: Option<Attendance>, "人数";
        /// The agenda.
        agenda: Option<Counted<Agenda>>, "议程";
        /// How many reports were given; those on file are collected from the folder.
        reports: Option<Counted<ReportsGiven>>, "述职";
        /// How the chair commented.
        commentary: Option<Commentary>, "点评";
        /// What the chair put forward.
        suggestions: Option<Counted<Suggestions>>, "意见";
        /// What the meeting emphasized.
        emphasis: Many<Markdown>, "强调";
        /// What was decided.
        decisions: Vec<OrText<Decision>>, "决定";
        /// How the secretaries were assessed.
        assessment: Option<Assessment>, "测评";
    }
}

published! {
    /// `content/meetings/ID/REPORT.md`: one report given at a meeting.
    Report {
        /// Who reported.
        secretary: Option<OrText<Person>>, "书记";
        /// Whose work it is; by default where the secretary was in office that day.
        organization: Option<Ref>, "单位";
        /// The headline; by default the organization and the year.
        title: Option<Text>, "标题";
    } {
        /// The speaking order.
        order: Option<Count>, "顺序";
        /// Spoken or written.
        mode: Option<Mode>, "形式";
        /// The chair's comment.
        comment: Many<OrText<Comment>>, "点评";
        /// The ballots by grade.
        ballots: Option<Pairs<Count>>, "测评";
        /// The grade as recorded, never computed.
        grade: Option<Exact>, "等次";
        /// The problems that the report names.
        problems: Vec<OrText<Problem>>, "问题";
        /// What was promised.
        commitments: Vec<Commitment>, "承诺";
        /// The answers to earlier commitments.
        previous: Vec<Answer>, "整改";
    }
}

published! {
    /// `content/news/ID.md`: a story.
    Story {
        /// The headline.
        title: Option<Text>, "标题"; required;
        /// When it went out.
        published: Option<Moment>, "发布"; required;
    } {
        /// The meetings that it is about.
        about: Many<Ref>, "相关会议";
    }
}

published! {
    /// `content/pages/ID.md`: any other page.
    Page {
        /// The title.
        title: Option<Text>, "标题"; required;
        /// When it was published.
        published: Option<Moment>, "发布";
    } {
        /// Its place in the navigation.
        menu: Option<Count>, "菜单";
        /// The meetings that it is about.
        about: Many<Ref>, "相关会议";
    }
}
