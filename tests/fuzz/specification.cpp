/// Specifications: networks, potentials, sweeps. Data files are looked for among those of data/.
#include "attack.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/document.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/spec/sweep.hpp"

namespace polyscape::fuzz {
namespace {

/// Runs the reader; whether it took the text.
bool taken(auto&& read) {
  try {
    read();
    return true;
  } catch (const InputError&) {
    return false;
  }
}

void read_network(const std::string& text) {
  const spec::Specification read = spec::parse_specification(text, "in.toml", POLYSCAPE_DATA);
  require(read.data.inputs.size() == read.data.targets.size(), "a target a sample");
  spec::summary(read.network);
  // What is written into a run folder says the same.
  const spec::Specification beside = spec::with_file_beside(read);
  const spec::Specification again = spec::parse_specification(beside.text, "in.toml", POLYSCAPE_DATA);
  require(again.data.inputs == read.data.inputs && again.data.targets == read.data.targets,
          "the specification's text is the specification");
}

void read_sweep(const std::string& text) {
  const spec::Sweep sweep(text, "in.toml", POLYSCAPE_DATA);
  for (const std::size_t row : {std::size_t{0}, sweep.size() - 1}) {
    require(sweep.values(row).size() == sweep.names().size(), "a value a name");
    const spec::Specification read = sweep.specification(row);
    const spec::Sweep again(read.text, "in.toml", POLYSCAPE_DATA);
    require(again.size() == 1, "a row has no lists");
    require(again.specification(0).data.inputs == read.data.inputs, "a row's text is the row");
  }
}

}  // namespace

void attack(const std::string& text) {
  spec::parse_document(text, "in.toml");
  const bool network = taken([&] { read_network(text); });
  const bool swept = taken([&] { read_sweep(text); });
  require(!network || swept, "a specification is a sweep of one row");
  if (!network && !swept) spec::parse_potential(text, "in.toml");
}

}  // namespace polyscape::fuzz
