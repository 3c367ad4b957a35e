#include "kv/table/lock_table.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace stator {
namespace {

TEST(LockTable, SpreadsKeysOverStripes) {
  const LockTable table;
  size_t differ = 0;
  for (int i = 0; i < 1000; ++i) {
    const size_t stripe = table.StripeOf("key" + std::to_string(i));
    EXPECT_LT(stripe, LockTable::kStripes);
    if (stripe != table.StripeOf("key0")) ++differ;
  }
  EXPECT_GT(differ, 950u);
}

TEST(KeyLock, ExcludesOthersOfTheSameKey) {
  LockTable table;
  int count = 0;
  const auto work = [&] {
    for (int i = 0; i < 2000; ++i) {
      KeyLock lock(&table, "one");
      ++count;
    }
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(count, 4000);
}

TEST(KeyLocks, TakesAStripeOnceForSeveralKeys) {
  LockTable table;
  KeyLocks locks(&table, {"a", "b", "a", "a"});
  SUCCEED() << "locking one mutex twice would hang";
}

TEST(KeyLocks, InAnyOrderDoNotDeadlock) {
  LockTable table;
  std::vector<std::string> keys;
  for (int i = 0; i < 30; ++i) keys.push_back(std::to_string(i));
  const std::vector<std::string_view> forward(keys.begin(), keys.end());
  const std::vector<std::string_view> backward(keys.rbegin(), keys.rend());
  int count = 0;
  std::thread other([&] {
    for (int i = 0; i < 2000; ++i) {
      KeyLocks locks(&table, backward);
      ++count;
    }
  });
  for (int i = 0; i < 2000; ++i) {
    KeyLocks locks(&table, forward);
    ++count;
  }
  other.join();
  EXPECT_EQ(count, 4000);
}

}  // namespace
}  // namespace stator
