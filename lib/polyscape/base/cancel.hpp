#pragma once
/// Cancellation of jobs: long loops ask, finish what they have, and label it as incomplete.
#include <memory>

namespace polyscape {

/// What a job can be stopped by. Copies are of the same job.
class CancelToken {
 public:
  CancelToken();
  /// Asks the job to stop at its next safe point.
  void request() const;
  /// Whether it was asked.
  bool requested() const;
  /// Whether anything in it took notice: whether something was left out. A job that had finished before was not
  /// cancelled.
  bool heeded() const;

  struct State;

 private:
  friend class JobScope;
  friend CancelToken current_job();
  explicit CancelToken(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

/// While it is there, this thread works for the token's job, and so do the threads that parallel_for() and aside()
/// start meanwhile. Scopes end in the opposite order of their beginning.
class JobScope {
 public:
  explicit JobScope(CancelToken token);
  ~JobScope();
  JobScope(const JobScope&) = delete;
  JobScope& operator=(const JobScope&) = delete;

 private:
  CancelToken token_;
  CancelToken::State* before_;
};

/// The job that this thread works for; outside of all scopes the process's own.
CancelToken current_job();

/// True once the job that this thread works for was asked to stop or, after install_interrupt_handler(), SIGINT or
/// SIGTERM arrived. Whoever asks leaves out work when told so: a loop asks while something is left to do.
bool cancellation_requested();
/// Whether anybody in this job was told so.
bool cancellation_heeded();

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
