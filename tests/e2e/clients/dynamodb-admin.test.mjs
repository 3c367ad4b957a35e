// dynamodb-admin in a browser: tables are listed, items shown, added, edited, searched, paged and deleted.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import readline from "node:readline";
import { after, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { startServer } from "../js/server.mjs";
import { startBrowser } from "./browser.mjs";

const program = fileURLToPath(new URL("node_modules/dynamodb-admin/dist/dynamodb-admin.js", import.meta.url));

// Starts the program on a free port, with the credentials that it has by default.
async function startAdmin(endpoint) {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...environment } = process.env;
  const child = spawn(process.execPath, [program, "--host", "127.0.0.1", "--port", "0", "--dynamo-endpoint", endpoint],
    { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /listening on (http:\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
    child.once("exit", (code) => reject(new Error(`dynamodb-admin ended with ${code}`)));
  });
  return {
    address,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

describe("dynamodb-admin", () => {
  let server, admin, client, documents, browser, page;

  before(async () => {
    server = await startServer();
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "key", secretAccessKey: "secret" },
    });
    documents = DynamoDBDocumentClient.from(client);
    await client.send(new CreateTableCommand({
      TableName: "music",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "artist", AttributeType: "S" },
        { AttributeName: "year", AttributeType: "N" },
        { AttributeName: "label", AttributeType: "S" },
      ],
      KeySchema: [{ AttributeName: "artist", KeyType: "HASH" }, { AttributeName: "year", KeyType: "RANGE" }],
      GlobalSecondaryIndexes: [{
        IndexName: "by-label",
        KeySchema: [{ AttributeName: "label", KeyType: "HASH" }, { AttributeName: "year", KeyType: "RANGE" }],
        Projection: { ProjectionType: "ALL" },
      }],
    }));
    await client.send(new UpdateTimeToLiveCommand({
      TableName: "music",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "deleted" },
    }));
    for (let from = 1961; from < 2001; from += 20) {
      await documents.send(new BatchWriteCommand({
        RequestItems: {
          music: Array.from({ length: 20 }, (_, i) => ({
            PutRequest: { Item: { artist: "the pagers", year: from + i, label: i % 2 ? "odd" : "even" } },
          })),
        },
      }));
    }
    admin = await startAdmin(server.endpoint);
    browser = await startBrowser();
  });

  after(async () => {
    await browser?.stop();
    await admin?.stop();
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  let failures;
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage();
    failures = [];
    page.on("pageerror", (error) => failures.push(error.message));
    page.on("response", (reply) => {
      if (reply.status() >= 400 && !reply.url().endsWith("/favicon.ico")) failures.push(`${reply.status()} ${reply.url()}`);
    });
  });

  const open = (path) => page.goto(admin.address + path, { waitUntil: "load" });
  const item = async (Key) => (await documents.send(new GetCommand({ TableName: "music", Key, ConsistentRead: true }))).Item;
  // The rows of items, each a list of the texts in its columns.
  async function rows() {
    await page.waitForSelector(".table-container:not(.d-none), .no-results:not(.d-none)");
    return page.$$eval("#items-container tr", (found) =>
      found.map((row) => [...row.querySelectorAll("td")].slice(1).map((cell) => cell.textContent)));
  }
  async function follow(selector) {
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click(selector)]);
  }
  const editor = () => page.evaluate(() => JSON.parse(window.ace.edit("documentTextarea").getValue()));
  async function write(document) {
    await page.evaluate((text) => window.ace.edit("documentTextarea").setValue(text), JSON.stringify(document));
  }

  test("the tables are listed, with their number of items", async () => {
    await open("/");
    const tables = await page.$$eval("#table-list li", (found) =>
      found.map((entry) => [entry.dataset.tableName, entry.querySelector(".badge-secondary").textContent.trim()]));
    assert.deepEqual(tables, [["music", "40"]]);
    await follow("#table-list a");
    assert.equal(new URL(page.url()).pathname, "/tables/music");
    assert.deepEqual(failures, []);
  });

  test("items are shown page by page", async () => {
    await open("/tables/music");
    const first = await rows();
    assert.equal(first.length, 25);
    assert.deepEqual(await page.$$eval("#actions-row th", (found) => found.map((head) => head.textContent)),
      ["Actions", "artist", "year", "label"]);
    assert.deepEqual(first[0], ['"the pagers"', "1961", '"even"']);
    await follow(".page-link-next");
    const second = await rows();
    assert.deepEqual(second.map((row) => Number(row[1])), Array.from({ length: 15 }, (_, i) => 1986 + i));
    await follow(".page-link-previous");
    assert.deepEqual(await rows(), first);
    assert.deepEqual(failures, []);
  });

  test("a query on an index, with a condition on its sort key and a filter", async () => {
    await open("/tables/music");
    await rows();
    await page.select("select[name=operationType]", "query");
    await page.select("select[name=queryableSelection]", "by-label");
    const fill = (key, type, operator, value) => page.$$eval("#filters-table tr", (found, key, type, operator, value) => {
      let row = found.find((entry) => entry.querySelector(".filter-row-key").value === key);
      row.querySelector(".filter-row-type").value = type;
      row.querySelector(".filter-row-operator").value = operator;
      row.querySelector(".filter-row-value").value = value;
    }, key, type, operator, value);
    await fill("label", "S", "=", "odd");
    await fill("year", "N", ">=", "1990");
    await page.click("#add-filter");
    await page.$eval("#filters-table tr:last-child .filter-row-key", (field) => { field.value = "artist"; });
    await fill("artist", "S", "begins_with", "the p");
    await follow("#form button[type=submit]");
    assert.deepEqual((await rows()).map((row) => Number(row[1])), [1990, 1992, 1994, 1996, 1998, 2000]);
    assert.deepEqual(failures, []);
  });

  test("an item is added, edited and deleted", async () => {
    await open("/tables/music/add-item");
    assert.deepEqual(await editor(), { artist: "", year: 0 });
    await write({ artist: "Łąka", year: 1999, songs: [{ title: "a", seconds: 61.5 }], live: true, label: "new", gone: null });
    await follow("#saveButton");
    assert.equal(decodeURIComponent(new URL(page.url()).pathname), "/tables/music/items/Łąka,1999");
    const shown = await editor();
    assert.deepEqual(shown, await item({ artist: "Łąka", year: 1999 }));
    assert.deepEqual(shown.songs, [{ title: "a", seconds: 61.5 }]);

    await write({ ...shown, live: false, songs: [], stars: 5 });
    await page.click("#saveButton");
    await page.waitForSelector("#saveButton.btn-success");
    assert.deepEqual(await item({ artist: "Łąka", year: 1999 }),
      { artist: "Łąka", year: 1999, live: false, songs: [], stars: 5, label: "new", gone: null });

    await follow("button.btn-danger");
    assert.equal(new URL(page.url()).pathname, "/tables/music");
    assert.equal(await item({ artist: "Łąka", year: 1999 }), undefined);
    assert.deepEqual(failures, []);
  });

  test("what the server refuses is shown as it says it", async () => {
    await open("/tables/music/add-item");
    await write({ artist: "", year: 1 });
    await page.click("#saveButton");
    const alert = await page.waitForSelector("#error-wrapper .alert");
    assert.match(await alert.evaluate((element) => element.textContent),
      /One or more parameter values are not valid\..*empty string value\. Key: artist$/);
  });

  test("an item is found by its key", async () => {
    await documents.send(new PutCommand({ TableName: "music", Item: { artist: "found", year: 2, note: "here" } }));
    await open("/tables/music/get");
    await page.type("input[name=hash]", "found");
    await page.type("input[name=range]", "2");
    await follow("button[type=submit]");
    assert.deepEqual(await editor(), { artist: "found", year: 2, note: "here" });
    assert.deepEqual(failures, []);
  });

  test("the table's description and its time to live are shown", async () => {
    await open("/tables/music/meta");
    const table = await page.evaluate(() => JSON.parse(window.ace.edit("documentArea").getValue()));
    assert.equal(table.TableName, "music");
    assert.equal(table.TableStatus, "ACTIVE");
    assert.deepEqual(table.GlobalSecondaryIndexes.map((index) => index.IndexName), ["by-label"]);
    await open("/tables/music/ttl");
    assert.deepEqual(await page.$$eval("td", (cells) => cells.map((cell) => cell.textContent.trim())), ["ENABLED", "deleted"]);
    assert.deepEqual(failures, []);
  });

  // Its form sends the capacity units as strings, which the service does not take either.
  test("a table made with its form is refused as the service refuses it", async () => {
    await open("/create-table");
    await page.type("#TableName", "made-here");
    await page.type("#HashAttributeName", "id");
    await page.click("#saveButton");
    const alert = await page.waitForSelector("#error-wrapper .alert");
    assert.equal(await alert.evaluate((element) => element.textContent), "STRING_VALUE cannot be converted to Long");
  });

  test("a table is emptied and deleted", async () => {
    await client.send(new CreateTableCommand({
      TableName: "scratch",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }));
    await documents.send(new PutCommand({ TableName: "scratch", Item: { id: "x" } }));
    page.on("dialog", (dialog) => dialog.accept());
    await open("/tables/scratch/meta");
    await follow("#purgeTable");
    assert.deepEqual(await rows(), []);
    await open("/tables/scratch/meta");
    await follow("#deleteTable");
    const tables = await page.$$eval("#table-list li", (found) => found.map((entry) => entry.dataset.tableName));
    assert.deepEqual(tables, ["music"]);
    assert.deepEqual(failures, []);
  });
});
