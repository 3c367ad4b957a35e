"""The C++ example in README.md is tests/embed/example.cc, which tests/embed builds and runs."""

import re

from source_tree import run_check

EXAMPLE = "tests/embed/example.cc"


def check(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```cpp\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    if len(blocks) != 1:
        return [f"README.md: {len(blocks)} blocks of cpp, there should be the one of {EXAMPLE}"]
    if blocks[0] != (root / EXAMPLE).read_text(encoding="utf-8"):
        return [f"README.md: the C++ example differs from {EXAMPLE}"]
    return []


if __name__ == "__main__":
    run_check(check)
