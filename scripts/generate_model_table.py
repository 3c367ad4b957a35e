#!/usr/bin/env python3
"""Writes api/validate/model_table.inc from the public API model.

    scripts/generate_model_table.py MODEL.json... > api/validate/model_table.inc

Each MODEL.json is a service description in the form that AWS's SDKs publish: "operations" and
"shapes". Only what an operation's input can reach is written. Operations that the models lack are in
newer_operations.json, and where the live service departs from its model is in model_table_overrides.py.
The build does not run this script: the table is checked in.
"""

import json
import os
import sys

import model_table_overrides as overrides

NONE = "kNone"
KINDS = {
    "string": "kString",
    "integer": "kInteger",
    "long": "kLong",
    "double": "kDouble",
    "boolean": "kBoolean",
    "blob": "kBlob",
    "timestamp": "kTimestamp",
    "list": "kList",
    "map": "kMap",
    "structure": "kStructure",
}
NEWER_OPERATIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "newer_operations.json")
# api/json reads attribute values and checks them on the way; the table does not look inside.
OPAQUE = "AttributeValue"
LAST_BYTE = 255
UNLIMITED = -1


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


class PatternReader:
    """Reads the part of the regular expressions' language that the model uses: a row of character
    classes and characters, each with an optional count."""

    SHORTHANDS = {
        "w": set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"),
        "d": set(b"0123456789"),
    }
    CONTROLS = {"t": 9, "n": 10, "r": 13}

    def __init__(self, text):
        self.text = text.removeprefix("^").removesuffix("$")
        self.at = 0

    def steps(self):
        steps = []
        while self.at < len(self.text):
            members = self.read_class() if self.text[self.at] == "[" else self.read_escape_or_char()
            if not isinstance(members, (set, frozenset)):
                members = self.bytes_between(members, members)
            steps.append((frozenset(members), *self.read_count()))
        return steps

    @staticmethod
    def bytes_between(first, last):
        """The bytes of the characters from first to last; for all beyond ASCII, every byte that a
        UTF-8 sequence can hold."""
        members = set(range(first, min(last, 127) + 1))
        if last > 127:
            members |= set(range(128, LAST_BYTE + 1))
        return members

    def read_escape_or_char(self):
        """A set for a class of characters, else one character's number."""
        char = self.text[self.at]
        self.at += 1
        if char in "()|.*+?{}":
            raise ValueError(f"{char!r} is not supported: {self.text}")
        if char != "\\":
            return ord(char)
        char = self.text[self.at]
        self.at += 1
        if char in self.SHORTHANDS:
            return self.SHORTHANDS[char]
        if char in self.CONTROLS:
            return self.CONTROLS[char]
        if char == "p":
            if not self.text.startswith("{Print}", self.at):
                raise ValueError(self.text)
            self.at += len("{Print}")
            return set(range(0x20, 0x7F))
        digits = {"x": 2, "u": 4}.get(char)
        if digits:
            number = int(self.text[self.at : self.at + digits], 16)
            self.at += digits
            return number
        return ord(char)

    def read_class_member(self):
        if self.text[self.at] != "\\":
            self.at += 1
            return ord(self.text[self.at - 1])
        return self.read_escape_or_char()

    def read_class(self):
        self.at += 1
        negated = self.text[self.at] == "^"
        self.at += negated
        members = set()
        while self.text[self.at] != "]":
            first = self.read_class_member()
            if isinstance(first, set):
                members |= first
                continue
            last = first
            if self.text[self.at] == "-" and self.text[self.at + 1] != "]":
                self.at += 1
                last = self.read_class_member()
            members |= self.bytes_between(first, last)
        self.at += 1
        return set(range(LAST_BYTE + 1)) - members if negated else members

    def read_count(self):
        sign = self.text[self.at : self.at + 1]
        if sign in ("*", "+", "?") and sign:
            self.at += 1
            return {"*": (0, UNLIMITED), "+": (1, UNLIMITED), "?": (0, 1)}[sign]
        if sign != "{":
            return (1, 1)
        end = self.text.index("}", self.at)
        low, comma, high = self.text[self.at + 1 : end].partition(",")
        self.at = end + 1
        return (int(low), int(high) if high else UNLIMITED if comma else int(low))


