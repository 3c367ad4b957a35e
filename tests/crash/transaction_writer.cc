// Commits transactions until it is killed: transaction_writer FOLDER FIRST0 FIRST1 FIRST2 MODE,
// with the number of each lane's first transaction. MODE "fail" keeps each of them prepared for
// some time. The lines that it writes: tests/support/transaction_lane.h.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/transaction_lane.h"

namespace stator::testing {
namespace {

// One write call: lines of several threads never mix.
void Tell(const std::string& line) {
  const std::string whole = line + "\n";
  if (write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::abort();
}

void Check(const Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "transaction_writer: %s\n", status.message().c_str());
  std::abort();
}

void RunLane(api::Engine* engine, int lane, int64_t first) {
  const auto created = engine->CreateTable(TransactionLaneSchema(lane));
  if (created.status().code() != Code::kResourceInUse) Check(created.status());
  Tell("open");
  for (int64_t number = first;; ++number) {
    Tell("begin " + std::to_string(lane) + " " + std::to_string(number));
    Check(engine->TransactWriteItems(LaneTransaction(lane, number)).status());
    Tell("done " + std::to_string(lane));
  }
}

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) {
  using namespace stator::testing;
  if (argc != 3 + kTransactionLanes) return 2;
  stator::api::EngineOptions options;
  options.path = argv[1];
  options.durability = stator::Durability::kOs;
  if (std::string(argv[2 + kTransactionLanes]) == "fail") {
    options.transaction_conflicts = stator::ConflictMode::kFail;
    options.transaction_delay_micros = 500;
  }
  const auto engine = stator::api::Engine::Open(options);
  Check(engine.status());
  std::vector<std::thread> lanes;
  for (int lane = 0; lane < kTransactionLanes; ++lane) {
    lanes.emplace_back(RunLane, engine->get(), lane, std::strtoll(argv[2 + lane], nullptr, 10));
  }
  for (std::thread& lane : lanes) lane.join();
}
