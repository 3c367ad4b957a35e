#include "bench/workload.h"

#include <cstdio>

namespace stator::bench {

std::string KeyText(int64_t key) {
  char text[32];
  std::snprintf(text, sizeof text, "user#%010lld", static_cast<long long>(key));
  return text;
}

AttributeMap KeyAttributes(int64_t key) { return {{"pk", KeyText(key)}}; }

AttributeMap ItemAttributes(int64_t key, int64_t version) {
  AttributeMap address{{"city", "Ljubljana"}, {"street", "Slovenska cesta 1"}, {"zip", 1000}};
  return {{"pk", KeyText(key)},
          {"version", version},
          {"name", "A name of ordinary length"},
          {"email", "somebody@example.com"},
          {"active", true},
          {"score", 1234567},
          {"address", address},
          {"tags", AttributeValue::StringSet({"alpha", "beta", "gamma"})},
          {"bio", std::string(300, 'b')},
          {"payload", std::string(400, 'p')}};
}

}  // namespace stator::bench
