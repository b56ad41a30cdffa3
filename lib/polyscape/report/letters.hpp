#pragma once
/// Characters beyond ASCII in LaTeX.
#include <string>
#include <string_view>
#include <vector>

namespace polyscape::report {

/// The characters of a text in UTF-8, in their order; a byte that is none of UTF-8 stands alone.
std::vector<std::string_view> characters(std::string_view text);

/// "U+00E9" of a character of UTF-8, "0xE9" of a byte that is none.
std::string code_point(std::string_view character);

/// What pdflatex sets as this character, in OT1 and in T1: letters with accents, Greek, signs of mathematics,
/// quotation marks and dashes. Empty where it has none.
std::string latex_letter(std::string_view character);

/// The characters of a text that latex_letter() lacks, each once.
std::vector<std::string> without_letters(std::string_view text);

}  // namespace polyscape::report
