// Time to live through the AWS SDK for JavaScript v3, on a clock that the test moves.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { startServer } from "./server.mjs";

describe("time to live", () => {
  let server, client, documents;

  async function clock(move) {
    const reply = await fetch(`${server.endpoint}/_stator/clock`, move && {
      method: "POST",
      body: JSON.stringify(move),
    });
    assert.equal(reply.status, 200);
    return reply.json();
  }
  async function item(id) {
    return (await documents.send(new GetCommand({ TableName: "sessions", Key: { id } }))).Item;
  }

  before(async () => {
    server = await startServer({ flags: ["--clock=manual"] });
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
    documents = DynamoDBDocumentClient.from(client);
    await client.send(new CreateTableCommand({
      TableName: "sessions",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }));
    const reply = await client.send(new UpdateTimeToLiveCommand({
      TableName: "sessions",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
    }));
    assert.deepEqual(reply.TimeToLiveSpecification, { Enabled: true, AttributeName: "expires" });
    const deadline = Date.now() + 10_000;
    for (let status = ""; status !== "ENABLED";) {
      assert.ok(Date.now() < deadline);
      const described = await client.send(new DescribeTimeToLiveCommand({ TableName: "sessions" }));
      status = described.TimeToLiveDescription.TimeToLiveStatus;
      assert.equal(described.TimeToLiveDescription.AttributeName, "expires");
    }
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test("a session is gone after two days, and a renewed one is not", async () => {
    const { EpochSeconds: now } = await clock();
    for (const id of ["left", "renewed"]) {
      await documents.send(new PutCommand({ TableName: "sessions", Item: { id, expires: now + 86_400 } }));
    }
    await documents.send(new UpdateCommand({
      TableName: "sessions",
      Key: { id: "renewed" },
      UpdateExpression: "SET expires = :later",
      ExpressionAttributeValues: { ":later": now + 5 * 86_400 },
    }));
    const moved = await clock({ AdvanceSeconds: 172_800 });
    assert.equal(moved.EpochSeconds, now + 172_800);
    assert.equal(moved.CaughtUp, true);
    assert.equal(await item("left"), undefined);
    assert.equal((await item("renewed")).expires, now + 5 * 86_400);
  });

  test("switching on twice is refused", async () => {
    await assert.rejects(
      client.send(new UpdateTimeToLiveCommand({
        TableName: "sessions",
        TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
      })),
      (error) => error.name === "ValidationException" && error.message === "TimeToLive is already enabled");
  });
});
