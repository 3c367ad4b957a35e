#include "api/expr/function_name.h"

#include <array>
#include <utility>

namespace stator::api::expr {
namespace {

constexpr std::array<std::pair<std::string_view, FunctionName>, 8> kFunctions = {{
    {"attribute_exists", FunctionName::kAttributeExists},
    {"attribute_not_exists", FunctionName::kAttributeNotExists},
    {"attribute_type", FunctionName::kAttributeType},
    {"begins_with", FunctionName::kBeginsWith},
    {"contains", FunctionName::kContains},
    {"size", FunctionName::kSize},
    {"if_not_exists", FunctionName::kIfNotExists},
    {"list_append", FunctionName::kListAppend},
}};

}  // namespace

std::optional<FunctionName> FindFunction(std::string_view name) {
  for (const auto& [text, function] : kFunctions) {
    if (text == name) return function;
  }
  return std::nullopt;
}

size_t OperandCount(FunctionName function) {
  switch (function) {
    case FunctionName::kAttributeExists:
    case FunctionName::kAttributeNotExists:
    case FunctionName::kSize: return 1;
    default: return 2;
  }
}

}  // namespace stator::api::expr
