// What conditions are about: the keys of one request and their values. Names are compared without
// case (IAM User Guide, "Condition element").
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam/access_key.h"
#include "api/iam/key_name.h"

namespace stator::api::iam {

struct KeyValues {
  std::optional<AccessKey> own{};     // which of DynamoDB's own it is
  std::string name{};                 // of any other: lower-case, "aws:tagkeys"
  std::vector<std::string> values{};  // as text; Binary keys as Base64
  // It is any text whatever besides: a request that returns whole items touches every attribute
  // there may be. So ForAllValues holds only where every text would match, and ForAnyValue where
  // some text would.
  bool endless = false;
};

// The keys of one request that its principal and its surroundings do not bring already. Few, hence
// a list.
class ConditionKeys {
 public:
  void SetAll(AccessKey key, std::vector<std::string> values, bool endless = false);
  // By name, whichever key it is.
  void Set(std::string_view name, std::string value);
  void SetAll(std::string_view name, std::vector<std::string> values, bool endless = false);
  // To the values that it has already. Of tags whose names differ only in case none may hide
  // another: together they are one key with several values.
  void Add(std::string_view name, std::string value);
  // Null: the request does not have the key.
  const KeyValues* Find(const KeyName& name) const;
  std::span<const KeyValues> all() const { return keys_; }

 private:
  KeyValues* FindOrAdd(AccessKey key);
  KeyValues* FindOrAdd(std::string_view name);

  std::vector<KeyValues> keys_;
};

}  // namespace stator::api::iam
