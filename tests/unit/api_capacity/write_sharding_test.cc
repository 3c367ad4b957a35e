// Tables whose partition keys are spread over shards by a tag: they answer as others do, and take
// more.
#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

std::string Sharded(const std::string& shards) {
  return R"("Tags":[{"Key":"stator:write-shards","Value":")" + shards + R"("}],)";
}

class WriteShardingTest : public CapacityTest {
 protected:
  static constexpr int kKeys = 3;
  static constexpr int kSortKeys = 120;

  // Two tables alike but for the shards, with a local and a global index.
  void CreateTwins() {
    Open(CapacityMode::kOff);
    const std::string indexes = R"("LocalSecondaryIndexes":[{"IndexName":"by-rank",
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"rank","KeyType":"RANGE"}],
        "Projection":{"ProjectionType":"ALL"}}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-team",
        "KeySchema":[{"AttributeName":"team","KeyType":"HASH"},
                     {"AttributeName":"rank","KeyType":"RANGE"}],
        "Projection":{"ProjectionType":"ALL"}}],)";
    const std::string definitions = R"(
        {"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
        {"AttributeName":"rank","AttributeType":"N"},{"AttributeName":"team","AttributeType":"S"})";
    for (const auto* name : {"plain", "sharded"}) {
      const std::string tags = std::string(name) == "plain" ? "" : Sharded("7");
      const CallReply reply = engine_->Call({}, "CreateTable",
                                            R"({"TableName":")" + std::string(name) +
                                                R"(","AttributeDefinitions":[)" + definitions +
                                                R"(],"KeySchema":[
              {"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],)" +
                                                indexes + tags + OnDemand() + "}");
      ASSERT_EQ(reply.http_status, 200) << reply.body;
    }
  }

  // The same call to both, where `table` stands for the name: their reply must be one.
  std::string Both(const std::string& operation, const std::string& body) {
    std::map<std::string, std::string> replies;
    for (const auto* name : {"plain", "sharded"}) {
      std::string text = body;
      for (size_t at; (at = text.find("$T")) != std::string::npos;) text.replace(at, 2, name);
      std::string reply = engine_->Call({}, operation, text).body;
      for (size_t at; (at = reply.find("\"sharded\"")) != std::string::npos;) {
        reply.replace(at, 9, "\"plain\"");
      }
      replies[name] = reply;
    }
    EXPECT_EQ(replies["plain"], replies["sharded"]) << operation << " " << body;
    return replies["plain"];
  }

  static std::string KeyJson(int pk, int sk) {
    return R"({"pk":{"S":"p)" + std::to_string(pk) + R"("},"sk":{"N":")" + std::to_string(sk) +
           R"("}})";
  }
  void PutBoth(int pk, int sk) {
    Both("PutItem", R"({"TableName":"$T","ReturnValues":"ALL_OLD","Item":{"pk":{"S":"p)" +
                        std::to_string(pk) + R"("},"sk":{"N":")" + std::to_string(sk) +
                        R"("},"rank":{"N":")" + std::to_string(sk * 37 % 100) +
                        R"("},"team":{"S":"t)" + std::to_string(sk % 2) + R"("}}})");
  }
  void FillTwins() {
    for (int pk = 0; pk < kKeys; ++pk) {
      for (int sk = 0; sk < kSortKeys; ++sk) PutBoth(pk, sk);
    }
  }

  // Every page of a query, as both tables answer it. `members`: the request but for its paging.
  int PageThroughBoth(const std::string& members, int limit) {
    int pages = 0;
    std::string start;
    while (pages < 1'000) {
      const std::string reply =
          Both("Query", R"({"TableName":"$T","Limit":)" + std::to_string(limit) + start + "," +
                            members + "}");
      ++pages;
      const size_t at = reply.find("\"LastEvaluatedKey\":");
      if (at == std::string::npos) return pages;
      const size_t begin = reply.find('{', at);
      int depth = 0;
      size_t end = begin;
      do {
        depth += reply[end] == '{' ? 1 : reply[end] == '}' ? -1 : 0;
        ++end;
      } while (depth > 0);
      start = ",\"ExclusiveStartKey\":" + reply.substr(begin, end - begin);
    }
    return pages;
  }
};

