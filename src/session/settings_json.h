// Settings as the text that is kept between visits. Whatever the text is, settings come out: what
// is missing, of another type or out of its limits is the default, unknown keys are passed over.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "session/settings.h"

namespace maskpoint::session {

nlohmann::json settings_to_json(const Settings& settings);
Settings settings_from_json(std::string_view text);

}  // namespace maskpoint::session
