#include "server/peer_address.h"

namespace stator::server {

namespace ip = boost::asio::ip;

bool IsOnThisMachine(const ip::address& peer) {
  if (peer.is_v6() && peer.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, peer.to_v6()).is_loopback();
  }
  return peer.is_loopback();
}

}  // namespace stator::server
