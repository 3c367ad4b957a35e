// Transactions through AWS SDK for JavaScript v3: client and document client, errors as the SDK's own
// classes, and conflicts on demand.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateTableCommand,
  DynamoDBClient,
  IdempotentParameterMismatchException,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { startServer } from "./server.mjs";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const TableName = "orders";

async function connect(options) {
  const server = await startServer(options);
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  await client.send(new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  }));
  return { server, client, documents: DynamoDBDocumentClient.from(client) };
}

function put(id, state, more = {}) {
  return { Put: { TableName, Item: { id, state }, ...more } };
}

function cases(inMemory) {
  let server, client, documents;

  before(async () => ({ server, client, documents } = await connect({ inMemory })));
  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test("several items are written and read as one", async () => {
    await documents.send(new TransactWriteCommand({
      TransactItems: [
        put("a", "new"),
        { Update: { TableName, Key: { id: "b" }, UpdateExpression: "SET #n = :n", ExpressionAttributeNames: { "#n": "n" }, ExpressionAttributeValues: { ":n": 7 } } },
      ],
    }));
    const reply = await documents.send(new TransactGetCommand({
      TransactItems: ["b", "none", "a"].map((id) => ({ Get: { TableName, Key: { id } } })),
      ReturnConsumedCapacity: "TOTAL",
    }));
    assert.deepEqual(reply.Responses.map((entry) => entry.Item),
      [{ id: "b", n: 7 }, undefined, { id: "a", state: "new" }]);
    assert.deepEqual(reply.ConsumedCapacity,
      [{ TableName, CapacityUnits: 6, ReadCapacityUnits: 6 }]);
  });

  test("a cancellation has one reason per action", async () => {
    await documents.send(new PutCommand({ TableName, Item: { id: "old", state: "old" } }));
    await assert.rejects(
      documents.send(new TransactWriteCommand({
        TransactItems: [
          put("free", "new"),
          put("old", "new", { ConditionExpression: "attribute_not_exists(id)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
        ],
      })),
      (error) => {
        assert.ok(error instanceof TransactionCanceledException);
        assert.match(error.message, /\[None, ConditionalCheckFailed\]$/);
        assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code), ["None", "ConditionalCheckFailed"]);
        assert.equal(error.CancellationReasons[1].Message, "The conditional request failed");
        const { state } = error.CancellationReasons[1].Item;
        assert.equal(state.S ?? state, "old");
        return true;
      },
    );
    assert.equal((await documents.send(new GetCommand({ TableName, Key: { id: "free" } }))).Item, undefined);
  });

  test("a token replays its success and refuses other parameters", async () => {
    const add = (by) => ({
      ClientRequestToken: "token-7",
      TransactItems: [{ Update: { TableName, Key: { id: { S: "count" } }, UpdateExpression: "ADD n :n", ExpressionAttributeValues: { ":n": { N: by } } } }],
    });
    await client.send(new TransactWriteItemsCommand(add("1")));
    await client.send(new TransactWriteItemsCommand(add("1")));
    await assert.rejects(client.send(new TransactWriteItemsCommand(add("2"))), IdempotentParameterMismatchException);
    assert.equal((await documents.send(new GetCommand({ TableName, Key: { id: "count" } }))).Item.n, 1);
  });
}

describe("transactions in memory", () => cases(true));
describe("transactions on disk", () => cases(false));

describe("conflicts on demand", () => {
  let server, client, documents;

  before(async () => {
    const flags = ["-transaction-conflicts", "fail", "-transaction-delay-ms", "1500"];
    ({ server, client, documents } = await connect({ flags }));
  });
  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test("writers and readers of a prepared item are refused until the commit", async () => {
    const request = { ClientRequestToken: "held", TransactItems: [put("held", "new")] };
    const transaction = documents.send(new TransactWriteCommand(request));
    const write = () => documents.send(new PutCommand({ TableName, Item: { id: "held", state: "plain" } }));
    const refused = async () => {
      for (;;) {
        try {
          await write();
        } catch (error) {
          return error;
        }
      }
    };
    assert.ok(await refused() instanceof TransactionConflictException);
    await assert.rejects(
      client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: { id: { S: "held" } } } }] })),
      (error) => error instanceof TransactionCanceledException && error.CancellationReasons[0].Code === "TransactionConflict",
    );
    await assert.rejects(documents.send(new TransactWriteCommand(request)), TransactionInProgressException);
    const read = await documents.send(new GetCommand({ TableName, Key: { id: "held" }, ConsistentRead: true }));
    assert.notEqual(read.Item?.state, "new");
    await transaction;
    assert.equal((await documents.send(new GetCommand({ TableName, Key: { id: "held" } }))).Item.state, "new");
    await write();
  });
});
