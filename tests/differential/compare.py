"""The differences between two outcomes of the same step, field by field."""

import json
import re
from dataclasses import dataclass

from normalise import ITEMS, comparable

ABSENT = "(absent)"
REASONS = "CancellationReasons"
VALUE_TYPES = {"S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"}


@dataclass(frozen=True)
class Difference:
    """`path` names the place with [] for any index and * for any attribute; sides are shown as text."""
    path: str
    left: str
    right: str

    def shape(self):
        """What stays the same while a case is made smaller."""
        if self.path in ("outcome", "error", "message"):
            return self.path, masked(self.left), masked(self.right)
        return self.path, self.left == ABSENT, self.right == ABSENT


def masked(text):
    """An error without the values that it quotes."""
    text = re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]|'[^']*'|\"[^\"]*\"", "_", text)
    return re.sub(r"[:#]\w+|\d+|differential-\S+", "_", text)


def shown(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def compare_values(path, left, right):
    """Below an item: names of attributes are data, not members of the API."""
    if left == right:
        return []
    if is_value(left) and is_value(right) and left.keys() == right.keys():
        (kind,) = left
        return compare_inside(f"{path}.{kind}", left[kind], right[kind])
    if isinstance(left, dict) and isinstance(right, dict) and not is_value(left) \
            and not is_value(right):
        return compare_names(f"{path}.*", left, right)
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return [difference for pair in zip(left, right)
                for difference in compare_values(f"{path}[]", *pair)]
    return [Difference(path, shown(left), shown(right))]


def compare_inside(path, left, right):
    if isinstance(left, dict) and isinstance(right, dict):
        return compare_names(f"{path}.*", left, right)
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right) \
            and not path.endswith("S"):
        return [difference for pair in zip(left, right)
                for difference in compare_values(f"{path}[]", *pair)]
    return [] if left == right else [Difference(path, shown(left), shown(right))]


def is_value(node):
    return isinstance(node, dict) and len(node) == 1 and next(iter(node)) in VALUE_TYPES


def compare_names(path, left, right):
    found = []
    for name in sorted(left.keys() | right.keys()):
        if name not in left or name not in right:
            found.append(Difference(path, side(left, name), side(right, name)))
        else:
            found += compare_values(path, left[name], right[name])
    return found


def side(members, name):
    return shown(members[name]) if name in members else ABSENT


def compare_members(path, left, right):
    if isinstance(left, dict) and isinstance(right, dict):
        found = []
        for name in sorted(left.keys() | right.keys()):
            # Names of tables and indexes are data.
            inner = ".*" if re.match(r"differential-|[gl]si-", name) else f".{name}" if path else name
            inner = path + inner
            if name not in left or name not in right:
                found.append(Difference(inner, side(left, name), side(right, name)))
            elif name in ITEMS:
                found += compare_values(inner, left[name], right[name])
            else:
                found += compare_members(inner, left[name], right[name])
        return found
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return [difference for pair in zip(left, right)
                for difference in compare_members(f"{path}[]", *pair)]
    return [] if left == right else [Difference(path, shown(left), shown(right))]


def compare(step, left, right, messages=False):
    """All differences between two outcomes; of errors the messages only where that is asked for."""
    if bool(left.error) != bool(right.error):
        return [Difference("outcome", left.kind, right.kind)]
    if left.error != right.error:
        return [Difference("error", left.kind, right.kind)]
    found = []
    if left.status != right.status:
        found.append(Difference("status", str(left.status), str(right.status)))
    if messages and left.message != right.message:
        found.append(Difference("message", left.kind, right.kind))
    found += compare_reasons(left, right)
    bodies = [comparable(step.operation, outcome.body) for outcome in (left, right)]
    if not messages:
        bodies = [without_messages(body) for body in bodies]
    return found + [difference for difference in dict.fromkeys(compare_members("", *bodies))
                    if difference.path != f"{REASONS}[].Code"]


def compare_reasons(left, right):
    """Reasons of other codes, each shown with its text, which says what was wrong."""
    both = [outcome.body.get(REASONS) for outcome in (left, right)]
    if not all(isinstance(reasons, list) for reasons in both) or len(both[0]) != len(both[1]):
        return []
    return [Difference(f"{REASONS}[].Code", shown(one), shown(other)) for one, other in zip(*both)
            if one.get("Code") != other.get("Code")]


def without_messages(node):
    """The texts of reasons and of statements' errors count as messages."""
    if isinstance(node, dict):
        return {name: child if name in ITEMS else without_messages(child)
                for name, child in node.items() if name != "Message"}
    if isinstance(node, list):
        return [without_messages(child) for child in node]
    return node
