#include "kv/store/log_reader.h"

#include <array>

namespace stator {
namespace {

constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
constexpr size_t kBatchHeaderBytes = 12;

enum FragmentType : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

uint64_t ReadLittleEndian(std::string_view bytes, size_t offset, size_t count) {
  uint64_t value = 0;
  for (size_t i = count; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[offset + i]);
  }
  return value;
}

// CRC-32C (Castagnoli), one byte at a time: it only ever reads the logs of a store that did not
// open.
uint32_t Crc32c(std::string_view bytes) {
  static constexpr auto kTable = [] {
    std::array<uint32_t, 256> table{};
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t crc = i;
      for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) ? 0x82F63B78U : 0);
      table[i] = crc;
    }
    return table;
  }();
  uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) crc = crc >> 8 ^ kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~crc;
}

// As the log stores it: a checksum of bytes that hold checksums would be weak.
uint32_t Masked(uint32_t crc) { return (crc >> 15 | crc << 17) + 0xA282EAD8U; }

// No header begins in the last bytes of a block.
bool FitsHeader(size_t offset) { return kBlockBytes - offset % kBlockBytes >= kHeaderBytes; }

}  // namespace

std::optional<LogRecord> ParseLogRecord(std::string_view batch) {
  if (batch.size() < kBatchHeaderBytes) return {};
  return LogRecord{ReadLittleEndian(batch, 0, 8),
                   static_cast<uint32_t>(ReadLittleEndian(batch, 8, 4))};
}

std::optional<LogReader::Fragment> LogReader::FragmentAt(size_t offset) const {
  if (!FitsHeader(offset) || log_.size() < offset + kHeaderBytes) return {};
  const size_t length = ReadLittleEndian(log_, offset + 4, 2);
  const auto type = static_cast<uint8_t>(log_[offset + 6]);
  if (type < kFull || type > kLast) return {};
  const size_t end = offset + kHeaderBytes + length;
  if (end > log_.size() || offset % kBlockBytes + kHeaderBytes + length > kBlockBytes) return {};
  // The checksum covers the type and the payload, which lie side by side.
  const uint32_t stored = static_cast<uint32_t>(ReadLittleEndian(log_, offset, 4));
  if (Masked(Crc32c(log_.substr(offset + 6, 1 + length))) != stored) return {};
  return Fragment{type, log_.substr(offset + kHeaderBytes, length)};
}

void LogReader::SkipEndOfBlock() {
  if (!FitsHeader(offset_)) offset_ += kBlockBytes - offset_ % kBlockBytes;
}

std::optional<LogReader::Fragment> LogReader::NextFragment() {
  SkipEndOfBlock();
  const std::optional<Fragment> fragment = FragmentAt(offset_);
  if (fragment) offset_ += kHeaderBytes + fragment->payload.size();
  return fragment;
}

std::optional<LogRecord> LogReader::Next() {
  SkipEndOfBlock();
  const size_t start = offset_;
  std::optional<Fragment> fragment = NextFragment();
  if (fragment && (fragment->type == kFull || fragment->type == kFirst)) {
    // RocksDB may end a block with a first fragment that has no payload yet.
    std::string head(fragment->payload.substr(0, kBatchHeaderBytes));
    while (fragment && fragment->type != kFull && fragment->type != kLast) {
      fragment = NextFragment();
      if (!fragment || fragment->type == kFull || fragment->type == kFirst) {
        fragment.reset();
      } else if (head.size() < kBatchHeaderBytes) {
        head += fragment->payload.substr(0, kBatchHeaderBytes - head.size());
      }
    }
    if (fragment) {
      if (const std::optional<LogRecord> record = ParseLogRecord(head)) return record;
    }
  }
  offset_ = start;  // the damaged record begins here
  return {};
}

bool LogReader::FindLaterRecord(uint64_t min_sequence) const {
  // Past the first byte of the damaged record. Its lengths cannot be trusted, so every offset is
  // tried; a checksum hits by chance once in 2^32.
  for (size_t offset = offset_ + 1; offset + kHeaderBytes < log_.size(); ++offset) {
    const auto type = static_cast<uint8_t>(log_[offset + 6]);
    if (type != kFull && type != kFirst) continue;
    const std::optional<Fragment> fragment = FragmentAt(offset);
    if (!fragment) continue;
    const std::optional<LogRecord> record = ParseLogRecord(fragment->payload);
    // Too short to say: a beginning at the end of a block.
    if (!record || record->first_sequence >= min_sequence) return true;
  }
  return false;
}

}  // namespace stator
