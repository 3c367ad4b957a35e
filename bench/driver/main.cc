// stator-bench: one load on one target, and what became of it.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "bench/driver/command_line.h"
#include "bench/driver/embedded_target.h"
#include "bench/driver/http_target.h"
#include "bench/driver/result_json.h"
#include "bench/driver/run.h"
#include "bench/driver/table_setup.h"
#include "bench/driver/workload.h"

namespace stator::bench {
namespace {

constexpr int64_t kCatchUpMicros = 60'000'000;

// Where virtual time begins: any second will do, and the same one gives the same run.
constexpr int64_t kVirtualStartMicros = 1'700'000'000'000'000;

Result<std::unique_ptr<Target>> OpenTarget(const CommandLine& line, const Clock* clock,
                                           api::Engine** engine) {
  if (!line.endpoint.empty()) return OpenHttpTarget(line.endpoint);
  STATOR_ASSIGN_OR_RETURN(std::unique_ptr<EmbeddedTarget> target,
                          EmbeddedTarget::Open({line.path, line.durability, clock}));
  *engine = target->engine();
  return std::unique_ptr<Target>(std::move(target));
}

void ReportErrors(const Tally& tally) {
  for (const auto& [name, count] : tally.errors()) {
    const auto message = tally.messages().find(name);
    std::fprintf(stderr, "stator-bench: %lld × %s: %s\n", static_cast<long long>(count),
                 name.c_str(), message == tally.messages().end() ? "" : message->second.c_str());
  }
}

Status Write(const std::string& text, const std::string& path) {
  std::FILE* const file = path.empty() ? stdout : std::fopen(path.c_str(), "w");
  if (file == nullptr) return ValidationError("cannot write " + path);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = path.empty() ? std::fflush(file) == 0 : std::fclose(file) == 0;
  return written && closed ? OkStatus() : ValidationError("cannot write the result");
}

Result<RunResult> Measure(const CommandLine& line, ManualClock* clock, Workload* workload,
                          Target* target, api::Engine* engine) {
  std::FILE* const progress = line.quiet ? nullptr : stderr;
  STATOR_RETURN_IF_ERROR(SetUpTable(line.run, *workload, target));
  if (!line.virtual_time) return Run(line.run, workload, target, progress);
  const VirtualTime time{clock, [engine] { (void)engine->WaitCaughtUp(kCatchUpMicros); }};
  return RunInVirtualTime(line.run, workload, target, time, progress);
}

Status RunAndTell(const CommandLine& line) {
  STATOR_ASSIGN_OR_RETURN(const std::unique_ptr<Workload> workload, MakeWorkload(line.run));
  ManualClock clock(kVirtualStartMicros);
  api::Engine* engine = nullptr;
  STATOR_ASSIGN_OR_RETURN(const std::unique_ptr<Target> target,
                          OpenTarget(line, line.virtual_time ? &clock : SystemClock(), &engine));
  const auto result = Measure(line, &clock, workload.get(), target.get(), engine);
  STATOR_RETURN_IF_ERROR(result.status());
  if (!line.keep_table) STATOR_RETURN_IF_ERROR(target->DeleteTable(line.run.table));
  ReportErrors(result->tally);
  return Write(ResultJson(line.run, {line.endpoint, line.virtual_time}, *result), line.output);
}

}  // namespace
}  // namespace stator::bench

int main(int argc, char** argv) {
  const auto line = stator::bench::ParseCommandLine({argv + 1, argv + argc});
  if (!line.ok()) {
    std::fprintf(stderr, "stator-bench: %s\n", line.status().message().c_str());
    return 2;
  }
  if (line->help) {
    std::fputs(stator::bench::HelpText().c_str(), stdout);
    return 0;
  }
  const stator::Status status = stator::bench::RunAndTell(*line);
  if (status.ok()) return 0;
  std::fprintf(stderr, "stator-bench: %s\n", status.message().c_str());
  return 1;
}
