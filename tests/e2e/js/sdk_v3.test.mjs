// An unmodified AWS SDK for JavaScript v3 program: client, document client, waiters and paginators, in
// memory and on disk.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  DescribeTableCommand,
  paginateListTables,
  paginateScan,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  paginateQuery,
  paginatedBatchGet,
} from "@aws-sdk/lib-dynamodb";
import { startServer } from "./server.mjs";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

function cases(inMemory) {
  let server, client, documents;

  before(async () => {
    server = await startServer({ inMemory });
    client = new DynamoDBClient({ endpoint: server.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    documents = DynamoDBDocumentClient.from(client);
    await client.send(new CreateTableCommand({
      TableName: "music",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "artist", AttributeType: "S" },
        { AttributeName: "song", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "artist", KeyType: "HASH" },
        { AttributeName: "song", KeyType: "RANGE" },
      ],
    }));
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: "music" });
  });

  after(async () => {
    await client.send(new DeleteTableCommand({ TableName: "music" }));
    await waitUntilTableNotExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: "music" });
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test("an item comes back as it went in", async () => {
    const item = {
      artist: "types", song: "1", n: -12.5, yes: true, no: null, list: [1, "two", [3]],
      map: { a: { b: "c" } }, strings: new Set(["x", "y"]), bytes: new Uint8Array([0, 255]),
    };
    await documents.send(new PutCommand({ TableName: "music", Item: item }));
    const reply = await documents.send(new GetCommand({ TableName: "music", Key: { artist: "types", song: "1" } }));
    assert.deepEqual(reply.Item, item);
  });

  test("a failed condition carries the old item", async () => {
    await documents.send(new PutCommand({ TableName: "music", Item: { artist: "c", song: "1", v: 1 } }));
    await assert.rejects(
      client.send(new PutItemCommand({
        TableName: "music",
        Item: { artist: { S: "c" }, song: { S: "1" } },
        ConditionExpression: "attribute_not_exists(artist)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      })),
      (error) => error instanceof ConditionalCheckFailedException && error.Item.v.N === "1");
  });

  test("a missing table is a ResourceNotFoundException", async () => {
    await assert.rejects(
      client.send(new GetItemCommand({ TableName: "nothing", Key: { artist: { S: "a" } } })),
      ResourceNotFoundException);
  });

  test("update, query and paginate", async () => {
    const puts = Array.from({ length: 25 }, (_, number) => ({
      PutRequest: { Item: { artist: "paged", song: String(number).padStart(3, "0"), number } },
    }));
    await documents.send(new BatchWriteCommand({ RequestItems: { music: puts } }));
    await documents.send(new UpdateCommand({
      TableName: "music",
      Key: { artist: "paged", song: "003" },
      UpdateExpression: "SET #n = #n + :d",
      ExpressionAttributeNames: { "#n": "number" },
      ExpressionAttributeValues: { ":d": 100 },
    }));
    const large = await documents.send(new QueryCommand({
      TableName: "music",
      KeyConditionExpression: "artist = :a",
      FilterExpression: "#n > :limit",
      ExpressionAttributeNames: { "#n": "number" },
      ExpressionAttributeValues: { ":a": "paged", ":limit": 99 },
    }));
    assert.deepEqual(large.Items.map((item) => item.song), ["003"]);
    assert.equal(large.ScannedCount, 25);

    const songs = [];
    const pages = paginateQuery({ client: documents, pageSize: 4 }, {
      TableName: "music",
      KeyConditionExpression: "artist = :a",
      ExpressionAttributeValues: { ":a": "paged" },
    });
    for await (const page of pages) songs.push(...page.Items.map((item) => item.song));
    assert.equal(songs.length, 25);
    assert.deepEqual(songs, [...songs].sort());
  });

  test("a scan in pages sees everything once", async () => {
    const keys = new Set();
    let seen = 0;
    for await (const page of paginateScan({ client, pageSize: 3 }, { TableName: "music" })) {
      for (const item of page.Items) {
        keys.add(`${item.artist.S}/${item.song.S}`);
        seen += 1;
      }
    }
    assert.equal(seen, keys.size);
    assert.ok(seen >= 25);
  });

  test("tables are listed in pages", async () => {
    const added = ["more-1", "more-2", "more-3"];
    for (const TableName of added) {
      await client.send(new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      }));
    }
    const pages = [];
    for await (const page of paginateListTables({ client, pageSize: 3 }, {})) pages.push(page.TableNames);
    assert.deepEqual(pages, [added, ["music"]]);
    for (const TableName of added) await client.send(new DeleteTableCommand({ TableName }));
  });

  test("a batch larger than 16 MB is read in pages", async () => {
    const keys = Array.from({ length: 50 }, (_, number) => ({ artist: "heavy", song: String(number) }));
    for (const key of keys) {
      await documents.send(new PutCommand({ TableName: "music", Item: { ...key, text: "x".repeat(390_000) } }));
    }
    const pages = [];
    const request = { RequestItems: { music: { Keys: keys, ProjectionExpression: "song" } } };
    for await (const page of paginatedBatchGet({ client: documents }, request)) pages.push(page.Responses.music);
    assert.ok(pages.length > 1);
    assert.deepEqual(new Set(pages.flat().map((item) => item.song)), new Set(keys.map((key) => key.song)));
    assert.equal(pages.flat().length, 50);
  });

  test("an index added later holds the items that were there before", async () => {
    await documents.send(new PutCommand({ TableName: "music", Item: { artist: "late", song: "1", genre: "jazz" } }));
    await client.send(new UpdateTableCommand({
      TableName: "music",
      AttributeDefinitions: [{ AttributeName: "genre", AttributeType: "S" }],
      GlobalSecondaryIndexUpdates: [{
        Create: {
          IndexName: "by-genre",
          KeySchema: [{ AttributeName: "genre", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      }],
    }));
    const ended = Date.now() + 10_000;
    for (;;) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: "music" }));
      if (Table.GlobalSecondaryIndexes[0].IndexStatus === "ACTIVE") break;
      assert.ok(Date.now() < ended, "the index does not become ACTIVE");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const reply = await documents.send(new QueryCommand({
      TableName: "music",
      IndexName: "by-genre",
      KeyConditionExpression: "genre = :g",
      ExpressionAttributeValues: { ":g": "jazz" },
    }));
    assert.deepEqual(reply.Items.map((item) => item.artist), ["late"]);
  });
}

describe("in memory", () => cases(true));
describe("on disk", () => cases(false));
