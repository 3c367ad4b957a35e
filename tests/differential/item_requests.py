"""PutItem, GetItem, UpdateItem and DeleteItem."""

import expressions
import legacy
import schemas
from expressions import Expression
from steps import Step


def extras(chance, *members):
    """Members that ask for more in the reply."""
    choices = {"ReturnConsumedCapacity": ("INDEXES", "TOTAL", "NONE"),
               "ReturnItemCollectionMetrics": ("SIZE", "NONE"),
               "ReturnValuesOnConditionCheckFailure": ("ALL_OLD", "NONE")}
    return {member: chance.choice(choices[member]) for member in members if chance.often(0.35)}


def write_extras(chance, return_values):
    made = extras(chance, "ReturnConsumedCapacity", "ReturnItemCollectionMetrics",
                  "ReturnValuesOnConditionCheckFailure")
    if chance.often(0.6):
        made["ReturnValues"] = chance.choice(return_values)
    return made


def condition_members(chance, table):
    """A condition in either way of saying it, or none."""
    roll = chance.random()
    if roll < 0.35:
        expression = Expression(chance, table)
        return {"ConditionExpression": expressions.any_condition(expression), **expression.members()}
    if roll < 0.45:
        return legacy.expected(chance, table)
    return {}


def put_item(chance, table):
    return Step("PutItem", {"TableName": table.name, "Item": schemas.item(chance, table),
                            **condition_members(chance, table),
                            **write_extras(chance, ("ALL_OLD", "NONE"))})


def delete_item(chance, table):
    return Step("DeleteItem", {"TableName": table.name, "Key": schemas.key(chance, table),
                               **condition_members(chance, table),
                               **write_extras(chance, ("ALL_OLD", "NONE"))})


def update_item(chance, table):
    request = {"TableName": table.name, "Key": schemas.key(chance, table)}
    roll = chance.random()
    if roll < 0.78:
        expression = Expression(chance, table)
        request["UpdateExpression"] = expressions.update(expression)
        if chance.often(0.35):
            request["ConditionExpression"] = expressions.any_condition(expression)
        request.update(expression.members())
    elif roll < 0.95:
        request.update(legacy.attribute_updates(chance, table))
        if chance.often(0.3):
            request.update(legacy.expected(chance, table))
    request.update(write_extras(
        chance, ("ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW", "NONE")))
    return Step("UpdateItem", request)


def projection_members(chance, table, probability=0.35):
    if not chance.often(probability):
        return {}
    if chance.often(0.2):
        names = list(table.attributes()) + table.key_names
        return {"AttributesToGet": chance.some(names, 1, 4)}
    expression = Expression(chance, table)
    return {"ProjectionExpression": expressions.projection(expression), **expression.members()}


def get_item(chance, table):
    request = {"TableName": table.name, "Key": schemas.key(chance, table),
               **projection_members(chance, table), **extras(chance, "ReturnConsumedCapacity")}
    if chance.often(0.5):
        request["ConsistentRead"] = chance.often(0.7)
    return Step("GetItem", request)
