"""The limits of items, keys and values to the byte, for each operation that writes or looks up. Figures and texts are
captured from the service unless a test says otherwise."""

import unittest

from api_call import HASH_KEY, ApiTest

TOO_LARGE = "Item size has exceeded the maximum allowed size"
UPDATE_TOO_LARGE = "Item size to update has exceeded the maximum allowed size"
ENVELOPE = "1 validation error detected: "
CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]"
MOST = 409_600  # bytes of an item


def text(size):
    return {"S": "x" * size}


class ItemSizes(ApiTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {"TableName": "tab", **HASH_KEY})

    def item(self, size):
        """An item of so many bytes: pk and its one byte take three, the name v one."""
        return {"pk": text(1), "v": text(size - 4)}

    def test_put(self):
        self.ask("PutItem", {"TableName": "tab", "Item": self.item(MOST)})
        self.refuse("PutItem", {"TableName": "tab", "Item": self.item(MOST + 1)}, TOO_LARGE)

    def test_batch(self):
        def batch(size):
            return {"RequestItems": {"tab": [{"PutRequest": {"Item": self.item(size)}}]}}
        self.ask("BatchWriteItem", batch(MOST))
        self.refuse("BatchWriteItem", batch(MOST + 1), TOO_LARGE)

    def test_update_counts_what_it_writes(self):
        # 3 bytes for the update, 19 for a clause that sets, the name v and its value: the key does not
        # count, so that the item stays below what a put may make.
        def update(value):
            return {"TableName": "tab", "Key": {"pk": text(1)}, "UpdateExpression": "SET v = :v",
                    "ExpressionAttributeValues": {":v": text(value)}}
        self.ask("UpdateItem", update(MOST - 23))
        self.refuse("UpdateItem", update(MOST - 22), UPDATE_TOO_LARGE)

    def test_update_of_two_clauses(self):
        def update(value):
            return {"TableName": "tab", "Key": {"pk": text(2)}, "UpdateExpression": "SET v = :v REMOVE gone",
                    "ExpressionAttributeValues": {":v": text(value)}}
        self.refuse("UpdateItem", update(MOST - 27), UPDATE_TOO_LARGE)
        self.ask("UpdateItem", update(MOST - 28))

    def test_update_is_judged_before_its_condition(self):
        self.refuse("UpdateItem", {
            "TableName": "tab", "Key": {"pk": text(5)}, "UpdateExpression": "SET v = :v",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": {":v": text(MOST - 22)}}, UPDATE_TOO_LARGE)

    def test_what_an_update_leaves_alone_counts_in_the_item_only(self):
        self.ask("PutItem", {"TableName": "tab", "Item": {"pk": text(3), "v": text(MOST - 5 - 1 - 2)}})
        def update(value):
            return {"TableName": "tab", "Key": {"pk": text(3)}, "UpdateExpression": "SET w = :w",
                    "ExpressionAttributeValues": {":w": text(value)}}
        self.refuse("UpdateItem", update(2), UPDATE_TOO_LARGE)
        self.ask("UpdateItem", update(1))

    def test_attribute_updates_count_the_item_only(self):
        def update(value):
            return {"TableName": "tab", "Key": {"pk": text(4)},
                    "AttributeUpdates": {"v": {"Action": "PUT", "Value": text(value)}}}
        self.ask("UpdateItem", update(MOST - 7))
        self.refuse("UpdateItem", update(MOST - 6), UPDATE_TOO_LARGE)

    def test_update_by_a_statement_is_measured_flat(self):
        self.ask("PutItem", {"TableName": "tab", "Item": {"pk": text(6)}})

        def update(size):
            return {"Statement": "UPDATE tab SET v = ? WHERE pk = ?",
                    "Parameters": [text(size - 9), text(6)]}
        self.ask("ExecuteStatement", update(MOST))
        self.refuse("ExecuteStatement", update(MOST + 1), UPDATE_TOO_LARGE)

    def test_update_in_a_transaction_is_measured_flat(self):
        def update(size):
            return {"TransactItems": [{"Update": {
                "TableName": "tab", "Key": {"pk": text(1)}, "UpdateExpression": "SET v = :v",
                "ExpressionAttributeValues": {":v": text(size - 4)}}}]}
        self.ask("TransactWriteItems", update(MOST))
        self.refuse("TransactWriteItems", update(MOST + 1), CANCELLED, "TransactionCanceledException")

    def test_put_in_a_transaction(self):
        def put(size):
            return {"TransactItems": [{"Put": {"TableName": "tab", "Item": self.item(size)}}]}
        self.ask("TransactWriteItems", put(MOST))
        status, body = self.call("TransactWriteItems", put(MOST + 1))
        self.assertEqual(status, 400, body)
        self.assertIn(TOO_LARGE, str(body))

    def test_numbers_count_by_their_digits(self):
        # One byte, and one for each two digits before and after the point, zeros trimmed; one for a
        # sign: 7 bytes here.
        for number in ("-1234567.890", "-01234567.89"):
            item = {"pk": text(1), "n": {"N": number}, "v": text(MOST - 4 - 1 - 7)}
            self.ask("PutItem", {"TableName": "tab", "Item": item})
            item["v"] = text(MOST - 4 - 1 - 6)
            self.refuse("PutItem", {"TableName": "tab", "Item": item}, TOO_LARGE)


class Keys(ApiTest):
    HASH_TOO_LARGE = ("One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
                      "limit of2048 bytes")
    RANGE_TOO_LARGE = ("One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
                       "the size limit of 1024 bytes")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {
            "TableName": "tab", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk", "g")],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}],
            "GlobalSecondaryIndexes": [{"IndexName": "by-g", "Projection": {"ProjectionType": "ALL"},
                                        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}]}]})

    def each_way(self, key):
        """Every operation that is given the key."""
        yield "PutItem", {"TableName": "tab", "Item": key}
        for operation in ("GetItem", "DeleteItem", "UpdateItem"):
            yield operation, {"TableName": "tab", "Key": key}
        yield "BatchGetItem", {"RequestItems": {"tab": {"Keys": [key]}}}
        yield "BatchWriteItem", {"RequestItems": {"tab": [{"PutRequest": {"Item": key}}]}}
        yield "BatchWriteItem", {"RequestItems": {"tab": [{"DeleteRequest": {"Key": key}}]}}

    def test_sizes(self):
        for operation, request in self.each_way({"pk": text(2048), "sk": text(1024)}):
            self.ask(operation, request)
        for operation, request in self.each_way({"pk": text(2049), "sk": text(1024)}):
            self.refuse(operation, request, self.HASH_TOO_LARGE)
        for operation, request in self.each_way({"pk": text(2048), "sk": text(1025)}):
            self.refuse(operation, request, self.RANGE_TOO_LARGE)

    def test_empty(self):
        for name in ("pk", "sk"):
            key = {"pk": text(1), "sk": text(1), name: text(0)}
            for operation, request in self.each_way(key):
                self.refuse(operation, request,
                            "One or more parameter values are not valid. The AttributeValue for a key attribute "
                            f"cannot contain an empty string value. Key: {name}")

    def test_of_the_wrong_type(self):
        key = {"pk": {"N": "1"}, "sk": text(1)}
        for operation, request in self.each_way(key):
            wrong = ("One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"
                     if operation == "PutItem" else "The provided key element does not match the schema")
            self.refuse(operation, request, wrong)

    def test_missing(self):
        for operation, request in self.each_way({"pk": text(1)}):
            self.refuse(operation, request,
                        "One or more parameter values were invalid: Missing the key sk in the item"
                        if operation == "PutItem" else "The provided key element does not match the schema")

    def test_of_an_index(self):
        def put(g):
            return {"TableName": "tab", "Item": {"pk": text(1), "sk": text(1), "g": g}}
        self.ask("PutItem", put(text(2048)))
        self.refuse("PutItem", put(text(2049)), self.HASH_TOO_LARGE)
        self.refuse("PutItem", put({"N": "1"}),
                    "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N "
                    "IndexName: by-g")
        self.refuse("PutItem", put(text(0)),
                    "One or more parameter values are not valid. A value specified for a secondary index key is not "
                    "supported. The AttributeValue for a key attribute cannot contain an empty string value. "
                    "IndexName: by-g, IndexKey: g")


