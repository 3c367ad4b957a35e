// Reads RocksDB's write-ahead log as bytes, without RocksDB: to look behind damage, where RocksDB's
// own reader stops. The form of the log is described in RocksDB's wiki under "Write Ahead Log File
// Format": blocks of 32 KB, holding fragments
//   checksum (4, little endian) · length (2, little endian) · type (1) · payload
// of which one (full) or several (first, middle …, last) make a record. A fragment never crosses
// the end of a block. A record is a write batch: sequence (8, little endian) · count (4, little
// endian) · …
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stator {

struct LogRecord {
  uint64_t first_sequence = 0;
  uint32_t writes = 0;
};

// None when the bytes are too short for a write batch.
std::optional<LogRecord> ParseLogRecord(std::string_view batch);

class LogReader {
 public:
  // `log` is a whole log file, without recycling and compression, and must outlive the reader.
  explicit LogReader(std::string_view log) : log_(log) {}

  // The next record; none at the end of the log or at the first damage.
  std::optional<LogRecord> Next();
  // Where the next record begins.
  size_t offset() const { return offset_; }
  // After Next returned none: true when, anywhere behind the place where it stopped, a sound record
  // begins that has at least that number.
  bool FindLaterRecord(uint64_t min_sequence) const;

 private:
  struct Fragment {
    uint8_t type = 0;
    std::string_view payload;
  };
  // The fragment whose header is at that offset, if it is sound.
  std::optional<Fragment> FragmentAt(size_t offset) const;
  std::optional<Fragment> NextFragment();
  void SkipEndOfBlock();

  const std::string_view log_;
  size_t offset_ = 0;  // of the next fragment
};

}  // namespace stator
