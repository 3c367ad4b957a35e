// The structural check that AWS's front end makes before anything else: JSON kinds, required
// members, enums, lengths, ranges and patterns, straight from the API model. One piece of code,
// driven by the table in model_table.inc, which scripts/generate_model_table.py makes from the
// public model.
#pragma once

#include <string_view>

#include "api/json/json.h"
#include "api/types/wording.h"
#include "kv/base/status.h"

namespace stator::api::validate {

// Checks a request body against the input shape of `operation`. Returns
//   kSerialization for a JSON value of the wrong kind (the first one met), in AWS's words:
//     "NUMBER_VALUE cannot be converted to String", "Start of structure or map found where not
//     expected", "Unexpected field type", …
//   kValidation with every broken constraint together:
//     "2 validation errors detected: Value '…' at 'tableName' failed to satisfy constraint: Member
//     must have length greater than or equal to 3; Value …"
// Members that the model does not know are ignored, as AWS's JSON protocol has it; null is absent.
// Not looked into when all else is right: attribute values ({"S": …}), which ReadItem and ReadValue
// check as they read them (api/json/item_json.h). kUnknownOperation, without a text, for an
// operation that the model does not have. `wording` is the operation's.
Status CheckStructure(std::string_view operation, const json::Node& body,
                      const Wording& wording = {});

}  // namespace stator::api::validate
