// Throttling through AWS SDK for JavaScript v3: its error classes, and the reasons that they carry.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CreateTableCommand,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  ThrottlingException,
} from "@aws-sdk/client-dynamodb";
import { startServer } from "./server.mjs";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
let server, client;

before(async () => {
  server = await startServer({ flags: ["-clock", "manual", "-capacity", "partition"] });
  client = new DynamoDBClient({ endpoint: server.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});
after(async () => {
  client.destroy();
  assert.equal(await server.stop(), 0);
});

function create(TableName, settings) {
  return client.send(new CreateTableCommand({
    TableName,
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    ...settings,
  }));
}

// Puts until one is refused: how many went in, and the refusal.
async function putUntilThrottled(TableName, most) {
  for (let done = 0; done < most; ++done) {
    try {
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: "hot" }, n: { N: String(done) } } }));
    } catch (error) {
      return { done, error };
    }
  }
  return { done: most };
}

function reasonOf(error) {
  const reasons = error.ThrottlingReasons ?? error.throttlingReasons;
  assert.equal(reasons.length, 1);
  assert.ok(reasons[0].resource.startsWith("arn:aws:dynamodb:us-east-1:"), reasons[0].resource);
  return [reasons[0].reason, reasons[0].resource.replace(/^.*:table/, "table")];
}

test("provisioned units that are used up name the table", async () => {
  await create("small", { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } });
  const { done, error } = await putUntilThrottled("small", 400);
  assert.equal(done, 300);
  assert.ok(error instanceof ProvisionedThroughputExceededException, error);
  assert.deepEqual(reasonOf(error), ["TableWriteProvisionedThroughputExceeded", "table/small"]);
});

test("a hot key of an on-demand table names its key range", async () => {
  await create("hot", { BillingMode: "PAY_PER_REQUEST" });
  const { done, error } = await putUntilThrottled("hot", 1500);
  assert.equal(done, 1000);
  assert.ok(error instanceof ProvisionedThroughputExceededException, error);
  assert.deepEqual(reasonOf(error), ["TableWriteKeyRangeThroughputExceeded", "table/hot"]);
});

test("the owner's ceiling is a ThrottlingException", async () => {
  await create("capped", {
    BillingMode: "PAY_PER_REQUEST",
    OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 10 },
  });
  const { done, error } = await putUntilThrottled("capped", 100);
  assert.equal(done, 10);
  assert.ok(error instanceof ThrottlingException, error);
  assert.deepEqual(reasonOf(error), ["TableWriteMaxOnDemandThroughputExceeded", "table/capped"]);
});

test("an index without capacity keeps the write out and is named", async () => {
  await create("indexed", {
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 100 },
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "n", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [{
      IndexName: "by-n",
      KeySchema: [{ AttributeName: "n", KeyType: "HASH" }],
      Projection: { ProjectionType: "KEYS_ONLY" },
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    }],
  });
  const { done, error } = await putUntilThrottled("indexed", 400);
  // Every put but the first moves an entry of the index, which is two writes.
  assert.ok(done >= 149 && done <= 151, String(done));
  assert.deepEqual(reasonOf(error), ["IndexWriteProvisionedThroughputExceeded", "table/indexed/index/by-n"]);
});
