// Properties of values and items over random trees. The seed is printed with every failure.

#include <gtest/gtest.h>

#include "kv/codec/item.h"
#include "kv/codec/value_builder.h"
#include "kv/model/number.h"
#include "tests/unit/kv_codec/hex.h"
#include "tests/unit/kv_codec/random_tree.h"

namespace stator {
namespace {

using testing::Hex;
using testing::RandomMap;
using testing::RandomValue;
using testing::SeededRandom;

constexpr int kRounds = 3'000;

// What a value counts, straight from its tree.
size_t TreeSize(const AttributeValue& value) {
  size_t size = 0;
  switch (value.type()) {
    case AttributeType::kString:
    case AttributeType::kBinary: return value.bytes().size();
    case AttributeType::kNumber: return value.number().SizeBytes();
    case AttributeType::kBool:
    case AttributeType::kNull: return 1;
    case AttributeType::kMap:
      for (const auto& [name, member] : value.map()) size += 1 + name.size() + TreeSize(member);
      return 3 + size;
    case AttributeType::kList:
      for (const AttributeValue& element : value.list()) size += 1 + TreeSize(element);
      return 3 + size;
    case AttributeType::kStringSet:
    case AttributeType::kBinarySet:
      for (const std::string& element : value.byte_set()) size += element.size();
      return size;
    case AttributeType::kNumberSet:
      for (const Number& element : value.number_set()) size += element.SizeBytes();
      return size;
  }
  return size;
}

// Sends a value to a builder event by event, maps and sets in a random order and with leftovers
// that later members of the same name replace.
class Shuffler {
 public:
  Shuffler(SeededRandom* random, ValueBuilder* builder) : random_(random), builder_(builder) {}

  void Send(const AttributeValue& value) {
    switch (value.type()) {
      case AttributeType::kString: return builder_->String(value.bytes());
      case AttributeType::kBinary: return builder_->Binary(value.bytes());
      case AttributeType::kNumber: return builder_->NumberValue(value.number());
      case AttributeType::kBool: return builder_->Bool(value.boolean());
      case AttributeType::kNull: return builder_->Null();
      case AttributeType::kMap: return SendMap(value.map());
      case AttributeType::kList:
        builder_->BeginList();
        for (const AttributeValue& element : value.list()) Send(element);
        return builder_->EndList();
      default: return SendSet(value);
    }
  }

 private:
  std::vector<size_t> Order(size_t size) {
    std::vector<size_t> order(size);
    for (size_t i = 0; i < size; ++i) {
      order[i] = i;
      std::swap(order[i], order[static_cast<size_t>(random_->Between(0, static_cast<int64_t>(i)))]);
    }
    return order;
  }

  void SendMap(const AttributeMap& map) {
    builder_->BeginMap();
    for (const size_t i : Order(map.size())) {
      const auto& [name, member] = *(map.begin() + static_cast<std::ptrdiff_t>(i));
      while (random_->OneIn(8)) {
        builder_->Name(name);
        builder_->Tree(RandomValue(random_, 2));
      }
      builder_->Name(name);
      random_->OneIn(10) ? builder_->Encoded(Value(member).view()) : Send(member);
    }
    builder_->EndMap();
  }

  void SendSet(const AttributeValue& set) {
    builder_->BeginSet(set.type());
    const bool numbers = set.is(AttributeType::kNumberSet);
    for (const size_t i : Order(numbers ? set.number_set().size() : set.byte_set().size())) {
      if (numbers) {
        builder_->NumberValue(set.number_set()[i]);
      } else if (set.is(AttributeType::kStringSet)) {
        builder_->String(set.byte_set()[i]);
      } else {
        builder_->Binary(set.byte_set()[i]);
      }
    }
    EXPECT_EQ(builder_->EndSet(), ValueBuilder::SetState::kOk);
  }

  SeededRandom* random_;
  ValueBuilder* builder_;
};

TEST(CodecProperty, ValuesRoundTrip) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < kRounds; ++i) {
    const AttributeValue value = RandomValue(&random, 5);
    const Value encoded(value);
    ASSERT_TRUE(CheckValue(encoded.encoded()).ok()) << Hex(encoded.encoded());
    ASSERT_EQ(ToAttributeValue(encoded.view()), value) << Hex(encoded.encoded());
  }
}

