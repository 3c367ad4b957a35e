#include "server/command_line.h"

#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <boost/program_options/variables_map.hpp>
#include <charconv>
#include <sstream>

namespace stator::server {
namespace {

namespace po = boost::program_options;

constexpr const char* kDefaultFolder = "./stator-data";
constexpr unsigned kHelpColumns = 100;

constexpr const char* kIntroduction =
    R"(Stator serves the DynamoDB API on this machine.

usage: stator [flags]

Every flag works with one dash or two. Without -inMemory the data is kept in ./stator-data below the
current folder, or in the folder that -dbPath names.

)";

// The flag's value as text; numbers are checked by us, because lexical_cast takes "-1" for 65535.
auto Text(const char* name) { return po::value<std::string>()->value_name(name); }

po::options_description LocalFlags() {
  po::options_description flags("DynamoDB Local's flags", kHelpColumns);
  flags.add_options()  //
      ("port", Text("N"),
       "Port to listen on; 0 takes any free one, the start banner shows which "
       "(default: 8000)")                                                                         //
      ("inMemory", "Keep all data in memory; it is gone when the server stops")                   //
      ("dbPath", Text("DIR"), "Folder of the data; created if missing (default: ./stator-data)")  //
      ("sharedDb",
       "One set of tables for all access keys and regions. Without it each access key "
       "and region has its own")  //
      ("cors", Text("LIST"),
       "Web origins whose scripts may read replies, separated by commas, or * "
       "for all (default: *)")  //
      ("delayTransientStatuses",
       "Show CREATING and DELETING for some seconds, as the service "
       "does")                                                                 //
      ("optimizeDbBeforeStartup", "Compact the data folder before the start")  //
      ("disableTelemetry", "Accepted; there is no telemetry")                  //
      ("help,h", "Show this text")                                             //
      ("version,v", "Show the version");
  return flags;
}

po::options_description OwnFlags() {
  po::options_description flags("Stator's own flags", kHelpColumns);
  flags.add_options()  //
      ("host", Text("ADDRESS"),
       "IP address to listen on. The default is this machine only, "
       "127.0.0.1 and ::1: requests are not authenticated. 0.0.0.0 is every "
       "IPv4 address")  //
      ("durability", Text("sync|os"),
       "What an acknowledged write survives. sync: power loss; "
       "concurrent writers share an fsync. os: a crash or kill of the "
       "server, but not of the machine; faster. The default is sync, "
       "because a database that says \"written\" should mean it")  //
      ("partitions", Text("N"),
       "Partitions of a new data folder: a power of two, 1 to 256 "
       "(default: 8)")  //
      ("threads", Text("N"),
       "Threads that read requests and write replies (default: one per "
       "core)")  //
      ("workers", Text("N"),
       "Threads that wait for the disk with -durability sync, and so the most "
       "writes that share an fsync (default: 64)")  //
      ("max-connections", Text("N"),
       "Connections at a time; one more is told to come back later "
       "(default: 4096)")  //
      ("body-memory-mb", Text("N"),
       "Memory for large requests and replies of all connections together, as they "
       "are sent; what does not fit is told to come back later (default: 512)")  //
      ("read-timeout-seconds", Text("N"),
       "Time for a client to send a whole request, and to take "
       "the next piece of a reply (default: 30)")  //
      ("idle-timeout-seconds", Text("N"),
       "Time after which an unused connection is closed "
       "(default: 300)")                                              //
      ("log-requests", "Log one line per request on standard error")  //
      ("wording", Text("2026-05|2026-09"),
       "The month in which AWS worded its errors so; for tests that expect texts "
       "(default: 2026-09)")  //
      ("clock", Text("system|offset|manual"),
       "The clock that data lives by: time to live, retention, time-outs of tokens. offset runs on "
       "and can be moved ahead, manual stands still until it is moved; both by "
       "POST /_stator/clock (default: system)")  //
      ("clock-start", Text("SECONDS"),
       "Where an offset or manual clock begins, in seconds since 1970 (default: the present)")  //
      ("admin-remote",
       "Answer /metrics and requests below /_stator/ to other machines too, not only to this "
       "one")  //
      ("capacity", Text("off|table|partition"),
       "What is throttled. off: nothing. table: what exceeds the provisioned units or the "
       "on-demand "
       "maximum of a table or index. partition: also what exceeds the 1000 write and 3000 read "
       "units a second of one partition, or outgrows an on-demand table. POST /_stator/capacity "
       "changes it (default: off)")  //
      ("transaction-conflicts", Text("wait|fail"),
       "What happens to a request that meets an item "
       "which a transaction is about to write. wait: it waits, microseconds as a rule. fail: it is "
       "refused as the service does, with TransactionConflictException, or as a transaction with "
       "the reason TransactionConflict (default: wait)")  //
      ("transaction-delay-ms", Text("N"),
       "With -transaction-conflicts fail: how long every transaction "
       "stays prepared before it is committed, so that conflicts happen on demand (default: 0)")  //
      ("ttl-sweep-interval-ms", Text("N"),
       "How often it is looked for items whose time to live is over (default: 1000)")  //
      ("ttl-sweep-rate", Text("N"),
       "How many of them are deleted a second at the most "
       "(default: 10000)");
  return flags;
}

po::options_description AccessFlags() {
  po::options_description flags("Flags for who is let in", kHelpColumns);
  flags.add_options()  //
      ("auth", Text("off|sigv4"),
       "Who is let in. off: everybody; the access key only names the tables that he sees. sigv4: "
       "who signs with a secret of the identities file, and as far as policies allow "
       "(default: off)")  //
      ("identities", Text("FILE"),
       "Who there is: accounts, users with their keys, roles and policies. A JSON file that only "
       "its "
       "owner can read; SIGHUP has it read again")  //
      ("log-access", Text("off|denied|all"),
       "With -auth sigv4: which decisions of policies to log on standard error (default: off)")  //
      ("explain-access",
       "With -auth sigv4: replies name the policy and statement that denied, in the header "
       "x-stator-explain-access");
  return flags;
}

po::options_description TlsFlags() {
  po::options_description flags("TLS", kHelpColumns);
  flags.add_options()  //
      ("tls-cert", Text("FILE"),
       "Listen for HTTPS too, with the certificate in this PEM file and those behind it that lead "
       "to its CA. SIGHUP has it, the key and the client CAs read again")  //
      ("tls-key", Text("FILE"),
       "Its key: PEM, without a passphrase, a file that only its owner can read")      //
      ("tls-port", Text("N"), "Port for HTTPS; 0 takes any free one (default: 8443)")  //
      ("tls-only", "Listen for HTTPS only")                                            //
      ("tls-client-ca", Text("FILE"),
       "Take only clients that have a certificate of a CA in this PEM file");
  return flags;
}

po::options_description EncryptionFlags() {
  po::options_description flags("Encryption at rest", kHelpColumns);
  flags.add_options()  //
      ("encryption-key-file", Text("FILE"),
       "Encrypt the data folder with the key in that file: 64 hexadecimal digits, or 44 characters "
       "of Base64, that nobody but the file's owner may read. A folder that was made with a key is "
       "opened with the same one only; \"stator rotate-key --help\" tells how to change it");
  return flags;
}

po::options_description AllFlags() {
  po::options_description flags;
  flags.add(LocalFlags()).add(OwnFlags()).add(AccessFlags()).add(TlsFlags()).add(EncryptionFlags());
  return flags;
}

// Reads values out of the parsed flags and remembers the first thing that is wrong.
class Reader {
 public:
  explicit Reader(const po::variables_map& values) : values_(values) {}

