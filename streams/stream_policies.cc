#include "streams/stream_policies.h"

#include <memory>
#include <utility>

#include "kv/store/pinned_value.h"
#include "streams/stream_keys.h"

namespace stator {

Status StreamPolicies::Update(const StreamInfo& stream, const Change& change) {
  const std::string key = StreamKey(stream.space, stream.table_name, stream.label);
  // While there is a table, its streams change under its gate (SchemaObserver), and so does this.
  const std::shared_ptr<Table> table = catalog_->Find(stream.space, stream.table_name);
  if (table != nullptr && table->id() == stream.id.table_id) {
    std::string record;
    bool reached = false;
    const Status status = catalog_->Update(
        table.get(),
        [&](TableSchema*) -> Status {
          reached = true;
          STATOR_ASSIGN_OR_RETURN(record, Changed(stream, key, change));
          return OkStatus();
        },
        [&](WriteBatch* batch) { batch->Put(kStreamsFamily, key, record); });
    if (reached) return status;  // else the table has gone meanwhile
  }
  // Should the record be removed for its age just here, this brings it back for one round of its
  // removal (stream_keeper.h); nobody finds it, because it is too old.
  MutexLock lock(&mu_);
  STATOR_ASSIGN_OR_RETURN(const std::string record, Changed(stream, key, change));
  const auto batch = store_->NewBatch();
  batch->Put(kStreamsFamily, key, record);
  return store_->Commit(*batch).status();
}

Result<std::string> StreamPolicies::Changed(const StreamInfo& stream, const std::string& key,
                                            const Change& change) const {
  PinnedValue value;
  STATOR_RETURN_IF_ERROR(store_->Get(kStreamsFamily, key, &value));
  STATOR_ASSIGN_OR_RETURN(StreamInfo now, DecodeStream(value.bytes()));
  if (now.id != stream.id) return Status(Code::kNotFound, "");
  STATOR_RETURN_IF_ERROR(change(&now.policy));
  return EncodeStream(now);
}

}  // namespace stator
