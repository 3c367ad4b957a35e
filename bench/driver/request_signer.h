// The headers by which AWS knows who asks: Signature Version 4
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html), for the one kind
// of request that DynamoDB has: POST / with a JSON body. Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stator::bench {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // "": none

  // From the standard variables of the environment; none unless both keys are there.
  static std::optional<Credentials> FromEnvironment();
};
// AWS_REGION or AWS_DEFAULT_REGION, else us-east-1.
std::string RegionFromEnvironment();

class RequestSigner {
 public:
  // Without credentials the headers are well formed, and the signature is none: servers for tests
  // take that.
  RequestSigner(std::optional<Credentials> credentials, std::string region)
      : credentials_(std::move(credentials)), region_(std::move(region)) {}

  struct Message {
    std::string_view host;    // with the port where it is not the scheme's own
    std::string_view target;  // "DynamoDB_20120810.PutItem"
    std::string_view body;
  };
  static constexpr std::string_view kContentType = "application/x-amz-json-1.0";

  // X-Amz-Date, Authorization and, with a session, X-Amz-Security-Token.
  using Headers = std::vector<std::pair<std::string, std::string>>;
  Headers Sign(const Message& message, int64_t wall_seconds) const;

 private:
  std::string Signature(const std::string& text_to_sign, const std::string& date) const;

  const std::optional<Credentials> credentials_;
  const std::string region_;
};

}  // namespace stator::bench
