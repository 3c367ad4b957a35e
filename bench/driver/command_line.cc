#include "bench/driver/command_line.h"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <boost/program_options/variables_map.hpp>
#include <charconv>
#include <optional>
#include <sstream>

#include "bench/driver/workload.h"

namespace stator::bench {
namespace {

namespace po = boost::program_options;

constexpr unsigned kHelpColumns = 100;

constexpr const char* kIntroduction =
    R"(stator-bench puts a load on a table and tells what became of it, as JSON (bench/FORMAT.md).

usage: stator-bench WORKLOAD [flags]

Without --endpoint the target is an engine in this process. Credentials for an endpoint are taken from
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, the region from AWS_REGION or
AWS_DEFAULT_REGION. Without credentials requests carry a signature that only local servers accept.

Workloads:
)";

// The flag's value as text; numbers are checked by us, because lexical_cast takes "-1" for 65535.
auto Text(const char* name) { return po::value<std::string>()->value_name(name); }

po::options_description TargetFlags() {
  po::options_description flags("Target", kHelpColumns);
  flags.add_options()  //
      ("endpoint", Text("URL"),
       "http:// or https:// and host, of anything that speaks DynamoDB")                       //
      ("path", Text("DIR"), "Data folder of the engine in this process (default: in memory)")  //
      ("durability", Text("sync|os"), "Of the engine with a folder (default: sync)")           //
      ("virtual-time",
       "The engine in this process has a clock that the schedule moves: nothing waits, and what "
       "happens follows from the seed. Needs --rate")  //
      ("table", Text("NAME"),
       "Name of the table; it is created, and deleted in the end (default: stator-bench)")  //
      ("keep-table", "Do not delete the table");
  return flags;
}

po::options_description LoadFlags() {
  po::options_description flags("Load", kHelpColumns);
  flags.add_options()                                                                      //
      ("rate", Text("N"), "Operations a second of an open loop (default: a closed loop)")  //
      ("workers", Text("N"), "Threads, and connections (default: 8)")                      //
      ("duration", Text("SECONDS"), "How long is measured (default: 10)")                  //
      ("warm-up", Text("SECONDS"), "Load before that, which is not counted (default: 0)")  //
      ("seed", Text("N"), "Of keys, values and their order (default: 1)")                  //
      ("records", Text("N"), "Items that are loaded before (default: 1000)")               //
      ("fields", Text("N"), "Of an item (default: 10, or 1 where one place is hot)")       //
      ("field-bytes", Text("N"), "Of a field (default: 100)")                              //
      ("read-share", Text("SHARE"),
       "0 to 1: how many reads, where the workload leaves it "
       "open (default: 0.5, or 0 where one place is hot)")                //
      ("zipf-exponent", Text("X"), "Of zipfian choices (default: 0.99)")  //
      ("suffixes", Text("N"), "votes: suffixes at the candidate's name (default: none)");
  return flags;
}

po::options_description TableFlags() {
  po::options_description flags("Table", kHelpColumns);
  flags.add_options()                                                                             //
      ("read-units", Text("N"), "Provisioned; together with --write-units (default: on demand)")  //
      ("write-units", Text("N"), "Provisioned")                                                   //
      ("write-shards", Text("N"), "Value of the tag stator:write-shards (default: none)")         //
      ("capacity", Text("off|table|partition"),
       "What is throttled, after the load. An endpoint must be Stator's (default: off; at an "
       "endpoint: as it is)");
  return flags;
}

po::options_description OutputFlags() {
  po::options_description flags("Output", kHelpColumns);
  flags.add_options()                                                               //
      ("output", Text("FILE"), "Where the result goes (default: standard output)")  //
      ("quiet", "No line a second on standard error")                               //
      ("help,h", "Show this text");
  return flags;
}

po::options_description AllFlags() {
  po::options_description flags;
  flags.add(TargetFlags()).add(LoadFlags()).add(TableFlags()).add(OutputFlags());
  flags.add_options()("workload", Text("NAME"), "");
  return flags;
}

// Reads values out of the parsed flags and remembers the first thing that is wrong.
class Reader {
 public:
  explicit Reader(const po::variables_map& values) : values_(values) {}

  bool Has(const char* flag) const { return values_.count(flag) != 0; }
  std::string Text(const char* flag, std::string otherwise = "") const {
    return Has(flag) ? values_[flag].as<std::string>() : otherwise;
  }

