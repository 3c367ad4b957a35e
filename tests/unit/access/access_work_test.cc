// A request that its policies make too dear to decide about is refused, as a whole.
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

class AccessWorkTest : public AccessTest {
 protected:
  // Nothing has these names, but finding that out takes long.
  static std::string DearDeny() {
    const std::string pattern = "*" + std::string(9'000, 'a') + "?b";
    return Statement("Deny", R"("*")",
                     R"(,"Condition":{"ForAnyValue:StringLike":{"dynamodb:Attributes":[")" +
                         pattern + R"("]}})");
  }
  static Item ItemWithLongName() {
    return Item{{"user", "ann"}, {"game", "chess"}, {std::string(60'000, 'a'), 1}};
  }
};

TEST_F(AccessWorkTest, APutWithLongNamesIsRefusedUnderALongPattern) {
  const CallContext ann = UserWith({Policy({Statement("Allow", R"("*")"), DearDeny()})});
  EXPECT_TRUE(engine_->PutItem({.table_name = "Scores", .item = KeyOf("ann")}, ann).ok());
  const auto reply = engine_->PutItem({.table_name = "Scores", .item = ItemWithLongName()}, ann);
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.status().code(), Code::kAccessDenied);
  EXPECT_THAT(reply.status().message(), ::testing::HasSubstr("too costly to evaluate"));
}

// One that is dear enough ends what all of a request's decisions may take together.
TEST_F(AccessWorkTest, ActionsOfATransactionShareTheLimit) {
  const std::string name(250, 'a');
  const std::string pattern = "*" + std::string(200, 'a') + "?b";
  const CallContext ann = UserWith(
      {Policy({Statement("Allow", R"("*")"),
               Statement("Deny", R"("*")",
                         R"(,"Condition":{"ForAnyValue:StringLike":{"dynamodb:Attributes":[")" +
                             pattern + R"("]}})")})});
  const auto put = [&](size_t actions, size_t names) {
    TransactWriteItemsRequest request;
    for (size_t i = 0; i < actions; ++i) {
      AttributeMap item = {{"user", "ann" + std::to_string(i)}, {"game", "chess"}};
      for (size_t n = 0; n < names; ++n) item.Set(name + std::to_string(n), 1);
      request.transact_items.emplace_back().put =
          TransactPut{.table_name = "Scores", .item = Item(item)};
    }
    return engine_->TransactWriteItems(request, ann);
  };
  const auto one = put(1, 20);
  EXPECT_TRUE(one.ok()) << one.status().message();
  const auto many = put(100, 20);
  ASSERT_FALSE(many.ok());
  EXPECT_EQ(many.status().code(), Code::kAccessDenied);
  EXPECT_THAT(many.status().message(), ::testing::HasSubstr("too costly to evaluate"));
}

}  // namespace
}  // namespace stator::api
