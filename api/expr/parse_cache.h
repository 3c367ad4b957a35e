// A bounded cache of parsed texts, shared by all threads. It is split by the text's hash so that
// threads seldom wait for one another. Each part keeps two generations: when the young one is full,
// it becomes the old one and the old one goes; what is found in the old one moves to the young one.
// So the texts that are asked for again and again stay, whatever passes through in between.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "kv/base/hash.h"
#include "kv/base/mutex.h"

namespace stator::api::expr {

template <typename Parsed>
class ParseCache {
 public:
  // text_bytes: how much text is kept at most; a tree takes some tens of bytes for each byte of
  // text.
  explicit ParseCache(size_t text_bytes) : generation_bytes_(text_bytes / kParts / 2) {}

  std::shared_ptr<const Parsed> Find(std::string_view text) {
    Part& part = PartOf(text);
    const MutexLock lock(&part.mu);
    if (const auto found = part.young.find(text); found != part.young.end()) return found->second;
    const auto old = part.old.find(text);
    if (old == part.old.end()) return nullptr;
    std::shared_ptr<const Parsed> parsed = old->second;
    InsertLocked(&part, old->first, parsed);
    return parsed;
  }

  void Insert(std::string_view text, std::shared_ptr<const Parsed> parsed) {
    Part& part = PartOf(text);
    const MutexLock lock(&part.mu);
    InsertLocked(&part, std::string(text), std::move(parsed));
  }

 private:
  using Texts =
      std::unordered_map<std::string, std::shared_ptr<const Parsed>, StringHash, std::equal_to<>>;
  static constexpr size_t kParts = 8;

  struct Part {
    Mutex mu;
    Texts young GUARDED_BY(mu);
    Texts old GUARDED_BY(mu);
    size_t young_bytes GUARDED_BY(mu) = 0;
  };

  Part& PartOf(std::string_view text) { return parts_[StringHash()(text) % kParts]; }

  void InsertLocked(Part* part, std::string text, std::shared_ptr<const Parsed> parsed)
      REQUIRES(part->mu) {
    if (part->young_bytes + text.size() > generation_bytes_ && !part->young.empty()) {
      part->old = std::move(part->young);
      part->young.clear();
      part->young_bytes = 0;
    }
    const size_t bytes = text.size();
    if (part->young.insert_or_assign(std::move(text), std::move(parsed)).second) {
      part->young_bytes += bytes;
    }
  }

  const size_t generation_bytes_;
  std::array<Part, kParts> parts_;
};

}  // namespace stator::api::expr
