#include "kv/store/file_encryption.h"

#include <cstring>
#include <string>
#include <utility>

#include "kv/store/counter_cipher.h"
#include "kv/store/file_prefix.h"

namespace stator {
namespace {

// The bytes of one file. Offsets count from the beginning of the file, prefix included.
class FileCipher final : public rocksdb::BlockAccessCipherStream {
 public:
  FileCipher(std::shared_ptr<const CounterCipher> cipher, const CipherCounter& first)
      : cipher_(std::move(cipher)), first_(first) {}

  size_t BlockSize() override { return kCipherBlockBytes; }
  rocksdb::Status Encrypt(uint64_t offset, char* data, size_t size) override {
    if (cipher_->Apply(first_, offset, data, size)) return rocksdb::Status::OK();
    return rocksdb::Status::IOError("OpenSSL failed to encrypt or decrypt");
  }
  rocksdb::Status Decrypt(uint64_t offset, char* data, size_t size) override {
    return Encrypt(offset, data, size);
  }

 protected:
  // Steps of the base class's Encrypt and Decrypt, which go block by block.
  void AllocateScratch(std::string&) override {}
  rocksdb::Status EncryptBlock(uint64_t block, char* data, char*) override {
    return Encrypt(block * kCipherBlockBytes, data, kCipherBlockBytes);
  }
  rocksdb::Status DecryptBlock(uint64_t block, char* data, char*) override {
    return EncryptBlock(block, data, nullptr);
  }

 private:
  const std::shared_ptr<const CounterCipher> cipher_;
  const CipherCounter first_;
};

class Provider final : public rocksdb::EncryptionProvider {
 public:
  explicit Provider(const FolderKeys& keys)
      : keys_(keys), cipher_(std::make_shared<CounterCipher>(keys_.data_key)) {}
  const char* Name() const override { return "stator.EncryptionProvider"; }

  size_t GetPrefixLength() const override { return kFilePrefixBytes; }

  rocksdb::Status CreateNewPrefix(const std::string& path, char* prefix,
                                  size_t size) const override {
    const Result<std::string> made = NewFilePrefix(keys_);
    if (!made.ok() || made->size() != size) {
      return rocksdb::Status::IOError("cannot make a prefix", path);
    }
    std::memcpy(prefix, made->data(), size);
    return rocksdb::Status::OK();
  }

  rocksdb::Status CreateCipherStream(
      const std::string& path, const rocksdb::EnvOptions&, rocksdb::Slice& prefix,
      std::unique_ptr<rocksdb::BlockAccessCipherStream>* result) override {
    const Result<CipherCounter> first =
        DecodeFilePrefix(keys_, std::string_view(prefix.data(), prefix.size()));
    if (!first.ok()) return rocksdb::Status::Corruption(path, first.status().message());
    *result = std::make_unique<FileCipher>(cipher_, *first);
    return rocksdb::Status::OK();
  }

  rocksdb::Status AddCipher(const std::string&, const char*, size_t, bool) override {
    return rocksdb::Status::NotSupported("a folder has one key");
  }

 private:
  const FolderKeys keys_;
  const std::shared_ptr<const CounterCipher> cipher_;
};

}  // namespace

std::shared_ptr<rocksdb::EncryptionProvider> MakeEncryptionProvider(const FolderKeys& keys) {
  return std::make_shared<Provider>(keys);
}

}  // namespace stator