TEST_F(WriteShardingTest, QueriesAnswerAsOnAnUnshardedTable) {
  CreateTwins();
  FillTwins();
  for (const std::string& condition :
       {std::string(), std::string(" AND sk = :a"), std::string(" AND sk < :a"),
        std::string(" AND sk <= :a"), std::string(" AND sk > :a"), std::string(" AND sk >= :a"),
        std::string(" AND sk BETWEEN :a AND :b")}) {
    std::string values = R"(":p":{"S":"p1"})";
    if (condition.find(":a") != std::string::npos) values += R"(,":a":{"N":"40"})";
    if (condition.find(":b") != std::string::npos) values += R"(,":b":{"N":"77"})";
    for (const auto* forward : {"true", "false"}) {
      const std::string members = R"("KeyConditionExpression":"pk = :p)" + condition +
                                  R"(","ExpressionAttributeValues":{)" + values +
                                  R"(},"ScanIndexForward":)" + forward;
      const std::string all = Both("Query", R"({"TableName":"$T",)" + members + "}");
      EXPECT_THAT(all, HasSubstr(R"("Count":)"));
      EXPECT_LT(PageThroughBoth(members, 7), 1'000);  // it compares; 1,000 would be an endless loop
    }
  }
  EXPECT_EQ(PageThroughBoth(R"("KeyConditionExpression":"pk = :p",)"
                            R"("ExpressionAttributeValues":{":p":{"S":"p0"}})",
                            10),
            13);
}

TEST_F(WriteShardingTest, IndexesAndFiltersAnswerAsOnAnUnshardedTable) {
  CreateTwins();
  FillTwins();
  for (const auto* forward : {"true", "false"}) {
    const std::string order = R"(,"ScanIndexForward":)" + std::string(forward);
    EXPECT_GT(PageThroughBoth(R"("IndexName":"by-rank","KeyConditionExpression":
        "pk = :p AND #r > :a","ExpressionAttributeNames":{"#r":"rank"},
        "ExpressionAttributeValues":{":p":{"S":"p2"},":a":{"N":"30"}})" +
                                  order,
                              9),
              5);
    EXPECT_GT(PageThroughBoth(R"("IndexName":"by-team","KeyConditionExpression":"team = :t",
        "ExpressionAttributeValues":{":t":{"S":"t1"}})" +
                                  order,
                              25),
              5);
    EXPECT_GT(PageThroughBoth(R"("KeyConditionExpression":"pk = :p","FilterExpression":"team = :t",
        "ExpressionAttributeValues":{":p":{"S":"p2"},":t":{"S":"t1"}},
        "ReturnConsumedCapacity":"INDEXES")" +
                                  order,
                              11),
              5);
  }
}

TEST_F(WriteShardingTest, SingleItemsAnswerAsOnAnUnshardedTable) {
  CreateTwins();
  FillTwins();
  std::mt19937 random(20'260'501);
  for (int i = 0; i < 600; ++i) {
    const std::string key =
        KeyJson(static_cast<int>(random() % kKeys), static_cast<int>(random() % (kSortKeys + 10)));
    switch (random() % 6) {
      case 0: Both("GetItem", R"({"TableName":"$T","Key":)" + key + "}"); break;
      case 1:
        Both("DeleteItem", R"({"TableName":"$T","ReturnValues":"ALL_OLD","Key":)" + key + "}");
        break;
      case 2:
        Both("UpdateItem", R"({"TableName":"$T","ReturnValues":"ALL_NEW","UpdateExpression":
            "ADD votes :one","ExpressionAttributeValues":{":one":{"N":"1"}},
            "ReturnConsumedCapacity":"INDEXES","Key":)" +
                               key + "}");
        break;
      case 3:
        Both("UpdateItem", R"r({"TableName":"$T","ReturnValues":"ALL_NEW","UpdateExpression":
            "SET hit = :one","ConditionExpression":"attribute_exists(votes)",
            "ExpressionAttributeValues":{":one":{"N":"1"}},"Key":)r" +
                               key + "}");
        break;
      case 4:
        Both("TransactWriteItems", R"({"TransactItems":[{"Update":{"TableName":"$T",
            "UpdateExpression":"ADD votes :one","ExpressionAttributeValues":{":one":{"N":"1"}},
            "Key":)" + key + R"r(}},{"ConditionCheck":{"TableName":"$T","ConditionExpression":
            "attribute_not_exists(hit)","Key":)r" +
                                       KeyJson(0, static_cast<int>(random() % kSortKeys)) + "}}]}");
        break;
      default:
        Both("BatchGetItem",
             R"({"RequestItems":{"$T":{"Keys":[)" + key + "," + KeyJson(1, 500) + "]}}}");
    }
  }
  PageThroughBoth(R"("KeyConditionExpression":"pk = :p",)"
                  R"("ExpressionAttributeValues":{":p":{"S":"p1"}})",
                  5);
}

