"""The engine behind verified signatures with fixed keys (signed_server.cc), and botocore's own signer
to ask it: one that knows nothing of ours."""

import hashlib
import http.client
import json

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from raw_http import FixedReplyServer, Reply

REGION = "eu-central-1"
TOKEN = "token+/="


class SignedServer(FixedReplyServer):
    name = "signed_server"

    def __init__(self, *flags):
        super().__init__("-auth", "sigv4", "-identities", "unused", "-inMemory", *flags)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


def credentials(key_id="AKIAROOT", secret=None, token=None):
    if token is None and key_id.startswith("ASIA"):
        token = TOKEN
    return Credentials(key_id, secret or f"secret/of/{key_id}", token or None)


class QuerySigner(SigV4QueryAuth):
    """botocore's pre-signed queries take the body into the query; DynamoDB's keep it."""

    def _modify_request_before_signing(self, request):
        data, request.data = request.data, ""
        super()._modify_request_before_signing(request)
        request.data = data


def request(server, operation, body=None, method="POST", path="/", **headers):
    """An unsigned request. Underscores in the names of headers stand for dashes."""
    fields = {"Host": f"127.0.0.1:{server.port}"}
    if operation is not None:
        fields["X-Amz-Target"] = f"DynamoDB_20120810.{operation}"
        fields["Content-Type"] = "application/x-amz-json-1.0"
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    data = b"" if method in ("GET", "DELETE") else json.dumps(body or {}).encode()
    return AWSRequest(method, server.url + path, fields, data)


def sign(asked, who=None, service="dynamodb", region=REGION):
    SigV4Auth(who or credentials(), service, region).add_auth(asked)
    return asked


def presign(asked, who=None, expires=60, service="dynamodb"):
    QuerySigner(who or credentials(), service, REGION, expires).add_auth(asked)
    return asked


def send(server, asked):
    """The reply to a request, whether signed or not, its body parsed when it is JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    try:
        path = asked.url[len(server.url):]
        connection.request(asked.method, path, asked.data, dict(asked.headers.items()))
        got = connection.getresponse()
        text = got.read()
    finally:
        connection.close()
    reply = Reply(got.status, {name.lower(): value for name, value in got.getheaders()}, text)
    if text and "json" in reply.headers.get("content-type", ""):
        reply.body = json.loads(text)
    return reply


def type_of(reply):
    """The name of the reply's error; None: it is none."""
    return reply.body["__type"].split("#")[1] if reply.status >= 400 else None


def sha256(data):
    return hashlib.sha256(data).hexdigest()
