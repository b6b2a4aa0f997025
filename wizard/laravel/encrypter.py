"""APP_KEY: whether it is a good key, and the proof that it encrypts as Laravel does."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import Final

from wizard.finding import Invalid
from wizard.laravel.release import Version
from wizard.laravel.supports import gcm_ciphers
from wizard.text import Text

DEFAULT_CIPHER: Final = "AES-256-CBC"
KEY_BYTES: Final = {"AES-128-CBC": 16, "AES-256-CBC": 32, "AES-128-GCM": 16, "AES-256-GCM": 32}
"""The ciphers Laravel knows, with the length of their keys (LARAVEL.md §9.1)."""

_PREFIX = "base64:"
_TAG_BYTES = 16
_FOREIGN = re.compile(r"[^A-Za-z0-9+/]")


@dataclass(frozen=True, slots=True)
class Key:
    """A key that fits its cipher. `text` is what APP_KEY holds; neither it nor the bytes are ever shown."""

    text: str = field(repr=False)
    raw: bytes = field(repr=False)
    cipher: str = DEFAULT_CIPHER

    @classmethod
    def parse(cls, text: str, cipher: str = DEFAULT_CIPHER, version: Version | None = None) -> Key:
        """Read APP_KEY as Laravel does; raise `Invalid` with the reason, never with the key.

        `version` matters to the cipher alone: before 8.54 only the two CBC ones, in capitals.
        """
        name = _cipher(cipher, version)
        if not text:
            raise Invalid(Text("There is no key", "Key-nya belum ada"))
        raw = _decoded(text[len(_PREFIX) :]) if text.startswith(_PREFIX) else _bytes(text)
        if len(raw) != KEY_BYTES[name]:
            raise Invalid(_wrong_length(text, raw, name))
        return cls(text, raw, name)

    @classmethod
    def generate(cls, cipher: str = DEFAULT_CIPHER, version: Version | None = None) -> Key:
        """Draw a new key from the system's random source."""
        name = _cipher(cipher, version)
        raw = secrets.token_bytes(KEY_BYTES[name])
        return cls(_PREFIX + base64.b64encode(raw).decode(), raw, name)

    @property
    def fingerprint(self) -> str:
        """Return 8 hex digits that tell keys apart and are safe to show.

        They are 32 of the 256 bits of a SHA-256: a random key cannot be found from them, since 2^96 and
        more keys share each. They are taken of the text as written, because one key in two spellings
        breaks signed URLs (LARAVEL.md §9.6).
        """
        return hashlib.sha256(b"APP_KEY fingerprint\0" + _bytes(self.text)).hexdigest()[:8]


def encrypt(plain: bytes, key: Key) -> str:
    """Return Laravel's payload (`encryptString`) for some bytes (LARAVEL.md §9.2)."""
    iv = secrets.token_bytes(12 if _is_gcm(key) else 16)
    sealed, tag = _sealed(plain, iv, key)
    iv_text, value = base64.b64encode(iv).decode(), base64.b64encode(sealed).decode()
    mac = "" if _is_gcm(key) else _mac(iv_text, value, key)
    payload = {"iv": iv_text, "value": value, "mac": mac, "tag": base64.b64encode(tag).decode()}
    return base64.b64encode(json.dumps(payload, separators=(",", ":")).encode()).decode()


def decrypt(payload: str, key: Key) -> bytes:
    """Return what a payload of Laravel's holds; raise `Invalid` when it was not made under this key."""
    fields = _fields(payload)
    iv = _strict(fields["iv"])
    tag = _strict(fields["tag"])
    sealed = _strict(fields["value"])
    if len(iv) != (12 if _is_gcm(key) else 16) or len(tag) != (_TAG_BYTES if _is_gcm(key) else 0):
        raise _malformed()
    if not _is_gcm(key) and not hmac.compare_digest(
        _mac(fields["iv"], fields["value"], key).encode(), fields["mac"].encode("utf-8", "surrogatepass")
    ):
        raise _other_key()
    return _opened(sealed, iv, tag, key)