TEST_F(WriteShardingTest, AScanComesByEveryItemOnce) {
  CreateTwins();
  FillTwins();
  std::set<std::string> seen;
  int pages = 0;
  for (int64_t segment = 0; segment < 3; ++segment) {
    std::optional<Item> start;
    do {
      auto page = engine_->Scan(
          {{.table_name = "sharded", .limit = 17, .exclusive_start_key = start}, {}, 3, segment});
      ASSERT_TRUE(page.ok()) << page.status().message();
      for (const Item& item : page->items) {
        EXPECT_TRUE(seen.insert(std::string(item.encoded())).second);
      }
      start = std::move(page->last_evaluated_key);
      ++pages;
    } while (start && pages < 200);
  }
  EXPECT_EQ(seen.size(), static_cast<size_t>(kKeys * kSortKeys));
}

// The values of a member, wherever in a reply it is.
std::vector<std::string> StringsNamed(const std::string& name, const std::string& json) {
  const std::string start = "\"" + name + "\":\"";
  std::vector<std::string> values;
  for (size_t at = 0; (at = json.find(start, at)) != std::string::npos;) {
    at += start.size();
    values.push_back(json.substr(at, json.find('"', at) - at));
  }
  return values;
}

TEST_F(WriteShardingTest, StreamsAndTimeToLiveComeByEveryItem) {
  Open(CapacityMode::kOff);
  Create("tab",
         Sharded("5") +
             R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"},)" +
             OnDemand());
  ASSERT_EQ(engine_
                ->Call({}, "UpdateTimeToLive", R"({"TableName":"tab","TimeToLiveSpecification":
                {"AttributeName":"exp","Enabled":true}})")
                .http_status,
            200);
  for (int i = 0; i < 40; ++i) {
    const CallReply reply =
        PutJson("tab", R"({"pk":{"S":"p"},"sk":{"S":")" + std::to_string(i) + R"("},"exp":{"N":")" +
                           std::to_string(clock_.WallSeconds() + 100) + R"("}})");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
  }
  for (int look = 0; look < 3; ++look) {
    Advance(200);
    CatchUp();
  }
  const auto left = engine_->Scan({{.table_name = "tab"}});
  ASSERT_TRUE(left.ok());
  EXPECT_EQ(left->items.size(), 0u);

  const auto table = engine_->DescribeTable({.table_name = "tab"});
  ASSERT_TRUE(table.ok());
  const std::string arn =
      R"("StreamArn":")" + table->table.arn + "/stream/" + table->table.schema->stream_label + "\"";
  std::map<std::string, int> events;
  const std::string stream = engine_->Call({}, "DescribeStream", "{" + arn + "}").body;
  for (const std::string& shard : StringsNamed("ShardId", stream)) {
    const std::string iterator =
        engine_
            ->Call({}, "GetShardIterator",
                   "{" + arn + R"(,"ShardIteratorType":"TRIM_HORIZON","ShardId":")" + shard + "\"}")
            .body;
    const std::string records = engine_->Call({}, "GetRecords", iterator).body;
    for (const std::string& name : StringsNamed("eventName", records)) ++events[name];
  }
  EXPECT_EQ(events["INSERT"], 40);
  EXPECT_EQ(events["REMOVE"], 40);
}

