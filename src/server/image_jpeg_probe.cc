// The marker walk of a JPEG file (ITU T.81 annex B), as far as the first scan.
#include <array>
#include <cstring>
#include <vector>

#include "server/image_exif.h"
#include "server/image_jpeg.h"

namespace maskpoint::server {
namespace {

base::Status broken(const char* what) {
  return base::invalid_input(std::string("The JPEG is broken: ") + what +
                             ". Export it again from the program it comes from.");
}

constexpr int kStartOfScan = 0xDA, kEndOfImage = 0xD9, kExifSegment = 0xE1;

bool is_standalone(int marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
}

// SOF0–SOF15 without DHT, JPG and DAC, which share the range.
bool is_frame_header(int marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Baseline, extended and progressive, Huffman or arithmetic: what libjpeg decodes.
bool is_decodable(int frame_marker) {
  return frame_marker <= 0xC2 || frame_marker == 0xC9 || frame_marker == 0xCA;
}

// Orientation of an APP1 segment, or nothing when the segment is not EXIF.
std::optional<Orientation> segment_orientation(ByteSource& source, std::uint64_t offset,
                                               std::size_t length) {
  constexpr std::array<std::uint8_t, 6> kHeader = {'E', 'x', 'i', 'f', 0, 0};
  std::vector<std::uint8_t> segment(length);
  if (length < kHeader.size() || !source.read(offset, segment)) return std::nullopt;
  if (std::memcmp(segment.data(), kHeader.data(), kHeader.size()) != 0) return std::nullopt;
  return exif_orientation(std::span(segment).subspan(kHeader.size()));
}

}  // namespace

base::Result<ImageInfo> probe_jpeg(ByteSource& source) {
  ImageInfo info;
  info.format = ImageFormat::kJpeg;
  std::optional<Orientation> orientation;
  std::uint64_t at = 2;  // after the start-of-image marker
  bool found_frame = false;
  for (;;) {
    std::array<std::uint8_t, 2> marker{};
    if (!source.read(at, marker)) return broken("it ends inside its header");
    if (marker[0] != 0xFF) return broken("there are stray bytes between the parts of its header");
    if (marker[1] == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    at += 2;
    if (is_standalone(marker[1])) continue;
    if (marker[1] == kStartOfScan || marker[1] == kEndOfImage) break;
    std::array<std::uint8_t, 8> head{};
    if (!source.read(at, std::span(head).first(2))) return broken("it ends inside its header");
    const std::size_t length = big16(head.data());
    if (length < 2) return broken("a part of its header has an impossible length");
    if (is_frame_header(marker[1])) {
      if (!is_decodable(marker[1]))
        return base::invalid_input(
            "This is a lossless or hierarchical JPEG, which Maskpoint does not read; save it as an "
            "ordinary JPEG or as PNG.");
      if (length < 8 || !source.read(at, head)) return broken("it ends inside its header");
      info.stored = {int(big16(&head[5])), int(big16(&head[3]))};
      found_frame = true;
    } else if (marker[1] == kExifSegment && !orientation) {
      orientation = segment_orientation(source, at + 2, length - 2);
    }
    at += length;
  }
  if (!found_frame) return broken("it has no frame header, so its size is unknown");
  if (info.stored.width < 1 || info.stored.height < 1) return broken("its header says it is empty");
  info.orientation = orientation.value_or(1);
  info.upright = upright_size(info.stored, info.orientation);
  return info;
}

}  // namespace maskpoint::server
