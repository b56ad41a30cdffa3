#include <time.h>

#include <algorithm>
#include <future>

#include "polyscape/base/correspondence_kernel.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape {

using std::chrono::milliseconds;

namespace {

// Letters, by their first byte.
constexpr char sign_of_life = 's', ask = 'a', ranges = 'r', values_found = 'v', leaving = 'l', ending = 'e',
               closing = 'c';

constexpr std::size_t full_letter = 32768;  // bytes of values that are sent at once
constexpr milliseconds values_wait(20);     // for others to go along, unless somebody waits for them
constexpr milliseconds sign_every(1000), watch_every(50), goodbye(5000);
constexpr int signs_in_silence = 5, stops_in_silence = 4;
// How long the mail is left alone: twice as long each time that nothing came.
constexpr std::chrono::microseconds shortest_nap(500), longest_nap(4000);

double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

}  // namespace

Correspondence::Correspondence(const std::function<std::unique_ptr<Mail>()>& open, TeamOptions given)
    : options(std::move(given)) {
  std::promise<void> opened;
  correspondent = std::thread([this, &open, &opened] {
    try {
      mail = open();
      self = mail->self(), size = mail->size();
      members.assign(size, {false, false, Clock::now()});
    } catch (...) {
      over = true;
      return opened.set_exception(std::current_exception());
    }
    opened.set_value();
    correspond();
  });
  try {
    opened.get_future().get();
  } catch (...) {
    correspondent.join();
    throw;
  }
  deliverer = std::thread([this] { deliver(); });
}

Correspondence::~Correspondence() {
  self == 0 ? end() : leave("");
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return over; });
    arriving.notify_one();
  }
  correspondent.join();
  deliverer.join();
}

void Correspondence::end() {
  std::unique_lock lock(mutex);
  if (self == 0 && phase == Phase::working) {
    phase = Phase::ending;
    end_begun = Clock::now();
    for (std::size_t m = 1; m < size; ++m) post(m, LetterWriter(ending));
    woken.notify_one();
  }
  changed.wait(lock, [&] { return over; });
}

void Correspondence::leave(const std::string& why) {
  std::unique_lock lock(mutex);
  if (self == 0 || phase != Phase::working) return;
  phase = Phase::leaving;
  post(0, LetterWriter(leaving).text(why));
  woken.notify_one();
  changed.wait(lock, [&] { return over; });
}

// The job's threads

Correspondence::Loop Correspondence::loop_of(const std::string& id, std::size_t count, std::size_t grain) {
  Loop& loop = loops[id];
  if (!loop) {
    loop = std::make_shared<LoopState>();
    loop->id = id;
    loop->grain = grain;
    loop->board.emplace(count, grain);
  }
  return loop;
}

void Correspondence::know(const Loop& loop, std::size_t item, std::size_t from, std::string value) {
  if (item >= loop->board->size() || !loop->board->know(item, from, Clock::now())) return;
  if (self == 0 || from == self) {
    Found& found = values[loop->id];
    found.count = loop->board->size(), found.grain = loop->grain;
    if (value_bytes == 0) last_values = Clock::now();
    const bool told = self != 0 || !loop->for_first;  // else only that it is known
    value_bytes += 1 + (told ? value.size() : 0);
    found.values.push_back({item, from, std::make_shared<const std::string>(told ? value : "")});
    urgent = urgent || loop->mine.empty() || loop->board->complete();
    if (urgent || value_bytes >= full_letter) woken.notify_one();
  }
  if (from == self || (self != 0 && loop->for_first)) return;
  if (loop->arrived) {
    ++loop->underway;
    arrivals.push_back({loop, item, std::move(value)});
    arriving.notify_one();
  } else {
    loop->early.emplace_back(item, std::move(value));
  }
}

void Correspondence::request(LoopState& loop) {
  loop.asked = LoopState::Asked::yes;
  post(0, LetterWriter(ask).text(loop.id).number(loop.board->size()).number(loop.grain));
  woken.notify_one();
}

