"""/metrics after traffic of each kind through boto3: every number exactly."""

import http.client
import json
import socket
import threading
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

from prometheus_text import Page
from server import CREDENTIALS, REGION, Server, boto3_client

PLACE = {"account": "test", "region": REGION}
S = "S"


def scrape(server, query=""):
    with urllib.request.urlopen(server.url + "/metrics" + query, timeout=60) as reply:
        assert reply.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert reply.headers["Access-Control-Allow-Origin"] is None
        return Page(reply.read().decode())


def admin(server, path, body):
    with urllib.request.urlopen(server.url + path, json.dumps(body).encode(), timeout=60) as reply:
        return json.load(reply)


def key(pk):
    return {"pk": {S: pk}}


class Cases(unittest.TestCase):
    flags = ("-clock", "manual")

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.flags)
        cls.client = boto3_client(cls.server, retries={"total_max_attempts": 1})

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        assert cls.server.stop() == 0

    def create(self, name, **settings):
        settings = {"BillingMode": "PAY_PER_REQUEST", **settings}
        attributes = settings.pop("Attributes", ["pk"])
        self.client.create_table(
            TableName=name, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": a, "AttributeType": S} for a in attributes],
            **settings)
        self.addCleanup(self.client.delete_table, TableName=name)

    def refused(self, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        return caught.exception.response["Error"]["Code"]

    def table(self, name, metric, **labels):
        """One sample of a table or, with labels, of something of it; None if there is none."""
        labels = {**PLACE, "TableName": name, **labels}
        return scrape(self.server).samples.get((metric, frozenset(labels.items())))

    def requests(self, name, operation):
        return self.table(name, "SuccessfulRequestLatency_count", Operation=operation)


class MetricsTest(Cases):
    def test_units_of_a_table_and_of_its_index(self):
        units = {"ReadCapacityUnits": 11, "WriteCapacityUnits": 12}
        self.create("units", Attributes=["pk", "g"], BillingMode="PROVISIONED",
                    ProvisionedThroughput=units, GlobalSecondaryIndexes=[{
                        "IndexName": "by-g", "Projection": {"ProjectionType": "ALL"},
                        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                        "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}}])
        self.client.put_item(TableName="units", Item=key("a"))
        self.client.put_item(TableName="units", Item={**key("b"), "g": {S: "x"}, "more": {S: "." * 2_100}})
        self.client.get_item(TableName="units", Key=key("a"), ConsistentRead=True)
        self.client.get_item(TableName="units", Key=key("a"))
        self.client.scan(TableName="units", IndexName="by-g")
        self.client.delete_item(TableName="units", Key=key("a"))
        index = {"GlobalSecondaryIndexName": "by-g"}
        for metric, labels, value in [
                ("ConsumedWriteCapacityUnits", {}, 5), ("ConsumedReadCapacityUnits", {}, 1.5),
                ("ConsumedWriteCapacityUnits", index, 3), ("ConsumedReadCapacityUnits", index, 0.5),
                ("ProvisionedReadCapacityUnits", {}, 11), ("ProvisionedWriteCapacityUnits", {}, 12),
                ("ProvisionedReadCapacityUnits", index, 3), ("ProvisionedWriteCapacityUnits", index, 4),
                ("stator_burst_write_units_left", {}, 3_600), ("stator_burst_read_units_left", index, 900),
                ("ReadThrottleEvents", {}, 0), ("WriteKeyRangeThroughputThrottleEvents", index, 0),
                ("OnDemandMaxReadRequestUnits", {}, None),
                ("stator_items", {}, 1), ("stator_items", index, 1)]:
            self.assertEqual(self.table("units", metric, **labels), value, (metric, labels))
        partitions = scrape(self.server).of("stator_partition_ConsumedWriteCapacityUnits", TableName="units")
        self.assertEqual(sum(partitions.values()), 8)
        self.assertTrue(all("partition" in dict(labels) for labels in partitions))

    def test_requests_by_operation_and_outcome(self):
        self.create("requests")
        before = scrape(self.server)
        client, name = self.client, "requests"
        for pk in "abc":
            client.put_item(TableName=name, Item=key(pk))
        client.update_item(TableName=name, Key=key("a"), UpdateExpression="ADD n :n",
                           ExpressionAttributeValues={":n": {"N": "1"}})
        client.delete_item(TableName=name, Key=key("c"))
        client.scan(TableName=name)
        client.query(TableName=name, KeyConditionExpression="pk = :a",
                     ExpressionAttributeValues={":a": {S: "a"}})
        client.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": key(pk)}} for pk in "de"]})
        client.batch_get_item(RequestItems={name: {"Keys": [key("d"), key("e")]}})
        client.transact_write_items(TransactItems=[{"Put": {"TableName": name, "Item": key("f")}}])
        client.transact_get_items(TransactItems=[{"Get": {"TableName": name, "Key": key("f")}}])
        client.execute_statement(Statement="SELECT * FROM requests")
        client.execute_statement(Statement="DELETE FROM requests WHERE pk='f'")
        client.execute_transaction(TransactStatements=[{"Statement": "SELECT * FROM requests WHERE pk='a'"}])
        client.batch_execute_statement(Statements=[{"Statement": "SELECT * FROM requests WHERE pk='a'"}])
        condition = {"ConditionExpression": "attribute_not_exists(pk)"}
        self.assertEqual(self.refused(client.put_item, TableName=name, Item=key("a"), **condition),
                         "ConditionalCheckFailedException")
        self.assertEqual(self.refused(client.transact_write_items, TransactItems=[
            {"Put": {"TableName": name, "Item": key("a"), **condition}}]), "TransactionCanceledException")
        self.assertEqual(self.refused(client.put_item, TableName=name, Item={"x": {S: "y"}}),
                         "ValidationException")
        self.assertEqual(self.refused(client.get_item, TableName="nowhere", Key=key("a")),
                         "ResourceNotFoundException")
        page = scrape(self.server)
        counts = page.of("SuccessfulRequestLatency_count", **PLACE, TableName=name)
        self.assertEqual({dict(labels)["Operation"]: count for labels, count in counts.items()}, {
            "PutItem": 3, "UpdateItem": 1, "DeleteItem": 1, "Scan": 1, "Query": 1, "BatchWriteItem": 1,
            "BatchGetItem": 1, "TransactWriteItems": 1, "TransactGetItems": 1, "ExecuteStatement": 2,
            "ExecuteTransaction": 1, "BatchExecuteStatement": 1})
        self.assertEqual(page.of("ReturnedItemCount", **PLACE, TableName=name), {
            (("Operation", "Scan"),): 2, (("Operation", "Query"),): 1,
            (("Operation", "ExecuteStatement"),): 5})
        self.assertEqual(page.value("ConditionalCheckFailedRequests", **PLACE, TableName=name), 2)
        self.assertEqual(page.value("SystemErrors", **PLACE, TableName=name, Operation="PutItem"), 0)
        self.assertEqual(page.value("TransactionConflict", **PLACE, TableName=name), 0)
        self.assertEqual(page.value("UserErrors", **PLACE) - before.samples.get(
            ("UserErrors", frozenset(PLACE.items())), 0), 3)

        def calls(outcome):
            labels = {"Operation": "PutItem", "outcome": outcome}
            old = before.samples.get(("stator_operation_calls_total", frozenset(labels.items())), 0)
            return page.value("stator_operation_calls_total", **labels) - old
        self.assertEqual([calls(o) for o in ("success", "condition_failed", "user_error", "throttled")],
                         [3, 1, 1, 0])

    def test_streams_and_time_to_live(self):
        self.create("stream", StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        self.client.update_time_to_live(TableName="stream", TimeToLiveSpecification={
            "Enabled": True, "AttributeName": "until"})
        now = admin(self.server, "/_stator/clock", {"AdvanceSeconds": 0})["EpochSeconds"]
        for pk in "ab":
            self.client.put_item(TableName="stream", Item={**key(pk), "until": {"N": str(int(now) + 5)}})
        self.client.put_item(TableName="stream", Item=key("c"))
        admin(self.server, "/_stator/clock", {"AdvanceSeconds": 60})
        self.assertEqual(self.table("stream", "TimeToLiveDeletedItemCount"), 2)
        streams = boto3.client("dynamodbstreams", endpoint_url=self.server.url, region_name=REGION,
                               **CREDENTIALS)
        self.addCleanup(streams.close)
        arn = self.client.describe_table(TableName="stream")["Table"]["LatestStreamArn"]
        records = []
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"],
                                                  ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            records += streams.get_records(ShardIterator=iterator)["Records"]
        self.assertEqual(len(records), 5)
        operation = {"Operation": "GetRecords"}
        self.assertEqual(self.table("stream", "ReturnedRecordsCount", **operation), 5)
        self.assertEqual(self.table("stream", "ReturnedBytes", **operation),
                         sum(r["dynamodb"]["SizeBytes"] for r in records))

    def test_throttling(self):
        admin(self.server, "/_stator/capacity", {"Mode": "partition"})
        self.addCleanup(admin, self.server, "/_stator/capacity", {"Mode": "off"})
        self.create("slow", BillingMode="PROVISIONED",
                    ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})
        for _ in range(300):
            self.client.put_item(TableName="slow", Item=key("a"))
        for _ in range(2):
            self.refused(self.client.put_item, TableName="slow", Item=key("a"))
        self.refused(self.client.transact_write_items, TransactItems=[
            {"Put": {"TableName": "slow", "Item": key("b")}}])
        self.create("hot")
        for _ in range(40):
            batch = [{"PutRequest": {"Item": {**key("hot"), "n": {S: "." * 30_000}}}}]
            try:
                self.client.batch_write_item(RequestItems={"hot": batch})
            except ClientError:
                break
        page = scrape(self.server)
        for metric, table, more, value in [
                ("WriteThrottleEvents", "slow", {}, 3),
                ("WriteProvisionedThroughputThrottleEvents", "slow", {}, 3),
                ("WriteKeyRangeThroughputThrottleEvents", "slow", {}, 0),
                ("ConsumedWriteCapacityUnits", "slow", {}, 300),
                ("ThrottledRequests", "slow", {"Operation": "PutItem"}, 2),
                ("ThrottledRequests", "slow", {"Operation": "TransactWriteItems"}, 1),
                ("stator_burst_write_units_left", "slow", {}, 0),
                ("WriteKeyRangeThroughputThrottleEvents", "hot", {}, 1),
                ("WriteAccountLimitThrottleEvents", "hot", {}, 0),
                ("ThrottledRequests", "hot", {"Operation": "BatchWriteItem"}, 1)]:
            self.assertEqual(page.value(metric, **PLACE, TableName=table, **more), value, (metric, table))
        units = page.of("stator_partition_ConsumedWriteCapacityUnits", TableName="hot")
        left = page.of("stator_partition_write_units_left", TableName="hot")
        self.assertEqual([1_000 - u for u in units.values()], list(left.values()))
        self.assertEqual(list(page.of("stator_partition_WriteThrottleEvents", TableName="hot").values()), [1])


class ConflictTest(Cases):
    flags = ("-transaction-conflicts", "fail", "-transaction-delay-ms", "6000")

    def test_requests_that_meet_a_transaction(self):
        self.create("held")
        put = {"Put": {"TableName": "held", "Item": key("a")}}
        transaction = threading.Thread(target=self.client.transact_write_items,
                                       kwargs={"TransactItems": [put]})
        transaction.start()
        self.addCleanup(transaction.join)
        errors = 0
        while errors == 0:
            try:
                self.client.put_item(TableName="held", Item=key("a"))
            except self.client.exceptions.TransactionConflictException:
                errors += 1
        self.assertEqual(self.table("held", "TransactionConflict"), 1)
        for call, item in ((self.client.transact_write_items, put),
                           (self.client.transact_get_items, {"Get": {"TableName": "held", "Key": key("a")}})):
            self.assertEqual(self.refused(call, TransactItems=[item]), "TransactionCanceledException")
        self.client.batch_write_item(RequestItems={"held": [{"PutRequest": {"Item": key("a")}}]})
        self.assertEqual(self.table("held", "TransactionConflict"), 4)
        self.assertEqual(scrape(self.server).value("UserErrors", **PLACE), 3)
        self.assertEqual(scrape(self.server).value("stator_http_requests_in_flight"), 2)
        transaction.join()
        self.assertEqual(self.requests("held", "TransactWriteItems"), 1)
        self.assertGreater(self.table("held", "SuccessfulRequestLatency_sum",
                                      Operation="TransactWriteItems"), 6_000)


class PageTest(Cases):
    def ask(self, method, path="/metrics", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request(method, path, headers=headers)
            reply = connection.getresponse()
            return reply.status, reply.headers, reply.read()
        finally:
            connection.close()

    def test_is_read_only_and_not_for_web_pages(self):
        status, headers, body = self.ask("HEAD")
        self.assertEqual((status, body), (200, b""))
        self.assertEqual(self.ask("POST")[0], 405)
        self.assertEqual(self.ask("DELETE")[0], 405)
        self.assertEqual(self.ask("GET", Origin="http://localhost")[0], 403)
        self.assertEqual(self.ask("GET", "/metrics/")[0], 404)

    def test_is_not_compressed_on_the_thread_of_other_requests(self):
        _, headers, body = self.ask("GET", **{"Accept-Encoding": "gzip"})
        self.assertIsNone(headers["Content-Encoding"])
        Page(body.decode())

    def test_refuses_what_it_does_not_know(self):
        for query in ("?limit=x", "?limit=-1", "?limit=999999999", "?tables=a", "?table="):
            self.assertEqual(self.ask("GET", "/metrics" + query)[0], 400, query)

    def test_shows_as_many_tables_as_are_asked_for(self):
        for i in range(12):
            self.create(f"many{i}")
            self.client.put_item(TableName=f"many{i}", Item=key("a"))
        self.create("unused")

        def tables(query):
            page = scrape(self.server, query)
            units = page.of("ConsumedWriteCapacityUnits")
            self.assertEqual(page.value("stator_tables_shown"), len(units))
            self.assertEqual(page.value("stator_tables_used"), 12)
            self.assertEqual(page.value("stator_tables"), 13)
            return [dict(labels)["TableName"] for labels in units]
        self.assertEqual(tables(""), [f"many{i}" for i in range(12)])
        self.assertEqual(tables("?limit=3"), ["many0", "many1", "many2"])
        self.assertEqual(tables("?table=many9&table=many4"), ["many4", "many9"])
        self.assertEqual(tables("?table=unused"), ["unused"])
        self.assertEqual(tables("?table=none"), [])

    def test_counts_connections_and_replies(self):
        before = scrape(self.server)
        idle = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(5)]
        self.addCleanup(lambda: [connection.close() for connection in idle])
        for path in ("/healthz", "/healthz", "/nothing"):
            self.ask("GET", path)
        page = scrape(self.server)

        def grown(name, **labels):
            return page.value(name, **labels) - before.value(name, **labels)
        self.assertGreaterEqual(page.value("stator_http_connections"), 5)
        self.assertEqual(grown("stator_http_connections_accepted_total"), 5 + 3 + 1)
        self.assertEqual(grown("stator_http_replies_total", status="2xx"), 2 + 1)
        self.assertEqual(grown("stator_http_replies_total", status="4xx"), 1)
        self.assertEqual(page.value("stator_http_requests_in_flight"), 1)  # the scrape itself
        self.assertGreater(page.value("stator_uptime_seconds"), 0)
        self.assertGreater(page.value("stator_resident_memory_bytes"), 1 << 20)
        self.assertEqual(list(page.of("stator_build_info").values()), [1])

    def test_escapes_names_that_callers_give_themselves(self):
        client = boto3.client("dynamodb", endpoint_url=self.server.url, region_name=REGION,
                              aws_access_key_id='a"b', aws_secret_access_key="x")
        self.addCleanup(client.close)
        self.refused(client.describe_table, TableName="none")
        self.assertEqual(scrape(self.server).value("UserErrors", account='a"b', region=REGION), 1)


if __name__ == "__main__":
    unittest.main()
