"""stator-bench as it is run: every workload on an engine in the process, some over HTTP; the result is as
bench/FORMAT.md says."""

import datetime
import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading
import unittest

import botocore.auth
import botocore.awsrequest
import botocore.credentials

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from server import Server  # noqa: E402

BENCH = os.environ["STATOR_BENCH_BIN"]
WORKLOADS = {
    "ycsb-a": {"read", "update"}, "ycsb-b": {"read", "update"}, "ycsb-c": {"read"},
    "ycsb-d": {"read", "insert"}, "ycsb-e": {"scan", "insert"},
    "ycsb-f": {"read", "read_modify_write"}, "uniform": {"read", "update"},
    "zipfian": {"read", "update"}, "latest": {"read", "insert"}, "hot-key": {"update"},
    "hot-collection": {"put"}, "rising": {"put"}, "votes": {"vote"}, "gsi": {"put"},
}
TOP = {"format", "program", "version", "started", "machine", "options", "measured_seconds", "operations",
       "throttles", "errors", "consumed", "not_started", "seconds", "partitions", "splits"}
OPTIONS = {"workload", "target", "endpoint", "table", "seed", "records", "workers", "rate",
           "duration_seconds", "warm_up_seconds", "billing", "read_units", "write_units", "capacity",
           "virtual_time", "zipf_exponent", "read_share", "suffixes", "write_shards", "fields",
           "field_bytes"}
OPERATION = {"name", "ok", "throttled", "failed", "ok_per_second", "latency", "throttled_latency"}
LATENCY = {"count", "min_micros", "mean_micros", "max_micros", "p50_micros", "p90_micros", "p99_micros",
           "p99_9_micros", "p99_99_micros", "histogram"}
SECOND = {"second", "ok", "throttled", "failed", "read_units", "write_units", "p50_micros", "p99_micros"}
PARTITION = {"index_name", "partition_id", "first_key", "read", "write"}
SPLIT = {"second", "reason", "index_name", "gone", "made"}


