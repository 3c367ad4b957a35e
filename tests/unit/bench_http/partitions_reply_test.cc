#include "bench/driver/partitions_reply.h"

#include <gtest/gtest.h>

namespace stator::bench {
namespace {

TEST(PartitionsReplyTest, PartitionsAndSplitsAreRead) {
  const auto snapshot = ReadPartitions(R"({"TableName":"t","Mode":"off","Resources":[
      {"Read":{},"Write":{},"Partitions":[{"PartitionId":4,"FirstKey":"80ff","SizeBytes":1,
        "Write":{"Units":3.5,"Seconds":[{"Second":10,"Units":3.5,"Throttled":2}]}}]},
      {"IndexName":"by-x","Partitions":[{"PartitionId":1,"FirstKey":"",
        "Read":{"Seconds":[{"Second":11,"Units":1.0,"Throttled":0}]}}]}],
      "Splits":[{"Time":9.5,"Reason":"heat","IndexName":"by-x","PartitionIds":[0],
                 "NewPartitionIds":[1,2]}]})");
  ASSERT_TRUE(snapshot);
  ASSERT_EQ(snapshot->partitions.size(), 2u);
  EXPECT_EQ(snapshot->partitions[0].partition_id, 4u);
  EXPECT_EQ(snapshot->partitions[0].first_key, "80ff");
  EXPECT_TRUE(snapshot->partitions[0].read.empty());
  ASSERT_EQ(snapshot->partitions[0].write.size(), 1u);
  EXPECT_EQ(snapshot->partitions[0].write[0].second, 10);
  EXPECT_EQ(snapshot->partitions[0].write[0].units, 3.5);
  EXPECT_EQ(snapshot->partitions[0].write[0].throttled, 2u);
  EXPECT_EQ(snapshot->partitions[1].index_name, "by-x");
  ASSERT_EQ(snapshot->splits.size(), 1u);
  EXPECT_EQ(snapshot->splits[0].wall_seconds, 9.5);
  EXPECT_EQ(snapshot->splits[0].made, (std::vector<int64_t>{1, 2}));
}

// Any endpoint may answer anything.
TEST(PartitionsReplyTest, WhatIsNoSuchReplyIsNone) {
  for (const auto* body : {"", "healthy", "[]", "{}", "null", R"({"Message":"no"})"}) {
    EXPECT_FALSE(ReadPartitions(body)) << body;
  }
  for (const auto* body :
       {R"({"Resources":5})", R"({"Resources":[5,null]})",
        R"({"Resources":[{"Partitions":[[]]}],"Splits":[1]})",
        R"({"Resources":[{"Partitions":[{"Read":{"Seconds":["x"]}}]}],"Splits":{}})"}) {
    ASSERT_TRUE(ReadPartitions(body)) << body;
  }
}

}  // namespace
}  // namespace stator::bench
