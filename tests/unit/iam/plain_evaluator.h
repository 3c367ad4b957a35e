// IAM's evaluation, written down from its documentation as plainly as can be, to compare api/iam
// with. It shares no code with api/iam, reads the policies' texts anew for each request, and is
// slow. It knows what the random policies hold, not all that IAM does.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace stator::api::iam::testing {

struct PlainRequest {
  std::string action{}, resource{}, resource_account{};
  // Who asks: "Account", "User" or "AssumedRole".
  std::string type{}, account{}, arn{}, role_arn{};
  std::map<std::string, std::vector<std::string>> keys{};  // every key, lower-case
  std::set<std::string> endless{};                         // those of them that hold all texts
  std::vector<std::string> identity{}, sessions{};         // policies
  std::string boundary{}, of_resource{};                   // empty: none
};

struct PlainDecision {
  bool allowed = false;
  bool explicit_deny = false;
  std::string missing{};  // of an implicit deny: whose policy does not allow
};

// How often each operator held and did not.
struct OperatorCounts {
  int held = 0, failed = 0;
};

class PlainEvaluator {
 public:
  PlainDecision Evaluate(const PlainRequest& request);
  std::map<std::string, OperatorCounts> counts{};
};

}  // namespace stator::api::iam::testing
