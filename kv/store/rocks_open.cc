// From a folder to an open store.
#include <rocksdb/convenience.h>
#include <rocksdb/env.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "kv/store/encrypted_files.h"
#include "kv/store/encryption_key.h"
#include "kv/store/format_record.h"
#include "kv/store/log_continuity.h"
#include "kv/store/rocks_options.h"
#include "kv/store/rocks_slice.h"
#include "kv/store/rocks_status.h"
#include "kv/store/rocks_store.h"

namespace stator {
namespace {

constexpr uint32_t kMaxPartitions = 256;
// Where the files are in the in-memory file system.
constexpr char kMemoryFolder[] = "/stator";

using Descriptors = std::vector<rocksdb::ColumnFamilyDescriptor>;

// The families that the folder has already: the first ones of `all`, as they are made in that
// order. None when there is no database yet.
rocksdb::Status CountFamilies(const rocksdb::DBOptions& options, const std::string& path,
                              const Descriptors& all, size_t* count) {
  *count = 0;
  if (options.env->FileExists(path + "/CURRENT").IsNotFound()) return rocksdb::Status::OK();
  std::vector<std::string> names;
  rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(options, path, &names);
  if (!listed.ok()) return listed;
  while (*count < all.size() &&
         std::find(names.begin(), names.end(), all[*count].name) != names.end()) {
    ++*count;
  }
  return rocksdb::Status::OK();
}

rocksdb::Status OpenOnce(const rocksdb::DBOptions& options, const std::string& path,
                         const Descriptors& families, RocksStore::Parts* parts) {
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened = rocksdb::DB::Open(options, path, families, &parts->families, &db);
  parts->db.reset(db);
  return opened;
}

// Opens with what log_continuity.h says about damaged logs. kTolerateCorruptedTailRecords accepts a
// log that ends within a record, as after a kill, and refuses any other damage without changing the
// folder. kPointInTimeRecovery keeps what lies before the first damage and drops the rest: right
// for kOs, and for kSync once it is clear that the rest is one unfinished write.
rocksdb::Status OpenFamilies(rocksdb::DBOptions options, const std::string& path,
                             const Descriptors& families, RocksStore::Parts* parts) {
  parts->continuity = std::make_unique<ContinuityFilter>();
  options.wal_filter = parts->continuity.get();
  const bool sync = parts->durability == Durability::kSync;
  options.wal_recovery_mode = sync ? rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords
                                   : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  rocksdb::Status opened = OpenOnce(options, path, families, parts);
  if (!opened.IsCorruption() || !sync) return opened;
  const Result<bool> torn = LogsEndInTornWrite(options.env, path, parts->continuity->first_log());
  if (!torn.ok() || !*torn) return opened;
  parts->continuity = std::make_unique<ContinuityFilter>();
  options.wal_filter = parts->continuity.get();
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  return OpenOnce(options, path, families, parts);
}

// Makes what is not there yet. RocksDB writes its options file once per call that adds families,
// and within DB::Open once per family: so open what there is, then add the rest in one call.
rocksdb::Status CreateFamilies(rocksdb::DBOptions options, const std::string& path,
                               const Descriptors& all, RocksStore::Parts* parts) {
  size_t present = 0;
  rocksdb::Status status = CountFamilies(options, path, all, &present);
  if (!status.ok()) return status;
  options.create_if_missing = true;
  const auto first_missing = all.begin() + std::max<ptrdiff_t>(1, static_cast<ptrdiff_t>(present));
  status = OpenFamilies(options, path, Descriptors(all.begin(), first_missing), parts);
  if (!status.ok() || first_missing == all.end()) return status;
  std::vector<rocksdb::ColumnFamilyHandle*> added;
  status = parts->db->CreateColumnFamilies(Descriptors(first_missing, all.end()), &added);
  parts->families.insert(parts->families.end(), added.begin(), added.end());
  return status;
}

Result<FormatRecord> ReadFormatRecord(const RocksStore::Parts& parts, bool ready,
                                      uint32_t partitions) {
  std::string bytes;
  const rocksdb::Status read = parts.db->Get(rocksdb::ReadOptions(), FormatRecordKey(), &bytes);
  // The record is written before the folder is called ready.
  if (read.IsNotFound() && !ready) return FormatRecord{kEngineFormat, partitions, 0};
  if (read.IsNotFound()) return CorruptionError("the format record is missing");
  STATOR_RETURN_IF_ERROR(ReadStatus(read));
  STATOR_ASSIGN_OR_RETURN(FormatRecord record, DecodeFormatRecord(bytes));
  if (record.format != kEngineFormat || record.partitions != partitions) {
    return CorruptionError("the format record and the file STATOR disagree");
  }
  return record;
}

// Reads the format record, or makes it, and takes the next fence token, on stable storage.
Status TakeFenceToken(bool ready, uint32_t partitions, bool in_memory, RocksStore::Parts* parts) {
  STATOR_ASSIGN_OR_RETURN(FormatRecord record, ReadFormatRecord(*parts, ready, partitions));
  parts->fence_token = ++record.fence_token;
  rocksdb::WriteOptions write;
  write.disableWAL = in_memory;
  write.sync = !in_memory;
  return CommitStatus(parts->db->Put(write, FormatRecordKey(), EncodeFormatRecord(record)));
}

Status CompactEverything(const RocksStore::Parts& parts) {
  for (rocksdb::ColumnFamilyHandle* family : parts.families) {
    STATOR_RETURN_IF_ERROR(MaintenanceStatus(
        parts.db->CompactRange(MakeCompactionOptions(), family, nullptr, nullptr)));
  }
  return OkStatus();
}

Result<std::unique_ptr<RocksStore>> OpenInMemory(const StoreOptions& options,
                                                 const RocksSettings& settings) {
  RocksStore::Parts parts;
  parts.memory_env.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  const RocksOptions rocks =
      MakeRocksOptions(options, settings, parts.memory_env.get(), kMemoryFolder);
  STATOR_RETURN_IF_ERROR(OpenStatus(
      CreateFamilies(rocks.db, kMemoryFolder, FamilyDescriptors(rocks, options.partitions), &parts),
      "in memory"));
  STATOR_RETURN_IF_ERROR(TakeFenceToken(false, options.partitions, true, &parts));
  return std::make_unique<RocksStore>(options, settings, std::move(parts));
}

Result<std::unique_ptr<RocksStore>> OpenOnDisk(const StoreOptions& options,
                                               const RocksSettings& settings) {
  STATOR_ASSIGN_OR_RETURN(DataFolder folder, DataFolder::Open(options.path, options.partitions,
                                                              options.encryption_key));
  StoreOptions as_made = options;
  as_made.partitions = folder.partitions();
  const bool ready = folder.ready();
  RocksStore::Parts parts;
  parts.durability = options.durability;
  parts.folder.emplace(std::move(folder));

  rocksdb::Env* env = settings.env != nullptr ? settings.env : rocksdb::Env::Default();
  if (parts.folder->keys()) {
    parts.encrypted_env = MakeEncryptedEnv(env, *parts.folder->keys());
    env = parts.encrypted_env.get();
  }
  const RocksOptions rocks = MakeRocksOptions(as_made, settings, env, options.path);
  const Descriptors families = FamilyDescriptors(rocks, as_made.partitions);
  STATOR_RETURN_IF_ERROR(OpenStatus(ready
                                        ? OpenFamilies(rocks.db, options.path, families, &parts)
                                        : CreateFamilies(rocks.db, options.path, families, &parts),
                                    options.path));
  STATOR_RETURN_IF_ERROR(TakeFenceToken(ready, as_made.partitions, false, &parts));
  if (!ready) STATOR_RETURN_IF_ERROR(parts.folder->MarkReady());
  if (options.compact_at_open) STATOR_RETURN_IF_ERROR(CompactEverything(parts));
  return std::make_unique<RocksStore>(options, settings, std::move(parts));
}

}  // namespace

Result<std::unique_ptr<Store>> OpenRocksStore(const StoreOptions& options,
                                              const RocksSettings& settings) {
  if (!std::has_single_bit(options.partitions) || options.partitions > kMaxPartitions) {
    return ValidationError("the number of partitions must be a power of two from 1 to 256");
  }
  if (options.in_memory && !options.encryption_key.empty()) {
    return ValidationError("a store in memory has no files that an encryption key could protect");
  }
  if (!options.encryption_key.empty() && options.encryption_key.size() != kEncryptionKeyBytes) {
    return ValidationError("an encryption key has 32 bytes");
  }
  Result<std::unique_ptr<RocksStore>> store =
      options.in_memory ? OpenInMemory(options, settings) : OpenOnDisk(options, settings);
  if (!store.ok()) return std::move(store).status();
  return std::unique_ptr<Store>(std::move(store).value());
}

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  return OpenRocksStore(options, {});
}

}  // namespace stator
