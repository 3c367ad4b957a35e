// Every condition key of DynamoDB's own, with the operations that have it: what it is, and what it
// is not.
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

#define KEY R"({"user":{"S":"ann"},"game":{"S":"chess"}})"
#define ON_TABLE R"("TableName":"Scores")"
#define VALUES(name, value) R"("ExpressionAttributeValues":{":)" name R"(":)" value "}"
#define OF_ANN                                                                                \
  R"x("KeyConditionExpression":"#u = :u","ExpressionAttributeNames":{"#u":"user"},)x" VALUES( \
      "u", R"({"S":"ann"})")

// An operation, a key, the values that a policy must list for it to be allowed, and values with
// which it is refused.
struct KeyCase {
  std::string name;
  std::string operation;
  std::string body;
  std::string key;
  std::string allowing;
  std::string refusing;
};
void PrintTo(const KeyCase& one, std::ostream* out) { *out << one.name; }

std::string OfOne(const std::string& members) { return "{" ON_TABLE "," + members + "}"; }
std::string Select(const std::string& statement) {
  return R"({"Statement":")" + statement + R"("})";
}
std::string Transact(const std::string& actions) {
  return R"({"TransactItems":[)" + actions + "]}";
}
std::string Statements(const std::string& statement) {
  return R"({"TransactStatements":[{"Statement":")" + statement + R"("}]})";
}

