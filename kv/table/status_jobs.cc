#include "kv/table/status_jobs.h"

#include <algorithm>
#include <utility>

#include "kv/table/free_keys_job.h"

namespace stator {
namespace {

// A table that is gone by the time its job has a turn needs nothing more.
Result<JobStep> DoneUnlessFailed(const Status& status) {
  if (!status.ok() && status.code() != Code::kNotFound) return status;
  return JobStep::Done();
}

class ActivateTableJob final : public BackgroundJob {
 public:
  ActivateTableJob(const JobContext& context, std::shared_ptr<Table> table)
      : context_(context), table_(std::move(table)) {}

  Result<JobStep> Step() override {
    return DoneUnlessFailed(context_.catalog->Update(table_.get(), [](TableSchema* schema) {
      if (schema->status != ResourceStatus::kCreating) return OkStatus();
      schema->status = ResourceStatus::kActive;
      for (IndexSchema& index : schema->indexes) {
        if (!index.backfilling) index.status = ResourceStatus::kActive;
      }
      return OkStatus();
    }));
  }

 private:
  const JobContext context_;
  const std::shared_ptr<Table> table_;
};

class DropTableJob final : public BackgroundJob {
 public:
  DropTableJob(const JobContext& context, std::shared_ptr<Table> table)
      : context_(context), table_(std::move(table)) {}

  Result<JobStep> Step() override {
    Result<DroppedIds> dropped =
        context_.catalog->Drop(table_.get(), [](const TableSchema&) { return OkStatus(); });
    if (!dropped.ok()) return DoneUnlessFailed(dropped.status());
    context_.runner->Add(NewFreeKeysJob(context_.store, *std::move(dropped)));
    return JobStep::Done();
  }

 private:
  const JobContext context_;
  const std::shared_ptr<Table> table_;
};

// Attribute definitions are those of the keys of table and indexes, so the ones that only this
// index used go with it.
void RemoveIndex(uint32_t index_id, TableSchema* schema) {
  std::erase_if(schema->indexes, [&](const IndexSchema& index) { return index.id == index_id; });
  std::erase_if(schema->attribute_definitions, [&](const KeyAttribute& attribute) {
    return !schema->keys.Contains(attribute.name) &&
           std::none_of(
               schema->indexes.begin(), schema->indexes.end(),
               [&](const IndexSchema& index) { return index.keys.Contains(attribute.name); });
  });
}

class DropIndexJob final : public BackgroundJob {
 public:
  DropIndexJob(const JobContext& context, std::shared_ptr<Table> table, uint32_t index_id)
      : context_(context), table_(std::move(table)), index_id_(index_id) {}

  Result<JobStep> Step() override {
    DroppedIds dropped{index_id_, {index_id_}};
    const Status status = context_.catalog->Update(
        table_.get(),
        [&](TableSchema* schema) {
          RemoveIndex(index_id_, schema);
          return OkStatus();
        },
        [&](WriteBatch* batch) {
          batch->Put(kCatalogFamily, DroppedRecordKey(dropped.id), EncodeDroppedIds(dropped.ids));
        });
    if (!status.ok()) return DoneUnlessFailed(status);
    context_.runner->Add(NewFreeKeysJob(context_.store, std::move(dropped)));
    return JobStep::Done();
  }

 private:
  const JobContext context_;
  const std::shared_ptr<Table> table_;
  const uint32_t index_id_;
};

}  // namespace

std::unique_ptr<BackgroundJob> NewActivateTableJob(const JobContext& context,
                                                   std::shared_ptr<Table> table) {
  return std::make_unique<ActivateTableJob>(context, std::move(table));
}

std::unique_ptr<BackgroundJob> NewDropTableJob(const JobContext& context,
                                               std::shared_ptr<Table> table) {
  return std::make_unique<DropTableJob>(context, std::move(table));
}

std::unique_ptr<BackgroundJob> NewDropIndexJob(const JobContext& context,
                                               std::shared_ptr<Table> table, uint32_t index_id) {
  return std::make_unique<DropIndexJob>(context, std::move(table), index_id);
}

}  // namespace stator
