// Two tenants of one table through AWS SDK for JavaScript v3: users with a tag, and players whom an identity
// provider vouches for. Neither sees, changes, counts or follows what is the other's.
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as ddb from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { DynamoDBDocumentClient, paginateQuery, QueryCommand as DocumentQuery } from "@aws-sdk/lib-dynamodb";
import { startServer } from "./server.mjs";

const ACCOUNT = "111122223333";
const TableName = "ledger";
const region = "us-east-1";
const folder = mkdtempSync(join(tmpdir(), "stator-identities-"));
const provider = generateKeyPairSync("rsa", { modulusLength: 2048 });
const clients = [];
let server, root;

const keyOf = (name) => `AKIA${name.toUpperCase().padEnd(16, "X")}`;
const secretOf = (name) => `secret/of/${name}`.padEnd(40, "x");
const accessKeys = (name) => [{ AccessKeyId: keyOf(name), SecretAccessKey: secretOf(name) }];
const statement = (rest) => ({ Version: "2012-10-17", Statement: { Effect: "Allow", ...rest } });
const ownItems = (variable) => statement({
  Action: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem",
    "ConditionCheckItem", "PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"]
    .map((name) => `dynamodb:${name}`),
  Resource: ["", "/index/*"].map((rest) => `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${TableName}${rest}`),
  Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [variable] } },
});

