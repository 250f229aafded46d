#include "server/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>

#include <ctime>

namespace maskpoint::server {
namespace {

la_ssize_t append(archive*, void* to, const void* bytes, size_t count) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), count);
  return la_ssize_t(count);
}

base::Status failed() {
  return {base::StatusCode::kInternal, "The zip could not be made; export into a folder instead."};
}

}  // namespace

struct ZipWriter::Impl {
  std::string bytes;
  archive* zip = archive_write_new();
  bool open = false;
  std::time_t now = std::time(nullptr);
  ~Impl() { archive_write_free(zip); }
};

ZipWriter::ZipWriter() : impl_(std::make_unique<Impl>()) {
  archive* zip = impl_->zip;
  archive_write_set_bytes_in_last_block(zip, 1);  // not filled up, as tapes need
  impl_->open =
      archive_write_set_format_zip(zip) == ARCHIVE_OK &&
      archive_write_set_format_option(zip, "zip", "hdrcharset", "UTF-8") >= ARCHIVE_WARN &&
      archive_write_open(zip, &impl_->bytes, nullptr, append, nullptr) == ARCHIVE_OK;
}

ZipWriter::~ZipWriter() = default;

base::Status ZipWriter::add(const std::string& path, const std::string& bytes) {
  if (!impl_->open) return failed();
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname_utf8(entry, path.c_str());
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_entry_set_size(entry, la_int64_t(bytes.size()));
  archive_entry_set_mtime(entry, impl_->now, 0);
  bool done = archive_write_header(impl_->zip, entry) >= ARCHIVE_WARN;
  archive_entry_free(entry);
  done = done &&
         archive_write_data(impl_->zip, bytes.data(), bytes.size()) == la_ssize_t(bytes.size());
  return done ? base::Status() : failed();
}

base::Result<std::string> ZipWriter::finish() {
  if (!impl_->open || archive_write_close(impl_->zip) != ARCHIVE_OK) return failed();
  impl_->open = false;
  return std::move(impl_->bytes);
}

}  // namespace maskpoint::server
