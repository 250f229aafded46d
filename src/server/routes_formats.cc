// Files of annotations in and out.
#include "formats/export_types.h"
#include "formats/page_json.h"
#include "server/http_problem.h"
#include "server/project_export.h"
#include "server/project_import.h"
#include "server/routes_handlers.h"
#include "server/zip_writer.h"

namespace maskpoint::server {
namespace {

base::Result<formats::ExportChoices> choices_of(const Request& request) {
  formats::ExportChoices choices;
  const std::string holes = request.parameter("holes").value_or("bridge");
  if (holes == "fill")
    choices.holes = formats::Holes::kFill;
  else if (holes == "skip")
    choices.holes = formats::Holes::kSkip;
  else if (holes != "bridge")
    return base::invalid_input("holes must be bridge, fill or skip.");
  const std::string parts = request.parameter("parts").value_or("join");
  if (parts == "split")
    choices.parts = formats::Parts::kSplit;
  else if (parts != "join")
    return base::invalid_input("parts must be join or split.");
  return choices;
}

Response attachment(const char* type, const std::string& name, std::string body) {
  Response response = text_response(200, type, std::move(body));
  response.set("Cache-Control", "no-cache");
  response.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

}  // namespace

Response get_export(Project& project, const Request& request, const PathValues&) {
  const auto format = formats::format_named(request.parameter("format").value_or("coco"));
  if (!format) return problem(422, "format must be one of " + formats::all_format_names() + ".");
  const auto choices = choices_of(request);
  if (!choices.ok()) return problem(choices.status());
  const bool only_report = request.parameter("report") == "only";
  formats::Report report;
  // What all formats together lose is what COCO does; no photo need be read to say so.
  const auto written =
      only_report && *format == formats::Format::kAll ? formats::Format::kCoco : *format;
  ZipWriter zip;
  std::string one_file;
  const bool is_one = formats::is_one_file(*format);
  const auto take = [&](formats::ExportFile file) -> base::Status {
    if (only_report) return {};
    if (!is_one) return zip.add(file.path, file.bytes);
    one_file = std::move(file.bytes);
    return {};
  };
  if (auto status = export_project(project, written, *choices, report, take); !status.ok())
    return problem(status);
  if (only_report) return json_response(200, json_text(Json{{"findings", findings_json(report)}}));
  if (is_one) return attachment("application/json", "annotations.json", std::move(one_file));
  auto bytes = zip.finish();
  if (!bytes.ok()) return problem(bytes.status());
  return attachment("application/zip", std::string(formats::name_of(*format)) + ".zip",
                    *std::move(bytes));
}

Response get_boxes(Project& project, const Request&, const PathValues&) {
  Json boxes = Json::array();
  const auto status = project.store().each_carried([&](const CarriedRow& row) {
    if (row.is_box)
      boxes.push_back({{"id", row.id},
                       {"uuid", row.uuid},
                       {"image_id", row.image},
                       {"category_id", row.category},
                       {"annotation", Json::parse(row.json, nullptr, false)}});
  });
  if (!status.ok()) return problem(status);
  return json_response(200, json_text(Json{{"boxes", std::move(boxes)}}));
}

Response post_import(Project& project, const Request& request, const PathValues&) {
  const std::string zero_ids = request.parameter("zero_ids").value_or("keep");
  if (zero_ids != "keep" && zero_ids != "renumber")
    return problem(422, "zero_ids must be keep or renumber.");
  ImportRequest import;
  if (zero_ids == "renumber") import.zero_ids = formats::ZeroIds::kRenumber;
  import.client = client_name(request);
  const auto summary =
      import_file(project, request.parameter("name").value_or(""), request.body, import);
  if (!summary.ok()) return store_problem(summary.status());
  return json_response(200, json_text(summary_json(*summary)));
}

}  // namespace maskpoint::server
