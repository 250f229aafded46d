#include "doc/annotation_texts.h"

#include <gtest/gtest.h>

#include "doc/coco_json.h"
#include "doc/edits.h"

namespace maskpoint::doc {
namespace {

AnnotationPtr object(const std::string& uuid) {
  auto a = std::make_shared<Annotation>();
  a->uuid = uuid;
  a->category_id = 1;
  a->mask = std::make_shared<const mask::Rle>(mask::empty_rle({4, 3}));
  return a;
}

TEST(AnnotationTexts, SayWhatAWriterWithoutMemorySays) {
  AnnotationTexts texts;
  ImageDocPtr doc = empty_doc(7, {4, 3});
  EXPECT_EQ(texts.write(*doc), write_annotations(*doc));
  for (const char* uuid : {"a", "b", "c"}) {
    doc = added(doc, object(uuid));
    EXPECT_EQ(texts.write(*doc), write_annotations(*doc));
  }
  doc = with_locked(doc, {"b"}, true);
  EXPECT_EQ(texts.write(*doc), write_annotations(*doc));
  doc = reordered(removed(doc, {"a"}), {"b"}, ZMove::kToFront);
  EXPECT_EQ(texts.write(*doc), write_annotations(*doc));
  ImageDoc other = *doc;  // the same objects as another image's
  other.image_id = 8;
  EXPECT_EQ(texts.write(other), write_annotations(other));
}

TEST(AnnotationTexts, DoNotGrowWithoutEnd) {
  AnnotationTexts texts;
  for (int i = 0; i < 5000; ++i)
    texts.write(*added(empty_doc(7, {4, 3}), object(std::to_string(i))));
  EXPECT_LT(texts.kept(), 1100u);
}

}  // namespace
}  // namespace maskpoint::doc
