// The access policy that is attached to a table or to a stream (docs/access.md), as it is kept. Not
// understood here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace stator {

struct ResourcePolicy {
  std::string document{};  // JSON, as it was given; "": there is none
  // Of the document, or of the last one that there was; 0: there never was one. Milliseconds since
  // the epoch unless the clock stood still or went back, since no revision comes twice.
  int64_t revision = 0;

  bool attached() const { return !document.empty(); }
  void Attach(std::string new_document, int64_t now_millis) {
    document = std::move(new_document);
    revision = std::max(now_millis, revision + 1);
  }
  void Detach() { document.clear(); }
  bool operator==(const ResourcePolicy&) const = default;
};

}  // namespace stator
