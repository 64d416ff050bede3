"""One spelling for one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.web_addresses import InvalidAddress, carries_secret, host_of, normalised, without_secrets


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://police.test", "https://police.test/"),
        ("  HTTPS://Police.TEST:443/A#top ", "https://police.test/A"),
        ("http://police.test:80/", "http://police.test/"),
        ("http://police.test:8080/", "http://police.test:8080/"),
        ("https://police.test./a", "https://police.test/a"),
        ("https://police.test/a/./b/../c/..", "https://police.test/a/"),
        ("https://police.test/../../a", "https://police.test/a"),
        ("https://police.test//a//b", "https://police.test//a//b"),
        ("https://police.test/%7euser/%2fa%c3%a9", "https://police.test/~user/%2Fa%C3%A9"),
        (
            "https://police.test/Ymateb i’r arolwg.pdf",
            "https://police.test/Ymateb%20i%E2%80%99r%20arolwg.pdf",
        ),
        ("https://police.test/100%", "https://police.test/100%25"),
        ("https://police.test/?a=1&b=%2f+c d", "https://police.test/?a=1&b=%2F+c%20d"),
        ("https://police.test/?", "https://police.test/"),
        ("https://heddlu-cŵn.test/", "https://xn--heddlu-cn-i9b.test/"),
        ("https://[2606:4700:0::1111]:8443/", "https://[2606:4700::1111]:8443/"),
    ],
)
def test_a_page_has_one_spelling(address: str, expected: str):
    assert normalised(address) == expected
    assert normalised(expected) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("b.pdf", "https://police.test/a/b.pdf"),
        ("../b", "https://police.test/b"),
        ("?page=2", "https://police.test/a/index?page=2"),
        ("//other.test/x", "https://other.test/x"),
        ("#top", "https://police.test/a/index"),
    ],
)
def test_a_link_is_relative_to_its_page(href: str, expected: str):
    assert normalised(href, "https://police.test/a/index") == expected


@pytest.mark.parametrize(
    ("address", "reason_code"),
    [
        ("", "not_http"),
        ("police.test/a", "not_http"),
        ("file:///etc/passwd", "not_http"),
        ("mailto:someone@police.test", "not_http"),
        ("https:///a", "bad_address"),
        ("https://police.test:99999/", "bad_address"),
        ("https://police.test:x/", "bad_address"),
        ("https://[::1/", "bad_address"),
        ("https://[fe80::1%25eth0]/", "bad_address"),
        ("https://police test/", "bad_address"),
        ("https://police.test\\@other.test/", "credentials_in_address"),
        ("https://user@police.test/", "credentials_in_address"),
        ("https://police.test/" + "a" * 2_000, "bad_address"),
        ("https://" + "a" * 64 + ".test/", "bad_address"),
    ],
)
def test_what_is_no_page_is_no_address(address: str, reason_code: str):
    with pytest.raises(InvalidAddress) as reason:
        normalised(address)
    assert reason.value.reason_code == reason_code
    assert not address or address not in str(reason.value)


@pytest.mark.parametrize(
    ("query", "secret"),
    [
        ("token=a", True),
        ("a=1&Access_Token=a", True),
        ("X-Amz-Signature=a", True),
        ("sv=1&sig=a", True),
        ("api_key=", True),
        ("authToken=a", True),
        ("AWSAccessKeyId=a", True),
        ("subscription-key=a", True),
        ("PHPSESSID=a", True),
        ("sessionID=a", True),
        ("passkeys=a&designToken2=b&keyword=c", False),
        ("page=2&design=a&author=b&tokens=3", False),
        ("", False),
    ],
)
def test_secrets_of_a_query_are_seen(query: str, secret: bool):
    uri = f"https://police.test/a?{query}"
    assert carries_secret(uri) is secret
    assert without_secrets(uri) == ("https://police.test/a?withheld" if secret else uri)


@pytest.mark.parametrize(
    ("address", "fit"),
    [
        ("https://police.test/a;jsessionid=1A2B/b;v=1", "https://police.test/a;withheld/b;v=1"),
        ("https://police.test/a;jsessionid=1?page=2", "https://police.test/a;withheld?withheld"),
        ("https://police.test/a;v=1.2;w", "https://police.test/a;v=1.2;w"),
    ],
)
def test_sessions_inside_a_path_are_secrets(address: str, fit: str):
    assert without_secrets(address) == fit


@given(st.text(max_size=60), st.sampled_from(["", "https://police.test", "https://police.test/"]))
def test_any_text_is_an_address_of_one_spelling_or_none(text: str, start: str):
    try:
        uri = normalised(start + text, "https://police.test/a/b")
    except InvalidAddress:
        return
    assert normalised(uri) == uri
    assert uri.isascii()
    assert "#" not in uri
    assert host_of(uri)
