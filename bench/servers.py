"""Starting and stopping the servers that the benchmark measures, and reading what they used."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"  # ignored by git
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server process of ours, listening on a loopback port."""

    def __init__(self, name, command, port, cwd=None):
        self.name = name
        self.port = port
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in command], cwd=cwd,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.first_answer_ms = self._wait_for_answer()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def _wait_for_answer(self):
        while time.monotonic() - self.started < 60:
            with contextlib.suppress(OSError):
                try:
                    urllib.request.urlopen(self.url, timeout=5).read()
                except urllib.error.HTTPError:
                    pass  # an answer all the same
                return (time.monotonic() - self.started) * 1000
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}")
            time.sleep(0.0005)
        raise RuntimeError(f"{self.name} does not answer")

    def cpu_seconds(self):
        """User and system time of the process, all threads."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

    def resident_mb(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS")

    def stop(self):
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def stator(binary, *flags):
    port = free_port()
    return Server("Stator", [binary, "-port", port, *flags], port)


class BareServer(Server):
    """The HTTP floor: reads a request, answers with a body of a fixed size."""

    def __init__(self, binary, reply_bytes):
        self.name = "bare HTTP"
        self.process = subprocess.Popen([str(binary), str(reply_bytes)], stdout=subprocess.PIPE,
                                        text=True, start_new_session=True)
        self.port = int(self.process.stdout.readline())


def install_peers():
    """The npm packages that the table of throughput names, in a folder that git ignores."""
    PEERS.mkdir(exist_ok=True)
    wanted = ["amplify-dynamodb-simulator", "dynalite", "@dynoxide/linux-x64"]
    missing = [name for name in wanted if not (PEERS / "node_modules" / name).exists()]
    if missing:
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(PEERS), *missing],
                       check=True, stdout=subprocess.DEVNULL)


def dynamodb_local():
    folder = PEERS / "node_modules" / "amplify-dynamodb-simulator" / "emulator"
    if shutil.which("java") is None:
        raise RuntimeError("DynamoDB Local needs a Java runtime")
    port = free_port()
    return Server("DynamoDB Local", ["java", f"-Djava.library.path={folder}/DynamoDBLocal_lib", "-jar",
                                     folder / "DynamoDBLocal.jar", "-inMemory", "-port", port], port,
                  cwd=folder)


def dynalite():
    port = free_port()
    return Server("dynalite", ["node", PEERS / "node_modules" / "dynalite" / "cli.js", "--port", port,
                               "--createTableMs", 0], port)


def dynoxide():
    folder = PEERS / "node_modules" / "@dynoxide" / "linux-x64"
    binary = next(path for path in folder.rglob("dynoxide*") if path.is_file() and os.access(path, os.X_OK))
    port = free_port()
    return Server("Dynoxide", [binary, "--port", port], port)
