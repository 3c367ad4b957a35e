// Which web origins may read replies (-cors).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stator::server {

class CorsPolicy {
 public:
  // "*" for every origin, or origins such as "http://localhost:3000" separated by commas.
  explicit CorsPolicy(std::string_view list);

  // The value of Access-Control-Allow-Origin for a request from that origin; empty: no such header,
  // because the request comes from no web page or from one that is not allowed.
  std::string_view AllowOrigin(std::string_view origin) const;

 private:
  bool any_ = false;
  std::vector<std::string> origins_;
};

}  // namespace stator::server
