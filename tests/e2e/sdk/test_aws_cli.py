"""The aws command line, unmodified, with its own paging: --page-size, --max-items, --starting-token."""

import json
import os
import subprocess
import unittest

from server import Server

# Debian's own program and interpreter, whatever else is on PATH.
AWS = ["/usr/bin/python3", "/usr/bin/aws"]


class AwsCli(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.aws("create-table", "--table-name", "cli", "--billing-mode", "PAY_PER_REQUEST",
                "--attribute-definitions", "AttributeName=pk,AttributeType=S", "AttributeName=sk,AttributeType=N",
                "--key-schema", "AttributeName=pk,KeyType=HASH", "AttributeName=sk,KeyType=RANGE")
        cls.aws("wait", "table-exists", "--table-name", "cli")
        requests = [{"PutRequest": {"Item": {"pk": {"S": "p"}, "sk": {"N": str(n)}, "text": {"S": f"v{n}"}}}}
                    for n in range(20)]
        cls.aws("batch-write-item", "--request-items", json.dumps({"cli": requests}))

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    @classmethod
    def aws(cls, *arguments, check=True):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "AWS_CONFIG_FILE": "/dev/null",
                       "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
        done = subprocess.run([*AWS, "dynamodb", *arguments, "--endpoint-url", cls.server.url, "--output", "json"],
                              capture_output=True, text=True, env=environment, check=False, timeout=60)
        if check and done.returncode != 0:
            raise AssertionError(done.stderr)
        if not check:
            return done
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def test_get_and_update(self):
        key = json.dumps({"pk": {"S": "p"}, "sk": {"N": "3"}})
        self.aws("update-item", "--table-name", "cli", "--key", key, "--update-expression", "ADD hits :one",
                 "--expression-attribute-values", '{":one": {"N": "1"}}')
        item = self.aws("get-item", "--table-name", "cli", "--key", key, "--consistent-read")["Item"]
        self.assertEqual(item["hits"], {"N": "1"})

    def test_query_pages_by_itself(self):
        reply = self.aws("query", "--table-name", "cli", "--key-condition-expression", "pk = :p",
                         "--expression-attribute-values", '{":p": {"S": "p"}}', "--page-size", "3")
        self.assertEqual([int(item["sk"]["N"]) for item in reply["Items"]], list(range(20)))

    def test_max_items_and_starting_token_walk_the_table(self):
        found, token = [], []
        for _ in range(10):
            reply = self.aws("scan", "--table-name", "cli", "--max-items", "6", "--page-size", "4", *token)
            found += [int(item["sk"]["N"]) for item in reply["Items"]]
            if "NextToken" not in reply:
                break
            token = ["--starting-token", reply["NextToken"]]
        self.assertEqual(sorted(found), list(range(20)))

    def test_an_error_names_its_exception(self):
        done = self.aws("describe-table", "--table-name", "nothing-here", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("ResourceNotFoundException", done.stderr)
        self.assertIn("Requested resource not found: Table: nothing-here not found", done.stderr)

    def test_wait(self):
        table = ["--table-name", "cli-waits"]
        self.aws("create-table", *table, "--billing-mode", "PAY_PER_REQUEST",
                 "--attribute-definitions", "AttributeName=pk,AttributeType=S",
                 "--key-schema", "AttributeName=pk,KeyType=HASH")
        self.aws("wait", "table-exists", *table)
        self.aws("delete-table", *table)
        self.aws("wait", "table-not-exists", *table)

    def test_list_tables(self):
        self.assertIn("cli", self.aws("list-tables", "--page-size", "1")["TableNames"])


if __name__ == "__main__":
    unittest.main()
