// The page's own files, from the folder the web build made.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/folder_root.h"
#include "server/http_message.h"

namespace maskpoint::server {

// By the name's ending; "application/octet-stream" when unknown.
std::string content_type_of(std::string_view name);

// An open file as a 200, or a 304 where the client has it. Always to be revalidated: builds keep
// their file names.
Response file_response(const Request& request, OpenFile file, std::string content_type);

// "/" is index.html. A .br or .gz beside the file is sent where the client takes it.
Response static_file(const FolderRoot& web, const Request& request);

}  // namespace maskpoint::server
