"""The first contact: whatever a server does to us, there is a reason within seconds, and never more than a few bytes."""

from __future__ import annotations

import errno
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from tests.lab import ROOT
from tests.servers.certificates import Certificates, certificates
from tests.services.company import COMPANY, MANNERS, Place, odd
from wizard.finding import Finding, Level
from wizard.laravel.trust import Trust
from wizard.services import wire
from wizard.services.wire import CAUSES, ENOUGH, TIMEOUT, Address, failure, greeting, other_protocol

HELLO = b"PING\r\n"
PATIENCE = TIMEOUT + 2


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("ca"))


@contextmanager
def answering(answer: bytes, papers: Certificates | None = None) -> Iterator[Place]:
    """Give a place where a server waits for a word and then says this, over TLS when it has papers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, answer, papers), daemon=True)
        thread.start()
        yield Place("127.0.0.1", int(listener.getsockname()[1]))
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _serve(listener: socket.socket, answer: bytes, papers: Certificates | None) -> None:
    try:
        client, _ = listener.accept()
        client.settimeout(5)
        with client:
            if papers is None:
                client.recv(100)
                client.sendall(answer)
                return
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(papers.certificate, papers.key)
            with context.wrap_socket(client, server_side=True) as talk:
                talk.recv(100)
                talk.sendall(answer)
    except OSError:
        return  # the client had enough


def said(place: Place, tls: Trust | None = None) -> bytes | Finding:
    began = time.monotonic()
    answer = greeting(Address("svc", *place), HELLO, tls)
    assert time.monotonic() - began < PATIENCE
    return answer


def code(answer: bytes | Finding) -> str:
    assert isinstance(answer, Finding), answer
    assert answer.level is Level.ERROR
    return answer.code


def raised(cause: str, papers: Certificates) -> bytes | Finding:
    """Raise one of the causes for real."""
    if cause == "other-protocol":
        with COMPANY[cause]() as place:
            answer = said(place)
            assert isinstance(answer, bytes)
            return other_protocol(Address("svc", *place), answer)
    if cause in COMPANY:
        with COMPANY[cause]() as place:
            return said(place)
    with answering(b"hello", papers) as place:
        return said(place, Trust(ca="/no/such.pem" if cause == "ca-missing" else str(papers.other_ca)))


@pytest.mark.parametrize("cause", CAUSES)
def test_every_shared_cause_is_raised_by_a_real_situation(cause: str, papers: Certificates) -> None:
    assert code(raised(cause, papers)) == f"svc.{cause}"


def test_an_answer_is_given_as_it_came(papers: Certificates) -> None:
    with answering(b"+PONG\r\n") as place:
        assert said(place) == b"+PONG\r\n"
    with answering(b"+PONG\r\n", papers) as place:
        assert said(place, Trust(ca=str(papers.ca))) == b"+PONG\r\n"
    with answering(b"+PONG\r\n", papers) as place:
        assert said(place, Trust(verify=False)) == b"+PONG\r\n"


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("tls", [None, Trust(verify=False)], ids=["plain", "tls"])
def test_bad_company_is_left_in_time_and_never_listened_to_for_long(manner: str, tls: Trust | None) -> None:
    with odd(manner) as place:
        answer = said(place, tls)
    if tls is not None:
        assert code(answer) in ("svc.silent", "svc.closed", "svc.tls")
    assert isinstance(answer, Finding) or 0 < len(answer) <= ENOUGH


def test_tls_spoken_to_a_server_without_it_is_a_reason() -> None:
    with answering(b"+PONG\r\n") as place:
        assert code(said(place, Trust(verify=False))) == "svc.tls"


def test_a_certificate_for_another_host_is_refused(papers: Certificates) -> None:
    with answering(b"hello", papers) as place:
        assert code(said(Place("127.0.0.3", place.port), Trust(ca=str(papers.ca)))) in ("svc.refused", "svc.tls")
    with answering(b"hello", papers) as place:
        assert code(said(Place("127.1", place.port), Trust(ca=str(papers.ca)))) == "svc.tls"


def test_a_name_that_is_not_asked_for_leaves_the_authority_to_be_asked_for(papers: Certificates) -> None:
    with answering(b"hello", papers) as place:
        assert said(Place("127.1", place.port), Trust(ca=str(papers.ca), verify_name=False)) == b"hello"
    with answering(b"hello", papers) as place:
        assert code(said(Place("127.1", place.port), Trust(ca=str(papers.other_ca), verify_name=False))) == "svc.tls"


def test_a_file_that_is_no_certificate_is_a_reason(tmp_path: Path, papers: Certificates) -> None:
    (tmp_path / "ca.pem").write_text("nothing of the kind")
    with answering(b"hello", papers) as place:
        assert code(said(place, Trust(ca=str(tmp_path / "ca.pem")))) == "svc.tls"


@pytest.mark.parametrize(("answer", "protocol"), [
    (b"HTTP/1.1 400 Bad Request\r\n", "HTTP"), (b"<!DOCTYPE html>", "HTTP"), (b"<html>", "HTTP"),
    (b"\x15\x03\x01\x00\x02\x02\x46", "TLS"), (b"\x16\x03\x01", "TLS"), (b"SSH-2.0-x", "something else"),
    (b"", "something else"), (b"\x00" * 10, "something else"),
])  # fmt: skip
def test_what_answers_is_named_where_it_is_known(answer: bytes, protocol: str) -> None:
    assert f"speaks {protocol}" in other_protocol(Address("svc", "h", 1), answer).why.en


def test_what_a_server_says_is_never_repeated() -> None:
    assert "SECRET" not in repr(other_protocol(Address("svc", "h", 1), b"SECRET"))


class Wrapped(Exception):
    """As client libraries wrap what really happened."""

    def __init__(self, inner: BaseException) -> None:
        super().__init__("hunter2-sentinel", inner)


@pytest.mark.parametrize(("error", "cause"), [
    (ConnectionRefusedError(), "refused"), (TimeoutError(), "timeout"), (socket.gaierror(-2, "x"), "unknown-host"),
    (ConnectionResetError(), "closed"), (BrokenPipeError(), "closed"), (ssl.SSLEOFError(), "closed"),
    (OSError(errno.EHOSTUNREACH, "x"), "unreachable"), (OSError(errno.ENETUNREACH, "x"), "unreachable"),
    (ssl.SSLError(1, "x"), "tls"), (ssl.SSLCertVerificationError(1, "x"), "tls"),
])  # fmt: skip
def test_what_happened_is_found_however_deep_it_is_wrapped(error: BaseException, cause: str) -> None:
    address = Address("svc", "h", 1)
    caused, ringed = Wrapped(ValueError()), Wrapped(ValueError())
    caused.__cause__ = error
    ringed.__context__ = caused
    error.__context__ = ringed  # errors may go round in a ring
    for one in (error, Wrapped(error), Wrapped(Wrapped(error)), caused, ringed, ExceptionGroup("x", [Wrapped(error)])):
        found = failure(address, one)
        assert found is not None
        assert found.code == f"svc.{cause}"
        assert "hunter2" not in repr(found)


def test_what_is_no_failure_of_the_wire_is_left_to_others() -> None:
    assert failure(Address("svc", "h", 1), ValueError("x")) is None
    assert failure(Address("svc", "h", 1), OSError(errno.EIO, "x")) is None


def test_an_address_reads_as_people_write_it() -> None:
    assert str(Address("svc", "10.0.0.1", 6379)) == "10.0.0.1:6379"
    assert str(Address("svc", "::1", 6379)) == "[::1]:6379"


def test_a_key_and_its_passphrase_are_not_shown() -> None:
    assert "hunter2" not in repr(Trust(key="hunter2", passphrase="hunter2"))


@pytest.mark.parametrize("passphrase", [None, "wrong"])
def test_an_encrypted_key_is_a_reason_and_nobody_is_asked(
    passphrase: str | None, papers: Certificates, tmp_path: Path
) -> None:
    key = serialization.load_pem_private_key(papers.key.read_bytes(), None)
    locked = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                               serialization.BestAvailableEncryption(b"right"))  # fmt: skip
    (tmp_path / "key.pem").write_bytes(locked)
    tls = Trust(str(papers.ca), certificate=str(papers.certificate), key=str(tmp_path / "key.pem"), passphrase=passphrase)
    with answering(b"hello", papers) as place:
        assert code(said(place, tls)) == "svc.tls"
    with answering(b"hello", papers) as place:
        right = Trust(tls.ca, certificate=tls.certificate, key=tls.key, passphrase="right")
        assert said(place, right) == b"hello"


def test_every_cause_has_words_for_both_languages() -> None:
    for name, known in CAUSES.items():
        assert known.why.en != known.why.id, name
        assert known.remedy.en != known.remedy.id, name


def test_the_door_opens_without_any_client_library() -> None:
    code = (
        "import sys, wizard.services.wire, wizard.services.redis, wizard.services.rabbitmq\n"
        "print(*(name for name in ('redis', 'pika', 'pymysql', 'boto3') if name in sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == ""


def test_bytes_read_at_most_are_few() -> None:
    assert wire.ENOUGH <= 4096
