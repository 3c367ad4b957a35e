"""Which of several faults of one request is answered, operation by operation. A request is given a fault of every
stage at once, then they are mended one by one, the earliest first: each time the earliest that is left must be what
is answered, and the request that is mended throughout must succeed.

The stages: what the JSON is made of; constraints of the API model, all together and counted; values; combinations of
parameters; expressions; the table; its keys; the stored item."""

import copy
import unittest

from api_call import HASH_KEY, ApiTest, text_of

TABLE = "tab"
ONE = "1 validation error detected: "
NO_TABLE = "Requested resource not found"
NO_SUCH_TABLE = "Requested resource not found: Table: none not found"
KEY_MISMATCH = "The provided key element does not match the schema"
FAILED = "The conditional request failed"
BAD_NULL = "One or more parameter values were invalid: Null attribute value types must have the value of true"
BAD_CAPACITY = ("Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value "
                "set: [INDEXES, TOTAL, NONE]")
SYNTAX = 'Syntax error; token: "=", near: "= = b"'


def mixing(old, new):
    return ("Can not use both expression and non-expression parameters in the same request: Non-expression "
            f"parameters: {{{old}}} Expression parameters: {{{new}}}")


def put(path, value):
    """A fault: sets a member; None takes it away. `path` is a row of names and places."""
    def spoil(request):
        *way, last = path
        for step in way:
            request = request.setdefault(step, {}) if isinstance(request, dict) else request[step]
        if value is None:
            request.pop(last, None)
        else:
            request[last] = value
    return spoil


def serialization(text):
    return "SerializationException", text


def validation(text):
    return "ValidationException", text


STRUCTURE = put(["ReturnConsumedCapacity"], 7), serialization("NUMBER_VALUE cannot be converted to String")
CONSTRAINT = put(["ReturnConsumedCapacity"], "X"), validation(ONE + BAD_CAPACITY)
NOT_THERE = put(["TableName"], "none"), ("ResourceNotFoundException", NO_TABLE)
CONDITION = put(["ConditionExpression"], "attribute_not_exists(pk)"), ("ConditionalCheckFailedException", FAILED)
TEXT = {"S": "x"}
KEY = {"pk": {"S": "there"}}


def bad_syntax(parameter, envelope=ONE):
    return put([parameter], "a = = b"), validation(f"{envelope}Invalid {parameter}: {SYNTAX}")


