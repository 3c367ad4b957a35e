// HTTPS through AWS SDK for JavaScript v3.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  BatchGetItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { startServer } from "./server.mjs";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const folder = mkdtempSync(join(tmpdir(), "stator-certificates-"));
const file = (name) => join(folder, name);
const clients = [];
let server;

function certificate(name, ...more) {
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    "-keyout", file(`${name}.key`), "-out", file(`${name}.pem`), "-days", "2", "-subj", `/CN=${name}`, ...more],
  { stdio: "ignore" });
}

function connect(tls, endpoint = server.tlsEndpoint) {
  const httpsAgent = new https.Agent({ keepAlive: true, maxSockets: 20, ...tls });
  const client = new DynamoDBClient({
    endpoint, region: "us-east-1", credentials, maxAttempts: 1, requestHandler: { httpsAgent },
  });
  clients.push(client);
  return client;
}

const pem = (name) => readFileSync(file(name));
const clientPair = () => ({ ca: pem("ca.pem"), cert: pem("client.pem"), key: pem("client.key") });

before(async () => {
  certificate("ca", "-addext", "keyUsage=critical,keyCertSign");
  const issuer = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-addext", "subjectAltName=DNS:localhost"];
  for (const name of ["server", "client"]) certificate(name, ...issuer);
  server = await startServer({
    flags: ["--tls-port", "0", "--tls-cert", file("server.pem"), "--tls-key", file("server.key"),
      "--tls-client-ca", file("ca.pem")],
  });
  await connect(clientPair()).send(new CreateTableCommand({
    TableName: "notes",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  }));
});
after(async () => {
  for (const client of clients) client.destroy();
  assert.equal(await server.stop(), 0);
  rmSync(folder, { recursive: true });
});

for (const version of ["TLSv1.2", "TLSv1.3"]) {
  test(`items go both ways with ${version}`, async () => {
    const client = connect({ ...clientPair(), minVersion: version, maxVersion: version });
    const Item = { pk: { S: version }, text: { S: "x".repeat(300_000) } };
    await client.send(new PutItemCommand({ TableName: "notes", Item }));
    const reply = await client.send(new GetItemCommand({ TableName: "notes", Key: { pk: { S: version } } }));
    assert.deepEqual(reply.Item, Item);
  });
}

test("many requests at once, and a large reply", async () => {
  const client = connect(clientPair());
  const keys = Array.from({ length: 40 }, (_, i) => ({ pk: { S: `m${i}` } }));
  await Promise.all(keys.map((key) =>
    client.send(new PutItemCommand({ TableName: "notes", Item: { ...key, text: { S: "y".repeat(300_000) } } }))));
  const reply = await client.send(new BatchGetItemCommand({ RequestItems: { notes: { Keys: keys } } }));
  assert.equal(reply.Responses.notes.length, 40);
});

test("a client without a certificate is refused", async () => {
  await assert.rejects(connect({ ca: pem("ca.pem") }).send(new ListTablesCommand({})),
    (error) => /certificate required|ECONNRESET|hang up/i.test(`${error.message} ${error.code}`));
});

test("a client that does not know the CA refuses", async () => {
  const { cert, key } = clientPair();
  await assert.rejects(connect({ cert, key }).send(new ListTablesCommand({})), /unable to verify|self.signed/i);
});

test("the plain port serves beside it", async () => {
  const reply = await connect({}, server.endpoint).send(new ListTablesCommand({}));
  assert.deepEqual(reply.TableNames, ["notes"]);
});
