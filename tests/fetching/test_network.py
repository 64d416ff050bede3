"""Which addresses are connected to, whatever a name server or a redirect says."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.fetching.network import is_public
from tests.fetching.conftest import Fetching, Site

PAGE = b"<p>The response.</p>"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",  # noqa: S104 - an address that must be refused
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "2620:0:1::5efe:127.0.0.1",
        "2620:0:1::200:5efe:10.0.0.1",
    ],
)
def test_addresses_of_this_machine_and_its_network_are_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "1.1.1.1",
        "2606:4700::1111",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
        "2620:0:1::5efe:1.1.1.1",
    ],
)
def test_addresses_of_the_internet_are_public(address: str):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "police.test", "2130706433", "0x7f.1", "[::1]", "localhost"]
)
def test_private_addresses_are_refused_unless_allowed(fetching: Fetching, site: Site, host: str):
    site.serve("/page", PAGE)
    fetching.allow_private = False
    if host != "police.test":
        fetching.addresses = lambda host: [
            str(answer[4][0]) for answer in socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM)
        ]
    (fetch,) = fetching(f"http://{host}:{site.port}/page", respect_robots=False)
    assert (fetch.outcome, fetch.reason_code) == ("refused", "private_address")
    assert "allow_private_addresses" in (fetch.message or "")
    assert site.requests == []


def test_a_name_that_changes_its_address_gains_nothing(
    fetching: Fetching, site: Site, monkeypatch: pytest.MonkeyPatch
):
    """The checked address is the one that is connected to: the name is not asked again."""
    answers = iter([["203.0.114.7"]])
    fetching.addresses = lambda _host: next(answers, ["127.0.0.1"])
    fetching.allow_private = False
    connected: list[tuple[str, int]] = []
    honest = socket.create_connection

    def connects(address: tuple[str, int], *args, **options) -> socket.socket:
        connected.append(address)
        return honest(("127.0.0.1", site.port), *args, **options)

    monkeypatch.setattr(socket, "create_connection", connects)
    site.serve("/page", PAGE)
    (fetch,) = fetching("/page", respect_robots=False)
    assert fetch.outcome == "fetched"
    assert connected == [("203.0.114.7", site.port)]
    assert site.requests[0][0] == "police.test"


@pytest.mark.parametrize(
    ("path", "target"),
    [("/page", "http://169.254.169.254/latest/"), ("/robots.txt", "http://10.0.0.1/")],
)
def test_a_redirect_to_a_private_address_is_refused(
    fetching: Fetching, site: Site, monkeypatch: pytest.MonkeyPatch, path: str, target: str
):
    honest = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda _address, *args, **options: honest(("127.0.0.1", site.port), *args, **options),
    )
    fetching.allow_private = False
    fetching.addresses = lambda host: ["1.1.1.1" if host == "police.test" else host]
    site.routes[path] = lambda asked: asked.answer(302, b"", Location=target)
    (fetch,) = fetching("/page")
    assert (fetch.outcome, fetch.reason_code) == ("refused", "private_address")
    assert {host for host, _, _ in site.requests} == {"police.test"}


def test_the_next_address_of_a_host_is_tried(fetching: Fetching, site: Site):
    fetching.addresses = lambda _host: ["127.0.0.2", "127.0.0.1"]
    site.serve("/page", PAGE)
    assert fetching("/page")[0].outcome == "fetched"


def test_a_host_without_a_name_is_asked_for_once(fetching: Fetching):
    def unknown(_host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    fetching.addresses = unknown
    first, second = fetching("/a", "/b", respect_robots=False)
    assert (first.outcome, first.reason_code) == ("failed", "name_not_found")
    assert (second.outcome, second.reason_code) == ("failed", "not_asked")


def test_a_host_that_takes_no_connection_is_left_alone(fetching: Fetching, site: Site):
    site.close()
    found = fetching("/a", "/b", "/c", respect_robots=False)
    assert [fetch.reason_code for fetch in found] == ["connection_failed"] * 3 + ["not_asked"] * 2
    assert [fetch.attempt_number for fetch in found] == [1, 2, 3, 0, 0]
    assert "connection" in (found[-1].message or "")


def test_a_redirect_to_a_dead_host_does_not_close_the_living_one(fetching: Fetching, site: Site):
    def only_police(host: str) -> list[str]:
        if host != "police.test":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ["127.0.0.1"]

    fetching.addresses = only_police
    site.routes["/moved"] = lambda asked: asked.answer(301, b"", Location="http://dead.test/")
    site.serve("/page", PAGE)
    moved, page = fetching("/moved", "/page", respect_robots=False)
    assert moved.reason_code == "name_not_found"
    assert page.outcome == "fetched"


def test_proxies_of_the_environment_have_no_part(
    fetching: Fetching, site: Site, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.serve("/page", PAGE)
    assert fetching("/page")[0].outcome == "fetched"


def certificate(folder: Path, name: str) -> Path:
    """Write a certificate for ``name``, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[str]]]:
    """A server with a certificate for police.test; its port, and the names it was asked for."""
    file = certificate(tmp_path, "police.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    names: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(connection, server_side=True) as stream:
                        stream.recv(4096)
                        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                except OSError:
                    # A client that does not trust us hangs up: that is what is tested.
                    connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], names
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_the_certificate_is_that_of_the_name_and_not_of_the_address(
    fetching: Fetching, secured: tuple[int, list[str]]
):
    port, names = secured
    good, other = (
        fetching(f"https://{host}:{port}/page", respect_robots=False)[-1]
        for host in ("police.test", "other.test")
    )
    assert good.outcome == "fetched"
    assert (other.outcome, other.reason_code) == ("failed", "tls_failed")
    assert other.attempt_number == 1
    assert names == ["police.test", "other.test"]
