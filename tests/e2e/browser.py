"""A visitor: sends requests to one address, keeps cookies, and keeps no connection open."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def json(self) -> dict[str, Any]:  # what a page holds is known to the test that asks for it
        """Return the JSON object in the body of a good answer."""
        assert self.status == 200, f"{self.status}: {self.body[:2000].decode(errors='replace')}"
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found

    def header(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for known, value in self.headers if known.lower() == name.lower()]


@dataclass
class Browser:
    """One visitor of one address, who comes from `source`."""

    host: str
    port: int
    source: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path, b"", headers)

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, urlencode(values).encode(), kind)

    def upload(self, path: str, name: str, file: str, content: bytes) -> Answer:
        """Send a form with one file in it."""
        mark = "a-line-that-no-file-holds"
        told = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
        head = f"--{mark}\r\n{told}\r\nContent-Type: text/plain\r\n\r\n".encode()
        body = head + content + f"\r\n--{mark}--\r\n".encode()
        return self._send("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(
            self.host, self.port, timeout=30, source_address=(self.source, 0)
        )
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, own)
            received = connection.getresponse()
            answer = Answer(received.status, tuple(received.getheaders()), received.read())
        finally:
            connection.close()
        for cookie in answer.header("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer
