#include "polyscape/report/coordinate_texts.hpp"

#include "polyscape/base/letter.hpp"

namespace polyscape::report {

CoordinateTexts::CoordinateTexts(const Pairs& pairs) {
  if (pairs.empty()) return;
  LetterWriter writer('c');
  for (const auto& [re, im] : pairs) writer.text(re).text(im);
  letter_ = writer.letter();  // a copy, which has no room to grow
}

CoordinateTexts::Pairs CoordinateTexts::pairs() const {
  Pairs result;
  if (letter_.empty()) return result;
  for (LetterReader reader(letter_); !reader.at_end();) {
    const std::string_view re = reader.text(), im = reader.text();
    result.push_back({std::string(re), std::string(im)});
  }
  return result;
}

}  // namespace polyscape::report
