"""Requests with signatures (AWS Signature Version 4), made before they are sent: as many as a load needs,
in a file for bench/load/replay.lua. A signature holds for five minutes."""

import datetime
import hashlib
import hmac
import json
import os

KEY_ID = "AKIABENCHBENCHBENCH1"
SECRET = "bench-secret-0123456789-0123456789-abcde"
ACCOUNT = "123456789012"
REGION = "us-east-1"
SIGNED = "content-type;host;x-amz-date;x-amz-target"

# What a tenant of one table has, and some statements that are about others.
STATEMENTS = [
    {"Sid": "OwnTable", "Effect": "Allow", "Action": ["dynamodb:*Item", "dynamodb:*Table"],
     "Resource": f"arn:aws:dynamodb:*:{ACCOUNT}:table/bench"},
    {"Sid": "OwnItems", "Effect": "Deny", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
     "Resource": "*",
     "Condition": {"ForAnyValue:StringNotLike": {"dynamodb:LeadingKeys": ["user#*"]}}},
    {"Sid": "NotOthers", "Effect": "Deny", "Action": "dynamodb:*",
     "Resource": f"arn:aws:dynamodb:*:{ACCOUNT}:table/other*"},
    {"Sid": "FromHere", "Effect": "Deny", "Action": "dynamodb:*", "Resource": "*",
     "Condition": {"NotIpAddress": {"aws:SourceIp": ["127.0.0.0/8", "::1/128"]}}},
]


def write_identities(path):
    """The one user of the benchmark; a file of its owner's alone."""
    identities = {"Accounts": {ACCOUNT: {"Users": {"bench": {
        "AccessKeys": [{"AccessKeyId": KEY_ID, "SecretAccessKey": SECRET}],
        "InlinePolicies": {"own": {"Version": "2012-10-17", "Statement": STATEMENTS}}}}}}}
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(identities, file)


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Signer:
    """Of this moment."""

    def __init__(self, host):
        self.host = host
        self.time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.time[:8]}/{REGION}/dynamodb/aws4_request"
        self.key = ("AWS4" + SECRET).encode()
        for part in self.scope.split("/"):
            self.key = _hmac(self.key, part)

    def headers(self, operation, body):
        headers = {"Content-Type": "application/x-amz-json-1.0", "Host": self.host,
                   "X-Amz-Date": self.time, "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        lines = "".join(f"{name.lower()}:{value}\n" for name, value in headers.items())
        canonical = f"POST\n/\n\n{lines}\n{SIGNED}\n{hashlib.sha256(body).hexdigest()}"
        to_sign = "\n".join(("AWS4-HMAC-SHA256", self.time, self.scope,
                             hashlib.sha256(canonical.encode()).hexdigest()))
        headers["Authorization"] = (f"AWS4-HMAC-SHA256 Credential={KEY_ID}/{self.scope}, "
                                    f"SignedHeaders={SIGNED}, Signature={_hmac(self.key, to_sign).hex()}")
        return headers

    def request(self, operation, body):
        """All its bytes."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers(operation, body).items())
        return f"POST / HTTP/1.1\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


def body_of(operation, number):
    """Of one of the keys; items as those of bench/load/dynamodb.lua."""
    key = {"pk": {"S": f"user#{number:010d}"}}
    if operation == "GetItem":
        return json.dumps({"TableName": "bench", "Key": key}, separators=(",", ":")).encode()
    item = {**key, "version": {"N": "1000"}, "name": {"S": "A name of ordinary length"},
            "email": {"S": "somebody@example.com"}, "active": {"BOOL": True}, "score": {"N": "1234567"},
            "address": {"M": {"city": {"S": "Ljubljana"}, "street": {"S": "Slovenska cesta 1"},
                              "zip": {"N": "1000"}}},
            "tags": {"SS": ["alpha", "beta", "gamma"]}, "bio": {"S": "b" * 300},
            "payload": {"S": "p" * 400}}
    return json.dumps({"TableName": "bench", "Item": item}, separators=(",", ":")).encode()


def write_requests(path, host, operation, keys):
    """One request for each key."""
    signer = Signer(host)
    with open(path, "wb") as file:
        for number in range(keys):
            request = signer.request(operation, body_of(operation, number))
            file.write(b"%d\n" % len(request) + request)
