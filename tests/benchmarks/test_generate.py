"""What the generator says of its documents is what stands in them."""

from collections import Counter

from tests.benchmarks.generate import Maker

_PARTS = {50.0: "half", 66.67: "two thirds", 25.0: "a quarter"}


def written(value: float, unit_code: str) -> str:
    if unit_code == "percent":
        return _PARTS.get(value) or f"{value:.0f}%"
    return f"£{value:,.0f}" if unit_code == "gbp" else f"{value:,.0f}"


def test_every_figure_promise_and_answer_stands_in_its_document() -> None:
    maker = Maker(55)
    units: Counter[str] = Counter()
    for number in range(40):
        _, text, facts = maker.document_and_facts(number)
        for value, unit_code in facts.figures:
            # Half of a hundred is written both ways.
            assert written(value, unit_code) in text or f"{value:.0f}%" in text
            units[unit_code] += 1
        assert text.count(" will ") + text.count(" to provide ") == facts.promise_count
        assert text.count("| Recommendation ") - ("| Response |" in text) == facts.answer_count
    assert set(units) == {"count", "percent", "gbp"}


def test_a_document_is_the_same_whoever_asks_for_it() -> None:
    assert Maker(55).document(7) == Maker(55).document_and_facts(7)[:2]
    assert Maker(55).document(7) != Maker(56).document(7)
