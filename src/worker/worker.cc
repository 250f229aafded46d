#include "worker/worker.h"

#include <atomic>
#include <cassert>
#include <deque>
#include <optional>
#include <thread>

#include "base/cancel_token.h"
#include "base/latest_slot.h"
#include "base/ticket.h"
#include "worker/engine.h"
#include "worker/ordered_inbox.h"

namespace maskpoint::worker {
namespace {

struct LoadWeights {
  std::vector<std::byte> safetensors;
};
using OrderedTask =
    std::variant<LoadWeights, PrepareRequest, FinalizeRequest, MaskRequest, SegmentRequest>;
using EverythingOrder = std::optional<EverythingRequest>;  // without a request: stop

struct Hover {
  DecodeRequest request;
  base::CancelToken cancel;
};

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

}  // namespace

struct Worker::Impl {
  Impl(int threads, std::function<void()> on_result)
      : on_result_(std::move(on_result)), thread_([this, threads] { run(threads); }) {}
  ~Impl() {
    stopping_.store(true, std::memory_order_release);
    hover_cancel_.cancel();
    stop_.cancel();
    wake_.signal();
    thread_.join();
  }

  // --- the caller's side ---
  void post(OrderedTask task) {
    ordered_.push(std::move(task));
    wake_.signal();
  }
  // Ends the running hover, if any, and makes the waiting one worthless. Later hovers share a new
  // token, so that a hover never ends another.
  void cancel_hover() {
    hover_cancel_.cancel();
    hover_cancel_ = base::CancelToken();
  }
  void decode(DecodeRequest request) {
    if (request.purpose == Purpose::kHover) {
      hover_.put(std::make_unique<Hover>(Hover{std::move(request), hover_cancel_}));
    } else {
      cancel_hover();
      prompt_.put(std::make_unique<DecodeRequest>(std::move(request)));
    }
    wake_.signal();
  }
  void everything(EverythingOrder order) {
    everything_.put(std::make_unique<EverythingOrder>(std::move(order)));
    wake_.signal();
  }
  std::vector<Result> poll() { return results_.take_all(); }

 private:
  // --- the worker thread's side ---
  void run(int threads) {
    Engine engine(threads);
    while (!stopping_.load(std::memory_order_acquire)) {
      const std::uint32_t seen = wake_.value();
      if (run_prompt(engine) || run_ordered(engine) || run_hover(engine, seen) ||
          run_everything(engine) || engine.warm_up())
        continue;
      if (!stopping_.load(std::memory_order_acquire)) wake_.wait_while(seen);
    }
  }

  void answer(Result result) {
    results_.push(std::move(result));
    on_result_();
  }

  bool run_prompt(Engine& engine) {
    if (auto newer = prompt_.take()) waiting_prompt_ = std::move(newer);
    if (!waiting_prompt_) return false;
    // Its image may still be in the queue: asked for first, so done first.
    if (!engine.has_image(waiting_prompt_->image_id)) {
      collect();
      if (prepare_waits_for(waiting_prompt_->image_id)) return run_ordered(engine);
    }
    const std::unique_ptr<DecodeRequest> request = std::move(waiting_prompt_);
    if (auto result = engine.decode(*request, stop_)) answer(*std::move(result));
    return true;
  }

  // `seen` is the ticket's value from before the caller looked for other work.
  bool run_hover(Engine& engine, std::uint32_t seen) {
    const std::unique_ptr<Hover> hover = hover_.take();
    if (!hover) return false;
    if (hover->cancel.cancelled() || !engine.has_image(hover->request.image_id)) return true;
    auto preview = engine.decode(hover->request, hover->cancel);
    if (!preview) return true;
    answer(*std::move(preview));
    // The pointer rests: nothing has been asked since.
    if (wake_.value() == seen && !hover->cancel.cancelled())
      if (auto full = engine.refine()) answer(*std::move(full));
    return true;
  }

