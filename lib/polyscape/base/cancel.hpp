#pragma once
/// Cancellation by the user (Ctrl-C): long loops ask, finish what they have, and label it as incomplete.

namespace polyscape {

/// True once request_cancellation() was called or, after install_interrupt_handler(), SIGINT or SIGTERM arrived.
/// Whoever asks leaves out work when told so: a loop asks while something is left to do.
bool cancellation_requested();
/// Whether anybody was told so: whether something was left out. A job that had finished before the request was not
/// cancelled.
bool cancellation_heeded();
/// Asks every running job to stop at its next safe point. Safe in a signal handler.
void request_cancellation() noexcept;
/// Forgets an earlier request.
void reset_cancellation();

/// The first SIGINT or SIGTERM requests cancellation and writes `message` to stderr, as it stands (nullptr: nothing;
/// nor where stderr is closed or full). The second ends the process the default way: at once, or at the end of an
/// Unbroken; the third at once, whatever is going on. The message has to outlive the process's signals.
void install_interrupt_handler(const char* message = nullptr);

/// While one of these is there, a second signal waits: for what would be worthless when half done.
class Unbroken {
 public:
  Unbroken();
  ~Unbroken();
  Unbroken(const Unbroken&) = delete;
  Unbroken& operator=(const Unbroken&) = delete;
};

}  // namespace polyscape
