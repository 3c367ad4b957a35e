#include "ttl/expiry_index.h"

#include <optional>

#include "kv/table/free_keys_job.h"
#include "ttl/expiry.h"
#include "ttl/expiry_key.h"

namespace stator::ttl {
namespace {

std::optional<int64_t> ExpiryOf(const ItemView* item, const TableSchema& schema) {
  if (item == nullptr) return std::nullopt;
  return ExpirySeconds(*item, schema.ttl.attribute);
}

}  // namespace

bool IsIndexed(const TtlSetting& setting) {
  return setting.status == TtlStatus::kEnabling || setting.status == TtlStatus::kEnabled;
}

bool IsSamePeriod(const TtlSetting& a, const TtlSetting& b) {
  return IsIndexed(a) && IsIndexed(b) && a.attribute == b.attribute &&
         a.changed_micros == b.changed_micros;
}

Status ExpiryIndex::OnChange(const ItemChange& change, WriteBatch* batch) {
  const std::optional<int64_t> before = ExpiryOf(change.old_item, change.schema);
  const std::optional<int64_t> after = ExpiryOf(change.new_item, change.schema);
  if (before == after) return OkStatus();
  const std::string& item_key = change.location.key;
  if (before.has_value()) batch->Delete(kTtlFamily, ExpiryKey(item_key, *before));
  if (after.has_value()) {
    recent_.Note(change.schema.id, *after, change.number);
    batch->Put(kTtlFamily, ExpiryKey(item_key, *after), {});
  }
  return OkStatus();
}

Status ExpiryIndex::OnSchemaChange(const TableSchema* before, TableSchema* after,
                                   WriteBatch* batch) {
  if (before == nullptr || !IsIndexed(before->ttl)) return OkStatus();
  if (after == nullptr) {
    recent_.Forget(before->id);
    return OkStatus();
  }
  if (IsSamePeriod(before->ttl, after->ttl)) return OkStatus();
  const KeyRange range = KeysOfId(before->id);
  batch->DeleteRange(kTtlFamily, range.begin, range.end);
  return OkStatus();
}

}  // namespace stator::ttl
