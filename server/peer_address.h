// Where a peer is.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace stator::server {

// Whether the address is this machine's loopback, also when an IPv6 socket shows it as an IPv4
// address in IPv6 form (::ffff:127.0.0.1).
bool IsOnThisMachine(const boost::asio::ip::address& peer);

}  // namespace stator::server
