"""The real phpdotenv, asked file by file: one PHP process a version, kept for a whole test."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.lab import ROOT, clean_env, dotenv_versions, php

Reading = dict[str, str | None] | None
"""What was read, by name; None is a file that phpdotenv refuses."""


class RealDotenv:
    """One version of phpdotenv in a PHP process of its own."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [php(), "-d", "display_errors=stderr", str(ROOT / "tests/php/dotenv.php"), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=clean_env(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def read(self, raw: bytes, environ: Mapping[str, str] | None = None) -> Reading:
        """Return every name and value of a file as phpdotenv loads it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"text": base64.b64encode(raw).decode(), "environ": dict(environ or {})}
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "refused" in answer:
            return None
        return {_text(name): value and _text(value) for name, value in answer["values"].items()}


@contextmanager
def every_version() -> Iterator[dict[str, RealDotenv]]:
    """Start phpdotenv 5.4, 5.6 and 5.8; a test skips where one is missing."""
    with ExitStack() as stack:
        yield {
            version: stack.enter_context(RealDotenv(folder)) for version, folder in dotenv_versions().items()
        }


def _text(encoded: str) -> str:
    return base64.b64decode(encoded).decode("utf-8", "surrogateescape")