std::vector<KeyCase> LeadingKeysCases() {
  const std::string ann = R"(["ann"])";
  const std::string bob = R"(["bob"])";
  const auto one = [&](const std::string& name, const std::string& operation,
                       const std::string& body) {
    return KeyCase{"LeadingKeys" + name, operation, body, "LeadingKeys", ann, bob};
  };
  return {
      one("Get", "GetItem", OfOne(R"("Key":)" KEY)),
      one("Put", "PutItem", OfOne(R"("Item":)" KEY)),
      one("Update", "UpdateItem", OfOne(R"("Key":)" KEY)),
      one("Delete", "DeleteItem", OfOne(R"("Key":)" KEY)),
      one("Query", "Query", OfOne(OF_ANN)),
      one("QueryLocalIndex", "Query", OfOne(R"("IndexName":"by-score",)" OF_ANN)),
      one("OlderQuery", "Query", OfOne(R"("KeyConditions":{"user":{"ComparisonOperator":"EQ",
              "AttributeValueList":[{"S":"ann"}]}})")),
      one("BatchGet", "BatchGetItem",
          R"({"RequestItems":{"Scores":{"Keys":[)" KEY
          R"(,{"user":{"S":"ann"},"game":{"S":"go"}}]}}})"),
      one("BatchWrite", "BatchWriteItem",
          R"({"RequestItems":{"Scores":[{"PutRequest":{"Item":)" KEY
          R"(}},{"DeleteRequest":{"Key":{"user":{"S":"ann"},"game":{"S":"go"}}}}]}})"),
      one("TransactGet", "TransactGetItems",
          Transact(R"({"Get":{)" ON_TABLE R"(,"Key":)" KEY "}}")),
      one("TransactPut", "TransactWriteItems",
          Transact(R"({"Put":{)" ON_TABLE R"(,"Item":)" KEY "}}")),
      one("TransactDelete", "TransactWriteItems",
          Transact(R"({"Delete":{)" ON_TABLE R"(,"Key":)" KEY "}}")),
      one("TransactUpdate", "TransactWriteItems",
          Transact(R"({"Update":{)" ON_TABLE R"(,"Key":)" KEY
                   R"(,"UpdateExpression":"REMOVE wins"}})")),
      one("TransactCheck", "TransactWriteItems",
          Transact(R"({"ConditionCheck":{)" ON_TABLE R"(,"Key":)" KEY
                   R"(,"ConditionExpression":"wins = losses"}})")),
      one("Select", "ExecuteStatement",
          Select(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann')")),
      one("Insert", "ExecuteStatement",
          Select(R"(INSERT INTO \"Scores\" VALUE {'user': 'ann', 'game': 'chess'})")),
      one("UpdateStatement", "ExecuteStatement",
          Select(R"(UPDATE \"Scores\" SET wins = 1 WHERE \"user\" = 'ann' AND game = 'chess')")),
      one("DeleteStatement", "ExecuteStatement",
          Select(R"(DELETE FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess')")),
      one("TransactSelect", "ExecuteTransaction",
          Statements(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess')")),
      one("Exists", "ExecuteTransaction",
          Statements(R"(EXISTS(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess')"
                     R"( AND wins = 1))")),
  };
}

std::vector<KeyCase> PartitionKeysOfIndexes() {
  return {
      {"LeadingKeysOfIndex", "Query",
       OfOne(R"("IndexName":"by-game","KeyConditionExpression":"game = :g",)" VALUES(
           "g", R"({"S":"go"})")),
       "LeadingKeys", R"(["go"])", R"(["ann"])"},
      // Numbers have one form, bytes are in Base64.
      {"LeadingKeysNumber", "Query",
       OfOne(R"("IndexName":"by-level","KeyConditionExpression":"#l = :l AND #z = :z",
           "ExpressionAttributeNames":{"#l":"level","#z":"zone"},
           "ExpressionAttributeValues":{":l":{"N":"07.50"},":z":{"B":"AAEC"}})"),
       "LeadingKeys", R"(["7.5"])", R"(["07.50"])"},
      {"FirstPartitionKeyValues", "Query",
       OfOne(R"("IndexName":"by-level","KeyConditionExpression":"#l = :l AND #z = :z",
           "ExpressionAttributeNames":{"#l":"level","#z":"zone"},
           "ExpressionAttributeValues":{":l":{"N":"7"},":z":{"B":"AAEC"}})"),
       "FirstPartitionKeyValues", R"(["7"])", R"(["8"])"},
      {"SecondPartitionKeyValues", "Query",
       OfOne(R"("IndexName":"by-level","KeyConditionExpression":"#l = :l AND #z = :z",
           "ExpressionAttributeNames":{"#l":"level","#z":"zone"},
           "ExpressionAttributeValues":{":l":{"N":"7"},":z":{"B":"AAEC"}})"),
       "SecondPartitionKeyValues", R"(["AAEC"])", R"(["7"])"},
      {"SecondPartitionKeyValuesSelect", "ExecuteStatement",
       R"({"Statement":"SELECT * FROM \"Scores\".\"by-level\" WHERE \"level\" IN [7, 8] AND \"zone\" = ?",
           "Parameters":[{"B":"AAEC"}]})",
       "SecondPartitionKeyValues", R"(["AAEC"])", R"(["7","8"])"},
  };
}

// Each of the four has the value of its own attribute, and none of another's.
std::vector<KeyCase> FourPartitionKeys() {
  const std::string query = OfOne(R"("IndexName":"by-place",
      "KeyConditionExpression":"#l = :l AND #z = :z AND town = :t AND street = :s",
      "ExpressionAttributeNames":{"#l":"level","#z":"zone"},
      "ExpressionAttributeValues":{":l":{"N":"7"},":z":{"B":"AAEC"},
                                   ":t":{"S":"Ulm"},":s":{"N":"9"}})");
  const std::string select =
      R"({"Statement":"SELECT * FROM \"Scores\".\"by-place\" WHERE \"level\" = 7 AND \"zone\" = ?)"
      R"( AND town IN ['Ulm', 'Bonn'] AND street IN [9, 10]","Parameters":[{"B":"AAEC"}]})";
  return {
      {"FirstOfFour", "Query", query, "FirstPartitionKeyValues", R"(["7"])",
       R"(["AAEC","Ulm","9"])"},
      {"SecondOfFour", "Query", query, "SecondPartitionKeyValues", R"(["AAEC"])",
       R"(["7","Ulm","9"])"},
      {"ThirdPartitionKeyValues", "Query", query, "ThirdPartitionKeyValues", R"(["Ulm"])",
       R"(["7","AAEC","9"])"},
      {"FourthPartitionKeyValues", "Query", query, "FourthPartitionKeyValues", R"(["9"])",
       R"(["7","AAEC","Ulm"])"},
      {"ThirdPartitionKeyValuesSelect", "ExecuteStatement", select, "ThirdPartitionKeyValues",
       R"(["Ulm","Bonn"])", R"(["Ulm","9"])"},
      {"FourthPartitionKeyValuesSelect", "ExecuteStatement", select, "FourthPartitionKeyValues",
       R"(["9","10"])", R"(["10"])"},
  };
}

