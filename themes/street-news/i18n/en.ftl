# The words of the theme in American English.

# Frame
skip-to-content = Skip to the content
public-record = Public record
public-record-of = Public record of { $name }
text-size = Text size
text-size-label = Text
text-smaller = Smaller text
text-normal = Normal text
text-larger = Larger text
text-letter-small = A
text-letter-normal = A
text-letter-large = A
theme = Theme
theme-light = Light
theme-dark = Dark
languages = Languages
menu = Menu
main-menu = Main
breadcrumb = Breadcrumb
sample = Sample
sample-reason = Invented for demonstration
sample-strip = Entries marked “Sample” are invented for demonstration: every name, ballot, comment and commitment in them.
sample-entries = Entries marked with this word are invented.
published-by = Published by{" "}
footer-promise = Every page names its source, who reviewed it and what was corrected.
footer-record = The record
footer-reuse = Reuse
footer-about = About
contact = Contact: { $address }
made-with = Made with { $name }
imprint = { $site }. { $title }. { $address }
imprint-front = { $site }. { $address }
imprint-sample = Items marked “Sample” are invented.

# Between two parts of a line: of a list, of a name and what is said of it, of two remarks,
# of two sentences
list-comma = {", "}
clause-comma = {", "}
clause-gap = {"; "}
sentence-space = {" "}

# Records
key-facts = Key facts
on-this-page = On this page
print = Print
copy-link = Copy link
link-copied = Link copied
not-recorded = Not recorded
attachments = Attachments
sha256 = SHA-256
source-and-review = Source and review
source = Source
corrections = Corrections
corrections-none = None so far.
reviewed = Reviewed
previous-and-next = Previous and next
neighbor-none = None

# Front page
emphasis-sentence = What the meeting emphasized.
read-meeting = Read the meeting report
latest-reports = Secretaries’ latest reports
latest-meetings = Latest meetings
news = Street news
commitments = Commitments
archive-by-year = Archive by year

# Meeting
named-no-report = Named in the source. No report on file
emphasis = What the meeting emphasized
organization = Organization
ballots = Ballots
grade = Grade
ballots-and-grade = Ballots and grade by organization

# Volume
read-as-one-page = Read all as one page
meeting-page = The meeting’s own page
contents = Contents
earlier-years = Earlier years
volumes = Volumes

# Report
assessment = Assessment
earlier-commitments-answered = Earlier commitments that this report answers
organization-page = Organization page

# Series
series = Series
new-secretary = New secretary
filed-no-grade = Filed, grade not published
not-filed = Not filed
reports-filed = Reports filed
ballots-per-secretary = Ballots per secretary
filed-by-year = Reports filed, by year
ballots-by-year = How the ballots fell, by year
meetings = Meetings
not-published = Not published

# People and organizations
assessments = Assessments
reports = Reports

# Lists
entries = Entries
list-pages = Pages of the list
by-year = By year
every-year = Every year

# Tracker
tracker = Tracker
show = Show
commitment = Commitment
status = Status
who = Who
due = Due
latest-follow-up = Latest follow-up
how-status-is-given = How a status is given.
how-status-is-given-text = It is what the record says last, with the date and with what shows it. “No follow-up” means that for twelve months nothing was recorded.

# Texts
about-meeting = About this meeting

# Pages that are not there
page-not-found = Page not found
page-not-found-text = It may have been renamed when the record was corrected.
page-moved = This page has moved
page-moved-to = It is now at{" "}

# Words that the views put together

# Languages
language-own = English
language-en = English
language-zh = Chinese
language-zh-Hans = Simplified Chinese
not-translated = Shown in { $language }: this record has not been translated yet.

# Lists and sentences
list-and = {" "}and{" "}
sentence-gap = {". "}
group-count = { $group } ({ $count })
name-and-year = { $name }, { $year }
name-and-report = { $name }, { $year } report
role-in = { $role }, { $name }
place-within = { $inner }, { $outer }
name-not-published = Name not published

