#include "kv/partition/partition_heat.h"

#include <algorithm>
#include <cstdlib>

#include "kv/codec/key_codec.h"

namespace stator {
namespace {

constexpr int64_t kMicrosOfSecond = 1'000'000;
constexpr size_t kSamples = 64;
constexpr double kUnitsOfSample = 16;
constexpr size_t kLeastSamples = 16;
// A run of keys is sequential when so many of its steps go the same way; of keys in random order
// half do.
constexpr double kSequentialShare = 0.9;

std::string_view HashOf(std::string_view key) { return key.substr(0, kKeyHashBytes); }

// Whether the keys of one hash come in rising or falling order. `samples` in the order of time.
bool IsSequential(const std::vector<std::string_view>& samples, std::string_view hash) {
  size_t rising = 0;
  size_t falling = 0;
  std::optional<std::string_view> last;
  for (const std::string_view key : samples) {
    if (HashOf(key) != hash) continue;
    if (last && *last < key) ++rising;
    if (last && *last > key) ++falling;
    last = key;
  }
  const auto most = static_cast<double>(std::max(rising, falling));
  return most >= kSequentialShare * static_cast<double>(rising + falling);
}

// Between two samples that differ: where the second begins. Directly behind the first where that is
// most of the load, so that a hot key ends alone instead of being cut from one sampled neighbour
// after the other.
std::string BoundaryBetween(const std::vector<std::string_view>& in_order, size_t second) {
  const std::string_view low = in_order[second - 1];
  const std::string_view high = in_order[second];
  const bool inside = HashOf(low) == HashOf(high);
  const auto equal = [&](std::string_view key) {
    return inside ? key == low : HashOf(key) == HashOf(low);
  };
  const auto of_low = std::count_if(in_order.begin(), in_order.end(), equal);
  if (static_cast<size_t>(of_low) * 2 <= in_order.size()) {
    return std::string(inside ? high : HashOf(high));
  }
  if (inside) return std::string(low) + '\0';
  std::string behind;
  AppendBigEndian64(ReadBigEndian64(HashOf(low)) + 1, &behind);  // there is a higher one
  return behind;
}

}  // namespace

void PartitionHeat::Count(std::string_view key, double units, int64_t now_micros) {
  EndSeconds(now_micros);
  second_units_ += units;
  if (!TakesSample(units)) return;
  if (samples_.size() < kSamples) {
    samples_.emplace_back(key);
  } else {
    samples_[next_sample_] = key;
  }
  next_sample_ = (next_sample_ + 1) % kSamples;
}

// At random (xorshift, so that a test can repeat it): of keys that come in turns, every n-th
// request may always have the same one.
bool PartitionHeat::TakesSample(double units) {
  dice_ ^= dice_ << 13;
  dice_ ^= dice_ >> 7;
  dice_ ^= dice_ << 17;
  return static_cast<double>(dice_ >> 11) * 0x1p-53 * kUnitsOfSample < units;
}

bool PartitionHeat::IsHot(int64_t now_micros) {
  EndSeconds(now_micros);
  return hot_seconds_ >= kSustainedSeconds;
}

void PartitionHeat::EndSeconds(int64_t now_micros) {
  const int64_t second = now_micros / kMicrosOfSecond;
  if (second <= second_) return;
  const bool was_hot = second_units_ >= kHotShare * limit_;
  const bool adjoining = second == second_ + 1;  // or there was a second without any request
  hot_seconds_ = was_hot && adjoining ? hot_seconds_ + 1 : 0;
  second_ = second;
  second_units_ = 0;
}

std::optional<std::string> PartitionHeat::SplitPoint(bool keep_collections) const {
  if (samples_.size() < kLeastSamples) return std::nullopt;
  std::vector<std::string_view> in_time;
  for (size_t i = 0; i < samples_.size(); ++i) {
    const size_t oldest = samples_.size() < kSamples ? 0 : next_sample_;
    in_time.push_back(samples_[(oldest + i) % samples_.size()]);
  }
  std::vector<std::string_view> in_order = in_time;
  std::sort(in_order.begin(), in_order.end());

  const auto middle = static_cast<ptrdiff_t>(in_order.size() / 2);
  std::optional<size_t> best;
  for (size_t i = 1; i < in_order.size(); ++i) {
    if (in_order[i] == in_order[i - 1]) continue;
    const bool inside = HashOf(in_order[i]) == HashOf(in_order[i - 1]);
    if (inside && (keep_collections || IsSequential(in_time, HashOf(in_order[i])))) continue;
    const auto distance = [middle](size_t place) {
      return std::abs(static_cast<ptrdiff_t>(place) - middle);
    };
    if (!best || distance(i) < distance(*best)) best = i;
  }
  if (!best) return std::nullopt;
  return BoundaryBetween(in_order, *best);
}

}  // namespace stator
