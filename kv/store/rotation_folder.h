// The second half of a key rotation: the folder `rotation` inside a data folder holds a new version
// of every file of the engine, and the file STATOR says "rotating" once they are complete. Each is
// then moved over its old version. That can be cut off anywhere and taken up again.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"

namespace stator {

// Called before each change of a folder, with what is about to be done and the name of the file.
using RotationStep = std::function<void(std::string_view what, const std::string& file)>;

std::string RotationFolder(const std::string& folder);

// The names of the engine's files in the data folder that hold data, sorted.
Result<std::vector<std::string>> ListEngineFiles(const std::string& folder);

// Moves what is left in the folder `rotation` over the old versions, removes the engine's logs of
// events, which belong to the old encryption, and then that folder. Durable when it returns OK.
Status MoveRotatedFiles(const std::string& folder, const RotationStep& step);

// Removes the folder `rotation`, if there is one: of a rotation that was cut off before its files
// were complete.
Status DropRotationFolder(const std::string& folder);

}  // namespace stator
