// Reading and writing files of annotations as C functions, for the page's formats worker
// (web/src/formats_worker.ts). One job a module: files in, then one of fmt_read and fmt_write, then
// what fmt_said and fmt_file_… give. Bytes are handed over in memory of fmt_memory(), which the
// call that takes them frees.

// zlib and cut-outs are the worker's side.
#include <emscripten/em_js.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "doc/json_text.h"
#include "formats/cutout.h"
#include "formats/page_json.h"
#include "formats/png_file.h"
#include "formats/project_writer.h"
#include "formats/reader.h"
#include "mask/rle.h"

// Module.host is the Host of web/src/formats_worker.ts; what it made is fetched with host_take.
// clang-format off
EM_JS(int, host_deflate, (const char* bytes, int length), { return Module.host.deflate(bytes, length); });
EM_JS(int, host_inflate, (const char* bytes, int length, int most), {
  return Module.host.inflate(bytes, length, most);
});
EM_JS(void, host_take, (char* to), { Module.host.take(to); });
// clang-format on

namespace {

using namespace maskpoint;
using formats::Json;

std::vector<formats::NamedFile> files_in;
std::vector<formats::ExportFile> files_out;
std::string said;

std::string taken(char* memory, int length) {
  std::string bytes(memory, std::size_t(length));
  std::free(memory);
  return bytes;
}

std::string fetched(int length) {
  std::string bytes(std::size_t(length), 0);
  host_take(bytes.data());
  return bytes;
}

formats::PngCodec png() {
  formats::Zlib zlib;
  zlib.deflate = [](std::string_view bytes) {
    return fetched(host_deflate(bytes.data(), int(bytes.size())));
  };
  zlib.inflate = [](std::string_view bytes, std::size_t most) -> std::optional<std::string> {
    const int length = host_inflate(bytes.data(), int(bytes.size()), int(most));
    if (length < 0) return std::nullopt;
    return fetched(length);
  };
  return formats::png_codec(std::move(zlib));
}

int failed(const base::Status& status) {
  said = status.message();
  return 0;
}

formats::ExportChoices choices_of(const Json& ask) {
  formats::ExportChoices choices;
  const std::string holes = formats::text_at(ask, "holes");
  if (holes == "fill") choices.holes = formats::Holes::kFill;
  if (holes == "skip") choices.holes = formats::Holes::kSkip;
  if (formats::text_at(ask, "parts") == "split") choices.parts = formats::Parts::kSplit;
  return choices;
}

// Instead of a picture a plan of one, which the worker cuts out of the photo: it can decode photos,
// and this module has none of their pixels.
base::Result<std::vector<formats::ExportFile>> cutout_plans(const formats::ExportImage& image,
                                                            const doc::Categories& classes,
                                                            const std::string& folder) {
  std::vector<formats::ExportFile> plans;
  for (const formats::Cutout& cutout : formats::cutouts_of(image, classes, folder)) {
    const geom::Rect& box = cutout.object->bbox;
    const Json plan = {{"cutout", image.path},
                       {"bbox", {box.x, box.y, box.width, box.height}},
                       {"counts", cutout.object->mask->counts}};
    plans.push_back({cutout.path, doc::json_text(plan)});
  }
  return plans;
}

}  // namespace

extern "C" {

char* fmt_memory(int bytes) {
  return static_cast<char*>(std::malloc(std::size_t(bytes)));
}
const char* fmt_said() {
  return said.data();
}
int fmt_said_length() {
  return int(said.size());
}

void fmt_file(char* name, int name_length, char* bytes, int length) {
  files_in.push_back({taken(name, name_length), taken(bytes, length)});
}

// The files given so far into the project, to what fmt_said gives (page_json.h).
int fmt_read(char* project, int length) {
  const Json json = Json::parse(taken(project, length), nullptr, false);
  const formats::PageProject page = formats::page_project(json);
  formats::ReadOptions options;
  options.png = png();
  const formats::Import import = formats::read_files(files_in, page.known, options);
  said = doc::json_text(formats::storable(import, page));
  return 1;
}

// A project in the format that `ask` says, with "holes", "parts" and "report": "only" as the
// server's route has them. 1 and the findings, or 0 and a sentence.
int fmt_write(char* project, int length, char* question, int question_length) {
  const Json ask = Json::parse(taken(question, question_length), nullptr, false);
  const Json json = Json::parse(taken(project, length), nullptr, false);
  const auto format = formats::format_named(formats::text_at(ask, "format"));
  if (!format) {
    said = "format must be one of " + formats::all_format_names() + ".";
    return 0;
  }
  const bool only_report = formats::text_at(ask, "report") == "only";
  formats::Report report;
  const auto status = formats::write_project(formats::page_content(json), *format, choices_of(ask),
                                             {png(), cutout_plans}, report,
                                             [&](formats::ExportFile file) -> base::Status {
                                               if (!only_report)
                                                 files_out.push_back(std::move(file));
                                               return {};
                                             });
  if (!status.ok()) return failed(status);
  said = doc::json_text(formats::findings_json(report));
  return 1;
}

int fmt_files() {
  return int(files_out.size());
}
const char* fmt_path(int file) {
  return files_out[std::size_t(file)].path.c_str();
}
int fmt_path_length(int file) {
  return int(files_out[std::size_t(file)].path.size());
}
const char* fmt_bytes(int file) {
  return files_out[std::size_t(file)].bytes.data();
}
int fmt_bytes_length(int file) {
  return int(files_out[std::size_t(file)].bytes.size());
}

}  // extern "C"
