"""Starts the server under test for one file of end-to-end tests: STATOR_BIN, on a free loopback port."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

REGION = "us-east-1"
CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}


class Server:
    """A running server. On disk unless in_memory; kill() and restart() keep the data folder."""

    def __init__(self, *flags, in_memory=True):
        self.flags = list(flags)
        self.folder = None if in_memory else tempfile.mkdtemp(prefix="stator-test-")
        self._start()

    def _start(self):
        where = ["-inMemory"] if self.folder is None else ["-dbPath", self.folder]
        self.process = subprocess.Popen(
            [os.environ["STATOR_BIN"], "-port", "0", *where, *self.flags],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.log = []
        self.port = self._read_port()
        threading.Thread(target=self._drain, args=(self.process.stderr,), daemon=True).start()

    def _read_port(self):
        # The banner names the port that -port 0 chose.
        deadline = time.monotonic() + 20
        for line in self.process.stdout:
            found = re.match(r"Port:\s+(\d+)", line)
            if found:
                threading.Thread(target=self._drain, args=(self.process.stdout,), daemon=True).start()
                return int(found.group(1))
            if time.monotonic() > deadline:
                break
        raise RuntimeError("the server did not start: " + self.process.stderr.read())

    def _drain(self, stream):
        for line in stream:
            self.log.append(line.rstrip("\n"))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def tls_url(self):
        """Where --tls-cert has it listen for HTTPS. The banner's row is behind that of the port."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for line in self.log:
                found = re.match(r"TlsPort:\s+(\d+)", line)
                if found:
                    return f"https://localhost:{found.group(1)}"
            time.sleep(0.01)
        raise RuntimeError("no TLS port in the banner")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self):
        if self.process.poll() is None:
            self._terminate()
        self._start()

    def _terminate(self):
        self.process.terminate()
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def stop(self):
        """Stops gracefully; returns the exit code."""
        try:
            return self.process.poll() if self.process.poll() is not None else self._terminate()
        finally:
            self.process.stdout.close()
            self.process.stderr.close()
            if self.folder is not None:
                shutil.rmtree(self.folder, ignore_errors=True)


def boto3_client(server, **options):
    import boto3
    from botocore.config import Config

    config = Config(**{"retries": {"max_attempts": 1}, **options})
    return boto3.client("dynamodb", endpoint_url=server.url, region_name=REGION, config=config,
                        **CREDENTIALS)


def boto3_resource(server):
    import boto3

    return boto3.resource("dynamodb", endpoint_url=server.url, region_name=REGION, **CREDENTIALS)


def folder_size(path):
    return sum(entry.stat().st_size for entry in pathlib.Path(path).rglob("*") if entry.is_file())
