"""ExecuteStatement, BatchExecuteStatement and ExecuteTransaction."""

import schemas
import values
from item_requests import extras
from steps import Step

COMPARATORS = ["=", "<>", "!=", "<", "<=", ">", ">="]


class Statement:
    """Builds one statement; a value is a literal or a parameter."""

    def __init__(self, chance, table, parameters=0.4):
        self.chance = chance
        self.table = table
        self.parameters = []
        self.as_parameters = chance.often(parameters)

    def operand(self, value):
        literal = literal_of(value)
        if literal is None or self.as_parameters:
            self.parameters.append(value)
            return "?"
        return literal

    def members(self, text):
        made = {"Statement": text}
        if self.parameters:
            made["Parameters"] = self.parameters
        return made


def literal_of(value):
    """PartiQL's spelling of a value; None where there is none (binary)."""
    (kind, content), = value.items()
    if kind == "S":
        return "'" + content.replace("'", "''") + "'"
    if kind == "N":
        return content
    if kind in ("BOOL", "NULL"):
        return "null" if kind == "NULL" else str(content).lower()
    if kind in ("SS", "NS"):
        return "<<" + ", ".join(literal_of({kind[0]: element}) for element in content) + ">>"
    if kind == "L":
        parts = [literal_of(element) for element in content]
        return None if None in parts else "[" + ", ".join(parts) + "]"
    if kind == "M":
        parts = {name: literal_of(element) for name, element in content.items()}
        return None if None in parts.values() else \
            "{" + ", ".join(f"'{name}': {part}" for name, part in parts.items()) + "}"
    return None


def quoted(name):
    return '"' + name + '"'


def path(chance, attributes, deep=0.25):
    name = chance.choice(list(attributes))
    kind = attributes[name]
    text = quoted(name) if chance.often(0.8) or not name.isalnum() or name in ("size", "list", "map",
                                                                               "name", "any") else name
    if kind == "M" and chance.often(deep):
        inner = chance.choice(values.INNER_NAMES)
        return f"{text}.{quoted(inner)}", {"x": "N", "y": "S", "list": "L", "map": "M"}.get(inner)
    if kind == "L" and chance.often(deep):
        return f"{text}[{chance.choice((0, 0, 1, 2))}]", None
    return text, kind


def value_for(chance, kind):
    if kind in values.KEY_POOLS and chance.often(0.5):
        return values.key_value(chance, kind)
    return values.value(chance, kind if chance.often(0.93) else None)


def condition(statement, depth=2):
    chance = statement.chance
    if depth and chance.often(0.35):
        kind = chance.choice(("AND", "OR", "NOT"))
        left = condition(statement, depth - 1)
        return f"NOT ({left})" if kind == "NOT" \
            else f"({left} {kind} {condition(statement, depth - 1)})"
    text, kind = path(chance, statement.table.attributes())
    operand = lambda: statement.operand(value_for(chance, kind or chance.choice("SN")))
    how = chance.choice(("compare", "compare", "between", "in", "missing", "null", "function"))
    if how == "compare":
        return f"{text} {chance.choice(COMPARATORS)} {operand()}"
    if how == "between":
        return f"{text} BETWEEN {operand()} AND {operand()}"
    if how == "in":
        return f"{text} IN [{', '.join(operand() for _ in range(chance.randint(1, 3)))}]"
    if how in ("missing", "null"):
        return f"{text} IS {chance.choice(('', 'NOT '))}{how.upper()}"
    return function(statement, text)


def function(statement, text):
    chance = statement.chance
    name = chance.choice(("begins_with", "contains", "attribute_type", "size"))
    if name == "size":
        return f"size({text}) {chance.choice(COMPARATORS)} {chance.randint(0, 4)}"
    argument = {"S": chance.choice(values.TYPES)} if name == "attribute_type" \
        else values.value(chance, "S")
    return f"{name}({text}, {statement.operand(argument)})"


def key_match(statement, keys):
    return " AND ".join(
        f"{quoted(name)} = {statement.operand(values.key_value(statement.chance, kind))}"
        for name, kind in keys)


