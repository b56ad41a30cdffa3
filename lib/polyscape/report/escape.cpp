#include "polyscape/report/escape.hpp"

#include <algorithm>

#include "polyscape/report/letters.hpp"

namespace polyscape::report {
namespace {

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Of ASCII.
std::string escaped(char c) {
  switch (c) {
    case '\\':
      return "\\textbackslash{}";
    case '^':
      return "\\textasciicircum{}";
    case '~':
      return "\\textasciitilde{}";
    case '<':
      return "\\textless{}";
    case '>':
      return "\\textgreater{}";
    case '|':
      return "\\textbar{}";
    case '"':
      return "\\char34{}";  // babel gives it other meanings
    case '[':
    case '*':
      return {'{', c, '}'};  // at the beginning of a row they would be the line break's
    case '&':
    case '%':
    case '$':
    case '#':
    case '_':
    case '{':
    case '}':
      return {'\\', c};
    default:
      return {is_control(c) ? ' ' : c};
  }
}

}  // namespace

std::string latex_escaped(std::string_view text) {
  std::string out;
  for (const std::string_view character : characters(text)) {
    const char c = character.front();
    if (character.size() > 1 || static_cast<unsigned char>(c) >= 0x80) {
      const std::string letter = latex_letter(character);
      out += letter.empty() ? "{[}" + code_point(character) + "]" : letter;
    } else {
      out += escaped(c);
    }
  }
  return out;
}

std::string latex_formula(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  if (text.find('z') == std::string_view::npos ||
      text.find_first_not_of("z0123456789^+-*/. ") != std::string_view::npos)
    return latex_escaped(text);
  std::string out = "$";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*')
      out += "\\,";
    else if (text[i] == '^') {
      const std::size_t end = std::min(text.find_first_not_of(digits, i + 1), text.size());
      out += "^{" + std::string(text.substr(i + 1, end - i - 1)) + "}";
      i = end - 1;
    } else
      out += text[i];
  }
  return out + "$";
}

std::string markdown_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '*' || c == '_') out += '\\';
    out += is_control(c) ? ' ' : c;
  }
  return out;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace polyscape::report
