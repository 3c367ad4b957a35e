"""boto3's resource layer as an application uses it: collections, the Table resource and its attributes,
the batch writer, and conditions put together from Key and Attr."""

import decimal
import unittest

from boto3.dynamodb.conditions import And, Attr, Key, Not, Or
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

from server import Server, boto3_resource

PARROTS = [
    {"kind": "grey", "name": "ada", "age": 3, "tags": {"loud", "red"}, "home": {"rooms": ["hall", "loft"], "size": 12}},
    {"kind": "grey", "name": "bob", "age": 7, "tags": {"quiet"}, "home": {"rooms": [], "size": 3}, "keeper": None},
    {"kind": "grey", "name": "cid", "age": 12, "words": ["hello", "bye"], "ring": b"\x01\x02"},
    {"kind": "macaw", "name": "dot", "age": 40, "words": [], "keeper": "ann", "wild": False},
    {"kind": "macaw", "name": "eve", "age": 41, "keeper": "bea", "wild": True},
]


def create_table(resource, name="parrots"):
    return resource.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t}
                              for n, t in (("kind", "S"), ("name", "S"), ("age", "N"))],
        KeySchema=[{"AttributeName": "kind", "KeyType": "HASH"}, {"AttributeName": "name", "KeyType": "RANGE"}],
        LocalSecondaryIndexes=[{
            "IndexName": "by-age", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}, {"AttributeName": "age", "KeyType": "RANGE"}]}])


class ResourceCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.resource = boto3_resource(cls.server)
        cls.table = create_table(cls.resource)

    @classmethod
    def tearDownClass(cls):
        cls.resource.meta.client.close()
        cls.server.stop()

    def refused(self, call, **arguments):
        """The code of the error with which the call fails."""
        with self.assertRaises(ClientError) as raised:
            call(**arguments)
        return raised.exception.response["Error"]["Code"]


