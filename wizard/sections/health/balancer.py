"""The balancers of the guide: where their requests come from, and how they are told to ask for health."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wizard.changes import Change, On, Phase, Run
from wizard.text import Text

PRIVATE: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
CLOUDFLARE: Final = (
    "173.245.48.0/20", "103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22", "141.101.64.0/18",
    "108.162.192.0/18", "190.93.240.0/20", "188.114.96.0/20", "197.234.240.0/22", "198.41.128.0/17",
    "162.158.0.0/15", "104.16.0.0/13", "104.24.0.0/14", "172.64.0.0/13", "131.0.72.0/22",
    "2400:cb00::/32", "2606:4700::/32", "2803:f800::/32", "2405:b500::/32", "2405:8100::/32",
    "2a06:98c0::/29", "2c0f:f248::/32",
)  # fmt: skip
"""Published at https://www.cloudflare.com/ips/; as of 2026-11."""


def ranges(balancer: str) -> str | None:
    """Return the networks that a balancer's requests come from; None when only the user knows."""
    known = {"nginx": PRIVATE, "alb": PRIVATE, "cloudflare": CLOUDFLARE}.get(balancer)
    return None if known is None else ",".join(known)


def steps(balancer: str, uri: str) -> Iterator[Change]:
    """Say how a balancer is pointed at the health check."""
    match balancer:
        case "nginx":
            yield _step("",
                Text("In `upstream`, a line a node: `server 10.0.0.11:80 max_fails=3 fail_timeout=10s;`, and "
                     "`proxy_next_upstream error timeout http_502 http_504;` (a 503 is the maintenance page). Nginx Plus "
                     "asks by itself: `health_check uri={uri} interval=10s;`",
                     "Di `upstream`, satu baris per node: `server 10.0.0.11:80 max_fails=3 fail_timeout=10s;`, dan "
                     "`proxy_next_upstream error timeout http_502 http_504;` (503 adalah halaman maintenance). Nginx "
                     "Plus bertanya sendiri: `health_check uri={uri} interval=10s;`").fill(uri=uri))  # fmt: skip
            yield _step("",
                Text("Say who asks, and how: `proxy_set_header X-Forwarded-For $remote_addr;`, and so `Host $host`, "
                     "`X-Forwarded-Host $host`, `X-Forwarded-Proto $scheme`, `X-Forwarded-Port $server_port`. Set, not "
                     "appended: what a visitor claims in them is gone",
                     "Sebutkan siapa yang meminta dan lewat apa: `proxy_set_header X-Forwarded-For $remote_addr;`, "
                     "begitu juga `Host $host`, `X-Forwarded-Host $host`, `X-Forwarded-Proto $scheme`, "
                     "`X-Forwarded-Port $server_port`. Ditimpa, bukan ditambah: klaim pengunjung hilang"))  # fmt: skip
        case "alb":
            yield _step(f"aws elbv2 modify-target-group --target-group-arn ARN --health-check-path {uri} "
                "--matcher HttpCode=200 --health-check-interval-seconds 10 --health-check-timeout-seconds 5 "
                "--healthy-threshold-count 2 --unhealthy-threshold-count 2",
                Text("Point the target group's health check at `{uri}`, and switch stickiness off",
                     "Arahkan health check target group ke `{uri}`, dan matikan stickiness").fill(uri=uri))  # fmt: skip
        case "cloudflare":
            yield _step("",
                Text("Monitor of the pool: type HTTPS, method GET, path `{uri}`, expected code 200, interval 60 s, "
                     "2 retries, header `Host` with your domain",
                     "Monitor untuk pool: tipe HTTPS, method GET, path `{uri}`, kode 200, interval 60 dtk, 2 kali coba "
                     "ulang, header `Host` berisi domain aplikasi").fill(uri=uri))  # fmt: skip
            yield Run(command="curl https://www.cloudflare.com/ips-v4 https://www.cloudflare.com/ips-v6",
                why=Text("Compare with TRUSTED_PROXIES now and then; an Nginx of your own in between must be in it too",
                         "Sesekali bandingkan dengan TRUSTED_PROXIES; Nginx sendiri di antaranya juga harus masuk"),
                phase=Phase.WATCH, on=On.ONE)  # fmt: skip
        case _:
            yield _step("",
                Text("Ask each node for `GET {uri}` every 10 s: 200 is healthy, anything else twice in a row is not",
                     "Minta `GET {uri}` ke tiap node tiap 10 dtk: 200 berarti sehat, selain itu dua kali berturut-turut "
                     "tidak").fill(uri=uri))  # fmt: skip


def _step(command: str, why: Text) -> Run:
    return Run(command=command, why=why, phase=Phase.BALANCER, on=On.BALANCER)
