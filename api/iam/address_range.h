// IP addresses and ranges of them: "203.0.113.0/24", "2001:db8::/32".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stator::api::iam {

// Both families in one: an IPv4 address a.b.c.d is ::ffff:a.b.c.d (RFC 4291, 2.5.5.2), as which a
// socket for both families shows it.
struct Address {
  std::array<uint8_t, 16> bytes{};
};

struct AddressRange {
  Address start{};
  int prefix_bits = 128;  // of the 128

  bool Contains(const Address& address) const;
};

std::optional<Address> ParseAddress(std::string_view text);
// An address alone is a range of one.
std::optional<AddressRange> ParseAddressRange(std::string_view text);

}  // namespace stator::api::iam