# Dates
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
weekday-date = { $weekday } { $date }
day-and-time = { $day }, { $time }
time-span = { $from } to { $to }
until = until { $date }
since-year = Since { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-1-short = Jan
month-2-short = Feb
month-3-short = Mar
month-4-short = Apr
month-5-short = May
month-6-short = Jun
month-7-short = Jul
month-8-short = Aug
month-9-short = Sep
month-10-short = Oct
month-11-short = Nov
month-12-short = Dec
month-unknown = Month not recorded
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
time-morning = morning
time-noon = noon
time-afternoon = afternoon
time-evening = evening

# Sections of the site
front-page = Front page
people = People
organizations = Organizations
topics = Topics
topic = Topic
archive = Archive
atom-feed = Atom
all-reports = All reports
all-meetings = All meetings
all-news = All news
all-years = All years

# Front page
holdings-meetings = { $count ->
    [one] { $count } meeting
   *[other] { $count } meetings
}
holdings-reports = { $count ->
    [one] { $count } report
   *[other] { $count } reports
}
holdings-stories = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}
held-on = Held { $day }.
status-on = { $status }: { $day }.
at-a-glance = { $year } at a glance
glance-meta = Ballots for each secretary, in speaking order.
glance-foot = At the right: ballots for “{ $grade }”.
every-ballot = Every ballot as a table
count-of = { $count } of { $total }
promises-since = { $count ->
    [one] promise made in debriefings since { $year }.
   *[other] promises made in debriefings since { $year }.
}
open-tracker = Open the tracker

# Key facts
not-given = Not given in the source
place = Place
organizer = Organizer
chair = Chair
speakers = Speakers
attending = Attending
in-attendance = In attendance
apologies = Apologies
absent = Absent
attendance = Numbers present
present-of-expected = { $present } of { $expected } expected
expected-only = { $count } expected
agenda = Agenda
agenda-count = { $count ->
    [one] { $count } item; not listed in the source
   *[other] { $count } items; not listed in the source
}
commentary = Comments
commentary-one-by-one = The chair commented one by one
commentary-grouped = The chair commented on groups of reports
reports-given = { $count } given
reports-one-by-one = { $count } given, one by one
reports-selected = { $count } given by those selected
reports-written = { $count } given in writing
minutes = Minutes
minutes-adopted = Adopted
minutes-draft = Draft
document-number = Document number
index-number = Index number
disclosure = Disclosure class
secretary = Secretary
secretaries = Secretaries
secretary-not-recorded = Secretary not recorded
year-covered = Year of work
work-year = { $year }
heard = Heard
submitted = Submitted
in-post-since = in post since { $date }
published = Published
author = Author
editor = Editor
photographer = Photographer
kind = Kind
parent = Part of
founded = Founded
dissolved = Dissolved
successor = Successor
now = Now
earlier = Earlier
chaired = Chaired

# Bylines
published-on = Published { $date }.
by-author = By { $name }.
by-editor = Edited by { $name }.
by-photographer = Photos by { $name }.
minutes-of-reading = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
photo-credit = Photo: { $name }
written-not-spoken = Written, not spoken

# Figures
figure-agenda = { $count ->
    [one] agenda item
   *[other] agenda items
}
figure-reported = { $count ->
    [one] secretary reported
   *[other] secretaries reported
}
figure-reported-one-by-one = { $count ->
    [one] secretary reported
   *[other] secretaries reported one by one
}
figure-decisions = { $count ->
    [one] decision
   *[other] decisions
}
figure-suggestions = { $count ->
    [one] suggestion from the chair
   *[other] suggestions from the chair
}
figure-present = { $count ->
    [one] person present
   *[other] people present
}

# Volumes
annual-volume = Annual volume { $year }
volume-of = Volume of { $date }
volume-meeting = Report of the meeting
volume-place = Place: { $place }.
volume-chair = Chair: { $name }.
volume-head = { $number } · { $name }
volume-foot = { $name }. { $site }
open-commitments = Open commitments
open-none = { $count ->
    [one] Nothing is open any more of the one commitment that was made.
   *[other] Nothing is open any more of the { $count } commitments that were made.
}
edition = Edition
record-until = The record up to { $date }.
online = Online

