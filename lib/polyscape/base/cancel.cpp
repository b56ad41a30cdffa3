#include "polyscape/base/cancel.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>

#include "polyscape/base/cancel_reason.hpp"
#include "polyscape/base/journal.hpp"
#include "polyscape/base/team_scope.hpp"

namespace polyscape {

struct CancelToken::State : std::enable_shared_from_this<State> {
  std::atomic<bool> requested = false, heeded = false;
  std::atomic<Journal*> journal = nullptr;
  std::atomic<Team*> team = nullptr;
  std::mutex mutex;
  std::string reason;
};

namespace {

CancelToken::State process;  // of what no job scope is around, and of all jobs when a signal arrives
thread_local CancelToken::State* job = &process;
thread_local int alone = 0;
std::atomic<int> signals = 0, unbroken = 0, waiting = 0;
std::atomic<const char*> said = nullptr;
// Usable in a signal handler.
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free &&
              std::atomic<const char*>::is_always_lock_free);

void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t own;
  sigemptyset(&own);
  sigaddset(&own, signal);
  pthread_sigmask(SIG_UNBLOCK, &own, nullptr);  // blocked while its handler runs
  std::raise(signal);
}

void on_signal(int signal) {
  const int number = ++signals;
  process.requested = true;
  if (number == 1) {
    const int before = errno;
    const char* const message = said;
    pollfd to{STDERR_FILENO, POLLOUT, 0};
    // A pipe that nobody reads must not hold up the program.
    if (message != nullptr && poll(&to, 1, 0) == 1 && (to.revents & POLLOUT) != 0) {
      [[maybe_unused]] const auto written = write(STDERR_FILENO, message, std::strlen(message));
    }
    errno = before;
    return;
  }
  if (number == 2 && unbroken > 0)
    waiting = signal;
  else
    end_by(signal);
}

}  // namespace

CancelToken::CancelToken() : state_(std::make_shared<State>()) {}
void CancelToken::request() const { state_->requested = true; }
bool CancelToken::requested() const { return state_->requested || process.requested; }
bool CancelToken::heeded() const { return state_->heeded; }

JobScope::JobScope(CancelToken token) : token_(std::move(token)), before_(job) { job = token_.state_.get(); }
JobScope::~JobScope() { job = before_; }

CancelToken current_job() {
  return CancelToken(job == &process ? std::shared_ptr<CancelToken::State>(&process, [](auto*) {})
                                     : job->shared_from_this());
}

bool cancellation_requested() {
  if (!job->requested && !process.requested) return false;
  job->heeded = true;
  return true;
}
bool cancellation_heeded() { return job->heeded; }

void cancel_job(const std::string& reason) {
  const std::lock_guard lock(job->mutex);
  if (job->reason.empty()) job->reason = reason;
  job->requested = true;
}
std::string cancellation_reason() {
  const std::lock_guard lock(job->mutex);
  return job->reason;
}

JournalScope::JournalScope(Journal& journal) : before_(job->journal.exchange(&journal)) {}
JournalScope::~JournalScope() { job->journal = before_; }
Journal* current_journal() { return job->journal; }

TeamScope::TeamScope(Team& team) : before_(job->team.exchange(&team)) {}
TeamScope::~TeamScope() { job->team = before_; }
Team* current_team() { return alone > 0 ? nullptr : job->team.load(); }
Alone::Alone() { ++alone; }
Alone::~Alone() { --alone; }

void install_interrupt_handler(const char* message) {
  // A file opened later may get the number of a stderr that is closed.
  said = fcntl(STDERR_FILENO, F_GETFD) < 0 ? nullptr : message;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

Unbroken::Unbroken() { ++unbroken; }
Unbroken::~Unbroken() {
  if (--unbroken == 0)
    if (const int signal = waiting.exchange(0)) end_by(signal);
}

}  // namespace polyscape
