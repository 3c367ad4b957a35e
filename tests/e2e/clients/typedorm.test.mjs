// TypeDORM: entities with unique attributes, conditions, cursors, batches and transactions.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import "reflect-metadata";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { startServer } from "../js/server.mjs";

// Its modules for import do not load in Node.js; those for require do.
const require = createRequire(import.meta.url);
const { Attribute, AutoGenerateAttribute, AUTO_GENERATE_ATTRIBUTE_STRATEGY, Entity, INDEX_TYPE, QUERY_ORDER, Table } =
  require("@typedorm/common");
const { createConnection, getBatchManager, getEntityManager, getScanManager, getTransactionManger, ReadBatch,
  ReadTransaction, WriteBatch, WriteTransaction } = require("@typedorm/core");
const { DocumentClientV3 } = require("@typedorm/document-client");

const library = new Table({
  name: "library",
  partitionKey: "PK",
  sortKey: "SK",
  indexes: { GSI1: { type: INDEX_TYPE.GSI, partitionKey: "GSI1PK", sortKey: "GSI1SK" } },
});

class Model {
  static of(values) {
    return Object.assign(new this(), values);
  }
}
class Book extends Model {}
class Reader extends Model {}

// What TypeScript emits for a decorated class.
function declare(entity, name, keys, attributes) {
  for (const [attribute, [type, decorator = Attribute()]] of Object.entries(attributes)) {
    Reflect.defineMetadata("design:type", type, entity.prototype, attribute);
    decorator(entity.prototype, attribute);
  }
  Entity({ name, ...keys })(entity);
}
declare(Book, "book", {
  primaryKey: { partitionKey: "SHELF#{{shelf}}", sortKey: "BOOK#{{id}}" },
  indexes: { GSI1: { type: INDEX_TYPE.GSI, partitionKey: "STATE#{{state}}", sortKey: "BOOK#{{shelf}}#{{id}}" } },
}, {
  shelf: [String],
  id: [String],
  title: [String],
  state: [String, Attribute({ default: () => "in" })],
  pages: [Number],
  authors: [Array],
  loan: [Object],
  damaged: [Boolean],
  updatedAt: [Number, AutoGenerateAttribute({
    strategy: AUTO_GENERATE_ATTRIBUTE_STRATEGY.EPOCH_DATE,
    autoUpdate: true,
  })],
});
declare(Reader, "reader", {
  primaryKey: { partitionKey: "READER#{{id}}", sortKey: "READER" },
}, {
  id: [String],
  email: [String, Attribute({ unique: true })],
});