# Meetings
series-year = { $series }: { $year } work
year-of-work = { $year } work
reports-in-order = Reports in speaking order
reports-on-file = { $filed } of { $given } reports on file
reports-count = { $count ->
    [one] { $count } report
   *[other] { $count } reports
}
chaired-by = Chair: { $name }
comment = Comment
comments = Comments
chair-comment = Chair’s comment
comment-by = Comment by { $name }
comment-at = at the meeting of { $date }
comment-at-on-behalf = on behalf of { $behalf }, at the meeting of { $date }
decisions-count = { $count ->
    [one] One decision
    [2] Two decisions
    [3] Three decisions
    [4] Four decisions
    [5] Five decisions
    [6] Six decisions
    [7] Seven decisions
    [8] Eight decisions
    [9] Nine decisions
    [10] Ten decisions
   *[other] { $count } decisions
}
suggestions-count = { $count ->
    [one] One suggestion
    [2] Two suggestions
    [3] Three suggestions
    [4] Four suggestions
    [5] Five suggestions
    [6] Six suggestions
    [7] Seven suggestions
    [8] Eight suggestions
    [9] Nine suggestions
    [10] Ten suggestions
   *[other] { $count } suggestions
}
put-forward-by = Put forward by { $name }.
put-forward-on-behalf = Put forward by { $name } on behalf of { $behalf }.
on-behalf-of = Put forward on behalf of { $behalf }.
not-in-source = Missing from the source. Its place is kept.
moved-by = Moved by { $name }.
seconded-by = Seconded by { $name }.
votes = Votes: { $votes }.
votes-for = { $count } for
votes-against = { $count } against
votes-abstain = { $count } abstained
previous-in-series = Previous in the series
next-in-series = Next in the series

# Status
scheduled = Scheduled
scheduled-text = This meeting has not been held yet.
cancelled = Cancelled
postponed = Postponed
no-reason-given = No reason is given.
withdrawn = Withdrawn
no-longer-public = No longer public
was-public-until = This was public until { $date }.
withdrawn-on = Withdrawn on { $date }.
draft = Draft
draft-text = It is not public, and is shown here only to those who prepare it.

# Assessment
assessment-on-the-spot = On‑the‑spot assessment
assessed-by-whom = Assessed: { $subject }, by { $by }.
assessed-by = Assessed by { $by }.
assessed = Assessed: { $subject }.
assessed-by-participants = those present
assessed-secretaries = the secretaries
method-on-the-spot = On the spot.
method-form = By form.
method-secret-ballot = By secret ballot.
method-show-of-hands = By show of hands.
method-score = By score.
assessment-withheld = The result is not published.
assessment-not-given = The result is not on file.
ballot-papers = Ballot papers: { $counts }.
ballots-issued = { $count } issued
ballots-returned = { $count } returned
ballots-valid = { $count } valid
ballots-of = { $grade } { $count }
abstained = Abstained
grade-not-published = Grade not published

# Reports
report-title = { $name }: report for { $year }
report-title-plain = { $name }: report
order-of = Report { $order } of { $count }
problems = Problems
cause = Cause:{" "}
year-by-year = { $name }, year by year
filed = Filed
previous-speaker = Previous report
next-speaker = Next report

# Series
matrix-caption = Reports and grades from { $first } to { $last }, one row for each organization, one column for each year
reports-of = { $filed } of { $count } reports
filed-of = { $filed } of { $count }
voted = { $count } voted
cell-named = Named in the source
cell-missing = Not filed
cell-not-yet-formed = Not yet formed
cell-dissolved = Dissolved
cell-outside = No meeting
cell-label = { $name }, { $year }: { $word }
shares-meta = All ballots of each debriefing whose ballots are public, as shares.
share-of-grade = { $share }% { $grade }
count-of-grade = { $count } { $grade }

# People and organizations
terms-in-office = Terms in office
term-from-to = { $from } to { $to }
term-from = { $from } to now
term-to = Until { $to }
term-unknown = Dates not recorded
reports-on-file-count = { $count ->
    [one] Report on file
   *[other] Reports on file
}
assessments-meta = Share of ballots at each debriefing, as far as it is public.
kind-village = Village
kind-community = Community
kind-office = Office
kind-committee = Committee
kind-other = Others
kind-many = { $kind ->
    [Village] Villages
    [Community] Communities
    [Office] Offices
    [Committee] Committees
   *[other] { $kind }
}

