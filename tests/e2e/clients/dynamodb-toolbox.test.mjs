// DynamoDB-Toolbox: entities over the document client, an index of several attributes, conditions, paging
// and transactions.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Entity } from "dynamodb-toolbox/entity";
import { BatchDeleteRequest } from "dynamodb-toolbox/entity/actions/batchDelete";
import { BatchGetRequest } from "dynamodb-toolbox/entity/actions/batchGet";
import { BatchPutRequest } from "dynamodb-toolbox/entity/actions/batchPut";
import { DeleteItemCommand } from "dynamodb-toolbox/entity/actions/delete";
import { GetItemCommand } from "dynamodb-toolbox/entity/actions/get";
import { isConditionCheckFailed, PutItemCommand } from "dynamodb-toolbox/entity/actions/put";
import { ConditionCheck } from "dynamodb-toolbox/entity/actions/transactCheck";
import { DeleteTransaction } from "dynamodb-toolbox/entity/actions/transactDelete";
import { execute as transactGet, GetTransaction } from "dynamodb-toolbox/entity/actions/transactGet";
import { PutTransaction } from "dynamodb-toolbox/entity/actions/transactPut";
import { UpdateTransaction } from "dynamodb-toolbox/entity/actions/transactUpdate";
import { execute as transactWrite, isTransactionCancelled } from "dynamodb-toolbox/entity/actions/transactWrite";
import {
  $add, $append, $delete, $get, $remove, $sum, UpdateItemCommand,
} from "dynamodb-toolbox/entity/actions/update";
import { any, binary, boolean, item, list, map, nul, number, record, set, string } from "dynamodb-toolbox/schema";
import { Table } from "dynamodb-toolbox/table";
import { BatchGetCommand, execute as batchGet } from "dynamodb-toolbox/table/actions/batchGet";
import { BatchWriteCommand, execute as batchWrite } from "dynamodb-toolbox/table/actions/batchWrite";
import { DeletePartitionCommand } from "dynamodb-toolbox/table/actions/deletePartition";
import { QueryCommand } from "dynamodb-toolbox/table/actions/query";
import { ScanCommand } from "dynamodb-toolbox/table/actions/scan";
import { startServer } from "../js/server.mjs";

