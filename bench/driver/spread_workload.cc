#include "bench/driver/spread_workload.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "bench/driver/item_shape.h"
#include "bench/driver/rank_table.h"
#include "bench/workload.h"

namespace stator::bench {
namespace {

// YCSB's core workloads: ten fields of 100 bytes, scans of 1 to 100 items.
// (https://github.com/brianfrankcooper/YCSB/wiki/Core-Workloads)
constexpr ItemShape kYcsbItem = {10, 100};
constexpr int64_t kMostScanned = 100;

class SpreadWorkload final : public Workload {
 public:
  SpreadWorkload(const RunOptions& options, const OperationMix& mix, KeyChoice choice)
      : table_(options.table),
        records_(options.records),
        shape_(ItemShape::Of(options, kYcsbItem)),
        mix_(mix),
        choice_(choice),
        inserted_(options.records) {
    if (choice != KeyChoice::kUniform) ranks_.emplace(records_, options.zipf_exponent);
  }

  api::CreateTableRequest Table() const override {
    api::CreateTableRequest request;
    request.attribute_definitions = {{"pk", AttributeType::kString}};
    request.key_schema = {{"pk"}};
    return request;
  }
  int64_t records() const override { return records_; }
  api::PutItemRequest Record(int64_t record, Random* random) const override {
    AttributeMap item = KeyAttributes(record);
    shape_.Fill(random, &item);
    return PutOf(table_, item);
  }

  Action Next(Random* random) override {
    double point = random->Share();
    const auto falls_in = [&point](double share) {
      const bool in = point < share;
      point -= share;
      return in;
    };
    if (falls_in(mix_.update)) return {"update", {Update(ChooseKey(random), random)}};
    if (falls_in(mix_.insert)) {
      return {"insert", {Record(inserted_.fetch_add(1, std::memory_order_relaxed), random)}};
    }
    if (falls_in(mix_.scan)) return {"scan", {Scan(random)}};
    if (falls_in(mix_.read_modify_write)) {
      const AttributeMap key = ChooseKey(random);
      return {"read_modify_write", {GetOf(table_, key), Update(key, random)}};
    }
    return {"read", {GetOf(table_, ChooseKey(random))}};
  }

 private:
  AttributeMap ChooseKey(Random* random) const {
    const int64_t there = inserted_.load(std::memory_order_relaxed);
    switch (choice_) {
      case KeyChoice::kUniform: return KeyAttributes(random->Below(there));
      case KeyChoice::kZipfian: return KeyAttributes(ranks_->Draw(random));
      case KeyChoice::kLatest: break;
    }
    return KeyAttributes(there - 1 - ranks_->Draw(random));
  }
  Request Update(const AttributeMap& key, Random* random) const {
    return shape_.Update(table_, key, random);
  }
  // The items that follow a key in the table's own order, as YCSB's binding for DynamoDB scans.
  Request Scan(Random* random) const {
    api::ScanRequest request;
    request.table_name = table_;
    request.exclusive_start_key = Item(ChooseKey(random));
    request.limit = 1 + random->Below(kMostScanned);
    request.return_consumed_capacity = api::ReturnConsumedCapacity::kTotal;
    return request;
  }

  const std::string table_;
  const int64_t records_;
  const ItemShape shape_;
  const OperationMix mix_;
  const KeyChoice choice_;
  std::optional<RankTable> ranks_;
  std::atomic<int64_t> inserted_;  // keys below it are there, or about to be
};

}  // namespace

std::unique_ptr<Workload> NewSpreadWorkload(const RunOptions& options, const OperationMix& mix,
                                            KeyChoice choice) {
  return std::make_unique<SpreadWorkload>(options, mix, choice);
}

}  // namespace stator::bench
