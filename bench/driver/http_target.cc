#include "bench/driver/http_target.h"

#include <chrono>
#include <thread>
#include <utility>

#include "api/json/json.h"
#include "bench/driver/http_connection.h"
#include "bench/driver/partitions_reply.h"
#include "bench/driver/request_json.h"
#include "bench/driver/request_signer.h"
#include "kv/base/clock.h"

namespace stator::bench {
namespace {

using api::json::Document;
using api::json::Kind;
using api::json::Node;

constexpr int kTriesUntilActive = 600;
constexpr std::chrono::milliseconds kPauseUntilActive{500};

std::string Member(const Node& object, std::string_view name) {
  if (!object.is(Kind::kObject)) return "";
  const auto member = object.Find(name);
  return member && member->is(Kind::kString) ? std::string(member->string()) : "";
}

// "com.amazonaws.dynamodb.v20120810#ResourceInUseException" → "ResourceInUseException"
std::string ExceptionName(const Node& error) {
  const std::string type = Member(error, "__type");
  const std::string name = type.substr(type.find('#') + 1);
  return name.empty() ? "unknown" : name;
}

bool IsThrottle(std::string_view exception) {
  return exception == "ProvisionedThroughputExceededException" ||
         exception == "ThrottlingException" || exception == "RequestLimitExceeded";
}

// The first of ThrottlingReasons, or nothing.
std::string ThrottlingReason(const Node& error) {
  for (const auto* name : {"ThrottlingReasons", "throttlingReasons"}) {
    const auto reasons = error.Find(name);
    if (!reasons || !reasons->is(Kind::kArray) || reasons->size() == 0) continue;
    return Member(reasons->begin().value(), "reason");
  }
  return "";
}

void ReadError(const HttpAnswer& answer, const Result<Node>& body, Outcome* outcome) {
  outcome->kind = Outcome::Kind::kFailed;
  if (!body.ok() || !body->is(Kind::kObject)) {
    outcome->reason = "HTTP " + std::to_string(answer.status);
    return;
  }
  outcome->reason = ExceptionName(*body);
  outcome->message = Member(*body, "message");
  if (outcome->message.empty()) outcome->message = Member(*body, "Message");
  if (!IsThrottle(outcome->reason)) return;
  outcome->kind = Outcome::Kind::kThrottled;
  if (std::string reason = ThrottlingReason(*body); !reason.empty()) outcome->reason = reason;
}

double UnitsOf(const Node& reply) {
  const auto consumed = reply.is(Kind::kObject) ? reply.Find("ConsumedCapacity") : std::nullopt;
  if (!consumed || !consumed->is(Kind::kObject)) return 0;
  const auto units = consumed->Find("CapacityUnits");
  return units && units->is(Kind::kNumber) ? units->number() : 0;
}

bool IsWrite(const Request& request) {
  return std::holds_alternative<api::PutItemRequest>(request) ||
         std::holds_alternative<api::UpdateItemRequest>(request);
}

// A connection and what makes requests of DynamoDB's kind. Threads: one.
class Caller {
 public:
  Caller(const Endpoint& endpoint, const RequestSigner* signer)
      : connection_(NewHttpConnection(endpoint)), signer_(signer), host_(endpoint.authority) {}

  Result<HttpAnswer> Call(std::string_view operation, std::string_view body) {
    const std::string target = "DynamoDB_20120810." + std::string(operation);
    HttpMessage message{"POST", "/", {}, body};
    message.headers = signer_->Sign({host_, target, body}, SystemClock()->WallMicros() / 1'000'000);
    message.headers.emplace_back("Content-Type", RequestSigner::kContentType);
    message.headers.emplace_back("X-Amz-Target", target);
    return connection_->Send(message);
  }
  Result<HttpAnswer> Send(const HttpMessage& message) { return connection_->Send(message); }

 private:
  const std::unique_ptr<HttpConnection> connection_;
  const RequestSigner* const signer_;
  const std::string host_;
};

class HttpLane final : public Lane {
 public:
  HttpLane(const Endpoint& endpoint, const RequestSigner* signer) : caller_(endpoint, signer) {}

