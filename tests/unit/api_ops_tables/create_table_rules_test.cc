// What CreateTable refuses, each rule with the service's text.
#include <algorithm>

#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kInvalid = "Validation: One or more parameter values were invalid: ";

class CreateTableRulesTest : public TableOpsTest {
 protected:
  // "a:S b:N" → AttributeDefinitions.
  static std::string Definitions(std::string_view text) {
    return List(text, "AttributeName", "AttributeType");
  }
  // "a:HASH b:RANGE" → KeySchema.
  static std::string Keys(std::string_view text) { return List(text, "AttributeName", "KeyType"); }

  static std::string Index(std::string_view name, std::string_view keys,
                           std::string_view projection = R"({"ProjectionType":"ALL"})",
                           std::string_view more = "") {
    return R"({"IndexName":")" + std::string(name) + R"(","KeySchema":)" + Keys(keys) +
           R"(,"Projection":)" + std::string(projection) + std::string(more) + "}";
  }

  std::string Create(std::string_view definitions, std::string_view keys,
                     std::string_view more = R"("BillingMode":"PAY_PER_REQUEST")") {
    return Call("CreateTable", R"({"TableName":"tab","AttributeDefinitions":)" +
                                   Definitions(definitions) + R"(,"KeySchema":)" + Keys(keys) +
                                   "," + std::string(more) + "}");
  }

  std::string WithLocal(std::string_view definitions, std::string_view keys,
                        const std::string& indexes) {
    return Create(definitions, keys,
                  R"("BillingMode":"PAY_PER_REQUEST","LocalSecondaryIndexes":[)" + indexes + "]");
  }
  std::string WithGlobal(std::string_view definitions, const std::string& indexes) {
    return Create(definitions, "pk:HASH",
                  R"("BillingMode":"PAY_PER_REQUEST","GlobalSecondaryIndexes":[)" + indexes + "]");
  }

  static std::string Invalid(std::string_view detail) {
    return std::string(kInvalid) + std::string(detail);
  }

 private:
  static std::string List(std::string_view text, std::string_view first, std::string_view second) {
    std::string list = "[";
    while (!text.empty()) {
      const std::string_view pair = text.substr(0, text.find(' '));
      text.remove_prefix(std::min(text.size(), pair.size() + 1));
      const size_t colon = pair.find(':');
      if (list.size() > 1) list += ",";
      list += "{\"" + std::string(first) + "\":\"" + std::string(pair.substr(0, colon)) + "\",\"" +
              std::string(second) + "\":\"" + std::string(pair.substr(colon + 1)) + "\"}";
    }
    return list + "]";
  }
};

TEST_F(CreateTableRulesTest, DefinitionsAndKeySchemaAreRequired) {
  EXPECT_EQ(Call("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST"})"),
            "Validation: 2 validation errors detected: Value null at 'attributeDefinitions' failed "
            "to satisfy constraint: Member must not be null; Value null at 'keySchema' failed to "
            "satisfy constraint: Member must not be null");
}

TEST_F(CreateTableRulesTest, TableNameHasAtLeastThreeCharacters) {
  EXPECT_EQ(Call("CreateTable", R"({"TableName":"ab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})"),
            "Validation: 1 validation error detected: Value 'ab' at 'tableName' failed to satisfy "
            "constraint: Member must have length greater than or equal to 3");
}

TEST_F(CreateTableRulesTest, ProvisionedNeedsUnits) {
  const std::string text = Invalid(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
      "PROVISIONED");
  EXPECT_EQ(Create("pk:S", "pk:HASH", R"("BillingMode":"PROVISIONED")"), text);
  EXPECT_EQ(Create("pk:S", "pk:HASH", R"("DeletionProtectionEnabled":false)"), text);
}

TEST_F(CreateTableRulesTest, OnDemandTakesNoUnits) {
  EXPECT_EQ(Create("pk:S", "pk:HASH", R"("BillingMode":"PAY_PER_REQUEST",
      "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1})"),
            Invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                    "BillingMode is PAY_PER_REQUEST"));
}

TEST_F(CreateTableRulesTest, UnitsAreBoundedByTheQuota) {
  EXPECT_EQ(Create("pk:S", "pk:HASH",
                   R"("ProvisionedThroughput":{"ReadCapacityUnits":40001,"WriteCapacityUnits":1})"),
            "LimitExceeded: The requested ReadCapacityUnits, 40001, is above the per table maximum "
            "for the account in eu-west-1. Per table maximum: 40000. Refer to the Amazon DynamoDB "
            "Developer Guide for current limits and how to request higher limits.");
}

