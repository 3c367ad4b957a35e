#include "server/hangup_reloader.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace stator::server {
namespace {

bool Comes(const std::function<bool()>& condition) {
  for (int i = 0; i < 1'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// The disposition outlives a reloader, so each test begins with the inherited one.
class HangupReloaderTest : public testing::Test {
 protected:
  HangupReloaderTest() { signal(SIGHUP, SIG_DFL); }
  ~HangupReloaderTest() override { signal(SIGHUP, SIG_IGN); }

  static bool IsCaught() {
    struct sigaction action = {};
    sigaction(SIGHUP, nullptr, &action);
    return action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN;
  }

  HangupReloader reloader_{SystemClock()};
};

TEST_F(HangupReloaderTest, LeavesTheSignalAloneWithNothingToReload) {
  ASSERT_TRUE(reloader_.Start().ok());
  EXPECT_FALSE(IsCaught());
  signal(SIGHUP, SIG_IGN);  // as below nohup
  ASSERT_TRUE(reloader_.Start().ok());
  EXPECT_FALSE(IsCaught());
}

TEST_F(HangupReloaderTest, ReloadsEverythingInOrderWithEachSignal) {
  std::atomic<int> first{0};
  std::atomic<int> second{0};
  std::atomic<bool> in_order{true};
  reloader_.Add("first", [&] { return ++first, OkStatus(); });
  reloader_.Add("second", [&] {
    if (++second != first) in_order = false;
    return OkStatus();
  });
  EXPECT_TRUE(IsCaught());
  ASSERT_TRUE(reloader_.Start().ok());
  EXPECT_EQ(first, 0);
  for (int i = 1; i <= 3; ++i) {
    raise(SIGHUP);
    EXPECT_TRUE(Comes([&] { return second == i; }));
  }
  EXPECT_TRUE(in_order);
}

TEST_F(HangupReloaderTest, KeepsASignalThatCameBeforeTheStart) {
  std::atomic<int> count{0};
  reloader_.Add("part", [&] { return ++count, OkStatus(); });
  raise(SIGHUP);
  EXPECT_EQ(count, 0);
  ASSERT_TRUE(reloader_.Start().ok());
  EXPECT_TRUE(Comes([&] { return count == 1; }));
}

TEST_F(HangupReloaderTest, GoesOnAfterAFailureAndAnException) {
  std::atomic<int> last{0};
  reloader_.Add("fails", [] { return ValidationError("no such file"); });
  reloader_.Add("throws", []() -> Status { throw std::runtime_error("of foreign code"); });
  reloader_.Add("works", [&] { return ++last, OkStatus(); });
  ASSERT_TRUE(reloader_.Start().ok());
  testing::internal::CaptureStderr();
  raise(SIGHUP);
  EXPECT_TRUE(Comes([&] { return last == 1; }));
  raise(SIGHUP);
  EXPECT_TRUE(Comes([&] { return last == 2; }));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("event=\"reload failed\" what=fails why=\"no such file\""), std::string::npos)
      << log;
  EXPECT_NE(log.find("what=throws why=\"of foreign code\""), std::string::npos) << log;
  EXPECT_NE(log.find("event=reloaded what=works"), std::string::npos) << log;
}

TEST_F(HangupReloaderTest, ASignalDuringAReloadAsksForAnother) {
  std::atomic<int> begun{0};
  std::atomic<bool> go_on{false};
  std::atomic<int> at_once{0};
  std::atomic<int> most_at_once{0};
  reloader_.Add("slow", [&] {
    if (++at_once > most_at_once) most_at_once = at_once.load();
    ++begun;
    Comes([&] { return go_on.load(); });
    --at_once;
    return OkStatus();
  });
  ASSERT_TRUE(reloader_.Start().ok());
  raise(SIGHUP);
  ASSERT_TRUE(Comes([&] { return begun == 1; }));
  for (int i = 0; i < 100'000; ++i) raise(SIGHUP);  // more than a pipe holds
  go_on = true;
  EXPECT_TRUE(Comes([&] { return begun >= 2; }));
  EXPECT_EQ(most_at_once, 1);
}

}  // namespace
}  // namespace stator::server
