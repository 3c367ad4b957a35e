#include "kv/codec/schema_codec.h"

#include <gtest/gtest.h>

#include "tests/unit/kv_codec/hex.h"

namespace stator {
namespace {

using testing::FromHex;
using testing::Hex;

// Every field has a value that is not its default.
TableSchema FullSchema() {
  TableSchema schema;
  schema.id = 300;
  schema.space = "000000000000/eu-west-1";
  schema.name = "Orders";
  schema.uuid = "01234567-89ab-4cde-8f01-23456789abcd";
  schema.created_micros = 1'700'000'000'123'456;
  schema.keys = {{{"pk", AttributeType::kString}}, {{"sk", AttributeType::kNumber}}};
  schema.attribute_definitions = {{"sk", AttributeType::kNumber},
                                  {"pk", AttributeType::kString},
                                  {"other", AttributeType::kBinary}};
  IndexSchema local;
  local.id = 301;
  local.kind = IndexKind::kLocal;
  local.name = "ByOther";
  local.keys = {{{"pk", AttributeType::kString}}, {{"other", AttributeType::kBinary}}};
  local.projection = {ProjectionType::kInclude, {"z", "a"}};
  IndexSchema global;
  global.id = 0xFFFFFFFF;
  global.kind = IndexKind::kGlobal;
  global.name = "Global";
  global.keys = {{{"a", AttributeType::kString}, {"b", AttributeType::kString}},
                 {{"c", AttributeType::kNumber}}};
  global.projection = {ProjectionType::kKeysOnly, {}};
  global.status = ResourceStatus::kCreating;
  global.backfilling = true;
  global.throughput = {1, 2, 3, 4, 5};
  global.on_demand = OnDemandThroughput{-1, 7};
  global.warm = WarmThroughput{12'000, 4'000};
  global.partitions = {{1, ""}, {2, std::string("\x80\x00", 2)}};
  global.next_partition_id = 3;
  global.insights = {InsightsStatus::kDisabling, InsightsMode::kThrottledKeys, 8, 9};
  schema.indexes = {local, global};
  schema.status = ResourceStatus::kUpdating;
  schema.billing_mode = BillingMode::kPayPerRequest;
  schema.billing_mode_was_set = true;
  schema.pay_per_request_since_seconds = 1'700'000'001;
  schema.throughput = {10, 20, 1'700'000'002, 1'700'000'003, 4};
  schema.on_demand = OnDemandThroughput{100, -1};
  schema.warm = WarmThroughput{1, 2};
  schema.table_class = TableClass::kStandardInfrequentAccess;
  schema.table_class_was_set = true;
  schema.table_class_changed_seconds = 1'700'000'004;
  schema.deletion_protection = true;
  schema.stream_view = StreamViewType::kNewAndOldImages;
  schema.stream_label = "2023-11-14T22:13:20.123";
  schema.sse_kms = true;
  schema.sse_key_arn = "arn:aws:kms:eu-west-1:000000000000:key/x";
  schema.tags = {{"a", "1"}, {"b", ""}};
  schema.stream_number = 3;
  schema.next_shard_number = 12;
  schema.open_shards = {{10, 4, 1'700'000'005}, {11, 5, 1'700'000'006}};
  schema.partitions = {{4, ""}, {5, std::string("\x80\x00z", 3)}};
  schema.next_partition_id = 6;
  schema.ttl = {TtlStatus::kDisabling, "expires", 1'700'000'007};
  schema.insights = {InsightsStatus::kEnabled, InsightsMode::kThrottledKeys, 1'700'000'008,
                     1'700'000'009};
  schema.policy = {R"({"Statement":[]})", 1'700'000'010'000};
  return schema;
}

std::string Encoded(const TableSchema& schema) {
  std::string bytes;
  AppendTableSchema(schema, &bytes);
  return bytes;
}

void ExpectRoundTrip(const TableSchema& schema) {
  const Result<TableSchema> decoded = DecodeTableSchema(Encoded(schema));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, schema);
}

TEST(SchemaCodecGolden, ASmallTable) {
  TableSchema schema;
  schema.id = 5;
  schema.space = "s";
  schema.name = "T";
  schema.uuid = "u";
  schema.created_micros = 64;
  schema.keys.hash = {{"pk", AttributeType::kString}};
  schema.attribute_definitions = {{"pk", AttributeType::kString}};
  schema.throughput.read_units = 5;
  schema.warm = WarmThroughput{-1, 1};
  schema.tags = {{"k", "v"}};
  EXPECT_EQ(Hex(Encoded(schema)),
            "01"                                                   // version
            " 01 01 05"                                            // id
            " 02 01 73"                                            // space
            " 03 01 54"                                            // name
            " 04 01 75"                                            // uuid
            " 05 02 80 01"                                         // created_micros
            " 06 07 01 02 70 6B 02 01 01"                          // HASH pk, S
            " 08 07 01 02 70 6B 02 01 01"                          // attribute definition pk, S
            " 0A 01 02"                                            // ACTIVE
            " 0B 01 01"                                            // PROVISIONED
            " 0C 01 00"                                            // billing mode was not set
            " 0D 01 00"                                            // never on demand
            " 0E 0F 01 01 0A 02 01 00 03 01 00 04 01 00 05 01 00"  // throughput
            " 10 06 01 01 01 02 01 02"                             // warm throughput
            " 11 01 01"                                            // STANDARD
            " 12 01 00"                                            // class was not set
            " 13 01 00"                                            // nor changed
            " 14 01 00"                                            // no deletion protection
            " 15 01 00"                                            // no stream
            " 16 00"                                               // no stream label
            " 17 01 00"                                            // no KMS key
            " 18 00"                                               // no ARN of one
            " 19 06 01 01 6B 02 01 76"                             // tag k: v
            " 1A 01 00"                                            // had no stream
            " 1B 01 00"                                            // nor a shard
            " 1E 01 01"                                            // next partition id
            " 1F 08 01 01 00 02 00 03 01 00");                     // no time to live
}

TEST(SchemaCodecGolden, PartitionsShardsAndTimeToLive) {
  TableSchema schema;
  schema.stream_number = 2;
  schema.next_shard_number = 9;
  schema.open_shards = {{7, 1, 64}};
  schema.partitions = {{1, ""}, {3, FromHex("80 00")}};
  schema.next_partition_id = 4;
  schema.ttl = {TtlStatus::kEnabled, "exp", 1};
  IndexSchema index;
  index.kind = IndexKind::kGlobal;
  index.partitions = {{2, ""}};
  index.next_partition_id = 3;
  schema.indexes = {index};
  const std::string expected_of_index =
      " 0D 05 01 01 02 02 00"  // partition 2, from the start
      " 0E 01 03";             // next partition id
  EXPECT_NE(Hex(Encoded(schema)).find(expected_of_index), std::string::npos)
      << Hex(Encoded(schema));
  const std::string expected =
      " 1A 01 02"                                 // its second stream
      " 1B 01 09"                                 // next shard number
      " 1C 0A 01 01 07 02 01 01 03 02 80 01"      // shard 7 of partition 1, opened_micros 64
      " 1D 05 01 01 01 02 00"                     // partition 1, from the start
      " 1D 07 01 01 03 02 02 80 00"               // partition 3, from 80 00
      " 1E 01 04"                                 // next partition id
      " 1F 0B 01 01 02 02 03 65 78 70 03 01 02";  // ENABLED, exp, changed_micros 1
  EXPECT_NE(Hex(Encoded(schema)).find(expected), std::string::npos) << Hex(Encoded(schema));
}

TEST(SchemaCodecGolden, ContributorInsights) {
  TableSchema schema;
  const std::string without = Hex(Encoded(schema));
  schema.insights = {InsightsStatus::kEnabled, InsightsMode::kThrottledKeys, 64, 1};
  EXPECT_EQ(Hex(Encoded(schema)), without +
                                      " 21 0D"        // field 33
                                      " 01 01 02"     // ENABLED
                                      " 02 01 02"     // THROTTLED_KEYS
                                      " 03 02 80 01"  // changed_micros 64
                                      " 04 01 02");   // enabled_micros 1
  IndexSchema index;
  index.kind = IndexKind::kGlobal;
  index.insights = {InsightsStatus::kDisabled, InsightsMode::kAccessedAndThrottledKeys, 2, 1};
  schema.indexes = {index};
  EXPECT_NE(Hex(Encoded(schema)).find(" 0F 0C 01 01 00 02 01 01 03 01 04 04 01 02"),
            std::string::npos)
      << Hex(Encoded(schema));
}

TEST(SchemaCodecGolden, AResourcePolicy) {
  TableSchema schema;
  const std::string without = Hex(Encoded(schema));
  schema.policy = {"{}", 64};
  EXPECT_EQ(Hex(Encoded(schema)), without +
                                      " 22 08"          // field 34
                                      " 01 02 7B 7D"    // document
                                      " 02 02 80 01");  // revision 64
  schema.policy.Detach();
  EXPECT_EQ(Hex(Encoded(schema)), without + " 22 06 01 00 02 02 80 01");
}

TEST(SchemaCodecGolden, AnIndex) {
  TableSchema schema;
  IndexSchema index;
  index.id = 128;
  index.kind = IndexKind::kLocal;
  index.name = "I";
  index.keys = {{{"h", AttributeType::kBinary}}, {{"r", AttributeType::kNumber}}};
  index.projection = {ProjectionType::kInclude, {"x"}};
  index.status = ResourceStatus::kDeleting;
  index.backfilling = true;
  index.on_demand = OnDemandThroughput{-1, 1};
  schema.indexes = {index};
  const std::string expected =
      "09 3F"                                                // field 9: an index
      " 01 02 80 01"                                         // id
      " 02 01 01"                                            // local
      " 03 01 49"                                            // name
      " 04 06 01 01 68 02 01 03"                             // HASH h, B
      " 05 06 01 01 72 02 01 02"                             // RANGE r, N
      " 06 01 03"                                            // INCLUDE
      " 07 01 78"                                            // x
      " 08 01 04"                                            // DELETING
      " 09 01 01"                                            // backfilling
      " 0A 0F 01 01 00 02 01 00 03 01 00 04 01 00 05 01 00"  // throughput
      " 0B 06 01 01 01 02 01 02";                            // on-demand throughput
  EXPECT_NE(Hex(Encoded(schema)).find(expected), std::string::npos) << Hex(Encoded(schema));
}

TEST(SchemaCodec, EveryFieldRoundTrips) { ExpectRoundTrip(FullSchema()); }

TEST(SchemaCodec, DefaultsRoundTrip) { ExpectRoundTrip(TableSchema()); }

// A next id without partitions was read and not written: found by fuzzing.
TEST(SchemaCodec, AnIndexThatHasIdsToGiveButNoPartitionsRoundTrips) {
  TableSchema schema = FullSchema();
  schema.indexes.at(0).partitions.clear();
  schema.indexes.at(0).next_partition_id = 7;
  ExpectRoundTrip(schema);
}

TEST(SchemaCodec, ExtremesRoundTrip) {
  TableSchema schema;
  schema.id = UINT32_MAX;
  schema.created_micros = INT64_MIN;
  schema.throughput.read_units = INT64_MAX;
  schema.throughput.write_units = -1;
  schema.name = std::string(70'000, 'n');
  schema.tags.resize(1'000);
  ExpectRoundTrip(schema);
}

TEST(SchemaCodec, DecodedRecordsEncodeToTheSameBytes) {
  const std::string bytes = Encoded(FullSchema());
  EXPECT_EQ(Hex(Encoded(DecodeTableSchema(bytes).value())), Hex(bytes));
}

TEST(SchemaCodec, UnknownFieldsAreSkipped) {
  std::string bytes = Encoded(FullSchema());
  bytes += FromHex("7F 02 AA BB");     // a field of a later version
  bytes += FromHex("80 80 04 01 00");  // with a long tag
  const Result<TableSchema> decoded = DecodeTableSchema(bytes);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, FullSchema());
}

// A program that does not know of write shards would look for items in the wrong places.
TEST(SchemaCodecGolden, ShardedTablesHaveAVersionOfTheirOwn) {
  TableSchema schema = FullSchema();
  schema.insights = {};  // so that the field is the last one
  schema.policy = {};
  const std::string plain = Encoded(schema);
  EXPECT_EQ(plain.front(), 1);
  schema.write_shards = 200;
  const std::string sharded = Encoded(schema);
  EXPECT_EQ(Hex(sharded), "02" + Hex(plain).substr(2) + " 20 02 C8 01");
  const Result<TableSchema> decoded = DecodeTableSchema(sharded);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, schema);
  for (const std::string& broken : {"\x01" + sharded.substr(1), "\x02" + plain.substr(1)}) {
    EXPECT_EQ(DecodeTableSchema(broken).status().code(), Code::kCorruption);
  }
}

TEST(SchemaCodec, UnknownFieldsOfInnerRecordsAreSkipped) {
  // A tag with a third field.
  const Result<TableSchema> decoded =
      DecodeTableSchema(FromHex("01 19 09 01 01 6B 02 01 76 03 01 00"));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->tags, (std::vector<Tag>{{"k", "v"}}));
}

TEST(SchemaCodec, MissingFieldsTakeTheirDefaults) {
  const Result<TableSchema> decoded = DecodeTableSchema(FromHex("01 03 01 54"));
  ASSERT_TRUE(decoded.ok());
  TableSchema expected;
  expected.name = "T";
  EXPECT_EQ(*decoded, expected);
}

TEST(SchemaCodec, RefusesBrokenRecords) {
  for (const char* hex : {
           "",                         // nothing
           "02",                       // another version
           "01 01",                    // no length
           "01 01 02 05",              // truncated
           "01 01 00",                 // a number without bytes
           "01 01 02 05 05",           // a number with more than its bytes
           "01 01 05 80 80 80 80 10",  // an id of more than 32 bits
           "01 0A 01 00",              // no such status
           "01 0A 01 05",              // likewise
           "01 0C 01 02",              // neither true nor false
           "01 15 01 05",              // no such stream view
           "01 06 03 02 01 04",        // a key of type BOOL
           "01 09 03 02 01 03",        // no such kind of index
           "01 09 02 01 05",           // a truncated index
           "01 21 03 01 01 04",        // no such status of insights
           "01 21 03 02 01 00",        // no such mode
           "02 20 01 00",              // no write shards
           "02 20 01 01",              // not spread, in the version of those that are
       }) {
    EXPECT_EQ(DecodeTableSchema(FromHex(hex)).status().code(), Code::kCorruption) << hex;
  }
}

TEST(SchemaCodec, RefusesEveryTruncation) {
  const std::string bytes = Encoded(FullSchema());
  int accepted = 0;
  for (size_t size = 0; size < bytes.size(); ++size) {
    const Result<TableSchema> decoded = DecodeTableSchema(bytes.substr(0, size));
    // Cut between two fields it is a record, though another one.
    if (!decoded.ok()) continue;
    ++accepted;
    EXPECT_FALSE(*decoded == FullSchema()) << size;
  }
  EXPECT_LT(accepted, 40);
}

}  // namespace
}  // namespace stator
