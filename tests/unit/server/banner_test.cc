#include "server/banner.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

TEST(BannerTest, HasTheRowsOfDynamoDbLocal) {
  Settings settings;
  settings.in_memory = true;
  EXPECT_EQ(StartBanner(settings, 8000),
            "Initializing DynamoDB Local with the following configuration:\n"
            "Port:\t8000\n"
            "InMemory:\ttrue\n"
            "Version:\t" +
                std::string(Version()) +
                "\n"
                "DbPath:\tnull\n"
                "SharedDb:\tfalse\n"
                "shouldDelayTransientStatuses:\tfalse\n"
                "CorsParams:\tnull\n"
                "\n");
}

TEST(BannerTest, ShowsTheSettings) {
  Settings settings;
  settings.db_path = "/data";
  settings.shared_db = true;
  settings.delay_transient_statuses = true;
  settings.cors = "http://a,http://b";
  const std::string banner = StartBanner(settings, 4711);
  for (const char* row :
       {"Port:\t4711\n", "InMemory:\tfalse\n", "DbPath:\t/data\n", "SharedDb:\ttrue\n",
        "shouldDelayTransientStatuses:\ttrue\n", "CorsParams:\thttp://a,http://b\n"}) {
    EXPECT_NE(banner.find(row), std::string::npos) << row;
  }
}

TEST(BannerTest, ShowsTheTlsPortBehindTheOthers) {
  const std::string banner = StartBanner(Settings(), 8000, 8443);
  EXPECT_NE(banner.find("Port:\t8000\n"), std::string::npos);
  EXPECT_NE(banner.find("CorsParams:\tnull\nTlsPort:\t8443\n\n"), std::string::npos);
}

TEST(BannerTest, HasTheRowThatIsWaitedForWithTlsOnly) {
  const std::string banner = StartBanner(Settings(), 0, 8443);
  EXPECT_NE(banner.find("\nPort:\t8443\n"), std::string::npos);
  EXPECT_NE(banner.find("\nTlsPort:\t8443\n"), std::string::npos);
}

}  // namespace
}  // namespace stator::server
