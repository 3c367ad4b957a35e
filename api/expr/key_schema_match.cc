#include <algorithm>
#include <string_view>

#include "api/expr/expression.h"
#include "api/expr/messages.h"
#include "kv/base/limits.h"

namespace stator::api::expr {
namespace {

using Kind = SortCondition::Kind;

Status Refuse(std::string_view text) { return ValidationError(std::string(text)); }

class SchemaMatcher {
 public:
  SchemaMatcher(const KeyConditionList& conditions, const KeySchema& keys)
      : conditions_(conditions), keys_(keys), unmatched_(conditions.size()) {}

  Result<KeyCondition> Run() {
    STATOR_RETURN_IF_ERROR(CheckCount());
    for (const KeyAttribute& attribute : keys_.hash) STATOR_RETURN_IF_ERROR(TakeHash(attribute));
    for (const KeyAttribute& attribute : keys_.range) {
      if (unmatched_ == 0) break;
      STATOR_RETURN_IF_ERROR(TakeRange(attribute));
    }
    if (unmatched_ != 0) return Refuse(messages::kKeyConditionNotSupported);
    return std::move(result_);
  }

 private:
  bool SingleAttributes() const { return keys_.hash.size() == 1 && keys_.range.size() <= 1; }

  Status CheckCount() const {
    const size_t attributes = keys_.hash.size() + keys_.range.size();
    if (conditions_.size() > std::max<size_t>(attributes, 2)) {
      return ValidationError(messages::TooManyKeyConditions(conditions_.size(), attributes));
    }
    if (!SingleAttributes()) return OkStatus();
    if (conditions_.empty()) return Refuse(messages::kKeyConditionCount);
    if (keys_.range.empty() && conditions_.size() > 1) {
      return Refuse(messages::kKeyConditionNotSupported);
    }
    return OkStatus();
  }

  // The next attribute's condition; the error when there is none.
  Result<const SortCondition*> Take(const KeyAttribute& attribute) {
    const auto found =
        std::find_if(conditions_.begin(), conditions_.end(),
                     [&](const SortCondition& one) { return one.name == attribute.name; });
    if (found == conditions_.end()) {
      return ValidationError(messages::MissedKeyElement(attribute.name));
    }
    --unmatched_;
    STATOR_RETURN_IF_ERROR(CheckValue(attribute, found->first));
    if (found->kind == Kind::kBetween) {
      STATOR_RETURN_IF_ERROR(CheckValue(attribute, found->second));
    }
    return &*found;
  }

  static Status CheckValue(const KeyAttribute& attribute, const Value& value) {
    const ValueView view = value.view();
    if (!view.is(attribute.type)) return messages::InvalidParameters(messages::kKeyTypeMismatch);
    if (view.bytes().empty()) {
      const std::string_view type = view.is(AttributeType::kString) ? "string" : "binary";
      return ValidationError(messages::EmptyKeyValue(type, attribute.name));
    }
    return OkStatus();
  }

  // Key limits hold for all attributes of a role together.
  static Status CheckSize(const Value& value, size_t limit_bytes, std::string_view text,
                          size_t* total_bytes) {
    *total_bytes += value.view().bytes().size();
    return *total_bytes <= limit_bytes ? OkStatus() : messages::InvalidParameters(text);
  }

  Status TakeHash(const KeyAttribute& attribute) {
    STATOR_ASSIGN_OR_RETURN(const SortCondition* condition, Take(attribute));
    if (condition->kind != Kind::kEq) return Refuse(messages::kKeyConditionNotSupported);
    STATOR_RETURN_IF_ERROR(CheckSize(condition->first, limits::kPartitionKeyBytes,
                                     messages::kPartitionKeyTooLong, &hash_bytes_));
    result_.hash.push_back(condition->first);
    return OkStatus();
  }

  Status TakeRange(const KeyAttribute& attribute) {
    // Only the last condition may be anything but equality.
    if (!result_.range.empty() && result_.range.back().kind != Kind::kEq) {
      return Refuse(messages::kKeyConditionNotSupported);
    }
    STATOR_ASSIGN_OR_RETURN(const SortCondition* condition, Take(attribute));
    if (condition->kind == Kind::kBeginsWith && attribute.type == AttributeType::kNumber) {
      return messages::InvalidParameters(messages::kKeyTypeMismatch);
    }
    size_t upper_bytes = range_bytes_;
    STATOR_RETURN_IF_ERROR(CheckSize(condition->first, limits::kSortKeyBytes,
                                     messages::kSortKeyTooLong, &range_bytes_));
    if (condition->kind == Kind::kBetween) {
      STATOR_RETURN_IF_ERROR(CheckSize(condition->second, limits::kSortKeyBytes,
                                       messages::kSortKeyTooLong, &upper_bytes));
    }
    result_.range.push_back(*condition);
    return OkStatus();
  }

  const KeyConditionList& conditions_;
  const KeySchema& keys_;
  size_t unmatched_;
  size_t hash_bytes_ = 0;
  size_t range_bytes_ = 0;
  KeyCondition result_;
};

}  // namespace

Result<KeyCondition> MatchKeySchema(const KeyConditionList& conditions, const KeySchema& keys) {
  return SchemaMatcher(conditions, keys).Run();
}

}  // namespace stator::api::expr
