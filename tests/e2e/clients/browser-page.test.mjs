// A web page that talks to the server itself: the AWS SDK for JavaScript v3 bundled into it, in Chromium,
// with the origin checks that a browser makes.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { startServer } from "../js/server.mjs";
import { startBrowser } from "./browser.mjs";

const page_source = `
  import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
  import { DynamoDBDocumentClient, paginateQuery, PutCommand, GetCommand } from "@aws-sdk/lib-dynamodb";

  window.connect = (endpoint) => {
    const client = new DynamoDBClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "page", secretAccessKey: "local" },
      maxAttempts: 1,
    });
    const documents = DynamoDBDocumentClient.from(client);
    window.createTable = (TableName) => client.send(new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }, { AttributeName: "at", AttributeType: "N" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }, { AttributeName: "at", KeyType: "RANGE" }],
    })).then((reply) => reply.TableDescription.TableStatus);
    window.put = (TableName, Item, ConditionExpression) =>
      documents.send(new PutCommand({ TableName, Item, ConditionExpression })).then(
        (reply) => ({ status: reply.$metadata.httpStatusCode }),
        (error) => ({ name: error.name, message: error.message, status: error.$metadata?.httpStatusCode }));
    window.get = (TableName, Key) => documents.send(new GetCommand({ TableName, Key })).then((reply) => reply.Item);
    window.query = async (TableName, id) => {
      const found = [];
      const pages = paginateQuery({ client: documents, pageSize: 3 }, {
        TableName,
        KeyConditionExpression: "id = :id",
        ExpressionAttributeValues: { ":id": id },
      });
      for await (const page of pages) found.push(...page.Items.map((item) => item.at));
      return found;
    };
  };`;

describe("a page in a browser", () => {
  let server, site, browser;

  before(async () => {
    const { outputFiles: [script] } = await esbuild.build({
      stdin: { contents: page_source, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
      bundle: true,
      platform: "browser",
      format: "iife",
      write: false,
    });
    site = http.createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script.contents : "<!doctype html><title>page</title><script src=/page.js></script>");
    }).listen(0, "127.0.0.1");
    await once(site, "listening");
    server = await startServer();
    browser = await startBrowser();
  });

  after(async () => {
    await browser?.stop();
    site?.close();
    assert.equal(await server.stop(), 0);
  });

  async function open(endpoint) {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${site.address().port}/`);
    await page.evaluate((address) => window.connect(address), endpoint);
    return page;
  }

  test("it makes a table, writes, reads and pages", async () => {
    const page = await open(server.endpoint);
    assert.equal(await page.evaluate(() => window.createTable("page")), "CREATING");
    for (let at = 0; at < 8; at++) {
      assert.deepEqual(await page.evaluate((at) => window.put("page", { id: "ż", at, list: [null] }), at), { status: 200 });
    }
    assert.deepEqual(await page.evaluate(() => window.get("page", { id: "ż", at: 3 })), { id: "ż", at: 3, list: [null] });
    assert.deepEqual(await page.evaluate(() => window.query("page", "ż")), [0, 1, 2, 3, 4, 5, 6, 7]);
    await page.close();
  });

  test("it can read what an error says", async () => {
    const page = await open(server.endpoint);
    await page.evaluate(() => window.createTable("errors"));
    await page.evaluate(() => window.put("errors", { id: "x", at: 1 }));
    assert.deepEqual(await page.evaluate(() => window.put("errors", { id: "x", at: 1 }, "attribute_not_exists(id)")),
      { name: "ConditionalCheckFailedException", message: "The conditional request failed", status: 400 });
    assert.deepEqual(await page.evaluate(() => window.put("nothing", { id: "x", at: 1 })),
      { name: "ResourceNotFoundException", message: "Requested resource not found", status: 400 });
    await page.close();
  });

  test("a server that does not allow its origin is out of its reach", async () => {
    const other = await startServer({ flags: ["-cors", "http://elsewhere.example"] });
    try {
      const page = await open(other.endpoint);
      const reply = await page.evaluate(() => window.put("page", { id: "x", at: 1 }));
      assert.deepEqual([reply.name, reply.message, reply.status], ["TypeError", "Failed to fetch", undefined]);
      await page.close();
    } finally {
      assert.equal(await other.stop(), 0);
    }
  });
});
