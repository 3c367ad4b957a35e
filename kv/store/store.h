// The engine seam: everything above sees ordered bytes in families, atomic batches and cursors, and
// no RocksDB type. One Store is one group: one RocksDB instance with one write-ahead log, the unit
// of atomic commit and of ownership. Code above asks GroupOf() and never assumes that two keys
// share a group, though today every store has exactly one.
//
// Threads: every method of Store may be called from any thread. Batches and cursors belong to one
// thread at a time. Lifetime: cursors and snapshots must be gone before their store is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kv/base/clock.h"
#include "kv/base/status.h"

namespace stator {

// What "acknowledged" means.
enum class Durability : uint8_t {
  // Survives power loss: in the log, and the log is on stable storage (fsync) before the commit
  // returns. Concurrent commits share one fsync.
  kSync,
  // Survives a crash or kill of the process: in the operating system's page cache. Power loss may
  // lose the last moments;
  // what remains is a prefix of the commits, never a hole.
  kOs,
};

struct StoreOptions {
  std::string path;        // folder; created if missing. Ignored when in_memory.
  bool in_memory = false;  // RocksDB's in-memory environment: gone at close
  // Partition column families; fixed when the data folder is created (later opens take what is
  // there). A power of two, 1 … 256.
  uint32_t partitions = 8;
  Durability durability = Durability::kSync;
  size_t block_cache_bytes = 64 << 20;
  size_t write_buffer_bytes = 64 << 20;  // over all families
  bool compact_at_open = false;
  // 32 bytes (kv/store/encryption_key.h): all files are encrypted with it (docs/encryption.md).
  // Empty: plain text. A folder keeps what it was made with. Not with in_memory.
  std::string encryption_key{};
};

// A family of keys. The numbers are on disk (kv/FORMAT.md).
struct Family {
  uint32_t index = 0;
  bool operator==(const Family&) const = default;
};
inline constexpr Family kCatalogFamily{0};  // schemas, settings, counters, format record
inline constexpr Family kStreamsFamily{1};  // stream records and shards
inline constexpr Family kTtlFamily{2};      // expiry index
inline constexpr Family kHistoryFamily{3};  // point-in-time archive
inline constexpr uint32_t kFirstPartitionFamily = 4;
// The partition family with that number, 0 … Store::partitions() - 1.
inline Family PartitionFamily(uint32_t partition) { return {kFirstPartitionFamily + partition}; }

using GroupId = uint32_t;

// Writes to commit together. Reusable after Clear.
class WriteBatch {
 public:
  virtual ~WriteBatch() = default;
  virtual void Put(Family family, std::string_view key, std::string_view value) = 0;
  virtual void Delete(Family family, std::string_view key) = 0;
  // Deletes every key in [begin, end).
  virtual void DeleteRange(Family family, std::string_view begin, std::string_view end) = 0;
  virtual void Clear() = 0;
  virtual bool empty() const = 0;
};

// The state of the store at one moment. Releases itself.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
};

// The bytes of one read, pinned where they lie; no copy for what is in the cache.
class PinnedValue {
 public:
  PinnedValue();
  ~PinnedValue();
  PinnedValue(PinnedValue&&) noexcept;
  PinnedValue& operator=(PinnedValue&&) noexcept;
  // Valid until this object is reused or destroyed.
  std::string_view bytes() const;

 private:
  friend class StoreAccess;  // the implementation's door
  struct Rep;
  // Big enough for the engine's own pin, so that a read allocates nothing.
  alignas(16) char storage_[128];
};

// Keys from `begin` (inclusive) to `end` (exclusive; empty: to the end of the family).
struct KeyRange {
  std::string begin;
  std::string end;
};

struct ReadOptions {
  const Snapshot* snapshot = nullptr;  // null: the newest state
  bool reverse = false;                // from the end of the range to its begin
  bool fill_cache = true;              // false for long scans that should not evict
};

// Walks a range in key order, or backwards. Positioned on the first entry when made.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool Valid() const = 0;
  virtual void Next() = 0;  // to the next entry in the cursor's direction; only when Valid()
  // Only when Valid(); until the next call of Next or Seek.
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  // To the first entry at or after `key` in the cursor's direction, within the range.
  virtual void Seek(std::string_view key) = 0;
  // Not OK when the walk ended because of an error rather than the end of the range.
  virtual Status status() const = 0;
};

// Learns of every commit. Called from any thread, from several at once.
class CommitObserver {
 public:
  virtual ~CommitObserver() = default;
  virtual void BeforeCommit() = 0;
  // Also of a commit that failed.
  virtual void AfterCommit() = 0;
};

class Store {
 public:
  // Opens or creates. kFormat: the folder holds a newer format, or something that is no data
  // folder, or is encrypted otherwise than with the key given (nothing in it is changed).
  // kUnavailable: another process has it open.
  static Result<std::unique_ptr<Store>> Open(const StoreOptions& options);
  // Waits for background work and closes. All cursors and snapshots must be gone.
  virtual ~Store() = default;

  virtual uint32_t partitions() const = 0;
  virtual Durability durability() const = 0;
  virtual bool in_memory() const = 0;
  // Whether the files are encrypted.
  virtual bool encrypted() const = 0;
  virtual GroupId GroupOf(Family family, std::string_view key) const = 0;
  // Grows with every opening of this data folder; a holder of an older one has lost ownership.
  virtual uint64_t fence_token() const = 0;

  // kNotFound when there is no such key.
  virtual Status Get(Family family, std::string_view key, PinnedValue* value,
                     const Snapshot* snapshot = nullptr) const = 0;
  virtual std::unique_ptr<Cursor> NewCursor(Family family, const KeyRange& range,
                                            const ReadOptions& options) const = 0;
  virtual std::unique_ptr<Snapshot> NewSnapshot() const = 0;

  virtual std::unique_ptr<WriteBatch> NewBatch() const = 0;
  // Applies the whole batch or nothing, durable as `durability()` says when it returns OK. Returns
  // the commit's sequence number: each is greater than every earlier one of the group. Errors:
  // kUnavailable (nothing happened), kUnknown (it may have happened: an I/O error on the log),
  // kTooLarge, kFenced.
  virtual Result<uint64_t> Commit(const WriteBatch& batch) = 0;
  virtual uint64_t LatestSequence() const = 0;
  // Null: nobody. A commit under way may or may not call the one before; so an observer must live
  // until no call of the store is under way.
  virtual void Observe(CommitObserver* observer) = 0;

  // Bytes on disk and in memory that the range takes, roughly.
  virtual uint64_t ApproximateBytes(Family family, const KeyRange& range) const = 0;
  // Frees the space of a range that was deleted; may take long. Call from a background thread.
  // While the range is empty nobody may write into it: such keys may be lost.
  virtual Status CompactRange(Family family, const KeyRange& range) = 0;
};

}  // namespace stator
