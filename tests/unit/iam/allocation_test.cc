// A request that is allowed costs no memory.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/unit/iam/deciding.h"

namespace {

std::atomic<int64_t> allocations{0};

}  // namespace

void* operator new(size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  void* const memory = std::malloc(bytes);
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new(size_t bytes, const std::nothrow_t&) noexcept { return operator new(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace stator::api::iam::testing {
namespace {

// Every operator and every computed key is looked at on the way.
const char kStatements[] = R"(
  {"Effect": "Deny", "NotAction": "dynamodb:*", "Resource": "*"},
  {"Effect": "Deny", "Action": "dynamodb:*Item",
   "NotResource": "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/table-of-this-principal}"},
  {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": {
    "ForAllValues:StringEquals": {
      "dynamodb:LeadingKeys": "${aws:username}", "dynamodb:Attributes": ["id", "name"]},
    "StringLike": {"aws:PrincipalArn": "*:user/${aws:username, 'nobody at all, really'}"},
    "StringNotEqualsIgnoreCase": {"aws:userid": "AIDA"},
    "NumericLessThan": {"aws:EpochTime": 1700000001},
    "DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"},
    "Bool": {"aws:SecureTransport": "false"},
    "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]},
    "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"},
    "Null": {"aws:TokenIssueTime": true}}})";

TEST(Evaluate, AllocatesNothingWhenItAllows) {
  Asking asking;
  asking.Identity(kStatements);
  asking.principal.boundary = Parsed(Statements(AllowAll()));
  asking.principal.session_policies = {Parsed(Statements(AllowAll()))};
  asking.principal.tags = {{"table-of-this-principal", "Orders"}};
  asking.origin.source_ip = "2001:db8::aaaa:bbbb:cccc:dddd";
  asking.keys.SetAll("dynamodb:LeadingKeys", {"alice"});
  asking.keys.SetAll("dynamodb:Attributes", {"id", "name"});
  asking.resource_policy = Parsed(Statements(DenyAll(
                                      R"("NotPrincipal": {"AWS": ["123456789012",
             "arn:aws:iam::123456789012:user/alice"]})")),
                                  PolicyUse::kResource);
  ASSERT_TRUE(asking.Allowed());
  const int64_t before = allocations;
  ASSERT_GT(before, 0);  // they are counted
  const bool allowed = Evaluate(asking.request).allowed;
  EXPECT_EQ(allocations - before, 0);
  EXPECT_TRUE(allowed);
}

}  // namespace
}  // namespace stator::api::iam::testing
