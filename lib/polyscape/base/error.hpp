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

/// What a user gave leads to a value beyond a limit that is stated where it is kept: a degree, a number of terms, of
/// digits, of steps. Thrown before anything of that size is computed, by code that knows no place; readers throw it
/// again with one.
class LimitError : public InputError {
 public:
  LimitError(const std::string& expected, const std::string& found, const std::string& remedy);
  /// The same complaint about what stands at `place`.
  InputError at(const std::string& place) const;

 private:
  std::string expected_, found_, remedy_;
};

/// A function was called with arguments that its documentation excludes: a defect in the calling code.
class ArgumentError : public Error {
 public:
  using Error::Error;
};

}  // namespace polyscape
