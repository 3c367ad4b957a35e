#include "api/expr/placeholders.h"

#include <algorithm>

#include "api/expr/ascii.h"
#include "api/expr/messages.h"
#include "kv/base/limits.h"

namespace stator::api::expr {
namespace {

// Bytes of a "#name" or ":value", sign included. Source: the AWS page "Quotas in Amazon DynamoDB".
constexpr size_t kMaxPlaceholderBytes = 255;

bool IsPlaceholder(std::string_view key, char sign) {
  return key.size() > 1 && key.front() == sign &&
         std::all_of(key.begin() + 1, key.end(), IsWordCharacter);
}

template <typename Map>
Status CheckUsed(std::string_view parameter, const Map& given, std::vector<std::string_view> used) {
  std::sort(used.begin(), used.end());
  std::vector<std::string_view> unused;
  for (const auto& [key, value] : given) {
    if (!std::binary_search(used.begin(), used.end(), std::string_view(key))) {
      unused.push_back(key);
    }
  }
  if (unused.empty()) return OkStatus();
  return ValidationError(messages::Unused(parameter, unused));
}

}  // namespace

Status Placeholders::CheckShape() const {
  if (attributes_.names) STATOR_RETURN_IF_ERROR(CheckNames());
  if (attributes_.values) STATOR_RETURN_IF_ERROR(CheckValues());
  return OkStatus();
}

Status Placeholders::CheckNames() const {
  if (attributes_.names->empty()) {
    return ValidationError(messages::MustNotBeEmpty(messages::kNames));
  }
  for (const auto& [key, name] : *attributes_.names) {
    if (!IsPlaceholder(key, '#')) {
      return ValidationError(messages::InvalidKeySyntax(messages::kNames, key));
    }
    if (key.size() > kMaxPlaceholderBytes) {
      return ValidationError(messages::NameKeyTooLong(key.size()));
    }
    if (name.empty()) return ValidationError(messages::EmptyAttributeName(key));
    if (name.size() > limits::kAttributeNameBytes) {
      return ValidationError(messages::AttributeNameTooLong(key));
    }
  }
  return OkStatus();
}

Status Placeholders::CheckValues() const {
  if (attributes_.values->empty()) {
    return ValidationError(messages::MustNotBeEmpty(messages::kValues));
  }
  size_t size = 0;
  for (const auto& [key, value] : *attributes_.values) {
    if (!IsPlaceholder(key, ':')) {
      return ValidationError(messages::InvalidKeySyntax(messages::kValues, key));
    }
    if (key.size() > kMaxPlaceholderBytes) {
      return ValidationError(std::string(messages::kValueKeyTooLong));
    }
    size += key.size() + value.encoded().size();
  }
  if (size <= limits::kExpressionValuesBytes) return OkStatus();
  return ValidationError(std::string(messages::kValuesTooLarge));
}

const std::string* Placeholders::FindName(std::string_view key) {
  if (!attributes_.names) return nullptr;
  const auto found = attributes_.names->find(key);
  if (found == attributes_.names->end()) return nullptr;
  used_names_.push_back(found->first);
  return &found->second;
}

const Value* Placeholders::FindValue(std::string_view key) {
  if (!attributes_.values) return nullptr;
  const auto found = attributes_.values->find(key);
  if (found == attributes_.values->end()) return nullptr;
  used_values_.push_back(found->first);
  return &found->second;
}

Status Placeholders::CheckAllUsed() const {
  if (attributes_.names) {
    STATOR_RETURN_IF_ERROR(CheckUsed(messages::kNames, *attributes_.names, used_names_));
  }
  if (attributes_.values) {
    STATOR_RETURN_IF_ERROR(CheckUsed(messages::kValues, *attributes_.values, used_values_));
  }
  return OkStatus();
}

}  // namespace stator::api::expr
