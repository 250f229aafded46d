// The segmenter as C functions for its worker in the page (web/src/segmenter_worker.ts). One
// segmenter a module. Bytes are handed over in memory of seg_memory(), which the call that takes
// them frees.

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "segmenter/segmenter.h"

namespace {

using namespace maskpoint;

std::optional<segmenter::Segmenter> the_segmenter;
std::string said;           // what seg_said() gives
std::vector<float> logits;  // of the last segment

template <class T>
std::vector<T> taken(void* memory, int bytes) {
  std::vector<T> values(std::size_t(bytes) / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), memory, values.size() * sizeof(T));
  std::free(memory);
  return values;
}

int failed(const base::Status& status) {
  said = status.message();
  return 0;
}

}  // namespace

extern "C" {

void* seg_memory(int bytes) {
  return std::malloc(std::size_t(bytes));
}

// The sentence of what failed, or the JSON of what did not.
const char* seg_said() {
  return said.c_str();
}
int seg_said_length() {
  return int(said.size());
}

// 1, or 0 when the weights are refused.
int seg_start(int threads, void* safetensors, int length) {
  const std::vector<std::byte> bytes = taken<std::byte>(safetensors, length);
  the_segmenter.emplace(threads);
  const base::Status status = the_segmenter->load_weights(bytes);
  return status.ok() ? 1 : failed(status);
}

// The image's number, or 0.
int seg_add_image(void* npy, int length, int width, int height) {
  const auto number = the_segmenter->add_image(taken<std::byte>(npy, length), {width, height});
  return number.ok() ? int(*number) : failed(number.status());
}

void seg_remove_image(int image) {
  the_segmenter->remove_image(image);
}

// 1, or 0. `mask_input` may be empty.
int seg_segment(int image, void* question, int length, void* mask_input, int mask_bytes) {
  const std::vector<char> text = taken<char>(question, length);
  const doc::Json json = doc::parse_json(std::string_view(text.data(), text.size()));
  auto answer = the_segmenter->segment(image, json, taken<float>(mask_input, mask_bytes));
  if (!answer.ok()) return failed(answer.status());
  said = doc::dump(answer->json);
  logits = std::move(answer->logits);
  return 1;
}

const float* seg_logits() {
  return logits.data();
}
int seg_logits_count() {
  return int(logits.size());
}

}  // extern "C"
