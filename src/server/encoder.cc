#include "server/encoder.h"

#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <thread>
#include <utility>

#include "encoding/encoder_input.h"
#include "encoding/resize.h"
#include "geom/model_transform.h"

#if defined(__SANITIZE_ADDRESS__)
// ONNX Runtime keeps two small things of its own until the process ends.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libonnxruntime.so";
}
extern "C" const char* __lsan_default_options() {
  return "print_suppressions=0";
}
#endif

namespace maskpoint::server {
namespace {

constexpr std::array<std::int64_t, 4> kInputShape = {1, 3, geom::kModelSide, geom::kModelSide};
constexpr std::array<std::int64_t, 4> kOutputShape = {1, kEmbeddingChannels, kEmbeddingSide,
                                                      kEmbeddingSide};

// One environment for the process, as ONNX Runtime wants it; it owns no threads here.
Ort::Env& environment() {
  static Ort::Env env(ORT_LOGGING_LEVEL_ERROR, "maskpoint");
  return env;
}

// A dimension the file leaves open (-1) fits anything.
bool fits(const std::vector<std::int64_t>& found, std::span<const std::int64_t> expected) {
  return std::equal(found.begin(), found.end(), expected.begin(), expected.end(),
                    [](std::int64_t f, std::int64_t e) { return f == e || f < 0; });
}

bool is_float_of(const Ort::TypeInfo& type, std::span<const std::int64_t> shape) {
  if (type.GetONNXType() != ONNX_TYPE_TENSOR) return false;
  const auto tensor = type.GetTensorTypeAndShapeInfo();
  return tensor.GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT &&
         fits(tensor.GetShape(), shape);
}

base::Status not_an_encoder(const std::filesystem::path& onnx, const std::string& what) {
  return base::invalid_input(
      onnx.string() + " is not a SAM image encoder: " + what +
      " Expected one float32 input (1, 3, 1024, 1024) and a float32 output (1, 256, 64, 64).");
}

base::Status runtime_failure(const std::string& what, const Ort::Exception& error) {
  return {base::StatusCode::kInternal, what + " (ONNX Runtime: " + error.what() + ")."};
}

}  // namespace

struct Encoder::Session {
  Ort::Session session{nullptr};
  std::string input;
  std::string output;
};

Encoder::Encoder(std::unique_ptr<Session> session) : session_(std::move(session)) {
}
Encoder::~Encoder() = default;

base::Result<std::unique_ptr<Encoder>> Encoder::load(const std::filesystem::path& onnx,
                                                     int threads) {
  try {
    Ort::SessionOptions options;
    const int cores = std::max(1, int(std::thread::hardware_concurrency()));
    options.SetIntraOpNumThreads(threads > 0 ? threads : cores);
    options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
    // Spinning helper threads would take the cores from the decoder and the server between images.
    options.AddConfigEntry("session.intra_op.allow_spinning", "0");
    auto session = std::make_unique<Session>();
    session->session = Ort::Session(environment(), onnx.c_str(), options);
    const Ort::AllocatorWithDefaultOptions allocator;
    if (session->session.GetInputCount() != 1)
      return not_an_encoder(
          onnx, "it has " + std::to_string(session->session.GetInputCount()) + " inputs.");
    if (!is_float_of(session->session.GetInputTypeInfo(0), kInputShape))
      return not_an_encoder(onnx, "its input has another type or shape.");
    session->input = session->session.GetInputNameAllocated(0, allocator).get();
    for (std::size_t i = 0; i < session->session.GetOutputCount() && session->output.empty(); ++i)
      if (is_float_of(session->session.GetOutputTypeInfo(i), kOutputShape))
        session->output = session->session.GetOutputNameAllocated(i, allocator).get();
    if (session->output.empty()) return not_an_encoder(onnx, "no output has that shape.");
    return std::unique_ptr<Encoder>(new Encoder(std::move(session)));
  } catch (const Ort::Exception& error) {
    return runtime_failure("The encoder " + onnx.string() + " cannot be loaded", error);
  }
}

base::Result<std::vector<float>> Encoder::encode(const RgbImage& image) {
  std::vector<float> input = encoding::encoder_input(encoding::resize_for_model(image));
  std::vector<float> embedding(kEmbeddingValues);
  try {
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    const auto in = Ort::Value::CreateTensor<float>(memory, input.data(), input.size(),
                                                    kInputShape.data(), kInputShape.size());
    const char* input_name = session_->input.c_str();
    const char* output_name = session_->output.c_str();
    const auto outputs =
        session_->session.Run(Ort::RunOptions{nullptr}, &input_name, &in, 1, &output_name, 1);
    if (!fits(outputs[0].GetTensorTypeAndShapeInfo().GetShape(), kOutputShape))
      return base::Status(base::StatusCode::kInternal,
                          "The encoder gave an embedding of another shape than (1, 256, 64, 64).");
    std::copy_n(outputs[0].GetTensorData<float>(), embedding.size(), embedding.begin());
  } catch (const Ort::Exception& error) {
    return runtime_failure("The image could not be encoded", error);
  }
  if (!std::all_of(embedding.begin(), embedding.end(), [](float v) { return std::isfinite(v); }))
    return base::Status(
        base::StatusCode::kInternal,
        "The encoder gave values that are NaN or infinite; its file may be damaged.");
  return embedding;
}

}  // namespace maskpoint::server