  bool run_everything(Engine& engine) {
    if (const std::unique_ptr<EverythingOrder> order = everything_.take()) {
      engine.stop_everything();
      if (*order)
        if (auto failed = engine.begin_everything(**order)) answer(*std::move(failed));
      return true;
    }
    if (!engine.has_everything()) return false;
    if (auto step = engine.everything_step()) answer(*std::move(step));
    return true;
  }

  void collect() {
    for (OrderedTask& task : ordered_.take_all())
      tasks_.push_back(std::move(task));
  }
  bool prepare_waits_for(std::int64_t image_id) const {
    for (const OrderedTask& task : tasks_) {
      const auto* prepare = std::get_if<PrepareRequest>(&task);
      if (prepare != nullptr && prepare->image_id == image_id) return true;
    }
    return false;
  }

  // Does the first task that can be done: all of them can, except that preparing an image and
  // segmenting in one that is yet to be prepared wait for the weights.
  bool run_ordered(Engine& engine) {
    collect();
    for (auto task = tasks_.begin(); task != tasks_.end(); ++task) {
      if (!engine.has_weights() && !std::holds_alternative<LoadWeights>(*task) &&
          !std::holds_alternative<FinalizeRequest>(*task) &&
          !std::holds_alternative<MaskRequest>(*task))
        continue;
      OrderedTask taken = std::move(*task);
      tasks_.erase(task);
      answer(std::visit(
          Overloaded{[&](LoadWeights& load) { return engine.load_weights(load.safetensors); },
                     [&](PrepareRequest& request) { return engine.prepare(std::move(request)); },
                     [&](FinalizeRequest& request) { return engine.finalize(request); },
                     [&](MaskRequest& request) { return engine.work_on_masks(request); },
                     [&](SegmentRequest& request) { return engine.segment(request); }},
          taken));
      return true;
    }
    return false;
  }

  // Shared.
  std::function<void()> on_result_;
  base::Ticket wake_;
  std::atomic<bool> stopping_{false};
  base::CancelToken stop_;
  base::LatestSlot<Hover> hover_;
  base::LatestSlot<DecodeRequest> prompt_;
  base::LatestSlot<EverythingOrder> everything_;
  OrderedInbox<OrderedTask> ordered_;
  OrderedInbox<Result> results_;
  // The caller's alone.
  base::CancelToken hover_cancel_;
  // The worker thread's alone.
  std::deque<OrderedTask> tasks_;
  std::unique_ptr<DecodeRequest> waiting_prompt_;
  // Last, so that everything it uses exists when it starts.
  std::thread thread_;
};

Worker::Worker(int threads, std::function<void()> on_result)
    : impl_(std::make_unique<Impl>(threads, std::move(on_result))) {
}
Worker::~Worker() = default;

void Worker::load_weights(std::vector<std::byte> safetensors) {
  impl_->post(LoadWeights{std::move(safetensors)});
}
void Worker::prepare(PrepareRequest request) {
  impl_->cancel_hover();
  impl_->post(std::move(request));
}
void Worker::release(std::int64_t image_id) {
  impl_->cancel_hover();
}
void Worker::decode(DecodeRequest request) {
  impl_->decode(std::move(request));
}
void Worker::cancel_hover() {
  impl_->cancel_hover();
}
void Worker::finalize(FinalizeRequest request) {
  assert(request.logits != nullptr);
  impl_->post(std::move(request));
}
void Worker::work_on_masks(MaskRequest request) {
  assert(!request.masks.empty());
  impl_->post(std::move(request));
}
void Worker::segment(SegmentRequest request) {
  impl_->post(std::move(request));
}
void Worker::find_everything(EverythingRequest request) {
  impl_->everything(std::move(request));
}
void Worker::stop_everything() {
  impl_->everything(std::nullopt);
}
std::vector<Result> Worker::poll() {
  return impl_->poll();
}

}  // namespace maskpoint::worker
