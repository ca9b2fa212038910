// The pages that the tests open, and two small sites that have what the sample site lacks.

/** Every kind of page, on the sample site. */
export const KINDS = {
  'the front page': '/',
  'the meeting that leads': '/meetings/2022-02-25-annual-debriefing/',
  'a meeting with reports and grades': '/meetings/2020-01-17-annual-debriefing/',
  'a meeting with a photo': '/meetings/2023-02-24-annual-debriefing/',
  'a report': '/meetings/2023-02-24-annual-debriefing/old-well/',
  'a series': '/series/annual-debriefing/',
  'a person': '/people/zhou-ji/',
  'an organization': '/organizations/old-well-village/',
  'the people': '/people/',
  'the organizations': '/organizations/',
  'the meetings': '/meetings/',
  'the reports': '/reports/',
  'the news': '/news/',
  'a story': '/news/2023-03-01-promises-read-out/',
  'the commitments': '/commitments/',
  'the overdue commitments': '/commitments/overdue/',
  'the corrections': '/corrections/',
  'the archive': '/archive/',
  'a year': '/archive/2023/',
  'the topics': '/topics/',
  'a topic': '/topics/water/',
  'a page of text': '/about/',
  'the volumes': '/volumes/',
  'a volume': '/meetings/2020-01-17-annual-debriefing/volume/',
  'the page for what is not there': '/404.html',
};

/** What the theme `plain` has not, and what reads otherwise without a script. */
export const SEARCH = { 'the search page': '/search/' };

export const PHOTO = 'content/meetings/2023-02-24-annual-debriefing/hall.png';
export const LONG_NAME = 'a-file-name-that-is-quite-long-and-has-no-place-to-break_it_anywhere_at_all.txt';

/** What the sample lacks: a second language, a path below the host, pagers, long words, odd states. */
export const FIXTURE = `
-- minutebook.yaml --
title: A very long name for the record of the meetings of the Rhine-Danube-Waterways-Maintenance Board
base_url: https://example.org/records/
language: en
languages: {zh-Hans: {title: 测试}}
paginate: 2
publisher: {organization: board, contact: someone-with-a-rather-long-name@records.example.org}
markdown: {raw_html: sanitize}
assessment: {visibility: full}
topics: {water: {title: {en: Water, zh-Hans: 水}}}
series:
  yearly:
    title: {en: Yearly, zh-Hans: 年度}
    reports_from: {kind: [village], post: secretary}
    scale: four
scales:
  four: {good: Good, fairly-good: Fairly good, fair: Fair, poor: Poor}
-- content/organizations/board.md --
---
name: Board
---
-- content/organizations/weir.md --
---
name: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
kind: village
parent: board
---
-- content/organizations/mill.md --
---
name: Mill
kind: village
parent: board
---
-- content/people/ada.md --
---
name: Ada
roles: [{post: secretary, role: Secretary, organization: weir, start: 2010}]
---
-- content/people/ada.zh-Hans.md --
---
name: 艾达
---
-- content/meetings/a/index.md --
---
title: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft
held: 2020-05-04
covers: 2019
series: yearly
organizer: board
chair: ada
topics: [water]
emphasis: [One thing.]
suggestions: {count: 2, items: [{number: 2, text: The second.}]}
decisions: [Build it., {text: Paint it., votes: {for: 5, against: 1, abstain: 0}}]
photos: [{file: hall.png, alt: A hall}, {file: other.png, alt: Another, caption: Seen from the door}]
attachments: [{file: ${LONG_NAME}}]
corrections: [{date: 2020-05-06, text: It was *Monday*.}]
aliases: [/old/a/]
---

## A heading

| one | two | three | four | five | six | seven | eight |
|---|---|---|---|---|---|---|---|
| averylongwordwithoutabreak | averylongwordwithoutabreak | averylongwordwithoutabreak | 4 | 5 | 6 | 7 | 8 |

\`\`\`
a line of code that goes on and on and on and on and on and on and on and on and on and on and on
\`\`\`

https://example.org/an/address/that/is/much/longer/than/any/phone/is/wide/and/has/no/space/in/it.html

![Drawn](hall.png)

A footnote.[^1]

[^1]: At the foot.
-- content/meetings/a/index.zh-Hans.md --
---
title: 第一次会议，讨论水利、道路、供暖以及其他事项的决定与建议汇总
---

## 标题

正文。
-- content/meetings/a/weir.md --
---
secretary: ada
organization: weir
ballots: {good: 31, fairly-good: 4, fair: 1, poor: 0, abstain: 1}
grade: good
comment: Well done.
problems: [{text: Rain., cause: Weather.}]
commitments:
  - {id: gate, text: Mend the gate, due: 2021-01-01, responsible: ada, status: done}
---

Text.
-- content/meetings/b/index.md --
---
title: B
held: 2021-05-04
covers: 2020
series: yearly
status: cancelled
reason: Flood.
---
-- content/meetings/c/index.md --
---
title: C
held: 2022-05-04
---
-- content/meetings/d/index.md --
---
title: D
held: 2023-05-04
withdrawn: {date: 2023-06-01, reason: Wrong hall.}
---
-- content/meetings/e/index.md --
---
title: E
held: 2025-01-04
status: scheduled
---
-- content/news/story.md --
---
title: Story
published: 2023-05-05
about: [a]
---

<p style="color: red" onclick="alert(1)">Raw<script>alert(1)</script></p>
-- content/pages/terms.md --
---
title: Terms
---

Words.
`;

export const FIXTURE_PAGES = {
  'the front page of a site below a path': '/',
  'a meeting with everything': '/meetings/a/',
  'a report with ballots': '/meetings/a/weir/',
  'a volume with everything': '/meetings/a/volume/',
  'a cancelled meeting': '/meetings/b/',
  'a meeting without anything': '/meetings/c/',
  'a withdrawn meeting': '/meetings/d/',
  'a meeting to come': '/meetings/e/',
  'the newest page of a list': '/meetings/',
  'an older page of a list': '/meetings/page/1/',
  'a series with a cancelled meeting': '/series/yearly/',
  'an organization with a long name': '/organizations/weir/',
  'a story with raw HTML': '/news/story/',
  'the front page in Chinese': '/zh-hans/',
  'a translated meeting': '/zh-hans/meetings/a/',
  'a meeting that is not translated': '/zh-hans/meetings/c/',
  'a person in Chinese': '/zh-hans/people/ada/',
  'the commitments in Chinese': '/zh-hans/commitments/',
};

export const BARE = '\n-- minutebook.yaml --\ntitle: Bare\nbase_url: https://example.org/\n';
export const BARE_PAGES = {
  'the front page of an empty site': '/',
  'an empty list': '/meetings/',
  'empty commitments': '/commitments/',
  'an empty archive': '/archive/',
};