describe("typedorm", () => {
  let server, client, books;

  before(async () => {
    server = await startServer();
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "typedorm", secretAccessKey: "local" },
    });
    const key = (hash, range) => [{ AttributeName: hash, KeyType: "HASH" }, { AttributeName: range, KeyType: "RANGE" }];
    await client.send(new CreateTableCommand({
      TableName: "library",
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      AttributeDefinitions: ["PK", "SK", "GSI1PK", "GSI1SK"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
      KeySchema: key("PK", "SK"),
      GlobalSecondaryIndexes: [{
        IndexName: "GSI1",
        KeySchema: key("GSI1PK", "GSI1SK"),
        Projection: { ProjectionType: "ALL" },
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      }],
    }));
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: "library" });
    createConnection({ table: library, entities: [Book, Reader], documentClient: new DocumentClientV3(client) });
    books = getEntityManager();
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  const refused = { name: "ConditionalCheckFailedException", message: "The conditional request failed" };
  const cancelled = (...codes) => (error) => {
    assert.equal(error.name, "TransactionCancelledException");
    assert.deepEqual(error.cancellationReasons.map((reason) => reason.code), codes);
    return true;
  };

  test("an entity comes back with every type it went in with", async () => {
    const values = {
      shelf: "types", id: "1", title: "Żółw", pages: 300.5, authors: ["a", { name: "" }],
      loan: { to: "ann", days: 3 }, damaged: false,
    };
    await books.create(Book.of(values));
    const book = await books.findOne(Book, { shelf: "types", id: "1" }, { consistentRead: true });
    assert.ok(book instanceof Book);
    const { updatedAt, ...found } = book;
    assert.ok(updatedAt > 1_600_000_000);
    assert.deepEqual(found, { ...values, state: "in" });
    assert.equal(await books.findOne(Book, { shelf: "types", id: "2" }), undefined);
    assert.deepEqual({ ...await books.findOne(Book, { shelf: "types", id: "1" }, { select: ["title", "loan.days"] }) },
      { title: "Żółw", loan: { days: 3 } });
    assert.equal(await books.exists(Book, { shelf: "types", id: "1" }), true);
    assert.equal(await books.exists(Book, { shelf: "types", id: "2" }), false);
  });

  test("create holds or is refused by what is there", async () => {
    const book = Book.of({ shelf: "create", id: "1", title: "first" });
    await books.create(book);
    await assert.rejects(books.create(book), refused);
    await assert.rejects(books.create(book, { overwriteIfExists: true, where: { title: { EQ: "second" } } }), refused);
    await books.create(Book.of({ ...book, title: "second" }), { overwriteIfExists: true, where: { title: { BEGINS_WITH: "fi" } } });
    assert.equal((await books.findOne(Book, { shelf: "create", id: "1" })).title, "second");
  });

  test("a unique attribute is unique: it is a transaction", async () => {
    await books.create(Reader.of({ id: "ann", email: "ann@example.com" }));
    await assert.rejects(books.create(Reader.of({ id: "bea", email: "ann@example.com" })),
      cancelled("None", "ConditionalCheckFailed"));
    await books.update(Reader, { id: "ann" }, { email: "ann@example.org" });
    await books.create(Reader.of({ id: "bea", email: "ann@example.com" }));
    assert.equal(await books.exists(Reader, { email: "ann@example.org" }), true);
    await books.delete(Reader, { id: "ann" });
    assert.equal(await books.exists(Reader, { email: "ann@example.org" }), false);
  });

  test("an update computes under a condition, or is refused; the index follows", async () => {
    const key = { shelf: "update", id: "1" };
    await books.create(Book.of({ ...key, pages: 10, authors: ["a"], loan: { days: 1 }, damaged: true }));
    const lend = () => books.update(Book, key, {
      state: "out",
      pages: { ADD: 5 },
      authors: { LIST_APPEND: ["b"] },
      title: { IF_NOT_EXISTS: "untitled" },
      "loan.days": { INCREMENT_BY: 6 },
      damaged: { REMOVE: true },
    }, { where: { AND: { state: { EQ: "in" }, NOT: { pages: { BETWEEN: [11, 20] } }, authors: { SIZE: { LT: 2 } } } } });
    const { updatedAt, ...book } = await lend();
    assert.deepEqual(book, { ...key, state: "out", pages: 15, authors: ["a", "b"], title: "untitled", loan: { days: 7 } });
    await assert.rejects(lend(), refused);
    const { items } = await books.find(Book, { state: "out" }, { queryIndex: "GSI1" });
    assert.deepEqual(items.map((item) => item.shelf), ["update"]);
    await assert.rejects(books.delete(Book, key, { where: { state: { EQ: "in" } } }), refused);
    assert.deepEqual(await books.delete(Book, key, { where: { AND: { state: { EQ: "out" }, damaged: "ATTRIBUTE_NOT_EXISTS" } } }), { success: true });
  });

  test("finds page with cursors, in both orders", async () => {
    const batch = new WriteBatch();
    for (let i = 0; i < 60; i++) {
      batch.addCreateItem(Book.of({ shelf: "paging", id: String(i).padStart(2, "0"), pages: i, state: "paged" }));
    }
    const written = await getBatchManager().write(batch);
    assert.deepEqual([written.unprocessedItems, written.failedItems], [[], []]);
    for (const [orderBy, key, queryIndex] of [
      [QUERY_ORDER.ASC, { shelf: "paging" }, undefined],
      [QUERY_ORDER.DESC, { state: "paged" }, "GSI1"],
    ]) {
      const seen = [];
      let cursor;
      do {
        const page = await books.find(Book, key, { limit: 14, orderBy, cursor, queryIndex });
        seen.push(...page.items.map((book) => book.pages));
        ({ cursor } = page);
      } while (cursor);
      const expected = Array.from({ length: 60 }, (_, i) => i);
      assert.deepEqual(seen, orderBy === QUERY_ORDER.ASC ? expected : expected.reverse());
    }
    const { items } = await books.find(Book, { shelf: "paging" },
      { keyCondition: { BETWEEN: ["BOOK#10", "BOOK#19"] }, where: { pages: { IN: [11, 15, 25] } } });
    assert.deepEqual(items.map((book) => book.pages), [11, 15]);
    assert.equal(await books.count(Book, { shelf: "paging" }, { keyCondition: { BEGINS_WITH: "BOOK#3" } }), 10);
  });

  test("scans, in parallel too", async () => {
    const batch = new WriteBatch();
    for (let i = 0; i < 20; i++) batch.addCreateItem(Book.of({ shelf: `scan-${i}`, id: "1", pages: 9999 }));
    await getBatchManager().write(batch);
    const { items } = await getScanManager().find(Book, { where: { pages: { EQ: 9999 } } });
    assert.equal(items.length, 20);
    assert.equal(await getScanManager().count(Book, { where: { pages: { GE: 9999 } } }), 20);
    const parallel = await getScanManager().parallelScan({ totalSegments: 4, entity: Book, where: { pages: { EQ: 9999 } } });
    assert.equal(new Set(parallel.items.map((book) => book.shelf)).size, 20);
  });

  test("batches get and delete", async () => {
    const write = new WriteBatch(), remove = new WriteBatch(), read = new ReadBatch();
    for (let i = 0; i < 30; i++) {
      write.addCreateItem(Book.of({ shelf: "batch", id: String(i) }));
      read.addGet(Book, { shelf: "batch", id: String(i) });
      if (i >= 20) remove.addDeleteItem(Book, { shelf: "batch", id: String(i) });
    }
    await getBatchManager().write(write);
    await getBatchManager().write(remove);
    const { items, unprocessedItems } = await getBatchManager().read(read);
    assert.deepEqual([items.length, unprocessedItems], [20, []]);
  });

  test("a transaction takes effect as a whole or not at all", async () => {
    await books.create(Book.of({ shelf: "transaction", id: "1", pages: 1 }));
    await books.create(Book.of({ shelf: "transaction", id: "2" }));
    const move = () => getTransactionManger().write(new WriteTransaction()
      .addUpdateItem(Book, { shelf: "transaction", id: "1" }, { pages: { ADD: 1 } }, { where: { pages: { EQ: 1 } } })
      .addCreateItem(Book.of({ shelf: "transaction", id: "3" }))
      .addDeleteItem(Book, { shelf: "transaction", id: "2" }));
    assert.deepEqual(await move(), { success: true });
    await assert.rejects(move(), cancelled("ConditionalCheckFailed", "ConditionalCheckFailed", "None"));
    const read = new ReadTransaction();
    for (const id of ["1", "2", "3"]) read.addGetItem(Book, { shelf: "transaction", id });
    const [one, two, three] = await getTransactionManger().read(read);
    assert.deepEqual([one.pages, two, three.id], [2, null, "3"]);
  });
});
