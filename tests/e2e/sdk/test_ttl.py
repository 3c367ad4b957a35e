"""Time to live through boto3, on clocks that the test moves."""

import json
import time
import unittest
import urllib.error
import urllib.request

from botocore.exceptions import ClientError

from server import Server, boto3_client

DAY = 86_400


def clock(server, move=None):
    """The server's clock, after the move where one is given."""
    data = None if move is None else json.dumps(move).encode()
    with urllib.request.urlopen(server.url + "/_stator/clock", data, timeout=30) as reply:
        return json.load(reply)


def refusal(server, data, method="POST", **headers):
    """Status and body of a request to the clock that is refused."""
    request = urllib.request.Request(server.url + "/_stator/clock", data, headers, method=method)
    try:
        urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)["message"], error.headers
    raise AssertionError("the request was not refused")


class TtlTest(unittest.TestCase):
    flags = ("-clock", "manual")
    in_memory = True

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.flags, in_memory=cls.in_memory)
        cls.client = boto3_client(cls.server, parameter_validation=False)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        assert cls.server.stop() == 0

    def create(self, name, ttl=True):
        self.client.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        self.addCleanup(lambda: self.client.delete_table(TableName=name))
        if ttl:
            self.update(name, True)
            self.wait_for(name, "ENABLED")
        return name

    def update(self, name, enabled, attribute="expires"):
        return self.client.update_time_to_live(
            TableName=name,
            TimeToLiveSpecification={"AttributeName": attribute, "Enabled": enabled})

    def describe(self, name):
        return self.client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]

    def wait_for(self, name, status):
        deadline = time.monotonic() + 10
        while self.describe(name)["TimeToLiveStatus"] != status:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def put(self, name, pk, expires):
        self.client.put_item(TableName=name, Item={"pk": {"S": pk}, "expires": {"N": str(expires)}})

    def keys(self, name):
        items = self.client.scan(TableName=name, ConsistentRead=True)["Items"]
        return sorted(item["pk"]["S"] for item in items)

    def now(self):
        return clock(self.server)["EpochSeconds"]

    def refuse(self, call, code, message):
        with self.assertRaises(ClientError) as caught:
            call()
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        self.assertEqual(caught.exception.response["Error"]["Message"], message)


