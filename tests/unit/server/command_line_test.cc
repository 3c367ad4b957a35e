#include "server/command_line.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace stator::server {
namespace {

using Arguments = std::vector<std::string>;

Settings Parse(const Arguments& arguments) {
  const auto parsed = ParseCommandLine(arguments);
  EXPECT_TRUE(parsed.ok()) << parsed.status().message();
  return parsed.ok() ? parsed->settings : Settings{};
}

std::string ErrorOf(const Arguments& arguments) {
  const auto parsed = ParseCommandLine(arguments);
  return parsed.ok() ? "" : parsed.status().message();
}

TEST(CommandLineTest, HasDefaults) {
  const Settings settings = Parse({});
  EXPECT_EQ(settings.port, 8000);
  EXPECT_FALSE(settings.in_memory);
  EXPECT_FALSE(settings.shared_db);
  EXPECT_FALSE(settings.cors.has_value());
  EXPECT_EQ(settings.host, "");
  EXPECT_EQ(settings.durability, Durability::kSync);
  EXPECT_EQ(settings.partitions, 8u);
  EXPECT_EQ(settings.DataFolder(), "./stator-data");
}

TEST(CommandLineTest, TakesEveryFlagOfDynamoDbLocalWithOneDash) {
  const Settings settings =
      Parse({"-port", "8123", "-inMemory", "-sharedDb", "-cors", "http://a", "-disableTelemetry",
             "-delayTransientStatuses", "-optimizeDbBeforeStartup"});
  EXPECT_EQ(settings.port, 8123);
  EXPECT_TRUE(settings.in_memory);
  EXPECT_TRUE(settings.shared_db);
  EXPECT_EQ(settings.cors, "http://a");
  EXPECT_TRUE(settings.disable_telemetry);
  EXPECT_TRUE(settings.delay_transient_statuses);
  EXPECT_TRUE(settings.optimize_db_before_startup);
  EXPECT_EQ(settings.DataFolder(), "");
}

TEST(CommandLineTest, TakesTheSameFlagsWithTwoDashes) {
  const Settings settings = Parse({"--port", "8123", "--dbPath", "/data", "--sharedDb"});
  EXPECT_EQ(settings.port, 8123);
  EXPECT_TRUE(settings.shared_db);
  EXPECT_EQ(settings.DataFolder(), "/data");
}

TEST(CommandLineTest, TakesAnEncryptionKeyFileButNotInMemory) {
  EXPECT_EQ(Parse({}).encryption_key_file, std::nullopt);
  EXPECT_EQ(Parse({"--encryption-key-file", "/keys/a"}).encryption_key_file, "/keys/a");
  EXPECT_EQ(ErrorOf({"--encryption-key-file", ""}), "-encryption-key-file is empty");
  EXPECT_EQ(ErrorOf({"-inMemory", "--encryption-key-file", "/keys/a"}),
            "-inMemory and -encryption-key-file contradict each other: there are no files");
}

TEST(CommandLineTest, TakesValuesBehindAnEqualsSign) {
  EXPECT_EQ(Parse({"--port=8123"}).port, 8123);
  EXPECT_EQ(Parse({"-port=8123"}).port, 8123);
}

TEST(CommandLineTest, TakesOwnFlags) {
  const Settings settings =
      Parse({"--host", "0.0.0.0", "--durability", "os", "--partitions", "16", "--threads", "3",
             "--workers", "5", "--max-connections", "7", "--read-timeout-seconds", "9",
             "--idle-timeout-seconds", "11", "-log-requests"});
  EXPECT_EQ(settings.host, "0.0.0.0");
  EXPECT_EQ(settings.durability, Durability::kOs);
  EXPECT_EQ(settings.partitions, 16u);
  EXPECT_EQ(settings.threads, 3);
  EXPECT_EQ(settings.workers, 5);
  EXPECT_EQ(settings.max_connections, 7u);
  EXPECT_EQ(settings.read_timeout_seconds, 9);
  EXPECT_EQ(settings.idle_timeout_seconds, 11);
  EXPECT_TRUE(settings.log_requests);
}

TEST(CommandLineTest, TakesAClock) {
  EXPECT_EQ(Parse({}).clock, ClockMode::kSystem);
  EXPECT_EQ(Parse({"-clock", "system"}).clock, ClockMode::kSystem);
  EXPECT_EQ(Parse({"--clock=offset"}).clock, ClockMode::kOffset);
  EXPECT_EQ(Parse({"-clock=manual"}).clock, ClockMode::kManual);
  EXPECT_FALSE(Parse({"-clock", "manual"}).clock_start_seconds.has_value());
  EXPECT_EQ(Parse({"-clock", "manual", "-clock-start", "1000"}).clock_start_seconds, 1'000);
  EXPECT_NE(ErrorOf({"-clock", "sundial"}), "");
  EXPECT_NE(ErrorOf({"-clock-start", "1000"}), "") << "needs a clock that can be moved";
  EXPECT_NE(ErrorOf({"-clock", "manual", "-clock-start", "-1"}), "");
  EXPECT_NE(ErrorOf({"-clock", "manual", "-clock-start", "253402300800"}), "");
}

TEST(CommandLineTest, TakesTheSweepersFlags) {
  const Settings settings =
      Parse({"-ttl-sweep-interval-ms", "20", "--ttl-sweep-rate=500", "-admin-remote"});
  EXPECT_EQ(settings.ttl_sweep_interval_ms, 20);
  EXPECT_EQ(settings.ttl_sweep_rate, 500);
  EXPECT_TRUE(settings.admin_remote);
  EXPECT_FALSE(Parse({}).admin_remote);
  EXPECT_NE(ErrorOf({"-ttl-sweep-rate", "0"}), "");
  EXPECT_NE(ErrorOf({"-ttl-sweep-interval-ms", "0"}), "");
}

TEST(CommandLineTest, TakesHowTransactionsConflict) {
  EXPECT_EQ(Parse({}).transaction_conflicts, ConflictMode::kWait);
  EXPECT_EQ(Parse({"--transaction-conflicts", "wait"}).transaction_conflicts, ConflictMode::kWait);
  const Settings settings =
      Parse({"--transaction-conflicts=fail", "--transaction-delay-ms", "1500"});
  EXPECT_EQ(settings.transaction_conflicts, ConflictMode::kFail);
  EXPECT_EQ(settings.transaction_delay_ms, 1500);
  EXPECT_NE(ErrorOf({"--transaction-conflicts", "maybe"}), "");
  EXPECT_NE(ErrorOf({"--transaction-delay-ms", "5"}).find("-transaction-conflicts fail"),
            std::string::npos);
  EXPECT_NE(ErrorOf({"--transaction-conflicts=fail", "--transaction-delay-ms", "-1"}), "");
}

TEST(CommandLineTest, TakesTls) {
  EXPECT_FALSE(Parse({}).tls_cert.has_value());
  const Settings settings = Parse({"--tls-cert", "c.pem", "--tls-key=k.pem", "-tls-port", "0",
                                   "--tls-client-ca=ca.pem", "--tls-only"});
  EXPECT_EQ(settings.tls_cert, "c.pem");
  EXPECT_EQ(settings.tls_key, "k.pem");
  EXPECT_EQ(settings.tls_client_ca, "ca.pem");
  EXPECT_EQ(settings.tls_port, 0);
  EXPECT_TRUE(settings.tls_only);
  const Settings fewer = Parse({"--tls-cert=c", "--tls-key=k", "-port", "9000"});
  EXPECT_EQ(fewer.tls_port, 8443);
  EXPECT_FALSE(fewer.tls_only);
  EXPECT_FALSE(fewer.tls_client_ca.has_value());
}

TEST(CommandLineTest, RefusesTlsFlagsThatMakeNoSense) {
  EXPECT_NE(ErrorOf({"--tls-cert=c"}), "");
  EXPECT_NE(ErrorOf({"--tls-key=k"}), "");
  EXPECT_NE(ErrorOf({"--tls-port=1"}).find("-tls-cert"), std::string::npos);
  EXPECT_NE(ErrorOf({"--tls-only"}).find("-tls-cert"), std::string::npos);
  EXPECT_NE(ErrorOf({"--tls-client-ca=ca"}).find("-tls-cert"), std::string::npos);
  EXPECT_NE(ErrorOf({"--tls-cert=c", "--tls-key=k", "--tls-only", "-port", "1"}), "");
  EXPECT_NE(ErrorOf({"--tls-cert=c", "--tls-key=k", "--tls-port=65536"}), "");
}

TEST(CommandLineTest, ReadsTheWording) {
  EXPECT_EQ(Parse({}).wording, api::WordingProfile::kSeptember2026);
  EXPECT_EQ(Parse({"--wording=2026-05"}).wording, api::WordingProfile::kMay2026);
  EXPECT_EQ(Parse({"-wording", "2026-09"}).wording, api::WordingProfile::kSeptember2026);
  EXPECT_NE(ErrorOf({"--wording=2026-06"}).find("2026-05 or 2026-09"), std::string::npos);
  EXPECT_NE(ErrorOf({"--wording="}), "");
}

TEST(CommandLineTest, KnowsHelpAndVersionInAllForms) {
  for (const char* flag : {"-help", "--help", "-h"}) {
    const auto parsed = ParseCommandLine({flag});
    ASSERT_TRUE(parsed.ok()) << flag;
    EXPECT_EQ(parsed->action, CommandLine::Action::kHelp);
  }
  for (const char* flag : {"-version", "--version", "-v"}) {
    const auto parsed = ParseCommandLine({flag});
    ASSERT_TRUE(parsed.ok()) << flag;
    EXPECT_EQ(parsed->action, CommandLine::Action::kVersion);
  }
}

TEST(CommandLineTest, RefusesUnknownFlags) {
  EXPECT_NE(ErrorOf({"-nope"}).find("-nope"), std::string::npos);
  EXPECT_NE(ErrorOf({"--nope"}).find("nope"), std::string::npos);
}

TEST(CommandLineTest, DoesNotCompleteAbbreviations) {
  EXPECT_NE(ErrorOf({"-inMem"}), "");
  EXPECT_NE(ErrorOf({"--log"}), "");
}

TEST(CommandLineTest, RefusesWhatIsNoFlag) {
  EXPECT_NE(ErrorOf({"data"}), "");
  EXPECT_NE(ErrorOf({"-inMemory", "true"}), "");
}

TEST(CommandLineTest, RefusesAMissingValue) { EXPECT_NE(ErrorOf({"-port"}), ""); }

TEST(CommandLineTest, RefusesNumbersOutOfRangeOrWithRubbish) {
  for (const char* port : {"65536", "-1", "x", "", "80x", " 80", "99999999999999999999"}) {
    EXPECT_NE(ErrorOf({"-port", port}), "") << port;
  }
  EXPECT_NE(ErrorOf({"--threads", "0"}), "");
  EXPECT_NE(ErrorOf({"--max-connections", "0"}), "");
}

TEST(CommandLineTest, RefusesPartitionsThatAreNoPowerOfTwo) {
  EXPECT_NE(ErrorOf({"--partitions", "12"}), "");
  EXPECT_NE(ErrorOf({"--partitions", "512"}), "");
  EXPECT_EQ(ErrorOf({"--partitions", "256"}), "");
}

TEST(CommandLineTest, RefusesAnUnknownDurability) {
  EXPECT_NE(ErrorOf({"--durability", "maybe"}), "");
}

TEST(CommandLineTest, RefusesInMemoryWithDbPath) {
  EXPECT_NE(ErrorOf({"-inMemory", "-dbPath", "x"}).find("-dbPath"), std::string::npos);
}

TEST(CommandLineTest, HelpNamesEveryFlagAndTheDefaultDurability) {
  const std::string help = HelpText();
  for (const char* flag : {"port",
                           "inMemory",
                           "dbPath",
                           "sharedDb",
                           "cors",
                           "delayTransientStatuses",
                           "optimizeDbBeforeStartup",
                           "disableTelemetry",
                           "help",
                           "version",
                           "host",
                           "durability",
                           "partitions",
                           "threads",
                           "workers",
                           "max-connections",
                           "read-timeout-seconds",
                           "idle-timeout-seconds",
                           "transaction-conflicts",
                           "transaction-delay-ms",
                           "wording",
                           "log-requests"}) {
    EXPECT_NE(help.find(std::string("--") + flag), std::string::npos) << flag;
  }
  EXPECT_NE(help.find("The default is sync"), std::string::npos);
}

TEST(CommandLineTest, ReadsWhoIsLetIn) {
  EXPECT_EQ(Parse({}).auth, AuthMode::kOff);
  EXPECT_EQ(Parse({"-auth", "off"}).auth, AuthMode::kOff);
  const Settings settings = Parse({"--auth=sigv4", "--identities=who.json", "--explain-access"});
  EXPECT_EQ(settings.auth, AuthMode::kSigV4);
  EXPECT_EQ(settings.identities, "who.json");
  EXPECT_EQ(settings.log_access, AccessLog::kOff);
  EXPECT_TRUE(settings.explain_access);
  const Arguments signed_ones = {"-auth", "sigv4", "-identities", "f", "-log-access"};
  for (const auto& [name, log] : {std::pair{"off", AccessLog::kOff},
                                  {"denied", AccessLog::kDenied},
                                  {"all", AccessLog::kAll}}) {
    Arguments arguments = signed_ones;
    arguments.push_back(name);
    EXPECT_EQ(Parse(arguments).log_access, log);
  }
}

TEST(CommandLineTest, RefusesContradictionsOfWhoIsLetIn) {
  EXPECT_EQ(ErrorOf({"-auth", "sigv4"}), "-auth sigv4 needs -identities");
  EXPECT_EQ(ErrorOf({"-identities", "f"}), "-identities needs -auth sigv4");
  EXPECT_EQ(ErrorOf({"-log-access", "all"}), "-log-access needs -auth sigv4");
  EXPECT_EQ(ErrorOf({"-auth", "off", "-explain-access"}), "-explain-access needs -auth sigv4");
  EXPECT_EQ(ErrorOf({"-auth", "basic"}), "-auth is off or sigv4, not \"basic\"");
  EXPECT_EQ(ErrorOf({"-auth", "sigv4", "-identities", "f", "-log-access", "x"}),
            "-log-access is off, denied or all, not \"x\"");
  EXPECT_EQ(ErrorOf({"-auth", "sigv4", "-identities", "f", "-sharedDb"}),
            "-sharedDb and -auth sigv4 contradict each other; accounts have their own tables");
}

}  // namespace
}  // namespace stator::server
