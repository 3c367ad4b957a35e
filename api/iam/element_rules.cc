#include "api/iam/element_rules.h"

#include <algorithm>
#include <string>

#include "api/iam/ascii_case.h"
#include "api/iam/quoted_text.h"

namespace stator::api::iam {

namespace {

constexpr size_t kMaxKeyBytes = 1024;
constexpr size_t kResourceColons = 5;  // of an ARN, before the part that names the resource

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (LowerCase(c) >= 'a' && LowerCase(c) <= 'z');
}

bool IsService(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return IsAlphanumeric(c) || c == '-'; });
}

// A colon in a variable's default is none between parts, but no variable may stand before the last
// of those.
std::string Completed(std::string_view resource) {
  std::string arn(resource);
  if (!arn.starts_with("arn:")) return arn;
  const auto colons = static_cast<size_t>(std::count(arn.begin(), arn.end(), ':'));
  for (size_t part = colons; part < kResourceColons; ++part) arn += ":*";
  return arn;
}

}  // namespace

Result<TextPattern> ReadActionText(std::string_view text) {
  const size_t colon = text.find(':');
  if (text != "*") {
    if (colon == std::string_view::npos) {
      return ValidationError(Quoted(text) + " has no service before a colon");
    }
    const std::string_view service = text.substr(0, colon), name = text.substr(colon + 1);
    // The service is named in full, or is any service.
    if (!IsService(service) && service != "*") {
      return ValidationError(Quoted(service) + " is not a service");
    }
    const bool sound = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return IsAlphanumeric(c) || c == '*' || c == '?';
    });
    if (!sound) return ValidationError(Quoted(text) + " is not an action");
  }
  return TextPattern::Compile(LowerCase(text), {.wildcards = true});
}

Result<TextPattern> ReadResourceText(std::string_view given, ResourceRules rules) {
  const std::string text = rules.completes ? Completed(given) : std::string(given);
  STATOR_ASSIGN_OR_RETURN(
      auto pattern, TextPattern::Compile(text, {.wildcards = true, .variables = rules.variables}));
  if (text == "*") return pattern;
  size_t end = 0;  // of the part that the colon at hand closes
  size_t begin = 0;
  for (size_t part = 0; part < kResourceColons; ++part, begin = end + 1) {
    end = text.find(':', begin);
    if (end == std::string_view::npos || (part == 0 && text.substr(0, end) != "arn")) {
      return ValidationError(Quoted(text) + " is neither an ARN nor \"*\"");
    }
    const std::string_view here = std::string_view(text).substr(begin, end - begin);
    if (part == 2 && !IsService(here)) {
      return ValidationError("the service in " + Quoted(text) +
                             " must be named in full, without wildcards");
    }
  }
  if (begin == text.size()) return ValidationError(Quoted(text) + " names no resource");
  if (pattern.first_variable() < begin) {
    return ValidationError("a policy variable may stand behind the fifth colon of " + Quoted(text) +
                           " only");
  }
  return pattern;
}

Status CheckSid(std::string_view sid, PolicyUse use) {
  // Services differ in what they take in policies of their resources.
  const bool strict = use != PolicyUse::kResource;
  const bool sound = std::all_of(sid.begin(), sid.end(), [strict](char c) {
    return strict ? IsAlphanumeric(c) : static_cast<unsigned char>(c) >= ' ';
  });
  if (sound) return OkStatus();
  return ValidationError(Quoted(sid) + " may hold letters and digits only");
}

Status CheckConditionKey(std::string_view key) {
  const size_t colon = key.find(':');
  const bool sound = colon != std::string_view::npos && colon > 0 && colon + 1 < key.size() &&
                     key.size() <= kMaxKeyBytes && key.find_first_of("${}*?") == key.npos;
  if (sound) return OkStatus();
  return ValidationError("is not a condition key, which begins with the name of a service");
}

}  // namespace stator::api::iam
