"""What a test opens is closed with it: by `with`, or by `stop()`."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Something that a test opens; the end of `with` stops it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End it, and leave nothing behind."""
        raise NotImplementedError
