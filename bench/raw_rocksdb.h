// The floor under the embedded figures: RocksDB alone, opened with the options that kv/store uses,
// one column family, keys and values of the same bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace stator::bench {

class RawRocksDb {
 public:
  RawRocksDb();
  ~RawRocksDb();

  void Put(std::string_view key, std::string_view value);
  // Whether it was there; the value is pinned, not copied.
  bool Get(std::string_view key);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace stator::bench