def proves(key: Key) -> bool:
    """Encrypt something under a key and decrypt it again: the proof that the key works."""
    sample = secrets.token_bytes(24)
    try:
        return decrypt(encrypt(sample, key), key) == sample
    except Invalid:
        return False


def _cipher(cipher: str, version: Version | None) -> str:
    name = cipher.upper()
    modern = version is None or gcm_ciphers(version)
    if name in KEY_BYTES and (modern or (name == cipher and not name.endswith("GCM"))):
        return name
    raise Invalid(
        Text("`{cipher}` is no cipher this Laravel knows: use AES-256-CBC",
             "`{cipher}` bukan cipher yang dikenal Laravel ini: pakai AES-256-CBC").fill(cipher=cipher)
    )  # fmt: skip


def _decoded(words: str) -> bytes:
    """Decode as PHP's lenient `base64_decode` does: what is not of the alphabet is skipped."""
    kept = _FOREIGN.sub("", words)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return base64.b64decode(kept + "=" * (-len(kept) % 4))


def _wrong_length(text: str, raw: bytes, cipher: str) -> Text:
    body = text.removeprefix(_PREFIX)
    if text.startswith(_PREFIX) and _FOREIGN.search(body.rstrip("=")):
        return Text("What follows `base64:` is not Base64", "Isi setelah `base64:` bukan Base64")
    return Text(
        "The key has {has} bytes, {cipher} needs {needs}",
        "Panjang key {has} byte, padahal {cipher} butuh {needs}",
    ).fill(has=len(raw), cipher=cipher, needs=KEY_BYTES[cipher])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _is_gcm(key: Key) -> bool:
    return key.cipher.endswith("GCM")


def _mac(iv: str, value: str, key: Key) -> str:
    return hmac.new(key.raw, _bytes(iv + value), hashlib.sha256).hexdigest()


def _fields(payload: str) -> dict[str, str]:
    try:
        found: object = json.loads(base64.b64decode(payload, validate=True))
    except (ValueError, RecursionError):
        raise _malformed() from None
    if not isinstance(found, dict):
        raise _malformed()
    given = {name: found.get(name) for name in ("iv", "value", "mac", "tag")}
    given["tag"] = "" if given["tag"] is None else given["tag"]
    fields = {name: value for name, value in given.items() if isinstance(value, str)}
    if len(fields) != len(given):
        raise _malformed()
    return fields


def _strict(words: str) -> bytes:
    try:
        return base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        raise _malformed() from None


def _sealed(plain: bytes, iv: bytes, key: Key) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives import padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if _is_gcm(key):
        both = AESGCM(key.raw).encrypt(iv, plain, None)
        return both[:-_TAG_BYTES], both[-_TAG_BYTES:]
    padder = padding.PKCS7(128).padder()
    worker = Cipher(algorithms.AES(key.raw), modes.CBC(iv)).encryptor()
    return worker.update(padder.update(plain) + padder.finalize()) + worker.finalize(), b""


def _opened(sealed: bytes, iv: bytes, tag: bytes, key: Key) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        if _is_gcm(key):
            return AESGCM(key.raw).decrypt(iv, sealed + tag, None)
        worker = Cipher(algorithms.AES(key.raw), modes.CBC(iv)).decryptor()
        unpadder = padding.PKCS7(128).unpadder()
        return unpadder.update(worker.update(sealed) + worker.finalize()) + unpadder.finalize()
    except (InvalidTag, ValueError):
        raise _other_key() from None


def _malformed() -> Invalid:
    return Invalid(
        Text("This is no payload of Laravel's encrypter", "Ini bukan payload dari encrypter Laravel")
    )


def _other_key() -> Invalid:
    return Invalid(Text("This was not made under this key", "Ini tidak dibuat dengan key ini"))
