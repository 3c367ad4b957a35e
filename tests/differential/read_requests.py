"""Query and Scan, of tables and of indexes."""

import expressions
import legacy
import schemas
from expressions import Expression
from item_requests import extras
from steps import Step


def select_members(chance, index, projected):
    if not chance.often(0.3):
        return {}
    if projected:
        return {"Select": "SPECIFIC_ATTRIBUTES"}
    choices = ["COUNT", "ALL_ATTRIBUTES"]
    if index:
        choices += ["ALL_PROJECTED_ATTRIBUTES"] * 2
        if index.is_global and index.projection["ProjectionType"] != "ALL" and chance.often(0.8):
            choices.remove("ALL_ATTRIBUTES")
    return {"Select": chance.choice(choices)}


def filterable(table, keys):
    """The same table, but for conditions: filters may not name the key that is read by."""
    return schemas.Table(table.name, keys, [index for index in table.indexes if not
                                            {name for name, _ in index.keys} & {n for n, _ in keys}])


def refine(chance, expression, table, request, legacy_filter):
    """Filter, projection and paging of a read."""
    if legacy_filter and chance.often(0.3):
        request.update(legacy.filter_on(chance, filterable(table, expression.table.keys),
                                        legacy_filter))
        if chance.often(0.3):
            request["AttributesToGet"] = chance.some(list(table.attributes()) + table.key_names, 1, 4)
        return
    if legacy_filter:
        return
    if chance.often(0.35):
        request["FilterExpression"] = expressions.condition(expression)
    if chance.often(0.3):
        request["ProjectionExpression"] = expressions.projection(
            Shared(expression, table.attributes()))


class Shared(Expression):
    """Goes on with the names and values of another expression, over more attributes."""

    def __init__(self, other, attributes):
        super().__init__(other.chance, other.table)
        self.names, self.values, self.attributes = other.names, other.values, attributes


def query(chance, table):
    index = chance.choice(table.indexes) if table.indexes and chance.often(0.5) else None
    keys = index.keys if index else table.keys
    request = {"TableName": table.name}
    if index:
        request["IndexName"] = index.name
    expression = Expression(chance, filterable(table, keys))
    if chance.often(0.8):
        request["KeyConditionExpression"] = expressions.key_condition(expression, keys)
        refine(chance, expression, table, request, "")
        request.update(expression.members())
    else:
        request.update(legacy.key_conditions(chance, keys))
        refine(chance, expression, table, request, "QueryFilter")
    if chance.often(0.4):
        request["ScanIndexForward"] = chance.often(0.3)
    if chance.often(0.3) and (index is None or not index.is_global or chance.often(0.05)):
        request["ConsistentRead"] = chance.often(0.7)
    return paged(chance, index, request, table if index is None else None)


def scan(chance, table):
    index = chance.choice(table.indexes) if table.indexes and chance.often(0.35) else None
    request = {"TableName": table.name}
    if index:
        request["IndexName"] = index.name
    expression = Expression(chance, table)
    legacy_filter = "ScanFilter" if chance.often(0.2) else ""
    refine(chance, expression, table, request, legacy_filter)
    request.update(expression.members())
    if chance.often(0.3) and (index is None or not index.is_global or chance.often(0.05)):
        request["ConsistentRead"] = chance.often(0.7)
    step = paged(chance, index, request, None)
    step.to_the_end = True
    if chance.often(0.15):
        step.segments = chance.choice((1, 2, 3, 7))
    return step


def paged(chance, index, request, start_table):
    """The step for a read: Select, Limit and whether to read on.

    `start_table` is the table whose keys can start a page, if the read has an order of its own.
    """
    projected = "ProjectionExpression" in request or "AttributesToGet" in request
    request.update(select_members(chance, index, projected))
    request.update(extras(chance, "ReturnConsumedCapacity"))
    operation = "Query" if {"KeyConditionExpression", "KeyConditions"} & set(request) else "Scan"
    step = Step(operation, request)
    if operation == "Query" and index and len(index.keys) == 2:
        step.sorted_by = index.keys[1][0]
    if chance.often(0.4):
        request["Limit"] = chance.choice((1, 1, 2, 3, 5, 50))
        step.to_the_end = index is not None or chance.often(0.6)
    if start_table and len(start_table.keys) == 2 and chance.often(0.12):
        start = schemas.key(chance, start_table)
        name = start_table.keys[0][0]
        wanted = hash_operand(request, name)
        request["ExclusiveStartKey"] = {**start, name: wanted} if wanted else start
    return step


def hash_operand(request, name):
    """The value that a query asks of the partition key."""
    if "KeyConditions" in request:
        return request["KeyConditions"][name]["AttributeValueList"][0]
    names = request.get("ExpressionAttributeNames", {})
    spelled = [name] + [key for key, value in names.items() if value == name]
    words = request["KeyConditionExpression"].split()
    for position, word in enumerate(words):
        if word in spelled and words[position + 1] == "=":
            return request["ExpressionAttributeValues"][words[position + 2]]
    return None
