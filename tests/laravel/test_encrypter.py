"""Our payloads are Laravel's: each opens what the other sealed, and only under the right key."""

from __future__ import annotations

import base64
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laravel.worker import Failed, Worker
from wizard.finding import Invalid
from wizard.laravel.encrypter import KEY_BYTES, Key, decrypt, encrypt, proves
from wizard.laravel.version import Version

# Laravel's own test vector (LARAVEL.md §9.2): its MAC is right under b*16 only, though a*16 unpads it too.
VECTOR = (
    "eyJpdiI6Ilg0dFM5TVRibEFqZW54c3lQdWJoVVE9PSIsInZhbHVlIjoiRGJpa2p2ZHI3eUs0dUtRakJneUhUUT09Iiwi"
    "bWFjIjoiMjBjZWYxODdhNThhOTk4MTk1NTc0YTE1MDgzODU1OWE0ZmQ4MDc5ZjMxYThkOGM1ZmM1MzlmYzBkYTBjMWI1"
    "ZiIsInRhZyI6IiJ9"
)
CIPHERS = st.sampled_from(sorted(KEY_BYTES))


def altered(payload: str, **changes: str | None) -> str:
    fields = json.loads(base64.b64decode(payload)) | changes
    kept = {name: value for name, value in fields.items() if value is not None}
    return base64.b64encode(json.dumps(kept).encode()).decode()


def test_the_official_vector_opens_under_its_key() -> None:
    assert decrypt(VECTOR, Key.parse("b" * 16, "AES-128-CBC")) == b"foo"


def test_the_official_vector_is_refused_under_the_key_that_merely_unpads_it() -> None:
    with pytest.raises(Invalid, match="not made under this key"):
        decrypt(VECTOR, Key.parse("a" * 16, "AES-128-CBC"))


def test_laravel_opens_what_we_seal(laravel: Worker) -> None:
    @settings(max_examples=120)
    @given(st.binary(max_size=200), CIPHERS)
    def law(plain: bytes, cipher: str) -> None:
        key = Key.generate(cipher)
        sealed = encrypt(plain, key)
        raw = base64.b64encode(key.raw).decode()
        opened = laravel.ask("decrypt", key=raw, cipher=cipher, text=sealed)
        assert base64.b64decode(str(opened)) == plain == decrypt(sealed, key)

    law()


def test_we_open_what_laravel_seals(laravel: Worker) -> None:
    @settings(max_examples=120)
    @given(st.binary(max_size=200), CIPHERS)
    def law(plain: bytes, cipher: str) -> None:
        key = Key.generate(cipher)
        words = {"key": base64.b64encode(key.raw).decode(), "text": base64.b64encode(plain).decode()}
        assert decrypt(str(laravel.ask("encrypt", cipher=cipher, **words)), key) == plain

    law()


@given(CIPHERS)
@settings(max_examples=20)
def test_another_key_never_opens(cipher: str) -> None:
    sealed = encrypt(b"secret", Key.generate(cipher))
    with pytest.raises(Invalid):
        decrypt(sealed, Key.generate(cipher))


@given(st.data(), CIPHERS)
@settings(max_examples=60)
def test_a_changed_payload_never_opens(data: st.DataObject, cipher: str) -> None:
    key = Key.generate(cipher)
    sealed = encrypt(b"secret", key)
    name = data.draw(st.sampled_from(["iv", "value", "tag" if cipher.endswith("GCM") else "mac"]))
    whole = bytearray(base64.b64decode(json.loads(base64.b64decode(sealed))[name] + "=="))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Invalid):
        decrypt(altered(sealed, **{name: base64.b64encode(whole).decode()}), key)


