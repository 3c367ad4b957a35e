// The part of the identities file that names identity providers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kv/base/status.h"
#include "server/auth/identities.h"
#include "server/auth/placed_json.h"

namespace stator::server {

// node: the object IdentityProviders of that account.
Result<std::vector<std::shared_ptr<const IdentityProvider>>> ParseProviders(
    const PlacedNode& node, const std::string& account, const Identities::FileReader& read_file);

}  // namespace stator::server
