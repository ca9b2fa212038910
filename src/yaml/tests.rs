//! The two readings give the same record, and the careful one names what is wrong.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{Field, is_plain, locate, read, read_carefully};
use crate::diag::{Severity, Step};
use crate::yaml::{
    Clock, Count, Counted, Covers, Date, Exact, Flag, Many, Markdown, Moment, OrText, Pairs, Record, Ref, Text,
    count_form, record, text_form, words,
};

words! {
    /// A closed list.
    Word { Held = "held", Planned = "planned", }
}
record! {
    /// Written as one text or as a group.
    Venue {
        /// A text.
        name: Option<Text>, "名称";
        /// Another.
        room: Option<Text>;
        /// And another.
        address: Option<Text>;
    }
}
record! {
    /// Written as a text or as a group with a number.
    Point {
        /// A number.
        number: Option<Count>;
        /// A text.
        text: Option<Markdown>;
        /// Another.
        note: Option<Markdown>;
    }
}
record! {
    /// Written as a number, a list or a group.
    Points {
        /// A number.
        count: Option<Count>;
        /// A list.
        items: Vec<OrText<Point>>;
    }
}
record! {
    /// Somebody.
    Person {
        /// An id.
        person: Option<Ref>;
        /// A name.
        name: Option<Text>;
        /// A group.
        group: Option<Text>;
        /// How many.
        count: Option<Count>;
    }
}
text_form!(Venue.name, Point.text, Person.person);
count_form!(Points of OrText<Point>);
record! {
    /// A value of every form.
    Meeting {
        /// A text that must be there.
        title: Option<Text>, "标题"; required;
        /// A date that must be there.
        held: Option<Date>, "日期"; required;
        /// A time.
        time: Option<Clock>;
        /// A moment.
        published: Option<Moment>;
        /// A year.
        covers: Option<Covers>;
        /// Inline Markdown.
        summary: Option<Markdown>;
        /// A word.
        status: Option<Word>;
        /// A text that is a fact.
        number: Option<Exact>;
        /// A text or a group.
        place: Option<OrText<Venue>>;
        /// An id.
        organizer: Option<Ref>;
        /// One or several, each a text or a group.
        chair: Many<OrText<Person>>, "主持";
        /// A number, a list or a group.
        suggestions: Option<Counted<Points>>;
        /// One or several texts.
        topics: Many<Ref>;
        /// A list of texts.
        notes: Vec<Markdown>;
        /// A group with free keys.
        ballots: Option<Pairs<Count>>;
        /// A flag.
        sample: Option<Flag>;
    }
}

fn check(text: &str, expected: Expect) {
    let (_, faults) = read::<Meeting>(text);
    let lines = faults.iter().map(|fault| {
        let place = format!("{:?}", &text[fault.span.start..fault.span.end.max(fault.span.start)]);
        let help = fault.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        format!("{place} [{}] {}{help}\n", fault.check, fault.message)
    });
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn a_text_keeps_its_characters() {
    let text = "title: 001\nheld: 2022-02-25\nplace: 1.10\nnumber: 1e3\norganizer: no\nchair: 0x10\n";
    let (meeting, faults) = read::<Meeting>(text);
    assert_eq!(faults, []);
    assert_eq!(meeting.title.as_deref(), Some("001"));
    assert_eq!(meeting.place.as_ref().and_then(|place| place.name.as_deref()), Some("1.10"));
    assert_eq!(meeting.number.as_deref(), Some("1e3"));
    assert_eq!(meeting.organizer.as_deref(), Some("no"));
    assert_eq!(meeting.chair[0].person.as_deref(), Some("0x10"));
}

#[test]
fn an_empty_key_is_an_absent_one() {
    let (meeting, faults) = read::<Meeting>("title: a\nheld: 2022\nchair:\nplace: ~\nsummary: \"\"\n");
    assert_eq!(faults, []);
    assert!(meeting.chair.is_empty() && meeting.place.is_none() && meeting.summary.is_none());
}

#[test]
fn chinese_keys_and_dates_are_read() {
    let (meeting, faults) = read::<Meeting>("标题: 述职评议会\n日期: 2022年2月25日\n主持: 陈宁\n");
    assert_eq!(meeting.held.map(|held| held.to_string()).as_deref(), Some("2022-02-25"));
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].check.severity(), Severity::Note);
}

