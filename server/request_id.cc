#include "server/request_id.h"

#include <string_view>

namespace stator::server {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
constexpr std::string_view kConstantHalf = "VV4KQNSO5AEMVJF66Q9ASUAAJG";
constexpr size_t kRandomChars = kRequestIdChars - kConstantHalf.size();
constexpr int kBitsPerChar = 5;
constexpr int kCharsPerWord = 64 / kBitsPerChar;

}  // namespace

void NewRequestId(RandomSource* random, std::string* id) {
  id->clear();
  while (id->size() < kRandomChars) {
    uint64_t bits = random->Next64();
    for (int i = 0; i < kCharsPerWord && id->size() < kRandomChars; ++i) {
      id->push_back(kAlphabet[bits & 31]);
      bits >>= kBitsPerChar;
    }
  }
  id->append(kConstantHalf);
}

}  // namespace stator::server
