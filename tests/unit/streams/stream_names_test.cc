#include "streams/stream_names.h"

#include <gtest/gtest.h>

#include <set>

namespace stator {
namespace {

TEST(StreamNames, LabelIsTheTimeInMilliseconds) {
  EXPECT_EQ(StreamLabel(1'431'379'293'291'000), "2015-05-11T21:21:33.291");
  EXPECT_EQ(StreamLabel(1'431'379'293'291'999), "2015-05-11T21:21:33.291");
  EXPECT_EQ(StreamLabel(951'782'400'000'000), "2000-02-29T00:00:00.000");
}

TEST(StreamNames, ShardIdTellsItsNumber) {
  EXPECT_EQ(ShardId(0xF55EEA83, 1'414'576'573'621'999), "shardId-00000001414576573621-f55eea83");
  EXPECT_EQ(ShardNumberOf("shardId-00000001414576573621-f55eea83"), 0xF55EEA83U);
  for (const char* wrong :
       {"", "shardId-00000001414576573621", "shardId-00000001414576573621-f55eea8",
        "shardId-00000001414576573621-f55eea833", "shardId-0000000141457657362x-f55eea83",
        "shardid-00000001414576573621-f55eea83", "shardId-00000001414576573621-f55eeag3",
        "shardId-00000001414576573621+f55eea83", "shardId-00000001414576573621--55eea83"}) {
    EXPECT_EQ(ShardNumberOf(wrong), std::nullopt) << wrong;
  }
}

TEST(StreamNames, SequenceNumbersSortAsStrings) {
  EXPECT_EQ(SequenceNumber(42), "100000000000000000042");
  std::string before;
  for (const uint64_t number :
       {uint64_t{0}, uint64_t{9}, uint64_t{10}, uint64_t{1} << 63, UINT64_MAX}) {
    const std::string text = SequenceNumber(number);
    EXPECT_EQ(text.size(), 21U);
    EXPECT_LT(before, text);
    EXPECT_EQ(ChangeNumberOfSequence(text), number);
    before = text;
  }
  for (const char* wrong :
       {"", "42", "200000000000000000042", "10000000000000000004x", "1000000000000000000042",
        "118446744073709551616", "1-0000000000000000042", "1 0000000000000000042"}) {
    EXPECT_EQ(ChangeNumberOfSequence(wrong), std::nullopt) << wrong;
  }
}

TEST(StreamNames, EventIdsAreOfTheChange) {
  StreamInfo stream;
  stream.space = "s";
  stream.table_name = "t";
  stream.label = "L";
  const std::string id = EventId(stream, 1);
  EXPECT_EQ(id.size(), 32U);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(EventId(stream, 1), id);
  std::set<std::string> ids{id, EventId(stream, 2)};
  stream.label = "M";
  ids.insert(EventId(stream, 1));
  EXPECT_EQ(ids.size(), 3U);
}

}  // namespace
}  // namespace stator
