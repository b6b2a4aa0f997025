"""The S3 check: every finding raised for real, nothing left behind, no secret told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.lab import ROOT, clean_env
from tests.servers.seaweed import Seaweed
from tests.services.company import MANNERS, asked, codes, odd
from tests.services.s3_gateway import TAKEN, Reply, Request, error
from tests.services.s3_scenarios import BUCKETS, LEFT, PEOPLE, SCENARIOS, SECRET, Lab, check
from tests.shapes import make
from wizard.check import run
from wizard.finding import Finding, Level
from wizard.project import Project
from wizard.services import wire
from wizard.services.s3 import checks
from wizard.services.s3.findings import FINDINGS
from wizard.services.s3.probe import Probe

pytestmark = pytest.mark.xdist_group("s3")
SHARED = tuple(f"s3.{cause}" for cause in wire.CAUSES)


@pytest.fixture(scope="module")
def weed() -> Iterator[Seaweed]:
    with Seaweed(buckets=BUCKETS, others=PEOPLE) as server:
        yield server


@pytest.fixture
def lab(weed: Seaweed, tmp_path: Path) -> Iterator[Lab]:
    with ExitStack() as opened:
        yield Lab(weed, opened, tmp_path)


@cache
def owner(weed: Seaweed) -> Any:
    """Return the one client that looks after the server's content; boto3's clients have no type to name."""
    return weed.client()


def kept(weed: Seaweed) -> set[str]:
    """Return the buckets of the server, and every object, folder and old version in them."""
    client, found = owner(weed), set[str]()
    for bucket in (one["Name"] for one in client.list_buckets()["Buckets"]):
        found.add(bucket)
        answers = (client.list_objects_v2(Bucket=bucket), client.list_objects_v2(Bucket=bucket, Delimiter="/"),
                   client.list_object_versions(Bucket=bucket))  # fmt: skip
        things = [thing for answer in answers for kind in ("Contents", "CommonPrefixes", "Versions", "DeleteMarkers")
                  for thing in answer.get(kind, ())]  # fmt: skip
        found |= {f"{bucket}/{thing.get('Key') or thing['Prefix']}" for thing in things}
    return found


def clear(weed: Seaweed, names: set[str]) -> None:
    client = owner(weed)
    for bucket, _, key in (name.partition("/") for name in names):
        listed = client.list_object_versions(Bucket=bucket, Prefix=key)
        for one in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())):
            client.delete_object(Bucket=bucket, Key=key, VersionId=one["VersionId"])


@pytest.mark.parametrize("code", [*FINDINGS, *SHARED])
def test_every_finding_is_raised_and_nothing_else_is_left(code: str, lab: Lab) -> None:
    before = kept(lab.weed)
    result = asked(check(SCENARIOS[code](lab)), SECRET, "app-key", "X-Amz-", "AWS4", "a-session")
    lab.opened.close()
    assert code in codes(result)
    left = kept(lab.weed) - before
    clear(lab.weed, left)
    assert len(left) == (code in LEFT)
    assert all(any(name in finding.why.en for finding in result.findings) for name in left)
    assert kept(lab.weed) == before


def test_there_is_no_scenario_for_what_cannot_be_found() -> None:
    assert set(SCENARIOS) == {*FINDINGS, *SHARED}


def test_a_private_bucket_is_fine(lab: Lab) -> None:
    result = asked(check(Probe(lab.disk())), SECRET)
    assert result.findings == ()
    seen = [text.en for text in result.seen]
    assert "SeaweedFS" in seen[0]
    assert seen[1] == "a temporary link opens the object"
    assert "no file of bucket `shut` opens" in seen[2]
    assert seen[3] == "an object was stored in bucket `shut`, read back, listed and deleted"


def test_a_public_bucket_with_its_url_and_livewire_is_fine(lab: Lab) -> None:
    disk = lab.disk(bucket="open", url=f"{lab.endpoint}/open/", is_public=True, acl="public-read",
                    prefix="app one/ünï+")  # fmt: skip
    result = asked(check(Probe(disk, origin="https://shop.test")), SECRET)
    assert result.findings == ()
    said = " ".join(text.en for text in result.seen)
    assert "the files of bucket `open` open by their URL" in said
    assert f"`{lab.endpoint}/open/` opens the bucket's files" in said
    assert "pages of `https://shop.test` may upload" in said


def test_a_temporary_url_whose_proxy_keeps_the_endpoints_host_is_fine(lab: Lab) -> None:
    from tests.servers.nginx import Nginx

    conf = "server { listen 127.0.0.1:$port; location / { proxy_pass %s; proxy_set_header Host %s; } }"
    host = lab.endpoint.removeprefix("http://")
    proxy = lab.opened.enter_context(Nginx(conf % (lab.endpoint, host)))
    result = asked(check(Probe(lab.disk(temporary_url=proxy.url))), SECRET)
    assert result.findings == ()
    assert any(f"127.0.0.1:{proxy.port}" in text.en for text in result.seen)


def test_a_server_with_tls_and_the_right_ca_is_fine(lab: Lab) -> None:
    server, pems = lab.with_tls()
    secure = server.url.replace("http:", "https:")
    for trust in ({"ca": str(pems.ca)}, {"verify": False}):
        result = asked(check(Probe(lab.disk(endpoint=secure, **trust))), SECRET)
        assert codes(result) == ["s3.loopback"]  # the certificate is for no other name
        assert "read back, listed and deleted" in result.seen[-1].en


def test_old_versions_go_too(lab: Lab) -> None:
    lab.weed.client().put_bucket_versioning(Bucket="listed", VersioningConfiguration={"Status": "Enabled"})
    before = kept(lab.weed)
    assert codes(asked(check(Probe(lab.disk(bucket="listed"))), SECRET)) == ["s3.public-list"]
    assert kept(lab.weed) == before


@pytest.mark.parametrize("manner", MANNERS)
def test_bad_company_ends_in_time(manner: str, lab: Lab) -> None:
    host, port = lab.opened.enter_context(odd(manner))
    for scheme in ("http", "https"):
        result = asked(check(Probe(lab.disk(endpoint=f"{scheme}://{host}:{port}"))), SECRET)
        assert result.failed


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_body_of_many_megabytes_is_not_read(status: int, lab: Lab) -> None:
    flood = Reply(status, b"<Error><Code>" + b"x" * 32_000_000)
    result = asked(check(Probe(lab.answering(flood, lambda request: request.is_signed))), SECRET)
    assert result.failed


def test_without_keys_nothing_is_signed(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "app-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    gateway = lab.gateway(lambda _: None)
    result = asked(check(Probe(lab.disk(endpoint=gateway.url, key="", secret=""))), SECRET)
    assert codes(result) == ["s3.no-keys"]
    assert result.failed
    assert [(request.method, request.path, request.is_signed) for request in gateway.requests] == [
        ("GET", "/", False)
    ]


def test_nothing_of_this_machine_has_a_say(lab: Lab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(
        "[default]\nendpoint_url = http://127.0.0.1:9\nregion = mars-1\n"
    )
    odd_words = {"HOME": str(tmp_path), "AWS_PROFILE": "nobody", "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
                 "AWS_CA_BUNDLE": "/nowhere", "HTTP_PROXY": "http://127.0.0.1:9", "AWS_SESSION_TOKEN": "x",
                 "AWS_MAX_ATTEMPTS": "x", "AWS_REQUEST_CHECKSUM_CALCULATION": "x"}  # fmt: skip
    for name, value in odd_words.items():
        monkeypatch.setenv(name, value)
    assert asked(check(Probe(lab.disk())), SECRET).findings == ()
    assert os.environ["AWS_PROFILE"] == "nobody"


def test_a_redirect_to_another_host_is_not_followed(lab: Lab) -> None:
    other = lab.gateway(lambda _: None)
    away = Reply(307, headers={"Location": f"{other.url}/shut/x"})
    result = asked(check(Probe(lab.answering(away, lambda request: request.is_signed))), SECRET)
    assert codes(result) == ["s3.redirect"]
    assert other.requests == []


@pytest.mark.parametrize(("reply", "right"), [
    (error(301, "PermanentRedirect", Endpoint="shut.s3.eu-central-1.amazonaws.com"), "eu-central-1"),
    (error(301, "PermanentRedirect", Endpoint="shut.s3-eu-west-1.amazonaws.com"), "eu-west-1"),
    (Reply(301, headers={"x-amz-bucket-region": "sa-east-1"}), "sa-east-1"),
    (error(400, "AuthorizationHeaderMalformed", Region="us-west-2"), "us-west-2"),
])  # fmt: skip
def test_the_right_region_is_named_where_the_server_says_it(reply: Reply, right: str, lab: Lab) -> None:
    result = asked(check(Probe(lab.answering(reply, lambda request: request.is_signed))), SECRET)
    (found,) = result.findings
    assert found.code == "s3.region"
    assert f"AWS_DEFAULT_REGION={right}" in found.remedy.en
    assert found.where == "filesystems.disks.s3.region"


def test_a_clock_that_is_off_is_told_in_seconds(lab: Lab) -> None:
    (by_date,) = asked(check(SCENARIOS["s3.clock"](lab))).findings
    assert 3595 <= seconds(by_date) <= 3605


@pytest.mark.parametrize(("said", "off"), [("%Y-%m-%dT%H:%M:%SZ", 7200), ("%Y-%m-%dT%H:%M:%S", 7200)])
def test_the_time_that_the_server_says_counts(said: str, off: int, lab: Lab) -> None:
    theirs = (datetime.now(UTC) + timedelta(seconds=off)).strftime(said)
    skewed = error(403, "RequestTimeTooSkewed", ServerTime=theirs)
    (found,) = asked(check(Probe(lab.answering(skewed, lambda request: request.is_signed)))).findings
    assert abs(seconds(found) - off) < 10


def test_a_time_that_nobody_understands_is_not_guessed(lab: Lab) -> None:
    skewed = error(403, "RequestTimeTooSkewed", ServerTime="noon")
    (found,) = asked(check(Probe(lab.answering(skewed, lambda request: request.is_signed)))).findings
    assert found.code == "s3.clock"
    assert "? s away" in found.why.en


def seconds(found: Finding) -> int:
    """Return the number that a finding names."""
    assert found.code == "s3.clock"
    return next(int(word) for word in found.why.en.split() if word.isdigit())


def test_both_headers_may_be_refused_at_once(lab: Lab) -> None:
    refused = error(501, "NotImplemented")
    disk = lab.answering(refused, lambda r: "x-amz-acl" in r.headers or "x-amz-checksum-crc32" in r.headers)
    assert codes(asked(check(Probe(disk)))) == ["s3.acl", "s3.checksums"]


def test_what_the_disk_says_about_headers_is_done(lab: Lab) -> None:
    gateway = lab.gateway(lambda _: None)
    disk = lab.disk(endpoint=gateway.url, acl="", checksums=False, options=(("StorageClass", "STANDARD"),))
    assert asked(check(Probe(disk))).findings == ()
    (put,) = [request for request in gateway.requests if request.method == "PUT"]
    assert "x-amz-acl" not in put.headers
    assert "x-amz-checksum-crc32" not in put.headers
    assert put.headers["x-amz-storage-class"] == "STANDARD"


def test_a_check_that_is_left_in_the_middle_cleans_up(lab: Lab) -> None:
    before = kept(lab.weed)
    steps = iter(Probe(lab.disk())())
    assert "answers" in getattr(next(steps), "en", "")
    assert "temporary link" in getattr(next(steps), "en", "")
    assert kept(lab.weed) != before
    steps.close()  # type: ignore[attr-defined]  # it is a generator
    assert kept(lab.weed) == before


@pytest.mark.parametrize("slow", ["GET", "DELETE"])
def test_an_interrupt_leaves_nothing_behind(slow: str, lab: Lab, tmp_path: Path) -> None:
    reached = threading.Event()

    def hold(request: Request) -> None:
        if request.method == slow and request.is_object:
            reached.set()
            time.sleep(1)

    before, gateway = kept(lab.weed), lab.gateway(hold)
    made = make("slim-12", tmp_path / "app", env={**ENV, "AWS_ENDPOINT": gateway.url})
    command = [sys.executable, "-m", "wizard", "doctor", str(made)]
    env = clean_env(HOME=str(tmp_path))
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as ran:
        try:
            assert reached.wait(20)
            assert len(kept(lab.weed) - before) == 1
            ran.send_signal(signal.SIGINT)
            said = ran.communicate(timeout=10)[0]
        finally:
            ran.kill()
    assert (ran.returncode, b"Traceback" in said) == (130, False), said
    assert kept(lab.weed) == before


OLD, YOUNG = f"stateless-wizard-check-{'0a' * 16}.txt", f"stateless-wizard-check-{'1b' * 16}.txt"
OTHERS = ("stateless-wizard-check-notes.txt", f"stateless-wizard-check-{'0a' * 16}.txt.bak", f"sub/{OLD}",
          f"stateless-wizard-check-{'0A' * 16}.txt", f"stateless-wizard-check-{'0a' * 15}.txt")  # fmt: skip


@pytest.mark.parametrize("root", ["", "app/"])
def test_what_a_killed_check_left_goes_after_a_while_and_nothing_else(root: str, lab: Lab) -> None:
    now = datetime.now(UTC)
    before = kept(lab.weed)
    keys = [f"{root}{name}" for name in (OLD, YOUNG, *OTHERS)] + ["elsewhere/" + OLD]
    for key in keys:
        owner(lab.weed).put_object(Bucket="shut", Key=key, Body=b"x")
    listed = "".join(f"<Contents><Key>{key}</Key><LastModified>{age:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
                     for key in keys for age in (now - timedelta(minutes=9 if YOUNG in key else 11),))  # fmt: skip
    answer = Reply(200, f"<ListBucketResult>{listed}</ListBucketResult>".encode(), {"Date": format_datetime(now, True)})
    prefix = f"{root}stateless-wizard-check-"
    disk = lab.answering(answer, lambda r: r.query.get("prefix") == [prefix], prefix=root.strip("/"))
    asked(check(Probe(lab.disk(prefix=root.strip("/")))))
    assert {f"shut/{key}" for key in keys} <= kept(lab.weed)  # all are young as yet
    result = asked(check(Probe(disk)), SECRET)
    left = kept(lab.weed)
    clear(lab.weed, left - before)
    for key in keys:
        owner(lab.weed).delete_object(Bucket="shut", Key=key)
    assert {f"shut/{key}" for key in keys} - left == {f"shut/{root}{OLD}"}
    assert result.findings == ()
    assert any(f"`shut/{root}{OLD}`" in text.en for text in result.seen)


def test_an_upload_without_an_answer_is_cleaned_up(lab: Lab) -> None:
    before = kept(lab.weed)
    result = asked(check(Probe(lab.answering(TAKEN, lambda request: request.method == "PUT"))), SECRET)
    assert codes(result) == ["s3.closed"]
    assert kept(lab.weed) == before


ENV = {"FILESYSTEM_DISK": "s3", "AWS_ACCESS_KEY_ID": "app-key", "AWS_SECRET_ACCESS_KEY": f"'{SECRET}'",
       "AWS_BUCKET": "shut", "AWS_USE_PATH_STYLE_ENDPOINT": "true"}  # fmt: skip


def test_a_project_is_asked_by_its_own_config(lab: Lab, tmp_path: Path) -> None:
    made = make("slim-12", tmp_path / "app", env={**ENV, "AWS_ENDPOINT": lab.endpoint})
    (result,) = run(checks(Project.open(made, environ={})))
    assert result.findings == ()
    assert result.check.label.en == "S3 disk `s3`"
    assert not result.failed


def test_livewire_is_asked_about_for_its_own_disk_and_a_site_with_a_name(tmp_path: Path) -> None:
    packages = {"livewire/livewire": "3.5.0", "aws/aws-sdk-php": "3.300.0"}
    env = {**ENV, "APP_URL": "https://shop.test/admin"}
    origins = {}
    for name, more in {"named": {}, "local": {"APP_URL": "http://localhost"}}.items():
        made = make("slim-12", tmp_path / name, env={**env, **more}, packages=packages)
        (one,) = checks(Project.open(made, environ={}))
        assert isinstance(one.probe, Probe)
        assert one.probe.sdk == "3.300.0"
        origins[name] = one.probe.origin
    assert origins == {"named": "https://shop.test", "local": ""}


def test_a_fresh_project_is_asked_nothing(tmp_path: Path) -> None:
    assert list(checks(Project.open(make("slim-12", tmp_path), environ={}))) == []


def test_a_bucket_made_by_code_cannot_be_told(tmp_path: Path) -> None:
    made = make("slim-12", tmp_path, env=ENV)
    file = made / "config/filesystems.php"
    file.write_text(file.read_text().replace("env('AWS_BUCKET')", "Tenant::bucket()"))
    (result,) = run(checks(Project.open(made, environ={})))
    (found,) = result.findings
    assert (found.code, found.where) == ("s3.cannot-tell", "filesystems.disks.s3.bucket")
    assert found.level is Level.WARNING
