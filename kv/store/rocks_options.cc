#include "kv/store/rocks_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "kv/store/key_bounds.h"
#include "kv/store/rocks_log.h"

namespace stator {
namespace {

// Open files that RocksDB may keep: half of what the process may have, as the rest is sockets.
// -1: no limit, which spares a look-up per file and read, when the process may have plenty.
int MaxOpenFiles() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  if (limit.rlim_cur >= 65'536) return -1;
  return static_cast<int>(limit.rlim_cur / 2);
}

// One family may fill a quarter of the memory for all; the write buffer manager holds the sum.
// Small families so flush by themselves rarely, and one hot family does not have to wait for the
// others.
size_t MemtableBytes(const StoreOptions& options) {
  return std::max<size_t>(options.write_buffer_bytes / 4, 1 << 20);
}

// Of a partition's memtable. RocksDB takes the memory for the filter when it makes the memtable,
// full or not, so all partitions together get 2 % of the memory for writes: 10 bits for each item
// of 400 bytes or more.
double MemtableBloomRatio(const StoreOptions& options) {
  const double all_memtables =
      static_cast<double>(MemtableBytes(options)) * static_cast<double>(options.partitions);
  return std::min(0.02 * static_cast<double>(options.write_buffer_bytes) / all_memtables, 0.02);
}

rocksdb::BlockBasedTableOptions MakeTableOptions(const StoreOptions& options,
                                                 std::shared_ptr<rocksdb::Cache> cache) {
  rocksdb::BlockBasedTableOptions table;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  // Eight items of 1 KB: the index is half as big as with the default of 4 KB, and unpacking a
  // block for one item still takes about 2 µs.
  table.block_size = 8 << 10;
  table.block_cache = std::move(cache);
  // Indexes and filters count as cache, so that memory has one bound whatever the size of the data.
  // Those of freshly flushed files, which every read asks, stay.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // In memory the data is the bound, so its indexes and filters may lie beside it at no look-up.
  if (options.in_memory) {
    table.cache_index_and_filter_blocks = false;
    table.pin_l0_filter_and_index_blocks_in_cache = false;
  }
  // 10 bits a key: 1 % false positives. Whole keys serve GetItem, the prefixes serve Query.
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.whole_key_filtering = true;
  return table;
}

rocksdb::ColumnFamilyOptions MakeFamilyOptions(const StoreOptions& options,
                                               const rocksdb::BlockBasedTableOptions& table) {
  rocksdb::ColumnFamilyOptions family;
  family.write_buffer_size = MemtableBytes(options);
  // A second and third full memtable may wait for their flush before writers have to.
  family.max_write_buffer_number = 4;
  // Memory is taken in pieces of this size: an empty store with a dozen families stays small.
  family.arena_block_size = 64 << 10;
  // LZ4 on every level: a cold GetItem unpacks one block in 2 µs where ZSTD takes 8, and items
  // compress to within a fifth of what ZSTD makes of them. In memory nothing is packed: time is
  // worth more.
  family.compression = options.in_memory ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
  // The last level holds 90 % of the data whatever its size, so overwritten items cost little
  // space.
  family.level_compaction_dynamic_level_bytes = true;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return family;
}

// Stream records are put at the ends of a few runs of keys, one for each shard, and nothing is
// overwritten, so merging them gains nothing but fewer files to look into. With the defaults every
// four flushes are merged with all that the level below holds, 256 MB, which costs more than the
// writes themselves. So three times as many flushes are merged at a time, with a small level, and
// files are so small that most lie within one shard and move down as they are.
void SetAppended(const StoreOptions& options, rocksdb::ColumnFamilyOptions* family) {
  family->level0_file_num_compaction_trigger = 12;
  family->max_bytes_for_level_base = 2 * MemtableBytes(options);
  family->target_file_size_base = MemtableBytes(options) / 4;
}

void SetThreadsAndFiles(rocksdb::DBOptions* db) {
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  // Flushes and compactions together. They share the machine with the requests.
  db->max_background_jobs = std::clamp(cores / 2, 2, 8);
  db->max_open_files = MaxOpenFiles();
  // Threads that open files at start: two are enough for a local disk, and each costs a start.
  db->max_file_opening_threads = 2;
  // No timers: nobody reads these dumps.
  db->stats_dump_period_sec = 0;
  db->stats_persist_period_sec = 0;
  // The files of a dropped table are removed by the background threads, not by the request that let
  // go of the last cursor on them.
  db->avoid_unnecessary_blocking_io = true;
  // A read of every file at start, for a slightly better choice of the first compaction.
  db->skip_stats_update_on_db_open = true;
}

void SetWritePath(const StoreOptions& options, rocksdb::DBOptions* db) {
  db->write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(options.write_buffer_bytes);
  // Families that change seldom would keep old logs alive: beyond this their memtables are flushed,
  // so that a start after a crash replays at most this much.
  db->max_total_wal_size = options.write_buffer_bytes;
  db->allow_concurrent_memtable_write = true;
  // While one group of commits waits for the disk, the group before it enters the memtables.
  // Numbers are given in log order and become visible in that order, a group at a time, so the
  // contract holds. unordered_write is not used: with it a snapshot may miss an earlier write.
  db->enable_pipelined_write = !options.in_memory;
  // With the log on, recovery brings all families to the same moment; flushing them together would
  // only make more small files.
  db->atomic_flush = false;
  // What a crash left in the log is put into files at the next start, so that starts do not add up.
  db->avoid_flush_during_recovery = false;
  // In memory there is no log, and a close would write files that vanish with it.
  db->avoid_flush_during_shutdown = true;
  // A log of before is never written over: in an encrypted folder its key stream would serve twice.
  db->recycle_log_file_num = 0;
  db->manual_wal_flush = false;  // a write has left the process when it returns
  // Spreads the writing back of big files instead of one stall at their end.
  db->bytes_per_sync = 1 << 20;
  // Automatic resumption after an error would write behind a torn record of the log
  // (RocksStore::Commit).
  db->max_bgerror_resume_count = 0;
}

}  // namespace

RocksOptions MakeRocksOptions(const StoreOptions& options, const RocksSettings& settings,
                              rocksdb::Env* env, const std::string& folder) {
  RocksOptions out;
  out.db.env = env;
  out.db.statistics = settings.statistics;
  SetThreadsAndFiles(&out.db);
  SetWritePath(options, &out.db);
  // What RocksDB reports may name keys, and nobody could read it if it were encrypted.
  const bool silent = options.in_memory || !options.encryption_key.empty();
  out.db.info_log = silent ? MakeSilentLog() : MakeWarningLog(folder, out.db);

  const auto table = MakeTableOptions(options, rocksdb::NewLRUCache(options.block_cache_bytes));
  out.record = MakeFamilyOptions(options, table);
  out.streams = out.record;
  SetAppended(options, &out.streams);
  out.partition = out.record;
  out.partition.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(kCollectionPrefixBytes));
  // A read that finds nothing in the memtable, as most do on a big table, skips its search.
  out.partition.memtable_prefix_bloom_size_ratio = MemtableBloomRatio(options);
  out.partition.memtable_whole_key_filtering = true;
  return out;
}

