"""The Security Token Service on DynamoDB's port, by an unmodified boto3 and the aws command line."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from server import REGION, Server  # noqa: E402
from web_tokens import TokenIssuer  # noqa: E402

ACCOUNT = "012345678901"
OTHER_ACCOUNT = "210987654321"
ALICE = ("AKIAALICEALICEALICE1", "alice-secret-0123456789-0123456789-abcde")
BOB = ("AKIABOBBOBBOBBOBBOB1", "bob-secret-0123456789-0123456789-abcdefg")
ROOT = ("AKIAROOTROOTROOTROOT", "root-secret-0123456789-0123456789-abcdef")


def keys(pair):
    return [{"AccessKeyId": pair[0], "SecretAccessKey": pair[1]}]


def allow(actions, resource="*", **more):
    return {"Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource, **more}]}


def trust(principal, actions=("sts:AssumeRole", "sts:TagSession"), **more):
    return {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": principal, "Action": list(actions), **more}]}


def identities(issuer):
    own_items = allow(["dynamodb:GetItem", "dynamodb:PutItem"], Condition={
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${graph.facebook.com:id}"]}})
    return {"Accounts": {
        ACCOUNT: {
            "RootAccessKeys": keys(ROOT),
            "Policies": {"Reads": allow(["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:ListTables"])},
            "Users": {"alice": {"AccessKeys": keys(ALICE),
                                "InlinePolicies": {"all": allow(["dynamodb:*", "sts:*"])}}},
            "Roles": {
                "app": {"TrustPolicy": trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
                        "InlinePolicies": {"tables": allow("dynamodb:*")},
                        "MaxSessionDuration": 7200},
                "partner": {"TrustPolicy": trust(
                    {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"},
                    Condition={"StringEquals": {"sts:ExternalId": "deal-7"}}),
                    "Policies": ["Reads"]},
                "player": {"TrustPolicy": trust(
                    {"Federated": "graph.facebook.com"}, ["sts:AssumeRoleWithWebIdentity"],
                    Condition={"StringEquals": {"graph.facebook.com:app_id": "game"}}),
                    "InlinePolicies": {"own": own_items}},
            },
            "IdentityProviders": {"graph.facebook.com": {
                "Audiences": ["game", "forum"], "Keys": issuer.key_set()}},
        },
        OTHER_ACCOUNT: {"Users": {"bob": {
            "AccessKeys": keys(BOB), "InlinePolicies": {"assume": allow("sts:AssumeRole")}}}},
    }}


class StsTest(unittest.TestCase):
    flags = ("-log-access", "denied", "-explain-access")

    @classmethod
    def setUpClass(cls):
        cls.issuer = TokenIssuer(iss="https://www.facebook.com", aud="game")
        cls.folder = tempfile.TemporaryDirectory(prefix="stator-test-")
        cls.path = pathlib.Path(cls.folder.name) / "identities.json"
        cls.addClassCleanup(cls.folder.cleanup)
        cls.write(identities(cls.issuer))
        cls.server = Server("-auth", "sigv4", "-identities", str(cls.path), *cls.flags)
        cls.addClassCleanup(cls.server.stop)
        cls.client("dynamodb", ROOT).create_table(
            TableName="scores", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])

    @classmethod
    def write(cls, content):
        descriptor = os.open(cls.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file)

    @classmethod
    def client(cls, service, credentials, token=None):
        return boto3.client(service, endpoint_url=cls.server.url, region_name=REGION,
                            aws_access_key_id=credentials[0], aws_secret_access_key=credentials[1],
                            aws_session_token=token, config=Config(retries={"max_attempts": 1}))

    @classmethod
    def session(cls, service, reply):
        made = reply["Credentials"]
        return cls.client(service, (made["AccessKeyId"], made["SecretAccessKey"]),
                          made["SessionToken"])

    @classmethod
    def assume(cls, caller, role, **parameters):
        return cls.client("sts", caller).assume_role(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{role}", RoleSessionName="web-1", **parameters)

    def token(self, **claims):
        now = int(time.time())
        return self.issuer.token(**{"sub": "fb-1234567", "iat": now, "exp": now + 600, **claims})

    def play(self, token, **parameters):
        return self.client("sts", ("none", "none")).assume_role_with_web_identity(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/player", RoleSessionName="phone",
            WebIdentityToken=token, **parameters)

    def refusal(self, call, *arguments, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **parameters)
        error = caught.exception.response
        return error["Error"]["Code"], error["Error"]["Message"], \
            error["ResponseMetadata"]["HTTPStatusCode"]


class CallerTest(StsTest):
    def test_users_and_root_learn_who_they_are(self):
        alice = self.client("sts", ALICE).get_caller_identity()
        self.assertEqual(alice["Account"], ACCOUNT)
        self.assertEqual(alice["Arn"], f"arn:aws:iam::{ACCOUNT}:user/alice")
        self.assertRegex(alice["UserId"], "^AIDA[A-Z2-7]{17}$")
        self.assertRegex(alice["ResponseMetadata"]["RequestId"], "^[0-9a-f-]{36}$")
        root = self.client("sts", ROOT).get_caller_identity()
        self.assertEqual((root["UserId"], root["Arn"]), (ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root"))

    def test_strangers_are_refused(self):
        self.assertEqual(
            self.refusal(self.client("sts", ("AKIANOBODYNOBODYNOBO", "x")).get_caller_identity),
            ("InvalidClientTokenId", "The security token included in the request is invalid.", 403))
        code, message, status = self.refusal(
            self.client("sts", (ALICE[0], BOB[1])).get_caller_identity)
        self.assertEqual((code, status), ("SignatureDoesNotMatch", 403))
        self.assertIn("The request signature we calculated does not match", message)

    def test_a_request_by_get_and_one_without_a_signature(self):
        url = self.client("sts", ALICE).generate_presigned_url(
            "get_caller_identity", HttpMethod="GET")
        with urllib.request.urlopen(url) as reply:
            self.assertEqual(reply.headers["Content-Type"], "text/xml")
            self.assertIn(f"<Account>{ACCOUNT}</Account>", reply.read().decode())
        bare = f"{self.server.url}/?Action=GetCallerIdentity&Version=2011-06-15"
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(bare)
        with caught.exception as reply:
            self.assertEqual(reply.code, 403)
            self.assertIn("<Code>MissingAuthenticationToken</Code>", reply.read().decode())

    def test_the_command_line(self):
        done = subprocess.run(
            ["/usr/bin/python3", "/usr/bin/aws", "sts", "get-caller-identity", "--endpoint-url",
             self.server.url, "--output", "json"], capture_output=True, text=True, timeout=60,
            check=False,
            env={"PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": ALICE[0], "HOME": self.folder.name,
                 "AWS_SECRET_ACCESS_KEY": ALICE[1], "AWS_DEFAULT_REGION": REGION})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["Arn"], f"arn:aws:iam::{ACCOUNT}:user/alice")


class AssumeRoleTest(StsTest):
    def test_a_session_reads_and_knows_itself(self):
        reply = self.assume(ALICE, "app", DurationSeconds=900)
        arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/web-1"
        self.assertEqual(reply["AssumedRoleUser"]["Arn"], arn)
        self.assertRegex(reply["AssumedRoleUser"]["AssumedRoleId"], "^AROA[A-Z2-7]{17}:web-1$")
        self.assertNotIn("PackedPolicySize", reply)
        self.assertEqual(self.session("sts", reply).get_caller_identity()["Arn"], arn)
        table = self.session("dynamodb", reply)
        table.put_item(TableName="scores", Item={"id": {"S": "app"}})
        self.assertIn("Item", table.get_item(TableName="scores", Key={"id": {"S": "app"}}))

    def test_a_session_token_is_needed_and_must_be_its_own(self):
        made = self.assume(ALICE, "app")["Credentials"]
        pair = (made["AccessKeyId"], made["SecretAccessKey"])
        for token in (None, made["SessionToken"][:-1], self.assume(ALICE, "app")["Credentials"]["SessionToken"]):
            code, _, _ = self.refusal(self.client("sts", pair, token).get_caller_identity)
            self.assertEqual(code, "InvalidClientTokenId")

    def test_a_session_policy_takes_away(self):
        reply = self.assume(ALICE, "app", Policy=json.dumps(allow("dynamodb:ListTables")))
        self.assertGreater(reply["PackedPolicySize"], 0)
        limited = self.session("dynamodb", reply)
        self.assertEqual(limited.list_tables()["TableNames"], ["scores"])
        code, message, _ = self.refusal(limited.scan, TableName="scores")
        self.assertEqual(code, "AccessDeniedException")
        self.assertIn("no session policy allows the dynamodb:Scan action", message)
        by_name = self.session("dynamodb", self.assume(
            ALICE, "app", PolicyArns=[{"arn": f"arn:aws:iam::{ACCOUNT}:policy/Reads"}]))
        by_name.scan(TableName="scores")
        self.assertEqual(self.refusal(by_name.put_item, TableName="scores",
                                      Item={"id": {"S": "a"}})[0], "AccessDeniedException")

    def test_another_account_needs_both_sides_and_the_external_id(self):
        denied = self.refusal(self.assume, BOB, "partner")
        self.assertEqual((denied[0], denied[2]), ("AccessDenied", 403))
        self.assertIn(f"User: arn:aws:iam::{OTHER_ACCOUNT}:user/bob is not authorized to perform: "
                      f"sts:AssumeRole on resource: arn:aws:iam::{ACCOUNT}:role/partner", denied[1])
        self.assertEqual(self.refusal(self.assume, BOB, "partner", ExternalId="deal-8")[0],
                         "AccessDenied")
        reply = self.assume(BOB, "partner", ExternalId="deal-7")
        self.assertEqual(self.session("sts", reply).get_caller_identity()["Account"], ACCOUNT)
        self.assertEqual(self.refusal(self.assume, BOB, "app")[0], "AccessDenied")

    def test_a_role_that_does_not_exist_is_refused_like_one_that_is_not_for_the_caller(self):
        existing = self.refusal(self.assume, BOB, "app")
        missing = self.refusal(self.assume, BOB, "apx")
        self.assertEqual(existing[1].replace("role/app", "role/apx"), missing[1])
        self.assertEqual(existing[0::2], missing[0::2])

    def test_denials_are_explained_and_logged(self):
        with self.assertRaises(ClientError) as caught:
            self.assume(BOB, "app")
        headers = caught.exception.response["ResponseMetadata"]["HTTPHeaders"]
        explained = json.loads(headers["x-stator-explain-access"])
        self.assertEqual(explained, {
            "principal": f"arn:aws:iam::{OTHER_ACCOUNT}:user/bob", "action": "sts:AssumeRole",
            "resource": f"arn:aws:iam::{ACCOUNT}:role/app", "decision": "implicit-deny", "policyKind": "trust"})
        for _ in range(100):  # the log comes through a pipe
            if any("event=access" in line and "action=sts:AssumeRole" in line for line in self.server.log):
                return
            time.sleep(0.1)
        self.fail(self.server.log)

    def test_wrong_parameters(self):
        for parameters, code, message in (
                ({"DurationSeconds": 7201}, "ValidationError",
                 "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."),
                ({"Policy": "{"}, "MalformedPolicyDocument", "Syntax errors in policy"),
                ({"SerialNumber": "arn:aws:iam::1:mfa/a", "TokenCode": "123456"},
                 "ValidationError", "SerialNumber and TokenCode are not served")):
            found = self.refusal(self.assume, ALICE, "app", **parameters)
            self.assertEqual((found[0], found[2]), (code, 400))
            self.assertIn(message, found[1])
        self.assertEqual(self.refusal(self.assume, ROOT, "app")[:2],
                         ("AccessDenied", "Roles may not be assumed by root accounts."))


class LogTest(StsTest):
    flags = ("-log-requests", "-log-access", "all", "-explain-access")

    def test_secrets_are_in_no_log(self):
        token = self.token()
        assumed, played = self.assume(ALICE, "app"), self.play(token)
        self.refusal(self.client("sts", (ALICE[0], BOB[1])).get_caller_identity)
        asked = 3
        secrets = [ALICE[1], BOB[1], ROOT[1], token, token.rpartition(".")[2]]
        for reply in (assumed, played):
            made = reply["Credentials"]
            secrets += [made["SecretAccessKey"], made["SessionToken"]]
            self.session("sts", reply).get_caller_identity()
            url = self.session("sts", reply).generate_presigned_url("get_caller_identity", HttpMethod="GET")
            secrets.append(urllib.parse.quote(made["SessionToken"], safe=""))
            self.assertIn(secrets[-1], url)
            urllib.request.urlopen(url).close()
            pair = (made["AccessKeyId"], made["SecretAccessKey"])
            for call in (self.client("dynamodb", pair, made["SessionToken"][:-1]).list_tables,
                         self.client("sts", (pair[0], "wrong"), made["SessionToken"]).get_caller_identity,
                         lambda: self.session("dynamodb", played).scan(TableName="scores")):
                self.refusal(call)
            asked += 5
        asked += 1  # the table of setUpClass()
        for _ in range(100):  # the log comes through a pipe
            log = "\n".join(self.server.log)
            if log.count("event=request") >= asked:
                break
            time.sleep(0.1)
        self.assertEqual(log.count("event=request"), asked, log)
        self.assertIn("action=sts:AssumeRoleWithWebIdentity", log)
        for secret in secrets:
            self.assertNotIn(secret, log)


class WebIdentityTest(StsTest):
    def test_a_player_reaches_his_own_items_and_no_others(self):
        reply = self.play(self.token(), ProviderId="graph.facebook.com")
        self.assertEqual(reply["SubjectFromWebIdentityToken"], "fb-1234567")
        self.assertEqual((reply["Audience"], reply["Provider"]), ("game", "graph.facebook.com"))
        own = self.session("dynamodb", reply)
        own.put_item(TableName="scores", Item={"id": {"S": "fb-1234567"}, "top": {"N": "9"}})
        self.assertIn("Item", own.get_item(TableName="scores", Key={"id": {"S": "fb-1234567"}}))
        for call in (lambda: own.get_item(TableName="scores", Key={"id": {"S": "fb-7654321"}}),
                     lambda: own.scan(TableName="scores")):
            self.assertEqual(self.refusal(call)[0], "AccessDeniedException")

    def test_tokens_that_prove_nothing(self):
        now = int(time.time())
        stranger = TokenIssuer(iss="https://www.facebook.com", aud="game")
        for token, code, message, status in (
                ("abcd", "InvalidIdentityToken", "not a valid JWT", 400),
                (stranger.token(sub="fb-1234567", iat=now, exp=now + 60), "InvalidIdentityToken",
                 "signature", 400),
                (self.token(exp=now - 100), "ExpiredTokenException", "Token expired", 400),
                (self.token(aud="shop"), "InvalidIdentityToken", "Incorrect token audience", 400),
                (self.token(iss="https://idp.example"), "InvalidIdentityToken",
                 "No OpenIDConnect provider found in your account for https://idp.example", 400),
                (self.token(sub="x"), "IDPRejectedClaim", "sub", 403),
                (self.token(aud="forum"), "AccessDenied",
                 "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403)):
            found = self.refusal(self.play, token)
            self.assertEqual((found[0], found[2]), (code, status), found)
            self.assertIn(message, found[1])

    def test_the_roles_trust_is_not_that_of_a_user(self):
        self.assertEqual(self.refusal(self.assume, ALICE, "player")[0], "AccessDenied")


class ReloadTest(StsTest):
    def reload(self, event):
        seen = len(self.server.log)
        self.server.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if any(event in line for line in self.server.log[seen:]):
                return
            time.sleep(0.02)
        self.fail(f"no {event!r} in {self.server.log[seen:]}")

    def test_new_policies_count_for_sessions_and_a_wrong_file_changes_nothing(self):
        session = self.session("dynamodb", self.assume(ALICE, "app"))
        session.list_tables()
        content = identities(self.issuer)
        app = content["Accounts"][ACCOUNT]["Roles"]["app"]
        app["InlinePolicies"] = {"tables": allow("dynamodb:Scan")}
        self.write(content)
        self.reload("reloaded")
        self.assertEqual(self.refusal(session.list_tables)[0], "AccessDeniedException")
        session.scan(TableName="scores")

        self.path.write_text('{"Accounts": {', encoding="utf-8")
        self.reload("line 1")
        session.scan(TableName="scores")

        del content["Accounts"][ACCOUNT]["Roles"]["app"]
        self.write(content)
        self.reload("reloaded")
        self.assertEqual(self.refusal(session.scan, TableName="scores")[0],
                         "UnrecognizedClientException")


class OpenServerTest(unittest.TestCase):
    def test_without_verification_the_access_key_names_the_account(self):
        server = Server()
        self.addCleanup(server.stop)
        for key, account in (("210987654321", "210987654321"), ("test", "123456789012")):
            sts = boto3.client("sts", endpoint_url=server.url, region_name=REGION,
                               aws_access_key_id=key, aws_secret_access_key="any")
            found = sts.get_caller_identity()
            self.assertEqual((found["Account"], found["Arn"]),
                             (account, f"arn:aws:iam::{account}:root"))
            with self.assertRaises(ClientError) as caught:
                sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/app", RoleSessionName="web-1")
            self.assertIn("--auth=sigv4", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
