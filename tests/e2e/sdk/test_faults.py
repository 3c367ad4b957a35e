"""Injected faults as an application meets them through boto3 and its retry modes, and reads that lag."""

import json
import threading
import time
import unittest
import urllib.error
import urllib.request

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from server import Server, boto3_client

ONE_TRY = {"total_max_attempts": 1, "mode": "standard"}


def admin(server, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data, method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


class FaultServerTest(unittest.TestCase):
    flags = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.flags)
        cls.client = cls.client_with(retries=ONE_TRY)
        cls.client.create_table(
            TableName="tab", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                                  {"AttributeName": "city", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            GlobalSecondaryIndexes=[{
                "IndexName": "by-city", "Projection": {"ProjectionType": "ALL"},
                "KeySchema": [{"AttributeName": "city", "KeyType": "HASH"}]}])

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        assert cls.server.stop() == 0

    @classmethod
    def client_with(cls, **options):
        return boto3_client(cls.server, **options)

    def tearDown(self):
        admin(self.server, "DELETE", "/_stator/faults")
        admin(self.server, "DELETE", "/_stator/lag")

    def add(self, **rule):
        return admin(self.server, "POST", "/_stator/faults", rule)["FaultId"]

    def hits(self, fault):
        faults = admin(self.server, "GET", "/_stator/faults")["Faults"]
        return next(f["Hits"] for f in faults if f["FaultId"] == fault)

    def put(self, pk, client=None, **attributes):
        return (client or self.client).put_item(TableName="tab", Item={"pk": {"S": pk}, **attributes})

    def sees(self, pk, consistent=True):
        reply = self.client.get_item(TableName="tab", Key={"pk": {"S": pk}}, ConsistentRead=consistent)
        return "Item" in reply


class RetryTest(FaultServerTest):
    def test_every_retry_mode_gets_through_a_throttle(self):
        for mode in ("legacy", "standard", "adaptive"):
            with self.subTest(mode=mode):
                client = self.client_with(retries={"total_max_attempts": 4, "mode": mode})
                self.addCleanup(client.close)
                fault = self.add(Fault="throttle", Reason="TableWriteKeyRangeThroughputExceeded",
                                 Operations=["PutItem"], Count=2)
                reply = self.put(mode, client)
                self.assertEqual(reply["ResponseMetadata"]["RetryAttempts"], 2)
                self.assertEqual(self.hits(fault), 2)
                self.assertTrue(self.sees(mode))

    def test_a_client_that_gives_up_sees_the_throttle(self):
        self.add(Fault="throttle", Reason="TableWriteMaxOnDemandThroughputExceeded")
        with self.assertRaises(ClientError) as raised:
            self.put("never")
        self.assertEqual(raised.exception.response["Error"]["Code"], "ThrottlingException")
        self.assertFalse(self.sees("never"))

    def test_server_errors_are_retried(self):
        client = self.client_with(retries={"total_max_attempts": 3, "mode": "standard"})
        self.addCleanup(client.close)
        for fault, status, code in (("internal-server-error", 500, "InternalServerError"),
                                    ("service-unavailable", 503, "ServiceUnavailable")):
            with self.subTest(fault=fault):
                self.add(Fault=fault, Count=1)
                with self.assertRaises(ClientError) as raised:
                    self.put("once")
                self.assertEqual(raised.exception.response["Error"]["Code"], code)
                self.assertEqual(raised.exception.response["ResponseMetadata"]["HTTPStatusCode"], status)
                self.add(Fault=fault, Count=2)
                self.assertEqual(self.put(fault, client)["ResponseMetadata"]["RetryAttempts"], 2)

    def test_a_connection_dropped_before_leaves_nothing_behind(self):
        self.add(Fault="drop-connection", Count=1)
        with self.assertRaises(ConnectionClosedError):
            self.put("dropped")
        self.assertFalse(self.sees("dropped"))

    def test_a_retry_after_a_lost_reply_does_the_work_twice(self):
        self.put("counter", n={"N": "0"})
        client = self.client_with(retries={"total_max_attempts": 3, "mode": "standard"})
        self.addCleanup(client.close)
        self.add(Fault="drop-connection", When="after", Operations=["UpdateItem"], Count=1)
        reply = client.update_item(TableName="tab", Key={"pk": {"S": "counter"}},
                                   UpdateExpression="ADD n :one", ReturnValues="ALL_NEW",
                                   ExpressionAttributeValues={":one": {"N": "1"}})
        self.assertEqual(reply["ResponseMetadata"]["RetryAttempts"], 1)
        self.assertEqual(reply["Attributes"]["n"], {"N": "2"})

    def test_a_transaction_with_a_token_outlives_a_lost_reply(self):
        self.put("account", n={"N": "0"})
        client = self.client_with(retries={"total_max_attempts": 3, "mode": "standard"})
        self.addCleanup(client.close)
        fault = self.add(Fault="drop-connection", When="after", Operations=["TransactWriteItems"],
                         PartitionKey="acc*", Count=1)
        client.transact_write_items(ClientRequestToken="once", TransactItems=[{"Update": {
            "TableName": "tab", "Key": {"pk": {"S": "account"}}, "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}}}}])
        self.assertEqual(self.hits(fault), 1)
        found = self.client.get_item(TableName="tab", Key={"pk": {"S": "account"}})
        self.assertEqual(found["Item"]["n"], {"N": "1"})

    def test_the_batch_writer_writes_what_was_unprocessed(self):
        import boto3
        from server import CREDENTIALS, REGION

        table = boto3.resource("dynamodb", endpoint_url=self.server.url, region_name=REGION,
                               **CREDENTIALS).Table("tab")
        fault = self.add(Fault="unprocessed", Probability=0.5, Seed=3)
        with table.batch_writer() as batch:
            for i in range(60):
                batch.put_item({"pk": f"batch-{i}"})
        table.meta.client.close()
        self.assertGreater(self.hits(fault), 10)
        admin(self.server, "DELETE", "/_stator/faults")
        self.assertTrue(all(self.sees(f"batch-{i}") for i in range(60)))

    def test_unprocessed_keys_come_back(self):
        for pk in ("k-1", "k-2"):
            self.put(pk)
        self.add(Fault="unprocessed", PartitionKey="k-1", Count=1)
        keys = {"tab": {"Keys": [{"pk": {"S": "k-1"}}, {"pk": {"S": "k-2"}}]}}
        reply = self.client.batch_get_item(RequestItems=keys)
        self.assertEqual(len(reply["Responses"]["tab"]), 1)
        reply = self.client.batch_get_item(RequestItems=reply["UnprocessedKeys"])
        self.assertEqual(reply["Responses"]["tab"], [{"pk": {"S": "k-1"}}])

    def test_conflicts_of_conditions_and_transactions(self):
        self.add(Fault="conditional-check-failed", Count=1)
        self.put("free")
        with self.assertRaises(self.client.exceptions.ConditionalCheckFailedException):
            self.client.put_item(TableName="tab", Item={"pk": {"S": "free"}},
                                 ConditionExpression="attribute_exists(pk)")
        self.add(Fault="transaction-conflict", Count=1)
        with self.assertRaises(self.client.exceptions.TransactionCanceledException) as raised:
            self.client.transact_write_items(TransactItems=[
                {"Put": {"TableName": "tab", "Item": {"pk": {"S": "t"}}}}])
        self.assertEqual([r["Code"] for r in raised.exception.response["CancellationReasons"]],
                         ["TransactionConflict"])
        with self.assertRaises(self.client.exceptions.TransactionConflictException):
            self.add(Fault="transaction-conflict", Count=1)
            self.put("t")


class LatencyTest(FaultServerTest):
    def test_a_slow_call_holds_up_nobody_else(self):
        self.add(Fault="latency", Milliseconds=2_000, When="before", PartitionKey="slow")
        began = time.monotonic()
        self.put("quick")
        self.assertLess(time.monotonic() - began, 1.9)
        began = time.monotonic()
        self.put("slow")
        self.assertGreaterEqual(time.monotonic() - began, 2)

    def test_a_client_that_does_not_wait_meets_its_write_later(self):
        hasty = self.client_with(retries=ONE_TRY, read_timeout=0.3)
        self.addCleanup(hasty.close)
        for when, there in (("before", False), ("after", True)):
            with self.subTest(when=when):
                self.add(Fault="latency", Milliseconds=1500, When=when, Operations=["PutItem"], Count=1)
                with self.assertRaises(ReadTimeoutError):
                    self.put(when, hasty)
                self.assertEqual(self.sees(when), there)
                deadline = time.monotonic() + 20
                while not self.sees(when):
                    self.assertLess(time.monotonic(), deadline)
                    time.sleep(0.05)

    def test_a_server_that_stops_waits_for_no_latency(self):
        server = Server()
        client = boto3_client(server, retries=ONE_TRY)
        admin(server, "POST", "/_stator/faults", {"Fault": "latency", "Milliseconds": 50_000, "Count": 1})
        thread = threading.Thread(target=client.list_tables)
        thread.start()
        deadline = time.monotonic() + 20
        while admin(server, "GET", "/_stator/faults")["Faults"][0]["Hits"] == 0:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        began = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 15)
        thread.join()
        client.close()


class SyncLatencyTest(LatencyTest):
    """The same where writes run on worker threads."""

    flags = ("-transaction-conflicts", "fail", "-transaction-delay-ms", "1")


class LagTest(FaultServerTest):
    flags = ("-clock", "manual")

    def in_city(self, city):
        reply = self.client.query(TableName="tab", IndexName="by-city",
                                  KeyConditionExpression="city = :c",
                                  ExpressionAttributeValues={":c": {"S": city}})
        return [item["pk"]["S"] for item in reply["Items"]]

    def advance(self, seconds):
        admin(self.server, "POST", "/_stator/clock", {"AdvanceSeconds": seconds})

    def test_code_that_relies_on_strong_reads_fails(self):
        self.put("before")
        admin(self.server, "POST", "/_stator/lag", {"ReadMillis": 2000, "Reads": "oldest"})
        self.put("mine")
        self.assertTrue(self.sees("before", consistent=False))
        self.assertFalse(self.sees("mine", consistent=False))
        self.assertTrue(self.sees("mine", consistent=True))
        self.advance(2)
        self.assertTrue(self.sees("mine", consistent=False))

    def test_an_index_lags_and_then_follows(self):
        admin(self.server, "POST", "/_stator/lag", {"IndexMillis": 3000, "TableName": "tab"})
        self.put("ann", city={"S": "Oslo"})
        self.assertTrue(self.sees("ann", consistent=False))
        self.assertEqual(self.in_city("Oslo"), [])
        self.advance(4)
        self.assertEqual(self.in_city("Oslo"), ["ann"])
        self.client.delete_item(TableName="tab", Key={"pk": {"S": "ann"}})
        self.assertEqual(self.in_city("Oslo"), ["ann"])
        self.assertEqual(admin(self.server, "GET", "/_stator/lag"), {
            "ReadMillis": 0, "IndexMillis": 0, "Reads": "replicas",
            "Tables": [{"TableName": "tab", "ReadMillis": 0, "IndexMillis": 3000, "Reads": "replicas"}]})
        admin(self.server, "POST", "/_stator/lag", {"TableName": "tab"})
        self.assertEqual(self.in_city("Oslo"), [])


class RouteTest(FaultServerTest):
    def test_rules_are_listed_as_they_were_given(self):
        rule = {"Fault": "latency", "When": "after", "Milliseconds": 5, "Operations": ["GetItem", "Query"],
                "TableName": "tab", "PartitionKey": "a*", "Probability": 0.5, "Seed": 9, "Count": 4}
        fault = self.add(**rule)
        other = self.add(Fault="throttle", Reason="IndexWriteAccountLimitExceeded", IndexName="by-city")
        listed = admin(self.server, "GET", "/_stator/faults")["Faults"]
        self.assertEqual(listed, [
            {"FaultId": fault, **rule, "Hits": 0},
            {"FaultId": other, "Fault": "throttle", "Reason": "IndexWriteAccountLimitExceeded",
             "IndexName": "by-city", "Probability": 1.0, "Hits": 0}])
        self.assertEqual(admin(self.server, "DELETE", f"/_stator/faults?id={fault}"), {"Deleted": 1})
        self.assertEqual(len(admin(self.server, "GET", "/_stator/faults")["Faults"]), 1)

    def test_what_makes_no_sense_is_refused(self):
        post = "POST"
        self.add(Fault="throttle", TableName="elsewhere")
        for method, path, body in (
                (post, "/_stator/faults", {}), (post, "/_stator/faults", {"Fault": "fire"}),
                (post, "/_stator/faults", {"Fault": "throttle", "Table": "tab"}),
                (post, "/_stator/faults", {"Fault": "throttle", "Operations": "PutItem"}),
                (post, "/_stator/faults", {"Fault": "throttle", "Operations": []}),
                (post, "/_stator/faults", {"Fault": "throttle", "Probability": "1"}),
                (post, "/_stator/faults", {"Fault": "throttle", "Count": 1.5}),
                (post, "/_stator/faults", {"Fault": "throttle", "TableName": 7}),
                (post, "/_stator/faults", {"Fault": "latency", "Milliseconds": 5, "When": "later"}),
                (post, "/_stator/faults", {"Fault": "internal-server-error", "Operations": ["CreateBackup"]}),
                ("DELETE", "/_stator/faults?id=99", None), ("DELETE", "/_stator/faults?id=x", None),
                ("DELETE", "/_stator/faults?all=1", None),
                (post, "/_stator/lag", {}), (post, "/_stator/lag", {"ReadMillis": -1}),
                (post, "/_stator/lag", {"ReadMillis": 60_001}),
                (post, "/_stator/lag", {"IndexMillis": 5, "Reads": "oldest"}),
                (post, "/_stator/lag", {"ReadMillis": 5, "Reads": "newest"}),
                (post, "/_stator/lag", {"Lag": 5})):
            with self.subTest(path=path, body=body):
                with self.assertRaises(urllib.error.HTTPError) as refused:
                    admin(self.server, method, path, body)
                self.assertEqual(refused.exception.code, 400)
                self.assertIn(b"ValidationException", refused.exception.read())
                refused.exception.close()
        self.assertEqual(len(admin(self.server, "GET", "/_stator/faults")["Faults"]), 1)

    def test_rules_are_gone_after_a_restart(self):
        server = Server()
        admin(server, "POST", "/_stator/faults", {"Fault": "internal-server-error"})
        admin(server, "POST", "/_stator/lag", {"ReadMillis": 10})
        server.restart()
        self.assertEqual(admin(server, "GET", "/_stator/faults"), {"Faults": []})
        self.assertEqual(admin(server, "GET", "/_stator/lag")["ReadMillis"], 0)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
