"""An unmodified boto3 program against the server, in memory and on disk: the client and the resource
layer, waiters and paginators, as an application uses them."""

import decimal
import threading
import unittest

from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

from server import Server, boto3_client, boto3_resource


def error_code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


class Boto3Cases:
    """The cases; the classes below say on what kind of server."""

    in_memory = True

    @classmethod
    def setUpClass(cls):
        cls.server = Server(in_memory=cls.in_memory)
        cls.client = boto3_client(cls.server, max_pool_connections=64)
        cls.resource = boto3_resource(cls.server)
        cls.client.create_table(
            TableName="orders", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": t}
                                  for n, t in (("pk", "S"), ("sk", "N"), ("state", "S"), ("due", "N"))],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"},
                       {"AttributeName": "sk", "KeyType": "RANGE"}],
            LocalSecondaryIndexes=[{
                "IndexName": "by-due", "Projection": {"ProjectionType": "KEYS_ONLY"},
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                              {"AttributeName": "due", "KeyType": "RANGE"}]}],
            GlobalSecondaryIndexes=[{
                "IndexName": "by-state", "Projection": {"ProjectionType": "ALL"},
                "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"},
                              {"AttributeName": "due", "KeyType": "RANGE"}]}])
        cls.client.get_waiter("table_exists").wait(TableName="orders",
                                                   WaiterConfig={"Delay": 1, "MaxAttempts": 10})
        cls.table = cls.resource.Table("orders")

    @classmethod
    def tearDownClass(cls):
        cls.client.delete_table(TableName="orders")
        cls.client.get_waiter("table_not_exists").wait(TableName="orders",
                                                       WaiterConfig={"Delay": 1, "MaxAttempts": 10})
        cls.client.close()
        code = cls.server.stop()
        assert code == 0, f"the server ended with {code}"

    def test_every_attribute_type_comes_back_as_it_went_in(self):
        item = {
            "pk": "types", "sk": 1, "text": "żółć", "empty": "", "number": decimal.Decimal("-1.5E-100"),
            "large": decimal.Decimal("12345678901234567890123456789012345678"), "bytes": b"\x00\xff",
            "yes": True, "nothing": None, "list": ["a", decimal.Decimal(1), [None]],
            "map": {"inner": {"deep": "x"}}, "strings": {"a", "b"}, "numbers": {decimal.Decimal(1), decimal.Decimal("2.5")},
            "binaries": {b"1", b"2"}}
        self.table.put_item(Item=item)
        stored = self.table.get_item(Key={"pk": "types", "sk": 1}, ConsistentRead=True)["Item"]
        stored["bytes"] = stored["bytes"].value
        stored["binaries"] = {entry.value for entry in stored["binaries"]}
        self.assertEqual(stored, item)

    def test_a_condition_refuses_and_returns_the_old_item(self):
        self.table.put_item(Item={"pk": "condition", "sk": 1, "version": 1})
        with self.assertRaises(self.client.exceptions.ConditionalCheckFailedException):
            self.table.put_item(Item={"pk": "condition", "sk": 1, "version": 2},
                                ConditionExpression=Attr("version").eq(7))
        old = self.table.put_item(Item={"pk": "condition", "sk": 1, "version": 2},
                                  ConditionExpression=Attr("version").eq(1), ReturnValues="ALL_OLD")
        self.assertEqual(old["Attributes"]["version"], 1)

    def test_update_expressions_and_their_return_values(self):
        self.table.put_item(Item={"pk": "update", "sk": 1, "a": 1, "list": [1], "gone": "x", "set": {"a", "b"}})
        reply = self.table.update_item(
            Key={"pk": "update", "sk": 1},
            UpdateExpression="SET a = a + :one, #l = list_append(#l, :more), fresh = if_not_exists(fresh, :one) "
                             "REMOVE gone ADD visits :one DELETE #s :b",
            ExpressionAttributeNames={"#l": "list", "#s": "set"},
            ExpressionAttributeValues={":one": 1, ":more": [2, 3], ":b": {"b"}}, ReturnValues="ALL_NEW")
        self.assertEqual(reply["Attributes"], {"pk": "update", "sk": 1, "a": 2, "list": [1, 2, 3], "fresh": 1,
                                               "visits": 1, "set": {"a"}})

    def test_query_pages_forwards_and_backwards(self):
        with self.table.batch_writer() as batch:
            for number in range(30):
                batch.put_item(Item={"pk": "paging", "sk": number, "padding": "x" * 10})
        for forward in (True, False):
            found, start = [], {}
            while True:
                page = self.table.query(KeyConditionExpression=Key("pk").eq("paging") & Key("sk").between(5, 24),
                                        Limit=7, ScanIndexForward=forward, **start)
                found += [int(item["sk"]) for item in page["Items"]]
                if "LastEvaluatedKey" not in page:
                    break
                start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
            self.assertEqual(found, list(range(5, 25)) if forward else list(range(24, 4, -1)))

    def test_indexes_follow_the_items(self):
        for number in range(5):
            self.table.put_item(Item={"pk": "index", "sk": number, "state": "open", "due": 10 - number, "note": "n"})
        self.table.update_item(Key={"pk": "index", "sk": 2}, UpdateExpression="SET #s = :c",
                               ExpressionAttributeNames={"#s": "state"}, ExpressionAttributeValues={":c": "closed"})
        self.table.delete_item(Key={"pk": "index", "sk": 3})
        open_orders = self.table.query(IndexName="by-state", KeyConditionExpression=Key("state").eq("open"))
        self.assertEqual([int(item["due"]) for item in open_orders["Items"]], [6, 9, 10])
        local = self.table.query(IndexName="by-due", KeyConditionExpression=Key("pk").eq("index") & Key("due").gte(8))
        self.assertEqual([set(item) for item in local["Items"]], [{"pk", "sk", "due"}] * 3)

    def test_a_local_index_reads_the_item_for_what_it_does_not_project(self):
        self.table.put_item(Item={"pk": "fetch", "sk": 1, "due": 1, "note": "from the table"})
        reply = self.table.query(IndexName="by-due", KeyConditionExpression=Key("pk").eq("fetch"),
                                 Select="ALL_ATTRIBUTES", ReturnConsumedCapacity="INDEXES")
        self.assertEqual(reply["Items"][0]["note"], "from the table")
        capacity = reply["ConsumedCapacity"]
        self.assertEqual((capacity["Table"]["CapacityUnits"], capacity["CapacityUnits"]), (0.5, 1.0))

    def test_parallel_scan_sees_every_item_once(self):
        expected = {f"scan-{number}" for number in range(50)}
        for pk in expected:
            self.table.put_item(Item={"pk": pk, "sk": 0})
        seen = []
        for segment in range(4):
            pages = self.client.get_paginator("scan").paginate(
                TableName="orders", Segment=segment, TotalSegments=4, FilterExpression="begins_with(pk, :p)",
                ExpressionAttributeValues={":p": {"S": "scan-"}}, PaginationConfig={"PageSize": 5})
            seen += [item["pk"]["S"] for page in pages for item in page["Items"]]
        self.assertEqual(sorted(seen), sorted(expected))

    def test_batches(self):
        keys = [{"pk": {"S": "batch"}, "sk": {"N": str(number)}} for number in range(25)]
        self.client.batch_write_item(RequestItems={"orders": [{"PutRequest": {"Item": key}} for key in keys]})
        reply = self.client.batch_get_item(RequestItems={"orders": {"Keys": keys, "ConsistentRead": True}})
        self.assertEqual(len(reply["Responses"]["orders"]), 25)
        self.assertEqual(reply["UnprocessedKeys"], {})

    def test_a_counter_raised_from_64_connections_loses_nothing(self):
        def raise_counter():
            for _ in range(10):
                self.client.update_item(
                    TableName="orders", Key={"pk": {"S": "counter"}, "sk": {"N": "0"}},
                    UpdateExpression="ADD hits :one", ExpressionAttributeValues={":one": {"N": "1"}})

        threads = [threading.Thread(target=raise_counter) for _ in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.table.get_item(Key={"pk": "counter", "sk": 0})["Item"]["hits"], 640)

    def test_only_one_of_many_conditional_creations_wins(self):
        won = []

        def create(number):
            if error_code(self.client.put_item, TableName="orders",
                          Item={"pk": {"S": "race"}, "sk": {"N": "0"}, "by": {"N": str(number)}},
                          ConditionExpression="attribute_not_exists(pk)") is None:
                won.append(number)

        threads = [threading.Thread(target=create, args=(number,)) for number in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(won), 1)
        self.assertEqual(self.table.get_item(Key={"pk": "race", "sk": 0})["Item"]["by"], won[0])

    def test_write_capacity_counts_the_indexes(self):
        reply = self.client.put_item(
            TableName="orders", ReturnConsumedCapacity="INDEXES",
            Item={"pk": {"S": "capacity"}, "sk": {"N": "1"}, "state": {"S": "s"}, "due": {"N": "1"},
                  "padding": {"S": "x" * 1500}})
        capacity = reply["ConsumedCapacity"]
        self.assertEqual(capacity["Table"]["CapacityUnits"], 2.0)
        self.assertEqual(capacity["GlobalSecondaryIndexes"]["by-state"]["CapacityUnits"], 2.0)
        self.assertEqual(capacity["LocalSecondaryIndexes"]["by-due"]["CapacityUnits"], 1.0)
        self.assertEqual(capacity["CapacityUnits"], 5.0)

    def test_errors_carry_the_names_that_applications_catch(self):
        self.assertEqual(error_code(self.client.get_item, TableName="missing", Key={"pk": {"S": "x"}}),
                         "ResourceNotFoundException")
        self.assertEqual(error_code(self.client.get_item, TableName="orders", Key={"pk": {"S": "x"}}),
                         "ValidationException")
        self.assertEqual(error_code(self.client.create_table, TableName="orders", BillingMode="PAY_PER_REQUEST",
                                    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                                    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}]),
                         "ResourceInUseException")
        # Operations of later releases answer as an operation that is not known.
        self.assertEqual(error_code(self.client.create_backup, TableName="orders", BackupName="one"),
                         "UnknownOperationException")

    def test_endpoint_discovery_leads_back_to_this_server(self):
        endpoints = self.client.describe_endpoints()["Endpoints"]
        self.assertEqual([endpoint["Address"] for endpoint in endpoints], [f"127.0.0.1:{self.server.port}"])

    def test_a_table_is_found_by_its_arn(self):
        arn = self.client.describe_table(TableName="orders")["Table"]["TableArn"]
        self.table.put_item(Item={"pk": "arn", "sk": 1})
        reply = self.client.get_item(TableName=arn, Key={"pk": {"S": "arn"}, "sk": {"N": "1"}})
        self.assertIn("Item", reply)

    def test_tags(self):
        arn = self.client.describe_table(TableName="orders")["Table"]["TableArn"]
        self.client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "a"}, {"Key": "stage", "Value": "b"}])
        self.client.untag_resource(ResourceArn=arn, TagKeys=["stage"])
        self.assertEqual(self.client.list_tags_of_resource(ResourceArn=arn)["Tags"], [{"Key": "team", "Value": "a"}])