@pytest.mark.parametrize("cipher", ["AES-256-CBC", "AES-256-GCM"])
@pytest.mark.parametrize(
    "change",
    [{"tag": "AAAA"}, {"tag": "A" * 24}, {"iv": "AAAA"}, {"value": None}, {"mac": None}, {"value": "!"}],
)
def test_a_malformed_payload_is_refused_where_laravel_refuses_it(
    laravel: Worker, cipher: str, change: dict[str, str | None]
) -> None:
    key = Key.generate(cipher)
    payload = altered(encrypt(b"secret", key), **change)
    with pytest.raises(Invalid):
        decrypt(payload, key)
    with pytest.raises(Failed):
        laravel.ask("decrypt", key=base64.b64encode(key.raw).decode(), cipher=cipher, text=payload)


@given(st.text() | st.binary().map(lambda raw: base64.b64encode(raw).decode()))
@settings(max_examples=200)
def test_any_text_as_payload_is_refused_not_a_crash(payload: str) -> None:
    with pytest.raises(Invalid):
        decrypt(payload, Key.parse("k" * 32))


def test_a_payload_from_before_8_54_has_no_tag_and_opens() -> None:
    key = Key.generate()
    assert decrypt(altered(encrypt(b"old", key), tag=None), key) == b"old"


def test_a_key_is_decoded_as_php_decodes_it(laravel: Worker) -> None:
    @settings(max_examples=300)
    @given(st.text("AZaz09+/=- \n!é", min_size=38, max_size=50))
    def law(words: str) -> None:
        theirs = base64.b64decode(str(laravel.ask("decode", text=words)))
        try:
            assert Key.parse("base64:" + words).raw == theirs
        except Invalid:
            assert len(theirs) != 32

    law()


@pytest.mark.parametrize("cipher", sorted(KEY_BYTES))
def test_a_drawn_key_is_valid_new_and_works(cipher: str) -> None:
    key = Key.generate(cipher)
    assert Key.parse(key.text, cipher) == key
    assert key.text.startswith("base64:")
    assert key != Key.generate(cipher)
    assert proves(key)


def test_a_key_without_prefix_is_its_own_bytes() -> None:
    assert Key.parse("k" * 32).raw == b"k" * 32


@pytest.mark.parametrize(
    ("text", "cipher", "reason"),
    [
        ("", "AES-256-CBC", "There is no key"),
        ("base64:", "AES-256-CBC", "0 bytes"),
        ("k" * 16, "AES-256-CBC", "16 bytes, AES-256-CBC needs 32"),
        ("base64:" + base64.b64encode(b"k" * 32).decode(), "AES-128-CBC", "32 bytes, AES-128-CBC needs 16"),
        ("base64:not base 64 at all!", "AES-256-CBC", "not Base64"),
        ("k" * 32, "AES-512-XYZ", "no cipher"),
    ],
)
def test_a_bad_key_is_refused_with_the_reason_and_never_shown(text: str, cipher: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as caught:
        Key.parse(text, cipher)
    assert not text or text not in caught.value.text.en + caught.value.text.id


def test_ciphers_are_those_of_the_version() -> None:
    assert Key.parse("k" * 32, "aes-256-gcm", Version(8, 54)).cipher == "AES-256-GCM"
    for cipher in ("AES-256-GCM", "aes-256-cbc"):
        with pytest.raises(Invalid):
            Key.parse("k" * 32, cipher, Version(8, 53, 1))
    assert Key.parse("k" * 32, "AES-256-CBC", Version(8)).cipher == "AES-256-CBC"


def test_repr_and_fingerprint_do_not_show_the_key() -> None:
    key = Key.parse("hunter2-" * 4)
    assert "hunter2" not in repr(key)
    assert len(key.fingerprint) == 8
    assert key.fingerprint == Key.parse(key.text).fingerprint != Key.generate().fingerprint


def test_the_fingerprint_tells_two_spellings_of_one_key_apart() -> None:
    bare, coded = Key.parse("k" * 32), Key.parse("base64:" + base64.b64encode(b"k" * 32).decode())
    assert bare.raw == coded.raw
    assert bare.fingerprint != coded.fingerprint


def test_cryptography_is_loaded_only_to_encrypt() -> None:
    code = (
        "import sys, wizard.laravel.encrypter as e; e.Key.generate(); sys.exit('cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
