// Lucide's glyphs that the interface uses, as UTF-8 of their private-use code points (lucide-static
// 1.62, font/codepoints.json).
#pragma once

namespace maskpoint::ui::icon {

inline constexpr char kLogo[] = "\uE120";          // mouse-pointer-click
inline constexpr char kSelect[] = "\uE1C3";        // mouse-pointer-2
inline constexpr char kUndo[] = "\uE2A1";          // undo-2
inline constexpr char kRedo[] = "\uE2A0";          // redo-2
inline constexpr char kChevronDown[] = "\uE06D";   // chevron-down
inline constexpr char kChevronRight[] = "\uE06F";  // chevron-right
inline constexpr char kView[] = "\uE29A";          // sliders-horizontal
inline constexpr char kKeyboard[] = "\uE284";      // keyboard
inline constexpr char kReset[] = "\uE148";         // rotate-ccw
inline constexpr char kArrowRight[] = "\uE049";    // arrow-right
inline constexpr char kSun[] = "\uE178";           // sun
inline constexpr char kMoon[] = "\uE11E";          // moon
inline constexpr char kMonitor[] = "\uE11D";       // monitor
inline constexpr char kHelp[] = "\uE082";          // circle-question-mark
inline constexpr char kExport[] = "\uE0B2";        // download
inline constexpr char kImport[] = "\uE19E";        // upload
inline constexpr char kBoxes[] = "\uE1CB";         // box-select
inline constexpr char kSearch[] = "\uE151";        // search
inline constexpr char kPlus[] = "\uE13D";          // plus
inline constexpr char kEye[] = "\uE0BA";           // eye
inline constexpr char kEyeOff[] = "\uE0BB";        // eye-off
inline constexpr char kTrash[] = "\uE18E";         // trash-2
inline constexpr char kCheck[] = "\uE06C";         // check
inline constexpr char kClose[] = "\uE1B2";         // x
inline constexpr char kEnter[] = "\uE0A1";         // corner-down-left
inline constexpr char kPanelLeft[] = "\uE12A";     // panel-left
inline constexpr char kPanelRight[] = "\uE431";    // panel-right
inline constexpr char kMore[] = "\uE0B6";          // ellipsis
inline constexpr char kPencil[] = "\uE1F9";        // pencil
inline constexpr char kPalette[] = "\uE1DD";       // palette
inline constexpr char kDone[] = "\uE226";          // circle-check
inline constexpr char kWarning[] = "\uE193";       // triangle-alert
inline constexpr char kInfo[] = "\uE0F9";          // info
inline constexpr char kImagePlus[] = "\uE1F7";     // image-plus
inline constexpr char kFolderOpen[] = "\uE247";    // folder-open
inline constexpr char kAddress[] = "\uE102";       // link
inline constexpr char kDatabase[] = "\uE0AD";      // database
inline constexpr char kPackage[] = "\uE129";       // package
inline constexpr char kImages[] = "\uE5C4";        // images
inline constexpr char kImage[] = "\uE0F6";         // image
inline constexpr char kImageOff[] = "\uE1C0";      // image-off
inline constexpr char kRetry[] = "\uE145";         // refresh-cw
inline constexpr char kTag[] = "\uE17F";           // tag
inline constexpr char kLayers[] = "\uE529";        // layers
inline constexpr char kFit[] = "\uE112";           // maximize
inline constexpr char kLock[] = "\uE10B";          // lock
inline constexpr char kUnlock[] = "\uE10C";        // lock-open
inline constexpr char kCopy[] = "\uE09E";          // copy
inline constexpr char kCut[] = "\uE14E";           // scissors
inline constexpr char kPaste[] = "\uE3E8";         // clipboard-paste
inline constexpr char kDuplicate[] = "\uE3FD";     // copy-plus
inline constexpr char kToFront[] = "\uE4EF";       // bring-to-front
inline constexpr char kToBack[] = "\uE4F3";        // send-to-back
inline constexpr char kForward[] = "\uE04A";       // arrow-up
inline constexpr char kBackward[] = "\uE042";      // arrow-down
inline constexpr char kCrowd[] = "\uE1A4";         // users
inline constexpr char kSolo[] = "\uE536";          // scan-eye
inline constexpr char kSelectAll[] = "\uE509";     // square-dashed-mouse-pointer
inline constexpr char kBrush[] = "\uE1D3";         // brush
inline constexpr char kEraser[] = "\uE28F";        // eraser
inline constexpr char kPolygon[] = "\uE131";       // pen-tool
inline constexpr char kLasso[] = "\uE1CE";         // lasso
inline constexpr char kOutline[] = "\uE67C";       // vector-square
inline constexpr char kMinus[] = "\uE11C";         // minus
inline constexpr char kUnite[] = "\uE65A";         // squares-unite
inline constexpr char kSubtract[] = "\uE659";      // squares-subtract
inline constexpr char kIntersect[] = "\uE658";     // squares-intersect

inline constexpr char kEverything[] = "\uE412";  // sparkles

inline constexpr char kHistory[] = "\uE1F5";   // history
inline constexpr char kOverlap[] = "\uE658";   // squares-intersect
inline constexpr char kCopyOn[] = "\uE3FD";    // copy-plus
inline constexpr char kFunnel[] = "\uE460";    // list-filter
inline constexpr char kEncode[] = "\uE1B4";    // zap
inline constexpr char kCloudOff[] = "\uE08D";  // cloud-off
inline constexpr char kTabs[] = "\uE426";      // app-window

// Every one of them, for the atlas.
inline constexpr const char* kAll[] = {
    kLogo,       kSelect,    kUndo,       kRedo,       kChevronDown, kChevronRight, kView,
    kKeyboard,   kReset,     kArrowRight, kSun,        kMoon,        kMonitor,      kHelp,
    kExport,     kSearch,    kPlus,       kEye,        kEyeOff,      kTrash,        kCheck,
    kClose,      kEnter,     kPanelLeft,  kPanelRight, kMore,        kPencil,       kPalette,
    kDone,       kWarning,   kInfo,       kImages,     kImage,       kImageOff,     kRetry,
    kTag,        kLayers,    kFit,        kLock,       kUnlock,      kCopy,         kCut,
    kPaste,      kDuplicate, kToFront,    kToBack,     kForward,     kBackward,     kCrowd,
    kSolo,       kSelectAll, kBrush,      kEraser,     kPolygon,     kLasso,        kOutline,
    kMinus,      kUnite,     kSubtract,   kIntersect,  kHistory,     kFunnel,       kEncode,
    kCloudOff,   kTabs,      kImagePlus,  kFolderOpen, kAddress,     kDatabase,     kPackage,
    kEverything, kImport,    kBoxes};

}  // namespace maskpoint::ui::icon
