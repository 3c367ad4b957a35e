"""Every C++ file is as clang-format 14 would write it (.clang-format). scripts/format mends it."""

import re
import subprocess

from source_tree import code_files, run_check


def check(root):
    names = [name for name, _ in code_files(root)]
    run = subprocess.run(["clang-format-14", "--dry-run", "-Werror", "--style=file", *names], cwd=root,
                         capture_output=True, text=True, check=False)
    first_lines = {}
    for name, line in re.findall(r"^(.+?):(\d+):\d+: error", run.stderr, re.MULTILINE):
        first_lines.setdefault(name, line)
    breaches = [f"{name}:{line}: not formatted; run scripts/format"
                for name, line in first_lines.items()]
    if run.returncode != 0 and not breaches:
        breaches.append(f"clang-format-14 ended with {run.returncode}: {run.stderr}")
    return breaches


if __name__ == "__main__":
    run_check(check)
