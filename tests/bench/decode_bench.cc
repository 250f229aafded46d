#include <benchmark/benchmark.h>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <span>
#include <string>

#include "bench/benchmarks.h"
#include "nn/thread_pool.h"
#include "sam/batch_decoder.h"
#include "sam/decoder.h"

namespace maskpoint::bench {

namespace {

constexpr int kRuns = 30;
constexpr int kDearRuns = 10;

// Everything of one number of threads, shared by its benchmarks, which run one at a time.
struct Engine {
  nn::ThreadPool pool;
  std::shared_ptr<const sam::Weights> weights;
  std::shared_ptr<const sam::ImageState> image;
  sam::Decoder decoder, plain;
  sam::BatchDecoder batch;
  std::vector<sam::Prompt> refinements;  // with their priors
  sam::DecodeOutput out;

  Engine(const Inputs& inputs, std::shared_ptr<const sam::Weights> w, int threads)
      : pool(threads),
        weights(std::move(w)),
        decoder(weights, pool),
        plain(weights, pool, sam::DecoderPath::kPlain),
        batch(weights, pool),
        refinements(inputs.refinements) {
    prepare(inputs);
    for (std::size_t i = 0; i < refinements.size(); ++i) {
      decode(inputs.clicks[std::size_t(inputs.refined_click[i])], sam::MaskSet::kSingleMaskRule,
             sam::Detail::kFull);
      refinements[i].prior =
          std::make_shared<const sam::Logits>(out.logits[0].begin(), out.logits[0].end());
    }
  }
  void prepare(const Inputs& inputs) {
    auto state = sam::prepare_image(*weights, inputs.embedding, inputs.size, pool);
    if (!state.ok()) {
      std::cerr << state.status().message() << '\n';
      std::exit(1);
    }
    image = std::move(state).value();
  }
  void decode(const sam::Prompt& prompt, sam::MaskSet wanted, sam::Detail detail) {
    (void)decoder.decode(*image, prompt, wanted, base::CancelToken(), out, detail);
  }
};

// One call a repetition, so that percentiles are of decodes and not of means.
void add(const std::string& name, int threads, int runs, std::function<void(int run)> call) {
  benchmark::RegisterBenchmark(
      ("decode/" + name + "/threads:" + std::to_string(threads)).c_str(),
      [call = std::move(call), run = std::make_shared<int>(0)](benchmark::State& state) {
        for (auto _ : state)
          call((*run)++);
      })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond)
      ->Iterations(1)
      ->Repetitions(runs);
}

template <class List>
auto& turn(List& list, int run) {
  return list[std::size_t(run) % list.size()];
}

// The first `count` clicks as one prompt: 6 + count tokens.
sam::Prompt many_points(const Inputs& inputs, int count) {
  sam::Prompt prompt;
  for (int i = 0; i < count; ++i)
    prompt.points.push_back(inputs.clicks[std::size_t(i)].points[0]);
  return prompt;
}

void register_for(const Inputs& inputs, std::shared_ptr<const sam::Weights> weights, int threads) {
  using sam::Detail;
  constexpr sam::MaskSet kOne = sam::MaskSet::kSingleMaskRule;
  const auto engine = std::make_shared<Engine>(inputs, std::move(weights), threads);
  const auto clicks = [&](const char* name, sam::MaskSet wanted, Detail detail) {
    add(name, threads, kRuns, [&inputs, engine, wanted, detail](int run) {
      engine->decode(turn(inputs.clicks, run), wanted, detail);
    });
  };
  clicks("click", kOne, Detail::kFull);
  clicks("click, 3 masks", sam::MaskSet::kMultimask, Detail::kFull);
  clicks("preview 128x128", kOne, Detail::kPreview128);
  clicks("preview 64x64", kOne, Detail::kPreview64);
  add("box", threads, kRuns,
      [&inputs, engine](int run) { engine->decode(turn(inputs.boxes, run), kOne, Detail::kFull); });
  add("two points and a mask", threads, kRuns,
      [engine](int run) { engine->decode(turn(engine->refinements, run), kOne, Detail::kFull); });
  for (const int points : {6, 10, 18, 26})
    add(std::to_string(6 + points) + " tokens", threads, kDearRuns,
        [engine, prompt = many_points(inputs, points)](int) {
          engine->decode(prompt, kOne, Detail::kFull);
        });
  for (const int points : {1, 10, 26})
    add(std::to_string(6 + points) + " tokens, plain path", threads, kDearRuns,
        [engine, prompt = many_points(inputs, points)](int) {
          (void)engine->plain.decode(*engine->image, prompt, kOne, base::CancelToken(),
                                     engine->out);
        });
  add("batch of 16 clicks", threads, kDearRuns, [&inputs, engine](int) {
    (void)engine->batch.decode(*engine->image, std::span(inputs.clicks).first(16), kOne, 0.0f,
                               base::CancelToken(), [](std::size_t, const sam::DecodeOutput&) {});
  });
  add("prepare an image", threads, kDearRuns, [&inputs, engine](int) { engine->prepare(inputs); });
}

}  // namespace

void register_decodes(const Inputs& inputs) {
  auto weights = sam::Weights::parse(inputs.weights_file);
  if (!weights.ok()) {
    std::cerr << weights.status().message() << '\n';
    std::exit(1);
  }
  for (const int threads : {1, 2})
    register_for(inputs, *weights, threads);
}

}  // namespace maskpoint::bench
