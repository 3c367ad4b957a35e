#include "tests/unit/iam/random_policies.h"

namespace stator::api::iam::testing {

namespace {

using stator::testing::SeededRandom;

const Texts kActions = {"*",
                        "*",
                        "dynamodb:*",
                        "dynamodb:*",
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "DynamoDB:get*",
                        "dynamodb:*Item",
                        "dynamodb:?atchGetItem",
                        "s3:*",
                        "dynamodb:Query"};
const Texts kResources = {"*",
                          "*",
                          "*",
                          "arn:aws:dynamodb:us-east-1:123456789012:table/Orders",
                          "arn:aws:dynamodb:*:*:table/*",
                          "arn:aws:dynamodb:*:123456789012:table/O*s",
                          "arn:aws:dynamodb:*:*:table/${aws:username}",
                          "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/team, 'Orders'}",
                          "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/team}*",
                          "arn:aws:dynamodb:*:*:table/Orders/index/?",
                          "arn:aws:dynamodb:*:*:table/O${*}"};
const Texts kPrincipals = {"*",
                           "123456789012",
                           "999999999999",
                           "arn:aws:iam::123456789012:root",
                           "arn:aws:iam::123456789012:user/alice",
                           "arn:aws:iam::123456789012:user/bob",
                           "arn:aws:iam::123456789012:role/reader",
                           "arn:aws:sts::123456789012:assumed-role/reader/tuesday"};

// Operators with the keys and values that go with them.
struct Family {
  Texts operators;
  Texts keys;
  Texts values;
  bool quotes_optional = false;
};

const std::vector<Family>& Families() {
  static const std::vector<Family> families = {
      {{"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
        "StringLike", "StringNotLike"},
       {"dynamodb:LeadingKeys", "dynamodb:Attributes", "dynamodb:LEADINGKEYS", "dynamodb:Select",
        "aws:username", "aws:PrincipalTag/Team", "aws:PrincipalType", "graph.facebook.com:id",
        "aws:PrincipalAccount", "dynamodb:Missing"},
       {"alice",
        "Alice",
        "bob",
        "a*",
        "*",
        "?1",
        "*i*e",
        "${aws:username}",
        "COUNT",
        "red",
        "77",
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalTag/team, 'alice'}",
        "${graph.facebook.com:id}",
        "A${*}",
        "a${?}",
        "User",
        "123456789012",
        "${dynamodb:Attributes}",
        "name",
        "n*"}},
      {{"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
        "NumericGreaterThan", "NumericGreaterThanEquals"},
       {"dynamodb:Number", "dynamodb:Numbers", "aws:EpochTime", "dynamodb:Missing"},
       {"1", "2", "2.5", "-3", "1700000000", "1700000001"},
       true},
      {{"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
        "DateGreaterThanEquals"},
       {"aws:CurrentTime", "aws:TokenIssueTime", "dynamodb:Missing"},
       {"2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z", "2020-01-01T00:00:00Z", "1700000000"}},
      {{"Bool"},
       {"aws:SecureTransport", "aws:ViaAWSService", "dynamodb:Missing"},
       {"true", "false"},
       true},
      {{"BinaryEquals"}, {"dynamodb:Blob", "dynamodb:Missing"}, {"YQ==", "Yg=="}},
      {{"IpAddress", "NotIpAddress"},
       {"aws:SourceIp", "dynamodb:Missing"},
       {"203.0.113.0/24", "203.0.113.9", "203.0.0.0/15", "0.0.0.0/0", "10.0.0.1"}},
      {{"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"},
       {"aws:PrincipalArn", "dynamodb:Missing"},
       {"arn:aws:iam::123456789012:user/*", "arn:aws:iam::*:role/reader", "*", "arn:aws:*:user/a*",
        "arn:aws:iam::123456789012:user/${aws:username}", "arn:aws:iam::?23456789012:root"}},
  };
  return families;
}

std::string Quote(const std::string& text) { return '"' + text + '"'; }

// One value, or a list of one to three.
std::string RandomList(const Texts& texts, SeededRandom* random) {
  if (random->OneIn(2)) return Quote(Pick(texts, random));
  std::string list;
  for (int64_t i = random->Between(1, 3); i > 0; --i) {
    list += Quote(Pick(texts, random)) + (i > 1 ? ", " : "");
  }
  return "[" + list + "]";
}

std::string RandomLine(SeededRandom* random) {
  if (random->OneIn(12)) {
    return R"("Null": {"dynamodb:LeadingKeys": )" + Quote(random->OneIn(2) ? "true" : "false") +
           "}";
  }
  // Half of the lines are about texts.
  const auto& families = Families();
  const Family& family =
      families[random->OneIn(2) ? 0
                                : random->Between(1, static_cast<int64_t>(families.size()) - 1)];
  std::string op = Pick(family.operators, random);
  if (random->OneIn(5)) op += "IfExists";
  if (random->OneIn(2)) op = (random->OneIn(2) ? "ForAllValues:" : "ForAnyValue:") + op;
  std::string values = RandomList(family.values, random);
  if (family.quotes_optional && random->OneIn(3)) values = Pick(family.values, random);
  return Quote(op) + ": {" + Quote(Pick(family.keys, random)) + ": " + values + "}";
}

std::string RandomCondition(SeededRandom* random) {
  const std::string first = RandomLine(random);
  if (random->OneIn(2)) return "{" + first + "}";
  const std::string second = RandomLine(random);
  // An operator may stand there once.
  const bool same = first.substr(0, first.find(": {")) == second.substr(0, second.find(": {"));
  return "{" + first + (same ? "" : ", " + second) + "}";
}

std::string RandomStatement(PolicyUse use, SeededRandom* random) {
  const std::string no_action = random->OneIn(10) ? "Not" : "";
  const std::string no_resource = random->OneIn(10) ? "Not" : "";
  std::string statement = R"({"Effect": ")" + std::string(random->OneIn(5) ? "Deny" : "Allow") +
                          "\", \"" + no_action + "Action\": " + RandomList(kActions, random) +
                          ", \"" + no_resource + "Resource\": " + RandomList(kResources, random);
  if (use == PolicyUse::kResource) {
    if (random->OneIn(6)) {
      statement += R"(, "Principal": "*")";
    } else {
      statement += std::string(", \"") + (random->OneIn(8) ? "Not" : "") +
                   R"(Principal": {"AWS": )" + RandomList(kPrincipals, random) + "}";
    }
  }
  if (random->OneIn(2)) statement += R"(, "Condition": )" + RandomCondition(random);
  return statement + "}";
}

}  // namespace

const std::string& Pick(const Texts& texts, SeededRandom* random) {
  return texts[static_cast<size_t>(random->Between(0, static_cast<int64_t>(texts.size()) - 1))];
}

std::string RandomPolicy(PolicyUse use, SeededRandom* random) {
  std::string statements;
  for (int64_t i = random->Between(1, 3); i > 0; --i) {
    statements += RandomStatement(use, random) + (i > 1 ? ", " : "");
  }
  const std::string version = random->OneIn(8) ? "2008-10-17" : "2012-10-17";
  return R"({"Version": ")" + version + R"(", "Statement": [)" + statements + "]}";
}

}  // namespace stator::api::iam::testing
