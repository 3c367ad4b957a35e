// Compressed replies.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace stator::server {

// Whether Accept-Encoding allows gzip: it is named, or "*" is, and not with q=0.
bool AcceptsGzip(std::string_view accept_encoding);

// Keeps zlib's working memory (about 256 KB, allocated at the first use) between replies. Threads:
// one at a time.
class GzipCompressor {
 public:
  GzipCompressor();
  ~GzipCompressor();
  // Replaces *text by its gzip form. False, and *text unchanged, when zlib has no memory.
  bool Compress(std::string* text);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
  std::string scratch_;
};

// The CRC-32 of zlib and of x-amz-crc32.
uint32_t Crc32(std::string_view bytes);

}  // namespace stator::server
