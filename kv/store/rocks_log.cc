#include "kv/store/rocks_log.h"

#include <utility>

namespace stator {
namespace {

class SilentLog final : public rocksdb::Logger {
 public:
  SilentLog() : rocksdb::Logger(rocksdb::InfoLogLevel::NUM_INFO_LOG_LEVELS) {}
  using rocksdb::Logger::Logv;
  void LogHeader(const char*, va_list) override {}
  void Logv(const char*, va_list) override {}
  void Logv(rocksdb::InfoLogLevel, const char*, va_list) override {}
};

class WarningLog final : public rocksdb::Logger {
 public:
  explicit WarningLog(std::shared_ptr<rocksdb::Logger> file)
      : rocksdb::Logger(rocksdb::InfoLogLevel::WARN_LEVEL), file_(std::move(file)) {}
  void LogHeader(const char*, va_list) override {}
  void Logv(const char* format, va_list args) override { file_->Logv(format, args); }
  void Logv(rocksdb::InfoLogLevel level, const char* format, va_list args) override {
    if (level >= GetInfoLogLevel()) file_->Logv(level, format, args);
  }
  void Flush() override { file_->Flush(); }

 private:
  const std::shared_ptr<rocksdb::Logger> file_;
};

}  // namespace

std::shared_ptr<rocksdb::Logger> MakeSilentLog() { return std::make_shared<SilentLog>(); }

std::shared_ptr<rocksdb::Logger> MakeWarningLog(const std::string& folder,
                                                const rocksdb::DBOptions& options) {
  rocksdb::DBOptions log_options = options;
  log_options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  log_options.max_log_file_size = 1 << 20;
  log_options.keep_log_file_num = 3;
  std::shared_ptr<rocksdb::Logger> file;
  if (!rocksdb::CreateLoggerFromOptions(folder, log_options, &file).ok()) return MakeSilentLog();
  return std::make_shared<WarningLog>(std::move(file));
}

}  // namespace stator
