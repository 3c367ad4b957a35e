// What is counted is what replies report.
#include <cstdlib>

#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

class AccountingTest : public CapacityTest {
 protected:
  void SetUp() override {
    Open(CapacityMode::kOff);  // units are counted in every mode
    Create("tab", R"("LocalSecondaryIndexes":[{"IndexName":"local",
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"sk","KeyType":"RANGE"}],
        "Projection":{"ProjectionType":"KEYS_ONLY"}}],
        "GlobalSecondaryIndexes":[{"IndexName":"global",
        "KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"}}],)" +
                      OnDemand());
  }

  double Counted() {
    double units = 0;
    const DescribePartitionsResponse described = Describe("tab");
    for (const ResourcePartitions& resource : described.resources) {
      units += resource.use.read.consumed_units + resource.use.write.consumed_units;
      double of_partitions = 0;
      for (const PartitionUse& use : resource.use.read.partitions) of_partitions += use.units;
      for (const PartitionUse& use : resource.use.write.partitions) of_partitions += use.units;
      EXPECT_EQ(of_partitions,
                resource.use.read.consumed_units + resource.use.write.consumed_units);
    }
    return units;
  }
  // Makes the call and compares. `members`: the request but for ReturnConsumedCapacity.
  void Check(const std::string& operation, const std::string& members) {
    const double before = Counted();
    const CallReply reply =
        engine_->Call({}, operation, R"({"ReturnConsumedCapacity":"TOTAL",)" + members + "}");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
    double reported = 0;
    const std::string name = "\"CapacityUnits\":";
    for (size_t at = 0; (at = reply.body.find(name, at)) != std::string::npos;) {
      at += name.size();
      reported += std::atof(reply.body.c_str() + at);
    }
    EXPECT_EQ(Counted() - before, reported) << operation << " " << members << " " << reply.body;
    EXPECT_GT(reported, 0) << operation << " " << members;
  }
  static std::string Key(const std::string& pk, const std::string& sk) {
    return R"({"pk":{"S":")" + pk + R"("},"sk":{"S":")" + sk + R"("}})";
  }
  static std::string ItemOf(const std::string& pk, const std::string& sk, size_t bytes) {
    return R"({"pk":{"S":")" + pk + R"("},"sk":{"S":")" + sk + R"("},"v":{"S":")" +
           std::string(bytes, 'x') + R"("}})";
  }
};

TEST_F(AccountingTest, Writes) {
  Check("PutItem", R"("TableName":"tab","Item":)" + ItemOf("p", "a", 3'000));
  Check("PutItem", R"("TableName":"tab","Item":)" + ItemOf("p", "a", 10));
  Check("PutItem", R"("TableName":"tab","Item":)" + ItemOf("p", "a", 10));  // changes nothing
  Check("UpdateItem", R"("TableName":"tab","UpdateExpression":"SET n = :n",
      "ExpressionAttributeValues":{":n":{"N":"1"}},"Key":)" +
                          Key("p", "b"));
  Check("DeleteItem", R"("TableName":"tab","Key":)" + Key("p", "a"));
  Check("DeleteItem", R"("TableName":"tab","Key":)" + Key("p", "nothing"));
  Check("BatchWriteItem", R"("RequestItems":{"tab":[{"PutRequest":{"Item":)" +
                              ItemOf("q", "a", 5'000) + R"(}},{"DeleteRequest":{"Key":)" +
                              Key("p", "b") + "}}]}");
  Check("TransactWriteItems", R"("TransactItems":[{"Put":{"TableName":"tab","Item":)" +
                                  ItemOf("r", "a", 2'000) +
                                  R"r(}},{"ConditionCheck":{"TableName":"tab",
      "ConditionExpression":"attribute_exists(pk)","Key":)r" +
                                  Key("q", "a") + "}}]");
  Check("ExecuteStatement", R"("Statement":"UPDATE tab SET v = 'y' WHERE pk = 'q' AND sk = 'a'")");
}

TEST_F(AccountingTest, AReplayedTransactionIsReadNotWritten) {
  const std::string transaction = R"("ClientRequestToken":"again","TransactItems":[{"Put":{
      "TableName":"tab","Item":)" +
                                  ItemOf("r", "a", 9'000) + "}}]";
  Check("TransactWriteItems", transaction);
  const double written = Describe("tab").resources.front().use.write.consumed_units;
  Check("TransactWriteItems", transaction);
  EXPECT_EQ(Describe("tab").resources.front().use.write.consumed_units, written);
  EXPECT_EQ(Describe("tab").resources.front().use.read.consumed_units, 6);
}

TEST_F(AccountingTest, Reads) {
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    ASSERT_EQ(PutJson("tab", ItemOf(i % 2 == 0 ? "p" : n, n, 1'500)).http_status, 200);
  }
  for (const auto* consistent : {"true", "false"}) {
    const std::string how = R"("TableName":"tab","ConsistentRead":)" + std::string(consistent);
    Check("GetItem", how + R"(,"Key":)" + Key("p", "2"));
    Check("GetItem", how + R"(,"Key":)" + Key("p", "nothing"));
    const std::string query = how + R"(,"KeyConditionExpression":"pk = :p",
        "ExpressionAttributeValues":{":p":{"S":"p"}})";
    Check("Query", query);
    Check("Query", query + R"(,"Limit":3)");
    Check("Query", query + R"(,"IndexName":"local","Select":"ALL_ATTRIBUTES")");
    Check("Query", how + R"(,"KeyConditionExpression":"pk = :p",
        "ExpressionAttributeValues":{":p":{"S":"nobody"}})");
    Check("Scan", how);  // goes through all partitions, and is rounded once
    Check("Scan", how + R"(,"Limit":7)");
    Check("BatchGetItem", R"("RequestItems":{"tab":{"ConsistentRead":)" + std::string(consistent) +
                              R"(,"Keys":[)" + Key("p", "2") + "," + Key("p", "nothing") + "]}}");
  }
  Check("Query", R"("TableName":"tab","IndexName":"global","KeyConditionExpression":"sk = :s",
      "ExpressionAttributeValues":{":s":{"S":"4"}})");
  Check("Scan", R"("TableName":"tab","IndexName":"global")");
  Check("TransactGetItems", R"("TransactItems":[{"Get":{"TableName":"tab","Key":)" + Key("p", "2") +
                                R"(}},{"Get":{"TableName":"tab","Key":)" + Key("p", "nothing") +
                                "}}]");
}

}  // namespace
}  // namespace stator::api
