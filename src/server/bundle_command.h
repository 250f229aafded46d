// `maskpoint bundle`: the page, the images, their embeddings and the project's work so far as a
// folder for any host of files. Whoever opens it labels in their own browser, without a server of
// ours.
//
// SITE is the page with SITE/bundle beside it: manifest.json, coco.json (the project as `export`
// gives it), photos/<file name> and embeddings/<file name>.npy (float16). Resumable: run again, it
// copies and encodes what is missing or has changed.
#pragma once

#include <filesystem>

namespace maskpoint::server {

struct BundleOptions {
  std::filesystem::path dir;
  std::filesystem::path site;
  std::filesystem::path web;        // empty: the built page
  std::filesystem::path model_dir;  // empty: find_model's default
  int threads = 0;                  // 0: as many as the machine has cores
};

// Returns the exit status; errors go to standard error.
int bundle_command(const BundleOptions& options);

}  // namespace maskpoint::server
