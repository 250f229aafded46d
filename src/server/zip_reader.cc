#include "server/zip_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <utility>

namespace maskpoint::server {
namespace {

struct Close {
  void operator()(archive* zip) const { archive_read_free(zip); }
};
using Reading = std::unique_ptr<archive, Close>;

base::Status broken() {
  return base::invalid_input("The zip is broken or cut off; pack it again.");
}

base::Status too_large(const char* what) {
  return {base::StatusCode::kTooLarge,
          std::string("The zip holds too ") + what + "; unpack it and import it in parts."};
}

}  // namespace

bool looks_like_zip(std::string_view bytes) {
  using namespace std::string_view_literals;
  return bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv);
}

base::Result<std::vector<formats::NamedFile>> read_zip(std::string_view bytes,
                                                       const ZipLimits& limits) {
  const Reading zip(archive_read_new());
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return broken();
  std::vector<formats::NamedFile> files;
  std::uint64_t total = 0;
  archive_entry* entry = nullptr;
  for (;;) {
    const int result = archive_read_next_header(zip.get(), &entry);
    if (result == ARCHIVE_EOF) return files;
    if (result < ARCHIVE_WARN) return broken();
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    if (files.size() >= limits.files) return too_large("many files");
    formats::NamedFile file;
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = archive_entry_pathname(entry);
    file.name = name == nullptr ? "" : name;
    // What the header says of the size is not to be trusted: as much as there is, up to the limit.
    char chunk[65536];
    for (;;) {
      const la_ssize_t got = archive_read_data(zip.get(), chunk, sizeof chunk);
      if (got < 0) return broken();
      if (got == 0) break;
      total += std::uint64_t(got);
      if (total > limits.bytes) return too_large("much");
      file.bytes.append(chunk, std::size_t(got));
    }
    files.push_back(std::move(file));
  }
}

}  // namespace maskpoint::server
