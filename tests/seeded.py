"""A project full of secrets, and a search for them: in what a run says, on command lines, in files."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from tests import shapes

SEEDED = {
    "unrelated key": "s3nt-a1-sk_live",
    "commented assignment": "s3nt-a2-old",
    "commented assignment of ours": "s3nt-a3-old",
    "inline comment": "s3nt-a4-was",
    "multi-line value": "s3nt-a5-pem",
    "second line of it": "s3nt-a6-pem",
    "a key of ours": "s3nt-a9-now",
    "interpolated value": "s3nt-b1-part",
    "login in the URL of a public key": "s3nt-e1-url",
    "login in a public host": "s3nt-e2-host",
    "login of the database host": "s3nt-e3-host",
    "config literal": "s3nt-c1-conf",
    "config literal that moves": "s3nt-c2-moves",
    "config literal beside an edit": "s3nt-c3-next",
    "config default": "s3nt-c4-default",
    "config comment": "s3nt-c5-comment",
}
GIVEN = {
    "REDIS_SECRET": "s3nt-d1-redis \"'$#",
    "RABBIT_SECRET": "s3nt-d2-rabbit",
    "DATABASE_SECRET": "s3nt-d3-db",
    "S3_KEY": "s3nt-d4-key",
    "S3_SECRET": "s3nt-d5-secret",
}
"""What is given through environment variables, by the name of the variable."""
SENTINEL = "s3nt-"
FLAGS = (
    *("--redis-password-env", "REDIS_SECRET", "--queue-password-env", "RABBIT_SECRET"),
    *("--database-password-env", "DATABASE_SECRET", "--storage-key-env", "S3_KEY"),
    *("--storage-secret-env", "S3_SECRET", "--redis-host", "10.0.0.10", "--database-connection", "mysql"),
    *("--database-host", "10.0.0.5", "--database-database", "hris", "--database-username", "omni"),
    *("--queue-host", "10.0.0.20", "--queue-user", "omni", "--storage-bucket", "omni-assets"),
)


def seeded(folder: Path) -> Path:
    """Make a project that has a secret wherever people leave them; only its owner may read `.env`."""
    texts = shapes.project("slim-12")
    env = texts[".env"].replace(
        "MAIL_HOST=127.0.0.1\n", f"MAIL_HOST=127.0.0.1 # {SEEDED['inline comment']}\n"
    )
    env = f"""{env.replace("SESSION_DRIVER=database", "SESSION_DRIVER=file")}
STRIPE_SECRET={SEEDED["unrelated key"]}
# OLD_TOKEN={SEEDED["commented assignment"]}
#RABBITMQ_PASSWORD="{SEEDED["commented assignment of ours"]}"
PRIVATE_KEY="-----BEGIN KEY-----
{SEEDED["multi-line value"]}
{SEEDED["second line of it"]}=
-----END KEY-----"
PARTS="${{STRIPE_SECRET}}-{SEEDED["interpolated value"]}"
DB_PASSWORD={SEEDED["a key of ours"]}
AWS_URL="https://user:{SEEDED["login in the URL of a public key"]}@cdn.test"
RABBITMQ_HOST=amqp://u:{SEEDED["login in a public host"]}@10.0.0.9
DB_HOST=app:{SEEDED["login of the database host"]}@10.0.0.1
"""
    beside = (
        f"'token' => '{SEEDED['config literal beside an edit']}', // key={SEEDED['config comment']}\n"
        f"            'other' => env('OTHER_TOKEN', '{SEEDED['config default']}'),"
    )
    database = texts["config/database.php"].replace(
        "'password' => env('REDIS_PASSWORD'),",
        f"'password' => '{SEEDED['config literal that moves']}',\n            {beside}",
    )
    services = texts["config/services.php"].replace(
        "return [", f"return [\n    'sms' => ['token' => '{SEEDED['config literal']}'],", 1
    )
    files = {".env": env, "config/database.php": database, "config/services.php": services}
    root = shapes.make("slim-12", folder, files=files)
    (root / ".env").chmod(0o600)
    return root


def holders(folder: Path) -> dict[str, int]:
    """Return every file below a folder that holds a sentinel, with its mode."""
    found = {}
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # a temporary file that was there a moment ago
            if path.is_file() and SENTINEL.encode() in path.read_bytes():
                found[path.relative_to(folder).as_posix()] = path.stat().st_mode & 0o7777
    return found


class Watch:
    """Looks, as long as a program runs, at the command line of every process and at every file."""

    def __init__(self, folder: Path) -> None:
        self.told: set[str] = set()
        self.held: dict[str, set[int]] = {}
        self.looks = 0
        self._folder = folder
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.is_set():
            self.told |= {line for line in _command_lines() if SENTINEL in line}
            for name, mode in holders(self._folder).items():
                self.held.setdefault(name, set()).add(mode)
            self.looks += 1


def _command_lines() -> Iterator[str]:
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield file.read_bytes().replace(b"\0", b" ").decode(errors="replace")


def leaks(said: Iterable[bytes]) -> list[str]:
    """Return each sentinel that is in what was said, whichever way it is spelt."""
    text = b"".join(said).decode(errors="replace")
    flat = text.replace("\\u002d", "-")
    return [secret for secret in (*SEEDED.values(), *GIVEN.values()) if secret[:8] in flat]