class Conditions(ResourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.table.batch_writer() as batch:
            for parrot in PARROTS:
                batch.put_item(Item=parrot)

    def names(self, **arguments):
        call = self.table.query if "KeyConditionExpression" in arguments else self.table.scan
        return "".join(item["name"][0] for item in sorted(call(**arguments)["Items"], key=lambda item: item["name"]))

    def test_filters_of_every_kind(self):
        cases = [
            (Attr("age").eq(7), "b"), (Attr("age").ne(7), "acde"),
            (Attr("age").lt(12), "ab"), (Attr("age").lte(12), "abc"),
            (Attr("age").gt(12), "de"), (Attr("age").gte(12), "cde"),
            (Attr("age").between(7, 40), "bcd"), (Attr("age").is_in([3, 41, 99]), "ae"),
            (Attr("keeper").begins_with("b"), "e"), (Attr("tags").contains("loud"), "a"),
            (Attr("words").contains("bye"), "c"), (Attr("name").contains("o"), "bd"),
            (Attr("keeper").exists(), "bde"), (Attr("keeper").not_exists(), "ac"),
            (Attr("keeper").attribute_type("NULL"), "b"), (Attr("ring").attribute_type("B"), "c"),
            (Attr("tags").size().eq(2), "a"), (Attr("words").size().lt(1), "d"),
            (Attr("home.size").gt(5), "a"), (Attr("home.rooms[1]").eq("loft"), "a"),
            (Attr("wild").eq(True), "e"), (Attr("keeper").eq(None), "b"),
            (Attr("ring").eq(b"\x01\x02"), "c"), (Attr("tags").eq({"red", "loud"}), "a"),
            (Attr("words").eq(["hello", "bye"]), "c"), (Attr("home").eq({"rooms": [], "size": 3}), "b"),
        ]
        for condition, expected in cases:
            with self.subTest(condition.get_expression()):
                self.assertEqual(self.names(FilterExpression=condition), expected)

    def test_filters_are_joined_and_turned_round(self):
        old, kept, wild = Attr("age").gte(12), Attr("keeper").exists(), Attr("wild").eq(True)
        self.assertEqual(self.names(FilterExpression=old & kept), "de")
        self.assertEqual(self.names(FilterExpression=old | kept), "bcde")
        self.assertEqual(self.names(FilterExpression=~kept), "ac")
        self.assertEqual(self.names(FilterExpression=old & ~(kept & wild)), "cd")
        self.assertEqual(self.names(FilterExpression=Or(And(old, kept), Not(old))), "abde")

    def test_key_conditions_of_every_kind(self):
        grey = Key("kind").eq("grey")
        cases = [
            ({}, grey, "abc"), ({}, grey & Key("name").eq("bob"), "b"),
            ({}, grey & Key("name").lt("bob"), "a"), ({}, grey & Key("name").lte("bob"), "ab"),
            ({}, grey & Key("name").gt("bob"), "c"), ({}, grey & Key("name").gte("bob"), "bc"),
            ({}, grey & Key("name").between("b", "cid"), "bc"), ({}, grey & Key("name").begins_with("c"), "c"),
            ({"IndexName": "by-age"}, grey & Key("age").gt(3), "bc"),
            ({"FilterExpression": Attr("tags").exists()}, grey & Key("name").gt("a"), "ab"),
        ]
        for more, condition, expected in cases:
            with self.subTest(str(condition.get_expression())):
                self.assertEqual(self.names(KeyConditionExpression=condition, **more), expected)

    def test_filter_beside_names_and_values_of_the_callers_own(self):
        reply = self.table.query(
            KeyConditionExpression="#k = :k", FilterExpression=Attr("age").gt(5), ProjectionExpression="#n, home.rooms[0]",
            ExpressionAttributeNames={"#k": "kind", "#n": "name"}, ExpressionAttributeValues={":k": "grey"})
        self.assertEqual(reply["Items"], [{"name": "bob"}, {"name": "cid"}])
        self.assertEqual((reply["Count"], reply["ScannedCount"]), (2, 3))

    def test_writes_hold_or_are_refused_by_their_conditions(self):
        key = {"kind": "cockatoo", "name": "fay"}
        self.table.put_item(Item={**key, "age": 1}, ConditionExpression=Attr("kind").not_exists())
        failed = "ConditionalCheckFailedException"
        self.assertEqual(self.refused(self.table.put_item, Item=key, ConditionExpression=Attr("kind").not_exists()), failed)
        raise_age = {"Key": key, "UpdateExpression": "SET age = age + :one", "ExpressionAttributeValues": {":one": 1},
                     "ConditionExpression": Attr("age").lt(2) & Attr("name").begins_with("f")}
        self.assertEqual(self.table.update_item(**raise_age, ReturnValues="UPDATED_NEW")["Attributes"], {"age": 2})
        self.assertEqual(self.refused(self.table.update_item, **raise_age), failed)
        self.assertEqual(self.refused(self.table.delete_item, Key=key, ConditionExpression=Attr("age").ne(2)), failed)
        old = self.table.delete_item(Key=key, ConditionExpression=Attr("age").eq(2), ReturnValues="ALL_OLD")
        self.assertEqual(old["Attributes"], {**key, "age": 2})

    def test_the_resources_client_speaks_python_too(self):
        client = self.resource.meta.client
        pages = client.get_paginator("query").paginate(
            TableName="parrots", KeyConditionExpression=Key("kind").eq("grey"), PaginationConfig={"PageSize": 1})
        self.assertEqual([item["name"] for page in pages for item in page["Items"]], ["ada", "bob", "cid"])
        move = {"TransactItems": [
            {"Update": {"TableName": "parrots", "Key": {"kind": "macaw", "name": "dot"}, "UpdateExpression": "SET keeper = :e",
                        "ConditionExpression": "keeper = :a", "ExpressionAttributeValues": {":a": "ann", ":e": "eli"}}},
            {"ConditionCheck": {"TableName": "parrots", "Key": {"kind": "macaw", "name": "eve"},
                                "ConditionExpression": "wild = :w", "ExpressionAttributeValues": {":w": True}}}]}
        client.transact_write_items(**move)
        with self.assertRaises(client.exceptions.TransactionCanceledException) as raised:
            client.transact_write_items(**move)
        self.assertEqual([reason["Code"] for reason in raised.exception.response["CancellationReasons"]],
                         ["ConditionalCheckFailed", "None"])
        reply = client.transact_get_items(TransactItems=[
            {"Get": {"TableName": "parrots", "Key": {"kind": "macaw", "name": name}}} for name in ("dot", "none")])
        self.assertEqual([entry.get("Item", {}).get("keeper") for entry in reply["Responses"]], ["eli", None])


class Batches(ResourceCase):
    def stored(self, kind):
        return {item["name"] for item in self.table.query(KeyConditionExpression=Key("kind").eq(kind))["Items"]}

    def test_the_batch_writer_sends_as_many_requests_as_it_needs(self):
        names = {f"{number:03}" for number in range(130)}
        with self.table.batch_writer() as batch:
            for name in names:
                batch.put_item(Item={"kind": "many", "name": name})
        self.assertEqual(self.stored("many"), names)
        with self.table.batch_writer() as batch:
            for name in sorted(names)[:100]:
                batch.delete_item(Key={"kind": "many", "name": name})
            batch.put_item(Item={"kind": "many", "name": "last"})
        self.assertEqual(self.stored("many"), {f"{number:03}" for number in range(100, 130)} | {"last"})

    def test_a_key_twice_in_a_batch_is_refused_unless_the_writer_keeps_the_last(self):
        def write(**options):
            with self.table.batch_writer(**options) as batch:
                for age in (1, 2):
                    batch.put_item(Item={"kind": "twice", "name": "x", "age": age})
                batch.delete_item(Key={"kind": "twice", "name": "y"})

        self.assertEqual(self.refused(write), "ValidationException")
        write(overwrite_by_pkeys=["kind", "name"])
        self.assertEqual(self.table.get_item(Key={"kind": "twice", "name": "x"})["Item"]["age"], 2)

    def test_batches_over_tables(self):
        create_table(self.resource, "aviary").put_item(Item={"kind": "finch", "name": "kit", "age": 2})
        self.resource.batch_write_item(RequestItems={
            "parrots": [{"PutRequest": {"Item": {"kind": "lory", "name": "lou", "tags": {1, 2}}}}],
            "aviary": [{"DeleteRequest": {"Key": {"kind": "finch", "name": "kit"}}},
                       {"PutRequest": {"Item": {"kind": "finch", "name": "max"}}}]})
        reply = self.resource.batch_get_item(RequestItems={
            "parrots": {"Keys": [{"kind": "lory", "name": "lou"}], "ConsistentRead": True},
            "aviary": {"Keys": [{"kind": "finch", "name": name} for name in ("kit", "max")],
                       "ProjectionExpression": "#n", "ExpressionAttributeNames": {"#n": "name"}}})
        self.assertEqual(reply["Responses"], {"parrots": [{"kind": "lory", "name": "lou", "tags": {1, 2}}],
                                              "aviary": [{"name": "max"}]})
        self.assertEqual(reply["UnprocessedKeys"], {})


class Tables(ResourceCase):
    def test_collections_of_tables(self):
        for number in range(12):
            create_table(self.resource, f"listed-{number:02}")
        names = [f"listed-{number:02}" for number in range(12)] + ["parrots"]
        self.assertEqual([table.name for table in self.resource.tables.all()], names)
        self.assertEqual([table.name for table in self.resource.tables.limit(5)], names[:5])
        self.assertEqual([len(page) for page in self.resource.tables.page_size(5).pages()], [5, 5, 3])
        self.assertEqual([table.name for table in self.resource.tables.filter(ExclusiveStartTableName="listed-10")],
                         names[11:])
        for table in self.resource.tables.all():
            if table.name != "parrots":
                table.delete()
        self.assertEqual([table.name for table in self.resource.tables.all()], ["parrots"])

    def test_a_table_describes_itself(self):
        table = create_table(self.resource, "described")
        self.addCleanup(table.delete)
        table.put_item(Item={"kind": "k", "name": "n", "age": 1})
        table = self.resource.Table("described")
        self.assertEqual(table.key_schema, [{"AttributeName": "kind", "KeyType": "HASH"},
                                            {"AttributeName": "name", "KeyType": "RANGE"}])
        self.assertEqual((table.table_name, table.table_status, table.item_count), ("described", "ACTIVE", 1))
        self.assertEqual(table.billing_mode_summary["BillingMode"], "PAY_PER_REQUEST")
        self.assertEqual(table.local_secondary_indexes[0]["IndexName"], "by-age")
        self.assertIsNone(table.global_secondary_indexes)
        self.assertIsNone(table.stream_specification)
        self.assertEqual(table.table_size_bytes, len("kind" "k" "name" "n" "age") + 2)
        self.assertIsNotNone(table.creation_date_time.tzinfo)
        self.assertTrue(table.table_arn.endswith(":table/described"))

    def test_a_table_is_updated(self):
        table = create_table(self.resource, "updated")
        self.addCleanup(table.delete)
        table.put_item(Item={"kind": "k", "name": "n"})
        updated = table.update(
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[{"Create": {
                "IndexName": "by-name", "KeySchema": [{"AttributeName": "name", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"}}}])
        self.assertEqual(updated.name, "updated")
        while any(index["IndexStatus"] != "ACTIVE" for index in table.global_secondary_indexes):
            table.reload()
        found = table.query(IndexName="by-name", KeyConditionExpression=Key("name").eq("n"))
        self.assertEqual(found["Items"], [{"kind": "k", "name": "n"}])

    def test_a_table_that_is_not_there(self):
        table = self.resource.Table("nothing")
        self.assertEqual(self.refused(table.load), "ResourceNotFoundException")
        self.assertEqual(self.refused(table.put_item, Item={"kind": "k", "name": "n"}), "ResourceNotFoundException")
        with self.assertRaises(self.resource.meta.client.exceptions.ResourceInUseException):
            create_table(self.resource)

    def test_numbers_keep_their_38_digits(self):
        key = {"kind": "numbers", "name": "n"}
        exact = decimal.Decimal("-9.8765432109876543210987654321098765432E-92")
        self.table.put_item(Item={**key, "exact": exact, "set": {decimal.Decimal("1e-130"), decimal.Decimal(0)},
                                  "binary": Binary(b"\x00")})
        item = self.table.get_item(Key=key)["Item"]
        self.assertEqual(item["exact"], exact)
        self.assertEqual(item["set"], {decimal.Decimal("1e-130"), decimal.Decimal(0)})
        self.assertEqual(item["binary"], Binary(b"\x00"))
        self.assertEqual(self.refused(self.table.update_item, Key=key, UpdateExpression="SET exact = exact * :x",
                                      ExpressionAttributeValues={":x": 2}), "ValidationException")


if __name__ == "__main__":
    unittest.main()
