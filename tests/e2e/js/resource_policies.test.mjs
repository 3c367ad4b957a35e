// Resource policies through the AWS SDK for JavaScript v3.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PolicyNotFoundException,
  PutResourcePolicyCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb";
import { startServer } from "./server.mjs";

const USER = "arn:aws:iam::123456789012:user/ann";

function policy(action, resource) {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: USER }, Action: action, Resource: resource }],
  });
}

describe("resource policies", () => {
  let server, client;

  function create(name, more = {}) {
    return client.send(new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      ...more,
    }));
  }
  const put = (ResourceArn, Policy, more = {}) =>
    client.send(new PutResourcePolicyCommand({ ResourceArn, Policy, ...more }));
  const get = (ResourceArn) => client.send(new GetResourcePolicyCommand({ ResourceArn }));
  const remove = (ResourceArn, more = {}) =>
    client.send(new DeleteResourcePolicyCommand({ ResourceArn, ...more }));

  before(async () => {
    server = await startServer();
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "123456789012", secretAccessKey: "test" },
      maxAttempts: 1,
    });
  });
  after(async () => {
    client.destroy();
    await server.stop();
  });

  test("are attached, read, replaced on condition and deleted", async () => {
    const arn = (await create("users")).TableDescription.TableArn;
    await assert.rejects(get(arn), PolicyNotFoundException);
    const first = policy("dynamodb:GetItem", [arn, `${arn}/index/*`]);
    const { RevisionId } = await put(arn, first, { ExpectedRevisionId: "NO_POLICY" });
    assert.deepEqual((({ Policy, RevisionId }) => ({ Policy, RevisionId }))(await get(arn)),
      { Policy: first, RevisionId });
    assert.equal((await put(arn, first)).RevisionId, RevisionId);
    const second = policy("dynamodb:Query", arn);
    await assert.rejects(put(arn, second, { ExpectedRevisionId: "NO_POLICY" }),
      PolicyNotFoundException);
    const later = await put(arn, second, { ExpectedRevisionId: RevisionId });
    assert.notEqual(later.RevisionId, RevisionId);
    await assert.rejects(remove(arn, { ExpectedRevisionId: RevisionId }), PolicyNotFoundException);
    assert.equal((await remove(arn)).RevisionId, later.RevisionId);
    assert.equal((await remove(arn)).RevisionId, undefined);
    await assert.rejects(get(arn), PolicyNotFoundException);
  });

  test("come with a table and go with it", async () => {
    const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
    const ResourcePolicy = policy("dynamodb:*", arn);
    await create("orders", { ResourcePolicy });
    assert.equal((await get(arn)).Policy, ResourcePolicy);
    await client.send(new DeleteTableCommand({ TableName: "orders" }));
    await assert.rejects(get(arn), ResourceNotFoundException);
  });

  test("that are wrong create no table", async () => {
    await assert.rejects(create("wrong", { ResourcePolicy: policy("dynamodb:ListTables", "*") }), {
      name: "ValidationException",
      message: "One or more parameter values were invalid: Invalid policy document: " +
        'The following action names are invalid: "dynamodb:ListTables"',
    });
    await assert.rejects(client.send(new DescribeTableCommand({ TableName: "wrong" })),
      ResourceNotFoundException);
  });

  test("of a stream are its own", async () => {
    const { TableDescription } = await create("events", {
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    const stream = TableDescription.LatestStreamArn;
    await put(stream, policy("dynamodb:GetRecords", stream));
    await assert.rejects(get(TableDescription.TableArn), PolicyNotFoundException);
    await client.send(new DeleteTableCommand({ TableName: "events" }));
    assert.match((await get(stream)).Policy, /GetRecords/);
  });
});