describe("dynamodb-toolbox", () => {
  let server, client, zoo, Animal;

  before(async () => {
    server = await startServer();
    client = new DynamoDBClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "toolbox", secretAccessKey: "local" },
    });
    await client.send(new CreateTableCommand({
      TableName: "zoo",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "house", AttributeType: "S" },
        { AttributeName: "number", AttributeType: "N" },
        { AttributeName: "species", AttributeType: "S" },
        { AttributeName: "diet", AttributeType: "S" },
        { AttributeName: "weight", AttributeType: "N" },
      ],
      KeySchema: [{ AttributeName: "house", KeyType: "HASH" }, { AttributeName: "number", KeyType: "RANGE" }],
      LocalSecondaryIndexes: [{
        IndexName: "by-weight",
        KeySchema: [{ AttributeName: "house", KeyType: "HASH" }, { AttributeName: "weight", KeyType: "RANGE" }],
        Projection: { ProjectionType: "ALL" },
      }],
      GlobalSecondaryIndexes: [{
        IndexName: "by-kind",
        KeySchema: [
          { AttributeName: "species", KeyType: "HASH" },
          { AttributeName: "diet", KeyType: "HASH" },
          { AttributeName: "house", KeyType: "RANGE" },
          { AttributeName: "weight", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      }],
    }));
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: "zoo" });
    zoo = new Table({
      name: "zoo",
      documentClient: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
      partitionKey: { name: "house", type: "string" },
      sortKey: { name: "number", type: "number" },
      indexes: {
        "by-weight": { type: "local", sortKey: { name: "weight", type: "number" } },
        "by-kind": {
          type: "global",
          partitionKeys: [{ name: "species", type: "string" }, { name: "diet", type: "string" }],
          sortKeys: [{ name: "house", type: "string" }, { name: "weight", type: "number" }],
        },
      },
    });
    Animal = new Entity({
      name: "Animal",
      table: zoo,
      timestamps: true,
      schema: item({
        house: string().key(),
        number: number().key(),
        species: string().default("lion"),
        diet: string().enum("meat", "plants").default("meat"),
        weight: number().optional(),
        names: list(string()).optional(),
        tags: set(string()).optional(),
        marks: set(number()).optional(),
        size: map({ height: number(), length: number().optional() }).optional(),
        keepers: record(string(), number()).optional(),
        chip: binary().optional(),
        tame: boolean().optional(),
        parent: nul().optional(),
        extra: any().optional(),
      }),
    });
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  const put = (animal) => Animal.build(PutItemCommand).item(animal).send();
  const get = async (key) => (await Animal.build(GetItemCommand).key(key).options({ consistent: true }).send()).Item;

  test("an item comes back with every type it went in with", async () => {
    const animal = {
      house: "types", number: -1.5, weight: 1e-5, names: ["Łucja", ""], tags: new Set(["a", "b"]),
      marks: new Set([1, 2.5]), size: { height: 3 }, keepers: { ann: 1, "": 2 },
      chip: new Uint8Array([0, 255]), tame: false, parent: null, extra: { deep: [{ deeper: null }] },
    };
    await put(animal);
    const { created, modified, ...found } = await get({ house: "types", number: -1.5 });
    assert.deepEqual(found, { ...animal, species: "lion", diet: "meat" });
    // The client reads its clock twice, in no order.
    assert.ok(Math.abs(Date.parse(created) - Date.parse(modified)) < 1000);
    const { Item: part } = await Animal.build(GetItemCommand).key({ house: "types", number: -1.5 })
      .options({ attributes: ["size.height", "names[0]", "keepers.ann"] }).send();
    assert.deepEqual(part, { size: { height: 3 }, names: ["Łucja"], keepers: { ann: 1 } });
    assert.equal(await get({ house: "types", number: 0 }), undefined);
  });

  test("a put holds or is refused by its condition, and shows what was there", async () => {
    const birth = (weight) => Animal.build(PutItemCommand).item({ house: "birth", number: 1, weight }).options({
      condition: { or: [{ attr: "house", exists: false }, { attr: "weight", lt: weight }] },
      returnValues: "ALL_OLD",
      returnValuesOnConditionFalse: "ALL_OLD",
    }).send();
    assert.equal((await birth(5)).Attributes, undefined);
    assert.equal((await birth(6)).Attributes.weight, 5);
    await assert.rejects(birth(6), (error) => {
      assert.ok(isConditionCheckFailed(error, Animal));
      assert.equal(error.message, "The conditional request failed");
      assert.deepEqual(error.Item.weight, { N: "6" });
      return true;
    });
  });

  test("an update computes, appends, adds and removes under a condition", async () => {
    const key = { house: "update", number: 1 };
    const animal = {
      ...key, weight: 10, names: ["b"], tags: new Set(["x", "y"]), size: { height: 1, length: 9 }, tame: true,
    };
    await put(animal);
    const grow = () => Animal.build(UpdateItemCommand).item({
      ...key,
      weight: $add(5),
      names: $append(["c"]),
      tags: $delete(new Set(["x"])),
      marks: $add(new Set([7])),
      size: { height: $sum($get("size.height"), $get("weight")), length: $remove() },
      keepers: { ann: 1 },
      tame: $remove(),
    }).options({
      condition: { and: [{ attr: "size.height", between: [1, 2] }, { not: { attr: "species", in: ["tiger", "bear"] } }] },
      returnValues: "ALL_NEW",
    }).send();
    // It sets keepers.ann, and there is no map of keepers yet.
    await assert.rejects(grow(), {
      name: "ValidationException",
      message: /The document path provided in the update expression is invalid for update$/,
    });
    await put({ ...animal, keepers: {} });
    const { created, modified, ...found } = (await grow()).Attributes;
    assert.ok(modified >= created);
    assert.deepEqual(found, {
      ...key, species: "lion", diet: "meat", weight: 15, names: ["b", "c"], tags: new Set(["y"]), marks: new Set([7]),
      size: { height: 11 }, keepers: { ann: 1 },
    });
    await assert.rejects(grow(), (error) => isConditionCheckFailed(error, Animal));
  });

  test("queries page through the table and its indexes", async () => {
    const animals = Array.from({ length: 50 }, (_, i) => ({
      house: i % 2 ? "paging-odd" : "paging-even", number: i, weight: 100 - i, species: "ibis",
      diet: i < 40 ? "plants" : "meat",
    }));
    for (let from = 0; from < 50; from += 25) {
      const write = zoo.build(BatchWriteCommand)
        .requests(...animals.slice(from, from + 25).map((animal) => Animal.build(BatchPutRequest).item(animal)));
      assert.deepEqual((await batchWrite(write)).UnprocessedItems, {});
    }
    const numbers = [];
    let exclusiveStartKey;
    do {
      const page = await zoo.build(QueryCommand).entities(Animal)
        .query({ partition: "paging-even", range: { between: [4, 30] } })
        .options({ limit: 5, reverse: true, exclusiveStartKey }).send();
      numbers.push(...page.Items.map((animal) => animal.number));
      exclusiveStartKey = page.LastEvaluatedKey;
    } while (exclusiveStartKey);
    assert.deepEqual(numbers, Array.from({ length: 14 }, (_, i) => 30 - 2 * i));

    const light = zoo.build(QueryCommand).entities(Animal)
      .query({ index: "by-weight", partition: "paging-odd", range: { lte: 60 } })
      .options({ limit: 2, filters: { Animal: { attr: "diet", eq: "meat" } } });
    const found = [];
    for await (const page of light.paginate()) found.push(...page.Items.map((animal) => animal.number));
    assert.deepEqual(found, [49, 47, 45, 43, 41]);

    const kind = { index: "by-kind", partition: ["ibis", "plants"] };
    const all = await zoo.build(QueryCommand).entities(Animal).query(kind).options({ maxPages: Infinity, limit: 3 }).send();
    assert.equal(all.Items.length, 40);
    assert.equal(all.Count, 40);
    const odd = await zoo.build(QueryCommand).entities(Animal)
      .query({ ...kind, range: ["paging-odd", { lt: 65 }] }).send();
    assert.deepEqual(odd.Items.map((animal) => animal.number), [39, 37]);
    const count = await zoo.build(QueryCommand).query(kind).options({ select: "COUNT" }).send();
    assert.equal(count.Count, 40);
  });

  test("scans filter, in segments", async () => {
    await put({ house: "scan", number: 1, tags: new Set(["rare"]) });
    await put({ house: "scan", number: 2, names: ["one", "two"] });
    const segments = await Promise.all([0, 1, 2].map((segment) => zoo.build(ScanCommand).entities(Animal).options({
      segment, totalSegments: 3, maxPages: Infinity,
      filters: { Animal: { and: [
        { attr: "house", beginsWith: "sc" },
        { or: [{ attr: "tags", contains: "rare" }, { size: "names", gte: 2 }] },
      ] } },
    }).send()));
    const found = segments.flatMap((page) => page.Items.map((animal) => animal.number));
    assert.deepEqual(found.sort(), [1, 2]);
  });

  test("batches get and delete, and a partition is deleted whole", async () => {
    const keys = Array.from({ length: 20 }, (_, i) => ({ house: "batch", number: i }));
    await batchWrite(zoo.build(BatchWriteCommand).requests(...keys.map((key) => Animal.build(BatchPutRequest).item(key))));
    await batchWrite(zoo.build(BatchWriteCommand)
      .requests(...keys.slice(0, 5).map((key) => Animal.build(BatchDeleteRequest).key(key))));
    const { Responses } = await batchGet(zoo.build(BatchGetCommand)
      .requests(...keys.slice(3, 8).map((key) => Animal.build(BatchGetRequest).key(key))).options({ consistent: true }));
    assert.deepEqual(Responses[0].map((animal) => animal?.number), [undefined, undefined, 5, 6, 7]);
    const deleted = await zoo.build(DeletePartitionCommand).entities(Animal).query({ partition: "batch" }).send();
    assert.equal(deleted.Count, 15);
    assert.equal((await zoo.build(QueryCommand).query({ partition: "batch" }).send()).Count, 0);
  });

  test("a transaction takes effect as a whole or not at all", async () => {
    await put({ house: "transaction", number: 1, weight: 1 });
    await put({ house: "transaction", number: 2 });
    const move = () => transactWrite(
      Animal.build(UpdateTransaction).item({ house: "transaction", number: 1, weight: $add(1) })
        .options({ condition: { attr: "weight", lte: 1 }, returnValuesOnConditionFalse: "ALL_OLD" }),
      Animal.build(PutTransaction).item({ house: "transaction", number: 3 }),
      Animal.build(DeleteTransaction).key({ house: "transaction", number: 2 }),
      Animal.build(ConditionCheck).key({ house: "transaction", number: 4 }).condition({ attr: "house", exists: false }),
    );
    await move();
    await assert.rejects(move(), (error) => {
      assert.ok(isTransactionCancelled(error));
      assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code), ["ConditionalCheckFailed", "None", "None", "None"]);
      assert.equal(error.CancellationReasons[0].Message, "The conditional request failed");
      assert.deepEqual(error.CancellationReasons[0].Item.weight, { N: "2" });
      return true;
    });
    const { Responses } = await transactGet(
      ...[1, 2, 3].map((number) => Animal.build(GetTransaction).key({ house: "transaction", number })));
    assert.deepEqual(Responses.map((reply) => reply?.Item?.number), [1, undefined, 3]);
  });

  test("a delete holds or is refused by its condition", async () => {
    const key = { house: "delete", number: 1 };
    await put({ ...key, tame: true });
    const remove = (tame) => Animal.build(DeleteItemCommand).key(key)
      .options({ condition: { attr: "tame", eq: tame }, returnValues: "ALL_OLD" }).send();
    await assert.rejects(remove(false), (error) => isConditionCheckFailed(error, Animal));
    assert.equal((await remove(true)).Attributes.tame, true);
    assert.equal(await get(key), undefined);
  });
});
