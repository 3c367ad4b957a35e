#include "server/clock_routes.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace stator::server {
namespace {

TEST(MakeMovableClockTest, FollowsTheSettings) {
  Settings settings;
  EXPECT_EQ(MakeMovableClock(settings)->get(), nullptr);

  settings.clock = ClockMode::kManual;
  const int64_t before = SystemClock()->WallSeconds();
  const auto manual = MakeMovableClock(settings);
  EXPECT_GE((*manual)->WallMicros(), before * 1'000'000);
  EXPECT_LE((*manual)->WallMicros(), SystemClock()->WallMicros());
  EXPECT_EQ((*manual)->WallMicros() % 1'000'000, 0);
  settings.clock_start_seconds = 1'000;
  EXPECT_EQ((*MakeMovableClock(settings))->WallMicros(), 1'000'000'000);

  settings.clock = ClockMode::kOffset;
  EXPECT_FALSE(MakeMovableClock(settings).ok()) << "into the past";
  settings.clock_start_seconds = before + 1'000'000;
  const auto offset = MakeMovableClock(settings);
  EXPECT_GE((*offset)->WallSeconds(), before + 1'000'000);
}

class ClockRoutesTest : public testing::Test {
 protected:
  ClockRoutesTest() {
    AddClockRoutes({ClockMode::kManual, &clock_, &clock_, [this] { return caught_up_; }}, &router_);
  }
  HttpReply Ask(HttpMethod method, std::string body = "") const {
    HttpRequest request;
    request.method = method;
    request.body = std::move(body);
    return router_.Answer(request, "/_stator/clock", true);
  }
  ManualClock clock_{1'000'000'250};
  bool caught_up_ = true;
  AdminRouter router_;
};

TEST_F(ClockRoutesTest, TellsTheTime) {
  const HttpReply reply = Ask(HttpMethod::kGet);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_EQ(reply.body, R"({"Clock":"manual","EpochSeconds":1000,"EpochMicros":1000000250})");
}

TEST_F(ClockRoutesTest, MovesAndSaysWhetherAllIsDone) {
  EXPECT_EQ(Ask(HttpMethod::kPost, R"({"AdvanceSeconds":60})").body,
            R"({"Clock":"manual","EpochSeconds":1060,"EpochMicros":1060000250,"CaughtUp":true})");
  caught_up_ = false;
  EXPECT_EQ(Ask(HttpMethod::kPost, R"({"SetEpochSeconds":2000})").body,
            R"({"Clock":"manual","EpochSeconds":2000,"EpochMicros":2000000000,"CaughtUp":false})");
}

TEST_F(ClockRoutesTest, DoesNotGoBack) {
  const HttpReply reply = Ask(HttpMethod::kPost, R"({"SetEpochSeconds":1000})");
  EXPECT_EQ(reply.status, 400) << "a quarter of a millisecond back";
  EXPECT_NE(reply.body.find("is at 1000 already"), std::string::npos);
  EXPECT_EQ(clock_.WallMicros(), 1'000'000'250);
}

TEST_F(ClockRoutesTest, ManyMovesToOneMomentLeadThere) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back(
        [&] { EXPECT_EQ(Ask(HttpMethod::kPost, R"({"SetEpochSeconds":5000})").status, 200); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(clock_.WallSeconds(), 5'000);
}

}  // namespace
}  // namespace stator::server
