// JSON in and out. In: a thin view over simdjson's parsed document, so that no other folder includes
// simdjson. Out: a writer that appends to one string.
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
  bool boolean() const;             // kBool
  // kNumber: exact integer in int64, else none (fractions, exponents, out of range).
  std::optional<int64_t> integer() const;
  double number() const;  // kNumber
  // kNumber: the text as DynamoDB would print it in an error.
  std::string number_text() const;

  size_t size() const;  // kArray, kObject
  // kObject: the member; of equal names the last one.
  std::optional<Node> Find(std::string_view name) const;

  // for (auto it = node.begin(); it.Valid(); it.Next()) …: elements of an array, members of an object.
  class Iterator {
   public:
    bool Valid() const;
    void Next();
    std::string_view name() const;  // objects
    Node value() const;

   private:
    friend class Node;
    // position in simdjson's tape; see json.cc
    const void* document_ = nullptr;
    size_t position_ = 0;
    size_t end_ = 0;
    bool object_ = false;
  };
  Iterator begin() const;

 private:
  friend class Document;
  friend class Iterator;
  const void* document_ = nullptr;
  size_t position_ = 0;
};

// Parses whole documents; keeps its buffers between parses. Threads: one at a time.
class Document {
 public:
  Document();
  ~Document();
  // kSerialization for anything but one JSON value in valid UTF-8, nested at most kMaxDepth deep.
  // Text behind the value is an error too. The text may be freed afterwards.
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
  void Name(std::string_view name);      // any text; escaped
  void String(std::string_view text);    // UTF-8; escaped
  void Integer(int64_t value);
  void Double(double value);             // shortest form; 5 as "5.0", as DynamoDB writes units
  void Bool(bool value);
  void Null();
  void Base64(std::string_view bytes);   // a string
  std::string* raw() { return out_; }

 private:
  void Open(char bracket);
  void Close(char bracket);
  void Separate();
  std::string* out_;
};

}  // namespace stator::api::json
