"""What requests cost, to the unit: sizes at the edges of a unit, index arms, items that are not there, conditions that
fail. Figures are the developer guide's ("DynamoDB read and write operations") or captured from the service."""

import unittest

from api_call import HASH_KEY, ApiTest


def text(size):
    return {"S": "x" * size}


def item(pk, size, **more):
    """An item of so many bytes in all."""
    used = 2 + len(pk) + sum(len(n) + len(v["S"]) for n, v in more.items())
    return {"pk": {"S": pk}, "v": text(size - used - 1), **more}


class Plain(ApiTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {"TableName": "tab", **HASH_KEY})

    def units(self, operation, **request):
        request = {"TableName": "tab", "ReturnConsumedCapacity": "TOTAL", **request}
        capacity = self.ask(operation, request)["ConsumedCapacity"]
        self.assertEqual(set(capacity), {"TableName", "CapacityUnits"})
        return capacity["CapacityUnits"]

    def put(self, pk, size):
        return self.units("PutItem", Item=item(pk, size))

    def test_writes_by_the_kilobyte(self):
        self.assertEqual([self.put("w", size) for size in (4, 1024)], [1, 1])
        self.assertEqual(self.put("w1", 1025), 2)
        self.assertEqual(self.put("w2", 409_600), 400)

    def test_a_write_costs_its_larger_image(self):
        self.assertEqual(self.put("l", 3 * 1024), 3)
        self.assertEqual(self.put("l", 100), 3)
        self.assertEqual(self.put("l", 100), 1)
        self.assertEqual(self.put("l", 2 * 1024), 2)
        self.assertEqual(self.units("DeleteItem", Key={"pk": {"S": "l"}}), 2)

    def test_what_is_not_there(self):
        key = {"pk": {"S": "nowhere"}}
        self.assertEqual(self.units("GetItem", Key=key), 0.5)
        self.assertEqual(self.units("GetItem", Key=key, ConsistentRead=True), 1)
        self.assertEqual(self.units("DeleteItem", Key=key), 1)
        query = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "nowhere"}}}
        self.assertEqual(self.units("Query", **query), 0.5)
        self.assertEqual(self.units("Query", ConsistentRead=True, **query), 1)
        body = self.ask("BatchGetItem", {"ReturnConsumedCapacity": "TOTAL", "RequestItems": {
            "tab": {"Keys": [key, {"pk": {"S": "nowhere2"}}], "ConsistentRead": True}}})
        self.assertEqual(body["ConsumedCapacity"], [{"TableName": "tab", "CapacityUnits": 2}])
        self.assertEqual(self.units("UpdateItem", Key=key), 1)  # makes the item

    def test_reads_by_four_kilobytes(self):
        self.put("r", 4096)
        self.put("r1", 4097)
        for pk, eventual in (("r", 0.5), ("r1", 1)):
            key = {"pk": {"S": pk}}
            self.assertEqual(self.units("GetItem", Key=key), eventual)
            self.assertEqual(self.units("GetItem", Key=key, ConsistentRead=True), 2 * eventual)
            self.assertEqual(self.units("GetItem", Key=key, ProjectionExpression="pk"), eventual)

    def test_a_filter_does_not_make_a_read_cheaper(self):
        self.put("f", 5000)
        query = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "f"}}}
        self.assertEqual(self.units("Query", **query), 1)
        self.assertEqual(self.units("Query", FilterExpression="attribute_exists(nothing)", **query), 1)

    def test_a_condition_that_fails_shows_no_capacity(self):
        self.put("c", 100)
        status, body = self.call("PutItem", {
            "TableName": "tab", "Item": item("c", 100), "ReturnConsumedCapacity": "TOTAL",
            "ConditionExpression": "attribute_not_exists(pk)"})
        self.assertEqual((status, set(body)), (400, {"__type", "message"}))

    def test_transactions_cost_twice(self):
        write = {"ReturnConsumedCapacity": "TOTAL", "TransactItems": [
            {"Put": {"TableName": "tab", "Item": item("t", 4096)}},
            {"ConditionCheck": {"TableName": "tab", "Key": {"pk": {"S": "absent"}},
                                "ConditionExpression": "attribute_not_exists(pk)"}}]}
        capacity = self.ask("TransactWriteItems", write)["ConsumedCapacity"]
        self.assertEqual(capacity, [{"TableName": "tab", "CapacityUnits": 10, "WriteCapacityUnits": 10}])
        read = {"ReturnConsumedCapacity": "TOTAL", "TransactItems": [
            {"Get": {"TableName": "tab", "Key": {"pk": {"S": "t"}}}},
            {"Get": {"TableName": "tab", "Key": {"pk": {"S": "absent"}}}}]}
        capacity = self.ask("TransactGetItems", read)["ConsumedCapacity"]
        self.assertEqual(capacity, [{"TableName": "tab", "CapacityUnits": 4, "ReadCapacityUnits": 4}])

    def test_a_replay_costs_reads_of_what_was_written(self):
        write = {"ReturnConsumedCapacity": "TOTAL", "ClientRequestToken": "replay", "TransactItems": [
            {"Put": {"TableName": "tab", "Item": item("again", 1500)}}]}
        first = self.ask("TransactWriteItems", write)["ConsumedCapacity"]
        self.assertEqual(first, [{"TableName": "tab", "CapacityUnits": 4, "WriteCapacityUnits": 4}])
        second = self.ask("TransactWriteItems", write)["ConsumedCapacity"]
        self.assertEqual(second, [{"TableName": "tab", "CapacityUnits": 2, "ReadCapacityUnits": 2}])


