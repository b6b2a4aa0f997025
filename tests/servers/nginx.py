"""nginx for tests: one `http` block of the caller's, everything it writes in its own folder."""

from __future__ import annotations

import os
from string import Template

from tests.servers.process import Process, Server, free_port, program

_FRAME = Template("""$user
daemon off;
worker_processes 1;
pid $folder/pid;
error_log $folder/error.log warn;
events { worker_connections 256; }
http {
    access_log $folder/access.log;
    client_body_temp_path $folder/body;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
$http
}
""")


class Nginx(Server):
    """nginx on a free port of 127.0.0.1; `http` is what stands in its `http` block, with `$port` for the port."""

    def __init__(self, http: str) -> None:
        super().__init__("ng")
        self.host, self.port = "127.0.0.1", free_port()
        self.url = f"http://{self.host}:{self.port}"
        inner = Template(http).safe_substitute(port=self.port, folder=self.folder)
        # Started by root, the workers would become somebody who cannot enter the folder.
        user = "user root;" if os.geteuid() == 0 else ""
        config = self.folder / "nginx.conf"
        config.write_text(_FRAME.substitute(user=user, folder=self.folder, http=inner))
        error_log = str(self.folder / "error.log")
        command = [program("nginx"), "-p", str(self.folder), "-e", error_log, "-c", str(config)]
        self.process = Process(command, self.folder / "log")
        self.process.wait_for_port(self.host, self.port)

    def _end(self) -> None:
        self.process.stop()
