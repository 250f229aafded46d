#include "bench/ort_click.h"

#include <benchmark/benchmark.h>
#include <onnxruntime_cxx_api.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>

#include "bench/benchmarks.h"
#include "geom/model_transform.h"

namespace maskpoint::bench {

namespace {

constexpr int kRuns = 30;
// Its threads go on spinning after a run; the next benchmark must not pay for it.
constexpr std::chrono::milliseconds kRest{20};

}  // namespace

struct OrtClick::Session {
  Ort::Env env{ORT_LOGGING_LEVEL_ERROR, "bench"};
  Ort::Session session{nullptr};
  const Inputs& inputs;
  std::vector<float> embedding, no_mask;

  explicit Session(const Inputs& given)
      : inputs(given), embedding(given.embedding), no_mask(sam::kLogitCount, 0.0f) {}
};

OrtClick::OrtClick(const Inputs& inputs, int threads)
    : session_(std::make_unique<Session>(inputs)) {
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(threads);
  session_->session = Ort::Session(session_->env, inputs.onnx.c_str(), options);
}

OrtClick::~OrtClick() = default;

void OrtClick::run(int click) {
  Session& s = *session_;
  const geom::ImageSize size = s.inputs.size;
  const geom::ImageSize resized = geom::ModelTransform(size).resized();
  const geom::PixelPoint at =
      s.inputs.clicks[std::size_t(click) % s.inputs.clicks.size()].points[0].at;
  // The click and a padding point; `masks` at 256×256, where its resizing costs least.
  std::array<float, 4> coords = {float(at.x * (double(resized.width) / size.width)),
                                 float(at.y * (double(resized.height) / size.height)), 0, 0};
  std::array<float, 2> labels = {1, -1}, masks_size = {256, 256};
  float has_mask = 0;
  const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  const auto tensor = [&](float* data, std::size_t count, std::vector<std::int64_t> shape) {
    return Ort::Value::CreateTensor<float>(memory, data, count, shape.data(), shape.size());
  };
  const Ort::Value values[] = {tensor(s.embedding.data(), s.embedding.size(), {1, 256, 64, 64}),
                               tensor(coords.data(), 4, {1, 2, 2}),
                               tensor(labels.data(), 2, {1, 2}),
                               tensor(s.no_mask.data(), s.no_mask.size(), {1, 1, 256, 256}),
                               tensor(&has_mask, 1, {1}),
                               tensor(masks_size.data(), 2, {2})};
  const char* names[] = {"image_embeddings", "point_coords",   "point_labels",
                         "mask_input",       "has_mask_input", "orig_im_size"};
  const char* wanted[] = {"masks", "iou_predictions", "low_res_masks"};
  benchmark::DoNotOptimize(s.session.Run(Ort::RunOptions{nullptr}, names, values, 6, wanted, 3));
}

void register_onnx_runtime(const Inputs& inputs) {
  for (const int threads : {1, 2}) {
    const auto runtime = std::make_shared<OrtClick>(inputs, threads);
    benchmark::RegisterBenchmark(
        ("decode/ONNX Runtime, click/threads:" + std::to_string(threads)).c_str(),
        [runtime, run = std::make_shared<int>(0)](benchmark::State& state) {
          for (auto _ : state)
            runtime->run((*run)++);
          std::this_thread::sleep_for(kRest);
        })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1)
        ->Repetitions(kRuns);
  }
}

}  // namespace maskpoint::bench
