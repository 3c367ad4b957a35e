"""The tables of a round: their keys and indexes, and the attributes that their items may have."""

from dataclasses import dataclass, field

import values

PREFIX = "differential-"  # Only tables with this prefix are ever touched.

# Attributes of items and the type that each usually has. Some need a placeholder in expressions.
PLAIN_ATTRIBUTES = {
    "s1": "S", "s2": "S", "n1": "N", "n2": "N", "b1": "B", "flag": "BOOL", "nil": "NULL",
    "ss": "SS", "ns": "NS", "bs": "BS", "list": "L", "map": "M", "name": "S", "size": "N",
    "a.b": "S", "x-y": "N", "ü": "S", "any": None,
}
INDEX_ATTRIBUTES = {"gs": "S", "gn": "N", "gb": "B", "ls": "S", "ln": "N", "lb": "B"}
NOT_KEYS = ("s1", "n1", "map", "ss", "name", "a.b")


@dataclass
class Index:
    name: str
    is_global: bool
    keys: list  # (attribute, type) of HASH and perhaps RANGE
    projection: dict


@dataclass
class Table:
    name: str
    keys: list  # (attribute, type) of HASH and perhaps RANGE
    indexes: list = field(default_factory=list)
    provisioned: bool = False

    @property
    def key_names(self):
        return [name for name, _ in self.keys]

    def attributes(self):
        """Name and usual type of every attribute that an item of this table may have."""
        found = dict(PLAIN_ATTRIBUTES)
        for index in self.indexes:
            found.update(index.keys)
        for name in self.key_names:
            found.pop(name, None)
        return found

    def index_keys(self):
        return {name: kind for index in self.indexes for name, kind in index.keys
                if name not in self.key_names}


def projection(chance):
    kind = chance.weighted({"ALL": 5, "KEYS_ONLY": 2, "INCLUDE": 3})
    if kind == "INCLUDE":
        return {"ProjectionType": kind, "NonKeyAttributes": chance.some(NOT_KEYS)}
    return {"ProjectionType": kind}


def index_key(chance, names):
    name = chance.choice(names)
    return name, INDEX_ATTRIBUTES[name]


def global_index(chance, table, number):
    """On attributes of its own, sometimes on one of the table's keys."""
    keys = [chance.choice(table.keys) if chance.often(0.15)
            else index_key(chance, ("gs", "gn", "gb"))]
    if chance.often(0.6):
        second = chance.choice(table.keys) if chance.often(0.2) \
            else index_key(chance, ("gs", "gn", "gb", "ls", "ln"))
        if second[0] != keys[0][0]:
            keys.append(second)
    return Index(f"gsi-{number}", True, keys, projection(chance))


def local_index(chance, table, number):
    keys = [table.keys[0], index_key(chance, ("ls", "ln", "lb"))]
    return Index(f"lsi-{number}", False, keys, projection(chance))


def table(chance, number):
    kinds = chance.choices("SNB", weights=(5, 3, 2), k=2)
    made = Table(f"{PREFIX}{number}", [("pk", kinds[0])], provisioned=chance.often(0.3))
    if chance.often(0.65):
        made.keys.append(("sk", kinds[1]))
        for count in range(chance.choice((0, 0, 1, 1, 2))):
            made.indexes.append(local_index(chance, made, count))
    for count in range(chance.choice((0, 0, 1, 1, 2))):
        made.indexes.append(global_index(chance, made, count))
    return made


def key_schema(keys):
    return [{"AttributeName": name, "KeyType": role}
            for (name, _), role in zip(keys, ("HASH", "RANGE"))]


def throughput(chance):
    return {"ReadCapacityUnits": chance.randint(1, 20), "WriteCapacityUnits": chance.randint(1, 20)}


def index_request(chance, index, provisioned):
    request = {"IndexName": index.name, "KeySchema": key_schema(index.keys),
               "Projection": index.projection}
    if provisioned and index.is_global:
        request["ProvisionedThroughput"] = throughput(chance)
    return request


def definitions(pairs):
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in dict(pairs).items()]


def create_request(chance, table):
    pairs = list(table.keys) + [pair for index in table.indexes for pair in index.keys]
    request = {"TableName": table.name, "KeySchema": key_schema(table.keys),
               "AttributeDefinitions": definitions(pairs)}
    if table.provisioned:
        request["ProvisionedThroughput"] = throughput(chance)
        if chance.often(0.5):
            request["BillingMode"] = "PROVISIONED"
    else:
        request["BillingMode"] = "PAY_PER_REQUEST"
    for member, is_global in (("GlobalSecondaryIndexes", True), ("LocalSecondaryIndexes", False)):
        made = [index_request(chance, index, table.provisioned) for index in table.indexes
                if index.is_global == is_global]
        if made:
            request[member] = made
    if chance.often(0.1):
        request["DeletionProtectionEnabled"] = False
    if chance.often(0.1):
        request["TableClass"] = chance.choice(("STANDARD", "STANDARD_INFREQUENT_ACCESS"))
    if chance.often(0.1):
        request["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": chance.choice(
            ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"))}
    return request


def key(chance, table, few=False):
    return {name: values.key_value(chance, kind, few) for name, kind in table.keys}


def item(chance, table):
    made = key(chance, table)
    for name, kind in table.attributes().items():
        is_key = name in table.index_keys()
        if not chance.often(0.75 if is_key else 0.3):
            continue
        if is_key and not chance.often(0.02):
            made[name] = values.key_value(chance, kind)
        else:
            made[name] = values.value(chance, kind if chance.often(0.9) else None)
    return made
