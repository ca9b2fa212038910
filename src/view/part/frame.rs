//! What stands around every page: head, header, navigation, footer.

use super::Link;
use crate::view::described::view;

view! {
    /// A step on the way from the front page to this one.
    Crumb {
        /// Its words.
        title: String,
        /// Absent on the last one, which is this page.
        url: Option<String>,
    }

    /// A language in which the site can be read.
    LanguageLink {
        /// The tag, for `lang` and `hreflang`.
        tag: String,
        /// The language's name in itself.
        name: String,
        /// This page in that language.
        url: String,
        /// Whether it is the one being read.
        current: bool,
    }

    /// This page's address in a language into which it is translated.
    Alternate {
        /// The tag, for `hreflang`.
        tag: String,
        /// The full address.
        url: String,
    }

    /// An entry of the navigation.
    MenuItem {
        /// Its words.
        title: String,
        /// Where it leads.
        url: String,
        /// Whether this page is below it.
        current: bool,
    }

    /// A `meta` element of the page's head.
    Meta {
        /// Its name.
        name: String,
        /// Its content.
        content: String,
    }

    /// What every page has: what goes into the head, the header and the footer.
    Frame {
        /// The language of the interface, for `lang` on the root.
        lang: String,
        /// The site's title.
        site: String,
        /// What stands under the site's title.
        tagline: Option<String>,
        /// The title of the window.
        window: String,
        /// The page's title.
        title: String,
        /// What the page is about, for search engines and previews.
        description: Option<String>,
        /// The full address that this page should be known by.
        canonical: String,
        /// The site's root as seen from this page: empty, or `../` and so on.
        root: String,
        /// The front page.
        home: String,
        /// Whether this is the front page.
        is_home: bool,
        /// The style sheet.
        style: String,
        /// The script.
        script: String,
        /// The icon.
        icon: String,
        /// The Atom feed that fits this page best.
        feed: Link,
        /// `meta` elements that government sites state.
        meta: Vec<Meta>,
        /// This page in the site's other languages.
        languages: Vec<LanguageLink>,
        /// For `link rel=alternate hreflang`: full addresses.
        alternates: Vec<Alternate>,
        /// The search page; absent where the theme has none.
        search: Option<Link>,
        /// The navigation.
        menu: Vec<MenuItem>,
        /// The way here from the front page; empty there.
        crumbs: Vec<Crumb>,
        /// Whether the site holds invented records.
        has_samples: bool,
        /// Whether search engines should leave this page out.
        hidden: bool,
        /// `Shown in English: not translated yet`, with its language.
        untranslated: Option<String>,
        /// Who publishes the site.
        publisher: Option<Link>,
        /// Whether the publisher is invented.
        publisher_sample: bool,
        /// How to reach the publisher.
        contact: Option<String>,
        /// The site's other pages, for the footer.
        pages: Vec<Link>,
        /// The list of years, of people, of corrections, for the footer.
        record_links: Vec<Link>,
        /// The number under which the site is registered, if it is.
        registration: Vec<String>,
    }
}
