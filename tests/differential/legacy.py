"""The parameters that came before expressions: Expected, AttributeUpdates, KeyConditions and filters."""

import values

COMPARISONS = ["EQ", "NE", "LE", "LT", "GE", "GT", "NOT_NULL", "NULL", "CONTAINS", "NOT_CONTAINS",
               "BEGINS_WITH", "IN", "BETWEEN"]


def operands(chance, comparison, kind):
    if comparison in ("NOT_NULL", "NULL"):
        return []
    kind = kind or chance.choice("SNB")
    if comparison in ("CONTAINS", "NOT_CONTAINS"):
        kind = {"SS": "S", "NS": "N", "BS": "B"}.get(kind, kind if kind in "SNB" else "S")
    elif comparison == "BEGINS_WITH":
        kind = kind if kind in ("S", "B") else "S"
    elif comparison not in ("EQ", "NE"):
        kind = kind if kind in ("S", "N", "B") else "N"
    make = values.key_value if kind in values.KEY_POOLS and chance.often(0.6) else values.value
    count = 2 if comparison == "BETWEEN" else chance.randint(1, 3) if comparison == "IN" else 1
    found = [make(chance, kind) for _ in range(count)]
    if comparison == "BETWEEN":
        found.sort(key=str)
    return found


def comparison(chance, kind):
    name = chance.choice(COMPARISONS)
    made = {"ComparisonOperator": name}
    found = operands(chance, name, kind)
    if found:
        made["AttributeValueList"] = found
    return made


def expectation(chance, kind):
    roll = chance.random()
    if roll < 0.25:
        return {"Exists": False}
    if roll < 0.5:
        made = {"Value": values.value(chance, kind)}
        if chance.often(0.4):
            made["Exists"] = True
        return made
    return comparison(chance, kind)


def conditions(chance, table, make):
    attributes = table.attributes()
    return {name: make(chance, attributes[name]) for name in chance.some(attributes, 1, 3)}


def joined(chance, made):
    """With the operator that joins several conditions."""
    return {"ConditionalOperator": chance.choice(("AND", "OR"))} \
        if len(made) > 1 and chance.often(0.5) else {}


def expected(chance, table):
    made = conditions(chance, table, expectation)
    return {"Expected": made, **joined(chance, made)}


def filter_on(chance, table, member):
    made = conditions(chance, table, comparison)
    return {member: made, **joined(chance, made)}


def attribute_updates(chance, table):
    attributes = table.attributes()
    made = {}
    for name in chance.some(attributes, 1, 4):
        kind = attributes[name]
        action = chance.choice(("PUT", "PUT", "ADD", "DELETE", None))
        update = {} if action is None else {"Action": action}
        if action == "ADD":
            kind = kind if kind in ("N", "SS", "NS", "BS", "L") else "N"
            update["Value"] = values.value(chance, kind)
        elif action == "DELETE":
            if kind in ("SS", "NS", "BS") and chance.often(0.6):
                update["Value"] = values.value(chance, kind)
        else:
            update["Value"] = values.value(chance, kind if chance.often(0.92) else None)
        made[name] = update
    return {"AttributeUpdates": made}


def key_conditions(chance, keys):
    (name, kind), *rest = keys
    made = {name: {"ComparisonOperator": "EQ", "AttributeValueList": [values.key_value(chance, kind)]}}
    if rest and chance.often(0.6):
        name, kind = rest[0]
        how = chance.choice(("EQ", "LE", "LT", "GE", "GT", "BETWEEN") +
                            (() if kind == "N" else ("BEGINS_WITH",)))
        count = 2 if how == "BETWEEN" else 1
        made[name] = {"ComparisonOperator": how, "AttributeValueList": sorted(
            (values.key_value(chance, kind) for _ in range(count)), key=str)}
    return {"KeyConditions": made}
