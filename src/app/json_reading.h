// doc/json_reading.h under the app's own names: most of what the app reads is JSON.
#pragma once

#include "doc/json_reading.h"

namespace maskpoint::app {

using doc::bool_at;
using doc::dump;
using doc::int_at;
using doc::integer_at;
using doc::Json;
using doc::member;
using doc::number_at;
using doc::parse_json;
using doc::text_at;

}  // namespace maskpoint::app
