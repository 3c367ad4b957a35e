"""boto3 over HTTPS."""

import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, SSLError
from botocore.exceptions import ConnectionError as BotoConnectionError

from certificates import Authority
from server import CREDENTIALS, REGION, Server


class Tls(unittest.TestCase):
    client_ca = False

    @classmethod
    def setUpClass(cls):
        cls.authority = Authority()
        cls.certificate = cls.authority.issue("server")
        flags = ["--tls-port", "0", *cls.certificate.flags()]
        if cls.client_ca:
            flags += ["--tls-client-ca", cls.authority.cert]
        cls.server = Server(*flags)
        cls.client = cls.connect(cls.authority.cert)
        cls.client.create_table(TableName="notes", BillingMode="PAY_PER_REQUEST",
                                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.authority.remove()
        assert code == 0, code

    @classmethod
    def connect(cls, verify, url=None, **config):
        if cls.client_ca:
            issued = cls.authority.issue("client")
            config.setdefault("client_cert", (issued.cert, issued.key))
        return boto3.client("dynamodb", endpoint_url=url or cls.server.tls_url, region_name=REGION,
                            verify=verify, config=Config(retries={"max_attempts": 0}, **config),
                            **CREDENTIALS)


class OverTls(Tls):
    def test_items_go_both_ways(self):
        item = {"pk": {"S": "a"}, "text": {"S": "x" * 300_000}}
        self.client.put_item(TableName="notes", Item=item)
        self.assertEqual(self.client.get_item(TableName="notes", Key={"pk": {"S": "a"}})["Item"], item)

    def test_batches_of_many_megabytes_go_both_ways(self):
        for start in range(0, 60, 15):
            puts = [{"PutRequest": {"Item": {"pk": {"S": f"b{i}"}, "text": {"S": "y" * 390_000}}}}
                    for i in range(start, start + 15)]
            reply = self.client.batch_write_item(RequestItems={"notes": puts})
            self.assertEqual(reply["UnprocessedItems"], {})
        keys = [{"pk": {"S": f"b{i}"}} for i in range(40)]
        reply = self.client.batch_get_item(RequestItems={"notes": {"Keys": keys}})
        self.assertEqual(len(reply["Responses"]["notes"]), 40)
        self.assertTrue(all(len(item["text"]["S"]) == 390_000 for item in reply["Responses"]["notes"]))

    def test_errors_are_the_services(self):
        with self.assertRaises(ClientError) as caught:
            self.client.get_item(TableName="nothing", Key={"pk": {"S": "a"}})
        self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceNotFoundException")

    def test_both_ports_have_the_same_tables(self):
        plain = self.connect(None, self.server.url)
        self.assertEqual(plain.list_tables()["TableNames"], ["notes"])
        self.assertEqual(self.client.list_tables()["TableNames"], ["notes"])

    def test_a_client_that_does_not_know_the_ca_refuses(self):
        with self.assertRaises(SSLError):
            self.connect(True).list_tables()


class ClientCertificates(Tls):
    client_ca = True

    def test_a_client_with_one_is_served(self):
        self.assertEqual(self.client.list_tables()["TableNames"], ["notes"])

    def test_a_client_without_one_is_not(self):
        with self.assertRaises((SSLError, BotoConnectionError)):
            self.connect(self.authority.cert, client_cert=None).list_tables()

    def test_nor_is_one_of_another_ca(self):
        other = Authority("Other CA")
        self.addCleanup(other.remove)
        issued = other.issue("client")
        with self.assertRaises((SSLError, BotoConnectionError)):
            self.connect(self.authority.cert, client_cert=(issued.cert, issued.key)).list_tables()


if __name__ == "__main__":
    unittest.main()
