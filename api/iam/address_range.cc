#include "api/iam/address_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace stator::api::iam {

namespace {

constexpr size_t kIpv4Offset = 12;
constexpr int kIpv4OffsetBits = 96;

bool IsIpv4Text(std::string_view text) { return text.find(':') == std::string_view::npos; }

}  // namespace

std::optional<Address> ParseAddress(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN] = {};
  if (text.size() >= sizeof terminated || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::copy(text.begin(), text.end(), terminated);
  Address address;
  if (!IsIpv4Text(text)) {
    if (inet_pton(AF_INET6, terminated, address.bytes.data()) != 1) return std::nullopt;
    return address;
  }
  address.bytes[10] = address.bytes[11] = 0xFF;
  if (inet_pton(AF_INET, terminated, address.bytes.data() + kIpv4Offset) != 1) return std::nullopt;
  return address;
}

std::optional<AddressRange> ParseAddressRange(std::string_view text) {
  const size_t slash = text.find('/');
  const std::string_view address_text = text.substr(0, slash);
  const auto address = ParseAddress(address_text);
  if (!address) return std::nullopt;
  AddressRange range{*address, 128};
  if (slash == std::string_view::npos) return range;
  const std::string_view digits = text.substr(slash + 1);
  int bits = -1;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const int offset_bits = IsIpv4Text(address_text) ? kIpv4OffsetBits : 0;
  if (error != std::errc() || stop != digits.data() + digits.size() || digits.front() == '-' ||
      bits > 128 - offset_bits) {
    return std::nullopt;
  }
  range.prefix_bits = bits + offset_bits;
  return range;
}

bool AddressRange::Contains(const Address& address) const {
  const auto whole = static_cast<size_t>(prefix_bits / 8);
  if (!std::equal(start.bytes.begin(), start.bytes.begin() + whole, address.bytes.begin())) {
    return false;
  }
  const int rest = prefix_bits % 8;
  if (rest == 0) return true;
  return (start.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
}

}  // namespace stator::api::iam
