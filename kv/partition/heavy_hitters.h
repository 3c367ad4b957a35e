// The heaviest keys of a stream in fixed memory: Space-Saving (Metwally, Agrawal, El Abbadi,
// "Efficient Computation of Frequent and Top-k Elements in Data Streams", ICDT 2005), with weights
// (Berinde, Indyk, Cormode, Strauss, "Space-optimal heavy hitters with strong error bounds", 2010).
//
// Of m counters each belongs to one key. A key that has none takes over the smallest counter: its
// count goes on from there, and what it had is the new key's possible error. So, N being all weight
// added so far:
//
//   true weight <= count, and count - error <= true weight
//   error <= ErrorBound() <= N / m
//   a key that weighs more than N / m has a counter
//
// Memory is kBytesOfCounter a counter, whatever the keys: a key is told apart by its hash (64 bits;
// two keys with the same one would be counted as one), and kept up to kKeptKeyBytes of it. A new
// weight costs O(log m). Threads: none of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stator {

struct HeavyHitter {
  std::string key;  // its beginning, if it is cut
  bool cut = false;
  uint64_t key_hash = 0;
  double count = 0;
  double error = 0;  // by how much the count may be too high
};

class HeavyHitters {
 public:
  static constexpr size_t kKeptKeyBytes = 256;

 private:
  // What every weight looks at lies together, apart from the keys.
  struct Ranked {
    double count;
    uint16_t counter;
  };
  struct Counter {
    uint64_t hash;
    double error;
    uint16_t rank;  // in the heap
    uint16_t key_bytes;
    bool cut;
  };

 public:
  // With the key that is kept, and its part of a hash table that has four to eight buckets a
  // counter.
  static constexpr size_t kBytesOfCounter =
      sizeof(Ranked) + sizeof(Counter) + kKeptKeyBytes + 8 * sizeof(uint16_t);

  // 1 … 4,096 counters; their memory is taken here.
  explicit HeavyHitters(size_t counters);

  // weight > 0.
  void Add(std::string_view key, double weight);
  void Clear();

  // The heaviest first; of equal ones the one with the smaller error.
  std::vector<HeavyHitter> Top(size_t most) const;
  double total() const { return total_; }
  // By how much any count may be too high, and how much a key without a counter may weigh.
  double ErrorBound() const;

 private:
  void Place(const Ranked& ranked, size_t at) {
    heap_[at] = ranked;
    counters_[ranked.counter].rank = static_cast<uint16_t>(at);
  }
  // Puts it where it belongs, from that place of the heap on.
  void SiftUp(const Ranked& ranked, size_t at);
  void SiftDown(const Ranked& ranked, size_t at);
  // The bucket that holds the hash's counter, or the free one where it belongs.
  size_t BucketOf(uint64_t hash) const;
  void Forget(uint64_t hash);
  void Name(std::string_view key, uint64_t hash, uint16_t counter);

  std::vector<Counter> counters_;  // as many as were asked for
  std::vector<char> keys_;         // kKeptKeyBytes of each counter
  std::vector<Ranked> heap_;       // counters in use; the lightest is the first
  std::vector<uint16_t> buckets_;  // by hash, probed linearly; kFree, or a counter
  double total_ = 0;
};

}  // namespace stator
