"""Takes out of a reply what two correct endpoints may answer differently, and nothing else.

| what | why |
|---|---|
| ARNs, TableId, stream labels, times | name the account, the region, the creation or the moment |
| order of set elements | a set has none |
| order of items of Scan, of an index query's ties, of batches | the API promises none (conversation.py) |
| order of indexes, key definitions, projected names, capacities by table | lists that the API fills in any order |
| empty lists and maps of a description or a batch | the documentation says "absent or empty" of none of them, SDKs show both alike |
| TableStatus, IndexStatus: CREATING and UPDATING as ACTIVE | how long a change takes is a server's own affair |
| ItemCount, sizes of a description | the service refreshes them about every six hours |
"""

from number_spelling import as_text, is_texts, plain_number

DROPPED = {"TableArn", "IndexArn", "TableId", "LatestStreamArn", "LatestStreamLabel",
           "CreationDateTime", "LastIncreaseDateTime", "LastDecreaseDateTime",
           "LastUpdateToPayPerRequestDateTime", "LastUpdateDateTime",
           "ItemCount", "TableSizeBytes", "IndexSizeBytes", "Backfilling"}
STATUSES = {"TableStatus", "IndexStatus"}
# Lists without an order, and the member that tells their elements apart (none: the element itself).
UNORDERED = {"GlobalSecondaryIndexes": "IndexName", "LocalSecondaryIndexes": "IndexName",
             "AttributeDefinitions": "AttributeName", "NonKeyAttributes": "",
             "ItemCollectionMetrics": "", "ConsumedCapacity": "TableName"}
DESCRIPTIONS = {"TableDescription", "Table"}
MAY_BE_EMPTY = {"UnprocessedItems", "UnprocessedKeys", "ItemCollectionMetrics"}
ITEMS = {"Items", "Item", "Attributes", "LastEvaluatedKey", "Key", "ItemCollectionKey"}


def text_of(element):
    return repr(sorted(element.items(), key=str)) if isinstance(element, dict) else str(element)


def in_order(name, elements):
    by = UNORDERED[name]
    return sorted(elements, key=lambda element: str(element.get(by)) if by and
                  isinstance(element, dict) else text_of(element))


def normalise_value(value):
    """An attribute value, or anything that holds some: sets in order, that of numbers by value."""
    if isinstance(value, dict):
        return {key: sorted(child, key=plain_number if key == "NS" else None)
                if key in ("SS", "NS", "BS") and is_texts(child) else normalise_value(child)
                for key, child in value.items()}
    if isinstance(value, list):
        return [normalise_value(child) for child in value]
    return value


def normalise_member(name, child):
    if name in ITEMS:
        return normalise_value(child)
    if name in STATUSES and child in ("CREATING", "UPDATING"):
        return "ACTIVE"
    child = normalise(child)
    if name in UNORDERED and isinstance(child, list):
        return in_order(name, child)
    if name in DESCRIPTIONS and isinstance(child, dict):
        return {key: value for key, value in child.items() if value not in ([], {})}
    return child


def normalise(node):
    if isinstance(node, dict):
        return {name: normalise_member(name, child) for name, child in node.items()
                if name not in DROPPED and not (name in MAY_BE_EMPTY and not child)}
    if isinstance(node, list):
        return [normalise(child) for child in node]
    return node


def batch_order(operation, body):
    """BatchGetItem answers the items of a table in any order."""
    responses = body.get("Responses")
    if operation != "BatchGetItem" or not isinstance(responses, dict):
        return body
    return {**body, "Responses": {table: {"Items": sorted(items, key=as_text)}
                                  for table, items in responses.items()}}


def comparable(operation, body):
    return normalise(batch_order(operation, body))