  // A number from least to most into *number, which may be optional; nothing where it is absent.
  template <typename Number, typename Into>
  void Read(const char* flag, Number least, Number most, Into* into) {
    if (!Has(flag)) return;
    const std::string text = Text(flag);
    Number value{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && stop == text.data() + text.size();
    if (!whole || !(value >= least && value <= most)) {
      std::ostringstream message;
      message << "--" << flag << " takes a number from " << least << " to " << most << ", not \""
              << text << "\"";
      return Fail(message.str());
    }
    *into = value;
  }

  void Fail(std::string message) {
    if (status_.ok()) status_ = ValidationError(std::move(message));
  }
  const Status& status() const { return status_; }

 private:
  const po::variables_map& values_;
  Status status_;
};

void ReadTarget(Reader* reader, CommandLine* line) {
  line->endpoint = reader->Text("endpoint");
  line->path = reader->Text("path");
  const std::string durability = reader->Text("durability", "sync");
  if (durability != "sync" && durability != "os") reader->Fail("--durability is sync or os");
  line->durability = durability == "os" ? Durability::kOs : Durability::kSync;
  line->virtual_time = reader->Has("virtual-time");
  line->keep_table = reader->Has("keep-table");
  line->run.table = reader->Text("table", line->run.table);
  if (!line->endpoint.empty() && (!line->path.empty() || line->virtual_time)) {
    reader->Fail("--path and --virtual-time are for the engine in this process");
  }
  if (reader->Has("durability") && line->path.empty()) reader->Fail("--durability needs --path");
}

void ReadLoad(Reader* reader, CommandLine* line) {
  RunOptions& run = line->run;
  reader->Read("rate", 0.001, 10'000'000.0, &run.rate);
  reader->Read("workers", 1, 4'096, &run.workers);
  reader->Read("duration", 0.01, 1'000'000.0, &run.duration_seconds);
  reader->Read("warm-up", 0.0, 1'000'000.0, &run.warm_up_seconds);
  reader->Read("seed", uint64_t{0}, UINT64_MAX, &run.seed);
  reader->Read("records", int64_t{1}, int64_t{100'000'000}, &run.records);
  reader->Read("fields", int64_t{1}, int64_t{100}, &run.fields);
  reader->Read("field-bytes", int64_t{1}, int64_t{100'000}, &run.field_bytes);
  reader->Read("read-share", 0.0, 1.0, &run.read_share);
  reader->Read("zipf-exponent", 0.0, 10.0, &run.zipf_exponent);
  reader->Read("suffixes", 1, 100'000, &run.suffixes);
  if (line->virtual_time && !run.rate) reader->Fail("--virtual-time needs --rate");
}

void ReadTable(Reader* reader, CommandLine* line) {
  RunOptions& run = line->run;
  reader->Read("read-units", int64_t{1}, int64_t{1'000'000}, &run.read_units);
  reader->Read("write-units", int64_t{1}, int64_t{1'000'000}, &run.write_units);
  reader->Read("write-shards", 2, 256, &run.write_shards);
  if (reader->Has("read-units") != reader->Has("write-units")) {
    reader->Fail("--read-units and --write-units belong together");
  }
  if (reader->Has("write-units")) run.billing = BillingMode::kProvisioned;
  if (reader->Has("capacity")) {
    run.capacity = CapacityFromName(reader->Text("capacity"));
    if (!run.capacity) reader->Fail("--capacity is off, table or partition");
  } else if (line->endpoint.empty()) {
    run.capacity = CapacityMode::kOff;
  }
}

// The library reports what it does not understand by exceptions; they end here.
Status ParseInto(const std::vector<std::string>& arguments, po::variables_map* values) {
  try {
    const po::options_description flags = AllFlags();
    po::positional_options_description positional;
    positional.add("workload", 1);
    po::store(po::command_line_parser(arguments).options(flags).positional(positional).run(),
              *values);
  } catch (const po::error& error) {
    return ValidationError(error.what());
  }
  return OkStatus();
}

}  // namespace

Result<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments) {
  po::variables_map values;
  STATOR_RETURN_IF_ERROR(ParseInto(arguments, &values));
  CommandLine line;
  Reader reader(values);
  line.help = reader.Has("help");
  if (line.help) return line;
  line.run.workload = reader.Text("workload");
  if (line.run.workload.empty()) reader.Fail("name a workload; --help lists them");
  ReadTarget(&reader, &line);
  ReadLoad(&reader, &line);
  ReadTable(&reader, &line);
  line.output = reader.Text("output");
  line.quiet = reader.Has("quiet");
  STATOR_RETURN_IF_ERROR(reader.status());
  return line;
}

std::string HelpText() {
  std::ostringstream text;
  text << kIntroduction;
  for (const WorkloadName& workload : WorkloadNames()) {
    text << "  " << workload.name << std::string(16 - workload.name.size(), ' ') << workload.what
         << '\n';
  }
  text << '\n'
       << TargetFlags() << '\n'
       << LoadFlags() << '\n'
       << TableFlags() << '\n'
       << OutputFlags();
  return text.str();
}

}  // namespace stator::bench
