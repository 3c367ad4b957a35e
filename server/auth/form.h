// Parameters of a request in the AWS Query protocol: application/x-www-form-urlencoded, in a body
// or behind the question mark.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator::server {

class Form {
 public:
  // Nothing that STS takes comes near these.
  static constexpr size_t kMaxBytes = 128 * 1024;
  static constexpr size_t kMaxParameters = 512;

  // MalformedQueryString for what is no form: a broken escape, text that is not UTF-8, a parameter
  // twice, too much of it. Parameters of the signature (X-Amz-…) are passed over.
  static Result<Form> Parse(std::string_view text);

  // Null: absent. Counts as used.
  const std::string* Take(std::string_view name);
  // SDKs send an empty list as its name alone.
  void TakeEmpty(std::string_view name);
  // A parameter that nobody has taken; null: there is none.
  const std::string* FirstUnused() const;

 private:
  struct Parameter {
    std::string value{};
    bool used = false;
  };
  std::map<std::string, Parameter, std::less<>> parameters_;
};

}  // namespace stator::server
