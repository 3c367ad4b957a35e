#include "bench/driver/hot_workloads.h"

#include <atomic>
#include <cstdio>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/suffixed_keys.h"
#include "bench/driver/item_shape.h"
#include "bench/workload.h"

namespace stator::bench {
namespace {

// So that a write is one unit.
constexpr ItemShape kSmallItem = {1, 100};

std::string SortKeyText(int64_t number) {
  char text[32];
  std::snprintf(text, sizeof text, "%012lld", static_cast<long long>(number));
  return text;
}

api::CreateTableRequest TableWithSortKey() {
  api::CreateTableRequest request;
  request.attribute_definitions = {{"pk", AttributeType::kString}, {"sk", AttributeType::kString}};
  request.key_schema = {{"pk", true}, {"sk", false}};
  return request;
}

// What these workloads have in common: a table's name, and a share of reads.
class HotWorkload : public Workload {
 public:
  explicit HotWorkload(const RunOptions& options)
      : table_(options.table),
        read_share_(options.read_share.value_or(0)),
        shape_(ItemShape::Of(options, kSmallItem)),
        records_(options.records) {}

  int64_t records() const override { return records_; }
  Action Next(Random* random) override {
    return random->Share() < read_share_ ? Read(random) : Write(random);
  }

 protected:
  virtual Action Read(Random* random) = 0;
  virtual Action Write(Random* random) = 0;

  const std::string table_;
  const double read_share_;
  const ItemShape shape_;
  const int64_t records_;
};

class HotKeyWorkload final : public HotWorkload {
 public:
  using HotWorkload::HotWorkload;

  api::CreateTableRequest Table() const override { return TableWithSortKey(); }
  int64_t records() const override { return 1; }
  api::PutItemRequest Record(int64_t, Random* random) const override {
    AttributeMap item = Key();
    shape_.Fill(random, &item);
    return PutOf(table_, item);
  }

 private:
  static AttributeMap Key() { return {{"pk", "hot"}, {"sk", "one"}}; }
  Action Read(Random*) override { return {"read", {GetOf(table_, Key())}}; }
  Action Write(Random* random) override {
    return {"update", {shape_.Update(table_, Key(), random)}};
  }
};

class HotCollectionWorkload final : public HotWorkload {
 public:
  HotCollectionWorkload(const RunOptions& options, SortKeys sort_keys)
      : HotWorkload(options), sort_keys_(sort_keys), next_(options.records) {}

  api::CreateTableRequest Table() const override { return TableWithSortKey(); }
  api::PutItemRequest Record(int64_t record, Random* random) const override {
    AttributeMap item = Key(record);
    shape_.Fill(random, &item);
    return PutOf(table_, item);
  }

 private:
  static AttributeMap Key(int64_t record) { return {{"pk", "hot"}, {"sk", SortKeyText(record)}}; }
  Action Read(Random* random) override {
    return {"read", {GetOf(table_, Key(random->Below(records_)))}};
  }
  Action Write(Random* random) override {
    if (sort_keys_ == SortKeys::kAnyOrder) {
      return {"put", {Record(random->Below(records_), random)}};
    }
    return {"put", {Record(next_.fetch_add(1, std::memory_order_relaxed), random)}};
  }

  const SortKeys sort_keys_;
  std::atomic<int64_t> next_;
};

class VotesWorkload final : public HotWorkload {
 public:
  explicit VotesWorkload(const RunOptions& options) : HotWorkload(options) {
    if (options.suffixes > 0) suffixes_.emplace("Candidate_A", options.suffixes);
  }

  api::CreateTableRequest Table() const override { return TableWithSortKey(); }
  // With suffixes the first votes make the others.
  api::PutItemRequest Record(int64_t record, Random*) const override {
    AttributeMap item = Key(suffixes_ ? suffixes_->All().front() : "Candidate_A", record);
    item.Set("votes", 0);
    return PutOf(table_, item);
  }

 private:
  static AttributeMap Key(const std::string& candidate, int64_t district) {
    return {{"pk", candidate}, {"sk", SortKeyText(district)}};
  }
  AttributeMap AnyKey(Random* random) const {
    const std::string candidate = suffixes_ ? suffixes_->AtRandom(random) : "Candidate_A";
    return Key(candidate, random->Below(records_));
  }
  Action Read(Random* random) override { return {"read", {GetOf(table_, AnyKey(random))}}; }
  Action Write(Random* random) override {
    api::UpdateItemRequest vote;
    vote.table_name = table_;
    vote.key = Item(AnyKey(random));
    vote.update_expression = "ADD votes :one";
    vote.attributes.values = {{":one", AttributeValue(1)}};
    vote.return_consumed_capacity = api::ReturnConsumedCapacity::kTotal;
    return {"vote", {vote}};
  }

  std::optional<api::SuffixedKeys> suffixes_;
};

class GlobalIndexWorkload final : public HotWorkload {
 public:
  using HotWorkload::HotWorkload;

  api::CreateTableRequest Table() const override {
    api::CreateTableRequest request;
    request.attribute_definitions = {{"pk", AttributeType::kString},
                                     {"status", AttributeType::kString}};
    request.key_schema = {{"pk"}};
    api::IndexSpec index;
    index.index_name = "by-status";
    index.key_schema = {{"status"}};
    index.projection.type = ProjectionType::kAll;
    request.global_indexes = std::vector<api::IndexSpec>{index};
    return request;
  }
  api::PutItemRequest Record(int64_t record, Random* random) const override {
    AttributeMap item = KeyAttributes(record);
    item.Set("status", Status(random));
    shape_.Fill(random, &item);
    return PutOf(table_, item);
  }

 private:
  static std::string Status(Random* random) {
    constexpr const char* kStatuses[] = {"OPEN", "PAID", "SHIPPED"};
    return kStatuses[random->Below(std::size(kStatuses))];
  }
  Action Read(Random* random) override {
    api::QueryRequest query;
    query.table_name = table_;
    query.index_name = "by-status";
    query.key_condition_expression = "#status = :status";
    query.attributes.names = api::ExpressionNames{{"#status", "status"}};
    query.attributes.values = {{":status", AttributeValue(Status(random))}};
    query.limit = 10;
    query.return_consumed_capacity = api::ReturnConsumedCapacity::kTotal;
    return {"query", {query}};
  }
  Action Write(Random* random) override {
    return {"put", {Record(random->Below(records_), random)}};
  }
};

}  // namespace

std::unique_ptr<Workload> NewHotKeyWorkload(const RunOptions& options) {
  return std::make_unique<HotKeyWorkload>(options);
}

std::unique_ptr<Workload> NewHotCollectionWorkload(const RunOptions& options, SortKeys sort_keys) {
  return std::make_unique<HotCollectionWorkload>(options, sort_keys);
}

std::unique_ptr<Workload> NewVotesWorkload(const RunOptions& options) {
  return std::make_unique<VotesWorkload>(options);
}

std::unique_ptr<Workload> NewGlobalIndexWorkload(const RunOptions& options) {
  return std::make_unique<GlobalIndexWorkload>(options);
}

}  // namespace stator::bench
