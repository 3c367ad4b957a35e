"""A round: fresh tables, random requests, then everything that the tables hold.

A round is a list of steps that follows from its seed alone, never from a reply. So it can be replayed,
and cut down, without the endpoints agreeing on anything.
"""

import batch_requests
import damage
import item_requests
import partiql_requests
import read_requests
import schemas
import table_requests
from chance import Chance
from steps import Step

DAMAGED = 0.15

ONE_TABLE = {item_requests.put_item: 22, item_requests.update_item: 22, item_requests.delete_item: 6,
             item_requests.get_item: 8, read_requests.query: 14, read_requests.scan: 7}
ALL_TABLES = {batch_requests.batch_get: 3, batch_requests.batch_write: 5,
              batch_requests.transact_get: 3, batch_requests.transact_write: 6}
TABLE_REQUESTS = {table_requests.describe_table: 4, table_requests.list_tables: 1,
                  table_requests.update_table: 3, table_requests.describe_time_to_live: 1,
                  table_requests.create_again: 1}
PARTIQL = {partiql_requests.execute_statement: 18, partiql_requests.batch_execute: 5,
           partiql_requests.execute_transaction: 5}


def request(chance, tables, kinds):
    make = chance.weighted(kinds)
    if make in ONE_TABLE:
        return make(chance, chance.choice(tables))
    return make(chance, tables)


def spoiled_creation(chance):
    """A table that should not come to be. If it does, it goes with the round."""
    table = schemas.table(chance, chance.randint(7, 8))
    return damage.damaged(chance, Step("CreateTable", schemas.create_request(chance, table)))


def contents(tables):
    """What is compared at the end of a round: every item, every index, every description."""
    for table in tables:
        yield Step("Scan", {"TableName": table.name, "ConsistentRead": True}, to_the_end=True)
        for index in table.indexes:
            yield Step("Scan", {"TableName": table.name, "IndexName": index.name}, to_the_end=True)
        yield Step("DescribeTable", {"TableName": table.name})


def plan(seed, size, partiql=False):
    chance = Chance(f"stator differential {seed}")
    tables = [schemas.table(chance, number) for number in range(chance.choice((1, 2, 2)))]
    steps = [Step("CreateTable", schemas.create_request(chance, table)) for table in tables]
    kinds = {**ONE_TABLE, **ALL_TABLES, **TABLE_REQUESTS, **(PARTIQL if partiql else {})}
    while len(steps) < size:
        if chance.often(0.01):
            steps.append(spoiled_creation(chance))
            continue
        step = request(chance, tables, kinds)
        steps.append(damage.damaged(chance, step) if chance.often(DAMAGED) else step)
    steps += contents(tables)
    steps += [Step("DeleteTable", {"TableName": table.name}) for table in tables]
    return steps
