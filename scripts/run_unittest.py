"""Usage: run_unittest.py TEST_FILE RESULTS.xml

Runs one file of Python's unittest and leaves its counts as JUnit XML, which unittest does not write by
itself. Files beside the test, and in tests/e2e, can be imported by it.
"""

import sys
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path


class Recorder(unittest.TextTestResult):
    """Remembers how each case, and each failing subtest, ended."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.cases = []  # (name, "" | "failure" | "skipped")

    def addSuccess(self, test):
        super().addSuccess(test)
        self.cases.append((test.id(), ""))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.cases.append((test.id(), "failure"))

    def addError(self, test, err):
        super().addError(test, err)
        self.cases.append((test.id(), "failure"))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.cases.append((subtest.id(), "failure"))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.cases.append((test.id(), "skipped"))

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.cases.append((test.id(), ""))

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.cases.append((test.id(), "failure"))


def write_results(cases, path):
    count = lambda kind: str(sum(1 for case in cases if case[1] == kind))
    root = ElementTree.Element("testsuites", tests=str(len(cases)), failures=count("failure"),
                               skipped=count("skipped"))
    suite = ElementTree.SubElement(root, "testsuite")
    for name, kind in cases:
        class_name, _, method = name.rpartition(".")
        case = ElementTree.SubElement(suite, "testcase", classname=class_name, name=method)
        if kind:
            ElementTree.SubElement(case, kind)
    ElementTree.ElementTree(root).write(path)


def main():
    test_file, results = Path(sys.argv[1]).resolve(), sys.argv[2]
    end_to_end = Path(__file__).resolve().parent.parent / "tests" / "e2e"
    sys.path[:0] = [str(test_file.parent), str(end_to_end)]
    suite = unittest.defaultTestLoader.loadTestsFromName(test_file.stem)
    outcome = unittest.TextTestRunner(resultclass=Recorder, verbosity=2).run(suite)
    if not outcome.cases:
        print(f"{test_file} has no tests", file=sys.stderr)
        return 1
    write_results(outcome.cases, results)
    return 0 if outcome.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