TEST_F(CreateTableRulesTest, EachAttributeIsDefinedOnce) {
  EXPECT_EQ(Create("pk:S pk:N", "pk:HASH"), "Validation: Attribute Name is duplicated: pk");
}

TEST_F(CreateTableRulesTest, EveryKeyIsDefined) {
  EXPECT_EQ(Create("", "pk:HASH"),
            "Validation: Invalid KeySchema: Some index key attribute have no definition");
  EXPECT_EQ(Create("pk:S", "pk:HASH pk:RANGE"),
            "Validation: Invalid KeySchema: Some index key attribute have no definition");
  EXPECT_EQ(Create("other:S", "pk:HASH"),
            Invalid("Some index key attributes are not defined in AttributeDefinitions. Keys: "
                    "[pk], AttributeDefinitions: [other]"));
  EXPECT_EQ(Create("a:S b:S", "pk:HASH sk:RANGE"),
            Invalid("Some index key attributes are not defined in AttributeDefinitions. Keys: "
                    "[pk, sk], AttributeDefinitions: [a, b]"));
}

TEST_F(CreateTableRulesTest, EveryDefinitionIsUsed) {
  EXPECT_EQ(Create("pk:S extra:S", "pk:HASH"),
            Invalid("Number of attributes in KeySchema does not exactly match number of attributes "
                    "defined in AttributeDefinitions"));
  EXPECT_EQ(WithGlobal("pk:S gk:S extra:S", Index("gsi", "gk:HASH")),
            Invalid("Some AttributeDefinitions are not used. AttributeDefinitions: [pk, gk, "
                    "extra], keys used: [pk, gk]"));
}

TEST_F(CreateTableRulesTest, UnusedDefinitionHidesWhatIsWrongWithAnIndex) {
  EXPECT_THAT(WithGlobal("pk:S gk:S extra:S", Index("gsi", "gk:RANGE", "{}")),
              HasSubstr("Some AttributeDefinitions are not used"));
}

TEST_F(CreateTableRulesTest, TableKeyIsOneHashThenOneRange) {
  EXPECT_EQ(Create("pk:S sk:S", "sk:RANGE pk:HASH"),
            "Validation: Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  EXPECT_EQ(Create("pk:S sk:S", "pk:HASH sk:HASH"),
            "Validation: Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  EXPECT_EQ(Create("pk:S sk:S", "pk:HASH pk:RANGE"),
            "Validation: Both the Hash Key and the Range Key element in the KeySchema have the "
            "same name");
  EXPECT_THAT(Create("pk:S sk:S tk:S", "pk:HASH sk:RANGE tk:RANGE"),
              testing::AllOf(StartsWith("Validation: 1 validation error detected: Value '["),
                             HasSubstr("' at 'keySchema' failed to satisfy constraint: Member must "
                                       "have length less than or equal to 2")));
}

TEST_F(CreateTableRulesTest, IndexListsAreNotEmpty) {
  EXPECT_EQ(WithLocal("pk:S", "pk:HASH", ""), Invalid("List of LocalSecondaryIndexes is empty"));
  EXPECT_EQ(WithGlobal("pk:S", ""), Invalid("List of GlobalSecondaryIndexes is empty"));
}

TEST_F(CreateTableRulesTest, LocalIndexNeedsATableWithARangeKey) {
  EXPECT_EQ(WithLocal("pk:S lk:S", "pk:HASH", Index("lsi", "pk:HASH lk:RANGE")),
            Invalid("Table KeySchema does not have a range key, which is required when specifying "
                    "a LocalSecondaryIndex"));
}

TEST_F(CreateTableRulesTest, LocalIndexHasItsOwnRangeKey) {
  EXPECT_EQ(WithLocal("pk:S sk:S", "pk:HASH sk:RANGE", Index("lsi", "pk:HASH")),
            Invalid("Index KeySchema does not have a range key for index: lsi"));
}

TEST_F(CreateTableRulesTest, LocalIndexSharesTheHashKey) {
  EXPECT_EQ(WithLocal("pk:S sk:S other:S", "pk:HASH sk:RANGE", Index("lsi", "other:HASH sk:RANGE")),
            Invalid("Index KeySchema does not have the same leading hash key as table KeySchema "
                    "for index: lsi. index hash key: other, table hash key: pk"));
}

