"""Typed lines: hosts, names, URLs and networks, and every slip that looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import accept
from wizard.finding import Invalid

Accept = Callable[[str], str]
ALL: tuple[Accept, ...] = (
    accept.host, accept.hosts, accept.name, accept.url, accept.bucket, accept.networks, accept.prefix,
    accept.cookie, accept.cookie_domain,
)  # fmt: skip

GOOD: tuple[tuple[Accept, str, str], ...] = (
    (accept.host, "10.0.0.5", "10.0.0.5"),
    (accept.host, "redis.internal", "redis.internal"),
    (accept.host, "my_redis-1.ns.svc.", "my_redis-1.ns.svc."),
    (accept.host, "::1", "::1"),
    (accept.host, "[2001:db8::7]", "[2001:db8::7]"),
    (accept.hosts, "a.test , b.test,10.0.0.1", "a.test,b.test,10.0.0.1"),
    (accept.name, "laravel_cms_sessions", "laravel_cms_sessions"),
    (accept.url, "https://cdn.omniflow.id/", "https://cdn.omniflow.id"),
    (accept.url, "http://[::1]:9000", "http://[::1]:9000"),
    (accept.bucket, "omniflow-assets", "omniflow-assets"),
    (accept.networks, "10.0.0.0/8, 172.16.0.10,::1,fd00::/8", "10.0.0.0/8,172.16.0.10,::1,fd00::/8"),
    (accept.prefix, "omniflow_admin_", "omniflow_admin_"),
    (accept.prefix, "{shop}:", "{shop}:"),
    (accept.cookie, "omniflow_session", "omniflow_session"),
    (accept.cookie_domain, ".example.id", ".example.id"),
)  # fmt: skip
BAD: tuple[tuple[Accept, str], ...] = (
    *((accept.host, raw) for raw in (
        "", "http://10.0.0.5", "10.0.0.5:6379", "10.0.0", "1234", "256.1.1.1", "10.0.0.5/path", "a b", "-a", "a..b",
        "[10.0.0.5", "[10.0.0.5]", "[[::1]]", "fe80::1%eth0", "::1%'); system('id');//", "１０.0.0.1", "réseau.test",
        "a" * 64, "a." * 130, "a,b", "a\n", "user@host",
    )),
    *((accept.hosts, raw) for raw in ("", ",", "a,,b", "a,", "a;b")),
    *((accept.name, raw) for raw in ("", "1a", "a-b", "a b", "a;b", "é", "a" * 65, "a\n", "drop table x")),
    *((accept.url, raw) for raw in (
        "", "cdn.test", "ftp://a.test", "//a.test", "https://", "https://a:b@c.test", "https://a@c.test",
        "https://a.test:99999", "https://a.test:x", "https://a b.test", "http://[::1", "javascript:alert(1)",
    )),
    *((accept.bucket, raw) for raw in ("", "ab", "a" * 64, "-abc", "abc.", "a/b/c", "s3://abc")),
    *((accept.networks, raw) for raw in (
        "", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/255.0.0.0", "*", "10.0.0.0/8,,::1", "example.test",
        "fe80::%eth0/64", "10.0.0.0/８",
    )),
    *((accept.prefix, raw) for raw in ("", "a b", "a'b", "é", "a" * 101)),
    *((accept.cookie, raw) for raw in ("", "a=b", "a;b", "a b", "a.b")),
    *((accept.cookie_domain, raw) for raw in ("", ".", "..a", "a/b", ".example.id:80")),
)  # fmt: skip


def _name(value: object) -> str | None:
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("take", "raw", "value"), GOOD, ids=_name)
def test_a_good_line_is_taken(take: Accept, raw: str, value: str) -> None:
    assert take(raw) == value


@pytest.mark.parametrize(("take", "raw"), BAD, ids=_name)
def test_a_bad_line_is_refused_with_what_would_do(take: Accept, raw: str) -> None:
    with pytest.raises(Invalid) as refused:
        take(raw)
    assert refused.value.text.en != refused.value.text.id


@pytest.mark.parametrize("take", ALL, ids=_name)
def test_a_refused_line_is_not_repeated(take: Accept) -> None:
    """It may be a password, put into the wrong field."""
    with pytest.raises(Invalid) as refused:
        take("https://me:sentinel 77aa@'")
    assert "sentinel" not in refused.value.text.en + refused.value.text.id + repr(refused.value)


@pytest.mark.parametrize("take", ALL, ids=_name)
@given(raw=st.one_of(st.text(max_size=20), st.text("abAB01.:/[]%,@_-{} é１", max_size=20)))
def test_what_was_taken_is_taken_again_unchanged(take: Accept, raw: str) -> None:
    try:
        value = take(raw)
    except Invalid:
        return
    assert take(value) == value
    assert value == "" or value.isprintable()


@pytest.mark.parametrize("raw", ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.8.8", "::1", "[::1]",
                                 "0.0.0.0",  # noqa: S104  # nobody binds to it
                                 "::", "::ffff:127.0.0.1", "app.localhost", "localhost.localdomain", "ip6-localhost",
                                 ""])  # fmt: skip
def test_the_node_itself_is_no_server_for_many(raw: str) -> None:
    assert accept.loopback(raw) is not None


@pytest.mark.parametrize("raw", ["10.0.0.1", "redis", "localhost.example.id", "notlocalhost", "fd00::1",
                                 "128.0.0.1"])  # fmt: skip
def test_any_other_host_may_be_one(raw: str) -> None:
    assert accept.loopback(raw) is None


@pytest.mark.parametrize(("raw", "public"), [
    ("196.168.1.2", True), ("192.168.1.2", False), ("8.8.8.8", True), ("10.1.2.3", False), ("172.20.0.1", False),
    ("127.0.0.1", False), ("100.64.0.1", False), ("2001:4860::1", True), ("fd00::1", False), ("db.example.id", False),
    ("", False),
])  # fmt: skip
def test_a_slip_in_a_private_address_is_seen(raw: str, public: bool) -> None:
    assert accept.looks_public(raw) is public
