// Who may be let in, as the settings say.
#pragma once

#include <memory>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "server/auth/identity_store.h"
#include "server/command_line.h"
#include "server/reload.h"

namespace stator::server {

// The identities of --identities; null with --auth=off.
Result<std::unique_ptr<IdentityStore>> OpenIdentities(const Settings& settings, const Clock* clock);

// Has them read again whenever the reloader says so; the store must outlive it.
void ReloadIdentities(const Settings& settings, IdentityStore* store, Reloader* reloader);

}  // namespace stator::server