def select(chance, table):
    statement = Statement(chance, table)
    index = chance.choice(table.indexes) if table.indexes and chance.often(0.3) else None
    keys = index.keys if index else table.keys
    names = chance.some(list(table.attributes()) + table.key_names, 1, 3)
    columns = "*" if chance.often(0.6) else ", ".join(quoted(name) for name in names)
    text = f"SELECT {columns} FROM {quoted(table.name)}" + \
        (f".{quoted(index.name)}" if index else "")
    parts = []
    if chance.often(0.65):
        parts.append(key_match(statement, keys[:chance.randint(1, len(keys))]))
    if chance.often(0.4):
        parts.append(condition(statement))
    if parts:
        text += " WHERE " + " AND ".join(parts)
    if len(keys) == 2 and parts and chance.often(0.15):
        text += f" ORDER BY {quoted(keys[1][0])} {chance.choice(('ASC', 'DESC'))}"
    return statement.members(text)


def insert(chance, table):
    statement = Statement(chance, table)
    pairs = [f"'{name}': {statement.operand(value)}"
             for name, value in schemas.item(chance, table).items()]
    return statement.members(f"INSERT INTO {quoted(table.name)} VALUE {{{', '.join(pairs)}}}")


def assignment(statement, name, kind):
    chance = statement.chance
    text = quoted(name)
    if kind == "N" and chance.often(0.4):
        return f"SET {text} = {text} {chance.choice('+-')} {statement.operand({'N': '2'})}"
    if kind == "L" and chance.often(0.4):
        return f"SET {text} = list_append({text}, {statement.operand(values.value(chance, 'L', 1))})"
    if kind in ("SS", "NS") and chance.often(0.5):
        name = chance.choice(("set_add", "set_delete"))
        return f"SET {text} = {name}({text}, {statement.operand(values.value(chance, kind))})"
    if chance.often(0.2):
        return f"REMOVE {text}"
    return f"SET {text} = {statement.operand(value_for(chance, kind))}"


def update(chance, table, returning=True):
    statement = Statement(chance, table)
    attributes = table.attributes()
    changes = [assignment(statement, name, attributes[name])
               for name in chance.some(attributes, 1, 3)]
    text = f"UPDATE {quoted(table.name)} {' '.join(changes)} WHERE {key_match(statement, table.keys)}"
    if chance.often(0.25):
        text += " AND " + condition(statement, 1)
    if returning and chance.often(0.4):
        text += f" RETURNING {chance.choice(('ALL', 'MODIFIED'))} {chance.choice(('OLD', 'NEW'))} *"
    return statement.members(text)


def delete(chance, table, returning=True):
    statement = Statement(chance, table)
    text = f"DELETE FROM {quoted(table.name)} WHERE {key_match(statement, table.keys)}"
    if chance.often(0.2):
        text += " AND " + condition(statement, 1)
    if returning and chance.often(0.4):
        text += " RETURNING ALL OLD *"
    return statement.members(text)


def execute_statement(chance, tables):
    table = chance.choice(tables)
    make = chance.weighted({select: 5, insert: 4, update: 4, delete: 2})
    request = {**make(chance, table), **extras(chance, "ReturnConsumedCapacity")}
    if make is select:
        if chance.often(0.3):
            request["Limit"] = chance.randint(1, 5)
        if chance.often(0.2):
            request["ConsistentRead"] = chance.often(0.5)
    return Step("ExecuteStatement", request, to_the_end=make is select)


def item_statement(chance, table, reading):
    """A statement about one item, as batches and transactions need it."""
    if reading:
        statement = Statement(chance, table)
        text = f"SELECT * FROM {quoted(table.name)} WHERE {key_match(statement, table.keys)}"
        return statement.members(text)
    make = chance.weighted({insert: 4, update: 4, delete: 2})
    return make(chance, table) if make is insert else make(chance, table, returning=False)


def batch_execute(chance, tables):
    reading = chance.often(0.4)
    made = [item_statement(chance, chance.choice(tables), reading)
            for _ in range(chance.randint(1, 6))]
    return Step("BatchExecuteStatement", {"Statements": made,
                                          **extras(chance, "ReturnConsumedCapacity")})


def exists(chance, table):
    statement = Statement(chance, table)
    text = f"EXISTS(SELECT * FROM {quoted(table.name)} WHERE {key_match(statement, table.keys)} AND " \
           f"{condition(statement, 0)})"
    return statement.members(text)


def execute_transaction(chance, tables):
    reading = chance.often(0.4)
    made = [item_statement(chance, chance.choice(tables), reading)
            for _ in range(chance.randint(1, 4))]
    if not reading and chance.often(0.3):
        made.append(exists(chance, chance.choice(tables)))
    return Step("ExecuteTransaction", {"TransactStatements": made,
                                       **extras(chance, "ReturnConsumedCapacity")})