// The pages of a query that comes to throttled shards end before them, in either direction; none of
// its items is lost, and none comes twice.
TEST_F(WriteShardingTest, AThrottledShardEndsThePageAndNothingIsLost) {
  Open(CapacityMode::kOff);
  Create("tab", Sharded("4") + OnDemand());
  const std::string text(3'000, 'x');
  for (int i = 0; i < 200; ++i) {
    const Item item = {{"pk", "p"}, {"sk", std::to_string(1'000 + i)}, {"v", text}};
    ASSERT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
  }
  ASSERT_TRUE(engine_->SetCapacityMode({.mode = CapacityMode::kPartition}).ok());
  const GetItemRequest hot{
      .table_name = "tab", .key = {{"pk", "p"}, {"sk", "1100"}}, .consistent_read = true};
  for (const bool forward : {true, false}) {
    while (engine_->GetItem(hot).ok()) {
    }
    std::vector<std::string> seen;
    int ended_pages = 0;
    std::optional<Item> start;
    for (int page = 0; page < 1'000; ++page) {
      QueryRequest query;
      query.table_name = "tab";
      query.key_condition_expression = "pk = :p";
      query.attributes.values = ExpressionValues{{":p", Value("p")}};
      query.scan_index_forward = forward;
      query.exclusive_start_key = start;
      const auto reply = engine_->Query(query);
      if (!reply.ok()) {
        ASSERT_TRUE(ThrottleOf(reply.status())) << reply.status().message();
        ++ended_pages;
        Advance(0.01);
        continue;
      }
      for (const Item& item : reply->items) {
        seen.emplace_back(item.Find("sk")->bytes());
      }
      start = reply->last_evaluated_key;
      if (!start) break;
    }
    EXPECT_EQ(seen.size(), 200u);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 200u);
    EXPECT_TRUE(forward ? std::is_sorted(seen.begin(), seen.end())
                        : std::is_sorted(seen.rbegin(), seen.rend()));
    EXPECT_GT(ended_pages, 0);
    Advance(10);
  }
}

TEST_F(WriteShardingTest, AHotPartitionKeyTakesTenTimesAsMuch) {
  // The classic vote: a partition key for each candidate, a sort key for each voter.
  Create("plain", Provisioned(1, 10'000));
  Create("sharded", Sharded("10") + Provisioned(1, 10'000));
  const auto votes_in_one_second = [this](const std::string& table) {
    int votes = 0;
    for (int voter = 0; voter < 13'000; ++voter) {
      votes += Put(table, "Candidate_A", "voter-" + std::to_string(voter)).ok();
    }
    return votes;
  };
  EXPECT_EQ(votes_in_one_second("plain"), 1'000);
  const int votes = votes_in_one_second("sharded");
  EXPECT_GE(votes, 9'900);
  EXPECT_LE(votes, 10'000);
  std::set<uint32_t> used;
  const DescribePartitionsResponse described = Describe("sharded");
  for (const PartitionUse& use : described.resources.front().use.write.partitions) {
    if (use.units > 0) used.insert(use.partition_id);
  }
  EXPECT_EQ(used.size(), 10u);
}

TEST_F(WriteShardingTest, SuffixesThatTheApplicationAddsDoTheSame) {
  Create("tab", Provisioned(1, 20'000));
  const std::string text(9'900, 'x');  // with its keys ten units
  std::vector<Item> keys;
  for (int suffix = 0; suffix < 10; ++suffix) {
    keys.push_back({{"pk", "Candidate_A-" + std::to_string(suffix)}, {"sk", "s"}});
    const Item item = {{"pk", "Candidate_A-" + std::to_string(suffix)}, {"sk", "s"}, {"v", text}};
    ASSERT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
  }
  // A failed condition costs what a write does, and writes nothing.
  const auto units_in_one_second = [&] {
    int units = 0;
    for (size_t i = 0; i < 1'500; ++i) {
      DeleteItemRequest request{.table_name = "tab", .key = keys[i % keys.size()]};
      request.condition_expression = "attribute_not_exists(pk)";
      const Status status = engine_->DeleteItem(request).status();
      if (status.code() == Code::kConditionFailed) units += 10;
    }
    Advance(1);
    return units;
  };
  // Keys that share a partition are told apart by splits for heat, within some minutes.
  for (int minute = 0; minute < 4; ++minute) {
    for (int second = 0; second < 63; ++second) units_in_one_second();
    CatchUp();
  }
  const int units = units_in_one_second();
  EXPECT_GE(units, 9'900);
  EXPECT_LE(units, 10'100);
}

TEST_F(WriteShardingTest, TheTagIsForNewTablesWithASortKey) {
  const auto create = [this](const std::string& value, const std::string& range) {
    return engine_
        ->Call(
            {}, "CreateTable",
            R"({"TableName":"new","AttributeDefinitions":[{"AttributeName":"pk",
               "AttributeType":"S"})" +
                std::string(range.empty() ? "" : R"(,{"AttributeName":"sk","AttributeType":"S"})") +
                R"(],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"})" + range + "]," +
                Sharded(value) + OnDemand() + "}")
        .body;
  };
  const std::string range = R"(,{"AttributeName":"sk","KeyType":"RANGE"})";
  for (const auto* value : {"0", "257", "ten", "", "-1", "1.5", " 2", "99999999999"}) {
    EXPECT_THAT(create(value, range), HasSubstr("must be a number from 1 to 256")) << value;
  }
  EXPECT_THAT(create("2", ""), HasSubstr("needs a table with a sort key"));

  Create("sharded", Sharded("3") + OnDemand());
  Create("plain", OnDemand());
  const auto arn = [](const std::string& table) {
    return R"("arn:aws:dynamodb:us-east-1:123456789012:table/)" + table + "\"";
  };
  const auto tag = [&](const std::string& table, const std::string& value) {
    return engine_->Call({}, "TagResource",
                         R"({"ResourceArn":)" + arn(table) +
                             R"(,"Tags":[{"Key":"stator:write-shards","Value":")" + value +
                             R"("}]})");
  };
  const std::string refusal = "can only be given when a table is created";
  EXPECT_THAT(tag("plain", "3").body, HasSubstr(refusal));
  EXPECT_THAT(tag("sharded", "4").body, HasSubstr(refusal));
  EXPECT_EQ(tag("sharded", "3").http_status, 200);
  const CallReply untagged = engine_->Call(
      {}, "UntagResource",
      R"({"ResourceArn":)" + arn("sharded") + R"(,"TagKeys":["stator:write-shards"]})");
  EXPECT_THAT(untagged.body, HasSubstr(refusal));
}

}  // namespace
}  // namespace stator::api
