// Values handed from any thread to one taker, in order, without a lock.
//
// push() never waits; take_all() gives everything pushed so far, oldest first. It is a stack whose
// head is exchanged for nothing when it is taken, then turned round: with nobody popping single
// elements there is no ABA problem.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

namespace maskpoint::worker {

template <class T>
class OrderedInbox {
 public:
  OrderedInbox() = default;
  OrderedInbox(const OrderedInbox&) = delete;
  OrderedInbox& operator=(const OrderedInbox&) = delete;
  ~OrderedInbox() { take_all(); }

  void push(T value) {
    auto* node = new Node{std::move(value), head_.load(std::memory_order_relaxed)};
    while (!head_.compare_exchange_weak(node->next, node, std::memory_order_release,
                                        std::memory_order_relaxed)) {
    }
  }

  std::vector<T> take_all() {
    std::vector<T> values;
    Node* node = head_.exchange(nullptr, std::memory_order_acquire);
    while (node != nullptr) {
      const std::unique_ptr<Node> taken(node);
      values.push_back(std::move(node->value));
      node = node->next;
    }
    std::reverse(values.begin(), values.end());
    return values;
  }

 private:
  struct Node {
    T value;
    Node* next;
  };
  std::atomic<Node*> head_{nullptr};
};

}  // namespace maskpoint::worker
