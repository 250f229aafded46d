// Copy, cut, paste and duplicate. Objects go to the same pixels of the image they are pasted on;
// what lies outside of it is cut off, and said. Where masks keep apart they are parted one after
// the other, as if each were made there.
#include <memory>
#include <utility>

#include "session/actions.h"
#include "session/classes.h"
#include "session/derived_uuid.h"
#include "session/keeping_apart.h"
#include "session/objects.h"
#include "session/putting_down.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

doc::Clip clip_of(const SessionState& state, const ImageWork& work,
                  const std::set<std::string>& uuids) {
  doc::Clip clip;
  clip.image_id = work.id;
  clip.size = work.size;
  for (const doc::AnnotationPtr& a : work.timeline.root().doc->annotations) {
    if (!uuids.contains(a->uuid)) continue;
    clip.objects.push_back(a);
    const doc::Category* category = doc::find(state.categories(), a->category_id);
    if (category != nullptr && doc::find(clip.classes, category->id) == nullptr)
      clip.classes.push_back(*category);
  }
  return clip;
}

void keep(SessionState& state, doc::Clip clip) {
  state.clip_text = doc::write_clip(clip);
  state.clip = std::move(clip);
  state.effects.push_back(effect::CopyText{state.clip_text});
}

struct Pasted {
  PutDown down;
  std::size_t cut = 0, outside = 0;
};

Pasted put_down_clip(SessionState& state, const ImageWork& work, const doc::Clip& clip,
                     const std::string& seed, Origin origin) {
  const std::map<int, int> classes = classes_for(state, clip.classes, origin);
  const bool same_image = clip.image_id == work.id && clip.size == work.size;
  Pasted pasted;
  pasted.down.doc = work.timeline.root().doc;
  for (std::size_t i = 0; i < clip.objects.size(); ++i) {
    const doc::AnnotationPtr carried = doc::carried_over(clip.objects[i], work.size, same_image);
    if (!carried) {
      ++pasted.outside;
      continue;
    }
    pasted.cut += carried->area < clip.objects[i]->area;
    auto object = std::make_shared<doc::Annotation>(*carried);
    object->uuid = derived_uuid(seed, i);
    object->id = 0;
    object->locked = false;
    // Logits are known by the mask they gave: on another image they say nothing.
    if (!same_image) object->mask = std::make_shared<const mask::Rle>(*object->mask);
    if (const auto to = classes.find(object->category_id); to != classes.end())
      object->category_id = to->second;
    put_down(state, pasted.down, std::move(object));
  }
  settle(pasted.down);
  return pasted;
}

void say_what_was_lost(SessionState& state, const Pasted& pasted) {
  std::string text;
  if (pasted.cut > 0) {
    text = count_of(pasted.cut, "object");
    text += " reached past the edge of this image and ";
    text += pasted.cut == 1 ? "was cut there." : "were cut there.";
  }
  if (pasted.outside > 0) {
    if (!text.empty()) text += ' ';
    text += count_of(pasted.outside, "object");
    text += pasted.outside == 1 ? " lies outside of it and was left out."
                                : " lie outside of it and were left out.";
  }
  if (const std::string covered = left_out(pasted.down); !covered.empty()) {
    if (!text.empty()) text += ' ';
    text += covered;
  }
  if (!text.empty()) show_info(state, text);
  say_what_went(state, pasted.down.cuts);
}

void paste(SessionState& state, ImageWork& work, const doc::Clip& clip, const std::string& seed,
           const std::string& verb, Origin origin) {
  if (clip.objects.empty()) return;
  if (!work.loaded) {
    show_info(state, "This image is still being loaded: paste again in a moment.");
    return;
  }
  Pasted pasted = put_down_clip(state, work, clip, seed, origin);
  say_what_was_lost(state, pasted);
  if (pasted.down.uuids.empty()) return;
  const std::string what = count_of(pasted.down.uuids.size(), "object");
  push_doc_edit(state, work, std::move(pasted.down.doc), verb + " " + what);
  announce(state, (verb == "paste" ? "Pasted " : "Duplicated ") + what + ".");
  if (!work.timeline.root().chain) state.selection = std::move(pasted.down.uuids);
}

}  // namespace

void on(SessionState& state, const action::CopySelected&) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || state.selection.empty()) return;
  keep(state, clip_of(state, *work, state.selection));
  announce(state, "Copied " + count_of(state.clip.objects.size(), "object") + ".");
}

void on(SessionState& state, const action::CutSelected&) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  doc::Clip clip =
      clip_of(state, *work, doc::unlocked(*work->timeline.root().doc, state.selection));
  const std::size_t gone = remove_objects(state, *work, std::set(state.selection), "cut");
  if (gone == 0) return;
  keep(state, std::move(clip));
  announce(state, "Cut " + count_of(gone, "object") + ".");
}

void on(SessionState& state, const action::Paste& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  if (!doc::looks_like_clip(a.text) || a.text == state.clip_text) {
    if (state.clip.objects.empty())
      show_info(state,
                "There are no copied objects to paste. Select some and press Ctrl+C; what another "
                "tab copied is pasted with Ctrl+V.");
    paste(state, *work, state.clip, a.uuid, "paste", Origin::kSameProject);
    return;
  }
  const base::Result<doc::Clip> clip = doc::read_clip(a.text);
  if (clip.ok())
    paste(state, *work, *clip, a.uuid, "paste", Origin::kElsewhere);
  else
    show_error(state, clip.status().message());
}

void on(SessionState& state, const action::DuplicateSelected& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || state.selection.empty()) return;
  paste(state, *work, clip_of(state, *work, state.selection), a.uuid, "duplicate",
        Origin::kSameProject);
}

}  // namespace maskpoint::session
