/// Runs checked from their equations: whatever is changed in result.json is noticed, or computed anew, or the run's
/// word.
#include "polyscape/study/verification.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/input_digest.hpp"
#include "study/checks.hpp"
#include "support/json.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;
using nlohmann::json;

namespace {

struct Run {
  std::string name;
  report::Result result;
  std::shared_ptr<Verifier> verifier, checker;  ///< with certificates made anew; with those of the run alone
};

study::Options without_proofs() {
  study::Options options = one_thread();
  options.certify = study::Certify::never;
  return options;
}

Run network(const std::string& name, const spec::Specification& specification, study::Options options = one_thread()) {
  return {name, analyze(specification, options), std::make_shared<Verifier>(specification, one_thread()),
          std::make_shared<Verifier>(specification, without_proofs())};
}
Run network(const std::string& file) { return network(file, spec::read_specification(support::truth_path(file))); }
Run system(const std::string& name, const std::string& text) {
  const algebra::System equations = algebra::read_system(text, name);
  study::Options options = one_thread();
  options.certify = study::Certify::always;
  return {name, solve_system(equations, name, options), std::make_shared<Verifier>(equations, name, one_thread()),
          std::make_shared<Verifier>(equations, name, without_proofs())};
}

spec::Specification text_network(const std::string& text) {
  return spec::parse_specification(text, "network.toml", ".");
}

const std::string linear_classifier =
    "[network]\ninputs = 2\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = 2\n"
    "[data]\ninputs = [[\"1\", \"0.2\"], [\"0.3\", \"1\"]]\ntargets = [[\"1\", \"0\"], [\"0\", "
    "\"1\"]]\n[regularization]\ntikhonov = \"generic\"\n";
const std::string small_network =
    "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n"
    "[data]\ninputs = [[\"1\"], [\"-2/3\"]]\ntargets = [[\"1\"], [\"5/4\"]]\n[regularization]\ntikhonov = "
    "\"generic\"\n";

/// A kind of run each: a network whose count is proved, one with several outputs, one by monodromy, one with a whole
/// manifold of zero loss, a system, one with singular solutions, one with rational ones, two whose equations are not
/// real though some of the solutions are, singular ones and others.
Run made(std::size_t kind) {
  switch (kind) {
    case 0:
      return network("networks/sq_1_1_1_N2.toml");
    case 1:
      return network("linear classifier", text_network(linear_classifier));
    case 2: {
      study::Options options = one_thread();
      options.start = solve::Start::monodromy;
      return network("monodromy", text_network(small_network), options);
    }
    case 3:
      return network("degenerate/deg_zz2_1_2_1_N1.toml");
    case 4:
      return system("two circles", "2\nx^2 + y^2 - 5;\nx*y - 2/3;\n");
    case 5:
      return system("singular", "2\n(3*x - 1)^2*(x - 2);\ny^3 - y*(3*x - 1);\n");
    case 6:
      return system("rational", "2\nx^2 - 4;\n(y - 1)*(y - x);\n");
    case 7:
      return system("complex, singular", "2\n(x - 1)^2*(x - i);\ny^2 - (1 + i)*x + i*y;\n");
    default:
      return system("complex", "2\n(x^2 - 2)*(x - i);\ny - x + i*(x^2 - 2);\n");
  }
}
constexpr std::size_t kinds = 9;

/// What the check takes from the run as its word, wherever the key stands, and why that harms no claim.
const std::map<std::string, std::string> words_of_the_run{
    {"seconds", "how long the run took"},
    {"timings", "with how many threads"},
    {"title", "a system's name; a network's is the specification's"},
    {"seed", "how the points were found: they are checked, not found again"},
    {"options", "the same"},
    {"versions", "the same"},
    {"paths", "the ledger: said to be the run's, and compared with the points"},
    {"confirmation", "the record of a second solve: said to be the run's"},
    {"monodromy", "the record of loops and trace test: said to be the run's, no completeness follows"},
    {"generic_root_count", "of the generic member: said to be the run's"},
    {"completeness", "quoted in run_says where it is not found again"},
    {"completeness_by", "the same"},
    {"known_count", "the user's number, and said to be"},
    {"notes", "quoted: the run says .."},
    {"non_isolated",
     "where paths ended on larger sets, and how many: that the equations vanish there is checked, ranks are computed "
     "anew"},
    {"run_says", "a quotation of a quotation"},
};

void round_numbers(json& value) {
  if (value.is_number_float()) value = std::round(value.get<double>() * 1e7) / 1e7 + 0.0;
  if (value.is_structured())
    for (json& item : value) round_numbers(item);
}

/// The result without what is the run's word and without proofs, which are counted and checked beside, rounded, points
/// in an order of their own.
json claims(const report::Result& r) {
  json j = json::parse(report::to_json(r));
  for (const auto& [word, why] : words_of_the_run) {
    j.erase(word);
    j["bounds"].erase(word);
    j["solutions"].erase(word);
  }
  for (const char* proof : {"certified_distinct", "certified_real", "existence", "minima"}) j["solutions"].erase(proof);
  j.erase("recheck");
  json& points = j["points"];
  for (json& p : points)
    for (const char* part : {"digits", "residual", "condition", "certificate", "certified", "exact"}) p.erase(part);
  round_numbers(j);
  std::vector<json> sorted(points.begin(), points.end());
  std::ranges::sort(sorted, {}, [](const json& p) { return p.dump(); });
  points = sorted;
  return j;
}

/// Everything that can be changed at one place.
std::vector<json> mutations(const json& value) {
  std::vector<json> result;
  if (value.is_boolean()) return {!value.get<bool>()};
  if (value.is_number_integer()) return {value.get<long>() + 1, value.get<long>() - 1, 0};
  if (value.is_number()) return {value.get<double>() * 1.5 + 1, 0.0, nullptr};
  if (value.is_string()) {
    std::string text = value;
    for (char& c : text)
      if (c >= '0' && c <= '9') {
        c = c == '9' ? '1' : static_cast<char>(c + 1);
        break;
      }
    if (text == value.get<std::string>()) text += "x";
    return {text, "", "1"};
  }
  if (value.is_array() && !value.empty()) {
    json dropped = value, doubled = value, swapped = value;
    dropped.erase(dropped.begin());
    doubled.push_back(value[0]);
    result = {dropped, doubled, json::array()};
    if (value.size() > 1) {
      std::swap(swapped[0], swapped[1]);
      result.push_back(swapped);
    }
  }
  return result;
}

void collect(const json& value, const json::json_pointer& at, std::vector<json::json_pointer>& places) {
  if (!at.empty()) places.push_back(at);
  if (value.is_object())
    for (auto item = value.begin(); item != value.end(); ++item) collect(item.value(), at / item.key(), places);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], at / i, places);
}

