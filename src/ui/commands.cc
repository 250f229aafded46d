#include "ui/commands.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "ui/icons.h"

namespace maskpoint::ui {
namespace {

using enum CommandId;

Binding plain(const char* key) {
  return {key};
}
Binding ctrl(const char* key) {
  return {key, true, false, false};
}
Binding shift(const char* key) {
  return {key, false, true, false};
}
Binding alt_shift(const char* key) {
  return {key, false, true, true};
}
Binding ctrl_shift(const char* key) {
  return {key, true, true, false};
}

const std::vector<Command>& table() {
  using enum Section;
  static const std::vector<Command> commands = {
      {kAccept,
       "accept",
       "Accept; reopen the selected object",
       kPrompt,
       icon::kCheck,
       {plain("Enter"), plain("n"), plain("f")}},
      {kCancel,
       "cancel",
       "Clear the prompt, then the selection",
       kPrompt,
       icon::kClose,
       {plain("Escape")}},
      {kTakeBack, "take-back", "Take back the last prompt", kPrompt, "", {plain("Backspace")}},
      {kNext, "next", "Next alternative or object", kPrompt, "", {plain("Tab")}},
      {kPrevious, "previous", "Previous alternative or object", kPrompt, "", {shift("Tab")}},
      {kTighter, "tighter", "Tighter mask", kPrompt, "", {plain(".")}},
      {kLooser, "looser", "Looser mask", kPrompt, "", {plain(",")}},
      {kOverlap,
       "overlap",
       "Let masks overlap, yield or cut",
       kPrompt,
       icon::kOverlap,
       {shift("o")}},
      {kEverything,
       "everything",
       "Find everything; show or hide what was found",
       kPrompt,
       icon::kEverything,
       {plain("g")}},
      {kKeepAlike,
       "keep-alike",
       "Keep what is lit and all found like it",
       kPrompt,
       "",
       {shift("Enter")}},
      {kPromptTool, "tool:prompt", "Prompt tool", kPrompt, icon::kLogo, {plain("s"), plain("q")}},
      {kSelectTool, "tool:select", "Select tool", kPrompt, icon::kSelect, {plain("v")}},

      {kBrushTool, "tool:brush", "Brush", kMasks, icon::kBrush, {plain("b")}},
      {kEraserTool, "tool:eraser", "Eraser", kMasks, icon::kEraser, {plain("e")}},
      {kPolygonTool, "tool:polygon", "Polygon", kMasks, icon::kPolygon, {plain("p")}},
      {kLassoTool, "tool:lasso", "Lasso", kMasks, icon::kLasso, {shift("l")}},
      {kOutlineTool, "tool:outline", "Edit the outline", kMasks, icon::kOutline, {plain("o")}},
      {kBrushSmaller, "brush-smaller", "Smaller brush", kMasks, "", {plain("[")}},
      {kBrushLarger, "brush-larger", "Larger brush", kMasks, "", {plain("]")}},
      {kKeepLargest, "keep-largest", "Keep the largest part", kMasks, "", {}},
      {kSplit, "split", "Split into parts", kMasks, "", {}},
      {kUnite, "unite", "Unite the selected objects", kMasks, icon::kUnite, {alt_shift("u")}},
      {kSubtract,
       "subtract",
       "Cut the others out of the first",
       kMasks,
       icon::kSubtract,
       {alt_shift("s")}},
      {kIntersect,
       "intersect",
       "Keep what all of them share",
       kMasks,
       icon::kIntersect,
       {alt_shift("i")}},

      {kUndo, "undo", "Undo", kObjects, icon::kUndo, {ctrl("z")}},
      {kRedo, "redo", "Redo", kObjects, icon::kRedo, {ctrl_shift("z"), ctrl("y")}},
      {kHistory, "history", "History", kObjects, icon::kHistory, {}},
      {kCopyOn, "copy-on", "Copy to the next image", kObjects, icon::kCopyOn, {ctrl_shift("d")}},
      {kReopen,
       "reopen",
       "Edit the prompts of the selected object",
       kObjects,
       icon::kPencil,
       {plain("r")}},
      {kHide, "hide", "Hide or show the selected objects", kObjects, icon::kEye, {plain("h")}},
      {kHideAll, "hide-all", "Hide or show all objects", kObjects, icon::kEyeOff, {shift("h")}},
      {kSolo,
       "solo",
       "Show the selected objects alone, or all again",
       kObjects,
       icon::kSolo,
       {plain("i")}},
      {kLock, "lock", "Lock or unlock the selected objects", kObjects, icon::kLock, {plain("l")}},
      {kSelectAll, "select-all", "Select all objects", kObjects, icon::kSelectAll, {ctrl("a")}},
      {kCopy, "copy", "Copy the selected objects", kObjects, icon::kCopy, {ctrl("c")}},
      {kCut, "cut", "Cut the selected objects", kObjects, icon::kCut, {ctrl("x")}},
      {kPaste, "paste", "Paste objects", kObjects, icon::kPaste, {ctrl("v")}},
      {kDuplicate,
       "duplicate",
       "Duplicate the selected objects",
       kObjects,
       icon::kDuplicate,
       {ctrl("d")}},
      {kForward,
       "forward",
       "Bring forward",
       kObjects,
       icon::kForward,
       {ctrl("]"), ctrl("ArrowUp")}},
      {kBackward,
       "backward",
       "Send backward",
       kObjects,
       icon::kBackward,
       {ctrl("["), ctrl("ArrowDown")}},
      {kToFront,
       "to-front",
       "Bring to the front",
       kObjects,
       icon::kToFront,
       {ctrl("}"), ctrl_shift("ArrowUp")}},
      {kToBack,
       "to-back",
       "Send to the back",
       kObjects,
       icon::kToBack,
       {ctrl("{"), ctrl_shift("ArrowDown")}},
      {kCrowd, "crowd", "Mark the selected objects as a crowd", kObjects, icon::kCrowd, {}},
      {kDelete, "delete", "Delete the selected objects", kObjects, icon::kTrash, {plain("Delete")}},

      {kClass1, "class-1", "Class 1", kClasses, "", {plain("1")}},
      {kClass2, "class-2", "Class 2", kClasses, "", {plain("2")}},
      {kClass3, "class-3", "Class 3", kClasses, "", {plain("3")}},
      {kClass4, "class-4", "Class 4", kClasses, "", {plain("4")}},
      {kClass5, "class-5", "Class 5", kClasses, "", {plain("5")}},
      {kClass6, "class-6", "Class 6", kClasses, "", {plain("6")}},
      {kClass7, "class-7", "Class 7", kClasses, "", {plain("7")}},
      {kClass8, "class-8", "Class 8", kClasses, "", {plain("8")}},
      {kClass9, "class-9", "Class 9", kClasses, "", {plain("9")}},
      {kClass0, "class-0", "Class 0", kClasses, "", {plain("0")}},
      {kAddClass, "add-class", "Add a class", kClasses, icon::kPlus, {plain("c")}},
      {kUndoClasses, "undo-classes", "Undo the last change of classes", kClasses, icon::kUndo, {}},
      {kRedoClasses, "redo-classes", "Redo the change of classes", kClasses, icon::kRedo, {}},

      {kNextImage, "next-image", "Next image", kImages, "", {plain("d"), plain("ArrowRight")}},
      {kPreviousImage,
       "previous-image",
       "Previous image",
       kImages,
       "",
       {plain("a"), plain("ArrowLeft")}},
      {kNextUnfinished,
       "next-unfinished",
       "Next unfinished image",
       kImages,
       "",
       {shift("d"), shift("ArrowRight")}},
      {kPreviousUnfinished,
       "previous-unfinished",
       "Previous unfinished image",
       kImages,
       "",
       {shift("a"), shift("ArrowLeft")}},
      {kMarkDone,
       "mark-done",
       "Mark the image done, or not done",
       kImages,
       icon::kDone,
       {ctrl("Enter")}},
      {kEncodeAll, "encode-all", "Encode every image, or stop", kImages, icon::kEncode, {}},
      {kFilter, "filter", "Filter the images", kImages, icon::kSearch, {plain("/")}},

      {kFit, "fit", "Fit the image", kView, icon::kFit, {ctrl("0")}},
      {kFullSize, "full-size", "Zoom to 100 %", kView, "", {ctrl("1")}},
      {kZoomIn, "zoom-in", "Zoom in", kView, "", {plain("+"), plain("=")}},
      {kZoomOut, "zoom-out", "Zoom out", kView, "", {plain("-")}},
      {kTogglePanels, "panels", "Hide or show the panels", kView, icon::kPanelLeft, {plain("\\")}},
      {kTheme, "theme", "Dark or light", kView, icon::kSun, {}},
      {kViewPanel, "view", "How the image is seen", kView, icon::kView, {}},
      {kResetLook, "reset-look", "Show the image as it is", kView, icon::kReset, {}},
      {kInvert, "invert", "Invert the image", kView, "", {}},
      {kPixelGrid, "pixel-grid", "Show or hide the pixel grid", kView, "", {}},
      {kCrosshair, "crosshair", "Show or hide the crosshair", kView, "", {}},
      {kMinimap, "minimap", "Show or hide the minimap", kView, "", {}},
      {kKeepZoom, "keep-zoom", "Keep the zoom between images, or fit each", kView, "", {}},

      {kPalette, "palette", "Find a command, class or image", kProject, icon::kSearch, {ctrl("k")}},
      {kShortcuts, "shortcuts", "Change the shortcuts", kProject, icon::kKeyboard, {}},
      {kHelp, "help", "Every shortcut", kProject, icon::kHelp, {plain("?"), plain("F1")}},
      {kOpenFiles, "open-files", "Open photos", kProject, icon::kImagePlus, {ctrl("o")}},
      {kOpenFolder,
       "open-folder",
       "Open a folder of photos",
       kProject,
       icon::kFolderOpen,
       {ctrl_shift("o")}},
      {kOpenAddress, "open-address", "Add a photo from an address", kProject, icon::kAddress, {}},
      {kProjects, "projects", "Projects and storage", kProject, icon::kDatabase, {}},
      {kSaveProject,
       "save-project",
       "Save the whole project as a file",
       kProject,
       icon::kPackage,
       {}},
      {kRemovePhoto, "remove-photo", "Remove this photo", kProject, icon::kTrash, {}},
      {kImport, "import", "Import annotations", kProject, icon::kImport, {}},
      {kMakeMasks, "make-masks", "Make masks of imported boxes", kProject, icon::kBoxes, {}},
      {kExport, "export", "Export COCO", kProject, icon::kExport, {ctrl("e")}},
      {kExportAs, "export-as", "Export as…", kProject, icon::kExport, {ctrl_shift("e")}},
  };
  return commands;
}

bool is_letter(std::string_view key) {
  return key.size() == 1 && key[0] >= 'a' && key[0] <= 'z';
}

constexpr std::pair<std::string_view, std::string_view> kCaps[] = {
    {"Enter", "\u21B5"},          {"Escape", "Esc"},     {"ArrowRight", "\u2192"},
    {"ArrowLeft", "\u2190"},      {"ArrowUp", "\u2191"}, {"ArrowDown", "\u2193"},
    {"Backspace", "\u2190 Back"}, {"Delete", "Del"}};

}  // namespace

std::span<const Command> commands() {
  return table();
}

const Command& command(CommandId id) {
  const auto at =
      std::find_if(table().begin(), table().end(), [id](const Command& c) { return c.id == id; });
  assert(at != table().end());
  return *at;
}

std::string_view section_title(Section section) {
  constexpr std::array<std::string_view, 7> kTitles = {
      "Prompting", "Correcting masks", "Objects", "Classes", "Images", "View", "Project"};
  return kTitles[std::size_t(section)];
}

bool belongs_to_clipboard(CommandId id, const KeyStroke& stroke) {
  const bool clipboard = id == kCopy || id == kCut || id == kPaste;
  if (!clipboard || !stroke.ctrl || stroke.alt || stroke.shift || stroke.key.size() != 1)
    return false;
  // Caps Lock makes capitals.
  constexpr std::string_view kKeys = "cxvCXV";
  return kKeys.find(stroke.key[0]) != std::string_view::npos;
}

std::vector<std::string> key_caps(const Binding& binding, bool mac_keys) {
  std::vector<std::string> caps;
  if (binding.ctrl) caps.emplace_back(mac_keys ? "\u2318" : "Ctrl");
  if (binding.alt) caps.emplace_back(mac_keys ? "Option" : "Alt");
  // Braces are brackets with Shift on the keyboards that have them on keys of their own.
  const bool brace = binding.key == "{" || binding.key == "}";
  if (binding.shift || brace) caps.emplace_back("Shift");
  std::string name(binding.key == "{" ? "[" : binding.key == "}" ? "]" : binding.key);
  if (is_letter(name)) name[0] = char(name[0] - 'a' + 'A');
  for (const auto& [key, cap] : kCaps)
    if (key == binding.key) name = cap;
  caps.push_back(std::move(name));
  return caps;
}

}  // namespace maskpoint::ui
