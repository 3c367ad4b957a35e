"""Requests about tables themselves."""

import schemas
from schemas import PREFIX
from steps import Step


def describe_table(chance, tables):
    return Step("DescribeTable", {"TableName": chance.choice(tables).name})


def list_tables(chance, _):
    request = {}
    if chance.often(0.4):
        request["Limit"] = chance.randint(1, 5)
    if chance.often(0.3):
        request["ExclusiveStartTableName"] = f"{PREFIX}{chance.randint(0, 3)}"
    return Step("ListTables", request)


def describe_time_to_live(chance, tables):
    return Step("DescribeTimeToLive", {"TableName": chance.choice(tables).name})


def update_table(chance, tables):
    """Changes of settings. Indexes come and go too; the generator keeps account of those."""
    table = chance.choice(tables)
    request = {"TableName": table.name}
    kind = chance.weighted({"protection": 3, "class": 2, "throughput": 3, "add": 3, "drop": 2})
    if kind == "protection":
        request["DeletionProtectionEnabled"] = False
    elif kind == "class":
        request["TableClass"] = chance.choice(("STANDARD", "STANDARD_INFREQUENT_ACCESS"))
    elif kind == "throughput" and table.provisioned:
        request["ProvisionedThroughput"] = schemas.throughput(chance)
    elif kind == "drop":
        return drop_index(chance, table, request)
    else:
        return add_index(chance, table, request)
    return Step("UpdateTable", request)


def add_index(chance, table, request):
    used = {index.name for index in table.indexes}
    number = next(n for n in range(100) if f"gsi-{n}" not in used)
    index = schemas.global_index(chance, table, number)
    pairs = list(index.keys) + list(table.keys)
    request["AttributeDefinitions"] = schemas.definitions(pairs)
    request["GlobalSecondaryIndexUpdates"] = [
        {"Create": schemas.index_request(chance, index, table.provisioned)}]
    if len([i for i in table.indexes if i.is_global]) < 4:
        table.indexes.append(index)
    return Step("UpdateTable", request)


def drop_index(chance, table, request):
    names = [index.name for index in table.indexes if index.is_global] or ["gsi-none"]
    name = chance.choice(names)
    request["GlobalSecondaryIndexUpdates"] = [{"Delete": {"IndexName": name}}]
    table.indexes[:] = [index for index in table.indexes if index.name != name]
    return Step("UpdateTable", request)


def create_again(chance, tables):
    """A table that is there already."""
    return Step("CreateTable", schemas.create_request(chance, chance.choice(tables)))
