// A request in the form that is hashed and signed (IAM User Guide, "Create a signed AWS API
// request", task 1), made again from what has arrived:
//
//   POST                            method
//   /                               path, normalised and percent-encoded once more
//                                   query, its parameters encoded and sorted
//   host:localhost:8000             signed headers: lower-case name, value with single spaces
//   x-amz-date:20261122T120000Z
//
//   host;x-amz-date                 their names
//   e3b0c442…                       SHA-256 of the body
//
// Threads: any; every function depends on its arguments only.
#pragma once

#include <string>
#include <string_view>

#include "server/auth/header_plan.h"
#include "server/http_headers.h"

namespace stator::server {

// Dot segments and doubled slashes are resolved; then every byte but the unreserved ones (RFC 3986,
// 2.3) and slashes is escaped, those of escapes too. "" counts as "/".
void AppendCanonicalPath(std::string_view path, std::string* text);

// Parameters are decoded, encoded and sorted by name, then value. `without` and `or_without`: names
// of parameters that are left out, as they are encoded; empty: none.
void AppendCanonicalQuery(std::string_view query, std::string_view without,
                          std::string_view or_without, std::string* text);

// Appends the headers, the empty line and the names. `signed_headers` separates names by
// semicolons; in whatever case and order, and however often they are named there, the text has
// them once, in lower case, sorted. An absent header has an empty value. Views of the result live
// until the thread's next call.
HeaderCoverage AppendCanonicalHeaders(const HttpHeaders& headers, std::string_view signed_headers,
                                      std::string* text);

}  // namespace stator::server
