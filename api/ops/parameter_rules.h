// Rules on which parameters may stand together in one request. Texts are AWS's.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "api/types/common.h"
#include "kv/base/status.h"

namespace stator::api {

// A parameter's name and whether the request has it.
using Given = std::pair<std::string_view, bool>;

// A request uses expressions or the older parameters, not both.
Status RefuseMixing(std::initializer_list<Given> legacy, std::initializer_list<Given> expressions);

// PutItem and DeleteItem return ALL_OLD or nothing.
Status RequireNoneOrAllOld(ReturnValues return_values);

}  // namespace stator::api
