#pragma once
/// Errors that end a job. Numerical outcomes (a failed path, an undecided rank) are values, not errors.
#include <stdexcept>
#include <string>

namespace polyscape {

/// Root of every exception that polyscape throws on purpose.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a user gave cannot be used: specification, data file, option. The program exits with status 2.
/// The message reads "PLACE: expected EXPECTED, found FOUND; REMEDY", with empty parts left out.
class InputError : public Error {
 public:
  explicit InputError(const std::string& message) : Error(message) {}
  /// place: file:line and key, or the option; remedy: what to write instead, a full clause.
  InputError(const std::string& place, const std::string& expected, const std::string& found,
             const std::string& remedy);
};

/// A function was called with arguments that its documentation excludes: a defect in the calling code.
class ArgumentError : public Error {
 public:
  using Error::Error;
};

}  // namespace polyscape