rocksdb::WriteOptions MakeWriteOptions(const StoreOptions& options) {
  rocksdb::WriteOptions write;
  write.disableWAL = options.in_memory;
  // RocksDB puts the batches of all waiting commits into the log in one write and one fsync.
  write.sync = !options.in_memory && options.durability == Durability::kSync;
  return write;
}

rocksdb::CompactRangeOptions MakeCompactionOptions() {
  rocksdb::CompactRangeOptions compaction;
  compaction.exclusive_manual_compaction = false;  // others may go on beside it
  // The last level too, where most of a deleted range is.
  compaction.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  return compaction;
}

std::vector<rocksdb::ColumnFamilyDescriptor> FamilyDescriptors(const RocksOptions& options,
                                                               uint32_t partitions) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.reserve(kFirstPartitionFamily + partitions);
  // RocksDB always has a family of this name; the catalog takes it.
  for (const std::string& name : {rocksdb::kDefaultColumnFamilyName, std::string("streams"),
                                  std::string("ttl"), std::string("history")}) {
    families.emplace_back(name, name == "streams" ? options.streams : options.record);
  }
  for (uint32_t p = 0; p < partitions; ++p) {
    std::string digits = std::to_string(p);
    families.emplace_back("p" + std::string(3 - digits.size(), '0') + digits, options.partition);
  }
  return families;
}

}  // namespace stator
