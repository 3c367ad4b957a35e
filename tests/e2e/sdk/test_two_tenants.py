"""Two tenants of one table: neither reads, writes, counts, projects, filters on, follows or infers what
the other has, by any operation. Each attempt is made three times: on one's own items, where it must
work, or it would show nothing; on the other's; and on those of a tenant that does not exist. The last
two must be refused in the same words, and leave everything as it was."""

import itertools
import json
import unittest

from botocore.exceptions import ClientError

from tenants import ARN, TABLE, TenantServer, contents, create_table, fill, item

OWN = "red"  # who asks
OTHERS = ("blue", "nobody", "rediscover", "*", "red ", "Red")  # "red" is the beginning of one


def s(text):
    return {"S": text}


def key(tenant, number=1):
    return {"tenant": s(tenant), "id": s(str(number))}


def query(tenant, **more):
    return ("Query", {"TableName": TABLE, "KeyConditionExpression": "tenant = :t",
                      "ExpressionAttributeValues": {":t": s(tenant), **more.pop("values", {})}, **more})


def older(operator, *values):
    return {"ComparisonOperator": operator, "AttributeValueList": list(values)}


def statement(text, *parameters, **more):
    given = {"Parameters": list(parameters)} if parameters else {}
    return ("ExecuteStatement", {"Statement": text, **given, **more})


def select(where, *parameters, what="*", source=TABLE):
    return statement(f"SELECT {what} FROM {source} WHERE {where}", *parameters)


def transaction(*actions):
    return ("TransactWriteItems", {"TransactItems": list(actions)})


INDEX = f'"{TABLE}"."amounts"'
CONDITION = {"ConditionExpression": "amount > :n", "ExpressionAttributeValues": {":n": {"N": "0"}}}
TOLD = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
FAILING = {"ConditionExpression": "attribute_not_exists(tenant)", **TOLD}
ON_TABLE = {"TableName": TABLE}

