// What a SELECT shows of each item.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/partiql/request_text.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/document_path.h"

namespace stator::api::partiql {

// A column is named by the last name of its path, with the list indexes behind it: `SELECT a.b`
// gives {"b": …} (captured), `SELECT a.b[0]` gives {"b[0]": …} (DynamoDB Local).
class Columns {
 public:
  Columns() = default;  // the items as they are
  // kValidation when two columns have one name, or cannot stand in one projection.
  static Result<Columns> Of(const std::vector<DocumentPath>& paths);

  // The text of a projection to the attributes that are needed; none: all of them.
  std::optional<std::string> ProjectionText(RequestText* request) const;
  // Attributes that a column looks into.
  std::vector<std::string> DereferencedNames() const;
  // Whether an item, projected so, is to be shaped yet.
  bool shapes() const { return shapes_; }
  Item Apply(const ItemView& item) const;

 private:
  struct Column {
    std::string name;
    DocumentPath path;
  };
  std::vector<Column> columns_;
  bool shapes_ = false;
};

}  // namespace stator::api::partiql
