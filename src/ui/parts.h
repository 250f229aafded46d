// The parts of the screen: each draws itself into `screen` and appends the Actions a person meant.
#pragma once

#include <span>

#include "ui/layout.h"
#include "ui/screen.h"

namespace maskpoint::ui {

void draw_top_bar(Screen& screen, const Layout& layout);
void draw_image_list(Screen& screen, ScreenRect panel);
float draw_image_list_header(Screen& screen, ScreenRect panel);  // returns where it ended
void draw_image_rail(Screen& screen, ScreenRect rail);
void draw_right_panel(Screen& screen, ScreenRect panel);
void draw_right_rail(Screen& screen, ScreenRect rail);
void draw_status_line(Screen& screen, ScreenRect line);

void draw_label_tags(Screen& screen);                         // on the canvas
void draw_band(Screen& screen);                               // on the canvas
void draw_tool_marks(Screen& screen);                         // on the canvas
void draw_empty_state(Screen& screen, ScreenRect canvas);     // on the canvas
void draw_first_photos(Screen& screen, ScreenRect canvas);    // floats
void draw_tool_options(Screen& screen, ScreenRect canvas);    // floats
void draw_candidate_bar(Screen& screen, ScreenRect canvas);   // floats
void draw_copy_bar(Screen& screen, ScreenRect canvas);        // floats
void draw_everything_bar(Screen& screen, ScreenRect canvas);  // floats
void draw_minimap(Screen& screen, ScreenRect canvas);         // floats
void draw_toasts(Screen& screen, ScreenRect canvas);          // float
void draw_tools_menu(Screen& screen);                         // on top, of a narrow top bar
void draw_more_menu(Screen& screen);                          // on top, of a narrow top bar
void draw_history_menu(Screen& screen);                       // on top
void draw_overlap_menu(Screen& screen);                       // on top
void draw_menu(Screen& screen);                               // on top
void draw_image_filter(Screen& screen);                       // on top
void draw_save_card(Screen& screen);                          // on top
void draw_photos_menu(Screen& screen);                        // on top
void draw_help(Screen& screen);                               // on top
void draw_palette(Screen& screen);                            // on top
void draw_shortcuts_dialog(Screen& screen);                   // on top
void draw_view_popover(Screen& screen);                       // on top
void draw_canvas_marks(Screen& screen);                       // on the canvas
void draw_dialog(Screen& screen);                             // on top

// The tools of the top bar, in its order.
std::span<const CommandId> tool_commands();
// Menus with a file of their own.
void draw_class_menu(Screen& screen);
void draw_color_menu(Screen& screen);
void draw_object_menu(Screen& screen);
void draw_object_class_menu(Screen& screen);
void draw_objects_look(Screen& screen);
void draw_attribute_choices(Screen& screen);

// Dialogs with a file of their own.
void draw_class_editor(Screen& screen);
void draw_replace_class(Screen& screen);
// At once where there are no objects, else it is asked what they become.
void delete_class(Screen& screen, int category_id);
// The question about objects that somebody else changed too: opened by itself, once an image.
void ask_about_conflicts(Screen& screen);
void draw_conflicts(Screen& screen);  // the dialog

// Sections of the right panel; each draws from `top` down and returns where it ended.
float draw_class_list(Screen& screen, ScreenRect column, float top, float max_height);
float draw_object_list(Screen& screen, ScreenRect column, float top, float max_height);
float draw_attribute_section(Screen& screen, ScreenRect column, float top);
float draw_mask_section(Screen& screen, ScreenRect column, float top);
// The first row of the mask section.
float draw_tightness_row(Screen& screen, ScreenRect column, float top);
void leave_tightness_row(Screen& screen);  // where it is not drawn
// What the sections need at most, so that the panel can share its height out.
float class_list_height(const Screen& screen);
float attribute_section_height(const Screen& screen);
float mask_section_height(const Screen& screen);
float tightness_row_height(const Screen& screen);

// The class of an id, or null.
const doc::Category* category_of(const session::Session& session, int id);

}  // namespace maskpoint::ui
