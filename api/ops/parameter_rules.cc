#include "api/ops/parameter_rules.h"

#include <string>
#include <vector>

#include "api/expr/parameter_mixing.h"

namespace stator::api {
namespace {

std::vector<std::string_view> NamesGiven(std::initializer_list<Given> parameters) {
  std::vector<std::string_view> names;
  for (const auto& [name, given] : parameters) {
    if (given) names.push_back(name);
  }
  return names;
}

}  // namespace

Status RefuseMixing(std::initializer_list<Given> legacy, std::initializer_list<Given> expressions) {
  const auto legacy_names = NamesGiven(legacy);
  if (legacy_names.empty()) return OkStatus();
  const auto expression_names = NamesGiven(expressions);
  if (expression_names.empty()) return OkStatus();
  return ValidationError(expr::MixingText(legacy_names, expression_names));
}

Status RequireNoneOrAllOld(ReturnValues return_values) {
  if (return_values == ReturnValues::kNone || return_values == ReturnValues::kAllOld) {
    return OkStatus();
  }
  return ValidationError("ReturnValues can only be ALL_OLD or NONE");
}

}  // namespace stator::api
