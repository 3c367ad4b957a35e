#include "server/gzip.h"

#include <zlib.h>

#include "server/text.h"

namespace stator::server {
namespace {

// The fastest level: replies are JSON, which it already shrinks to a fifth or so.
constexpr int kLevel = 1;
constexpr int kWindowBits = 15 + 16;  // 16: gzip framing instead of zlib's
constexpr int kMemoryLevel = 8;       // zlib's default
// Scratch memory beyond this is given back after each reply.
constexpr size_t kKeptScratchBytes = 64 * 1024;

bool IsZeroQuality(std::string_view parameters) {
  bool zero = false;
  ForEachElement(parameters, ';', [&zero](std::string_view parameter) {
    std::string_view value = parameter;
    if (!EqualsIgnoringCase(TrimSpace(CutAt('=', &value)), "q")) return;
    zero = !value.empty() && TrimSpace(value).find_first_not_of("0.") == std::string_view::npos;
  });
  return zero;
}

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
  bool accepts = false;
  bool named = false;  // "gzip" itself outweighs "*"
  ForEachElement(accept_encoding, ',', [&](std::string_view element) {
    const std::string_view coding = TrimSpace(CutAt(';', &element));
    const bool is_gzip = EqualsIgnoringCase(coding, "gzip");
    if (!is_gzip && (coding != "*" || named)) return;
    named = named || is_gzip;
    accepts = !IsZeroQuality(element);
  });
  return accepts;
}

struct GzipCompressor::Rep {
  z_stream stream = {};
  bool ready = false;
  ~Rep() {
    if (ready) deflateEnd(&stream);
  }
};

GzipCompressor::GzipCompressor() = default;
GzipCompressor::~GzipCompressor() = default;

bool GzipCompressor::Compress(std::string* text) {
  if (!rep_) {
    rep_ = std::make_unique<Rep>();
    rep_->ready = deflateInit2(&rep_->stream, kLevel, Z_DEFLATED, kWindowBits, kMemoryLevel,
                               Z_DEFAULT_STRATEGY) == Z_OK;
  }
  if (!rep_->ready || deflateReset(&rep_->stream) != Z_OK) return false;
  z_stream& stream = rep_->stream;
  scratch_.resize(deflateBound(&stream, text->size()));
  stream.next_in = reinterpret_cast<Bytef*>(text->data());
  stream.avail_in = static_cast<uInt>(text->size());
  stream.next_out = reinterpret_cast<Bytef*>(scratch_.data());
  stream.avail_out = static_cast<uInt>(scratch_.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) return false;
  text->assign(scratch_.data(), stream.total_out);
  if (scratch_.capacity() > kKeptScratchBytes) std::string().swap(scratch_);
  return true;
}

uint32_t Crc32(std::string_view bytes) {
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace stator::server
