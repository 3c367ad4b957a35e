// Which documents are policies, and what is said of the others.
#include <gtest/gtest.h>

#include <span>
#include <string>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

std::string ErrorOf(const std::string& json, PolicyUse use = PolicyUse::kIdentity) {
  const auto policy = Policy::Parse(json, use, "p");
  if (policy.ok()) return "";
  EXPECT_EQ(policy.status().code(), Code::kValidation);
  return policy.status().message();
}

struct Document {
  const char* json;
  const char* error;
};

TEST(Documents, AreObjectsWithKnownElements) {
  const Document cases[] = {
      {"", "the policy is not valid JSON"},
      {"{", "the policy is not valid JSON"},
      {"[]", "the policy is not a JSON object"},
      {R"("x")", "the policy is not a JSON object"},
      {"{}", "the policy lacks Statement"},
      {R"({"Statement": []})", "Statement: is empty"},
      {R"({"Statement": "x"})", "Statement: must be an object"},
      {R"({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, 5]})",
       "Statement[1]: must be an object"},
      {R"({"Version": "2012-10-18", "Statement": []})",
       R"(Version: must be "2012-10-17" or "2008-10-17")"},
      {R"({"Version": 2012, "Statement": []})", R"(Version: must be "2012-10-17" or "2008-10-17")"},
      {R"({"Id": 5, "Statement": []})", "Id: must be a string"},
      {R"({"Statements": []})", "Statements: there is no such element"},
      {R"({"Statement": [], "Statement": []})", "Statement: stands there twice"},
  };
  for (const Document& c : cases) EXPECT_EQ(ErrorOf(c.json), c.error) << c.json;
}

struct OneStatement {
  const char* members;
  const char* error;  // behind "Statement[0]"
};

void ExpectErrors(std::span<const OneStatement> cases) {
  for (const OneStatement& c : cases) {
    EXPECT_EQ(
        ErrorOf(R"({"Version": "2012-10-17", "Statement": [{)" + std::string(c.members) + "}]}"),
        "Statement[0]" + std::string(c.error));
  }
}

TEST(Documents, HaveSoundStatements) {
  const OneStatement cases[] = {
      {R"("Action": "*", "Resource": "*")", ": lacks Effect"},
      {R"("Effect": "Allow", "Resource": "*")", ": lacks Action or NotAction"},
      {R"("Effect": "Allow", "Action": "*")", ": lacks Resource or NotResource"},
      {R"("Effect": "allow")", R"(.Effect: must be "Allow" or "Deny")"},
      {R"("Effect": true)", R"(.Effect: must be "Allow" or "Deny")"},
      {R"("Sid": "a b")", R"(.Sid: "a b" may hold letters and digits only)"},
      {R"("Sid": 5)", ".Sid: must be a string"},
      {R"("effect": "Allow")", ".effect: there is no such element"},
      {R"("NotSid": "x")", ".NotSid: there is no such element"},
      {R"("Effect": "Allow", "Effect": "Deny")", ".Effect: stands there twice"},
      {R"("Action": "*", "NotAction": "*")", ".NotAction: Action and NotAction exclude each other"},
      {R"("NotResource": "*", "Resource": "*")",
       ".Resource: Resource and NotResource exclude each other"},
      {R"("Action": [])", ".Action: is empty"},
      {R"("Action": 5)", ".Action: must be a string"},
      {R"("Action": ["*", {}])", ".Action[1]: must be a string"},
      {R"("Action": "GetItem")", R"(.Action: "GetItem" has no service before a colon)"},
      {R"("Action": "")", R"(.Action: "" has no service before a colon)"},
      {R"("Action": "dyn*:GetItem")", R"(.Action: "dyn*" is not a service)"},
      {R"("Action": "dynamodb:")", R"(.Action: "dynamodb:" is not an action)"},
      {R"("Action": "dynamodb:Get Item")", R"(.Action: "dynamodb:Get Item" is not an action)"},
      {R"("Action": "dynamodb:${aws:username}")",
       R"(.Action: "dynamodb:${aws:username}" is not an action)"},
      {R"("Resource": [])", ".Resource: is empty"},
      {R"("Resource": "table/x")", R"(.Resource: "table/x" is neither an ARN nor "*")"},
      {R"("Resource": "arn:aws:dynamodb:us-east-1:1:")",
       R"(.Resource: "arn:aws:dynamodb:us-east-1:1:" names no resource)"},
      {R"("Resource": "arn:aws:*:us-east-1:1:x")",
       R"(.Resource: the service in "arn:aws:*:us-east-1:1:x" must be named in full, without )"
       "wildcards"},
      {R"("Resource": "arn:aws:dynamodb:*:${aws:PrincipalAccount}:x")",
       R"(.Resource: a policy variable may stand behind the fifth colon of )"
       R"("arn:aws:dynamodb:*:${aws:PrincipalAccount}:x" only)"},
      {R"("Resource": "arn:aws:dynamodb:*:1:${aws:username")",
       R"(.Resource: a policy variable is not closed by "}")"},
      {R"("Resource": "arn:aws:dynamodb:*:1:${username}")",
       R"(.Resource: "${username}" is not a policy variable)"},
      {R"("Resource": "arn:aws:dynamodb:*:1:${aws:username, none}")",
       R"(.Resource: the default of "${aws:username, none}" must stand in single quotation marks)"},
      {R"("Principal": "*")", ".Principal: the policy of a user or role names no principal"},
      {R"("NotPrincipal": "*")", ".NotPrincipal: the policy of a user or role names no principal"},
  };
  ExpectErrors(cases);
}

