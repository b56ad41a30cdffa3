#include "polyscape/study/rows_identity.hpp"

#include "polyscape/base/digest.hpp"
#include "polyscape/base/letter.hpp"

namespace polyscape::study {

std::string rows_identity(const std::string& kind, const std::string& input, const Options& options) {
  LetterWriter letter('r');
  letter.text(kind).text(input);
  for (const auto& [option, value] : option_values(options)) letter.text(option).text(value);
  return digest_bytes(letter.letter());
}

}  // namespace polyscape::study
