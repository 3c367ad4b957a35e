// JSON in and out. In: a thin view over simdjson's parsed document, so that no other folder
// includes simdjson. Out: a writer that appends to one string.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator::api::json {

enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

// One value of a parsed document; a view, valid as long as its Document is neither reused nor gone.
class Node {
 public:
  Kind kind() const;
  bool is(Kind k) const { return kind() == k; }

  std::string_view string() const;  // kString; unescaped UTF-8
  // kBool, or a kString that AWS takes for one: "true", "yes", "1" and their opposites, in any
  // case.
  bool boolean() const;
  // kNumber: the integer, fractions cut off as AWS does; none outside int64.
  std::optional<int64_t> integer() const;
  double number() const;  // kNumber
  // kNumber: the text as DynamoDB would print it in an error.
  std::string number_text() const;
  bool has_fraction() const;  // kNumber: written with a point or an exponent

  size_t size() const;  // kArray, kObject
  // kObject: the member; of equal names the last one.
  std::optional<Node> Find(std::string_view name) const;

  // for (auto it = node.begin(); it.Valid(); it.Next()) …: elements of an array, members of an
  // object.
  class Iterator {
   public:
    bool Valid() const;
    void Next();
    std::string_view name() const;  // objects
    Node value() const;

   private:
    friend class Node;
    const void* document_ = nullptr;
    size_t position_ = 0;
    size_t end_ = 0;
    bool object_ = false;
  };
  Iterator begin() const;

 private:
  friend class Document;
  friend class Iterator;
  friend struct NodeAccess;  // simdjson_node.h
  // Where simdjson's tape holds the value: the two members of its dom::element.
  const void* document_ = nullptr;
  size_t position_ = 0;
};

// Parses whole documents; keeps its buffers between parses. Threads: one at a time.
class Document {
 public:
  Document();
  ~Document();
  // kSerialization, without a message as AWS has it, for anything but one JSON value in valid
  // UTF-8, nested at most kMaxDepth deep: also for the empty text, for text behind the value, and
  // for integers that fit neither int64 nor uint64. The text may be freed afterwards. Of a large
  // document the buffers are given back when a small one follows.
  static constexpr size_t kMaxDepth = 256;
  Result<Node> Parse(std::string_view text);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

// Appends JSON to a string. Commas come by themselves; the caller keeps begin and end paired.
class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}
  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }
  void Name(std::string_view name);    // any text; escaped
  void String(std::string_view text);  // UTF-8; escaped
  void Integer(int64_t value);
  void Double(double value);  // shortest form; 5 as "5.0", as DynamoDB writes units
  void Bool(bool value);
  void Null();
  void Base64(std::string_view bytes);  // a string
  // For a caller who appends one whole value himself: puts the comma that is due before it.
  std::string* BeginRaw() {
    Separate();
    return out_;
  }
  std::string* raw() { return out_; }

 private:
  void Open(char bracket) {
    Separate();
    out_->push_back(bracket);
  }
  void Close(char bracket) { out_->push_back(bracket); }
  // Whatever stands before the place of a value tells whether a comma is due: only an opening
  // bracket, the colon of a name, or nothing at all makes it the first. Inside a string none of
  // these can be last, because the closing quote is.
  void Separate() {
    if (out_->empty()) return;
    const char last = out_->back();
    if (last != '{' && last != '[' && last != ':') out_->push_back(',');
  }
  std::string* out_;
};

}  // namespace stator::api::json
