"""What the counting of trials holds: none is lost, and no failure passes."""

from pathlib import Path

import pytest

from tests.reliability.trials import Trials, keep, kept, table

PROMISE = "Two and two are four"


def test_a_failed_trial_fails_the_test_after_the_last_one_with_three_examples() -> None:
    trials = Trials(PROMISE, is_full=True)

    def tried() -> None:
        with trials.counted():
            for number in range(4):
                with trials.one(f"trial {number}"):
                    assert number > 100
            with trials.one("the fifth"), pytest.raises(ValueError, match="five"):
                int("5")
            trials.record(ok=True, what="told by hand")

    with pytest.raises(pytest.fail.Exception, match="5 of 6 trials failed") as failed:
        tried()
    assert [f"trial {n}" in str(failed.value) for n in range(4)] == [True, True, True, False]


def test_a_promise_that_nothing_tried_is_not_kept() -> None:
    with (
        pytest.raises(pytest.fail.Exception, match="nothing was tried"),
        Trials(PROMISE, is_full=True).counted(),
    ):
        pass


def test_a_test_that_breaks_off_is_a_failure_and_a_skipped_one_says_why() -> None:
    broken, skipped = Trials(PROMISE, is_full=True), Trials("Water is wet", is_full=True)

    def breaks_off() -> None:
        with broken.counted():
            broken.record(ok=True, what="before")
            raise ZeroDivisionError

    def skips() -> None:
        with skipped.counted():
            pytest.skip("no water here")

    with pytest.raises(ZeroDivisionError):
        breaks_off()
    with pytest.raises(pytest.skip.Exception):
        skips()
    lines = table([broken, Trials(PROMISE, is_full=True, count_tried=1_000), skipped])
    assert lines[1].split()[-3:] == ["1,002", "1", "0.0"]
    assert lines[2].endswith("not tried: no water here")


def test_the_part_makes_fewer_trials() -> None:
    assert Trials(PROMISE, is_full=False).count(part=2, full=9) == 2
    assert Trials(PROMISE, is_full=True).count(part=2, full=9) == 9


def test_what_several_runs_kept_is_one_table(tmp_path: Path) -> None:
    runs = [
        [Trials(PROMISE, is_full=True, count_tried=3, failures=["the second"], seconds=1.5)],
        [Trials(PROMISE, is_full=True, count_tried=4), Trials("Water is wet", is_full=True)],
    ]
    for number, trials in enumerate(runs):
        keep(trials, tmp_path / "build" / f"{number}.json")
    again = [kept(tmp_path / "build" / f"{number}.json") for number in range(2)]
    assert again == runs
    assert table(again[0] + again[1])[1].split()[-3:] == ["7", "1", "1.5"]
