// An unmodified AWS SDK for JavaScript v3 program that follows a stream: every shard, parents before
// children, in memory and on disk.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb-streams";
import { startServer } from "./server.mjs";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

function cases(inMemory) {
  let server, tables, streams, arn;

  before(async () => {
    server = await startServer({ inMemory });
    const settings = { endpoint: server.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
    tables = new DynamoDBClient(settings);
    streams = new DynamoDBStreamsClient(settings);
    await tables.send(new CreateTableCommand({
      TableName: "events",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }));
    arn = (await tables.send(new DescribeTableCommand({ TableName: "events" }))).Table.LatestStreamArn;
  });
  after(async () => assert.equal(await server.stop(), 0));

  const describeStream = async (settings = {}) =>
    (await streams.send(new DescribeStreamCommand({ StreamArn: arn, ...settings }))).StreamDescription;

  async function readShard(ShardId) {
    const start = await streams.send(
      new GetShardIteratorCommand({ StreamArn: arn, ShardId, ShardIteratorType: "TRIM_HORIZON" }));
    const records = [];
    let iterator = start.ShardIterator;
    while (iterator) {
      const page = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 10 }));
      records.push(...page.Records);
      iterator = page.NextShardIterator;
      if (page.Records.length === 0) break;
    }
    return { records, closed: iterator === undefined };
  }

  test("a life of an item is told in order", async () => {
    const key = { id: { S: "life" } };
    await tables.send(new PutItemCommand({ TableName: "events", Item: { ...key, n: { N: "1" } } }));
    await tables.send(new UpdateItemCommand({
      TableName: "events", Key: key, UpdateExpression: "SET n = n + :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    }));
    await tables.send(new DeleteItemCommand({ TableName: "events", Key: key }));
    const all = [];
    for (const shard of (await describeStream()).Shards) all.push(...(await readShard(shard.ShardId)).records);
    assert.deepEqual(all.map((r) => r.eventName), ["INSERT", "MODIFY", "REMOVE"]);
    assert.deepEqual(all[1].dynamodb.NewImage, { ...key, n: { N: "2" } });
    assert.deepEqual(all[1].dynamodb.OldImage, { ...key, n: { N: "1" } });
    assert.ok(all[0].dynamodb.ApproximateCreationDateTime instanceof Date);
    assert.ok(Date.now() - all[0].dynamodb.ApproximateCreationDateTime.getTime() < 60_000);
    assert.equal(new Set(all.map((r) => r.eventID)).size, 3);
  });

  test("shards are paged", async () => {
    const first = await describeStream({ Limit: 3 });
    assert.equal(first.Shards.length, 3);
    const rest = await describeStream({ ExclusiveStartShardId: first.LastEvaluatedShardId });
    assert.equal(rest.Shards.length, 1);
    assert.equal(rest.LastEvaluatedShardId, undefined);
  });

  test("a disabled stream stays, and enabling again makes another", async () => {
    await tables.send(
      new UpdateTableCommand({ TableName: "events", StreamSpecification: { StreamEnabled: false } }));
    const stream = await describeStream();
    assert.equal(stream.StreamStatus, "DISABLED");
    for (const shard of stream.Shards) {
      assert.ok(shard.SequenceNumberRange.EndingSequenceNumber);
      assert.ok((await readShard(shard.ShardId)).closed);
    }
    await tables.send(new UpdateTableCommand({
      TableName: "events", StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    }));
    const listed = await streams.send(new ListStreamsCommand({ TableName: "events" }));
    assert.equal(listed.Streams.length, 2);
    assert.ok(listed.Streams.some((s) => s.StreamArn === arn));
  });

  test("a stream that does not exist is not found", async () => {
    await assert.rejects(
      streams.send(new DescribeStreamCommand({ StreamArn: `${arn}0` })), ResourceNotFoundException);
  });
}

describe("streams in memory", () => cases(true));
describe("streams on disk", () => cases(false));
