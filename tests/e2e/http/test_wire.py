"""What of the service's replies no SDK shows: the spelling of errors, status, types, checksums, and which of
several faults of a request's head is answered. Against the engine, byte by byte.

References: AWS's API model (which member of an error holds its text) and the developer guide's pages "DynamoDB
low-level API" and "Error handling with DynamoDB"."""

import json
import unittest
import zlib

from api_call import HASH_KEY, ApiTest
from raw_http import AUTHORIZATION

DYNAMODB = "com.amazonaws.dynamodb.v20120810#"
STREAMS = "com.amazonaws.dynamodb.v20120810#"
SERVICE = "com.amazon.coral.service#"
VALIDATION = "com.amazon.coral.validate#ValidationException"


class Wire(ApiTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call("CreateTable", {"TableName": "tab", **HASH_KEY})
        cls.call("PutItem", {"TableName": "tab", "Item": {"pk": {"S": "there"}, "n": {"S": "x"}}})

    def assert_error(self, answer, error_type, member, text=None, status=400):
        got_status, body = answer
        self.assertEqual(got_status, status, body)
        self.assertEqual(body["__type"], error_type, body)
        texts = {name for name in body if name.lower() == "message"}
        self.assertEqual(texts, {member} if member else set(), body)
        if text is not None:
            self.assertEqual(body[member], text)


class Spelling(Wire):
    """__type, and the member that holds the text, per class of error."""

    def test_errors_of_the_service_have_a_small_message(self):
        key = {"pk": {"S": "there"}}
        self.assert_error(self.call("GetItem", {"TableName": "none", "Key": key}),
                          DYNAMODB + "ResourceNotFoundException", "message",
                          "Requested resource not found")
        self.assert_error(self.call("CreateTable", {"TableName": "tab", **HASH_KEY}),
                          DYNAMODB + "ResourceInUseException", "message")
        self.assert_error(self.call("DescribeContinuousBackups", {"TableName": "none"}),
                          DYNAMODB + "TableNotFoundException", "message", "Table not found: none")
        self.assert_error(
            self.call("DeleteItem", {"TableName": "tab", "Key": key,
                                     "ConditionExpression": "attribute_not_exists(pk)"}),
            DYNAMODB + "ConditionalCheckFailedException", "message", "The conditional request failed")

    def test_a_failed_condition_shows_the_item_on_demand(self):
        status, body = self.call("DeleteItem", {
            "TableName": "tab", "Key": {"pk": {"S": "there"}},
            "ConditionExpression": "attribute_not_exists(pk)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD"})
        self.assertEqual(status, 400)
        self.assertEqual(body["Item"], {"pk": {"S": "there"}, "n": {"S": "x"}})

    def test_validation_is_the_front_ends(self):
        self.assert_error(self.call("GetItem", {"TableName": "tab", "Key": {"x": {"S": "a"}}}),
                          VALIDATION, "message",
                          "The provided key element does not match the schema")
        self.assert_error(self.call("GetItem", {"Key": {}}), VALIDATION, "message")

    def test_transactions_have_a_capital_message(self):
        answer = self.call("TransactWriteItems", {"TransactItems": [
            {"Put": {"TableName": "tab", "Item": {"pk": {"S": "there"}},
                     "ConditionExpression": "attribute_not_exists(pk)"}},
            {"Delete": {"TableName": "tab", "Key": {"pk": {"S": "other"}}}}]})
        self.assert_error(answer, DYNAMODB + "TransactionCanceledException", "Message",
                          "Transaction cancelled, please refer cancellation reasons for specific "
                          "reasons [ConditionalCheckFailed, None]")
        self.assertEqual(answer[1]["CancellationReasons"], [
            {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"},
            {"Code": "None"}])

    def test_a_token_with_other_parameters(self):
        def put(value):
            return {"ClientRequestToken": "token-1", "TransactItems": [
                {"Put": {"TableName": "tab", "Item": {"pk": {"S": "tok"}, "v": {"S": value}}}}]}
        self.assertEqual(self.call("TransactWriteItems", put("a"))[0], 200)
        self.assert_error(self.call("TransactWriteItems", put("b")),
                          DYNAMODB + "IdempotentParameterMismatchException", "Message")

    def test_errors_of_streams(self):
        arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/tab/stream/2026-01-01T00:00:00.000"
        self.assert_error(self.call("DescribeStream", {"StreamArn": arn}, "DynamoDBStreams_20120810"),
                          STREAMS + "ResourceNotFoundException", "message")

    def test_json_that_does_not_fit_has_a_capital_message(self):
        self.assert_error(self.call("GetItem", {"TableName": 5}), SERVICE + "SerializationException",
                          "Message", "NUMBER_VALUE cannot be converted to String")

    def test_what_is_no_json_has_no_text(self):
        for body in (b"", b"{", b"[]]", b"\xff"):
            reply = self.send(body)
            self.assertEqual((reply.status, json.loads(reply.body)),
                             (400, {"__type": SERVICE + "SerializationException"}), body)

    def test_access_to_another_account_has_a_capital_message(self):
        arn = "arn:aws:dynamodb:eu-west-1:000000000000:table/tab"
        self.assert_error(self.call("ListTagsOfResource", {"ResourceArn": arn}),
                          SERVICE + "AccessDeniedException", "Message")

    def test_operations(self):
        self.assert_error(self.call("NoSuchOperation", {}), SERVICE + "UnknownOperationException", None)
        self.assert_error(
            self.call("CreateBackup", {"TableName": "tab", "BackupName": "one"}),
            SERVICE + "UnknownOperationException", "message", "Stator does not serve CreateBackup")


class WordsOfMay(Wire):
    flags = ("--wording=2026-05",)

    def test_a_single_write_speaks_plainly(self):
        self.refuse("PutItem", {"TableName": "tab", "Item": {"pk": {"S": "a"}, "x": {"SS": ["a", "a"]}}},
                    "One or more parameter values were invalid: Input collection [a, a] contains duplicates.")


class WordsOfSeptember(Wire):
    def test_a_single_write_counts_its_faults(self):
        self.refuse("PutItem", {"TableName": "tab", "Item": {"pk": {"S": "a"}, "x": {"SS": ["a", "a"]}}},
                    "1 validation error detected: One or more parameter values were invalid: "
                    'Input collection ["a", "a"] contains duplicates.')


class Heads(Wire):
    """Which fault of a request's head is answered."""

    UNKNOWN = {"__type": SERVICE + "UnknownOperationException"}

    def answer(self, body=b"{}", **changes):
        reply = self.send(body, **changes)
        return reply.status, json.loads(reply.body)

    def test_an_operation_of_the_other_service_is_unknown(self):
        for target in ("DynamoDBStreams_20120810.GetItem", "DynamoDB_20120810.ListStreams",
                       "DynamoDB_20111205.GetItem", "GetItem", "DynamoDB_20120810.",
                       "dynamodb_20120810.GetItem"):
            self.assertEqual(self.answer(X_Amz_Target=target), (400, self.UNKNOWN), target)

    def test_the_operation_comes_before_the_authorization(self):
        for authorization in (None, "Basic x", AUTHORIZATION):
            for target in (None, "DynamoDB_20120810.Nothing", "Kinesis_20131202.PutRecord"):
                self.assertEqual(self.answer(X_Amz_Target=target, Authorization=authorization),
                                 (400, self.UNKNOWN))

    def test_the_authorization_comes_before_the_body(self):
        for body in (b"nonsense", b"{}", b""):
            status, answer = self.answer(body, Authorization=None)
            self.assertEqual((status, answer["__type"]),
                             (400, SERVICE + "MissingAuthenticationTokenException"))

    def test_the_content_type_comes_first(self):
        for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
            reply = self.send(Content_Type=content_type, Authorization=None, X_Amz_Target=None)
            self.assertEqual((reply.status, reply.body), (404, b"<UnknownOperationException/>\n"))

    def test_malformed_authorizations(self):
        scope = "AKID/20261122/eu-west-1/dynamodb/aws4_request"
        whole = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
        cases = {
            "AWS4-HMAC-SHA256": (
                "IncompleteSignatureException",
                "Authorization header requires 'Credential' parameter. Authorization header requires "
                "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter."),
            whole.replace(", Signature=0", ""): (
                "IncompleteSignatureException",
                "Authorization header requires 'Signature' parameter."),
            whole.replace("/aws4_request", ""): (
                "IncompleteSignatureException",
                "Credential must have exactly 5 slash-delimited elements, e.g. "
                "keyid/date/region/service/term"),
            whole.replace("/dynamodb/", "/s3/"): (
                "InvalidSignatureException",
                "Credential should be scoped to correct service: 'dynamodb'. "),
            "Bearer x": ("MissingAuthenticationTokenException",
                         "Request is missing Authentication Token"),
        }
        for authorization, (error, text) in cases.items():
            self.assertEqual(self.answer(Authorization=authorization),
                             (400, {"__type": SERVICE + error, "message": text}), authorization)

    def test_a_request_without_a_date(self):
        self.assertEqual(self.answer(X_Amz_Date=None), (400, {
            "__type": SERVICE + "IncompleteSignatureException",
            "message": "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
                       "header."}))


class Replies(Wire):
    def test_errors_carry_what_replies_carry(self):
        for reply in (self.send(b'{"TableName":"tab","Key":{"pk":{"S":"there"}}}'),
                      self.send(b'{"TableName":"none","Key":{"pk":{"S":"there"}}}'),
                      self.send(b"nonsense"), self.send(Authorization=None),
                      self.send(operation="Nothing")):
            self.assertRegex(reply.headers["x-amzn-requestid"], r"^[0-9A-V]{52}$")
            self.assertEqual(int(reply.headers["x-amz-crc32"]), zlib.crc32(reply.body))
            self.assertEqual(reply.headers["content-type"], "application/x-amz-json-1.0")
            self.assertEqual(int(reply.headers["content-length"]), len(reply.body))

    def test_errors_mirror_the_content_type(self):
        for content_type in ("application/json", "application/x-amz-json-1.1"):
            for changes in ({}, {"Authorization": None}, {"X_Amz_Target": "x"}):
                reply = self.send(b"{", Content_Type=content_type, **changes)
                self.assertEqual(reply.headers["content-type"], content_type)

    def test_bytes_of_a_success(self):
        reply = self.send(b'{"TableName":"tab","Key":{"pk":{"S":"there"}}}')
        self.assertEqual(reply.body, b'{"Item":{"n":{"S":"x"},"pk":{"S":"there"}}}')
        self.assertEqual(self.send(b'{"TableName":"tab","Key":{"pk":{"S":"no"}}}').body, b"{}")


if __name__ == "__main__":
    unittest.main()
