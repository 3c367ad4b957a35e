// Contributor Insights come and go: transitions, transient statuses, restarts.
#include "kv/table/insights_switch.h"

#include <gtest/gtest.h>

#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

constexpr int64_t kSecond = 1'000'000;
constexpr InsightsWish kOn = {true, InsightsMode::kAccessedAndThrottledKeys};
constexpr InsightsWish kThrottledOnly = {true, InsightsMode::kThrottledKeys};
constexpr InsightsWish kOff = {};

TEST(InsightsTransitionTest, GoesThroughItsStatuses) {
  InsightsSetting setting;
  EXPECT_FALSE(BeginSwitch(kOff, 1, &setting)) << "it is off";
  EXPECT_EQ(setting, InsightsSetting());
  EXPECT_TRUE(BeginSwitch(kOn, 2, &setting));
  EXPECT_EQ(setting, (InsightsSetting{InsightsStatus::kEnabling,
                                      InsightsMode::kAccessedAndThrottledKeys, 2, 2}));
  EXPECT_FALSE(BeginSwitch(kOn, 3, &setting)) << "on its way";
  EndSwitch(4, &setting);
  EXPECT_EQ(setting.status, InsightsStatus::kEnabled);
  EXPECT_EQ(setting.changed_micros, 4);
  EXPECT_FALSE(BeginSwitch(kOn, 5, &setting));
  EXPECT_TRUE(BeginSwitch(kThrottledOnly, 6, &setting));
  EXPECT_EQ(setting.status, InsightsStatus::kEnabling);
  EXPECT_EQ(setting.enabled_micros, 2) << "the rules keep their names";
  EndSwitch(7, &setting);
  EXPECT_TRUE(BeginSwitch(kOff, 8, &setting));
  EXPECT_EQ(setting.status, InsightsStatus::kDisabling);
  EXPECT_EQ(setting.mode, InsightsMode::kThrottledKeys);
  EXPECT_FALSE(BeginSwitch(kOff, 9, &setting));
  EndSwitch(10, &setting);
  EXPECT_EQ(setting.status, InsightsStatus::kDisabled);
  EndSwitch(11, &setting);
  EXPECT_EQ(setting.changed_micros, 10) << "nothing was under way";
  EXPECT_TRUE(BeginSwitch(kOn, 12, &setting));
  EXPECT_EQ(setting.enabled_micros, 12) << "new rules";
}

class InsightsSwitchTest : public ::testing::Test {
 protected:
  InsightsSwitchTest() {
    Open(0);
    TableSchema schema = SimpleSchema("t", true);
    schema.indexes = {LocalIndex("l", "x"), GlobalIndex("g", "owner")};
    CreateTable(database_.get(), schema);
  }
  void Open(int64_t transient_status_micros) {
    database_.reset();
    DatabaseOptions options = OnDiskOptions(folder_.path());
    options.lifecycle.transient_status_micros = transient_status_micros;
    options.clock = &clock_;
    database_ = OpenDatabase(options);
  }
  std::shared_ptr<Table> Find() { return database_->catalog().Find(kSpace, "t"); }
  InsightsSetting Setting(std::string_view index = "") {
    return *FindInsights(*Find()->schema(), index);
  }
  Result<InsightsSetting> Switch(const InsightsWish& wish, const std::string& index = "") {
    return database_->lifecycle().SwitchInsights(Find(), index, wish,
                                                 [](const TableSchema&) { return OkStatus(); });
  }

