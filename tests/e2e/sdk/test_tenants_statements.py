"""Random statements by a tenant: whatever WHERE says, nothing of another tenant's comes back or changes."""

import json
import random
import unittest

from tenants import TABLE, TenantServer, contents, create_table, fill

VALUES = {"tenant": ("'red'", "'red'", "'blue'", "'rediscover'", "'re'", "''", "5"), "id": ("'1'", "'0'", "'9'", "''"),
          "amount": ("101", "0", "'x'"), '"status"': ("'open'", "'red'"), "secret": ("'red-secret-1'", "'b'")}
NAMES = ("tenant",) * 5 + ("id",) * 2 + ("amount", '"status"', "secret")
SOURCES = (TABLE,) * 4 + tuple(f'"{TABLE}"."{index}"' for index in ("amounts", "own-amounts", "statuses"))


class Statements:
    def __init__(self, seed):
        self.chance = random.Random(seed)

    def condition(self):
        pick = self.chance.choice
        name = pick(NAMES)
        values = VALUES[name]
        return pick((
            lambda: f"{name} = {pick(values)}",
            lambda: f"{name} = {pick(values)}",
            lambda: f"{pick(values)} = {name}",
            lambda: f"{name} {pick(('<', '>', '<=', '>=', '<>'))} {pick(values)}",
            lambda: f"{name} IN [{pick(values)}, {pick(values)}]",
            lambda: f"{name} BETWEEN {pick(values)} AND {pick(values)}",
            lambda: f"begins_with({name}, {pick(values)})",
            lambda: f"contains({name}, {pick(values)})",
            lambda: f"{name} IS NOT MISSING",
            lambda: f"{name} = {name}"))()

    def where(self, depth):
        if depth == 0 or self.chance.random() < 0.3:
            return self.condition()
        left, right = self.where(depth - 1), self.where(depth - 1)
        return self.chance.choice((f"{left} AND {right}", f"({left} AND {right})", f"{left} OR {right}",
                                   f"({left} OR {right})", f"NOT ({left})"))

    def statement(self):
        pick = self.chance.choice
        where = self.where(self.chance.randint(0, 3))
        if self.chance.random() < 0.4:
            where = "tenant = 'red' AND " + where
        return pick((lambda: f"SELECT {pick(('*', 'secret', 'tenant, id'))} FROM {pick(SOURCES)} WHERE {where}",) * 6 + (
            lambda: f"UPDATE {TABLE} SET amount = 1 WHERE {where} RETURNING ALL OLD *",
            lambda: f"DELETE FROM {TABLE} WHERE {where} RETURNING ALL OLD *",
            lambda: f"EXISTS (SELECT * FROM {TABLE} WHERE {where})"))()

    def request(self):
        text = self.statement()
        if text.startswith("EXISTS") or self.chance.random() < 0.1:
            return "ExecuteTransaction", {"TransactStatements": [{"Statement": text}]}
        if self.chance.random() < 0.2:
            return "BatchExecuteStatement", {"Statements": [{"Statement": text}]}
        return "ExecuteStatement", {"Statement": text}


class RandomStatements(unittest.TestCase):
    def others(self, root):
        return [one for one in contents(root) if one["tenant"]["S"] != "red"]

    def test_only_ones_own_comes_back_or_changes(self):
        server = TenantServer()
        self.addCleanup(server.stop)
        root = server.client("root")
        create_table(root)
        fill(root)
        before = self.others(root)
        seed = random.SystemRandom().randrange(1 << 32)
        statements = Statements(seed)
        counts = {"seen": 0, "refused": 0}
        for _ in range(800):
            operation, body = statements.request()
            status, text = server.call(statements.chance.choice(("red", "wide-red", "like-red")), operation, body)
            where = f"seed {seed}: {body}"
            self.assertIn(status, (200, 400), where)
            if status == 200:
                for other in ("blue", "rediscover"):
                    self.assertNotIn(f"{other}-secret", text, where)
                    self.assertNotIn(f'"S":"{other}"', text, where)
            counts["seen"] += '"red' in text and status == 200
            counts["refused"] += "AccessDenied" in text
            if status == 200 and json.dumps(body).find("SELECT") < 0:
                self.assertEqual(self.others(root), before, where)
                fill(root)
        self.assertGreater(counts["seen"], 20, seed)
        self.assertGreater(counts["refused"], 200, seed)
        self.assertEqual(self.others(root), before, seed)


if __name__ == "__main__":
    unittest.main()
