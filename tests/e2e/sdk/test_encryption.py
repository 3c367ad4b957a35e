"""Encryption at rest, seen from outside: what is on the disk, which key opens it, and a change of the key."""

import os
import pathlib
import secrets
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from server import Server, boto3_client  # noqa: E402

MARKER = "PLAINTEXTMARKER"
TABLE = f"{MARKER}_table"


def stator(*arguments):
    return subprocess.run([os.environ["STATOR_BIN"], *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, check=False)


def put(client, first, count):
    for i in range(first, first + count):
        client.put_item(TableName=TABLE, Item={
            "pk": {"S": f"{MARKER}_key_{i}"}, f"{MARKER}_attribute": {"S": f"{MARKER}_value_{i}"}})


def files_that_hold(folder, text):
    return [path.name for path in pathlib.Path(folder).rglob("*")
            if path.is_file() and text.encode() in path.read_bytes()]


class EncryptionTest(unittest.TestCase):
    def setUp(self):
        self.keys = Path(tempfile.mkdtemp(prefix="stator-keys-"))
        self.addCleanup(shutil.rmtree, self.keys)
        self.key = self.make_key("a")
        self.other_key = self.make_key("b")

    def make_key(self, name):
        path = self.keys / name
        path.write_text(secrets.token_hex(32) + "\n")
        path.chmod(0o600)
        return path

    def start(self, *flags):
        server = Server(*flags, in_memory=False)
        self.addCleanup(server.stop)
        return server

    def fill(self, server):
        client = boto3_client(server)
        client.create_table(
            TableName=TABLE, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        put(client, 0, 100)
        # Killed: what was written is in the log, and the next start puts it into files.
        server.kill()
        server.restart()
        put(boto3_client(server), 100, 50)

    def count(self, server):
        return boto3_client(server).scan(TableName=TABLE, Select="COUNT")["Count"]

    def assert_refused(self, folder, text, *flags):
        before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path(folder).iterdir()}
        done = stator("-port", "0", "-dbPath", folder, *flags)
        self.assertEqual(done.returncode, 1)
        self.assertIn(text, done.stderr)
        self.assertNotIn(self.key.read_text().strip(), done.stderr + done.stdout)
        self.assertEqual(
            {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path(folder).iterdir()}, before)

    def test_nothing_of_an_item_is_on_the_disk(self):
        server = self.start("--encryption-key-file", str(self.key))
        self.fill(server)
        self.assertEqual(files_that_hold(server.folder, MARKER), [])
        self.assertEqual(self.count(server), 150)
        server.kill()
        self.assertEqual(files_that_hold(server.folder, MARKER), [])
        server.restart()
        self.assertEqual(self.count(server), 150)

    def test_the_same_search_finds_it_without_a_key(self):
        server = self.start()
        self.fill(server)
        self.assertNotEqual(files_that_hold(server.folder, MARKER), [])

    def test_only_the_right_key_opens_the_folder(self):
        server = self.start("--encryption-key-file", str(self.key))
        self.fill(server)
        server.kill()
        self.assert_refused(server.folder, "encrypted with another key", "--encryption-key-file", self.other_key)
        self.assert_refused(server.folder, "no encryption key was given")
        self.key.chmod(0o640)
        self.assert_refused(server.folder, "lets others at the secrets in it", "--encryption-key-file", self.key)
        self.key.chmod(0o600)
        server.restart()
        self.assertEqual(self.count(server), 150)

    def test_the_key_is_changed_by_a_command(self):
        server = self.start("--encryption-key-file", str(self.key))
        self.fill(server)
        change = ["rotate-key", "-dbPath", server.folder, "--encryption-key-file", self.key,
                  "--new-encryption-key-file", self.other_key]
        done = stator(*change)
        self.assertEqual(done.returncode, 1)
        self.assertIn("in use by another process", done.stderr)

        server.kill()
        done = stator(*change)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("is encrypted with the new key", done.stdout)
        self.assertIn("already", stator(*change).stdout)
        self.assert_refused(server.folder, "encrypted with another key", "--encryption-key-file", self.key)
        server.flags = ["--encryption-key-file", str(self.other_key)]
        server.restart()
        self.assertEqual(self.count(server), 150)
        self.assertEqual(files_that_hold(server.folder, MARKER), [])

    def test_a_folder_in_plain_text_is_encrypted_and_decrypted(self):
        server = self.start()
        self.fill(server)
        server.kill()
        self.assert_refused(server.folder, "it is not encrypted", "--encryption-key-file", self.key)
        done = stator("rotate-key", "-dbPath", server.folder, "--new-encryption-key-file", self.key)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(files_that_hold(server.folder, MARKER), [])
        server.flags = ["--encryption-key-file", str(self.key)]
        server.restart()
        self.assertEqual(self.count(server), 150)
        server.kill()
        done = stator("rotate-key", "-dbPath", server.folder, "--encryption-key-file", self.key, "--decrypt")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        server.flags = []
        server.restart()
        self.assertEqual(self.count(server), 150)

    def test_a_table_shows_its_encryption_where_it_is_true(self):
        table = {"TableName": "sse", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                 "SSESpecification": {"Enabled": True, "SSEType": "KMS"}}
        plain = boto3_client(self.start())
        with self.assertRaisesRegex(plain.exceptions.ClientError, "--encryption-key-file"):
            plain.create_table(**table)
        encrypted = boto3_client(self.start("--encryption-key-file", str(self.key)))
        encrypted.create_table(**table)
        self.assertEqual(encrypted.describe_table(TableName="sse")["Table"]["SSEDescription"],
                         {"Status": "ENABLED", "SSEType": "KMS"})

    def test_the_command_says_what_it_does_not_understand(self):
        for arguments, text in [
                ([], "--new-encryption-key-file is missing"),
                (["--decrypt"], "--decrypt needs --encryption-key-file"),
                (["--decrypt", "--encryption-key-file", "a", "--new-encryption-key-file", "b"], "contradict"),
                (["--port", "1"], "does not understand --port"),
                (["-dbPath"], "-dbPath needs a value")]:
            done = stator("rotate-key", *arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(text, done.stderr)
        self.assertIn("--new-encryption-key-file NEW", stator("rotate-key", "--help").stdout)
        done = stator("-inMemory", "--encryption-key-file", self.key)
        self.assertEqual(done.returncode, 2)
        self.assertIn("contradict", done.stderr)


if __name__ == "__main__":
    unittest.main()