// With one name fewer it is refused.
KeyCase Touching(const std::string& name, const std::string& operation, const std::string& body,
                 const std::string& touched) {
  const std::string all = R"(["user","game")" + touched + "]";
  const std::string fewer = all.substr(0, all.rfind(',')) + "]";
  return {"Attributes" + name, operation, body, "Attributes", all, fewer};
}

std::vector<KeyCase> AttributesOfItems() {
  return {
      Touching("Projection", "GetItem",
               OfOne(R"("Key":)" KEY R"(,"ProjectionExpression":"#w.a[1], wins",
              "ExpressionAttributeNames":{"#w":"with.dot"})"),
               R"(,"with.dot","wins")"),
      Touching("NestedProjection", "GetItem",
               OfOne(R"("Key":)" KEY R"(,"ProjectionExpression":"wins.deep.secret")"),
               R"(,"wins")"),
      Touching("AttributesToGet", "GetItem",
               OfOne(R"("Key":)" KEY R"(,"AttributesToGet":["wins"])"), R"(,"wins")"),
      Touching("Item", "PutItem",
               OfOne(R"("Item":{"user":{"S":"ann"},"game":{"S":"go"},"wins":{"N":"1"}})"),
               R"(,"wins")"),
      Touching("Condition", "PutItem",
               OfOne(R"("Item":)" KEY R"x(,"ConditionExpression":"attribute_not_exists(secret)")x"),
               R"(,"secret")"),
      Touching("SizeInCondition", "DeleteItem",
               OfOne(R"("Key":)" KEY R"x(,"ConditionExpression":"size(secret) > :n",)x" VALUES(
                   "n", R"({"N":"1"})")),
               R"(,"secret")"),
      Touching("Expected", "DeleteItem",
               OfOne(R"("Key":)" KEY R"(,"Expected":{"secret":{"Exists":false}})"), R"(,"secret")"),
      Touching("Update", "UpdateItem",
               OfOne(R"("Key":)" KEY R"(,"UpdateExpression":"REMOVE secret[3]")"), R"(,"secret")"),
      Touching("UpdateOperand", "UpdateItem",
               OfOne(R"("Key":)" KEY R"(,"UpdateExpression":"SET wins = secret")"),
               R"(,"wins","secret")"),
      Touching("UpdateDeepOperand", "UpdateItem",
               OfOne(R"("Key":)" KEY
                     R"x(,"UpdateExpression":"SET wins = if_not_exists(secret, :z) + :z",)x" VALUES(
                         "z", R"({"N":"1"})")),
               R"(,"wins","secret")"),
      Touching(
          "UpdateListOperand", "UpdateItem",
          OfOne(R"("Key":)" KEY R"x(,"UpdateExpression":"SET wins = list_append(wins, secret)")x"),
          R"(,"wins","secret")"),
      Touching("UpdateCondition", "UpdateItem",
               OfOne(R"("Key":)" KEY
                     R"(,"UpdateExpression":"REMOVE wins","ConditionExpression":"wins = secret")"),
               R"(,"wins","secret")"),
      Touching("AttributeUpdates", "UpdateItem",
               OfOne(R"("Key":)" KEY R"(,"AttributeUpdates":{"secret":{"Action":"DELETE"}})"),
               R"(,"secret")"),
      Touching("UpdatedNew", "UpdateItem",
               OfOne(R"("Key":)" KEY
                     R"(,"UpdateExpression":"REMOVE wins","ReturnValues":"UPDATED_NEW")"),
               R"(,"wins")"),
  };
}

