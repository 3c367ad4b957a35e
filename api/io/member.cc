#include "api/io/member.h"

namespace stator::api {

std::optional<json::Node> Member(const json::Node& object, std::string_view name) {
  std::optional<json::Node> member = object.Find(name);
  if (member && member->is(json::Kind::kNull)) return std::nullopt;
  return member;
}

std::optional<std::string> StringMember(const json::Node& object, std::string_view name) {
  const std::optional<json::Node> member = Member(object, name);
  if (!member) return std::nullopt;
  return std::string(member->string());
}

std::optional<bool> BoolMember(const json::Node& object, std::string_view name) {
  const std::optional<json::Node> member = Member(object, name);
  if (!member) return std::nullopt;
  return member->boolean();
}

std::optional<int64_t> IntegerMember(const json::Node& object, std::string_view name) {
  const std::optional<json::Node> member = Member(object, name);
  return member ? member->integer() : std::nullopt;
}

std::optional<std::vector<std::string>> StringsMember(const json::Node& object,
                                                      std::string_view name) {
  const std::optional<json::Node> member = Member(object, name);
  if (!member) return std::nullopt;
  std::vector<std::string> strings;
  strings.reserve(member->size());
  for (auto it = member->begin(); it.Valid(); it.Next()) {
    strings.emplace_back(it.value().string());
  }
  return strings;
}

std::string RequiredString(const json::Node& object, std::string_view name) {
  return StringMember(object, name).value_or(std::string());
}

}  // namespace stator::api