  Outcome Execute(const Request& request) override {
    Outcome outcome;
    const auto answer = caller_.Call(OperationOf(request), RequestJson(request));
    if (!answer.ok()) {
      outcome.kind = Outcome::Kind::kFailed;
      outcome.reason = "connection";
      outcome.message = answer.status().message();
      return outcome;
    }
    const auto body = document_.Parse(answer->body);
    if (answer->status != 200 || !body.ok()) {
      ReadError(*answer, body, &outcome);
      return outcome;
    }
    (IsWrite(request) ? outcome.write_units : outcome.read_units) = UnitsOf(*body);
    return outcome;
  }

 private:
  Caller caller_;
  Document document_;
};

class HttpTarget final : public Target {
 public:
  explicit HttpTarget(Endpoint endpoint)
      : endpoint_(std::move(endpoint)),
        signer_(Credentials::FromEnvironment(), RegionFromEnvironment()) {}

  Status CreateTable(const api::CreateTableRequest& request) override {
    STATOR_RETURN_IF_ERROR(Control("CreateTable", CreateTableJson(request)).status());
    return WaitUntilActive(request.table_name);
  }

  Status DeleteTable(const std::string& table_name) override {
    return Control("DeleteTable", TableNameJson(table_name)).status();
  }

  Status SetCapacity(const std::string& table_name, CapacityMode mode) override {
    static constexpr const char* kModes[] = {"off", "table", "partition"};
    const std::string body = R"({"TableName":")" + table_name + R"(","Mode":")" +
                             kModes[static_cast<size_t>(mode)] + "\"}";
    const auto answer = Caller(endpoint_, &signer_).Send({"POST", "/_stator/capacity", {}, body});
    STATOR_RETURN_IF_ERROR(answer.status());
    if (answer->status == 200) return OkStatus();
    return ValidationError("the endpoint's capacity mode cannot be set: HTTP " +
                           std::to_string(answer->status) + " " + answer->body);
  }

  std::optional<PartitionSnapshot> Partitions(const std::string& table_name) override {
    const std::string path = "/_stator/partitions?table=" + table_name;
    const auto answer = Caller(endpoint_, &signer_).Send({"GET", path, {}, ""});
    if (!answer.ok() || answer->status != 200) return std::nullopt;
    return ReadPartitions(answer->body);
  }

  std::unique_ptr<Lane> NewLane() override {
    return std::make_unique<HttpLane>(endpoint_, &signer_);
  }

 private:
  static std::string TableNameJson(const std::string& table_name) {
    std::string text;
    api::json::Writer json(&text);
    json.BeginObject();
    json.Name("TableName");
    json.String(table_name);
    json.EndObject();
    return text;
  }

  // The body of a reply with status 200.
  Result<std::string> Control(std::string_view operation, const std::string& body) {
    STATOR_ASSIGN_OR_RETURN(HttpAnswer answer, Caller(endpoint_, &signer_).Call(operation, body));
    if (answer.status == 200) return std::move(answer.body);
    return ValidationError(std::string(operation) + ": HTTP " + std::to_string(answer.status) +
                           " " + answer.body);
  }

  Status WaitUntilActive(const std::string& table_name) {
    for (int i = 0; i < kTriesUntilActive; ++i) {
      if (i > 0) std::this_thread::sleep_for(kPauseUntilActive);
      STATOR_ASSIGN_OR_RETURN(const std::string reply,
                              Control("DescribeTable", TableNameJson(table_name)));
      Document document;
      const auto body = document.Parse(reply);
      if (!body.ok() || !body->is(Kind::kObject)) continue;
      const auto table = body->Find("Table");
      if (table && Member(*table, "TableStatus") == "ACTIVE") return OkStatus();
    }
    return {Code::kUnavailable, "the table " + table_name + " does not become ACTIVE"};
  }

  const Endpoint endpoint_;
  const RequestSigner signer_;
};

}  // namespace

Result<std::unique_ptr<Target>> OpenHttpTarget(const std::string& url) {
  STATOR_ASSIGN_OR_RETURN(Endpoint endpoint, Endpoint::Parse(url));
  return std::unique_ptr<Target>(std::make_unique<HttpTarget>(std::move(endpoint)));
}

}  // namespace stator::bench
