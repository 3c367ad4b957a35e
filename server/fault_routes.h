// POST, GET and DELETE /_stator/faults and /_stator/lag (docs/faults.md).
#pragma once

#include "api/engine.h"
#include "server/admin_router.h"

namespace stator::server {

// The engine must outlive the router.
void AddFaultRoutes(api::Engine* engine, AdminRouter* router);

}  // namespace stator::server
