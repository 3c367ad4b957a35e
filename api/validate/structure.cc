#include "api/validate/structure.h"

#include "api/validate/constraint_check.h"
#include "api/validate/kind_check.h"
#include "api/validate/model_table.h"

namespace stator::api::validate {

// A right request is walked once. Only when something is wrong the whole is walked again for kinds,
// because AWS reports a wrong kind anywhere before any broken constraint.
Status CheckStructure(std::string_view operation, const json::Node& body, const Wording& wording) {
  const Operation* found = FindOperation(operation);
  if (found == nullptr) return Status(Code::kUnknownOperation, "");
  const Shape& input = ShapeAt(found->input);
  if (!body.is(json::Kind::kObject)) return FindWrongKind(input, body);
  ConstraintCheck check(wording);
  if (check.Run(input, body)) return OkStatus();
  STATOR_RETURN_IF_ERROR(FindWrongKind(input, body));
  return check.wrong_kind() ? InternalError("A wrong JSON kind was met and not found again")
                            : check.Error();
}

}  // namespace stator::api::validate
