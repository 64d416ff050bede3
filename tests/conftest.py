"""Options of the whole test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what parsing gives into tests/examples/*/*.golden.json; known weak kinds stay",
    )