std::vector<KeyCase> AttributesOfPages() {
  return {
      Touching(
          "QueryFilter", "Query",
          OfOne(
              R"x("ProjectionExpression":"wins","FilterExpression":"attribute_exists(secret)",)x" OF_ANN),
          R"(,"wins","secret")"),
      Touching(
          "OlderFilter", "Query",
          OfOne(R"("AttributesToGet":["wins"],"KeyConditions":{"user":{"ComparisonOperator":"EQ",
              "AttributeValueList":[{"S":"ann"}]}},
              "QueryFilter":{"secret":{"ComparisonOperator":"NOT_NULL"}})"),
          R"(,"wins","secret")"),
      Touching("Count", "Query",
               OfOne(R"("Select":"COUNT","FilterExpression":"secret = :u",)" OF_ANN),
               R"(,"secret")"),
      Touching(
          "ScanFilter", "Scan",
          OfOne(R"("Select":"COUNT","ScanFilter":{"secret":{"ComparisonOperator":"NOT_NULL"}})"),
          R"(,"secret")"),
      // An index that projects no more than this shows no more.
      Touching("KeysOnlyIndex", "Scan", OfOne(R"("IndexName":"by-level")"), R"(,"level","zone")"),
      Touching("IncludingIndex", "Query", OfOne(R"("IndexName":"by-score",)" OF_ANN),
               R"(,"score","wins")"),
      // A local index gets what it does not have from the table.
      Touching("FetchedByIndex", "Query",
               OfOne(R"("IndexName":"by-score","ProjectionExpression":"secret",)" OF_ANN),
               R"(,"score","secret")"),
  };
}

std::vector<KeyCase> AttributesOfMany() {
  return {
      Touching("BatchGet", "BatchGetItem",
               R"({"RequestItems":{"Scores":{"Keys":[)" KEY
               R"(],"ProjectionExpression":"secret"}}})",
               R"(,"secret")"),
      Touching("BatchWrite", "BatchWriteItem",
               R"({"RequestItems":{"Scores":[{"PutRequest":{"Item":{"user":{"S":"ann"},"game":
              {"S":"go"},"secret":{"S":"x"}}}}]}})",
               R"(,"secret")"),
      Touching(
          "TransactGet", "TransactGetItems",
          Transact(R"({"Get":{)" ON_TABLE R"(,"Key":)" KEY R"(,"ProjectionExpression":"secret"}})"),
          R"(,"secret")"),
      Touching("TransactCheck", "TransactWriteItems",
               Transact(R"({"ConditionCheck":{)" ON_TABLE R"(,"Key":)" KEY
                        R"(,"ConditionExpression":"wins = secret"}})"),
               R"(,"wins","secret")"),
      Touching("SelectColumns", "ExecuteStatement",
               Select(R"(SELECT wins.deep FROM \"Scores\" WHERE \"user\" = 'ann' AND secret = 1)"),
               R"(,"wins","secret")"),
      Touching("Insert", "ExecuteStatement",
               Select(R"(INSERT INTO \"Scores\" VALUE {'user':'ann','game':'g','secret':{'a':1}})"),
               R"(,"secret")"),
      Touching("UpdateStatement", "ExecuteStatement",
               Select(R"(UPDATE \"Scores\" SET wins = secret + 1 REMOVE losses)"
                      R"( WHERE \"user\" = 'ann' AND game = 'chess' AND begins_with(note, 'x'))"),
               R"(,"wins","losses","note","secret")"),
      Touching(
          "DeleteStatement", "ExecuteStatement",
          Select(R"(DELETE FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'g' AND secret = 1)"),
          R"(,"secret")"),
      Touching(
          "Exists", "ExecuteTransaction",
          Statements(R"(EXISTS(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess')"
                     R"( AND secret = 1))"),
          R"(,"secret")"),
  };
}

