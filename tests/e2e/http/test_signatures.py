"""Signatures of Version 4 at the server's door, made by botocore's signer and then tampered with."""

import datetime
import pathlib
import re
import subprocess
import unittest
from unittest import mock

import botocore.auth
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import tenants
from raw_http import Connection, program, wait_for
from signed_http import (REGION, SignedServer, credentials, presign, request, send, sha256, sign,
                         type_of)
from tenants import TenantServer

SOURCES = pathlib.Path(__file__).resolve().parents[3] / "server"
INVALID_TOKEN = "The security token included in the request is invalid."


class SignatureTest(unittest.TestCase):
    flags = ()

    @classmethod
    def setUpClass(cls):
        cls.server = SignedServer(*cls.flags)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def request(self, operation="ListTables", **options):
        return request(self.server, operation, **options)

    def ask(self, asked):
        return send(self.server, asked)

    def refused(self, asked, kind, text=None):
        reply = self.ask(asked)
        self.assertEqual((reply.status, type_of(reply)), (400, kind), reply.body)
        if text is not None:
            self.assertIn(text, reply.body["message"])
        return reply

    def accepted(self, asked):
        reply = self.ask(asked)
        self.assertEqual(reply.status, 200, reply.body)
        return reply


class Boto3(SignatureTest):
    def client(self, key_id="AKIAROOT", secret=None, token=None):
        who = credentials(key_id, secret, token)
        client = boto3.client(
            "dynamodb", endpoint_url=self.server.url, region_name=REGION,
            aws_access_key_id=who.access_key, aws_secret_access_key=who.secret_key,
            aws_session_token=who.token, config=Config(retries={"max_attempts": 0}))
        self.addCleanup(client.close)
        return client

    def test_reads_what_it_wrote(self):
        client = self.client()
        client.create_table(TableName="signed", BillingMode="PAY_PER_REQUEST",
                            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        item = {"pk": {"S": "ключ"}, "text": {"S": "x" * 100_000}}
        client.put_item(TableName="signed", Item=item)
        self.assertEqual(client.get_item(TableName="signed", Key={"pk": {"S": "ключ"}})["Item"], item)
        # Another key of the same account sees the same tables.
        other = self.client("ASIASESSION")
        self.assertEqual(other.list_tables()["TableNames"], ["signed"])

    def test_is_told_what_is_wrong(self):
        for key_id, secret, token, code in (
                ("AKIAROOT", "wrong", None, "InvalidSignatureException"),
                ("AKIASTRANGER", "any", None, "UnrecognizedClientException"),
                ("ASIASESSION", None, "another", "UnrecognizedClientException"),
                ("ASIAEXPIRED", None, None, "ExpiredTokenException")):
            with self.subTest(key_id):
                with self.assertRaises(ClientError) as caught:
                    self.client(key_id, secret, token).list_tables()
                self.assertEqual(caught.exception.response["Error"]["Code"], code)
                self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)


