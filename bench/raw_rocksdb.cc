#include "bench/raw_rocksdb.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <cstdio>
#include <cstdlib>

#include "kv/store/rocks_options.h"

namespace stator::bench {
namespace {

constexpr char kFolder[] = "/raw";

void Check(const rocksdb::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "raw RocksDB: %s\n", status.ToString().c_str());
  std::abort();
}

rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

struct RawRocksDb::Rep {
  std::unique_ptr<rocksdb::Env> env;
  std::unique_ptr<rocksdb::DB> db;
  std::unique_ptr<rocksdb::ColumnFamilyHandle> family;
  rocksdb::WriteOptions write;
  rocksdb::ReadOptions read;
  rocksdb::PinnableSlice value;
};

RawRocksDb::RawRocksDb() : rep_(std::make_unique<Rep>()) {
  const StoreOptions store{.in_memory = true};
  rep_->env.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  RocksOptions options = MakeRocksOptions(store, {}, rep_->env.get(), kFolder);
  options.db.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  Check(rocksdb::DB::Open(rocksdb::Options(options.db, options.record), kFolder, &db));
  rep_->db.reset(db);
  rocksdb::ColumnFamilyHandle* family = nullptr;
  Check(db->CreateColumnFamily(options.partition, "raw", &family));
  rep_->family.reset(family);
  rep_->write = MakeWriteOptions(store);
}

RawRocksDb::~RawRocksDb() = default;

void RawRocksDb::Put(std::string_view key, std::string_view value) {
  Check(rep_->db->Put(rep_->write, rep_->family.get(), ToSlice(key), ToSlice(value)));
}

bool RawRocksDb::Get(std::string_view key) {
  rep_->value.Reset();
  const rocksdb::Status status =
      rep_->db->Get(rep_->read, rep_->family.get(), ToSlice(key), &rep_->value);
  if (status.IsNotFound()) return false;
  Check(status);
  return true;
}

}  // namespace stator::bench
