// JSON that a person has written: every complaint names the place in the file, members that nobody
// knows are refused, and so are names that stand twice.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json/json.h"
#include "kv/base/status.h"

namespace stator::server {

// A value and its place: "Accounts.111122223333.Users.alice". Valid as long as its document is.
class PlacedNode {
 public:
  PlacedNode(api::json::Node node, std::string place) : node_(node), place_(std::move(place)) {}

  const api::json::Node& node() const { return node_; }
  const std::string& place() const { return place_; }
  // kValidation, "<place>: <what>". `what` never quotes a value: it may be a secret.
  Status Wrong(std::string_view what) const;

  // It is an object, of these members only, none of them twice.
  Status CheckMembers(std::initializer_list<std::string_view> known) const;
  // Of an object; its members have been checked.
  std::optional<PlacedNode> Find(std::string_view name) const;
  Result<PlacedNode> Need(std::string_view name) const;

  using Members = std::vector<std::pair<std::string, PlacedNode>>;
  Result<Members> AllMembers() const;  // an object of any names, none of them twice
  Result<std::vector<PlacedNode>> Elements() const;
  Result<std::string> Text() const;  // a string of at least one character
  Result<std::vector<std::string>> Texts() const;
  Result<int64_t> Integer(int64_t min, int64_t max) const;
  Result<bool> Boolean() const;  // true or false, no text that means it

 private:
  PlacedNode Below(std::string_view name, api::json::Node node) const;

  api::json::Node node_;
  std::string place_;
};

// The value as JSON text without white space, names that stand twice included.
std::string JsonText(const api::json::Node& node);

}  // namespace stator::server