class Header(SignatureTest):
    def test_is_needed(self):
        reply = self.refused(self.request(), "MissingAuthenticationTokenException")
        self.assertEqual(reply.body["message"], "Request is missing Authentication Token")

    def test_is_taken(self):
        self.accepted(sign(self.request()))
        self.accepted(sign(self.request(), region="anywhere-1"))
        self.accepted(sign(self.request(), credentials("ASIASESSION")))

    def test_a_session_needs_its_token(self):
        for token in ("", "another", "token+/"):
            who = credentials("ASIASESSION", token=token or "-")
            asked = self.request()
            if token == "":
                who.token = None
            self.refused(sign(asked, who), "UnrecognizedClientException", INVALID_TOKEN)
        who = credentials("AKIAROOT", token="token+/=")
        self.refused(sign(self.request(), who), "UnrecognizedClientException", INVALID_TOKEN)

    def test_an_expired_token_is_said_to_be(self):
        reply = self.refused(sign(self.request(), credentials("ASIAEXPIRED")), "ExpiredTokenException")
        self.assertEqual(reply.body["message"],
                         "The security token included in the request is expired")

    def test_body_is_signed(self):
        asked = sign(self.request(body={"Limit": 1}))
        asked.data = b'{"Limit": 2}'
        reply = self.refused(asked, "InvalidSignatureException",
                             "The request signature we calculated does not match")
        self.assertIn(sha256(b'{"Limit": 2}'), reply.body["message"])
        self.assertIn("The Canonical String for this request should have been\n'POST\n/\n\n",
                      reply.body["message"])

    def test_headers_are_signed(self):
        asked = sign(self.request())
        asked.headers.replace_header("X-Amz-Target", "DynamoDB_20120810.DescribeLimits")
        self.refused(asked, "InvalidSignatureException", "does not match")
        asked = sign(self.request())
        asked.headers["X-Amz-More"] = "1"
        self.refused(asked, "InvalidSignatureException", "'x-amz-more' must be a 'SignedHeader'")

    def test_headers_that_are_not_utf8_are_shown_in_json(self):
        asked = sign(self.request(My_Header="a"))
        asked.headers.replace_header("My-Header", b"\xff\xfe".decode("latin-1"))
        self.refused(asked, "InvalidSignatureException", "my-header:??")

    def test_a_date_that_is_not_utf8_is_shown_in_json(self):
        asked = sign(self.request())
        asked.headers.replace_header("X-Amz-Date", b"\xff\xfe".decode("latin-1"))
        self.refused(asked, "IncompleteSignatureException", "??")

    def test_repeated_headers_are_joined(self):
        asked = sign(self.request(My_Header="a,b  c"))
        lines = [f"{name}: {value}" for name, value in asked.headers.items() if name != "My-Header"]
        lines += ["My-Header: a", "my-header:  b   c  ", f"Content-Length: {len(asked.data)}"]
        with Connection(self.server.port) as connection:
            reply = connection.ask("\r\n".join(["POST / HTTP/1.1", *lines, "", ""]).encode()
                                   + asked.data)
        self.assertEqual(reply.status, 200, reply.body)

    def test_query_is_signed(self):
        asked = request(self.server, "ListTables", path="/?b=%20~%2F&a=1&a=0")
        self.accepted(sign(asked))
        asked = sign(request(self.server, "ListTables", path="/?b=2"))
        asked.url += "&c=3"
        self.refused(asked, "InvalidSignatureException", "does not match")

    def test_payload_header_is_the_bodys_hash(self):
        asked = self.request()
        asked.headers["X-Amz-Content-SHA256"] = sha256(asked.data)
        self.accepted(sign(asked))
        for said in ("UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                     "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"):
            asked = self.request()
            asked.headers["X-Amz-Content-SHA256"] = said
            self.refused(sign(asked), "InvalidSignatureException", "Unsigned and streaming")

    def test_chunked_transfer_is_signed_as_a_whole(self):
        asked = sign(self.request(body={"Limit": 7}))
        lines = [f"{name}: {value}" for name, value in asked.headers.items()]
        body = b"".join(b"1\r\n" + bytes([byte]) + b"\r\n" for byte in asked.data) + b"0\r\n\r\n"
        with Connection(self.server.port) as connection:
            reply = connection.ask(
                "\r\n".join(["POST / HTTP/1.1", *lines, "Transfer-Encoding: chunked", "", ""]).encode()
                + body)
        self.assertEqual(reply.status, 200, reply.body)

    def test_other_algorithms_are_refused(self):
        asked = sign(self.request())
        value = asked.headers["Authorization"].replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")
        asked.headers.replace_header("Authorization", value)
        self.refused(asked, "IncompleteSignatureException", "Signature Version 4A")

    def test_the_scope_must_be_the_services(self):
        self.refused(sign(self.request(), service="s3"), "InvalidSignatureException",
                     "Credential should be scoped to correct service: 'dynamodb'. ")


class Logs(unittest.TestCase):
    """Of the real server, which says as much as it can."""

    def test_no_secret_or_signature_is_logged(self):
        server = TenantServer("-log-requests", "-log-access", "all", "-explain-access")
        self.addCleanup(server.stop)
        red = tenants.credentials("red")
        wrong = credentials(red.access_key, secret="a-wrong-secret")
        asked = [sign(request(server, "ListTables"), red), sign(request(server, "ListTables"), wrong),
                 presign(request(server, "ListTables"), red), presign(request(server, "ListTables"), wrong),
                 sign(request(server, None, method="GET", path="/_stator/clock"), red)]
        signatures = [re.search("Signature=([0-9a-f]{64})", one.headers.get("Authorization", one.url))[1]
                      for one in asked]
        replies = [send(server, one) for one in asked]
        self.assertEqual([type_of(reply) for reply in replies],
                         ["AccessDeniedException", "InvalidSignatureException"] * 2 + ["AccessDeniedException"])
        lines = ["event=request request_id=" + reply.headers["x-amzn-requestid"] for reply in replies]
        self.assertTrue(wait_for(lambda: all(any(line in logged for logged in server.log) for line in lines)),
                        server.log)
        log = "\n".join(server.log)
        self.assertIn("event=access principal=arn:aws:iam::111122223333:user/red", log)
        written = pathlib.Path(server.identities_file).read_text(encoding="utf-8")
        secrets = re.findall('"SecretAccessKey": "([^"]+)"', written)
        self.assertIn(red.secret_key, secrets)
        for secret in (*secrets, "a-wrong-secret", *signatures):
            self.assertNotIn(secret, log)


class Skew(SignatureTest):
    """On a clock that stands still."""

    NOW = datetime.datetime(2026, 11, 23, 12, 0, 0)
    flags = ("-clock", "manual", "-clock-start", "1795435200")

    def at(self, seconds, make=sign, **options):
        asked = self.request()
        now = self.NOW + datetime.timedelta(seconds=seconds)
        # How botocore asks for the time differs between its versions.
        with mock.patch.object(botocore.auth, "datetime", mock.Mock(wraps=datetime)) as patched:
            patched.datetime = mock.Mock(wraps=datetime.datetime)
            patched.datetime.utcnow.return_value = now
            patched.datetime.now.return_value = now
            return make(asked, **options)

    def test_of_five_minutes_is_allowed(self):
        self.accepted(self.at(-300))
        self.accepted(self.at(300))

    def test_of_more_is_refused(self):
        self.refused(self.at(-301), "InvalidSignatureException",
                     "Signature expired: 20261123T115459Z is now earlier than 20261123T115500Z "
                     "(20261123T120000Z - 5 min.)")
        self.refused(self.at(301), "InvalidSignatureException",
                     "Signature not yet current: 20261123T120501Z is still later than "
                     "20261123T120500Z (20261123T120000Z + 5 min.)")

    def test_a_presigned_request_lasts_as_long_as_it_says(self):
        self.accepted(self.at(-1000, presign, expires=1000))
        self.refused(self.at(-1001, presign, expires=1000), "InvalidSignatureException",
                     "Signature expired")


class Presigned(SignatureTest):
    def test_is_taken(self):
        self.accepted(presign(self.request(body={"Limit": 3})))
        self.accepted(presign(self.request(), credentials("ASIASESSION")))

    def test_body_is_signed(self):
        asked = presign(self.request(body={"Limit": 3}))
        asked.data = b"{}"
        self.refused(asked, "InvalidSignatureException", "does not match")

    def test_has_bounds(self):
        self.accepted(presign(self.request(), expires=604_800))
        for expires in (0, 604_801):
            self.refused(presign(self.request(), expires=expires), "InvalidSignatureException",
                         "X-Amz-Expires")

    def test_cannot_be_prolonged(self):
        asked = presign(self.request(), expires=60)
        asked.url = asked.url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")
        self.refused(asked, "InvalidSignatureException", "does not match")

    def test_header_and_query_contradict(self):
        asked = presign(self.request())
        asked.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=a"
        self.refused(asked, "InvalidSignatureException", "Found both")


class Routes(SignatureTest):
    """Nothing of the real server is open by accident."""

    OWN = (("GET", "/_stator/clock"), ("POST", "/_stator/clock"), ("POST", "/_stator/split"),
           ("POST", "/_stator/capacity"), ("GET", "/_stator/partitions"),
           ("GET", "/_stator/insights"), ("POST", "/_stator/faults"), ("GET", "/_stator/faults"),
           ("DELETE", "/_stator/faults"), ("POST", "/_stator/lag"), ("GET", "/_stator/lag"),
           ("DELETE", "/_stator/lag"), ("GET", "/metrics"))

    @classmethod
    def setUpClass(cls):
        cls.server = TenantServer()

    def own(self, method, path, who=None):
        asked = request(self.server, None, method=method, path=path)
        return self.ask(asked if who is None else sign(asked, who))

    def all(self):
        for method, path in self.OWN:
            yield lambda method=method, path=path: request(
                self.server, None, method=method, path=path), f"{method} {path}"
        for operation in self.operations():
            yield lambda operation=operation: self.request(operation), operation

    def operations(self):
        client = boto3.client("dynamodb", region_name=REGION, **{
            "aws_access_key_id": "a", "aws_secret_access_key": "b"})
        names = set(client.meta.service_model.operation_names)
        known = [name for name in sorted(names) if type_of(self.ask(self.request(name)))
                 != "UnknownOperationException"]
        self.assertGreater(len(known), 40)
        return known

    def test_all_are_listed(self):
        """The list above is of all routes that the sources add, each with its method."""
        added, paths, actions = [], set(), set()
        named = dict(re.findall(r'string_view (kMetricsPath) = "([^"]+)"', (SOURCES / "admin_router.h").read_text()))
        for source in sorted(SOURCES.rglob("*.cc")):
            text = source.read_text()
            paths |= set(re.findall(r'"(/_stator/[^" ]+)', text))
            actions |= set(re.findall(r'admin_actions::k([A-Za-z]+)', text))
            self.assertNotIn('"stator:', text.replace('"stator: ', ""), "actions are named by their constants")
            here = {**named, **dict(re.findall(r'string_view (k[A-Za-z]+) = "([^"]*)"', text))}
            added += [(method.upper(), literal or here[constant], action)
                      for method, literal, constant, action in re.findall(
                          r'HttpMethod::k([A-Za-z]+),\s*(?:"([^"]+)"|(k[A-Za-z]+)),\s*admin_actions::k([A-Za-z]+)', text)]
        self.assertEqual(sorted((method, path) for method, path, _ in added), sorted(self.OWN))
        # Nothing that the search above does not see.
        self.assertEqual(sorted(action for _, _, action in added), sorted(actions))
        self.assertEqual(paths, {path for _, path in self.OWN} - {"/metrics"})

    def test_take_no_other_methods(self):
        """Asked by somebody who may do nothing, so that nothing is done."""
        for path in sorted({path for _, path in self.OWN}):
            for method in ("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS", "TRACE"):
                with self.subTest(f"{method} {path}"):
                    status = self.own(method, path, tenants.credentials("powerless")).status
                    of_route = "GET" if method == "HEAD" else method
                    self.assertEqual(status, 403 if (of_route, path) in self.OWN else 405)

    def test_need_a_signature(self):
        for make, name in self.all():
            with self.subTest(name):
                reply = self.ask(make())
                self.assertEqual((reply.status, type_of(reply)),
                                 (400, "MissingAuthenticationTokenException"))

    def test_need_the_right_signature(self):
        wrong = credentials(tenants.credentials("root").access_key, secret="wrong")
        for make, name in self.all():
            with self.subTest(name):
                self.refused(sign(make(), wrong), "InvalidSignatureException")

    def test_of_the_server_need_a_policy_of_the_operators_account(self):
        for who in ("powerless", "red", "stranger"):
            account = "444455556666" if who == "stranger" else "111122223333"
            for method, path in self.OWN:
                with self.subTest(f"{method} {path}", who=who):
                    reply = self.own(method, path, tenants.credentials(who))
                    self.assertEqual((reply.status, type_of(reply)), (403, "AccessDeniedException"))
                    self.assertIn(f"arn:aws:iam::{account}:user/{who}", reply.body["message"])

    def test_of_the_server_are_the_accounts(self):
        """So far that they say what is missing from a request that asks for nothing."""
        for method, path in self.OWN:
            with self.subTest(f"{method} {path}"):
                reply = self.own(method, path, tenants.credentials("root"))
                self.assertIn(type_of(reply), (None, "ValidationException", "ResourceNotFoundException"))

    def test_unknown_paths_tell_strangers_nothing(self):
        for path in ("/_stator/", "/_stator/nothing", "/_stator/../metrics"):
            reply = self.ask(request(self.server, None, method="GET", path=path))
            self.assertEqual(type_of(reply), "MissingAuthenticationTokenException")

    def test_health_and_preflight_are_open(self):
        reply = self.ask(request(self.server, None, method="GET", path="/healthz"))
        self.assertEqual((reply.status, reply.body), (200, b"ok"))
        asked = request(self.server, None, method="OPTIONS", Origin="http://a.example",
                        Access_Control_Request_Method="POST")
        asked.data = b""
        self.assertEqual(self.ask(asked).status, 200)


class Reports(SignatureTest):
    flags = ("-log-access", "denied", "-explain-access")

    def test_denials_are_explained_and_logged(self):
        asked = sign(request(self.server, None, method="GET", path="/_stator/clock"),
                     credentials("AKIANOBODY"))
        reply = self.ask(asked)
        explained = reply.headers["x-stator-explain-access"]
        self.assertEqual(explained,
                         '{"principal":"arn:aws:iam::123456789012:user/nobody",'
                         '"action":"stator:ReadClock","resource":"*","decision":"implicit-deny",'
                         '"policyKind":"identity"}')
        self.assertTrue(wait_for(lambda: any("event=access" in line for line in self.server.log)))
        line = next(line for line in self.server.log if "event=access" in line)
        self.assertIn("principal=arn:aws:iam::123456789012:user/nobody action=stator:ReadClock "
                      "resource=* decision=implicit-deny", line)

    def test_an_explanation_is_of_its_own_request(self):
        """Through a proxy that shares connections the next request may be another client's."""
        asked = sign(request(self.server, None, method="GET", path="/_stator/clock"),
                     credentials("AKIANOBODY"))
        lines = [f"{name}: {value}" for name, value in asked.headers.items()]
        with Connection(self.server.port) as connection:
            first = connection.ask("\r\n".join(["GET /_stator/clock HTTP/1.1", *lines, "", ""]).encode())
            self.assertIn("x-stator-explain-access", first.headers)
            second = connection.ask(b"nonsense\r\n\r\n")
        self.assertEqual(second.status, 400)
        self.assertNotIn("x-stator-explain-access", second.headers)

    def test_what_is_allowed_is_neither(self):
        reply = self.ask(sign(request(self.server, None, method="GET", path="/_stator/lag")))
        self.assertNotIn("x-stator-explain-access", reply.headers)
        self.ask(sign(request(self.server, None, method="GET", path="/_stator/partitions"),
                      credentials("AKIANOBODY")))
        self.assertTrue(wait_for(lambda: any("DescribePartitions" in line
                                             for line in self.server.log)))
        self.assertFalse(any("DescribeLag" in line for line in self.server.log))


class Flags(unittest.TestCase):
    def test_are_checked(self):
        for flags, text in ((["-log-access", "all"], "-log-access needs -auth sigv4"),
                            (["-explain-access"], "-explain-access needs -auth sigv4"),
                            (["-auth", "basic"], "-auth is off or sigv4"),
                            (["-auth", "sigv4"], "-auth sigv4 needs -identities"),
                            (["-identities", "f"], "-identities needs -auth sigv4")):
            done = subprocess.run([program("signed_server"), "-inMemory", *flags],
                                  capture_output=True, text=True, timeout=20)
            self.assertEqual(done.returncode, 2, flags)
            self.assertIn(text, done.stderr)


if __name__ == "__main__":
    unittest.main()
