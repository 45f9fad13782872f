"""A real Firefox for tests, spoken to through its own port for remote control (Marionette), without a driver between:
Playwright drives only a build of its own, and Selenium needs a geckodriver, which Debian does not have.

Messages are JSON with their length before them, as ``driver.sys.mjs`` of Firefox describes: a command is
``[0, number, name, values]``, its answer ``[1, number, error, result]``.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAMS = ("firefox-esr", "firefox")
SECONDS = 120
"""How long Firefox may take to start, and how long any answer may take."""

PREFERENCES = {
    "marionette.port": 0,  # any free one; Firefox writes it into its profile
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.proxy.type": 1,  # to nowhere: a test needs no network
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}


def firefox_program() -> str | None:
    """The program, where there is one; the environment variable FIREFOX names another."""
    return os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, PROGRAMS)), None)


class Firefox:
    """One window.

    Args:
        connection: a connection to the port.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.stream = connection.makefile("rwb")
        self.number = 0
        self._message()  # who is there

    def call(self, name: str, **values: Any) -> Any:
        """Give a command and return its result."""
        self.number += 1
        message = json.dumps([0, self.number, name, values]).encode()
        self.stream.write(b"%d:%s" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self._message()
        assert error is None, f"{name}: {error}"
        return result

    def _message(self) -> Any:
        length = bytearray()
        while (byte := self.stream.read(1)) != b":":
            assert byte, "Firefox has ended"
            length += byte
        return json.loads(self.stream.read(int(length)))

    def run(self, script: str, *values: Any) -> Any:
        """Call a function of JavaScript on the page, wait for it, and return what it gives."""
        source = f"const done = arguments[arguments.length - 1]; Promise.resolve(({script})(...arguments)).then(done)"
        result = self.call(
            "WebDriver:ExecuteAsyncScript", script=source, args=list(values), scriptTimeout=SECONDS * 1000
        )
        return result["value"]

    def console(self) -> list[str]:
        """Everything that Firefox has noted as an error or a warning since it started."""
        self.call("Marionette:SetContext", value="chrome")
        script = "return Services.console.getMessageArray().map((one) => one.message)"
        noted = self.call("WebDriver:ExecuteScript", script=script, args=[])["value"]
        self.call("Marionette:SetContext", value="content")
        return [str(message) for message in noted]


@contextmanager
def firefox(program: str, folder: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile and end it afterwards.

    Args:
        program: the program.
        folder: an empty folder for the profile.
    """
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [
        program,
        "--headless",
        "--no-remote",
        "--marionette",
        "--remote-allow-system-access",
        "--profile",
        str(folder),
    ]
    environment = {**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        try:
            with socket.create_connection(("127.0.0.1", _port(process, folder)), timeout=SECONDS) as connection:
                window = Firefox(connection)
                window.call("WebDriver:NewSession")
                yield window
        finally:
            process.terminate()


def _port(process: subprocess.Popen[bytes], folder: Path) -> int:
    written = folder / "MarionetteActivePort"
    until = time.monotonic() + SECONDS
    while not (written.is_file() and written.read_text()):
        assert process.poll() is None and time.monotonic() < until, "Firefox did not start"
        time.sleep(0.05)
    return int(written.read_text())
