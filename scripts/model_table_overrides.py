"""Where the service departs from its public API model: data for generate_model_table.py.

Each entry holds a fact observed on the live service; the model says otherwise or says nothing.
"""

# The order in which broken constraints of one structure are reported. Members that are not listed
# follow in the model's order.
REPORT_ORDER = {
    "BatchGetItemInput": ["RequestItems", "ReturnConsumedCapacity"],
    "BatchWriteItemInput": [
        "ReturnConsumedCapacity",
        "ReturnItemCollectionMetrics",
        "RequestItems",
    ],
    "CreateGlobalSecondaryIndexAction": [
        "Projection",
        "IndexName",
        "ProvisionedThroughput",
        "KeySchema",
    ],
    "CreateTableInput": [
        "AttributeDefinitions",
        "TableName",
        "BillingMode",
        "ProvisionedThroughput",
        "KeySchema",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
    ],
    "DeleteItemInput": [
        "ReturnConsumedCapacity",
        "TableName",
        "ReturnValues",
        "ReturnItemCollectionMetrics",
        "Key",
        "ConditionalOperator",
        "Expected",
    ],
    "GetItemInput": ["ReturnConsumedCapacity", "AttributesToGet", "TableName", "Key"],
    "GlobalSecondaryIndex": ["Projection", "IndexName", "ProvisionedThroughput", "KeySchema"],
    "GlobalSecondaryIndexUpdate": ["Update", "Create", "Delete"],
    "KeysAndAttributes": ["Keys", "AttributesToGet"],
    "ListTablesInput": ["Limit", "ExclusiveStartTableName"],
    "LocalSecondaryIndex": ["Projection", "IndexName", "KeySchema"],
    "ProvisionedThroughput": ["WriteCapacityUnits", "ReadCapacityUnits"],
    "PutItemInput": [
        "ReturnConsumedCapacity",
        "ReturnValues",
        "ReturnItemCollectionMetrics",
        "TableName",
        "Item",
        "ConditionalOperator",
        "Expected",
    ],
    "QueryInput": [
        "Limit",
        "ExclusiveStartKey",
        "ReturnConsumedCapacity",
        "AttributesToGet",
        "QueryFilter",
        "Select",
        "ConditionalOperator",
        "KeyConditions",
        "TableName",
        "IndexName",
    ],
    "ScanInput": [
        "Limit",
        "ReturnConsumedCapacity",
        "AttributesToGet",
        "Segment",
        "Select",
        "ScanFilter",
        "ConditionalOperator",
        "TotalSegments",
        "TableName",
        "ExclusiveStartKey",
        "IndexName",
    ],
    "TransactWriteItem": ["Put", "Update", "Delete", "ConditionCheck"],
    "TransactWriteItemsInput": [
        "ClientRequestToken",
        "ReturnConsumedCapacity",
        "ReturnItemCollectionMetrics",
        "TransactItems",
    ],
    "UpdateItemInput": [
        "ReturnConsumedCapacity",
        "TableName",
        "ReturnItemCollectionMetrics",
        "ReturnValues",
        "Key",
        "ConditionalOperator",
        "Expected",
        "AttributeUpdates",
    ],
}

# The order in which the values of an enum are printed; else the model's.
ENUM_ORDER = {
    "AttributeAction": ["ADD", "DELETE", "PUT"],
    "ComparisonOperator": [
        "IN",
        "NULL",
        "BETWEEN",
        "LT",
        "NOT_CONTAINS",
        "EQ",
        "GT",
        "NOT_NULL",
        "NE",
        "LE",
        "BEGINS_WITH",
        "GE",
        "CONTAINS",
    ],
    "ConditionalOperator": ["OR", "AND"],
    "ProjectionType": ["ALL", "INCLUDE", "KEYS_ONLY"],
    "ReturnValue": ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"],
    "ScalarAttributeType": ["B", "N", "S"],
    "Select": ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"],
}

# Shapes that the model lacks. "unless_arn" names the shape that holds for a text that keeps this one's
# limits and does not begin with "arn:". A table's name may be given as an ARN; the model has the
# limits of the ARN only.
NAME_PATTERN = "[a-zA-Z0-9_.-]+"
EXTRA_SHAPES = {
    "PlainTableName": {"type": "string", "min": 1, "max": 255, "pattern": NAME_PATTERN},
    "PlainNewTableName": {"type": "string", "min": 3, "max": 255, "pattern": NAME_PATTERN},
    "NewTableArn": {"type": "string", "min": 1, "max": 1024, "unless_arn": "PlainNewTableName"},
    # A table and its local indexes have at most two key attributes; the model's shape serves global
    # indexes too, which may have eight.
    "TwoPartKeySchema": {
        "type": "list",
        "min": 1,
        "max": 2,
        "member": {"shape": "KeySchemaElement"},
    },
}
SHAPE_CHANGES = {"TableArn": {"unless_arn": "PlainTableName"}}

# (structure, member) → another shape than the model's.
MEMBER_SHAPES = {
    ("CreateTableInput", "KeySchema"): "TwoPartKeySchema",
    ("CreateTableInput", "TableName"): "NewTableArn",
    ("LocalSecondaryIndex", "KeySchema"): "TwoPartKeySchema",
}

# Required although the model does not say so, unless the other member is there.
REQUIRED_UNLESS = {
    ("CreateTableInput", "AttributeDefinitions"): "GlobalTableSourceArn",
    ("CreateTableInput", "KeySchema"): "GlobalTableSourceArn",
}

# The one error that is reported, in these words, when the member is absent.
_NO_TABLE_NAME = "The parameter 'TableName' is required but was not present in the request"
TEXT_IF_ABSENT = {
    ("CreateTableInput", "TableName"): _NO_TABLE_NAME,
    ("DeleteTableInput", "TableName"): _NO_TABLE_NAME,
    ("DescribeTableInput", "TableName"): _NO_TABLE_NAME,
    ("UpdateTableInput", "TableName"): _NO_TABLE_NAME,
}
# Likewise when the map is there and empty.
TEXT_IF_EMPTY = {
    ("BatchGetItemInput", "RequestItems"):
        "The requestItems parameter is required for BatchGetItem",
    ("BatchWriteItemInput", "RequestItems"):
        "The requestItems parameter is required for BatchWriteItem",
}

# Top-level members of these shapes are looked at before all others: when one is given and wrong,
# nothing else is reported.
CHECKED_FIRST = {"TableArn", "NewTableArn"}

# Reported without the value, and with the path as it is spelled in the request:
# "Value at 'Limit' failed to satisfy constraint: …".
TERSE = {("KeysAndAttributes", "Keys"), ("QueryInput", "Limit")}

# Patterns that the generator cannot translate, and what is matched in their stead. The text that is
# printed stays the model's.
PATTERN_AS = {"([0-9a-f]{16})+": "[0-9a-f]{16,}"}
