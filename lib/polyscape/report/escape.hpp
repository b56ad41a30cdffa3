#pragma once
/// Words as LaTeX, Markdown and CSV have to spell them.
#include <string>
#include <string_view>

namespace polyscape::report {

/// Text that pdflatex sets as it reads, in any encoding of fonts; control characters and line ends become blanks, and a
/// character that its fonts do not have (letters.hpp) its code: [U+65E5].
std::string latex_escaped(std::string_view text);
/// A polynomial, `1/2*z^10 - z`, in LaTeX's mathematics; other text as latex_escaped() has it.
std::string latex_formula(std::string_view text);
/// A cell of a pipe table.
std::string markdown_escaped(std::string_view text);
/// A field of a CSV file (RFC 4180): in quotes where it needs them.
std::string csv_field(std::string_view text);

}  // namespace polyscape::report
