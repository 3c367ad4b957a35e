#include "bench/driver/partition_timeline.h"

#include <gtest/gtest.h>

namespace stator::bench {
namespace {

TEST(PartitionTimelineTest, APartitionThatWasSplitKeepsWhatItDid) {
  PartitionTimeline timeline(100);
  timeline.Add({.partitions = {{"", 1, "", {}, {{99, 5, 0}, {100, 7, 1}}}}});
  timeline.Add({.partitions = {{"", 1, "", {}, {{100, 9, 2}, {101, 3, 0}}}}});
  timeline.Add({.partitions = {{"", 3, "80", {{102, 1, 0}}, {}}, {"", 2, "", {}, {{102, 4, 0}}}},
                .splits = {{101.5, "heat", "", {1}, {2, 3}}, {50, "size", "", {0}, {1}}}});
  const auto partitions = timeline.Partitions();
  ASSERT_EQ(partitions.size(), 3u);
  EXPECT_EQ(partitions[0].partition_id, 1u);
  EXPECT_EQ(partitions[1].partition_id, 2u);
  EXPECT_EQ(partitions[2].partition_id, 3u);
  ASSERT_EQ(partitions[0].write.size(), 2u);  // what was before the run is left out
  EXPECT_EQ(partitions[0].write.at(0).units, 9);
  EXPECT_EQ(partitions[0].write.at(0).throttled, 2);
  EXPECT_EQ(partitions[0].write.at(1).units, 3);
  EXPECT_EQ(partitions[2].read.at(2).units, 1);
  ASSERT_EQ(timeline.Splits().size(), 1u);
  EXPECT_DOUBLE_EQ(timeline.Splits()[0].wall_seconds, 1.5);
}

TEST(PartitionTimelineTest, ASplitIsToldOnce) {
  PartitionTimeline timeline(100);
  const PartitionSnapshot snapshot{.splits = {{101.5, "heat", "", {1}, {2, 3}}}};
  timeline.Add(snapshot);
  timeline.Add(snapshot);
  EXPECT_EQ(timeline.Splits().size(), 1u);
}

}  // namespace
}  // namespace stator::bench
