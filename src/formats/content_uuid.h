// An object's uuid made from what it is: the same annotation of the same image gets the same one
// however often its file is read, so that importing a file twice does not double its objects.
#pragma once

#include <string>
#include <string_view>

namespace maskpoint::formats {

// Version 8 (RFC 9562), lower case. Not a cryptographic hash: whoever makes two annotations with
// one uuid has one of them left out. `repeat` tells equal ones of one file apart.
std::string content_uuid(std::string_view image_name, std::string_view annotation, int repeat);

// Whether it is 8-4-4-4-12 hexadecimal digits; then in lower case, else empty.
std::string valid_uuid(std::string_view text);

}  // namespace maskpoint::formats
