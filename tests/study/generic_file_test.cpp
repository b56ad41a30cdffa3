/// A generic member that is kept in a file.
#include "polyscape/study/generic_file.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "study/checks.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

/// A file name in a folder of its own that goes at the end.
struct Scratch {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("polyscape_generic_" + std::to_string(getpid()));
  Scratch() { std::filesystem::create_directory(folder); }
  ~Scratch() { std::filesystem::remove_all(folder); }
  std::string file() const { return (folder / "member.json").string(); }
};

spec::Specification network(const std::string& inputs, const std::string& targets, const std::string& width = "2") {
  const std::string text = "[network]\ninputs = 1\n[[network.layer]]\nwidth = " + width + "\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n" +
                           "[data]\ninputs = " + inputs + "\ntargets = " + targets + "\n[regularization]\ntikhonov = \"generic\"\n";
  return spec::parse_specification(text, "network.toml", ".");
}

void check_equal(const report::Result& a, const report::Result& b) {
  CHECK(a.solutions->isolated == b.solutions->isolated);
  CHECK(a.solutions->torus == b.solutions->torus);
  CHECK(a.solutions->real_by_index == b.solutions->real_by_index);
}

}  // namespace

TEST_CASE("a kept member serves other targets at the same inputs", "[generic]") {
  const Scratch scratch;
  solve::Options options;
  options.threads = 1;
  const spec::Specification first = network("[[\"1\"], [\"-2/3\"]]", "[[\"1\"], [\"5/4\"]]");
  const report::Result written = analyze(first, options, {}, scratch.file());
  REQUIRE(std::filesystem::exists(scratch.file()));
  CHECK(std::distance(std::filesystem::directory_iterator(scratch.folder), {}) == 1);
  check_equal(written, analyze(first, options));
  const auto bytes = std::filesystem::file_size(scratch.file());
  for (const char* targets : {"[[\"-3\"], [\"2\"]]", "[[\"1/7\"], [\"12\"]]"}) {
    INFO(targets);
    const spec::Specification other = network("[[\"1\"], [\"-2/3\"]]", targets);
    const report::Result kept = analyze(other, options, {}, scratch.file());
    check_ledger(kept);
    CHECK(kept.paths->reason.find("kept in") != std::string::npos);
    CHECK(kept.paths->tracked == written.paths->tracked);
    CHECK(kept.solutions->completeness == Completeness::trace_tested);
    CHECK(kept.bounds.generic_root_count == written.bounds.generic_root_count);
    check_equal(kept, analyze(other, options));
  }
  CHECK(std::filesystem::file_size(scratch.file()) == bytes);
  // Other inputs, another network: other families.
  CHECK_THROWS_AS(analyze(network("[[\"1\"], [\"-2/5\"]]", "[[\"1\"], [\"1\"]]", "1"), options, {}, scratch.file()), InputError);
  options.start = "polyhedral";
  CHECK_THROWS_AS(analyze(first, options, {}, scratch.file()), InputError);
}

TEST_CASE("a file that holds something else is refused and kept", "[generic]") {
  const Scratch scratch;
  const spec::Specification s = network("[[\"1\"]]", "[[\"1\"]]", "1");
  for (const char* text : {"", "{}", "[1, 2]", "{\"schema\": \"polyscape-generic-member-1\"}",
                           "{\"schema\": \"polyscape-generic-member-1\", \"real\": 1, \"imaginary\": 2}"}) {
    INFO(text);
    std::ofstream(scratch.file()) << text;
    CHECK_THROWS_AS(analyze(s, {}, {}, scratch.file()), InputError);
    CHECK(std::filesystem::file_size(scratch.file()) == std::string(text).size());
  }
  CHECK_THROWS_AS(analyze(s, {}, {}, scratch.folder.string()), InputError);
  CHECK_THROWS_AS(analyze(s, {}, {}, (scratch.folder / "none" / "x").string()), InputError);
}
