// kill -9 at any moment: everything acknowledged is there, what was under way happened wholly or
// not at all, indexes agree with items, and nothing of a dropped table or index is left.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "kv/table/table_lifecycle.h"
#include "tests/support/killed_process.h"
#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"
#include "tests/support/table_lane.h"

namespace stator {
namespace {

using namespace testing;

struct LaneState {
  bool exists = false;
  std::map<std::string, int64_t> versions;  // by key
  std::set<std::string> indexes;            // besides "always"
  bool operator==(const LaneState&) const = default;
};

std::string Describe(const LaneState& state) {
  std::ostringstream text;
  text << (state.exists ? "table" : "no table") << ", " << state.versions.size()
       << " items, indexes";
  for (const std::string& index : state.indexes) text << " " << index;
  return text.str();
}

void Apply(const std::string& operation, int64_t argument, int64_t version, LaneState* state) {
  if (operation == "put") {
    state->versions[LaneKey(argument)] = version;
  } else if (operation == "delete") {
    state->versions.erase(LaneKey(argument));
  } else if (operation == "create") {
    *state = {true, {}, {}};
  } else if (operation == "drop") {
    *state = {};
  } else if (operation == "index") {
    state->indexes.insert(LaneIndex(argument));
  } else if (operation == "unindex") {
    state->indexes.erase(LaneIndex(argument));
  } else {
    ADD_FAILURE() << "unknown operation " << operation;
  }
}

// What the test expects of one lane: the state after the last acknowledged operation, and, if one
// was under way, the state after that.
class Expectation {
 public:
  void Take(const std::string& verb, std::istringstream* line) {
    if (verb == "begin") {
      std::string operation;
      int64_t argument = 0;
      int64_t version = 0;
      *line >> operation >> argument >> version;
      under_way_ = operation + " " + std::to_string(argument);
      after_ = acknowledged_;
      Apply(operation, argument, version, &after_);
    } else {
      if (verb == "done") acknowledged_ = after_;
      after_ = acknowledged_;
      under_way_.clear();
    }
  }
  // The stored state becomes the expected one.
  void Verify(const LaneState& stored) {
    EXPECT_TRUE(stored == acknowledged_ || stored == after_)
        << "stored: " << Describe(stored) << "\nacknowledged: " << Describe(acknowledged_)
        << "\nunder way: " << under_way_ << "\nafter it: " << Describe(after_);
    acknowledged_ = after_ = stored;
    under_way_.clear();
  }

 private:
  LaneState acknowledged_;
  LaneState after_;
  std::string under_way_;
};

LaneState ReadLane(Database* database, int lane) {
  LaneState state;
  const auto table = database->catalog().Find(kSpace, LaneTable(lane));
  if (table == nullptr) return state;
  state.exists = true;
  const auto schema = table->schema();
  EXPECT_EQ(VisibleStatus(*schema), ResourceStatus::kActive);
  for (const IndexSchema& index : schema->indexes) {
    if (index.name != "always") state.indexes.insert(index.name);
  }
  for (const Item& item : ScanAll(database, table->id())) {
    int64_t version = 0;
    EXPECT_TRUE(item.Find("version")->number()->ToInt64(&version));
    const std::string key(item.Find("pk")->bytes());
    EXPECT_EQ(item, LaneItem(std::stoll(key.substr(3)), version)) << key;
    state.versions[key] = version;
  }
  return state;
}

class TableCrashTest : public ::testing::Test {
 protected:
  void RunAndKill(int64_t first_version, int64_t delay_micros) {
    KilledProcess writer("table_writer",
                         {folder_.path(), std::to_string(random_.Next64() >> 1),
                          std::to_string(first_version), std::to_string(delay_micros)});
    ASSERT_TRUE(writer.WaitForLine(60'000)) << "the writer does not start";
    const int64_t life_micros =
        first_version == 0 ? random_.Between(0, 20'000) : random_.Between(0, 400'000);
    std::this_thread::sleep_for(std::chrono::microseconds(life_micros));
    for (const std::string& text : writer.Kill()) {
      std::istringstream line(text);
      std::string verb;
      size_t lane = 0;
      if (line >> verb && verb != "open" && line >> lane) lanes_.at(lane).Take(verb, &line);
    }
  }
  void Verify() {
    const auto database = OpenDatabase(OnDiskOptions(folder_.path()));
    ExpectConsistent(database.get());
    for (int lane = 0; lane < kLanes; ++lane) {
      SCOPED_TRACE(LaneTable(lane));
      lanes_[static_cast<size_t>(lane)].Verify(ReadLane(database.get(), lane));
    }
    for (const CatalogRecord kind : {CatalogRecord::kDropped, CatalogRecord::kBackfillProgress}) {
      const auto left = database->store().NewCursor(kCatalogFamily, CatalogRecordRange(kind), {});
      EXPECT_FALSE(left->Valid()) << "a job is done but its record is left";
    }
  }

  ScratchFolder folder_;
  SeededRandom random_;
  std::array<Expectation, kLanes> lanes_;
};

TEST_F(TableCrashTest, NothingAcknowledgedIsLostAndNothingIsHalfDone) {
  SCOPED_TRACE(random_.Trace());
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  int64_t first_version = 1;
  int rounds = 0;
  while (std::chrono::steady_clock::now() < end && !HasFailure()) {
    RunAndKill(first_version, random_.OneIn(3) ? 30'000 : 0);
    first_version += 1'000'000;
    // Sometimes recovery itself is killed.
    while (random_.OneIn(3)) RunAndKill(0, 0);
    Verify();
    ++rounds;
  }
  EXPECT_GE(rounds, 3);
}

}  // namespace
}  // namespace stator
