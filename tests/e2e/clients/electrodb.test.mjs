// ElectroDB: two entities in one table, a service with collections, cursors, conditions and transactions.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DynamoDBClient, CreateTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import electrodb from "electrodb";
import { startServer } from "../js/server.mjs";

const { Entity, Service, createSet } = electrodb;

describe("electrodb", () => {
  let server, client, app, employees, tasks;

  before(async () => {
    server = await startServer();
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "electrodb", secretAccessKey: "local" },
    });
    await client.send(new CreateTableCommand({
      TableName: "company",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((name) => ({
        AttributeName: name,
        AttributeType: "S",
      })),
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "sk", KeyType: "RANGE" }],
      GlobalSecondaryIndexes: [{
        IndexName: "gsi1",
        KeySchema: [{ AttributeName: "gsi1pk", KeyType: "HASH" }, { AttributeName: "gsi1sk", KeyType: "RANGE" }],
        Projection: { ProjectionType: "ALL" },
      }],
    }));
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: "company" });

    employees = new Entity({
      model: { entity: "employee", version: "1", service: "company" },
      attributes: {
        employee: { type: "string" },
        firstName: { type: "string", required: true },
        office: { type: "string", required: true },
        team: { type: "string", required: true },
        salary: { type: "number", required: true },
        skills: { type: "set", items: "string" },
        badges: { type: "list", items: { type: "map", properties: { name: { type: "string" }, year: { type: "number" } } } },
        home: { type: "map", properties: { city: { type: "string" }, floors: { type: "number" } } },
        changes: { type: "number", default: 0 },
        note: { type: "any" },
      },
      indexes: {
        employee: { pk: { field: "pk", composite: ["employee"] }, sk: { field: "sk", composite: [] } },
        coworkers: {
          index: "gsi1",
          collection: "office",
          pk: { field: "gsi1pk", composite: ["office"] },
          sk: { field: "gsi1sk", composite: ["team", "employee"] },
        },
      },
    }, { client, table: "company" });
    tasks = new Entity({
      model: { entity: "task", version: "1", service: "company" },
      attributes: {
        task: { type: "string" },
        project: { type: "string" },
        office: { type: "string", required: true },
        status: { type: ["open", "in-progress", "closed"], default: "open" },
        points: { type: "number", default: 1 },
      },
      indexes: {
        task: { pk: { field: "pk", composite: ["project"] }, sk: { field: "sk", composite: ["task"] } },
        located: {
          index: "gsi1",
          collection: "office",
          pk: { field: "gsi1pk", composite: ["office"] },
          sk: { field: "gsi1sk", composite: ["status", "task"] },
        },
      },
    }, { client, table: "company" });
    app = new Service({ employees, tasks }, { client, table: "company" });
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  const hire = (employee, more = {}) => employees.create({
    employee, firstName: "Ann", office: "Łódź", team: "core", salary: 100, ...more,
  }).go();
  // ElectroDB wraps what the SDK throws.
  const refused = (error) => error.code === 4001 &&
    /The conditional request failed/.test(error.message) && error.cause.name === "ConditionalCheckFailedException";

  test("an entity comes back with every type it went in with", async () => {
    const given = {
      employee: "types", firstName: "Zoë", office: "types", team: "core", salary: 0.1,
      skills: ["sql", "c++"], badges: [{ name: "first", year: 2020 }, { name: "", year: -1 }],
      home: { city: "Gdańsk", floors: 2 }, note: { nested: [1, "two", null, { three: true }] },
    };
    await employees.put(given).go();
    const { data } = await employees.get({ employee: "types" }).go({ consistent: true });
    assert.deepEqual({ ...data, skills: [...data.skills].sort() }, { ...given, skills: ["c++", "sql"], changes: 0 });
    assert.equal((await employees.get({ employee: "nobody" }).go()).data, null);
    const { data: part } = await employees.get({ employee: "types" }).go({ attributes: ["salary", "home"] });
    assert.deepEqual(part, { salary: 0.1, home: { city: "Gdańsk", floors: 2 } });
  });

  test("create refuses what is there, patch and remove what is not", async () => {
    await hire("once");
    await assert.rejects(hire("once"), refused);
    await assert.rejects(employees.patch({ employee: "never" }).set({ salary: 1 }).go(), refused);
    await assert.rejects(employees.remove({ employee: "never" }).go(), refused);
    await employees.remove({ employee: "once" }).go();
    await employees.delete({ employee: "once" }).go();
  });

  test("an update holds or is refused by its condition", async () => {
    await hire("raise", { skills: ["c"], badges: [{ name: "a", year: 1 }], home: { city: "x", floors: 1 }, note: "n" });
    const raise = (limit) => employees.patch({ employee: "raise" })
      .add({ salary: 5, skills: ["d"] })
      .subtract({ changes: 1 })
      .append({ badges: [{ name: "b", year: 2 }] })
      .data(({ home, firstName }, { set, name, value }) => {
        set(home.city, "y");
        set(firstName, "Bea");
      })
      .remove(["note"])
      .where(({ salary, home, note }, { lt, eq, exists }) =>
        `${lt(salary, limit)} AND (${eq(home.floors, 1)} OR ${exists(note)})`)
      .go({ response: "all_new" });
    const { data } = await raise(105);
    assert.deepEqual({ ...data, skills: [...data.skills].sort() }, {
      employee: "raise", firstName: "Bea", office: "Łódź", team: "core", salary: 105, skills: ["c", "d"],
      badges: [{ name: "a", year: 1 }, { name: "b", year: 2 }], home: { city: "y", floors: 1 }, changes: -1,
    });
    await assert.rejects(raise(105), refused);
    const { data: upserted } = await employees.upsert({
      employee: "raise", firstName: "Cid", office: "Łódź", team: "core", salary: 1,
    }).go({ response: "all_new" });
    assert.equal(upserted.firstName, "Cid");
    assert.deepEqual(upserted.home, { city: "y", floors: 1 });
  });

  test("moving an entity moves it in its index", async () => {
    await hire("mover", { office: "old" });
    await employees.patch({ employee: "mover" }).set({ office: "new", team: "core" }).go();
    assert.deepEqual((await employees.query.coworkers({ office: "old" }).go()).data, []);
    const { data } = await employees.query.coworkers({ office: "new" }).go();
    assert.deepEqual(data.map((item) => item.employee), ["mover"]);
  });

  test("queries page with cursors, over the index and in both orders", async () => {
    const staff = Array.from({ length: 60 }, (_, i) => ({
      employee: `p${String(i).padStart(2, "0")}`, firstName: "P", office: "paging", team: i < 40 ? "alpha" : "beta",
      salary: i, note: "x".repeat(100),
    }));
    assert.deepEqual((await employees.put(staff).go()).unprocessed, []);
    for (const order of ["asc", "desc"]) {
      const found = [];
      let cursor = null;
      do {
        const page = await employees.query.coworkers({ office: "paging", team: "alpha" })
          .go({ cursor, limit: 7, order });
        found.push(...page.data.map((item) => item.employee));
        ({ cursor } = page);
      } while (cursor !== null);
      const expected = staff.slice(0, 40).map((item) => item.employee);
      assert.deepEqual(found, order === "asc" ? expected : expected.reverse());
    }
    const { data: some } = await employees.query.coworkers({ office: "paging" })
      .between({ team: "alpha", employee: "p10" }, { team: "alpha", employee: "p20" })
      .where(({ salary }, { gte }) => gte(salary, 15))
      .go({ pages: "all" });
    assert.deepEqual(some.map((item) => item.salary), [15, 16, 17, 18, 19, 20]);
    const { data: counted } = await employees.query.coworkers({ office: "paging", team: "beta" }).go({ count: 12 });
    assert.equal(counted.length, 12);
  });

  test("a scan finds one entity's items and no other's", async () => {
    await hire("scanned", { office: "scan" });
    await tasks.put({ task: "1", project: "scan", office: "scan" }).go();
    const { data } = await tasks.scan.where(({ project }, { eq }) => eq(project, "scan")).go({ pages: "all" });
    assert.deepEqual(data.map((item) => item.task), ["1"]);
    const found = await employees.match({ office: "scan", firstName: "Ann" }).go();
    assert.deepEqual(found.data.map((item) => item.employee), ["scanned"]);
  });

  test("a collection is one query over several entities", async () => {
    await hire("collected", { office: "shared" });
    await tasks.put([
      { task: "1", project: "c", office: "shared" },
      { task: "2", project: "c", office: "shared", status: "closed" },
    ]).go();
    const { data } = await app.collections.office({ office: "shared" }).go();
    assert.deepEqual(data.employees.map((item) => item.employee), ["collected"]);
    assert.deepEqual(data.tasks.map((item) => item.status), ["closed", "open"]);
  });

  test("batches get and delete", async () => {
    const keys = Array.from({ length: 130 }, (_, i) => ({ project: "batch", task: String(i) }));
    await tasks.put(keys.map((key) => ({ ...key, office: "batch" }))).go();
    const found = await tasks.get([...keys, { project: "batch", task: "none" }]).go({ preserveBatchOrder: true });
    assert.deepEqual(found.data.map((item) => item && item.task), [...keys.map((key) => key.task), null]);
    assert.deepEqual(found.unprocessed, []);
    assert.deepEqual((await tasks.delete(keys.slice(1)).go()).unprocessed, []);
    assert.equal((await tasks.query.task({ project: "batch" }).go()).data.length, 1);
  });

  test("a transaction takes effect as a whole or not at all", async () => {
    await hire("lead", { office: "moon" });
    const open = (token) => app.transaction.write(({ employees, tasks }) => [
      employees.patch({ employee: "lead" }).add({ changes: 1 })
        .where(({ changes }, { lt }) => lt(changes, 1)).commit({ response: "all_old" }),
      tasks.create({ task: "t", project: "moon", office: "moon" }).commit(),
      tasks.check({ task: "gone", project: "moon" })
        .where(({ task }, { notExists }) => notExists(task)).commit(),
    ]).go({ token });
    const first = await open("the-first-token");
    assert.equal(first.canceled, false);
    assert.equal((await open("the-first-token")).canceled, false);
    const again = await open("another-token");
    assert.equal(again.canceled, true);
    assert.deepEqual(again.data.map((result) => [result.rejected, result.code]),
      [[true, "ConditionalCheckFailed"], [true, "ConditionalCheckFailed"], [false, "None"]]);
    assert.equal(again.data[0].item.changes, 1);
    const { data } = await app.transaction.get(({ employees, tasks }) => [
      employees.get({ employee: "lead" }).commit(),
      tasks.get({ task: "t", project: "moon" }).commit(),
      tasks.get({ task: "gone", project: "moon" }).commit(),
    ]).go();
    assert.equal(data[0].item.changes, 1);
    assert.equal(data[1].item.status, "open");
    assert.equal(data[2].item, null);
  });
});
