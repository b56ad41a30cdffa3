#pragma once
/// What a member of a team (base/team.hpp) knows of its loops, and the threads by which members tell each other. For
/// the sources of team.hpp and shared_loop.hpp.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "polyscape/base/board.hpp"
#include "polyscape/base/letter.hpp"
#include "polyscape/base/mail.hpp"
#include "polyscape/base/team_options.hpp"

namespace polyscape {

/// A loop as one member knows it, from the first that it hears of it until it has passed it.
struct LoopState {
  std::string id;
  std::size_t grain = 1;
  std::optional<Board> board;  ///< the first member hands out from it; others know by it what is known
  std::vector<std::pair<std::size_t, std::string>> early;  ///< values from before this member came to the loop
  std::deque<IndexRange> mine;                             ///< to be claimed here
  std::size_t low = 0;                                     ///< another member asks for more when so many are left
  enum class Asked { no, yes, in_vain } asked = Asked::no;
  std::set<std::size_t> hungry;                                  ///< members that asked the first one in vain
  std::function<void(std::size_t, const std::string&)> arrived;  ///< nullptr: this member is not there yet
  std::size_t underway = 0;                                      ///< values that have not arrived yet
  bool for_first = false;                                        ///< others need not have the values
  std::exception_ptr failure;                                    ///< of arrived()
};

class Correspondence {
 public:
  using Clock = std::chrono::steady_clock;
  using Loop = std::shared_ptr<LoopState>;

  Correspondence(const std::function<std::unique_ptr<Mail>()>& open, TeamOptions given);
  ~Correspondence();
  Correspondence(const Correspondence&) = delete;
  Correspondence& operator=(const Correspondence&) = delete;
  void end();                          ///< as of a Team
  void leave(const std::string& why);  ///< as of a Team

  // Of the job's threads; the mutex is held.
  Loop loop_of(const std::string& id, std::size_t count, std::size_t grain);
  void know(const Loop& loop, std::size_t item, std::size_t from, std::string value);
  void request(LoopState& loop);
  bool refill(LoopState& loop);
  void require_going() const;

  TeamOptions options;
  std::size_t self = 0, size = 1;
  std::mutex mutex;
  std::condition_variable changed;  ///< for the job's threads
  std::map<std::string, Loop> loops;
  std::map<std::string, std::uint64_t> visits;  ///< of loops, by their identity
  std::set<std::string> passed;                 ///< loops that this member has left behind
  bool over = false;                            ///< for this member

 private:
  // Of the thread that all mail goes through.
  struct Value {
    std::size_t item, from;
    std::shared_ptr<const std::string> text;
  };
  struct Found {
    std::size_t count, grain;  ///< of the loop
    std::vector<Value> values;
  };
  struct Member {
    bool lost, heard_end;
    Clock::time_point heard;
  };
  void correspond();
  bool converse(std::unique_lock<std::mutex>& lock);  ///< all that there is to do now; whether there was anything
  void handle(const Mail::Letter& letter);
  void handle_ask(std::size_t from, LetterReader& letter);
  void handle_ranges(LetterReader& letter);
  void handle_values(std::size_t from, LetterReader& letter);
  void hand_out(LoopState& loop, std::size_t member);
  void send_values();
  void watch();
  void lose(std::size_t member, const std::string& why);
  void finish();
  void post(std::size_t to, std::shared_ptr<const std::string> letter);
  void post(std::size_t to, const LetterWriter& letter) {
    post(to, std::make_shared<const std::string>(letter.letter()));
  }
  std::size_t living() const;

  std::unique_ptr<Mail> mail;
  std::vector<Member> members;
  std::map<std::string, Found> values;  ///< that are to be sent, by loop
  std::vector<std::pair<std::size_t, std::shared_ptr<const std::string>>> outgoing;
  std::size_t value_bytes = 0;
  bool urgent = false;  ///< somebody waits for values
  Clock::time_point last_values, last_sign, last_watch;
  enum class Phase { working, leaving, ending, over } phase = Phase::working;
  Clock::time_point end_begun;
  std::optional<Mail::Close> close_how;  ///< at once
  std::condition_variable woken;

 public:
  // Of the thread by which values arrive.
  struct Arrival {
    Loop loop;
    std::size_t item;
    std::string value;
  };
  std::deque<Arrival> arrivals;
  std::condition_variable arriving;
  LoopState* delivering = nullptr;
  double deliverer_seconds = 0;
  Traffic traffic;

 private:
  void deliver();

  std::thread correspondent, deliverer;
};

}  // namespace polyscape
