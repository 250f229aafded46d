#include "server/cli_formats.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "server/export_command.h"
#include "server/import_command.h"

namespace maskpoint::server {
namespace {

void add_import(CLI::App& app, std::function<int()>& command) {
  CLI::App* sub = app.add_subcommand(
      "import", "Annotations of other tools into the project of a folder of images");
  auto options = std::make_shared<ImportOptions>();
  sub->add_option("dir", options->dir, "Folder of images")->type_name("DIR")->required();
  sub->add_option("file", options->files,
                  "COCO, SA-1B, LabelMe JSON; YOLO labels or PNG masks, with their lists of names; "
                  "folders and zips of them")
      ->type_name("FILE...")
      ->required();
  sub->add_flag_callback(
      "--renumber-zero", [options] { options->zero_ids = formats::ZeroIds::kRenumber; },
      "Other ids for annotations, images and classes with id 0, which COCO's evaluation misses");
  sub->callback([options, &command] { command = [options] { return import_command(*options); }; });
}

void add_export(CLI::App& app, std::function<int()>& command) {
  CLI::App* sub =
      app.add_subcommand("export", "The objects of a folder's project in another tool's format");
  auto options = std::make_shared<ExportCommandOptions>();
  sub->add_option("dir", options->dir, "Folder of images")->type_name("DIR")->required();
  sub->add_option_function<std::string>(
         "-f,--format",
         [options](const std::string& text) {
           const auto format = formats::format_named(text);
           if (!format)
             throw CLI::ValidationError("--format",
                                        "must be one of " + formats::all_format_names());
           options->format = *format;
         },
         "One of " + formats::all_format_names() + "; default coco")
      ->type_name("FORMAT");
  sub->add_option("-o,--output", options->out,
                  "File for the COCO formats, else a folder, or a zip where it ends in .zip; left "
                  "out, only what the format would lose is told")
      ->type_name("OUT");
  sub->add_option_function<std::string>(
         "--holes",
         [options](const std::string& text) {
           options->choices.holes = text == "fill"   ? formats::Holes::kFill
                                    : text == "skip" ? formats::Holes::kSkip
                                                     : formats::Holes::kBridge;
         },
         "Holes in polygons: kept by bridges (default), filled, or the object is left out")
      ->type_name("bridge|fill|skip")
      ->check(CLI::IsMember({"bridge", "fill", "skip"}));
  sub->add_option_function<std::string>(
         "--parts",
         [options](const std::string& text) {
           options->choices.parts =
               text == "split" ? formats::Parts::kSplit : formats::Parts::kJoin;
         },
         "Objects of several parts in YOLO: joined by bridges (default) or one object a part")
      ->type_name("join|split")
      ->check(CLI::IsMember({"join", "split"}));
  sub->add_flag_callback(
      "--check", [options] { options->check = ExportCommandOptions::Check::kYes; },
      "Checks the COCO or SA-1B files made against the published layout");
  sub->callback([options, &command] { command = [options] { return export_command(*options); }; });
}

}  // namespace

void add_format_commands(CLI::App& app, std::function<int()>& command) {
  add_import(app, command);
  add_export(app, command);
}

}  // namespace maskpoint::server
