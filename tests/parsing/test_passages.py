from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parsing.text.blocks import find_blocks
from flows.parsing.text.passages import clean_passage

PIECES = st.sampled_from(
    ["word", " ", "  ", "\n", "\u00a0", "**", "*", "_", "<p>", "</p>", "<br/>", "&amp;", "&nbsp;", "&#8217;",
     "\u00ad", "\ufb01", "’", "“", "[x](http://y)", "£1.2m", "12%", "(9)", "|", "\t", "é", "𝔸", "<", ">", "&"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_clean_stretch_leads_back_to_characters_that_say_it(raw):
    passage = clean_passage(raw, [(0, len(raw))])
    assert passage.text == passage.text.strip()
    for start in range(len(passage.text)):
        raw_start, raw_end = passage.raw_span(start, start + 1)
        assert 0 <= raw_start < raw_end <= len(raw)
        if passage.text[start].isalnum() and passage.text[start].isascii():
            found = raw[raw_start:raw_end]
            assert passage.text[start] in found or found.startswith("&") or found == "\ufb01"


@given(st.lists(PIECES, max_size=30).map("".join))
def test_blocks_stand_in_order_and_do_not_overlap(raw):
    blocks = find_blocks(raw)
    assert all(0 <= block.char_start <= block.char_end <= len(raw) for block in blocks)
    assert all(a.char_end <= b.char_start for a, b in pairwise(blocks))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("on 1<sup>st</sup> October", "on 1st October"),
        ("a **bold** word &amp; a [link](http://x.y)", "a bold word & a link"),
        ("soft\u00adhyphen and\u00a0space", "softhyphen and space"),
        ("ef\ufb01cient ‘quoted’", "efficient 'quoted'"),
        ("the scheme<sup>2</sup> runs", "the scheme runs"),
        ("line one\nline two", "line one line two"),
        ("snake_case_name and 5 * 4", "snake_case_name and 5 * 4"),
    ],
)
def test_clean_text_reads_as_a_person_reads(raw, clean):
    assert clean_passage(raw, [(0, len(raw))]).text == clean