class Indexes(ApiTest):
    """An index arm is charged by the change of what the index stores."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {
            "TableName": "tab", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk", "g", "l")],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}],
            "LocalSecondaryIndexes": [{"IndexName": "local", "Projection": {"ProjectionType": "KEYS_ONLY"},
                                       "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                                                     {"AttributeName": "l", "KeyType": "RANGE"}]}],
            "GlobalSecondaryIndexes": [{
                "IndexName": "global", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["shown"]}}]})

    def put(self, pk, **attributes):
        """Units of the table, of the local and of the global index; None where an arm is missing."""
        capacity = self.ask("PutItem", {
            "TableName": "tab", "ReturnConsumedCapacity": "INDEXES",
            "Item": {"pk": {"S": pk}, "sk": text(1), **{n: {"S": v} for n, v in attributes.items()}}})
        return self.arms(capacity["ConsumedCapacity"])

    def arms(self, capacity):
        def units(arm, name):
            return capacity.get(arm, {}).get(name, {}).get("CapacityUnits")
        arms = (capacity["Table"]["CapacityUnits"], units("LocalSecondaryIndexes", "local"),
                units("GlobalSecondaryIndexes", "global"))
        self.assertEqual(capacity["CapacityUnits"], sum(arm or 0 for arm in arms))
        return arms

    def test_only_what_is_in_an_index(self):
        self.assertEqual(self.put("a"), (1, None, None))
        self.assertEqual(self.put("b", g="1"), (1, None, 1))
        self.assertEqual(self.put("c", l="1"), (1, 1, None))
        self.assertEqual(self.put("d", g="1", l="1"), (1, 1, 1))

    def test_an_identical_write_is_free_in_the_index(self):
        self.put("same", g="1", l="1", shown="x")
        self.assertEqual(self.put("same", g="1", l="1", shown="x"), (1, None, None))

    def test_a_change_that_is_not_projected_is_free(self):
        self.put("hid", g="1", shown="x", hidden="a")
        self.assertEqual(self.put("hid", g="1", shown="x", hidden="b"), (1, None, None))
        self.assertEqual(self.put("hid", g="1", shown="y", hidden="b"), (1, None, 1))

    def test_a_moved_key_is_two_writes(self):
        self.put("mov", g="1", l="1")
        self.assertEqual(self.put("mov", g="2", l="2"), (1, 2, 2))

    def test_leaving_an_index_is_one(self):
        self.put("lea", g="1", l="1")
        self.assertEqual(self.put("lea"), (1, 1, 1))

    def test_delete(self):
        self.put("del", g="1")
        capacity = self.ask("DeleteItem", {"TableName": "tab", "Key": {"pk": {"S": "del"}, "sk": text(1)},
                                           "ReturnConsumedCapacity": "INDEXES"})["ConsumedCapacity"]
        self.assertEqual(self.arms(capacity), (1, None, 1))

    def test_an_arm_is_sized_by_what_the_index_stores(self):
        self.assertEqual(self.put("siz", g="1", hidden="x" * 3000), (3, None, 1))
        self.assertEqual(self.put("si2", g="1", shown="x" * 3000), (3, None, 3))

    def test_a_local_index_reads_items_at_the_tables_cost(self):
        # The index holds keys only: each item that it names is a read of its own on the table's arm.
        for size, table in ((100, 1.5), (9 * 1024, 4.5)):
            pk = f"back{size}"
            for sk in ("1", "2", "3"):
                self.ask("PutItem", {"TableName": "tab", "Item": {
                    "pk": {"S": pk}, "sk": {"S": sk}, "l": {"S": sk}, "hidden": text(size)}})
            query = {"TableName": "tab", "IndexName": "local", "ReturnConsumedCapacity": "INDEXES",
                     "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": pk}}}
            capacity = self.ask("Query", {**query, "Select": "ALL_ATTRIBUTES"})["ConsumedCapacity"]
            self.assertEqual(self.arms(capacity), (table, 0.5, None))
            capacity = self.ask("Query", {**query, "ConsistentRead": True, "Select": "ALL_ATTRIBUTES"})
            self.assertEqual(self.arms(capacity["ConsumedCapacity"]), (2 * table, 1, None))
            capacity = self.ask("Query", query)["ConsumedCapacity"]
            self.assertEqual(self.arms(capacity), (0, 0.5, None))

    def test_a_transaction_doubles_the_table_alone(self):
        capacity = self.ask("TransactWriteItems", {"ReturnConsumedCapacity": "INDEXES", "TransactItems": [
            {"Put": {"TableName": "tab", "Item": {"pk": text(1), "sk": text(2), "g": text(1), "l": text(1)}}}]})
        self.assertEqual(self.arms(capacity["ConsumedCapacity"][0]), (2, 1, 1))


if __name__ == "__main__":
    unittest.main()