# operation → (a request that succeeds, its faults from the first stage to the last)
CASES = {
    "PutItem": ({"TableName": TABLE, "Item": KEY}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["Item", "x"], {"NULL": False}), validation(ONE + BAD_NULL)),
        (put(["ReturnValues"], "ALL_NEW"), validation(ONE + "ReturnValues can only be ALL_OLD or NONE")),
        (put(["Expected"], {"a": {"Exists": False}}),
         validation(ONE + mixing("Expected", "ConditionExpression"))),
        bad_syntax("ConditionExpression"),
        (put(["Item", "big"], {"S": "x" * 410_000}),
         validation("Item size has exceeded the maximum allowed size")),
        NOT_THERE,
        (put(["Item", "pk"], {"N": "1"}),
         validation("One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N")),
        CONDITION,
    ]),
    "UpdateItem": ({"TableName": TABLE, "Key": KEY}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["Key", "pk"], {"N": "one"}),
         validation(ONE + "The parameter cannot be converted to a numeric value: one")),
        (put(["AttributeUpdates"], {"a": {"Value": TEXT}}),
         validation(ONE + mixing("AttributeUpdates", "UpdateExpression, ConditionExpression"))),
        (put(["UpdateExpression"], "a = = b"),
         validation(ONE + 'Invalid UpdateExpression: Syntax error; token: "a", near: "a ="')),
        bad_syntax("ConditionExpression"),
        NOT_THERE,
        (put(["Key", "more"], TEXT), validation(KEY_MISMATCH)),
        CONDITION,
        (put(["UpdateExpression"], "SET a.b = pk"),
         validation("The document path provided in the update expression is invalid for update")),
    ]),
    "DeleteItem": ({"TableName": TABLE, "Key": KEY}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["Key", "pk"], {"SS": []}),
         validation(ONE + "One or more parameter values were invalid: An string set  may not be empty")),
        (put(["ReturnValues"], "ALL_NEW"), validation(ONE + "ReturnValues can only be ALL_OLD or NONE")),
        (put(["Expected"], {"a": {"Exists": False}}),
         validation(ONE + mixing("Expected", "ConditionExpression"))),
        bad_syntax("ConditionExpression"),
        NOT_THERE,
        (put(["Key", "more"], TEXT), validation(KEY_MISMATCH)),
        CONDITION,
    ]),
    "GetItem": ({"TableName": TABLE, "Key": KEY}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["Key", "more"], {"NULL": False}), validation(BAD_NULL)),
        (put(["AttributesToGet"], ["a"]), validation(mixing("AttributesToGet", "ProjectionExpression"))),
        (put(["ProjectionExpression"], "a,,b"),
         validation('Invalid ProjectionExpression: Syntax error; token: ",", near: ",,b"')),
        NOT_THERE,
        (put(["Key", "more"], TEXT), validation(KEY_MISMATCH)),
    ]),
    "Query": ({"TableName": TABLE, "KeyConditionExpression": "pk = :p",
               "ExpressionAttributeValues": {":p": {"S": "there"}}}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["ExpressionAttributeValues", ":p"], {"NULL": False}), validation(BAD_NULL)),
        (put(["QueryFilter"], {"a": {"ComparisonOperator": "NULL"}}),
         validation(mixing("QueryFilter", "FilterExpression, KeyConditionExpression"))),
        (put(["Select"], "SPECIFIC_ATTRIBUTES"),
         validation("Must specify the AttributesToGet or ProjectionExpression when choosing to get "
                    "SPECIFIC_ATTRIBUTES")),
        bad_syntax("FilterExpression", ""),
        NOT_THERE,
        (put(["IndexName"], "no-index"), validation("The table does not have the specified index: no-index")),
        (put(["ExpressionAttributeValues", ":p"], {"N": "1"}),
         validation("One or more parameter values were invalid: Condition parameter type does not match schema type")),
    ]),
    "Scan": ({"TableName": TABLE}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["ExpressionAttributeValues", ":v"], {"NULL": False}),
         validation(f"ExpressionAttributeValues contains invalid value: {BAD_NULL} for key :v")),
        (put(["ScanFilter"], {"a": {"ComparisonOperator": "NULL"}}),
         validation(mixing("ScanFilter", "FilterExpression"))),
        (put(["Segment"], 1),
         validation("The TotalSegments parameter is required but was not present in the request when Segment "
                    "parameter is present")),
        bad_syntax("FilterExpression", ""),
        NOT_THERE,
        (put(["IndexName"], "no-index"), validation("The table does not have the specified index: no-index")),
    ]),
    "BatchGetItem": ({"RequestItems": {TABLE: {"Keys": [KEY]}}}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["RequestItems", TABLE, "Keys", 0, "more"], {"NULL": False}), validation(BAD_NULL)),
        (put(["RequestItems", TABLE, "AttributesToGet"], ["a"]),
         validation(mixing("AttributesToGet", "ProjectionExpression"))),
        (put(["RequestItems", TABLE, "ProjectionExpression"], "a,,b"),
         validation('Invalid ProjectionExpression: Syntax error; token: ",", near: ",,b"')),
        (put(["RequestItems", "none"], {"Keys": [KEY]}), ("ResourceNotFoundException", NO_TABLE)),
        (put(["RequestItems", TABLE, "Keys", 0, "more"], TEXT), validation(KEY_MISMATCH)),
    ]),
    "BatchWriteItem": ({"RequestItems": {TABLE: [{"PutRequest": {"Item": KEY}}]}}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["RequestItems", TABLE, 0, "PutRequest", "Item", "x"], {"NULL": False}), validation(BAD_NULL)),
        (put(["RequestItems", TABLE, 0, "PutRequest", "Item", "x"], {"S": "x" * 410_000}),
         validation("Item size has exceeded the maximum allowed size")),
        (put(["RequestItems", "none"], [{"DeleteRequest": {"Key": KEY}}]),
         ("ResourceNotFoundException", NO_TABLE)),
        (put(["RequestItems", TABLE, 0, "PutRequest", "Item", "pk"], {"N": "1"}), validation(KEY_MISMATCH)),
    ]),
    "TransactGetItems": ({"TransactItems": [{"Get": {"TableName": TABLE, "Key": KEY}}]}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["TransactItems", 0, "Get", "Key", "more"], {"NULL": False}), validation(BAD_NULL)),
        (put(["TransactItems", 0, "Get", "ProjectionExpression"], "a,,b"),
         validation('Invalid ProjectionExpression: Syntax error; token: ",", near: ",,b"')),
        (put(["TransactItems", 0, "Get", "TableName"], "none"), ("ResourceNotFoundException", NO_TABLE)),
        (put(["TransactItems", 0, "Get", "Key", "more"], TEXT),
         ("TransactionCanceledException",
          "Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]")),
    ]),
    "TransactWriteItems": ({"TransactItems": [{"Put": {"TableName": TABLE, "Item": KEY}}]}, [
        STRUCTURE,
        CONSTRAINT,
        (put(["TransactItems", 0, "Put", "Item", "x"], {"NULL": False}), validation(BAD_NULL)),
        (put(["TransactItems", 0, "Put", "ConditionExpression"], "a = = b"),
         validation(f"Invalid ConditionExpression: {SYNTAX}")),
        (put(["TransactItems", 0, "Put", "TableName"], "none"), ("ResourceNotFoundException", NO_TABLE)),
        (put(["TransactItems", 0, "Put", "Item", "pk"], {"S": ""}),
         validation("One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
                    "contain an empty string value. Key: pk")),
        (put(["TransactItems", 0, "Put", "ConditionExpression"], "attribute_not_exists(pk)"),
         ("TransactionCanceledException",
          "Transaction cancelled, please refer cancellation reasons for specific reasons "
          "[ConditionalCheckFailed]")),
    ]),
    "DescribeTable": ({"TableName": TABLE}, [
        (put(["TableName"], 7), serialization("NUMBER_VALUE cannot be converted to String")),
        (put(["TableName"], "a!"),
         validation(ONE + "Value 'a!' at 'tableName' failed to satisfy constraint: Member must satisfy regular "
                    "expression pattern: [a-zA-Z0-9_.-]+")),
        (put(["TableName"], "none"), ("ResourceNotFoundException", NO_SUCH_TABLE)),
    ]),
    "UpdateTimeToLive": ({"TableName": TABLE,
                          "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True}}, [
        (put(["TimeToLiveSpecification"], "x"), serialization("Unexpected field type")),
        (put(["TimeToLiveSpecification"], {"AttributeName": "", "Enabled": False}),
         validation(ONE + "Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member "
                    "must have length greater than or equal to 1")),
        (put(["TableName"], "none"), ("ResourceNotFoundException", NO_SUCH_TABLE)),
        (put(["TimeToLiveSpecification"], {"AttributeName": "ttl", "Enabled": False}),
         validation("TimeToLive is already disabled")),
    ]),
    "TagResource": ({"ResourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/tab",
                     "Tags": [{"Key": "a", "Value": "b"}]}, [
        (put(["Tags"], "x"), serialization("Unexpected field type")),
        (put(["Tags"], [{"Key": "a"}]),
         validation(ONE + "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null")),
        (put(["Tags"], [{"Key": "aws:a", "Value": "b"}]), None),
        (put(["ResourceArn"], "x"),
         validation("One or more parameter values were invalid: ARNs must start with 'arn:': x")),
        (put(["ResourceArn"], "arn:aws:dynamodb:eu-west-1:123456789012:table/none"),
         ("ResourceNotFoundException", None)),
    ]),
}


