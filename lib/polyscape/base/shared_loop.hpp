#pragma once
/// A loop whose items the members of a team compute together (base/team.hpp).
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "polyscape/base/parallel.hpp"
#include "polyscape/base/team.hpp"

namespace polyscape {

struct LoopState;

/// A loop that all members of a team come to. Where the job is cancelled at the first member, its own part of the loop
/// is all that has no value yet, and it does not wait for others.
class SharedLoop {
 public:
  /// A value that another member has computed, or knew: called from a thread of the team, one at a time.
  using Arrived = std::function<void(std::size_t item, const std::string& value)>;

  /// Who gets the values of others.
  enum class Audience { all, first };

  /// identity: a digest of all that the values depend on, so that members in the same loop mean the same; a job may
  /// come to the same loop again. grain: the fewest items that are worth a message of their own.
  SharedLoop(Team& team, const std::string& identity, std::size_t count, std::size_t grain, Arrived arrived,
             Audience audience = Audience::all);
  /// Takes no more values.
  ~SharedLoop();
  SharedLoop(const SharedLoop&) = delete;
  SharedLoop& operator=(const SharedLoop&) = delete;

  /// An item to compute here; nullopt: none now. From any thread.
  std::optional<std::size_t> claim();
  /// Its value, or one that is known from elsewhere, for all members. Whether it counts: another's may have come
  /// first, and has arrived or will. From any thread.
  bool done(std::size_t item, std::string value);
  /// The item has no value, as the job was cancelled meanwhile; none arrives from now on. Whether none has. From any
  /// thread.
  bool give_up(std::size_t item);
  /// Waits until there are items to claim (true), or all values are known and all of others' have arrived (false).
  /// Throws Cancelled where the team is over, and what Arrived throws.
  bool more();
  /// The same without items to claim.
  void wait();

 private:
  Team& team_;
  std::shared_ptr<LoopState> state_;
};

/// The first member's value of something that others cannot know, such as the contents of a file that it alone has
/// open: make() is called by the first member alone, and what it throws is thrown to that one's caller. Others wait for
/// the value; throws Cancelled where the team is over. Members ask for the same things in the same order.
std::string common(Team& team, const std::string& what, const std::function<std::string()>& make);

/// What there is to be said of a loop that is shared where there is a team.
struct Shared {
  std::size_t count;
  std::size_t grain;    ///< as of a SharedLoop
  std::size_t threads;  ///< 0: as many as there are cores
  SharedLoop::Audience audience = SharedLoop::Audience::all;
};

namespace detail {
void share(Team& team, const Shared& loop, const std::string& identity,
           const std::function<void(SharedLoop&, std::size_t)>& body, const SharedLoop::Arrived& arrived);
}

/// take(i, compute(i)) for every i below loop.count, on several threads (base/parallel.hpp). With a team, which may
/// be nullptr: compute(i) is called by one member, Alone, and
///   identity() is that of a SharedLoop,
///   bytes(value) are the value's for other members, nullopt where it was cut short by cancellation,
///   value(bytes) is the value again.
/// Where the audience is the first member, others take those values alone that they have computed.
/// take() may be called by a thread of the team.
template <class Identity, class Compute, class Bytes, class Value, class Take>
void shared_for(Team* team, const Shared& loop, const Identity& identity, const Compute& compute, const Bytes& bytes,
                const Value& value, const Take& take) {
  if (team == nullptr) return parallel_for(loop.count, loop.threads, [&](std::size_t i) { take(i, compute(i)); });
  detail::share(
      *team, loop, identity(),
      [&](SharedLoop& shared, std::size_t i) {
        auto computed = compute(i);
        std::optional<std::string> text = bytes(computed);
        if (text ? shared.done(i, std::move(*text)) : shared.give_up(i)) take(i, std::move(computed));
      },
      [&](std::size_t i, const std::string& text) { take(i, value(text)); });
}

}  // namespace polyscape
