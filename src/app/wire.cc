#include "app/wire.h"

#include <cstdlib>

namespace maskpoint::app {

session::EmbeddingState embedding_state_named(const std::string& name) {
  if (name == "queued") return session::EmbeddingState::kQueued;
  if (name == "encoding") return session::EmbeddingState::kEncoding;
  if (name == "ready") return session::EmbeddingState::kReady;
  if (name == "error") return session::EmbeddingState::kError;
  return session::EmbeddingState::kNone;
}

const char* name_of(doc::WorkState state) {
  switch (state) {
    case doc::WorkState::kInWork:
      return "in_work";
    case doc::WorkState::kDone:
      return "done";
    case doc::WorkState::kNew:
      break;
  }
  return "new";
}

const char* name_of(session::PageTask task) {
  switch (task) {
    case session::PageTask::kOpenFolder:
      return "openFolder";
    case session::PageTask::kOpenAddress:
      return "openAddress";
    case session::PageTask::kProjects:
      return "projects";
    case session::PageTask::kSaveProject:
      return "saveProject";
    case session::PageTask::kRemovePhoto:
      return "removePhoto";
    case session::PageTask::kImport:
      return "import";
    case session::PageTask::kExportAs:
      return "exportAs";
    case session::PageTask::kMakeMasks:
      return "makeMasks";
    case session::PageTask::kOpenFiles:
      break;
  }
  return "openFiles";
}

session::ImageRow image_row_from(const Json& json) {
  session::ImageRow row;
  row.id = integer_at(json, "id");
  row.file_name = text_at(json, "file_name");
  row.size = {int_at(json, "width"), int_at(json, "height")};
  const std::string state = text_at(json, "state");
  if (state == "in_work") row.state = doc::WorkState::kInWork;
  if (state == "done") row.state = doc::WorkState::kDone;
  row.embedding = embedding_state_named(text_at(json, "embedding"));
  row.progress = float(number_at(json, "embedding_progress"));
  row.annotation_count = int_at(json, "annotation_count");
  const Json& counts = member(json, "category_counts");
  if (counts.is_object())
    for (const auto& [id, count] : counts.items())
      if (count.is_number_integer()) row.class_counts[std::atoi(id.c_str())] = count.get<int>();
  row.version = text_at(json, "version");
  row.error = text_at(json, "error");
  return row;
}

Json json_of(geom::Rect rect) {
  return {rect.x, rect.y, rect.width, rect.height};
}

}  // namespace maskpoint::app
