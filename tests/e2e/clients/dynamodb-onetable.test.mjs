// OneTable: models of one table, unique attributes, an index made later, paging to and fro, transactions.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Table } from "dynamodb-onetable";
import { startServer } from "../js/server.mjs";

const schema = {
  format: "onetable:1.1.0",
  version: "0.0.1",
  indexes: {
    primary: { hash: "pk", sort: "sk" },
    gs1: { hash: "gs1pk", sort: "gs1sk", follow: true, project: ["gs1pk", "gs1sk"] },
    ls1: { type: "local", sort: "email" },
  },
  models: {
    Account: {
      pk: { type: String, value: "account:${id}" },
      sk: { type: String, value: "account:" },
      id: { type: String, generate: "ulid" },
      name: { type: String, required: true, unique: true },
      balance: { type: Number, default: 0 },
    },
    User: {
      pk: { type: String, value: "account:${account}" },
      sk: { type: String, value: "user:${email}" },
      account: { type: String, required: true },
      email: { type: String, required: true },
      role: { type: String, enum: ["user", "admin"], default: "user" },
      age: { type: Number },
      born: { type: Date },
      address: { type: Object, schema: { street: { type: String }, zip: { type: Number } } },
      tags: { type: Array },
      groups: { type: Set },
      active: { type: Boolean },
      expires: { type: Date, ttl: true },
      gs1pk: { type: String, value: "role:${role}" },
      gs1sk: { type: String, value: "user:${email}" },
    },
  },
  params: { isoDates: true, timestamps: true },
};

