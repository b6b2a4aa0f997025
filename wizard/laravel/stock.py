"""Migrations that come with Laravel and its common packages under fixed names: whose a table is, they do not tell."""

from __future__ import annotations

from typing import Final

MIGRATIONS: Final = frozenset({
    "0001_01_01_000000_create_users_table", "0001_01_01_000001_create_cache_table", "0001_01_01_000002_create_jobs_table",
    "2014_10_12_000000_create_users_table", "2014_10_12_100000_create_password_resets_table",
    "2014_10_12_100000_create_password_reset_tokens_table", "2019_08_19_000000_create_failed_jobs_table",
    "2019_12_14_000001_create_personal_access_tokens_table",
    # Fortify, Passport, Telescope: published with the dates that they have.
    "2014_10_12_200000_add_two_factor_columns_to_users_table",
    "2016_06_01_000001_create_oauth_auth_codes_table", "2016_06_01_000002_create_oauth_access_tokens_table",
    "2016_06_01_000003_create_oauth_refresh_tokens_table", "2016_06_01_000004_create_oauth_clients_table",
    "2016_06_01_000005_create_oauth_personal_access_clients_table", "2018_08_08_100000_create_telescope_entries_table",
})  # fmt: skip
"""Any two applications may bring these."""
