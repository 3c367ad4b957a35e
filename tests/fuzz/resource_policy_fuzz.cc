// Any text as the policy of a table or of a stream: what can be attached can be read again, and
// what cannot is refused in the service's form. Two patterns overlap whichever comes first.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "api/ops/pattern_overlap.h"
#include "api/ops/resource_policy_rules.h"

namespace {

using stator::api::OpContext;
using stator::api::PatternsOverlap;
using stator::api::ResourceName;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckDocument(const ResourceName& resource, std::string_view document) {
  OpContext context;
  context.account = "123456789012";
  context.region = "us-east-1";
  const auto policy = CheckResourcePolicy(context, resource, document);
  if (policy.ok()) {
    Require(document.size() <= stator::api::kResourcePolicyBytes);
    Require((*policy)->name() ==
            stator::api::PolicyName(resource.table.name, resource.stream_label));
    return;
  }
  Require(policy.status().code() == stator::Code::kValidation);
  Require(policy.status().message().starts_with(
      "One or more parameter values were invalid: Invalid policy document: "));
}

void CheckPatterns(std::string_view a, std::string_view b) {
  Require(PatternsOverlap(a, b) == PatternsOverlap(b, a));
  Require(PatternsOverlap(a, a));
  Require(PatternsOverlap(a, "*"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const stator::api::TableReference table = {"123456789012", "123456789012/us-east-1", "tab"};
  CheckDocument({table, ""}, text);
  CheckDocument({table, "2026-01-01T00:00:00.000"}, text);
  constexpr size_t kLongPattern = 512;
  const std::string_view pair = text.substr(0, kLongPattern);
  const size_t middle = pair.find('|');
  if (middle != std::string_view::npos) {
    CheckPatterns(pair.substr(0, middle), pair.substr(middle + 1));
  }
  return 0;
}
