// A class of a file as it is stored, and as it goes out again: under the id it had in the file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "formats/import_types.h"

namespace maskpoint::formats {

// The class as the project keeps it, `position` its place in the list (for a colour where it has
// none). Where `id` is not the file's, that is noted in the member "maskpoint_import". What can't
// be read of it is left out.
// `keys` are the digits that pick other classes; it gets a free one.
std::string stored_class(const ImportedClass& imported, int id, int position,
                         std::set<std::string>& keys);

// The id the file had it under, where the project has another.
std::optional<std::int64_t> source_id_of_class(const Json& stored);

// For the file: without the note, under `id`.
Json exported_class(const Json& stored, std::int64_t id);

// Ids for a file: those things came with, where that is possible, else their own; never one twice.
struct OwnAndSource {
  std::int64_t own = 0;
  std::optional<std::int64_t> source;
};
std::map<std::int64_t, std::int64_t> file_ids(std::span<const OwnAndSource> things);

}  // namespace maskpoint::formats
