"""--auth=sigv4 with an identities file: who is let in, what is logged of it, and secrets that change."""

import json
import os
import pathlib
import shutil
import signal
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from server import REGION, Server

ACCOUNT = "123456789012"
KEYS = {name: (f"AKIA{name.upper():X<16}", f"{name}-secret-0123456789-0123456789-abcdef")
        for name in ("owner", "reader", "operator")}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def user(name, secret, statement):
    return {"AccessKeys": [{"AccessKeyId": KEYS[name][0], "SecretAccessKey": secret}],
            "InlinePolicies": {f"of-{name}": policy(statement)}}


class SignedRequestsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stator-identities-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.write({name: secret for name, (_, secret) in KEYS.items()})
        self.server = Server("-auth", "sigv4", "-identities", str(self.folder / "who.json"),
                             "-log-access", "all", "-explain-access")
        self.addCleanup(self.server.stop)

    def write(self, secrets):
        users = {
            "owner": user("owner", secrets["owner"],
                          {"Sid": "All", "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}),
            "reader": user("reader", secrets["reader"], {
                "Sid": "Reads", "Effect": "Allow", "Action": "dynamodb:GetItem",
                "Resource": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/signed"}),
            "operator": user("operator", secrets["operator"], {
                "Sid": "Clock", "Effect": "Allow",
                "Action": ["stator:ReadClock", "stator:ReadMetrics"], "Resource": "*"})}
        path = self.folder / "who.json"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"Accounts": {ACCOUNT: {"Users": users}}}, file)

    def client(self, name, secret=None):
        client = boto3.client("dynamodb", endpoint_url=self.server.url, region_name=REGION,
                              aws_access_key_id=KEYS[name][0],
                              aws_secret_access_key=secret or KEYS[name][1],
                              config=Config(retries={"max_attempts": 0}))
        self.addCleanup(client.close)
        return client

    def create(self):
        self.client("owner").create_table(
            TableName="signed", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])

    def refused(self, call, code, **options):
        with self.assertRaises(ClientError) as caught:
            call(**options)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response

    def logged(self, part, seconds=10):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            lines = [line for line in list(self.server.log) if part in line]
            if lines:
                return lines[-1]
            time.sleep(0.01)
        self.fail(f"no line with {part!r}: {self.server.log}")

    def get(self, path, name):
        asked = AWSRequest("GET", self.server.url + path)
        SigV4Auth(Credentials(*KEYS[name]), "dynamodb", REGION).add_auth(asked)
        try:
            with urllib.request.urlopen(urllib.request.Request(
                    asked.url, headers=dict(asked.headers.items())), timeout=15) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def test_policies_decide_and_are_named(self):
        self.create()
        self.client("owner").put_item(TableName="signed", Item={"pk": {"S": "a"}})
        key = {"TableName": "signed", "Key": {"pk": {"S": "a"}}}
        self.assertEqual(self.client("reader").get_item(**key)["Item"], {"pk": {"S": "a"}})
        line = self.logged("action=dynamodb:GetItem")
        self.assertIn(f"principal=arn:aws:iam::{ACCOUNT}:user/reader", line)
        self.assertIn(f"resource=arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/signed", line)
        self.assertIn("decision=allow policy_kind=identity policy=of-reader statement=0 sid=Reads", line)
        reply = self.refused(self.client("reader").delete_item, "AccessDeniedException", **key)
        explained = json.loads(reply["ResponseMetadata"]["HTTPHeaders"]["x-stator-explain-access"])
        self.assertEqual(explained["action"], "dynamodb:DeleteItem")
        self.assertEqual(explained["decision"], "implicit-deny")
        self.assertIn("decision=implicit-deny", self.logged("action=dynamodb:DeleteItem"))
        log = "\n".join(self.server.log)
        for _, secret in KEYS.values():
            self.assertNotIn(secret, log)

    def test_own_routes_are_actions(self):
        self.assertEqual(self.get("/_stator/clock", "operator"), 200)
        self.assertEqual(self.get("/metrics", "operator"), 200)
        self.assertEqual(self.get("/_stator/faults", "operator"), 403)
        self.assertEqual(self.get("/metrics", "reader"), 403)
        self.assertEqual(self.get("/_stator/clock", "owner"), 403)

    def test_a_new_secret_counts_from_the_reload_on(self):
        client = self.client("owner")
        client.list_tables()
        secrets = {name: secret for name, (_, secret) in KEYS.items()}
        secrets["owner"] = "a-new-secret-0123456789-0123456789-abcde"
        self.write(secrets)
        client.list_tables()
        self.server.process.send_signal(signal.SIGHUP)
        self.logged("event=reloaded")
        self.refused(client.list_tables, "InvalidSignatureException")
        self.client("owner", secrets["owner"]).list_tables()


if __name__ == "__main__":
    unittest.main()
