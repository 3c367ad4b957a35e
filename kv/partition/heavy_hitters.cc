#include "kv/partition/heavy_hitters.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "kv/base/hash.h"

namespace stator {
namespace {

constexpr uint16_t kFree = UINT16_MAX;

}  // namespace

HeavyHitters::HeavyHitters(size_t counters)
    : counters_(counters), place_(counters), buckets_(2 * std::bit_ceil(counters), kFree) {
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
  const uint16_t known = buckets_[BucketOf(hash)];
  if (known != kFree) {
    counters_[known].count += weight;
    SiftDown(place_[known]);
    return;
  }
  if (heap_.size() < counters_.size()) {
    const auto added = static_cast<uint16_t>(heap_.size());
    counters_[added].count = weight;
    counters_[added].error = 0;
    Name(key, hash, &counters_[added]);
    buckets_[BucketOf(hash)] = added;
    place_[added] = added;
    heap_.push_back(added);
    SiftUp(added);
    return;
  }
  const uint16_t lightest = heap_.front();
  Counter& counter = counters_[lightest];
  Forget(counter.hash);
  counter.error = counter.count;
  counter.count += weight;
  Name(key, hash, &counter);
  buckets_[BucketOf(hash)] = lightest;
  SiftDown(0);
}

std::vector<HeavyHitter> HeavyHitters::Top(size_t most) const {
  std::vector<uint16_t> order = heap_;
  const size_t taken = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<ptrdiff_t>(taken), order.end(),
                    [this](uint16_t a, uint16_t b) {
                      const Counter& first = counters_[a];
                      const Counter& second = counters_[b];
                      if (first.count != second.count) return first.count > second.count;
                      if (first.error != second.error) return first.error < second.error;
                      return first.hash < second.hash;
                    });
  std::vector<HeavyHitter> top;
  for (size_t i = 0; i < taken; ++i) {
    const Counter& counter = counters_[order[i]];
    top.push_back({std::string(counter.key.data(), counter.key_bytes), counter.cut, counter.hash,
                   counter.count, counter.error});
  }
  return top;
}

double HeavyHitters::ErrorBound() const {
  return heap_.size() < counters_.size() ? 0 : counters_[heap_.front()].count;
}

void HeavyHitters::SwapInHeap(size_t a, size_t b) {
  std::swap(heap_[a], heap_[b]);
  place_[heap_[a]] = static_cast<uint16_t>(a);
  place_[heap_[b]] = static_cast<uint16_t>(b);
}

void HeavyHitters::SiftUp(size_t at) {
  while (at > 0 && Lighter(at, (at - 1) / 2)) {
    SwapInHeap(at, (at - 1) / 2);
    at = (at - 1) / 2;
  }
}

void HeavyHitters::SiftDown(size_t at) {
  while (2 * at + 1 < heap_.size()) {
    size_t child = 2 * at + 1;
    if (child + 1 < heap_.size() && Lighter(child + 1, child)) ++child;
    if (!Lighter(child, at)) return;
    SwapInHeap(at, child);
    at = child;
  }
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

void HeavyHitters::Name(std::string_view key, uint64_t hash, Counter* counter) {
  const size_t kept = std::min(key.size(), kKeptKeyBytes);
  counter->hash = hash;
  counter->cut = kept < key.size();
  counter->key_bytes = static_cast<uint16_t>(kept);
  std::memcpy(counter->key.data(), key.data(), kept);
}

}  // namespace stator
