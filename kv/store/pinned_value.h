// What is inside a PinnedValue.
#pragma once

#include <rocksdb/slice.h>

#include <new>

#include "kv/store/store.h"

namespace stator {

struct PinnedValue::Rep {
  rocksdb::PinnableSlice slice;
};

class StoreAccess {
 public:
  static PinnedValue::Rep* RepOf(PinnedValue* value) {
    static_assert(sizeof(PinnedValue::Rep) <= sizeof(PinnedValue::storage_));
    static_assert(alignof(PinnedValue::Rep) <= alignof(PinnedValue));
    return std::launder(reinterpret_cast<PinnedValue::Rep*>(value->storage_));
  }
  static const PinnedValue::Rep* RepOf(const PinnedValue* value) {
    return RepOf(const_cast<PinnedValue*>(value));
  }
  static rocksdb::PinnableSlice* SliceOf(PinnedValue* value) { return &RepOf(value)->slice; }
  static void* StorageOf(PinnedValue* value) { return value->storage_; }
};

}  // namespace stator
