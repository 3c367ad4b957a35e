#include "server/http_headers.h"

#include "server/text.h"

namespace stator::server {
namespace {

// A head above this is rare; its memory goes back instead of staying with an idle connection.
constexpr size_t kKeptBytes = 8 * 1024;

}  // namespace

HttpHeaders::Place HttpHeaders::Append(std::string_view piece, std::string* text) {
  const Place place{static_cast<uint32_t>(text->size()), static_cast<uint32_t>(piece.size())};
  text->append(piece);
  return place;
}

void HttpHeaders::Add(std::string_view name, std::string_view value) {
  fields_.push_back({Append(name, &names_), Append(value, &values_)});
  names_.push_back('\n');
}

void HttpHeaders::Clear() {
  for (std::string* text : {&names_, &values_}) {
    text->clear();
    if (text->capacity() > kKeptBytes) std::string().swap(*text);
  }
  fields_.clear();
  if (fields_.capacity() * sizeof(Field) > kKeptBytes) std::vector<Field>().swap(fields_);
}

std::string_view HttpHeaders::Find(std::string_view name) const {
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].name.size != name.size()) continue;
    if (EqualsIgnoringCase(this->name(i), name)) return value(i);
  }
  return {};
}

}  // namespace stator::server
