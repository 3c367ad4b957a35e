"""A third-party header is included only where its library belongs.

Everything else sees our own types, so that a library can be replaced in one folder. Benchmarks and
tests measure and provoke the libraries themselves and may include any of them.
"""

import re

from source_tree import OUTSIDE_PROJECT, code_files, includes, run_check

# (pattern of the header, how the paths of files begin that may include it). The first match counts.
RULES = (
    (r"xxhash\.h|xxh3\.h", ("kv/base/",)),
    (r"absl/.*", ("kv/", "streams/", "ttl/", "txn/", "api/", "server/")),
    (r"rocksdb/.*", ("kv/store/",)),
    (r"simdjson\.h|simdjson/.*", ("api/json/",)),
    (r"boost/multiprecision/.*", ("kv/model/", "server/")),
    (r"openssl/.*", ("kv/store/", "server/")),
    (r"boost/.*|zlib\.h", ("server/",)),
    (r"prometheus/.*", ("server/",)),
    (r"benchmark/.*", ()),
    (r"gtest/.*|gmock/.*", ()),
)
FREE_FOLDERS = ("bench/", "tests/")
# Headers of C and POSIX; those of C++ have no dot in their name.
SYSTEM = re.compile(
    r"[a-z_0-9]+|(sys|netinet|arpa|linux)/[a-z_0-9]+\.h|"
    r"(assert|ctype|dirent|dlfcn|errno|fcntl|float|ftw|getopt|inttypes|limits|locale|malloc|math|"
    r"netdb|poll|pthread|pwd|sched|signal|spawn|stdarg|stddef|stdint|stdio|stdlib|string|strings|"
    r"syslog|termios|time|unistd|immintrin|x86intrin|wchar)\.h"
)


def check(root):
    breaches = []
    for name, path in code_files(root):
        for line, included, is_system in includes(path.read_text(encoding="utf-8")):
            if SYSTEM.fullmatch(included) or name.startswith(OUTSIDE_PROJECT):
                continue
            rule = next((places for pattern, places in RULES if re.fullmatch(pattern, included)), None)
            if not is_system:
                if rule is not None:
                    breaches.append(f"{name}:{line}: write a library's header with <>: {included}")
            elif rule is None:
                breaches.append(f"{name}:{line}: unknown library <{included}>: add it to RULES")
            elif not name.startswith(rule + FREE_FOLDERS):
                places = ", ".join(rule) or "bench/, tests/"
                breaches.append(f"{name}:{line}: <{included}> belongs in {places}")
    return breaches


if __name__ == "__main__":
    run_check(check)
