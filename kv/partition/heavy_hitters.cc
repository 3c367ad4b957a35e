#include "kv/partition/heavy_hitters.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "kv/base/hash.h"

namespace stator {
namespace {

constexpr uint16_t kFree = UINT16_MAX;

}  // namespace

HeavyHitters::HeavyHitters(size_t counters)
    : counters_(counters),
      keys_(counters * kKeptKeyBytes),
      buckets_(4 * std::bit_ceil(counters), kFree) {
  heap_.reserve(counters);
}

void HeavyHitters::Clear() {
  heap_.clear();
  std::fill(buckets_.begin(), buckets_.end(), kFree);
  total_ = 0;
}

void HeavyHitters::Add(std::string_view key, double weight) {
  total_ += weight;
  const uint64_t hash = HashBytes(key);
  const size_t bucket = BucketOf(hash);
  const uint16_t known = buckets_[bucket];
  if (known != kFree) {
    const size_t at = counters_[known].rank;
    SiftDown({heap_[at].count + weight, known}, at);
    return;
  }
  if (heap_.size() < counters_.size()) {
    const auto added = static_cast<uint16_t>(heap_.size());
    counters_[added].error = 0;
    Name(key, hash, added);
    buckets_[bucket] = added;
    heap_.emplace_back();
    SiftUp({weight, added}, heap_.size() - 1);
    return;
  }
  const Ranked lightest = heap_.front();
  Forget(counters_[lightest.counter].hash);
  counters_[lightest.counter].error = lightest.count;
  Name(key, hash, lightest.counter);
  buckets_[BucketOf(hash)] = lightest.counter;  // the one found above may have moved
  SiftDown({lightest.count + weight, lightest.counter}, 0);
}

std::vector<HeavyHitter> HeavyHitters::Top(size_t most) const {
  std::vector<Ranked> order = heap_;
  const size_t taken = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<ptrdiff_t>(taken), order.end(),
                    [this](const Ranked& a, const Ranked& b) {
                      if (a.count != b.count) return a.count > b.count;
                      const Counter& first = counters_[a.counter];
                      const Counter& second = counters_[b.counter];
                      if (first.error != second.error) return first.error < second.error;
                      return first.hash < second.hash;
                    });
  std::vector<HeavyHitter> top;
  for (size_t i = 0; i < taken; ++i) {
    const Counter& counter = counters_[order[i].counter];
    const char* const key = &keys_[order[i].counter * kKeptKeyBytes];
    top.push_back({std::string(key, counter.key_bytes), counter.cut, counter.hash, order[i].count,
                   counter.error});
  }
  return top;
}

double HeavyHitters::ErrorBound() const {
  return heap_.size() < counters_.size() ? 0 : heap_.front().count;
}

void HeavyHitters::SiftUp(const Ranked& ranked, size_t at) {
  while (at > 0 && ranked.count < heap_[(at - 1) / 2].count) {
    Place(heap_[(at - 1) / 2], at);
    at = (at - 1) / 2;
  }
  Place(ranked, at);
}

void HeavyHitters::SiftDown(const Ranked& ranked, size_t at) {
  while (2 * at + 1 < heap_.size()) {
    size_t child = 2 * at + 1;
    if (child + 1 < heap_.size() && heap_[child + 1].count < heap_[child].count) ++child;
    if (heap_[child].count >= ranked.count) break;
    Place(heap_[child], at);
    at = child;
  }
  Place(ranked, at);
}

size_t HeavyHitters::BucketOf(uint64_t hash) const {
  const size_t mask = buckets_.size() - 1;
  size_t bucket = hash & mask;
  while (buckets_[bucket] != kFree && counters_[buckets_[bucket]].hash != hash) {
    bucket = (bucket + 1) & mask;
  }
  return bucket;
}

// What was probed past the bucket moves up, so that no search ends too early.
void HeavyHitters::Forget(uint64_t hash) {
  const size_t mask = buckets_.size() - 1;
  size_t hole = BucketOf(hash);
  for (size_t at = (hole + 1) & mask; buckets_[at] != kFree; at = (at + 1) & mask) {
    const size_t home = counters_[buckets_[at]].hash & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;  // its home lies behind the hole
    buckets_[hole] = buckets_[at];
    hole = at;
  }
  buckets_[hole] = kFree;
}

void HeavyHitters::Name(std::string_view key, uint64_t hash, uint16_t counter) {
  const size_t kept = std::min(key.size(), kKeptKeyBytes);
  counters_[counter].hash = hash;
  counters_[counter].cut = kept < key.size();
  counters_[counter].key_bytes = static_cast<uint16_t>(kept);
  std::memcpy(&keys_[counter * kKeptKeyBytes], key.data(), kept);
}

}  // namespace stator
