// A stream has a policy of its own, which lives as long as the stream.
#include "tests/support/table_harness.h"
#include "tests/unit/api_policies/policies_fixture.h"

namespace stator::api {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class StreamPolicyTest : public PoliciesTest {
 protected:
  std::string PolicyOf(const std::string& stream) { return Policy("dynamodb:GetRecords", stream); }
};

TEST_F(StreamPolicyTest, IsNotItsTables) {
  const std::string stream = CreateWithStream("streamed");
  const std::string table = stream.substr(0, stream.find("/stream/"));
  Put(table, Policy("dynamodb:GetItem", table));
  EXPECT_EQ(Get(stream), NotFound(stream));
  EXPECT_EQ(Put(stream, PolicyOf(stream), Expecting("NO_POLICY")), Revision(kFirstRevision));
  EXPECT_EQ(Put(stream, PolicyOf(stream), Expecting("NO_POLICY")), NotFound(stream));
  EXPECT_EQ(Get(stream),
            R"({"Policy":)" + Quoted(PolicyOf(stream)) + R"(,"RevisionId":"1800000000123"})");
  EXPECT_EQ(Delete(stream), Revision(kFirstRevision));
  EXPECT_EQ(Get(stream), NotFound(stream));
  EXPECT_THAT(Get(table), HasSubstr("dynamodb:GetItem"));
}

TEST_F(StreamPolicyTest, OutlivesTheTableAndGoesWithTheStream) {
  const std::string stream = CreateWithStream("streamed");
  Put(stream, PolicyOf(stream));
  Call("DeleteTable", R"({"TableName":"streamed"})");
  EXPECT_THAT(Get(stream), HasSubstr(kFirstRevision)) << "the stream can be read for a day";
  EXPECT_THAT(Put(stream, Policy("dynamodb:*", stream)), StartsWith(R"({"RevisionId")"));
  EXPECT_THAT(Get(stream), HasSubstr("dynamodb:*"));
  const std::string next = CreateWithStream("streamed");
  EXPECT_NE(next, stream);
  EXPECT_EQ(Get(next), NotFound(next)) << "another stream of the same name";
  EXPECT_THAT(Delete(stream), StartsWith(R"({"RevisionId")"));
  EXPECT_THAT(Put(stream, PolicyOf(stream)), StartsWith(R"({"RevisionId")"));
  clock_.Advance(25 * kHour);
  EXPECT_EQ(Get(stream), NoResource(stream));
  EXPECT_EQ(Put(stream, PolicyOf(stream)), NoResource(stream));
  EXPECT_EQ(Delete(stream), NoResource(stream));
}

TEST_F(StreamPolicyTest, StaysWhenTheStreamIsDisabled) {
  const std::string stream = CreateWithStream("streamed");
  Put(stream, PolicyOf(stream));
  Call("UpdateTable", R"({"TableName":"streamed","StreamSpecification":{"StreamEnabled":false}})");
  EXPECT_THAT(Get(stream), HasSubstr(kFirstRevision));
  EXPECT_THAT(Put(stream, Policy("dynamodb:*", stream)), StartsWith(R"({"RevisionId")"));
  EXPECT_THAT(Call("DescribeStream", R"({"StreamArn":")" + stream + "\"}"), HasSubstr("DISABLED"));
}

TEST_F(StreamPolicyTest, NeedsAStream) {
  const std::string none = std::string(kTableArn) + "/stream/2026-01-01T00:00:00.000";
  EXPECT_EQ(Put(none, PolicyOf(none)), NoResource(none));
  EXPECT_EQ(Get(none), NoResource(none));
  EXPECT_EQ(Delete(std::string(kTableArn) + "/stream/"),
            NoResource(std::string(kTableArn) + "/stream/"));
}

TEST_F(StreamPolicyTest, AndTheTablesAreThereAfterARestart) {
  const stator::testing::ScratchFolder folder;
  Open({.path = folder.path()});
  Create("tab", R"(,"ResourcePolicy":)" + Quoted(Policy("dynamodb:GetItem")));
  const std::string stream = CreateWithStream("streamed");
  Put(stream, PolicyOf(stream));
  const std::string dropped = CreateWithStream("dropped");
  Call("DeleteTable", R"({"TableName":"dropped"})");
  Put(dropped, PolicyOf(dropped));
  Open({.path = folder.path()});
  EXPECT_THAT(Get(kTableArn), HasSubstr("dynamodb:GetItem"));
  EXPECT_EQ(Get(stream),
            R"({"Policy":)" + Quoted(PolicyOf(stream)) + R"(,"RevisionId":"1800000000123"})");
  EXPECT_THAT(Get(dropped), HasSubstr("dynamodb:GetRecords"));
  Delete(kTableArn);
  Open({.path = folder.path()});
  EXPECT_EQ(Get(kTableArn), NotFound(kTableArn));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:GetItem")), Revision("1800000000124"))
      << "revisions go on";
}

}  // namespace
}  // namespace stator::api