TEST_F(CreateTableRulesTest, LocalIndexTakesOneAttributeOfEachRole) {
  EXPECT_THAT(WithLocal("pk:S sk:S lk:S mk:S", "pk:HASH sk:RANGE",
                        Index("lsi", "pk:HASH lk:RANGE mk:RANGE")),
              HasSubstr("at 'localSecondaryIndexes.1.member.keySchema' failed to satisfy "
                        "constraint: Member must have length less than or equal to 2"));
}

TEST_F(CreateTableRulesTest, LocalIndexMayRepeatTheTablesKey) {
  EXPECT_THAT(WithLocal("pk:S sk:S", "pk:HASH sk:RANGE", Index("lsi", "pk:HASH sk:RANGE")),
              StartsWith("{"));
}

TEST_F(CreateTableRulesTest, FiveLocalIndexesAtMost) {
  std::string indexes;
  for (int i = 0; i < 6; ++i) {
    indexes += (i > 0 ? "," : "") + Index("lsi" + std::to_string(i), "pk:HASH sk:RANGE");
  }
  EXPECT_EQ(WithLocal("pk:S sk:S", "pk:HASH sk:RANGE", indexes),
            Invalid("Number of LocalSecondaryIndexes exceeds per-table limit of 5"));
}

TEST_F(CreateTableRulesTest, TwentyGlobalIndexesAtMost) {
  std::string twenty = Index("gsi0", "pk:HASH");
  for (int i = 1; i < 20; ++i) twenty += "," + Index("gsi" + std::to_string(i), "pk:HASH");
  EXPECT_EQ(WithGlobal("pk:S", twenty + "," + Index("gsi20", "pk:HASH")),
            Invalid("GlobalSecondaryIndex count exceeds the per-table limit of 20"));
  EXPECT_THAT(WithGlobal("pk:S", twenty), StartsWith("{"));
}

// Comparing each with every other would take minutes for so many.
TEST_F(CreateTableRulesTest, ListsThatAreFarTooLongAreRefusedSoon) {
  std::string indexes;
  std::string definitions = "pk:S";
  std::string keys = "pk:HASH";
  for (int i = 0; i < 50'000; ++i) {
    const std::string name = "name" + std::to_string(i);
    indexes += (i == 0 ? "" : ",") + Index(name, "pk:HASH");
    definitions += " " + name + ":S";
    keys += " " + name + ":HASH";
  }
  EXPECT_EQ(WithGlobal("pk:S", indexes),
            Invalid("GlobalSecondaryIndex count exceeds the per-table limit of 20"));
  EXPECT_EQ(WithGlobal(definitions, Index("gsi", keys)),
            Invalid("The KeySchema exceeds the maximum allowed number of HASH key attributes"));
}

TEST_F(CreateTableRulesTest, IndexNamesAreUniqueOverBothKinds) {
  EXPECT_EQ(WithGlobal("pk:S gk:S", Index("same", "gk:HASH") + "," + Index("same", "pk:HASH")),
            Invalid("Duplicate index name: same"));
  EXPECT_EQ(Create("pk:S sk:S", "pk:HASH sk:RANGE",
                   R"("BillingMode":"PAY_PER_REQUEST","LocalSecondaryIndexes":[)" +
                       Index("same", "pk:HASH sk:RANGE") + R"(],"GlobalSecondaryIndexes":[)" +
                       Index("same", "sk:HASH") + "]"),
            Invalid("Duplicate index name: same"));
}

TEST_F(CreateTableRulesTest, GlobalIndexKeysComeHashFirst) {
  EXPECT_EQ(WithGlobal("pk:S gk:S", Index("gsi", "gk:RANGE")),
            "Validation: Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  EXPECT_EQ(WithGlobal("pk:S aa:S bb:S cc:S", Index("gsi", "aa:HASH bb:RANGE cc:HASH")),
            Invalid("All HASH key attributes must precede RANGE key attributes in the KeySchema"));
}

