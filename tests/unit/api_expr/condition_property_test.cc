// Random conditions on random items, against an evaluator that works on trees and knows nothing of
// bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "tests/unit/api_expr/compile.h"
#include "tests/unit/api_expr/random_item.h"

namespace stator::api::expr {
namespace {

using testing::Lookup;
using testing::PathText;
using testing::SeededRandom;

using Tree = std::optional<AttributeValue>;
using Operand = std::function<Tree(const AttributeMap&)>;
using Predicate = std::function<bool(const AttributeMap&)>;

bool Ordered(const AttributeValue& value) {
  return value.is(AttributeType::kString) || value.is(AttributeType::kBinary) ||
         value.is(AttributeType::kNumber);
}

// -1, 0, 1; nothing for what has no order.
std::optional<int> Order(const Tree& a, const Tree& b) {
  if (!a || !b || a->type() != b->type() || !Ordered(*a)) return std::nullopt;
  if (a->is(AttributeType::kNumber)) {
    return a->number() < b->number() ? -1 : a->number() > b->number() ? 1 : 0;
  }
  return a->bytes() < b->bytes() ? -1 : a->bytes() > b->bytes() ? 1 : 0;
}

Tree NaiveSize(const Tree& value) {
  if (!value) return std::nullopt;
  size_t size = 0;
  switch (value->type()) {
    case AttributeType::kString:
    case AttributeType::kBinary: size = value->bytes().size(); break;  // ASCII only
    case AttributeType::kMap: size = value->map().size(); break;
    case AttributeType::kList: size = value->list().size(); break;
    case AttributeType::kStringSet:
    case AttributeType::kBinarySet: size = value->byte_set().size(); break;
    case AttributeType::kNumberSet: size = value->number_set().size(); break;
    default: return std::nullopt;
  }
  return AttributeValue(static_cast<int64_t>(size));
}

template <typename Elements, typename Element>
bool Has(const Elements& elements, const Element& wanted) {
  return std::find(elements.begin(), elements.end(), wanted) != elements.end();
}

bool NaiveContains(const AttributeValue& container, const AttributeValue& wanted) {
  switch (container.type()) {
    case AttributeType::kString:
    case AttributeType::kBinary:
      return container.type() == wanted.type() &&
             container.bytes().find(wanted.bytes()) != std::string::npos;
    case AttributeType::kList: return Has(container.list(), wanted);
    case AttributeType::kStringSet:
      return wanted.is(AttributeType::kString) && Has(container.byte_set(), wanted.bytes());
    case AttributeType::kBinarySet:
      return wanted.is(AttributeType::kBinary) && Has(container.byte_set(), wanted.bytes());
    case AttributeType::kNumberSet:
      return wanted.is(AttributeType::kNumber) && Has(container.number_set(), wanted.number());
    default: return false;
  }
}

// Makes conditions as text and as a function on trees at once.
class Generator {
 public:
  explicit Generator(SeededRandom* random) : random_(random) {}

  Predicate Condition(std::string* text, int levels) {
    if (levels > 0 && random_->OneIn(2)) return Connective(text, levels);
    switch (random_->Between(0, 5)) {
      case 0: return Comparison(text);
      case 1: return Between(text);
      case 2: return In(text);
      case 3: return Exists(text);
      case 4: return Contains(text);
      default: return BeginsWith(text);
    }
  }

  ExpressionAttributes Attributes() const {
    if (values_.empty()) return {};
    return testing::WithValues(values_);
  }

 private:
  Predicate Connective(std::string* text, int levels) {
    std::string left;
    std::string right;
    const Predicate a = Condition(&left, levels - 1);
    if (random_->OneIn(3)) {
      *text = "NOT (" + left + ")";
      return [a](const AttributeMap& item) { return !a(item); };
    }
    const Predicate b = Condition(&right, levels - 1);
    const bool both = random_->OneIn(2);
    *text = "(" + left + (both ? ") AND (" : ") OR (") + right + ")";
    return [a, b, both](const AttributeMap& item) {
      return both ? a(item) && b(item) : a(item) || b(item);
    };
  }

  Operand Literal(std::string* text, const AttributeValue& value) {
    *text = ":v" + std::to_string(values_.size());
    values_.emplace(*text, Value(value));
    return [value](const AttributeMap&) { return Tree(value); };
  }

  Operand Path(std::string* text) {
    const DocumentPath path = testing::RandomPath(random_);
    *text = PathText(path);
    return [path](const AttributeMap& item) {
      const AttributeValue* found = Lookup(item, path);
      return found != nullptr ? Tree(*found) : Tree();
    };
  }

