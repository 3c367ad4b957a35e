// Any text as a request of the Security Token Service: there is always a reply in XML, and without
// a caller no session begins but for the one subject that the provider's key has signed tokens of.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "kv/base/clock.h"
#include "server/auth/identities.h"
#include "server/auth/identity_store.h"
#include "server/auth/sts.h"

namespace {

namespace server = stator::server;

void Require(bool holds) {
  if (!holds) std::abort();
}

// The provider's key; its private half is gone, having signed the tokens of the corpus. Those that
// are right are all of kSubject and good until the year 9999.
#define KEYS                                              \
  R"({"keys":[{"kty":"EC","crv":"P-256","kid":"k",)"      \
  R"("x":"gTt8OwZE2iKBoJUDTiPWQNuWXsK5kovCmIAHtIdT0Nw",)" \
  R"("y":"HNW01cU2WmmHORP4NlHb1j555NhVdK2DUXBd9hZPsyQ"}]})"
constexpr std::string_view kSubject =
    "<SubjectFromWebIdentityToken>user-0042</SubjectFromWebIdentityToken>";

constexpr std::string_view kIdentities =
    R"({"Accounts":{"111122223333":{"Users":{"u":{"AccessKeys":[{"AccessKeyId":)"
    R"("AKIAUUUUUUUUUUUUUUUU","SecretAccessKey":"0123456789abcdef"}]}},"Roles":{"r":{"TrustPolicy":)"
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*","Federated":[)"
    R"("arn:aws:iam::111122223333:oidc-provider/idp.example.com","graph.facebook.com"]},)"
    R"("Action":"*"}}}},"IdentityProviders":{"idp.example.com":{"Audiences":["app"],"Keys":)" KEYS
    R"(},"graph.facebook.com":{"Audiences":["app"],"Keys":)" KEYS "}}}}}";

struct World {
  stator::ManualClock clock{1'800'000'000'000'000};
  std::unique_ptr<server::IdentityStore> store;
  World() {
    const auto parsed = server::Identities::Parse(
        kIdentities, [](const std::string&) -> stator::Result<std::string> {
          return stator::ValidationError("there are no files");
        });
    Require(parsed.ok());
    store = std::make_unique<server::IdentityStore>(*parsed, &clock,
                                                    server::SessionLimits{.of_account = 100});
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static World world;
  const std::string form(reinterpret_cast<const char*>(data), size);
  const server::Sts sts(world.store.get(), &world.clock);
  server::StsRequest request{.form = form, .request_id = "id"};
  const auto unsigned_reply = sts.Answer(request);
  if (unsigned_reply.status == 200) {
    Require(unsigned_reply.body.starts_with("<AssumeRoleWithWebIdentityResponse "));
    Require(unsigned_reply.body.find(kSubject) != std::string::npos);
  } else {
    Require(unsigned_reply.body.starts_with("<ErrorResponse "));
  }
  request.caller = world.store->Find("AKIAUUUUUUUUUUUUUUUU")->principal;
  request.access_key_id = "AKIAUUUUUUUUUUUUUUUU";
  const auto reply = sts.Answer(request);
  Require(reply.status != 500);
  Require(reply.body.find("RequestId>id<") != std::string::npos);
  world.clock.Advance(int64_t{3'600} * 1'000'000);  // so that there is room for the next session
  return 0;
}
