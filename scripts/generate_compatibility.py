#!/usr/bin/env python3
"""Writes api/COMPATIBILITY.md from the operation table and the list of known differences.

    scripts/generate_compatibility.py > api/COMPATIBILITY.md

The operations are read from api/op_table.cc, the differences from api/differences.toml. A lint check fails while the
page that is checked in is another one, or a test that an entry names is not there.
"""

import re
import sys
import textwrap
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 115

_ANY_ROW = re.compile(r'^ *\{"', re.MULTILINE)
_ROW = re.compile(r'^    \{"(\w+)", k(Tables|Streams), k(Read|Write|Control), (?:true|false),\s*(nullptr|&)', re.MULTILINE)


def operations(root):
    """(name, service, kind, served) of each row."""
    text = (root / "api/op_table.cc").read_text(encoding="utf-8")
    rows = [(name, service, kind, handler != "nullptr") for name, service, kind, handler in _ROW.findall(text)]
    if not rows or len(rows) != len(_ANY_ROW.findall(text)):
        raise ValueError("api/op_table.cc: not all rows were understood")
    return rows


def differences(root):
    with open(root / "api/differences.toml", "rb") as file:
        return tomllib.load(file)


def missing_tests(root):
    """What is wrong with the tests that the entries name."""
    wrong = []
    for kind, entries in differences(root).items():
        for entry in entries:
            title = entry.get("what") or entry.get("member") or entry.get("text", "")[:60]
            test = entry.get("test")
            if test is None:
                if kind != "unknown":
                    wrong.append(f"api/differences.toml: no test: {title}")
                continue
            path, _, name = test.partition(": ")
            file = root / path
            if not file.is_file():
                wrong.append(f"api/differences.toml: no such file: {path}")
            elif not re.match("test_|[A-Z]", name) or not re.search(
                    rf"(TEST\w*\(\w+, *{name}\)|(def|class) {name}\()", file.read_text(encoding="utf-8")):
                wrong.append(f"api/differences.toml: {path} has no test {name}")
    return wrong


def filled(text, first, rest="  "):
    return textwrap.fill(first + text, COLUMNS, subsequent_indent=rest, break_long_words=False,
                         break_on_hyphens=False)


def shown_by(entry):
    test = entry.get("test")
    if test is None:
        return ""
    path = test.partition(": ")[0]
    return f" ([test](../{path}))"


def operation_rows(rows):
    kinds = {"Read": "reads", "Write": "writes", "Control": "control"}
    yield "| operation | service | kind | served |"
    yield "|---|---|---|---|"
    for name, service, kind, served in rows:
        yield f"| {name} | {service.lower()} | {kinds[kind]} | {'yes' if served else 'no'} |"


def page(root):
    rows = operations(root)
    known = differences(root)
    served = sum(row[3] for row in rows)
    lines = [
        "<!-- Made by scripts/generate_compatibility.py from op_table.cc and differences.toml. Do not edit. -->",
        "# Compatibility",
        "",
        filled("The target is the service itself as its documentation and captures of it show it, not another "
               "implementation. This page lists what is served, where Stator is known to differ, and where nobody "
               "here knows what the service does. The texts of errors are those of a month that can be chosen: "
               "[wordings](../docs/wording.md).", "", ""),
        "",
        "## Operations",
        "",
        filled(f"{served} of {len(rows)} are served. One that is not has its request checked against the API model "
               "like any other; a request that is right is answered with `UnknownOperationException` and a text "
               "that names the operation.", "", ""),
        "",
        *operation_rows(rows),
        "",
        "## Refused members",
        "",
        filled("Of the served operations these are refused with a `ValidationException` that names them: nothing is "
               "accepted and then dropped.", "", ""),
        "",
        "| member | of | |",
        "|---|---|---|",
        *(f"| {entry['member']} | {entry['of']} |{shown_by(entry)} |" for entry in known["refused"]),
        "",
        "## Different on purpose",
        "",
        *(filled(f"**{entry['what']}** {entry['how']}{shown_by(entry)}", "- ") for entry in known["different"]),
        "",
        "## Not known for certain",
        "",
        filled("No capture was at hand for these; the behaviour is what the documentation suggests.", "", ""),
        "",
        *(filled(entry["text"] + shown_by(entry), "- ") for entry in known["unknown"]),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page(ROOT))