TEST_F(CreateTableRulesTest, GlobalIndexKeysAreFourOfEachRoleAtMost) {
  EXPECT_EQ(
      WithGlobal("pk:S a:S b:S c:S d:S e:S", Index("gsi", "a:HASH b:HASH c:HASH d:HASH e:HASH")),
      Invalid("The KeySchema exceeds the maximum allowed number of HASH key attributes"));
  EXPECT_EQ(WithGlobal("pk:S a:S b:S c:S d:S e:S",
                       Index("gsi", "pk:HASH a:RANGE b:RANGE c:RANGE d:RANGE e:RANGE")),
            Invalid("The KeySchema exceeds the maximum allowed number of RANGE key attributes"));
}

TEST_F(CreateTableRulesTest, GlobalIndexNamesAnAttributeOnce) {
  EXPECT_EQ(WithGlobal("pk:S gk:S", Index("gsi", "gk:HASH gk:RANGE")),
            "Validation: The KeySchema contains multiple key attributes with the same name");
}

TEST_F(CreateTableRulesTest, GlobalIndexKeysAreDefined) {
  EXPECT_EQ(WithGlobal("pk:S", Index("gsi", "gk:HASH")),
            Invalid("Some index key attributes are not defined in AttributeDefinitions. Keys: "
                    "[gk], AttributeDefinitions: [pk]"));
}

TEST_F(CreateTableRulesTest, ProjectionSaysWhatItProjects) {
  const auto with = [&](std::string_view projection) {
    return WithGlobal("pk:S gk:S", Index("gsi", "gk:HASH", projection));
  };
  EXPECT_EQ(with("{}"), Invalid("Unknown ProjectionType: null"));
  EXPECT_EQ(with(R"({"ProjectionType":"INCLUDE"})"),
            Invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified"));
  EXPECT_EQ(with(R"({"ProjectionType":"ALL","NonKeyAttributes":["x"]})"),
            Invalid("ProjectionType is ALL, but NonKeyAttributes is specified"));
  EXPECT_EQ(with(R"({"ProjectionType":"KEYS_ONLY","NonKeyAttributes":["x"]})"),
            Invalid("ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified"));
  EXPECT_EQ(with(R"({"ProjectionType":"INCLUDE","NonKeyAttributes":["x","x"]})"),
            Invalid("Duplicate element in NonKeyAttributes: x"));
  EXPECT_THAT(with(R"({"ProjectionType":"INCLUDE","NonKeyAttributes":["pk","gk","x"]})"),
              StartsWith("{"));
}

TEST_F(CreateTableRulesTest, HundredProjectedAttributesOverAllIndexes) {
  const auto include = [](int count) {
    std::string names;
    for (int i = 0; i < count; ++i) names += (i > 0 ? ",\"a" : "\"a") + std::to_string(i) + "\"";
    return R"({"ProjectionType":"INCLUDE","NonKeyAttributes":[)" + names + "]}";
  };
  std::string indexes;
  for (int i = 0; i < 5; ++i) {
    indexes += Index("gsi" + std::to_string(i), "pk:HASH", include(20)) + ",";
  }
  EXPECT_THAT(WithGlobal("pk:S", indexes + Index("one", "pk:HASH", include(1))),
              HasSubstr("exceeds per-table limit of 100"));
  indexes.pop_back();
  EXPECT_THAT(WithGlobal("pk:S", indexes), StartsWith("{"));
}

TEST_F(CreateTableRulesTest, IndexUnitsFollowTheBillingMode) {
  constexpr std::string_view kUnits =
      R"(,"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1})";
  EXPECT_EQ(WithGlobal("pk:S gk:S", Index("gsi", "gk:HASH", R"({"ProjectionType":"ALL"})", kUnits)),
            Invalid("ProvisionedThroughput should not be specified for index: gsi when "
                    "BillingMode is PAY_PER_REQUEST"));
  EXPECT_EQ(Create("pk:S gk:S", "pk:HASH",
                   std::string(kUnits.substr(1)) + R"(,"GlobalSecondaryIndexes":[)" +
                       Index("gsi", "gk:HASH") + "]"),
            Invalid("ProvisionedThroughput is not specified for index: gsi"));
}

TEST_F(CreateTableRulesTest, CeilingsBelongToOnDemandAndArePositive) {
  EXPECT_EQ(Create("pk:S", "pk:HASH",
                   R"("ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1},
                   "OnDemandThroughput":{"MaxReadRequestUnits":5})"),
            Invalid("MaxReadRequestUnits for OnDemandThroughput cannot be specified when table "
                    "BillingMode is PROVISIONED."));
  for (const std::string ceiling : {"0", "-1", "-2"}) {
    EXPECT_EQ(
        Create("pk:S", "pk:HASH",
               R"("BillingMode":"PAY_PER_REQUEST","OnDemandThroughput":{"MaxReadRequestUnits":)" +
                   ceiling + "}"),
        Invalid("Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of "
                "valid range"));
  }
}

