"""Random expressions: conditions, updates, projections and key conditions.

Most are valid for items as schemas.py makes them. Operands whose types do not fit come about by chance.
"""

import re

import values

# Names that need a placeholder: reserved words, and what is not a plain identifier.
NEEDS_PLACEHOLDER = {"name", "size", "list", "map", "any", "nil"}
COMPARATORS = ["=", "<>", "<", "<=", ">", ">="]
SIZED = ("S", "B", "SS", "NS", "BS", "L", "M")


class Expression:
    """Builds the expressions of one request, which share their names and values."""

    def __init__(self, chance, table):
        self.chance = chance
        self.table = table
        self.names = {}
        self.values = {}
        self.attributes = table.attributes()

    def members(self):
        found = {}
        if self.names:
            found["ExpressionAttributeNames"] = {key: name for name, key in self.names.items()}
        if self.values:
            found["ExpressionAttributeValues"] = self.values
        return found

    def name(self, text):
        plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", text) and text not in NEEDS_PLACEHOLDER
        if plain and self.chance.often(0.6):
            return text
        return self.names.setdefault(text, f"#{len(self.names)}")

    def value(self, value):
        key = f":{len(self.values)}"
        self.values[key] = value
        return key

    def path(self, attribute=None, deep=0.25):
        """A path and the type that its value usually has."""
        attribute = attribute or self.chance.choice(list(self.attributes))
        kind = self.attributes.get(attribute)
        text = self.name(attribute)
        while kind in ("M", "L") and self.chance.often(deep):
            if kind == "M":
                inner = self.chance.choice(values.INNER_NAMES)
                text += "." + self.name(inner)
                kind = {"x": "N", "y": "S", "list": "L", "map": "M"}.get(inner)
            else:
                text += f"[{self.chance.choice((0, 0, 1, 2, 7))}]"
                kind = None
        return text, kind

    def path_of(self, kinds):
        found = [name for name, kind in self.attributes.items() if kind in kinds]
        return self.path(self.chance.choice(found), deep=0)

    def fitting(self, kind):
        """A value that is comparable with that kind, as a rule."""
        if kind is None or self.chance.often(0.08):
            kind = self.chance.choice("SNB")
        if self.chance.often(0.3) and kind in values.KEY_POOLS:
            return values.key_value(self.chance, kind)
        return values.value(self.chance, kind)


def between(expression, path, kind):
    kind = kind if kind in ("S", "N", "B") else "N"
    low, high = values.key_value(expression.chance, kind), values.key_value(expression.chance, kind)
    if sort_key(low) > sort_key(high) and expression.chance.often(0.95):
        low, high = high, low
    return f"{path} BETWEEN {expression.value(low)} AND {expression.value(high)}"


def sort_key(value):
    (kind, text), = value.items()
    return float(text) if kind == "N" else values.base64.b64decode(text) if kind == "B" \
        else text.encode()


def comparison(expression):
    chance = expression.chance
    path, kind = expression.path()
    comparator = chance.choice(COMPARATORS if kind in ("S", "N", "B", None) else COMPARATORS[:2])
    operand = expression.path(deep=0)[0] if chance.often(0.1) \
        else expression.value(expression.fitting(kind))
    return f"{path} {comparator} {operand}"


def membership(expression):
    path, kind = expression.path()
    members = [expression.value(expression.fitting(kind))
               for _ in range(expression.chance.randint(1, 4))]
    return f"{path} IN ({', '.join(members)})"


def function(expression):
    chance = expression.chance
    which = chance.choice(["attribute_exists", "attribute_not_exists", "attribute_type",
                           "begins_with", "contains", "size"])
    if which in ("attribute_exists", "attribute_not_exists"):
        return f"{which}({expression.path()[0]})"
    if which == "attribute_type":
        return f"{which}({expression.path()[0]}, {expression.value({'S': chance.choice(values.TYPES)})})"
    if which == "begins_with":
        path, kind = expression.path_of(("S", "B"))
        return f"{which}({path}, {expression.value(values.value(chance, kind or 'S'))})"
    if which == "contains":
        path, kind = expression.path_of(("S", "B", "SS", "NS", "BS", "L"))
        kind = {"SS": "S", "NS": "N", "BS": "B", "L": chance.choice(values.TYPES)}.get(kind, kind)
        return f"{which}({path}, {expression.value(values.value(chance, kind, 1))})"
    path, _ = expression.path_of(SIZED)
    length = {"N": str(chance.randint(0, 5))}
    return f"size({path}) {chance.choice(COMPARATORS)} {expression.value(length)}"