// IAM User Guide, "Amazon Resource Names": of identity-based policies only.
TEST(Documents, IncompleteArnsGetWildcards) {
  struct Case {
    std::string resource;
    bool matches;
  };
  for (const auto& [resource, matches] :
       {Case{"arn:aws:dynamodb", true}, Case{"arn:aws:dynamodb:*", true},
        Case{"arn:aws:dynamodb:us-east-1", true}, Case{"arn:aws:dynamodb:us-west-2", false},
        Case{"arn:aws:dynamodb:us-east-1:" + std::string(kAccount), true},
        Case{"arn:aws:dynamodb:us-east-1:210987654321", false}, Case{"arn:aws:sqs", false}}) {
    Asking asking;
    asking.Identity(R"({"Effect": "Allow", "Action": "*", "Resource": ")" + resource + R"("})");
    EXPECT_EQ(asking.Allowed(), matches) << resource;
  }
  const std::string document = R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
      "Action": "*", "Resource": "arn:aws:dynamodb:*"}})";
  EXPECT_TRUE(Policy::Parse(document, PolicyUse::kIdentity, "p").ok());
  const Status refused = Policy::Parse(document, PolicyUse::kSession, "p").status();
  EXPECT_EQ(refused.message(),
            "Statement.Resource: \"arn:aws:dynamodb:*\" is neither an ARN nor \"*\"");
}