# By name: what is asked for, given the tenant. Some also touch red's item 3.
READS = {
    "get": lambda t: ("GetItem", {**ON_TABLE, "Key": key(t)}),
    "get what may not be there": lambda t: ("GetItem", {**ON_TABLE, "Key": key(t, 99)}),
    "get by the ARN": lambda t: ("GetItem", {"TableName": ARN, "Key": key(t)}),
    "get the key only": lambda t: ("GetItem", {**ON_TABLE, "Key": key(t), "ProjectionExpression": "tenant"}),
    "get names": lambda t: ("GetItem", {**ON_TABLE, "Key": key(t), "AttributesToGet": ["secret"]}),
    "get capacity": lambda t: ("GetItem", {**ON_TABLE, "Key": key(t), "ReturnConsumedCapacity": "TOTAL"}),
    "batch get": lambda t: ("BatchGetItem", {"RequestItems": {TABLE: {"Keys": [key(t)]}}}),
    "batch get beside own": lambda t: ("BatchGetItem", {"RequestItems": {TABLE: {"Keys": [key(OWN, 3), key(t)]}}}),
    "transact get": lambda t: ("TransactGetItems", {"TransactItems": [{"Get": {**ON_TABLE, "Key": key(t)}}]}),
    "transact get beside own": lambda t: ("TransactGetItems", {"TransactItems": [
        {"Get": {**ON_TABLE, "Key": key(OWN, 3)}}, {"Get": {**ON_TABLE, "Key": key(t)}}]}),
    "query": query,
    "count": lambda t: query(t, Select="COUNT"),
    "project": lambda t: query(t, ProjectionExpression="secret"),
    "filter": lambda t: query(t, FilterExpression="begins_with(secret, :p)", values={":p": s("b")}),
    "count by a filter": lambda t: query(t, Select="COUNT", FilterExpression="amount > :n", values={":n": {"N": "9"}}),
    "query backwards": lambda t: query(t, ScanIndexForward=False, Limit=1),
    "query a range": lambda t: ("Query", {
        **ON_TABLE, "KeyConditionExpression": "tenant = :t AND id > :i",
        "ExpressionAttributeValues": {":t": s(t), ":i": s("0")}}),
    "query with the key behind a name": lambda t: ("Query", {
        **ON_TABLE, "KeyConditionExpression": "#k = :t", "ExpressionAttributeNames": {"#k": "tenant"},
        "ExpressionAttributeValues": {":t": s(t)}}),
    "query by older parameters": lambda t: ("Query", {
        **ON_TABLE, "KeyConditions": {"tenant": older("EQ", s(t)), "id": older("BEGINS_WITH", s("1"))}}),
    "filter by older parameters": lambda t: ("Query", {
        **ON_TABLE, "KeyConditions": {"tenant": older("EQ", s(t))},
        "QueryFilter": {"secret": older("BEGINS_WITH", s("b"))}}),
    "query an index": lambda t: query(t, IndexName="amounts"),
    "count an index": lambda t: query(t, IndexName="amounts", Select="COUNT"),
    "query a local index": lambda t: query(t, IndexName="own-amounts"),
    "select one": lambda t: select("tenant = ? AND id = ?", s(t), s("1")),
    "select all": lambda t: select("tenant = ?", s(t)),
    "select by a literal": lambda t: select(f"tenant = '{t}'"),
    "select a column": lambda t: select("tenant = ?", s(t), what="secret"),
    "select and filter": lambda t: select("tenant = ? AND amount > 0", s(t)),
    "select among several": lambda t: select("tenant IN [?, ?]", s(OWN), s(t)),
    "select both": lambda t: select("(tenant = ? OR tenant = ?)", s(OWN), s(t)),
    "select of an index": lambda t: select("tenant = ?", s(t), source=INDEX),
    "select in a transaction": lambda t: ("ExecuteTransaction", {"TransactStatements": [
        {"Statement": f"SELECT * FROM {TABLE} WHERE tenant = ? AND id = ?", "Parameters": [s(OWN), s("3")]},
        {"Statement": f"SELECT * FROM {TABLE} WHERE tenant = ? AND id = ?", "Parameters": [s(t), s("1")]}]}),
}
UPDATE = {"UpdateExpression": "SET amount = amount + :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}
WRITES = {
    "put": lambda t: ("PutItem", {**ON_TABLE, "Item": item(t, 1)}),
    "put a new one": lambda t: ("PutItem", {**ON_TABLE, "Item": item(t, 50)}),
    "put and see the old one": lambda t: ("PutItem", {**ON_TABLE, "Item": item(t, 1), "ReturnValues": "ALL_OLD"}),
    "put and be told the size": lambda t: ("PutItem", {
        **ON_TABLE, "Item": item(t, 1), "ReturnItemCollectionMetrics": "SIZE"}),
    "delete": lambda t: ("DeleteItem", {**ON_TABLE, "Key": key(t)}),
    "delete and see it": lambda t: ("DeleteItem", {**ON_TABLE, "Key": key(t), "ReturnValues": "ALL_OLD"}),
    "update": lambda t: ("UpdateItem", {**ON_TABLE, "Key": key(t), **UPDATE}),
    "update and see it": lambda t: ("UpdateItem", {**ON_TABLE, "Key": key(t), **UPDATE, "ReturnValues": "ALL_NEW"}),
    "update into being": lambda t: ("UpdateItem", {**ON_TABLE, "Key": key(t, 60)}),
    "update by older parameters": lambda t: ("UpdateItem", {
        **ON_TABLE, "Key": key(t), "AttributeUpdates": {"amount": {"Action": "ADD", "Value": {"N": "1"}}}}),
    "batch put": lambda t: ("BatchWriteItem", {"RequestItems": {TABLE: [{"PutRequest": {"Item": item(t, 1)}}]}}),
    "batch delete beside own": lambda t: ("BatchWriteItem", {"RequestItems": {TABLE: [
        {"PutRequest": {"Item": item(OWN, 3)}}, {"DeleteRequest": {"Key": key(t)}}]}}),
    "check a condition": lambda t: transaction({"ConditionCheck": {**ON_TABLE, "Key": key(t), **CONDITION}}),
    "check a condition beside own": lambda t: transaction(
        {"Put": {**ON_TABLE, "Item": item(OWN, 3)}}, {"ConditionCheck": {**ON_TABLE, "Key": key(t), **CONDITION}}),
    "transact put": lambda t: transaction({"Put": {**ON_TABLE, "Item": item(t, 1)}}),
    "transact update": lambda t: transaction({"Update": {**ON_TABLE, "Key": key(t), **UPDATE}}),
    "transact delete beside own": lambda t: transaction(
        {"Put": {**ON_TABLE, "Item": item(OWN, 3)}}, {"Delete": {**ON_TABLE, "Key": key(t)}}),
    "insert": lambda t: statement(f"INSERT INTO {TABLE} VALUE {{'tenant': ?, 'id': ?}}", s(t), s("70")),
    "update statement": lambda t: statement(
        f"UPDATE {TABLE} SET amount = 5 WHERE tenant = ? AND id = ?", s(t), s("1")),
    "update statement that shows": lambda t: statement(
        f"UPDATE {TABLE} SET amount = 5 WHERE tenant = ? AND id = ? RETURNING ALL OLD *", s(t), s("1")),
    "delete statement": lambda t: statement(
        f"DELETE FROM {TABLE} WHERE tenant = ? AND id = ? RETURNING ALL OLD *", s(t), s("1")),
    "write in a transaction of statements": lambda t: ("ExecuteTransaction", {"TransactStatements": [
        {"Statement": f"UPDATE {TABLE} SET amount = 5 WHERE tenant = ? AND id = ?", "Parameters": [s(OWN), s("3")]},
        {"Statement": f"DELETE FROM {TABLE} WHERE tenant = ? AND id = ?", "Parameters": [s(t), s("1")]}]}),
    "exists": lambda t: ("ExecuteTransaction", {"TransactStatements": [
        {"Statement": f"EXISTS (SELECT * FROM {TABLE} WHERE tenant = ? AND id = ? AND amount > 0)",
         "Parameters": [s(t), s("1")]}]}),
}
# On one's own items these fail, and show the item where asked to.
CONDITIONS = {
    "put unless there": lambda t: ("PutItem", {**ON_TABLE, "Item": item(t, 1), **FAILING}),
    "delete unless there": lambda t: ("DeleteItem", {**ON_TABLE, "Key": key(t), **FAILING}),
    "update unless there": lambda t: ("UpdateItem", {**ON_TABLE, "Key": key(t), **FAILING}),
    "put with older parameters": lambda t: ("PutItem", {
        **ON_TABLE, "Item": item(t, 1), "Expected": {"tenant": {"Exists": False}}}),
    "check unless there": lambda t: transaction({"ConditionCheck": {**ON_TABLE, "Key": key(t), **FAILING}}),
    "transact put unless there": lambda t: transaction({"Put": {**ON_TABLE, "Item": item(t, 1), **FAILING}}),
    "insert what is there": lambda t: statement(
        f"INSERT INTO {TABLE} VALUE {{'tenant': ?, 'id': ?}}", s(t), s("1"), **TOLD),
    "update statement that does not match": lambda t: statement(
        f"UPDATE {TABLE} SET amount = 5 WHERE tenant = ? AND id = ? AND amount = 0", s(t), s("1"), **TOLD),
}
# That have no partition key of one's own: refused whatever they ask for.
WIDER = {
    "scan": ("Scan", ON_TABLE),
    "scan for own": ("Scan", {**ON_TABLE, "FilterExpression": "tenant = :t",
                              "ExpressionAttributeValues": {":t": s(OWN)}}),
    "count all": ("Scan", {**ON_TABLE, "Select": "COUNT"}),
    "scan an index": ("Scan", {**ON_TABLE, "IndexName": "amounts"}),
    "scan a segment": ("Scan", {**ON_TABLE, "Segment": 0, "TotalSegments": 4}),
    "query by another key": ("Query", {
        **ON_TABLE, "IndexName": "statuses", "KeyConditionExpression": "#s = :s",
        "ExpressionAttributeNames": {"#s": "status"}, "ExpressionAttributeValues": {":s": s("open")}}),
    "query by another key for own": ("Query", {
        **ON_TABLE, "IndexName": "statuses", "KeyConditionExpression": "#s = :s", "FilterExpression": "tenant = :t",
        "ExpressionAttributeNames": {"#s": "status"},
        "ExpressionAttributeValues": {":s": s("open"), ":t": s(OWN)}}),
    "query an index that is not there": query(OWN, IndexName="nothing"),
    "select everything": statement(f"SELECT * FROM {TABLE}"),
    "select by an attribute": select("amount > 0"),
    "select all but": select("tenant <> 'nobody'"),
    "select from a key on": select("tenant > ''"),
    "select by a prefix": select("begins_with(tenant, 'r')"),
    "select own or by an attribute": select("(tenant = ? OR amount > 0)", s(OWN)),
    "select what is not other than own": select("NOT (tenant <> ?)", s(OWN)),
    "select by the attribute's type": select("attribute_type(tenant, 'S')"),
    "select from an index by another key": select("\"status\" = 'open'", source=f'"{TABLE}"."statuses"'),
    "select from an index by another key, for own": select(
        "\"status\" = 'open' AND tenant = ?", s(OWN), source=f'"{TABLE}"."statuses"'),
    "describe": ("DescribeTable", ON_TABLE),
    "describe time to live": ("DescribeTimeToLive", ON_TABLE),
    "see insights": ("DescribeContributorInsights", ON_TABLE),
    "ask for insights": ("UpdateContributorInsights", {**ON_TABLE, "ContributorInsightsAction": "ENABLE"}),
    "list tables": ("ListTables", {}),
    "list tags": ("ListTagsOfResource", {"ResourceArn": ARN}),
    "update the table": ("UpdateTable", {**ON_TABLE, "DeletionProtectionEnabled": True}),
    "delete the table": ("DeleteTable", ON_TABLE),
    "make a table": ("CreateTable", {
        "TableName": "mine", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}),
    "see the policy": ("GetResourcePolicy", {"ResourceArn": ARN}),
    "change the policy": ("PutResourcePolicy", {"ResourceArn": ARN, "Policy": json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "dynamodb:GetItem",
                                                "Resource": ARN}]})}),
    "delete the policy": ("DeleteResourcePolicy", {"ResourceArn": ARN}),
    "export": ("ExportTableToPointInTime", {"TableArn": ARN, "S3Bucket": "bucket"}),
    "back up": ("CreateBackup", {**ON_TABLE, "BackupName": "backup"}),
}
# Of these, what whoever may do all gets.
WRONG_ANYWAY = {
    "query an index that is not there": ("ValidationException",),
    "see the policy": ("PolicyNotFoundException",),
    "export": ("UnknownOperationException",),
    "back up": ("UnknownOperationException",),
}


