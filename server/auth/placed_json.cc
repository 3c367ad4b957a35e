#include "server/auth/placed_json.h"

#include <algorithm>
#include <set>

namespace stator::server {
namespace {

namespace json = api::json;

// A place is read by a person, and a name may be as long as the file.
constexpr size_t kNameChars = 80;

void AppendJson(const json::Node& node, json::Writer* writer) {
  switch (node.kind()) {
    case json::Kind::kNull: return writer->Null();
    case json::Kind::kBool: return writer->Bool(node.boolean());
    case json::Kind::kString: return writer->String(node.string());
    case json::Kind::kNumber: writer->BeginRaw()->append(node.number_text()); return;
    case json::Kind::kArray:
      writer->BeginArray();
      for (auto it = node.begin(); it.Valid(); it.Next()) AppendJson(it.value(), writer);
      return writer->EndArray();
    case json::Kind::kObject:
      writer->BeginObject();
      for (auto it = node.begin(); it.Valid(); it.Next()) {
        writer->Name(it.name());
        AppendJson(it.value(), writer);
      }
      return writer->EndObject();
  }
}

}  // namespace

Status PlacedNode::Wrong(std::string_view what) const {
  return ValidationError((place_.empty() ? "the file" : place_) + ": " + std::string(what));
}

PlacedNode PlacedNode::Below(std::string_view name, json::Node node) const {
  std::string place = place_.empty() ? "" : place_ + ".";
  place.append(name.substr(0, kNameChars));
  if (name.size() > kNameChars) place.append("...");
  return PlacedNode(node, std::move(place));
}

Result<PlacedNode::Members> PlacedNode::AllMembers() const {
  if (!node_.is(json::Kind::kObject)) return Wrong("must be an object, {...}");
  Members members;
  std::set<std::string_view> names;
  for (auto it = node_.begin(); it.Valid(); it.Next()) {
    PlacedNode below = Below(it.name(), it.value());
    if (it.name().empty()) return Wrong("a member has an empty name");
    if (!names.insert(it.name()).second) return below.Wrong("stands twice");
    members.emplace_back(it.name(), std::move(below));
  }
  return members;
}

Status PlacedNode::CheckMembers(std::initializer_list<std::string_view> known) const {
  STATOR_ASSIGN_OR_RETURN(const Members members, AllMembers());
  for (const auto& [name, member] : members) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string names;
    for (const std::string_view one : known) names.append(names.empty() ? "" : ", ").append(one);
    return member.Wrong("no such member; there are " + names);
  }
  return OkStatus();
}

std::optional<PlacedNode> PlacedNode::Find(std::string_view name) const {
  const auto found = node_.Find(name);
  if (!found) return std::nullopt;
  return Below(name, *found);
}

Result<PlacedNode> PlacedNode::Need(std::string_view name) const {
  if (auto found = Find(name)) return *std::move(found);
  return Wrong(std::string(name).append(" is missing"));
}

Result<std::vector<PlacedNode>> PlacedNode::Elements() const {
  if (!node_.is(json::Kind::kArray)) return Wrong("must be a list, [...]");
  std::vector<PlacedNode> elements;
  for (auto it = node_.begin(); it.Valid(); it.Next()) {
    elements.emplace_back(it.value(), place_ + "[" + std::to_string(elements.size()) + "]");
  }
  return elements;
}

Result<std::string> PlacedNode::Text() const {
  if (!node_.is(json::Kind::kString) || node_.string().empty()) {
    return Wrong("must be a string that is not empty");
  }
  return std::string(node_.string());
}

Result<std::vector<std::string>> PlacedNode::Texts() const {
  STATOR_ASSIGN_OR_RETURN(const auto elements, Elements());
  std::vector<std::string> texts;
  for (const PlacedNode& element : elements) {
    STATOR_ASSIGN_OR_RETURN(std::string text, element.Text());
    if (std::find(texts.begin(), texts.end(), text) != texts.end()) {
      return element.Wrong("stands twice in its list");
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<int64_t> PlacedNode::Integer(int64_t min, int64_t max) const {
  const bool whole = node_.is(json::Kind::kNumber) && !node_.has_fraction();
  const std::optional<int64_t> value = whole ? node_.integer() : std::nullopt;
  if (value && *value >= min && *value <= max) return *value;
  return Wrong("must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
}

Result<bool> PlacedNode::Boolean() const {
  if (!node_.is(json::Kind::kBool)) return Wrong("must be true or false");
  return node_.boolean();
}

std::string JsonText(const json::Node& node) {
  std::string text;
  json::Writer writer(&text);
  AppendJson(node, &writer);
  return text;
}

}  // namespace stator::server
