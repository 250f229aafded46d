// The prompts the decoder is compared on: every kind, placed relative to the photo.
#pragma once

#include <string>
#include <vector>

#include "geom/points.h"
#include "sam/types.h"

namespace maskpoint::oracle {

struct PromptCase {
  std::string kind;
  sam::Prompt prompt;  // without its prior
  int prior_of =
      -1;  // index of an earlier case in the list whose selected logits are the mask input
};

// `seed` varies the random ones.
std::vector<PromptCase> prompts_for(geom::ImageSize image, unsigned seed);
// `count` clicks, pairs and boxes at random places.
std::vector<PromptCase> random_prompts(geom::ImageSize image, unsigned seed, int count);

}  // namespace maskpoint::oracle
