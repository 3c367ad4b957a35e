// Texts of a policy in error messages.
#pragma once

#include <string>
#include <string_view>

namespace stator::api::iam {

// The text, cut where it is long: at most kMaxShownBytes of it, whole characters.
inline constexpr size_t kMaxShownBytes = 120;
std::string Shown(std::string_view text);
// The same in quotation marks.
std::string Quoted(std::string_view text);

}  // namespace stator::api::iam
