// Threads that remember their latest callers, while identities are replaced: from the moment when a
// reload is done, who signs with the new secret is let in by every thread and who signs with the
// old one by none.
#include "server/auth/authenticator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "server/auth/identity_store.h"
#include "server/auth/signing_key.h"
#include "tests/unit/server_auth/signed_request.h"

namespace stator::server {
namespace {

constexpr int64_t kNow = 1'795'435'200;  // 2026-11-23, 12:00:00 UTC
constexpr std::string_view kTime = "20261123T120000Z";
constexpr std::string_view kKeyId = "AKIAUUUUUUUUUUUUUUUU";
constexpr std::string_view kSecrets[] = {"0123456789abcdef", "fedcba9876543210"};
constexpr int kThreads = 3;
constexpr uint64_t kReloads = 300;

std::shared_ptr<const Identities> WithSecret(std::string_view secret) {
  std::string text = R"({"Accounts":{"111122223333":{"Users":{"u":{"AccessKeys":[{"AccessKeyId":")";
  text.append(kKeyId).append(R"(","SecretAccessKey":")").append(secret).append(R"("}]}}}}})");
  auto read = Identities::Parse(text, [](const std::string&) -> Result<std::string> {
    return ValidationError("there are no files");
  });
  EXPECT_TRUE(read.ok()) << read.status().message();
  return read.ok() ? *read : nullptr;
}

HttpRequest SignedWith(std::string_view secret) {
  HttpRequest request;
  request.method_name = "POST";
  request.target = "/";
  request.body = "{}";
  AddHeader("Host", "h", &request);
  AddHeader("X-Amz-Date", kTime, &request);
  const std::string scope = "20261123/eu-west-1/dynamodb/aws4_request";
  const std::string canonical = "POST\n/\n\nhost:h\nx-amz-date:" + std::string(kTime) +
                                "\n\nhost;x-amz-date\n" + HexSha256(request.body);
  const Digest key = DeriveSigningKey(secret, {"20261123", "eu-west-1", "dynamodb"});
  std::string signature;
  AppendHex(HmacSha256(BytesOf(key), "AWS4-HMAC-SHA256\n" + std::string(kTime) + "\n" + scope +
                                         "\n" + HexSha256(canonical)),
            &signature);
  AddHeader("Authorization",
            "AWS4-HMAC-SHA256 Credential=" + std::string(kKeyId) + "/" + scope +
                ", SignedHeaders=host;x-amz-date, Signature=" + signature,
            &request);
  return request;
}

TEST(AuthenticatorRace, AReloadCountsForEveryThread) {
  const std::shared_ptr<const Identities> identities[] = {WithSecret(kSecrets[0]),
                                                          WithSecret(kSecrets[1])};
  const HttpRequest requests[] = {SignedWith(kSecrets[0]), SignedWith(kSecrets[1])};
  const ManualClock clock(kNow * 1'000'000);
  IdentityStore store(identities[0], &clock);
  const Authenticator authenticator(&store, &clock);
  // Even: the number of reloads, twice. Odd: one is under way.
  std::atomic<uint64_t> reloads{0};
  std::atomic<bool> stop{false};
  std::vector<std::atomic<uint64_t>> seen(kThreads);  // which of them the thread has checked

  std::vector<std::thread> threads;
  for (std::atomic<uint64_t>& checked : seen) {
    threads.emplace_back([&] {
      while (!stop) {
        const uint64_t before = reloads;
        const size_t current = before / 2 % 2;
        Authenticator::Caller caller;
        const bool current_enters =
            !authenticator.Authenticate(requests[current], "dynamodb", &caller);
        const bool other_enters =
            !authenticator.Authenticate(requests[1 - current], "dynamodb", &caller);
        if (before % 2 != 0 || reloads != before) continue;
        EXPECT_TRUE(current_enters);
        EXPECT_FALSE(other_enters);
        checked = before;
      }
    });
  }
  const auto all_have_seen = [&](uint64_t reload) {
    return std::all_of(seen.begin(), seen.end(), [&](const auto& one) { return one >= reload; });
  };
  for (uint64_t done = 1; done <= kReloads; ++done) {
    ++reloads;
    store.Replace(identities[done % 2]);
    ++reloads;
    while (!all_have_seen(2 * done)) std::this_thread::yield();
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace stator::server
