//! The keys of every kind of record, declared once each: name, form, Chinese alias,
//! what it means, whether it is required. Names follow Popolo, schema.org and iCalendar
//! where those have a word. `docs/fields.md` is the same table for readers.

mod published;

use crate::config::Visibility;
use crate::yaml::{
    Clock, Count, Counted, Covers, Date, Exact, Flag, Many, Markdown, Moment, OrText, Pairs, Ref, Text, count_form,
    record, text_form, words,
};

pub use published::{Meeting, Page, Published, Report, Story};

words! {
    /// How far a meeting has come.
    Status { Scheduled = "scheduled" | "计划中", Held = "held" | "已召开", Cancelled = "cancelled" | "已取消", Postponed = "postponed" | "已延期", }
}
words! {
    /// How the chair commented on the reports.
    Commentary { OneByOne = "one-by-one" | "逐一", Grouped = "grouped" | "分组", None = "none" | "无", }
}
words! {
    /// How the reports were given.
    Manner { OneByOne = "one-by-one" | "逐一", Selected = "selected" | "选定", Written = "written" | "书面", }
}
words! {
    /// Whether the minutes were adopted.
    MinutesStatus { Draft = "draft" | "草案", Adopted = "adopted" | "已通过", }
}
words! {
    /// How those present assessed.
    Method {
        OnTheSpot = "on-the-spot" | "现场",
        Form = "form" | "填表",
        SecretBallot = "secret-ballot" | "无记名投票",
        ShowOfHands = "show-of-hands" | "举手表决",
        Score = "score" | "打分",
    }
}
words! {
    /// How a report was given.
    Mode { Oral = "oral" | "口头", Written = "written" | "书面", }
}
words! {
    /// What was promised: something new, or the mending of something found wrong.
    CommitmentKind { Commitment = "commitment" | "承诺", Rectification = "rectification" | "整改", }
}
words! {
    /// What has become of a commitment.
    Progress {
        NotStarted = "not-started" | "未开始",
        InProgress = "in-progress" | "进行中",
        Ongoing = "ongoing" | "长期坚持",
        Done = "done" | "已完成",
        PartlyDone = "partly-done" | "部分完成",
        NotDone = "not-done" | "未完成",
        CarriedOver = "carried-over" | "结转",
        Changed = "changed" | "已调整",
        Withdrawn = "withdrawn" | "已撤回",
    }
}

record! {
    /// Somebody at a meeting: one with a page, one without, or a group.
    Person {
        /// The id of somebody with a page of their own.
        person: Option<Ref>, "人物";
        /// The name of somebody without a page.
        name: Option<Text>, "姓名";
        /// In which role.
        role: Option<Text>, "职务";
        /// A group of people, in words.
        group: Option<Text>, "群体";
        /// How many are in the group.
        count: Option<Count>, "人数";
        /// Why somebody is absent.
        reason: Option<Text>, "原因";
    }
}

record! {
    /// Where a meeting is held.
    Venue {
        /// The building.
        name: Option<Text>, "名称";
        /// The room.
        room: Option<Text>, "房间";
        /// The address.
        address: Option<Text>, "地址";
    }
}

record! {
    /// Whether the minutes were adopted, and where.
    Minutes {
        /// `draft` or `adopted`.
        status: Option<MinutesStatus>, "状态"; required;
        /// The meeting that adopted them.
        adopted_at: Option<Ref>, "通过会议";
    }
}

record! {
    /// How many were expected and present, in numbers alone.
    Attendance {
        /// How many were expected.
        expected: Option<Count>, "应到";
        /// How many were present.
        present: Option<Count>, "实到";
    }
}

record! {
    /// One item of the agenda.
    AgendaItem {
        /// What it is about.
        title: Option<Markdown>, "标题"; required;
        /// What came of it.
        result: Option<Markdown>, "结果";
    }
}

record! {
    /// The agenda.
    Agenda {
        /// How many items there were.
        count: Option<Count>, "数量";
        /// The items.
        items: Vec<OrText<AgendaItem>>, "各项";
    }
}

record! {
    /// How many reports were given, and by whom as far as the source says.
    ReportsGiven {
        /// How many were given.
        count: Option<Count>, "数量";
        /// The organizations that the source names.
        items: Vec<Ref>, "各项";
        /// How they were given.
        manner: Option<Manner>, "形式";
    }
}

