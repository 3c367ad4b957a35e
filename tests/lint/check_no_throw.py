"""Rules about words: no exceptions of our own, no clock or chance but kv/base/clock, no grab bags.

They hold where the product lives. A test or a benchmark may measure time and draw seeds, and a test may
throw where it plays foreign code, to show that the product catches it.
"""

import re
from pathlib import PurePosixPath

from source_tree import blank_comments_and_strings, code_files, run_check

THROW = re.compile(r"\bthrow\b")
# Secrets are made by OpenSSL, whose header has a name like that of a function.
CLOCK_OR_CHANCE = re.compile(
    r"(?<!<openssl/)\b(system_clock|steady_clock\s*::\s*now|high_resolution_clock|random_device|gettimeofday|clock_gettime|"
    r"srand|rand|arc4random|getrandom)\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\)"
)
CLOCK_HOME = "kv/base/clock.cc"
FREE_FOLDERS = ("bench/", "tests/")
GRAB_BAG = re.compile(r"(^|_)(utils?|helpers?|misc|common_stuff)(_|$)")


def check(root):
    breaches = []
    for name, path in code_files(root):
        if GRAB_BAG.search(PurePosixPath(name).stem):
            breaches.append(f"{name}: name the file after the one idea that is in it")
        if name.startswith(FREE_FOLDERS):
            continue
        text = blank_comments_and_strings(path.read_text(encoding="utf-8"))
        for number, line in enumerate(text.splitlines(), 1):
            if THROW.search(line):
                breaches.append(f"{name}:{number}: throw; return a Status instead")
            match = CLOCK_OR_CHANCE.search(line)
            if match and name != CLOCK_HOME:
                breaches.append(f"{name}:{number}: {match.group(0)}; use kv/base/clock.h")
    return breaches


if __name__ == "__main__":
    run_check(check)
