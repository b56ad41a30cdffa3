#include "polyscape/report/result.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/report/entries.hpp"
#include "polyscape/report/json_text.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "report/example.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::report;

TEST_CASE("a result is read back as it was written") {
  const Result r = example_result();
  const std::string text = to_json(r);
  const Result back = result_from_json(text, "result.json");
  CHECK(to_json(back) == text);
  CHECK(back.points->size() == r.points->size());
  CHECK(back.points->at(0).coordinates == r.points->at(0).coordinates);
  CHECK(std::isinf(back.points->at(1).condition));
  CHECK(back.bounds.multihomogeneous->value == r.bounds.multihomogeneous->value);
  CHECK(back.bounds.mixed_volume == r.bounds.mixed_volume);
  CHECK(back.bounds.mixed_volume_affine == r.bounds.mixed_volume_affine);
  CHECK(back.paths->failures == r.paths->failures);
  CHECK(back.solutions->real_by_index == r.solutions->real_by_index);
}

TEST_CASE("a result written item by item is the text of its JSON") {
  Result r = example_result();
  const std::vector<Point> few = *r.points;
  for (const std::size_t count : {0, 1, 119, 120, 121, 500}) {
    r.points->clear();
    for (std::size_t k = 0; k < count; ++k) r.points->push_back(few[k % few.size()]);
    for (const bool real : {true, false}) {
      r.system.real = real;
      CHECK(to_json(r) == json_text(JsonWriter().record(r)));
    }
  }
}

TEST_CASE("a long result is given away in pieces of whole lines") {
  Result r = example_result();
  const std::vector<Point> few = *r.points;
  while (r.points->size() < 8000) r.points->insert(r.points->end(), few.begin(), few.end());
  std::string text;
  std::size_t pieces = 0, longest = 0;
  write_json(r, [&](std::string_view piece) {
    ++pieces;
    longest = std::max(longest, piece.size());
    CHECK(piece.ends_with('\n'));
    text += piece;
  });
  CHECK(pieces > 2);
  CHECK(longest < text.size() / 2);
  CHECK(text == json_text(JsonWriter().record(r)));
}

TEST_CASE("what is not known is left out") {
  Result r;
  r.system = {2, 2, std::vector<long>{3, 3}, Origin::given, {}};
  const std::string text = to_json(r);
  for (const char* key : {"paths", "solutions", "points", "interpolation", "components", "mixed_volume", "loss"})
    CHECK(text.find("\"" + std::string(key) + "\"") == std::string::npos);
  CHECK(text.find("\"schema\": 2") != std::string::npos);
}

TEST_CASE("bounds are strings, beyond ten thousand digits their size") {
  Result r;
  r.bounds.bezout = algebra::power(algebra::Integer(10), 9999);
  CHECK(to_json(r).find("\"bezout\": \"1000") != std::string::npos);
  r.bounds.bezout = algebra::power(algebra::Integer(10), 10000);
  const std::string text = to_json(r);
  CHECK(text.find("\"digits\": 10001") != std::string::npos);
  CHECK(result_from_json(text, "r").bounds.bezout->digits() == 10001);
  // Many of them together would fill any memory.
  std::string many = text;
  many.insert(1, "\"x\": [{\"digits\": 60000000}, [{\"digits\": 60000000}]],");
  CHECK_THROWS_AS(result_from_json(many, "r"), InputError);
  const std::string one = R"({"result": {"bounds": {"bezout": {"digits": 60000000}}}})";
  std::string said;
  try {
    entries_from_json("{\"rows\": [" + one + ", " + one + "]}", "r");
  } catch (const InputError& e) {
    said = e.what();
  }
  CHECK(said.find("digits together") != std::string::npos);
}

TEST_CASE("lines stay within 120 columns while they can") {
  const std::string text = to_json(example_result());
  std::size_t longest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = text.find('\n', from);
    longest = std::max(longest, to - from);
    from = to + 1;
  }
  CHECK(longest <= 130);
  CHECK(text.back() == '\n');
}