def run(*flags, environment=None):
    """The process that has ended."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run([BENCH, *map(str, flags)], text=True, capture_output=True, check=False,
                          timeout=120, env=variables | (environment or {}))


class DriverTest(unittest.TestCase):
    def measure(self, *flags, environment=None):
        done = run(*flags, environment=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.check_format(result)
        return result

    def check_format(self, result):
        self.assertEqual(set(result), TOP)
        self.assertEqual(result["format"], 1)
        self.assertEqual(set(result["options"]), OPTIONS)
        for operation in result["operations"]:
            self.assertEqual(set(operation), OPERATION)
            self.assertEqual(operation["latency"]["count"], operation["ok"])
            self.check_latency(operation["latency"])
            self.check_latency(operation["throttled_latency"])
        self.check_seconds(result)
        for partition in result["partitions"] or []:
            self.assertEqual(set(partition), PARTITION)
        for split in result["splits"] or []:
            self.assertEqual(set(split), SPLIT)

    def check_latency(self, latency):
        self.assertEqual(set(latency), LATENCY)
        histogram = latency["histogram"]
        self.assertEqual(sum(count for _, count in histogram), latency["count"])
        self.assertEqual(histogram, sorted(histogram))
        for micros, _ in histogram:
            self.assertLessEqual(len(str(micros).rstrip("0")), 3)
        if latency["count"]:
            self.assertLessEqual(latency["p50_micros"], latency["p99_99_micros"])

    def check_seconds(self, result):
        for number, second in enumerate(result["seconds"]):
            self.assertEqual(set(second), SECOND)
            self.assertEqual(second["second"], number)
        for kind in ("ok", "throttled", "failed"):
            self.assertEqual(sum(second[kind] for second in result["seconds"]),
                             sum(operation[kind] for operation in result["operations"]))

    def ok(self, result):
        return sum(operation["ok"] for operation in result["operations"])


class Embedded(DriverTest):
    def test_every_workload_runs_on_an_engine_in_the_process(self):
        for workload, names in WORKLOADS.items():
            with self.subTest(workload=workload):
                result = self.measure(workload, "--virtual-time", "--rate=500", "--duration=1",
                                      "--records=50", "--quiet")
                self.assertEqual({operation["name"] for operation in result["operations"]}, names)
                self.assertEqual(self.ok(result), 500)
                self.assertEqual(result["errors"], {})
                self.assertTrue(result["partitions"])

    def test_the_help_text_names_every_workload(self):
        text = run("--help").stdout
        for workload in WORKLOADS:
            self.assertIn(f"\n  {workload} ", text)

    def test_a_seed_repeats_a_run(self):
        flags = ("zipfian", "--virtual-time", "--rate=1000", "--duration=2", "--quiet",
                 "--capacity=partition", "--read-share=0")
        first, again = self.measure(*flags), self.measure(*flags)
        other = self.measure(*flags, "--seed=2")
        self.assertEqual(first["partitions"], again["partitions"])
        self.assertEqual(first["throttles"], again["throttles"])
        self.assertNotEqual(first["partitions"], other["partitions"])

    def test_throttles_are_told_by_reason_and_units_by_partition(self):
        result = self.measure("hot-key", "--virtual-time", "--rate=2000", "--duration=3",
                              "--capacity=partition", "--quiet")
        self.assertEqual(set(result["throttles"]), {"TableWriteKeyRangeThroughputExceeded"})
        units = sum(units for partition in result["partitions"] for _, units, _ in partition["write"])
        refused = sum(count for partition in result["partitions"] for *_, count in partition["write"])
        self.assertEqual(units, result["consumed"]["write_units"])
        self.assertEqual(refused, sum(result["throttles"].values()))
        self.assertEqual(units + refused, 6000)

    def test_a_closed_loop_and_an_open_one_in_real_time(self):
        closed = self.measure("uniform", "--duration=0.5", "--workers=2", "--quiet")
        self.assertGreater(self.ok(closed), 50)
        opened = self.measure("uniform", "--duration=1", "--warm-up=0.3", "--rate=100", "--workers=2",
                              "--quiet")
        self.assertEqual(self.ok(opened) + opened["not_started"], 100)

    def test_an_open_loop_that_cannot_be_kept_up_says_so(self):
        result = self.measure("ycsb-e", "--duration=0.3", "--rate=5000000", "--workers=1", "--quiet")
        self.assertGreater(result["not_started"], 1_000_000)
        scans = [operation for operation in result["operations"] if operation["name"] == "scan"]
        # Most of what was done was due long before.
        self.assertGreater(scans[0]["latency"]["p50_micros"], 50_000)

    def test_progress_is_told_while_it_runs(self):
        done = run("uniform", "--duration=2", "--rate=50")
        self.assertGreaterEqual(len(done.stderr.splitlines()), 2)
        self.assertIn(" ok ", done.stderr)

    def test_what_is_not_understood_is_refused(self):
        for flags in ((), ("no-such",), ("uniform", "--rate=0"), ("uniform", "--rate=nan"),
                      ("uniform", "--suffixes=3"), ("uniform", "--write-shards=3"),
                      ("ycsb-a", "--read-share=0.5"), ("uniform", "--virtual-time"),
                      ("uniform", "--read-units=5"), ("uniform", "--capacity=some"),
                      ("uniform", "--endpoint=localhost:8000"), ("uniform", "--no-such-flag"),
                      ("uniform", "--endpoint=http://localhost:1", "--virtual-time", "--rate=1")):
            done = run(*flags)
            self.assertIn(done.returncode, (1, 2), flags)
            self.assertIn("stator-bench: ", done.stderr)


class OverHttp(DriverTest):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)

    def test_workloads_with_every_kind_of_request(self):
        for workload in ("ycsb-e", "ycsb-f", "hot-collection", "votes"):
            with self.subTest(workload=workload):
                result = self.measure(workload, f"--endpoint={self.server.url}", "--duration=0.5",
                                      "--rate=200", "--records=50", "--workers=4", "--quiet")
                self.assertEqual(result["errors"], {})
                self.assertEqual(self.ok(result) + result["not_started"], 100)
                self.assertGreater(self.ok(result), 50)
                self.assertTrue(result["partitions"])
                self.assertEqual(result["options"]["target"], "http")

    def test_a_global_index_is_queried(self):
        result = self.measure("gsi", f"--endpoint={self.server.url}", "--duration=0.5", "--records=50",
                              "--read-share=0.5", "--workers=2", "--quiet")
        self.assertEqual({operation["name"] for operation in result["operations"]}, {"put", "query"})
        self.assertEqual(result["errors"], {})
        self.assertIn("by-status", {partition["index_name"] for partition in result["partitions"]})
        self.assertGreater(result["consumed"]["read_units"], 0)

    def test_throttles_have_their_reasons(self):
        result = self.measure("hot-key", f"--endpoint={self.server.url}", "--duration=2", "--rate=200",
                              "--read-units=1", "--write-units=1", "--capacity=table", "--quiet",
                              "--workers=2", "--fields=2", "--field-bytes=6000")
        # 300 units were saved up, and each update costs 12.
        self.assertEqual(set(result["throttles"]), {"TableWriteProvisionedThroughputExceeded"})

    def test_a_table_with_write_shards(self):
        # Long enough for some votes in each shard where other work leaves a twentieth of the rate.
        result = self.measure("votes", f"--endpoint={self.server.url}", "--duration=4", "--rate=300",
                              "--write-shards=4", "--quiet")
        used = [partition for partition in result["partitions"]
                if sum(units for _, units, _ in partition["write"]) > 0]
        self.assertEqual(len(used), 4, result["seconds"])

    def test_credentials_and_region_choose_the_tables(self):
        # A table of other credentials is another one: with the same name both can be made.
        flags = ("uniform", f"--endpoint={self.server.url}", "--duration=0.2", "--workers=1",
                 "--records=5", "--quiet", "--table=kept", "--keep-table")
        keys = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "secret"}
        self.measure(*flags)
        self.measure(*flags, environment=keys)
        self.measure(*flags, environment=keys | {"AWS_REGION": "eu-west-1", "AWS_SESSION_TOKEN": "t"})
        again = run(*flags)
        self.assertEqual(again.returncode, 1)
        self.assertIn("ResourceInUseException", again.stderr)

    def test_nobody_at_the_endpoint(self):
        done = run("uniform", "--endpoint=http://127.0.0.1:1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("connect", done.stderr)

class RefusingEndpoint(http.server.BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers that it is throttled."""

    seen = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((dict(self.headers), body))
        reply = json.dumps({"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException",
                            "message": "slowly"}).encode()
        self.send_response(400)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


