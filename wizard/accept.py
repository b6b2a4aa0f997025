"""What a typed line may be: a host, a table name, a URL, a list of networks."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from wizard.finding import Invalid
from wizard.text import Text

_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NETWORK = re.compile(r"[0-9A-Fa-f.:]+(/[0-9]{1,3})?")  # a mask like /255.0.0.0 is not read by Laravel
_LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")


def host(raw: str) -> str:
    """Accept a host name, an IPv4 or an IPv6 address; nothing with a scheme, a port or a path."""
    if _is_address(raw) or (raw.startswith("[") and raw.endswith("]") and ":" in raw and _is_address(raw[1:-1])):
        return raw
    if re.fullmatch(r"[0-9.]+", raw) or not _HOST_NAME.fullmatch(raw) or len(raw) > 253:
        raise Invalid(Text("This is not a host name or an IP address. Example: `10.0.0.5`, `redis.internal`",
                           "Ini bukan nama host atau alamat IP. Contoh: `10.0.0.5`, `redis.internal`"))  # fmt: skip
    return raw


def hosts(raw: str) -> str:
    """Accept one or more hosts between commas; return them with no blanks."""
    parts = [part.strip() for part in raw.split(",")]
    return ",".join(host(part) for part in parts)


def name(raw: str) -> str:
    """Accept a table, database or connection name: letters, digits and `_`, at most 64."""
    if not _NAME.fullmatch(raw) or len(raw) > 64:
        raise Invalid(Text("Use letters, digits and `_` only, not starting with a digit, at most 64",
                           "Pakai huruf, angka, dan `_` saja, tidak diawali angka, paling banyak 64"))  # fmt: skip
    return raw


def url(raw: str) -> str:
    """Accept an absolute http or https URL without a user name or password in it."""
    try:
        parts = urlsplit(raw)
        hostname, secret = parts.hostname, parts.password or parts.username
        parts.port  # noqa: B018  (raises ValueError when the port is out of range)
    except ValueError:
        hostname, secret, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not hostname or re.search(r"\s", raw):
        raise Invalid(Text("This is not a URL. It starts with `https://` or `http://` and a host",
                           "Ini bukan URL. Awali dengan `https://` atau `http://` lalu host"))  # fmt: skip
    if secret:
        raise Invalid(Text("A URL with a user name or password in it is not accepted: it would be shown",
                           "URL yang berisi username atau password ditolak: isinya akan terlihat"))  # fmt: skip
    return raw.rstrip("/")


def bucket(raw: str) -> str:
    """Accept a bucket name: 3 to 63 letters, digits, dots, dashes."""
    if not _BUCKET.fullmatch(raw):
        raise Invalid(Text("A bucket name has 3 to 63 letters, digits, dots or dashes",
                           "Nama bucket terdiri dari 3 sampai 63 huruf, angka, titik, atau tanda hubung"))  # fmt: skip
    return raw


def networks(raw: str) -> str:
    """Accept addresses and CIDR ranges between commas; return them with no blanks."""
    parts = [part.strip() for part in raw.split(",")]
    for part in parts:
        try:
            ipaddress.ip_network(part if _NETWORK.fullmatch(part) else "", strict=True)
        except ValueError:
            raise Invalid(
                Text("Not a list of IP addresses or CIDR ranges. Example: `10.0.0.0/8,172.16.0.10`",
                     "Bukan daftar alamat IP atau rentang CIDR. Contoh: `10.0.0.0/8,172.16.0.10`")
            ) from None  # fmt: skip
    return ",".join(parts)


def loopback(raw: str) -> Text | None:
    """Tell why a present host cannot be kept on many nodes; None when it can."""
    address = raw.strip("[]").lower().rstrip(".")
    local = address in _LOCAL_NAMES or address.endswith(".localhost")
    if not local and _is_address(address):
        ip = ipaddress.ip_address(address)
        ip = getattr(ip, "ipv4_mapped", None) or ip  # ::ffff:127.0.0.1
        local = ip.is_loopback or ip.is_unspecified
    if not local:
        return None
    return Text("this is the node itself: every node would see its own, empty service",
                "ini node itu sendiri: tiap node melihat layanannya sendiri yang kosong")  # fmt: skip


def looks_public(raw: str) -> bool:
    """Tell whether a host is an IP address of the public internet: often a slip like 196.168.1.2."""
    return _is_address(raw) and ipaddress.ip_address(raw).is_global


def _is_address(raw: str) -> bool:
    """An IPv6 zone (`fe80::1%eth0`) is no address: it names an interface of one node."""
    if "%" in raw:
        return False
    try:
        ipaddress.ip_address(raw)
    except ValueError:
        return False
    return True


def prefix(raw: str) -> str:
    """Accept a key prefix: letters, digits and `_ - : . { }`, at most 100."""
    if not re.fullmatch(r"[A-Za-z0-9_:.{}-]{1,100}", raw):
        raise Invalid(Text("Use letters, digits and `_ - : .` only, at most 100",
                           "Pakai huruf, angka, dan `_ - : .` saja, paling banyak 100"))  # fmt: skip
    return raw


def cookie(raw: str) -> str:
    """Accept a cookie name: letters, digits, `_` and `-`."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", raw):
        raise Invalid(Text("Use letters, digits, `_` and `-` only", "Pakai huruf, angka, `_` dan `-` saja"))
    return raw


def cookie_domain(raw: str) -> str:
    """Accept a host name, or a domain with a leading dot for all its subdomains."""
    host(raw.removeprefix("."))
    return raw