class Deletion(TtlTest):
    def test_a_jump_of_two_days_shows_deletions_at_once(self):
        name = self.create("jump")
        now = self.now()
        for hours in range(0, 96):
            self.put(name, f"{hours:02}", now + hours * 3600 + 1)
        self.client.put_item(TableName=name, Item={"pk": {"S": "text"}, "expires": {"S": str(now)}})
        self.assertEqual(len(self.keys(name)), 97)
        reply = clock(self.server, {"AdvanceSeconds": 2 * DAY})
        self.assertEqual((reply["Clock"], reply["EpochSeconds"], reply["CaughtUp"]),
                         ("manual", now + 2 * DAY, True))
        self.assertEqual(self.keys(name), [f"{hours:02}" for hours in range(48, 96)] + ["text"])

    def test_expired_items_are_visible_until_the_clock_moves(self):
        name = self.create("visible")
        self.put(name, "a", self.now() - 10)
        time.sleep(1.5)
        self.assertEqual(self.keys(name), ["a"])
        clock(self.server, {"AdvanceSeconds": 1})
        self.assertEqual(self.keys(name), [])

    def test_a_renewed_item_stays(self):
        name = self.create("renewed")
        now = self.now()
        self.put(name, "a", now + 100)
        self.put(name, "b", now + 100)
        self.client.update_item(
            TableName=name, Key={"pk": {"S": "a"}}, UpdateExpression="SET expires = :e",
            ExpressionAttributeValues={":e": {"N": str(now + 5000)}})
        clock(self.server, {"SetEpochSeconds": now + 101})
        self.assertEqual(self.keys(name), ["a"])

    def test_items_that_were_there_before_are_indexed(self):
        name = self.create("before", ttl=False)
        now = self.now()
        for number in range(200):
            self.put(name, str(number), now + number)
        self.update(name, True)
        self.wait_for(name, "ENABLED")
        clock(self.server, {"SetEpochSeconds": now + 99})
        self.assertEqual(len(self.keys(name)), 100)

    def test_secondary_indexes_lose_their_entries(self):
        self.client.create_table(
            TableName="indexed", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": a, "AttributeType": "S"} for a in ("pk", "g")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            GlobalSecondaryIndexes=[{
                "IndexName": "by-g", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"}}])
        self.addCleanup(self.client.delete_table, TableName="indexed")
        self.update("indexed", True)
        self.wait_for("indexed", "ENABLED")
        self.client.put_item(TableName="indexed", Item={
            "pk": {"S": "a"}, "g": {"S": "x"}, "expires": {"N": str(self.now() + 5)}})
        self.assertEqual(self.client.scan(TableName="indexed", IndexName="by-g")["Count"], 1)
        clock(self.server, {"AdvanceSeconds": 10})
        self.assertEqual(self.client.scan(TableName="indexed", IndexName="by-g")["Count"], 0)


class Settings(TtlTest):
    def test_states_and_refusals(self):
        name = self.create("states", ttl=False)
        self.assertEqual(self.describe(name), {"TimeToLiveStatus": "DISABLED"})
        self.refuse(lambda: self.update(name, False), "ValidationException",
                    "TimeToLive is already disabled")
        self.assertEqual(self.update(name, True)["TimeToLiveSpecification"],
                         {"AttributeName": "expires", "Enabled": True})
        self.wait_for(name, "ENABLED")
        self.assertEqual(self.describe(name),
                         {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"})
        self.refuse(lambda: self.update(name, True), "ValidationException",
                    "TimeToLive is already enabled")
        for enabled in (True, False):
            self.refuse(lambda: self.update(name, enabled, "other"), "ValidationException",
                        "TimeToLive is active on a different AttributeName: "
                        "current AttributeName is expires")
        too_soon = "Time to live has been modified multiple times within a fixed interval"
        self.refuse(lambda: self.update(name, False), "ValidationException", too_soon)
        clock(self.server, {"AdvanceSeconds": 3599})
        self.refuse(lambda: self.update(name, False), "ValidationException", too_soon)
        clock(self.server, {"AdvanceSeconds": 1})
        self.assertEqual(self.update(name, False)["TimeToLiveSpecification"],
                         {"AttributeName": "expires", "Enabled": False})
        self.assertEqual(self.describe(name), {"TimeToLiveStatus": "DISABLED"})
        self.refuse(lambda: self.update(name, True, "other"), "ValidationException", too_soon)
        clock(self.server, {"AdvanceSeconds": 3600})
        self.update(name, True, "other")
        self.wait_for(name, "ENABLED")
        self.assertEqual(self.describe(name)["AttributeName"], "other")

    def test_a_table_that_does_not_exist(self):
        message = "Requested resource not found: Table: nothing not found"
        self.refuse(lambda: self.update("nothing", True), "ResourceNotFoundException", message)
        self.refuse(lambda: self.describe("nothing"), "ResourceNotFoundException", message)

    def test_an_arn_stands_for_the_name(self):
        name = self.create("by-arn")
        arn = self.client.describe_table(TableName=name)["Table"]["TableArn"]
        self.assertEqual(self.describe(arn)["TimeToLiveStatus"], "ENABLED")

    def test_the_attribute_names_length(self):
        name = self.create("lengths", ttl=False)
        for attribute, bound in (("", "greater than or equal to 1"),
                                 ("a" * 256, "less than or equal to 255")):
            self.refuse(lambda: self.update(name, True, attribute), "ValidationException",
                        f"1 validation error detected: Value '{attribute}' at "
                        "'timeToLiveSpecification.attributeName' failed to satisfy constraint: "
                        f"Member must have length {bound}")
        self.update(name, True, "a" * 255)


class Restart(TtlTest):
    flags = ("-clock", "manual", "-clock-start", "2000000000")
    in_memory = False

    def test_a_restart_goes_on_sweeping(self):
        name = self.create("restart")
        for number in range(100):
            self.put(name, str(number), 2_000_000_000 + number)
        for end in (self.server.restart, lambda: (self.server.kill(), self.server.restart())):
            end()
            self.__class__.client = boto3_client(self.server)
            self.assertEqual(self.now(), 2_000_000_000)
            self.assertEqual(self.describe(name)["TimeToLiveStatus"], "ENABLED")
        clock(self.server, {"AdvanceSeconds": 49})
        self.assertEqual(len(self.keys(name)), 50)


class TransientStates(TtlTest):
    flags = ("-clock", "manual", "-delayTransientStatuses")

    def test_are_shown_for_three_seconds(self):
        create = dict(
            TableName="slow", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        self.client.create_table(**create)
        self.refuse(lambda: self.update("slow", True), "ResourceInUseException",
                    "Attempt to change a resource which is still in use: "
                    "Table is being created: slow")
        clock(self.server, {"AdvanceSeconds": 3})
        self.update("slow", True)
        self.assertEqual(self.describe("slow"),
                         {"TimeToLiveStatus": "ENABLING", "AttributeName": "expires"})
        clock(self.server, {"AdvanceSeconds": 3})
        self.assertEqual(self.describe("slow")["TimeToLiveStatus"], "ENABLED")
        clock(self.server, {"AdvanceSeconds": 3600})
        self.update("slow", False)
        self.assertEqual(self.describe("slow"),
                         {"TimeToLiveStatus": "DISABLING", "AttributeName": "expires"})
        clock(self.server, {"AdvanceSeconds": 3})
        self.assertEqual(self.describe("slow"), {"TimeToLiveStatus": "DISABLED"})


class Promptness(TtlTest):
    flags = ()

    def test_on_the_machines_clock_items_go_within_seconds(self):
        name = self.create("prompt")
        self.put(name, "a", int(time.time()) + 1)
        self.put(name, "b", int(time.time()) + 1000)
        self.assertEqual(self.keys(name), ["a", "b"])
        deadline = time.monotonic() + 10
        while self.keys(name) != ["b"]:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)


class MovingClocks(unittest.TestCase):
    def start(self, *flags):
        server = Server(*flags)
        self.addCleanup(server.stop)
        return server

    def test_the_machines_clock_does_not_move(self):
        server = self.start()
        self.assertEqual(clock(server)["Clock"], "system")
        self.assertAlmostEqual(clock(server)["EpochMicros"] / 1e6, time.time(), delta=5)
        status, message, _ = refusal(server, b'{"AdvanceSeconds": 1}')
        self.assertEqual(status, 400)
        self.assertIn("-clock manual", message)

    def test_an_offset_clock_runs_and_jumps(self):
        server = self.start("--clock=offset")
        first = clock(server, {"AdvanceSeconds": 10 * DAY})
        self.assertEqual(first["Clock"], "offset")
        self.assertAlmostEqual(first["EpochMicros"] / 1e6, time.time() + 10 * DAY, delta=5)
        time.sleep(0.1)
        self.assertGreater(clock(server)["EpochMicros"], first["EpochMicros"] + 50_000)

    def test_a_manual_clock_stands_still(self):
        server = self.start("-clock", "manual")
        first = clock(server)
        self.assertAlmostEqual(first["EpochSeconds"], time.time(), delta=10)
        self.assertEqual(first["EpochMicros"], first["EpochSeconds"] * 1_000_000)
        time.sleep(0.1)
        self.assertEqual(clock(server), first)
        self.assertEqual(clock(server, {"AdvanceSeconds": 0})["EpochMicros"], first["EpochMicros"])

    def test_what_is_no_move_is_refused(self):
        server = self.start("-clock", "manual", "-clock-start", "1000")
        for body in (b"", b"x", b"[]", b"{}", b'{"AdvanceSeconds": 1.5}', b'{"AdvanceSeconds": "1"}',
                     b'{"AdvanceSeconds": 1, "SetEpochSeconds": 2000}', b'{"Back": 1}', b"12",
                     b'{"AdvanceSeconds": 1e3}'):
            status, message, _ = refusal(server, body)
            self.assertEqual(status, 400, body)
            self.assertIn("AdvanceSeconds", message)
        for body in (b'{"AdvanceSeconds": -1}', b'{"SetEpochSeconds": 999}',
                     b'{"SetEpochSeconds": -5}', b'{"AdvanceSeconds": 253402300800}',
                     b'{"SetEpochSeconds": 253402300800}', b'{"AdvanceSeconds": 9223372036854775807}',
                     b'{"AdvanceSeconds": 18446744073709551615}'):
            self.assertEqual(refusal(server, body)[0], 400, body)
        self.assertEqual(clock(server)["EpochSeconds"], 1000)
        self.assertEqual(clock(server, {"SetEpochSeconds": 1000})["EpochSeconds"], 1000)
        self.assertEqual(clock(server, {"SetEpochSeconds": 253_402_300_799})["EpochSeconds"],
                         253_402_300_799)

    def test_web_pages_are_refused_and_get_no_cors_headers(self):
        server = self.start("-clock", "manual")
        for method, headers in (("POST", {}), ("GET", {}), ("OPTIONS", {
                "Access-Control-Request-Method": "POST"})):
            status, _, reply = refusal(server, b'{"AdvanceSeconds": 1}', method,
                                       Origin="http://localhost:3000", **headers)
            self.assertEqual(status, 403)
            self.assertNotIn("Access-Control-Allow-Origin", reply)

    def test_other_paths_and_methods(self):
        server = self.start("-clock", "manual")
        self.assertEqual(refusal(server, b"", "DELETE")[0], 405)
        for path in ("/_stator/", "/_stator/clocks"):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(server.url + path, timeout=30)
            self.assertEqual(caught.exception.code, 404)

    def test_dates_of_replies_are_the_machines(self):
        server = self.start("-clock", "manual", "-clock-start", "1000")
        with urllib.request.urlopen(server.url + "/_stator/clock", timeout=30) as reply:
            self.assertIn(time.strftime("%Y", time.gmtime()), reply.headers["Date"])


if __name__ == "__main__":
    unittest.main()
