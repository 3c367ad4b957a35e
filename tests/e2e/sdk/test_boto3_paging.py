"""boto3's paginators and waiters: each that its service model has for a served operation."""

import threading
import time
import unittest

from botocore.exceptions import WaiterError

from server import Server, boto3_client, boto3_resource


def create_table(client, name, **more):
    return client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                              {"AttributeName": "sk", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        **more)


class Paginators(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.client = boto3_client(cls.server)
        cls.arn = create_table(cls.client, "paged")["TableDescription"]["TableArn"]
        with boto3_resource(cls.server).Table("paged").batch_writer() as batch:
            for sk in range(60):
                batch.put_item(Item={"pk": "a" if sk < 50 else "b", "sk": sk, "even": sk % 2 == 0})

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.server.stop()

    def pages(self, operation, config=None, **arguments):
        return self.client.get_paginator(operation).paginate(PaginationConfig=config or {}, **arguments)

    def query(self, config=None, **more):
        return self.pages("query", config, **{"TableName": "paged", "KeyConditionExpression": "pk = :a",
                                              "ExpressionAttributeValues": {":a": {"S": "a"}}, **more})

    @staticmethod
    def numbers(pages):
        return [int(item["sk"]["N"]) for page in pages for item in page["Items"]]

    def test_these_are_all_paginators(self):
        methods = self.client.meta.method_to_api_mapping
        paginators = {method for method in methods if self.client.can_paginate(method)}
        self.assertEqual(paginators, {"list_backups", "list_tables", "list_tags_of_resource", "query", "scan"})

    def test_there_are_no_backups_to_list(self):
        pages = list(self.client.get_paginator("list_backups").paginate())
        self.assertEqual([page["BackupSummaries"] for page in pages], [[]])

    def test_query_by_pages(self):
        pages = list(self.query({"PageSize": 7}))
        self.assertEqual([len(page["Items"]) for page in pages], [7] * 7 + [1])
        self.assertEqual(self.numbers(pages), list(range(50)))
        self.assertEqual(self.numbers(self.query({"PageSize": 7}, ScanIndexForward=False)), list(range(49, -1, -1)))

    def test_query_ends_on_a_full_page_with_one_that_is_empty(self):
        # A page that is cut by its limit cannot know that nothing follows.
        self.assertEqual([len(page["Items"]) for page in self.query({"PageSize": 10})], [10] * 5 + [0])

    def test_query_stops_at_max_items_and_goes_on_from_a_token(self):
        found, token = [], None
        while True:
            result = self.query({"MaxItems": 12, "PageSize": 5, "StartingToken": token}).build_full_result()
            self.assertLessEqual(len(result["Items"]), 12)
            found += [int(item["sk"]["N"]) for item in result["Items"]]
            token = result.get("NextToken")
            if token is None:
                break
        self.assertEqual(found, list(range(50)))

    def test_full_result_adds_up_the_counts(self):
        result = self.query({"PageSize": 9}, FilterExpression="even = :t",
                            ExpressionAttributeValues={":a": {"S": "a"}, ":t": {"BOOL": True}}).build_full_result()
        self.assertEqual((result["Count"], result["ScannedCount"], len(result["Items"])), (25, 50, 25))

    def test_search_goes_through_all_pages(self):
        found = self.query({"PageSize": 8}).search("Items[?even.BOOL].sk.N")
        self.assertEqual([int(number) for number in found], list(range(0, 50, 2)))

    def test_scan_by_pages_and_in_segments(self):
        self.assertEqual(sorted(self.numbers(self.pages("scan", {"PageSize": 11}, TableName="paged"))), list(range(60)))
        segments = [self.numbers(self.pages("scan", {"PageSize": 4}, TableName="paged", Segment=segment, TotalSegments=3))
                    for segment in range(3)]
        self.assertEqual(sorted(sum(segments, [])), list(range(60)))
        counts = [page["Count"] for page in self.pages("scan", {"PageSize": 25}, TableName="paged", Select="COUNT")]
        self.assertEqual(sum(counts), 60)

    def test_pages_end_at_one_megabyte(self):
        create_table(self.client, "large")
        for sk in range(8):
            self.client.put_item(TableName="large", Item={"pk": {"S": "a"}, "sk": {"N": str(sk)}, "text": {"S": "x" * 300_000}})
        pages = list(self.query(TableName="large"))
        self.assertEqual(self.numbers(pages), list(range(8)))
        self.assertEqual([len(page["Items"]) for page in pages], [3, 3, 2])

    def test_list_tables_by_pages(self):
        server = Server()
        self.addCleanup(server.stop)
        client = boto3_client(server)
        self.addCleanup(client.close)
        self.assertEqual([page["TableNames"] for page in client.get_paginator("list_tables").paginate()], [[]])
        names = [f"table-{number:03}" for number in range(105)]
        for name in names:
            create_table(client, name)
        paginate = client.get_paginator("list_tables").paginate
        self.assertEqual([len(page["TableNames"]) for page in paginate()], [100, 5])
        pages = list(paginate(PaginationConfig={"PageSize": 25}))
        self.assertEqual([len(page["TableNames"]) for page in pages], [25] * 4 + [5])
        self.assertEqual(sum((page["TableNames"] for page in pages), []), names)
        part = paginate(PaginationConfig={"MaxItems": 30, "PageSize": 20}).build_full_result()
        rest = paginate(PaginationConfig={"StartingToken": part["NextToken"]}).build_full_result()
        self.assertEqual(part["TableNames"] + rest["TableNames"], names)

    def test_tags_by_pages(self):
        tags = [{"Key": f"key-{number:02}", "Value": str(number)} for number in range(50)]
        self.client.tag_resource(ResourceArn=self.arn, Tags=tags)
        found = self.pages("list_tags_of_resource", ResourceArn=self.arn).build_full_result()["Tags"]
        self.assertEqual(sorted(found, key=lambda tag: tag["Key"]), tags)


class Waiters(unittest.TestCase):
    """On a server whose tables take their time to come and go, as the service's do."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server("-delayTransientStatuses")
        cls.client = boto3_client(cls.server)
        cls.resource = boto3_resource(cls.server)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.server.stop()

    patient = {"Delay": 0.25, "MaxAttempts": 80}

    def status(self, name):
        try:
            return self.client.describe_table(TableName=name)["Table"]["TableStatus"]
        except self.client.exceptions.ResourceNotFoundException:
            return None

    def test_these_are_all_waiters(self):
        self.assertEqual(self.client.waiter_names, ["table_exists", "table_not_exists"])

    def test_clients_and_table_resources_wait_for_tables_to_come_and_to_go(self):
        create_table(self.client, "client")
        table = self.resource.create_table(
            TableName="resource", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        self.assertEqual((self.status("client"), table.table_status), ("CREATING", "CREATING"))
        self.client.get_waiter("table_exists").wait(TableName="client", WaiterConfig=self.patient)
        table.wait_until_exists(WaiterConfig=self.patient)
        table.reload()
        self.assertEqual((self.status("client"), table.table_status), ("ACTIVE", "ACTIVE"))
        self.client.delete_table(TableName="client")
        table.delete()
        self.assertEqual((self.status("client"), self.status("resource")), ("DELETING", "DELETING"))
        self.client.get_waiter("table_not_exists").wait(TableName="client", WaiterConfig=self.patient)
        table.wait_until_not_exists(WaiterConfig=self.patient)
        self.assertEqual((self.status("client"), self.status("resource")), (None, None))

    def test_a_waiter_may_start_before_the_table_is_made(self):
        waiter = threading.Thread(target=self.client.get_waiter("table_exists").wait,
                                  kwargs={"TableName": "later", "WaiterConfig": self.patient})
        waiter.start()
        time.sleep(0.5)
        create_table(self.client, "later")
        waiter.join(timeout=30)
        self.assertFalse(waiter.is_alive())
        self.assertEqual(self.status("later"), "ACTIVE")

    def test_waiting_in_vain_ends(self):
        short = {"Delay": 0.05, "MaxAttempts": 3}
        with self.assertRaises(WaiterError) as raised:
            self.client.get_waiter("table_exists").wait(TableName="nothing", WaiterConfig=short)
        self.assertIn("Max attempts exceeded", str(raised.exception))
        create_table(self.client, "stays")
        with self.assertRaises(WaiterError) as raised:
            self.client.get_waiter("table_not_exists").wait(TableName="stays", WaiterConfig=short)
        self.assertIn("Max attempts exceeded", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
