"""Holds a round with both endpoints and keeps their contents in step."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field

import conversation
from compare import compare
from normalise import comparable
from number_spelling import as_text
from schemas import PREFIX
from steps import TABLE_CHANGES, WRITES, Step

MOST_DELETIONS = 200
SETTLE_LIMIT_S = 20


@dataclass
class Finding:
    """A difference that nobody has judged."""
    seed: int
    steps: list  # what led to it; the last one shows it
    difference: object
    outcomes: tuple


@dataclass
class Tally:
    steps: int = 0
    succeeded: int = 0
    abandoned_rounds: int = 0
    judged: Counter = field(default_factory=Counter)
    operations: Counter = field(default_factory=Counter)


def tables_of(endpoint):
    """Those that are the tool's own: all of a server that it started, by their prefix elsewhere."""
    found, start = [], {}
    prefix = PREFIX if endpoint.kind == "url" else ""
    while True:
        body = endpoint.call("ListTables", start).body
        found += [name for name in body.get("TableNames", ()) if name.startswith(prefix)]
        if "LastEvaluatedTableName" not in body:
            return found
        start = {"ExclusiveStartTableName": body["LastEvaluatedTableName"]}


def drop_tables(endpoint):
    for name in tables_of(endpoint):
        reply = endpoint.call("DeleteTable", {"TableName": name})
        if reply.error == "ValidationException":  # Protected against deletion.
            endpoint.call("UpdateTable", {"TableName": name, "DeletionProtectionEnabled": False})
            endpoint.call("DeleteTable", {"TableName": name})


def settle(endpoint, table):
    """Waits until a table and its indexes are as they shall be; how long that takes is not compared."""
    deadline = time.monotonic() + SETTLE_LIMIT_S
    while time.monotonic() < deadline:
        body = endpoint.call("DescribeTable", {"TableName": table}).body.get("Table", {})
        states = {body.get("TableStatus")} | {index.get("IndexStatus") for index in
                                              body.get("GlobalSecondaryIndexes", ())}
        if not states & {"CREATING", "UPDATING", "DELETING"}:
            return
        time.sleep(0.002)


class Driver:
    def __init__(self, left, right, judgements, messages=False):
        self.left, self.right = left, right
        self.judgements = judgements
        self.messages = messages
        self.tally = Tally()
        self.deleted = 0  # items, because the two did not share them

    def prepare(self):
        for endpoint in (self.left, self.right):
            drop_tables(endpoint)

    def take(self, step):
        """Both outcomes of a step, and its unjudged and judged differences."""
        outcomes = conversation.hold_with_both(self.left, self.right, step)
        if step.operation in TABLE_CHANGES:
            for endpoint, outcome in zip((self.left, self.right), outcomes):
                if not outcome.error:
                    settle(endpoint, step.request.get("TableName"))
        unjudged, judged = [], []
        for difference in compare(step, *outcomes, messages=self.messages):
            judgement = self.judgements.of(step, difference)
            (judged if judgement else unjudged).append(judgement or difference)
        return outcomes, unjudged, judged

    def hold_round(self, seed, steps):
        """Yields what is found. Ends early where the two cannot be brought into step again."""
        self.prepare()
        for number, step in enumerate(steps):
            outcomes, unjudged, judged = self.take(step)
            self.tally.steps += 1
            self.tally.succeeded += not outcomes[0].error
            self.tally.operations[step.operation] += 1
            self.tally.judged.update(judgement.kind for judgement in judged)
            for difference in unjudged:
                yield Finding(seed, steps[:number + 1], difference, tuple(outcomes))
            if not self.go_on(step, bool(unjudged or judged)):
                self.tally.abandoned_rounds += 1
                return

    def go_on(self, step, differed):
        """Brings the two in step again after a difference, or where one is known to hide."""
        silent = None if differed else self.judgements.silent(step)
        if not differed and silent is None:
            return True
        deleted = self.deleted
        in_step = self.back_in_step(step)
        if silent is not None and self.deleted > deleted:
            self.tally.judged[silent.kind] += 1
        return in_step

    def back_in_step(self, step):
        """After a difference: whether both hold the same again."""
        if step.operation in TABLE_CHANGES:
            return self.same_tables()
        if step.operation in WRITES:
            return all(self.same_items(table) for table in tables_of(self.left))
        return True

    def same_tables(self):
        """Whether both have the same tables, as far as items and reads can tell."""
        tables = tables_of(self.left)
        if tables != tables_of(self.right):
            return False
        return all(self.shape(self.left, table) == self.shape(self.right, table) for table in tables)

    @staticmethod
    def shape(endpoint, table):
        body = comparable("DescribeTable", endpoint.call("DescribeTable", {"TableName": table}).body)
        found = body.get("Table", {})
        indexes = [index for member in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                   for index in found.get(member, ())]
        return found.get("KeySchema"), found.get("AttributeDefinitions"), [
            (index.get("IndexName"), index.get("KeySchema"), index.get("Projection"))
            for index in indexes]

    def same_items(self, table):
        """Deletes the items that the two do not share from both; whether none remain.

        How numbers are spelled does not count: a peer that keeps the spelling would lose most items.
        """
        both = self.items(table)
        differing = set(both[0]) ^ set(both[1])
        if len(differing) > MOST_DELETIONS:
            return False
        names = self.key_names(table)
        self.deleted += len(differing)
        for text in differing:
            key = {name: json.loads(text)[name] for name in names}
            for endpoint in (self.left, self.right):
                endpoint.call("DeleteItem", {"TableName": table, "Key": key})
        both = self.items(table) if differing else both
        return set(both[0]) == set(both[1])

    def items(self, table):
        step = Step("Scan", {"TableName": table, "ConsistentRead": True}, to_the_end=True)
        return [[as_text(item) for item in outcome.body.get("Items", ())]
                for outcome in conversation.hold_with_both(self.left, self.right, step)]

    def key_names(self, table):
        body = self.left.call("DescribeTable", {"TableName": table}).body
        return [part["AttributeName"] for part in body["Table"]["KeySchema"]]
