// Write-sharding by the application: the items of one partition key are spread over several by a
// suffix, so that they take the throughput of several partitions on any DynamoDB
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-sharding.html).
// The suffix is drawn at random, or calculated from another attribute, so that who knows that
// attribute can find the item; a query asks for every suffix and merges what it gets.
//
//   const SuffixedKeys votes("Candidate_A", 200);
//   vote.key = {{"pk", votes.AtRandom(SystemRandom())}};  // Candidate_A-98
//   ...
//   auto page = QuerySuffixes(engine.get(), votes, {.query = query, .placeholder = ":pk"});
//
// With the tag stator:write-shards the store does this itself, and no key needs a suffix
// (docs/capacity.md). Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/engine.h"

namespace stator::api {

class SuffixedKeys {
 public:
  // Suffixes are 1 … suffixes; at least one.
  SuffixedKeys(std::string key, int suffixes) : key_(std::move(key)), suffixes_(suffixes) {}

  int suffixes() const { return suffixes_; }
  // key-1 … key-N, in that order.
  std::vector<std::string> All() const;
  std::string AtRandom(RandomSource* random) const;
  // The same for the same text always: its XXH3 (64 bits, seed 0) modulo the number of suffixes,
  // plus 1.
  std::string CalculatedFrom(std::string_view text) const;

 private:
  std::string With(uint64_t suffix) const { return key_ + "-" + std::to_string(suffix); }

  std::string key_;
  int suffixes_;
};

// How far a query over all suffixes has come: for each of them the key behind which it goes on.
struct SuffixPosition {
  struct Place {
    bool at_end = false;
    std::optional<Item> start_key{};  // none, and not at the end: from the beginning
  };
  std::vector<Place> places{};  // by suffix
};

struct SuffixQueryRequest {
  // As it would be for one partition key. Its limit is that of the merged page, after the filter.
  // exclusive_start_key must be absent, select must not be COUNT, and what is projected must hold
  // the keys of the table and of the index.
  QueryRequest query{};
  // The expression attribute value that the key condition compares the partition key with. It need
  // not be among the query's values: each suffix's key is put in its place.
  std::string placeholder{};
  std::optional<SuffixPosition> start{};  // the last page's `next`
};

struct SuffixQueryResponse {
  // In the order of the sort key, up or down as the query says; of equal ones by suffix.
  std::vector<Item> items{};
  int64_t scanned_count = 0;             // over all suffixes, of this page's reads
  std::optional<SuffixPosition> next{};  // none: that was all
  // The sum, where the query asks for it.
  std::optional<ConsumedCapacity> consumed_capacity{};
};

// One page: each suffix is asked once, one after the other, for at most 1 MB and at most `limit`
// items. A page may hold fewer items than the limit, or none, and yet have a next one. What was
// read and did not fit into the page is read again for the next one.
Result<SuffixQueryResponse> QuerySuffixes(Engine* engine, const SuffixedKeys& keys,
                                          const SuffixQueryRequest& request,
                                          const CallContext& caller = {});

}  // namespace stator::api