record! {
    /// One suggestion of the chair.
    Suggestion {
        /// Its number, where some are missing.
        number: Option<Count>, "序号";
        /// What was suggested.
        text: Option<Markdown>, "内容";
        /// Why there is no text.
        note: Option<Markdown>, "说明";
    }
}

record! {
    /// What the chair put forward.
    Suggestions {
        /// How many there were.
        count: Option<Count>, "数量";
        /// The suggestions.
        items: Vec<OrText<Suggestion>>, "各项";
        /// Who put them forward; the chair if nobody is named.
        by: Option<OrText<Person>>, "提出人";
        /// On whose behalf.
        on_behalf_of: Option<Text>, "代表";
    }
}

record! {
    /// How a motion was voted on.
    Votes {
        /// Votes for.
        r#for: Option<Count>, "赞成";
        /// Votes against.
        against: Option<Count>, "反对";
        /// Abstentions.
        abstain: Option<Count>, "弃权";
    }
}

record! {
    /// One decision.
    Decision {
        /// Its number.
        number: Option<Exact>, "序号";
        /// What was decided.
        text: Option<Markdown>, "内容"; required;
        /// Who moved it.
        moved_by: Option<OrText<Person>>, "提议";
        /// Who seconded it.
        seconded_by: Option<OrText<Person>>, "附议";
        /// The votes.
        votes: Option<Votes>, "表决";
    }
}

record! {
    /// Ballot papers.
    BallotPapers {
        /// Given out.
        issued: Option<Count>, "发出";
        /// Handed in.
        returned: Option<Count>, "收回";
        /// Valid.
        valid: Option<Count>, "有效";
    }
}

record! {
    /// How the secretaries were assessed.
    Assessment {
        /// Who assessed.
        by: Option<Text>, "测评人";
        /// Who was assessed.
        subject: Option<Text>, "对象";
        /// How.
        method: Option<Method>, "方式";
        /// The scale of grades, by its id in the configuration; else the series' scale.
        scale: Option<Exact>, "等次表";
        /// Ballot papers given out, handed in and valid.
        ballots: Option<BallotPapers>, "票数";
        /// How much is public; `withheld` unless the configuration says otherwise.
        visibility: Option<Visibility>, "公开程度";
        /// How many secretaries got each grade.
        result: Option<Pairs<Count>>, "结果";
    }
}

record! {
    /// A photo beside the record.
    Photo {
        /// The file's name.
        file: Option<Exact>, "文件"; required;
        /// What is to be seen, for those who do not see it.
        alt: Option<Text>, "说明文字";
        /// The caption.
        caption: Option<Markdown>, "图注";
        /// Whose picture it is.
        credit: Option<Text>, "来源";
    }
}

record! {
    /// A file beside the record that readers can download.
    Attachment {
        /// The file's name.
        file: Option<Exact>, "文件"; required;
        /// What it is.
        title: Option<Text>, "标题";
        /// `signed-original` for the signed scan, or any other word.
        role: Option<Exact>, "性质";
    }
}

record! {
    /// Whose text this is, if it was taken from somewhere.
    Source {
        /// Its headline, word for word.
        title: Option<Text>, "标题";
        /// Who published it.
        name: Option<Text>, "名称";
        /// Where it stands.
        url: Option<Exact>, "网址";
        /// When it was published.
        published: Option<Date>, "发布";
        /// Its language.
        language: Option<Exact>, "语言";
        /// Whether a machine translated it.
        machine_translated: Option<Flag>, "机器翻译";
        /// What was inferred, and what is odd in it.
        notes: Vec<Markdown>, "说明";
    }
}

record! {
    /// One sign-off.
    Review {
        /// The level, one of the configuration's.
        level: Option<Exact>, "级别"; required;
        /// Who signed off.
        by: Option<OrText<Person>>, "审核人";
        /// When.
        date: Option<Date>, "日期";
        /// Of which text: a digest.
        digest: Option<Exact>, "摘要值";
    }
}

record! {
    /// One correction. Corrections are only ever added.
    Correction {
        /// When it was made.
        date: Option<Date>, "日期"; required;
        /// What was wrong and what is right.
        text: Option<Markdown>, "内容"; required;
    }
}

record! {
    /// That the record was withdrawn.
    Withdrawal {
        /// When.
        date: Option<Date>, "日期"; required;
        /// Why.
        reason: Option<Markdown>, "原因";
    }
}

