// Encrypts a closed data folder with another key, or for the first time, or no more
// (docs/encryption.md, "Change the key").
//
// In this order, so that it can be cut off at any point:
//   1. lock the folder; drop what a rotation left that was cut off in step 2
//   2. write a new version of every file of the engine into the folder `rotation` inside it, synced
//   3. STATOR names the new encryption, with state "rotating": one rename, from which on the folder
//      opens with the new key, and before which it does with the old one
//   4. move the new versions over the old ones (kv/store/rotation_folder.h)
//   5. STATOR with state "ready"
// Whoever opens the folder after a cut in 4 or 5 finishes them.
#pragma once

#include <cstdint>
#include <string>

#include "kv/base/status.h"
#include "kv/store/rotation_folder.h"

namespace stator {

struct KeyRotation {
  std::string path;     // of the data folder
  std::string old_key;  // kEncryptionKeyBytes; empty: the folder is in plain text
  std::string new_key;  // likewise: it shall be
  RotationStep step{};
};

struct RotationReport {
  // The folder had the new key already: a rotation before was cut off late, and is finished now.
  bool was_done = false;
  uint64_t files = 0;
  uint64_t bytes = 0;
};

// kNotFound: there is no data folder. kFormat: neither key fits, and nothing was changed.
// kUnavailable: a process has the folder open, or there is not enough space; nothing was changed.
Result<RotationReport> RotateEncryptionKey(const KeyRotation& rotation);

}  // namespace stator
