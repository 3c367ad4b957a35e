// What a write costs the indexes that it changes, as captured from the service.
#pragma once

#include "kv/table/item_writer.h"

namespace stator {

// Charged on the stored entry: nothing where it stays the same, two writes where its key moves.
double IndexWriteUnits(const IndexChange& change);

}  // namespace stator
