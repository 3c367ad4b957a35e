// The model's constraints: required members, lengths, ranges, patterns and enums.
#pragma once

#include <string>
#include <vector>

#include "api/json/json.h"
#include "api/types/wording.h"
#include "api/validate/model_table.h"
#include "api/validate/path.h"
#include "kv/base/status.h"

namespace stator::api::validate {

// Collects what is wrong with one request. Allocates nothing while all is right.
class ConstraintCheck {
 public:
  explicit ConstraintCheck(const Wording& wording) : wording_(wording) {}

  // Checks the request's body, which must be an object. True when nothing is wrong.
  bool Run(const Shape& input, const json::Node& body);

  // After Run was false. A value of the wrong kind was met; what was found besides is incomplete.
  bool wrong_kind() const { return wrong_kind_; }
  // The error for the constraints that are broken.
  Status Error() const;

 private:
  bool CheckStructure(const Shape& shape, const json::Node& structure, const Path* parent);
  void CheckAbsent(const Member& member, const Path& path);
  void CheckMember(const Member& member, const json::Node& value, const Path& path);
  void CheckValue(const Shape& shape, const json::Node& value, const Path& path, bool terse);
  void CheckText(const Shape& shape, const json::Node& value, const Path& path, bool terse);
  void BrokenEnum(const Shape& shape, const json::Node& value, const Path& path, bool terse);
  void CheckNumber(const Shape& shape, const json::Node& value, const Path& path, bool terse);
  void CheckList(const Shape& shape, const json::Node& list, const Path& path, bool terse);
  void CheckMap(const Shape& shape, const json::Node& map, const Path& path, bool terse);
  void CheckMapKeysAndValues(const Shape& shape, const json::Node& map, const Path& path);
  void CheckContent(const Shape& shape, const json::Node& value, const Path& path, bool terse);
  void CheckLength(const Shape& shape, const json::Node& value, size_t length, const Path& path,
                   bool terse);
  void Broken(const Shape& shape, const json::Node& value, const Path& path, bool terse,
              const std::string& constraint);
  bool IsCheckedFirst(const Member& member, const json::Node& value) const;
  bool done() const { return wrong_kind_ || !sole_error_.empty(); }

  Wording wording_;
  std::vector<std::string> broken_;
  std::string sole_error_;
  bool wrong_kind_ = false;
};

}  // namespace stator::api::validate
