"""Web addresses: one spelling for one page, and none that carries a secret.

The spelling is that of RFC 3986, section 6.2.2 (case, percent-encoding, dot segments) and 6.2.3
(default port, empty path), with the host in its ASCII form and without the fragment.
"""

import re
from ipaddress import IPv6Address
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

#: Longer ones are no addresses of documents; browsers and servers give up at about this length.
MAXIMUM_LENGTH = 2_000

_TOO_LONG = f"it has more than {MAXIMUM_LENGTH:,} characters"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_-]{1,63})*")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_IN_PATH = "!$&'()*+,;=:@/%"
_IN_QUERY = _IN_PATH + "?"
_SECRET = re.compile(
    r"(?:^|[-_.])(?:access[-_]?key(?:[-_]?id)?|access[-_]?token|api[-_]?key|auth|authorization"
    r"|bearer|credential|j?session[-_]?id|jwt|pass(?:word|wd)?|php[-_]?sess[-_]?id|private[-_]?key"
    r"|pwd|secret|sig|signature|subscription[-_]?key|token)$",
    re.IGNORECASE,
)
#: Where a word begins in ``authToken`` and in ``AWSAccessKeyId``.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: A parameter inside the path, as servers write that keep sessions there: ``;jsessionid=1``.
_PATH_PARAMETER = re.compile(r";([^;=/]+)=[^;/]*")


class InvalidAddress(ValueError):
    """What cannot be the address of a page; carries a code and a sentence without the address."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(reason_code, message)
        self.reason_code = reason_code
        self.message = message

    def __str__(self) -> str:
        return self.message


def normalised(address: str, base: str | None = None) -> str:
    """Return the one spelling of ``address``, which may be relative to ``base``.

    Raises:
        InvalidAddress: not http(s), no host, with a user or a password, or not to be understood.
    """
    if len(address) > MAXIMUM_LENGTH:
        raise InvalidAddress("bad_address", _TOO_LONG)
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        port = parts.port
    except ValueError as error:
        raise InvalidAddress("bad_address", "it is no address of a web page") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise InvalidAddress("not_http", "it does not begin with https:// or http://")
    if "@" in parts.netloc:
        raise InvalidAddress(
            "credentials_in_address", "it carries a user name or a password before the host"
        )
    host = _ascii_host(parts.hostname or "")
    place = host if port in {None, _DEFAULT_PORTS[scheme]} else f"{host}:{port}"
    path = _without_dots(_respelled(parts.path, _IN_PATH) or "/")
    query = _respelled(parts.query, _IN_QUERY)
    whole = f"{scheme}://{place}{path}{'?' if query else ''}{query}"
    if len(whole) > MAXIMUM_LENGTH:
        raise InvalidAddress("bad_address", _TOO_LONG)
    return whole


def host_of(uri: str) -> str:
    """Return the host of a normalised address, without its port."""
    return urlsplit(uri).hostname or ""


def carries_secret(uri: str) -> bool:
    """Say whether a parameter of the address looks like a password, key, token or signature."""
    parts = urlsplit(uri)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    return any(map(_is_secret, [*names, *_PATH_PARAMETER.findall(parts.path)]))


def without_secrets(uri: str) -> str:
    """Return a normalised address fit for people to read: what may be secret is left out."""
    if not carries_secret(uri):
        return uri
    parts = urlsplit(uri)
    path = _PATH_PARAMETER.sub(
        lambda found: ";withheld" if _is_secret(found[1]) else found[0], parts.path
    )
    return urlunsplit(parts._replace(path=path, query="withheld" if parts.query else ""))


def _is_secret(name: str) -> bool:
    return bool(_SECRET.search(_HUMP.sub("_", name)))


def _ascii_host(host: str) -> str:
    if ":" in host and "%" not in host:
        try:
            return f"[{IPv6Address(host)}]"
        except ValueError as error:
            raise InvalidAddress("bad_address", "its host is no IPv6 address") from error
    name = host.rstrip(".")
    if not name.isascii():
        import idna  # noqa: PLC0415  # its tables are large and most hosts do not need them

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise InvalidAddress("bad_address", "its host is no name of a server") from error
    if not _HOST.fullmatch(name):
        raise InvalidAddress("bad_address", "its host is no name of a server")
    return name


def _without_dots(path: str) -> str:
    *folders, last = path.split("/")[1:]
    kept: list[str] = []
    for folder in folders:
        if folder == "..":
            del kept[-1:]
        elif folder != ".":
            kept.append(folder)
    if last == "..":
        del kept[-1:]
    return "/" + "/".join([*kept, "" if last in {".", ".."} else last])


def _respelled(part: str, allowed: str) -> str:
    """Return ``part`` with capital escapes, and escapes only where they are needed."""

    def plain(escape: re.Match[str]) -> str:
        octet = unquote_to_bytes(escape.group())
        return octet.decode() if octet[0] in _UNRESERVED else escape.group().upper()

    escaped = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    return quote(_ENCODED.sub(plain, escaped), safe=allowed)
