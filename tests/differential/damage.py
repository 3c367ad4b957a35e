"""Makes a valid request invalid, in one way at a time.

Some damage is harmless (an operator that becomes another one); then the request is one more valid one.
"""

import re

import values
from schemas import PREFIX

ENUMERATIONS = ["ReturnValues", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "Select",
                "ReturnValuesOnConditionCheckFailure", "ConditionalOperator", "ComparisonOperator",
                "Action", "BillingMode", "ProjectionType", "AttributeType", "KeyType", "TableClass"]
TOKEN = re.compile(r"[#:]?\w+|<=|>=|<>|\S|\s+")


def places(node, found=None):
    """Every (container, key) below a JSON value."""
    found = [] if found is None else found
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) \
        else ()
    for key, child in pairs:
        found.append((node, key))
        places(child, found)
    return found


def drop_member(chance, request):
    container, key = chance.choice(places(request))
    del container[key]


def wrong_kind(chance, request):
    container, key = chance.choice(places(request))
    container[key] = chance.choice([1, "text", True, None, [], {}, [""], {"S": "x"}, 1.5])


def empty(chance, request):
    container, key = chance.choice(places(request))
    kind = type(container[key])
    container[key] = kind() if kind in (str, list, dict) else ""


def enumeration(chance, request):
    found = [place for place in places(request) if place[1] in ENUMERATIONS]
    if found:
        container, key = chance.choice(found)
        container[key] = chance.choice(["BOGUS", "", "all_old", "NONE", "COUNT", "UPDATED_NEW"])
    else:
        request[chance.choice(ENUMERATIONS[:5])] = chance.choice(["BOGUS", "ALL_NEW", "SIZE", "TOTAL"])


def table_name(chance, request):
    if "TableName" in request:
        request["TableName"] = chance.choice(["", "a", "no way!", "x" * 256, PREFIX + "none", None])


def index_name(chance, request):
    request["IndexName"] = chance.choice(["", "a", "gsi-0", "no way!", "missing-index", "x" * 256])


def expression_of(chance, request):
    found = [(container, key) for container, key in places(request)
             if isinstance(key, str) and (key.endswith("Expression") or key == "Statement")]
    return chance.choice(found) if found else None


def expression(chance, request):
    place = expression_of(chance, request)
    if place is None or not isinstance(place[0][place[1]], str):
        return
    container, key = place
    tokens = TOKEN.findall(container[key])
    if not tokens:
        return
    position = chance.randrange(len(tokens))
    how = chance.choice(("drop", "repeat", "replace", "swap", "cut"))
    if how == "drop":
        del tokens[position]
    elif how == "repeat":
        tokens[position:position] = [tokens[position], " "]
    elif how == "replace":
        tokens[position] = chance.choice(["AND", "(", ")", ":none", "#none", ",", "=", "SET", "name",
                                          "size", "1", "'", "if_not_exists", "NOT", ".", "[0]", "pk"])
    elif how == "swap":
        other = chance.randrange(len(tokens))
        tokens[position], tokens[other] = tokens[other], tokens[position]
    else:
        del tokens[position:]
    container[key] = "".join(tokens)


def placeholder(chance, request):
    found = [place for place in places(request)
             if place[1] in ("ExpressionAttributeNames", "ExpressionAttributeValues")]
    if not found:
        request["ExpressionAttributeValues"] = {":unused": {"S": "a"}}
        return
    container, key = chance.choice(found)
    entries = container[key]
    if not isinstance(entries, dict):
        return
    how = chance.choice(("drop", "unused", "badly named", "same"))
    if how == "drop" and entries:
        del entries[chance.choice(list(entries))]
        return
    sigil = "#" if key.endswith("Names") else ":"
    name = {"unused": sigil + "unused", "badly named": "bad"}.get(how, sigil)
    entries[name] = "s1" if sigil == "#" else {"S": "a"}


def both_styles(chance, request):
    request.update(chance.choice([
        {"AttributesToGet": ["s1"]}, {"Expected": {"s1": {"Exists": False}}},
        {"AttributeUpdates": {"s1": {"Value": {"S": "a"}}}}, {"ConditionalOperator": "OR"},
        {"ScanFilter": {"n1": {"ComparisonOperator": "NULL"}}},
        {"QueryFilter": {"n1": {"ComparisonOperator": "NULL"}}},
        {"FilterExpression": "s1 = s2"}, {"ProjectionExpression": "s1, s1"},
        {"ConditionExpression": "attribute_exists(s1)"}, {"UpdateExpression": "REMOVE s1"},
        {"KeyConditionExpression": "pk = pk"}, {"Unknown": 1}]))


