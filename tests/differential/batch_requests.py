"""BatchGetItem, BatchWriteItem, TransactGetItems and TransactWriteItems."""

import expressions
import schemas
from expressions import Expression
from item_requests import extras, projection_members
from steps import Step


def distinct_keys(chance, table, most):
    """Keys of one table, without repetition but for a rare one, which is refused."""
    found = {}
    for _ in range(chance.randint(1, most)):
        key = schemas.key(chance, table)
        found[canonical(key) if chance.often(0.99) else len(found)] = key
    return list(found.values())


def canonical(key):
    return str([(name, float(value["N"])) if "N" in value else (name, value)
                for name, value in sorted(key.items())])


def batch_get(chance, tables):
    request = {"RequestItems": {}, **extras(chance, "ReturnConsumedCapacity")}
    for table in chance.some(tables, 1, 2):
        entry = {"Keys": distinct_keys(chance, table, 8), **projection_members(chance, table)}
        if chance.often(0.4):
            entry["ConsistentRead"] = chance.often(0.7)
        request["RequestItems"][table.name] = entry
    return Step("BatchGetItem", request)


def batch_write(chance, tables):
    request = {"RequestItems": {}, **extras(chance, "ReturnConsumedCapacity",
                                            "ReturnItemCollectionMetrics")}
    for table in chance.some(tables, 1, 2):
        entries = []
        for key in distinct_keys(chance, table, 8):
            if chance.often(0.35):
                entries.append({"DeleteRequest": {"Key": key}})
            else:
                entries.append({"PutRequest": {"Item": {**schemas.item(chance, table), **key}}})
        request["RequestItems"][table.name] = entries
    return Step("BatchWriteItem", request)


def action(chance, table, key):
    kind = chance.weighted({"Put": 4, "Update": 4, "Delete": 2, "ConditionCheck": 2})
    expression = Expression(chance, table)
    made = {"TableName": table.name}
    if kind == "Put":
        made["Item"] = {**schemas.item(chance, table), **key}
    else:
        made["Key"] = key
    if kind == "Update":
        made["UpdateExpression"] = expressions.update(expression)
    if kind == "ConditionCheck" or chance.often(0.25):
        made["ConditionExpression"] = expressions.any_condition(expression)
        if chance.often(0.3):
            made["ReturnValuesOnConditionCheckFailure"] = chance.choice(("ALL_OLD", "NONE"))
    made.update(expression.members())
    return {kind: made}


def transact_write(chance, tables):
    actions = []
    for table in chance.some(tables, 1, 2):
        actions += [action(chance, table, key) for key in distinct_keys(chance, table, 4)]
    request = {"TransactItems": actions, **extras(chance, "ReturnConsumedCapacity",
                                                  "ReturnItemCollectionMetrics")}
    return Step("TransactWriteItems", request)


def transact_get(chance, tables):
    gets = []
    for table in chance.some(tables, 1, 2):
        for key in distinct_keys(chance, table, 4):
            members = projection_members(chance, table)
            if "AttributesToGet" in members:  # No such member here.
                members = {}
            gets.append({"Get": {"TableName": table.name, "Key": key, **members}})
    return Step("TransactGetItems", {"TransactItems": gets,
                                     **extras(chance, "ReturnConsumedCapacity")})
