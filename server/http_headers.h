// The headers of one request as they came: in order, repeated ones included. Kept only where a
// signature is to be checked. Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stator::server {

class HttpHeaders {
 public:
  void Add(std::string_view name, std::string_view value);
  void Clear();

  size_t size() const { return fields_.size(); }
  // As it was sent, in whichever case.
  std::string_view name(size_t i) const { return Text(names_, fields_[i].name); }
  std::string_view value(size_t i) const { return Text(values_, fields_[i].value); }
  // All names with a line feed behind each: the same text for the same headers in the same order.
  std::string_view names() const { return names_; }
  // Of the first header of that name, in whichever case; empty when there is none.
  std::string_view Find(std::string_view name) const;

 private:
  // In names_ or values_; a head is far below 4 GB.
  struct Place {
    uint32_t at;
    uint32_t size;
  };
  struct Field {
    Place name;
    Place value;
  };
  static Place Append(std::string_view piece, std::string* text);
  static std::string_view Text(std::string_view text, Place place) {
    return text.substr(place.at, place.size);
  }

  std::string names_;
  std::string values_;
  std::vector<Field> fields_;
};

}  // namespace stator::server