std::vector<KeyCase> PlainCases() {
  const std::string failure = R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD")";
  return {
      {"SelectGet", "GetItem", OfOne(R"("Key":)" KEY R"(,"ProjectionExpression":"wins")"), "Select",
       R"("SPECIFIC_ATTRIBUTES")", R"("ALL_ATTRIBUTES")"},
      {"SelectGetAll", "GetItem", OfOne(R"("Key":)" KEY), "Select", R"("ALL_ATTRIBUTES")",
       R"("SPECIFIC_ATTRIBUTES")"},
      {"SelectBatch", "BatchGetItem", R"({"RequestItems":{"Scores":{"Keys":[)" KEY R"(]}}})",
       "Select", R"("ALL_ATTRIBUTES")", R"("SPECIFIC_ATTRIBUTES")"},
      {"SelectTransact", "TransactGetItems", Transact(R"({"Get":{)" ON_TABLE R"(,"Key":)" KEY "}}"),
       "Select", R"("ALL_ATTRIBUTES")", R"("SPECIFIC_ATTRIBUTES")"},
      {"SelectQuery", "Query", OfOne(OF_ANN), "Select", R"("ALL_ATTRIBUTES")", R"("COUNT")"},
      {"SelectIndex", "Scan", OfOne(R"("IndexName":"by-game")"), "Select",
       R"("ALL_PROJECTED_ATTRIBUTES")", R"("ALL_ATTRIBUTES")"},
      {"SelectCount", "Scan", OfOne(R"("Select":"COUNT")"), "Select", R"("COUNT")",
       R"("ALL_ATTRIBUTES")"},
      {"SelectStatement", "ExecuteStatement", Select(R"(SELECT * FROM \"Scores\")"), "Select",
       R"("ALL_ATTRIBUTES")", R"("SPECIFIC_ATTRIBUTES")"},
      {"SelectColumns", "ExecuteStatement", Select(R"(SELECT wins FROM \"Scores\")"), "Select",
       R"("SPECIFIC_ATTRIBUTES")", R"("ALL_ATTRIBUTES")"},
      {"ReturnValuesPut", "PutItem", OfOne(R"("ReturnValues":"ALL_OLD","Item":)" KEY),
       "ReturnValues", R"("ALL_OLD")", R"("NONE")"},
      {"ReturnValuesNone", "UpdateItem", OfOne(R"("Key":)" KEY), "ReturnValues", R"("NONE")",
       R"("ALL_NEW")"},
      {"ReturnValuesNew", "UpdateItem", OfOne(R"("ReturnValues":"UPDATED_NEW","Key":)" KEY),
       "ReturnValues", R"("UPDATED_NEW")", R"("NONE")"},
      {"ReturnValuesOnFailure", "DeleteItem",
       OfOne(R"("ConditionExpression":"wins = losses","Key":)" KEY + failure), "ReturnValues",
       R"("ALL_OLD")", R"("NONE")"},
      {"ReturnValuesOnTransactFailure", "TransactWriteItems",
       Transact(R"({"ConditionCheck":{)" ON_TABLE R"(,"Key":)" KEY
                R"(,"ConditionExpression":"wins = losses")" +
                failure + "}}"),
       "ReturnValues", R"("ALL_OLD")", R"("NONE")"},
      {"SelectExists", "ExecuteTransaction",
       R"x({"TransactStatements":[{"Statement":"EXISTS(SELECT * FROM \"Scores\" WHERE \"user\" = 'a' AND game = 'b' AND wins = 1)",
           "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}]})x",
       "Select", R"("ALL_ATTRIBUTES")", R"("SPECIFIC_ATTRIBUTES")"},
      {"Returning", "ExecuteStatement",
       Select(R"(DELETE FROM \"Scores\" WHERE \"user\" = 'a' AND game = 'b' RETURNING ALL OLD *)"),
       "ReturnValues", R"("ALL_OLD")", R"("NONE")"},
      {"ReturnConsumedCapacity", "GetItem", OfOne(R"("ReturnConsumedCapacity":"TOTAL","Key":)" KEY),
       "ReturnConsumedCapacity", R"("TOTAL")", R"("NONE")"},
      {"ReturnNoConsumedCapacity", "Query", OfOne(OF_ANN), "ReturnConsumedCapacity", R"("NONE")",
       R"("TOTAL")"},
      {"EnclosingWrite", "TransactWriteItems",
       Transact(R"({"Put":{)" ON_TABLE R"(,"Item":)" KEY "}}"), "EnclosingOperation",
       R"("TransactWriteItems")", R"("TransactGetItems")"},
      {"EnclosingRead", "TransactGetItems", Transact(R"({"Get":{)" ON_TABLE R"(,"Key":)" KEY "}}"),
       "EnclosingOperation", R"("TransactGetItems")", R"("TransactWriteItems")"},
      {"EnclosingStatement", "ExecuteTransaction",
       Statements(R"(DELETE FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess')"),
       "EnclosingOperation", R"("ExecuteTransaction")", R"("TransactWriteItems")"},
  };
}

class AccessKeyTest : public AccessTest, public ::testing::WithParamInterface<KeyCase> {
 protected:
  static std::string When(const std::string& op, const std::string& key,
                          const std::string& values) {
    return R"(,"Condition":{")" + op + R"(":{"dynamodb:)" + key + R"(":)" + values + "}}";
  }
};

TEST_P(AccessKeyTest, AllowsItsValueAndNoOther) {
  const KeyCase& one = GetParam();
  const std::string op = one.allowing.front() == '[' ? "ForAllValues:StringEquals" : "StringEquals";
  const std::string actions = R"("dynamodb:*")";
  EXPECT_TRUE(Allows(UserWhoMay(actions, When(op, one.key, one.allowing)), one.operation, one.body))
      << one.body;
  EXPECT_EQ(last_error_.find("SerializationException"), std::string::npos) << last_error_;
  EXPECT_FALSE(
      Allows(UserWhoMay(actions, When(op, one.key, one.refusing)), one.operation, one.body))
      << one.body;
  // The same by a Deny.
  const std::string any = one.allowing.front() == '[' ? "ForAnyValue:StringEquals" : "StringEquals";
  const CallContext forbidden =
      UserWith({Policy({Statement("Allow", actions),
                        Statement("Deny", actions, When(any, one.key, one.allowing))})});
  EXPECT_FALSE(Allows(forbidden, one.operation, one.body)) << one.body;
}

INSTANTIATE_TEST_SUITE_P(LeadingKeys, AccessKeyTest, ::testing::ValuesIn(LeadingKeysCases()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(OfIndexes, AccessKeyTest, ::testing::ValuesIn(PartitionKeysOfIndexes()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(OfFour, AccessKeyTest, ::testing::ValuesIn(FourPartitionKeys()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(AttributesOfItems, AccessKeyTest, ::testing::ValuesIn(AttributesOfItems()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(AttributesOfPages, AccessKeyTest, ::testing::ValuesIn(AttributesOfPages()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(AttributesOfMany, AccessKeyTest, ::testing::ValuesIn(AttributesOfMany()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(Others, AccessKeyTest, ::testing::ValuesIn(PlainCases()),
                         [](const auto& tested) { return tested.param.name; });

class AccessWholeItemsTest : public AccessTest {
 protected:
  static CallContext WhoMayTouch(const std::string& names) {
    return UserWhoMay(
        R"("dynamodb:*")",
        R"(,"Condition":{"ForAllValues:StringEquals":{"dynamodb:Attributes":)" + names + "}}");
  }
  // All attributes that there are in the table; a read of whole items could show others.
  CallContext ann_ = WhoMayTouch(R"(["user","game","level","zone","score","wins","secret"])");
};

TEST_F(AccessWholeItemsTest, AreMoreThanAnyListOfNames) {
  const std::string failure = R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD")";
  const std::vector<std::pair<std::string, std::string>> calls = {
      {"GetItem", OfOne(R"("Key":)" KEY)},
      {"BatchGetItem", R"({"RequestItems":{"Scores":{"Keys":[)" KEY R"(]}}})"},
      {"TransactGetItems", Transact(R"({"Get":{)" ON_TABLE R"(,"Key":)" KEY "}}")},
      {"Query", OfOne(OF_ANN)},
      {"Query", OfOne(R"("IndexName":"by-score","Select":"ALL_ATTRIBUTES",)" OF_ANN)},
      {"Scan", OfOne(R"("IndexName":"by-game")")},
      {"Scan", OfOne(R"("Limit":1)")},
      {"PutItem", OfOne(R"("ReturnValues":"ALL_OLD","Item":)" KEY)},
      {"DeleteItem", OfOne(R"("ReturnValues":"ALL_OLD","Key":)" KEY)},
      {"UpdateItem", OfOne(R"("ReturnValues":"ALL_NEW","Key":)" KEY)},
      {"UpdateItem", OfOne(R"("ConditionExpression":"wins = score","Key":)" KEY + failure)},
      {"TransactWriteItems",
       Transact(R"({"Delete":{)" ON_TABLE R"(,"ConditionExpression":"wins = score","Key":)" KEY +
                failure + "}}")},
      {"ExecuteStatement", Select(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann')")},
      {"ExecuteStatement",
       Select(R"(DELETE FROM \"Scores\" WHERE \"user\" = 'a' AND game = 'b' RETURNING ALL OLD *)")},
      {"ExecuteTransaction",
       Statements(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess')")},
  };
  for (const auto& [operation, body] : calls) {
    EXPECT_FALSE(Allows(ann_, operation, body)) << operation << body;
    EXPECT_TRUE(Allows(UserWhoMay(R"("dynamodb:*")"), operation, body)) << operation << body;
  }
}

// A policy that forbids one attribute forbids what may show it.
TEST_F(AccessWholeItemsTest, AreRefusedWhereOneAttributeIsDenied) {
  const CallContext ann = UserWith({Policy(
      {Statement("Allow", R"("dynamodb:*")"),
       Statement(
           "Deny", R"("dynamodb:*")",
           R"(,"Condition":{"ForAnyValue:StringEquals":{"dynamodb:Attributes":["secret"]}})")})});
  EXPECT_FALSE(Allows(ann, "GetItem", OfOne(R"("Key":)" KEY)));
  EXPECT_FALSE(Allows(ann, "Scan", OfOne(R"("Limit":1)")));
  EXPECT_TRUE(Allows(ann, "GetItem", OfOne(R"("Key":)" KEY R"(,"ProjectionExpression":"wins")")));
}

// Nobody who may do only some things learns from an error how a table is built.
TEST_F(AccessWholeItemsTest, WhatCannotBeToldCountsAsAnything) {
  const CallContext tenant = TenantOf("ann");
  const std::vector<std::pair<std::string, std::string>> unclear = {
      {"GetItem", OfOne(R"("Key":{"usr":{"S":"ann"}})")},
      {"GetItem", OfOne(R"("Key":{"user":{"N":"1"},"game":{"S":"chess"}})")},
      {"Query", OfOne(R"("KeyConditionExpression":"game = :u",)" VALUES("u", R"({"S":"ann"})"))},
      {"Query", OfOne(R"("KeyConditionExpression":"game = = :u",)" VALUES("u", R"({"S":"ann"})"))},
      {"Query", OfOne(R"("IndexName":"no-such-index",)" OF_ANN)},
      {"Query", R"({"TableName":"NoSuchTable",)" OF_ANN "}"},
      {"ExecuteStatement", Select(R"(SELECT * FROM \"NoSuchTable\" WHERE \"user\" = 'ann')")},
      {"ExecuteStatement", Select(R"(SELECT * FROM \"Scores\" WHERE \"user\" = ?)")},
      {"ExecuteStatement", Select(R"(DELETE FROM \"Scores\")")},
      {"ExecuteStatement", Select(R"(INSERT INTO \"Scores\" VALUE {'game': 'ann'})")},
  };
  for (const auto& [operation, body] : unclear) {
    EXPECT_FALSE(Allows(tenant, operation, body)) << operation << body;
    EXPECT_TRUE(Allows(UserWhoMay(R"("dynamodb:*")"), operation, body)) << operation << body;
  }
  // Who is held to some attributes only learns as little of which indexes there are.
  const std::string some = R"("IndexName":"no-such-index","ProjectionExpression":"score")";
  for (const auto& [operation, body] : std::vector<std::pair<std::string, std::string>>{
           {"Query", OfOne(some + "," OF_ANN)},
           {"Scan", OfOne(some)},
           {"ExecuteStatement",
            Select(R"(SELECT score FROM \"Scores\".\"no-such-index\" WHERE \"user\" = 'ann')")}}) {
    EXPECT_FALSE(Allows(ann_, operation, body)) << operation << body;
  }
  EXPECT_FALSE(Allows(ann_, "GetItem", OfOne(R"("Key":)" KEY R"(,"ProjectionExpression":"a..b")")));
  EXPECT_FALSE(Allows(ann_, "UpdateItem", OfOne(R"("Key":)" KEY R"(,"UpdateExpression":"SET")")));
}

TEST_F(AccessWholeItemsTest, FullTableScanIsKnown) {
  const std::string rest = R"(,"Condition":{"Bool":{"dynamodb:FullTableScan":"true"}})";
  const CallContext ann =
      UserWith({Policy({Statement("Allow", R"("dynamodb:PartiQLSelect")"),
                        Statement("Deny", R"("dynamodb:PartiQLSelect")", rest)})});
  EXPECT_FALSE(Allows(ann, "ExecuteStatement", Select(R"(SELECT * FROM \"Scores\")")));
  EXPECT_FALSE(
      Allows(ann, "ExecuteStatement", Select(R"(SELECT * FROM \"Scores\" WHERE game = 'chess')")));
  EXPECT_FALSE(Allows(ann, "ExecuteStatement",
                      Select(R"(SELECT * FROM \"Scores\".\"by-game\" WHERE \"user\" = 'ann')")));
  EXPECT_TRUE(
      Allows(ann, "ExecuteStatement", Select(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'a')")));
  EXPECT_TRUE(Allows(ann, "ExecuteStatement",
                     Select(R"(SELECT * FROM \"Scores\".\"by-game\" WHERE game = 'chess')")));
}

TEST_F(AccessWholeItemsTest, TagsAreKnown) {
  const std::string arn(kScores);
  ASSERT_TRUE(engine_->TagResource({arn, {{"team", "red"}}}, Owner()).ok());
  const std::string red = R"(,"Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}})";
  const std::string blue = R"(,"Condition":{"StringEquals":{"aws:ResourceTag/team":"blue"}})";
  EXPECT_TRUE(Allows(UserWhoMay(R"("dynamodb:GetItem")", red), "GetItem", OfOne(R"("Key":)" KEY)));
  EXPECT_FALSE(
      Allows(UserWhoMay(R"("dynamodb:GetItem")", blue), "GetItem", OfOne(R"("Key":)" KEY)));
  const std::string asked = R"(,"Condition":{"StringEquals":{"aws:RequestTag/team":"blue"},
      "ForAllValues:StringEquals":{"aws:TagKeys":["team"]}})";
  const CallContext tagger = UserWhoMay(R"("dynamodb:TagResource")", asked);
  EXPECT_TRUE(engine_->TagResource({arn, {{"team", "blue"}}}, tagger).ok());
  EXPECT_FALSE(engine_->TagResource({arn, {{"team", "green"}}}, tagger).ok());
  EXPECT_FALSE(engine_->TagResource({arn, {{"team", "blue"}, {"other", "x"}}}, tagger).ok());
}

// As many tags as a body may hold were once compared with one another before the call was refused.
TEST_F(AccessWholeItemsTest, MoreTagsThanATableMayHaveAreNotLookedAt) {
  const std::string asked = R"(,"Condition":{"StringEquals":{"aws:RequestTag/team":"blue"}})";
  std::vector<Tag> tags;
  for (int i = 0; i < 200'000; ++i) tags.push_back({"tag" + std::to_string(i), "x"});
  const auto reply = engine_->TagResource({std::string(kScores), std::move(tags)},
                                          UserWhoMay(R"("dynamodb:GetItem")", asked));
  EXPECT_EQ(reply.status().code(), Code::kValidation);
  EXPECT_EQ(reply.status().message(),
            "Number of Tags exceed the current limit for the provided ResourceArn");
}

}  // namespace
}  // namespace stator::api