TEST(Documents, HaveSoundConditions) {
  const OneStatement cases[] = {
      {R"("Condition": [])", ".Condition: must be an object"},
      {R"("Condition": {"StringEquals": "x"})", ".Condition.StringEquals: must be an object"},
      {R"("Condition": {"StringSounds": {}})",
       ".Condition.StringSounds: there is no such condition operator"},
      {R"("Condition": {"NullIfExists": {}})",
       ".Condition.NullIfExists: there is no such condition operator"},
      {R"("Condition": {"ForAllValues:Null": {}})",
       ".Condition.ForAllValues:Null: there is no such condition operator"},
      {R"("Condition": {"ForSomeValues:Bool": {}})",
       ".Condition.ForSomeValues:Bool: there is no such condition operator"},
      {R"("Condition": {"Bool": {"aws:SecureTransport": "maybe"}})",
       R"(.Condition.Bool.aws:SecureTransport: "maybe" is not true or false)"},
      {R"("Condition": {"Bool": {"aws:SecureTransport": null}})",
       ".Condition.Bool.aws:SecureTransport: must be a string, a number or a boolean"},
      {R"("Condition": {"Bool": {"aws:SecureTransport": [true, []]}})",
       ".Condition.Bool.aws:SecureTransport[1]: must be a string, a number or a boolean"},
      {R"("Condition": {"Bool": {"SecureTransport": true}})",
       ".Condition.Bool.SecureTransport: is not a condition key, which begins with the name of a "
       "service"},
      {R"("Condition": {"Bool": {"aws:a": true, "aws:a": true}})",
       ".Condition.Bool.aws:a: stands there twice"},
      {R"("Condition": {"NumericEquals": {"aws:a": "1,5"}})",
       R"(.Condition.NumericEquals.aws:a: "1,5" is not a number)"},
      {R"("Condition": {"NumericEquals": {"aws:a": "${aws:username}"}})",
       R"(.Condition.NumericEquals.aws:a: "${aws:username}" is not a number)"},
      {R"("Condition": {"DateEquals": {"aws:a": "2023-02-29"}})",
       R"(.Condition.DateEquals.aws:a: "2023-02-29" is not a date)"},
      {R"("Condition": {"DateEquals": {"aws:a": "2023-02-28T24:00Z"}})",
       R"(.Condition.DateEquals.aws:a: "2023-02-28T24:00Z" is not a date)"},
      {R"("Condition": {"BinaryEquals": {"aws:a": "YQ="}})",
       R"(.Condition.BinaryEquals.aws:a: "YQ=" is not Base64)"},
      {R"("Condition": {"IpAddress": {"aws:a": "10.0.0.0/33"}})",
       R"(.Condition.IpAddress.aws:a: "10.0.0.0/33" is not an IP address or a range of them)"},
      {R"("Condition": {"IpAddress": {"aws:a": "10.0.0/8"}})",
       R"(.Condition.IpAddress.aws:a: "10.0.0/8" is not an IP address or a range of them)"},
      {R"("Condition": {"IpAddress": {"aws:a": "::/129"}})",
       R"(.Condition.IpAddress.aws:a: "::/129" is not an IP address or a range of them)"},
      {R"("Condition": {"IpAddress": {"aws:a": "::/"}})",
       R"(.Condition.IpAddress.aws:a: "::/" is not an IP address or a range of them)"},
      {R"("Condition": {"StringLike": {"aws:a": "${}"}})",
       R"(.Condition.StringLike.aws:a: "${}" is not a policy variable)"},
  };
  ExpectErrors(cases);
}

TEST(Documents, HavePrincipalsWhereResourcesAndRolesAre) {
  const auto error = [](const std::string& principal, PolicyUse use = PolicyUse::kResource) {
    return ErrorOf(R"({"Statement": {"Effect": "Allow", "Action": "*", )" + principal +
                       (use == PolicyUse::kTrust ? "}}" : R"("Resource": "*"}})"),
                   use);
  };
  EXPECT_EQ(error(""), "Statement: lacks Principal");
  EXPECT_EQ(error(R"("Principal": "me",)"), R"(Statement.Principal: must be "*" or an object)");
  EXPECT_EQ(error(R"("Principal": {},)"), "Statement.Principal: is empty");
  EXPECT_EQ(error(R"("Principal": {"AWS": []},)"), "Statement.Principal: is empty");
  EXPECT_EQ(error(R"("Principal": {"AWS": ["*", 5]},)"),
            "Statement.Principal.AWS[1]: must be a string");
  EXPECT_EQ(error(R"("Principal": {"Group": "x"},)"),
            "Statement.Principal.Group: there is no such type of principals");
  EXPECT_EQ(error(R"("Principal": {"CanonicalUser": "x"},)"),
            "Statement.Principal.CanonicalUser: only Amazon S3 knows canonical users");
  EXPECT_EQ(error(R"("Principal": "*", "NotPrincipal": "*",)"),
            "Statement.NotPrincipal: Principal and NotPrincipal exclude each other");
  for (const std::string wrong :
       {"", "12345678901", "arn:aws:iam::123456789012:user/*", "arn:aws:iam::123456789012:user/",
        "arn:aws:iam::*:root", "arn:aws:iam::123456789012:group/g", "alice",
        "arn:aws:sts::123456789012:assumed-role/reader", "arn:aws:s3:::bucket",
        "arn:gcp:iam::123456789012:root"}) {
    EXPECT_EQ(error(R"("Principal": {"AWS": ")" + wrong + R"("},)"),
              "Statement.Principal.AWS: \"" + wrong + "\" is not a principal");
  }
  for (const std::string right :
       {"*", "123456789012", "arn:aws:iam::123456789012:root",
        "arn:aws:iam::123456789012:user/a/b/alice", "arn:aws:iam::123456789012:role/reader",
        "arn:aws:sts::123456789012:assumed-role/reader/s", "AROAEXAMPLEREADER0",
        "arn:aws:sts::123456789012:federated-user/bob", "arn:aws-cn:iam::123456789012:root"}) {
    EXPECT_EQ(error(R"("Principal": {"AWS": ")" + right + R"("},)"), "");
  }
  EXPECT_EQ(error(R"("Principal": {"Federated": "accounts.google.com",
                     "Service": ["lambda.amazonaws.com"]},)"),
            "");
  EXPECT_EQ(error(R"("Principal": {"Federated": "accounts.google.com"})", PolicyUse::kTrust), "");
  EXPECT_EQ(error(R"("NotPrincipal": "*")", PolicyUse::kTrust),
            "Statement.NotPrincipal: a trust policy may not have it");
  EXPECT_EQ(error(R"("Principal": "*", "Resource": "*")", PolicyUse::kTrust),
            "Statement.Resource: a trust policy names no resource");
}

