"""Connections to public addresses only, and no longer than a deadline.

A name is resolved once for each connection, its addresses are checked, and the connection goes
to a checked address itself: a name server that answers differently the next time gains nothing.
Host header, SNI and certificate stay those of the name, because httpcore keeps the two apart.
"""

import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

from flows.fetching.failures import CannotFetch, failed, refused

# At INFO httpx writes whole addresses, and httpcore at DEBUG whole headers; both may hold secrets.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.INFO)

#: What ``ipaddress`` calls global and yet is of nobody, or of this machine's neighbours: the
#: special range of RFC 6890, the relays of RFC 7526, the address at which Azure serves its
#: machines, and the range for documentation of RFC 9637.
_NOT_PUBLIC = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),
    IPv6Network("3fff::/20"),
)
#: IPv6 prefixes whose last 32 bits are an IPv4 address (RFC 6052; RFC 4291, 2.5.5.1).
_EMBEDDING = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
#: The last 64 bits of an IPv6 address that tunnels to the IPv4 address in its last 32: ISATAP
#: (RFC 5214, 6.1), without the bits that say whether that address is global.
_TUNNELLING, _TUNNELLING_MASK = 0x0000_5EFE, 0xFCFF_FFFF
_LOCAL_TRANSLATION = IPv6Network("64:ff9b:1::/48")
#: More addresses of one host than anyone has; each may cost a timeout.
_ADDRESSES_TRIED = 4

Resolve = Callable[[str, int], list[str]]
SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


@dataclass(frozen=True)
class Clock:
    """How time passes; tests let it pass faster."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Deadline:
    """The moment at which the response that is being received has taken too long."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._ends_at = 0.0

    def restart(self) -> None:
        """Give the next response its whole time."""
        self._ends_at = self._clock.monotonic() + self._seconds

    def bounded(self, timeout: float | None) -> float:
        """Return ``timeout``, or what is left where that is less.

        Raises:
            CannotFetch: nothing is left.
        """
        left = self._ends_at - self._clock.monotonic()
        if left <= 0:
            raise failed(
                "too_slow",
                f"The response took more than {self._seconds:g} seconds as a whole. Raise "
                "`response_seconds`, or ask for the document at another address.",
            )
        return left if timeout is None else min(timeout, left)


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of ``host``, as the machine's resolver orders them."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the internet, and not to this machine or its network."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        is_tunnel = int(found) >> 32 & _TUNNELLING_MASK == _TUNNELLING
        if is_tunnel or any(found in network for network in _EMBEDDING):
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
        if found in _LOCAL_TRANSLATION or found.is_site_local:
            return False
    if any(found in network for network in _NOT_PUBLIC):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore, to addresses that may be reached."""

    def __init__(
        self,
        deadline: Deadline,
        resolve: Resolve,
        *,
        allow_private: bool,
        sockets: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._sockets = sockets or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of ``host`` that may be reached and answers.

        Raises:
            CannotFetch: the name is unknown, or none of its addresses may be reached.
        """
        last: Exception | None = None
        for address in self._reachable(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.bounded(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise last or httpcore.ConnectError("no address")

    def _reachable(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except socket.gaierror as error:
            raise failed(
                "name_not_found",
                f"No server is known by the name of the host ({error.strerror}). Mend the "
                "address, or the name service of this machine.",
                may_differ=error.errno == socket.EAI_AGAIN,
                is_of_host=True,
            ) from error
        if not self._allow_private:
            addresses = [address for address in addresses if is_public(address)]
        if not addresses:
            raise refused(
                "private_address",
                "The host lies in this machine's own network. Set `allow_private_addresses: true` "
                "in the settings if that is meant.",
            )
        return addresses[:_ADDRESSES_TRIED]


class _BoundedStream(httpcore.NetworkStream):
    """A connection that gives up at the deadline, however slowly its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._deadline.bounded(timeout))
        except httpcore.ReadTimeout:
            # Where the wait was cut by the deadline, that is what is told.
            self._deadline.bounded(timeout)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.bounded(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(
            ssl_context, server_hostname, self._deadline.bounded(timeout)
        )
        return _BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx over connections of ours; environment proxies have no part in it."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            CannotFetch: nothing came back, or not in the form of HTTP.
        """
        url = request.url
        outgoing = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        try:
            incoming = self._pool.handle_request(outgoing)
        except _ERRORS as error:
            raise _told(error) from error
        return httpx.Response(
            incoming.status,
            headers=incoming.headers,
            stream=_Body(incoming),
            extensions=incoming.extensions,
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_stream()
        except _ERRORS as error:
            raise _told(error) from error

    def close(self) -> None:
        self._response.close()


_ERRORS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)


def _told(error: Exception) -> CannotFetch:
    """Return what an error of the connection means for the page."""
    match error:
        case httpcore.ConnectError(args=(ssl.SSLError(),)):
            return failed(
                "tls_failed",
                "The site's certificate or encryption was not accepted. Look at the page in a "
                "browser, and tell the site's keeper; or name your own authority in SSL_CERT_FILE.",
                is_of_host=True,
            )
        case httpcore.ConnectError():
            return failed(
                "connection_failed",
                "The host did not take the connection. It is tried again at the next refresh.",
                may_differ=True,
                is_of_host=True,
            )
        case httpcore.ConnectTimeout():
            return failed(
                "timeout",
                "The host did not answer in time. It is tried again at the next refresh.",
                may_differ=True,
                is_of_host=True,
            )
        case httpcore.TimeoutException():
            return failed(
                "timeout",
                "The site stopped in the middle of its answer. It is tried again at the next "
                "refresh; raise `read_seconds` if this goes on.",
                may_differ=True,
            )
        case httpcore.RemoteProtocolError() if "complete message body" in str(error):
            return failed(
                "truncated",
                "The body ended before its announced length. It is tried again at the next "
                "refresh.",
                may_differ=True,
            )
        case httpcore.NetworkError() | httpcore.RemoteProtocolError():
            return failed(
                "connection_lost",
                "The connection broke, or what came was no HTTP. It is tried again at the next "
                "refresh.",
                may_differ=True,
            )
        case _:
            return failed(
                "bad_request",
                "The request cannot be sent in the form of HTTP. Mend the address.",
            )
