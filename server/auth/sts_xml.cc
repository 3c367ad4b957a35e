#include "server/auth/sts_xml.h"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <sstream>

#include "server/auth/sts_errors.h"

namespace stator::server {
namespace {

using Tree = boost::property_tree::ptree;

constexpr std::string_view kNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
constexpr std::string_view kXml = "text/xml";

// XML 1.0 has no way to write most control characters, not even escaped.
std::string XmlText(std::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' && c != '\t' && c != '\n' && c != '\r') c = '?';
  }
  return clean;
}

void Put(std::string_view path, std::string_view text, Tree* tree) {
  tree->put(std::string(path), XmlText(text));
}

// The library reports what it cannot write by exceptions; they end here.
HttpReply Written(int status, const Tree& tree) {
  try {
    std::ostringstream text;
    boost::property_tree::write_xml(text, tree);
    // The declaration is on the first line; the service sends none.
    const std::string all = text.str();
    return {.status = status, .content_type = kXml, .body = all.substr(all.find('\n') + 1)};
  } catch (const boost::property_tree::ptree_error&) {
    return {.status = 500, .content_type = kXml};
  }
}

}  // namespace

HttpReply StsReply(std::string_view action, const XmlFields& fields, std::string_view request_id) {
  Tree result;
  for (const auto& [path, text] : fields) Put(path, text, &result);
  Tree response;
  Put("<xmlattr>.xmlns", kNamespace, &response);
  response.add_child(std::string(action) + "Result", result);
  Put("ResponseMetadata.RequestId", request_id, &response);
  Tree document;
  document.add_child(std::string(action) + "Response", response);
  return Written(200, document);
}

HttpReply StsErrorReply(std::string_view name, std::string_view message, int http_status,
                        std::string_view request_id) {
  Tree error;
  Put("Type", http_status >= 500 ? "Receiver" : "Sender", &error);
  Put("Code", name, &error);
  Put("Message", message, &error);
  Tree response;
  Put("<xmlattr>.xmlns", kNamespace, &response);
  response.add_child("Error", error);
  Put("RequestId", request_id, &response);
  Tree document;
  document.add_child("ErrorResponse", response);
  return Written(http_status, document);
}

HttpReply StsErrorReply(const Status& status, std::string_view request_id) {
  const std::string_view name = StsErrorName(status);
  const bool internal = name == sts::kInternalFailure;
  return StsErrorReply(name, internal ? "Internal failure" : status.message(), StsHttpStatus(name),
                       request_id);
}

}  // namespace stator::server
