"""MySQL and MariaDB asked live: every finding from a real server, and nothing left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab import ROOT, clean_env, run_php
from tests.servers.mariadb import MariaDB
from tests.servers.process import wait_until
from tests.services.company import COMPANY, HERE, MANNERS, asked, codes, odd
from tests.services.mysql_lab import SECRET, THERE, Lab, account, ask, at, saying
from tests.services.mysql_scenarios import (
    BATCHES,
    MIGRATIONS,
    OLD,
    OURS,
    SCENARIOS,
    SESSIONS,
    URL_SECRET,
    entered,
    only,
    project,
    remembered,
    replicated,
    sessions,
    stopped,
    with_replica,
)
from wizard.check import Check, Result, run
from wizard.finding import Level
from wizard.laravel.servers import DatabaseConnection, DatabaseServer
from wizard.laravel.trust import Trust
from wizard.services.mysql import FINDINGS, checks
from wizard.services.mysql.migrations import own
from wizard.services.mysql.probe import MysqlProbe
from wizard.services.mysql.rights import PREFIX
from wizard.services.wire import CAUSES
from wizard.text import same

pytestmark = pytest.mark.xdist_group("mysql")

SHARED = tuple(f"mysql.{cause}" for cause in CAUSES)
GREETING = b"\x4a\x00\x00\x00\x0a8.0.36\x00\x01\x00\x00\x00saltsalt\x00\xff\xf7\xff\x02\x00\xff\xc1\x15" + (
    bytes(10) + b"moresaltmore\x00mysql_native_password\x00")  # fmt: skip
RIGHTS = ("CREATE", "ALTER", "DROP", "SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with ExitStack() as stack:
        yield Lab(stack, tmp_path_factory.mktemp("tls"))


def lone(host: str, port: int, **more: Trust | None) -> Result:
    server = DatabaseServer(host, port, "shop", "app", SECRET, more.get("tls"))
    return ask(MysqlProbe(DatabaseConnection("mysql", "mysql", (server,))))


def raised(code: str, lab: Lab) -> Result:
    if code in SCENARIOS:
        return SCENARIOS[code](lab)
    with COMPANY[code.removeprefix("mysql.")]() as (host, port):
        return lone(host, port)


@pytest.mark.parametrize("code", [*FINDINGS, *SHARED])
def test_every_finding_is_raised_by_a_real_situation(code: str, lab: Lab) -> None:
    result = raised(code, lab)
    assert code in codes(result), result.said
    assert set(codes(result)) == {code}, result.findings


def test_no_code_means_two_things() -> None:
    assert not FINDINGS.keys() & set(SHARED)


def test_a_healthy_server_has_nothing_against_it_and_nothing_left_behind(lab: Lab) -> None:
    one = account(lab.plain).run(sessions(), *remembered("laravel_migrations", *OURS))
    before = one.content()
    result = one.ask(SESSIONS, MIGRATIONS, BATCHES, own=OURS, processes=20)
    assert one.content() == before
    assert result.findings == ()
    said = "\n".join(seen.en for seen in result.seen)
    assert f"`{HERE}:{lab.plain.port}`: `MariaDB 10." in said
    assert "allows 151 connections" in said
    assert "tables as Laravel makes them: `sessions`, `laravel_migrations`" in said
    assert "names that are free: `job_batches`" in said
    assert "remembers 2 migrations, all this application's" in said
    assert "creates, alters, reads, writes and drops tables" in said


def test_a_healthy_replica_shows_how_soon_a_write_arrives(lab: Lab) -> None:
    one = replicated(lab)
    result = with_replica(one)
    assert result.findings == ()
    (arrived,) = (seen.en for seen in result.seen if "has a write after" in seen.en)
    assert arrived.startswith(f"`{THERE}` has a write after ")
    lab.pair.wait_caught_up()
    for server in (lab.pair.primary, lab.pair.replica):
        assert server.query("select 1 from information_schema.tables where table_name like %s", (f"{PREFIX}%",)) == []


def test_tls_is_spoken_where_the_application_speaks_it(lab: Lab) -> None:
    one = account(lab.tls, host="127.0.0.1").run("alter user {user} require ssl")
    result = one.ask(entered={"tls": Trust(str(lab.papers.ca))})
    assert result.findings == ()
    assert "in over TLS after" in result.seen[0].en


def test_a_name_that_the_certificate_does_not_hold_is_refused_unless_the_application_takes_it(lab: Lab) -> None:
    one = account(lab.tls)
    assert codes(one.ask(entered={"tls": Trust(str(lab.papers.ca))})) == ["mysql.tls"]
    assert codes(one.ask(entered={"tls": Trust(str(lab.papers.ca), verify=False)})) == []


@pytest.mark.parametrize("host", ["127.0.0.1", HERE])
@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("authority", ["ca", "other_ca"])
def test_a_server_is_trusted_exactly_where_php_trusts_it(host: str, verify: bool, authority: str, lab: Lab) -> None:
    one = account(lab.tls, host=host)
    ca = str(getattr(lab.papers, authority))
    php = run_php(_LOGIN, host, str(lab.tls.port), one.entered.username, SECRET, ca, "" if verify else "off")
    assert php.stdout in (b"in", b"out"), php.stderr
    found = one.ask(entered={"tls": Trust(ca, verify=verify)})
    assert codes(found) == ([] if php.stdout == b"in" else ["mysql.tls"])


_LOGIN = """
    [, $host, $port, $user, $password, $ca, $off] = $argv;
    $options = [PDO::MYSQL_ATTR_SSL_CA => $ca] + ($off ? [PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT => false] : []);
    set_error_handler(fn () => true);
    try {
        $status = (new PDO("mysql:host=$host;port=$port", $user, $password, $options))->query("show status like 'Ssl_cipher'");
        echo $status->fetchColumn(1) ? 'in' : 'plain';
    } catch (PDOException) {
        echo 'out';
    }