TEST_F(CreateTableRulesTest, WarmThroughputIsNotBelowWhatIsThereAnyway) {
  EXPECT_THAT(Create("pk:S", "pk:HASH", R"("BillingMode":"PAY_PER_REQUEST",
                     "WarmThroughput":{"ReadUnitsPerSecond":1,"WriteUnitsPerSecond":1})"),
              HasSubstr("Requested ReadUnitsPerSecond for WarmThroughput for table is lower than "
                        "initial throughput for OnDemand. See: https://docs.aws.amazon.com/"));
  EXPECT_EQ(Create("pk:S", "pk:HASH",
                   R"("ProvisionedThroughput":{"ReadCapacityUnits":9,"WriteCapacityUnits":9},
                     "WarmThroughput":{"ReadUnitsPerSecond":5})"),
            Invalid("Requested ReadUnitsPerSecond for WarmThroughput for table is lower than "
                    "ReadCapacityUnits of ProvisionedThroughput"));
}

TEST_F(CreateTableRulesTest, AStreamHasAViewIfItIsEnabled) {
  const auto with = [&](std::string_view stream) {
    return Create(
        "pk:S", "pk:HASH",
        R"("BillingMode":"PAY_PER_REQUEST","StreamSpecification":)" + std::string(stream));
  };
  EXPECT_EQ(with(R"({"StreamEnabled":true})"),
            Invalid("Table is being created with a stream enabled, UpdateViewType is required"));
  EXPECT_EQ(with(R"({"StreamEnabled":false,"StreamViewType":"NEW_IMAGE"})"),
            Invalid("Table is being created with a stream disabled, UpdateViewType should not be "
                    "specified"));
  EXPECT_THAT(Describe("tab", ""), HasSubstr("no JSON"));
}

TEST_F(CreateTableRulesTest, EncryptionIsCheckedByItsOwnRules) {
  const auto with = [&](std::string_view sse) {
    return Create("pk:S", "pk:HASH",
                  R"("BillingMode":"PAY_PER_REQUEST","SSESpecification":)" + std::string(sse));
  };
  EXPECT_EQ(with(R"({"Enabled":false,"SSEType":"KMS"})"),
            Invalid("SSEType can not be specified if Enabled is false"));
  EXPECT_EQ(with(R"({"Enabled":true,"SSEType":"AES256"})"),
            Invalid("SSEType AES256 is not supported"));
  EXPECT_EQ(with(R"({"Enabled":true,"KMSMasterKeyId":"k"})"),
            Invalid("SSEType KMS is required if KMSMasterKeyId is specified"));
  EXPECT_THAT(with(R"({"Enabled":true})"), HasSubstr("--encryption-key-file"));
  EXPECT_THAT(with(R"({"SSEType":"KMS"})"), HasSubstr("--encryption-key-file"));
  EXPECT_THAT(with("{}"), StartsWith("{"));
}

TEST_F(CreateTableRulesTest, MembersThatAreNotServedAreRefused) {
  for (const std::string member :
       {R"("GlobalTableSourceArn":"arn:aws:dynamodb:x:1:table/y")",
        R"("GlobalTableSettingsReplicationMode":"ENABLED")", R"("VectorIndexes":[])"}) {
    const std::string name = member.substr(1, member.find('"', 1) - 1);
    EXPECT_EQ(Create("pk:S", "pk:HASH", R"("BillingMode":"PAY_PER_REQUEST",)" + member),
              Invalid(name + " is not served by this version"));
  }
}

TEST_F(CreateTableRulesTest, BadTagsCreateNothing) {
  EXPECT_EQ(Create("pk:S", "pk:HASH",
                   R"("BillingMode":"PAY_PER_REQUEST","Tags":[{"Key":"aws:x","Value":"y"}])"),
            "Validation: Tag Key cannot be prefixed with aws:, Key: aws:x");
  EXPECT_THAT(Call("DescribeTable", R"({"TableName":"tab"})"), StartsWith("NotFound"));
}

}  // namespace
}  // namespace stator::api
