#pragma once
/// Messages between the processes of one job, whatever carries them.
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace polyscape {

/// The way to the other members of a team (base/team.hpp), numbered from 0. All functions are called from one thread,
/// the one that made it.
class Mail {
 public:
  virtual ~Mail() = default;
  /// Number of this process, and how many there are.
  virtual std::size_t self() const = 0;
  virtual std::size_t size() const = 0;

  /// Never waits. Messages from one member to another arrive in their order, none twice, while both live.
  virtual void send(std::size_t to, std::shared_ptr<const std::string> message) = 0;
  struct Letter {
    std::size_t from;
    std::string text;
  };
  /// The next message that is here; nullopt: none now.
  virtual std::optional<Letter> receive() = 0;

  /// Whether the member's process is known to have ended; false: it lives, or nobody can say.
  virtual bool ended(std::size_t member) const = 0;
  /// Nothing more is wanted from the member, which hangs: ends its process, where that is possible.
  virtual void abandon(std::size_t member) = 0;
  /// The member for a message to the user: "rank 3 (node7, process 1234)".
  virtual std::string name(std::size_t member) const = 0;
  /// Nothing is sent or received after this. What the mail was opened with is closed where all members do so, and left
  /// to the operating system where one of them was lost, for which closing would wait.
  enum class Close { together, alone };
  virtual void close(Close how) = 0;
};

}  // namespace polyscape
