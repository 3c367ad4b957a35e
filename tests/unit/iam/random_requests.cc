#include "tests/unit/iam/random_requests.h"

#include <gtest/gtest.h>

#include "tests/unit/iam/random_policies.h"

namespace stator::api::iam::testing {

namespace {

using stator::testing::SeededRandom;

const char kHome[] = "123456789012";

void ChoosePrincipal(RandomCase* c, SeededRandom* random) {
  const int64_t who = random->Between(1, 10);
  if (who == 1) {
    c->principal = AccountPrincipal(kHome);
    c->plain.type = "Account";
    c->plain.arn = c->plain.role_arn = "arn:aws:iam::123456789012:root";
    c->plain.keys["aws:principalarn"] = {c->plain.arn};
  } else if (who <= 6) {
    const std::string name = random->OneIn(3) ? "bob" : "alice";
    c->principal = UserPrincipal(kHome, name);
    c->plain.type = "User";
    c->plain.arn = "arn:aws:iam::123456789012:user/" + name;
    c->plain.keys["aws:username"] = {name};
    c->plain.keys["aws:principalarn"] = {c->plain.arn};
  } else {
    c->principal = RolePrincipal(kHome, "reader", "AROAEXAMPLE0000000", "tuesday");
    c->principal.token_issued_seconds = 1'699'999'999;
    c->principal.token_keys = {{"graph.facebook.com:id", {"77"}}};
    c->plain.type = "AssumedRole";
    c->plain.arn = "arn:aws:sts::123456789012:assumed-role/reader/tuesday";
    c->plain.role_arn = "arn:aws:iam::123456789012:role/reader";
    c->plain.keys["aws:principalarn"] = {c->plain.role_arn};
    c->plain.keys["aws:tokenissuetime"] = {"2023-11-14T22:13:19Z"};
    c->plain.keys["graph.facebook.com:id"] = {"77"};
  }
  c->plain.account = kHome;
  c->plain.keys["aws:principalaccount"] = {kHome};
  c->plain.keys["aws:principaltype"] = {c->plain.type};
  if (random->OneIn(2)) {
    const std::string team = random->OneIn(2) ? "red" : "alice";
    c->principal.tags = {{"team", team}};
    c->plain.keys["aws:principaltag/team"] = {team};
  }
}

void ChooseSurroundings(RandomCase* c, SeededRandom* random) {
  c->origin.secure_transport = random->OneIn(2);
  c->plain.keys["aws:securetransport"] = {c->origin.secure_transport ? "true" : "false"};
  c->plain.keys["aws:viaawsservice"] = {"false"};
  if (!random->OneIn(5)) {
    c->origin.source_ip = random->OneIn(2) ? "203.0.113.9" : "203.1.7.7";
    c->plain.keys["aws:sourceip"] = {c->origin.source_ip};
  }
  c->request.now_seconds = 1'700'000'000;
  c->plain.keys["aws:currenttime"] = {"2023-11-14T22:13:20Z"};
  c->plain.keys["aws:epochtime"] = {"1700000000"};
}

void SetKey(RandomCase* c, const std::string& name, const Texts& values, bool endless) {
  c->keys.SetAll("dynamodb:" + name, values, endless);
  std::string lower = "dynamodb:" + name;
  for (char& letter : lower) letter = static_cast<char>(std::tolower(letter));
  c->plain.keys[lower] = values;
  if (endless) c->plain.endless.insert(lower);
}

void ChooseKeys(RandomCase* c, SeededRandom* random) {
  const auto some = [random](const Texts& from, int64_t least, int64_t most) {
    Texts values;
    for (int64_t i = random->Between(least, most); i > 0; --i) values.push_back(Pick(from, random));
    return values;
  };
  if (!random->OneIn(4)) {
    SetKey(c, "LeadingKeys", some({"alice", "bob", "a1", "77", "ALICE", "a?"}, 0, 3), false);
  }
  if (!random->OneIn(4)) {
    SetKey(c, "Attributes", some({"alice", "name", "red", "a1", ""}, 0, 3), random->OneIn(4));
  }
  if (random->OneIn(2)) SetKey(c, "Select", some({"COUNT", "A*"}, 1, 1), false);
  if (random->OneIn(2)) SetKey(c, "Number", some({"1", "2.0", "2.5", "-3", "x"}, 1, 1), false);
  if (random->OneIn(2)) SetKey(c, "Numbers", some({"1", "2.50", "-3", "7"}, 0, 3), false);
  if (random->OneIn(2)) SetKey(c, "Blob", some({"YQ==", "Yw=="}, 1, 1), false);
}

std::shared_ptr<const Policy> Parse(const std::string& json, PolicyUse use) {
  auto policy = Policy::Parse(json, use, "random");
  EXPECT_TRUE(policy.ok()) << policy.status().message() << "\n" << json;
  return policy.ok() ? *policy : nullptr;
}

void ChoosePolicies(RandomCase* c, SeededRandom* random) {
  for (int64_t i = random->Between(0, 3); i > 0; --i) {
    c->plain.identity.push_back(RandomPolicy(PolicyUse::kIdentity, random));
    c->principal.identity_policies.push_back(Parse(c->plain.identity.back(), PolicyUse::kIdentity));
  }
  if (random->OneIn(4)) {
    c->plain.boundary = RandomPolicy(PolicyUse::kIdentity, random);
    c->principal.boundary = Parse(c->plain.boundary, PolicyUse::kIdentity);
  }
  for (int64_t i = random->OneIn(4) ? random->Between(1, 2) : 0; i > 0; --i) {
    c->plain.sessions.push_back(RandomPolicy(PolicyUse::kIdentity, random));
    c->principal.session_policies.push_back(Parse(c->plain.sessions.back(), PolicyUse::kIdentity));
  }
  if (random->OneIn(2)) {
    c->plain.of_resource = RandomPolicy(PolicyUse::kResource, random);
    c->resource_policy = Parse(c->plain.of_resource, PolicyUse::kResource);
  }
}

}  // namespace

std::unique_ptr<RandomCase> MakeRandomCase(SeededRandom* random) {
  static const Texts actions = {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:BatchGetItem",
                                "dynamodb:Query"};
  static const Texts tables = {"Orders", "alice", "red", "Orders/index/i", "Orders/index/ii", "O*"};
  auto made = std::make_unique<RandomCase>();
  RandomCase* const c = made.get();
  ChoosePrincipal(c, random);
  ChooseSurroundings(c, random);
  ChooseKeys(c, random);
  ChoosePolicies(c, random);
  c->plain.action = Pick(actions, random);
  c->plain.resource_account = random->OneIn(3) ? "999999999999" : kHome;
  c->plain.resource =
      "arn:aws:dynamodb:us-east-1:" + c->plain.resource_account + ":table/" + Pick(tables, random);
  c->request.principal = &c->principal;
  c->request.origin = &c->origin;
  c->request.keys = &c->keys;
  c->request.resource_policy = c->resource_policy.get();
  c->request.action = c->plain.action;
  c->request.resource = c->plain.resource;
  c->request.resource_account = c->plain.resource_account;
  return made;
}

std::string RandomCase::Describe() const {
  std::string text = plain.arn + " " + plain.action + " " + plain.resource + "\n";
  for (const auto& [key, values] : plain.keys) {
    text += key + (plain.endless.count(key) ? " (endless):" : ":");
    for (const std::string& value : values) text += " \"" + value + "\"";
    text += "\n";
  }
  for (const std::string& policy : plain.identity) text += "identity " + policy + "\n";
  for (const std::string& policy : plain.sessions) text += "session " + policy + "\n";
  return text + "boundary " + plain.boundary + "\nresource " + plain.of_resource;
}

}  // namespace stator::api::iam::testing
