/// Input that is too large, too deep or too dense: answered with status 0, 1 or 2.

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"

using namespace polyscape::program;
using nlohmann::json;

namespace {

std::string repeated(std::size_t count, const std::string& text) {
  std::string result;
  for (std::size_t k = 0; k < count; ++k) result += text;
  return result;
}

std::string linear(int variables) {
  std::string text = std::to_string(variables) + "\n";
  for (int i = 1; i <= variables; ++i) text += "x" + std::to_string(i) + " - " + std::to_string(i) + ";\n";
  return text;
}

/// Ends at all, and in order.
Ended ended(const Workplace& at, const std::vector<std::string>& words) {
  const Ended e = run_polyscape(at, words);
  INFO(words[0] << " " << words[1] << "\n" << e.err);
  CHECK(e.status <= 2);
  CHECK(e.err.find("internal error") == std::string::npos);
  return e;
}

}  // namespace

TEST_CASE("what goes beyond a limit is refused with status 2 and a remedy") {
  const Workplace at;
  const std::string network =
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\ninputs = [[\"1\"]]\ntargets = [[\"1\"]]\n";
  const std::pair<std::string, std::string> texts[] = {
      {"degree.phc", "1\n((x^8192)^8192)^64 + x - 4;\n"},
      {"degree.bertini", "variable_group x;\nfunction f;\ng = (x^8192)^8192;\nf = g^64 + x - 4;\nEND;\n"},
      {"degree.json", "{\"variables\": [\"x\"], \"equations\": [\"((x^8192)^8192)^64 + x - 4\"]}"},
      {"degree_terms.json",
       "{\"variables\": [\"x\", \"y\"], \"equations\": [[{\"coefficient\": 1, \"exponents\": [9999, 2]}], \"x\"]}"},
      {"header.phc", "99999999999999999999999\nx - 1;\n"},
      {"number.json", "{\"variables\": [\"x\"], \"equations\": [[{\"coefficient\": 1e400, \"exponents\": [1]}]]}"},
      {"deep.json", "{\"variables\": [\"x\"], \"equations\": " + repeated(100000, "[") + repeated(100000, "]") + "}"},
      {"dots.toml", repeated(20000, "a.") + "a = 1\n" + network},
      {"table.toml", "[" + repeated(20000, "a.") + "a]\n" + network},
      {"inline.toml", network + "[solve]\nx = " + repeated(20000, "{a=") + "1" + repeated(20000, "}") + "\n"},
      {"deep.toml", "[network]\ninputs = 1\n" + repeated(12, "[[network.layer]]\nwidth = 1\nactivation = \"z^100\"\n") +
                        "[data]\ninputs = [[\"1\"]]\ntargets = [[\"1\"]]\n"},
      {"convolutions.toml",
       "[network]\ninputs = 100000000\n" +
           repeated(4, "[[network.layer]]\nkind = \"conv1d\"\nfilter = 1\nchannels = 100000000\n") +
           "[data]\nrandom = { samples = 1 }\n"},
      {"samples.toml",
       "[network]\ninputs = 100000000\n[[network.layer]]\nwidth = 1\n[data]\nrandom = { samples = 1000000 }\n"},
      {"power.phc", "1\n(1e9999*x - 1)^9999;\n"},
      {"under.phc", "1 3\nx*y - z;\n"},
      {"zeros.phc", "2\nx + y - x - y;\nx*y - 1;\n"},
  };
  for (const auto& [name, text] : texts) {
    at.write(name, text);
    const bool toml = name.ends_with("toml");
    for (const std::string verb : {"bounds", toml ? "analyze" : "solve"}) {
      if ((name == "under.phc" || name == "zeros.phc") && verb == "bounds") continue;
      const Ended e = ended(at, {verb, name});
      INFO(verb << " " << name << "\n" << e.err);
      CHECK(e.status == 2);
      CHECK(e.out.empty());
      CHECK(e.err.find(name.starts_with("under") || name.starts_with("zeros") ? "polyscape components" : name) !=
            std::string::npos);
      CHECK(e.err.find("; ") != std::string::npos);
      CHECK(e.err.size() < 3000);
    }
  }
}

TEST_CASE("bounds that would take too long are left out, and a note says so") {
  const Workplace at;
  std::string random = "3\n";
  unsigned seed = 1;
  const auto below = [&](unsigned n) { return (seed = seed * 1664525u + 1013904223u) / 65536 % n; };
  for (int i = 0; i < 3; ++i) {
    random += "x + y + z - 1";
    for (int k = 0; k < 300; ++k) {
      const unsigned a = below(21), b = below(21), c = below(19);
      random += " + " + std::to_string(1 + below(99)) + "*x^" + std::to_string(a) + "*y^" + std::to_string(b) + "*z^" +
                std::to_string(c);
    }
    random += ";\n";
  }
  const std::pair<std::string, std::string> texts[] = {
      {"forty.phc", "3\n(x + y + z + 1)^40;\nx^2 - y;\nz - 1;\n"},
      {"sixty.phc", "3\n(x + y + z + 1)^60;\nx^2 - y;\nz - 1;\n"},
      {"degree500.phc", "2\n(x + y + 1)^500 + 1;\n(x - 2*y + 3)^500 - x;\n"},
      {"random.phc", random},
      {"linear65.phc", linear(65)},
      {"linear300.phc", linear(300)},
  };
  for (const auto& [name, text] : texts) {
    at.write(name, text);
    const Ended e = ended(at, {"bounds", name, "--json"});
    INFO(name << "\n" << e.err << e.out.substr(0, 1000));
    REQUIRE(e.status == 0);
    const json result = json::parse(e.out);
    CHECK(result["bounds"].contains("bezout"));
    const std::string notes = result.contains("notes") ? result["notes"].dump() : "";
    CHECK(result["bounds"].contains("linear_product") != (notes.find("no linear-product bound") != std::string::npos));
    CHECK(result["bounds"].contains("mixed_volume") != (notes.find("no mixed volume") != std::string::npos));
  }
}

TEST_CASE("large numbers and equations 0 are solved like others") {
  const Workplace at;
  at.write("linear65.phc", linear(65));
  at.write("large.phc", "2\n1e9999*x - 2e9999;\ny - 1;\n");
  at.write("zero.phc", "3 2\nx^2 - 1;\nx + y - x - y;\ny - 2;\n");
  const std::pair<std::string, unsigned> cases[] = {{"linear65.phc", 1}, {"large.phc", 1}, {"zero.phc", 2}};
  for (const auto& [name, count] : cases) {
    const Ended e = ended(at, {"solve", name, "--json"});
    INFO(name << "\n" << e.err << e.out.substr(0, 1000));
    REQUIRE(e.status == 0);
    const json result = json::parse(e.out);
    CHECK(result["solutions"]["isolated"] == count);
    if (name == "zero.phc") CHECK(result["notes"].dump().find("identically zero") != std::string::npos);
  }
}
