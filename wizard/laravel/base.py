"""What Laravel's own base config holds from 11 on, for projects without vendor/.

Only the settings that the wizard touches, per major, from LARAVEL.md §1 and §2. A setting that is
not here may still be in the framework's base: its absence proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from wizard.laravel.release import Version
from wizard.laravel.value import Value

GROUPS: Final = frozenset({
    ("auth", "guards"), ("auth", "providers"), ("auth", "passwords"), ("broadcasting", "connections"),
    ("cache", "stores"), ("database", "connections"), ("filesystems", "disks"), ("logging", "channels"),
    ("mail", "mailers"), ("queue", "connections"),
})  # fmt: skip
"""Where the framework merges by name one level deeper (LARAVEL.md §2)."""

CODE_DEFAULTS: Final[Mapping[str, Value]] = {
    "app.maintenance.driver": "file",
    "session.serialization": "php",
    "queue.batching.table": "job_batches",
    "cache.stores.database.lock_table": "cache_locks",
}
"""What the framework's code uses where no config has the setting (LARAVEL.md §1.5, §7, §9.4)."""

_NAMES: Final = frozenset({
    "app", "auth", "broadcasting", "cache", "concurrency", "cors", "database", "filesystems", "hashing",
    "logging", "mail", "queue", "services", "session", "view",
})  # fmt: skip


def names(version: Version) -> frozenset[str]:
    """Return the config files that the framework ships as a base; none before 11."""
    if version.major < 11:
        return frozenset()
    return _NAMES | {"images"} if version.major >= 13 else _NAMES


@cache
def texts(major: int) -> Mapping[str, str]:
    """Return our table for a major as config texts, by file name."""
    if major < 11:
        return {}
    words = {"{separator}": "_"} if major < 13 else {"{separator}": "-"}
    words["{slug}"] = "Str::slug(env('APP_NAME', 'laravel'), '_')" if major < 13 else (
        "Str::slug((string) env('APP_NAME', 'laravel'))")  # fmt: skip
    words["{cookie}"] = words["{slug}"] if major < 13 else "Str::snake((string) env('APP_NAME', 'laravel'))"
    words["{persistent}"] = "" if major < 12 else "'persistent' => env('REDIS_PERSISTENT', false),"
    return {name: _filled(text, words) for name, text in _TABLE.items()}


def _filled(text: str, words: Mapping[str, str]) -> str:
    for mark, code in words.items():
        text = text.replace(mark, code)
    return f"<?php\nuse Illuminate\\Support\\Str;\nreturn [{text}];\n"


def _mysql(driver: str) -> str:
    return f"""'{driver}' => ['driver' => '{driver}', 'url' => env('DB_URL'),
        'host' => env('DB_HOST', '127.0.0.1'), 'port' => env('DB_PORT', '3306'),
        'database' => env('DB_DATABASE', 'laravel'), 'username' => env('DB_USERNAME', 'root'),
        'password' => env('DB_PASSWORD', ''), 'unix_socket' => env('DB_SOCKET', ''),
        'charset' => env('DB_CHARSET', 'utf8mb4'), 'collation' => env('DB_COLLATION', 'utf8mb4_unicode_ci'),
        'prefix' => '', 'prefix_indexes' => true, 'strict' => true, 'engine' => null,
        'options' => extension_loaded('pdo_mysql')
            ? array_filter([PDO::MYSQL_ATTR_SSL_CA => env('MYSQL_ATTR_SSL_CA')]) : []],"""


def _redis(name: str, key: str, number: int) -> str:
    return f"""'{name}' => ['url' => env('REDIS_URL'), 'host' => env('REDIS_HOST', '127.0.0.1'),
        'username' => env('REDIS_USERNAME'), 'password' => env('REDIS_PASSWORD'),
        'port' => env('REDIS_PORT', '6379'), 'database' => env('{key}', '{number}')],"""


