#include "server/image_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <fstream>
#include <new>
#include <optional>
#include <string>

#include "server/image_bytes.h"
#include "server/image_exif.h"
#include "server/image_jpeg.h"
#include "server/image_png.h"
#include "server/image_webp.h"

namespace maskpoint::server {
namespace {

constexpr std::size_t kMagicBytes = 16;
using Magic = std::array<std::uint8_t, kMagicBytes>;

bool matches(const Magic& magic, std::size_t at, std::string_view bytes) {
  return std::memcmp(magic.data() + at, bytes.data(), bytes.size()) == 0;
}

std::optional<ImageFormat> format_of(const Magic& magic) {
  if (matches(magic, 0, "\xFF\xD8\xFF")) return ImageFormat::kJpeg;
  if (matches(magic, 0, std::string_view("\x89PNG\r\n\x1A\n", 8))) return ImageFormat::kPng;
  if (matches(magic, 0, "RIFF") && matches(magic, 8, "WEBP")) return ImageFormat::kWebp;
  return std::nullopt;
}

// The name of a format we know of and do not read, for the error sentence.
const char* foreign_format(const Magic& magic) {
  if (matches(magic, 0, "GIF8")) return "GIF";
  if (matches(magic, 0, "BM")) return "BMP";
  if (matches(magic, 0, std::string_view("II*\0", 4)) ||
      matches(magic, 0, std::string_view("MM\0*", 4)))
    return "TIFF";
  if (matches(magic, 4, "ftypavif") || matches(magic, 4, "ftypavis")) return "AVIF";
  if (matches(magic, 4, "ftyp")) return "HEIF (or video)";
  if (matches(magic, 0, "\xFF\x0A") || matches(magic, 4, "JXL ")) return "JPEG XL";
  if (matches(magic, 4, "jP  ") || matches(magic, 0, "\xFF\x4F\xFF\x51")) return "JPEG 2000";
  if (matches(magic, 0, std::string_view("\0\0\1\0", 4))) return "ICO";
  if (matches(magic, 0, "<svg") || matches(magic, 0, "<?xml")) return "SVG";
  return nullptr;
}

base::Status unknown_format(const Magic& magic, std::uint64_t size) {
  if (size == 0) return base::invalid_input("The file is empty.");
  constexpr const char* kAdvice = " Convert it to JPEG, PNG or WebP.";
  if (const char* name = foreign_format(magic))
    return base::invalid_input(std::string("This is a ") + name +
                               " file, which Maskpoint does not read." + kAdvice);
  return base::invalid_input(std::string("This is not an image Maskpoint can read.") + kAdvice);
}

base::Status check_limits(geom::ImageSize size, const ImageLimits& limits) {
  const std::uint64_t pixels = std::uint64_t(size.width) * std::uint64_t(size.height);
  if (size.width <= limits.side && size.height <= limits.side && pixels <= limits.pixels) return {};
  return {base::StatusCode::kTooLarge, "The image is " + std::to_string(size.width) + " × " +
                                           std::to_string(size.height) + " pixels; the limit is " +
                                           std::to_string(limits.pixels / 1'000'000) +
                                           " megapixels and " + std::to_string(limits.side) +
                                           " pixels a side. Scale it down first."};
}

base::Result<ImageInfo> probe(ByteSource& source, const ImageLimits& limits) {
  if (source.size() > limits.file_bytes)
    return base::Status(base::StatusCode::kTooLarge, "The image file is larger than " +
                                                         std::to_string(limits.file_bytes >> 20) +
                                                         " MB, the limit.");
  Magic magic{};
  source.read(
      0, std::span(magic).first(std::size_t(std::min<std::uint64_t>(source.size(), kMagicBytes))));
  const std::optional<ImageFormat> format = format_of(magic);
  if (!format) return unknown_format(magic, source.size());
  auto info = *format == ImageFormat::kJpeg  ? probe_jpeg(source)
              : *format == ImageFormat::kPng ? probe_png(source)
                                             : probe_webp(source);
  if (!info.ok()) return info.status();
  if (base::Status status = check_limits(info->stored, limits); !status.ok()) return status;
  return info;
}

base::Result<RgbImage> decode_stored(std::span<const std::uint8_t> bytes, const ImageInfo& info,
                                     const ImageLimits& limits) {
  switch (info.format) {
    case ImageFormat::kJpeg:
      return decode_jpeg(bytes);
    case ImageFormat::kPng:
      return decode_png(bytes, limits);
    case ImageFormat::kWebp:
      break;
  }
  return decode_webp(bytes);
}

}  // namespace

std::string_view media_type(ImageFormat format) {
  switch (format) {
    case ImageFormat::kJpeg:
      return "image/jpeg";
    case ImageFormat::kPng:
      return "image/png";
    case ImageFormat::kWebp:
      break;
  }
  return "image/webp";
}

bool has_image_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension)
    c = char(std::tolower(static_cast<unsigned char>(c)));
  constexpr std::array<std::string_view, 5> kExtensions = {".jpg", ".jpeg", ".jfif", ".png",
                                                           ".webp"};
  return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

base::Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path,
                                                  std::uint64_t limit) {
  const std::unique_ptr<FileSource> source = FileSource::open(path);
  if (!source)
    return base::Status(
        base::StatusCode::kNotFound,
        "The file " + path.string() + " cannot be opened; check the name and its permissions.");
  if (source->size() > limit)
    return base::Status(base::StatusCode::kTooLarge,
                        "The file " + path.string() + " is larger than " +
                            std::to_string(limit >> 20) + " MB, the limit.");
  std::vector<std::uint8_t> bytes(std::size_t(source->size()));
  if (!bytes.empty() && !source->read(0, bytes))
    return base::Status(
        base::StatusCode::kUnavailable,
        "The file " + path.string() + " could not be read to its end; check the disk.");
  return bytes;
}

base::Result<ImageInfo> probe_image(std::span<const std::uint8_t> bytes,
                                    const ImageLimits& limits) {
  MemorySource source(bytes);
  return probe(source, limits);
}

base::Result<ImageInfo> probe_image_file(const std::filesystem::path& path,
                                         const ImageLimits& limits) {
  const std::unique_ptr<FileSource> source = FileSource::open(path);
  if (!source)
    return base::Status(base::StatusCode::kNotFound,
                        "The image cannot be opened; check the name and its permissions.");
  return probe(*source, limits);
}

base::Result<RgbImage> decode_image(std::span<const std::uint8_t> bytes,
                                    const ImageLimits& limits) {
  const auto info = probe_image(bytes, limits);
  if (!info.ok()) return info.status();
  try {
    auto image = decode_stored(bytes, *info, limits);
    if (!image.ok()) return image.status();
    if (image->size != info->stored)
      return base::invalid_input("The image's header and its content disagree about its size.");
    return turned_upright(*std::move(image), info->orientation);
  } catch (const std::bad_alloc&) {  // the one thing libraries and vectors cannot report otherwise
    return base::Status(base::StatusCode::kUnavailable,
                        "There is too little memory for an image of " +
                            std::to_string(info->stored.width) + " × " +
                            std::to_string(info->stored.height) + " pixels.");
  }
}

}  // namespace maskpoint::server
