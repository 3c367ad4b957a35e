// What policies call the things that are no operations of DynamoDB's: actions on the resource "*".
// The engine decides on its own calls ("stator:AddFault" and so on, by the names of AdminCall);
// whoever serves anything besides asks Engine::Authorize, as the server does for its own routes by
// itself (server/auth/admin_access.h), before there is an engine to be asked.
#pragma once

#include <string_view>

namespace stator::api::admin_actions {

// Calls of the engine.
inline constexpr std::string_view kSplitPartition = "stator:SplitPartition";
inline constexpr std::string_view kDescribePartitions = "stator:DescribePartitions";
inline constexpr std::string_view kSetCapacityMode = "stator:SetCapacityMode";
inline constexpr std::string_view kDescribeInsights = "stator:DescribeInsights";
inline constexpr std::string_view kAddFault = "stator:AddFault";
inline constexpr std::string_view kListFaults = "stator:ListFaults";
inline constexpr std::string_view kDeleteFaults = "stator:DeleteFaults";
inline constexpr std::string_view kSetLag = "stator:SetLag";
inline constexpr std::string_view kDescribeLag = "stator:DescribeLag";
inline constexpr std::string_view kClearLag = "stator:ClearLag";

// Of a server.
inline constexpr std::string_view kReadMetrics = "stator:ReadMetrics";
inline constexpr std::string_view kReadClock = "stator:ReadClock";
inline constexpr std::string_view kMoveClock = "stator:MoveClock";

// Every resource.
inline constexpr std::string_view kAnyResource = "*";

}  // namespace stator::api::admin_actions
