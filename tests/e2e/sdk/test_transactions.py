"""Transactions as an application uses them, through boto3: success, reasons of a cancellation,
tokens, and conflicts on demand."""

import threading
import time
import unittest

from botocore.exceptions import ClientError

from server import Server, boto3_client


def create_table(client):
    client.create_table(TableName="accounts", BillingMode="PAY_PER_REQUEST",
                        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])


def add(pk, amount, **more):
    return {"Update": {"TableName": "accounts", "Key": {"pk": {"S": pk}},
                       "UpdateExpression": "ADD balance :a",
                       "ExpressionAttributeValues": {":a": {"N": str(amount)}}, **more}}


def transfer(source, target, amount):
    enough = {"ConditionExpression": "balance >= :m", "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
              "ExpressionAttributeValues": {":a": {"N": str(-amount)}, ":m": {"N": str(amount)}}}
    return [add(source, -amount, **enough), add(target, amount)]


def balance(client, pk):
    item = client.get_item(TableName="accounts", Key={"pk": {"S": pk}}, ConsistentRead=True).get("Item")
    return item and int(item["balance"]["N"])


def failure(call, **arguments):
    """The error's code and its whole response."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response
    return None, None


class TransactionCases:
    in_memory = True

    def setUp(self):
        self.server = Server(in_memory=self.in_memory)
        self.addCleanup(self.server.stop)
        self.client = boto3_client(self.server, max_pool_connections=64)
        create_table(self.client)
        self.client.transact_write_items(TransactItems=[add("a", 100), add("b", 50)])

    def test_a_transfer_happens_as_a_whole(self):
        reply = self.client.transact_write_items(TransactItems=transfer("a", "b", 30),
                                                 ReturnConsumedCapacity="TOTAL")
        self.assertEqual(reply["ConsumedCapacity"], [
            {"TableName": "accounts", "CapacityUnits": 4.0, "WriteCapacityUnits": 4.0}])
        reply = self.client.transact_get_items(TransactItems=[
            {"Get": {"TableName": "accounts", "Key": {"pk": {"S": pk}}}} for pk in ("b", "none", "a")])
        self.assertEqual([entry.get("Item", {}).get("balance") for entry in reply["Responses"]],
                         [{"N": "80"}, None, {"N": "70"}])

    def test_a_cancellation_has_its_reasons(self):
        code, response = failure(self.client.transact_write_items,
                                 TransactItems=[add("c", 1)] + transfer("a", "b", 500))
        self.assertEqual(code, "TransactionCanceledException")
        self.assertEqual(response["Error"]["Message"],
                         "Transaction cancelled, please refer cancellation reasons for specific "
                         "reasons [None, ConditionalCheckFailed, None]")
        self.assertEqual(response["CancellationReasons"], [
            {"Code": "None"},
            {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed",
             "Item": {"pk": {"S": "a"}, "balance": {"N": "100"}}},
            {"Code": "None"}])
        self.assertEqual((balance(self.client, "a"), balance(self.client, "c")), (100, None))

    def test_a_token_makes_a_retry_harmless(self):
        request = {"TransactItems": transfer("a", "b", 10), "ClientRequestToken": "token-1"}
        self.client.transact_write_items(**request)
        reply = self.client.transact_write_items(**request, ReturnConsumedCapacity="TOTAL")
        self.assertEqual(reply["ConsumedCapacity"], [
            {"TableName": "accounts", "CapacityUnits": 4.0, "ReadCapacityUnits": 4.0}])
        self.assertEqual(balance(self.client, "a"), 90)
        request["TransactItems"] = transfer("a", "b", 11)
        self.assertEqual(failure(self.client.transact_write_items, **request)[0],
                         "IdempotentParameterMismatchException")
        self.assertEqual(balance(self.client, "a"), 90)

    def test_money_is_neither_made_nor_lost(self):
        accounts = ["a", "b"]

        def move(number):
            for step in range(25):
                source, target = accounts if (number + step) % 2 else accounts[::-1]
                code, _ = failure(self.client.transact_write_items,
                                  TransactItems=transfer(source, target, 1 + step % 7))
                self.assertIn(code, (None, "TransactionCanceledException"))

        threads = [threading.Thread(target=move, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            items = self.client.transact_get_items(TransactItems=[
                {"Get": {"TableName": "accounts", "Key": {"pk": {"S": pk}}}} for pk in accounts])
            self.assertEqual(sum(int(entry["Item"]["balance"]["N"]) for entry in items["Responses"]), 150)
        for thread in threads:
            thread.join()
        self.client.close()


class InMemory(TransactionCases, unittest.TestCase):
    in_memory = True


class OnDisk(TransactionCases, unittest.TestCase):
    in_memory = False

    def test_a_token_survives_kill(self):
        request = {"TransactItems": transfer("a", "b", 10), "ClientRequestToken": "token-1"}
        self.client.transact_write_items(**request)
        self.server.kill()
        self.server.restart()
        client = boto3_client(self.server)
        client.transact_write_items(**request)
        self.assertEqual((balance(client, "a"), balance(client, "b")), (90, 60))


class ConflictsOnDemand(unittest.TestCase):
    """-transaction-conflicts fail with a delay: an application's own handling can be tried out."""

    DELAY_SECONDS = 1.5

    def setUp(self):
        self.server = Server("-transaction-conflicts", "fail", "-transaction-delay-ms",
                             str(int(self.DELAY_SECONDS * 1000)))
        self.addCleanup(self.server.stop)
        self.client = boto3_client(self.server, max_pool_connections=8)
        create_table(self.client)
        for pk in ("a", "b"):
            self.client.put_item(TableName="accounts", Item={"pk": {"S": pk}, "balance": {"N": "50"}})

    def begin(self):
        """A transfer that stays prepared until the delay is over."""
        request = {"TransactItems": transfer("a", "b", 10), "ClientRequestToken": "held"}
        thread = threading.Thread(target=self.client.transact_write_items, kwargs=request)
        thread.start()
        self.addCleanup(thread.join)
        deadline = time.monotonic() + 10
        while failure(self.client.update_item, TableName="accounts", Key={"pk": {"S": "a"}},
                      UpdateExpression="SET seen = :t",
                      ExpressionAttributeValues={":t": {"BOOL": True}})[0] is None:
            self.assertLess(time.monotonic(), deadline, "the transaction is never prepared")
        return thread, request

    def test_everybody_learns_of_the_conflict(self):
        thread, request = self.begin()
        code, response = failure(self.client.delete_item, TableName="accounts", Key={"pk": {"S": "b"}})
        self.assertEqual(code, "TransactionConflictException")
        self.assertEqual(response["Error"]["Message"], "Transaction is ongoing for the item")
        code, response = failure(self.client.transact_write_items,
                                 TransactItems=[add("c", 1), add("b", 1)])
        self.assertEqual(code, "TransactionCanceledException")
        self.assertEqual([reason["Code"] for reason in response["CancellationReasons"]],
                         ["None", "TransactionConflict"])
        code, response = failure(self.client.transact_get_items, TransactItems=[
            {"Get": {"TableName": "accounts", "Key": {"pk": {"S": "a"}}}}])
        self.assertEqual([reason["Code"] for reason in response["CancellationReasons"]],
                         ["TransactionConflict"])
        self.assertEqual(failure(self.client.transact_write_items, **request)[0],
                         "TransactionInProgressException")
        self.assertEqual(balance(self.client, "a"), 50, "plain reads neither wait nor fail")
        self.assertTrue(thread.is_alive())
        thread.join()
        self.assertEqual((balance(self.client, "a"), balance(self.client, "b")), (40, 60))
        self.client.delete_item(TableName="accounts", Key={"pk": {"S": "b"}})

    def test_a_retry_gets_through(self):
        self.begin()
        deadline = time.monotonic() + 10
        while failure(self.client.update_item, TableName="accounts", Key={"pk": {"S": "a"}},
                      UpdateExpression="ADD balance :one",
                      ExpressionAttributeValues={":one": {"N": "1"}})[0] is not None:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        self.assertEqual(balance(self.client, "a"), 41)


class Stopping(unittest.TestCase):
    def test_a_stop_does_not_wait_for_a_delay(self):
        server = Server("-transaction-conflicts", "fail", "-transaction-delay-ms", "60000")
        client = boto3_client(server)
        create_table(client)
        errors = []

        def write():
            try:
                client.transact_write_items(TransactItems=[add("a", 1)])
            except Exception as error:  # pylint: disable=broad-except
                errors.append(error)

        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.5)
        begun = time.monotonic()
        self.assertEqual(server.stop(), 0)
        thread.join()
        self.assertLess(time.monotonic() - begun, 10)
        self.assertEqual(errors, [], "and the transaction is committed and answered")


if __name__ == "__main__":
    unittest.main()
