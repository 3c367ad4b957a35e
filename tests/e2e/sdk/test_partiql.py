"""PartiQL as an application uses it, through boto3: statements, paginators, batches, transactions, and
that streams and indexes see what statements write."""

import unittest

import boto3
from botocore.exceptions import ClientError

from server import CREDENTIALS, REGION, Server, boto3_client, boto3_resource

FAILED = "The conditional request failed"
MISSING_KEY = "Where clause does not contain a mandatory equality on all key attributes"


def create_tables(client):
    client.create_table(
        TableName="Music", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"}
                              for name in ("Artist", "SongTitle", "Genre")],
        KeySchema=[{"AttributeName": "Artist", "KeyType": "HASH"},
                   {"AttributeName": "SongTitle", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{"IndexName": "by-genre", "Projection": {"ProjectionType": "ALL"},
                                 "KeySchema": [{"AttributeName": "Genre", "KeyType": "HASH"}]}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})


class PartiqlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        cls.client = boto3_client(cls.server)

    def setUp(self):
        create_tables(self.client)
        self.addCleanup(self.client.delete_table, TableName="Music")

    def run_statement(self, statement, *parameters, **more):
        if parameters:
            more["Parameters"] = list(parameters)
        return self.client.execute_statement(Statement=statement, **more)

    def add(self, artist, title, **attributes):
        item = {"Artist": {"S": artist}, "SongTitle": {"S": title}, **attributes}
        self.client.put_item(TableName="Music", Item=item)
        return item

    def refused(self, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        return caught.exception.response

    def assert_refused(self, statement, code, message, **more):
        response = self.refused(self.client.execute_statement, Statement=statement, **more)
        self.assertEqual((response["Error"]["Code"], response["Error"]["Message"]), (code, message))
        return response

    def test_the_guide_s_first_steps(self):
        self.assertEqual(self.run_statement(
            "INSERT INTO Music value {'Artist':'Acme Band','SongTitle':'PartiQL Rocks'}")["Items"], [])
        self.run_statement("UPDATE Music SET AwardsWon=1 SET AwardDetail={'Grammys':[2020, 2018]} "
                           "where Artist='Acme Band' and SongTitle='PartiQL Rocks'")
        self.run_statement("UPDATE Music SET AwardDetail.Grammys = list_append(AwardDetail.Grammys, [2016]) "
                           "SET BandMembers = <<'member1', 'member2'>> "
                           "where Artist='Acme Band' and SongTitle='PartiQL Rocks'")
        reply = self.run_statement("UPDATE Music SET BandMembers = set_add(BandMembers, <<'new'>>) "
                                   "REMOVE AwardDetail.Grammys[0] where Artist='Acme Band' and "
                                   "SongTitle='PartiQL Rocks' RETURNING ALL NEW *")
        expected = {"Artist": {"S": "Acme Band"}, "SongTitle": {"S": "PartiQL Rocks"},
                    "AwardsWon": {"N": "1"},
                    "AwardDetail": {"M": {"Grammys": {"L": [{"N": "2018"}, {"N": "2016"}]}}},
                    "BandMembers": {"SS": ["member1", "member2", "new"]}}
        self.assertEqual(reply["Items"], [expected])
        reply = self.run_statement("SELECT * FROM Music WHERE Artist=? and SongTitle=?",
                                   {"S": "Acme Band"}, {"S": "PartiQL Rocks"})
        self.assertEqual(reply["Items"], [expected])
        reply = self.run_statement("DELETE FROM Music WHERE Artist = 'Acme Band' AND "
                                   "SongTitle = 'PartiQL Rocks' RETURNING ALL OLD *")
        self.assertEqual(reply["Items"], [expected])
        self.assertEqual(self.run_statement('SELECT * FROM "Music"')["Items"], [])

    def test_errors_have_their_names_and_texts(self):
        self.add("a", "1", n={"N": "1"})
        self.assert_refused("INSERT INTO Music VALUE {'Artist': 'a', 'SongTitle': '1'}",
                            "DuplicateItemException", "Duplicate primary key exists in table")
        self.assert_refused("UPDATE Music SET n = 2 WHERE Artist = 'a'", "ValidationException",
                            MISSING_KEY)
        self.assert_refused("UPDATE Music SET n = 2 WHERE Artist = 'a' AND SongTitle = '2'",
                            "ConditionalCheckFailedException", FAILED)
        self.assert_refused("DELETE FROM Music WHERE Artist = 'a' AND SongTitle = '1' AND n = 2",
                            "ConditionalCheckFailedException", FAILED)
        self.assert_refused("SELECT * FROM Elsewhere", "ResourceNotFoundException",
                            "Requested resource not found")
        self.assert_refused("SELECTT * FROMM Music", "ValidationException",
                            "Statement wasn't well formed, can't be processed: "
                            "Expected data manipulation")
        self.assert_refused("SELECT * FROM Music WHERE Artist = ?", "ValidationException",
                            "Number of parameters in request and statement don't match.")
        self.assert_refused("SELECT * FROM Music", "ValidationException",
                            "Invalid NextToken", NextToken="made-up")

    def test_constraints_are_checked_before_the_statement(self):
        client = boto3_client(self.server, parameter_validation=False)
        response = self.refused(client.execute_statement, Statement="", Limit=0)
        self.assertTrue(response["Error"]["Message"].startswith("2 validation errors detected:"),
                        response)
        response = self.refused(client.batch_execute_statement, Statements=[])
        self.assertEqual(response["Error"]["Code"], "ValidationException")
        response = self.refused(client.execute_transaction, TransactStatements=[
            {"Statement": f"DELETE FROM Music WHERE Artist = 'a' AND SongTitle = '{i}'"}
            for i in range(101)])
        self.assertEqual(response["Error"]["Code"], "ValidationException")

    def test_pages_follow_each_other(self):
        for artist in "abc":
            for title in range(7):
                self.add(artist, str(title), Genre={"S": "even" if title % 2 == 0 else "odd"})
        for statement, count in (('SELECT * FROM "Music"', 21),
                                 ("SELECT * FROM Music WHERE Artist IN ['a', 'c']", 14),
                                 ("SELECT * FROM \"Music\".\"by-genre\" WHERE Genre = 'odd'", 9),
                                 ("SELECT SongTitle FROM Music WHERE Genre = 'even'", 12)):
            whole = self.run_statement(statement)["Items"]
            self.assertEqual(len(whole), count, statement)
            items, token = [], {}
            while True:
                reply = self.run_statement(statement, Limit=4, **token)
                self.assertLessEqual(len(reply["Items"]), 4)
                items += reply["Items"]
                if "NextToken" not in reply:
                    break
                token = {"NextToken": reply["NextToken"]}
            self.assertEqual(items, whole, statement)

    def test_capacity_is_that_of_the_operation(self):
        reply = self.run_statement("INSERT INTO Music VALUE {'Artist': 'a', 'SongTitle': '1', "
                                   "'Genre': 'x'}", ReturnConsumedCapacity="INDEXES")
        self.assertEqual(reply["ConsumedCapacity"], {
            "TableName": "Music", "CapacityUnits": 2.0, "Table": {"CapacityUnits": 1.0},
            "GlobalSecondaryIndexes": {"by-genre": {"CapacityUnits": 1.0}}})
        reply = self.run_statement("SELECT * FROM Music WHERE Artist = 'a'", ConsistentRead=True,
                                   ReturnConsumedCapacity="TOTAL")
        self.assertEqual(reply["ConsumedCapacity"], {"TableName": "Music", "CapacityUnits": 1.0})
        reply = self.client.execute_transaction(
            ReturnConsumedCapacity="TOTAL",
            TransactStatements=[{"Statement": "SELECT * FROM Music WHERE Artist = 'a' AND "
                                              "SongTitle = '1'"}])
        self.assertEqual(reply["ConsumedCapacity"], [
            {"TableName": "Music", "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}])

    def test_a_batch_answers_each_statement(self):
        item = self.add("a", "1", n={"N": "1"})
        self.add("b", "1")
        by_key = "SELECT * FROM Music WHERE Artist = ? AND SongTitle = ?"
        reply = self.client.batch_execute_statement(Statements=[
            {"Statement": by_key, "Parameters": [{"S": "a"}, {"S": "1"}], "ConsistentRead": True},
            {"Statement": by_key, "Parameters": [{"S": "a"}, {"S": "2"}]},
            {"Statement": "SELECT * FROM Music WHERE Artist = 'a'"}])
        self.assertEqual(reply["Responses"], [
            {"TableName": "Music", "Item": item}, {"TableName": "Music"},
            {"Error": {
                "Code": "ValidationError",
                "Message": "Select statements within BatchExecuteStatement must specify the primary "
                           "key in the where clause."}}])
        reply = self.client.batch_execute_statement(Statements=[
            {"Statement": "UPDATE Music SET n = 2 WHERE Artist = 'a' AND SongTitle = '1' AND n = 7"},
            {"Statement": "INSERT INTO Music VALUE {'Artist': 'b', 'SongTitle': '1'}"},
            {"Statement": "INSERT INTO Music VALUE {'Artist': 'a', 'SongTitle': '2'}"}])
        errors = [entry.get("Error") for entry in reply["Responses"]]
        self.assertEqual(errors, [
            {"Code": "ConditionalCheckFailed", "Message": FAILED},
            {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"}, None])

    def test_a_transaction_is_all_or_nothing(self):
        self.add("a", "1", n={"N": "1"})
        self.add("c", "1")
        insert = {"Statement": "INSERT INTO Music VALUE {'Artist': ?, 'SongTitle': ?}",
                  "Parameters": [{"S": "b"}, {"S": "1"}]}
        check = {"Statement": "EXISTS(SELECT * FROM Music WHERE Artist = 'a' AND SongTitle = '1' "
                              "AND n = ?)"}
        response = self.refused(self.client.execute_transaction, TransactStatements=[
            insert, {**check, "Parameters": [{"N": "2"}]},
            {"Statement": "INSERT INTO Music VALUE {'Artist': 'c', 'SongTitle': '1'}"}])
        self.assertEqual(response["Error"]["Code"], "TransactionCanceledException")
        self.assertEqual([reason["Code"] for reason in response["CancellationReasons"]],
                         ["None", "ConditionalCheckFailed", "DuplicateItem"])
        self.client.execute_transaction(
            TransactStatements=[insert, {**check, "Parameters": [{"N": "1"}]}],
            ClientRequestToken="once")
        self.client.execute_transaction(
            TransactStatements=[insert, {**check, "Parameters": [{"N": "1"}]}],
            ClientRequestToken="once")
        reply = self.client.execute_transaction(TransactStatements=[
            {"Statement": "SELECT SongTitle FROM Music WHERE Artist = 'b' AND SongTitle = '1'"},
            {"Statement": "SELECT * FROM Music WHERE Artist = 'd' AND SongTitle = '1'"}])
        self.assertEqual(reply["Responses"], [{"Item": {"SongTitle": {"S": "1"}}}, {}])

    def test_streams_see_what_statements_write(self):
        self.run_statement("INSERT INTO Music VALUE {'Artist': 'a', 'SongTitle': '1'}")
        self.run_statement("UPDATE Music SET n = 1 WHERE Artist = 'a' AND SongTitle = '1'")
        self.run_statement("DELETE FROM Music WHERE Artist = 'a' AND SongTitle = '1'")
        streams = boto3.client("dynamodbstreams", endpoint_url=self.server.url, region_name=REGION,
                               **CREDENTIALS)
        arn = self.client.describe_table(TableName="Music")["Table"]["LatestStreamArn"]
        shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard,
                                              ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        records = streams.get_records(ShardIterator=iterator)["Records"]
        self.assertEqual([record["eventName"] for record in records], ["INSERT", "MODIFY", "REMOVE"])

    def test_the_resource_s_client_takes_plain_values(self):
        client = boto3_resource(self.server).meta.client
        client.execute_statement(Statement="INSERT INTO Music VALUE {'Artist': ?, 'SongTitle': ?, 'n': ?}",
                                 Parameters=["a", "1", 5])
        reply = client.execute_statement(Statement="SELECT n FROM Music WHERE Artist = ?",
                                         Parameters=["a"])
        self.assertEqual(reply["Items"], [{"n": 5}])


if __name__ == "__main__":
    unittest.main()
