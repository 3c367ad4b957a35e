// Random updates of random items, against one that works on trees, one path at a time.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/unit/api_expr/compile.h"
#include "tests/unit/api_expr/random_item.h"

namespace stator::api::expr {
namespace {

using testing::Lookup;
using testing::PathText;
using testing::SeededRandom;

struct Action {
  DocumentPath path;
  std::optional<AttributeValue> value;  // none: REMOVE
};

// The parent that a path's last element goes into; null where there is none or it has not the type.
AttributeValue* Parent(AttributeValue* root, const DocumentPath& path) {
  AttributeValue* value = root;
  for (size_t i = 0; i + 1 < path.elements.size(); ++i) {
    if (const auto* name = std::get_if<std::string>(&path.elements[i])) {
      if (!value->is(AttributeType::kMap)) return nullptr;
      value = value->map().Find(*name);
    } else {
      const size_t index = std::get<size_t>(path.elements[i]);
      if (!value->is(AttributeType::kList) || index >= value->list().size()) return nullptr;
      value = &value->list()[index];
    }
    if (value == nullptr) return nullptr;
  }
  const bool wants_map = std::holds_alternative<std::string>(path.elements.back());
  return value->is(wants_map ? AttributeType::kMap : AttributeType::kList) ? value : nullptr;
}

// From the deepest and last positions to the first, so that no action moves another one's target:
// appended elements come last and removed ones go last.
class NaiveUpdate {
 public:
  explicit NaiveUpdate(AttributeMap item) : root_(std::move(item)) {}

  // False: a path leads through nothing.
  bool Run(std::vector<Action> actions) {
    for (const Action& action : actions) {
      if (Parent(&root_, action.path) == nullptr) return false;
    }
    std::sort(actions.begin(), actions.end(),
              [](const Action& a, const Action& b) { return a.path.elements < b.path.elements; });
    // Replacing in place moves nothing; appending keeps the order of the indexes.
    for (const Action& action : actions) {
      if (action.value) Put(action);
    }
    std::reverse(actions.begin(), actions.end());
    for (const Action& action : actions) {
      if (!action.value) Take(action);
    }
    return true;
  }

  const AttributeMap& item() const { return root_.map(); }

 private:
  void Put(const Action& action) {
    AttributeValue* parent = Parent(&root_, action.path);
    const PathElement& last = action.path.elements.back();
    if (const auto* name = std::get_if<std::string>(&last)) {
      parent->map().Set(*name, *action.value);
      return;
    }
    const size_t index = std::get<size_t>(last);
    AttributeValue::List& list = parent->list();
    if (index < list.size()) {
      list[index] = *action.value;
    } else {
      list.push_back(*action.value);
    }
  }

  void Take(const Action& action) {
    AttributeValue* parent = Parent(&root_, action.path);
    const PathElement& last = action.path.elements.back();
    if (const auto* name = std::get_if<std::string>(&last)) {
      parent->map().Erase(*name);
      return;
    }
    const size_t index = std::get<size_t>(last);
    AttributeValue::List& list = parent->list();
    if (index < list.size()) list.erase(list.begin() + static_cast<std::ptrdiff_t>(index));
  }

  AttributeValue root_;
};

struct Case {
  AttributeMap item;
  std::vector<Action> actions;
  std::string text;
  ExpressionAttributes attributes;
};

// List indexes stay below the list's length when elements are removed too: which of two places an
// appended element takes beside a removal is tested by name in update_apply_test.cc.
bool AppendsAndRemoves(const Case& one) {
  bool appends = false;
  bool removes = false;
  for (const Action& action : one.actions) {
    if (!std::holds_alternative<size_t>(action.path.elements.back())) continue;
    if (action.value && Lookup(one.item, action.path) == nullptr) appends = true;
    if (!action.value) removes = true;
  }
  return appends && removes;
}

Case RandomCase(SeededRandom* random) {
  Case made;
  made.item = testing::RandomItem(random);
  std::string sets;
  std::string removes;
  ExpressionValues values;
  for (int64_t i = random->Between(1, 4); i > 0; --i) {
    Action action{testing::RandomPath(random), std::nullopt};
    const std::string path = PathText(action.path);
    if (random->OneIn(3)) {
      removes += (removes.empty() ? "REMOVE " : ", ") + path;
    } else {
      const std::string name = ":v" + std::to_string(values.size());
      action.value = testing::RandomValue(random);
      values.emplace(name, Value(*action.value));
      sets += (sets.empty() ? "SET " : ", ") + path + " = " + name;
    }
    made.actions.push_back(std::move(action));
  }
  made.text = removes + " " + sets;
  if (!values.empty()) made.attributes = testing::WithValues(std::move(values));
  return made;
}

TEST(UpdateProperty, AgreesWithAnUpdateOfTrees) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  size_t applied = 0;
  size_t refused = 0;
  for (int round = 0; round < 8'000; ++round) {
    const Case one = RandomCase(&random);
    const auto update = testing::CompileUpdate(one.text, one.attributes);
    if (!update.ok() || AppendsAndRemoves(one)) continue;  // paths that overlap or conflict
    NaiveUpdate expected(one.item);
    const bool possible = expected.Run(one.actions);
    const Item item(one.item);
    const ItemView view = item.view();
    const auto result = update->Apply(&view, Item().view(), true);
    ASSERT_EQ(result.ok(), possible) << one.text;
    if (!possible) {
      ++refused;
      continue;
    }
    ++applied;
    ASSERT_EQ(result->item.ToMap(), expected.item()) << one.text;
    ASSERT_TRUE(CheckItem(result->item.encoded()).ok()) << one.text;
    ASSERT_TRUE(CheckItem(result->updated_old.encoded()).ok()) << one.text;
    ASSERT_TRUE(CheckItem(result->updated_new.encoded()).ok()) << one.text;
  }
  EXPECT_GT(applied, 800u);
  EXPECT_GT(refused, 200u);
}

}  // namespace
}  // namespace stator::api::expr