bool is_word(const json::json_pointer& at) {
  const std::string path = at.to_string();
  return std::ranges::any_of(words_of_the_run, [&](const auto& word) {
    return (path + "/").find("/" + word.first + "/") != std::string::npos;
  });
}

struct Tally {
  std::size_t refused = 0, said = 0, anew = 0, word = 0;
};

/// What became of one changed file. clean: what is found of the one that was not.
void check_mutation(const Verifier& verifier, const std::string& text, const report::Result& clean,
                    const json::json_pointer& at, Tally& tally) {
  report::Result found;
  try {
    found = verifier(report::result_from_json(text, "result.json"), "result.json");
  } catch (const InputError&) {
    ++tally.refused;
    return;
  }
  json now = claims(found), baseline = claims(clean);
  for (const char* part : {"interpolation", "bounds"}) {
    if (!baseline.contains(part) || !baseline[part].contains("modular")) continue;
    if (now.contains(part) && now[part].contains("modular")) {
      if (at.to_string() == "/seed")  // by which the primes are drawn that count the same anew
        for (json* claim : {&now, &baseline}) (*claim)[part]["modular"].erase("primes");
    } else {
      baseline[part].erase("modular");  // silence
    }
  }
  // No claim is stronger than that of the run as it was.
  CHECK(found.solutions->certified_distinct <= clean.solutions->certified_distinct);
  CHECK(found.solutions->certified_real <= clean.solutions->certified_real);
  CHECK(now["bounds"] == baseline["bounds"]);
  if (name(found.solutions->completeness) == "proved") {
    CHECK(name(clean.solutions->completeness) == "proved");
    CHECK(found.points->size() == clean.points->size());
  }
  CHECK(name(found.solutions->completeness) != "trace-tested");
  if (!report::complete(found))
    ++tally.said;
  else if (now == baseline)
    ++(is_word(at) ? tally.word : tally.anew);
  else
    FAIL_CHECK("changed without a word: " << json::diff(baseline, now).dump().substr(0, 600));
}

