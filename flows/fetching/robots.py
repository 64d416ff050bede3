"""robots.txt, as RFC 9309 has it: asked for once for each site and round."""

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from flows.fetching.failures import CannotFetch, failed, refused

#: The name by which a robots.txt calls us.
PRODUCT = "section55"
#: RFC 9309, 2.5 asks for 500 KiB at the least; a larger one is no robots.txt.
MAXIMUM_BYTES = 5 * 1024 * 1024

#: Returns the bytes of a robots.txt, or null where the site has none.
GetRobots = Callable[[str], bytes | None]


class Robots:
    """What each site lets us do; what could not be found out stays so for the round.

    ``get`` asks for the bytes of a robots.txt.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._rules: dict[str, Protego | CannotFetch] = {}

    def check(self, uri: str, get: GetRobots) -> float:
        """Return the pause in seconds that the site asks for, 0 where it asks for none.

        Raises:
            CannotFetch: we are asked to keep away from ``uri``, or the site's rules cannot be had.
        """
        rules = self._of_site(uri, get)
        if isinstance(rules, CannotFetch):
            if rules.reason_code == "private_address":
                raise refused(rules.reason_code, rules.message) from rules
            raise failed(
                "robots_unreachable",
                "The site's robots.txt could not be had, and without it nothing may be fetched: "
                f"{rules.message}",
                is_of_host=True,
            ) from rules
        if not rules.can_fetch(uri, PRODUCT):
            raise refused(
                "robots_disallowed",
                "The site's robots.txt asks programs to keep away from this page. Ask the site's "
                "keeper, or put the document into a folder.",
            )
        return rules.crawl_delay(PRODUCT) or 0.0

    def _of_site(self, uri: str, get: GetRobots) -> Protego | CannotFetch:
        parts = urlsplit(uri)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._guard:
            asking = self._asking.setdefault(site, threading.Lock())
        with asking:
            if site not in self._rules:
                self._rules[site] = _asked(f"{site}/robots.txt", get)
            return self._rules[site]


def _asked(uri: str, get: GetRobots) -> Protego | CannotFetch:
    try:
        content = get(uri)
    except CannotFetch as reason:
        return reason
    return Protego.parse((content or b"").decode("utf-8", errors="replace"))
