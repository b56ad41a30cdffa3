#include "polyscape/report/escape.hpp"

#include <algorithm>

namespace polyscape::report {
namespace {

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::string latex_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '<':
        out += "\\textless{}";
        break;
      case '>':
        out += "\\textgreater{}";
        break;
      case '|':
        out += "\\textbar{}";
        break;
      case '"':
        out += "\\char34{}";  // babel gives it other meanings
        break;
      case '[':
      case '*':
        out += '{', out += c, out += '}';  // at the beginning of a row they would be the line break's
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        out += '\\', out += c;
        break;
      default:
        out += is_control(c) ? ' ' : c;
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