/// Every `stride`-th change of every field.
Tally mutate(const Run& run, const Verifier& verifier, std::size_t stride, std::size_t first) {
  const report::Result clean =
      verifier(report::result_from_json(report::to_json(run.result), "result.json"), "result.json");
  INFO(json(clean.contradictions).dump());
  REQUIRE(report::complete(clean));
  const json file = json::parse(report::to_json(run.result));
  std::vector<json::json_pointer> places;
  collect(file, json::json_pointer(), places);
  Tally tally;
  std::size_t number = 0;
  const auto next = [&] { return number++ % stride == first; };
  for (const json::json_pointer& at : places) {
    for (const json& value : mutations(file.at(at))) {
      if (value == file.at(at) || !next()) continue;
      INFO(run.name << " " << at.to_string() << " = " << value.dump().substr(0, 100));
      json changed = file;
      changed.at(at) = value;
      check_mutation(verifier, changed.dump(), clean, at, tally);
    }
    if (!next()) continue;
    INFO(run.name << " without " << at.to_string());
    json changed = file;
    const json::json_pointer parent = at.parent_pointer();
    if (changed.at(parent).is_object()) {
      changed.at(parent).erase(at.back());
      check_mutation(verifier, changed.dump(), clean, at, tally);
    }
  }
  return tally;
}

}  // namespace

TEST_CASE("runs that are not changed are found again", "[verification]") {
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    const Run run = made(kind);
    INFO(run.name);
    for (const auto& verifier : {run.verifier, run.checker}) {
      const report::Result found = (*verifier)(run.result, "result.json");
      INFO(json(found.contradictions).dump(1));
      CHECK(report::complete(found));
      CHECK(found.contradictions.empty());
      CHECK(found.points->size() == run.result.points->size());
      CHECK(found.solutions->certified_distinct == run.result.solutions->certified_distinct);
      CHECK(found.solutions->real == run.result.solutions->real);
      CHECK(found.solutions->torus == run.result.solutions->torus);
      CHECK(found.input_digest == run.result.input_digest);
      // And once more, from what was written.
      const report::Result again =
          (*verifier)(report::result_from_json(report::to_json(found), "result.json"), "result.json");
      CHECK(claims(again) == claims(found));
    }
  }
}

TEST_CASE("truth networks are found again", "[verification]") {
  std::size_t checked = 0;
  for (const support::Row& row : support::truth_table("networks.csv")) {
    if (std::stoull(row.at("isolated")) > 12) continue;
    INFO(row.at("name"));
    const Run run = network("networks/" + row.at("name") + ".toml");
    const report::Result found = (*run.verifier)(run.result, "result.json");
    INFO(json(found.contradictions).dump(1));
    CHECK(report::complete(found));
    CHECK(claims(found) == claims(run.result));
    CHECK(found.solutions->certified_distinct == run.result.solutions->certified_distinct);
    if (name(run.result.solutions->completeness) == "proved") CHECK(name(found.solutions->completeness) == "proved");
    ++checked;
  }
  CHECK(checked >= 15);
}

TEST_CASE("whatever is changed in a run is noticed, computed anew, or the run's word", "[verification]") {
  Tally all;
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    const Run run = made(kind);
    const Tally t = mutate(run, *run.verifier, 89, kind), u = mutate(run, *run.checker, 113, kind);
    for (const Tally& part : {t, u})
      all = {all.refused + part.refused, all.said + part.said, all.anew + part.anew, all.word + part.word};
  }
  INFO(all.refused << " refused, " << all.said << " said, " << all.anew << " computed anew, " << all.word
                   << " the run's word");
  CHECK(all.refused >= 20);
  CHECK(all.said >= 20);
  CHECK(all.anew >= 20);
}

