// GET /metrics: what a Prometheus scrapes.
#pragma once

#include "api/engine.h"
#include "server/admin_router.h"
#include "server/server_counters.h"

namespace stator::server {

// All must outlive the router.
void AddMetricsRoute(api::Engine* engine, const ServerCounters* counters, AdminRouter* router);

}  // namespace stator::server