bool Correspondence::refill(LoopState& loop) {
  std::deque<IndexRange>& mine = loop.mine;
  while (!mine.empty() && (mine.front().begin == mine.front().end || loop.board->known(mine.front().begin))) {
    if (mine.front().begin == mine.front().end)
      mine.pop_front();
    else
      ++mine.front().begin;
  }
  if (self == 0) {
    if (mine.empty())
      if (const auto range = loop.board->hand_out(0, living(), Clock::now(), Clock::now() - options.patience))
        mine.push_back(*range);
  } else if (loop.asked == LoopState::Asked::no) {
    std::size_t left = 0;
    for (const IndexRange& range : mine) left += range.end - range.begin;
    if (left <= loop.low) request(loop);
  }
  return !mine.empty();
}

void Correspondence::require_going() const {
  if (over) throw Cancelled();
}

// The thread that all mail goes through. The mutex is held but while the mail itself is asked.

void Correspondence::post(std::size_t to, std::shared_ptr<const std::string> letter) {
  if (to == self || members[to].lost) return;
  traffic.messages_sent += 1;
  traffic.bytes_sent += letter->size();
  outgoing.emplace_back(to, std::move(letter));
}

std::size_t Correspondence::living() const {
  return static_cast<std::size_t>(std::ranges::count(members, false, &Member::lost));
}

void Correspondence::correspond() {
  std::chrono::microseconds nap = shortest_nap;
  std::unique_lock lock(mutex);
  last_watch = Clock::now();
  for (;;) {
    const bool busy = converse(lock);
    traffic.seconds = processor_seconds() + deliverer_seconds;
    if (phase == Phase::over) break;
    nap = busy ? shortest_nap : std::min(2 * nap, longest_nap);
    woken.wait_for(lock, nap);
  }
}

bool Correspondence::converse(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  std::vector<Mail::Letter> letters;
  while (auto letter = mail->receive()) letters.push_back(std::move(*letter));
  lock.lock();
  for (const Mail::Letter& letter : letters) handle(letter);
  const auto now = Clock::now();
  if (value_bytes >= full_letter || (value_bytes > 0 && (urgent || now - last_values >= values_wait))) send_values();
  if (now - last_watch >= watch_every) watch();
  if (phase == Phase::leaving || phase == Phase::ending) finish();
  auto sending = std::move(outgoing);
  outgoing.clear();
  lock.unlock();
  for (auto& [to, letter] : sending) mail->send(to, std::move(letter));
  if (close_how) {
    mail->close(*close_how);
    if (self != 0 && options.over) options.over();
  }
  lock.lock();
  if (close_how) {
    phase = Phase::over;
    over = true;
    changed.notify_all();
    arriving.notify_one();
  }
  return !letters.empty() || !sending.empty();
}

void Correspondence::handle(const Mail::Letter& letter) {
  Member& member = members[letter.from];
  traffic.messages_received += 1;
  traffic.bytes_received += letter.text.size();
  if (member.lost) return;
  member.heard = Clock::now();
  LetterReader reader(letter.text);
  switch (reader.kind()) {
    case ask:
      return handle_ask(letter.from, reader);
    case ranges:
      return handle_ranges(reader);
    case values_found:
      return handle_values(letter.from, reader);
    case leaving:
      return lose(letter.from, std::string(reader.text()));
    case ending:
      member.heard_end = true;
      if (self != 0) post(0, LetterWriter(ending));
      return;
    case closing:
      close_how = reader.number() == 0 ? Mail::Close::together : Mail::Close::alone;
      return;
    default:
      return;
  }
}

void Correspondence::handle_ask(std::size_t from, LetterReader& letter) {
  const std::string id(letter.text());
  const std::size_t count = letter.number(), grain = letter.number();
  if (!passed.contains(id)) return hand_out(*loop_of(id, count, grain), from);
  post(from, LetterWriter(ranges).text(id));
}

void Correspondence::hand_out(LoopState& loop, std::size_t member) {
  const auto now = Clock::now();
  const auto range = loop.board->hand_out(member, living(), now, now - options.patience);
  LetterWriter letter(ranges);
  letter.text(loop.id);
  if (range) letter.number(range->begin).number(range->end);
  if (range) loop.hungry.erase(member);
  if (range || loop.hungry.insert(member).second) post(member, letter);
}

void Correspondence::handle_ranges(LetterReader& letter) {
  const auto at = loops.find(std::string(letter.text()));
  if (at == loops.end()) return;
  LoopState& loop = *at->second;
  using Asked = LoopState::Asked;
  loop.asked = letter.at_end() ? Asked::in_vain : Asked::no;
  while (!letter.at_end()) {
    const std::size_t begin = letter.number(), end = letter.number();
    if (begin < end && end <= loop.board->size()) loop.mine.push_back({begin, end});
    loop.low = (end - begin) / 2;
  }
  changed.notify_all();
}