def bad_number(chance, request):
    found = [place for place in places(request) if place[1] == "N"]
    if found:
        container, key = chance.choice(found)
        container[key] = chance.choice(values.BAD_NUMBERS)


def bad_value(chance, request):
    found = [place for place in places(request) if place[1] in values.TYPES]
    if found:
        container, key = chance.choice(found)
        container[key] = [] if key in ("SS", "NS", "BS") else container[key]
        how = chance.choice(("two types", "no type", "unknown type", "duplicates", "base64", "false"))
        if how == "two types":
            container["S" if key != "S" else "N"] = "1"
        elif how == "no type":
            del container[key]
        elif how == "unknown type":
            container["X"] = container.pop(key)
        elif how == "duplicates":
            container.pop(key)
            container.update({"NS": ["1", "1.0"]} if chance.often(0.5) else {"SS": ["a", "a"]})
        elif how == "base64":
            container.pop(key)
            container["B"] = chance.choice(["?", "YQ", "YQ=", "Y Q=="])
        else:
            container.pop(key)
            container["NULL"] = False


def key_of(chance, request):
    found = [place for place in places(request)
             if place[1] in ("Key", "ExclusiveStartKey", "Item")
             and isinstance(place[0][place[1]], dict)]
    return chance.choice(found) if found else None


def key(chance, request):
    place = key_of(chance, request)
    if place is None:
        return
    entries = place[0][place[1]]
    how = chance.choice(("extra", "missing", "other type", "empty", "long"))
    name = chance.choice([name for name in ("pk", "sk") if name in entries] or ["pk"])
    if how == "extra":
        entries["surplus"] = {"S": "a"}
    elif how == "missing":
        entries.pop(name, None)
    elif how == "other type":
        entries[name] = chance.choice([{"S": "a"}, {"N": "1"}, {"B": "YQ=="}, {"BOOL": True},
                                       {"SS": ["a"]}, {"NULL": True}])
    elif how == "empty":
        entries[name] = chance.choice([{"S": ""}, {"B": ""}])
    else:
        entries[name] = {"S": "k" * chance.choice([1024, 1025, 2048, 2049])}


def paging(chance, request):
    request.update(chance.choice([
        {"Limit": 0}, {"Limit": -1}, {"Limit": 2**31}, {"Segment": 1}, {"TotalSegments": 2},
        {"Segment": 2, "TotalSegments": 2}, {"Segment": 0, "TotalSegments": 0},
        {"Segment": 0, "TotalSegments": 1000001}, {"Segment": -1, "TotalSegments": 2},
        {"ExclusiveStartKey": {}}, {"ExclusiveStartKey": {"pk": {"S": "nowhere"}}},
        {"Select": "SPECIFIC_ATTRIBUTES"}, {"Select": "ALL_PROJECTED_ATTRIBUTES"},
        {"ConsistentRead": True}]))


def too_large(chance, request):
    for container, member in places(request):
        if member == "Item" and isinstance(container[member], dict):
            size = chance.choice([409_000, 409_600, 420_000])
            container[member]["huge"] = {"S": "h" * size}
            return


def too_deep(chance, request):
    for container, member in places(request):
        if member == "Item" and isinstance(container[member], dict):
            value = {"S": "bottom"}
            for _ in range(chance.choice([31, 32, 33])):
                value = {"L": [value]}
            container[member]["deep"] = value
            return


def too_many(chance, request):
    """Repeats the elements of a list until it is too long."""
    found = [container[member] for container, member in places(request)
             if isinstance(container[member], list) and container[member]]
    if found:
        elements = chance.choice(found)
        elements *= -(-chance.choice([21, 26, 101]) // len(elements))


KINDS = {drop_member: 6, wrong_kind: 5, empty: 4, enumeration: 3, table_name: 2, index_name: 2,
         expression: 10, placeholder: 5, both_styles: 4, bad_number: 3, bad_value: 4, key: 6,
         paging: 3, too_large: 0.3, too_deep: 0.5, too_many: 1}


def damaged(chance, step):
    """The step with one damage."""
    made = step.copy()
    if made.request:
        chance.weighted(KINDS)(chance, made.request)
    return made
