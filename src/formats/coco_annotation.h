// One COCO annotation of an image to an object of the project, or to something that is carried
// along without a mask. Everything readable comes in; the report says what did not, or differs.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "formats/class_list.h"
#include "formats/import_types.h"
#include "mask/rle.h"

namespace maskpoint::formats {

// What to do about annotations, images and classes with id 0, which COCO's evaluation counts as
// missed: keep it, as everything else in the file, or give them another one.
enum class ZeroIds { kKeep, kRenumber };

// Takes the annotations of one file, one by one. For one thread.
class AnnotationTaker {
 public:
  AnnotationTaker(ClassList& classes, ZeroIds zero_ids, Report& report)
      : classes_(classes), zero_ids_(zero_ids), report_(report) {}

  void begin_file() { ids_.clear(); }

  // To one of `into`'s lists. Whose classes its category_id means; with kNone it has neither class
  // nor iscrowd, as SA-1B's.
  enum class Classes { kOfFile, kOfProject, kNone };
  void take(const Json& annotation, const KnownImage& image, Classes whose, ImportedImage& into);
  // From formats without COCO's keys: a mask or a box [x, y, w, h] of the class of that name, with
  // other keys ("attributes", …) in `rest`. An empty mask is the caller's to report.
  void take_mask(const mask::Rle& mask, Json rest, const std::string& class_name,
                 const KnownImage& image, ImportedImage& into);
  void take_box(const Json& bbox, Json rest, const std::string& class_name, const KnownImage& image,
                ImportedImage& into);

 private:
  std::string uuid_for(const Json& annotation, const KnownImage& image);
  std::optional<std::int64_t> wanted_id(const Json& annotation);
  std::size_t class_of(const Json& annotation, Classes whose);
  void carry(Json annotation, const KnownImage& image, ImportedImage& into);
  void put_crowd(const Json& annotation, Classes whose, Json& value);
  void check_measures(const Json& annotation);
  void keep_only_usable(const KnownImage& image, Json& value);
  void tell(Outcome outcome, std::string_view what);

  ClassList& classes_;
  const ZeroIds zero_ids_;
  Report& report_;
  std::string example_;  // of the annotation at hand
  std::unordered_set<std::string> uuids_;
  std::unordered_map<std::string, int> repeats_;
  std::unordered_set<std::int64_t> ids_;
};

// Whether it is [x, y, w, h] with something in it.
bool is_box(const Json& bbox);

}  // namespace maskpoint::formats