class CheckOrder(ApiTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {"TableName": TABLE, **HASH_KEY})

    def setUp(self):
        self.call("PutItem", {"TableName": TABLE, "Item": KEY})

    def check(self, operation, request, error_type, text, stage):
        status, body = self.call(operation, request)
        self.assertEqual(status, 400, (operation, stage, str(body)[:300]))
        if error_type is not None:
            self.assertEqual(body["__type"].split("#")[1], error_type, (operation, stage, str(body)[:300]))
        if text is not None:
            self.assertEqual(text_of(body), text, (operation, stage))


def walk(operation):
    request, faults = CASES[operation]

    def test(self):
        for first in range(len(faults) + 1):
            spoiled = copy.deepcopy(request)
            for spoil, _ in reversed(faults[first:]):  # of two faults in one member the earlier stays
                spoil(spoiled)
            if first == len(faults):
                status, body = self.call(operation, spoiled)
                self.assertEqual(status, 200, body)
            else:
                error_type, text = faults[first][1] or ("ValidationException", None)
                self.check(operation, spoiled, error_type, text, first)
    return test


class KeyConditions(ApiTest):
    """Their clauses are walked as they are written, before the table is looked up (captured)."""

    OPERAND = ("Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or "
               "function: begins_with, operand type: N")
    UNDEFINED = ("Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; "
                 "attribute value: :missing")

    def test_the_first_clause_that_is_wrong_is_told(self):
        number = {":n": {"N": "1"}}
        key = {":p": TEXT}
        for condition, values, wrong in (
                ("pk = :missing AND begins_with(sk, :n)", number, self.UNDEFINED),
                ("begins_with(sk, :n) AND pk = :missing", number, self.OPERAND),
                ("pk = :p AND begins_with(sk, :n) AND sk = :missing", {**key, **number}, self.OPERAND),
                ("pk = :p AND begins_with(sk, :n) AND sk > :s", {**key, **number, ":s": TEXT}, self.OPERAND),
                ("pk = :p AND sk > :a AND sk < :a", {**key, ":a": TEXT},
                 "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key")):
            self.refuse("Query", {"TableName": "none", "KeyConditionExpression": condition,
                                  "ExpressionAttributeValues": values}, wrong)
        self.refuse("Query", {"TableName": "none", "KeyConditionExpression": "pk = :p AND begins_with(sk, :s)",
                              "ExpressionAttributeValues": {**key, ":s": TEXT}}, NO_TABLE,
                    "ResourceNotFoundException")


class IndexNames(ApiTest):
    def test_those_of_global_indexes_come_first(self):
        def index(name, *roles):
            return {"IndexName": name, "Projection": {"ProjectionType": "ALL"},
                    "KeySchema": [{"AttributeName": n, "KeyType": k} for n, k in roles]}

        def short(name, member):
            return (f"Value '{name}' at '{member}.1.member.indexName' failed to satisfy constraint: Member must have "
                    "length greater than or equal to 3")
        self.refuse("CreateTable", {
            "TableName": "made", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            "LocalSecondaryIndexes": [index("l1", ("pk", "HASH"), ("lr", "RANGE"))],
            "GlobalSecondaryIndexes": [index("g1", ("gh", "HASH"))]},
            f"2 validation errors detected: {short('g1', 'globalSecondaryIndexes')}; "
            f"{short('l1', 'localSecondaryIndexes')}")


for name in CASES:
    setattr(CheckOrder, f"test_{name}", walk(name))


if __name__ == "__main__":
    unittest.main()
