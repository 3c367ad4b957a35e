#include "server/rotate_key.h"

#include <cstdio>
#include <utility>

#include "kv/store/encryption_key.h"
#include "kv/store/key_rotation.h"

namespace stator::server {
namespace {

constexpr const char* kHelp =
    R"(Encrypts a data folder with another key. No server may have the folder open.

usage: stator rotate-key -dbPath DIR [--encryption-key-file OLD] [--new-encryption-key-file NEW]

  -dbPath DIR                     The data folder (default: ./stator-data)
  --encryption-key-file OLD       The key that it has; without it, the folder is in plain text
  --new-encryption-key-file NEW   The key that it shall have
  --decrypt                       Instead of a new key: it shall be in plain text

Every file is written anew into the folder "rotation" inside it, so as much space as it takes must be
free, and then takes the place of the old one. If it is cut off, run the same command again. The old
key is worth nothing to the folder afterwards, but still opens copies made before.
)";

// Takes one flag, and its value where it has one, from the front of the arguments.
class Flags {
 public:
  explicit Flags(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  bool Next() {
    if (at_ == arguments_.size()) return false;
    flag_ = arguments_[at_++];
    value_.reset();
    const size_t equals = flag_.find('=');
    if (equals != std::string::npos) {
      value_ = flag_.substr(equals + 1);
      flag_.resize(equals);
    }
    return true;
  }
  bool Is(const std::string& name) const { return flag_ == "-" + name || flag_ == "--" + name; }
  const std::string& flag() const { return flag_; }
  Result<std::string> Value() {
    if (!value_ && at_ < arguments_.size()) value_ = arguments_[at_++];
    if (!value_ || value_->empty()) return ValidationError(flag_ + " needs a value");
    return *value_;
  }
  bool has_value() const { return value_.has_value(); }

 private:
  const std::vector<std::string>& arguments_;
  size_t at_ = 0;
  std::string flag_;
  std::optional<std::string> value_;
};

Status Check(const RotateKeyCommand& command, bool decrypt) {
  if (decrypt && command.new_key_file) {
    return ValidationError("--decrypt and --new-encryption-key-file contradict each other");
  }
  if (decrypt && !command.key_file) return ValidationError("--decrypt needs --encryption-key-file");
  if (!decrypt && !command.new_key_file) {
    return ValidationError("--new-encryption-key-file is missing");
  }
  return OkStatus();
}

Result<KeyRotation> ReadKeys(const RotateKeyCommand& command) {
  KeyRotation rotation;
  rotation.path = command.path;
  if (command.key_file) {
    STATOR_ASSIGN_OR_RETURN(rotation.old_key, ReadEncryptionKeyFile(*command.key_file));
  }
  if (command.new_key_file) {
    STATOR_ASSIGN_OR_RETURN(rotation.new_key, ReadEncryptionKeyFile(*command.new_key_file));
  }
  return rotation;
}

Result<RotationReport> Rotate(const RotateKeyCommand& command) {
  STATOR_ASSIGN_OR_RETURN(const KeyRotation rotation, ReadKeys(command));
  return RotateEncryptionKey(rotation);
}

void PrintReport(const RotateKeyCommand& command, const RotationReport& report) {
  const char* const now =
      command.new_key_file ? "is encrypted with the new key" : "is in plain text";
  if (report.was_done) {
    std::printf("%s %s already\n", command.path.c_str(), now);
    return;
  }
  std::printf("%s %s: %llu files, %llu bytes\n", command.path.c_str(), now,
              static_cast<unsigned long long>(report.files),
              static_cast<unsigned long long>(report.bytes));
}

}  // namespace

Result<RotateKeyCommand> ParseRotateKey(const std::vector<std::string>& arguments) {
  RotateKeyCommand command;
  command.path = "./stator-data";
  bool decrypt = false;
  Flags flags(arguments);
  while (flags.Next()) {
    if (flags.Is("dbPath")) {
      STATOR_ASSIGN_OR_RETURN(command.path, flags.Value());
    } else if (flags.Is("encryption-key-file")) {
      STATOR_ASSIGN_OR_RETURN(command.key_file, flags.Value());
    } else if (flags.Is("new-encryption-key-file")) {
      STATOR_ASSIGN_OR_RETURN(command.new_key_file, flags.Value());
    } else if (flags.Is("decrypt") && !flags.has_value()) {
      decrypt = true;
    } else if ((flags.Is("help") || flags.Is("h")) && !flags.has_value()) {
      command.help = true;
      return command;
    } else {
      return ValidationError("rotate-key does not understand " + flags.flag());
    }
  }
  STATOR_RETURN_IF_ERROR(Check(command, decrypt));
  return command;
}

int RunRotateKey(const std::vector<std::string>& arguments) {
  const Result<RotateKeyCommand> command = ParseRotateKey(arguments);
  if (!command.ok()) {
    std::fprintf(stderr, "stator: %s\nstator rotate-key --help lists the flags.\n",
                 command.status().message().c_str());
    return 2;
  }
  if (command->help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const Result<RotationReport> report = Rotate(*command);
  if (!report.ok()) {
    std::fprintf(stderr, "stator: %s\n", report.status().message().c_str());
    return 1;
  }
  PrintReport(*command, *report);
  return 0;
}

}  // namespace stator::server