  bool Has(const char* flag) const { return values_.count(flag) != 0; }

  std::optional<std::string> Text(const char* flag) const {
    if (!Has(flag)) return std::nullopt;
    return values_[flag].as<std::string>();
  }

  template <typename Number>
  void ReadNumber(const char* flag, int64_t min, int64_t max, Number* number) {
    const std::optional<std::string> text = Text(flag);
    if (!text) return;
    int64_t value = 0;
    const char* const end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc() || stop != end || value < min || value > max) {
      return Fail("-" + std::string(flag) + " takes a whole number from " + std::to_string(min) +
                  " to " + std::to_string(max) + ", not \"" + *text + "\"");
    }
    *number = static_cast<Number>(value);
  }

  void Fail(std::string message) {
    if (status_.ok()) status_ = ValidationError(std::move(message));
  }
  const Status& status() const { return status_; }

 private:
  const po::variables_map& values_;
  Status status_;
};

void ReadLocalFlags(Reader* reader, Settings* settings) {
  reader->ReadNumber("port", 0, 65535, &settings->port);
  settings->in_memory = reader->Has("inMemory");
  settings->db_path = reader->Text("dbPath");
  settings->shared_db = reader->Has("sharedDb");
  settings->cors = reader->Text("cors");
  settings->delay_transient_statuses = reader->Has("delayTransientStatuses");
  settings->optimize_db_before_startup = reader->Has("optimizeDbBeforeStartup");
  settings->disable_telemetry = reader->Has("disableTelemetry");
  if (settings->in_memory && settings->db_path) {
    reader->Fail("-inMemory and -dbPath contradict each other; give only one");
  }
  if (settings->db_path && settings->db_path->empty()) reader->Fail("-dbPath is empty");
}

