// What DynamoDB Local prints on standard output when it is up, row for row: Testcontainers modules
// and scripts wait for it.
#pragma once

#include <cstdint>
#include <string>

#include "server/command_line.h"

namespace stator::server {

// The ports that are listened on, which differ from the settings' when these are 0; 0: there is no
// such port. The row of the TLS port is our own, behind the others. Without a plain port the row
// that is waited for has the TLS port too.
std::string StartBanner(const Settings& settings, uint16_t port, uint16_t tls_port = 0);

}  // namespace stator::server
