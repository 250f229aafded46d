// Correcting masks by hand on an image of 24 megapixels: what a frame of a stroke costs the UI
// thread, and what the worker's tasks take.
#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <utility>

#include "bench/benchmarks.h"
#include "mask/operation.h"
#include "mask/outline.h"
#include "mask/stroke.h"
#include "mask/winding_fill.h"
#include "session/session.h"

namespace maskpoint::bench {
namespace {

constexpr geom::ImageSize kImage = {6000, 4000};

// A large object with a ragged edge, holes and specks: some 15,000 runs.
mask::Rle ragged() {
  std::vector<std::vector<geom::ImagePoint>> rings(1);
  for (int i = 0; i < 20000; ++i) {
    const double angle = i * 6.283185307179586 / 20000;
    const double r = 1500 + 200 * std::sin(7 * angle) + (i * 7919 % 13);
    rings[0].push_back({3000 + 1.6 * r * std::cos(angle), 2000 + r * std::sin(angle)});
  }
  mask::Stroke specks(kImage);
  for (int i = 0; i < 2000; ++i)
    specks.add({double(i * 7919 % 6000), double(i * 104729 % 4000)},
               {double(i * 7919 % 6000) + 9, double(i * 104729 % 4000)}, 1 + i % 7);
  const mask::Rle rle = *mask::fill_rings(rings, kImage);
  // Dots outside the object become specks, those inside holes.
  const mask::Rle dots = specks.rle();
  const mask::Rle parts[] = {mask::subtract(rle, dots), mask::subtract(dots, rle)};
  return mask::merge(parts, mask::MergeKind::kUnion);
}

// A session with the image open and the object selected, the brush in hand.
struct Painting {
  session::Session session;
  geom::ImagePoint at{1000, 1000};

  explicit Painting(float diameter) {
    namespace action = session::action;
    session.dispatch(action::CanvasResized{{0, 0, 1200, 800}});
    session::ImageRow row;
    row.id = 1;
    row.file_name = "large.jpg";
    row.size = kImage;
    session.dispatch(action::ProjectLoaded{"bench", {row}});
    auto object = std::make_shared<doc::Annotation>();
    const mask::MeasuredMask m = mask::measured(ragged());
    object->uuid = std::string("a");  // GCC 12 warns of a copy of the literal that cannot happen
    object->category_id = 1;
    object->mask = m.mask;
    object->bbox = m.bbox;
    object->area = m.area;
    auto doc = std::make_shared<doc::ImageDoc>();
    doc->image_id = 1;
    doc->size = kImage;
    doc->annotations.push_back(object);
    session.dispatch(action::PixelsReady{1, kImage});
    session.dispatch(action::AnnotationsLoaded{doc, "e"});
    session.dispatch(action::Select{"a"});
    session.dispatch(action::SetTool{session::Tool::kBrush});
    session.dispatch(action::SetBrushDiameter{diameter});
  }
  geom::ScreenPoint on_screen() { return session.view().to_screen(at); }
  void step() {
    at.x = at.x > 5000 ? 1000 : at.x + 37;
    at.y = 1000 + 900 * std::sin(at.x / 300);
    session.dispatch(session::action::PointerMoved{on_screen(), {}});
    benchmark::DoNotOptimize(session.scene());
  }
};

void stroke_frame(benchmark::State& state) {
  Painting p(float(state.range(0)));
  p.session.dispatch(session::action::PointerPressed{p.on_screen(), {}, {}});
  for (auto _ : state)
    p.step();
}

void stroke_release(benchmark::State& state) {
  Painting p(float(state.range(0)));
  for (auto _ : state) {
    state.PauseTiming();
    p.session.dispatch(session::action::PointerPressed{p.on_screen(), {}, {}});
    for (int i = 0; i < 60; ++i)
      p.step();
    state.ResumeTiming();
    p.session.dispatch(session::action::PointerReleased{p.on_screen(), {}, {}});
  }
}

void cleanup(benchmark::State& state, mask::Cleanup cleanup) {
  const mask::Rle rle = ragged();
  for (auto _ : state)
    benchmark::DoNotOptimize(mask::cleaned(rle, cleanup));
}

void outline(benchmark::State& state) {
  const mask::Rle rle = ragged();
  for (auto _ : state) {
    const mask::Outline made = mask::outline_of(rle, 8);
    benchmark::DoNotOptimize(made);
  }
}

void outline_fill(benchmark::State& state) {
  const mask::Outline made = mask::outline_of(ragged(), 8);
  for (auto _ : state)
    benchmark::DoNotOptimize(mask::rle_of(made));
}

}  // namespace

void register_masks() {
  using benchmark::RegisterBenchmark;
  for (const int diameter : {24, 200, 1000}) {
    RegisterBenchmark("mask/frame of a stroke", stroke_frame)
        ->Arg(diameter)
        ->Unit(benchmark::kMicrosecond);
    RegisterBenchmark("mask/release of a stroke", stroke_release)
        ->Arg(diameter)
        ->Iterations(20)
        ->Unit(benchmark::kMicrosecond);
  }
  const std::pair<const char*, mask::Cleanup> cleanups[] = {
      {"mask/drop specks", {100, 0, 0, 0}}, {"mask/fill holes", {0, 100, 0, 0}},
      {"mask/grow 10", {0, 0, 10, 0}},      {"mask/shrink 40", {0, 0, -40, 0}},
      {"mask/smooth 10", {0, 0, 0, 10}},    {"mask/smooth 40", {0, 0, 0, 40}}};
  for (const auto& [name, values] : cleanups)
    RegisterBenchmark(name, cleanup, values)->Unit(benchmark::kMillisecond);
  RegisterBenchmark("mask/outline", outline)->Unit(benchmark::kMillisecond);
  RegisterBenchmark("mask/outline to mask", outline_fill)->Unit(benchmark::kMillisecond);
}

}  // namespace maskpoint::bench
