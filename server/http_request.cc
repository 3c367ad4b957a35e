#include "server/http_request.h"

namespace stator::server {
namespace {

// A body above this is rare; its memory goes back at once instead of staying with an idle
// connection.
constexpr size_t kKeptBodyBytes = 64 * 1024;

}  // namespace

void HttpRequest::Clear() {
  method = HttpMethod::kOther;
  http_1_0 = false;
  keep_alive = true;
  has_host = false;
  has_date = false;
  for (std::string* text :
       {&target, &host, &amz_target, &authorization, &content_type, &accept_encoding, &expect,
        &origin, &preflight_method, &preflight_headers, &body, &method_name}) {
    text->clear();
  }
  headers.Clear();
  if (body.capacity() > kKeptBodyBytes) std::string().swap(body);
}

}  // namespace stator::server