function identities() {
  const user = (name) => ({
    AccessKeys: accessKeys(name),
    InlinePolicies: { own: ownItems("${aws:PrincipalTag/tenant}") },
    Tags: { tenant: name },
  });
  const jwk = { ...provider.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" };
  return { Accounts: { [ACCOUNT]: {
    RootAccessKeys: accessKeys("root"),
    Users: { tenant_red: user("tenant_red"), tenant_blue: user("tenant_blue") },
    Roles: { Player: {
      TrustPolicy: statement({ Principal: { Federated: "graph.facebook.com" }, Action: "sts:AssumeRoleWithWebIdentity" }),
      InlinePolicies: { own: ownItems("${graph.facebook.com:id}") },
    } },
    IdentityProviders: { "graph.facebook.com": { Audiences: ["game"], Keys: { keys: [jwk] } } },
  } } };
}

function connect(credentials, Client = ddb.DynamoDBClient) {
  const client = new Client({ endpoint: server.endpoint, region, credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}
const connectAs = (name, Client) =>
  connect({ accessKeyId: keyOf(name), secretAccessKey: secretOf(name) }, Client);

function token(subject) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = [{ alg: "RS256", kid: "one", typ: "JWT" },
    { iss: "https://www.facebook.com", aud: "game", sub: subject, iat: now, exp: now + 600 }].map(part).join(".");
  return `${text}.${sign("sha256", Buffer.from(text), provider.privateKey).toString("base64url")}`;
}

// As the SDK's fromWebToken would, for which there is no client here.
async function connectByToken(subject) {
  const reply = await fetch(server.endpoint, { method: "POST", body: new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity", Version: "2011-06-15", RoleSessionName: "app",
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/Player`, WebIdentityToken: token(subject),
  }) });
  const text = await reply.text();
  assert.equal(reply.status, 200, text);
  const [accessKeyId, secretAccessKey, sessionToken] = ["AccessKeyId", "SecretAccessKey", "SessionToken"]
    .map((name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)[1]);
  return connect({ accessKeyId, secretAccessKey, sessionToken });
}

const key = (tenant, id = "1") => ({ tenant: { S: tenant }, id: { S: id } });
const item = (tenant, id = "1") => ({ ...key(tenant, id), amount: { N: "5" }, secret: { S: `${tenant}-secret` } });
const ofTenant = (tenant, rest = {}) => ({
  TableName, KeyConditionExpression: "tenant = :t", ExpressionAttributeValues: { ":t": { S: tenant } }, ...rest,
});

before(async () => {
  const file = join(folder, "identities.json");
  writeFileSync(file, JSON.stringify(identities()), { mode: 0o600 });
  server = await startServer({ flags: ["--auth=sigv4", "--identities", file] });
  root = connectAs("root");
  const keys = (...names) => names.map((AttributeName, i) => ({ AttributeName, KeyType: i ? "RANGE" : "HASH" }));
  await root.send(new ddb.CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST", KeySchema: keys("tenant", "id"),
    AttributeDefinitions: [["tenant", "S"], ["id", "S"], ["amount", "N"]]
      .map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    GlobalSecondaryIndexes: [["amounts", "tenant", "amount"], ["all-amounts", "amount", "id"]].map(
      ([IndexName, ...names]) => ({ IndexName, KeySchema: keys(...names), Projection: { ProjectionType: "ALL" } })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  }));
  for (const tenant of ["tenant_red", "tenant_blue"]) {
    for (const id of ["1", "2", "3"]) await root.send(new ddb.PutItemCommand({ TableName, Item: item(tenant, id) }));
  }
});
after(async () => {
  for (const client of clients) client.destroy();
  assert.equal(await server.stop(), 0);
  rmSync(folder, { recursive: true });
});

// Everything that takes a tenant.
const attempts = (t) => ({
  get: new ddb.GetItemCommand({ TableName, Key: key(t) }),
  batchGet: new ddb.BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key(t)] } } }),
  transactGet: new ddb.TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: key(t) } }] }),
  query: new ddb.QueryCommand(ofTenant(t)),
  count: new ddb.QueryCommand(ofTenant(t, { Select: "COUNT" })),
  project: new ddb.QueryCommand(ofTenant(t, { ProjectionExpression: "secret" })),
  filter: new ddb.QueryCommand(ofTenant(t, { FilterExpression: "attribute_exists(secret)" })),
  index: new ddb.QueryCommand(ofTenant(t, { IndexName: "amounts" })),
  put: new ddb.PutItemCommand({ TableName, Item: item(t), ReturnValues: "ALL_OLD" }),
  update: new ddb.UpdateItemCommand({
    TableName, Key: key(t), UpdateExpression: "ADD amount :n", ExpressionAttributeValues: { ":n": { N: "1" } } }),
  erase: new ddb.DeleteItemCommand({ TableName, Key: key(t, "9"), ReturnValues: "ALL_OLD" }),
  batchWrite: new ddb.BatchWriteItemCommand({
    RequestItems: { [TableName]: [{ PutRequest: { Item: item(t) } }, { DeleteRequest: { Key: key(t, "9") } }] } }),
  transactWrite: new ddb.TransactWriteItemsCommand({ TransactItems: [
    { Put: { TableName, Item: item(t) } },
    { ConditionCheck: { TableName, Key: key(t, "2"), ConditionExpression: "attribute_exists(secret)" } }] }),
  select: new ddb.ExecuteStatementCommand({
    Statement: `SELECT * FROM ${TableName} WHERE tenant = ?`, Parameters: [{ S: t }] }),
  selectSeveral: new ddb.ExecuteStatementCommand({
    Statement: `SELECT * FROM ${TableName} WHERE tenant IN [?, ?]`, Parameters: [{ S: t }, { S: t }] }),
  updateStatement: new ddb.ExecuteStatementCommand({
    Statement: `UPDATE ${TableName} SET amount = 6 WHERE tenant = ? AND id = '1' RETURNING ALL OLD *`,
    Parameters: [{ S: t }] }),
  transactStatements: new ddb.ExecuteTransactionCommand({ TransactStatements: [
    { Statement: `SELECT * FROM ${TableName} WHERE tenant = ? AND id = '1'`, Parameters: [{ S: t }] }] }),
});

async function denial(client, command) {
  let error;
  try {
    await client.send(command);
  } catch (thrown) {
    error = thrown;
  }
  assert.equal(error?.name, "AccessDeniedException", `${command.constructor.name}: ${error}`);
  return error.message;
}

const contents = async () => (await root.send(new ddb.ScanCommand({ TableName }))).Items
  .map((one) => JSON.stringify(Object.entries(one).sort())).sort();

for (const [kind, connectTenant] of [["user", connectAs], ["player", connectByToken]]) {
  test(`a ${kind} may do everything with his own`, async () => {
    const red = await connectTenant("tenant_red");
    for (const [name, command] of Object.entries(attempts("tenant_red"))) {
      await assert.doesNotReject(red.send(command), name);
    }
  });

  test(`a ${kind} may do nothing with another's, and learns nothing by trying`, async () => {
    const earlier = await contents();
    for (const [self, other] of [["tenant_red", "tenant_blue"], ["tenant_blue", "tenant_red"]]) {
      const client = await connectTenant(self);
      const absent = attempts("tenant_nobody");
      for (const [name, command] of Object.entries(attempts(other))) {
        assert.equal(await denial(client, command), await denial(client, absent[name]), name);
      }
    }
    assert.deepEqual(await contents(), earlier);
  });

  test(`a ${kind} may do nothing that is of all tenants`, async () => {
    const red = await connectTenant("tenant_red");
    for (const command of [
      new ddb.ScanCommand({ TableName }),
      new ddb.ScanCommand({ TableName, Select: "COUNT" }),
      new ddb.ScanCommand({ TableName, IndexName: "amounts" }),
      new ddb.QueryCommand({ TableName, IndexName: "all-amounts", KeyConditionExpression: "amount = :n",
        ExpressionAttributeValues: { ":n": { N: "5" } } }),
      new ddb.ExecuteStatementCommand({ Statement: `SELECT * FROM ${TableName}` }),
      new ddb.ExecuteStatementCommand({ Statement: `SELECT secret FROM ${TableName} WHERE amount = 5` }),
      new ddb.DescribeTableCommand({ TableName }),
      new ddb.ListTablesCommand({}),
      new ddb.DeleteTableCommand({ TableName }),
    ]) {
      await denial(red, command);
    }
  });
}

test("pages of the document client stay within one's own", async () => {
  const red = DynamoDBDocumentClient.from(connectAs("tenant_red"));
  const own = { TableName, KeyConditionExpression: "tenant = :t", ExpressionAttributeValues: { ":t": "tenant_red" } };
  const seen = [];
  for await (const page of paginateQuery({ client: red, pageSize: 1 }, own)) seen.push(...page.Items);
  assert.deepEqual(seen.map((one) => [one.tenant, one.id]), [["tenant_red", "1"], ["tenant_red", "2"], ["tenant_red", "3"]]);
  const begin = { ...own, ExclusiveStartKey: { tenant: "tenant_blue", id: "1" } };
  await assert.rejects(red.send(new DocumentQuery(begin)), (error) => !JSON.stringify(error).includes("tenant_blue-secret"));
});

test("statements of a batch are refused one by one", async () => {
  const statements = ["tenant_red", "tenant_blue", "tenant_nobody"].map((t) => ({
    Statement: `SELECT * FROM ${TableName} WHERE tenant = ? AND id = '1'`, Parameters: [{ S: t }] }));
  const reply = await connectAs("tenant_red").send(new ddb.BatchExecuteStatementCommand({ Statements: statements }));
  const [own, others, nobodys] = reply.Responses;
  assert.equal(own.Item.secret.S, "tenant_red-secret");
  assert.equal(others.Error.Code, "AccessDenied");
  assert.deepEqual(others, nobodys);
});

test("nobody follows the table", async () => {
  const streams = connectAs("root", DynamoDBStreamsClient);
  const { Streams: [{ StreamArn }] } = await streams.send(new ListStreamsCommand({}));
  const { StreamDescription: { Shards: [{ ShardId }] } } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const position = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(position));
  const red = connectAs("tenant_red", DynamoDBStreamsClient);
  for (const command of [new ListStreamsCommand({}), new DescribeStreamCommand({ StreamArn }),
    new GetShardIteratorCommand(position), new GetRecordsCommand({ ShardIterator })]) {
    await assert.rejects(red.send(command), { name: "AccessDeniedException" });
  }
});