  ScratchFolder folder_;
  ManualClock clock_{1'700'000'000 * kSecond};
  std::unique_ptr<Database> database_;
};

TEST_F(InsightsSwitchTest, WithoutATransientTimeItIsSettledAtOnce) {
  const auto begun = Switch(kOn);
  ASSERT_TRUE(begun.ok());
  EXPECT_EQ(begun->status, InsightsStatus::kEnabling);
  EXPECT_EQ(Setting().status, InsightsStatus::kEnabled);
  EXPECT_EQ(Setting("g").status, InsightsStatus::kDisabled) << "each has its own";
  EXPECT_TRUE(Find()->capacity().insights().on());
  EXPECT_EQ(Switch(kOn)->status, InsightsStatus::kEnabled);
  ASSERT_TRUE(Switch(kOff).ok());
  EXPECT_EQ(Setting().status, InsightsStatus::kDisabled);
  EXPECT_FALSE(Find()->capacity().insights().on());
}

TEST_F(InsightsSwitchTest, OnlyGlobalIndexesHaveIt) {
  EXPECT_TRUE(Switch(kOn, "g").ok());
  EXPECT_EQ(Switch(kOn, "l").status().code(), Code::kNotFound);
  EXPECT_EQ(Switch(kOn, "none").status().code(), Code::kNotFound);
  EXPECT_EQ(Setting("g").status, InsightsStatus::kEnabled);
}

TEST_F(InsightsSwitchTest, ATransientStatusEndsInTime) {
  Open(5 * kSecond);
  ASSERT_TRUE(Switch(kOn, "g").ok());
  ASSERT_TRUE(database_->lifecycle().WaitCaughtUp(kSecond));
  EXPECT_EQ(Setting("g").status, InsightsStatus::kEnabling);
  clock_.Advance(5 * kSecond);
  ASSERT_TRUE(database_->lifecycle().WaitCaughtUp(10 * kSecond));
  EXPECT_EQ(Setting("g").status, InsightsStatus::kEnabled);
  EXPECT_EQ(Setting("g").changed_micros, clock_.WallMicros());
  EXPECT_EQ(Setting("g").enabled_micros, clock_.WallMicros() - 5 * kSecond);
}

TEST_F(InsightsSwitchTest, ASwitchMeanwhileIsNotEndedByTheOneBeforeIt) {
  Open(5 * kSecond);
  ASSERT_TRUE(Switch(kOn).ok());
  clock_.Advance(4 * kSecond);
  ASSERT_TRUE(Switch(kOff).ok());
  clock_.Advance(kSecond);
  ASSERT_TRUE(database_->lifecycle().WaitCaughtUp(10 * kSecond));
  EXPECT_EQ(Setting().status, InsightsStatus::kDisabling);
  clock_.Advance(4 * kSecond);
  ASSERT_TRUE(database_->lifecycle().WaitCaughtUp(10 * kSecond));
  EXPECT_EQ(Setting().status, InsightsStatus::kDisabled);
}

TEST_F(InsightsSwitchTest, ARestartKeepsItAndEndsWhatWasUnderWay) {
  ASSERT_TRUE(Switch(kThrottledOnly).ok());
  const InsightsSetting settled = Setting();
  Open(1'000 * kSecond);
  ASSERT_TRUE(Switch(kOn, "g").ok());
  EXPECT_EQ(Setting("g").status, InsightsStatus::kEnabling);
  Open(1'000 * kSecond);
  EXPECT_EQ(Setting(), settled);
  EXPECT_TRUE(Find()->capacity().insights().on());
  ASSERT_TRUE(database_->lifecycle().WaitCaughtUp(10 * kSecond));
  EXPECT_EQ(Setting("g").status, InsightsStatus::kEnabled);
}

TEST_F(InsightsSwitchTest, AnIndexTakesItsOwnAlong) {
  ASSERT_TRUE(Switch(kOn, "g").ok());
  ASSERT_TRUE(database_->lifecycle().DeleteIndex(Find(), "g").ok());
  database_->lifecycle().WaitIdle();
  EXPECT_EQ(FindInsights(*Find()->schema(), "g"), nullptr);
  EXPECT_FALSE(Find()->capacity().insights().on());
  ASSERT_TRUE(database_->lifecycle().CreateIndex(Find(), GlobalIndex("g", "owner")).ok());
  database_->lifecycle().WaitIdle();
  EXPECT_EQ(Setting("g"), InsightsSetting()) << "another index of that name";
}

}  // namespace
}  // namespace stator
