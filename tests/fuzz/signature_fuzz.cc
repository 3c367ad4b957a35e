// Signatures of requests as the network sends them: headers, pre-signed queries, canonical forms.
// Nobody gets in who does not know the secret; who does gets in, and not with another body.
//
// An input is a method, a target, header lines and, behind an empty line, the body.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "server/auth/authenticator.h"
#include "server/auth/canonical_request.h"
#include "server/auth/signing_key.h"
#include "server/auth/signing_time.h"
#include "server/text.h"

namespace {

using namespace stator::server;  // NOLINT: nearly all that is named here

constexpr std::string_view kTime = "20261123T120000Z";
constexpr std::string_view kScope = "20261123/eu-west-1/dynamodb/aws4_request";

void Require(bool condition) {
  if (!condition) std::abort();
}

class OneKey final : public CredentialSource {
 public:
  explicit OneKey(std::string token) {
    auto credential = std::make_shared<Credential>();
    credential->secret_key = "a secret that no input knows";
    credential->session_token = std::move(token);
    credential->principal = std::make_shared<stator::api::iam::Principal>();
    credential_ = std::move(credential);
  }
  std::shared_ptr<const Credential> Find(std::string_view key) const override {
    return key == "AKIA" ? credential_ : nullptr;
  }
  uint64_t version() const override { return 0; }
  const std::string& secret() const { return credential_->secret_key; }

 private:
  std::shared_ptr<const Credential> credential_;
};

void AddHeader(std::string_view name, std::string_view value, HttpRequest* request) {
  request->headers.Add(name, value);
  if (EqualsIgnoringCase(name, "authorization")) request->authorization = value;
  if (EqualsIgnoringCase(name, "x-amz-date") || EqualsIgnoringCase(name, "date")) {
    request->has_date = true;
  }
}

HttpRequest Parse(std::string_view input) {
  HttpRequest request;
  request.method_name = CutAt('\n', &input);
  request.target = CutAt('\n', &input);
  while (!input.empty()) {
    std::string_view line = CutAt('\n', &input);
    if (line.empty()) break;
    const std::string_view name = CutAt(':', &line);
    AddHeader(name, line, &request);
  }
  request.body = input;
  return request;
}

bool Accepts(const OneKey& key, const HttpRequest& request) {
  static const stator::ManualClock clock(*ParseBasicTime(kTime) * 1'000'000);
  const Authenticator authenticator(&key, &clock);
  Authenticator::Caller caller;
  const auto error = authenticator.Authenticate(request, kDynamoDbService, &caller);
  Require(error.has_value() == (caller.credential == nullptr));
  Require(!error || !error->type.empty());
  return !error;
}

// Two of its own: a query in canonical form is that of itself, and a path goes nowhere.
void CheckForms(const HttpRequest& request) {
  std::string once;
  AppendCanonicalQuery(QueryOf(request.target), "", "", &once);
  std::string twice;
  AppendCanonicalQuery(once, "", "", &twice);
  Require(once == twice);
  std::string path;
  AppendCanonicalPath(PathOf(request.target), &path);
  Require(path.starts_with('/') && path.find("//") == std::string::npos);
  Require(path.find("/./") == std::string::npos && path.find("/../") == std::string::npos);
}

// The same request with all its headers signed rightly; false when no header can do that.
bool Sign(const std::string& secret, HttpRequest* request) {
  HttpRequest signed_request;
  signed_request.method_name = request->method_name;
  signed_request.target = request->target;
  signed_request.body = request->body;
  std::string names = "host;x-amz-date";
  AddHeader("Host", "localhost", &signed_request);
  AddHeader("X-Amz-Date", kTime, &signed_request);
  for (size_t i = 0; i < request->headers.size(); ++i) {
    const std::string_view name = request->headers.name(i);
    const bool plain = !name.empty() && name.find_first_of(",;= \t") == std::string_view::npos;
    const bool own = EqualsIgnoringCase(name, "authorization") ||
                     EqualsIgnoringCase(name.substr(0, 6), "x-amz-");
    if (!plain || own) continue;
    AddHeader(name, request->headers.value(i), &signed_request);
    names.append(";").append(name);
  }
  // With or without a value.
  if (PercentDecode(request->target).find("X-Amz-Algorithm") != std::string::npos) return false;
  std::string text = request->method_name + "\n";
  AppendCanonicalPath(PathOf(request->target), &text);
  text.push_back('\n');
  AppendCanonicalQuery(QueryOf(request->target), "", "", &text);
  text.push_back('\n');
  AppendCanonicalHeaders(signed_request.headers, names, &text);
  text.push_back('\n');
  AppendHex(Sha256(request->body), &text);
  std::string to_sign = "AWS4-HMAC-SHA256\n" + std::string(kTime) + "\n" + std::string(kScope);
  to_sign.push_back('\n');
  AppendHex(Sha256(text), &to_sign);
  const Digest key = DeriveSigningKey(secret, {"20261123", "eu-west-1", "dynamodb"});
  std::string header = "AWS4-HMAC-SHA256 Credential=AKIA/" + std::string(kScope);
  header.append(",SignedHeaders=").append(names).append(",Signature=");
  AppendHex(HmacSha256(BytesOf(key), to_sign), &header);
  AddHeader("Authorization", header, &signed_request);
  *request = std::move(signed_request);
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const OneKey key("");
  static const OneKey session("token");
  HttpRequest request = Parse({reinterpret_cast<const char*>(data), size});
  Require(!Accepts(key, request) && !Accepts(session, request));
  CheckForms(request);
  if (!Sign(key.secret(), &request)) return 0;
  Require(Accepts(key, request) && !Accepts(session, request));
  request.body.push_back('x');
  Require(!Accepts(key, request));
  return 0;
}
