#include "api/ops/name_rules.h"

#include <algorithm>

#include "api/ops/table_errors.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

constexpr size_t kShortestResourceName = 3;
constexpr size_t kLongestResourceName = 255;

bool IsResourceNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

}  // namespace

Status CheckResourceName(std::string_view name, std::string_view path) {
  if (name.size() < kShortestResourceName) {
    return BrokenConstraint(name, path, "have length greater than or equal to 3");
  }
  if (name.size() > kLongestResourceName) {
    return BrokenConstraint(name, path, "have length less than or equal to 255");
  }
  if (!std::all_of(name.begin(), name.end(), IsResourceNameCharacter)) {
    return BrokenConstraint(name, path, "satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  }
  return OkStatus();
}

Status CheckKeyAttributeName(std::string_view name, std::string_view path) {
  if (name.empty()) {
    return BrokenConstraint(name, path, "have length greater than or equal to 1");
  }
  if (name.size() > limits::kKeyAttributeNameBytes) {
    return BrokenConstraint(name, path, "have length less than or equal to 255");
  }
  return OkStatus();
}

std::string ElementPath(std::string_view list, size_t position) {
  return std::string(list) + "." + std::to_string(position + 1) + ".member";
}

}  // namespace stator::api
