// The writer of the crash test of resource policies: puts and deletes the policies of a table and
// of its stream, and makes and drops another table, which comes with a policy. On its standard
// output:
//   begin <what> <version>    put, then done when it is acknowledged; version 0: deleted
//   done <what> <version>     `what` is "table" or "stream"
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "api/engine.h"
#include "tests/crash/policy_tables.h"
#include "tests/support/seeded_random.h"

namespace stator::testing {
namespace {

void Tell(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    std::abort();
  }
}

void Require(const Status& status) {
  if (!status.ok()) std::abort();
}

void ChangePolicy(api::Engine* engine, const std::string& what, const std::string& arn,
                  int64_t version) {
  const std::string line = what + " " + std::to_string(version);
  Tell("begin " + line);
  if (version == 0) {
    Require(engine->DeleteResourcePolicy({arn, {}}).status());
  } else {
    Require(engine->PutResourcePolicy({arn, CrashPolicy(version)}).status());
  }
  Tell("done " + line);
}

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) {
  using namespace stator::testing;
  if (argc != 4) return 2;
  SeededRandom random(std::strtoull(argv[2], nullptr, 10));
  int64_t version = std::strtoll(argv[3], nullptr, 10);
  auto engine = stator::api::Engine::Open({.path = argv[1], .durability = stator::Durability::kOs});
  if (!engine.ok()) return 1;
  const std::string stream_arn = CreatePolicyTable(engine->get());
  Tell("open");
  for (;;) {
    ++version;
    ChangePolicy(engine->get(), "table", kPolicyTableArn, random.OneIn(5) ? 0 : version);
    ChangePolicy(engine->get(), "stream", stream_arn, random.OneIn(5) ? 0 : version);
    // Whichever of the two it is now.
    if (!CreateShortLivedTable(engine->get()).ok()) {
      Require((*engine)->DeleteTable({kShortLivedTable}).status());
    }
  }
}
