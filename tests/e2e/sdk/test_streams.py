"""An unmodified boto3 program that follows streams: pages, views, restarts and kills."""

import contextlib
import threading
import unittest

from botocore.config import Config
from botocore.exceptions import ClientError

from server import CREDENTIALS, REGION, Server, boto3_client


def streams_client(server):
    import boto3

    return boto3.client("dynamodbstreams", endpoint_url=server.url, region_name=REGION,
                        config=Config(retries={"max_attempts": 1}), **CREDENTIALS)


def create_table(client, name, view="NEW_AND_OLD_IMAGES"):
    client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                              {"AttributeName": "sk", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"},
                   {"AttributeName": "sk", "KeyType": "RANGE"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view})
    return client.describe_table(TableName=name)["Table"]["LatestStreamArn"]


def put(client, name, pk, sk, value):
    client.put_item(TableName=name, Item={"pk": {"S": pk}, "sk": {"N": str(sk)}, "v": {"N": str(value)}})


def shards_of(streams, arn):
    shards, start = [], {}
    while True:
        stream = streams.describe_stream(StreamArn=arn, Limit=2, **start)["StreamDescription"]
        shards += stream["Shards"]
        if "LastEvaluatedShardId" not in stream:
            return shards
        start = {"ExclusiveStartShardId": stream["LastEvaluatedShardId"]}


def read_shard(streams, arn, shard_id, last=None):
    """The records behind the one with that sequence number, or all."""
    kind = {"ShardIteratorType": "TRIM_HORIZON"} if last is None else {
        "ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard_id, **kind)["ShardIterator"]
    records = []
    while iterator is not None:
        page = streams.get_records(ShardIterator=iterator, Limit=100)
        records += page["Records"]
        if not page["Records"]:
            break
        iterator = page.get("NextShardIterator")
    return records


def read_all(streams, arn):
    return [record for shard in shards_of(streams, arn)
            for record in read_shard(streams, arn, shard["ShardId"])]


class StreamCases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.client = boto3_client(cls.server, max_pool_connections=32)
        cls.streams = streams_client(cls.server)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.streams.close()
        cls.server.stop()

    def test_a_record_has_every_member(self):
        arn = create_table(self.client, "members")
        put(self.client, "members", "a", 1, 10)
        put(self.client, "members", "a", 1, 20)
        inserted, modified = read_all(self.streams, arn)
        self.assertEqual(inserted["eventName"], "INSERT")
        self.assertEqual(modified["eventName"], "MODIFY")
        self.assertEqual(modified["eventSource"], "aws:dynamodb")
        self.assertEqual(modified["eventVersion"], "1.1")
        self.assertEqual(modified["awsRegion"], REGION)
        self.assertRegex(modified["eventID"], "^[0-9a-f]{32}$")
        self.assertNotIn("userIdentity", modified)
        change = modified["dynamodb"]
        self.assertEqual(change["Keys"], {"pk": {"S": "a"}, "sk": {"N": "1"}})
        self.assertEqual(change["NewImage"]["v"], {"N": "20"})
        self.assertEqual(change["OldImage"]["v"], {"N": "10"})
        self.assertEqual(change["StreamViewType"], "NEW_AND_OLD_IMAGES")
        # pk 2 + 1, sk 2 + 2; and twice that with v 1 + 2.
        self.assertEqual(change["SizeBytes"], 7 + 2 * 10)
        self.assertGreater(change["SequenceNumber"], inserted["dynamodb"]["SequenceNumber"])
        self.assertEqual(change["ApproximateCreationDateTime"].microsecond, 0)

    def test_batches_and_many_writers_lose_nothing(self):
        arn = create_table(self.client, "many", "NEW_IMAGE")

        def write(writer):
            for group in range(4):
                self.client.batch_write_item(RequestItems={"many": [
                    {"PutRequest": {"Item": {"pk": {"S": f"w{writer}"}, "sk": {"N": str(group * 25 + i)}}}}
                    for i in range(25)]})

        writers = [threading.Thread(target=write, args=(w,)) for w in range(8)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        seen = [(r["dynamodb"]["Keys"]["pk"]["S"], r["dynamodb"]["Keys"]["sk"]["N"])
                for r in read_all(self.streams, arn)]
        self.assertEqual(len(seen), 800)
        self.assertEqual(len(set(seen)), 800)

    def test_streams_are_listed_by_table(self):
        arn = create_table(self.client, "listed")
        streams = self.streams.list_streams(TableName="listed")["Streams"]
        self.assertEqual([s["StreamArn"] for s in streams], [arn])
        self.assertEqual(streams[0]["StreamLabel"], arn.rpartition("/")[2])

    def test_a_table_that_is_gone_leaves_its_stream(self):
        arn = create_table(self.client, "gone")
        put(self.client, "gone", "a", 1, 1)
        self.client.delete_table(TableName="gone")
        stream = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]
        self.assertEqual(stream["StreamStatus"], "DISABLED")
        self.assertEqual(len(read_all(self.streams, arn)), 1)

    def test_errors_have_their_names(self):
        arn = create_table(self.client, "errors")
        shard = shards_of(self.streams, arn)[0]["ShardId"]
        cases = [
            ("ResourceNotFoundException", self.streams.describe_stream, {"StreamArn": arn + "0"}),
            ("ResourceNotFoundException", self.streams.get_shard_iterator,
             {"StreamArn": arn, "ShardId": shard[:-1] + "f", "ShardIteratorType": "LATEST"}),
            ("ValidationException", self.streams.get_records, {"ShardIterator": arn + "|1|AAAA"}),
            ("ValidationException", self.client.update_table,
             {"TableName": "errors",
              "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}}),
        ]
        for name, call, arguments in cases:
            with self.assertRaises(ClientError) as raised:
                call(**arguments)
            self.assertEqual(raised.exception.response["Error"]["Code"], name)


class StreamsOverRestarts(unittest.TestCase):
    def test_a_reader_goes_on_after_stops_and_kills(self):
        server = Server(in_memory=False)
        try:
            with contextlib.closing(boto3_client(server)) as client:
                arn = create_table(client, "kept")
            last, values = {}, []
            for value in range(6):
                with contextlib.closing(boto3_client(server)) as client:
                    put(client, "kept", "a", 1, value)
                if value % 3 == 1:
                    server.kill()
                if value % 3 != 0:
                    server.restart()
                values += self.read_new(server, arn, last)
            self.assertEqual(values, ["0", "1", "2", "3", "4", "5"])
        finally:
            server.stop()

    def read_new(self, server, arn, last):
        values = []
        with contextlib.closing(streams_client(server)) as streams:
            for shard in shards_of(streams, arn):
                records = read_shard(streams, arn, shard["ShardId"], last.get(shard["ShardId"]))
                values += [r["dynamodb"]["NewImage"]["v"]["N"] for r in records]
                if records:
                    last[shard["ShardId"]] = records[-1]["dynamodb"]["SequenceNumber"]
        return values


if __name__ == "__main__":
    unittest.main()
