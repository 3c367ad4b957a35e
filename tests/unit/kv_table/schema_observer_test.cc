#include "kv/table/schema_observer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

// Leaves a history record per change, "before>after" with the deletion protection of each, sets the
// stream's label in what comes, and refuses tables that are named "refused".
class Recorder final : public SchemaObserver {
 public:
  Status OnSchemaChange(const TableSchema* before, TableSchema* after, WriteBatch* batch) override {
    batch->Put(kHistoryFamily, std::to_string(count_++), Show(before) + ">" + Show(after));
    if (after == nullptr) return OkStatus();
    after->stream_label = "label " + std::to_string(count_);
    return after->name == "refused" ? ValidationError("the observer refuses") : OkStatus();
  }

 private:
  static std::string Show(const TableSchema* schema) {
    if (schema == nullptr) return "none";
    return schema->deletion_protection ? "protected" : "free";
  }
  int count_ = 0;
};

class SchemaObserverTest : public ::testing::Test {
 protected:
  SchemaObserverTest() {
    DatabaseOptions options = InMemoryOptions();
    options.schema_observers = {&recorder_};
    database_ = OpenDatabase(options);
  }
  std::vector<std::string> History() {
    std::vector<std::string> records;
    const auto cursor = database_->store().NewCursor(kHistoryFamily, {}, {});
    for (; cursor->Valid(); cursor->Next()) records.emplace_back(cursor->value());
    return records;
  }

  Recorder recorder_;
  std::unique_ptr<Database> database_;
};

TEST_F(SchemaObserverTest, HearsOfTheWholeLifeOfATable) {
  const std::shared_ptr<Table> table = CreateTable(database_.get(), SimpleSchema("t"));
  const auto protect = [](bool on) {
    return [on](TableSchema* schema) {
      schema->deletion_protection = on;
      return OkStatus();
    };
  };
  STATOR_EXPECT_OK(database_->catalog().Update(table.get(), protect(true)));
  STATOR_EXPECT_OK(database_->catalog().Update(table.get(), protect(false)));
  STATOR_EXPECT_OK(database_->lifecycle().DeleteTable(table));
  EXPECT_EQ(History(), (std::vector<std::string>{"none>free", "free>protected", "protected>free",
                                                 "free>none"}));
}

TEST_F(SchemaObserverTest, WhatItSetsIsInForceAndOnDisk) {
  const std::shared_ptr<Table> table = CreateTable(database_.get(), SimpleSchema("t"));
  EXPECT_EQ(table->schema()->stream_label, "label 1");
  const auto reloaded = Catalog::Load(&database_->store());
  EXPECT_EQ((*reloaded)->Find(kSpace, "t")->schema()->stream_label, "label 1");
}

TEST_F(SchemaObserverTest, ARefusalLeavesNothing) {
  const auto refused = database_->lifecycle().CreateTable(SimpleSchema("refused"));
  EXPECT_EQ(refused.status().code(), Code::kValidation);
  EXPECT_EQ(database_->catalog().Find(kSpace, "refused"), nullptr);
  EXPECT_TRUE(History().empty());
}

}  // namespace
}  // namespace stator