  Operand Size(std::string* text) {
    const Operand path = Path(text);
    *text = "size(" + *text + ")";
    return [path](const AttributeMap& item) { return NaiveSize(path(item)); };
  }

  Operand Any(std::string* text) {
    switch (random_->Between(0, 3)) {
      case 0: return Literal(text, testing::RandomValue(random_));
      case 1: return Size(text);
      default: return Path(text);
    }
  }

  Predicate Comparison(std::string* text) {
    static constexpr std::string_view kSigns[] = {"=", "<>", "<", "<=", ">", ">="};
    const auto sign = static_cast<size_t>(random_->Between(0, 5));
    std::string left;
    std::string right;
    const Operand a = Any(&left);
    const Operand b = Any(&right);
    *text = left + " " + std::string(kSigns[sign]) + " " + right;
    return [a, b, sign](const AttributeMap& item) {
      const Tree x = a(item);
      const Tree y = b(item);
      const bool equal = x && y && *x == *y;
      if (sign == 0) return equal;
      if (sign == 1) return !equal;
      const auto order = Order(x, y);
      if (!order) return false;
      return sign == 2   ? *order < 0
             : sign == 3 ? *order <= 0
             : sign == 4 ? *order > 0
                         : *order >= 0;
    };
  }

  Predicate Between(std::string* text) {
    std::string value;
    std::string low;
    std::string high;
    const Operand v = Any(&value);
    const Operand a = Path(&low);
    const Operand b = Any(&high);
    *text = value + " BETWEEN " + low + " AND " + high;
    return [v, a, b](const AttributeMap& item) {
      const auto above = Order(v(item), a(item));
      const auto below = Order(v(item), b(item));
      return above && below && *above >= 0 && *below <= 0;
    };
  }

  Predicate In(std::string* text) {
    std::string value;
    std::string list;
    const Operand v = Any(&value);
    std::vector<Operand> operands;
    for (int64_t i = random_->Between(1, 4); i > 0; --i) {
      std::string one;
      operands.push_back(Any(&one));
      list += (list.empty() ? "" : ", ") + one;
    }
    *text = value + " IN (" + list + ")";
    return [v, operands](const AttributeMap& item) {
      const Tree x = v(item);
      return x && std::any_of(operands.begin(), operands.end(),
                              [&](const Operand& one) { return one(item) == x; });
    };
  }

  Predicate Exists(std::string* text) {
    std::string path;
    const Operand operand = Path(&path);
    const bool wanted = random_->OneIn(2);
    *text = (wanted ? "attribute_exists(" : "attribute_not_exists(") + path + ")";
    return
        [operand, wanted](const AttributeMap& item) { return operand(item).has_value() == wanted; };
  }

  Predicate Contains(std::string* text) {
    std::string container;
    std::string element;
    const Operand a = Path(&container);
    const Operand b = Any(&element);
    *text = "contains(" + container + ", " + element + ")";
    return [a, b](const AttributeMap& item) {
      const Tree x = a(item);
      const Tree y = b(item);
      return x && y && NaiveContains(*x, *y);
    };
  }

  Predicate BeginsWith(std::string* text) {
    std::string value;
    std::string prefix;
    const Operand a = Path(&value);
    const Operand b = Literal(&prefix, testing::RandomText(random_));
    *text = "begins_with(" + value + ", " + prefix + ")";
    return [a, b](const AttributeMap& item) {
      const Tree x = a(item);
      const Tree y = b(item);
      return x && x->type() == y->type() && x->bytes().rfind(y->bytes(), 0) == 0;
    };
  }

  SeededRandom* const random_;
  ExpressionValues values_;
};

TEST(ConditionProperty, AgreesWithAnEvaluatorOnTrees) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  size_t compiled = 0;
  size_t held = 0;
  size_t evaluated = 0;
  for (int round = 0; round < 4000; ++round) {
    Generator generator(&random);
    std::string text;
    const Predicate expected = generator.Condition(&text, 3);
    const ExpressionAttributes attributes = generator.Attributes();
    const auto condition = testing::CompileFilter(text, attributes);
    if (!condition.ok()) continue;  // operands that are the same, or whose type is refused
    ++compiled;
    for (int i = 0; i < 5; ++i) {
      const AttributeMap tree = testing::RandomItem(&random);
      const Item item(tree);
      const ItemView view = item.view();
      ASSERT_EQ(condition->Matches(&view), expected(tree)) << text;
      held += expected(tree) ? 1 : 0;
      ++evaluated;
    }
  }
  // The test must not be about nothing.
  EXPECT_GT(compiled, 1000u);
  EXPECT_GT(held, evaluated / 10);
  EXPECT_LT(held, evaluated * 9 / 10);
}

}  // namespace
}  // namespace stator::api::expr
