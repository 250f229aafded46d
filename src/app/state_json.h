// window.maskpoint.state(): a snapshot of what the user sees, as INTERFACES.md has it.
#pragma once

#include <map>
#include <string>

#include "app/json_reading.h"
#include "geom/view_transform.h"
#include "session/session.h"

namespace maskpoint::app {

Json state_json(const session::Session& session,
                const std::map<std::string, geom::ScreenRect>& widgets);

}  // namespace maskpoint::app
