"""AWS's classic example of fine-grained access, from a token of the identity provider to the last attribute
that is denied: players of a game read two attributes of their own items and nothing else, and a second
role may also write its scores."""

import base64
import json
import time
import unittest

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from server import REGION
from tenants import ACCOUNT, TenantServer, policy
from web_tokens import TokenIssuer

TABLE = "GameScores"
ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{TABLE}"
OWN_ITEMS = {"dynamodb:LeadingKeys": ["${graph.facebook.com:id}"],
             "dynamodb:Attributes": ["UserId", "TopScore"]}
READS = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"]
WRITES = ["dynamodb:UpdateItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]

STATEMENTS = ["dynamodb:PartiQLSelect", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"]

ANN, BOB, NOBODY = "fb-1-ann", "fb-2-bob", "fb-3-nobody"  # a token's subject has 6 characters or more


def token_of(issuer, subject, **claims):
    now = int(time.time())
    return issuer.token(**{"sub": subject, "iat": now, "exp": now + 600, **claims})


def own(actions):
    return policy({"Action": actions, "Resource": ARN, "Condition": {
        "ForAllValues:StringEquals": OWN_ITEMS,
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES",
                                 "dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"]}}})


def key(player):
    return {"UserId": {"S": player}}


def item(player):
    return {**key(player), "TopScore": {"N": "100"}, "Wins": {"N": "7"}, "Email": {"S": f"{player}@example.com"}}


