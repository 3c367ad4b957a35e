// Turns the bytes of a connection into HttpRequests. The grammar of HTTP/1 (chunked bodies, folded
// headers, contradictory lengths) is Beast's parser's; here it only learns which headers to keep.
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "server/http_request.h"

namespace stator::server {

class RequestParser {
 public:
  enum class Progress {
    kNeedMore,  // all usable bytes are taken; the rest is the start of an unfinished header
    kDone,
    kMalformed,
    kHeadTooLarge,
    kBodyTooLarge,
  };

  // head_limit: request line and headers, bytes. body_limit: body without chunk framing, bytes.
  // keep_headers: fill HttpRequest's list of all headers too.
  RequestParser(size_t head_limit, size_t body_limit, bool keep_headers = false);
  ~RequestParser();

  // Starts on the next request, which is written to *request; it must stay until kDone.
  void Begin(HttpRequest* request);
  // Takes bytes from the front of `bytes` and says how many in *taken; bytes not taken must come
  // again, with more behind them. After kDone the remainder belongs to the next request.
  Progress Feed(std::string_view bytes, size_t* taken);

  bool begun() const;      // some byte of the request was taken or seen
  bool head_done() const;  // request line and headers are complete

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace stator::server
