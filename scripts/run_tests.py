"""Builds the presets and runs their tests, one step after the other, and counts test cases.

A step that fails to build counts as one failed case, and its tests run as far as they were built: a
test that could not start is a failure, not a gap. ./test installs the packages and calls this.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Folders with packages of their own, from npm.
JAVASCRIPT = [*(ROOT / "tests" / "e2e" / folder for folder in ("js", "clients", "report")),
              ROOT / "bench" / "report"]


@dataclass
class Step:
    name: str
    about: str
    preset: str
    targets: list[str]
    labels: str = ""  # a regular expression over ctest labels; empty: all
    exclude: str = ""
    environment: dict[str, str] = field(default_factory=dict)


STEPS = [
    Step("lint", "the checks on the source tree", "dev", ["stator_lint"], labels="^lint$"),
    Step("dev", "everything, with g++ and assertions", "dev", ["all"], exclude="^lint$"),
    Step("asan", "unit, property and fuzz tests under AddressSanitizer and UBSan; clang's lock analysis",
         "asan", ["unit_tests", "property_tests", "fuzz_targets"],
         labels="^(unit|property|fuzz)$"),
    Step("tsan", "the race tests under ThreadSanitizer", "tsan", ["race_tests"], labels="^race$",
         environment={"TSAN_OPTIONS": "ignore_noninstrumented_modules=1"}),
]
# The step dev of a run with the step asan, which builds and runs unit and property tests with more than dev's
# checks: they are a third of a run from nothing.
DEV_BESIDE_ASAN = Step("dev", "with g++ and assertions, everything that asan does not run", "dev",
                       ["system_tests"], exclude="^(lint|unit|property)$")


@dataclass
class Count:
    passed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)  # one name per failed case

    def add(self, other):
        self.passed += other.passed
        self.skipped += other.skipped
        self.failures += other.failures


def say(text):
    print(f"test: {text}", flush=True)


def seconds_since(start):
    return f"{time.monotonic() - start:.0f} s"


def install_javascript_packages(folder):
    """Brings node_modules to what the lock file says. Returns whether that worked."""
    lock = folder / "package-lock.json"
    stamp = folder / "node_modules" / ".lock-sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return True
    say(f"installing the packages of {folder.relative_to(ROOT)} (npm ci)")
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    for _ in range(3):  # the registry is beyond a network
        if subprocess.run(command, cwd=folder, check=False).returncode == 0:
            stamp.write_text(digest)
            return True
    return False


def read_results(path):
    """The counts that a test program left: the root element of its JUnit file."""
    root = ElementTree.parse(path).getroot()
    number = lambda name, element=root: int(element.get(name) or 0)
    bad = number("failures") + number("errors")
    skipped = number("disabled") + number("skipped")
    if root.get("skipped") is None:  # GoogleTest says it per suite
        skipped += sum(number("skipped", suite) for suite in root.iter("testsuite"))
    names = [f"{case.get('classname')}.{case.get('name')}" for case in root.iter("testcase")
             if case.find("failure") is not None or case.find("error") is not None]
    names += ["(unnamed)"] * (bad - len(names))
    return Count(passed=number("tests") - bad - skipped, skipped=skipped, failures=names[:bad])


def count_entry(name, succeeded, results):
    """The cases of one ctest entry; an entry without a file of results is one case."""
    path = results / f"{name}.xml"
    try:
        count = read_results(path) if path.exists() else Count(passed=1 if succeeded else 0)
    except ElementTree.ParseError:
        count = Count()
    count.failures = [f"{name}: {case}" for case in count.failures]
    if not succeeded and not count.failures:
        count.failures = [name]
    return count


def run_ctest(step, build):
    results = build / "test-results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    report = build / f"ctest-{step.name}.xml"
    report.unlink(missing_ok=True)
    command = ["ctest", "--test-dir", str(build), "--output-on-failure", "--no-tests=error",
               "--timeout", "300", "-j", str(os.cpu_count() or 1), "--output-junit", str(report)]
    if step.labels:
        command += ["-L", step.labels]
    if step.exclude:
        command += ["-LE", step.exclude]
    subprocess.run(command, env={**os.environ, **step.environment}, check=False)
    if not report.exists():
        return Count(failures=[f"{step.name}: ctest left no report"])
    total = Count()
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    if not cases:
        total.failures.append(f"{step.name}: no tests")
    for case in cases:
        total.add(count_entry(case.get("name"), case.get("status") == "run", results))
    return total


def run_step(step):
    start = time.monotonic()
    say(f"{step.name}: {step.about}")
    total = Count()
    build = [str(ROOT / "scripts" / "build_preset"), step.preset, *step.targets, "--", "-k", "0"]
    if subprocess.run(build, check=False).returncode != 0:
        total.failures.append(f"{step.name}: build of preset {step.preset}")
    say(f"{step.name}: built in {seconds_since(start)}")
    if (ROOT / "build" / step.preset / "CTestTestfile.cmake").exists():
        total.add(run_ctest(step, ROOT / "build" / step.preset))
    say(f"{step.name}: {total.passed} passed, {len(total.failures)} failed in {seconds_since(start)}")
    return total


def parse_arguments():
    listing = "\n".join(f"  {step.name:6} {step.about}" for step in STEPS)
    parser = argparse.ArgumentParser(prog="./test", description="steps:\n" + listing,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="STEP",
                        help="run only these (all of them if none is named)")
    arguments = parser.parse_args()
    unknown = set(arguments.steps) - {step.name for step in STEPS}
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    steps = [step for step in STEPS if not arguments.steps or step.name in arguments.steps]
    if any(step.name == "asan" for step in steps):
        steps = [DEV_BESIDE_ASAN if step.name == "dev" else step for step in steps]
    return steps


def main():
    start = time.monotonic()
    steps = parse_arguments()
    total = Count()
    if any(step.name == "dev" for step in steps):
        total.failures += [f"npm ci in {folder.relative_to(ROOT)}" for folder in JAVASCRIPT
                           if not install_javascript_packages(folder)]
    for step in steps:
        total.add(run_step(step))
    say(f"took {seconds_since(start)}")
    if total.skipped:
        say(f"{total.skipped} skipped")
    for name in total.failures:
        say(f"FAILED {name}")
    print(f"{total.passed} passed, {len(total.failures)} failed", flush=True)
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
