#include "kv/table/write_gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace stator {
namespace {

TEST(WriteGate, ManyShareIt) {
  WriteGate gate;
  SharedGateLock first(&gate);
  std::thread other([&] { SharedGateLock second(&gate); });
  other.join();
}

TEST(WriteGate, AChangeIsAlone) {
  WriteGate gate;
  int count = 0;
  const auto work = [&] {
    for (int i = 0; i < 2000; ++i) {
      ExclusiveGateLock lock(&gate);
      ++count;
    }
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(count, 4000);
}

TEST(WriteGate, WritersWithoutPauseDoNotKeepAChangeOut) {
  WriteGate gate;
  std::atomic<bool> stop{false};
  std::atomic<int> inside{0};
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      while (!stop) {
        SharedGateLock lock(&gate);
        ++inside;
        std::this_thread::yield();
        --inside;
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    ExclusiveGateLock lock(&gate);
    EXPECT_EQ(inside.load(), 0);
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
}

}  // namespace
}  // namespace stator
