"""Every header begins, after its comment, with #pragma once."""

import re

from source_tree import code_files, run_check


def check(root):
    breaches = []
    for name, path in code_files(root):
        if not name.endswith(".h"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        code = [line for line in lines if line.strip() and not re.match(r"\s*//", line)]
        if not code or code[0] != "#pragma once":
            breaches.append(f"{name}: no #pragma once before its code")
    return breaches


if __name__ == "__main__":
    run_check(check)
