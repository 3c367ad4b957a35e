// What UpdateItem counts of each kind of clause. The figures are captured.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

// What the clauses cost beyond the three bytes of every update.
size_t Charge(std::string_view text, const ExpressionValues& values = {}) {
  const auto update = values.empty() ? testing::CompileUpdate(text)
                                     : testing::CompileUpdate(text, testing::WithValues(values));
  EXPECT_TRUE(update.ok()) << text << ": " << update.status().message();
  return update.ok() ? update->charged_bytes() - 3 : 0;
}

const ExpressionValues kTen = {{":v", Value(std::string(10, 'y'))}};
const ExpressionValues kOne = {{":v", Value(1)}};

TEST(UpdateCharge, ASetCostsItsTargetAndItsValue) {
  EXPECT_EQ(Charge("SET b = :v", kTen), 19u + 1 + 10);
  EXPECT_EQ(Charge("SET abc = :v", kTen), 19u + 3 + 10);
  EXPECT_EQ(Charge("SET m.leaf = :v", kTen), 19u + 1 + (4 + 4) + 10);
  EXPECT_EQ(Charge("SET l[10] = :v", kTen), 19u + 1 + (4 + 2) + 10);
  EXPECT_EQ(Charge("SET b = :v, c = :v", kTen), 2 * (19u + 1 + 10));
}

TEST(UpdateCharge, APathThatIsReadCostsItsElements) {
  EXPECT_EQ(Charge("SET c = abcdefghij"), 19u + 1 + (1 + 14 + 10));
  EXPECT_EQ(Charge("SET c = m.a.z"), 19u + 1 + (1 + 3 * 15));
  EXPECT_EQ(Charge("SET c = l[10]"), 19u + 1 + (1 + 15 + 16));
}

TEST(UpdateCharge, FunctionsAndSumsCostTheirOperands) {
  EXPECT_EQ(Charge("SET n = n + :v", kOne), 19u + 1 + 34 + 16 + 2);
  EXPECT_EQ(Charge("SET n = n - :v", kOne), 19u + 1 + 37 + 16 + 2);
  EXPECT_EQ(Charge("SET c = if_not_exists(c, :v)", kTen), 19u + 1 + 39 + 16 + 10);
  const ExpressionValues list = {{":v", Value(AttributeValue::MakeList({"1234567890"}))}};
  EXPECT_EQ(Charge("SET l = list_append(l, :v)", list), 19u + 1 + 37 + 16 + (3 + 1 + 10));
}

TEST(UpdateCharge, AddCostsWhatItAdds) {
  EXPECT_EQ(Charge("ADD abcdefghij :v", kOne), 19u + 10 + 2);
}

TEST(UpdateCharge, ClearingCostsTheTargetAlone) {
  EXPECT_EQ(Charge("REMOVE r"), 2u);
  EXPECT_EQ(Charge("REMOVE m.yyyyyyyyyy"), 1u + 1 + (4 + 10));
  EXPECT_EQ(Charge("REMOVE abcdefghij[1]"), 1u + 10 + (4 + 1));
}

}  // namespace
}  // namespace stator::api::expr
