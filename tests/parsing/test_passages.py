from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parsing.text.blocks import find_blocks
from flows.parsing.text.outline import outline_parts
from flows.parsing.text.passages import clean_passage
from flows.reading import CanonicalText, read

EXAMPLES = Path(__file__).parents[1] / "examples" / "formats" / "text"

PIECES = st.sampled_from(
    ["word", " ", "  ", "\n", "\u00a0", "**", "*", "_", "<p>", "</p>", "<br/>", "&amp;", "&nbsp;", "&#8217;",
     "\u00ad", "\ufb01", "’", "“", "[x](http://y)", "£1.2m", "12%", "(9)", "|", "\t", "é", "𝔸", "<", ">", "&",
     "2.1", "a)", "The force", ".", "-", "â€™", "Â£", "Ã¢â‚¬â„¢", "Â", "\x93", "&amp;nbsp;", "&amp;pound;", "Recommendation 1"]
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


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(1, 5))
def test_several_spans_are_one_passage_that_leads_back_in_order(raw, step):
    spans = [(start, min(start + step, len(raw))) for start in range(0, len(raw), 2 * step)]
    if not spans:
        return
    passage = clean_passage(raw, spans)
    starts = [passage.raw_start(position) for position in range(len(passage.text))]
    assert starts == sorted(starts)


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
        ("2.1The force has", "2.1 The force has"),
        ("5.Next steps are", "5. Next steps are"),
        ("a)The plan", "a) The plan"),
        ("the 4Children charity and Q1The", "the 4Children charity and Q1The"),
        ("see Recommendation 1The force should", "see Recommendation 1 The force should"),
        ("It ends here.The next begins", "It ends here. The next begins"),
        ("on www.police.uk and e.g.The", "on www.police.uk and e.g.The"),
        ("the neigh-\nbourhood team", "the neighbourhood team"),
        ("a follow-\nup visit and a well-\nknown plan", "a follow-up visit and a well-known plan"),
        ("5&amp;nbsp;per cent, &amp;pound;2m", "5 per cent, £2m"),
        ("the forceâ€™s Â£3m â€œplanâ€\x9d", 'the force\'s £3m "plan"'),
        ("the forceÃ¢â‚¬â„¢s Ã‚Â£3m", "the force's £3m"),
        ("one word.Â Next", "one word. Next"),
        ("Âge, Côte and Île", "Âge, Côte and Île"),
        ("the \x93plan\x94", 'the "plan"'),
    ],
)
def test_clean_text_reads_as_a_person_reads(raw, clean):
    assert clean_passage(raw, [(0, len(raw))]).text == clean


def clean_parts(name: str) -> list[str]:
    canonical = read((EXAMPLES / name).read_bytes(), name)
    return [part.passage.text for part in outline_parts(canonical, "0" * 16).parts]


def test_page_furniture_interrupts_no_sentence():
    assert clean_parts("page_furniture.txt") == [
        "Scrutiny of call handling",
        "The commissioner has looked at the way the force deals with calls from the public and has asked for a further report in the autumn. It will then say what it has done.",
        "The force answered 1,204 calls in the first quarter, which is fewer than before, and it answered 1,150 in the second quarter.",
    ]


def test_lines_that_were_wrapped_are_one_paragraph():
    _, body, _ = clean_parts("hard_wrapped.txt")
    assert body.startswith("I write under section 55")
    assert body.endswith(
        "Calls to the neighbourhood teams fell by 12 per cent after a follow-up visit."
    )


def test_what_an_export_glued_stands_apart():
    assert clean_parts("glued.txt") == [
        "The force has met 14 of its aims. It will meet the others by June 2022.",
        "Recommendation 1 The force should train 60 officers.",
        "The cost is £2m, that is 5 per cent of the software budget.",
    ]


def test_text_that_was_decoded_wrongly_is_read_as_it_was_meant():
    assert clean_parts("decoded_wrongly.txt")[1] == (
        'The force\'s café cost £1,200 – "more than planned", I am told.'
    )


def test_a_repeated_subheading_is_no_running_title():
    text = "".join(
        f"Recommendation {n}\n\nThe force should do more.\n\nResponse\n\nIt has done so.\n\n"
        for n in range(1, 5)
    )
    parts = outline_parts(CanonicalText(text, "text/plain"), "0" * 16).parts
    assert [part.passage.text for part in parts].count("Response") == 4
