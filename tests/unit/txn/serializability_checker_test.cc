// The checker itself: it takes what some serial order explains, and finds every kind of violation.
#include "tests/support/serializability_checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kv/table/item_reader.h"
#include "tests/support/table_harness.h"
#include "txn/coordinator.h"

namespace stator {
namespace {

using namespace testing;
using ::testing::HasSubstr;

using Reads = std::map<std::string, uint64_t>;
using Writes = std::set<std::string>;

TEST(SerializabilityChecker, TakesWhatASerialOrderExplains) {
  EXPECT_EQ(FindViolation({}), "");
  // Three that overlap: 2 before 1 before 3.
  EXPECT_EQ(FindViolation({{1, 1, 9, Reads{{"a", 2}, {"b", 0}}, Writes{"b"}},
                           {2, 2, 8, Reads{{"a", 0}}, Writes{"a"}},
                           {3, 3, 7, Reads{{"a", 2}, {"b", 1}}, Writes{}}}),
            "");
}

TEST(SerializabilityChecker, FindsALostUpdate) {
  EXPECT_THAT(FindViolation({{1, 1, 9, Reads{{"a", 0}}, Writes{"a"}},
                             {2, 2, 8, Reads{{"a", 0}}, Writes{"a"}}}),
              HasSubstr("both wrote over version 0 of a"));
}

TEST(SerializabilityChecker, FindsWriteSkew) {
  EXPECT_THAT(FindViolation({{1, 1, 9, Reads{{"a", 0}, {"b", 0}}, Writes{"a"}},
                             {2, 2, 8, Reads{{"a", 0}, {"b", 0}}, Writes{"b"}}}),
              HasSubstr("cycle"));
}

TEST(SerializabilityChecker, FindsAReadOfHalfATransaction) {
  EXPECT_THAT(FindViolation({{1, 1, 9, Reads{{"a", 0}, {"b", 0}}, Writes{"a", "b"}},
                             {2, 2, 8, Reads{{"a", 1}, {"b", 0}}, Writes{}}}),
              HasSubstr("cycle"));
}

TEST(SerializabilityChecker, FindsTwoReadersWhoDisagreeOnTheOrder) {
  EXPECT_THAT(FindViolation({{1, 1, 9, Reads{{"a", 0}}, Writes{"a"}},
                             {2, 1, 9, Reads{{"b", 0}}, Writes{"b"}},
                             {3, 1, 9, Reads{{"a", 1}, {"b", 0}}, Writes{}},
                             {4, 1, 9, Reads{{"a", 0}, {"b", 2}}, Writes{}}}),
              HasSubstr("cycle"));
}

TEST(SerializabilityChecker, FindsAStaleRead) {
  const HistoryEntry write{1, 1, 2, Reads{{"a", 0}}, Writes{"a"}};
  EXPECT_EQ(FindViolation({write, {2, 2, 4, Reads{{"a", 0}}, Writes{}}}), "") << "they overlap";
  EXPECT_THAT(FindViolation({write, {2, 3, 4, Reads{{"a", 0}}, Writes{}}}), HasSubstr("time"));
}

TEST(SerializabilityChecker, FindsWhatARefusedTransactionLeft) {
  EXPECT_THAT(FindViolation({{1, 1, 2, Reads{{"a", 7}}, Writes{}}}),
              HasSubstr("which none of the history wrote"));
}

// A transaction that is not one, against the real store: two single writes with a read in between.
TEST(SerializabilityChecker, FindsATransactionTornIntoSingleWrites) {
  const auto database = OpenDatabase(InMemoryOptions());
  txn::Coordinator coordinator(database.get(), {});
  const auto table = CreateTable(database.get(), SimpleSchema("t", false));
  const Item a = {{"pk", "a"}};
  const Item b = {{"pk", "b"}};
  const auto seen = [&](const std::optional<PinnedItem>& item) { return item ? 1u : 0u; };
  const HistoryEntry torn{1, 1, 9, Reads{{"a", 0}, {"b", 0}}, Writes{"a", "b"}};
  Put(database.get(), table, a);
  const txn::ReadResult read =
      coordinator.Read({{table->schema(), a.view()}, {table->schema(), b.view()}}, {});
  Put(database.get(), table, b);
  const HistoryEntry reader{2, 2, 8, Reads{{"a", seen(read.items[0])}, {"b", seen(read.items[1])}},
                            Writes{}};
  EXPECT_THAT(FindViolation({torn, reader}), HasSubstr("cycle"));
}

}  // namespace
}  // namespace stator
