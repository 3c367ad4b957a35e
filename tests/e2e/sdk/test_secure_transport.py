"""TLS and identities together: aws:SecureTransport, and both read again with one SIGHUP."""

import signal
import threading
import time
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from certificates import Authority
from server import REGION
from tenants import TenantServer, access_key, credentials, identities, policy, user


class TlsAndIdentities(unittest.TestCase):
    def setUp(self):
        self.authority = Authority()
        self.addCleanup(self.authority.remove)
        self.certificate = self.authority.issue("first")
        careful = user("careful", None, "Everything")
        careful["InlinePolicies"] = {"tls": policy({
            "Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}})}
        self.users = {"careful": careful, "leaver": user("leaver", None, "Everything")}
        self.server = TenantServer("--tls-port", "0", *self.certificate.flags(), Users=self.users)
        self.addCleanup(self.server.stop)

    def client(self, who, secure=True, service="dynamodb"):
        keys = credentials(who)
        return boto3.client(
            service, endpoint_url=self.server.tls_url if secure else self.server.url, region_name=REGION,
            verify=self.authority.cert, config=Config(retries={"max_attempts": 0}),
            aws_access_key_id=keys.access_key, aws_secret_access_key=keys.secret_key)

    def code_of(self, who, secure=True):
        try:
            self.client(who, secure).list_tables()
            return None
        except ClientError as error:
            return error.response["Error"]["Code"]

    def hang_up(self, *wanted):
        before = len(self.server.log)
        self.server.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if all(any(words in line for line in self.server.log[before:]) for words in wanted):
                return
            time.sleep(0.01)
        self.fail(self.server.log)

    def test_a_policy_can_ask_for_tls(self):
        self.assertIsNone(self.code_of("careful"))
        self.assertEqual(self.code_of("careful", secure=False), "AccessDeniedException")
        self.assertIsNone(self.code_of("leaver", secure=False))

    def test_sts_is_at_both_ports(self):
        for secure in (True, False):
            self.assertEqual(self.client("leaver", secure, "sts").get_caller_identity()["Arn"],
                             "arn:aws:iam::111122223333:user/leaver")

    def test_one_signal_reloads_both(self):
        old = self.client("careful")
        old.list_tables()
        self.certificate.replace_with(self.authority.issue("second"))
        del self.users["leaver"]
        self.users["joiner"] = user("joiner", None, "Everything")
        self.server.write_identities(identities(Users=self.users))
        self.assertIsNone(self.code_of("leaver"))
        self.hang_up("event=reloaded what=certificate", "event=reloaded what=identities")
        self.assertEqual(self.code_of("leaver"), "UnrecognizedClientException")
        self.assertIsNone(self.code_of("joiner"))
        old.list_tables()

    def test_wrong_identities_change_nothing(self):
        self.server.write_identities({"Accounts": {"111122223333": {"Users": {"leaver": {"Policies": ["Nothing"]}}}}})
        self.hang_up('event="reload failed" what=identities', "event=reloaded what=certificate")
        self.assertIsNone(self.code_of("leaver"))
        self.assertIsNone(self.code_of("careful"))

    def test_reloads_lose_no_request(self):
        stop = threading.Event()
        outcomes = []

        def ask():
            client = self.client("careful")
            while not stop.is_set():
                try:
                    client.list_tables()
                    outcomes.append(None)
                except Exception as error:  # whatever it is, it is a lost request
                    outcomes.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(30):
            self.server.process.send_signal(signal.SIGHUP)
            time.sleep(0.03)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertGreater(len(outcomes), 20)
        self.assertEqual([one for one in outcomes if one is not None], [])

    def test_no_secret_is_in_the_log(self):
        self.client("careful").list_tables()
        self.server.write_identities({"Accounts": {"111122223333": {"Users": {"leaver": {"AccessKeys": [
            {"AccessKeyId": access_key("leaver"), "SecretAccessKey": "short-secret"}]}}}}})
        self.hang_up('event="reload failed" what=identities')
        log = "\n".join(self.server.log)
        for secret in ("secret/of/", "short-secret"):
            self.assertNotIn(secret, log)


if __name__ == "__main__":
    unittest.main()
