/// Mail by MPI: a module of its own, so that the program needs no MPI where it is not started by one.
///
/// Written for Open MPI 4.1, which knows nothing of lost processes: only calls that never wait, and none that all ranks
/// have to make but for the beginning, and the end where nobody was lost.
#include <mpi.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <list>
#include <thread>
#include <vector>

#include "mail_module.hpp"
#include "polyscape/base/error.hpp"

namespace {

using polyscape::Mail;

constexpr std::chrono::seconds greeting(10);  // for all ranks to say where they are
constexpr std::chrono::seconds farewell(2);   // for messages that are under way

/// Where a rank runs.
struct Place {
  char host[64] = "";
  pid_t process = 0;
};

class MpiMail : public Mail {
 public:
  MpiMail() {
    // Large messages between processes of one machine are copied out of the sender's memory, which may be gone.
    setenv("OMPI_MCA_btl_vader_single_copy_mechanism", "none", 0);
    int level = 0, rank = 0, ranks = 1;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &level);
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    self_ = static_cast<std::size_t>(rank);
    places_.resize(static_cast<std::size_t>(ranks));
    Place here;
    gethostname(here.host, sizeof here.host - 1);
    here.process = getpid();
    tell_places(here);
    arriving_.resize(places_.size());
    handles_.assign(places_.size(), -1);
    for (std::size_t m = 0; m < places_.size(); ++m)
      if (m != self_ && std::strcmp(places_[m].host, here.host) == 0)
        handles_[m] = static_cast<int>(syscall(SYS_pidfd_open, places_[m].process, 0));
  }

  std::size_t self() const override { return self_; }
  std::size_t size() const override { return places_.size(); }

  void send(std::size_t to, std::shared_ptr<const std::string> message) override {
    drop_sent();
    leaving_.push_back({std::move(message), MPI_REQUEST_NULL});
    const std::string& text = *leaving_.back().text;
    MPI_Isend(text.data(), static_cast<int>(text.size()), MPI_BYTE, static_cast<int>(to), 0, MPI_COMM_WORLD,
              &leaving_.back().request);
  }

  std::optional<Letter> receive() override {
    drop_sent();
    begin_to_receive();
    for (std::size_t from = 0; from < arriving_.size(); ++from) {
      auto& letters = arriving_[from];
      if (letters.empty() || !complete(letters.front().request)) continue;
      Letter letter{from, std::move(letters.front().text)};
      letters.pop_front();
      return letter;
    }
    return std::nullopt;
  }

  bool ended(std::size_t member) const override {
    pollfd handle{handles_[member], POLLIN, 0};
    return handle.fd >= 0 && poll(&handle, 1, 0) == 1 && (handle.revents & POLLIN) != 0;
  }
  void abandon(std::size_t member) override {
    if (handles_[member] >= 0) syscall(SYS_pidfd_send_signal, handles_[member], SIGKILL, nullptr, 0);
  }
  std::string name(std::size_t member) const override {
    return "rank " + std::to_string(member) + " (" + places_[member].host + ", process " +
           std::to_string(places_[member].process) + ")";
  }

  void close(Close how) override {
    const auto last = std::chrono::steady_clock::now() + farewell;
    while (!leaving_.empty() && std::chrono::steady_clock::now() < last) {
      drop_sent();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (how == Close::together) MPI_Finalize();
  }

 private:
  struct Leaving {
    std::shared_ptr<const std::string> text;
    MPI_Request request;
  };
  struct Arriving {
    std::string text;
    MPI_Request request;
  };

  /// Where all are; where one of them is lost by now, nobody knows of others.
  void tell_places(const Place& here) {
    told_ = here;
    gathered_.resize(places_.size());
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Iallgather(&told_, sizeof told_, MPI_BYTE, gathered_.data(), sizeof told_, MPI_BYTE, MPI_COMM_WORLD, &request);
    const auto last = std::chrono::steady_clock::now() + greeting;
    bool done = false;
    while (!(done = complete(request)) && std::chrono::steady_clock::now() < last)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (done) places_ = gathered_;
  }

  static bool complete(MPI_Request& request) {
    int done = 0;
    return MPI_Test(&request, &done, MPI_STATUS_IGNORE) == MPI_SUCCESS && done != 0;
  }
  void drop_sent() {
    std::erase_if(leaving_, [](Leaving& l) { return complete(l.request); });
  }
  void begin_to_receive() {
    for (;;) {
      int found = 0;
      MPI_Message message = MPI_MESSAGE_NULL;
      MPI_Status status;
      if (MPI_Improbe(MPI_ANY_SOURCE, 0, MPI_COMM_WORLD, &found, &message, &status) != MPI_SUCCESS || found == 0)
        return;
      int size = 0;
      MPI_Get_count(&status, MPI_BYTE, &size);
      auto& letters = arriving_[static_cast<std::size_t>(status.MPI_SOURCE)];
      letters.push_back({std::string(static_cast<std::size_t>(size), '\0'), MPI_REQUEST_NULL});
      MPI_Imrecv(letters.back().text.data(), size, MPI_BYTE, &message, &letters.back().request);
    }
  }

  std::size_t self_ = 0;
  std::vector<Place> places_;
  Place told_;                   ///< may be read for as long as the ranks have not all met
  std::vector<Place> gathered_;  ///< may be written as long
  std::vector<int> handles_;     ///< of the processes on this machine; -1: none
  std::list<Leaving> leaving_;
  std::vector<std::deque<Arriving>> arriving_;  ///< from each member
};

}  // namespace

extern "C" polyscape::Mail* polyscape_open_mail() { return new MpiMail; }
