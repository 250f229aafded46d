// The functions behind the table of routes.cc, by file: routes_<what>.cc. The wire formats are in
// README.md.
#pragma once

#include "server/routes.h"

namespace maskpoint::server {

// routes_project.cc
Response get_health(Project&, const Request&, const PathValues&);
Response get_project(Project&, const Request&, const PathValues&);
Response get_decoder(Project&, const Request&, const PathValues&);
Response get_events(Project&, const Request&, const PathValues&);

// routes_formats.cc
Response get_boxes(Project&, const Request&, const PathValues&);
Response get_export(Project&, const Request&, const PathValues&);
Response post_import(Project&, const Request&, const PathValues&);

// routes_categories.cc
Response get_categories(Project&, const Request&, const PathValues&);
Response put_categories(Project&, const Request&, const PathValues&);

// routes_images.cc
Response get_images(Project&, const Request&, const PathValues&);
Response get_image(Project&, const Request&, const PathValues&);
Response get_file(Project&, const Request&, const PathValues&);
Response get_thumbnail(Project&, const Request&, const PathValues&);
Response get_state(Project&, const Request&, const PathValues&);
Response put_state(Project&, const Request&, const PathValues&);

// routes_embedding.cc
Response get_embedding(Project&, const Request&, const PathValues&);
Response post_embedding(Project&, const Request&, const PathValues&);
Response delete_embedding(Project&, const Request&, const PathValues&);
Response get_embeddings(Project&, const Request&, const PathValues&);
Response post_embeddings(Project&, const Request&, const PathValues&);
Response delete_embeddings(Project&, const Request&, const PathValues&);

// routes_annotations.cc
Response get_annotations(Project&, const Request&, const PathValues&);
Response put_annotations(Project&, const Request&, const PathValues&);
Response get_annotation(Project&, const Request&, const PathValues&);
Response put_annotation(Project&, const Request&, const PathValues&);
Response delete_annotation(Project&, const Request&, const PathValues&);

// The X-Maskpoint-Client header, cut to 64 printable characters.
std::string client_name(const Request& request);

}  // namespace maskpoint::server
