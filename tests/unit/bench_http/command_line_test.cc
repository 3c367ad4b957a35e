#include "bench/driver/command_line.h"

#include <gtest/gtest.h>

namespace stator::bench {
namespace {

TEST(BenchCommandLineTest, FlagsBecomeOptions) {
  const auto line = ParseCommandLine({"votes",
                                      "--rate",
                                      "2500.5",
                                      "--workers=3",
                                      "--duration=2",
                                      "--warm-up=1",
                                      "--seed=9",
                                      "--records=70",
                                      "--suffixes=10",
                                      "--read-units=5",
                                      "--write-units=6",
                                      "--capacity=table",
                                      "--zipf-exponent=1.2",
                                      "--read-share=0.25",
                                      "--fields=2",
                                      "--field-bytes=30",
                                      "--table=t",
                                      "--endpoint=http://h:1",
                                      "--keep-table",
                                      "--quiet",
                                      "--output=o.json"});
  ASSERT_TRUE(line.ok()) << line.status().message();
  EXPECT_EQ(line->run.workload, "votes");
  EXPECT_EQ(line->run.rate, 2500.5);
  EXPECT_EQ(line->run.workers, 3);
  EXPECT_EQ(line->run.duration_seconds, 2);
  EXPECT_EQ(line->run.warm_up_seconds, 1);
  EXPECT_EQ(line->run.seed, 9u);
  EXPECT_EQ(line->run.records, 70);
  EXPECT_EQ(line->run.suffixes, 10);
  EXPECT_EQ(line->run.billing, BillingMode::kProvisioned);
  EXPECT_EQ(line->run.read_units, 5);
  EXPECT_EQ(line->run.write_units, 6);
  EXPECT_EQ(line->run.capacity, CapacityMode::kTable);
  EXPECT_EQ(line->run.zipf_exponent, 1.2);
  EXPECT_EQ(line->run.read_share, 0.25);
  EXPECT_EQ(line->run.fields, 2);
  EXPECT_EQ(line->run.field_bytes, 30);
  EXPECT_EQ(line->run.table, "t");
  EXPECT_EQ(line->endpoint, "http://h:1");
  EXPECT_TRUE(line->keep_table);
  EXPECT_TRUE(line->quiet);
  EXPECT_EQ(line->output, "o.json");
}

TEST(BenchCommandLineTest, AnEndpointKeepsItsOwnCapacityModeUnlessTold) {
  EXPECT_EQ(ParseCommandLine({"uniform"})->run.capacity, CapacityMode::kOff);
  EXPECT_EQ(ParseCommandLine({"uniform", "--endpoint=http://h"})->run.capacity, std::nullopt);
}

TEST(BenchCommandLineTest, NumbersOutOfRangeAreRefused) {
  for (const auto* flag : {"--workers=0", "--workers=x", "--workers=1x", "--rate=-1", "--rate=inf",
                           "--duration=0", "--records=0", "--read-share=1.1", "--seed=-1",
                           "--zipf-exponent=nan", "--write-shards=1", "--suffixes=0"}) {
    EXPECT_FALSE(ParseCommandLine({"votes", flag}).ok()) << flag;
  }
}

}  // namespace
}  // namespace stator::bench