class Transactions(ApiTest):
    """An empty key refuses the request; all else about keys is a reason to cancel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {"TableName": "tab", **HASH_KEY})

    def actions(self, key):
        values = {"UpdateExpression": "SET a = :v", "ExpressionAttributeValues": {":v": text(1)}}
        yield {"Update": {"TableName": "tab", "Key": key, **values}}
        yield {"Delete": {"TableName": "tab", "Key": key}}
        yield {"ConditionCheck": {"TableName": "tab", "Key": key,
                                  "ConditionExpression": "attribute_not_exists(pk)"}}

    def reason(self, action):
        status, body = self.call("TransactWriteItems", {"TransactItems": [action]})
        self.assertEqual((status, body["__type"].split("#")[1]), (400, "TransactionCanceledException"), body)
        return body["CancellationReasons"]

    def test_empty_keys(self):
        empty = ("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
                 "an empty string value. Key: pk")
        put = {"Put": {"TableName": "tab", "Item": {"pk": text(0)}}}
        for action in (put, *self.actions({"pk": text(0)})):
            self.refuse("TransactWriteItems", {"TransactItems": [action]}, empty)
        self.refuse("TransactGetItems",
                    {"TransactItems": [{"Get": {"TableName": "tab", "Key": {"pk": text(0)}}}]}, empty)

    def test_keys_that_do_not_fit(self):
        for wrong in ({"N": "5"}, {"L": [text(1)]}):
            for action in self.actions({"pk": wrong}):
                self.assertEqual(self.reason(action), [{
                    "Code": "ValidationError",
                    "Message": "The provided key element does not match the schema"}])
            self.assertEqual(self.reason({"Put": {"TableName": "tab", "Item": {"pk": wrong}}}), [{
                "Code": "ValidationError",
                "Message": "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: "
                           + next(iter(wrong))}])

    def test_faults_are_told_in_the_order_of_the_actions(self):
        syntax = {"ConditionCheck": {"TableName": "tab", "Key": {"pk": text(1)},
                                     "ConditionExpression": "attribute_not_exists("}}
        no_table = {"Put": {"TableName": "none", "Item": {"pk": text(1)}}}
        unused = {"ConditionCheck": {"TableName": "tab", "Key": {"pk": text(1)},
                                     "ConditionExpression": "attribute_not_exists(pk)",
                                     "ExpressionAttributeValues": {":v": text(1)}}}
        for action, wrong in (
                (syntax, 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("'),
                (unused, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}")):
            for actions in ([no_table, action], [action, no_table]):
                self.refuse("TransactWriteItems", {"TransactItems": actions}, wrong)


class Values(ApiTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {"TableName": "tab", **HASH_KEY})

    def put(self, value):
        return {"TableName": "tab", "Item": {"pk": text(1), "v": value}}

    def test_nesting(self):
        def deep(levels):
            value = {"S": "leaf"}
            for _ in range(levels):
                value = {"M": {"n": value}}
            return value
        too_deep = ("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
                    "supported limit")
        self.ask("PutItem", self.put(deep(31)))
        self.refuse("PutItem", self.put(deep(32)), ENVELOPE + too_deep)
        self.refuse("UpdateItem", {"TableName": "tab", "Key": {"pk": text(1)}, "UpdateExpression": "SET a = :v",
                                   "ExpressionAttributeValues": {":v": deep(32)}}, ENVELOPE + too_deep)
        self.refuse("TransactWriteItems", {"TransactItems": [{"Put": self.put(deep(40))}]}, too_deep)

    def test_numbers_that_are_none(self):
        for number in ("abc", "1.2.3", " 1", "1 ", "0x10", "1e", "NaN", "Infinity", "", "+", "1+2", "1e+"):
            self.refuse("PutItem", self.put({"N": number}),
                        ENVELOPE + f"The parameter cannot be converted to a numeric value: {number}")

    def test_numbers_out_of_range(self):
        overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range"
        underflow = "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        for number, wrong in (("1e126", overflow), ("-1e126", overflow), ("1e-131", underflow),
                              ("1e2147483647", overflow), ("1e99999999999", overflow),
                              ("1e-99999999999", underflow), ("0e126", overflow), ("0e-131", underflow),
                              ("1e9223372036854775808",
                               "The parameter cannot be converted to a numeric value: 1e9223372036854775808"),
                              ("1" * 39, "Attempting to store more than 38 significant digits in a Number")):
            self.refuse("PutItem", self.put({"N": number}), ENVELOPE + wrong)
        for number in ("9.9999999999999999999999999999999999999e125", "-1e-130", "1" * 38 + "0" * 80):
            self.ask("PutItem", self.put({"N": number}))

    def test_empty_values_that_are_values(self):
        for value in ({"S": ""}, {"B": ""}, {"L": []}, {"M": {}}, {"SS": [""]}, {"SS": ["", "a"]}, {"BS": [""]}):
            self.ask("PutItem", self.put(value))
            item = self.ask("GetItem", {"TableName": "tab", "Key": {"pk": text(1)}})["Item"]
            self.assertEqual(item["v"], value)

    def test_names(self):
        def put(name):
            return {"TableName": "tab", "Item": {"pk": text(1), name: text(1)}}
        self.refuse("PutItem", put(""), ENVELOPE + "Empty attribute name")
        self.ask("PutItem", put("n" * 65_535))
        self.refuse("TransactWriteItems", {"TransactItems": [{"Put": put("")}]}, "Empty attribute name")

    def test_half_of_a_surrogate_pair_is_no_text(self):
        # The service's answer is not known.
        for half in (b"\\ud800", b"\\udc00", b"\\ud800x"):
            reply = self.send(b'{"TableName":"tab","Item":{"pk":{"S":"' + half + b'"}}}', "PutItem")
            self.assertEqual(reply.status, 400)
            self.assertIn(b"#SerializationException", reply.body)
        pair = "\U0001f600"
        self.ask("PutItem", {"TableName": "tab", "Item": {"pk": {"S": pair}}})


class Pages(ApiTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {
            "TableName": "tab", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
                                     {"AttributeName": "sk", "AttributeType": "N"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}]})

    def test_a_page_ends_before_it_passes_a_megabyte(self):
        # pk and its byte take 3, sk and its number 4, the name v 1: four items of 262,144 bytes, and
        # then one byte more.
        for pk, over in (("a", 0), ("b", 1)):
            for sk in range(1, 6):
                self.ask("PutItem", {"TableName": "tab", "Item": {
                    "pk": {"S": pk}, "sk": {"N": str(sk)}, "v": text(262_144 - 8 + over * (sk == 4))}})
            for operation, request in (
                    ("Query", {"KeyConditionExpression": "pk = :p",
                               "ExpressionAttributeValues": {":p": {"S": pk}}}),
                    ("Query", {"KeyConditionExpression": "pk = :p", "FilterExpression": "attribute_not_exists(v)",
                               "ExpressionAttributeValues": {":p": {"S": pk}}})):
                body = self.ask(operation, {"TableName": "tab", "Select": "COUNT", **request})
                self.assertEqual(body["ScannedCount"], 4 - over)
                self.assertEqual(body["LastEvaluatedKey"], {"pk": {"S": pk}, "sk": {"N": str(4 - over)}})


class Batches(ApiTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {"TableName": "tab", **HASH_KEY})

    ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/tab"

    def test_a_table_by_name_and_by_arn_is_one_table(self):
        duplicates = "Provided list of item keys contains duplicates"
        key = {"pk": text(3)}
        self.refuse("BatchGetItem", {"RequestItems": {"tab": {"Keys": [key]}, self.ARN: {"Keys": [key]}}},
                    duplicates)
        self.refuse("BatchWriteItem", {"RequestItems": {
            "tab": [{"PutRequest": {"Item": key}}], self.ARN: [{"DeleteRequest": {"Key": key}}]}}, duplicates)
        body = self.ask("BatchWriteItem", {"ReturnConsumedCapacity": "TOTAL", "RequestItems": {
            "tab": [{"PutRequest": {"Item": key}}],
            self.ARN: [{"PutRequest": {"Item": {"pk": text(4)}}}]}})
        self.assertEqual(body["ConsumedCapacity"], [{"TableName": "tab", "CapacityUnits": 2}])
        body = self.ask("BatchGetItem", {"ReturnConsumedCapacity": "TOTAL", "RequestItems": {
            "tab": {"Keys": [key]}, self.ARN: {"Keys": [{"pk": text(4)}]}}})
        self.assertEqual(body["ConsumedCapacity"], [{"TableName": "tab", "CapacityUnits": 1}])
        self.assertEqual(body["Responses"], {"tab": [key], self.ARN: [{"pk": text(4)}]})

    def test_counts(self):
        def writes(count):
            return {"RequestItems": {"tab": [{"PutRequest": {"Item": {"pk": {"S": str(i)}}}}
                                             for i in range(count)]}}
        self.ask("BatchWriteItem", writes(25))
        self.assertEqual(self.call("BatchWriteItem", writes(26))[0], 400)

        def keys(count):
            return {"RequestItems": {"tab": {"Keys": [{"pk": {"S": str(i)}} for i in range(count)]}}}
        self.ask("BatchGetItem", keys(100))
        self.refuse("BatchGetItem", keys(101),
                    ENVELOPE + "Value at 'RequestItems.tab.member.Keys' failed to satisfy constraint: Member must "
                               "have length less than or equal to 100")


if __name__ == "__main__":
    unittest.main()
