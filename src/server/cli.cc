#include "server/cli.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/bundle_command.h"
#include "server/cli_auto.h"
#include "server/cli_formats.h"
#include "server/cli_options.h"
#include "server/cli_report.h"
#include "server/cli_values.h"
#include "server/embed_command.h"
#include "server/encoder_convert.h"
#include "server/model_convert.h"
#include "server/segment_command.h"
#include "server/serve.h"

namespace maskpoint::server {
namespace {

// A command fills its options while it is parsed and says afterwards what to run.
using Command = std::function<int()>;

void add_segment(CLI::App& app, Command& command) {
  CLI::App* sub =
      app.add_subcommand("segment", "Masks of one image from points and a box, as JSON");
  auto options = std::make_shared<SegmentOptions>();
  sub->add_option("image", options->image, "JPEG, PNG or WebP")->type_name("IMAGE")->required();
  sub->add_option_function<std::vector<std::string>>(
         "--point",
         [options](const std::vector<std::string>& texts) {
           for (const std::string& text : texts)
             options->points.push_back(parsed("--point", text, parse_point));
         },
         "Pixel to include (1, the default) or exclude (0); may be given again")
      ->type_name("X,Y[,0|1]")
      ->allow_extra_args(false);
  sub->add_option_function<std::string>(
         "--box",
         [options](const std::string& text) { options->box = parsed("--box", text, parse_box); },
         "Box around the object, in pixels")
      ->type_name("X0,Y0,X1,Y1");
  sub->add_option("--mask-input", options->mask_input,
                  "Logits of an earlier mask to refine: float32 (1, 256, 256) as .npy")
      ->type_name("F.npy");
  sub->add_option("--embedding", options->embedding,
                  "The image's embedding, (1, 256, 64, 64) as .npy, instead of computing it")
      ->type_name("F.npy");
  sub->add_flag_callback(
      "--multimask", [options] { options->masks = sam::MaskSet::kMultimask; },
      "The three candidates instead of one mask");
  sub->add_option("--logits", options->logits,
                  "Writes the masks' logits, float32 (masks, 256, 256)")
      ->type_name("OUT.npy");
  sub->add_option("--png", options->png,
                  "Writes the mask as a black and white PNG; of several OUT_1.png, OUT_2.png, …")
      ->type_name("OUT.png");
  sub->add_option("-o,--output", options->json,
                  "Writes the JSON here instead of to standard output")
      ->type_name("OUT.json");
  add_model_options(*sub, options->model, options->threads);
  sub->callback([options, &command] {
    if (options->points.empty() && !options->box && options->mask_input.empty())
      throw CLI::ValidationError("segment", "give at least one --point, --box or --mask-input");
    command = [options] { return segment_command(*options); };
  });
}

void add_embed(CLI::App& app, Command& command) {
  CLI::App* sub =
      app.add_subcommand("embed", "Image embeddings of files and folders, as .npy; resumable");
  auto options = std::make_shared<EmbedOptions>();
  sub->add_option("path", options->paths, "Images, and folders to search for images")
      ->type_name("PATH...")
      ->required();
  sub->add_option("-o,--output", options->out, "Folder to write OUT/<relative path>.npy to")
      ->type_name("DIR")
      ->required();
  sub->add_option_function<std::string>(
         "--dtype",
         [options](const std::string& text) {
           options->type = text == "f32" ? NpyType::kFloat32 : NpyType::kFloat16;
         },
         "Type of the values; default f16")
      ->type_name("f16|f32")
      ->check(CLI::IsMember({"f16", "f32"}));
  add_shard_option(*sub, options->shard);
  sub->add_flag_callback(
      "--force", [options] { options->existing = EmbedExisting::kOverwrite; },
      "Computes everything again, also what is already there");
  add_model_options(*sub, options->model, options->threads);
  sub->callback([options, &command] { command = [options] { return embed_command(*options); }; });
}

void add_serve(CLI::App& app, Command& command) {
  CLI::App* sub =
      app.add_subcommand("serve", "The annotation page and project of a folder of images");
  auto options = std::make_shared<ServeOptions>();
  sub->add_option("dir", options->dir, "Folder of images; default: the current one")
      ->type_name("DIR");
  sub->add_option("--host", options->host,
                  "Address to listen on; default 127.0.0.1, this machine only")
      ->type_name("ADDRESS");
  sub->add_option("--port", options->port, "Port to listen on, 0 for any free one; default 8080")
      ->type_name("N")
      ->check(CLI::Range(0, 65535));
  CLI::Option* cert =
      sub->add_option("--cert", options->cert, "TLS certificate chain, PEM")->type_name("FILE");
  CLI::Option* key =
      sub->add_option("--key", options->key, "Its private key, PEM")->type_name("FILE");
  cert->needs(key);
  key->needs(cert);
  sub->add_option("--web", options->web_dir, "Folder of the built page; default: found by itself")
      ->type_name("DIR");
  add_model_options(*sub, options->model_dir, options->threads);
  sub->callback([options, &command] { command = [options] { return serve(*options); }; });
}

void add_bundle(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand(
      "bundle", "A folder of images as a labelling site for any host of files; resumable");
  auto options = std::make_shared<BundleOptions>();
  sub->add_option("dir", options->dir, "Folder of images")->type_name("DIR")->required();
  sub->add_option("-o,--output", options->site, "Folder to write the site to")
      ->type_name("SITE")
      ->required();
  sub->add_option("--web", options->web, "Folder of the built page; default: found by itself")
      ->type_name("DIR");
  add_model_options(*sub, options->model_dir, options->threads);
  sub->callback([options, &command] { command = [options] { return bundle_command(*options); }; });
}

struct ConvertOptions {
  std::filesystem::path onnx;
  std::filesystem::path out;
  sam::TensorType type = sam::TensorType::kF16;
};

int reported(const std::filesystem::path& input, const base::Status& status) {
  if (status.ok()) return kExitDone;
  report_error(input.string(), status);
  return kExitFailed;
}

int convert_command(const ConvertOptions& options) {
  return reported(options.onnx, convert_model(options.onnx, options.out, options.type));
}

void add_halve(CLI::App& model, Command& command) {
  CLI::App* sub = model.add_subcommand(
      "halve", "An image encoder with its weights stored as float16, for pages to download");
  auto options = std::make_shared<ConvertOptions>();
  sub->add_option("onnx", options->onnx, "Image encoder with float32 weights")
      ->type_name("ENCODER.onnx")
      ->required();
  sub->add_option("-o,--output", options->out, "File to write")->type_name("OUT.onnx")->required();
  sub->callback([options, &command] {
    command = [options] {
      return reported(options->onnx, convert_encoder(options->onnx, options->out));
    };
  });
}

void add_model(CLI::App& app, Command& command) {
  CLI::App* model = app.add_subcommand("model", "Work on model files");
  model->require_subcommand(1);
  CLI::App* sub =
      model->add_subcommand("convert", "A SAM decoder from ONNX to the safetensors file used here");
  auto options = std::make_shared<ConvertOptions>();
  sub->add_option("onnx", options->onnx, "Unquantised export of a SAM decoder")
      ->type_name("DECODER.onnx")
      ->required();
  sub->add_option("-o,--output", options->out, "File to write")
      ->type_name("OUT.safetensors")
      ->required();
  sub->add_option_function<std::string>(
         "--dtype",
         [options](const std::string& text) {
           options->type = text == "f32" ? sam::TensorType::kF32 : sam::TensorType::kF16;
         },
         "Type of the weights; default f16")
      ->type_name("f16|f32")
      ->check(CLI::IsMember({"f16", "f32"}));
  sub->callback([options, &command] { command = [options] { return convert_command(*options); }; });
  add_halve(*model, command);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("Maskpoint: a click on a photo becomes a mask.", "maskpoint");
  app.set_version_flag("--version", std::string("maskpoint ") + MASKPOINT_VERSION);
  app.require_subcommand(1);
  Command command;
  add_serve(app, command);
  add_embed(app, command);
  add_segment(app, command);
  add_auto(app, command);
  add_bundle(app, command);
  add_format_commands(app, command);
  add_model(app, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 prints help, the version or the mistake; its own statuses are many.
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  return command();
}

}  // namespace maskpoint::server
