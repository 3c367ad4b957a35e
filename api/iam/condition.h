// One line of a Condition element: an operator, a key, and values, read once.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/iam/address_range.h"
#include "api/iam/condition_operator.h"
#include "api/iam/exact_texts.h"
#include "api/iam/instant.h"
#include "api/iam/key_name.h"
#include "api/iam/text_pattern.h"
#include "kv/base/status.h"
#include "kv/model/number.h"

namespace stator::api::iam {

class RequestKeys;
struct FoundKey;

class Condition {
 public:
  // `variables`: whether the policy's version knows them. kValidation names the value that is
  // wrong.
  static Result<Condition> Compile(ConditionOperator op, std::string_view key,
                                   const std::vector<std::string>& values, bool variables);

  // in_doubt: the answer where an operator that is made for one value finds several of them, which
  // do not agree. IAM leaves that open; whoever says true of a Deny and false of an Allow lets
  // nothing pass that another reading would stop.
  bool Holds(const RequestKeys& keys, bool in_doubt) const;

  const KeyName& key() const { return key_; }
  // Calls visit(const KeyName&) for the key and for those of the variables in its values.
  template <typename Visit>
  void VisitKeys(Visit&& visit) const {
    visit(key_);
    if (const auto* patterns = std::get_if<std::vector<TextPattern>>(&values_)) {
      for (const TextPattern& pattern : *patterns) pattern.VisitKeys(visit);
    }
  }

 private:
  // By ValueKind: the texts, patterns and ARNs that are not in exact_; numbers; dates; bools;
  // address ranges.
  using Values = std::variant<std::vector<TextPattern>, std::vector<Number>, std::vector<Instant>,
                              std::vector<bool>, std::vector<AddressRange>>;

  Status AddValue(const std::string& text, bool variables);
  void MoveExactTexts();
  // Whether one value of the request agrees with one of the policy's, before any negation.
  bool AgreesWithAny(std::string_view value, const RequestKeys& keys) const;
  bool AgreesWithPattern(std::string_view value, const RequestKeys& keys) const;
  // Of all texts there are: whether every one agrees with a value, whether one does.
  bool AllTextsAgree() const;
  bool SomeTextAgrees(const RequestKeys& keys) const;
  bool HoldsForAll(const FoundKey& found, const RequestKeys& keys) const;
  bool HoldsForAny(const FoundKey& found, const RequestKeys& keys) const;

  ConditionOperator op_{};
  KeyName key_{};
  Values values_{};
  ExactTexts exact_{};
};

}  // namespace stator::api::iam
