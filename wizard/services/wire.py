"""The first contact with a server: is it there, does it speak, is it what we take it for?

Every probe begins here, before its client library does: a server that hangs, hangs up, speaks another protocol or
talks without end is known by its first few bytes.
"""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.finding import Finding, Level
from wizard.laravel.trust import Trust
from wizard.services.known import Known
from wizard.text import Text, same

TIMEOUT: Final = 3.0
"""Seconds that a socket may keep us waiting, each time."""
ENOUGH: Final = 4096
"""Bytes of a first answer: no server we ask says more before it is asked."""

_E = Level.ERROR
CAUSES: Final[Mapping[str, Known]] = {
    "unknown-host": Known(_E,
        Text("no name server knows `{host}`", "tidak ada name server yang mengenal `{host}`"),
        Text("Mend the host, or run this where the application runs: the name may be known only there",
             "Perbaiki host-nya, atau jalankan di tempat aplikasi berjalan: nama itu mungkin hanya dikenal di sana")),
    "refused": Known(_E,
        Text("`{host}` refuses connections to port {port}: nothing listens there",
             "`{host}` menolak koneksi ke port {port}: tidak ada yang mendengarkan di sana"),
        Text("Start the server, or mend host and port; a server bound to 127.0.0.1 refuses other machines",
             "Nyalakan server-nya, atau perbaiki host dan port; server yang bind ke 127.0.0.1 menolak mesin lain")),
    "timeout": Known(_E,
        Text("`{host}` does not answer on port {port} within {seconds} s",
             "`{host}` tidak menjawab di port {port} dalam {seconds} detik"),
        Text("A firewall or security group drops the packets, or the host is wrong",
             "Firewall atau security group membuang paketnya, atau host-nya salah")),
    "silent": Known(_E,
        Text("`{host}` takes the connection on port {port} and then says nothing for {seconds} s",
             "`{host}` menerima koneksi di port {port}, lalu diam selama {seconds} detik"),
        Text("The port is another service's, TLS is wanted where we speak plainly (or the other way round), or that server "
             "hangs: look at its log",
             "Port itu milik layanan lain, server minta TLS padahal koneksinya tanpa TLS (atau sebaliknya), atau server-nya "
             "macet: lihat log-nya")),
    "unreachable": Known(_E,
        Text("there is no way to `{host}` from this machine", "tidak ada rute ke `{host}` dari mesin ini"),
        Text("Check the network, the VPN and the address", "Periksa jaringan, VPN, dan alamatnya")),
    "closed": Known(_E,
        Text("`{host}` hangs up on port {port} before it has said anything",
             "`{host}` menutup koneksi di port {port} sebelum mengirim apa pun"),
        Text("A proxy without a live server behind it, an allow-list without this machine, or TLS wanted where we "
             "speak plainly: look at the server's log",
             "Proxy tanpa server hidup di belakangnya, allow-list tanpa mesin ini, atau server minta TLS padahal "
             "koneksinya tanpa TLS: lihat log server-nya")),
    "other-protocol": Known(_E,
        Text("what answers at `{host}` port {port} speaks {protocol}",
             "yang menjawab di `{host}` port {port} memakai {protocol}"),
        Text("Mend the port, or switch TLS on or off as that server wants it",
             "Perbaiki port-nya, atau nyalakan/matikan TLS sesuai server itu")),
    "tls": Known(_E,
        Text("the TLS handshake with `{host}` fails: {reason}", "TLS handshake dengan `{host}` gagal: {reason}"),
        Text("Give the CA that signed the server's certificate, and a host name that the certificate holds",
             "Berikan CA yang menandatangani sertifikat server, dan nama host yang ada di sertifikat itu")),
    "ca-missing": Known(_E,
        Text("the CA file `{file}` cannot be read on this machine", "file CA `{file}` tidak bisa dibaca di mesin ini"),
        Text("Put it there, readable by PHP, on every node", "Taruh di sana, terbaca oleh PHP, di setiap node")),
}  # fmt: skip
"""Causes that every service shares; the code of a finding is `<service>.<cause>`."""

