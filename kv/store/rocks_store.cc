#include "kv/store/rocks_store.h"

#include <rocksdb/convenience.h>

#include <cassert>
#include <utility>

#include "kv/store/key_bounds.h"
#include "kv/store/pinned_value.h"
#include "kv/store/rocks_batch.h"
#include "kv/store/rocks_cursor.h"
#include "kv/store/rocks_options.h"
#include "kv/store/rocks_slice.h"
#include "kv/store/rocks_status.h"

namespace stator {
namespace {

// RocksDB knows no open end, and does not check for inverted ranges.
rocksdb::Slice EndOf(const KeyRange& range) {
  return ToSlice(range.end.empty() ? kEndOfKeys : std::string_view(range.end));
}

}  // namespace

RocksStore::Parts::~Parts() {
  if (db == nullptr) return;
  // Stops compactions halfway instead of waiting for their end; the next start takes them up again.
  // Nothing has to be flushed: what was acknowledged is in the log.
  rocksdb::CancelAllBackgroundWork(db.get(), /*wait=*/true);
  for (rocksdb::ColumnFamilyHandle* family : families) {
    db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  db->Close().PermitUncheckedError();
}

RocksStore::RocksStore(const StoreOptions& options, const RocksSettings& settings, Parts parts)
    : in_memory_(options.in_memory),
      durability_(options.durability),
      batch_bytes_(settings.batch_bytes),
      parts_(std::move(parts)),
      write_(MakeWriteOptions(options)) {}

uint32_t RocksStore::partitions() const {
  return static_cast<uint32_t>(parts_.families.size()) - kFirstPartitionFamily;
}

GroupId RocksStore::GroupOf(Family, std::string_view) const { return 0; }

rocksdb::ColumnFamilyHandle* RocksStore::HandleOf(Family family) const {
  assert(family.index < parts_.families.size());
  return parts_.families[family.index];
}

Status RocksStore::Get(Family family, std::string_view key, PinnedValue* value,
                       const Snapshot* snapshot) const {
  rocksdb::PinnableSlice* slice = StoreAccess::SliceOf(value);
  slice->Reset();
  if (snapshot == nullptr) {
    return ReadStatus(parts_.db->Get(point_read_, HandleOf(family), ToSlice(key), slice));
  }
  rocksdb::ReadOptions read = point_read_;
  read.snapshot = RocksSnapshot::Of(snapshot);
  return ReadStatus(parts_.db->Get(read, HandleOf(family), ToSlice(key), slice));
}

std::unique_ptr<Cursor> RocksStore::NewCursor(Family family, const KeyRange& range,
                                              const ReadOptions& options) const {
  return std::make_unique<RocksCursor>(parts_.db.get(), HandleOf(family), range, options);
}

std::unique_ptr<Snapshot> RocksStore::NewSnapshot() const {
  return std::make_unique<RocksSnapshot>(parts_.db.get());
}

std::unique_ptr<WriteBatch> RocksStore::NewBatch() const {
  return std::make_unique<RocksBatch>(&parts_.families);
}

Result<uint64_t> RocksStore::Commit(const WriteBatch& batch) {
  CommitObserver* const observer = observer_.load(std::memory_order_acquire);
  if (observer == nullptr) return Write(batch);
  observer->BeforeCommit();
  auto written = Write(batch);
  observer->AfterCommit();
  return written;
}

Result<uint64_t> RocksStore::Write(const WriteBatch& batch) {
  const auto& ours = static_cast<const RocksBatch&>(batch);
  if (!ours.defect().ok()) return CommitStatus(ours.defect());
  if (ours.empty()) return LatestSequence();
  if (ours.bytes() > batch_bytes_) return Status(Code::kTooLarge, "the batch is too large");
  if (log_failed_.load(std::memory_order_acquire)) {
    return Status(Code::kUnavailable, "the store takes no writes after an earlier error");
  }
  const rocksdb::Status written = parts_.db->Write(write_, ours.mutable_batch());
  if (written.ok()) return ours.LastSequence();
  if (written.IsIOError() && written.severity() == rocksdb::Status::kNoError) {
    log_failed_.store(true, std::memory_order_release);
  }
  return CommitStatus(written);
}

uint64_t RocksStore::LatestSequence() const { return parts_.db->GetLatestSequenceNumber(); }

uint64_t RocksStore::ApproximateBytes(Family family, const KeyRange& range) const {
  rocksdb::SizeApproximationOptions approximation;
  approximation.include_memtables = true;
  approximation.include_files = true;
  approximation.files_size_error_margin = 0.1;
  const rocksdb::Range bounds(range.begin, EndOf(range));
  if (bounds.start.compare(bounds.limit) >= 0) return 0;
  uint64_t bytes = 0;
  parts_.db->GetApproximateSizes(approximation, HandleOf(family), &bounds, 1, &bytes)
      .PermitUncheckedError();
  return bytes;
}

Status RocksStore::CompactRange(Family family, const KeyRange& range) {
  rocksdb::ColumnFamilyHandle* handle = HandleOf(family);
  const rocksdb::Slice begin = range.begin;
  const rocksdb::Slice end = EndOf(range);
  if (begin.compare(end) >= 0) return OkStatus();
  // Whole files go first, unread. Only when the range is empty as it stands: taking away a file
  // takes away whatever is in it. A file may also hold the tombstones that hide keys in files which
  // stay, so a fresh tombstone is laid over the range afterwards.
  if (!NewCursor(family, range, {})->Valid()) {
    const rocksdb::RangePtr files(&begin, &end);
    STATOR_RETURN_IF_ERROR(MaintenanceStatus(
        rocksdb::DeleteFilesInRanges(parts_.db.get(), handle, &files, 1, /*include_end=*/false)));
    RocksBatch batch(&parts_.families);
    batch.DeleteRange(family, range.begin, range.end);
    STATOR_RETURN_IF_ERROR(Commit(batch).status());
  }
  return MaintenanceStatus(parts_.db->CompactRange(MakeCompactionOptions(), handle, &begin, &end));
}

}  // namespace stator
