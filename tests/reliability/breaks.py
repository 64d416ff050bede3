"""Ways in which data breaks on its way from a document to a mart, as SQL on a built warehouse."""

from dataclasses import dataclass

_FIGURE = "landing.metric_observations"
_ONE = "observation_id = (select min(observation_id) from landing.metric_observations)"
_TWICE = "from landing.metric_observations limit 1"


@dataclass(frozen=True, slots=True)
class Break:
    """What is done to a warehouse. ``dbt_test`` catches it where no door does before.

    ``is_of_marts``: the break comes when the marts are built, not before.
    """

    what: str
    sql: str
    dbt_test: str | None = None
    is_of_marts: bool = False


#: In the order of the journey: bytes and text, records, whole tables, marts.
BREAKS = [
    Break("text of white space", "update landing.documents set text = repeat(' ', length(text))"),
    Break("text of digits alone", "update landing.documents set text = repeat('7', length(text))"),
    Break("text decoded wrongly", "update landing.documents set text = regexp_replace(text, 'e', chr(65533), 'g')"),
    Break("text with NUL", "update landing.documents set text = chr(0) || substr(text, 2)"),
    Break("truncated text", "update landing.documents set text = left(text, length(text) // 2)"),
    Break("text with one character more", "update landing.documents set text = '\ufeff' || text"),
    Break("texts of two documents swapped", "update landing.documents set text = (select other.text from landing.documents as other where other.document_id <> documents.document_id order by length(other.text) desc limit 1), part_char_end = 1"),
    Break("text without its line ends", "update landing.documents set text = replace(text, chr(10), ' ' || chr(10))"),
    Break("no bytes", "update landing.documents set byte_count = 0"),
    Break("a key that is no hash", "update landing.documents set document_id = 'report-of-' || left(document_id, 6)"),
    Break("a key of other bytes", "update landing.documents set raw_sha256 = sha256(raw_sha256)"),
    Break("title and type swapped", "update landing.documents set title = document_type, document_type = title where title is not null"),
    Break("unknown media type", "update landing.documents set media_type = 'text/plane'"),
    Break("unknown language", "update landing.documents set language = 'elvish'"),
    Break("date in the wrong century", "update landing.documents set document_date = document_date - interval 100 years where document_date is not null"),
    Break("date of a slipped digit", "update landing.documents set document_date = date '2109-03-01' where document_date is not null"),
    Break("date without precision", "update landing.documents set document_date_precision = 'none' where document_date is not null"),
    Break("precision without date", "update landing.documents set document_date = null where document_date is not null"),
    Break("force by its name", "update landing.documents set force_id = 'West Mercia Police' where force_id = 'west-mercia'"),
    Break("no force anywhere", "update landing.documents set force_id = null"),
    Break("null value", f"update {_FIGURE} set value = null where {_ONE}"),
    Break("value that is not a number", f"update {_FIGURE} set value = 'nan'::double where {_ONE}"),
    Break("infinite value", f"update {_FIGURE} set value = 'inf'::double where {_ONE}"),
    Break("value times 1,000", f"update {_FIGURE} set value = value * 1000"),
    Break("percentages as shares", f"update {_FIGURE} set value = value / 100 where unit_code = 'percent'"),
    Break("percentage over its bounds", f"update {_FIGURE} set value = 1e6 where unit_code = 'percent' and quoted_text not like '%\\%' escape '\\'"),
    Break("negative counts", f"update {_FIGURE} set value = -value where unit_code = 'count'"),
    Break("percentages as money", f"update {_FIGURE} set unit_code = 'gbp' where unit_code = 'percent'"),
    Break("money as counts", f"update {_FIGURE} set unit_code = 'count' where unit_code = 'gbp'"),
    Break("unknown unit", f"update {_FIGURE} set unit_code = 'furlong' where {_ONE}"),
    Break("upper end below the lower", f"update {_FIGURE} set value_high = value - 1, qualifier = 'range' where {_ONE}"),
    Break("upper end without a range", f"update {_FIGURE} set value_high = value + 1 where qualifier <> 'range'"),
    Break("period that ends before it starts", f"update {_FIGURE} set period_start = period_end, period_end = period_start where period_start < period_end"),
    Break("period of the first century", f"update {_FIGURE} set period_start = period_start - interval 2000 years where period_start is not null"),
    Break("figure of a table without one", f"update {_FIGURE} set table_id = null where origin = 'table'"),
    Break("figure of a lost table", f"update {_FIGURE} set table_id = sha256(table_id) where table_id is not null"),
    Break("fact of a lost section", "update landing.commitments set section_id = sha256(section_id) where section_id is not null"),
    Break("start and end swapped", f"update {_FIGURE} set char_start = char_end, char_end = char_start where {_ONE}"),
    Break("offsets shifted by one", f"update {_FIGURE} set char_start = char_start + 1, char_end = char_end + 1"),
    Break("offsets in bytes", "update landing.theme_mentions set char_start = char_start + 2, char_end = char_end + 2 where document_id in (select document_id from landing.documents where strlen(text) > length(text))"),
    Break("offsets before the text", "update landing.sentences set char_start = -1"),
    Break("quote and sentence swapped", "update landing.commitments set quoted_text = sentence_text || '.', sentence_text = quoted_text"),
    Break("sentence of another figure", f"update {_FIGURE} set sentence_text = 'The panel met in March and thanked everybody.'"),
    Break("sentence of white space", "update landing.sentences set sentence_text = '  '"),
    Break("quote in capitals", "update landing.theme_mentions set quoted_text = upper(quoted_text)"),
    Break("speaker outside its vocabulary", "update landing.sentences set speaker = 'the_mayor'"),
    Break("page 0", "update landing.sentences set page_number = 0"),
    Break("unknown metric", f"update {_FIGURE} set metric_id = 'rainfall' where {_ONE}", "fct_metric_observations_refers_to_what_exists"),
    Break("source of nothing", "insert into landing.document_sources select * replace ('0000000000000000' as document_id) from landing.document_sources limit 1", "every_document_has_a_source"),
    Break("link without a target", "update landing.links set target_uri = ' '"),
    Break("promise due in 1926", "update landing.commitments set due_on = due_on - interval 100 years where due_on is not null"),
    Break("promise due in the middle of a year", "update landing.commitments set due_on = date '2026-06-17', due_precision = 'year' where due_on is not null"),
    Break("due date without precision", "update landing.commitments set due_precision = null where due_on is not null"),
    Break("report of 1066", "update landing.responses set report_published_on = date '1066-10-14', report_published_on_precision = 'day'"),
    Break("more recommendations than there are", "update landing.responses set recommendations_made = 9999"),
    Break("answer without words", "update landing.recommendation_answers set answer_text = ''"),
    Break("verdict turned round", "update landing.arithmetic_checks set agrees = not agrees"),
    Break("tolerance below nothing", "update landing.arithmetic_checks set tolerance = -1"),
    Break("difference of other numbers", "update landing.source_findings set difference = 1e6 where difference is not null"),
    Break("finding without its numbers", "update landing.source_findings set stated_value = null, difference = null where stated_value is not null"),
    Break("half of the second evidence", "update landing.source_findings set other_quoted_text = null where other_quoted_text is not null"),
    Break("initiative of punctuation", "update landing.initiative_mentions set initiative_name = '- 2 -'"),
    Break("number of a word", "update landing.numerals set numeral_text = 'seven'"),
    Break("section below the lowest", "update landing.sections set level = 40"),
    Break("table without rows", "update landing.tables set row_count = 0"),
    Break("duplicated key", f"insert into {_FIGURE} {_TWICE}".replace("from", "select * from", 1)),
    Break("duplicated row under a new key", f"insert into {_FIGURE} select * replace (sha256(observation_id) as observation_id) {_TWICE}"),
    Break("doubled documents", "insert into landing.documents select * replace (left(sha256(document_id), 16) as document_id) from landing.documents"),
    Break("facts of a document that is not there", "update landing.theme_mentions set document_id = '0000000000000000' where theme_mention_id = (select min(theme_mention_id) from landing.theme_mentions)"),
    Break("sentences of a document that is not there", "update landing.sentences set document_id = '0000000000000000' where ordinal = 1", "every_landed_row_has_its_document"),
    Break("lost document", "delete from landing.documents where document_id = (select min(document_id) from landing.documents)"),
    Break("lost table", "drop table landing.commitments"),
    Break("lost column", f"alter table {_FIGURE} drop column measured"),
    Break("emptied table", "delete from landing.sentences"),
    Break("halved counts", "delete from landing.sentences where ordinal % 2 = 0"),
    Break("lost records of one unit", f"delete from {_FIGURE} where unit_code = 'percent'"),
    Break("figures that measure nothing", f"update {_FIGURE} set measured = null"),
    Break("everything rejected", "insert into landing.rejections by name select 'inbox/' || range as source_uri, source_uri as page_uri, source_uri as address_uri, 'inbox' as folder_uri, 'read' as stage, 'empty' as reason_code, 'is empty' as message, 'r' as refresh_id from range(1000)"),
    Break("lost rows of a mart", "delete from marts.fct_commitments where commitment_id = (select min(commitment_id) from marts.fct_commitments)", "fct_commitments_holds_every_landed_row", is_of_marts=True),
    Break("doubled rows of a mart", "insert into marts.fct_initiative_mentions select * from marts.fct_initiative_mentions", "fct_initiative_mentions_has_a_sound_key", is_of_marts=True),
    Break("unknown theme", "update marts.fct_theme_mentions set theme_id = 'weather'", "fct_theme_mentions_refers_to_what_exists", is_of_marts=True),
    Break("unknown force", "update marts.dim_documents set force_id = 'atlantis' where force_id = 'surrey'", "dim_documents_refers_to_what_exists", is_of_marts=True),
    Break("unknown code in a mart", "update marts.fct_responses set timeliness = 'in_good_time'", "fct_responses_has_known_codes", is_of_marts=True),
    Break("facts of what is superseded", "update marts.dim_documents set is_current = false where document_id = (select min(document_id) from marts.fct_recommendation_answers)", "facts_are_counted_once", is_of_marts=True),
    Break("share above one", "update marts.rpt_theme_coverage set share_of_sentences = 40", is_of_marts=True),
    Break("lost forces", "delete from marts.dim_forces where force_id > 'm'", is_of_marts=True),
    Break("mart without rows", "delete from marts.dim_themes", is_of_marts=True),
    Break("dates of no century", "update marts.fct_responses set last_day = date '0201-02-03' where last_day is not null", is_of_marts=True),
    Break("negative counts in a mart", "update marts.rpt_theme_coverage set document_count = -1", is_of_marts=True),
    Break("sums that are mostly wrong", "update marts.fct_arithmetic_checks set agrees = false", is_of_marts=True),
    Break("facts of half the words", "delete from marts.fct_theme_mentions where hash(theme_mention_id) % 10 > 0", is_of_marts=True),
    Break("lost mart", "drop table marts.fct_shared_passages", is_of_marts=True),
]  # fmt: skip