# Commitments
commitments-title = What was promised, and what came of it
commitments-summary = { $count ->
    [one] One commitment, made in { $year }. A commitment keeps its first wording; later reports only add to it.
   *[other] { $count } commitments made since { $year }. A commitment keeps its first wording; later reports only add to it.
}
commitments-none = No commitments are on file.
responsible = Responsible:{" "}
made-for = Promised in the { $year } report.
made-and-due = Promised in the { $year } report. Due { $date }.
overdue-since = Overdue since { $date }
no-evidence = No evidence linked
status-not-started = Open
status-in-progress = In progress
status-ongoing = Ongoing
status-done = Kept
status-partly-done = Partly kept
status-not-done = Not kept
status-carried-over = Carried over
status-changed = Changed
status-withdrawn = Withdrawn
status-no-follow-up = No follow-up
filter-all = All
filter-kept = Kept
filter-partly-kept = Partly kept
filter-in-progress = In progress
filter-open = Open
filter-not-kept = Not kept
filter-withdrawn = Withdrawn
filter-no-follow-up = No follow-up
filter-overdue = Overdue

# Source and review
source-language = In { $language }.
machine-translated = Machine-translated.
review-first = First review
review-second = Second review
review-final = Final review
review-by = { $level }: { $name }
review-on = { $review }, { $date }
review-digest = { $review }. Text: { $digest }

# Lists
page-number = Page { $number }
newest = Newest
newer = Newer
older = Older
meetings-summary = { $count ->
    [one] One meeting.
   *[other] { $count } meetings, by the day held, newest first.
}
meetings-none = No meetings are on file yet.
reports-summary = { $count ->
    [one] One report.
   *[other] { $count } reports, those of the newest meeting first, in speaking order.
}
reports-none = No reports are on file yet.
news-summary = { $count ->
    [one] One story.
   *[other] { $count } stories, by the day published, newest first.
}
news-none = No stories have been published yet.
people-summary = { $count ->
    [one] One person in public office.
   *[other] { $count } people in public office, by name.
}
people-none = Nobody is on file yet.
organizations-summary = { $count ->
    [one] One organization.
   *[other] { $count } organizations, in the order of the register.
}
organizations-none = No organizations are on file yet.
volumes-summary = { $count ->
    [one] One meeting with its reports as one document, to be read as one page and to be printed.
   *[other] { $count } meetings, each with its reports as one document, to be read as one page and to be printed. Newest first.
}
volumes-none = There are no volumes yet: no meeting has a report on file.
corrections-summary = { $count ->
    [one] One correction. Both versions are kept.
   *[other] { $count } corrections, newest first. Both versions are kept.
}
corrections-empty = Nothing has been corrected so far.
topics-summary = { $count ->
    [one] One topic.
   *[other] { $count } topics.
}
topic-none = Nothing is on file under this topic yet.
archive-summary = { $count ->
    [0] Nothing is on file yet.
    [one] One year.
   *[other] { $count } years, by the day held or published.
}
year-summary = { $count ->
    [one] One entry, by the day held or published.
   *[other] { $count } entries, by the day held or published.
}
year-none = Nothing is on file for this year.
records-count = { $count ->
    [one] { $count } record
   *[other] { $count } records
}

# Search
search = Search
search-the-record = Search the record
search-one = 1 result for “{ $query }”.
search-many = { $count } results for “{ $query }”.
search-none = Nothing found for “{ $query }”.
search-short = Type two Chinese characters or more.
search-waiting = Searching…
search-failed = The search could not load its files. Try again.
search-private = Searches run in your browser; nothing you type is sent anywhere.
search-without-script = The search needs a script, which is not running here. These lists hold everything:
search-narrow = Narrow the results
search-results = Results
search-more = More results
search-all = Everything
search-kind = Kind
search-year = Year
other-pages = Other pages
one-meeting = Meeting
one-report = Report
one-story = Story
one-person = Person
one-organization = Organization
one-page = Page
