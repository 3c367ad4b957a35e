// How the headers of requests stand in what is signed (server/auth/canonical_request.h). It follows
// from their names and from the list of those that are signed, which are the same in nearly all
// requests of one client: so it is worked out once, and each request only has its values put in.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_headers.h"

namespace stator::server {

// What of the rules for headers a request keeps.
struct HeaderCoverage {
  bool host_signed = false;
  std::string_view unsigned_header{};  // one that begins with x-amz- and is not signed; empty: none
  bool all_present = true;             // every header that is signed was sent
};

// Threads: one at a time.
class HeaderPlan {
 public:
  struct NamedHeader {
    std::string name{};  // lower-case
    uint32_t header = 0;
    auto operator<=>(const NamedHeader&) const = default;
  };
  // `signed_headers` separates names by semicolons.
  void Make(const HttpHeaders& headers, std::string_view signed_headers);
  // Whether it was made for headers of the same names in the same order, and the same list.
  bool IsFor(const HttpHeaders& headers, std::string_view signed_headers) const;

  void Append(const HttpHeaders& headers, std::string* text) const;
  // Views of it point into the plan.
  HeaderCoverage coverage() const;

 private:
  struct Line {
    std::string label{};              // "host:"
    std::vector<uint32_t> headers{};  // whose values follow, in the order in which they came
  };
  void AddLine(const std::vector<NamedHeader>& sent, const std::string& name);

  std::string made_for_names_;
  std::string made_for_signed_;
  bool made_ = false;
  std::vector<Line> lines_;
  std::string end_;  // the empty line and the names
  bool host_signed_ = false;
  bool all_present_ = true;
  std::string unsigned_header_;
};

}  // namespace stator::server
