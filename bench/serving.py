"""Starts gunicorn on loopback and loads it with wrk, for a few seconds at a time."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 3
CONNECTIONS = 8


@contextmanager
def gunicorn(application: str) -> Iterator[tuple[str, int]]:
    """Serve a WSGI application from one worker; yield its address and the worker's pid."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "-w", "1", "--log-level", "error"]
    server = subprocess.Popen(  # noqa: S603 - our own program and port
        [*command, "-b", f"127.0.0.1:{port}"], env={**os.environ, "PYTHONPATH": "."}
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/healthz")
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield address, int(children[0])
    finally:
        server.terminate()
        server.wait(10)


def _wait(url: str) -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).read()  # noqa: S310 - loopback
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} never answered")


def requests_per_second(url: str) -> float:
    """Return what wrk measured over a few seconds; refuse an answer that isn't 200."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    ran = subprocess.run(  # noqa: S603 - a known program, our own address
        [*command, "-H", "Accept-Encoding: gzip", url], capture_output=True, text=True, check=True
    )
    if "Non-2xx" in ran.stdout:
        raise SystemExit(f"{url}: {ran.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)[1])  # type: ignore[index]


def peak_megabytes(pid: int) -> float:
    """Return the most memory that a process has held, in megabytes (10⁶ bytes)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / 1e6  # type: ignore[index]
