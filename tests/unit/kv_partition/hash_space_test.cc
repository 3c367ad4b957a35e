#include "kv/partition/hash_space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "tests/support/seeded_random.h"

namespace stator {
namespace {

using testing::SeededRandom;

// These values are on disk: an item is found where its hash put it (kv/FORMAT.md). The empty input
// and "a" are those of the published XXH3 test vectors with seed 0.
TEST(HashSpace, HashesAreFrozen) {
  EXPECT_EQ(PartitionHash(""), 0x2D06800538D394C2U);
  EXPECT_EQ(PartitionHash("a"), 0xE6C632B61E964E1FU);
  EXPECT_EQ(PartitionHash("abc"), 0x78AF5F94892F3950U);
  EXPECT_EQ(PartitionHash(std::string("pk\0\1", 4)), 0x6951904DFD79C627U);
  EXPECT_EQ(PartitionHash(std::string(17, 'x')), 0x89975E6B7D2F5A11U);
  EXPECT_EQ(PartitionHash(std::string(200, 'y')), 0x78C5AE5CF7B1237EU);
  EXPECT_EQ(PartitionHash(std::string(2048, 'z')), 0xC71BFCD1D703D454U);
}

TEST(HashSpace, PartitionIsTheTopBitsOfTheHash) {
  EXPECT_EQ(PartitionOfHash(0, 8), 0U);
  EXPECT_EQ(PartitionOfHash(0x1FFFFFFFFFFFFFFF, 8), 0U);
  EXPECT_EQ(PartitionOfHash(0x2000000000000000, 8), 1U);
  EXPECT_EQ(PartitionOfHash(UINT64_MAX, 8), 7U);
  EXPECT_EQ(PartitionOfHash(0xFE00000000000000, 256), 254U);
}

TEST(HashSpace, OnePartitionHoldsEveryHash) {
  EXPECT_EQ(PartitionOfHash(0, 1), 0U);
  EXPECT_EQ(PartitionOfHash(UINT64_MAX, 1), 0U);
  EXPECT_EQ(FirstHashOfPartition(0, 1), 0U);
}

TEST(HashSpace, FirstHashOfAPartitionIsItsSmallest) {
  for (uint32_t partitions = 1; partitions <= 256; partitions *= 2) {
    for (uint32_t p = 0; p < partitions; ++p) {
      const uint64_t first = FirstHashOfPartition(p, partitions);
      EXPECT_EQ(PartitionOfHash(first, partitions), p);
      if (p == 0) continue;
      EXPECT_EQ(PartitionOfHash(first - 1, partitions), p - 1);
    }
  }
}

TEST(HashSpace, OneSegmentIsTheWholeSpace) {
  EXPECT_EQ(SegmentRange(0, 1).first, 0U);
  EXPECT_EQ(SegmentRange(0, 1).last, UINT64_MAX);
}

TEST(HashSpace, FourSegmentsAreQuarters) {
  EXPECT_EQ(SegmentRange(1, 4).first, 0x4000000000000000U);
  EXPECT_EQ(SegmentRange(1, 4).last, 0x7FFFFFFFFFFFFFFFU);
  EXPECT_EQ(SegmentRange(3, 4).last, UINT64_MAX);
}

// Every segment begins where the one before it ended, the first at 0 and the last up to the end,
// and sizes differ by one at most.
void ExpectExactCover(uint32_t total) {
  uint64_t next = 0;
  uint64_t smallest = UINT64_MAX;
  uint64_t largest = 0;
  for (uint32_t segment = 0; segment < total; ++segment) {
    const HashRange range = SegmentRange(segment, total);
    ASSERT_EQ(range.first, next) << segment << " of " << total;
    ASSERT_GE(range.last, range.first) << segment << " of " << total;
    smallest = std::min(smallest, range.last - range.first);
    largest = std::max(largest, range.last - range.first);
    next = range.last + 1;
  }
  EXPECT_EQ(next, 0U) << "the last of " << total << " segments does not reach the end";
  EXPECT_LE(largest - smallest, 1U) << total;
}

TEST(HashSpace, SegmentsCoverTheSpaceWithoutOverlap) {
  for (uint32_t total = 1; total <= 300; ++total) ExpectExactCover(total);
  ExpectExactCover(999'999);
  ExpectExactCover(1'000'000);
}

TEST(HashSpace, EveryHashIsInExactlyTheSegmentThatItsPositionGives) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 100'000; ++i) {
    const auto total = static_cast<uint32_t>(random.Between(1, 1'000'000));
    const uint64_t hash = random.Next64();
    // floor(hash * total / 2^64)
    __extension__ using Wide = unsigned __int128;
    const auto segment = static_cast<uint32_t>((Wide{hash} * total) >> 64);
    const HashRange range = SegmentRange(segment, total);
    ASSERT_LE(range.first, hash) << segment << " of " << total;
    ASSERT_GE(range.last, hash) << segment << " of " << total;
  }
}

}  // namespace
}  // namespace stator