TEST(Documents, HaveSidsThatDiffer) {
  const auto with = [](const std::string& first, const std::string& second, PolicyUse use) {
    const std::string rest = R"(", "Effect": "Allow", "Principal": "*", "Action": "*")";
    return ErrorOf(
        R"({"Statement": [{"Sid": ")" + first + rest + R"(}, {"Sid": ")" + second + rest + "}]}",
        use);
  };
  EXPECT_EQ(with("A", "A", PolicyUse::kTrust), R"(Statement: two have the Sid "A")");
  EXPECT_EQ(with("A", "a", PolicyUse::kTrust), "");
  EXPECT_EQ(with("", "", PolicyUse::kTrust), "");
  EXPECT_EQ(ErrorOf(R"({"Statement": {"Sid": "let them in", "Effect": "Allow", "Principal": "*",
                        "Action": "*", "Resource": "*"}})",
                    PolicyUse::kResource),
            "");
}

TEST(Documents, TakeOneValueInPlaceOfAList) {
  const std::string lists =
      R"({"Id": "x", "Statement": [{"Effect": "Allow", "Action": ["dynamodb:GetItem"],
          "Resource": ["*"], "Condition": {"StringEquals": {"aws:username": ["alice"]}}}]})";
  const std::string values =
      R"({"Statement": {"Effect": "Allow", "Action": "dynamodb:GetItem",
          "Resource": "*", "Condition": {"StringEquals": {"aws:username": "alice"}}}})";
  for (const std::string& json : {lists, values}) {
    Asking asking;
    asking.principal.identity_policies = {Parsed(json)};
    EXPECT_TRUE(asking.Allowed());
  }
}

TEST(Documents, AreBounded) {
  std::string big = R"({"Statement": {"Effect": "Allow", "Resource": "*", "Action": [)";
  while (big.size() < 64 * 1024) big += R"("dynamodb:GetItem", )";
  EXPECT_EQ(ErrorOf(big + R"("*"]}})"), "the policy is longer than 65536 bytes");
  const std::string deep = std::string(300, '[') + std::string(300, ']');
  EXPECT_EQ(ErrorOf(R"({"Statement": )" + deep + "}"), "the policy is not valid JSON");
  EXPECT_EQ(ErrorOf(R"({"Statement": [[[{}]]]})"), "Statement[0]: must be an object");
  // What is quoted in an error is cut.
  const std::string error =
      ErrorOf(R"({"Statement": {"Action": ")" + std::string(9000, 'x') + R"("}})");
  EXPECT_LT(error.size(), 300u);
}

// Patterns for which trying every way would take longer than the test may.
TEST(Documents, CannotHoldAPatternThatTakesForever) {
  for (const std::string piece : {"*a", "*a?", "*${aws:PrincipalTag/a, 'a'}"}) {
    std::string pattern;
    for (int i = 0; i < 30; ++i) pattern += piece;
    Asking asking;
    asking.keys.Set("dynamodb:K", std::string(20'000, 'a') + "b");
    asking.Identity(
        AllowAll(R"("Condition": {"StringLike": {"dynamodb:K": ")" + pattern + R"(c"}})"));
    EXPECT_FALSE(asking.Allowed());
    asking.keys.Set("dynamodb:K", std::string(20'000, 'a') + "c");
    EXPECT_TRUE(asking.Allowed());
  }
}

TEST(Documents, KeepTheirName) {
  EXPECT_EQ(Parsed(Statements(AllowAll()), PolicyUse::kIdentity, "mine")->name(), "mine");
}

}  // namespace
}  // namespace stator::api::iam::testing