class ClassicExample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = TokenIssuer(iss="https://www.facebook.com", aud="game")
        trust = policy({"Principal": {"Federated": "graph.facebook.com"}, "Action": "sts:AssumeRoleWithWebIdentity",
                        "Condition": {"StringEquals": {"graph.facebook.com:app_id": "game"}}})
        roles = {name: {"TrustPolicy": trust, "InlinePolicies": {"own": own(actions)}}
                 for name, actions in (("Reader", READS), ("Player", READS + WRITES), ("Speaker", STATEMENTS))}
        roles["Pattern"] = {"TrustPolicy": trust, "InlinePolicies": {"own": policy({
            "Action": READS, "Resource": ARN, "Condition": {"ForAllValues:StringLike": {
                "dynamodb:LeadingKeys": ["${graph.facebook.com:id}"]}}})}}
        cls.server = TenantServer(Roles=roles, IdentityProviders={"graph.facebook.com": {
            "Audiences": ["game"], "Keys": cls.provider.key_set()}})
        cls.addClassCleanup(cls.server.stop)
        cls.sts = boto3.client("sts", endpoint_url=cls.server.url, region_name=REGION,
                               config=Config(signature_version=UNSIGNED, retries={"max_attempts": 0}))
        cls.root = cls.server.client("root")
        cls.root.create_table(
            TableName=TABLE, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "UserId", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "UserId", "AttributeType": "S"}])
        cls.ann = cls.session(ANN)
        cls.player = cls.session(ANN, "Player")

    def setUp(self):
        for player in (ANN, BOB):
            self.root.put_item(TableName=TABLE, Item=item(player))

    @classmethod
    def assume(cls, token, role="Reader", account=ACCOUNT):
        return cls.sts.assume_role_with_web_identity(
            RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="app", WebIdentityToken=token)

    @classmethod
    def session(cls, player, role="Reader"):
        return cls.server.client(session=cls.assume(token_of(cls.provider, player), role)["Credentials"])

    def refused(self, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(TableName=TABLE, **parameters)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], "AccessDeniedException")
        self.assertIn(f"User: arn:aws:sts::{ACCOUNT}:assumed-role/", error["Message"])
        self.assertNotIn("example.com", str(caught.exception.response))

    def query(self, client, player, **more):
        values = {":u": {"S": player}, **more.pop("values", {})}
        return client.query(TableName=TABLE, KeyConditionExpression="UserId = :u", ExpressionAttributeValues=values,
                            **more)

    def query_refused(self, client, player, **more):
        self.refused(lambda TableName, **rest: self.query(client, player, **rest), **more)

    def test_two_attributes_of_ones_own_items_can_be_read(self):
        seen = {"UserId": {"S": ANN}, "TopScore": {"N": "100"}}
        both = {"ProjectionExpression": "UserId, TopScore"}
        self.assertEqual(self.ann.get_item(TableName=TABLE, Key=key(ANN), **both)["Item"], seen)
        self.assertEqual(self.ann.get_item(TableName=TABLE, Key=key(ANN), AttributesToGet=["TopScore"])["Item"],
                         {"TopScore": {"N": "100"}})
        reply = self.ann.batch_get_item(RequestItems={TABLE: {"Keys": [key(ANN)], **both}})
        self.assertEqual(reply["Responses"][TABLE], [seen])
        self.assertEqual(self.query(self.ann, ANN, **both)["Items"], [seen])
        reply = self.query(self.ann, ANN, Select="SPECIFIC_ATTRIBUTES", FilterExpression="TopScore > :n",
                           values={":n": {"N": "1"}}, **both)
        self.assertEqual(reply["Items"], [seen])

    def test_no_other_attribute_can_be_read(self):
        get = self.ann.get_item
        self.refused(get, Key=key(ANN))
        self.refused(get, Key=key(ANN), ProjectionExpression="UserId, Email")
        self.refused(get, Key=key(ANN), ProjectionExpression="#e", ExpressionAttributeNames={"#e": "Email"})
        self.refused(get, Key=key(ANN), ProjectionExpression="TopScore, Wins[0].deep")
        self.refused(get, Key=key(ANN), AttributesToGet=["UserId", "Wins"])
        self.refused(lambda TableName, **more: self.ann.batch_get_item(RequestItems={TABLE: {"Keys": [key(ANN)]}}))
        self.query_refused(self.ann, ANN)
        self.query_refused(self.ann, ANN, Select="ALL_ATTRIBUTES")
        self.query_refused(self.ann, ANN, Select="COUNT")
        self.query_refused(self.ann, ANN, ProjectionExpression="UserId, Wins")

    def test_no_other_attribute_can_be_filtered_on(self):
        both = {"ProjectionExpression": "UserId, TopScore"}
        self.query_refused(self.ann, ANN, FilterExpression="Wins > :n", values={":n": {"N": "1"}}, **both)
        self.query_refused(self.ann, ANN, FilterExpression="TopScore > :n AND size(Email) > :n",
                           values={":n": {"N": "1"}}, **both)
        self.refused(self.ann.query, KeyConditions={"UserId": {"ComparisonOperator": "EQ", "AttributeValueList": [
            {"S": ANN}]}}, AttributesToGet=["TopScore"], QueryFilter={"Email": {"ComparisonOperator": "NOT_NULL"}})

    def test_nothing_of_another_player_can_be_read(self):
        both = {"ProjectionExpression": "UserId, TopScore"}
        for player in (BOB, NOBODY):
            self.refused(self.ann.get_item, Key=key(player), **both)
            self.query_refused(self.ann, player, **both)
            self.refused(lambda TableName, other=player, **more: self.ann.batch_get_item(
                RequestItems={TABLE: {"Keys": [key(ANN), key(other)], **both}}))
        bob = self.session(BOB)
        self.assertEqual(bob.get_item(TableName=TABLE, Key=key(BOB), **both)["Item"]["UserId"], {"S": BOB})
        self.refused(bob.get_item, Key=key(ANN), **both)

    def test_a_name_is_no_pattern(self):
        for name in ("******", "fb-2-*", "fb-2-???", "${*}fb-2-bob", "${graph.facebook.com:app_id}"):
            with self.subTest(name):
                sly = self.session(name, "Pattern")
                self.refused(sly.get_item, Key=key(BOB))
                self.query_refused(sly, BOB)
                self.assertNotIn("Item", sly.get_item(TableName=TABLE, Key=key(name)))

    def test_a_reader_writes_nothing_and_scans_nothing(self):
        self.refused(self.ann.put_item, Item={**key(ANN), "TopScore": {"N": "1"}})
        self.refused(self.ann.delete_item, Key=key(ANN))
        self.refused(self.ann.update_item, Key=key(ANN), UpdateExpression="SET TopScore = :n",
                     ExpressionAttributeValues={":n": {"N": "1"}})
        self.refused(self.ann.scan)
        self.refused(self.ann.scan, ProjectionExpression="UserId, TopScore")
        self.refused(self.ann.describe_table)
        self.refused(lambda TableName: self.ann.execute_statement(
            Statement=f"SELECT UserId, TopScore FROM {TABLE} WHERE UserId = '{ANN}'"))
        self.assertEqual(self.root.get_item(TableName=TABLE, Key=key(ANN))["Item"], item(ANN))

    def test_a_player_writes_his_score_and_sees_only_that(self):
        score = {"UpdateExpression": "SET TopScore = :n", "ExpressionAttributeValues": {":n": {"N": "150"}}}
        update = self.player.update_item
        for values, seen in (("NONE", None), ("UPDATED_NEW", {"TopScore": {"N": "150"}}),
                             ("UPDATED_OLD", {"TopScore": {"N": "150"}})):
            reply = update(TableName=TABLE, Key=key(ANN), ReturnValues=values, **score)
            self.assertEqual(reply.get("Attributes"), seen)
        for values in ("ALL_NEW", "ALL_OLD"):
            self.refused(update, Key=key(ANN), ReturnValues=values, **score)
        self.refused(update, Key=key(BOB), **score)
        self.refused(update, Key=key(ANN), UpdateExpression="SET Wins = :n",
                     ExpressionAttributeValues={":n": {"N": "9"}})
        self.refused(update, Key=key(ANN), UpdateExpression="SET TopScore = Wins")
        self.refused(update, Key=key(ANN), UpdateExpression="SET TopScore = if_not_exists(Email, :n)",
                     ExpressionAttributeValues={":n": {"N": "9"}})
        self.refused(update, Key=key(ANN), UpdateExpression="REMOVE Email")
        self.refused(update, Key=key(ANN), UpdateExpression="SET TopScore = :n", ConditionExpression="Wins > :n",
                     ExpressionAttributeValues={":n": {"N": "1"}})
        self.refused(update, Key=key(ANN), AttributeUpdates={"Wins": {"Action": "ADD", "Value": {"N": "1"}}})
        self.refused(update, Key=key(ANN), AttributeUpdates={"TopScore": {"Action": "PUT", "Value": {"N": "1"}}},
                     Expected={"Email": {"Exists": False}})
        self.refused(self.player.put_item, Item=item(ANN))
        self.refused(self.player.delete_item, Key=key(ANN), ReturnValues="ALL_OLD")
        self.refused(self.player.delete_item, Key=key(ANN), ConditionExpression="attribute_exists(Email)")
        self.assertEqual(self.root.get_item(TableName=TABLE, Key=key(ANN))["Item"],
                         {**item(ANN), "TopScore": {"N": "150"}})
        self.assertEqual(self.root.get_item(TableName=TABLE, Key=key(BOB))["Item"], item(BOB))

    def test_transactions_are_checked_for_each_of_their_actions(self):
        get = {"Get": {"TableName": TABLE, "Key": key(ANN), "ProjectionExpression": "TopScore"}}
        reply = self.ann.transact_get_items(TransactItems=[get])
        self.assertEqual(reply["Responses"][0]["Item"], {"TopScore": {"N": "100"}})
        for wrong in ({"Key": key(BOB), "ProjectionExpression": "TopScore"}, {"Key": key(ANN)},
                      {"Key": key(ANN), "ProjectionExpression": "Email"}):
            self.refused(lambda TableName, other=wrong: self.ann.transact_get_items(
                TransactItems=[get, {"Get": {"TableName": TABLE, **other}}]))

    def test_a_failed_condition_does_not_show_the_item(self):
        session = self.assume(token_of(self.provider, ANN), "Player")["Credentials"]
        failing = {"TableName": TABLE, "ConditionExpression": "attribute_not_exists(UserId)"}
        for operation, body in (("UpdateItem", {"Key": key(ANN)}), ("DeleteItem", {"Key": key(ANN)}),
                                ("PutItem", {"Item": key(ANN)})):
            status, text = self.server.call(session, operation, {
                **failing, **body, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"})
            self.assertEqual(status, 400)
            self.assertIn("AccessDeniedException", text)
            self.assertNotIn("example.com", text)
            self.assertIn("ConditionalCheckFailed", self.server.call(session, operation, {**failing, **body})[1])

    def test_statements_are_held_to_the_same_attributes(self):
        ann = self.session(ANN, "Speaker")
        where = f"WHERE UserId = '{ANN}'"

        def say(text):
            return ann.execute_statement(Statement=text)["Items"]

        self.assertEqual(say(f"SELECT UserId, TopScore FROM {TABLE} {where}"),
                         [{"UserId": {"S": ANN}, "TopScore": {"N": "100"}}])
        self.assertEqual(say(f"UPDATE {TABLE} SET TopScore = 7 {where} RETURNING MODIFIED NEW *"),
                         [{"TopScore": {"N": "7"}}])
        for text in (f"SELECT * FROM {TABLE} {where}", f"SELECT Email FROM {TABLE} {where}",
                     f"SELECT TopScore FROM {TABLE} {where} AND Email = 'x'",
                     f"SELECT TopScore FROM {TABLE} {where} AND size(Email) > 3",
                     f"SELECT TopScore FROM {TABLE} WHERE UserId = '{BOB}'", f"SELECT TopScore FROM {TABLE}",
                     f"SELECT TopScore FROM {TABLE} WHERE UserId IN ['{ANN}', '{BOB}']",
                     f"UPDATE {TABLE} SET Wins = 9 {where}", f"UPDATE {TABLE} SET TopScore = Wins {where}",
                     f"UPDATE {TABLE} REMOVE Email {where}", f"UPDATE {TABLE} SET TopScore = 9 {where} AND Wins = 7",
                     f"UPDATE {TABLE} SET TopScore = 9 {where} RETURNING ALL NEW *",
                     f"UPDATE {TABLE} SET TopScore = 9 WHERE UserId = '{BOB}'",
                     f"INSERT INTO {TABLE} VALUE {{'UserId': '{ANN}', 'Email': 'x'}}",
                     f"DELETE FROM {TABLE} {where} RETURNING ALL OLD *", f"DELETE FROM {TABLE} {where} AND Wins = 7",
                     f"DELETE FROM {TABLE} WHERE UserId = '{BOB}'"):
            with self.subTest(text):
                self.refused(lambda TableName, said=text: ann.execute_statement(Statement=said))
        self.assertEqual(self.root.get_item(TableName=TABLE, Key=key(ANN))["Item"],
                         {**item(ANN), "TopScore": {"N": "7"}})

    def rejected(self, code, token, **more):
        with self.assertRaises(ClientError) as caught:
            self.assume(token, **more)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)

    def test_only_a_true_token_opens_a_session(self):
        good = token_of(self.provider, ANN)
        header, claims, signature = good.split(".")
        now = int(time.time())
        stranger = TokenIssuer(iss="https://www.facebook.com", aud="game")
        self.rejected("InvalidIdentityToken", token_of(stranger, ANN))
        self.rejected("InvalidIdentityToken", ".".join((header, token_of(self.provider, BOB).split(".")[1], signature)))
        unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
        self.rejected("InvalidIdentityToken", f"{unsigned}.{claims}.")
        self.rejected("InvalidIdentityToken", f"{unsigned}.{claims}.{signature}")
        self.rejected("InvalidIdentityToken", f"{header}.{claims}.")
        self.rejected("InvalidIdentityToken", token_of(self.provider, ANN, iss="https://elsewhere.example.com"))
        self.rejected("InvalidIdentityToken", token_of(self.provider, ANN, aud="another-app"))
        self.rejected("ExpiredTokenException", token_of(self.provider, ANN, iat=now - 7200, exp=now - 3600))
        self.rejected("AccessDenied", good, role="Nothing")
        self.rejected("InvalidIdentityToken", good, account="444455556666")
        self.assertEqual(self.assume(good)["SubjectFromWebIdentityToken"], ANN)

    def test_credentials_of_two_sessions_do_not_mix(self):
        ann = self.assume(token_of(self.provider, ANN))["Credentials"]
        bob = self.assume(token_of(self.provider, BOB))["Credentials"]
        for mixed in ({**ann, "SessionToken": bob["SessionToken"]}, {**ann, "SecretAccessKey": bob["SecretAccessKey"]},
                      {**ann, "SessionToken": ann["SessionToken"][:-2] + "AA"}):
            with self.assertRaises(ClientError) as caught:
                self.server.client(session=mixed).get_item(TableName=TABLE, Key=key(ANN), ProjectionExpression="UserId")
            self.assertIn(caught.exception.response["Error"]["Code"],
                          ("UnrecognizedClientException", "InvalidSignatureException"))


class TenantsByTag(unittest.TestCase):
    """Sessions of one role, whose tags are whose tenant's they are."""

    @classmethod
    def setUpClass(cls):
        cls.provider = TokenIssuer(iss="https://id.example.com", aud="app")
        by_token = {"Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/id.example.com"},
                    "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]}
        by_user = {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/red"}, "Action": ["sts:AssumeRole", "sts:TagSession"],
                   "Condition": {"StringEquals": {"aws:RequestTag/tenant": "${aws:PrincipalTag/tenant}"}}}
        cls.server = TenantServer(
            Roles={"App": {"TrustPolicy": policy(by_token, by_user), "Policies": ["OwnItems"]}},
            IdentityProviders={"id.example.com": {"Audiences": ["app"], "Keys": cls.provider.key_set()}})
        cls.addClassCleanup(cls.server.stop)
        cls.root = cls.server.client("root")
        cls.root.create_table(
            TableName="ledger", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "tenant", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "tenant", "AttributeType": "S"}])
        for tenant in ("red", "blue"):
            cls.root.put_item(TableName="ledger", Item={"tenant": {"S": tenant}, "secret": {"S": tenant}})

    def sees(self, session, tenant):
        client = self.server.client(session=session)
        try:
            return "Item" in client.get_item(TableName="ledger", Key={"tenant": {"S": tenant}})
        except ClientError as error:
            self.assertEqual(error.response["Error"]["Code"], "AccessDeniedException")
            return False

    def assume(self, **tags):
        claims = {"https://aws.amazon.com/tags": {"principal_tags": {name: [value] for name, value in tags.items()}}}
        sts = boto3.client("sts", endpoint_url=self.server.url, region_name=REGION, config=Config(signature_version=UNSIGNED))
        return sts.assume_role_with_web_identity(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/App", RoleSessionName="session",
            WebIdentityToken=token_of(self.provider, "someone", **(claims if tags else {})))["Credentials"]

    def test_the_tag_of_the_token_decides(self):
        for tenant, other in (("red", "blue"), ("blue", "red")):
            session = self.assume(tenant=tenant)
            self.assertTrue(self.sees(session, tenant))
            self.assertFalse(self.sees(session, other))
        for session in (self.assume(), self.assume(team="red"), self.assume(tenant="")):
            self.assertFalse(self.sees(session, "red"))
        for tenant in ("*", "${aws:userid}"):
            with self.assertRaises(ClientError) as caught:
                self.assume(tenant=tenant)
            self.assertEqual(caught.exception.response["Error"]["Code"], "IDPRejectedClaim")

    def test_nobody_gives_himself_the_tag_of_another(self):
        sts = self.server.client("red", "sts")
        role = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/App", "RoleSessionName": "session"}
        session = sts.assume_role(**role, Tags=[{"Key": "tenant", "Value": "red"}])["Credentials"]
        self.assertTrue(self.sees(session, "red"))
        self.assertFalse(self.sees(session, "blue"))
        for tags in ([{"Key": "tenant", "Value": "blue"}], [{"Key": "Tenant", "Value": "blue"}], []):
            with self.assertRaises(ClientError) as caught:
                sts.assume_role(**role, Tags=tags)
            self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDenied")
        with self.assertRaises(ClientError):
            self.server.client("blue", "sts").assume_role(**role, Tags=[{"Key": "tenant", "Value": "blue"}])

    def test_a_session_policy_only_takes_away(self):
        sts = self.server.client("red", "sts")
        session = sts.assume_role(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/App", RoleSessionName="session", Tags=[{"Key": "tenant", "Value": "red"}],
            Policy=json.dumps(policy({"Action": "*", "Resource": "*"})))["Credentials"]
        self.assertTrue(self.sees(session, "red"))
        self.assertFalse(self.sees(session, "blue"))
        session = sts.assume_role(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/App", RoleSessionName="session", Tags=[{"Key": "tenant", "Value": "red"}],
            Policy=json.dumps(policy({"Action": "dynamodb:PutItem", "Resource": "*"})))["Credentials"]
        self.assertFalse(self.sees(session, "red"))


if __name__ == "__main__":
    unittest.main()
