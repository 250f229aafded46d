#include "server/image_jpeg.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

// After <cstdio>: jpeglib.h uses FILE and size_t without including what declares them.
#include <jerror.h>
#include <jpeglib.h>

namespace maskpoint::server {
namespace {

// A progressive file may repeat scans without end and cost minutes for a few bytes each.
constexpr int kMaxScans = 500;

// One decompression. Functions that call setjmp hold nothing with a destructor: longjmp skips them.
struct Decompression {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  jpeg_source_mgr source{};
  jpeg_progress_mgr progress{};
  std::jmp_buf escape;
  char message[JMSG_LENGTH_MAX] = {};
  bool ended_early = false;
  bool too_many_scans = false;
  bool created = false;

  Decompression() = default;
  Decompression(const Decompression&) = delete;
  Decompression& operator=(const Decompression&) = delete;
  ~Decompression() {
    if (created) jpeg_destroy_decompress(&info);
  }
};

Decompression& self(j_common_ptr info) {
  return *static_cast<Decompression*>(info->client_data);
}

[[noreturn]] void on_error(j_common_ptr info) {
  info->err->format_message(info, self(info).message);
  std::longjmp(self(info).escape, 1);
}
// Warnings are let pass, as browsers do, save the one that means that part of the picture is
// missing.
void on_warning(j_common_ptr info, int level) {
  if (level < 0 && info->err->msg_code == JWRN_HIT_MARKER) on_error(info);
}
void on_output(j_common_ptr) {
}

void on_progress(j_common_ptr info) {
  auto* decompress = reinterpret_cast<j_decompress_ptr>(info);
  if (decompress->input_scan_number <= kMaxScans) return;
  self(info).too_many_scans = true;
  std::longjmp(self(info).escape, 1);
}

void on_source(j_decompress_ptr) {
}
boolean on_more_input(j_decompress_ptr info) {
  // libjpeg's own memory source invents an end marker here and leaves the rest of the image grey.
  self(reinterpret_cast<j_common_ptr>(info)).ended_early = true;
  std::longjmp(self(reinterpret_cast<j_common_ptr>(info)).escape, 1);
}
void on_skip(j_decompress_ptr info, long count) {
  if (count <= 0) return;
  if (std::size_t(count) > info->src->bytes_in_buffer) on_more_input(info);
  info->src->next_input_byte += count;
  info->src->bytes_in_buffer -= std::size_t(count);
}

bool read_header(Decompression& d, const std::uint8_t* bytes, std::size_t size, int reduced_side) {
  d.info.err = jpeg_std_error(&d.errors);
  d.errors.error_exit = on_error;
  d.errors.emit_message = on_warning;
  d.errors.output_message = on_output;
  d.info.client_data = &d;
  if (setjmp(d.escape) != 0) return false;
  jpeg_create_decompress(&d.info);
  d.created = true;
  d.info.client_data = &d;
  d.progress.progress_monitor = on_progress;
  d.info.progress = &d.progress;
  d.source.init_source = on_source;
  d.source.fill_input_buffer = on_more_input;
  d.source.skip_input_data = on_skip;
  d.source.resync_to_restart = jpeg_resync_to_restart;
  d.source.term_source = on_source;
  d.source.next_input_byte = bytes;
  d.source.bytes_in_buffer = size;
  d.info.src = &d.source;
  jpeg_read_header(&d.info, TRUE);
  const bool four = d.info.jpeg_color_space == JCS_CMYK || d.info.jpeg_color_space == JCS_YCCK;
  d.info.out_color_space = four ? JCS_CMYK : JCS_RGB;
  if (reduced_side > 0) {
    const int longest =
        int(d.info.image_width > d.info.image_height ? d.info.image_width : d.info.image_height);
    while (d.info.scale_denom < 8 && longest / int(d.info.scale_denom * 2) >= reduced_side)
      d.info.scale_denom *= 2;
  }
  jpeg_start_decompress(&d.info);
  return true;
}

// CMYK as Pillow takes it from JPEG files: always Adobe's inverted values (JpegImagePlugin's
// "CMYK;I"), then Convert.c's cmyk2rgb.
void cmyk_row_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb, unsigned width) {
  for (unsigned x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
    const int light = cmyk[3];
    for (int c = 0; c < 3; ++c) {
      const int product = (255 - cmyk[c]) * light + 128;
      rgb[c] = std::uint8_t(light - (((product >> 8) + product) >> 8));
    }
  }
}

// `row` holds one line of four-channel samples.
bool read_rows(Decompression& d, std::uint8_t* rgb, std::uint8_t* row) {
  if (setjmp(d.escape) != 0) return false;
  const std::size_t stride = std::size_t(d.info.output_width) * 3;
  while (d.info.output_scanline < d.info.output_height) {
    std::uint8_t* target = rgb + stride * d.info.output_scanline;
    JSAMPROW line = d.info.output_components == 4 ? row : target;
    jpeg_read_scanlines(&d.info, &line, 1);
    if (d.info.output_components == 4) cmyk_row_to_rgb(row, target, d.info.output_width);
  }
  jpeg_abort_decompress(&d.info);  // not finish: an end marker is not worth refusing a whole image
  return true;
}

base::Status failure(const Decompression& d) {
  if (d.ended_early)
    return base::invalid_input(
        "The JPEG is cut off: its file ends before the image does. Copy or download it again.");
  if (d.too_many_scans)
    return {base::StatusCode::kTooLarge, "The JPEG has more than " + std::to_string(kMaxScans) +
                                             " scans, which no camera or program writes; "
                                             "save it again as an ordinary JPEG."};
  return base::invalid_input(std::string("The JPEG cannot be decoded (libjpeg: ") + d.message +
                             ").");
}

base::Result<RgbImage> decode(std::span<const std::uint8_t> bytes, int reduced_side) {
  Decompression d;
  if (!read_header(d, bytes.data(), bytes.size(), reduced_side)) return failure(d);
  if (d.info.output_components != 3 && d.info.output_components != 4)
    return base::invalid_input(
        "The JPEG has an unusual number of colour channels; save it as RGB.");
  RgbImage image;
  image.size = {int(d.info.output_width), int(d.info.output_height)};
  image.pixels.resize(std::size_t(d.info.output_width) * d.info.output_height * 3);
  std::vector<std::uint8_t> row(std::size_t(d.info.output_width) * 4);
  if (!read_rows(d, image.pixels.data(), row.data())) return failure(d);
  return image;
}

struct Compression {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  std::jmp_buf escape;
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  bool created = false;