void ReadTlsFlags(Reader* reader, Settings* settings) {
  settings->tls_cert = reader->Text("tls-cert");
  settings->tls_key = reader->Text("tls-key");
  settings->tls_client_ca = reader->Text("tls-client-ca");
  settings->tls_only = reader->Has("tls-only");
  reader->ReadNumber("tls-port", 0, 65535, &settings->tls_port);
  if (settings->tls_cert.has_value() != settings->tls_key.has_value()) {
    reader->Fail("-tls-cert and -tls-key need each other");
  }
  for (const char* flag : {"tls-port", "tls-only", "tls-client-ca"}) {
    if (reader->Has(flag) && !settings->tls_cert) {
      reader->Fail("-" + std::string(flag) + " needs -tls-cert and -tls-key");
    }
  }
  if (settings->tls_only && reader->Has("port")) {
    reader->Fail("-tls-only and -port contradict each other; the port for HTTPS is -tls-port");
  }
}

void ReadTimeFlags(Reader* reader, Settings* settings) {
  const std::string clock = reader->Text("clock").value_or("system");
  if (clock == "offset") {
    settings->clock = ClockMode::kOffset;
  } else if (clock == "manual") {
    settings->clock = ClockMode::kManual;
  } else if (clock != "system") {
    reader->Fail("-clock is system, offset or manual, not \"" + clock + "\"");
  }
  if (reader->Has("clock-start")) {
    int64_t seconds = 0;
    reader->ReadNumber("clock-start", 0, 253'402'300'799, &seconds);
    settings->clock_start_seconds = seconds;
    if (settings->clock == ClockMode::kSystem) {
      reader->Fail("-clock-start needs -clock offset or -clock manual");
    }
  }
  settings->admin_remote = reader->Has("admin-remote");
  reader->ReadNumber("ttl-sweep-interval-ms", 1, 86'400'000, &settings->ttl_sweep_interval_ms);
  reader->ReadNumber("ttl-sweep-rate", 1, 10'000'000, &settings->ttl_sweep_rate);
}

void ReadCapacityFlag(Reader* reader, Settings* settings) {
  const std::string mode = reader->Text("capacity").value_or("off");
  if (mode == "table") {
    settings->capacity = CapacityMode::kTable;
  } else if (mode == "partition") {
    settings->capacity = CapacityMode::kPartition;
  } else if (mode != "off") {
    reader->Fail("-capacity is off, table or partition, not \"" + mode + "\"");
  }
}

void ReadTransactionFlags(Reader* reader, Settings* settings) {
  const std::string conflicts = reader->Text("transaction-conflicts").value_or("wait");
  if (conflicts != "wait" && conflicts != "fail") {
    reader->Fail("-transaction-conflicts is wait or fail, not \"" + conflicts + "\"");
  }
  settings->transaction_conflicts = conflicts == "fail" ? ConflictMode::kFail : ConflictMode::kWait;
  reader->ReadNumber("transaction-delay-ms", 0, 600'000, &settings->transaction_delay_ms);
  if (settings->transaction_delay_ms > 0 && conflicts != "fail") {
    reader->Fail("-transaction-delay-ms needs -transaction-conflicts fail");
  }
}

void ReadEncryptionFlag(Reader* reader, Settings* settings) {
  settings->encryption_key_file = reader->Text("encryption-key-file");
  if (!settings->encryption_key_file) return;
  if (settings->encryption_key_file->empty()) reader->Fail("-encryption-key-file is empty");
  if (settings->in_memory) {
    reader->Fail("-inMemory and -encryption-key-file contradict each other: there are no files");
  }
}

void ReadWording(Reader* reader, Settings* settings) {
  const std::optional<std::string> name = reader->Text("wording");
  if (!name) return;
  if (const auto profile = api::WordingProfileFromName(*name)) {
    settings->wording = *profile;
  } else {
    reader->Fail("-wording is 2026-05 or 2026-09, not \"" + *name + "\"");
  }
}

void ReadOwnFlags(Reader* reader, Settings* settings) {
  settings->host = reader->Text("host").value_or("");
  const std::string durability = reader->Text("durability").value_or("sync");
  if (durability != "sync" && durability != "os") {
    reader->Fail("-durability is sync or os, not \"" + durability + "\"");
  }
  settings->durability = durability == "os" ? Durability::kOs : Durability::kSync;
  reader->ReadNumber("partitions", 1, 256, &settings->partitions);
  if ((settings->partitions & (settings->partitions - 1)) != 0) {
    reader->Fail("-partitions takes a power of two");
  }
  reader->ReadNumber("threads", 1, 256, &settings->threads);
  reader->ReadNumber("workers", 1, 1024, &settings->workers);
  reader->ReadNumber("max-connections", 1, 1'000'000, &settings->max_connections);
  reader->ReadNumber("body-memory-mb", 64, 1 << 20, &settings->body_memory_mb);
  reader->ReadNumber("read-timeout-seconds", 1, 86'400, &settings->read_timeout_seconds);
  reader->ReadNumber("idle-timeout-seconds", 1, 86'400, &settings->idle_timeout_seconds);
  ReadCapacityFlag(reader, settings);
  ReadTransactionFlags(reader, settings);
  ReadWording(reader, settings);
  ReadEncryptionFlag(reader, settings);
  settings->log_requests = reader->Has("log-requests");
}

void ReadAccessFlags(Reader* reader, Settings* settings) {
  const std::string auth = reader->Text("auth").value_or("off");
  if (auth == "sigv4") {
    settings->auth = AuthMode::kSigV4;
  } else if (auth != "off") {
    reader->Fail("-auth is off or sigv4, not \"" + auth + "\"");
  }
  const std::string log = reader->Text("log-access").value_or("off");
  if (log == "denied") {
    settings->log_access = AccessLog::kDenied;
  } else if (log == "all") {
    settings->log_access = AccessLog::kAll;
  } else if (log != "off") {
    reader->Fail("-log-access is off, denied or all, not \"" + log + "\"");
  }
  settings->explain_access = reader->Has("explain-access");
  settings->identities = reader->Text("identities");
  if (settings->auth == AuthMode::kSigV4) {
    if (!settings->identities) reader->Fail("-auth sigv4 needs -identities");
    if (settings->shared_db) {
      reader->Fail(
          "-sharedDb and -auth sigv4 contradict each other; accounts have their own tables");
    }
    return;
  }
  for (const char* const flag : {"identities", "log-access", "explain-access"}) {
    if (reader->Has(flag)) reader->Fail("-" + std::string(flag) + " needs -auth sigv4");
  }
}

// The library reports what it does not understand by exceptions; they end here.
Status ParseInto(const std::vector<std::string>& arguments, po::variables_map* values) {
  using namespace po::command_line_style;  // NOLINT: a dozen names of one word each
  const int style = allow_long | allow_short | allow_dash_for_short | allow_long_disguise |
                    long_allow_adjacent | long_allow_next | short_allow_next;
  try {
    const po::options_description flags = AllFlags();
    po::command_line_parser parser(arguments);
    po::store(parser.options(flags).positional({}).style(style).run(), *values);
  } catch (const po::too_many_positional_options_error&) {
    return ValidationError("only flags are understood, each starting with a dash");
  } catch (const po::error& error) {
    return ValidationError(error.what());
  }
  return OkStatus();
}

}  // namespace

std::string Settings::DataFolder() const {
  return in_memory ? std::string() : db_path.value_or(kDefaultFolder);
}

Result<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments) {
  po::variables_map values;
  STATOR_RETURN_IF_ERROR(ParseInto(arguments, &values));
  CommandLine command_line;
  Reader reader(values);
  if (reader.Has("help")) {
    command_line.action = CommandLine::Action::kHelp;
    return command_line;
  }
  if (reader.Has("version")) {
    command_line.action = CommandLine::Action::kVersion;
    return command_line;
  }
  ReadLocalFlags(&reader, &command_line.settings);
  ReadOwnFlags(&reader, &command_line.settings);
  ReadTlsFlags(&reader, &command_line.settings);
  ReadTimeFlags(&reader, &command_line.settings);
  ReadAccessFlags(&reader, &command_line.settings);
  STATOR_RETURN_IF_ERROR(reader.status());
  return command_line;
}

std::string HelpText() {
  std::ostringstream text;
  text << kIntroduction << LocalFlags() << '\n'
       << OwnFlags() << '\n'
       << AccessFlags() << '\n'
       << TlsFlags() << '\n'
       << EncryptionFlags();
  return text.str();
}

std::string_view Version() { return STATOR_VERSION; }

}  // namespace stator::server
