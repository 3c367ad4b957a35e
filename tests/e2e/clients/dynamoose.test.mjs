// Dynamoose: a model with its indexes, documents, conditions, paging, transactions, and a table that
// grows with its model.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import dynamoose from "dynamoose";
import { startServer } from "../js/server.mjs";

const refused = { name: "ConditionalCheckFailedException", message: "The conditional request failed" };

describe("dynamoose", () => {
  let server, client, Order;

  before(async () => {
    server = await startServer();
    client = new dynamoose.aws.ddb.DynamoDB({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "dynamoose", secretAccessKey: "local" },
    });
    dynamoose.aws.ddb.set(client);
    const schema = new dynamoose.Schema({
      customer: { type: String, hashKey: true },
      number: { type: Number, rangeKey: true },
      state: {
        type: String,
        enum: ["open", "paid", "shipped"],
        default: "open",
        index: { name: "byState", type: "global", rangeKey: "due" },
      },
      due: { type: Date, index: { name: "byDue", type: "local", project: ["state"] } },
      lines: { type: Array, schema: [{ type: Object, schema: { sku: String, pieces: Number } }] },
      address: { type: Object, schema: { street: String, city: String } },
      labels: { type: Set, schema: [String] },
      scan: Buffer,
      rush: Boolean,
    }, { timestamps: true });
    Order = dynamoose.model("Order", schema, {
      throughput: "ON_DEMAND",
      expires: { ttl: 86_400_000, attribute: "expires" },
      tags: { team: "orders" },
      streamOptions: { enabled: true, type: "NEW_AND_OLD_IMAGES" },
    });
    await Order.create({ customer: "first", number: 1 });
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test("the model made its table, with indexes, time to live, stream and tags", async () => {
    const { Table } = await client.describeTable({ TableName: "Order" });
    assert.equal(Table.BillingModeSummary.BillingMode, "PAY_PER_REQUEST");
    assert.deepEqual(Table.KeySchema, [
      { AttributeName: "customer", KeyType: "HASH" },
      { AttributeName: "number", KeyType: "RANGE" },
    ]);
    assert.deepEqual(Table.GlobalSecondaryIndexes.map((index) => index.IndexName), ["byState"]);
    assert.deepEqual(Table.LocalSecondaryIndexes[0].Projection,
      { ProjectionType: "INCLUDE", NonKeyAttributes: ["state"] });
    assert.equal(Table.StreamSpecification.StreamViewType, "NEW_AND_OLD_IMAGES");
    const { TimeToLiveDescription } = await client.describeTimeToLive({ TableName: "Order" });
    assert.equal(TimeToLiveDescription.AttributeName, "expires");
    const { Tags } = await client.listTagsOfResource({ ResourceArn: Table.TableArn });
    assert.deepEqual(Tags, [{ Key: "team", Value: "orders" }]);
  });

  test("a document comes back with every type it went in with", async () => {
    const order = new Order({
      customer: "types",
      number: 1.5,
      due: new Date("2030-01-02T03:04:05.678Z"),
      lines: [{ sku: "a-1", pieces: 2 }, { sku: "b-2", pieces: 0 }],
      address: { street: "", city: "Łódź" },
      labels: new Set(["gift", "fragile"]),
      scan: Buffer.from([0, 1, 254, 255]),
      rush: false,
    });
    await order.save();
    const found = await Order.get({ customer: "types", number: 1.5 }, { consistent: true });
    assert.equal(found.state, "open");
    assert.deepEqual(found.due, order.due);
    assert.deepEqual(found.lines, [{ sku: "a-1", pieces: 2 }, { sku: "b-2", pieces: 0 }]);
    assert.deepEqual(found.address, { street: "", city: "Łódź" });
    assert.deepEqual(found.labels, new Set(["gift", "fragile"]));
    assert.deepEqual(Buffer.from(found.scan), Buffer.from([0, 1, 254, 255]));
    assert.equal(found.rush, false);
    assert.ok(found.createdAt instanceof Date);
    assert.ok(found.expires instanceof Date && found.expires > Date.now());
    const part = await Order.get({ customer: "types", number: 1.5 }, { attributes: ["address", "rush"] });
    assert.deepEqual({ ...part }, { address: { street: "", city: "Łódź" }, rush: false });
    assert.equal(await Order.get({ customer: "types", number: 2 }), undefined);
  });

  test("create does not write over what is there, and save does", async () => {
    await Order.create({ customer: "create", number: 1, rush: true });
    await assert.rejects(Order.create({ customer: "create", number: 1 }), refused);
    const order = await Order.get({ customer: "create", number: 1 });
    order.rush = false;
    await order.save();
    assert.equal((await Order.get({ customer: "create", number: 1 })).rush, false);
  });

  test("an update holds or is refused by its condition", async () => {
    const key = { customer: "condition", number: 1 };
    await Order.create({ ...key, labels: new Set(["a"]), lines: [{ sku: "x", pieces: 1 }], rush: true });
    const open = new dynamoose.Condition().where("state").eq("open").and().where("rush").exists();
    const paid = await Order.update(key, {
      $SET: { state: "paid" },
      $ADD: { labels: new Set(["b"]), lines: [{ sku: "y", pieces: 2 }] },
      $REMOVE: ["rush"],
    }, { condition: open });
    assert.equal(paid.state, "paid");
    assert.deepEqual(paid.labels, new Set(["a", "b"]));
    assert.deepEqual(paid.lines.map((line) => line.sku), ["x", "y"]);
    assert.equal(paid.rush, undefined);
    await assert.rejects(Order.update(key, { state: "shipped" }, { condition: open }), refused);
    const shipped = new dynamoose.Condition().filter("state").in(["shipped", "open"]);
    await assert.rejects(Order.delete(key, { condition: shipped }), refused);
    await Order.delete(key, { condition: new dynamoose.Condition().filter("state").eq("paid") });
    assert.equal(await Order.get(key), undefined);
  });

  test("queries page through a table and its indexes, forwards and backwards", async () => {
    const orders = [];
    for (let number = 1; number <= 60; number++) {
      orders.push({
        customer: "paging",
        number,
        state: number % 2 ? "shipped" : "paid",
        due: new Date(Date.UTC(2031, 0, 61 - number)),
      });
    }
    for (let from = 0; from < orders.length; from += 25) {
      assert.deepEqual(await Order.batchPut(orders.slice(from, from + 25)), { unprocessedItems: [] });
    }
    const backwards = [];
    let lastKey;
    do {
      const page = await Order.query("customer").eq("paging").where("number").between(11, 30)
        .sort("descending").limit(7).startAt(lastKey).exec();
      assert.ok(page.count <= 7);
      backwards.push(...page.map((order) => order.number));
      lastKey = page.lastKey;
    } while (lastKey);
    assert.deepEqual(backwards, Array.from({ length: 20 }, (_, i) => 30 - i));

    const shipped = await Order.query("state").eq("shipped").using("byState").limit(9).all().exec();
    assert.deepEqual(shipped.map((order) => order.number), Array.from({ length: 30 }, (_, i) => 59 - 2 * i));
    assert.ok(shipped.timesQueried >= 4);
    const counted = await Order.query("state").eq("paid").filter("number").gt(50).using("byState").count().exec();
    assert.equal(counted.count, 5);
    const late = await Order.query("customer").eq("paging").where("due").ge(Date.UTC(2031, 0, 58))
      .using("byDue").exec();
    assert.deepEqual(late.map((order) => order.number), [3, 2, 1]);
  });

  test("scans filter, and read in parallel", async () => {
    const items = Array.from({ length: 25 }, (_, i) => ({ customer: `scan-${i}`, number: i, labels: ["even", "odd"].slice(i % 2) }));
    await Order.batchPut(items.map((item) => ({ ...item, labels: new Set(item.labels) })));
    const even = await Order.scan("customer").beginsWith("scan-").and().filter("labels").contains("even").exec();
    assert.deepEqual(even.map((order) => order.number).sort((a, b) => a - b),
      Array.from({ length: 13 }, (_, i) => 2 * i));
    const all = await Order.scan({ customer: { beginsWith: "scan-" } }).parallel(4).all().exec();
    assert.equal(new Set(all.map((order) => order.customer)).size, 25);
  });

  test("batches get and delete", async () => {
    const keys = Array.from({ length: 30 }, (_, number) => ({ customer: "batch", number }));
    await Order.batchPut(keys.slice(0, 20));
    const found = await Order.batchGet(keys);
    assert.equal(found.length, 20);
    assert.deepEqual(found.unprocessedKeys, []);
    assert.deepEqual(await Order.batchDelete(keys.slice(0, 15)), { unprocessedItems: [] });
    assert.equal((await Order.query("customer").eq("batch").count().exec()).count, 5);
  });

  test("a transaction takes effect as a whole or not at all", async () => {
    await Order.create({ customer: "transaction", number: 1 });
    await Order.create({ customer: "transaction", number: 2 });
    const open = new dynamoose.Condition().where("state").eq("open");
    const ship = () => dynamoose.transaction([
      Order.transaction.update({ customer: "transaction", number: 1 }, { state: "paid" }, { condition: open }),
      Order.transaction.create({ customer: "transaction", number: 3 }),
      Order.transaction.delete({ customer: "transaction", number: 2 }),
      Order.transaction.condition({ customer: "first", number: 1 }, new dynamoose.Condition("state").eq("open")),
    ]);
    await ship();
    await assert.rejects(ship(), (error) => {
      assert.equal(error.name, "TransactionCanceledException");
      assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code),
        ["ConditionalCheckFailed", "ConditionalCheckFailed", "None", "None"]);
      return true;
    });
    const [one, three] = await dynamoose.transaction([
      Order.transaction.get({ customer: "transaction", number: 1 }),
      Order.transaction.get({ customer: "transaction", number: 3 }),
    ]);
    assert.equal(one.state, "paid");
    assert.equal(three.state, "open");
    assert.equal((await Order.query("customer").eq("transaction").exec()).count, 2);
  });

  test("a table follows its model: throughput, indexes, tags, class and stream", async () => {
    const options = {
      initialize: false,
      waitForActive: { enabled: true, check: { timeout: 10_000, frequency: 10 } },
    };
    const Early = dynamoose.model("Early", new dynamoose.Schema({
      id: String,
      kind: { type: String, index: { name: "byKind", type: "global" } },
    }));
    await new dynamoose.Table("growing", [Early], {
      ...options,
      throughput: { read: 2, write: 3 },
      tags: { stage: "test", gone: "soon" },
    }).initialize();
    await Early.create({ id: "a", kind: "x" });

    const Late = dynamoose.model("Late", new dynamoose.Schema({
      id: String,
      kind: String,
      owner: { type: String, index: { name: "byOwner", type: "global" } },
    }));
    await new dynamoose.Table("growing", [Late], {
      ...options,
      throughput: "ON_DEMAND",
      tags: { stage: "live" },
      tableClass: "infrequentAccess",
      streamOptions: { enabled: true, type: "KEYS_ONLY" },
      update: true,
    }).initialize();
    await Late.create({ id: "b", owner: "ann" });
    assert.deepEqual((await Late.query("owner").eq("ann").exec()).map((item) => item.id), ["b"]);
    const { Table } = await client.describeTable({ TableName: "growing" });
    assert.equal(Table.BillingModeSummary.BillingMode, "PAY_PER_REQUEST");
    assert.deepEqual(Table.GlobalSecondaryIndexes.map((index) => index.IndexName), ["byOwner"]);
    assert.equal(Table.TableClassSummary.TableClass, "STANDARD_INFREQUENT_ACCESS");
    assert.equal(Table.StreamSpecification.StreamViewType, "KEYS_ONLY");
    const { Tags } = await client.listTagsOfResource({ ResourceArn: Table.TableArn });
    assert.deepEqual(Tags, [{ Key: "stage", Value: "live" }]);
  });
});
