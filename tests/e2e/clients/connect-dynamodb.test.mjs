// connect-dynamodb: the session store of a small Express application, with time to live.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import {
  DescribeTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand, UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import connectDynamoDB from "connect-dynamodb";
import express from "express";
import session from "express-session";
import { startServer } from "../js/server.mjs";

const DynamoDBStore = connectDynamoDB(session);
const day_ms = 86_400_000;

function application(store) {
  const app = express();
  app.use(session({
    store,
    secret: "keyboard cat",
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 2 * day_ms },
  }));
  app.post("/login/:name", (request, response) => {
    request.session.user = { name: request.params.name };
    request.session.name = request.params.name;
    response.send("welcome");
  });
  app.get("/", (request, response) => {
    response.send(request.session.user ? `hello ${request.session.user.name}` : "who are you?");
  });
  app.post("/visit", (request, response) => {
    request.session.visits = (request.session.visits ?? 0) + 1;
    response.send(String(request.session.visits));
  });
  app.post("/logout", (request, response, next) => {
    request.session.destroy((error) => error ? next(error) : response.send("bye"));
  });
  return app;
}

// A browser as far as sessions go: it keeps one cookie.
class Browser {
  constructor(address) {
    this.address = address;
  }

  async send(method, path) {
    const reply = await fetch(this.address + path, { method, headers: this.cookie ? { cookie: this.cookie } : {} });
    const [cookie] = reply.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(";")[0];
    assert.equal(reply.status, 200);
    return reply.text();
  }

  get session() {
    return decodeURIComponent(this.cookie).replace(/^connect\.sid=s:/, "").split(".")[0];
  }
}

describe("connect-dynamodb", () => {
  let server, client, store, site, address;

  before(async () => {
    server = await startServer({ flags: ["-clock", "offset"] });
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "sessions", secretAccessKey: "local" },
    });
    store = new DynamoDBStore({
      table: "sessions",
      client,
      specialKeys: [{ name: "name", type: "S" }],
      skipThrowMissingSpecialKeys: true,
    });
    await store.initialize();
    await client.send(new UpdateTimeToLiveCommand({
      TableName: "sessions",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
    }));
    site = application(store).listen(0, "127.0.0.1");
    await once(site, "listening");
    address = `http://127.0.0.1:${site.address().port}`;
  });

  after(async () => {
    site?.close();
    site?.closeAllConnections();
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  async function stored(browser) {
    const { Item } = await client.send(new GetItemCommand({
      TableName: "sessions",
      Key: { id: { S: `sess:${browser.session}` } },
      ConsistentRead: true,
    }));
    return Item;
  }

  test("the store made its table", async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "sessions" }));
    assert.deepEqual(Table.KeySchema, [{ AttributeName: "id", KeyType: "HASH" }]);
    assert.equal(Table.ProvisionedThroughput.ReadCapacityUnits, 5);
    await new DynamoDBStore({ table: "sessions", client }).initialize();
  });

  test("a session lasts from request to request, and ends with the logout", async () => {
    const browser = new Browser(address);
    assert.equal(await browser.send("GET", "/"), "who are you?");
    assert.equal(browser.cookie, undefined);
    await browser.send("POST", "/login/ann");
    assert.equal(await browser.send("GET", "/"), "hello ann");
    assert.equal(await browser.send("POST", "/visit"), "1");
    assert.equal(await browser.send("POST", "/visit"), "2");
    const item = await stored(browser);
    assert.equal(JSON.parse(item.sess.S).visits, 2);
    assert.deepEqual(item.name, { S: "ann" });
    assert.deepEqual(item.type, { S: "connect-session" });
    assert.equal(await browser.send("POST", "/logout"), "bye");
    assert.equal(await stored(browser), undefined);
    assert.equal(await browser.send("GET", "/"), "who are you?");
  });

  test("two browsers have two sessions", async () => {
    const [one, two] = [new Browser(address), new Browser(address)];
    await Promise.all([one.send("POST", "/login/one"), two.send("POST", "/login/two")]);
    assert.deepEqual(await Promise.all([one.send("GET", "/"), two.send("GET", "/")]), ["hello one", "hello two"]);
  });

  test("reading a session touches it: it lasts longer", async () => {
    const browser = new Browser(address);
    await browser.send("POST", "/login/late");
    const before = Number((await stored(browser)).expires.N);
    await new Promise((resolve) => setTimeout(resolve, 1100));  // it is counted in seconds
    await browser.send("GET", "/");
    const item = await stored(browser);
    assert.ok(Number(item.expires.N) > before);
    assert.equal(JSON.parse(item.sess.S).user.name, "late");
  });

  test("a session is gone after its time", async () => {
    const browser = new Browser(address);
    await browser.send("POST", "/login/gone");
    // The store counts in milliseconds, so its seconds have a fraction.
    assert.match((await stored(browser)).expires.N, /^\d+(\.\d+)?$/);
    const advance = async (seconds) => {
      const reply = await fetch(`${server.endpoint}/_stator/clock`, {
        method: "POST",
        body: JSON.stringify({ AdvanceSeconds: seconds }),
      });
      assert.equal((await reply.json()).CaughtUp, true);
    };
    await advance(86_400);
    assert.equal(await browser.send("GET", "/"), "hello gone");
    await advance(86_400 + 10);
    assert.equal(await stored(browser), undefined);
    assert.equal(await browser.send("GET", "/"), "who are you?");
  });

  test("the store itself: set, get, touch, destroy, and reaping what is over", async () => {
    const own = new DynamoDBStore({ table: "own-sessions", client, hashKey: "sid", prefix: "p:" });
    const call = (method, ...given) => new Promise((resolve, reject) => {
      own[method](...given, (error, result) => error ? reject(error) : resolve(result));
    });
    const lasting = (maxAge) => ({ cookie: { maxAge }, name: "n" });
    await own.initialize();
    assert.equal(await call("get", "nobody"), null);
    await call("set", "a", lasting(60_000));
    assert.deepEqual(await call("get", "a"), lasting(60_000));
    const { expires } = await call("touch", "a", lasting(120_000));
    assert.ok(Number(expires) > Date.now() / 1000 + 100);
    await call("set", "over", lasting(-10_000));
    assert.equal(await call("get", "over"), null);
    await client.send(new PutItemCommand({
      TableName: "own-sessions",
      Item: { sid: { S: "p:old" }, expires: { N: "1" }, sess: { S: "{}" } },
    }));
    await call("reap");
    const { Items } = await client.send(new ScanCommand({ TableName: "own-sessions" }));
    assert.deepEqual(Items.map((item) => item.sid.S), ["p:a"]);
    await call("destroy", "a");
    assert.equal(await call("get", "a"), null);
  });
});
