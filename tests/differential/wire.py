"""DynamoDB's JSON protocol to one endpoint, over one connection that is kept open.

Sending and receiving are apart, so that both endpoints can work on a request at the same time.
"""

import http.client
import json
import time
import urllib.parse
from dataclasses import dataclass, field

IDLE_LIMIT_S = 5  # Servers close idle connections; an older one is opened anew before it is used.
TIMEOUT_S = 60
HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=differential/20260101/us-east-1/dynamodb/"
                     "aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
}


class EndpointFailure(Exception):
    """The endpoint is gone, or hung; nothing can be compared any more."""


@dataclass
class Reply:
    status: int
    error: str = ""  # the class of the error without its namespace; empty: success
    message: str = ""
    body: dict = field(default_factory=dict)


def read_reply(status, payload):
    try:
        body = json.loads(payload) if payload else {}
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return Reply(status, f"NotJson{status}", payload.decode("utf-8", "replace")[:200])
    if 200 <= status < 300:
        return Reply(status, body=body)
    error = str(body.pop("__type", f"NoType{status}")).rpartition("#")[2]
    lower, upper = body.pop("message", None), body.pop("Message", None)
    return Reply(status, error, lower or upper or "", body)


class Endpoint:
    def __init__(self, url, kind="url"):
        self.url = url
        self.kind = kind  # "stator", "dynamodb-local", "dynoxide" or "url": whose judgements hold
        self._host = urllib.parse.urlsplit(url).netloc
        self._connection = None
        self._used_at = 0.0

    def send(self, operation, request):
        now = time.monotonic()
        if self._connection is None or now - self._used_at > IDLE_LIMIT_S:
            self.close()
            self._connection = http.client.HTTPConnection(self._host, timeout=TIMEOUT_S)
        headers = {**HEADERS, "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        body = request if isinstance(request, bytes) else json.dumps(request).encode()
        try:
            self._connection.request("POST", "/", body, headers)
        except (OSError, http.client.HTTPException) as error:
            raise self._failure(operation, error) from error

    def receive(self, operation):
        try:
            response = self._connection.getresponse()
            payload = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise self._failure(operation, error) from error
        self._used_at = time.monotonic()
        return read_reply(response.status, payload)

    def call(self, operation, request):
        self.send(operation, request)
        return self.receive(operation)

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _failure(self, operation, error):
        self.close()
        return EndpointFailure(f"{self.kind} at {self.url}, {operation}: {error!r}")
