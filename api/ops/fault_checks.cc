#include "api/ops/fault_checks.h"

#include <algorithm>
#include <array>
#include <string>

namespace stator::api {
namespace {

constexpr std::string_view kAnyIndex = "index";

// What an operation on items can be answered with.
struct Answers {
  std::string_view operation;
  bool reads = false;
  bool writes = false;
  bool conditions = false;
  bool conflicts = false;
  bool unprocessed = false;
};
constexpr std::array<Answers, 13> kAnswers = {{
    {"BatchExecuteStatement", true, true, true, true, false},
    {"BatchGetItem", true, false, false, false, true},
    {"BatchWriteItem", false, true, false, true, true},
    {"DeleteItem", false, true, true, true, false},
    {"ExecuteStatement", true, true, true, true, false},
    {"ExecuteTransaction", true, true, true, true, false},
    {"GetItem", true, false, false, false, false},
    {"PutItem", false, true, true, true, false},
    {"Query", true, false, false, false, false},
    {"Scan", true, false, false, false, false},
    {"TransactGetItems", true, false, false, true, false},
    {"TransactWriteItems", false, true, true, true, false},
    {"UpdateItem", false, true, true, true, false},
}};

bool CanAnswer(const FaultRule& rule, const std::optional<Throttle>& throttle,
               std::string_view operation) {
  if (rule.fault == FaultKind::kInternalServerError ||
      rule.fault == FaultKind::kServiceUnavailable || rule.fault == FaultKind::kLatency ||
      rule.fault == FaultKind::kDropConnection) {
    return true;
  }
  const auto* answers = std::find_if(kAnswers.begin(), kAnswers.end(), [&](const Answers& one) {
    return one.operation == operation;
  });
  if (answers == kAnswers.end()) return false;
  switch (rule.fault) {
    case FaultKind::kThrottle:
      return !throttle ||
             (throttle->kind == CapacityKind::kRead ? answers->reads : answers->writes);
    case FaultKind::kConditionalCheckFailed: return answers->conditions;
    case FaultKind::kTransactionConflict: return answers->conflicts;
    case FaultKind::kUnprocessed: return answers->unprocessed;
    default: return true;
  }
}

Status CheckThrottle(const FaultRule& rule, const std::optional<Throttle>& throttle) {
  if (rule.fault != FaultKind::kThrottle) {
    if (rule.reason.empty() && rule.index_name.empty()) return OkStatus();
    return ValidationError("Reason and IndexName are of the fault throttle only");
  }
  if (!rule.reason.empty() && !throttle) {
    return ValidationError("Reason is none of the service's throttling reasons: " + rule.reason);
  }
  const bool of_index = throttle && !throttle->index_name.empty();
  if (of_index == !rule.index_name.empty()) return OkStatus();
  return ValidationError(of_index ? "The reason is about an index: IndexName must be given"
                                  : "IndexName is of reasons that are about an index only");
}

Status CheckMoment(const FaultRule& rule) {
  const bool latency = rule.fault == FaultKind::kLatency;
  if (!latency && rule.latency_millis != 0) {
    return ValidationError("Milliseconds is of the fault latency only");
  }
  if (latency && (rule.latency_millis < 1 || rule.latency_millis > kLongestLatencyMillis)) {
    return ValidationError("Milliseconds must be between 1 and " +
                           std::to_string(kLongestLatencyMillis));
  }
  if (latency || rule.fault == FaultKind::kDropConnection) return OkStatus();
  if (rule.moment == FaultMoment::kBefore) return OkStatus();
  return ValidationError("When is of the faults latency and drop-connection only");
}

bool IsGlobalIndex(const TableSchema& schema, const std::string& name) {
  const IndexSchema* index = schema.FindIndex(name);
  return index != nullptr && index->kind == IndexKind::kGlobal;
}

bool ThrottleFits(const FaultRule& rule, const std::optional<Throttle>& throttle,
                  const FaultElement& element) {
  if (!throttle) return true;
  if (throttle->kind != element.kind) return false;
  const bool of_index = !throttle->index_name.empty();
  if (of_index && !IsGlobalIndex(*element.schema, rule.index_name)) return false;
  if (element.kind == CapacityKind::kWrite) return true;
  // A page of a global index uses its units, every other one those of the table.
  const bool on_index = element.index_name && IsGlobalIndex(*element.schema, *element.index_name);
  return on_index ? of_index && *element.index_name == rule.index_name : !of_index;
}

}  // namespace

std::optional<Throttle> ThrottleOfReason(std::string_view reason) {
  for (const CapacityKind kind : {CapacityKind::kRead, CapacityKind::kWrite}) {
    for (size_t cause = 0; cause < kThrottleCauses; ++cause) {
      for (const std::string_view index : {std::string_view(), kAnyIndex}) {
        Throttle throttle{kind, static_cast<ThrottleCause>(cause), "", std::string(index)};
        if (ReasonOf(throttle) == reason) return throttle;
      }
    }
  }
  return std::nullopt;
}

Status CheckFaultRule(const FaultRule& rule) {
  const auto throttle = ThrottleOfReason(rule.reason);
  STATOR_RETURN_IF_ERROR(CheckThrottle(rule, throttle));
  STATOR_RETURN_IF_ERROR(CheckMoment(rule));
  if (!(rule.probability > 0 && rule.probability <= 1)) {
    return ValidationError("Probability must be over 0 and at most 1");
  }
  if (rule.count && *rule.count < 1) return ValidationError("Count must be at least 1");
  if (rule.table_name && rule.table_name->empty()) {
    return ValidationError("TableName must not be empty");
  }
  if (rule.partition_key && rule.partition_key->empty()) {
    return ValidationError("PartitionKey must not be empty");
  }
  for (const std::string& operation : rule.operations) {
    if (CanAnswer(rule, throttle, operation)) continue;
    return ValidationError("The service never answers so to " + operation +
                           ": the rule could not hit");
  }
  return OkStatus();
}

// Goes back to the last * only: what an earlier one could take, the last can too. So it takes
// time of the product of the two lengths at most.
bool MatchesPattern(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;  // behind the last *
  size_t star_text = 0;                  // where its text ends
  while (t < text.size()) {
    const bool quoted = p + 1 < pattern.size() && pattern[p] == '\\';
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_text = t;
    } else if (p < pattern.size() &&
               (quoted ? pattern[p + 1] == text[t] : pattern[p] == '?' || pattern[p] == text[t])) {
      p += quoted ? 2 : 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool IsAbout(const FaultRule& rule, std::string_view operation) {
  return rule.operations.empty() || std::find(rule.operations.begin(), rule.operations.end(),
                                              operation) != rule.operations.end();
}

bool IsAbout(const FaultRule& rule, const FaultElement& element) {
  if (rule.table_name && *rule.table_name != element.table_name) return false;
  if (!rule.partition_key) return true;
  return element.partition_key && MatchesPattern(*rule.partition_key, *element.partition_key);
}

bool CanShow(const FaultRule& rule, const std::optional<Throttle>& throttle, FaultShape shape,
             const FaultElement& element) {
  if (element.schema == nullptr) return false;  // the handler says that there is no such table
  const bool writes = element.kind == CapacityKind::kWrite;
  switch (rule.fault) {
    case FaultKind::kThrottle: return ThrottleFits(rule, throttle, element);
    case FaultKind::kConditionalCheckFailed: return writes && element.conditional;
    case FaultKind::kTransactionConflict: return writes || shape == FaultShape::kTransaction;
    case FaultKind::kUnprocessed: return shape == FaultShape::kBatch;
    default: return false;
  }
}

Throttle ThrottleFor(const std::optional<Throttle>& throttle, const FaultRule& rule,
                     const FaultElement& element) {
  Throttle full = throttle.value_or(Throttle{});
  full.kind = element.kind;
  full.table_name = element.schema->name;
  full.index_name = rule.index_name;
  const bool on_index = element.index_name && IsGlobalIndex(*element.schema, *element.index_name);
  if (!throttle && on_index) full.index_name = *element.index_name;
  return full;
}

}  // namespace stator::api
