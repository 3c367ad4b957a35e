"""Starts the servers that a run compares, on free loopback ports, and stops them.

An endpoint is named by a URL, or by `stator:PROGRAM [FLAG...]`, `dynamodb-local` or `dynoxide`.
"""

import shlex
import socket
import subprocess
import tempfile
import time

import peers
from wire import Endpoint, EndpointFailure

START_LIMIT_S = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(kind, rest, port, peers_folder):
    if kind == "stator":
        program, *flags = shlex.split(rest)
        return [program, "-inMemory", "-port", str(port), *flags], None
    if kind == "dynamodb-local":
        jar = peers.program(kind, peers_folder)
        return ["java", "-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djava.library.path=./DynamoDBLocal_lib", "-jar", jar.name,
                "-inMemory", "-disableTelemetry", "-port", str(port)], jar.parent
    if kind == "dynoxide":
        return [str(peers.program(kind, peers_folder)), "serve", "--port", str(port)], None
    raise ValueError(f"no such endpoint: {kind}")


class Server:
    """A process of ours, or somebody else's endpoint, which is used and left alone."""

    def __init__(self, name, peers_folder=None):
        self.process = None
        if "://" in name:
            self.endpoint = Endpoint(name)
            return
        kind, _, rest = name.partition(":")
        port = free_port()
        arguments, folder = command(kind, rest, port, peers_folder)
        self._log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(arguments, cwd=folder, stdin=subprocess.DEVNULL,
                                        stdout=self._log, stderr=subprocess.STDOUT)
        self.endpoint = Endpoint(f"http://127.0.0.1:{port}", kind)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self):
        deadline = time.monotonic() + START_LIMIT_S
        while True:
            try:
                if self.endpoint.call("ListTables", {}).status == 200:
                    return
            except EndpointFailure:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                self._log.seek(0)
                raise EndpointFailure(f"{self.endpoint.kind} did not start: "
                                      + self._log.read().decode("utf-8", "replace")[-2000:])
            time.sleep(0.05)

    def stop(self):
        self.endpoint.close()
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
