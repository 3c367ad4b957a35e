// The entries follow the items, in the items' own batches.
#include "ttl/expiry_index.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "tests/support/seeded_random.h"
#include "tests/support/ttl_harness.h"
#include "ttl/expiry.h"
#include "ttl/expiry_key.h"

namespace stator::ttl {
namespace {

using namespace stator::testing;

class ExpiryIndexTest : public ::testing::Test {
 protected:
  ExpiryIndexTest() : table_(CreateTable(ttl_.database(), SimpleSchema("t", false))) {}
  void PutTtl(std::string_view key, const AttributeValue& ttl) {
    Put(ttl_.database(), table_, {{"pk", std::string(key)}, {"ttl", ttl}});
  }
  // The times in the index, in its order.
  std::vector<int64_t> Times() {
    std::vector<int64_t> times;
    for (const std::string& key : ttl_.Entries()) {
      times.push_back(ReadExpiryKey(key).value().expiry_seconds);
    }
    return times;
  }
  using Expected = std::vector<int64_t>;

  TtlDatabase ttl_;
  std::shared_ptr<Table> table_;
  const int64_t later_ = kTtlTestStart + 1'000;
};

TEST_F(ExpiryIndexTest, HasNothingOfATableWithoutTimeToLive) {
  PutTtl("a", later_);
  EXPECT_EQ(Times(), Expected());
}

TEST_F(ExpiryIndexTest, FollowsPutsUpdatesAndDeletes) {
  ttl_.SwitchOn(table_);
  PutTtl("a", later_);
  PutTtl("b", later_ + 5);
  EXPECT_EQ(Times(), (Expected{later_, later_ + 5}));
  PutTtl("a", later_ + 10);
  EXPECT_EQ(Times(), (Expected{later_ + 5, later_ + 10}));
  PutTtl("b", "not a number");
  EXPECT_EQ(Times(), (Expected{later_ + 10}));
  PutTtl("b", -1);
  EXPECT_EQ(Times(), (Expected{later_ + 10}));
  Put(ttl_.database(), table_, {{"pk", "a"}});
  EXPECT_EQ(Times(), Expected());
  PutTtl("a", later_);
  Delete(ttl_.database(), table_, {{"pk", "a"}});
  EXPECT_EQ(Times(), Expected());
  ttl_.ExpectIndexIsRight();
}

TEST_F(ExpiryIndexTest, IsWrittenInTheItemsOwnBatch) {
  ttl_.SwitchOn(table_);
  PutTtl("a", later_);  // change numbers are reserved by now
  const uint64_t before = ttl_.store().LatestSequence();
  PutTtl("b", later_);
  EXPECT_EQ(ttl_.store().LatestSequence(), before + 2) << "item and entry";
  PutTtl("b", later_ + 1);
  EXPECT_EQ(ttl_.store().LatestSequence(), before + 5) << "item, old entry, new entry";
  Put(ttl_.database(), table_, {{"pk", "b"}, {"ttl", later_ + 1}, {"v", "x"}});
  EXPECT_EQ(ttl_.store().LatestSequence(), before + 6) << "the time is the same: only the item";
}

TEST_F(ExpiryIndexTest, GoesWhenTimeToLiveIsSwitchedOff) {
  const auto other = CreateTable(ttl_.database(), SimpleSchema("other", false));
  ttl_.SwitchOn(table_);
  ttl_.SwitchOn(other);
  PutTtl("a", later_);
  Put(ttl_.database(), other, TtlItem("a", later_ + 7));
  ttl_.SwitchOff(table_);
  EXPECT_EQ(table_->schema()->ttl.status, TtlStatus::kDisabled);
  EXPECT_EQ(Times(), (Expected{later_ + 7}));
  PutTtl("b", later_);
  EXPECT_EQ(Times(), (Expected{later_ + 7}));
  ttl_.ExpectIndexIsRight();
}

TEST_F(ExpiryIndexTest, BeginsAnewForAnotherAttribute) {
  ttl_.SwitchOn(table_);
  Put(ttl_.database(), table_, {{"pk", "a"}, {"ttl", later_}, {"other", later_ + 3}});
  ttl_.SwitchOff(table_);
  ttl_.clock().Advance(1);
  ttl_.SwitchOn(table_, "other");
  EXPECT_EQ(Times(), (Expected{later_ + 3}));
  ttl_.ExpectIndexIsRight();
}

TEST_F(ExpiryIndexTest, GoesWithItsTable) {
  ttl_.SwitchOn(table_);
  PutTtl("a", later_);
  STATOR_EXPECT_OK(ttl_.database()->lifecycle().DeleteTable(table_));
  ttl_.database()->lifecycle().WaitIdle();
  EXPECT_EQ(Times(), Expected());
}

TEST_F(ExpiryIndexTest, ChecksNoticeEveryKindOfBreach) {
  ttl_.SwitchOn(table_);
  PutTtl("a", later_);
  const std::string key = ttl_.Entries().at(0);
  const auto change = [&](const std::function<void(WriteBatch*)>& fill) {
    const auto batch = ttl_.store().NewBatch();
    fill(batch.get());
    STATOR_EXPECT_OK(ttl_.store().Commit(*batch).status());
  };
  const auto is_right = [&] {
    return CheckExpiryIndex(&ttl_.store(), ttl_.database()->catalog()).ok();
  };
  EXPECT_TRUE(is_right());
  change([&](WriteBatch* batch) { batch->Delete(kTtlFamily, key); });
  EXPECT_FALSE(is_right()) << "missing";
  change([&](WriteBatch* batch) { batch->Put(kTtlFamily, key, {}); });
  const std::string stale = ExpiryKey(ReadExpiryKey(key)->item_key, later_ + 1);
  change([&](WriteBatch* batch) { batch->Put(kTtlFamily, stale, {}); });
  EXPECT_FALSE(is_right()) << "stale";
  change([&](WriteBatch* batch) { batch->Delete(kTtlFamily, stale); });
  const std::string record = IndexingProgressKey(table_->id());
  change([&](WriteBatch* batch) { batch->Put(kTtlFamily, record, "x"); });
  EXPECT_FALSE(is_right()) << "progress of a job that is done";
  change([&](WriteBatch* batch) { batch->Delete(kTtlFamily, record); });
  EXPECT_TRUE(is_right());
  ttl_.SwitchOff(table_);
  change([&](WriteBatch* batch) { batch->Put(kTtlFamily, key, {}); });
  EXPECT_FALSE(is_right()) << "entries of a table without time to live";
}

AttributeValue RandomTtl(SeededRandom* random) {
  switch (random->Between(0, 9)) {
    case 0: return AttributeValue("text");
    case 1: return AttributeValue(-random->Between(0, 5));
    case 2: return AttributeValue(kLastSecond + random->Between(-2, 2));
    case 3: return AttributeValue(*Number::Parse("1791505209.75"));
    case 4: return AttributeValue(random->Between(0, 3));
    default: return AttributeValue(kTtlTestStart + random->Between(-20, 60));
  }
}

// What the items say should be in the index, found by other means than the index itself uses.
std::multimap<int64_t, std::string> Derived(Database* database, const Table& table) {
  std::multimap<int64_t, std::string> derived;
  const auto schema = table.schema();
  if (!IsIndexed(schema->ttl)) return derived;
  for (const Item& item : ScanAll(database, table.id())) {
    const AttributeMap map = item.ToMap();
    const AttributeValue* value = map.Find(schema->ttl.attribute);
    if (value == nullptr || !value->is(AttributeType::kNumber)) continue;
    const std::string text = value->number().ToString();
    const std::string whole = text.substr(0, text.find('.'));
    if (whole[0] == '-' || whole.size() > 13 || std::stoll(whole) > kLastSecond) continue;
    derived.emplace(std::stoll(whole), map.Find("pk")->bytes());
  }
  return derived;
}

TEST(ExpiryIndexProperty, AlwaysEqualsTheSetDerivedFromTheItems) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  TtlDatabase ttl;
  const auto table = CreateTable(ttl.database(), SimpleSchema("t", false));
  for (int step = 0; step < 2'000 && !::testing::Test::HasFailure(); ++step) {
    const std::string pk = "key" + std::to_string(random.Between(0, 40));
    const int64_t dice = random.Between(1, 100);
    if (dice <= 2) {
      ttl.SwitchOff(table);
    } else if (dice <= 5 && !IsIndexed(table->schema()->ttl)) {
      ttl.SwitchOn(table, random.OneIn(2) ? "ttl" : "other");
    } else if (dice <= 10) {
      ttl.Advance(random.Between(1, 5));
    } else if (dice <= 25) {
      Delete(ttl.database(), table, {{"pk", pk}});
    } else {
      Put(ttl.database(), table,
          {{"pk", pk}, {"ttl", RandomTtl(&random)}, {"other", RandomTtl(&random)}});
    }
    std::multimap<int64_t, std::string> stored;
    for (const std::string& key : ttl.Entries()) {
      const auto entry = ReadExpiryKey(key);
      ASSERT_TRUE(entry.has_value());
      const auto item = ItemOfKey(*table->schema(), entry->item_key);
      ASSERT_TRUE(item.has_value());
      stored.emplace(entry->expiry_seconds, item->Find("pk")->bytes());
    }
    const auto derived = Derived(ttl.database(), *table);
    EXPECT_EQ((std::set<std::pair<int64_t, std::string>>(stored.begin(), stored.end())),
              (std::set<std::pair<int64_t, std::string>>(derived.begin(), derived.end())));
    EXPECT_EQ(stored.size(), derived.size());
  }
  EXPECT_GT(ttl.counters().items_deleted.load(), 0);
  EXPECT_EQ(ttl.counters().stale_removed.load(), 0);
  ttl.ExpectIndexIsRight();
  ExpectConsistent(ttl.database());
}

}  // namespace
}  // namespace stator::ttl
