#include "api/io/unserved_members.h"

#include <string>

#include "api/io/member.h"

namespace stator::api {

Status RefuseUnserved(const json::Node& body, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (!Member(body, name)) continue;
    return ValidationError("One or more parameter values were invalid: " + std::string(name) +
                           " is not served by this version");
  }
  return OkStatus();
}

}  // namespace stator::api
