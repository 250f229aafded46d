#include "segmenter/segmenter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "worker/synthetic_model.h"

namespace maskpoint::segmenter {
namespace {

using doc::Json;

struct Ready : testing::Test {
  Segmenter segmenter{2};
  void SetUp() override { ASSERT_TRUE(segmenter.load_weights(worker::synthetic_weights()).ok()); }
  std::int64_t add(int seed, geom::ImageSize size) {
    const auto number = segmenter.add_image(worker::synthetic_embedding(std::uint32_t(seed)), size);
    EXPECT_TRUE(number.ok()) << number.status().message();
    return *number;
  }
  std::string refusal(std::int64_t image, const Json& question, std::vector<float> mask = {}) {
    const auto answer = segmenter.segment(image, question, std::move(mask));
    EXPECT_FALSE(answer.ok());
    return answer.ok() ? "" : answer.status().message();
  }
};

const Json kClick = {{"points", {{{"x", 30}, {"y", 20}}}}};

TEST(Segmenter, SaysWhatIsMissing) {
  Segmenter empty(1);
  EXPECT_FALSE(empty.add_image(worker::synthetic_embedding(1), {10, 10}).ok());
  EXPECT_FALSE(empty.load_weights({}).ok());
}

TEST_F(Ready, AClickGivesAMaskOfTheImage) {
  const std::int64_t image = add(1, {64, 48});
  const auto answer = segmenter.segment(image, kClick, {});
  ASSERT_TRUE(answer.ok()) << answer.status().message();
  ASSERT_EQ(answer->json["masks"].size(), 1u);
  const Json& mask = answer->json["masks"][0];
  EXPECT_EQ(mask["rle"]["size"], (Json{48, 64}));
  EXPECT_EQ(mask["bbox"].size(), 4u);
  EXPECT_EQ(answer->logits.size(), 256u * 256);
  Json three = kClick;
  three["multimask"] = true;
  EXPECT_EQ((*segmenter.segment(image, three, {})).json["masks"].size(), 3u);
}

TEST_F(Ready, ManyImagesComeBackFromTheirEmbeddings) {
  const std::int64_t first = add(1, {64, 48});
  const Json before = segmenter.segment(first, kClick, {})->json["masks"];
  for (int seed = 2; seed < 8; ++seed)
    add(seed, {80, 60});
  EXPECT_EQ(segmenter.segment(first, kClick, {})->json["masks"], before);
  segmenter.remove_image(first);
  EXPECT_NE(refusal(first, kClick).find("released"), std::string::npos);
}

TEST_F(Ready, AWrongQuestionIsASentence) {
  const std::int64_t image = add(1, {64, 48});
  for (const Json& question :
       {Json(nullptr), Json::array(), Json{{"points", {{{"x", "1"}, {"y", 2}}}}},
        Json{{"points", {{{"x", 1}, {"y", 2}, {"label", 7}}}}}, Json{{"box", {1, 2, 3}}}})
    EXPECT_TRUE(refusal(image, question).ends_with('.'));
  EXPECT_NE(refusal(image, kClick, std::vector<float>(12)).find("65536"), std::string::npos);
  std::vector<float> broken(256 * 256, 0.0f);
  broken[7] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_NE(refusal(image, kClick, broken).find("finite"), std::string::npos);
}

}  // namespace
}  // namespace maskpoint::segmenter