class Table:
    """Numbers everything in the order in which it is met and writes it out."""

    def __init__(self):
        self.numbers = {}  # (service, shape name) → number
        self.shapes = []
        self.members = []
        self.enum_values = []
        self.patterns = {}  # text → number
        self.operations = []

    def add_model(self, service, model):
        shapes = {**model["shapes"], **overrides.EXTRA_SHAPES}
        for name, change in overrides.SHAPE_CHANGES.items():
            if name in shapes:
                shapes[name] = {**shapes[name], **change}
        for name, operation in model["operations"].items():
            if "input" in operation:
                number = self.shape(service, shapes, operation["input"]["shape"])
                self.operations.append((name, number))

    def shape(self, service, shapes, name):
        key = (service, name)
        if key in self.numbers:
            return self.numbers[key]
        number = self.numbers[key] = len(self.shapes)
        row = {"name": name}
        self.shapes.append(row)
        model = shapes[name]
        row["kind"] = "kAttributeValue" if name == OPAQUE else KINDS[model["type"]]
        row["min"] = str(model.get("min", "kNoMinimum"))
        row["max"] = str(model.get("max", "kNoMaximum"))
        row["pattern"] = self.pattern(model["pattern"]) if "pattern" in model else NONE
        row["enum"] = self.enum(name, model.get("enum", []))
        row["key"] = row["element"] = row["unless_arn"] = NONE
        row["members"] = (0, 0)
        if "unless_arn" in model:
            row["unless_arn"] = self.shape(service, shapes, model["unless_arn"])
        if row["kind"] == "kMap":
            row["key"] = self.shape(service, shapes, model["key"]["shape"])
            row["element"] = self.shape(service, shapes, model["value"]["shape"])
        elif row["kind"] == "kList":
            row["element"] = self.shape(service, shapes, model["member"]["shape"])
        elif row["kind"] == "kStructure":
            row["members"] = self.structure(service, shapes, name, model)
        return number

    def structure(self, service, shapes, name, model):
        listed = overrides.REPORT_ORDER.get(name, [])
        unknown = set(listed) - set(model["members"])
        if unknown:
            raise ValueError(f"{name} has no {sorted(unknown)}")
        order = listed + [m for m in model["members"] if m not in listed]
        rows = []
        for member in order:
            shape_name = overrides.MEMBER_SHAPES.get(
                (name, member), model["members"][member]["shape"])
            unless = overrides.REQUIRED_UNLESS.get((name, member))
            required = member in model.get("required", []) or unless is not None
            rows.append((
                quoted(member),
                str(self.shape(service, shapes, shape_name)),
                "true" if required else "false",
                str(order.index(unless)) if unless else NONE,
                str(list(model["members"]).index(member)),
                "true" if name.endswith("Input") and shape_name in overrides.CHECKED_FIRST
                else "false",
                "true" if (name, member) in overrides.TERSE else "false",
                quoted(overrides.TEXT_IF_ABSENT.get((name, member), "")),
                quoted(overrides.TEXT_IF_EMPTY.get((name, member), "")),
            ))
        # Only now: the shapes of the members have put down theirs.
        first = len(self.members)
        self.members += rows
        return (first, len(rows))

    def enum(self, name, values):
        values = overrides.ENUM_ORDER.get(name, values) if values else []
        first = len(self.enum_values)
        self.enum_values += values
        return (first, len(values))

    def pattern(self, text):
        return self.patterns.setdefault(text, len(self.patterns))

    def write(self, out):
        classes = {}
        steps = []
        patterns = []
        for text in self.patterns:
            first = len(steps)
            for members, low, high in PatternReader(overrides.PATTERN_AS.get(text, text)).steps():
                number = classes.setdefault(members, len(classes))
                steps.append((number, low, "kUnlimited" if high == UNLIMITED else high))
            patterns.append((quoted(text), first, len(steps) - first))
        out.write("// Made by scripts/generate_model_table.py from the public API model. Do not edit.\n")
        out.write("// clang-format off\n")
        self.write_array(out, "CharacterClass", "kClasses", [self.words(c) for c in classes])
        self.write_array(out, "PatternStep", "kSteps", steps)
        self.write_array(out, "Pattern", "kPatterns", patterns)
        self.write_array(out, "std::string_view", "kEnumValues",
                         [(quoted(v),) for v in self.enum_values])
        self.write_array(out, "Member", "kMembers", self.members)
        self.write_array(out, "Shape", "kShapes", [
            (quoted(s["name"]), "ShapeKind::" + s["kind"], s["min"], s["max"], s["pattern"],
             *s["enum"], s["key"], s["element"], s["unless_arn"], *s["members"])
            for s in self.shapes
        ])
        self.write_array(out, "Operation", "kOperations",
                         [(quoted(n), s) for n, s in sorted(self.operations)])
        out.write("// clang-format on\n")

    @staticmethod
    def words(members):
        """256 bits, the lowest byte first, as four numbers of 64."""
        bits = sum(1 << byte for byte in members)
        return tuple(hex(bits >> 64 * i & (1 << 64) - 1) for i in range(4))

    @staticmethod
    def write_array(out, element, name, rows):
        out.write(f"inline constexpr {element} {name}[] = {{\n")
        for number, row in enumerate(rows):
            out.write(f"    {{{', '.join(str(cell) for cell in row)}}},  // {number}\n")
        out.write("};\n")


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def add_newer_operations(model):
    """Adds to the model of the tables what it lacks, and nothing that it has."""
    newer = read_json(NEWER_OPERATIONS)
    for kind in ("operations", "shapes"):
        known = set(newer[kind]) & set(model[kind])
        if known:
            raise ValueError(f"the model has {sorted(known)}")
        model[kind].update(newer[kind])


def main():
    table = Table()
    for path in sys.argv[1:]:
        model = read_json(path)
        if model["metadata"]["targetPrefix"] == "DynamoDB_20120810":
            add_newer_operations(model)
        table.add_model(path, model)
    table.write(sys.stdout)


if __name__ == "__main__":
    main()
