"""One jump of two days, as an application's test makes it: an item expires and its removal is told
as the service's own, a stream's old records are gone, its iterators have expired, and an idempotency
token can be used again."""

import json
import unittest
import urllib.request

from botocore.config import Config
from botocore.exceptions import ClientError

from server import CREDENTIALS, REGION, Server, boto3_client

TWO_DAYS = 2 * 86_400


def post(server, path, body):
    with urllib.request.urlopen(server.url + path, json.dumps(body).encode(), timeout=30) as reply:
        return json.load(reply)


class TimeJumpTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import boto3

        cls.server = Server("-clock", "manual")
        cls.client = boto3_client(cls.server)
        cls.streams = boto3.client("dynamodbstreams", endpoint_url=cls.server.url, region_name=REGION,
                                   config=Config(retries={"max_attempts": 1}), **CREDENTIALS)
        with urllib.request.urlopen(cls.server.url + "/_stator/clock", timeout=30) as reply:
            cls.now = int(json.load(reply)["EpochSeconds"])
        cls.client.create_table(
            TableName="jump", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        cls.client.update_time_to_live(
            TableName="jump", TimeToLiveSpecification={"AttributeName": "expires", "Enabled": True})
        cls.arn = cls.client.describe_table(TableName="jump")["Table"]["LatestStreamArn"]

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.streams.close()
        assert cls.server.stop() == 0

    def shards(self):
        stream = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]
        return [shard["ShardId"] for shard in stream["Shards"]]

    def iterator(self, shard):
        return self.streams.get_shard_iterator(StreamArn=self.arn, ShardId=shard,
                                               ShardIteratorType="TRIM_HORIZON")["ShardIterator"]

    def records(self):
        found = []
        for shard in self.shards():
            iterator = self.iterator(shard)
            while iterator is not None:
                page = self.streams.get_records(ShardIterator=iterator)
                found += page["Records"]
                iterator = page.get("NextShardIterator") if page["Records"] else None
        return found

    def write(self, value):
        """A transaction that always has the same token."""
        self.client.transact_write_items(
            ClientRequestToken="the-same-token",
            TransactItems=[{"Put": {"TableName": "jump",
                                    "Item": {"pk": {"S": "by-token"}, "v": {"N": str(value)}}}}])

    def test_two_days_pass_at_once(self):
        self.client.put_item(TableName="jump", Item={
            "pk": {"S": "session"}, "expires": {"N": str(self.now + 60)}})
        self.write(1)
        with self.assertRaises(ClientError) as caught:
            self.write(2)
        self.assertEqual(caught.exception.response["Error"]["Code"],
                         "IdempotentParameterMismatchException")
        self.assertEqual({r["eventName"] for r in self.records()}, {"INSERT"})
        old_iterator = self.iterator(self.shards()[0])

        post(self.server, "/_stator/clock", {"AdvanceSeconds": TWO_DAYS})

        self.assertNotIn("Item", self.client.get_item(TableName="jump", Key={"pk": {"S": "session"}}))
        removals = self.records()
        self.assertEqual([r["eventName"] for r in removals], ["REMOVE"], "older records are trimmed")
        self.assertEqual(removals[0]["dynamodb"]["Keys"], {"pk": {"S": "session"}})
        self.assertEqual(removals[0]["userIdentity"],
                         {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"})
        with self.assertRaises(ClientError) as caught:
            self.streams.get_records(ShardIterator=old_iterator)
        self.assertEqual(caught.exception.response["Error"]["Code"], "ExpiredIteratorException")
        self.write(2)
        item = self.client.get_item(TableName="jump", Key={"pk": {"S": "by-token"}})["Item"]
        self.assertEqual(item["v"], {"N": "2"})

    def test_a_split_closes_a_shard_and_opens_two(self):
        before = set(self.shards())
        post(self.server, "/_stator/split", {"TableName": "jump"})
        stream = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]
        children = [s for s in stream["Shards"] if s["ShardId"] not in before]
        self.assertEqual(len(children), 2)
        self.assertEqual(len({s["ParentShardId"] for s in children}), 1)
        self.assertIn(children[0]["ParentShardId"], before)


if __name__ == "__main__":
    unittest.main()
