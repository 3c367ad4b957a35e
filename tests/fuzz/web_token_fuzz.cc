// Any text as a web identity token: it is refused, or taken apart without harm; nobody's signature
// is found to be right. The same bytes as the claims of a token, which no provider has to sign to
// have them read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/json/base64.h"
#include "api/json/json.h"
#include "server/auth/base64url.h"
#include "server/auth/identities.h"
#include "server/auth/placed_json.h"
#include "server/auth/sts_errors.h"
#include "server/auth/web_token.h"

namespace {

namespace server = stator::server;
namespace json = stator::api::json;

void Require(bool holds) {
  if (!holds) std::abort();
}

std::string Encode(std::string_view bytes) {
  std::string text;
  json::AppendBase64(bytes, &text);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

// A point that RFC 7515 publishes (appendix A.3), and whose private key signs nothing here.
constexpr std::string_view kKeys = R"({"keys":[{"kty":"EC","crv":"P-256","kid":"k",)"
                                   R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                                   R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";

const server::IdentityProvider& Provider() {
  static const server::IdentityProvider provider = [] {
    json::Document document;
    const auto node = document.Parse(kKeys);
    Require(node.ok());
    const auto keys = server::KeySet::Parse(server::PlacedNode(*node, ""));
    Require(keys.ok());
    server::IdentityProvider made;
    made.id = "idp";
    made.issuer = "https://idp";
    made.audiences = {"app"};
    made.keys = *keys;
    made.condition_keys = {{"idp:sub", "sub"}, {"idp:aud", "azp"}, {"idp:amr", "amr"}};
    return made;
  }();
  return provider;
}

void Try(const std::string& text) {
  const auto token = server::WebToken::Parse(text);
  if (!token.ok()) {
    Require(server::StsErrorName(token.status()) == server::sts::kInvalidIdentityToken);
    return;
  }
  Require(!token->Verify(Provider(), 1'800'000'000).ok());
  for (const auto& [key, values] : token->ConditionKeys(Provider())) Require(!values.empty());
  const auto tags = token->ReadSessionTags();
  if (tags.ok()) Require(tags->tags.size() <= 50);
  const auto source = token->ReadSourceIdentity();
  if (source.ok()) Require(source->size() <= 64);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto decoded = server::DecodeBase64Url(text);
  if (decoded) Require(Encode(*decoded) == text);
  Try(text);
  Try(Encode(R"({"alg":"ES256","kid":"k"})") + "." + Encode(text) + "." + std::string(86, 'A'));
  Try(Encode(text) + "." + Encode(R"({"iss":"i","sub":"s","aud":"a","exp":1,"iat":1})") + ".AAAA");
  return 0;
}
