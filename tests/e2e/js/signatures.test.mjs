// Signatures made by AWS SDK for JavaScript v3, which signs other headers than botocore does.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { startServer } from "./server.mjs";

const writer = { accessKeyId: "AKIAWRITERWRITERWRIT", secretAccessKey: "writer-secret-0123456789-0123456789/+=" };
const reader = { accessKeyId: "AKIAREADERREADERREAD", secretAccessKey: "reader-secret-0123456789-0123456789/+=" };
const allow = (Action) => ({ Version: "2012-10-17", Statement: [{ Sid: "Some", Effect: "Allow", Action, Resource: "*" }] });
const user = (key, action) => ({
  AccessKeys: [{ AccessKeyId: key.accessKeyId, SecretAccessKey: key.secretAccessKey }],
  InlinePolicies: { own: allow(action) },
});
const identities = {
  Accounts: { 123456789012: { Users: { writer: user(writer, "dynamodb:*"), reader: user(reader, "dynamodb:GetItem") } } },
};

let folder, server;
const clients = [];

function client(credentials, options = {}) {
  const made = new DynamoDBClient({
    endpoint: server.endpoint, region: "eu-west-1", credentials, maxAttempts: 1, ...options,
  });
  clients.push(made);
  return made;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "stator-identities-"));
  const file = join(folder, "identities.json");
  await writeFile(file, JSON.stringify(identities), { mode: 0o600 });
  server = await startServer({ flags: ["-auth", "sigv4", "-identities", file, "-explain-access"] });
  await client(writer).send(new CreateTableCommand({
    TableName: "signed",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  }));
});
after(async () => {
  for (const made of clients) made.destroy();
  assert.equal(await server.stop(), 0);
  await rm(folder, { recursive: true });
});

const put = (pk) => new PutItemCommand({ TableName: "signed", Item: { pk: { S: pk }, text: { S: "Žluťoučký \u{1F40E}" } } });
const get = (pk) => new GetItemCommand({ TableName: "signed", Key: { pk: { S: pk } } });

test("what is signed rightly is served", async () => {
  await client(writer).send(put("a"));
  const { Item } = await client(reader).send(get("a"));
  assert.equal(Item.text.S, "Žluťoučký \u{1F40E}");
});

test("what is not allowed is refused, and the header says by what", async () => {
  const made = client(reader);
  let explained;
  made.middlewareStack.add((next) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      explained = error.$response?.headers["x-stator-explain-access"];
      throw error;
    }
  }, { step: "deserialize", priority: "high" });
  await assert.rejects(made.send(put("b")), (error) => {
    assert.equal(error.name, "AccessDeniedException");
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.match(error.message, /user\/reader is not authorized to perform: dynamodb:PutItem/);
    return true;
  });
  const { decision, action, policyKind } = JSON.parse(explained);
  assert.deepEqual({ decision, action, policyKind },
    { decision: "implicit-deny", action: "dynamodb:PutItem", policyKind: "identity" });
});

test("a wrong secret, an unknown key and a clock that is wrong are told apart", async () => {
  const refused = async (made, name) => assert.rejects(made.send(get("a")), (error) => {
    assert.equal(error.name, name);
    return true;
  });
  await refused(client({ ...reader, secretAccessKey: "another" }), "InvalidSignatureException");
  await refused(client({ ...reader, accessKeyId: "AKIANOBODY" }), "UnrecognizedClientException");
  await refused(client({ ...reader, sessionToken: "t" }), "UnrecognizedClientException");
  await refused(client(reader, { systemClockOffset: -301_000 }), "InvalidSignatureException");
});

test("from a refusal the SDK learns the server's time", async () => {
  const late = client(reader, { systemClockOffset: 3_600_000 });
  await assert.rejects(late.send(get("a")), { name: "InvalidSignatureException", message: /^Signature not yet current: / });
  const { Item } = await late.send(get("a"));
  assert.equal(Item.pk.S, "a");
});
