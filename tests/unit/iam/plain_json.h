// JSON read the plainest way, for the evaluator that api/iam is compared with. Only for documents
// that the test wrote: no escapes but \" and \\, and what is wrong ends the test.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace stator::api::iam::testing {

struct PlainJson {
  enum Kind { kText, kArray, kObject };
  Kind kind = kText;
  std::string text{};  // of numbers and booleans: as they stand there
  std::vector<PlainJson> elements{};
  std::vector<std::pair<std::string, PlainJson>> members{};

  const PlainJson* Member(const std::string& name) const;
  // The elements, or itself where it is no array.
  std::vector<PlainJson> AsList() const;
};

PlainJson ReadPlainJson(const std::string& text);

}  // namespace stator::api::iam::testing
