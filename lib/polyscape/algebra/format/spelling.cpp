#include "polyscape/algebra/format/spelling.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace polyscape::algebra {
namespace {

constexpr std::string_view note_start = "renamed: ";

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::string legal_characters(const std::string& name, const NameRule& rule) {
  std::string result;
  for (const char c : name) {
    const bool legal = std::isalnum(static_cast<unsigned char>(c)) || rule.others.find(c) != std::string_view::npos;
    result += legal ? c : rule.replacement;
  }
  if (result.empty() || !is_letter(result.front())) result.insert(0, "x");
  return result;
}

}  // namespace

std::vector<std::string> legal_names(std::span<const std::string> names, const NameRule& rule) {
  const auto reserved = [&](const std::string& name) { return rule.reserved && rule.reserved(name); };
  std::vector<std::string> result;
  std::set<std::string> taken;
  // Names that can stay keep precedence over those that have to change.
  for (const std::string& name : names)
    if (legal_characters(name, rule) == name && !reserved(name)) taken.insert(name);
  for (const std::string& name : names) {
    if (taken.contains(name)) {
      result.push_back(name);
      continue;
    }
    const std::string stem = legal_characters(name, rule), mark(1, rule.replacement);
    std::vector<std::string> candidates{stem, stem + mark, "x" + mark + stem};
    const auto free = [&](const std::string& c) { return !reserved(c) && !taken.contains(c); };
    for (int k = 1; std::ranges::none_of(candidates, free); ++k) candidates = {"x" + mark + std::to_string(k)};
    result.push_back(*std::ranges::find_if(candidates, free));
    taken.insert(result.back());
  }
  return result;
}

std::function<bool(const std::string&)> any_of_words(std::string_view words) {
  std::set<std::string> set;
  std::istringstream stream{std::string(words)};
  for (std::string word; stream >> word;) set.insert(word);
  return [set = std::move(set)](const std::string& name) { return set.contains(name); };
}

bool is_word(const std::string& name) { return name.size() > 1 && std::ranges::all_of(name, is_letter); }

std::string renaming_note(std::span<const std::string> names, std::span<const std::string> legal) {
  std::string note;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == legal[i]) continue;
    if (names[i].find_first_of(",=\r\n") != std::string::npos) return "";
    note += (note.empty() ? std::string(note_start) : ", ") + legal[i] + " = " + names[i];
  }
  return note;
}

std::vector<std::string> undo_renaming(std::vector<std::string> names, std::string_view text) {
  const auto start = text.find(note_start);
  if (start == std::string_view::npos) return names;
  text = text.substr(start + note_start.size());
  text = text.substr(0, text.find_first_of("\r\n"));
  std::vector<std::string> result = names;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find(", "));
    text.remove_prefix(std::min(pair.size() + 2, text.size()));
    const auto equal = pair.find(" = ");
    if (equal == std::string_view::npos) return names;
    const auto found = std::ranges::find(names, pair.substr(0, equal));
    if (found != names.end()) result[static_cast<std::size_t>(found - names.begin())] = pair.substr(equal + 3);
  }
  const std::set<std::string> distinct(result.begin(), result.end());
  return distinct.size() == result.size() && !distinct.contains("") ? result : names;
}

std::string size_note(const System& system) {
  const auto count = [](std::size_t n, const char* noun) {
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
  };
  return count(system.equations.size(), "equation") + " in " + count(system.names.size(), "variable");
}

namespace {

/// A number as a factor: in parentheses where it is a sum.
std::string spell_number(const GaussianRational& z, const Spelling& spelling) {
  if (z.is_real()) return spelling.number(z.re);
  const Rational size = abs(z.im);
  const std::string imaginary =
      (size.is_one() ? "" : spelling.number(size) + std::string(spelling.times)) + std::string(spelling.imaginary);
  if (z.re.is_zero()) return std::string(z.im.sign() < 0 ? "-" : "") + imaginary;
  const std::string sign(z.im.sign() < 0 ? spelling.minus : spelling.plus);
  return std::string(z.re.sign() < 0 ? "(-" : "(") + spelling.number(abs(z.re)) + sign + imaginary + ")";
}

}  // namespace

std::string spell(const Polynomial& p, std::span<const std::string> names, const Spelling& spelling) {
  std::string text;
  std::size_t line_start = 0;
  for (const Term& term : p.terms()) {
    const auto [negative, size] = signed_size(term.coefficient);
    std::string factors;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (term.exponents[i] == 0) continue;
      if (!factors.empty()) factors += spelling.times;
      factors += names[i];
      if (term.exponents[i] > 1) factors += std::string(spelling.power) + std::to_string(term.exponents[i]);
    }
    if (factors.empty())
      factors = spell_number(size, spelling);
    else if (!size.is_one())
      factors = spell_number(size, spelling) + std::string(spelling.times) + factors;
    if (text.empty()) {
      text = (negative ? "-" : "") + factors;
      continue;
    }
    text += negative ? spelling.minus : spelling.plus;
    if (spelling.width > 0 && text.size() - line_start + factors.size() > spelling.width) {
      while (text.back() == ' ') text.pop_back();
      text += "\n";
      line_start = text.size();
      text += spelling.indent;
    }
    text += factors;
  }
  return text.empty() ? "0" : text;
}

std::string joined(std::span<const std::string> texts, std::string_view separator) {
  std::string result;
  for (std::size_t i = 0; i < texts.size(); ++i) result += (i == 0 ? "" : std::string(separator)) + texts[i];
  return result;
}

}  // namespace polyscape::algebra
