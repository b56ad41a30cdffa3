/// The generic member of a network: the digest that belongs to the file is put in, as nothing else gets past it.
#include <nlohmann/json.hpp>

#include "attack.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/nesting.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/generic_file.hpp"

namespace polyscape::fuzz {
namespace {

using nlohmann::ordered_json;

std::string with_digest(const std::string& text) {
  if (nested_deeper(text, deepest_json)) return text;
  ordered_json file = ordered_json::parse(text, nullptr, false);
  if (!file.is_object()) return text;
  file.erase("digest");
  file["digest"] = digest(file.dump());
  return file.dump();
}

}  // namespace

void attack(const std::string& text) {
  static const model::Model model =
      model::build_model(spec::read_specification(POLYSCAPE_DATA "/truth/networks/sq_1_1_1_N2.toml"));
  static const std::string path = (scratch() / "member.json").string();
  put(path, with_digest(text));
  const auto member = study::read_generic_member(path, model, 1);
  require(member.has_value(), "a file that is there is a member, or refused");
  study::write_generic_member(path, *member);
  const auto again = study::read_generic_member(path, model, 1);
  require(again && again->gradient.real == member->gradient.real &&
              again->gradient.imaginary == member->gradient.imaginary &&
              again->solutions.size() == member->solutions.size(),
          "what is written is read back equal");
}

}  // namespace polyscape::fuzz
