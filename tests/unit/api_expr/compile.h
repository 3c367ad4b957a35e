// Short ways to compile and try expressions in tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "api/expr/expression.h"
#include "kv/codec/item.h"

namespace stator::api::expr::testing {

// The values that tests use most, all at once; nothing asks whether every one is used.
//   :a 1, :b 5, :s "x", :B bytes 00 01 02, :t true, :z null, :l [1], :m {x: 1}, :ss {"a", "b"}, :ns
//   {1}
inline const ExpressionAttributes& CommonValues() {
  static const ExpressionAttributes attributes{
      .names = ExpressionNames{{"#name", "name"}, {"#a", "a"}},
      .values = ExpressionValues{{":a", Value(1)},
                                 {":b", Value(5)},
                                 {":s", Value("x")},
                                 {":B", Value(AttributeValue::Binary(std::string("\0\1\2", 3)))},
                                 {":t", Value(true)},
                                 {":z", Value(AttributeValue::Null())},
                                 {":l", Value(AttributeValue::MakeList({1}))},
                                 {":m", Value(AttributeMap{{"x", 1}})},
                                 {":ss", Value(AttributeValue::StringSet({"a", "b"}))},
                                 {":ns", Value(AttributeValue::NumberSet({Number::FromInt(1)}))}}};
  return attributes;
}

inline ExpressionAttributes WithValues(ExpressionValues values) {
  return {.names = std::nullopt, .values = std::move(values)};
}

inline Result<Condition> CompileFilter(std::string_view text,
                                       const ExpressionAttributes& attributes = CommonValues()) {
  Binder binder(attributes, {"FilterExpression"});
  return binder.CompileCondition("FilterExpression", text);
}
inline Result<Projection> CompileProjection(
    std::string_view text, const ExpressionAttributes& attributes = CommonValues()) {
  Binder binder(attributes, {"ProjectionExpression"});
  return binder.CompileProjection(text);
}
inline Result<Update> CompileUpdate(std::string_view text,
                                    const ExpressionAttributes& attributes = CommonValues()) {
  Binder binder(attributes, {"UpdateExpression", "ConditionExpression"});
  return binder.CompileUpdate(text);
}

// The message without "Invalid …Expression: "; "" when there is no error.
template <typename T>
std::string Detail(const Result<T>& result) {
  if (result.ok()) return "";
  const std::string message = result.status().message();
  const size_t colon = message.find("Expression: ");
  return message.rfind("Invalid ", 0) == 0 && colon != std::string::npos
             ? message.substr(colon + 12)
             : message;
}
template <typename T>
std::string Message(const Result<T>& result) {
  return result.ok() ? "" : result.status().message();
}

inline std::string Repeated(std::string_view text, size_t times, std::string_view separator = "") {
  std::string result;
  for (size_t i = 0; i < times; ++i) {
    if (i > 0) result += separator;
    result += text;
  }
  return result;
}

}  // namespace stator::api::expr::testing
