// The prompt that is not an object yet, kept in the tab's own storage: a reload or a crash does not
// lose it.
//
// One entry an image, written at every change and gone with the prompt. It is the tab's alone,
// unlike the journal: another tab on the same image would accept it a second time. It comes back
// when its image is opened.
#pragma once

#include <cstdint>
#include <memory>
#include <set>

#include "app/shell.h"
#include "session/prompt_chain.h"

namespace maskpoint::app {

class PromptKeeper {
 public:
  explicit PromptKeeper(const Shell& shell) : shell_(shell) {}

  // After every Action: notes that the open image's prompt changed.
  void look();
  // The image's objects are there; what was kept of an earlier visit goes on top of them, once.
  void bring_back(std::int64_t image_id);

 private:
  Shell shell_;
  std::int64_t seen_image_ = 0;
  session::ChainPtr seen_;
  std::set<std::int64_t> brought_back_;
};

}  // namespace maskpoint::app