class TwoTenants(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = TenantServer()
        cls.addClassCleanup(cls.server.stop)
        cls.root = cls.server.client("root")
        for table in (TABLE, "vault"):
            create_table(cls.root, table)

    def setUp(self):
        fill(self.root)
        self.before = contents(self.root)

    def ask(self, who, operation, body):
        """(name of the error or None, the reply's text)"""
        status, text = self.server.call(who, operation, body)
        return (json.loads(text)["__type"].split("#")[1] if status != 200 else None), text

    def is_refused(self, who, asked):
        error, text = self.ask(who, *asked)
        self.assertEqual(error, "AccessDeniedException", text)
        for tenant in ("blue", "red"):
            self.assertNotIn(f"{tenant}-secret", text)
        return text

    def refused_alike(self, attempts, who):
        for name, attempt in attempts.items():
            with self.subTest(name, who=who):
                words = {self.is_refused(who, attempt(tenant)) for tenant in OTHERS}
                self.assertEqual(len(words), 1, words)
        self.assertEqual(contents(self.root), self.before)

    def test_nobody_reads_what_is_anothers(self):
        for who in ("red", "wide-red", "like-red"):
            self.refused_alike(READS, who)

    def test_nobody_writes_what_is_anothers(self):
        for who in ("red", "wide-red", "like-red"):
            self.refused_alike(WRITES, who)

    def test_no_condition_tells_of_what_is_anothers(self):
        for who in ("red", "wide-red", "like-red"):
            self.refused_alike(CONDITIONS, who)

    def test_no_part_of_a_request_may_be_anothers(self):
        own = '"S": "red"'
        for name, attempt in {**READS, **WRITES, **CONDITIONS}.items():
            operation, body = attempt(OWN)
            pieces = json.dumps(body).split(own)
            for others in itertools.product((own, own.replace("red", "blue")), repeat=len(pieces) - 1):
                if set(others) - {own}:
                    with self.subTest(name, others=others):
                        text = "".join(itertools.chain.from_iterable(zip(pieces, (*others, ""))))
                        self.is_refused("red", (operation, json.loads(text)))
        self.assertEqual(contents(self.root), self.before)

    def test_all_of_it_works_on_ones_own(self):
        for name, attempt in {**READS, **WRITES}.items():
            for who in ("red", "wide-red", "like-red"):
                with self.subTest(name, who=who):
                    fill(self.root)
                    error, text = self.ask(who, *attempt(OWN))
                    self.assertIsNone(error, text)
                    self.assertNotIn("blue", text)
        for name, attempt in CONDITIONS.items():
            with self.subTest(name):
                fill(self.root)
                error, text = self.ask("red", *attempt(OWN))
                self.assertIn(error, ("ConditionalCheckFailedException", "TransactionCanceledException",
                                      "DuplicateItemException"), text)

    def test_nothing_wider_than_ones_own_is_allowed(self):
        for who in ("red", "wide-red", "like-red"):
            for name, asked in WIDER.items():
                with self.subTest(name, who=who):
                    self.is_refused(who, asked)
        self.assertEqual(contents(self.root), self.before)
        self.assertEqual(self.root.list_tables()["TableNames"], [TABLE, "vault"])

    def test_wider_requests_are_sound(self):
        """Whoever may do all is not refused them, so the test before shows something."""
        destructive = {"delete the table", "make a table", "change the policy", "delete the policy",
                       "update the table", "ask for insights"}
        for name, asked in WIDER.items():
            if name not in destructive:
                with self.subTest(name):
                    error, text = self.ask("root", *asked)
                    self.assertIn(error, WRONG_ANYWAY.get(name, (None,)), text)

    def test_a_batch_of_statements_refuses_each_by_itself(self):
        def texts(tenant):
            where = f"WHERE tenant = '{tenant}' AND id = '1'"
            return [f"SELECT * FROM {TABLE} WHERE tenant = 'red' AND id = '3'",
                    f"SELECT * FROM {TABLE} {where}", f"SELECT secret FROM {TABLE} {where}"]

        def writes(tenant):
            where = f"WHERE tenant = '{tenant}' AND id = '1'"
            return [f"UPDATE {TABLE} SET amount = 9 WHERE tenant = 'red' AND id = '3'",
                    f"UPDATE {TABLE} SET amount = 9 {where}", f"DELETE FROM {TABLE} {where.replace('1', '2')}",
                    f"INSERT INTO {TABLE} VALUE {{'tenant': '{tenant}', 'id': '80'}}"]

        for make in (texts, writes):
            words = set()
            for tenant in OTHERS:
                error, text = self.ask("red", "BatchExecuteStatement", {
                    "Statements": [{"Statement": one, **TOLD} for one in make(tenant)]})
                self.assertIsNone(error, text)
                self.assertNotIn("blue-secret", text)
                first, *rest = json.loads(text)["Responses"]
                self.assertNotIn("Error", first)
                for one in rest:
                    self.assertEqual(one["Error"]["Code"], "AccessDenied")
                    self.assertNotIn("Item", one)
                words.add(json.dumps(rest))
            self.assertEqual(len(words), 1, words)
        left = [one for one in contents(self.root) if one["tenant"]["S"] != "red"]
        self.assertEqual(left, [one for one in self.before if one["tenant"]["S"] != "red"])

    def test_pages_of_ones_own_never_leave_it(self):
        red = self.server.client("red")
        for index in ({}, {"IndexName": "amounts"}, {"IndexName": "own-amounts"}):
            seen, start = [], {}
            while True:
                page = red.query(TableName=TABLE, KeyConditionExpression="tenant = :t", Limit=2,
                                 ExpressionAttributeValues={":t": s("red")}, **index, **start)
                seen += page["Items"]
                if "LastEvaluatedKey" not in page:
                    break
                self.assertEqual(page["LastEvaluatedKey"]["tenant"], s("red"))
                start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
            self.assertEqual(sorted(one["id"]["S"] for one in seen), list("01234"), index)

    def test_a_start_key_of_another_tells_nothing(self):
        for extra in ({}, {"amount": {"N": "101"}}):
            index = {"IndexName": "amounts"} if extra else {}
            words = {self.ask("red", *query("red", ExclusiveStartKey={**key(tenant), **extra}, **index))
                     for tenant in OTHERS[:2]}
            self.assertEqual(len(words), 1, words)
            self.assertNotIn("blue", str(words))

    def test_a_token_of_a_page_of_anothers_statement_is_of_no_use(self):
        def first_page(who, tenant):
            return self.ask(who, "ExecuteStatement", {
                "Statement": f"SELECT * FROM {TABLE} WHERE tenant = '{tenant}'", "Limit": 1})

        token = json.loads(first_page("blue", "blue")[1])["NextToken"]
        for tenant in ("red", "blue"):
            error, text = self.ask("red", "ExecuteStatement", {
                "Statement": f"SELECT * FROM {TABLE} WHERE tenant = '{tenant}'", "Limit": 1, "NextToken": token})
            self.assertNotIn("blue-secret", text)
            self.assertIsNotNone(error)

    def test_streams_are_closed_at_every_step(self):
        status, text = self.server.call("root", "ListStreams", {}, "DynamoDBStreams_20120810")
        self.assertEqual(status, 200, text)
        stream = next(one for one in json.loads(text)["Streams"] if one["TableName"] == TABLE)["StreamArn"]
        streams = self.server.client("root", "dynamodbstreams")
        shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
        position = {"StreamArn": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
        iterator = streams.get_shard_iterator(**position)["ShardIterator"]
        self.assertIn("Records", streams.get_records(ShardIterator=iterator))
        for who in ("red", "wide-red", "untagged"):
            for operation, body in (("ListStreams", {}), ("ListStreams", ON_TABLE), ("DescribeStream", {"StreamArn": stream}),
                                    ("DescribeStream", {"StreamArn": stream[:-1] + "0"}), ("GetShardIterator", position),
                                    ("GetRecords", {"ShardIterator": iterator}), ("GetRecords", {"ShardIterator": "made-up"})):
                with self.subTest(operation, who=who):
                    status, text = self.server.call(who, operation, body, "DynamoDBStreams_20120810")
                    self.assertEqual(status, 400)
                    self.assertIn("AccessDeniedException", text)

    def test_nobody_learns_which_tables_and_indexes_there_are(self):
        for operation, body in (("GetItem", {"Key": key("red")}), ("DescribeTable", {}), ("Scan", {}),
                                ("PutItem", {"Item": item("red", 1)}), ("DeleteTable", {}),
                                ("PutItem", {"Item": {"nothing": s("of its key")}}),
                                ("Query", query("red")[1]), ("Query", query("red", IndexName="statuses")[1])):
            with self.subTest(operation):
                words = {self.is_refused("red", (operation, {**body, "TableName": table})).replace(table, "?")
                         for table in ("vault", "vaunt")}
                self.assertEqual(len(words), 1, words)
        statements = [f'SELECT * FROM "{table}" WHERE tenant = \'red\'' for table in ("vault", "vaunt")]
        words = {self.is_refused("red", statement(text)).replace(text[15:20], "?") for text in statements}
        self.assertEqual(len(words), 1, words)

    def test_members_that_stand_twice_open_nothing(self):
        blue, red = '{"tenant":{"S":"blue"},"id":{"S":"1"}}', '{"tenant":{"S":"red"},"id":{"S":"1"}}'
        for body in (f'{{"TableName":"{TABLE}","Key":{red},"Key":{blue}}}',
                     f'{{"TableName":"{TABLE}","Key":{blue},"Key":{red}}}',
                     f'{{"TableName":"{TABLE}","Key":{{"tenant":{{"S":"red"}},"tenant":{{"S":"blue"}},"id":{{"S":"1"}}}}}}',
                     f'{{"TableName":"{TABLE}","Key":{{"tenant":{{"S":"blue"}},"tenant":{{"S":"red"}},"id":{{"S":"1"}}}}}}',
                     f'{{"TableName":"{TABLE}","Key":{{"tenant":{{"S":"red","S":"blue"}},"id":{{"S":"1"}}}}}}',
                     f'{{"TableName":"{TABLE}","Key":{{"tenant":{{"S":"blue","S":"red"}},"id":{{"S":"1"}}}}}}'):
            for operation in ("GetItem", "DeleteItem"):
                self.assertNotIn("blue-secret", self.server.call("red", operation, body)[1])
        twice = '{"tenant":{"S":"red"},"tenant":{"S":"blue"},"id":{"S":"1"},"secret":{"S":"changed"}}'
        self.server.call("red", "PutItem", f'{{"TableName":"{TABLE}","Item":{twice}}}')
        of_red, of_blue = (f'"{TABLE}":{{"Keys":[{one}]}}' for one in (red, blue))
        for tables in (f"{of_red},{of_blue}", f"{of_blue},{of_red}"):
            self.assertNotIn("blue-secret", self.server.call("red", "BatchGetItem", f'{{"RequestItems":{{{tables}}}}}')[1])
        for keys in (f'"Keys":[{red}],"Keys":[{blue}]', f'"Keys":[{blue}],"Keys":[{red}]'):
            body = f'{{"RequestItems":{{"{TABLE}":{{{keys}}}}}}}'
            self.assertNotIn("blue-secret", self.server.call("red", "BatchGetItem", body)[1])
        after = [one for one in contents(self.root) if one["tenant"]["S"] == "blue"]
        self.assertEqual(after, [one for one in self.before if one["tenant"]["S"] == "blue"])

    def test_no_key_is_nobodys(self):
        for name, attempt in {**READS, **WRITES, **CONDITIONS}.items():
            with self.subTest(name):
                error, text = self.ask("red", *attempt(""))
                self.assertIn(error, (None, "AccessDeniedException", "ValidationException",
                                      "TransactionCanceledException"), text)
                self.assertNotIn("blue", text)
        self.assertEqual([one for one in contents(self.root) if one["tenant"]["S"] != "red"],
                         [one for one in self.before if one["tenant"]["S"] != "red"])

    def test_nobody_without_a_tag_has_anything(self):
        for who in ("untagged", "powerless"):
            for tenant in (*OTHERS, "red", "${aws:PrincipalTag/tenant}"):
                for name in ("get", "query", "put", "select one"):
                    with self.subTest(name, who=who, tenant=tenant):
                        self.is_refused(who, {**READS, **WRITES}[name](tenant))

    def test_another_account_has_no_part_in_it(self):
        error, text = self.ask("stranger", *READS["get"]("blue"))
        self.assertEqual(error, "ResourceNotFoundException", text)  # of its own account
        for operation, body in (READS["get by the ARN"]("blue"), ("DescribeTable", {"TableName": ARN}),
                                ("Scan", {"TableName": ARN}), select("tenant = 'blue'", source=f'"{ARN}"')):
            self.is_refused("stranger", (operation, body))

    def test_the_servers_own_routes_are_closed(self):
        throttle = {"Fault": "throttle", "Operations": ["PutItem"], "Count": 1}
        for path, body in (("/metrics", None), (f"/_stator/partitions?table={TABLE}", None),
                           ("/_stator/faults", None), ("/_stator/clock", None), ("/_stator/lag", None),
                           ("/_stator/faults", throttle), ("/_stator/lag", {"ReadMillis": 0}),
                           ("/_stator/capacity", {"Mode": "off"})):
            with self.subTest(path, body=body):
                status, text = self.server.ask_route("root", path, body)
                self.assertEqual(status, 200, text)
            for who in (None, "red", "wide-red", "stranger"):
                with self.subTest(path, body=body, who=who):
                    status, text = self.server.ask_route(who, path, body)
                    self.assertIn(status, (400, 403), text)
                    self.assertRegex(text, "AccessDenied|MissingAuthenticationToken")
        self.server.call("root", "PutItem", {**ON_TABLE, "Item": item("red", 1)})  # takes the fault

    def test_a_token_of_a_transaction_tells_nothing(self):
        token = {"ClientRequestToken": "0123456789abcdef"}
        put = {"TransactItems": [{"Put": {**ON_TABLE, "Item": item("blue", 1)}}]}
        self.server.client("blue").transact_write_items(**put, **token)
        own = {"TransactItems": [{"Put": {**ON_TABLE, "Item": item("red", 1)}}]}
        self.is_refused("red", ("TransactWriteItems", {**put, **token}))
        unused = {"ClientRequestToken": "fedcba9876543210"}
        self.assertEqual(self.ask("red", "TransactWriteItems", {**own, **token}),
                         self.ask("red", "TransactWriteItems", {**own, **unused}))
        for who in ("blue", "red"):
            text = f"DELETE FROM {TABLE} WHERE tenant = '{who}' AND id = '2'"
            error, text = self.ask(who, "ExecuteTransaction", {
                "TransactStatements": [{"Statement": text}], "ClientRequestToken": "of-a-statement"})
            self.assertIsNone(error, text)
        # Nor does what red has done with it make a difference to blue.
        replay = self.server.client("blue").transact_write_items(**put, **token, ReturnConsumedCapacity="TOTAL")
        self.assertIn("ReadCapacityUnits", replay["ConsumedCapacity"][0])

    def test_boto3_sees_the_denial_as_the_services(self):
        with self.assertRaises(ClientError) as caught:
            self.server.client("red").get_item(TableName=TABLE, Key=key("blue"))
        self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDeniedException")
        self.assertRegex(caught.exception.response["Error"]["Message"],
                         r"^User: arn:aws:iam::111122223333:user/red is not authorized to perform: dynamodb:GetItem on "
                         rf"resource: {ARN} because no identity-based policy allows the dynamodb:GetItem action$")


if __name__ == "__main__":
    unittest.main()
