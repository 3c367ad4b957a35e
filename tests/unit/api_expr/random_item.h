// Small random items: few names and values, so that paths often lead somewhere and values often
// agree.
#pragma once

#include <string>
#include <vector>

#include "kv/model/attribute_value.h"
#include "kv/model/document_path.h"
#include "tests/support/seeded_random.h"

namespace stator::api::expr::testing {

using stator::testing::SeededRandom;

inline std::string RandomName(SeededRandom* random) {
  return std::string(1, static_cast<char>('a' + random->Between(0, 3)));
}

inline std::string RandomText(SeededRandom* random) {
  std::string text;
  for (int64_t i = random->Between(0, 3); i > 0; --i) {
    text += static_cast<char>('x' + random->Between(0, 1));
  }
  return text;
}

inline AttributeValue RandomScalar(SeededRandom* random) {
  switch (random->Between(0, 4)) {
    case 0: return RandomText(random);
    case 1: return AttributeValue(random->Between(-2, 3));
    case 2: return AttributeValue::Binary(RandomText(random));
    case 3: return random->OneIn(2);
    default: return AttributeValue::Null();
  }
}

inline AttributeValue RandomSet(SeededRandom* random) {
  std::vector<std::string> texts{RandomText(random), RandomText(random)};
  switch (random->Between(0, 2)) {
    case 0: return AttributeValue::StringSet(std::move(texts));
    case 1: return AttributeValue::BinarySet(std::move(texts));
    default:
      return AttributeValue::NumberSet(
          {Number::FromInt(random->Between(-2, 3)), Number::FromInt(random->Between(-2, 3))});
  }
}

inline AttributeValue RandomValue(SeededRandom* random, int levels = 3) {
  if (levels <= 1 || random->OneIn(2)) {
    return random->OneIn(4) ? RandomSet(random) : RandomScalar(random);
  }
  if (random->OneIn(2)) {
    AttributeValue::List elements;
    for (int64_t i = random->Between(0, 3); i > 0; --i) {
      elements.push_back(RandomValue(random, levels - 1));
    }
    return AttributeValue::MakeList(std::move(elements));
  }
  AttributeMap members;
  for (int64_t i = random->Between(0, 3); i > 0; --i) {
    members.Set(RandomName(random), RandomValue(random, levels - 1));
  }
  return members;
}

inline AttributeMap RandomItem(SeededRandom* random) {
  AttributeMap item;
  for (int64_t i = random->Between(0, 4); i > 0; --i) {
    item.Set(RandomName(random), RandomValue(random));
  }
  return item;
}

inline DocumentPath RandomPath(SeededRandom* random) {
  DocumentPath path{{RandomName(random)}};
  while (path.elements.size() < 4 && random->OneIn(3)) {
    if (random->OneIn(2)) {
      path.elements.emplace_back(RandomName(random));
    } else {
      path.elements.emplace_back(static_cast<size_t>(random->Between(0, 3)));
    }
  }
  return path;
}

// As an expression writes it.
inline std::string PathText(const DocumentPath& path) {
  std::string text;
  for (const PathElement& element : path.elements) {
    if (const auto* name = std::get_if<std::string>(&element)) {
      text += (text.empty() ? "" : ".") + *name;
    } else {
      text += "[" + std::to_string(std::get<size_t>(element)) + "]";
    }
  }
  return text;
}

// Null: nothing there.
inline const AttributeValue* Lookup(const AttributeMap& item, const DocumentPath& path) {
  const AttributeValue* value = item.Find(path.top_level());
  for (size_t i = 1; value != nullptr && i < path.elements.size(); ++i) {
    if (const auto* name = std::get_if<std::string>(&path.elements[i])) {
      value = value->is(AttributeType::kMap) ? value->map().Find(*name) : nullptr;
    } else {
      const size_t index = std::get<size_t>(path.elements[i]);
      const bool there = value->is(AttributeType::kList) && index < value->list().size();
      value = there ? &value->list()[index] : nullptr;
    }
  }
  return value;
}

}  // namespace stator::api::expr::testing
