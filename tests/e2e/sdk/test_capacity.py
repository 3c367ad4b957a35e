"""Throttling as an application meets it through boto3, on a clock that the test moves.

Debian's boto3 does not know ThrottlingReasons yet; js/throttling.test.mjs reads them.
"""

import json
import unittest
import urllib.error
import urllib.request

from botocore.exceptions import ClientError

from server import Server, boto3_client

ONE_TRY = {"total_max_attempts": 1, "mode": "standard"}


def admin(server, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(server.url + path, data, timeout=30) as reply:
        return json.load(reply)


class CapacityTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("-clock", "manual", "-capacity", "table")
        cls.client = boto3_client(cls.server, retries=ONE_TRY)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        assert cls.server.stop() == 0

    def create(self, name, **settings):
        settings = settings or {
            "BillingMode": "PROVISIONED",
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}
        self.client.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}], **settings)
        self.addCleanup(lambda: self.client.delete_table(TableName=name))
        return name

    def put(self, table, count, pk="pk"):
        """Puts until one is refused: how many went in, and the refusal."""
        for done in range(count):
            try:
                self.client.put_item(TableName=table, Item={"pk": {"S": pk}, "n": {"N": str(done)}})
            except ClientError as error:
                return done, error
        return count, None

    def test_a_small_table_lives_off_its_burst_and_then_throttles(self):
        table = self.create("small")
        done, error = self.put(table, 1_000)
        self.assertEqual(done, 300)
        self.assertIsInstance(error, self.client.exceptions.ProvisionedThroughputExceededException)
        admin(self.server, "/_stator/clock", {"AdvanceSeconds": 7})
        self.assertEqual(self.put(table, 1_000)[0], 7)

    def test_the_mode_changes_for_one_table_while_the_server_runs(self):
        table = self.create("switched")
        self.assertEqual(self.put(table, 1_000)[0], 300)
        admin(self.server, "/_stator/capacity", {"Mode": "off", "TableName": table})
        self.assertEqual(self.put(table, 50), (50, None))
        admin(self.server, "/_stator/capacity", {"Mode": None, "TableName": table})
        self.assertEqual(self.put(table, 50)[0], 0)

    def test_a_hot_key_of_an_on_demand_table_is_throttled_in_its_partition(self):
        table = self.create("hot", BillingMode="PAY_PER_REQUEST")
        admin(self.server, "/_stator/capacity", {"Mode": "partition", "TableName": table})
        done, error = self.put(table, 1_500)
        self.assertEqual(done, 1_000)
        self.assertIsInstance(error, self.client.exceptions.ProvisionedThroughputExceededException)
        seen = admin(self.server, "/_stator/partitions?table=" + table)
        self.assertEqual(seen["Mode"], "partition")
        writes = [p["Write"] for p in seen["Resources"][0]["Partitions"] if "Write" in p]
        self.assertEqual([(w["Units"], w["Throttled"]) for w in writes], [(1000.0, 1)])
        self.assertEqual(len(writes[0]["Seconds"]), 1)

    def test_a_batch_gives_back_what_it_could_not_write(self):
        table = self.create("batched")
        self.assertEqual(self.put(table, 290), (290, None))
        requests = [{"PutRequest": {"Item": {"pk": {"S": str(i)}}}} for i in range(25)]
        reply = self.client.batch_write_item(RequestItems={table: requests})
        self.assertEqual(len(reply["UnprocessedItems"][table]), 15)
        admin(self.server, "/_stator/clock", {"AdvanceSeconds": 60})
        reply = self.client.batch_write_item(RequestItems=reply["UnprocessedItems"])
        self.assertEqual(reply["UnprocessedItems"], {})

    def test_splits_are_seen_with_their_reason(self):
        table = self.create("divided", BillingMode="PAY_PER_REQUEST")
        split = admin(self.server, "/_stator/split", {"TableName": table})
        seen = admin(self.server, "/_stator/partitions?table=" + table)
        self.assertEqual(len(seen["Resources"][0]["Partitions"]), 5)
        self.assertEqual([(s["Reason"], s["PartitionIds"], s["NewPartitionIds"]) for s in seen["Splits"]],
                         [("request", [split["PartitionId"]], split["NewPartitionIds"])])

    def test_a_tag_spreads_a_partition_key_over_partitions(self):
        table = "votes"
        self.client.create_table(
            TableName=table, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "candidate", "AttributeType": "S"},
                                  {"AttributeName": "voter", "AttributeType": "N"}],
            KeySchema=[{"AttributeName": "candidate", "KeyType": "HASH"},
                       {"AttributeName": "voter", "KeyType": "RANGE"}],
            Tags=[{"Key": "stator:write-shards", "Value": "4"}])
        self.addCleanup(lambda: self.client.delete_table(TableName=table))
        for voter in range(60):
            self.client.put_item(TableName=table,
                                 Item={"candidate": {"S": "A"}, "voter": {"N": str(voter)}})
        pages = self.client.get_paginator("query").paginate(
            TableName=table, KeyConditionExpression="candidate = :c",
            ExpressionAttributeValues={":c": {"S": "A"}}, PaginationConfig={"PageSize": 7})
        voters = [int(item["voter"]["N"]) for page in pages for item in page["Items"]]
        self.assertEqual(voters, list(range(60)))
        seen = admin(self.server, "/_stator/partitions?table=" + table)
        written = [p["Write"]["Units"] for p in seen["Resources"][0]["Partitions"] if "Write" in p]
        self.assertEqual(len(written), 4)
        self.assertEqual(sum(written), 60)

    def test_routes_refuse_what_makes_no_sense(self):
        for path, body in (("/_stator/capacity", {"Mode": "fast"}), ("/_stator/capacity", {}),
                           ("/_stator/capacity", {"Mode": "off", "Table": "x"}),
                           ("/_stator/capacity", {"Mode": "off", "TableName": "nowhere"}),
                           ("/_stator/partitions?table=nowhere", None), ("/_stator/partitions", None)):
            with self.subTest(path=path, body=body):
                with self.assertRaises(urllib.error.HTTPError) as refused:
                    admin(self.server, path, body)
                self.assertEqual(refused.exception.code, 400)
                refused.exception.close()


if __name__ == "__main__":
    unittest.main()