def condition(expression, depth=2):
    chance = expression.chance
    if depth and chance.often(0.35):
        kind = chance.choice(("AND", "OR", "NOT", "group"))
        left = condition(expression, depth - 1)
        if kind == "NOT":
            return f"NOT {left}" if left.startswith("(") else f"NOT ({left})"
        if kind == "group":
            return left if left.startswith("(") else f"({left})"
        return f"{left} {kind} {condition(expression, depth - 1)}"
    make = chance.weighted({comparison: 5, function: 5, membership: 1, None: 1})
    return between(expression, *expression.path()) if make is None else make(expression)


def existing_key(expression):
    """The condition of a create-if-absent or of an update of what must be there."""
    name = expression.name(expression.table.keys[0][0])
    function_name = expression.chance.choice(("attribute_exists", "attribute_not_exists"))
    return f"{function_name}({name})"


def any_condition(expression):
    return existing_key(expression) if expression.chance.often(0.25) else condition(expression)


def projection(expression):
    names = expression.chance.some(list(expression.attributes) + expression.table.key_names, 1, 4)
    return ", ".join(expression.path(name, deep=0.4)[0] for name in names)


def set_clause(expression, name):
    chance = expression.chance
    path, kind = expression.path(name)
    if kind == "N" and chance.often(0.5):
        operand = path if chance.often(0.7) \
            else f"if_not_exists({path}, {expression.value(values.value(chance, 'N'))})"
        return f"{path} = {operand} {chance.choice('+-')} " \
               f"{expression.value(values.value(chance, 'N'))}"
    if kind == "L" and chance.often(0.5):
        pair = [path, expression.value(values.value(chance, "L", 1))]
        chance.shuffle(pair)
        return f"{path} = list_append({', '.join(pair)})"
    if chance.often(0.15):
        return f"{path} = if_not_exists({expression.path()[0]}, {new_value(expression, kind)})"
    if chance.often(0.1):
        return f"{path} = {expression.path()[0]}"
    return f"{path} = {new_value(expression, kind)}"


def new_value(expression, kind):
    if kind in values.KEY_POOLS and expression.chance.often(0.5):
        return expression.value(values.key_value(expression.chance, kind))
    kind = kind if expression.chance.often(0.92) else None
    return expression.value(values.value(expression.chance, kind))


def update(expression):
    chance = expression.chance
    names = chance.some(list(expression.attributes), 1, 5)
    clauses = {"SET": [], "REMOVE": [], "ADD": [], "DELETE": []}
    for name in names:
        kind = expression.attributes[name]
        weights = {"SET": 6, "REMOVE": 2}
        if kind in ("N", "SS", "NS", "BS"):
            weights["ADD"] = 4
        if kind in ("SS", "NS", "BS"):
            weights["DELETE"] = 3
        clause = chance.weighted(weights)
        if clause == "SET":
            clauses[clause].append(set_clause(expression, name))
        elif clause == "REMOVE":
            clauses[clause].append(expression.path(name)[0])
        else:
            value = values.value(chance, kind if chance.often(0.95) else None)
            clauses[clause].append(f"{expression.name(name)} {expression.value(value)}")
    order = chance.sample(list(clauses), len(clauses))
    return " ".join(f"{word} {', '.join(clauses[word])}" for word in order if clauses[word])


def key_condition(expression, keys):
    """On the key of a table or an index."""
    chance = expression.chance
    (hash_name, hash_kind), *rest = keys
    parts = [f"{expression.name(hash_name)} = "
             f"{expression.value(values.key_value(chance, hash_kind))}"]
    if rest and chance.often(0.6):
        name, kind = rest[0]
        path = expression.name(name)
        how = chance.choice(("=", "<", "<=", ">", ">=", "between", "begins"))
        if how == "between":
            parts.append(between(expression, path, kind))
        elif how == "begins" and kind != "N":
            parts.append(f"begins_with({path}, {expression.value(values.key_value(chance, kind))})")
        else:
            how = "=" if how == "begins" else how
            parts.append(f"{path} {how} {expression.value(values.key_value(chance, kind))}")
    if chance.often(0.1):
        parts.reverse()
    return " AND ".join(parts)