_TABLE: Final[Mapping[str, str]] = {
    "app": """
    'name' => env('APP_NAME', 'Laravel'), 'env' => env('APP_ENV', 'production'),
    'debug' => (bool) env('APP_DEBUG', false), 'url' => env('APP_URL', 'http://localhost'),
    'asset_url' => env('ASSET_URL'), 'cipher' => 'AES-256-CBC', 'key' => env('APP_KEY'),
    'previous_keys' => [...array_filter(explode(',', env('APP_PREVIOUS_KEYS', '')))],
    'maintenance' => ['driver' => env('APP_MAINTENANCE_DRIVER', 'file'),
        'store' => env('APP_MAINTENANCE_STORE', 'database')],""",
    "auth": """
    'passwords' => ['users' => ['table' => env('AUTH_PASSWORD_RESET_TOKEN_TABLE', 'password_reset_tokens')]],""",
    "cache": """
    'default' => env('CACHE_STORE', 'database'),
    'prefix' => env('CACHE_PREFIX', {slug}.'{separator}cache{separator}'), 'stores' => [
        'array' => ['driver' => 'array', 'serialize' => false],
        'database' => ['driver' => 'database', 'connection' => env('DB_CACHE_CONNECTION'),
            'table' => env('DB_CACHE_TABLE', 'cache'), 'lock_connection' => env('DB_CACHE_LOCK_CONNECTION'),
            'lock_table' => env('DB_CACHE_LOCK_TABLE')],
        'file' => ['driver' => 'file', 'path' => storage_path('framework/cache/data'),
            'lock_path' => storage_path('framework/cache/data')],
        'redis' => ['driver' => 'redis', 'connection' => env('REDIS_CACHE_CONNECTION', 'cache'),
            'lock_connection' => env('REDIS_CACHE_LOCK_CONNECTION', 'default')],
    ],""",
    "database": f"""
    'default' => env('DB_CONNECTION', 'sqlite'), 'connections' => [{_mysql("mysql")} {_mysql("mariadb")}],
    'migrations' => ['table' => 'migrations', 'update_date_on_publish' => true],
    'redis' => ['client' => env('REDIS_CLIENT', 'phpredis'),
        'options' => ['cluster' => env('REDIS_CLUSTER', 'redis'),
            'prefix' => env('REDIS_PREFIX', {{slug}}.'{{separator}}database{{separator}}'), {{persistent}}],
        {_redis("default", "REDIS_DB", 0)} {_redis("cache", "REDIS_CACHE_DB", 1)}
    ],""",
    "filesystems": """
    'default' => env('FILESYSTEM_DISK', 'local'), 'disks' => [
        's3' => ['driver' => 's3', 'key' => env('AWS_ACCESS_KEY_ID'),
            'secret' => env('AWS_SECRET_ACCESS_KEY'), 'region' => env('AWS_DEFAULT_REGION'),
            'bucket' => env('AWS_BUCKET'), 'url' => env('AWS_URL'), 'endpoint' => env('AWS_ENDPOINT'),
            'use_path_style_endpoint' => env('AWS_USE_PATH_STYLE_ENDPOINT', false), 'throw' => false],
    ],""",
    "logging": """
    'default' => env('LOG_CHANNEL', 'stack'), 'channels' => [
        'stack' => ['driver' => 'stack', 'channels' => explode(',', (string) env('LOG_STACK', 'single')),
            'ignore_exceptions' => false],
        'single' => ['driver' => 'single', 'path' => storage_path('logs/laravel.log'),
            'level' => env('LOG_LEVEL', 'debug')],
        'stderr' => ['driver' => 'monolog', 'level' => env('LOG_LEVEL', 'debug'),
            'handler' => Monolog\\Handler\\StreamHandler::class, 'formatter' => env('LOG_STDERR_FORMATTER')],
    ],""",
    "queue": """
    'default' => env('QUEUE_CONNECTION', 'database'), 'connections' => [
        'sync' => ['driver' => 'sync'],
        'database' => ['driver' => 'database', 'connection' => env('DB_QUEUE_CONNECTION'),
            'table' => env('DB_QUEUE_TABLE', 'jobs'), 'queue' => env('DB_QUEUE', 'default'),
            'retry_after' => (int) env('DB_QUEUE_RETRY_AFTER', 90), 'after_commit' => false],
        'redis' => ['driver' => 'redis', 'connection' => env('REDIS_QUEUE_CONNECTION', 'default'),
            'queue' => env('REDIS_QUEUE', 'default'),
            'retry_after' => (int) env('REDIS_QUEUE_RETRY_AFTER', 90),
            'block_for' => null, 'after_commit' => false],
    ],
    'batching' => ['database' => env('DB_CONNECTION', 'sqlite'), 'table' => 'job_batches'],
    'failed' => ['driver' => env('QUEUE_FAILED_DRIVER', 'database-uuids'),
        'database' => env('DB_CONNECTION', 'sqlite'), 'table' => 'failed_jobs'],""",
    "session": """
    'driver' => env('SESSION_DRIVER', 'database'), 'lifetime' => (int) env('SESSION_LIFETIME', 120),
    'expire_on_close' => env('SESSION_EXPIRE_ON_CLOSE', false), 'encrypt' => env('SESSION_ENCRYPT', false),
    'files' => storage_path('framework/sessions'), 'connection' => env('SESSION_CONNECTION'),
    'table' => env('SESSION_TABLE', 'sessions'), 'store' => env('SESSION_STORE'), 'lottery' => [2, 100],
    'cookie' => env('SESSION_COOKIE', {cookie}.'_session'), 'path' => env('SESSION_PATH', '/'),
    'domain' => env('SESSION_DOMAIN'), 'secure' => env('SESSION_SECURE_COOKIE'),
    'http_only' => env('SESSION_HTTP_ONLY', true), 'same_site' => env('SESSION_SAME_SITE', 'lax'),
    'partitioned' => env('SESSION_PARTITIONED_COOKIE', false),""",
}
