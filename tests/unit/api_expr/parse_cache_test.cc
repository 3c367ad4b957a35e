#include "api/expr/parse_cache.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "api/expr/parsed_texts.h"

namespace stator::api::expr {
namespace {

using Cache = ParseCache<std::string>;

std::shared_ptr<const std::string> Tree(const std::string& text) {
  return std::make_shared<const std::string>("tree of " + text);
}

TEST(ParseCache, ReturnsWhatWasPutIn) {
  Cache cache(1024);
  EXPECT_EQ(cache.Find("a"), nullptr);
  const auto tree = Tree("a");
  cache.Insert("a", tree);
  EXPECT_EQ(cache.Find("a"), tree);
  EXPECT_EQ(cache.Find("b"), nullptr);
}

TEST(ParseCache, StaysBounded) {
  constexpr size_t kBytes = 4096;
  Cache cache(kBytes);
  std::vector<std::weak_ptr<const std::string>> trees;
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = "text number " + std::to_string(i);
    const auto tree = Tree(text);
    trees.push_back(tree);
    cache.Insert(text, tree);
  }
  size_t kept = 0;
  for (const auto& tree : trees) kept += tree.expired() ? 0 : 1;
  EXPECT_GT(kept, 0u);
  EXPECT_LE(kept, kBytes / std::string("text number 0").size());
}

TEST(ParseCache, KeepsWhatIsAskedForAgainAndAgain) {
  Cache cache(4096);
  cache.Insert("hot", Tree("hot"));
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = "text number " + std::to_string(i);
    cache.Insert(text, Tree(text));
    ASSERT_NE(cache.Find("hot"), nullptr) << i;
  }
}

TEST(ParseCache, HoldsATextThatIsLargerThanItsShare) {
  Cache cache(64);
  const std::string text(1000, 'x');
  cache.Insert(text, Tree(text));
  EXPECT_NE(cache.Find(text), nullptr);
}

TEST(ParseCache, ServesManyThreads) {
  Cache cache(2048);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache] {
      for (int i = 0; i < 5000; ++i) {
        const std::string text = "text " + std::to_string(i % 300);
        if (const auto found = cache.Find(text)) {
          EXPECT_EQ(*found, "tree of " + text);
        } else {
          cache.Insert(text, Tree(text));
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(ParsedTexts, AreSharedBetweenRequestsAndKinds) {
  const auto first = ParsedCondition("ConditionExpression", "parsed1 = :x AND parsed2 = :y");
  const auto second = ParsedCondition("FilterExpression", "parsed1 = :x AND parsed2 = :y");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*first, *second);
}

TEST(ParsedTexts, WithErrorsAnswerTheSameEveryTime) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(ParsedUpdate("SET").status().message(),
              "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"SET\"");
  }
}

}  // namespace
}  // namespace stator::api::expr
