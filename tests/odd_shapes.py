"""Laravel projects that are not as they come out of the box: each is one change to an ordinary shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

Texts = dict[str, str]

_OWN_KEYS = re.compile(
    r"\b(?=(?:SESSION|CACHE|QUEUE|FILESYSTEM|LOG|DB|REDIS|AWS|APP_MAINTENANCE|APP_PREVIOUS)_)"
)
_PHP_PARTS = re.compile(r"'(?:\\.|[^'\\])*'|//[^\n]*|/\*.*?\*/|[\[\]]", re.DOTALL)

_BEFORE = """\
// A `return` inside a function is not the file's own.
$parts = function (string $list): array {
    return ['default' => 'none', 'table' => 'none', 'parts' => explode(',', $list)];
};

$ready = count($parts('a,b')['parts']) === 2;

"""
_AFTER = """

// Nothing below is ever reached.
$later = ['default' => 'none', 'driver' => 'none', 'table' => 'none'];

if (! function_exists('shop_settings')) {
    function shop_settings()
    {
        return ['default' => 'none', 'driver' => 'none'];
    }
}
"""

_COMPUTED = (
    (
        "config/session.php",
        "'driver' => env('SESSION_DRIVER', 'database')",
        "'driver' => match (env('APP_ENV')) { 'production' => 'redis', default => 'file' }",
    ),
    ("config/cache.php", "return [", "$settings = ["),
    (
        "config/cache.php",
        "\n];\n",
        "\n];\n\nreturn array_merge($settings, ['default' => 'file', 'prefix' => 'shop_']);\n",
    ),
    ("config/database.php", "return [", "$connection = getenv('SHOP_CONNECTION') ?: 'mysql';\n\nreturn ["),
    ("config/database.php", "'default' => env('DB_CONNECTION', 'sqlite')", "'default' => $connection"),
    (
        "config/queue.php",
        "'default' => env('QUEUE_CONNECTION', 'database')",
        "'default' => (fn () => 'sync')()",
    ),
    ("config/filesystems.php", "env('FILESYSTEM_DISK', 'local')", "env('SHOP_'.'DISK', 'local')"),
    (
        "config/logging.php",
        "env('LOG_CHANNEL', 'stack')",
        "PHP_SAPI === 'cli' ? 'stack' : env('LOG_CHANNEL', 'stack')",
    ),
)


def _upgraded(texts: Texts) -> Texts:
    """The keys that today's handbook names were added to `.env`, but the old config reads none of them."""
    dead = "CACHE_STORE=database\nBROADCAST_CONNECTION=log\nSESSION_TABLE=shop_sessions\nDB_URL=\n"
    return texts | {".env": texts[".env"] + "\n" + dead}


def _own_keys(texts: Texts) -> Texts:
    """The application gave the keys names of its own: OMNI_SESSION_DRIVER, OMNI_DB_HOST ..."""

    def renamed(name: str, text: str) -> str:
        if name.startswith(".env"):
            return "".join(_OWN_KEYS.sub("OMNI_", line, count=1) for line in text.splitlines(keepends=True))
        if name.startswith("config/"):
            return re.sub(r"(env\(\s*')" + _OWN_KEYS.pattern, r"\1OMNI_", text)
        return text

    return {name: renamed(name, text) for name, text in texts.items()}


def _db_url(texts: Texts) -> Texts:
    """The database is given in one line, which beats the host, port and name beside it."""
    text = _swap(texts[".env"], "DB_CONNECTION=sqlite\n", "DB_CONNECTION=mysql\nDB_HOST=127.0.0.1\n")
    return texts | {".env": text + "\nDB_URL=mysql://shop:a-word@db.example.test:3307/shop\n"}


def _array_crlf(texts: Texts) -> Texts:
    """Long array() syntax in the config, and line ends of Windows everywhere."""
    signs = {"[": "array(", "]": ")"}

    def long(name: str, text: str) -> str:
        if name.startswith("config/"):
            text = _PHP_PARTS.sub(lambda part: signs.get(part[0], part[0]), text)
        return text.replace("\n", "\r\n")

    return {name: long(name, text) for name, text in texts.items()}


def _code_around(texts: Texts) -> Texts:
    """Each config file does something before its `return` and has more code behind it."""

    def around(name: str, text: str) -> str:
        if not name.startswith("config/"):
            return text
        head = _swap(text, "\nreturn [", "\n" + _BEFORE + "return [")
        return head.rstrip() + _AFTER

    return {name: around(name, text) for name, text in texts.items()}


def _computed(texts: Texts) -> Texts:
    """Config that only running it can tell."""
    changed = dict(texts)
    for name, old, new in _COMPUTED:
        changed[name] = _swap(changed[name], old, new)
    return changed


def _deleted(texts: Texts) -> Texts:
    """Two config files are gone: the framework's own answer for them."""
    gone = ("config/session.php", "config/cache.php")
    return {name: text for name, text in texts.items() if name not in gone}


def _two_env(texts: Texts) -> Texts:
    """A second env file, which is read instead of the first where APP_ENV is `production`."""
    text = _swap(texts[".env"], "APP_ENV=local", "APP_ENV=production")
    return texts | {".env.production": _swap(text, "SESSION_DRIVER=database", "SESSION_DRIVER=cookie")}


def _latin1(texts: Texts) -> Texts:
    """One byte of `.env` is not UTF-8: an é of Latin-1."""
    return texts | {".env": texts[".env"] + '\nSHOP_OWNER="Ren\udce9"\n'}


def _broken(texts: Texts) -> Texts:
    """A comma is missing in config/cache.php."""
    name = "config/cache.php"
    return texts | {name: _swap(texts[name], "'driver' => 'array',", "'driver' => 'array'")}


def _not_laravel(_: Texts) -> Texts:
    """A PHP project, but of another house."""
    return {
        "composer.json": '{\n    "name": "toko/pages",\n    "require": {\n        "php": "^8.2"\n    }\n}\n',
        "index.php": "<?php\n\necho 'Hello';\n",
        ".env": "SITE_NAME=Toko\n",
    }


ODD: MappingProxyType[str, tuple[str, Callable[[Texts], Texts]]] = MappingProxyType(
    {
        "upgraded-12": ("classic-12", _upgraded),
        "own-keys": ("slim-12", _own_keys),
        "db-url": ("slim-12", _db_url),
        "array-crlf": ("classic-9", _array_crlf),
        "code-around": ("classic-10", _code_around),
        "computed": ("slim-12", _computed),
        "deleted-config": ("slim-12", _deleted),
        "two-env": ("slim-12", _two_env),
        "latin1": ("classic-10", _latin1),
        "broken-config": ("slim-12", _broken),
        "not-laravel": ("slim-12", _not_laravel),
    }
)


def _swap(text: str, old: str, new: str) -> str:
    assert old in text, f"the shape has no {old!r}"
    return text.replace(old, new, 1)
