"""Attribute values of every type, and the numbers at the edges."""

import base64

SMALL = ["0", "1", "2", "3", "5", "10", "-1", "-7", "42", "100"]
FRACTIONS = ["0.1", "0.5", "1.5", "-2.25", "3.14159", "0.001", "99.99", "-0.75"]
# Other spellings of a number: what comes back is the canonical one.
SPELLINGS = ["1.0", "1.50", "007", "1e2", "1E+3", "12e-1", "-0", "0.0", "+5", "100e-2", "-1.5E1"]
EDGES = [
    "1E125", "-1E125", "9.9999999999999999999999999999999999999E+125",
    "-9.9999999999999999999999999999999999999E+125", "1E-130", "-1E-130", "1E-20", "1E20", "1E38",
    "12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678",
    "1234567890123456789.0123456789012345678", "99999999999999999999999999999999999999",
    "-99999999999999999999999999999999999999", "100000000000000000000000000000000000000000",
    "123E-7", "0.000001", "0.0000001", "1000000000000000000000", "1.1E21", "1E6", "1E7",
]
BAD_NUMBERS = ["", "a", "1E126", "-1E126", "1E-131", "1E-200", "123456789012345678901234567890123456789",
               "1.2.3", "0x10", "NaN", "Infinity", " 1", "1 ", "1e", "--1", "1_000", "1E9999"]
WORDS = ["", "a", "b", "ab", "abc", "abcd", "hello", "Hello", "z", "zebra", "0", "10", "é", "日本", "𝄞x",
         "a b", "a\"b", "line\nbreak"]
BYTES = [b"", b"\x00", b"a", b"ab", b"abc", b"\xff", b"\xff\x00", b"\x80\x7f", b"binary"]
INNER_NAMES = ["x", "y", "list", "map", "name"]
TYPES = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]


def encoded(data):
    return base64.b64encode(data).decode()


def number(chance):
    pool = chance.weighted({"small": 60, "fraction": 15, "spelling": 9, "edge": 8, "random": 8})
    if pool == "random":
        return str(chance.randint(-10**chance.randint(1, 20), 10**chance.randint(1, 20)))
    return chance.choice({"small": SMALL, "fraction": FRACTIONS, "spelling": SPELLINGS,
                          "edge": EDGES}[pool])


def string(chance):
    if chance.often(0.02):
        return "x" * chance.choice([100, 900, 1023, 1025, 2000, 4090])
    return chance.choice(WORDS)


def binary(chance):
    return encoded(chance.choice(BYTES))


def distinct(chance, make, same):
    """One to four elements that no store takes for duplicates."""
    found = {}
    for _ in range(chance.randint(1, 4)):
        element = make(chance)
        found.setdefault(same(element), element)
    return list(found.values())


def as_float(text):
    return float(text)


def value(chance, kind=None, depth=2):
    """A valid value of the given type, or of any."""
    kind = kind or chance.choice(TYPES if depth else TYPES[:8])
    if kind == "M":
        names = chance.some(INNER_NAMES, 0, 4)
        preferred = {"x": "N", "y": "S", "list": "L", "map": "M"}
        return {"M": {name: value(chance, typical(chance, preferred.get(name), depth), depth - 1)
                      for name in names}}
    if kind == "L":
        return {"L": [value(chance, None, max(depth - 1, 0)) for _ in range(chance.randint(0, 4))]}
    return {kind: scalar(chance, kind)}


def typical(chance, kind, depth):
    if kind is None or chance.often(0.15) or (depth <= 0 and kind in ("L", "M")):
        return None if depth > 0 else chance.choice(TYPES[:8])
    return kind


def scalar(chance, kind):
    if kind == "S":
        return string(chance)
    if kind == "N":
        return number(chance)
    if kind == "B":
        return binary(chance)
    if kind == "BOOL":
        return chance.often(0.5)
    if kind == "NULL":
        return True
    if kind == "SS":
        return distinct(chance, string, str)
    if kind == "NS":
        return distinct(chance, number, as_float)
    return distinct(chance, binary, str)


# Few values for keys, so that requests meet the same items again and again.
KEY_POOLS = {
    "S": ["a", "b", "ab", "abc", "k1", "é", "Z"],
    "N": ["1", "2", "10", "-3", "2.5", "1e1", "0", "-0.5", "1E-5"],
    "B": [encoded(data) for data in (b"a", b"ab", b"\x00", b"\xff", b"\xff\x00")],
}


def key_value(chance, kind, few=False):
    pool = KEY_POOLS[kind]
    return {kind: chance.choice(pool[:3] if few else pool)}
