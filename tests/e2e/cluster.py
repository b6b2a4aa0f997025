"""Two nodes, each with its own copy of the application, behind nginx that asks them in turn."""

from __future__ import annotations

from tests.e2e.application import Application
from tests.e2e.browser import Browser
from tests.lab import clean_env
from tests.servers.closing import Closing
from tests.servers.nginx import Nginx
from tests.servers.process import Process, free_port, own_folder, remove, wait_until

# What an owner without ours may have: nobody says who the visitor is.
_PLAIN = """
upstream nodes {
    server 10.0.0.11:80 max_fails=3 fail_timeout=10s;
    server 10.0.0.12:80 max_fails=3 fail_timeout=10s;
}
server {
    listen 80;
    location / {
        proxy_pass http://nodes;
        proxy_set_header Host $host;
    }
}
"""
_OURS = "deploy/stateless/nginx.conf"


class Node:
    """One copy of the application, served by PHP's own server with three workers."""

    def __init__(self, name: str, application: Application) -> None:
        self.name, self.application, self.port = name, application, free_port()
        self._log = application.folder.parent / f"{name}.log"
        self.start()

    def start(self) -> None:
        """Serve; on the same port as before."""
        # Compiled code is kept, and a file that a test changes is seen by the next request.
        settings = ["-d", "opcache.revalidate_freq=0", "-d", "opcache.memory_consumption=64"]
        command = [*self.application.framework.php, *settings, "-S", f"127.0.0.1:{self.port}", "-t", "public",
                   "server.php"]  # fmt: skip
        env = clean_env(NODE_NAME=self.name, PHP_CLI_SERVER_WORKERS="3")
        self.process = Process(command, self._log, env, self.application.folder)
        self.process.wait_for_port("127.0.0.1", self.port)

    def browser(self) -> Browser:
        """Return a visitor who comes around the balancer."""
        return Browser("127.0.0.1", self.port)

    def said(self) -> str:
        """Return what this node wrote to stdout and stderr."""
        return self.process.said()


class Cluster(Closing):
    """Nodes `a` and `b` behind a balancer, each a new copy of the application, or `b` of `other`.

    The balancer runs by the file that the wizard has written for it, where it has.
    """

    def __init__(self, application: Application, other: Application | None = None) -> None:
        self.folder = own_folder("cl")
        self.a = Node("a", application.copied(self.folder / "a"))
        self.b = Node("b", (other or application).copied(self.folder / "b"))
        self.nginx = Nginx(_balancer(self.a, self.b))
        self.wait_for_both()

    @property
    def nodes(self) -> tuple[Node, Node]:
        """Return both nodes."""
        return self.a, self.b

    def browser(self) -> Browser:
        """Return a new visitor."""
        return Browser(self.nginx.host, self.nginx.port)

    def artisan(self, *arguments: str) -> None:
        """Run an artisan command on every node."""
        for node in self.nodes:
            node.application.artisan(*arguments, node=node.name)

    def wait_for_both(self) -> None:
        """Return when the balancer asks both nodes again, the next request going to `a`."""
        visitor = self.browser()
        # An odd number of questions: the next round begins with the other node.
        wait_until(lambda: _asked(visitor, 3).endswith("ab"), "both nodes answer in turn")

    def stop(self) -> None:
        """End everything and remove the copies."""
        self.nginx.stop()
        for node in self.nodes:
            node.process.kill()
        remove(self.folder)


def _balancer(a: Node, b: Node) -> str:
    """Return the balancer's file as a person mends it, and impatient: a node that failed is asked again in a second."""
    written = a.application.folder / _OURS
    text = written.read_text() if written.exists() else _PLAIN
    for example, real in (
        ("    listen 80;", "    listen 127.0.0.1:$port;"),
        ("server 10.0.0.11:80 max_fails=3 fail_timeout=10s;", f"server 127.0.0.1:{a.port} max_fails=1 fail_timeout=1s;"),
        ("server 10.0.0.12:80 max_fails=3 fail_timeout=10s;", f"server 127.0.0.1:{b.port} max_fails=1 fail_timeout=1s;"),
    ):
        assert text.count(example) == 1, f"{example}\n{text}"
        text = text.replace(example, real)
    return text


def _asked(visitor: Browser, times: int) -> str:
    return "".join(str(visitor.get("/lab/node").json()["node"]) for _ in range(times))
