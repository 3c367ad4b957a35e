// What DynamoDB Local prints on standard output when it is up, row for row: Testcontainers modules
// and scripts wait for it.
#pragma once

#include <cstdint>
#include <string>

#include "server/command_line.h"

namespace stator::server {

// `port`: the one that is listened on, which differs from the settings' when that is 0.
std::string StartBanner(const Settings& settings, uint16_t port);

}  // namespace stator::server
