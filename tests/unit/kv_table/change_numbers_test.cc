#include "kv/table/change_numbers.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/support/store_harness.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class ChangeNumbersTest : public ::testing::Test {
 protected:
  ChangeNumbersTest() : database_(OpenDatabase(InMemoryOptions())) { Load(); }
  void Load() { numbers_ = *ChangeNumbers::Load(&database_->store()); }
  ChangeTicket Take(size_t count = 1) { return *numbers_->Take(count); }

  std::unique_ptr<Database> database_;
  std::unique_ptr<ChangeNumbers> numbers_;
};

TEST_F(ChangeNumbersTest, NumbersRise) {
  const ChangeTicket first = Take();
  const ChangeTicket second = Take(3);
  const ChangeTicket third = Take();
  EXPECT_EQ(first.first(), 1u);
  EXPECT_EQ(second.first(), 2u);
  EXPECT_EQ(third.first(), 5u);
}

// Writers of different items commit in any order: what is behind one that is under way must wait,
// or a reader that follows the numbers would pass it by.
TEST_F(ChangeNumbersTest, TheWatermarkStopsAtTheFirstThatIsUnderWay) {
  EXPECT_EQ(numbers_->SettledBelow(), 1u);
  std::optional<ChangeTicket> slow(Take());
  {
    const ChangeTicket fast = Take(2);
    EXPECT_EQ(numbers_->SettledBelow(), 1u);
  }
  EXPECT_EQ(numbers_->SettledBelow(), 1u) << "the slow one is still under way";
  slow.reset();
  EXPECT_EQ(numbers_->SettledBelow(), 4u);
}

TEST_F(ChangeNumbersTest, AMovedTicketSettlesOnce) {
  ChangeTicket ticket = Take();
  ChangeTicket other;
  other = std::move(ticket);
  EXPECT_EQ(numbers_->SettledBelow(), 1u);
  { const ChangeTicket last = std::move(other); }
  EXPECT_EQ(numbers_->SettledBelow(), 2u);
}

TEST_F(ChangeNumbersTest, NoNumberIsGivenTwiceOverRestarts) {
  uint64_t last = Take(10).first() + 9;
  for (int restart = 0; restart < 3; ++restart) {
    Load();
    EXPECT_GT(numbers_->SettledBelow(), last);
    const uint64_t first = Take().first();
    EXPECT_GT(first, last);
    last = first;
  }
}

TEST_F(ChangeNumbersTest, MoreThanABlockCanBeTakenAtOnce) {
  const uint64_t first = Take(3 << 20).first();
  EXPECT_EQ(Take().first(), first + (3 << 20));
}

}  // namespace
}  // namespace stator
