#include "polyscape/base/shared_loop.hpp"

#include <algorithm>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/correspondence_kernel.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape {
namespace {

constexpr std::chrono::milliseconds look_again(50);

}  // namespace

SharedLoop::SharedLoop(Team& team, const std::string& identity, std::size_t count, std::size_t grain, Arrived arrived,
                       Audience audience)
    : team_(team) {
  Correspondence& t = team.correspondence();
  const std::lock_guard lock(t.mutex);
  LetterWriter id(' ');
  id.text(identity).number(t.visits[identity]++);
  state_ = t.loop_of(id.letter(), count, grain);
  state_->arrived = std::move(arrived);
  state_->for_first = audience == Audience::first;
  auto early = std::move(state_->early);
  if (state_->for_first && t.self != 0) early.clear();
  for (auto& [item, value] : early) {
    ++state_->underway;
    t.arrivals.push_back({state_, item, std::move(value)});
  }
  t.arriving.notify_one();
}

SharedLoop::~SharedLoop() {
  Correspondence& t = team_.correspondence();
  std::unique_lock lock(t.mutex);
  t.changed.wait(lock, [&] { return t.delivering != state_.get(); });
  state_->arrived = nullptr;
  t.loops.erase(state_->id);
  t.passed.insert(state_->id);
  std::erase_if(t.arrivals, [&](const Correspondence::Arrival& a) { return a.loop == state_; });
}

std::optional<std::size_t> SharedLoop::claim() {
  Correspondence& t = team_.correspondence();
  std::unique_lock lock(t.mutex);
  t.require_going();
  const bool cancelled = t.self == 0 && cancellation_requested();
  if (!t.refill(*state_) && cancelled) return state_->board->seize(0);
  if (!t.refill(*state_) && state_->asked == LoopState::Asked::yes) {
    t.changed.wait_for(lock, look_again, [&] { return t.over || state_->asked != LoopState::Asked::yes; });
    t.require_going();
    t.refill(*state_);
  }
  if (state_->mine.empty()) return std::nullopt;
  const std::size_t item = state_->mine.front().begin++;
  return item;
}

bool SharedLoop::done(std::size_t item, std::string value) {
  Correspondence& t = team_.correspondence();
  const std::lock_guard lock(t.mutex);
  if (state_->board->known(item)) return false;
  t.know(state_, item, t.self, std::move(value));
  return true;
}

bool SharedLoop::give_up(std::size_t item) {
  Correspondence& t = team_.correspondence();
  const std::lock_guard lock(t.mutex);
  return state_->board->know(item, t.self, Correspondence::Clock::now());
}

bool SharedLoop::more() {
  Correspondence& t = team_.correspondence();
  std::unique_lock lock(t.mutex);
  for (;;) {
    t.require_going();
    if (state_->failure) std::rethrow_exception(state_->failure);
    if (state_->board->complete() ? state_->underway == 0 : false) return false;
    if (!state_->board->complete() && t.self == 0 && cancellation_requested()) return true;
    if (t.refill(*state_)) return true;
    t.changed.wait_for(lock, look_again);
  }
}

void SharedLoop::wait() {
  Correspondence& t = team_.correspondence();
  std::unique_lock lock(t.mutex);
  while (!state_->board->complete() || state_->underway > 0) {
    t.require_going();
    if (state_->failure) std::rethrow_exception(state_->failure);
    t.changed.wait_for(lock, look_again);
  }
}

std::string common(Team& team, const std::string& what, const std::function<std::string()>& make) {
  std::string value;
  SharedLoop loop(team, "common " + what, 1, 1, [&](std::size_t, const std::string& told) { value = told; });
  if (team.first()) {
    value = make();
    loop.done(0, value);
  } else {
    loop.wait();
  }
  return value;
}

namespace detail {

void share(Team& team, const Shared& loop, const std::string& identity,
           const std::function<void(SharedLoop&, std::size_t)>& body, const SharedLoop::Arrived& arrived) {
  SharedLoop shared(team, identity, loop.count, loop.grain, arrived, loop.audience);
  const std::size_t threads = loop.threads == 0 ? hardware_threads() : loop.threads;
  while (shared.more())
    parallel_for(threads, threads, [&](std::size_t) {
      const Alone alone_here;
      while (const auto item = shared.claim()) body(shared, *item);
    });
}

}  // namespace detail
}  // namespace polyscape