describe("dynamodb-onetable", () => {
  let server, client, table, Account, User;

  before(async () => {
    server = await startServer();
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "onetable", secretAccessKey: "local" },
    });
    table = new Table({ client, name: "onetable", schema, partial: true, logger: false });
    assert.equal(await table.exists(), false);
    await table.createTable({
      wait: 10,
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
    });
    Account = table.getModel("Account");
    User = table.getModel("User");
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  const refused = { code: "ConditionalCheckFailedException" };

  test("the table is there, with its indexes", async () => {
    assert.equal(await table.exists(), true);
    assert.deepEqual(await table.listTables(), ["onetable"]);
    const keys = await table.getKeys();
    assert.deepEqual(Object.keys(keys).sort(), ["gs1", "ls1", "primary"]);
    assert.deepEqual(keys.primary, { hash: "pk", sort: "sk" });
  });

  test("an entity comes back with every type it went in with", async () => {
    const user = {
      account: "types", email: "zoë@example.com", role: "admin", age: -0.5, born: new Date("1999-12-31T23:59:59.999Z"),
      address: { street: "", zip: 12345 }, tags: [1, "two", { three: [true] }], groups: new Set(["a", "b"]), active: false,
      expires: new Date("2040-01-01T00:00:00.000Z"),
    };
    await User.create(user);
    const { created, updated, ...found } = await User.get({ account: "types", email: "zoë@example.com" }, { consistent: true });
    assert.deepEqual(found, user);
    assert.ok(created instanceof Date);
    assert.deepEqual(created, updated);
    const raw = await table.getItem({ pk: "account:types", sk: "user:zoë@example.com" }, { parse: true, hidden: true });
    assert.equal(raw.gs1pk, "role:admin");
    assert.equal(await User.get({ account: "types", email: "nobody" }), undefined);
    const some = await User.get({ account: "types", email: "zoë@example.com" }, { fields: ["age", "address"] });
    assert.deepEqual(some, { age: -0.5, address: { street: "", zip: 12345 } });
  });

  test("create refuses what is there, update and remove what is not", async () => {
    await User.create({ account: "once", email: "a" });
    await assert.rejects(User.create({ account: "once", email: "a" }), refused);
    await User.create({ account: "once", email: "a", age: 1 }, { exists: null });
    await assert.rejects(User.update({ account: "once", email: "b", age: 1 }), refused);
    assert.equal((await User.upsert({ account: "once", email: "b", age: 1 })).age, 1);
    await User.remove({ account: "once", email: "a" }, { exists: true });
    await assert.rejects(User.remove({ account: "once", email: "a" }, { exists: true }), refused);
  });

  test("an update computes under a condition, or is refused", async () => {
    const key = { account: "update", email: "a" };
    await User.create({ ...key, age: 20, tags: ["a"], groups: new Set(["x"]), address: { street: "s", zip: 1 }, active: true });
    const birthday = () => User.update(key, {
      add: { age: 1 },
      push: { tags: ["b"] },
      set: { "address.zip": "${age} + {100}" },
      remove: ["active"],
      where: "${age} < {21} and attribute_exists(${active})",
      return: "ALL_NEW",
    });
    const user = await birthday();
    assert.equal(user.age, 21);
    assert.deepEqual(user.tags, ["a", "b"]);
    assert.deepEqual(user.address, { street: "s", zip: 120 });
    assert.equal(user.active, undefined);
    await assert.rejects(birthday(), refused);
    const before = await User.update({ ...key, address: { street: "t" } }, { return: "ALL_OLD" });
    assert.equal(before.address.street, "s");
    assert.deepEqual((await User.get(key)).address, { street: "t", zip: 120 });
  });

  test("a unique attribute is unique: it is a transaction of its own", async () => {
    const acme = await Account.create({ name: "acme" });
    await assert.rejects(Account.create({ name: "acme" }), { code: "UniqueError" });
    await Account.update({ id: acme.id, name: "ajax" });
    await Account.create({ name: "acme" });
    await assert.rejects(Account.update({ id: acme.id, name: "acme" }), { code: "UniqueError" });
    await Account.remove({ id: acme.id });
    await Account.create({ name: "ajax" });
  });

  test("finds page forwards and back again, over the table and its indexes", async () => {
    const batch = {};
    for (let i = 0; i < 25; i++) {
      await User.create({ account: "paging", email: `u${String(i).padStart(2, "0")}`, age: i, role: "user" }, { batch });
    }
    await table.batchWrite(batch);
    const seen = [];
    let page = await User.find({ account: "paging" }, { limit: 10 });
    for (;;) {
      seen.push(page.map((user) => user.age));
      if (!page.next) break;
      page = await User.find({ account: "paging" }, { limit: 10, next: page.next });
    }
    assert.deepEqual(seen.flat(), Array.from({ length: 25 }, (_, i) => i));
    assert.deepEqual(seen.map((ages) => ages.length), [10, 10, 5]);
    page = await User.find({ account: "paging" }, { limit: 10, prev: page.prev });
    assert.deepEqual(page.map((user) => user.age), seen[1]);
    const backwards = await User.find({ account: "paging", sk: { between: ["user:u05", "user:u09"] } }, { reverse: true });
    assert.deepEqual(backwards.map((user) => user.age), [9, 8, 7, 6, 5]);

    // gs1 projects keys alone; follow reads the items themselves.
    const users = await User.find({ role: "user", gs1sk: { begins: "user:u1" } }, { index: "gs1", hidden: true });
    assert.deepEqual(users.map((user) => user.age), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    const local = await User.find({ account: "paging", email: { ">=": "u20" } },
      { index: "ls1", where: "${age} <> {22}" });
    assert.deepEqual(local.map((user) => user.age), [20, 21, 23, 24]);
    assert.equal((await User.find({ account: "paging" }, { count: true })).count, 25);
    const stats = {};
    await User.find({ account: "paging" }, { stats, where: "${age} > {9}" });
    assert.deepEqual([stats.count, stats.scanned], [15, 25]);
  });

  test("scans, in segments too", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => User.create({ account: `scan-${i}`, email: "s", age: 777 })));
    assert.equal((await User.scan({ age: 777 })).length, 12);
    const segments = await Promise.all([0, 1, 2].map((segment) => User.scan({ age: 777 }, { segments: 3, segment })));
    assert.equal(segments.flat().length, 12);
  });

  test("batches get and delete", async () => {
    const put = {}, get = {}, remove = {};
    for (let i = 0; i < 10; i++) await User.create({ account: "batch", email: String(i) }, { batch: put });
    await table.batchWrite(put);
    for (let i = 5; i < 15; i++) await User.get({ account: "batch", email: String(i) }, { batch: get });
    const users = await table.batchGet(get, { parse: true, hidden: false, consistent: true });
    assert.deepEqual(users.map((user) => user.email).sort(), ["5", "6", "7", "8", "9"]);
    for (let i = 0; i < 9; i++) await User.remove({ account: "batch", email: String(i) }, { batch: remove });
    await table.batchWrite(remove);
    assert.deepEqual((await User.find({ account: "batch" })).map((user) => user.email), ["9"]);
  });

  test("a transaction takes effect as a whole or not at all", async () => {
    await User.create({ account: "transaction", email: "a", age: 1 });
    await User.create({ account: "transaction", email: "b" });
    const move = async () => {
      const transaction = {};
      await User.update({ account: "transaction", email: "a" }, { add: { age: 1 }, where: "${age} = {1}", transaction });
      await User.remove({ account: "transaction", email: "b" }, { transaction });
      await User.create({ account: "transaction", email: "c" }, { transaction });
      await User.check({ account: "transaction", email: "d" }, { where: "attribute_not_exists(${email})", transaction });
      await table.transact("write", transaction);
    };
    await move();
    await assert.rejects(move(), (error) => {
      assert.equal(error.code, "TransactionCanceledException");
      assert.deepEqual(error.context.err.CancellationReasons.map((reason) => reason.Code),
        ["ConditionalCheckFailed", "None", "ConditionalCheckFailed", "None"]);
      return true;
    });
    const transaction = {};
    for (const email of ["a", "b", "c"]) await User.get({ account: "transaction", email }, { transaction });
    const users = await table.transact("get", transaction, { parse: true, hidden: false });
    assert.deepEqual(users.map((user) => [user.email, user.age]), [["a", 2], ["c", undefined]]);
  });

  test("an index is made and removed on a table in use", async () => {
    await table.updateTable({ create: { name: "gs2", hash: "account", sort: "email" } });
    const describe = async () => (await table.describeTable()).Table.GlobalSecondaryIndexes;
    while ((await describe()).some((index) => index.IndexStatus !== "ACTIVE"));
    const made = (await describe()).find((index) => index.IndexName === "gs2");
    assert.deepEqual(made.KeySchema.map((key) => key.AttributeName), ["account", "email"]);
    assert.ok(made.ItemCount > 0);
    await table.updateTable({ remove: { name: "gs2" } });
    while ((await describe()).some((index) => index.IndexName === "gs2"));
  });

  test("the table is deleted when that is confirmed", async () => {
    await assert.rejects(table.deleteTable("perhaps"), { code: "ArgumentError" });
    assert.equal(await table.exists(), true);
    await table.deleteTable("DeleteTableForever");
    while (await table.exists());
    await assert.rejects(User.get({ account: "once", email: "b" }), { code: "ResourceNotFoundException" });
  });
});
