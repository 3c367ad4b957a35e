#include "server/open_identities.h"

#include <string>
#include <utility>

#include "server/auth/identities_file.h"

namespace stator::server {

Result<std::unique_ptr<IdentityStore>> OpenIdentities(const Settings& settings,
                                                      const Clock* clock) {
  if (settings.auth == AuthMode::kOff || !settings.identities) {
    return std::unique_ptr<IdentityStore>();
  }
  STATOR_ASSIGN_OR_RETURN(auto identities, LoadIdentities(*settings.identities));
  return std::make_unique<IdentityStore>(std::move(identities), clock);
}

void ReloadIdentities(const Settings& settings, IdentityStore* store, Reloader* reloader) {
  reloader->Add("identities", [path = *settings.identities, store]() -> Status {
    STATOR_ASSIGN_OR_RETURN(auto identities, LoadIdentities(path));
    store->Replace(std::move(identities));
    return OkStatus();
  });
}

}  // namespace stator::server
