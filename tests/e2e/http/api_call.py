"""Calls of the API without an SDK, which would check requests itself and hide what comes back."""

import json
import unittest

from raw_http import Connection, post
from server import Server

HASH_KEY = {"BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}


def text_of(body):
    """The text of an error, whichever member holds it."""
    return body.get("message", body.get("Message"))


class ApiTest(unittest.TestCase):
    """A server in memory for the tests of a class."""

    flags = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.flags)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"the server ended with {code}"

    @classmethod
    def send(cls, body=b"{}", operation="GetItem", **changes):
        """The reply to bytes; headers as raw_http has them."""
        with Connection(cls.server.port) as connection:
            return connection.ask(post(body, operation, **changes))

    @classmethod
    def call(cls, operation, request, prefix="DynamoDB_20120810"):
        """Status and body."""
        reply = cls.send(json.dumps(request).encode(), X_Amz_Target=f"{prefix}.{operation}")
        return reply.status, json.loads(reply.body)

    def ask(self, operation, request):
        """The body of a request that must succeed."""
        status, body = self.call(operation, request)
        self.assertEqual(status, 200, str(body)[:500])
        return body

    def refuse(self, operation, request, text, error_type="ValidationException"):
        """A request that must be refused with that text."""
        status, body = self.call(operation, request)
        self.assertEqual((status, body.get("__type", "").split("#")[-1], text_of(body)),
                         (400, error_type, text), operation)
