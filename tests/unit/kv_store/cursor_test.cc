// Cursors: bounds, both directions, Seek; and a std::map that they must agree with.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>

#include "kv/store/store.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test

const Family kFamily = PartitionFamily(0);

class CursorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = MustOpen(Store::Open(InMemoryStoreOptions()));
    ASSERT_NE(store_, nullptr);
    for (const char* key : {"b", "d", "f", "h"}) PutOne(store_.get(), kFamily, key, key);
  }

  std::unique_ptr<Cursor> NewCursor(const KeyRange& range, bool reverse = false) {
    ReadOptions options;
    options.reverse = reverse;
    return store_->NewCursor(kFamily, range, options);
  }
  // The key where the cursor is, or "end".
  static std::string At(const Cursor& cursor) {
    return cursor.Valid() ? std::string(cursor.key()) : "end";
  }
  std::string AfterSeek(const KeyRange& range, bool reverse, std::string_view key) {
    const auto cursor = NewCursor(range, reverse);
    cursor->Seek(key);
    return At(*cursor);
  }

  std::unique_ptr<Store> store_;
};

TEST_F(CursorTest, StartsAtTheFirstEntryOfTheRange) {
  EXPECT_EQ(At(*NewCursor({})), "b");
  EXPECT_EQ(At(*NewCursor({"d", ""})), "d");
  EXPECT_EQ(At(*NewCursor({"c", ""})), "d");
  EXPECT_EQ(At(*NewCursor({"i", ""})), "end");
}

TEST_F(CursorTest, ReverseStartsAtTheLastEntryBeforeTheEnd) {
  EXPECT_EQ(At(*NewCursor({}, true)), "h");
  EXPECT_EQ(At(*NewCursor({"", "h"}, true)), "f");
  EXPECT_EQ(At(*NewCursor({"", "g"}, true)), "f");
  EXPECT_EQ(At(*NewCursor({"", "b"}, true)), "end");
}

TEST_F(CursorTest, WalksTheRangeAndStopsAtItsEnd) {
  const auto cursor = NewCursor({"c", "h"});
  EXPECT_EQ(ReadOut(cursor.get()), (Entries{{"d", "d"}, {"f", "f"}}));
  EXPECT_TRUE(cursor->status().ok());
}

TEST_F(CursorTest, WalksBackwards) {
  EXPECT_EQ(ReadOut(NewCursor({"d", "h"}, true).get()), (Entries{{"f", "f"}, {"d", "d"}}));
}

TEST_F(CursorTest, AnEmptyOrInvertedRangeHasNoEntries) {
  EXPECT_EQ(At(*NewCursor({"d", "d"})), "end");
  EXPECT_EQ(At(*NewCursor({"f", "d"})), "end");
  EXPECT_EQ(At(*NewCursor({"f", "d"}, true)), "end");
}

TEST_F(CursorTest, SeekFindsTheEntryAtOrAfterTheKey) {
  EXPECT_EQ(AfterSeek({}, false, "d"), "d");
  EXPECT_EQ(AfterSeek({}, false, "e"), "f");
  EXPECT_EQ(AfterSeek({}, false, "z"), "end");
}

TEST_F(CursorTest, SeekInReverseFindsTheEntryAtOrBeforeTheKey) {
  EXPECT_EQ(AfterSeek({}, true, "d"), "d");
  EXPECT_EQ(AfterSeek({}, true, "e"), "d");
  EXPECT_EQ(AfterSeek({}, true, "a"), "end");
}

TEST_F(CursorTest, SeekStaysWithinTheRange) {
  const KeyRange range{"c", "h"};
  EXPECT_EQ(AfterSeek(range, false, "a"), "d");
  EXPECT_EQ(AfterSeek(range, false, "h"), "end");
  EXPECT_EQ(AfterSeek(range, true, "z"), "f");
  EXPECT_EQ(AfterSeek(range, true, "h"), "f");
  EXPECT_EQ(AfterSeek(range, true, "b"), "end");
}

