"""A range-based for does not walk a part of a temporary.

In C++20 only the range itself lives as long as the loop: in `for (x : Describe(t).parts)` what Describe
returned is gone before the first turn, and no compiler of ours warns. Our functions that return by value
are named LikeThis, accessors that return references like_this(); so the result of a call of the first
kind is given a name before one of its parts is walked.
"""

import re

from source_tree import blank_comments_and_strings, code_files, run_check

LOOP = re.compile(r"\bfor\s*\(")
CALL_BY_VALUE = re.compile(r"\b[A-Z][A-Za-z0-9]*\s*(?:<[^<>]*>)?\s*\(")
MEMBER = re.compile(r"\s*(?:\.|->)\s*[A-Za-z_]")


def closing(text, start):
    """The place of the bracket that closes the one at `start`; the end of the text if none does."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text)


def ranges(text):
    """(place, expression) of the range of each range-based for."""
    for loop in LOOP.finditer(text):
        begin = loop.end() - 1
        head = text[begin + 1:closing(text, begin)]
        colon = re.search(r"(?<!:):(?!:)", head)
        if colon and ";" not in head[colon.end():]:
            yield begin, head[colon.end():]


def walks_part_of_temporary(expression):
    if expression.lstrip().startswith("{"):  # a list of copies
        return False
    for call in CALL_BY_VALUE.finditer(expression):
        if MEMBER.match(expression, closing(expression, call.end() - 1) + 1):
            return True
    return False


def check(root):
    breaches = []
    for name, path in code_files(root):
        text = blank_comments_and_strings(path.read_text(encoding="utf-8"))
        for place, expression in ranges(text):
            if walks_part_of_temporary(expression):
                line = text.count("\n", 0, place) + 1
                breaches.append(f"{name}:{line}: the range is part of a temporary; name it before the loop")
    return breaches


if __name__ == "__main__":
    run_check(check)