  Compression() = default;
  Compression(const Compression&) = delete;
  Compression& operator=(const Compression&) = delete;
  ~Compression() {
    if (created) jpeg_destroy_compress(&info);
    std::free(bytes);
  }
};

bool compress(Compression& c, const std::uint8_t* rgb, geom::ImageSize size, int quality) {
  c.info.err = jpeg_std_error(&c.errors);
  c.info.client_data = &c;
  c.errors.error_exit = [](j_common_ptr info) {
    std::longjmp(static_cast<Compression*>(info->client_data)->escape, 1);
  };
  c.errors.output_message = on_output;
  if (setjmp(c.escape) != 0) return false;
  jpeg_create_compress(&c.info);
  c.created = true;
  c.info.client_data = &c;
  jpeg_mem_dest(&c.info, &c.bytes, &c.size);
  c.info.image_width = JDIMENSION(size.width);
  c.info.image_height = JDIMENSION(size.height);
  c.info.input_components = 3;
  c.info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&c.info);
  jpeg_set_quality(&c.info, quality, TRUE);
  jpeg_start_compress(&c.info, TRUE);
  while (c.info.next_scanline < c.info.image_height) {
    JSAMPROW line = const_cast<JSAMPROW>(rgb + std::size_t(size.width) * 3 * c.info.next_scanline);
    jpeg_write_scanlines(&c.info, &line, 1);
  }
  jpeg_finish_compress(&c.info);
  return true;
}

}  // namespace

base::Result<RgbImage> decode_jpeg(std::span<const std::uint8_t> bytes) {
  return decode(bytes, 0);
}

base::Result<RgbImage> decode_jpeg_reduced(std::span<const std::uint8_t> bytes, int side) {
  return decode(bytes, side);
}

base::Result<std::vector<std::uint8_t>> encode_jpeg(const RgbImage& image, int quality) {
  Compression c;
  if (!compress(c, image.pixels.data(), image.size, quality))
    return base::Status(base::StatusCode::kInternal, "A JPEG could not be written.");
  return std::vector<std::uint8_t>(c.bytes, c.bytes + c.size);
}

}  // namespace maskpoint::server
