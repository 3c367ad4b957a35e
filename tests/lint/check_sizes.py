"""Files and functions stay small: hard limits for each, and softer ones that 9 in 10 keep.

What is over a hard limit must stand in size_exceptions.txt with its size. That list may only shrink:
an entry that is no longer needed, or that allows more lines than there are, fails too, and so does
more entries than MOST_EXCEPTIONS, which is lowered with every entry that goes.

Functions are found in the text, not by a compiler: a brace that opens directly inside a namespace or a
class, after a head with parentheses, opens a function. Its lines are counted from the head to the
closing brace. Bodies inside a function (lambdas, blocks) count as its lines.
"""

import re
from dataclasses import dataclass

from source_tree import blank_comments_and_strings, code_files, run_check

FILE_LINES = 600
FILE_LINES_OF_NINE_IN_TEN = 400
FUNCTION_LINES = 70
FUNCTION_LINES_OF_NINE_IN_TEN = 40
EXCEPTIONS = "tests/lint/size_exceptions.txt"
MOST_EXCEPTIONS = 0

_TYPE_HEAD = re.compile(r"^\s*(template\s*<.*>\s*)?(class|struct|union)\b", re.DOTALL)
_SCOPE_HEAD = re.compile(r'^\s*(inline\s+)?namespace\b|^\s*extern\s*"')
_NAME = re.compile(r"((?:[A-Za-z_]\w*(?:<[^<>]*>)?::)*(?:~?[A-Za-z_]\w*|operator\s*[^\s\w(]+|operator\s*\(\)))"
                   r"\s*\(")


@dataclass
class Function:
    name: str
    line: int
    lines: int


def _skip_preprocessor(text):
    """Blanks macro definitions and other directives, with their continued lines."""
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\.)*(?:\\\n(?:[^\n\\]|\\.)*)*",
                  lambda match: re.sub(r"[^\n]", " ", match.group(0)), text, flags=re.MULTILINE)


def _matching_brace(text, start):
    depth = 0
    for position in range(start, len(text)):
        if text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return len(text)


def _is_member_initializer(head, after):
    """Whether the brace after `head` is one of `Foo() : a_{1}, b_{2} {`."""
    return after[:1] in (",", "{") and re.search(r"\)[^;{}()]*:.*[\w>]\s*$", head, re.DOTALL)


def functions_in(text):
    """Every function definition in the text of one file."""
    text = _skip_preprocessor(blank_comments_and_strings(text))
    found = []
    head_start = position = 0
    while position < len(text):
        character = text[position]
        if character in ";}":
            head_start = position + 1
        elif character == ":" and re.search(r"\b(public|private|protected)\s*$",
                                            text[head_start:position]):
            head_start = position + 1
        elif character == "{":
            head = text[head_start:position]
            if _SCOPE_HEAD.search(head) or _TYPE_HEAD.search(head):
                head_start = position + 1
            else:
                end = _matching_brace(text, position)
                if _is_member_initializer(head, text[end + 1:].lstrip()):
                    position = end + 1
                    continue
                name = _NAME.search(head)
                if name and not re.search(r"=\s*$|^\s*enum", head):
                    first = head_start + len(head) - len(head.lstrip())
                    line = text.count("\n", 0, first) + 1
                    last = text.count("\n", 0, end) + 1
                    found.append(Function(name.group(1), line, last - line + 1))
                position = end
                head_start = end + 1
        position += 1
    return found


def read_exceptions(path):
    """{(kind, file, function or ""): lines} of `file PATH LINES` and `function PATH NAME LINES`."""
    entries = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        words = line.split("#")[0].split()
        if words:
            kind, name, *function, lines = words
            entries[kind, name, " ".join(function)] = int(lines)
    return entries


def check_nine_in_ten(what, sizes, limit):
    over = sorted((size, name) for name, size in sizes if size > limit)
    if len(over) * 10 <= len(sizes):
        return []
    worst = ", ".join(f"{name} ({size})" for size, name in over[-5:])
    return [f"{len(over)} of {len(sizes)} {what} have more than {limit} lines, at most one in ten "
            f"may; the largest: {worst}"]


def check(root):
    file_sizes, function_sizes = {}, {}
    for name, path in code_files(root):
        text = path.read_text(encoding="utf-8")
        file_sizes["file", name, ""] = len(text.splitlines())
        for function in functions_in(text):
            key = ("function", name, function.name)
            function_sizes[key] = max(function.lines, function_sizes.get(key, 0))

    exceptions = read_exceptions(root / EXCEPTIONS)
    breaches = []
    for sizes, limit in ((file_sizes, FILE_LINES), (function_sizes, FUNCTION_LINES)):
        for key, size in sizes.items():
            allowed = exceptions.pop(key, None)
            label = " ".join(filter(None, key))
            if allowed is None:
                if size > limit:
                    breaches.append(f"{label}: {size} lines, the limit is {limit}")
            elif size <= limit:
                breaches.append(f"{EXCEPTIONS}: no longer needed: {label}")
            elif size != allowed:
                breaches.append(f"{EXCEPTIONS}: {label} has {size} lines, the entry says {allowed}")
    breaches += [f"{EXCEPTIONS}: there is no {' '.join(filter(None, key))}" for key in exceptions]
    count = len(read_exceptions(root / EXCEPTIONS))
    if count != MOST_EXCEPTIONS:
        breaches.append(f"{EXCEPTIONS}: {count} entries, MOST_EXCEPTIONS says {MOST_EXCEPTIONS}; "
                        "it may only fall")
    breaches += check_nine_in_ten("files", [(key[1], size) for key, size in file_sizes.items()],
                                  FILE_LINES_OF_NINE_IN_TEN)
    breaches += check_nine_in_ten(
        "functions", [(f"{key[1]} {key[2]}", size) for key, size in function_sizes.items()],
        FUNCTION_LINES_OF_NINE_IN_TEN)
    return breaches


if __name__ == "__main__":
    run_check(check)