TEST_CASE("every field of every record of every kind of run", "[verification][long]") {
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    const Run run = made(kind);
    mutate(run, *run.verifier, 1, 0);
    mutate(run, *run.checker, 1, 0);
  }
}

namespace {

/// Beside what is the run's word: what is not noticed where it is changed in a small run, and why that harms no claim.
const std::map<std::string, std::string> never_noticed{
    {"/version", "of the program that wrote it"},
    {"/standing", "follows from the rest, and is not read"},
    {"/seeds/regularization", "the numbers that were drawn count, they are in the digest"},
    {"/interpolation/reasons", "sentences, written anew"},
    {"/interpolation/reasons/*", "the same"},
    {"/points/*/condition", "computed anew"},
    {"/points/*/residual", "the same"},
    {"/points/*/certified", "less is said than is so"},
    {"/solutions/minima/*/loss/*", "from the certificates, anew"},
};
/// The same of some changes, where others are noticed.
const std::map<std::string, std::string> partly_noticed{
    {"/schema", "older files are read in the words of this one, newer ones are not"},
    {"/points/*/certificate", "another point's: its radius may be right here, too"},
    {"/points/*/certificate/radius", "smaller ones and larger ones may be right, too"},
    {"/solutions/certified_distinct", "less is said than is so; more is noticed"},
    {"/solutions/certified_real", "the same"},
    {"/solutions/existence/certified", "the same"},
    {"/solutions/minima/*/points", "the same"},
};

/// /points/3/kind as /points/*/kind.
std::string field_of(const json::json_pointer& at) {
  const std::string path = at.to_string();
  std::string result;
  for (std::size_t from = 0, to = 0; from < path.size(); from = to) {
    to = std::min(path.find('/', from + 1), path.size());
    const std::string part = path.substr(from, to - from);
    result += part.find_first_not_of("/0123456789") == std::string::npos ? "/*" : part;
  }
  return result;
}

/// Other things that could stand there: no silence, which claims nothing, and no other order.
std::vector<json> plausible(const json& value) {
  std::vector<json> result;
  for (json& other : mutations(value)) {
    const bool reordered = value.is_array() && other.size() == value.size();
    if (other != value && other != "" && !(other.is_array() && other.empty()) && !reordered)
      result.push_back(std::move(other));
  }
  return result;
}

bool notices(const Verifier& verifier, const json& changed) {
  try {
    return !report::complete(verifier(report::result_from_json(changed.dump(), "result.json"), "result.json"));
  } catch (const InputError&) {
    return true;
  }
}

}  // namespace

TEST_CASE("each field of a small run is checked, but for those that are listed with the reason", "[verification]") {
  const std::string chain =
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = 1\n"
      "[data]\ninputs = [[1]]\ntargets = [[1]]\n[regularization]\ntikhonov = \"generic\"\n";
  std::set<std::string> noticed, unnoticed;
  for (const Run& run : {network("linear chain", text_network(chain)), made(4), made(6)}) {
    const json file = json::parse(report::to_json(run.result));
    REQUIRE_FALSE(notices(*run.checker, file));
    std::vector<json::json_pointer> places;
    collect(file, json::json_pointer(), places);
    std::map<std::string, std::vector<json::json_pointer>> fields;
    for (const json::json_pointer& at : places)
      if (!is_word(at)) fields[field_of(at)].push_back(at);
    for (const auto& [field, where] : fields) {
      const json::json_pointer& at = where.front();  // stands for all
      std::vector<json> values = plausible(file.at(at));
      // What stands at another place of the field.
      const auto other = std::ranges::find_if(where, [&](const auto& p) { return file.at(p) != file.at(at); });
      if (other != where.end()) values.push_back(file.at(*other));
      for (const json& value : values) {
        INFO(run.name << " " << at.to_string() << " = " << value.dump().substr(0, 100));
        json changed = file;
        changed.at(at) = value;
        const bool said = notices(*run.checker, changed);
        (said ? noticed : unnoticed).insert(field);
        CHECK((said || never_noticed.contains(field) || partly_noticed.contains(field)));
      }
    }
  }
  CHECK(noticed.size() >= 80);
  for (const auto& [field, why] : never_noticed) {
    INFO(field);
    CHECK((unnoticed.contains(field) && !noticed.contains(field)));
  }
  for (const auto& [field, why] : partly_noticed) {
    INFO(field);
    CHECK((unnoticed.contains(field) && noticed.contains(field)));
  }
}

