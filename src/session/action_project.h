// Actions about the images of the project, and what came back from the worker, the server and the
// clock.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "doc/merge.h"
#include "doc/types.h"
#include "mask/operation.h"
#include "mask/parting.h"
#include "sam/types.h"
#include "session/found_mask.h"

namespace maskpoint::session {

enum class EmbeddingState { kNone, kQueued, kEncoding, kReady, kError };

// A row of the image list, as the server tells it.
struct ImageRow {
  std::int64_t id = 0;
  std::string file_name;
  geom::ImageSize size;
  doc::WorkState state = doc::WorkState::kNew;
  EmbeddingState embedding = EmbeddingState::kNone;
  float progress = 0;  // of the embedding, 0…1
  int annotation_count = 0;
  int missed = 0;                   // found by "everything" in this visit, and covered by no object
  std::map<int, int> class_counts;  // objects by class; only classes that have some
  std::string version;              // of the file; another one means that it was replaced
  std::string
      error;  // a sentence; without a size it cannot be opened, with one it cannot be prompted
};

// Who keeps the project: a server, or, where there is none, the browser itself.
enum class Keeper { kServer, kBrowser };

// What only the page can do, on a person's command: pickers, what is kept in the browser, and files
// of other tools in and out.
enum class PageTask {
  kOpenFiles,
  kOpenFolder,
  kOpenAddress,
  kProjects,
  kSaveProject,
  kRemovePhoto,
  kImport,
  kExportAs,
  kMakeMasks
};

// What the image list shows: nothing chosen is everything.
struct ImageFilter {
  std::string text;  // part of the name, either case
  std::set<doc::WorkState> states;
  std::set<int> classes;  // with an object of any of these; kNoObjects: without any object
  bool operator==(const ImageFilter&) const = default;
  bool empty() const { return *this == ImageFilter(); }
};
inline constexpr int kNoObjects = 0;

namespace action {

// --- images ---
struct OpenImage {
  std::int64_t image_id = 0;
};
struct StepImage {
  int step = 1;
};
struct StepUnfinishedImage {
  int step = 1;
};
struct SetImageFilter {
  ImageFilter filter;
};
struct SetImageDone {
  std::int64_t image_id = 0;
  bool done = true;
};
// Every image of the set, while nothing else waits; stopping lets the one under way finish.
enum class EncodeAll { kStart, kStop };
struct SetEncodeAll {
  EncodeAll what = EncodeAll::kStart;
};
struct ExportCoco {};
struct AskPage {
  PageTask task = PageTask::kOpenFiles;
};
struct RetrySave {};
// What a person decided about objects that somebody else changed too; the shell fills in the uuids
// of copies. Undecided ones stay open.
struct ResolveConflicts {
  std::int64_t image_id = 0;
  doc::Resolutions resolutions;
};
struct DismissToast {
  int id = 0;
};

// --- what came back ---
struct ProjectLoaded {
  std::string name;
  std::vector<ImageRow> images;
  Keeper keeper = Keeper::kServer;
};
struct ImageRowChanged {
  ImageRow row;
};
struct CategoriesLoaded {
  doc::CategoriesPtr categories;
  std::string etag;
};
struct AnnotationsLoaded {
  doc::ImageDocPtr doc;
  std::string etag;
};
struct PixelsReady {
  std::int64_t image_id = 0;
  geom::ImageSize size;
};
struct ImageFailed {
  std::int64_t image_id = 0;
  std::string message;
};
struct EmbeddingProgress {
  std::int64_t image_id = 0;
  EmbeddingState state;
  float progress = 0;
};
struct EncodeAllProgress {
  bool running = false;
  std::int64_t total = 0, done = 0, failed = 0;
  double seconds_left = 0;  // 0 while not known
};
// The worker holds the ImageState: decodes may start.
struct ImagePrepared {
  std::int64_t image_id = 0;
  std::string model;
  std::string embedding;
};
// One step of a run of "everything": a better mask may take the place of one there was.
struct EverythingFound {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  std::vector<FoundMask> appeared;
  std::vector<int> withdrawn;
  double progress = 0;      // 0…1
  double seconds_left = 0;  // 0 while not known
  bool finished = false;
};
struct DecodeFinished {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  std::vector<sam::Candidate> candidates;  // one for a hover, four for a prompt (by output index)
  double ms = 0;
};
struct MaskReady {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;  // of the Finalize effect
  std::shared_ptr<const mask::Rle> mask;
  geom::Rect bbox;
  std::uint64_t area = 0;
  float stability_score = 0;
  std::vector<mask::Cut> cuts = {};  // what neighbours lost to it
  bool gave_way = false;             // to neighbours, some or all of it
  mask::MaskPtr uncleaned{};         // what `mask` was cleaned from; null where nothing was asked
};
// Masks worked on elsewhere, with uuids for what may become new objects: one a mask.
struct MasksReady {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;  // of the WorkOnMasks effect
  std::vector<mask::MeasuredMask> masks;
  std::vector<std::string> uuids;
};
struct ImageSaved {
  std::int64_t image_id = 0;
  doc::ImageDocPtr sent;    // the root that was sent
  doc::ImageDocPtr stored;  // what the server holds now, ids filled in
  std::string etag;
};
struct ImageSaveConflict {
  std::int64_t image_id = 0;
  doc::ImageDocPtr theirs;
  std::string etag;
};
struct ImageStateSaved {
  std::int64_t image_id = 0;
  doc::WorkState state = doc::WorkState::kNew;
};
struct CategoriesSaved {
  doc::CategoriesPtr sent;
  std::string etag;
};
struct CategoriesConflict {
  doc::CategoriesPtr theirs;
  std::string etag;
};
// The shell keeps what it has and goes on retrying; RetrySave hands it everything unsaved anew,
// which takes the place of what it held for that image.
struct SaveFailed {
  std::string message;
};
// The server understood and said no (422 and the like): sending the same again is no use. 0: the
// classes.
struct SaveRefused {
  std::int64_t image_id = 0;
  std::string message;
};
struct ChangedByOther {
  std::int64_t image_id = 0;
  std::string etag;
};  // 0: the categories
// Work an earlier visit could not save, from the browser's storage: what was there, what it was
// based on. An empty etag says that the server's version was not known yet.
struct RestoreImage {
  doc::ImageDocPtr base, mine;
  std::string etag;
};
struct RestoreClasses {
  doc::CategoriesPtr base, mine;
};
struct RestoreImageState {
  std::int64_t image_id = 0;
  doc::WorkState state = doc::WorkState::kNew;
};
// How many tabs of this browser have the project open, this one included.
struct TabsCounted {
  int count = 1;
};
// The browser keeps no copy of unsaved work; empty once it does again.
struct JournalFailed {
  std::string message;
};
struct EngineReady {
  std::string simd;
  int threads = 0;
  std::string model;
  std::string encoder;
  std::string version;
};
// One sentence: becomes a toast and an 'error' event. Where a decode or a Finalize failed, image_id
// and seq say which, so that nothing waits for it any longer.
struct Failed {
  std::string message;
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
};
struct Notice {
  std::string message;
};
struct Tick {
  double seconds = 0;
};  // only while Session::wants_ticks(): toasts expire, retries

}  // namespace action
}  // namespace maskpoint::session
