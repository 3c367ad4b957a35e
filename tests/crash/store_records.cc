#include "tests/crash/store_records.h"

#include <cstdio>
#include <memory>
#include <vector>

#include "tests/support/store_harness.h"

namespace stator::testing {
namespace {

const Family kFamilies[] = {kCatalogFamily, kStreamsFamily, PartitionFamily(1)};

std::string KeyOf(int writer, uint64_t n) {
  char key[32];
  std::snprintf(key, sizeof(key), "record/%d/%012llu", writer, static_cast<unsigned long long>(n));
  return key;
}

// 1 to 3,000 bytes that no other record has.
std::string ValueOf(int writer, uint64_t n) {
  std::string value = KeyOf(writer, n);
  value.resize(value.size() + n * 7919 % 3000, static_cast<char>('a' + n % 26));
  return value;
}

KeyRange RangeOf(int writer) {
  return {"record/" + std::to_string(writer) + "/", "record/" + std::to_string(writer) + "0"};
}

Result<std::vector<std::string>> KeysIn(const Store& store, Family family, int writer) {
  std::vector<std::string> keys;
  const auto cursor = store.NewCursor(family, RangeOf(writer), {});
  for (; cursor->Valid(); cursor->Next()) keys.emplace_back(cursor->key());
  STATOR_RETURN_IF_ERROR(cursor->status());
  return keys;
}

Status CheckValue(const Store& store, Family family, int writer, uint64_t n) {
  PinnedValue value;
  STATOR_RETURN_IF_ERROR(store.Get(family, KeyOf(writer, n), &value));
  if (value.bytes() == ValueOf(writer, n)) return OkStatus();
  return CorruptionError("wrong value of " + KeyOf(writer, n));
}

}  // namespace

StoreOptions CrashOptions(const std::string& folder, std::string_view kind) {
  if (kind == "encrypted") return EncryptedStoreOptions(folder, Durability::kSync);
  return OnDiskStoreOptions(folder, kind == "sync" ? Durability::kSync : Durability::kOs);
}

Result<uint64_t> CommitRecord(Store* store, int writer, uint64_t n) {
  const auto batch = store->NewBatch();
  for (const Family family : kFamilies) {
    batch->Put(family, KeyOf(writer, n), ValueOf(writer, n));
    if (n > kKept) batch->Delete(family, KeyOf(writer, n - kKept));
  }
  return store->Commit(*batch);
}

Result<uint64_t> CheckRecords(const Store& store, int writer) {
  STATOR_ASSIGN_OR_RETURN(const auto keys, KeysIn(store, kFamilies[0], writer));
  const uint64_t last =
      keys.empty() ? 0 : std::stoull(keys.back().substr(keys.back().rfind('/') + 1));
  const uint64_t first = last > kKept ? last - kKept + 1 : 1;
  std::vector<std::string> expected;
  for (uint64_t n = first; n <= last; ++n) expected.push_back(KeyOf(writer, n));
  for (const Family family : kFamilies) {
    STATOR_ASSIGN_OR_RETURN(const auto found, KeysIn(store, family, writer));
    if (found != expected) {
      return CorruptionError("writer " + std::to_string(writer) +
                             " has a gap or half a batch in family " +
                             std::to_string(family.index) + ": " + std::to_string(found.size()) +
                             " records, last number " + std::to_string(last));
    }
    for (uint64_t n = first; n <= last; ++n) {
      STATOR_RETURN_IF_ERROR(CheckValue(store, family, writer, n));
    }
  }
  return last;
}

}  // namespace stator::testing
