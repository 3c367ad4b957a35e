// SIGTERM and SIGINT. The first asks for a graceful stop, the second ends the process at once,
// whatever it is doing: what was acknowledged is safe either way.
#pragma once

namespace stator::server {

// Installs the handlers (and ignores SIGPIPE). Returns a descriptor that becomes readable with the
// first signal, valid until the process ends; -1 if the system gives none. Call once.
int InstallStopSignals();

}  // namespace stator::server
