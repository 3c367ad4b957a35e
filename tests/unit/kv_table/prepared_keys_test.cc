#include "kv/table/prepared_keys.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

TEST(PreparedKeys, AreThoseOfTheTransactionsThatAreUnderWay) {
  PreparedKeys prepared;
  EXPECT_TRUE(prepared.empty());
  EXPECT_FALSE(prepared.Contains("a"));
  {
    PreparedMarks first(&prepared);
    EXPECT_TRUE(first.empty());
    first.Mark({"a", "b"});
    EXPECT_FALSE(first.empty());
    {
      PreparedMarks second(&prepared);
      second.Mark({"c"});
      EXPECT_TRUE(prepared.Contains("c"));
    }
    EXPECT_TRUE(prepared.Contains("a"));
    EXPECT_TRUE(prepared.Contains("b"));
    EXPECT_FALSE(prepared.Contains("c"));
  }
  EXPECT_FALSE(prepared.Contains("a"));
  EXPECT_TRUE(prepared.empty());
}

TEST(PreparedMarks, OfATransactionThatWasRefusedAreNone) {
  PreparedKeys prepared;
  { const PreparedMarks marks(&prepared); }
  EXPECT_TRUE(prepared.empty());
}

}  // namespace
}  // namespace stator
