#include "oracle/prompts.h"

#include <cstdint>

namespace maskpoint::oracle {

namespace {

// A generator of our own: std::uniform_real_distribution differs between libraries.
class Random {
 public:
  explicit Random(unsigned seed) : state_(seed * 2654435761u + 1) {}
  double next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_ / 4294967296.0;
  }

 private:
  std::uint32_t state_;
};

}  // namespace

std::vector<PromptCase> prompts_for(geom::ImageSize image, unsigned seed) {
  const double w = image.width, h = image.height;
  const auto include = [&](double x, double y) {
    return sam::PromptPoint{{x * w, y * h}, sam::PointLabel::kInclude};
  };
  const auto exclude = [&](double x, double y) {
    return sam::PromptPoint{{x * w, y * h}, sam::PointLabel::kExclude};
  };
  const auto box = [&](double x0, double y0, double x1, double y1) {
    return geom::Box{x0 * w, y0 * h, x1 * w, y1 * h};
  };
  Random random(seed);
  std::vector<sam::PromptPoint> points;
  for (int i = 0; i < 27; ++i) {
    const double x = random.next(), y = random.next();
    points.push_back(i % 3 == 2 ? exclude(x, y) : include(x, y));
  }
  const auto first = [&](int count) { return std::vector(points.begin(), points.begin() + count); };
  return {
      {"click", {{include(0.5, 0.5)}, {}, {}}},
      {"click near a corner", {{include(0.11, 0.16)}, {}, {}}},
      {"include and exclude", {{include(0.45, 0.55), exclude(0.8, 0.2)}, {}, {}}},
      {"three points", {{include(0.3, 0.4), include(0.5, 0.6), exclude(0.7, 0.7)}, {}, {}}},
      {"box", {{}, box(0.25, 0.2, 0.75, 0.8), {}}},
      {"box and include", {{include(0.5, 0.45)}, box(0.3, 0.3, 0.7, 0.9), {}}},
      {"box and exclude", {{exclude(0.35, 0.35)}, box(0.3, 0.3, 0.7, 0.9), {}}},
      {"11 points", {first(11), {}, {}}},
      {"20 points and a box", {first(20), box(0.1, 0.1, 0.9, 0.9), {}}},
      // The last of the low-rank path, with its 32 tokens, and the first that is left to the plain
      // one.
      {"26 points", {first(26), {}, {}}},
      {"27 points", {first(27), {}, {}}},
      {"click refining a click", {{include(0.5, 0.5), include(0.6, 0.4)}, {}, {}}, 0},
      {"exclude refining a box", {{exclude(0.4, 0.4)}, box(0.25, 0.2, 0.75, 0.8), {}}, 4},
      {"mask input alone", {{}, {}, {}}, 3},
      {"outside the image", {{include(-0.2, 0.5), include(1.3, 1.1)}, {}, {}}},
      {"empty box at a fraction", {{}, geom::Box{10.25, 7.75, 10.25, 7.75}, {}}},
      {"exclude alone", {{exclude(0.5, 0.5)}, {}, {}}},
  };
}

std::vector<PromptCase> random_prompts(geom::ImageSize image, unsigned seed, int count) {
  Random random(seed);
  const auto place = [&] {
    const double x = random.next() * image.width;
    return geom::PixelPoint{x, random.next() * image.height};
  };
  std::vector<PromptCase> cases;
  for (int i = 0; i < count; ++i) {
    sam::Prompt prompt;
    if (i % 3 == 2) {
      const geom::PixelPoint a = place();
      prompt.box = geom::box_between(a, place());
    } else {
      prompt.points.push_back({place(), sam::PointLabel::kInclude});
      if (i % 3 == 1)
        prompt.points.push_back(
            {place(), random.next() < 0.5 ? sam::PointLabel::kInclude : sam::PointLabel::kExclude});
    }
    cases.push_back({"random", std::move(prompt)});
  }
  return cases;
}

}  // namespace maskpoint::oracle