#[test]
fn every_fault_of_a_text_is_named() {
    check(
        "titel: a\nheld: 2022-02-30\nsample: yes\nsuggestions: many\nplace: [a]\nheld: 2022\n",
        expect![[r#"
            "titel" [unknown-key] there is no key `titel` here (did you mean `title`?)
            "2022-02-30" [impossible-date] there is no day `2022-02-30` in the calendar (mend it, or leave out what is not known: `2012-09`, `2012`)
            "yes" [wrong-value] `sample` must be `true` or `false`, not `yes`
            "many" [wrong-value] `suggestions` must be a whole number, a list or a group with `count`, `items`, not `many`
            "[a]" [wrong-value] `place` must be text or a group with `name`, `room`, `address`, not a list
            "held" [duplicate-key] `held` stands here twice (keep one of the two)
        "#]],
    );
}

#[test]
fn a_full_width_colon_is_named_and_read_past() {
    check(
        "标题：评议会\nheld: 2022\n",
        expect![[r#"
            "：" [syntax] a full-width colon after `标题` (write `标题: ` with a plain colon and a space)
        "#]],
    );
    check(
        "标题: 评议会\nheld: 2022\nsuggestions:\n  count：3\n",
        expect![[r#"
            "count：3" [syntax] a full-width colon after `count` (write `count: ` with a plain colon and a space)
        "#]],
    );
}

#[test]
fn hostile_texts_end() {
    for text in
        ["[".repeat(100_000), "a: &a [*a]\n".to_string(), "{".repeat(5_000), "? ".repeat(9_000), "- ".repeat(9_000)]
    {
        let (_, faults) = read::<Meeting>(&text);
        assert!(!faults.is_empty());
    }
}

#[test]
fn a_place_is_found_by_its_way() {
    let text = "title: a\nheld: 2022\nsuggestions:\n  items:\n    - text: one\n    - {number: 2, note: two}\n主持: x\n";
    let at = |steps: &[Step]| {
        let span = locate(text, Meeting::TABLE, &Field(steps.to_vec()));
        &text[span.start..span.end]
    };
    assert_eq!(at(&["suggestions".into(), "items".into(), 1.into(), "note".into()]), "two");
    assert_eq!(at(&["chair".into(), 0.into(), "person".into()]), "x");
    assert_eq!(at(&["held".into()]), "2022");
}

/// Values that people write, and some that they should not.
const VALUES: &[&str] = &[
    "a",
    "2022-02-25",
    "2022.2.5",
    "2022",
    "3",
    "007",
    "1.10",
    "0x1F",
    "true",
    "yes",
    "~",
    "null",
    "[]",
    "[a, b]",
    "[1, 2]",
    "{name: x}",
    "{count: 2, items: [a]}",
    "{group: g, count: 3}",
    "\"a: b\"",
    "'it''s'",
    "!tag x",
    "*x",
    "-",
    "\"\"",
    "{text: t, number: 2}",
    "afternoon",
    "14:30",
    "held",
    "a *b* & c",
    "|\n  two\n  lines",
    ">\n  folded\n  text",
    "{a: 1, a: 2}",
];

proptest! {
    #[test]
    fn the_two_readings_agree(lines in prop::collection::vec((0..60usize, 0..VALUES.len()), 1..8)) {
        // With what is required there, the fast reading has a chance.
        let mut text = String::from("title: t\nheld: 2022-02-25\n");
        for (key, value) in lines {
            let key = &Meeting::KEYS[2 + key % (Meeting::KEYS.len() - 2)];
            text.push_str(&format!("{}: {}\n", key.name, VALUES[value]));
        }
        if is_plain(&text) && let Ok(fast) = serde_yaml::from_str::<Meeting>(&text) && fast.is_complete() {
            let (careful, faults) = read_carefully::<Meeting>(&text);
            prop_assert_eq!(&faults, &[], "{}", text);
            prop_assert_eq!(fast, careful, "{}", text);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[ \n:,\\[\\]{}\"'#&*!|>%@`~a-z0-9：主持-]{0,80}") {
        let (_, faults) = read::<Meeting>(&text);
        for fault in faults {
            prop_assert!(fault.span.end <= text.len() && text.is_char_boundary(fault.span.start) && text.is_char_boundary(fault.span.end));
        }
    }
}

#[test]
fn nothing_begins_within_a_full_width_colon() {
    let text = "持\n主持：";
    for fault in read::<Meeting>(text).1 {
        assert!(text.is_char_boundary(fault.span.start) && text.is_char_boundary(fault.span.end), "{fault:?}");
    }
}

#[test]
fn a_word_is_written_as_it_is_read() {
    let (meeting, faults) = read::<Meeting>("title: a\nheld: 2022\nstatus: planned\n");
    assert_eq!((meeting.status.map(Word::word), faults.len()), (Some("planned"), 0));
    assert_eq!(Word::Held.word(), "held");
}
