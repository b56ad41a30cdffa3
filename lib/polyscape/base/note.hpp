#pragma once
/// What a reader of a result has to know beside it: a sentence, and how much it matters.
#include <string>

#include "polyscape/base/names.hpp"

namespace polyscape {

enum class Severity {
  remark,         ///< good to know
  question,       ///< something does not fit, or may be missing
  cancelled,      ///< the job was ended before all was done
  incomplete,     ///< something failed
  contradiction,  ///< two statements exclude each other: one is false
};
/// As it stands before the sentence; a remark has no word.
constexpr auto names_of(Severity) {
  return std::to_array<std::string_view>({"", "QUESTION", "CANCELLED", "INCOMPLETE", "CONTRADICTION"});
}

struct Note {
  std::string text;
  Severity severity = Severity::remark;

  Note() = default;
  Note(std::string sentence) : text(std::move(sentence)) {}
  Note(const char* sentence) : text(sentence) {}
  Note(Severity s, std::string sentence) : text(std::move(sentence)), severity(s) {}
};

/// "QUESTION: is it?", as notes are printed and written.
inline std::string labelled(const Note& note) {
  return note.severity == Severity::remark ? note.text : std::string(name(note.severity)) + ": " + note.text;
}
/// Reads what labelled() wrote.
inline Note note_labelled(const std::string& text) {
  const std::size_t colon = text.find(": ");
  const auto severity = named<Severity>(std::string_view(text).substr(0, colon));
  if (colon == std::string::npos || colon == 0 || !severity) return text;
  return {*severity, text.substr(colon + 2)};
}

}  // namespace polyscape
