/// A generic member that is kept in a file.
#include "polyscape/study/generic_file.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "study/checks.hpp"
#include "support/json.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

/// A file name in a folder of its own that goes at the end.
struct Scratch {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("polyscape_generic_" + std::to_string(getpid()));
  Scratch() { std::filesystem::create_directory(folder); }
  ~Scratch() { std::filesystem::remove_all(folder); }
  std::string file() const { return (folder / "member.json").string(); }
};

spec::Specification network(const std::string& inputs, const std::string& targets, const std::string& width = "2") {
  const std::string text = "[network]\ninputs = 1\n[[network.layer]]\nwidth = " + width +
                           "\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n" + "[data]\ninputs = " + inputs +
                           "\ntargets = " + targets + "\n[regularization]\ntikhonov = \"generic\"\n";
  return spec::parse_specification(text, "network.toml", ".");
}

/// More paths than critical points by every bound: only a trace test speaks for all of them.
spec::Specification chain() {
  return spec::parse_specification(
      "[network]\ninputs = 2\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = "
      "2\n"
      "[data]\ninputs = [[1, 2], [\"-2/3\", 1]]\ntargets = [[1, \"1/2\"], [\"5/4\", -1]]\n[regularization]\ntikhonov = "
      "\"generic\"\n",
      "chain.toml", ".");
}

void check_equal(const report::Result& a, const report::Result& b) {
  CHECK(a.solutions->isolated == b.solutions->isolated);
  CHECK(a.solutions->torus == b.solutions->torus);
  CHECK(a.solutions->real_by_index == b.solutions->real_by_index);
}

}  // namespace

TEST_CASE("a kept member serves other targets at the same inputs", "[generic]") {
  const Scratch scratch;
  study::Options options;
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
    CHECK(name(kept.solutions->completeness) != "trace-tested");  // that is the file's word
    CHECK(kept.monodromy->quoted);
    CHECK(kept.bounds.generic_root_count == written.bounds.generic_root_count);
    check_equal(kept, analyze(other, options));
  }
  CHECK(std::filesystem::file_size(scratch.file()) == bytes);
  // Other inputs, another network: other families.
  CHECK_THROWS_AS(analyze(network("[[\"1\"], [\"-2/5\"]]", "[[\"1\"], [\"1\"]]", "1"), options, {}, scratch.file()),
                  InputError);
  options.start = solve::Start::polyhedral;
  CHECK_THROWS_AS(analyze(first, options, {}, scratch.file()), InputError);
}

TEST_CASE("a file that holds something else is refused and kept", "[generic]") {
  const Scratch scratch;
  const spec::Specification s = network("[[\"1\"]]", "[[\"1\"]]", "1");
  const std::string deep = "{\"schema\": \"polyscape-generic-member-2\", \"real\": " + std::string(200000, '[') +
                           std::string(200000, ']') + "}";
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[1, 2]"),
        std::string("{\"schema\": \"polyscape-generic-member-1\"}"),
        std::string("{\"schema\": \"polyscape-generic-member-1\", \"real\": 1, \"imaginary\": 2}"), deep}) {
    INFO(text.substr(0, 100));
    std::ofstream(scratch.file()) << text;
    CHECK_THROWS_AS(analyze(s, {}, {}, scratch.file()), InputError);
    CHECK(std::filesystem::file_size(scratch.file()) == text.size());
  }
  CHECK_THROWS_AS(analyze(s, {}, {}, scratch.folder.string()), InputError);
  CHECK_THROWS_AS(analyze(s, {}, {}, (scratch.folder / "none" / "x").string()), InputError);
}

TEST_CASE("a file that was changed is refused, and no completeness follows from one", "[generic]") {
  using nlohmann::ordered_json;
  const Scratch scratch;
  study::Options options;
  options.threads = 1;
  options.exact = study::Exact::never;  // a count would settle it
  const spec::Specification s = chain();
  const report::Result written = analyze(s, options, {}, scratch.file());
  REQUIRE(name(written.solutions->completeness) == "trace-tested");
  std::ifstream in(scratch.file());
  const ordered_json whole = ordered_json::parse(in);
  const auto with = [&](const ordered_json& file) {
    std::ofstream(scratch.file()) << file.dump(1);
    return analyze(s, options, {}, scratch.file());
  };
  // As a forger would: with a digest of what is there.
  const auto signed_file = [](ordered_json file) {
    file.erase("digest");
    file["digest"] = digest(file.dump());
    return file;
  };
  REQUIRE(signed_file(whole) == whole);
  CHECK(name(with(whole).solutions->completeness) == "unknown");

  const std::size_t count = whole["solutions"].size();
  REQUIRE(count >= 9);
  std::size_t refused = 0, changes = 0;
  const auto changed = [&](const ordered_json& file) {
    ++changes;
    CHECK_THROWS_AS(with(file), InputError);  // the digest
    try {
      const report::Result r = with(signed_file(file));
      CHECK(name(r.solutions->completeness) == "unknown");
    } catch (const InputError&) {
      ++refused;
    }
  };
  for (std::size_t k = 0; k < count; ++k) {
    ordered_json file = whole;
    file["solutions"].erase(k);
    changed(file);
    file = whole;
    file["solutions"].push_back(whole["solutions"][k]);
    changed(file);
    file = whole;
    file["solutions"][k][0][0] = whole["solutions"][k][0][0].get<double>() + 0.25;
    changed(file);
  }
  CHECK(refused >= 2 * count);
  for (const char* key : {"translate", "section", "paths"}) {
    ordered_json file = whole;
    file["monodromy"][key] = file["monodromy"][key].get<int>() - 1;
    changed(file);
  }
  for (const char* key : {"schema", "real", "imaginary", "monodromy", "solutions", "digest"}) {
    ordered_json file = whole;
    file.erase(key);
    CHECK_THROWS_AS(with(file), InputError);
  }
  ordered_json complex = whole;
  complex["real"]["equations"][0] = complex["real"]["equations"][0].get<std::string>() + " + i";
  CHECK_THROWS_AS(with(signed_file(complex)), InputError);
  ordered_json none = whole;
  none["solutions"] = ordered_json::array();
  changed(none);
  CHECK(changes > 20);
}
