"""What the checks share: which files there are, and C++ text without its comments and strings.

A check is a module with `check(root)`, which returns one line of text per breach. It is run as
`python3 tests/lint/check_<name>.py [ROOT]` and fails when there is a breach.
"""

import re
import sys
from pathlib import Path

# Lowest first. Folders inside kv and api are layers of their own: see check_include_order.py.
CODE_FOLDERS = ("kv", "streams", "ttl", "txn", "api", "server", "bench", "tests")
CODE_SUFFIXES = (".h", ".cc")
# It sees the installed package only, so our rules about includes do not hold in it.
OUTSIDE_PROJECT = "tests/embed/"
# Not ours, or made by a program.
SKIPPED_FOLDERS = {"node_modules", "__pycache__", "build", "peers", "corpus", ".git", "out"}

_TOKENS = re.compile(
    r"""//[^\n]*                          # line comment
      | /\*.*?\*/                         # block comment
      | R"([^\s()\\]{0,16})\(.*?\)\1"     # raw string
      | "(?:\\.|[^"\\\n])*"               # string
      | (?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'   # character, but not the separator in 1'000
    """,
    re.VERBOSE | re.DOTALL,
)


def files_under(folder, suffixes):
    """Sorted paths of the files with one of those suffixes."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in SKIPPED_FOLDERS and not path.is_symlink():
                found += files_under(path, suffixes)
        elif path.suffix in suffixes:
            found.append(path)
    return found


def code_files(root):
    """The C++ files of the project as (path relative to the root, with slashes; absolute path)."""
    for folder in CODE_FOLDERS:
        for path in files_under(root / folder, CODE_SUFFIXES):
            yield path.relative_to(root).as_posix(), path


def blank_comments_and_strings(text):
    """The same text, line by line, with comments and literals turned into blanks."""

    def blank(match):
        token = match.group(0)
        if token.startswith("/"):
            return re.sub(r"[^\n]", " ", token)
        return '"' + re.sub(r"[^\n]", " ", token[1:-1]) + '"'

    return _TOKENS.sub(blank, text)


def includes(text):
    """(line number, included path, True for <> and False for "") of each #include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")', line)
        if match:
            yield number, match.group(1) or match.group(2), match.group(1) is not None


def run_check(check):
    """The body of each check's main program."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    breaches = check(root)
    for breach in breaches:
        print(breach)
    print(f"{len(breaches)} breaches" if breaches else "ok")
    sys.exit(1 if breaches else 0)
