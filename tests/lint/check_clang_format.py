"""Every C++ file is as clang-format 14 would write it (.clang-format). scripts/format mends it."""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from source_tree import code_files, run_check


def unformatted(path):
    """The first line of `path` that clang-format would change, or 0."""
    run = subprocess.run(["clang-format-14", "--dry-run", "-Werror", "--style=file", str(path)],
                         capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return 0
    match = re.search(r":(\d+):\d+: error", run.stderr)
    return int(match.group(1)) if match else 1


def check(root):
    files = list(code_files(root))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        lines = list(pool.map(unformatted, (path for _, path in files)))
    return [f"{name}:{line}: not formatted; run scripts/format"
            for (name, _), line in zip(files, lines) if line]


if __name__ == "__main__":
    run_check(check)
