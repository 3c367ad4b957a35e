// Replies of the Security Token Service, which are XML (AWS Query protocol).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/base/status.h"
#include "server/http_reply.h"

namespace stator::server {

// Elements with their text, in order; those inside of others by dots: "Credentials.AccessKeyId".
using XmlFields = std::vector<std::pair<std::string_view, std::string>>;

// <ACTIONResponse><ACTIONResult>fields</ACTIONResult><ResponseMetadata>…
HttpReply StsReply(std::string_view action, const XmlFields& fields, std::string_view request_id);
// <ErrorResponse><Error>…</Error><RequestId>…
HttpReply StsErrorReply(std::string_view name, std::string_view message, int http_status,
                        std::string_view request_id);
HttpReply StsErrorReply(const Status& status, std::string_view request_id);

}  // namespace stator::server
