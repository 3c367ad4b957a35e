// The functions of the expression language by name. Names are case-sensitive.
#pragma once

#include <optional>
#include <string_view>

namespace stator::api::expr {

enum class FunctionName {
  kAttributeExists,
  kAttributeNotExists,
  kAttributeType,
  kBeginsWith,
  kContains,
  kSize,
  // Only in updates:
  kIfNotExists,
  kListAppend,
};

std::optional<FunctionName> FindFunction(std::string_view name);
// The others belong to conditions.
constexpr bool IsUpdateFunction(FunctionName function) {
  return function == FunctionName::kIfNotExists || function == FunctionName::kListAppend;
}
size_t OperandCount(FunctionName function);

}  // namespace stator::api::expr
