// Injected faults through the AWS SDK for JavaScript v3 and its retries.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { startServer } from "./server.mjs";

describe("injected faults", () => {
  let server;
  const clients = [];

  function documents(maxAttempts) {
    const client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts,
    });
    clients.push(client);
    return DynamoDBDocumentClient.from(client);
  }
  async function admin(method, path, body) {
    const reply = await fetch(server.endpoint + path, { method, body: body && JSON.stringify(body) });
    assert.equal(reply.status, 200);
    return reply.json();
  }
  const inject = (rule) => admin("POST", "/_stator/faults", rule);
  const put = (client, id) => client.send(new PutCommand({ TableName: "tab", Item: { id, n: 0 } }));
  async function item(id) {
    const reply = await documents(1).send(
      new GetCommand({ TableName: "tab", Key: { id }, ConsistentRead: true }),
    );
    return reply.Item;
  }

  before(async () => {
    server = await startServer();
    await documents(1).send(new CreateTableCommand({
      TableName: "tab",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }));
  });
  afterEach(() => admin("DELETE", "/_stator/faults"));
  after(async () => {
    for (const client of clients) client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test("a throttled client succeeds with retries, and fails without", async () => {
    const rule = { Fault: "throttle", Reason: "TableWriteAccountLimitExceeded", Count: 2 };
    await inject(rule);
    const reply = await put(documents(4), "patient");
    assert.equal(reply.$metadata.attempts, 3);
    assert.equal((await item("patient")).n, 0);
    await inject(rule);
    await assert.rejects(put(documents(1), "hasty"), { name: "ThrottlingException" });
    assert.equal(await item("hasty"), undefined);
  });

  test("server errors are retried", async () => {
    await inject({ Fault: "internal-server-error", Count: 1 });
    await inject({ Fault: "service-unavailable", Count: 1 });
    assert.equal((await put(documents(4), "errors")).$metadata.attempts, 3);
  });

  test("a dropped connection is retried, and a lost reply does the work twice", async () => {
    await inject({ Fault: "drop-connection", Operations: ["PutItem"], Count: 1 });
    await assert.rejects(put(documents(1), "counter"));
    assert.equal(await item("counter"), undefined);
    await inject({ Fault: "drop-connection", Operations: ["PutItem"], Count: 1 });
    assert.equal((await put(documents(3), "counter")).$metadata.attempts, 2);
    await inject({ Fault: "drop-connection", When: "after", Operations: ["UpdateItem"], Count: 1 });
    await documents(3).send(new UpdateCommand({
      TableName: "tab",
      Key: { id: "counter" },
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": 1 },
    }));
    assert.equal((await item("counter")).n, 2);
  });

  test("unprocessed items are given back", async () => {
    await inject({ Fault: "unprocessed", PartitionKey: "left-*", Count: 1 });
    const request = (id) => ({ PutRequest: { Item: { id } } });
    const reply = await documents(1).send(
      new BatchWriteCommand({ RequestItems: { tab: ["left-1", "left-2", "right"].map(request) } }),
    );
    assert.deepEqual(reply.UnprocessedItems, { tab: [request("left-1")] });
    const rest = await documents(1).send(new BatchWriteCommand({ RequestItems: reply.UnprocessedItems }));
    assert.deepEqual(rest.UnprocessedItems, {});
    assert.deepEqual(await item("left-1"), { id: "left-1" });
  });
});
