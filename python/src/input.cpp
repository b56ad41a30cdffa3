#include "input.hpp"

#include <filesystem>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/spec/document.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/input_digest.hpp"

namespace polyscape::python {

namespace fs = std::filesystem;

namespace {

using Landscape = std::variant<spec::Specification, spec::PotentialSpecification, spec::Sweep, algebra::WrittenSystem>;

Landscape read(const Text& text, const Text& file, const Text& directory) {
  if (algebra::recognize_format(text)) return algebra::read_written_system(text, file);
  if (spec::parse_document(text, file).find("potential") != nullptr) return spec::parse_potential(text, file);
  try {
    return spec::with_file_beside(spec::parse_specification(text, file, directory));
  } catch (const InputError&) {
    try {
      spec::Sweep sweep(text, file, directory);
      sweep.specification(0);
      if (!sweep.names().empty()) return sweep;
    } catch (const InputError&) {  // what is wrong without lists is said first
    }
    throw;
  }
}

}  // namespace

Input::Input(Text text, Text file, Text directory)
    : text_(std::move(text)),
      file_(std::move(file)),
      directory_(std::move(directory)),
      of_(read(text_, file_, directory_)) {}

Text Input::kind() const {
  static constexpr const char* kinds[] = {"network", "potential", "sweep", "system"};
  return kinds[of_.index()];
}

Text Input::title() const {
  if (const auto* s = std::get_if<spec::Specification>(&of_)) return s->title;
  if (const auto* p = potential()) return p->title;
  return fs::path(file_).stem().string();
}

Text Input::summary() const {
  const auto counted = [](std::size_t n, const Text& what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
  };
  if (const auto* s = std::get_if<spec::Specification>(&of_)) return spec::summary(s->network);
  if (const auto* p = potential()) return p->potential.text + ", in " + counted(p->potential.names.size(), "variable");
  if (const auto* s = sweep()) {
    Text lists;
    for (const Text& name : s->names()) lists += (lists.empty() ? "" : ", ") + name;
    return counted(s->size(), "row") + " by " + lists;
  }
  return counted(system().system.equations.size(), "equation") + " in " +
         counted(system().system.names.size(), "variable");
}

std::vector<Text> Input::names() const {
  if (const auto* p = potential()) return p->potential.names;
  if (is_system()) return system().system.names;
  const spec::Network& net = network().network;
  constexpr std::uint64_t most = 1'000'000;
  if (net.places() > most)
    throw LimitError("at most " + std::to_string(most) + " weights to name", std::to_string(net.places()),
                     "name a smaller network's")
        .at(file_);
  std::vector<bool> fixed(net.places());
  for (const spec::Frozen& f : net.frozen) fixed[f.place] = true;
  for (const spec::Tie& t : net.ties) fixed[t.place] = true;
  std::vector<Text> result;
  for (std::uint64_t place = 0; place < net.places(); ++place)
    if (!fixed[place]) result.push_back(net.weight_name(place));
  return result;
}

std::vector<std::vector<Text>> Input::activations() const {
  std::vector<std::vector<Text>> result;
  for (const spec::Layer& layer : network().network.layers) {
    result.emplace_back();
    for (const algebra::Rational& c : layer.activation.coefficients) result.back().push_back(c.to_string());
  }
  return result;
}

const spec::Specification& Input::network() const {
  if (const auto* s = std::get_if<spec::Specification>(&of_)) return *s;
  if (is_system()) throw InputError(file_, "the specification of a network", "a polynomial system", "");
  spec::parse_specification(text_, file_, directory_);  // which says what is wrong
  throw ArgumentError(file_ + " is no specification of one network");
}

const algebra::WrittenSystem& Input::system() const {
  if (const auto* s = std::get_if<algebra::WrittenSystem>(&of_)) return *s;
  throw InputError(file_, "a polynomial system", "a specification", "use analyze, which takes one");
}

Text Input::digest() const {
  if (const auto* s = std::get_if<spec::Specification>(&of_)) return study::input_digest(*s);
  if (is_system()) return study::input_digest(system().system);
  return sweep() != nullptr ? "" : polyscape::digest(text_);
}

std::vector<study::OutputFile> Input::files() const {
  if (is_system()) return {{"system.txt", text_}};
  const auto* s = std::get_if<spec::Specification>(&of_);
  if (s == nullptr) return {{"specification.toml", text_}};
  std::vector<study::OutputFile> result{{"specification.toml", s->text}};
  const fs::path data = fs::path(s->data.file).lexically_normal();
  if (!data.empty() && data.is_relative() && *data.begin() != "..")
    result.push_back({data.string(), study::read_text(s->data.path)});
  return result;
}

decltype(study::Reported::landscape) Input::landscape() const {
  if (const auto* s = std::get_if<spec::Specification>(&of_)) return *s;
  if (const auto* p = potential()) return *p;
  return {};
}

}  // namespace polyscape::python
