"""Every bound of the suites that a reader could be surprised by, with its reason.

Suites read these when they are built, never before: a bound changed here counts at once.
"""

import datetime as dt
from typing import Final

# --- raw documents ---------------------------------------------------------------------

#: A page of text is about 3,000 characters: past 2,000 pages it is no paper to a meeting.
TEXT_LENGTH_MAX: Final = 6_000_000
#: Scans and picture-heavy PDFs of panels reach tens of megabytes, never hundreds.
BYTE_COUNT_MAX: Final = 200_000_000
#: A text that lost only its curly quotes and pound signs has up to 0.5 % of replacement
#: characters and can still be read; bytes that were no text have far more.
REPLACEMENT_SHARE_MAX: Final = 0.01

# --- dates -----------------------------------------------------------------------------

#: The Police Act that section 55 belongs to is of 1996; nothing answers it before.
DOCUMENT_DATE_MIN: Final = dt.date(1996, 1, 1)
#: No clock here: this bound finds slipped digits ("2107"), not documents of tomorrow.
DOCUMENT_DATE_MAX: Final = dt.date(2049, 12, 31)
#: Inspection reports are published since 1990; older ones are history in the text.
REPORT_DATE_MIN: Final = dt.date(1990, 1, 1)
#: Promises are made by policing bodies of today; none is due in the century before.
DUE_DATE_MIN: Final = dt.date(2000, 1, 1)
#: Plans run decades ahead (net zero, estates); past this a year was misread.
FUTURE_DATE_MAX: Final = dt.date(2099, 12, 31)
#: The first modern police force is of 1829; a figure about an earlier time is a misread year.
PERIOD_DATE_MIN: Final = dt.date(1829, 1, 1)
#: Figures about times before are real (non-recent abuse) but rare.
PERIOD_DATE_USUAL_MIN: Final = dt.date(1985, 1, 1)

# --- figures ---------------------------------------------------------------------------

#: Ten times what the whole country earns in a year: larger numbers are identifiers.
VALUE_MAX: Final = 3e13
#: A rise from one to a thousand is 99,900 %: beyond it, a number lost its decimal point.
PERCENT_MAX: Final = 100_000.0
#: Shares end at 100; rises above it ("up 140%") are real, but rare.
PERCENT_USUAL_MAX: Final = 100.0
PERCENT_USUAL_SHARE: Final = 0.9
#: All policing of England and Wales has about 240,000 full-time equivalents.
FTE_USUAL_MAX: Final = 300_000.0
#: Longer "durations" in years are calendar years that were taken for figures.
YEAR_USUAL_MAX: Final = 200.0
#: A figure with sign, scale and unit ("four minutes and twelve seconds") is short.
FIGURE_LENGTH_MAX: Final = 120
#: A sentence for people leaves out page furniture and markup that stand inside a quote, and mends
#: bytes that were decoded wrongly; the words of another sentence are few among its own.
QUOTED_WORDS_SHARE_MIN: Final = 0.5
#: Comparisons of numbers that were printed, parsed and divided.
FLOAT_NOISE: Final = 1e-6

# --- records ---------------------------------------------------------------------------

#: HTML has six levels of headings, numbered papers a few more.
SECTION_LEVEL_MAX: Final = 12
#: The longest inspection reports make about 60 recommendations, national ones together 100.
RECOMMENDATION_COUNT_MAX: Final = 500
#: A heading or name that is longer has swallowed the paragraph behind it.
HEADING_LENGTH_USUAL: Final = 300
NAME_LENGTH_USUAL: Final = 100
#: A sentence or table row that is longer was not cut where it ends.
SENTENCE_LENGTH_USUAL: Final = 3_000
#: Lists of findings and page furniture are unreadable now and then; more is a lost rule.
READABLE_SHARE: Final = 0.98

# --- whole tables ----------------------------------------------------------------------

#: Shares of fewer documents say nothing: the samples are eight, an inbox may be one.
DOCUMENTS_JUDGED_FROM: Final = 20
#: Shares of fewer rows say nothing either; five documents state about a hundred figures.
ROWS_JUDGED_FROM: Final = 200
#: Index pages and national papers have no force; where most have none, the aliases broke.
WITHOUT_FORCE_STOP: Final = 0.75
WITHOUT_FORCE_WARN: Final = 0.25
#: A few documents have no known type; where most have none, the phrases broke.
TYPE_OTHER_WARN: Final = 0.5
WITHOUT_DATE_WARN: Final = 0.5
#: Three of four figures in prose state no period of their own.
WITHOUT_PERIOD_WARN: Final = 0.95
WITHOUT_MEASURED_STOP: Final = 0.9
WITHOUT_MEASURED_WARN: Final = 0.3
#: Half an inbox may be scans or office files; where nearly all is, a reader broke.
REJECTED_STOP: Final = 0.95
REJECTED_WARN: Final = 0.2
#: One table of a year by month has about thirty sums and rates.
CHECKS_JUDGED_FROM: Final = 50
#: Most printed sums are right: where half are "wrong", our reading of tables is.
CHECKS_DISAGREEING_STOP: Final = 0.5
CHECKS_DISAGREEING_WARN: Final = 0.2
#: Findings are rare; a document of twenty is misread more likely than careless.
FINDINGS_PER_DOCUMENT_WARN: Final = 20.0

# --- drift against the last snapshot -----------------------------------------------------

#: Landing loses no document, so its tables shrink only where a rule finds less than it did; one
#: that finds but half of it has broken.
LANDED_SHRINK_MAX: Final = 0.4
#: A code (a unit, a role, a speaker) may lose rows to a better one, but not nearly all.
CODE_SHRINK_MAX: Final = 0.9
#: Marts hold current documents only, whose number may fall; what is compared is rows for
#: each thousand words, which depends on what kinds of documents there are.
DENSITY_SHRINK_MAX: Final = 0.8
DENSITY_GROWTH_WARN: Final = 4.0
#: About thirty documents: fewer words have no stable density.
WORDS_JUDGED_FROM: Final = 50_000
#: A force that had so many documents and has less than half was attributed anew.
FORCE_DOCUMENTS_JUDGED_FROM: Final = 6
FORCE_SHRINK_MAX: Final = 0.5

# --- marts -------------------------------------------------------------------------------

#: England and Wales have 43 territorial forces; special ones come on top.
FORCES_MIN: Final = 43
FORCES_MAX: Final = 80
#: Answers take weeks or months; ten years are a wrong date on one side.
DAYS_TAKEN_USUAL_MAX: Final = 3_650
