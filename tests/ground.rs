//! The configuration and the theme: what is taken in of them is as in a site that is built anew.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "sites are built in memory")]

#[path = "support/disk.rs"]
mod disk;
#[path = "support/edited.rs"]
mod edited;
#[path = "support/office.rs"]
mod office;
mod support;

use edited::Edited;
use minutebook::build::has_errors;
use office::{Edit, Office, PLACES, edit, place_of};
use proptest::prelude::*;

/// Edits of the configuration and the theme more often than of anything else.
fn mostly_ground() -> impl Strategy<Value = Edit> {
    let ground: Vec<usize> = PLACES
        .iter()
        .enumerate()
        .filter(|(_, (path, _))| *path == "minutebook.yaml" || path.starts_with("themes/"))
        .map(|(place, _)| place)
        .collect();
    let of_ground = (prop::sample::select(ground), any::<usize>()).prop_map(|(place, text)| Edit::Put(place, text));
    prop_oneof![2 => of_ground, 1 => edit()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_in_is_as_in_a_site_that_is_built_anew(
        edits in prop::collection::vec(prop::collection::vec(mostly_ground(), 1..3), 1..8),
    ) {
        let mut office = Office::new();
        let mut edited = Edited::of(office.files().0, office.options());
        for edits in edits {
            edits.iter().for_each(|edit| office.apply(edit));
            let now = office.files().0;
            edited.options = office.options();
            if edited.tell(now.clone(), &format!("{edits:?}")) == Some(true) {
                continue;
            }
            if has_errors(&support::built(&now, &office.options()).1) {
                break;
            }
            edited = Edited::of(now, office.options());
        }
    }
}

/// Whether a change is taken in: `None` where the site has to be built anew, `false` where something is wrong with it.
fn told(path: &str, text: &str) -> Option<bool> {
    let office = Office::new();
    let mut edited = Edited::of(office.files().0, office.options());
    let mut now = edited.files.clone();
    now.insert(path, text.as_bytes().to_vec());
    edited.tell(now, &format!("{path}: {text}"))
}

#[test]
fn words_and_templates_are_taken_in() {
    let configured = PLACES[place_of("minutebook.yaml")].1[0];
    let is_told = |from: &str, to: &str| {
        assert!(configured.contains(from), "{from}");
        told("minutebook.yaml", &configured.replace(from, to))
    };
    for (from, to) in [
        ("title: Test", "title: Of the town\ntagline: Its record"),
        ("{title: 测试}", "{title: 街道, tagline: 会议}"),
        ("https://example.org/", "https://example.com/minutes/"),
        ("paginate: 2", "paginate: 2\nmenu: [meetings, series/s]\ntimezone: Asia/Shanghai"),
        ("paginate: 2", "paginate: 2\ngovernment: {icp: 1}"),
        ("{en: Roads, zh-Hans: 道路}", "Ways"),
        ("{title: Water}", "{title: Water, about: Of water}"),
        ("topics: {", "topics: {zoo: {title: Animals}, air: {title: Air, about: Of air}, "),
        ("title: Debriefing,", "title: Of the year, short: Year, about: What it is,"),
        ("good: Good", "good: {en: Fine, zh-Hans: 好}"),
    ] {
        assert_eq!(is_told(from, to), Some(true), "{to}");
    }
    for (from, to) in [
        ("roads: {title: {en: Roads, zh-Hans: 道路}}, ", ""),
        ("kind: village", "kind: town"),
        ("{good: Good, fair: Fair}", "{fair: Fair, good: Good}"),
        ("paginate: 2", "paginate: 3"),
        ("theme: plain", "theme: street-news"),
        ("paginate: 2", "paginate: 2\nlead: a"),
        ("paginate: 2", "paginate: 2\nassessment: {visibility: full}"),
    ] {
        assert_eq!(is_told(from, to), None, "{to}");
    }
    assert_eq!(told("themes/plain/templates/story.html", "{{ title }}"), Some(true));
    assert_eq!(told("themes/plain/static/style.css", "p {}"), Some(true));
    assert_eq!(told("themes/plain/i18n/en.ftl", "reports = Accounts"), Some(true));
    assert_eq!(told("themes/plain/words.txt", "Of this theme"), Some(true));
    assert_eq!(told("themes/plain/static/photo.svg", "<svg/>"), None, "a file more is published");
    assert_eq!(told("themes/plain/templates/more.html", "More"), None, "a template more may be needed");
}

#[test]
fn a_topic_that_comes_is_named_by_records_at_once() {
    let office = Office::new();
    let mut edited = Edited::of(office.files().0, office.options());
    let configured = PLACES[place_of("minutebook.yaml")].1[0];
    let story = b"---\ntitle: The kite\npublished: 2022-03-02\ntopics: [air, roads]\n---\n";
    let mut now = edited.files.clone();
    now.insert("content/news/kite.md", story.to_vec());
    assert_eq!(edited.tell(now.clone(), "no such topic"), Some(false));
    now.insert("minutebook.yaml", configured.replace("topics: {", "topics: {air: {title: Air}, ").into_bytes());
    assert_eq!(edited.tell(now.clone(), "a topic with its first story"), Some(true));
    assert!(edited.has("topics/air/index.html") && edited.has("zh-hans/topics/air/feed.xml"));
    now.insert("content/news/kite.md", [&story[..], b"See [air](/topics/air/).\n"].concat());
    assert_eq!(edited.tell(now.clone(), "a link leads there"), Some(true));
    now.insert("minutebook.yaml", configured.as_bytes().to_vec());
    assert_eq!(edited.tell(now, "it goes"), None);
}

#[test]
fn a_topic_in_whose_way_something_stands_is_not_taken_in() {
    let office = Office::new();
    let mut files = office.files().0;
    files.insert("static/topics/air/feed.xml", b"<feed/>".to_vec());
    let mut edited = Edited::of(files.clone(), office.options());
    let configured = PLACES[place_of("minutebook.yaml")].1[0];
    files.insert("minutebook.yaml", configured.replace("topics: {", "topics: {air: {title: Air}, ").into_bytes());
    assert_eq!(edited.tell(files, "a file is in its way"), None);
}

#[test]
fn what_is_wrong_with_words_and_templates_is_told() {
    assert_eq!(
        told("minutebook.yaml", &PLACES[place_of("minutebook.yaml")].1[0].replace("title: Test\n", "")),
        Some(false)
    );
    assert_eq!(told("themes/plain/templates/story.html", "{{ title"), Some(false));
    assert_eq!(told("themes/plain/i18n/en.ftl", "reports Accounts"), Some(false));
}
