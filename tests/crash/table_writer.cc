// Writes, creates and drops until it is killed: table_writer FOLDER SEED FIRST_VERSION
// DELAY_MICROS. With FIRST_VERSION 0 it only opens the folder, so that recovery is what gets
// killed. The lines that it writes: tests/support/table_lane.h.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"
#include "tests/support/table_lane.h"

namespace stator::testing {
namespace {

// One write call: lines of several threads never mix.
void Tell(const std::string& line) {
  const std::string whole = line + "\n";
  if (write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::abort();
}

class Lane {
 public:
  Lane(Database* database, int lane, uint64_t seed, int64_t first_version)
      : database_(database), lane_(lane), random_(seed), version_(first_version) {}

  void Run() {
    for (;;) {
      const int64_t dice = random_.Between(1, 2'000);
      if (dice == 1) {
        Do("drop", 0, [&](int64_t) { return DropTable(); });
      } else if (dice <= 6) {
        Do("index", random_.Between(0, 2), [&](int64_t index) { return CreateIndex(index); });
      } else if (dice <= 10) {
        Do("unindex", random_.Between(0, 2), [&](int64_t index) { return DeleteIndex(index); });
      } else if (dice <= 300) {
        Do("delete", random_.Between(0, kKeysPerLane),
           [&](int64_t key) { return Write(key, true); });
      } else {
        Do("put", random_.Between(0, kKeysPerLane), [&](int64_t key) { return Write(key, false); });
      }
      if (table() == nullptr) Do("create", 0, [&](int64_t) { return CreateTable(); });
    }
  }

 private:
  template <typename Operation>
  void Do(const std::string& name, int64_t argument, const Operation& operation) {
    ++version_;
    Tell("begin " + std::to_string(lane_) + " " + name + " " + std::to_string(argument) + " " +
         std::to_string(version_));
    const Status status = operation(argument);
    const bool refused = status.code() == Code::kNotFound || status.code() == Code::kResourceInUse;
    if (!status.ok() && !refused) {
      std::fprintf(stderr, "table_writer: %s: %s\n", name.c_str(), status.message().c_str());
      std::abort();
    }
    Tell((refused ? "refused " : "done ") + std::to_string(lane_));
  }

  std::shared_ptr<Table> table() { return database_->catalog().Find(kSpace, LaneTable(lane_)); }
  static Status NoTable() { return Status(Code::kNotFound, ""); }

  Status CreateTable() { return database_->lifecycle().CreateTable(LaneSchema(lane_)).status(); }
  Status DropTable() {
    const auto found = table();
    return found == nullptr ? NoTable() : database_->lifecycle().DeleteTable(found);
  }
  Status CreateIndex(int64_t index) {
    const auto found = table();
    if (found == nullptr) return NoTable();
    return database_->lifecycle().CreateIndex(found, GlobalIndex(LaneIndex(index), "owner"));
  }
  Status DeleteIndex(int64_t index) {
    const auto found = table();
    if (found == nullptr) return NoTable();
    return database_->lifecycle().DeleteIndex(found, LaneIndex(index));
  }
  Status Write(int64_t key, bool remove) {
    const auto found = table();
    if (found == nullptr) return NoTable();
    const Item item = LaneItem(key, version_);
    const auto decide = [&](const ItemView*) -> Result<Mutation> {
      return remove ? Mutation::Delete() : Mutation::Put(item.view());
    };
    return database_->writer().Write({found.get(), item.view(), decide}).status();
  }

  Database* const database_;
  const int lane_;
  SeededRandom random_;
  int64_t version_;
};

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) {
  using namespace stator::testing;
  if (argc != 5) return 2;
  const uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  const int64_t first_version = std::strtoll(argv[3], nullptr, 10);
  stator::DatabaseOptions options = OnDiskOptions(argv[1]);
  options.lifecycle.transient_status_micros = std::strtoll(argv[4], nullptr, 10);
  const auto database = OpenDatabase(options);
  Tell("open");
  std::vector<std::thread> lanes;
  for (int lane = 0; lane < kLanes && first_version > 0; ++lane) {
    lanes.emplace_back([&, lane] {
      Lane(database.get(), lane, seed + static_cast<uint64_t>(lane), first_version).Run();
    });
  }
  for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
}
