#include "kv/model/document_path.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

DocumentPath Path(std::vector<PathElement> elements) { return {std::move(elements)}; }

const DocumentPath kA = Path({"a"});
const DocumentPath kAB = Path({"a", "b"});
const DocumentPath kAC = Path({"a", "c"});
const DocumentPath kA0 = Path({"a", size_t{0}});
const DocumentPath kA1 = Path({"a", size_t{1}});
const DocumentPath kB = Path({"b"});

TEST(DocumentPath, ErrorTextListsTheElements) {
  EXPECT_EQ(kA.ToErrorText(), "[a]");
  EXPECT_EQ(Path({"a", "b", size_t{3}, "c"}).ToErrorText(), "[a, b, [3], c]");
}

TEST(DocumentPath, KnowsItsTopLevel) {
  EXPECT_TRUE(kA.is_top_level());
  EXPECT_FALSE(kAB.is_top_level());
  EXPECT_EQ(kAB.top_level(), "a");
}

TEST(DocumentPath, OverlapsWithItselfAndItsPrefixes) {
  EXPECT_TRUE(PathsOverlap(kA, kA));
  EXPECT_TRUE(PathsOverlap(kA, kAB));
  EXPECT_TRUE(PathsOverlap(kA0, kA));
}

TEST(DocumentPath, SiblingsDoNotOverlap) {
  EXPECT_FALSE(PathsOverlap(kAB, kAC));
  EXPECT_FALSE(PathsOverlap(kA0, kA1));
  EXPECT_FALSE(PathsOverlap(kA, kB));
  EXPECT_FALSE(PathsOverlap(kAB, kA0));
}

TEST(DocumentPath, ConflictsWhereOneNamesAndTheOtherIndexes) {
  EXPECT_TRUE(PathsConflict(kAB, kA0));
  EXPECT_TRUE(PathsConflict(Path({"a", size_t{0}, "x"}), Path({"a", "b", "x"})));
}

TEST(DocumentPath, DoesNotConflictOtherwise) {
  EXPECT_FALSE(PathsConflict(kAB, kAC));
  EXPECT_FALSE(PathsConflict(kA0, kA1));
  EXPECT_FALSE(PathsConflict(kA, kAB));
  EXPECT_FALSE(PathsConflict(kA, kA));
  EXPECT_FALSE(PathsConflict(Path({"a", "x", size_t{0}}), Path({"a", "y", "z"})));
}

}  // namespace
}  // namespace stator
