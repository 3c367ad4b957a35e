// Which characters a tag may hold.
#pragma once

#include <cstddef>
#include <string_view>

namespace stator::api {

// Valid UTF-8 of at most `most` UTF-16 code units, made of letters, digits and spaces of any script
// and of + - = . _ : / @. Beyond ASCII it goes by blocks: the blocks of punctuation, symbols and
// pictures are refused and all others allowed, so that a combining mark passes here which AWS
// refuses.
bool IsTagText(std::string_view text, size_t most);

}  // namespace stator::api
