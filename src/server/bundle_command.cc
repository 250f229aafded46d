#include "server/bundle_command.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>

#include "formats/coco_writer.h"
#include "server/cli_report.h"
#include "server/embed_command.h"
#include "server/embedding_key.h"
#include "server/embedding_write.h"
#include "server/encoder_convert.h"
#include "server/image_file.h"
#include "server/model_folder.h"
#include "server/project_content.h"
#include "server/project_core.h"
#include "server/web_folder.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMostOfPage = 1 << 20;

base::Status failure(const fs::path& path, const std::error_code& error) {
  return {base::StatusCode::kUnavailable, path.string() + " could not be copied (" +
                                              error.message() +
                                              "); check the disk's space and permissions."};
}

// Neither inside the other: the site's photos would be found as the project's.
base::Status check_places(const fs::path& dir, const fs::path& site) {
  std::error_code error;
  const fs::path a = fs::weakly_canonical(dir, error), b = fs::weakly_canonical(site, error);
  const auto inside = [](const fs::path& inner, const fs::path& outer) {
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first ==
           outer.end();
  };
  if (inside(a, b) || inside(b, a))
    return base::invalid_input("SITE must lie outside of DIR, and DIR outside of SITE.");
  return {};
}

base::Status copy_page(const fs::path& web, const fs::path& site) {
  if (!fs::exists(web / "index.html"))
    return base::invalid_input("There is no built page in " + web.string() +
                               "; run ./scripts/start.sh, which builds it, or give --web.");
  std::error_code error;
  fs::create_directories(site, error);
  if (!error)
    fs::copy(web, site, fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
  return error ? failure(web, error) : base::Status{};
}

base::Status brought(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (!error) fs::copy_file(from, to, fs::copy_options::update_existing, error);
  return error ? failure(from, error) : base::Status{};
}

// The page decodes, and encodes what is added to it, with the model of the embeddings.
base::Status write_model(const ModelFolder& model, const fs::path& folder) {
  const fs::path encoder = folder / "encoder.f16.onnx";
  if (auto status = brought(model.decoder(), folder / "decoder.safetensors"); !status.ok())
    return status;
  if (auto status = convert_encoder(model.encoder(), encoder); !status.ok()) return status;
  const auto hash = sha256_file(encoder);
  if (!hash.ok()) return hash.status();
  const json manifest = {{"file", encoder.filename().string()},
                         {"bytes", fs::file_size(encoder)},
                         {"sha256", *hash},
                         {"name", model.name}};
  std::error_code ignored;
  fs::remove(folder / "encoder.json.br", ignored);  // the page's own, packed
  return write_file_whole(folder / "encoder.json", manifest.dump() + "\n");
}

// The page looks for a bundle only where its head says that there is one.
base::Status announce_bundle(const fs::path& page) {
  const auto bytes = read_file(page, kMostOfPage);
  if (!bytes.ok()) return bytes.status();
  std::string text(bytes->begin(), bytes->end());
  const std::string meta = "<meta name=\"maskpoint-bundle\" content=\"bundle/manifest.json\">\n";
  const std::size_t head = text.find("<meta");
  if (text.find(meta) != std::string::npos || head == std::string::npos) return {};
  std::error_code ignored;
  fs::remove(page.string() + ".br", ignored);  // the page's own, packed
  return write_file_whole(page, text.insert(head, meta));
}

base::Status write_bundle(const BundleOptions& options, Project& project) {
  const fs::path bundle = options.site / "bundle";
  const auto content = content_of(project);
  if (!content.ok()) return content.status();
  auto coco = formats::coco_as_stored(*content);
  if (!coco.ok()) return coco.status();
  const json exported = json::parse(*coco, nullptr, false);
  for (const json& image : exported["images"]) {
    const std::string name = image["file_name"].get<std::string>();
    if (auto status = brought(project.root().path() / name, bundle / "photos" / name); !status.ok())
      return status;
  }
  std::error_code error;
  fs::create_directories(bundle, error);
  if (auto status = write_file_whole(bundle / "coco.json", *coco); !status.ok()) return status;
  const json manifest = {{"name", project.name()},
                         {"coco", "coco.json"},
                         {"photos", "photos/"},
                         {"embeddings", "embeddings/"}};
  if (auto status = write_file_whole(bundle / "manifest.json", manifest.dump(1) + "\n");
      !status.ok())
    return status;
  return announce_bundle(options.site / "index.html");
}

}  // namespace

int bundle_command(const BundleOptions& options) {
  const auto failed = [](const base::Status& status) {
    report_error("", status);
    return kExitFailed;
  };
  if (auto status = check_places(options.dir, options.site); !status.ok()) return failed(status);
  const fs::path web = options.web.empty() ? default_web_folder() : options.web;
  if (auto status = copy_page(web, options.site); !status.ok()) return failed(status);
  auto model = find_model(options.model_dir);
  if (!model.ok()) return failed(model.status());
  if (auto status = write_model(*model, options.site / "models"); !status.ok())
    return failed(status);
  auto project = Project::open(options.dir, user_data_folder(), std::move(model), options.threads);
  if (!project.ok()) return failed(project.status());
  if (auto status = write_bundle(options, **project); !status.ok()) return failed(status);
  EmbedOptions embed;
  embed.model = options.model_dir;
  embed.threads = options.threads;
  embed.paths = {options.site / "bundle" / "photos"};
  embed.out = options.site / "bundle" / "embeddings";
  const int status = embed_command(embed);
  if (status == kExitDone)
    std::printf("%s is ready: copy it to any host of files.\n", options.site.string().c_str());
  return status;
}

}  // namespace maskpoint::server