TEST_F(CursorTest, SeekGoesBackToo) {
  const auto cursor = NewCursor({});
  cursor->Seek("z");
  EXPECT_FALSE(cursor->Valid());
  cursor->Seek("c");
  EXPECT_EQ(At(*cursor), "d");
  cursor->Next();
  EXPECT_EQ(At(*cursor), "f");
}

// Keys as in a partition family: 12 bytes of id and hash of which few are different, and a short
// rest. So ranges within one collection (answered with the help of bloom filters) and across them
// both come up.
std::string RandomKey(SeededRandom* random) {
  std::string key(12, 'p');
  key[3] = static_cast<char>('a' + random->Between(0, 1));
  key[11] = static_cast<char>('a' + random->Between(0, 5));
  for (auto n = random->Between(0, 3); n > 0; --n) {
    key.push_back(static_cast<char>("\0ab\xff"[random->Between(0, 3)]));
  }
  return key;
}

using Model = std::map<std::string, std::string>;

KeyRange RandomRange(SeededRandom* random) {
  KeyRange range{RandomKey(random), RandomKey(random)};
  if (random->OneIn(2)) range.end = range.begin.substr(0, 12) + "b";  // one collection
  if (random->OneIn(6)) range.begin.clear();
  if (random->OneIn(6)) range.end.clear();
  return range;
}

Entries Expected(const Model& model, const KeyRange& range, bool reverse) {
  Entries entries;
  for (auto it = model.lower_bound(range.begin);
       it != model.end() && (range.end.empty() || it->first < range.end); ++it) {
    entries.emplace_back(*it);
  }
  if (reverse) std::reverse(entries.begin(), entries.end());
  return entries;
}

class CursorTwin : public ::testing::TestWithParam<bool> {
 protected:
  void Write(SeededRandom* random) {
    const auto batch = store_->NewBatch();
    const std::string key = RandomKey(random);
    if (random->OneIn(50)) {
      const std::string end = RandomKey(random);
      batch->DeleteRange(kFamily, key, end);
      if (key < end) model_.erase(model_.lower_bound(key), model_.lower_bound(end));
    } else if (random->OneIn(3)) {
      batch->Delete(kFamily, key);
      model_.erase(key);
    } else {
      const std::string value = std::to_string(random->Next64());
      batch->Put(kFamily, key, value);
      model_[key] = value;
    }
    ASSERT_TRUE(store_->Commit(*batch).ok());
  }

  void Read(SeededRandom* random) {
    const KeyRange range = RandomRange(random);
    ReadOptions options;
    options.reverse = random->OneIn(2);
    Entries expected = Expected(model_, range, options.reverse);
    const auto cursor = store_->NewCursor(kFamily, range, options);
    if (random->OneIn(2)) {
      const std::string key = RandomKey(random);
      cursor->Seek(key);
      std::erase_if(expected, [&](const auto& entry) {
        return options.reverse ? entry.first > key : entry.first < key;
      });
    }
    ASSERT_EQ(ReadOut(cursor.get()), expected);
    const std::string key = RandomKey(random);
    const auto found = model_.find(key);
    ASSERT_EQ(GetOne(*store_, kFamily, key),
              found == model_.end() ? std::nullopt : std::optional(found->second));
  }

  const ScratchFolder folder_;
  std::unique_ptr<Store> store_;
  Model model_;
};

INSTANTIATE_TEST_SUITE_P(Places, CursorTwin, ::testing::Bool(),
                         [](const auto& place) { return place.param ? "Memory" : "Disk"; });

TEST_P(CursorTwin, AgreesWithAMap) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  store_ = MustOpen(
      Store::Open(GetParam() ? InMemoryStoreOptions() : OnDiskStoreOptions(folder_.path())));
  ASSERT_NE(store_, nullptr);
  for (int i = 0; i < 6000 && !HasFatalFailure(); ++i) {
    random.OneIn(2) ? Write(&random) : Read(&random);
    // Into files, where the other half of the reading is.
    if (random.OneIn(500)) {
      const KeyRange range = random.OneIn(2) ? KeyRange{} : RandomRange(&random);
      ASSERT_TRUE(store_->CompactRange(kFamily, range).ok());
    }
  }
}

}  // namespace
}  // namespace stator
