// The middle part of main(), shared with the test server: listens, says so, serves until a signal.
#pragma once

#include <optional>

#include "server/admin_router.h"
#include "server/auth/authenticator.h"
#include "server/auth/sts.h"
#include "server/command_line.h"
#include "server/hangup_reloader.h"
#include "server/request_handler.h"
#include "server/server_counters.h"

namespace stator::server {

// Worker threads are started only when `use_workers`. admin: the server's own routes; null: none.
// counters: where the server counts; null: for nobody. reloader: what is registered with it is
// reloaded on SIGHUP, beside the server's certificates; null: only these.
// authenticator: must be there when the settings ask for verified signatures.
// sts: answers its requests; null: nobody does.
// Returns the process's exit code.
int Serve(const Settings& settings, RequestHandler* handler, bool use_workers,
          const AdminRouter* admin = nullptr, ServerCounters* counters = nullptr,
          HangupReloader* reloader = nullptr, const Authenticator* authenticator = nullptr,
          const Sts* sts = nullptr);

// Parses main()'s arguments. Prints what --help, --version or an error asks for; then, or when the
// process should go on to serve, says so: *exit_code is set when the result is empty.
std::optional<Settings> ReadCommandLine(int argc, char** argv, int* exit_code);

}  // namespace stator::server
