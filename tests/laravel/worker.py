"""A PHP process with Laravel's own classes that answers a law's many questions, one line each."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from tests import lab


class Failed(Exception):
    """PHP threw; the text is the class of what it threw."""


class Worker:
    """Laravel 8.83 at hand; `with Worker() as laravel`."""

    def __enter__(self) -> Self:
        include = f"include_path=.:{lab.illuminate()}"
        script = str(lab.ROOT / "tests" / "php" / "worker.php")
        command = [lab.php(), "-d", "display_errors=stderr", "-d", include, script]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=lab.clean_env(),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=10)

    def ask(self, ask: str, **question: object) -> object:
        """Return PHP's answer; raise `Failed` when PHP threw."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ask": ask, **question}) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        if "error" in said:
            raise Failed(said["error"])
        return said["is"]

    def config(self, code: str, env: Mapping[str, str]) -> object:
        """Return what a config file's text gives with these variables."""
        return self.ask("config", code=code, env=dict(env))
