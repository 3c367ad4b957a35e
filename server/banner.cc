#include "server/banner.h"

namespace stator::server {
namespace {

void AppendRow(std::string_view name, std::string_view value, std::string* text) {
  text->append(name).append(":\t").append(value).append("\n");
}

std::string_view BoolText(bool value) { return value ? "true" : "false"; }

}  // namespace

std::string StartBanner(const Settings& settings, uint16_t port, uint16_t tls_port) {
  std::string text = "Initializing DynamoDB Local with the following configuration:\n";
  AppendRow("Port", std::to_string(port != 0 ? port : tls_port), &text);
  AppendRow("InMemory", BoolText(settings.in_memory), &text);
  AppendRow("Version", Version(), &text);
  AppendRow("DbPath", settings.in_memory ? "null" : settings.DataFolder(), &text);
  AppendRow("SharedDb", BoolText(settings.shared_db), &text);
  AppendRow("shouldDelayTransientStatuses", BoolText(settings.delay_transient_statuses), &text);
  AppendRow("CorsParams", settings.cors.value_or("null"), &text);
  if (tls_port != 0) AppendRow("TlsPort", std::to_string(tls_port), &text);
  text.push_back('\n');
  return text;
}

}  // namespace stator::server
