"""A server to talk to and a client that speaks HTTP by hand, so that tests decide every byte."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

AUTHORIZATION = ("AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-west-1/dynamodb/aws4_request, "
                 "SignedHeaders=host, Signature=0123456789abcdef")


def program(name):
    """A test program that the build left beside the unit tests."""
    return str(pathlib.Path(os.environ["STATOR_TEST_PROGRAMS"]) / name)


class FixedReplyServer:
    """fixed_reply_server on a free loopback port."""

    name = "fixed_reply_server"

    def __init__(self, *flags):
        self.process = subprocess.Popen(
            [program(self.name), "-port", "0", *flags],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.banner = []
        for line in self.process.stdout:
            self.banner.append(line)
            if line == "\n":
                break
        found = re.search(r"^Port:\t(\d+)$", "".join(self.banner), re.MULTILINE)
        if not found:
            raise RuntimeError("the server did not start: " + self.process.stderr.read())
        self.port = int(found.group(1))
        found = re.search(r"^TlsPort:\t(\d+)$", "".join(self.banner), re.MULTILINE)
        self.tls_port = int(found.group(1)) if found else None
        self.log = []
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    def _read_log(self):
        for line in self.process.stderr:
            self.log.append(line.rstrip("\n"))

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=20):
        """Waits for the end of the process; its exit code."""
        code = self.process.wait(timeout=seconds)
        self._reader.join()
        return code

    def stop(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
            try:
                self.wait()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        self._reader.join()
        self.process.stdout.close()
        self.process.stderr.close()


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers  # names in lower case
        self.body = body


class Connection:
    """One connection; no call waits longer than `seconds`."""

    def __init__(self, port, seconds=15, host="127.0.0.1"):
        self.socket = socket.create_connection((host, port), timeout=seconds)
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def _receive(self):
        data = self.socket.recv(65536)
        self.received += data
        return len(data) > 0

    def _read_until(self, mark):
        while mark not in self.received:
            if not self._receive():
                raise EOFError(f"closed after {self.received[:200]!r}")
        text, self.received = self.received.split(mark, 1)
        return text

    def read_head(self):
        lines = self._read_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1])
        headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        return Reply(status, headers, b"")

    def read_reply(self, has_body=True):
        reply = self.read_head()
        length = int(reply.headers.get("content-length", 0)) if has_body else 0
        while len(self.received) < length:
            if not self._receive():
                raise EOFError("closed within a body")
        reply.body, self.received = self.received[:length], self.received[length:]
        return reply

    def ask(self, data):
        self.send(data)
        return self.read_reply()

    def is_closed(self):
        """Waits for the server to close; False if it sends something, or does not close in time."""
        try:
            return self.received == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
        except socket.timeout:
            return False


def headers(operation="Echo", **changes):
    """The headers of an ordinary request, as bytes. Underscores in names stand for dashes; None
    leaves a header out."""
    fields = {"Host": "localhost", "X-Amz-Target": f"DynamoDB_20120810.{operation}",
              "X-Amz-Date": "20261122T000000Z", "Authorization": AUTHORIZATION,
              "Content-Type": "application/x-amz-json-1.0"}
    fields.update({name.replace("_", "-"): value for name, value in changes.items()})
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()
                   if value is not None).encode()


def post(body=b"{}", operation="Echo", **changes):
    """The bytes of a request with a Content-Length."""
    length = {"Content-Length": str(len(body))} if "Content_Length" not in changes else {}
    return b"POST / HTTP/1.1\r\n" + headers(operation, **length, **changes) + b"\r\n" + body


def wait_for(condition, seconds=10):
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return condition()