TEST_CASE("a damaged result names file and key") {
  const std::string good = to_json(example_result());
  const auto message = [](const std::string& text) -> std::string {
    try {
      result_from_json(text, "run/result.json");
    } catch (const InputError& e) {
      return e.what();
    }
    return "";
  };
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  CHECK(message("{") != "");
  CHECK(message(good + '\0' + "\"").find("a zero byte") != std::string::npos);
  CHECK(message("[1]").find("run/result.json") == 0);
  CHECK(message(replaced("\"schema\": 2", "\"schema\": 3")).find("run/result.json schema: expected 1 to 2, found 3") ==
        0);
  CHECK(message(replaced("\"tracked\"", "\"trakced\"")).find("paths.tracked") != std::string::npos);
  CHECK(message(replaced("\"completeness\": \"unknown\"", "\"completeness\": \"certain\""))
            .find("solutions.completeness") != std::string::npos);
  CHECK(message(replaced("\"multiplicity\": 1", "\"multiplicity\": \"x\"")).find("points[0].multiplicity") !=
        std::string::npos);
}

TEST_CASE("failed or cancelled paths and components not told apart make a result incomplete") {
  Result r = example_result();
  CHECK(standing(r) == Standing::contradiction);
  r.contradictions.clear();
  CHECK(standing(r) == Standing::incomplete);
  r.paths->failed = 0;
  CHECK_FALSE(complete(r));
  r.decomposition->complete = r.interpolation->decomposition->complete = true;
  CHECK(complete(r));
  r.bounds.modular->count = 5;
  CHECK(uncounted(r) == algebra::Integer(2));
  CHECK_FALSE(complete(r));
  r.bounds.modular->dimension = 1;
  CHECK(complete(r));
  r.bounds.modular->dimension = 0;
  r.solutions->completeness = Completeness::proved;
  CHECK(complete(r));
  for (Decomposition* d : {&*r.decomposition, &*r.interpolation->decomposition}) {
    REQUIRE(uncounted(*d).empty());
    d->reduced.front().degree = 7;
    CHECK_FALSE(complete(r));
    REQUIRE(uncounted(*d).size() == 1);
    CHECK(uncounted(*d).front().dimension == 1);
    CHECK(uncounted(*d).front().degree == algebra::Integer(4));
    d->reduced.front().degree = 3;
    CHECK(complete(r));
    d->components.front().rank->value = 0;  // multiple, and not counted
    CHECK_FALSE(complete(r));
    d->components.front().rank.reset();
    CHECK_FALSE(complete(r));
    d->components.front().multiplicity = 1;
    CHECK(complete(r));
    d->reduced.push_back({0, 1, -81, {}, {}, 3});
    CHECK(complete(r));
    d->nonsingular = 0;  // the point is a multiple one
    CHECK_FALSE(complete(r));
    d->reduced.pop_back();
  }
  r.paths->cancelled = true;
  CHECK_FALSE(complete(r));
  CHECK(complete(Result{}));
}

TEST_CASE("results of schema 1 are read in the words of schema 2") {
  Result r = example_result();
  const auto read = [&](const std::string& completeness, const std::string& by, std::uint64_t at_infinity) {
    r.solutions->completeness_by = by;
    r.paths->at_infinity = at_infinity;
    r.paths->tracked = 8 + at_infinity;
    std::string text = to_json(r);
    const auto replace = [&](const std::string& from, const std::string& to) {
      text.replace(text.find(from), from.size(), to);
    };
    replace("\"schema\": 2", "\"schema\": 1");
    replace("\"completeness\": \"unknown\"", "\"completeness\": \"" + completeness + "\"");
    replace("\"existence\"", "\"later\"");
    return result_from_json(text, "result.json");
  };
  CHECK(read("proved", "the mixed volume allows", 0).solutions->completeness == Completeness::proved);
  CHECK(read("proved", "known_count says, on which this rests", 0).solutions->completeness == Completeness::given);
  CHECK(read("trace-tested", "", 0).solutions->completeness == Completeness::trace_tested);
  CHECK(read("trace-tested", "", 3).solutions->completeness == Completeness::unknown);
  CHECK(read("certified-lower-bound", "", 0).solutions->completeness == Completeness::unknown);
  CHECK(read("numerical", "", 0).solutions->existence.certified == 1);
  CHECK(read("numerical", "", 0).notes.back().text.find("schema 1") != std::string::npos);
  CHECK_THROWS_AS(read("certain", "", 0), InputError);
}
