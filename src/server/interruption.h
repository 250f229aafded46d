// Ctrl-C as a wish to stop soon, with what is done kept whole; a second one ends the program at
// once. One at a time, made on the main thread.
#pragma once

namespace maskpoint::server {

class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  // Whether it was pressed while one of these has been there; from any thread.
  static bool asked();

 private:
  void (*before_)(int);
};

}  // namespace maskpoint::server