void Correspondence::handle_values(std::size_t from, LetterReader& letter) {
  const std::string id(letter.text());
  const std::size_t count = letter.number(), grain = letter.number();
  if (passed.contains(id)) return;
  const Loop loop = loop_of(id, count, grain);
  while (!letter.at_end()) {
    const std::size_t item = letter.number();
    know(loop, item, from, std::string(letter.text()));
  }
  changed.notify_all();
}

void Correspondence::send_values() {
  for (const auto& [id, found] : values) {
    const auto letter_without = [&](std::size_t member) {
      LetterWriter letter(values_found);
      letter.text(id).number(found.count).number(found.grain);
      bool any = false;
      for (const Value& value : found.values)
        if (value.from != member) letter.number(value.item).text(*value.text), any = true;
      return any ? std::make_shared<const std::string>(letter.letter()) : nullptr;
    };
    if (self != 0) {
      post(0, letter_without(0));
      continue;
    }
    // One letter serves all that have found none of them.
    std::set<std::size_t> finders;
    for (const Value& value : found.values) finders.insert(value.from);
    const auto whole = letter_without(size);
    for (std::size_t m = 1; m < size; ++m)
      if (const auto letter = finders.contains(m) ? letter_without(m) : whole) post(m, letter);
  }
  values.clear();
  value_bytes = 0;
  urgent = false;
}

/// Signs of life, given and missed.
void Correspondence::watch() {
  const auto now = Clock::now();
  // Who was stopped itself has heard nobody meanwhile.
  if (now - last_watch > options.silence / stops_in_silence)
    for (Member& member : members) member.heard = now;
  last_watch = now;
  if (now - last_sign >= std::min(sign_every, options.silence / signs_in_silence)) {
    last_sign = now;
    for (std::size_t m = self == 0 ? 1 : 0; m < (self == 0 ? size : 1); ++m) post(m, LetterWriter(sign_of_life));
  }
  if (self != 0) {
    if (mail->ended(0) || now - members[0].heard > options.silence) close_how = Mail::Close::alone;
    return;
  }
  for (std::size_t m = 1; m < size; ++m) {
    if (members[m].lost) continue;
    if (mail->ended(m))
      lose(m, "has ended");
    else if (now - members[m].heard > options.silence)
      mail->abandon(m), lose(m, "says nothing");
  }
  for (auto& [id, loop] : loops)
    for (const std::size_t m : std::vector(loop->hungry.begin(), loop->hungry.end())) hand_out(*loop, m);
}

void Correspondence::lose(std::size_t member, const std::string& why) {
  members[member].lost = true;
  for (auto& [id, loop] : loops) {
    loop->board->lose(member);
    loop->hungry.erase(member);
  }
  changed.notify_all();
  if (options.told && phase == Phase::working)
    options.told(mail->name(member) + (why.empty() ? " leaves" : " " + why) + "; what it held is handed out again");
}

/// Goes on with leaving, or with ending the team.
void Correspondence::finish() {
  if (self != 0) {
    close_how = Mail::Close::alone;
    return;
  }
  const bool late = Clock::now() - end_begun > goodbye;
  for (std::size_t m = 1; m < size; ++m)
    if (!members[m].lost && !members[m].heard_end && !late) return;
  const bool whole = living() == size && !late;
  close_how = whole ? Mail::Close::together : Mail::Close::alone;
  for (std::size_t m = 1; m < size; ++m) post(m, LetterWriter(closing).number(whole ? 0 : 1));
}

// The thread by which values arrive.

void Correspondence::deliver() {
  std::unique_lock lock(mutex);
  for (;;) {
    arriving.wait(lock, [&] { return over || !arrivals.empty(); });
    if (arrivals.empty()) return;
    Arrival arrival = std::move(arrivals.front());
    arrivals.pop_front();
    if (!arrival.loop->arrived) continue;
    delivering = arrival.loop.get();
    lock.unlock();
    std::exception_ptr failure;
    try {
      arrival.loop->arrived(arrival.item, arrival.value);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    delivering = nullptr;
    deliverer_seconds = processor_seconds();
    if (failure) arrival.loop->failure = failure;
    --arrival.loop->underway;
    changed.notify_all();
  }
}

}  // namespace polyscape
