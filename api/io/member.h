// Reading members of a request that has passed the structural check (api/validate): JSON kinds are
// right, so a member is either there or absent; null counts as absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"

namespace stator::api {

std::optional<json::Node> Member(const json::Node& object, std::string_view name);
std::optional<std::string> StringMember(const json::Node& object, std::string_view name);
std::optional<bool> BoolMember(const json::Node& object, std::string_view name);
std::optional<int64_t> IntegerMember(const json::Node& object, std::string_view name);
std::optional<std::vector<std::string>> StringsMember(const json::Node& object,
                                                      std::string_view name);

// The member where the structural check has made sure of it; "" where it is absent all the same.
std::string RequiredString(const json::Node& object, std::string_view name);

}  // namespace stator::api
