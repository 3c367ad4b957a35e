// POST /_stator/split, GET /_stator/partitions?table=…, POST /_stator/capacity (docs/capacity.md);
// GET /_stator/insights?table=…&index=… (docs/insights.md).
#pragma once

#include "api/engine.h"
#include "server/admin_router.h"

namespace stator::server {

// The engine must outlive the router.
void AddPartitionRoutes(api::Engine* engine, AdminRouter* router);

}  // namespace stator::server
