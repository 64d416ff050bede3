"""What a status code says about a page, and how long a site wants to be left alone."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from flows.fetching.failures import CannotFetch, failed, refused

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304

_CONTENT = frozenset({200, 203})
_GONE = {404: "not_found", 410: "gone"}
_REFUSED = {
    401: ("login_needed", "asks for a login"),
    403: ("forbidden", "does not let us see it"),
    407: ("login_needed", "asks for a login"),
    451: ("withheld_by_law", "withholds it for legal reasons"),
}
#: Those that pass by themselves; the others would be the same a minute later.
_PASSING = frozenset({408, 425, 429, 502, 503, 504})
_ASK_TO_WAIT = frozenset({429, 503})


def check_status(response: httpx.Response, now: datetime, longest_wait: float) -> None:
    """Let pass a response that brings a page or says that ours still holds.

    Raises:
        CannotFetch: any other status.
    """
    status = response.status_code
    if status in _CONTENT or status == NOT_MODIFIED:
        return
    if status in _GONE:
        raise CannotFetch(
            "gone",
            _GONE[status],
            f"The site says that the page is not there (status {status}). Its last document is "
            "kept; remove the address if it does not come back.",
        )
    if status in _REFUSED:
        reason_code, what = _REFUSED[status]
        raise refused(
            reason_code,
            f"The site {what} (status {status}). Ask the site's keeper, or put the document into "
            "a folder.",
        )
    if status in _PASSING:
        raise _passing(status, _seconds_to_wait(response, now), longest_wait)
    raise failed(
        "server_error" if status >= 500 else "unexpected_status",
        f"The site answered with status {status} instead of the page. It is tried again at the "
        "next refresh; look at the address in a browser if this goes on.",
    )


def _passing(status: int, wait: float, longest_wait: float) -> CannotFetch:
    is_short = wait <= longest_wait
    return CannotFetch(
        "failed",
        "too_many_requests" if status == 429 else "unavailable",
        f"The site has no time for us (status {status}"
        + ("" if is_short else f"; it asks us to wait for {wait:,.0f} seconds")
        + "). It is tried again at the next refresh; raise `pause_seconds` if this goes on.",
        may_differ=is_short,
        wait_seconds=wait,
        is_of_host=status in _ASK_TO_WAIT,
    )


def _seconds_to_wait(response: httpx.Response, now: datetime) -> float:
    """Return what ``Retry-After`` says (RFC 9110, 10.2.3), 0 where it says nothing."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said[:9])
    until = _moment(said)
    if until is None:
        return 0.0
    # The site's own clock, so that a wrong one of ours does no harm.
    sent = _moment(response.headers.get("date", "")) or now
    return max(0.0, (until - sent).total_seconds())


def _moment(http_date: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(http_date)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