record! {
    /// A problem that a report names.
    Problem {
        /// The problem.
        text: Option<Markdown>, "问题"; required;
        /// Its cause.
        cause: Option<Markdown>, "原因";
    }
}

record! {
    /// A comment on a report.
    Comment {
        /// Who made it; the meeting's chair if nobody is named.
        by: Option<OrText<Person>>, "点评人";
        /// On whose behalf.
        on_behalf_of: Option<Text>, "代表";
        /// The comment.
        text: Option<Markdown>, "内容"; required;
    }
}

record! {
    /// What became of a commitment by a day.
    Update {
        /// When.
        date: Option<Date>, "日期"; required;
        /// How it stood.
        status: Option<Progress>, "状态";
        /// What was done.
        text: Option<Markdown>, "内容";
        /// What shows it: a file beside the record, or a link.
        evidence: Option<Text>, "佐证";
    }
}

record! {
    /// Something promised.
    Commitment {
        /// Its id, by which a later report answers it.
        id: Option<Exact>; required;
        /// What was promised. It never changes.
        text: Option<Markdown>, "内容"; required;
        /// By when.
        due: Option<Date>, "期限";
        /// Who answers for it.
        responsible: Option<OrText<Person>>, "责任人";
        /// A commitment or a rectification.
        kind: Option<CommitmentKind>, "类别";
        /// How it stood when it was made.
        status: Option<Progress>, "状态";
        /// What became of it.
        updates: Vec<Update>, "进展";
    }
}

record! {
    /// This year's answer to an earlier commitment.
    Answer {
        /// Which one: `MEETING/REPORT/ID`.
        r#ref: Option<Exact>, "对应"; required;
        /// How it stands.
        status: Option<Progress>, "状态"; required;
        /// What was done.
        note: Option<Markdown>, "说明";
        /// What shows it: a file beside the record, or a link.
        evidence: Option<Text>, "佐证";
    }
}

record! {
    /// One term of office.
    Role {
        /// The post, a plain id that the checks use: `secretary`.
        post: Option<Exact>, "岗位"; required;
        /// The words for it.
        role: Option<Text>, "职务";
        /// Where.
        organization: Option<Ref>, "单位";
        /// The first day, as far as known.
        start: Option<Date>, "开始";
        /// The last day; open if there is none.
        end: Option<Date>, "结束";
    }
}

text_form!(
    Person.person,
    Venue.name,
    AgendaItem.title,
    Suggestion.text,
    Decision.text,
    Attachment.file,
    Source.title,
    Problem.text,
    Comment.text
);
count_form!(Agenda of OrText<AgendaItem>, ReportsGiven of Ref, Suggestions of OrText<Suggestion>);

record! {
    /// `content/people/ID.md`: a person, in public office only.
    PersonPage {
        /// The name.
        name: Option<Text>, "姓名"; required;
        /// How to sort it, e.g. in pinyin.
        sort_name: Option<Text>, "排序";
        /// Other names and spellings.
        other_names: Many<Text>, "别名";
        /// Terms of office.
        roles: Vec<Role>, "任职";
        /// A portrait.
        photo: Option<Photo>, "照片";
        /// `false`: no page, no id and no name in any output.
        public: Option<Flag>, "公开";
        /// Invented for demonstration.
        sample: Option<Flag>, "示例";
        /// Old addresses that lead here.
        aliases: Vec<Exact>, "旧地址";
    }
}

record! {
    /// `content/organizations/ID.md`: an organization.
    Organization {
        /// The name.
        name: Option<Text>, "名称"; required;
        /// `village`, `community`, `office`, `committee`, or another word.
        kind: Option<Exact>, "类别";
        /// The place in the register.
        order: Option<Count>, "顺序";
        /// The organization above it.
        parent: Option<Ref>, "上级";
        /// Other names and spellings.
        other_names: Many<Text>, "别名";
        /// When it was founded.
        founded: Option<Date>, "成立";
        /// When it was dissolved.
        dissolved: Option<Date>, "撤销";
        /// What came after it.
        successor: Option<Ref>, "继任单位";
        /// Invented for demonstration.
        sample: Option<Flag>, "示例";
        /// Old addresses that lead here.
        aliases: Vec<Exact>, "旧地址";
    }
}
