"""The tool's own tests: it finds nothing between equals, and finds, cuts down and prints what is planted."""

import contextlib
import io
import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import compare
import judged
import rounds
import run
import servers
from conversation import Outcome, merged
from steps import Step
from wire import Endpoint

STATOR = "stator:" + shlex.quote(os.environ.get("STATOR_BIN", ""))


class Proxy:
    """Passes requests on and lets `alter(operation, request, reply)` change what is answered."""

    def __init__(self, url, alter):
        target = Endpoint(url)
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                operation = self.headers["X-Amz-Target"].partition(".")[2]
                with lock:
                    reply = target.call(operation, body)
                alter(operation, json.loads(body), reply)
                if reply.error:
                    reply.body.update({"__type": "x#" + reply.error, "message": reply.message})
                answer = json.dumps(reply.body).encode()
                self.send_response(reply.status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def run_tool(*arguments):
    """The exit code and what was printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = run.main(list(arguments))
    return code, printed.getvalue()


def planted(alter, *arguments):
    """Compares two servers, one of them behind a proxy that alters replies. The steps of each script."""
    with servers.Server(STATOR) as behind, Proxy(behind.endpoint.url, alter) as proxy, \
            tempfile.TemporaryDirectory() as folder:
        code, printed = run_tool("--left", STATOR, "--right", proxy.url, "--requests", "1500",
                                 "--output", folder, "--shrink-seconds", "30", *arguments)
        texts = [path.read_text(encoding="utf-8") for path in Path(folder).glob("*.py")]
    return code, printed, texts


def steps_of(text):
    """The steps of a printed script."""
    start = text.index("STEPS = ") + len("STEPS = ")
    return eval(text[start:text.index("\n\nNEXT")], {})  # Printed by pprint: a Python literal.


class Equals(unittest.TestCase):
    def test_stator_does_not_differ_from_itself(self):
        code, printed = run_tool("--left", STATOR, "--right", STATOR, "--requests", "2500",
                                 "--partiql", "--messages", "--seed", "7001")
        self.assertEqual(code, 0, printed)
        self.assertIn(" 0 unjudged", printed)

    def test_most_requests_are_valid(self):
        with servers.Server(STATOR) as server:
            outcomes = [server.endpoint.call(step.operation, step.request)
                        for seed in range(5) for step in rounds.plan(seed, 60)]
        valid = sum(outcome.status == 200 for outcome in outcomes)
        self.assertGreater(valid, len(outcomes) * 0.55)
        self.assertGreater(len(outcomes) - valid, len(outcomes) * 0.05)

    def test_a_seed_gives_the_same_requests_again(self):
        plan = lambda seed: json.dumps([step.as_json() for step in rounds.plan(seed, 80, True)])
        self.assertEqual(plan(3), plan(3))
        self.assertNotEqual(plan(3), plan(4))


class Planted(unittest.TestCase):
    def test_a_wrong_order_is_found_and_cut_down_to_two_items_and_a_query(self):
        def alter(operation, request, reply):
            if operation == "Query" and request.get("ScanIndexForward") is False \
                    and "IndexName" not in request and len(reply.body.get("Items", ())) > 1:
                reply.body["Items"].reverse()

        code, printed, texts = planted(alter)
        self.assertEqual(code, 1, printed)
        self.assertIn("UNJUDGED: Query", printed)
        steps = steps_of(texts[0])
        self.assertEqual(steps[0]["operation"], "CreateTable")
        self.assertEqual(steps[-1]["operation"], "Query")
        self.assertIs(steps[-1]["request"]["ScanIndexForward"], False)
        self.assertLessEqual(len(steps), 4, printed)
        self.assertLessEqual(set(steps[-1]["request"]), {
            "TableName", "KeyConditionExpression", "KeyConditions", "ExpressionAttributeNames",
            "ExpressionAttributeValues", "ScanIndexForward"})

    def test_a_lost_write_is_found_where_it_shows_and_cut_down_to_it(self):
        # The reply to the write is right; only what is stored is not.
        def alter(operation, request, reply):
            item = reply.body.get("Item", {}) if operation == "GetItem" else {}
            item.pop("ns", None)

        code, printed, texts = planted(alter)
        self.assertEqual(code, 1, printed)
        steps = steps_of(texts[0])
        self.assertEqual(steps[-1]["operation"], "GetItem")
        self.assertLessEqual(len(steps), 3, printed)
        self.assertIn("'ns'", texts[0])

    def test_a_wrong_error_is_found_and_its_script_replays_it(self):
        def alter(operation, _, reply):
            if operation == "DeleteItem" and reply.error == "ConditionalCheckFailedException":
                reply.error = "ValidationException"

        code, printed, texts = planted(alter)
        self.assertEqual(code, 1, printed)
        steps = steps_of(texts[0])
        self.assertEqual([step["operation"] for step in steps], ["CreateTable", "DeleteItem"])
        with servers.Server(STATOR) as server, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.py"
            path.write_text(texts[0], encoding="utf-8")
            replay = subprocess.run([sys.executable, str(path), server.endpoint.url],
                                    capture_output=True, text=True, timeout=60, check=True)
        self.assertIn("ConditionalCheckFailedException", replay.stdout)

    def test_a_judged_difference_is_counted_and_does_not_fail(self):
        def alter(operation, _, reply):
            if operation == "DescribeTable" and not reply.error:
                reply.body["Table"]["Color"] = "blue"

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "url.toml"
            file.write_text('[[judged]]\nkind = "tables have no color"\n'
                            'verdict = "stator"\nevidence = "planted"\noperation = "DescribeTable"\n'
                            'path = "Table.Color"\nstator = "absent"\nother = "blue"\n')
            code, printed, _ = planted(alter, "--judged", folder)
        self.assertEqual(code, 0, printed)
        self.assertIn("judged: tables have no color", printed)


class Comparison(unittest.TestCase):
    def paths(self, left, right, operation="GetItem", **options):
        found = compare.compare(Step(operation, {}), left, right, **options)
        return sorted({difference.path for difference in found})

    def body(self, **members):
        return Outcome(body=members)

    def test_sets_have_no_order_and_lists_have_one(self):
        item = lambda kind, elements: self.body(Item={"a": {kind: elements}})
        self.assertEqual(self.paths(item("SS", ["a", "b"]), item("SS", ["b", "a"])), [])
        self.assertEqual(self.paths(item("L", [{"S": "a"}, {"S": "b"}]),
                                    item("L", [{"S": "b"}, {"S": "a"}])), ["Item.*.L[].S"])

    # Statements were once compared as if they had no order at all.
    def test_the_order_counts_that_a_statement_asks_for(self):
        def body(clause, sort_keys):
            step = Step("ExecuteStatement",
                        {"Statement": f"SELECT * FROM \"t\" WHERE \"pk\" = 'a'{clause}"})
            return merged(step, [{"Items": [{"sk": {"N": key}} for key in sort_keys]}])

        self.assertEqual(body("", "12"), body("", "21"))
        for clause in (' ORDER BY "sk" ASC', ' ORDER BY "sk" DESC'):
            self.assertNotEqual(body(clause, "12"), body(clause, "21"))

    def test_spellings_of_a_number_differ(self):
        self.assertEqual(self.paths(self.body(Item={"a": {"N": "1"}}),
                                    self.body(Item={"a": {"N": "1.0"}})), ["Item.*.N"])

    def test_an_attribute_more_is_a_difference(self):
        self.assertEqual(self.paths(self.body(Item={}), self.body(Item={"a": {"S": ""}})), ["Item.*"])

    def test_texts_of_errors_count_where_asked_for(self):
        left, right = (Outcome(400, "ValidationException", text) for text in ("one", "two"))
        self.assertEqual(self.paths(left, right), [])
        self.assertEqual(self.paths(left, right, messages=True), ["message"])
        self.assertEqual(self.paths(left, Outcome()), ["outcome"])

    def test_identity_and_moment_of_a_table_do_not_count(self):
        table = lambda **members: self.body(Table={"TableName": "t", **members})
        self.assertEqual(self.paths(table(TableId="1", CreationDateTime=1), table(TableId="2")), [])
        self.assertEqual(self.paths(table(TableStatus="ACTIVE"), table(TableStatus="DELETING")),
                         ["Table.TableStatus"])


class JudgedFile(unittest.TestCase):
    def test_every_judgement_has_its_evidence(self):
        self.assertTrue(judged.read())  # Reading checks each entry.


if __name__ == "__main__":
    unittest.main()
