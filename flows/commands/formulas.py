"""What a spreadsheet takes for a formula, and how a text is kept from being one."""

#: What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), and the sign that
#: is put before such a text: as it is marked too, taking one away always gives the text back.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
TEXT_SIGN = "'"


def as_cell(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet runs: marked with ``TEXT_SIGN``."""
    return TEXT_SIGN + text if text.startswith((*FORMULA_SIGNS, TEXT_SIGN)) else text
