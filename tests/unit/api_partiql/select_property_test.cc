// Whatever a WHERE says, a SELECT finds what a Scan with the same condition as its filter finds:
// however it is planned, over Queries or a Scan, and however it is paged.
#include <algorithm>

#include "tests/support/seeded_random.h"
#include "tests/unit/api_partiql/partiql_fixture.h"

namespace stator::api {
namespace {

// One condition in both languages.
struct Both {
  std::string statement;
  std::string filter;
};

using stator::testing::SeededRandom;

class ConditionMaker {
 public:
  explicit ConditionMaker(SeededRandom* random) : random_(*random) {}

  Both Make(int depth) {
    const uint64_t choice = Below(depth == 0 ? 8 : 12);
    if (choice == 8) {
      const Both inner = Make(depth - 1);
      return {"NOT (" + inner.statement + ")", "NOT (" + inner.filter + ")"};
    }
    if (choice > 8) return Chain(choice == 9 ? " OR " : " AND ", depth);
    return Leaf(choice);
  }
  ExpressionAttributes TakeAttributes() {
    ExpressionAttributes attributes;
    attributes.names = {{"#pk", "pk"}, {"#sk", "sk"}, {"#n", "n"}, {"#g", "g"}};
    // Every name is used, whatever the condition.
    attributes.values = std::move(values_);
    values_.clear();
    return attributes;
  }

 private:
  uint64_t Below(int64_t bound) { return static_cast<uint64_t>(random_.Between(0, bound - 1)); }

  Both Chain(const std::string& word, int depth) {
    Both chain = Make(depth - 1);
    chain = {"(" + chain.statement + ")", "(" + chain.filter + ")"};
    for (uint64_t parts = 1 + Below(2); parts > 0; --parts) {
      const Both next = Make(depth - 1);
      chain.statement += word + "(" + next.statement + ")";
      chain.filter += word + "(" + next.filter + ")";
    }
    return chain;
  }

  std::string Literal(bool number, std::string* in_filter) {
    const uint64_t n = Below(4);
    *in_filter = ":v" + std::to_string(values_.size());
    if (number) {
      values_.emplace(*in_filter, Value(AttributeValue(static_cast<int64_t>(n))));
      return std::to_string(n);
    }
    const std::string text(1, static_cast<char>('a' + n));
    values_.emplace(*in_filter, Value(text));
    return "'" + text + "'";
  }

  Both Leaf(uint64_t choice) {
    static const std::vector<std::string> kSigns = {"=", "=", "=", "<>", "<", "<=", ">", ">="};
    static const std::vector<std::string> kNames = {"pk", "pk", "sk", "n", "g"};
    const std::string& name = kNames[Below(5)];
    const bool number = name == "sk" || name == "n";
    std::string one;
    std::string two;
    const std::string first = Literal(number, &one);
    if (choice < 4) {
      const std::string sign = " " + kSigns[Below(8)] + " ";
      return {name + sign + first, "#" + name + sign + one};
    }
    if (choice < 6) {
      const std::string second = Literal(number, &two);
      return {name + " IN [" + first + ", " + second + "]",
              "#" + name + " IN (" + one + ", " + two + ")"};
    }
    if (choice == 6) return {name + " = " + first, "#" + name + " = " + one};
    return {"g IS MISSING OR " + name + " = " + first,
            "attribute_not_exists(#g) OR #" + name + " = " + one};
  }

  SeededRandom& random_;
  ExpressionValues values_;
};

class SelectProperty : public PartiqlTest {
 protected:
  void SetUp() override {
    PartiqlTest::SetUp();
    for (const char* pk : {"a", "b", "c"}) {
      for (int sk = 0; sk < 4; ++sk) {
        AttributeMap item{{"pk", pk}, {"sk", sk}, {"n", (sk * 7 + pk[0]) % 4}};
        if (sk != 2) item.Set("g", AttributeValue(std::string(1, static_cast<char>('a' + sk))));
        Put("idx", item);
      }
    }
  }

  static std::vector<std::string> Sorted(const std::vector<Item>& items) {
    std::vector<std::string> keys;
    for (const Item& item : items) keys.emplace_back(item.encoded());
    std::sort(keys.begin(), keys.end());
    return keys;
  }

  std::vector<Item> SelectAll(const std::string& where, std::optional<int64_t> limit) {
    ExecuteStatementRequest request{.statement = "SELECT * FROM idx WHERE " + where,
                                    .limit = limit};
    std::vector<Item> items;
    do {
      auto reply = engine_->ExecuteStatement(request);
      EXPECT_TRUE(reply.ok()) << request.statement << "\n" << reply.status().message();
      if (!reply.ok()) return {};
      items.insert(items.end(), reply->items.begin(), reply->items.end());
      request.next_token = reply->next_token;
    } while (request.next_token);
    return items;
  }
};

TEST_F(SelectProperty, FindsWhatAScanWithTheSameFilterFinds) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  ConditionMaker maker(&random);
  for (int i = 0; i < 2'000; ++i) {
    const Both condition = maker.Make(2);
    ScanRequest scan;
    scan.table_name = "idx";
    scan.attributes = maker.TakeAttributes();
    // Names that the condition lacks would be refused as unused: all of them stand here.
    scan.filter_expression =
        "attribute_exists(#pk) AND attribute_exists(#sk) AND "
        "(attribute_exists(#n) OR attribute_exists(#g)) AND (" +
        condition.filter + ")";
    auto expected = engine_->Scan(scan);
    ASSERT_TRUE(expected.ok()) << *scan.filter_expression << "\n" << expected.status().message();
    std::optional<int64_t> limit;
    if (random.OneIn(2)) limit = random.Between(1, 5);
    ASSERT_EQ(Sorted(SelectAll(condition.statement, limit)), Sorted(expected->items))
        << condition.statement;
  }
}

}  // namespace
}  // namespace stator::api
