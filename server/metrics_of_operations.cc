// Metrics of operations, of accounts, and of engine and process.
#include <array>

#include "api/types/table_ops.h"
#include "server/command_line.h"
#include "server/metrics_families.h"

namespace stator::server {
namespace {

using api::AccountMetrics;
using api::OperationMetrics;
using api::TableMetrics;
using prometheus::MetricType;

template <uint64_t TableMetrics::*kFigure>
void TakeOfTables(const MetricsSource& source, Samples* samples) {
  for (const TableMetrics& table : source.engine.tables) {
    samples->Add(
        {{"account", table.account}, {"region", table.region}, {"TableName", table.table_name}},
        static_cast<double>(table.*kFigure));
  }
}

// Calls take(labels, totals) for each operation that was called on each table.
template <typename Take>
void ForEachOperation(const MetricsSource& source, const Take& take) {
  for (const TableMetrics& table : source.engine.tables) {
    for (const OperationMetrics& operation : table.operations) {
      take({{"account", table.account},
            {"region", table.region},
            {"TableName", table.table_name},
            {"Operation", operation.operation}},
           operation);
    }
  }
}

template <uint64_t OperationTotals::*kFigure>
void TakeOfOperations(const MetricsSource& source, Samples* samples) {
  ForEachOperation(source, [&](Samples::Labels labels, const OperationMetrics& operation) {
    samples->Add(labels, static_cast<double>(operation.totals.*kFigure));
  });
}

bool ReturnsRecords(const OperationMetrics& operation) {
  return operation.operation == "GetRecords";
}
bool ReturnsItems(const OperationMetrics& operation) {
  return operation.operation == "Query" || operation.operation == "Scan" ||
         operation.operation == "ExecuteStatement";
}

// Of the operations that the metric is about.
template <bool (*kHas)(const OperationMetrics&), uint64_t OperationTotals::*kFigure>
void TakeReturned(const MetricsSource& source, Samples* samples) {
  ForEachOperation(source, [&](Samples::Labels labels, const OperationMetrics& operation) {
    if (kHas(operation)) samples->Add(labels, static_cast<double>(operation.totals.*kFigure));
  });
}

template <int64_t api::DescribeLimitsResponse::*kLimit>
void TakeLimit(const MetricsSource& source, Samples* samples) {
  const api::DescribeLimitsResponse limits;
  for (const AccountMetrics& account : source.engine.accounts) {
    samples->Add({{"account", account.account}, {"region", account.region}},
                 static_cast<double>(limits.*kLimit));
  }
}

constexpr MetricRow kOperationRows[] = {
    {"SuccessfulRequestLatency", "Milliseconds that successful requests took in the engine.",
     MetricType::Histogram,
     [](const MetricsSource& source, Samples* samples) {
       ForEachOperation(source, [&](Samples::Labels labels, const OperationMetrics& operation) {
         samples->AddLatencies(labels, operation.totals);
       });
     }},
    {"ThrottledRequests", "Requests of which something was throttled, but batches only if all was.",
     MetricType::Counter, &TakeOfOperations<&OperationTotals::throttled>},
    {"SystemErrors", "Requests that were answered with HTTP status 500 or above.",
     MetricType::Counter, &TakeOfOperations<&OperationTotals::system_errors>},
    {"ReturnedItemCount", "Items that queries and scans returned.", MetricType::Counter,
     &TakeReturned<ReturnsItems, &OperationTotals::returned>},
    {"ReturnedRecordsCount", "Stream records that were returned.", MetricType::Counter,
     &TakeReturned<ReturnsRecords, &OperationTotals::returned>},
    {"ReturnedBytes", "Bytes of the stream records that were returned.", MetricType::Counter,
     &TakeReturned<ReturnsRecords, &OperationTotals::returned_bytes>},
    {"ConditionalCheckFailedRequests", "Writes of single items whose condition did not hold.",
     MetricType::Counter, &TakeOfTables<&TableMetrics::condition_failures>},
    {"TransactionConflict", "Requests for single items that met a transaction.",
     MetricType::Counter, &TakeOfTables<&TableMetrics::conflicts>},
    {"TimeToLiveDeletedItemCount", "Items that time to live deleted.", MetricType::Counter,
     &TakeOfTables<&TableMetrics::expired>},
    {"UserErrors", "Requests that were answered with HTTP status 400 for the caller's fault.",
     MetricType::Counter,
     [](const MetricsSource& source, Samples* samples) {
       for (const AccountMetrics& account : source.engine.accounts) {
         samples->Add({{"account", account.account}, {"region", account.region}},
                      static_cast<double>(account.user_errors));
       }
     }},
    {"AccountMaxReads", "Read units a second that an account may provision.", MetricType::Gauge,
     &TakeLimit<&api::DescribeLimitsResponse::account_max_read_units>},
    {"AccountMaxWrites", "Write units a second that an account may provision.", MetricType::Gauge,
     &TakeLimit<&api::DescribeLimitsResponse::account_max_write_units>},
    {"AccountMaxTableLevelReads", "Read units a second that a table may have.", MetricType::Gauge,
     &TakeLimit<&api::DescribeLimitsResponse::table_max_read_units>},
    {"AccountMaxTableLevelWrites", "Write units a second that a table may have.", MetricType::Gauge,
     &TakeLimit<&api::DescribeLimitsResponse::table_max_write_units>},
};

constexpr std::array<std::string_view, api::kCallOutcomes> kOutcomeNames = {
    "success", "user_error", "condition_failed", "throttled", "system_error"};

void TakeCalls(const MetricsSource& source, Samples* samples) {
  for (const api::OperationCalls& operation : source.engine.operations) {
    for (size_t i = 0; i < api::kCallOutcomes; ++i) {
      samples->Add({{"Operation", operation.operation}, {"outcome", kOutcomeNames[i]}},
                   static_cast<double>(operation.calls[i]));
    }
  }
}

void TakeReplies(const MetricsSource& source, Samples* samples) {
  const auto& replies = source.process.server.replies;
  for (size_t i = 1; i < replies.size(); ++i) {
    samples->Add({{"status", std::to_string(i) + "xx"}}, static_cast<double>(replies[i]));
  }
}

template <auto kFigure>
void TakeOfProcess(const MetricsSource& source, Samples* samples) {
  samples->Add({}, static_cast<double>(source.process.*kFigure));
}

template <auto kFigure>
void TakeOfServer(const MetricsSource& source, Samples* samples) {
  samples->Add({}, static_cast<double>(source.process.server.*kFigure));
}

template <auto kFigure>
void TakeOfEngine(const MetricsSource& source, Samples* samples) {
  samples->Add({}, static_cast<double>(source.engine.*kFigure));
}

using Sums = ServerCounters::Sums;

constexpr MetricRow kServerRows[] = {
    {"stator_operation_calls_total", "Calls of an operation by what became of them.",
     MetricType::Counter, &TakeCalls},
    {"stator_tables", "Tables that exist.", MetricType::Gauge,
     &TakeOfEngine<&api::Metrics::tables_existing>},
    {"stator_tables_used", "Tables that were used since the start.", MetricType::Gauge,
     &TakeOfEngine<&api::Metrics::tables_used>},
    {"stator_tables_shown", "Tables whose metrics are on this page.", MetricType::Gauge,
     [](const MetricsSource& source, Samples* samples) {
       samples->Add({}, static_cast<double>(source.engine.tables.size()));
     }},
    {"stator_http_connections", "Connections that are open.", MetricType::Gauge,
     &TakeOfServer<&Sums::connections>},
    {"stator_http_connections_accepted_total", "Connections that were ever opened.",
     MetricType::Counter, &TakeOfServer<&Sums::accepted>},
    {"stator_tls_connections_accepted_total", "Those of them at the TLS port.", MetricType::Counter,
     &TakeOfServer<&Sums::accepted_tls>},
    {"stator_tls_handshakes_failed_total", "TLS connections that ended before a request.",
     MetricType::Counter, &TakeOfServer<&Sums::handshakes_failed>},
    {"stator_http_requests_in_flight", "Requests that are read and not answered yet.",
     MetricType::Gauge, &TakeOfServer<&Sums::in_flight>},
    {"stator_http_replies_total", "Replies by the class of their status.", MetricType::Counter,
     &TakeReplies},
    {"stator_http_request_body_bytes_total", "Bytes of the bodies of requests.",
     MetricType::Counter, &TakeOfServer<&Sums::body_bytes_in>},
    {"stator_http_reply_bytes_total", "Bytes of replies, heads included.", MetricType::Counter,
     &TakeOfServer<&Sums::bytes_out>},
    {"stator_uptime_seconds", "How long the server has been running.", MetricType::Gauge,
     &TakeOfProcess<&ProcessFigures::uptime_seconds>},
    {"stator_cpu_seconds_total", "Processor time of the process.", MetricType::Counter,
     &TakeOfProcess<&ProcessFigures::cpu_seconds>},
    {"stator_resident_memory_bytes", "Memory of the process.", MetricType::Gauge,
     &TakeOfProcess<&ProcessFigures::resident_bytes>},
    {"stator_build_info", "Always 1; the version is its label.", MetricType::Gauge,
     [](const MetricsSource&, Samples* samples) {
       samples->Add({{"version", Version()}}, 1);
     }},
};

}  // namespace

std::span<const MetricRow> OperationRows() { return kOperationRows; }
std::span<const MetricRow> ServerRows() { return kServerRows; }

}  // namespace stator::server