"""


def test_a_wrong_password_is_no_question_of_tls(lab: Lab) -> None:
    assert codes(account(lab.tls).ask(entered={"password": f"{SECRET}!"})) == ["mysql.login"]


@pytest.mark.parametrize("right", RIGHTS)
def test_each_missing_right_is_named_with_the_line_that_grants_it(right: str, lab: Lab) -> None:
    one = account(lab.plain, only(RIGHTS, right))
    before = one.content()
    (finding,) = one.ask().findings
    grant = f"GRANT {right} ON `{one.database}`.* TO '{one.entered.username}'@'%'"
    assert grant in finding.remedy.en
    assert one.content() == before
    one.run(grant)
    assert one.ask().findings == ()


def test_the_line_that_grants_a_database_opens_no_other(lab: Lab) -> None:
    one = account(lab.plain, "")
    meant, other = f"{one.database}_b", f"{one.database}xb"
    lab.plain.run(f"create database {meant}", f"create database {other}")
    (finding,) = one.ask(entered={"database": meant}).findings
    assert finding.code == "mysql.database-denied"
    one.run(finding.remedy.en.partition("or `")[2][:-1])
    assert one.ask(entered={"database": meant}).findings == ()
    assert codes(one.ask(entered={"database": other})) == ["mysql.database-denied"]
    one.run(f"revoke create on `{meant.replace('_', chr(92) + '_')}`.* from {one.user}")
    (finding,) = one.ask(entered={"database": meant}).findings
    one.run(finding.remedy.en.split("`; or")[0].partition("`")[2])
    assert one.ask(entered={"database": meant}).findings == ()
    assert codes(one.ask(entered={"database": other})) == ["mysql.database-denied"]


def test_the_line_that_makes_a_database_can_be_pasted(lab: Lab) -> None:
    one = account(lab.plain).may("all", "*.*")
    name = f"{one.database}-my`shop"
    (finding,) = one.ask(entered={"database": name}).findings
    one.run(finding.remedy.en.partition("or `")[2][:-1])
    assert one.ask(entered={"database": name}).findings == ()


def test_rights_on_a_table_in_use_are_enough_for_it(lab: Lab) -> None:
    one = account(lab.plain, "create, alter, drop").run(sessions(), "create table other (id int)",
                                                        "insert into sessions values ('a', 1, '', '', '', 0)")  # fmt: skip
    one.may("select, insert, update", f"{one.database}.sessions")
    before = one.content()
    (finding,) = one.ask(SESSIONS).findings
    grant = f"GRANT DELETE ON `{one.database}`.`sessions` TO '{one.entered.username}'@'%'"
    assert grant in finding.remedy.en
    result = one.run(grant).ask(SESSIONS)
    assert result.findings == ()
    assert result.seen[-1].en.endswith("reads and writes `sessions`, and no table besides")
    assert one.server.query("select count(*) from sessions", database=one.database) == [(1,)]
    assert [row[:2] for row in one.content()] == [row[:2] for row in before]


def test_a_replica_that_reads_one_table_alone_is_judged_by_its_own_account(lab: Lab) -> None:
    one = replicated(lab).run(sessions())
    reader = account(lab.pair.primary, "")
    lab.pair.primary.run(f"grant select on {one.database}.sessions to {reader.user}")
    lab.pair.wait_caught_up()
    result = one.ask(SESSIONS, read=(at(one, THERE, username=reader.entered.username),))
    assert result.findings == ()
    assert "cannot be told" in result.seen[-1].en


def test_a_user_name_with_quotes_is_granted_as_sql_wants_it(lab: Lab) -> None:
    one = account(lab.plain)
    odd_user = "o'app\\x"
    lab.plain.query("create user %s@'%%' identified by %s", (odd_user, SECRET))
    lab.plain.query(f"grant select on {one.database}.* to %s@'%%'", (odd_user,))
    changed = {"username": odd_user}
    (finding,) = one.ask(entered=changed).findings
    one.run(finding.remedy.en.split("`; or")[0].partition("`")[2])
    assert one.ask(entered=changed).findings == ()


def test_a_read_host_needs_select_alone(lab: Lab) -> None:
    one = replicated(lab, "all")
    reader = account(lab.pair.primary, "select")
    lab.pair.primary.run(f"grant select on {one.database}.* to {reader.user}")
    lab.pair.wait_caught_up()
    result = one.ask(read=(at(one, THERE, username=reader.entered.username),))
    assert result.findings == ()
    lab.pair.primary.run(f"revoke all on {one.database}.* from {reader.user}",
                         f"grant insert on {one.database}.* to {reader.user}")  # fmt: skip
    lab.pair.wait_caught_up()
    assert codes(one.ask(read=(at(one, THERE, username=reader.entered.username),))) == ["mysql.rights"]


def test_without_the_right_to_write_a_replica_is_judged_by_its_own_account(lab: Lab) -> None:
    one = replicated(lab, "select")
    result = with_replica(one)
    assert codes(result) == ["mysql.rights"]
    assert result.seen[-1].en == f"`{THERE}` is 0 s behind, by its own account"
    assert codes(stopped(lab, "select")) == ["mysql.rights", "mysql.replica-stopped"]
    blind = with_replica(replicated(lab, "select", monitor=False))
    assert "cannot be told" in blind.seen[-1].en


def test_a_replica_that_is_down_does_not_hide_the_rest(lab: Lab) -> None:
    one = replicated(lab)
    with COMPANY["refused"]() as (host, port):
        result = with_replica(one, at(one, host, port=port))
    assert codes(result) == ["mysql.refused"]
    assert f"`{THERE}` has a write after" in result.seen[-1].en


@pytest.mark.parametrize("where", ["DB_HOST", "DB_READ_HOST"])
@pytest.mark.parametrize("words", ["mysql://u:{}@db:3306/x", "u:{}@db", "db;password={}", "{}:3306"])
def test_a_password_in_a_host_is_never_told(where: str, words: str, lab: Lab, tmp_path: Path) -> None:
    env = {**entered(account(lab.plain)), "DB_READ_HOST": HERE, where: words.format(URL_SECRET)}
    side = "'read' => ['host' => env('DB_READ_HOST')], 'write' => [],"
    (check,) = checks(project(tmp_path, env, "        'mysql' => [\n", f"        'mysql' => [\n            {side}\n"))
    assert URL_SECRET not in repr((check, check.probe))
    (finding,) = (found for found in asked(check, SECRET, URL_SECRET).findings if found.code == "mysql.host-form")
    assert finding.where == where


def test_the_remedy_names_the_key_that_is_read(lab: Lab) -> None:
    (finding,) = SCENARIOS["mysql.loopback"](lab).findings
    assert "in DB_HOST as" in finding.remedy.en


@pytest.mark.parametrize("engine", ["InnoDB ROW_FORMAT=DYNAMIC", "InnoDB", "InnoDB row_format = compressed key_block_size=8",
                                    "InnoDB COMMENT='x'"])  # fmt: skip
def test_an_engine_with_options_is_tried_as_laravel_writes_it(engine: str, lab: Lab) -> None:
    assert account(lab.plain).ask(engine=engine).findings == ()


def test_a_name_proposed_for_a_table_is_free(lab: Lab) -> None:
    one = account(lab.plain).run("create table p_sessions (id int)", "create table p_laravel_sessions (id int)")
    (finding,) = one.ask(replace(SESSIONS, name="p_sessions"), prefix="p_").findings
    assert "`laravel_sessions_2` is free for `session.table`" in finding.remedy.en


def test_migrations_that_were_carried_over_are_not_missed(lab: Lab) -> None:
    one = account(lab.plain).run(*remembered("migrations", *OURS), *remembered("laravel_migrations", *OURS))
    assert one.ask(MIGRATIONS, own=OURS).findings == ()
    (finding,) = one.run("delete from laravel_migrations where migration like '2024%'").ask(MIGRATIONS, own=OURS).findings
    assert finding.why.en.startswith("`migrations` remembers 1 migration of this application")


def test_what_is_no_file_any_more_is_no_strangers(lab: Lab, tmp_path: Path) -> None:
    one = account(lab.plain).run(*remembered("migrations", OURS[0], "2020_01_01_000000_create_salaries_table"))
    assert codes(one.ask(OLD, own=OURS)) == ["mysql.migrations-others"]
    assert codes(one.ask(OLD, own=OURS, dumped=True)) == ["mysql.migrations-mixed"]
    assert codes(one.ask(OLD, own=OURS[:1])) == ["mysql.migrations-mixed"]
    found = project(tmp_path, entered(one))
    for path, text in {"schema/mysql-schema.sql": "VALUES (1,'2020_01_01_000000_create_salaries_table',1);",
                       "schema/pgsql-schema.dump": "1\t2021_01_01_000000_add_pay\t1",
                       "migrations/2024_01_01_000000_create_orders_table.php": "<?php"}.items():  # fmt: skip
        (tmp_path / "database" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "database" / path).write_text(text)
    (tmp_path / "database/schema/old.sql").write_bytes(b"\xff\xfe latin")
    mine = own(found)
    assert not mine.all
    assert {"2020_01_01_000000_create_salaries_table", "2021_01_01_000000_add_pay", OURS[1]} <= mine.names


def test_migrations_that_every_laravel_brings_do_not_make_a_table_ours(lab: Lab) -> None:
    one = account(lab.plain).run(*remembered("migrations", OURS[0], "2020_01_01_000000_create_salaries_table"))
    assert one.ask(MIGRATIONS, own=OURS).findings == ()
    other = account(lab.plain).run("create table migrations (id int, what text)")
    assert other.ask(MIGRATIONS, own=OURS).findings == ()
    assert codes(other.ask(OLD, own=OURS)) == ["mysql.table-taken"]


def test_what_a_killed_check_has_left_is_swept_up_later(lab: Lab) -> None:
    theirs, left = ("stateless_wizard_check_results", "stateless_wizard_checks"), f"{PREFIX}{'0dead' * 3}0"
    one = account(lab.plain).run(*(f"create table {name} (id int)" for name in (left, *theirs)))
    one.ask()
    assert one.server.query(f"show tables from {one.database}") == [(name,) for name in (left, *theirs)]
    with_clock = "set timestamp = unix_timestamp() + 700"
    lab.plain.run(f"set global init_connect = '{with_clock}'")
    try:
        one.ask()
    finally:
        lab.plain.run("set global init_connect = ''")
    assert one.server.query(f"show tables from {one.database}") == [(name,) for name in theirs]


@pytest.mark.parametrize("manner", MANNERS)
def test_bad_company_ends_in_time_with_a_reason(manner: str) -> None:
    with odd(manner) as (_, port):
        result = lone(HERE, port)
    assert len(result.findings) == 1
    assert result.failed


@pytest.mark.parametrize(("words", "code"), [
    (GREETING, "mysql.silent"),
    (b"\xff\xff\x9f\x00" + GREETING[4:] + b"x" * 10_000_000, "mysql.other-protocol"),
    (GREETING + b"\x05\x00\x00\x09\xfeabc\x00", "mysql.closed"),
    (GREETING + b"\x05\x00\x00\x02\xfeabc\x00", "mysql.plugin"),
    (b"\x09\x00\x00\x00\x0anonsense", "mysql.other-protocol"),
    (b"\x03\x00\x00\x00\xff\x10\x04", "mysql.full-house"),
    (b"\x03\x00\x00\x00\xff\x62\x04", "mysql.server-error"),
], ids=["hangs after", "announces megabytes", "breaks the order", "wants a strange plugin", "is garbled",
        "is full", "says no"])  # fmt: skip
def test_a_server_that_greets_well_and_then_behaves_badly_is_left(words: bytes, code: str) -> None:
    with saying(words) as port:
        assert codes(lone(HERE, port)) == [code]


def test_a_connection_that_is_killed_in_the_middle_leaves_no_table(lab: Lab) -> None:
    one, primary = replicated(lab), lab.pair.primary

    def tables() -> list[tuple[str, ...]]:
        return primary.query(f"show tables from {one.database}")

    def kill() -> None:
        wait_until(tables, "the private table")
        primary.run(f"kill user {one.entered.username}")

    killer = threading.Thread(target=kill)
    lab.pair.stop_sql_thread()
    try:
        killer.start()
        assert "mysql.closed" in codes(with_replica(one))
    finally:
        killer.join()
        lab.pair.start_sql_thread()
    assert tables() == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_stops_doctor_in_the_middle_leaves_no_table(number: int, code: int, lab: Lab, tmp_path: Path) -> None:
    one, primary = replicated(lab), lab.pair.primary
    split = f"'read' => ['host' => ['{THERE}']], 'write' => ['host' => ['{HERE}']],"
    project(tmp_path, entered(one), "        'mysql' => [\n", f"        'mysql' => [\n            {split}\n")

    def tables() -> list[tuple[str, ...]]:
        return primary.query(f"show tables from {one.database}")

    lab.pair.stop_sql_thread()
    try:
        doctor = subprocess.Popen([sys.executable, "-m", "wizard", "doctor", str(tmp_path)], cwd=ROOT, env=clean_env(),
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
        with doctor:
            try:
                wait_until(tables, "the private table")
                began = time.monotonic()
                doctor.send_signal(number)
                said = doctor.communicate(timeout=10)[1]
            finally:
                doctor.kill()
        assert time.monotonic() - began < 2
        assert doctor.returncode == code, said
        assert b"Traceback" not in said
        assert tables() == []
    finally:
        lab.pair.start_sql_thread()


def test_a_check_whose_time_is_up_leaves_no_table(lab: Lab) -> None:
    one = replicated(lab)
    probe = MysqlProbe(replace(one.connection, write=(one.entered,), read=(at(one, THERE),)))
    lab.pair.stop_sql_thread()
    try:
        (result,) = run((Check("mysql", same("MySQL"), probe),), limit=1.0)
        assert codes(result) == ["check.late"]
        assert one.server.query(f"show tables from {one.database}") == []
    finally:
        lab.pair.start_sql_thread()


def test_hosts_that_say_nothing_are_told_one_by_one_and_the_rest_is_not_waited_for(lab: Lab) -> None:
    one = account(lab.plain)
    heard = list[tuple[float, str]]()
    with odd("hang") as (host, port):
        probe = MysqlProbe(replace(one.connection, write=(at(one, host, port=port),) * 7))
        began = time.monotonic()
        for said in probe():
            heard.append((time.monotonic() - began, getattr(said, "code", "")))
    assert [code for _, code in heard] == ["mysql.silent"] * 3 + ["mysql.not-asked"]
    assert heard[0][0] < 4
    assert heard[-1][0] < 11


@pytest.mark.parametrize("cut", [1, 4, 5, 20])
def test_a_greeting_that_comes_in_pieces_is_a_greeting(cut: int) -> None:
    with saying(GREETING[:cut], GREETING[cut:] + b"\x05\x00\x00\x02\xfeabc\x00") as port:
        assert codes(lone(HERE, port)) == ["mysql.plugin"]


def test_a_server_that_folds_names_finds_a_table_in_any_case() -> None:
    with MariaDB(extra=["--lower-case-table-names=1"]) as server:
        one = account(server).run(sessions("SESSIONS"))
        result = one.ask(replace(SESSIONS, name="Sessions"))
    assert result.findings == ()
    assert "tables as Laravel makes them: `Sessions`" in "\n".join(seen.en for seen in result.seen)


def test_asking_never_counts_as_a_broken_connection(lab: Lab) -> None:
    one = account(lab.plain)
    before = lab.plain.query("show global status like 'Aborted_connects%'")
    assert one.ask().findings == ()
    assert lab.plain.query("show global status like 'Aborted_connects%'") == before


def test_a_project_is_asked_for_its_connection_once(lab: Lab, tmp_path: Path) -> None:
    one = account(lab.plain)
    found = list(checks(project(tmp_path, entered(one)), processes=4))
    assert found == list(checks(project(tmp_path, entered(one)), processes=4))
    (check,) = found
    assert check.label.en == f"Database `mysql` ({HERE}:{lab.plain.port})"
    assert SECRET not in repr(check.probe)
    result = asked(check, SECRET)
    assert result.findings == ()
    assert "`sessions`, `cache`, `cache_locks`, `jobs`" in "\n".join(seen.en for seen in result.seen)


def test_a_second_connection_that_holds_the_sessions_is_asked_too(lab: Lab, tmp_path: Path) -> None:
    one = account(lab.plain)
    first, second = checks(project(tmp_path, {**entered(one), "SESSION_CONNECTION": "mariadb::write"}))
    assert "`mysql`" in first.label.en
    assert "`mariadb`" in second.label.en
    assert "free: `sessions`" in "\n".join(seen.en for seen in asked(second, SECRET).seen)


def test_every_finding_has_words_for_both_languages() -> None:
    for code, known in FINDINGS.items():
        assert known.level in Level
        assert known.why.en != known.why.id, code
        assert known.remedy.en != known.remedy.id, code
