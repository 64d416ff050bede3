"""Why a page could not be had, and whether asking again can help."""


class CannotFetch(Exception):
    """One page that was not had.

    ``outcome`` is that of ``landing.fetches`` (``gone``, ``refused`` or ``failed``), ``message``
    a sentence with a remedy. ``may_differ``: a second try in this round can help, after
    ``wait_seconds`` at the least where the site said so. ``is_of_host``: the whole host is
    concerned, not this page alone.
    """

    def __init__(
        self,
        outcome: str,
        reason_code: str,
        message: str,
        *,
        may_differ: bool = False,
        wait_seconds: float = 0.0,
        is_of_host: bool = False,
    ) -> None:
        super().__init__(outcome, reason_code, message)
        self.outcome = outcome
        self.reason_code = reason_code
        self.message = message
        self.may_differ = may_differ
        self.wait_seconds = wait_seconds
        self.is_of_host = is_of_host

    def __str__(self) -> str:
        return self.message


def refused(reason_code: str, message: str) -> CannotFetch:
    """Return that the page must not or will not be had; only people can change that."""
    return CannotFetch("refused", reason_code, message)


def failed(
    reason_code: str, message: str, *, may_differ: bool = False, is_of_host: bool = False
) -> CannotFetch:
    """Return that it went wrong this time."""
    return CannotFetch("failed", reason_code, message, may_differ=may_differ, is_of_host=is_of_host)
