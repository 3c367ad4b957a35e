#include "api/expr/reserved_words.h"

#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::Detail;

TEST(ReservedWords, KnowsTheFirstTheLastAndThoseBetween) {
  for (const std::string_view word :
       {"ABORT", "ABSOLUTE", "COUNT", "CONVERT", "NAME", "SIZE", "STATUS", "TTL", "YEAR", "ZONE"}) {
    EXPECT_TRUE(IsReservedWord(word)) << word;
  }
}

TEST(ReservedWords, IgnoresTheCaseOfLetters) {
  EXPECT_TRUE(IsReservedWord("name"));
  EXPECT_TRUE(IsReservedWord("Name"));
}

TEST(ReservedWords, LeavesOtherWordsAlone) {
  for (const std::string_view word :
       {"", "pk", "NAME_", "NAM", "ZONES", "_NAME", "AWORDTHATISLONGERTHANALLRESERVEDONES"}) {
    EXPECT_FALSE(IsReservedWord(word)) << word;
  }
}

TEST(ReservedWords, AreRefusedAnywhereInAPath) {
  const std::string refused = "Attribute name is a reserved keyword; reserved keyword: ";
  EXPECT_EQ(Detail(testing::CompileFilter("name = :a")), refused + "name");
  EXPECT_EQ(Detail(testing::CompileFilter("x.Status[0] = :a")), refused + "Status");
  EXPECT_EQ(Detail(testing::CompileProjection("x, size")), refused + "size");
  EXPECT_EQ(Detail(testing::CompileUpdate("SET x = name")), refused + "name");
  EXPECT_EQ(Detail(testing::CompileUpdate("REMOVE x.name")), refused + "name");
  EXPECT_EQ(Detail(testing::CompileUpdate("ADD name :a")), refused + "name");
}

TEST(ReservedWords, MayStandBehindANumberSign) {
  EXPECT_EQ(Detail(testing::CompileFilter("#name = :a AND x.#name = :b")), "");
}

}  // namespace
}  // namespace stator::api::expr
