// What transactions cost: the base table's arm twice, those of indexes once; a replay what reading
// costs.
#include "tests/unit/api_transact/transact_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class TransactCapacityTest : public TransactTest {
 protected:
  static constexpr const char* kTotal = R"(,"ReturnConsumedCapacity":"TOTAL")";
  static constexpr const char* kIndexes = R"(,"ReturnConsumedCapacity":"INDEXES")";

  // An item of table "tab" of exactly that many bytes.
  static std::string PutOf(const std::string& pk, size_t bytes) {
    return PutAction(pk, std::string(bytes - 2 - pk.size() - 1, 'x'));
  }
  static std::string Written(const std::string& table, const std::string& units) {
    return R"({"TableName":")" + table + R"(","CapacityUnits":)" + units +
           R"(,"WriteCapacityUnits":)" + units + "}";
  }
};

// AWS: "Transactional writes", the example of the developer guide.
TEST_F(TransactCapacityTest, FiveWritesOfFourKilobytesCostFortyUnits) {
  std::string actions;
  for (int i = 0; i < 5; ++i) actions += (i > 0 ? "," : "") + PutOf(std::to_string(i), 4'096);
  EXPECT_EQ(Write(actions, kTotal).body,
            R"({"ConsumedCapacity":[)" + Written("tab", "40.0") + "]}");
}

TEST_F(TransactCapacityTest, TenReadsOfNineKilobytesCostSixtyUnits) {
  std::string puts;
  std::string gets;
  for (int i = 0; i < 10; ++i) {
    puts += (i > 0 ? "," : "") + PutOf(std::to_string(i), 9 * 1'024);
    gets += (i > 0 ? "," : "") + GetAction(std::to_string(i));
  }
  ASSERT_EQ(Write(puts).http_status, 200);
  EXPECT_THAT(Read(gets, kTotal).body,
              HasSubstr(R"({"ConsumedCapacity":[{"TableName":"tab","CapacityUnits":60.0,)"
                        R"("ReadCapacityUnits":60.0}],"Responses":)"));
}

TEST_F(TransactCapacityTest, EachActionCostsItsLargerImage) {
  ASSERT_EQ(Write(PutOf("a", 3'000) + "," + PutOf("b", 3'000) + "," + PutOf("c", 3'000)).body,
            "{}");
  const std::string actions =
      PutOf("a", 100) + R"-(,{"Delete":{"TableName":"tab","Key":{"pk":{"S":"b"}}}},
      {"ConditionCheck":{"TableName":"tab","Key":{"pk":{"S":"c"}},
        "ConditionExpression":"attribute_exists(v)"}},
      {"Delete":{"TableName":"tab","Key":{"pk":{"S":"none"}}}})-";
  EXPECT_EQ(Write(actions, kTotal).body,
            R"({"ConsumedCapacity":[)" + Written("tab", "20.0") + "]}");  // 6 + 6 + 6 + 2
  EXPECT_THAT(Read(GetAction("none"), kTotal).body, HasSubstr(R"("ReadCapacityUnits":2.0)"));
}

TEST_F(TransactCapacityTest, IndexArmsAreNotDoubled) {
  const std::string put = R"({"Put":{"TableName":"idx","Item":{"pk":{"S":"p"},"sk":{"S":"s"},
      "l":{"S":"l"},"g":{"S":"g"}}}})";
  EXPECT_EQ(
      Write(put + "," + PutAction("a", "x"), kIndexes).body,
      R"({"ConsumedCapacity":[{"TableName":"idx","CapacityUnits":4.0,"WriteCapacityUnits":4.0,)"
      R"("Table":{"CapacityUnits":2.0,"WriteCapacityUnits":2.0},)"
      R"("LocalSecondaryIndexes":{"by-l":{"CapacityUnits":1.0,"WriteCapacityUnits":1.0}},)"
      R"("GlobalSecondaryIndexes":{"by-g":{"CapacityUnits":1.0,"WriteCapacityUnits":1.0}}},)"
      R"({"TableName":"tab","CapacityUnits":2.0,"WriteCapacityUnits":2.0,)"
      R"("Table":{"CapacityUnits":2.0,"WriteCapacityUnits":2.0}}]})");
}

TEST_F(TransactCapacityTest, AReplayCostsReads) {
  const std::string actions =
      PutOf("a", 9 * 1'024) + R"(,{"Delete":{"TableName":"tab","Key":{"pk":{"S":"b"}}}})";
  const std::string token = R"(,"ClientRequestToken":"token")";
  EXPECT_EQ(Write(actions, token + kTotal).body,
            R"({"ConsumedCapacity":[)" + Written("tab", "20.0") + "]}");
  EXPECT_EQ(Write(actions, token + kTotal).body,  // 2 × 3 and 2 × 1
            R"({"ConsumedCapacity":[{"TableName":"tab","CapacityUnits":8.0,)"
            R"("ReadCapacityUnits":8.0}]})");
}

}  // namespace
}  // namespace stator::api