class InMemory(Boto3Cases, unittest.TestCase):
    in_memory = True


class OnDisk(Boto3Cases, unittest.TestCase):
    in_memory = False


class Spaces(unittest.TestCase):
    """Access keys and regions name separate sets of tables, unless -sharedDb joins them."""

    def tables(self, server, access_key, region):
        import boto3

        client = boto3.client("dynamodb", endpoint_url=server.url, region_name=region,
                              aws_access_key_id=access_key, aws_secret_access_key="x")
        return client, lambda: client.list_tables()["TableNames"]

    def create(self, client):
        client.create_table(TableName="mine", BillingMode="PAY_PER_REQUEST",
                            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])

    def test_each_access_key_and_region_has_its_own_tables(self):
        server = Server()
        self.addCleanup(server.stop)
        client, mine = self.tables(server, "one", "us-east-1")
        self.create(client)
        self.assertEqual(mine(), ["mine"])
        self.assertEqual(self.tables(server, "two", "us-east-1")[1](), [])
        self.assertEqual(self.tables(server, "one", "eu-west-1")[1](), [])

    def test_shared_db_is_one_space(self):
        server = Server("-sharedDb")
        self.addCleanup(server.stop)
        client, _ = self.tables(server, "one", "us-east-1")
        self.create(client)
        self.assertEqual(self.tables(server, "two", "eu-west-1")[1](), ["mine"])


class Restarts(unittest.TestCase):
    """What was acknowledged is there after a stop, and after kill -9."""

    def test_items_survive_stop_and_kill(self):
        server = Server(in_memory=False)
        self.addCleanup(server.stop)
        table = boto3_resource(server).create_table(
            TableName="kept", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        for number in range(20):
            table.put_item(Item={"pk": str(number)})
        for stop in (server._terminate, server.kill):
            stop()
            server.restart()
            items = boto3_resource(server).Table("kept").scan()["Items"]
            self.assertEqual({item["pk"] for item in items}, {str(number) for number in range(20)})


if __name__ == "__main__":
    unittest.main()