TEST(CodecProperty, ItemsRoundTrip) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < kRounds; ++i) {
    const AttributeMap map = RandomMap(&random, 4);
    const Item item(map);
    ASSERT_TRUE(CheckItem(item.encoded()).ok()) << Hex(item.encoded());
    ASSERT_EQ(item.ToMap(), map) << Hex(item.encoded());
    for (const auto& [name, value] : map) {
      ASSERT_EQ(item.Find(name), Value(value).view()) << Hex(item.encoded());
    }
  }
}

TEST(CodecProperty, EqualValuesAndOnlyThoseHaveEqualBytes) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < kRounds; ++i) {
    const AttributeValue a = RandomValue(&random, 2);
    const AttributeValue b = random.OneIn(3) ? a : RandomValue(&random, 2);
    ASSERT_EQ(Value(a).encoded() == Value(b).encoded(), a == b);
  }
}

TEST(CodecProperty, TheOrderOfBuildingDoesNotMatter) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  ValueBuilder builder;
  for (int i = 0; i < kRounds; ++i) {
    const AttributeValue value = RandomMap(&random, 4);
    Shuffler(&random, &builder).Send(value);
    const size_t size = builder.ItemSizeBytes();
    const Item built = builder.FinishItem();
    ASSERT_EQ(Hex(built.encoded()), Hex(Item(value.map()).encoded()));
    ASSERT_EQ(size, built.SizeBytes());
  }
}

TEST(CodecProperty, SizesAgreeHoweverTheyAreComputed) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < kRounds; ++i) {
    const AttributeMap map = RandomMap(&random, 4);
    size_t from_tree = 0;
    for (const auto& [name, value] : map) from_tree += name.size() + TreeSize(value);
    const Item item(map);
    size_t from_views = 0;
    ItemBuilder rebuilt;
    for (MemberCursor it(item.view().attributes()); it.Valid(); it.Next()) {
      from_views += it.name().size() + it.value().SizeBytes();
      rebuilt.Add(it.name(), it.value());
    }
    ASSERT_EQ(item.SizeBytes(), from_tree) << Hex(item.encoded());
    ASSERT_EQ(item.SizeBytes(), from_views) << Hex(item.encoded());
    ASSERT_EQ(rebuilt.Finish(), item);
  }
}

TEST(CodecProperty, ProjectionsKeepExactlyWhatIsNamed) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < kRounds; ++i) {
    const AttributeMap map = RandomMap(&random, 3);
    AttributeMap expected;
    AttributeMap named{{"missing", true}};
    for (const auto& [name, value] : map) {
      if (random.OneIn(2)) continue;
      expected.Set(name, value);
      named.Set(name, true);
    }
    std::vector<std::string> names;
    for (const auto& [name, unused] : named) {
      if (name != "missing" || map.Find("missing") == nullptr) names.push_back(name);
    }
    ASSERT_EQ(ProjectTopLevel(Item(map).view(), names), Item(expected));
  }
}

TEST(CodecProperty, ChangedBytesAreRefusedOrAreAnotherItem) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < kRounds; ++i) {
    const Item item(RandomMap(&random, 3));
    std::string bytes(item.encoded());
    const auto at = static_cast<size_t>(random.Between(0, static_cast<int64_t>(bytes.size()) - 1));
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.Between(0, 7)));
    if (!CheckItem(bytes).ok()) continue;
    const Item changed = Item::FromEncoded(bytes);
    ASSERT_NE(changed.ToMap(), item.ToMap()) << Hex(bytes);
    ASSERT_EQ(Hex(Item(changed.ToMap()).encoded()), Hex(bytes));
  }
}

TEST(CodecProperty, TruncatedBytesAreRefused) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < kRounds; ++i) {
    const Item item(RandomMap(&random, 3));
    const auto size =
        static_cast<size_t>(random.Between(0, static_cast<int64_t>(item.encoded().size()) - 1));
    ASSERT_FALSE(CheckItem(item.encoded().substr(0, size)).ok()) << Hex(item.encoded());
  }
}

}  // namespace
}  // namespace stator
