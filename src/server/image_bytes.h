// Bytes to look at by position: a whole file in memory, or one on disk of which only parts are
// read.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace maskpoint::server {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  // Fills `out` from `offset`; false where the source ends before that or cannot be read.
  virtual bool read(std::uint64_t offset, std::span<std::uint8_t> out) = 0;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  bool read(std::uint64_t offset, std::span<std::uint8_t> out) override;

 private:
  std::span<const std::uint8_t> bytes_;
};

class FileSource : public ByteSource {
 public:
  // Nothing where the path is no readable regular file.
  static std::unique_ptr<FileSource> open(const std::filesystem::path& path);
  std::uint64_t size() const override { return size_; }
  bool read(std::uint64_t offset, std::span<std::uint8_t> out) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t size_ = 0;
};

// Big-endian numbers, as JPEG and PNG have them.
inline std::uint32_t big16(const std::uint8_t* p) {
  return std::uint32_t(p[0]) << 8 | p[1];
}
inline std::uint32_t big32(const std::uint8_t* p) {
  return big16(p) << 16 | big16(p + 2);
}

}  // namespace maskpoint::server
