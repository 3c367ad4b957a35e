"""Usage: run_node_tests.py RESULTS.xml TEST_FILE...

Runs files of Node's own test runner and leaves the counts as JUnit XML. They are read from the TAP
reporter, which every Node.js since 18 has.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


def main():
    results, files = sys.argv[1], sys.argv[2:]
    run = subprocess.run(["node", "--test", "--test-reporter=tap", *files], stdout=subprocess.PIPE,
                         stdin=subprocess.DEVNULL, text=True, check=False)
    sys.stdout.write(run.stdout)
    number = {}
    for name in ("tests", "fail", "cancelled", "skipped", "todo"):
        found = re.findall(rf"^# {name} (\d+)$", run.stdout, re.MULTILINE)
        if not found:
            print("no summary in the output of node --test", file=sys.stderr)
            return 1
        number[name] = int(found[-1])
    if number["tests"] == 0:
        print("no tests", file=sys.stderr)
        return 1
    root = ElementTree.Element("testsuites", tests=str(number["tests"]),
                               failures=str(number["fail"] + number["cancelled"]),
                               skipped=str(number["skipped"] + number["todo"]))
    suite = ElementTree.SubElement(root, "testsuite")
    for name in re.findall(r"^\s*not ok \d+ - (.*)$", run.stdout, re.MULTILINE):
        case = ElementTree.SubElement(suite, "testcase", classname="node", name=name)
        ElementTree.SubElement(case, "failure")
    ElementTree.ElementTree(root).write(results)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
