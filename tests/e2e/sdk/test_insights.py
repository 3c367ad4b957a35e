"""Contributor Insights through boto3, over a restart, on a clock that the test moves."""

import json
import unittest
import urllib.error
import urllib.request

from botocore.exceptions import ClientError

from server import Server, boto3_client

ONE_TRY = {"total_max_attempts": 1, "mode": "standard"}


def get(server, path):
    with urllib.request.urlopen(server.url + path, timeout=30) as reply:
        return json.load(reply)


class InsightsTest(unittest.TestCase):
    def setUp(self):
        self.server = Server("-clock", "manual", "-capacity", "table", in_memory=False)
        self.addCleanup(lambda: self.assertEqual(self.server.stop(), 0))
        self.connect()

    def connect(self):
        self.client = boto3_client(self.server, retries=ONE_TRY)
        self.addCleanup(self.client.close)

    def create(self, name, units=5):
        throughput = {"ReadCapacityUnits": units, "WriteCapacityUnits": units}
        self.client.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                                  {"AttributeName": "n", "AttributeType": "N"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"},
                       {"AttributeName": "n", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[{
                "IndexName": "by-n", "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"}, "ProvisionedThroughput": throughput}],
            ProvisionedThroughput=throughput)
        self.client.get_waiter("table_exists").wait(TableName=name)
        return name

    def enable(self, table, **more):
        return self.client.update_contributor_insights(
            TableName=table, ContributorInsightsAction="ENABLE", **more)

    def top(self, rule, table, index=""):
        """Of the newest minute of the rule ("PKC" …): its keys with their values."""
        seen = get(self.server, f"/_stator/insights?table={table}" + (f"&index={index}" if index else ""))
        for one in seen["Rules"]:
            if f"-{rule}-" in one["RuleName"]:
                contributors = one["Minutes"][-1]["Contributors"] if one["Minutes"] else []
                return [(c["Key"], c["Value"]) for c in contributors]
        return None

    def test_the_most_accessed_and_the_most_throttled_keys(self):
        table = self.create("votes", units=1)
        self.assertEqual(self.enable(table)["ContributorInsightsStatus"], "ENABLING")
        self.enable(table, IndexName="by-n")
        refused = 0
        for n in range(320):
            key = "rare" if n % 16 == 0 else "hot"
            try:
                self.client.put_item(TableName=table, Item={"pk": {"S": key}, "n": {"N": str(n % 4)}})
            except ClientError:
                refused += 1
        self.assertGreater(refused, 0)
        self.client.query(TableName=table, KeyConditionExpression="pk = :k",
                          ExpressionAttributeValues={":k": {"S": "rare"}}, ConsistentRead=True)
        accessed = self.top("PKC", table)
        self.assertEqual([key for key, _ in accessed], [{"pk": {"S": "hot"}}, {"pk": {"S": "rare"}}])
        self.assertGreater(accessed[0][1], 3 * 200)
        self.assertEqual({key["pk"]["S"] for key, _ in self.top("SKC", table)}, {"hot", "rare"})
        self.assertIn("n", self.top("SKC", table)[0][0])
        self.assertEqual(len(self.top("PKC", table, "by-n")), 4)
        self.assertIsNone(self.top("SKC", table, "by-n"))
        self.assertEqual(sum(value for _, value in self.top("PKT", table)), refused)
        self.assertEqual(self.top("PKT", table)[0][0], {"pk": {"S": "hot"}})
        with urllib.request.urlopen(urllib.request.Request(
                self.server.url + "/_stator/clock", b'{"AdvanceSeconds": 60}'), timeout=30):
            pass
        self.client.put_item(TableName=table, Item={"pk": {"S": "later"}, "n": {"N": "1"}})
        self.assertEqual(self.top("PKC", table), [({"pk": {"S": "later"}}, 3.0)])

    def test_settings_survive_a_restart(self):
        for name in ("first", "second"):
            self.enable(self.create(name))
        self.enable("first", IndexName="by-n")
        self.client.update_contributor_insights(TableName="second", ContributorInsightsAction="DISABLE")
        described = [self.client.describe_contributor_insights(TableName=name)
                     for name in ("first", "second")]
        listed = self.client.list_contributor_insights()["ContributorInsightsSummaries"]
        self.assertEqual([(one["TableName"], one.get("IndexName")) for one in listed],
                         [("first", None), ("first", "by-n")])
        self.assertEqual(len(described[0]["ContributorInsightsRuleList"]), 4)
        self.server.restart()
        self.connect()
        for before in described:
            after = self.client.describe_contributor_insights(TableName=before["TableName"])
            del before["ResponseMetadata"], after["ResponseMetadata"]
            self.assertEqual(before, after)
        self.client.put_item(TableName="first", Item={"pk": {"S": "a"}, "n": {"N": "1"}})
        self.assertEqual(self.top("PKC", "first"), [({"pk": {"S": "a"}}, 3.0)])
        self.assertEqual(self.top("PKC", "first", "by-n"), [({"n": {"N": "1"}}, 3.0)])

    def test_listing_in_pages(self):
        for number in range(5):
            self.enable(self.create(f"table-{number}"))
        names = []
        token = {}
        while True:
            page = self.client.list_contributor_insights(MaxResults=2, **token)
            names += [one["TableName"] for one in page["ContributorInsightsSummaries"]]
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
        self.assertEqual(names, [f"table-{number}" for number in range(5)])
        self.client.delete_table(TableName="table-0")
        listed = self.client.list_contributor_insights()["ContributorInsightsSummaries"]
        self.assertEqual(len(listed), 4)

    def test_what_is_not_there(self):
        self.create("here")
        for arguments in ({"TableName": "nowhere"}, {"TableName": "here", "IndexName": "none"}):
            with self.assertRaises(self.client.exceptions.ResourceNotFoundException):
                self.client.describe_contributor_insights(**arguments)
        for query in ("", "?table=nowhere", "?table=here&index=none", "?index=by-n", "?table=%22"):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                get(self.server, "/_stator/insights" + query)
            self.assertEqual(refused.exception.code, 400)
            refused.exception.close()
        self.assertEqual(get(self.server, "/_stator/insights?table=here"),
                         {"TableName": "here", "ContributorInsightsStatus": "DISABLED", "Rules": []})


if __name__ == "__main__":
    unittest.main()
