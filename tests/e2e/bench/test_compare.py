"""bench/compare.py: what it calls worse, and what it refuses to compare."""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

COMPARE = pathlib.Path(__file__).resolve().parents[3] / "bench" / "compare.py"

RESULT = {
    "format": 1, "program": "stator-bench",
    "options": {"workload": "ycsb-a", "records": 1000, "rate": None, "workers": 8},
    "operations": [{
        "name": "read", "ok": 10_000, "throttled": 100, "failed": 0, "ok_per_second": 1000.0,
        "latency": {"p50_micros": 100, "p99_micros": 200, "p99_9_micros": 1000}}],
}


class Compare(unittest.TestCase):
    def compare(self, old, new, *flags):
        """Exit code and both outputs."""
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, result in (("old", old), ("new", new)):
                paths.append(pathlib.Path(folder) / f"{name}.json")
                paths[-1].write_text(result if isinstance(result, str) else json.dumps(result))
            done = subprocess.run([sys.executable, "-B", COMPARE, *paths, *flags], text=True,
                                  capture_output=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def changed(self, **members):
        """A result whose operation has other members; those of its latency may be named likewise."""
        result = copy.deepcopy(RESULT)
        for name, value in members.items():
            operation = result["operations"][0]
            (operation["latency"] if name.startswith("p") else operation)[name] = value
        return result

    def worse_lines(self, result, *flags):
        code, text = self.compare(RESULT, result, *flags)
        self.assertIn(code, (0, 1), text)
        worse = [line.split("  ")[0] for line in text.splitlines() if line.endswith("WORSE")]
        self.assertEqual(bool(worse), code == 1, text)
        return worse

    def test_equal_results_are_not_worse(self):
        self.assertEqual(self.worse_lines(RESULT), [])

    def test_each_latency_counts(self):
        self.assertEqual(self.worse_lines(self.changed(p50_micros=106)), ["read p50_micros"])
        self.assertEqual(self.worse_lines(self.changed(p99_micros=211)), ["read p99_micros"])
        self.assertEqual(self.worse_lines(self.changed(p99_9_micros=1051)), ["read p99_9_micros"])

    def test_within_the_noise_is_the_same(self):
        self.assertEqual(self.worse_lines(self.changed(p50_micros=105, ok_per_second=953.0)), [])

    def test_fewer_operations_are_worse(self):
        self.assertEqual(self.worse_lines(self.changed(ok_per_second=940.0)), ["read ok_per_second"])

    def test_what_is_better_is_never_worse(self):
        better = self.changed(p50_micros=10, p99_micros=10, ok_per_second=9000.0, throttled=0)
        self.assertEqual(self.worse_lines(better), [])

    def test_more_throttles_are_worse_and_failures_too(self):
        self.assertEqual(self.worse_lines(self.changed(throttled=200)), ["read throttled %"])
        self.assertEqual(self.worse_lines(self.changed(failed=1)), ["read failed %"])

    def test_the_noise_is_given(self):
        slower = self.changed(p50_micros=108)
        self.assertEqual(self.worse_lines(slower, "--noise", "10%"), [])
        self.assertEqual(self.worse_lines(slower, "--noise", "0.07"), ["read p50_micros"])
        for noise in ("-1%", "x", "nan"):
            self.assertEqual(self.compare(RESULT, RESULT, f"--noise={noise}")[0], 2)

    def test_nothing_that_went_well_is_worse_than_something(self):
        gone = self.changed(p50_micros=None, p99_micros=None, p99_9_micros=None)
        self.assertEqual(len(self.worse_lines(gone)), 3)

    def test_other_work_is_not_compared(self):
        other = copy.deepcopy(RESULT)
        other["options"]["rate"] = 100.0
        code, text = self.compare(RESULT, other)
        self.assertEqual(code, 2)
        self.assertIn("different work: rate", text)

    def test_other_operations_are_not_compared(self):
        other = copy.deepcopy(RESULT)
        other["operations"][0]["name"] = "update"
        self.assertEqual(self.compare(RESULT, other)[0], 2)

    def test_what_is_no_result(self):
        for text in ("", "[]", "{}", '{"program": "stator-bench", "format": 2}'):
            self.assertEqual(self.compare(text, RESULT)[0], 2, text)


if __name__ == "__main__":
    unittest.main()
