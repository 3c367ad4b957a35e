"""Certificates for tests, made by the openssl command when a test needs them."""

import os
import pathlib
import shutil
import subprocess
import tempfile

NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Issued:
    """The files of a certificate and its key."""

    def __init__(self, folder, name):
        self.cert = str(folder / f"{name}.pem")
        self.key = str(folder / f"{name}.key")

    def flags(self):
        return ["--tls-cert", self.cert, "--tls-key", self.key]

    def replace_with(self, other):
        """What an administrator does before SIGHUP."""
        for mine, new in ((self.cert, other.cert), (self.key, other.key)):
            shutil.copy(new, mine + ".new")
            os.chmod(mine + ".new", 0o600)
            os.rename(mine + ".new", mine)


class Authority:
    """A CA in a folder of its own, which remove() removes."""

    def __init__(self, name="Test CA"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stator-certificates-"))
        self.files = Issued(self.folder, "ca")
        openssl("req", "-x509", *NEW_KEY, "-keyout", self.files.key, "-out", self.files.cert, "-days", "2",
                "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    @property
    def cert(self):
        return self.files.cert

    def issue(self, name, days=2, names="DNS:localhost,IP:127.0.0.1,IP:::1", new_key=NEW_KEY):
        issued = Issued(self.folder, name)
        openssl("req", "-x509", *new_key, "-keyout", issued.key, "-out", issued.cert, "-days", str(days),
                "-subj", f"/CN={name}", "-CA", self.files.cert, "-CAkey", self.files.key,
                "-addext", f"subjectAltName={names}", "-addext", "basicConstraints=critical,CA:FALSE")
        return issued

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
