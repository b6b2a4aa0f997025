"""What each Laravel version can do, where the wizard must know: one question, one function."""

from __future__ import annotations

from wizard.laravel.release import Version


def anonymous_migrations(version: Version) -> bool:
    """Tell whether a migration may be `return new class extends Migration` (LARAVEL.md §3)."""
    return version >= Version(8, 37)


def gcm_ciphers(version: Version) -> bool:
    """Tell whether GCM ciphers, and cipher names in any case, are known (LARAVEL.md §9.1)."""
    return version >= Version(8, 54)


def own_trust_proxies(version: Version) -> bool:
    """Tell whether the framework has its own TrustProxies, not only fideloper/proxy (LARAVEL.md §6)."""
    return version >= Version(8, 54)


def trusted_proxy_config(version: Version) -> bool:
    """Tell whether the framework's TrustProxies reads `config/trustedproxy.php` (LARAVEL.md §6)."""
    return version >= (Version(9, 3, 1) if version.major >= 9 else Version(8, 83, 3))


def star_trusts_every_hop(version: Version) -> bool:
    """Tell whether trusting `*` trusts the whole X-Forwarded-For chain (LARAVEL.md §6)."""
    return version >= Version(13, 20)


def maintenance_driver(version: Version) -> bool:
    """Tell whether maintenance mode can live in the cache, seen by every node (LARAVEL.md §7)."""
    return version >= Version(9)


def maintenance_exception_comes_first(version: Version) -> bool:
    """Tell whether an excluded path skips the maintenance look-up altogether (LARAVEL.md §5)."""
    return version >= Version(10, 21)


def sessions_read_primary(version: Version) -> bool:
    """Tell whether database sessions are never read from a replica (LARAVEL.md §4.4)."""
    return version >= Version(11, 39)


def previous_keys(version: Version) -> bool:
    """Tell whether APP_PREVIOUS_KEYS is honoured (LARAVEL.md §9.6)."""
    return version >= Version(11)


def merged_config(version: Version) -> bool:
    """Tell whether the framework's base config is merged under the application's (LARAVEL.md §2)."""
    return version >= Version(11)


def cache_prefix_gets_colon(version: Version) -> bool:
    """Tell whether Laravel appends `:` to the cache prefix by itself (LARAVEL.md §1.3)."""
    return version < Version(11)


def migrations_array(version: Version) -> bool:
    """Tell whether `database.migrations` may be an array with a table (LARAVEL.md §1.3)."""
    return version >= Version(11)


def session_serialization(version: Version) -> bool:
    """Tell whether `session.serialization` is read (LARAVEL.md §9.4)."""
    return version >= Version(9)


def isolated_migrate(version: Version) -> bool:
    """Tell whether `migrate --isolated` exists (LARAVEL.md §10, row 7)."""
    return version >= Version(9, 38)


def up_route_without_session(version: Version) -> bool:
    """Tell whether Laravel's own `/up` makes no session (LARAVEL.md §5)."""
    return version >= Version(11, 16)


def up_route_in_maintenance(version: Version) -> bool:
    """Tell whether Laravel's own `/up` answers 200 during maintenance (LARAVEL.md §5)."""
    return version >= Version(11, 35)


def closure_routes_unsigned(version: Version) -> bool:
    """Tell whether cached closure routes work under any APP_KEY (LARAVEL.md §5)."""
    return version >= Version(10)


def config_show(version: Version) -> bool:
    """Tell whether `php artisan config:show` exists (LARAVEL.md §11.5)."""
    return version >= Version(10, 17)


def s3_package(version: Version) -> str:
    """Return the constraint for league/flysystem-aws-s3-v3 (LARAVEL.md §8.8)."""
    return "^1.0" if version.major == 8 else "^3.0"


def predis_package(version: Version) -> str:
    """Return the constraint for predis/predis (LARAVEL.md §8.4)."""
    return {8: "^1.1.9", 9: "^2.0.2", 10: "^2.0.2"}.get(version.major, "^2.3")


def rabbitmq_package(version: Version) -> str:
    """Return the constraint for vladimir-yuldashev/laravel-queue-rabbitmq (LARAVEL.md §8.6)."""
    newest = "^14.5"
    return {8: "^11.0", 9: "^13.0", 10: "^14.0", 11: "^14.0", 12: "^14.2"}.get(version.major, newest)