TEST_CASE("a point removed and a bound lowered: not proved, and said", "[verification]") {
  const Run run = made(0);
  REQUIRE(name(run.result.solutions->completeness) == "proved");
  report::Result forged = run.result;
  forged.points->pop_back();
  --forged.solutions->isolated;
  --forged.solutions->nonsingular;
  --*forged.solutions->certified_distinct;
  const algebra::Integer count(static_cast<long>(forged.points->size()));
  forged.bounds.bezout = forged.bounds.mixed_volume = forged.bounds.mixed_volume_affine = count;
  forged.bounds.multihomogeneous->value = count;
  for (const bool ledger : {false, true}) {
    if (ledger) {
      --forged.paths->nonsingular;
      --forged.paths->tracked;
    }
    for (const auto& verifier : {run.verifier, run.checker}) {
      const report::Result found = (*verifier)(forged, "result.json");
      CHECK(name(found.solutions->completeness) != "proved");
      CHECK_FALSE(report::complete(found));
      CHECK(found.bounds.mixed_volume_affine == run.result.bounds.mixed_volume_affine);
    }
  }
}

TEST_CASE("specifications that were changed, with and without the digest", "[verification]") {
  const report::Result run = analyze(text_network(small_network), one_thread());
  const std::vector<std::pair<std::string, std::string>> changes{
      {"\"1\"]]", "\"2\"]]"}, {"5/4", "5/3"},         {"z^2", "z^3"},
      {"-2/3", "-1/3"},       {"[\"1\"]", "[\"3\"]"}, {"generic", "none"},
      {"[data]", "[data]#"},  {"generic", "0.1"},     {"inputs = [[\"1\"", "inputs = [[\"0\""}};
  for (const auto& [from, to] : changes) {
    INFO(from << " -> " << to);
    std::string text = small_network;
    const std::size_t at = text.find(from);
    if (at == std::string::npos) continue;
    text.replace(at, from.size(), to);
    const Verifier verifier(text_network(text), one_thread());
    CHECK_THROWS_AS(verifier(run, "result.json"), InputError);
    report::Result undated = run;
    undated.input_digest.clear();
    if (to == "[data]#")
      CHECK(report::complete(verifier(undated, "result.json")));
    else
      CHECK_FALSE(report::complete(verifier(undated, "result.json")));
  }
  const Run other = made(4);
  report::Result renamed = other.result;
  renamed.names = {"y", "x"};
  CHECK_THROWS_AS((*other.verifier)(renamed, "result.json"), InputError);
  renamed = other.result;
  renamed.input_digest = digest("");
  CHECK_THROWS_AS((*other.verifier)(renamed, "result.json"), InputError);
}

TEST_CASE("digests: known values, and of content alone", "[verification]") {
  CHECK(digest("") == "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(digest("abc") == "sha1:a9993e364706816aba3e25717850c26c9cd0d89d");
  const auto of = [](const std::string& text) { return input_digest(algebra::read_system(text, "test")); };
  CHECK(of("2\nx^2 - 1;\ny - x;\n") == of("2\n x*x - 1;\n -x + y;\n"));
  CHECK(of("2\nx^2 - 1;\ny - x;\n") != of("2\nx^2 - 2;\ny - x;\n"));
  CHECK(of("2\nx^2 - 1;\ny - x;\n") != of("2\nx^2 - 1;\nz - x;\n"));
}
