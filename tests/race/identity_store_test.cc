// Keys are looked up while sessions begin and end and identities are replaced, for ThreadSanitizer
// too: whoever finds a session finds it whole, with the policies of one file or of the other.
#include "server/auth/identity_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace stator::server {
namespace {

constexpr int kFinders = 4;
constexpr int kSessions = 300;

std::string Text(bool with_policy) {
  const std::string policy =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
  const std::string trust =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*"}})";
  return R"({"Accounts":{"111122223333":{"Users":{"u":{"AccessKeys":[{"AccessKeyId":)"
         R"("AKIAUUUUUUUUUUUUUUUU","SecretAccessKey":"0123456789abcdef"}]}},"Roles":{"r":{)"
         R"("TrustPolicy":)" +
         trust + (with_policy ? R"(,"InlinePolicies":{"p":)" + policy + "}" : "") + "}}}}}";
}

std::shared_ptr<const Identities> Read(bool with_policy) {
  auto read = Identities::Parse(Text(with_policy), [](const std::string&) -> Result<std::string> {
    return ValidationError("there are no files");
  });
  EXPECT_TRUE(read.ok()) << read.status().message();
  return read.ok() ? *read : nullptr;
}

SessionFacts Facts(int number) {
  SessionFacts facts;
  facts.account = "111122223333";
  facts.role_name = "r";
  facts.session_name = "s" + std::to_string(number);
  facts.expires_seconds = 1'000 + number % 7;
  return facts;
}

TEST(IdentityStoreRace, WhoeverIsFoundIsWhole) {
  ManualClock clock(0);
  IdentityStore store(Read(true), &clock, {.of_account = 50});
  std::atomic<bool> stop{false};
  std::vector<std::atomic<int64_t>> found(kFinders);
  const auto first = store.Start(Facts(0));
  ASSERT_TRUE(first.ok());
  const std::string session_key = first->access_key_id;

  std::vector<std::thread> threads;
  for (int i = 0; i < kFinders; ++i) {
    threads.emplace_back([&, i] {
      while (!stop) {
        const auto user = store.Find("AKIAUUUUUUUUUUUUUUUU");
        ASSERT_NE(user, nullptr);
        EXPECT_EQ(user->principal->user_name, "u");
        const auto session = store.Find(session_key);
        if (session == nullptr) continue;
        EXPECT_EQ(session->principal->arn, "arn:aws:sts::111122223333:assumed-role/r/s0");
        EXPECT_LE(session->principal->identity_policies.size(), 1U);
        EXPECT_EQ(session->secret_key, first->credential->secret_key);
        ++found[i];
      }
    });
  }
  threads.emplace_back([&] {
    for (bool with_policy = false; !stop; with_policy = !with_policy) {
      store.Replace(Read(with_policy));
    }
  });
  // The clock stands still until every thread has found something.
  for (const auto& count : found) {
    while (count == 0) std::this_thread::yield();
  }
  int started = 0;
  for (int number = 1; number <= kSessions; ++number) {
    if (store.Start(Facts(number)).ok()) ++started;
    clock.Advance(int64_t{20} * 1'000'000);
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(started, 49);
  EXPECT_LE(started, kSessions);
  EXPECT_EQ(store.FindSession(session_key), nullptr) << "it made room";
}

}  // namespace
}  // namespace stator::server