HTTP: Final = same("HTTP")
UNKNOWN_PROTOCOL: Final = Text("something else", "protokol lain")
TLS_PROTOCOL: Final = same("TLS")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is; `service` is the first word of the codes of what is found there."""

    service: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def finding(self, cause: str, **values: object) -> Finding:
        """Return the finding for one of the shared causes."""
        known = CAUSES[cause]
        return known.at(f"{self.service}.{cause}", str(self), host=self.host, port=self.port,
                        seconds=f"{TIMEOUT:g}", **values)  # fmt: skip


def unreadable(trust: Trust) -> str | None:
    """Return the first file of these settings that cannot be read here."""
    files = filter(None, (trust.ca, trust.certificate, trust.key))
    return next((file for file in files if not os.access(file, os.R_OK)), None)


def context(trust: Trust) -> ssl.SSLContext:
    """Return the context of a client; raises `ssl.SSLError` where a file is no certificate."""
    made = ssl.create_default_context(cafile=trust.ca)
    # From Python 3.13 on a CA without key identifiers would be refused, which PHP takes.
    made.verify_flags &= ~ssl.VERIFY_X509_STRICT
    made.check_hostname = trust.verify and trust.verify_name
    if not trust.verify:
        made.verify_mode = ssl.CERT_NONE
    if trust.certificate:
        # Always a password: without one OpenSSL would ask for it on the user's terminal, and wait.
        made.load_cert_chain(trust.certificate, trust.key, trust.passphrase or "")
    return made


def greeting(address: Address, hello: bytes = b"", tls: Trust | None = None) -> bytes | Finding:
    """Connect, say hello, and return the first bytes of the answer, or why there are none.

    At most `ENOUGH` bytes are read, in one go. An empty hello lets the server speak first.
    """
    missing = unreadable(tls) if tls else None
    if missing:
        return address.finding("ca-missing", file=missing)
    try:
        plain = socket.create_connection((address.host, address.port), TIMEOUT)
    except (OSError, OverflowError, UnicodeError) as error:
        return failure(address, error) or address.finding("closed")
    try:
        with _secured(plain, address, tls) as connection:
            connection.sendall(hello)
            answer = connection.recv(ENOUGH)
    except TimeoutError:
        return address.finding("silent")
    except (OSError, UnicodeError) as error:
        return failure(address, error) or address.finding("closed")
    return answer or address.finding("closed")


_DOUBTFUL: Final = ("timeout", "silent", "closed", "tls", "other-protocol")


def mistaken(
    said: Finding, address: Address, hello: bytes, tls: Trust | None, is_ours: Callable[[bytes], bool]
) -> str | None:
    """Say hello with TLS where there was none, and without where there was: a server may hang on the wrong one.

    Returns `tls-wanted` or `no-tls` where that is the reason for what was said, None where it is not.
    """
    if said.code not in {f"{address.service}.{cause}" for cause in _DOUBTFUL}:
        return None
    answer = greeting(address, hello, Trust(verify=False) if tls is None else None)
    if isinstance(answer, Finding) or not is_ours(answer):
        return None
    return "tls-wanted" if tls is None else "no-tls"


def other_protocol(address: Address, answer: bytes) -> Finding:
    """Return the finding for an answer that is not the service's own."""
    protocol = HTTP if answer.startswith((b"HTTP/", b"<!DOCTYPE", b"<html")) else UNKNOWN_PROTOCOL
    protocol = TLS_PROTOCOL if answer[:2] in (b"\x15\x03", b"\x16\x03") else protocol
    return address.finding("other-protocol", protocol=protocol)


def failure(address: Address, error: BaseException) -> Finding | None:
    """Map what went wrong on the wire, however deep a client library has wrapped it; None when it is not that."""
    for one in _chain(error):
        cause, values = _cause(one)
        if cause:
            return address.finding(cause, **values)
    return None


def _secured(plain: socket.socket, address: Address, tls: Trust | None) -> socket.socket:
    if tls is None:
        return plain
    try:
        return context(tls).wrap_socket(plain, server_hostname=address.host)
    except BaseException:
        plain.close()
        raise


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it was made of: causes, contexts, and errors among its arguments."""
    due, known = [error], set[int]()
    while due:
        one = due.pop(0)
        if id(one) in known:
            continue
        known.add(id(one))
        yield one
        inner = (one.__cause__, one.__context__, *getattr(one, "exceptions", ()), *one.args,
                 getattr(one, "original_exception", None), getattr(one, "error", None))  # fmt: skip
        due += [e for e in inner if isinstance(e, BaseException)]


def _cause(error: BaseException) -> tuple[str, dict[str, object]]:
    match error:
        case ssl.SSLCertVerificationError():
            return "tls", {"reason": getattr(error, "verify_message", "") or "certificate"}
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return "closed", {}
        case ssl.SSLError():
            return "tls", {"reason": (getattr(error, "reason", "") or "handshake").replace("_", " ").lower()}
        case socket.gaierror() | UnicodeError():
            return "unknown-host", {}
        case TimeoutError():
            return "timeout", {}
        case ConnectionRefusedError() | OverflowError():  # a port beyond 65535: nobody can listen there
            return "refused", {}
        case ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
            return "closed", {}
        case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
            return "unreachable", {}
    return "", {}
