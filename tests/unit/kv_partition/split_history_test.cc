#include "kv/partition/split_history.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

TEST(SplitHistoryTest, NotesEachMapThatChanged) {
  TableSchema before;
  IndexSchema index;
  index.id = 7;
  index.name = "by-g";
  index.partitions = {{1, ""}};
  before.indexes = {index};
  TableSchema after = before;
  after.partitions = {{3, ""}, {4, "m"}};  // from one without a record of its own
  after.indexes[0].partitions = {{2, ""}, {5, "c"}, {6, "x"}};

  SplitHistory history;
  history.Note(before, before, SplitReason::kRequest, 1);
  EXPECT_TRUE(history.Events().empty());
  history.Note(before, after, SplitReason::kThroughput, 17);
  const std::vector<SplitEvent> expected = {{17, SplitReason::kThroughput, "", {0}, {3, 4}},
                                            {17, SplitReason::kThroughput, "by-g", {1}, {2, 5, 6}}};
  EXPECT_EQ(history.Events(), expected);
}

TEST(SplitHistoryTest, AnIndexThatIsNewHasNotBeenSplit) {
  TableSchema before;
  TableSchema after;
  IndexSchema index;
  index.name = "by-g";
  index.partitions = {{1, ""}, {2, "c"}};
  after.indexes = {index};
  SplitHistory history;
  history.Note(before, after, SplitReason::kRequest, 1);
  EXPECT_TRUE(history.Events().empty());
}

TEST(SplitHistoryTest, KeepsTheNewest) {
  SplitHistory history;
  TableSchema before;
  for (uint32_t i = 1; i <= SplitHistory::kKept + 5; ++i) {
    TableSchema after;
    after.partitions = {{i, ""}};
    history.Note(before, after, SplitReason::kHeat, i);
    before = after;
  }
  const auto events = history.Events();
  ASSERT_EQ(events.size(), SplitHistory::kKept);
  EXPECT_EQ(events.front().wall_micros, 6);
  EXPECT_EQ(events.back().made, (std::vector<uint32_t>{SplitHistory::kKept + 5}));
}

}  // namespace
}  // namespace stator
