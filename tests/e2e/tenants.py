"""Two tenants of one table, and a server that knows them: the identities, the table and its items."""

import json
import os
import pathlib
import shutil
import tempfile
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from server import REGION, Server

ACCOUNT = "111122223333"
TABLE = "ledger"
ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{TABLE}"
ON_TABLE = [ARN, f"{ARN}/index/*", f"{ARN}/stream/*"]
ITEM_ACTIONS = [f"dynamodb:{name}" for name in (
    "GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem",
    "ConditionCheckItem", "PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete")]
OWN = {"dynamodb:LeadingKeys": ["${aws:PrincipalTag/tenant}"]}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **one} for one in statements]}


POLICIES = {
    # What AWS's documentation gives to tenants: named actions, on items with their own partition key.
    "OwnItems": policy({"Action": ITEM_ACTIONS, "Resource": ON_TABLE,
                        "Condition": {"ForAllValues:StringEquals": OWN}}),
    # Every action that has a partition key, and that is one's own.
    "AnythingOfOwn": policy({"Action": "dynamodb:*", "Resource": "*",
                             "Condition": {"ForAllValues:StringEquals": OWN,
                                           "Null": {"dynamodb:LeadingKeys": "false"}}}),
    "OwnItemsByPattern": policy({"Action": ITEM_ACTIONS, "Resource": ON_TABLE,
                                 "Condition": {"ForAllValues:StringLike": OWN}}),
    "Everything": policy({"Action": "*", "Resource": "*"}),
}


def secret_of(key_id):
    return f"secret/of/{key_id}".ljust(40, "x")


def access_key(name):
    return f"AKIA{name.upper().replace('-', '_'):_<16}"


def credentials(who):
    """To sign with: of a user by his name, or of a session by STS's Credentials."""
    if isinstance(who, dict):
        return Credentials(who["AccessKeyId"], who["SecretAccessKey"], who["SessionToken"])
    return Credentials(access_key(who), secret_of(access_key(who)))


def user(name, tenant=None, *policies):
    key = access_key(name)
    made = {"AccessKeys": [{"AccessKeyId": key, "SecretAccessKey": secret_of(key)}],
            "Policies": list(policies)}
    if tenant is not None:
        made["Tags"] = {"tenant": tenant}
    return made


def identities(**more):
    """The text of an identities file; `more` goes into the account."""
    root = access_key("root")
    users = {
        "red": user("red", "red", "OwnItems"),
        "blue": user("blue", "blue", "OwnItems"),
        "wide-red": user("wide-red", "red", "AnythingOfOwn"),
        "like-red": user("like-red", "red", "OwnItemsByPattern"),
        "untagged": user("untagged", None, "OwnItems"),
        "powerless": user("powerless"),
    }
    users.update(more.pop("Users", {}))
    account = {"RootAccessKeys": [{"AccessKeyId": root, "SecretAccessKey": secret_of(root)}],
               "Policies": {**POLICIES, **more.pop("Policies", {})}, "Users": users, **more}
    stranger = {"Users": {"stranger": {
        "AccessKeys": [{"AccessKeyId": access_key("stranger"),
                        "SecretAccessKey": secret_of(access_key("stranger"))}],
        "InlinePolicies": {"all": POLICIES["Everything"]}}}}
    return {"Accounts": {ACCOUNT: account, "444455556666": stranger}, "OperatorAccount": ACCOUNT}


class TenantServer(Server):
    """With --auth=sigv4 and the identities, which rewrite() changes."""

    def __init__(self, *flags, **more):
        self.identities_folder = tempfile.mkdtemp(prefix="stator-identities-")
        self.identities_file = str(pathlib.Path(self.identities_folder) / "identities.json")
        self.write_identities(identities(**more))
        super().__init__("--auth=sigv4", "--identities", self.identities_file, *flags)

    def write_identities(self, content):
        new = self.identities_file + ".new"
        with open(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file)
        os.rename(new, self.identities_file)

    def stop(self):
        try:
            return super().stop()
        finally:
            shutil.rmtree(self.identities_folder, ignore_errors=True)

    def client(self, who="red", service="dynamodb", session=None):
        """A boto3 client of a user, or of a session."""
        keys = credentials(session or who)
        return boto3.client(service, endpoint_url=self.url, region_name=REGION,
                            config=Config(retries={"max_attempts": 0}), aws_access_key_id=keys.access_key,
                            aws_secret_access_key=keys.secret_key, aws_session_token=keys.token)

    def call(self, who, operation, body, service="DynamoDB_20120810"):
        """A signed request with a body that need not be what boto3 would send: (status, reply)."""
        text = body if isinstance(body, str) else json.dumps(body)
        request = AWSRequest("POST", self.url + "/", {
            "X-Amz-Target": f"{service}.{operation}", "Content-Type": "application/x-amz-json-1.0"},
            text.encode())
        SigV4Auth(credentials(who), "dynamodb", REGION).add_auth(request)
        return self._send(urllib.request.Request(self.url + "/", text.encode(), dict(request.headers.items())))

    def ask_route(self, who, path, body=None):
        """A signed request to a route of the server's own; who: None does not sign: (status, text)"""
        data = None if body is None else json.dumps(body).encode()
        request = AWSRequest("GET" if data is None else "POST", self.url + path, {}, data)
        if who is not None:
            SigV4Auth(credentials(who), "dynamodb", REGION).add_auth(request)
        return self._send(urllib.request.Request(self.url + path, data, dict(request.headers.items())))

    def _send(self, request):
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def item(tenant, number):
    """One of a tenant's. Nobody else may learn its secret, or that it is there."""
    return {"tenant": {"S": tenant}, "id": {"S": str(number)}, "amount": {"N": str(100 + number)},
            "status": {"S": "open"}, "secret": {"S": f"{tenant}-secret-{number}"}}


def create_table(root, table=TABLE):
    def keys(hash_name, range_name):
        return [{"AttributeName": hash_name, "KeyType": "HASH"}, {"AttributeName": range_name, "KeyType": "RANGE"}]

    everything = {"ProjectionType": "ALL"}
    root.create_table(
        TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=keys("tenant", "id"),
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in
                              (("tenant", "S"), ("id", "S"), ("amount", "N"), ("status", "S"))],
        LocalSecondaryIndexes=[{"IndexName": "own-amounts", "KeySchema": keys("tenant", "amount"),
                                "Projection": everything}],
        GlobalSecondaryIndexes=[{"IndexName": "amounts", "KeySchema": keys("tenant", "amount"),
                                 "Projection": everything},
                                {"IndexName": "statuses", "KeySchema": keys("status", "id"),
                                 "Projection": everything}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})


def fill(root):
    """Deletes what is there, and puts what there is to be."""
    for old in root.scan(TableName=TABLE)["Items"]:
        root.delete_item(TableName=TABLE, Key={"tenant": old["tenant"], "id": old["id"]})
    for tenant, count in (("red", 5), ("blue", 7), ("*", 1), ("${aws:PrincipalTag/tenant}", 1), ("rediscover", 1)):
        for number in range(count):
            root.put_item(TableName=TABLE, Item=item(tenant, number))


def contents(root):
    return sorted(root.scan(TableName=TABLE, ConsistentRead=True)["Items"],
                  key=lambda one: (one["tenant"]["S"], one["id"]["S"]))