class Signature(unittest.TestCase):
    def signed(self, **variables):
        """The first request that an endpoint gets, as (address, headers, body)."""
        with http.server.HTTPServer(("127.0.0.1", 0), RefusingEndpoint) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}"
            RefusingEndpoint.seen.clear()
            done = run("uniform", f"--endpoint={url}", environment=variables)
            server.shutdown()
        self.assertEqual(done.returncode, 1)
        self.assertIn("slowly", done.stderr)
        return url, *RefusingEndpoint.seen[0]

    def check(self, region, token, **variables):
        url, headers, body = self.signed(AWS_ACCESS_KEY_ID="AKIDEXAMPLE",
                                         AWS_SECRET_ACCESS_KEY="secret/key+", **variables)
        names = ("Content-Type", "Host", "X-Amz-Date", "X-Amz-Target")
        request = botocore.awsrequest.AWSRequest(
            "POST", url + "/", {name: headers[name] for name in names}, body)
        if token:
            request.headers["X-Amz-Security-Token"] = headers["X-Amz-Security-Token"]
            self.assertEqual(headers["X-Amz-Security-Token"], token)
        request.context["timestamp"] = headers["X-Amz-Date"]
        signer = botocore.auth.SigV4Auth(
            botocore.credentials.Credentials("AKIDEXAMPLE", "secret/key+", token), "dynamodb", region)
        canonical = signer.canonical_request(request)
        signature = signer.signature(signer.string_to_sign(request, canonical), request)
        self.assertTrue(headers["Authorization"].endswith("Signature=" + signature), headers)
        self.assertIn(f"Credential=AKIDEXAMPLE/{headers['X-Amz-Date'][:8]}/{region}/dynamodb/",
                      headers["Authorization"])
        sent = datetime.datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
        self.assertLess(abs((datetime.datetime.utcnow() - sent).total_seconds()), 60)

    def test_it_is_the_one_that_botocore_makes(self):
        self.check("us-east-1", None)
        self.check("eu-west-1", None, AWS_DEFAULT_REGION="eu-west-1")
        self.check("eu-central-1", "a token", AWS_REGION="eu-central-1",
                   AWS_DEFAULT_REGION="eu-west-1", AWS_SESSION_TOKEN="a token")

    def test_without_credentials_it_is_well_formed(self):
        _, headers, _ = self.signed()
        self.assertRegex(headers["Authorization"],
                         r"^AWS4-HMAC-SHA256 Credential=\w+/\d{8}/us-east-1/dynamodb/aws4_request, "
                         r"SignedHeaders=[a-z;-]+, Signature=[0-9a-f]{64}$")


if __name__ == "__main__":
    unittest.main()
